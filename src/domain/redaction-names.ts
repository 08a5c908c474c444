import { doubtfulNames, firmTitles, firstNames, plainCapitals, surnames, titles } from "./names.ts";
import { plainWord } from "./redaction-known.ts";
import type { Span } from "./redaction.ts";

// Names that nobody told us of. Three grounds take one out by itself: a title before it, a first name or surname that is
// no other word, and words that are followed by a name ("her name is", "my husband"). What is less sure is a suggestion
// to whoever reads the comment (domain/name-suggestions.ts).

type Word = {
  readonly from: number;
  readonly to: number;
  /** Small letters without accents. */
  readonly plain: string;
  /** Without `'s`. */
  readonly stem: string;
  readonly isCapital: boolean;
  /** After a full stop, or first: a capital says nothing. */
  readonly isFirst: boolean;
  /** Nothing but a space, or a hyphen, between it and the word before. */
  readonly isBeside: boolean;
};

function wordsOf(text: string): readonly Word[] {
  let end = 0;
  return [...text.matchAll(/(?<!\[)\b[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*\.?/gu)].map((match) => {
    const written = match[0].replace(/\.$/, "");
    const before = text.slice(end, match.index);
    const isFirst = end === 0 || /[.!?\n:;"“]/.test(before);
    end = match.index + written.length;
    const plain = plainWord(written);
    const [head = ""] = written.split(/['’]s?$/);
    return {
      from: match.index,
      to: end,
      plain,
      stem: plainWord(head),
      isCapital: /^\p{Lu}\p{M}*\p{Ll}/u.test(written) || /^(?:Mc|Mac|O['’]|D['’])\p{Lu}/u.test(written),
      isFirst,
      isBeside: /^[ \u00A0-]$/.test(before) || /^\. $/.test(before),
    };
  });
}

/** Followed by a name in any case. */
const introductions = new Set(["called", "named", "name", "names", "enwr", "enw", "henwr", "henw", "ou'r", "or"]);

/** Who somebody is to the writer or the case: a capital after it is a name. */
const persons = new Set(
  `officer officers detective sergeant inspector constable barrister solicitor advocate advisor adviser caseworker worker idva isva clerk usher neighbour neighbor friend mate partner husband wife boyfriend girlfriend ex
  son daughter brother sister mum mam dad mother father uncle aunt auntie cousin nephew niece nan gran grandad stepdad stepmum stepson stepdaughter landlord boss manager colleague volunteer lady man woman guy bloke girl boy lad to with by from thank thanks and
  swyddog swyddoges cymydog cymydoges ffrind gwr ngwr gwraig ngwraig cariad mab merch brawd mrawd chwaer mam dad tad ewythr modryb nain taid cyfreithiwr cyfreithwraig gweithiwr gweithwraig gwirfoddolwr gan diolch i efo gyda a ac`
    .trim()
    .split(/\s+/),
);

/** Words that stand after a title, "called" or a name in small letters, and are no name. */
const noNames = new Set(
  `the a an and or to of in on at for with who was is are were has had have did does do not never me my us our him her his them their it that this who which but so as if when then because by be been being very also just only again back about up down out off over
  really quite told said says say came rang called went seemed made gave kept took got left dealt dealing helped assigned involved looking handling handled should could would will can may might must one two three first second order orders team centre area force again here there now then after before until without knew got get lied let saw heard wrote tried goes comes says kept chase through every all some any more much many most y yr a ac o i yn oedd mae wedi ond nad na ddim fi ni hi ef nhw hwn hon sydd lle pan am ar gan heb`
    .trim()
    .split(/\s+/),
);

/** What a Welsh word may be without its mutation: `nghymydog` is `cymydog`. The word itself is among them. */
function radicals(word: string): readonly string[] {
  const found = mutated.filter(([mutation]) => word.startsWith(mutation));
  return [word, `g${word}`, ...found.map(([mutation, radical]) => radical + word.slice(mutation.length))];
}

const mutated: readonly (readonly [mutation: string, radical: string])[] = [
  ["ngh", "c"],
  ["nh", "t"],
  ["mh", "p"],
  ["ng", "g"],
  ["dd", "d"],
  ["ch", "c"],
  ["th", "t"],
  ["ph", "p"],
  ["f", "b"],
  ["f", "m"],
  ["b", "p"],
  ["d", "t"],
  ["g", "c"],
  ["l", "ll"],
  ["r", "rh"],
  ["m", "b"],
  ["n", "d"],
];

const isPlain = ({ plain, stem }: Word) =>
  plainCapitals.has(stem) || radicals(plain).some((form) => plainCapitals.has(form));
const isFirm = ({ plain, stem }: Word) => [plain, stem].some((form) => firstNames.has(form) || surnames.has(form));
const isDoubtful = ({ plain, stem }: Word) => doubtfulNames.has(plain) || doubtfulNames.has(stem);

/** A capital on a word that no list knows. */
const isUnknownCapital = (word: Word | undefined): word is Word =>
  word !== undefined && word.isCapital && !isPlain(word) && !noNames.has(word.plain);

/** Two of them side by side are a name, or a place; so is one after a word that may be a name. */
const isPair = (word: Word, next: Word | undefined): boolean =>
  word.isCapital && isUnknownCapital(next) && next.isBeside && (isUnknownCapital(word) || isDoubtful(word));

/** Whether a name begins at a word; the word before it decides, or the one after. */
function beginsName(words: readonly Word[], at: number): boolean {
  const [word, before] = [words[at], words[at - 1]];
  if (word === undefined || word.plain.length < 2) return false;
  if (isFirm(word) || isPair(word, words[at + 1])) return true;
  const said = before && word.isBeside ? before.plain : "";
  if (firmTitles.has(said)) return word.isCapital || (word.plain.length > 2 && !noNames.has(word.plain));
  if (!word.isCapital) return introductions.has(said) && isDoubtful(word);
  if (isPlain(word)) return false;
  if (titles.has(said) || introductions.has(said)) return true;
  if (word.isFirst) return false;
  // A capital in the middle of a sentence, after who somebody is, or on a word that may be a name.
  return isDoubtful(word) || radicals(said).some((form) => persons.has(form));
}

/** Between the parts of one name. */
const connectors = new Set("ap ab ferch de da van der von bin ibn binti al el la le o mac".split(" "));

/** An ordinary word after a name in small letters, by its ending. */
const isOrdinary = ({ plain }: Word) => plain.length < 3 || noNames.has(plain) || /(?:ed|ing|ly|odd|wyd)$/.test(plain);

/** Whether a word after a name goes on with it: a surname, a second first name. */
function continuesName(word: Word | undefined, last: Word): boolean {
  if (word === undefined || !word.isBeside || word.isFirst) return false;
  if (isFirm(word)) return true;
  if (word.isCapital) return isDoubtful(word) || (last.isCapital && !isPlain(word));
  // In small letters as well, then: `priya menon`.
  return !last.isCapital && isFirm(last) && !isPlain(word) && !isOrdinary(word);
}

/** Finds names that are sure enough to be taken out before anybody reads them. */
export function findNames(text: string): readonly Span[] {
  const words = wordsOf(text);
  const spans: Span[] = [];
  for (let at = 0; at < words.length; at++) {
    const first = words[at];
    if (first === undefined || !beginsName(words, at)) continue;
    let last = first;
    for (;;) {
      const [next, afterNext] = [words[at + 1], words[at + 2]];
      const isJoined = next !== undefined && connectors.has(next.plain) && next.isBeside;
      if (isJoined && afterNext !== undefined && !noNames.has(afterNext.plain) && !isPlain(afterNext)) {
        last = afterNext;
        at += 2;
      } else if (next !== undefined && continuesName(next, last)) {
        last = next;
        at += 1;
      } else break;
    }
    spans.push({ from: first.from, to: last.to, label: "name" });
  }
  return spans;
}

/** Words that may be names by where they stand or what they are: suggestions, not more. */
export function findDoubtful(text: string): readonly Span[] {
  const words = wordsOf(text);
  const names = findNames(text);
  const doubtful: Word[] = [];
  for (const [at, word] of words.entries()) {
    const before = words[at - 1];
    if (word.plain.length < 2 || noNames.has(word.plain) || veryPlain.has(word.plain)) continue;
    const isAlone = isDoubtful(word) || (word.isCapital && !word.isFirst && !isPlain(word));
    if (isAlone || (before !== undefined && isNameAfter(before, word, [...names, ...doubtful]))) doubtful.push(word);
  }
  return doubtful.map(({ from, to }) => ({ from, to, label: "name" as const }));
}

/** In small letters: after another name, or after who somebody is. */
function isNameAfter(before: Word, word: Word, names: readonly { readonly to: number }[]): boolean {
  if (!word.isBeside || isPlain(word) || isOrdinary(word)) return false;
  const isAfterName = names.some(({ to }) => to === before.to);
  return isAfterName || introductions.has(before.plain) || radicals(before.plain).some((form) => someone.has(form));
}

/** Too common to suggest. */
const veryPlain = new Set("may will an or he mo si ty su art".split(" "));

/** Of `persons`, those who are people: what follows them in small letters may be a name as well. */
const someone = new Set(
  [
    ..."is from with by about for without spoke saw met asked told that then gyda gan efo dywedodd ffoniodd daeth oedd yw ydy siaradais heb".split(
      " ",
    ),
    ...persons,
    ...titles,
  ].filter((word) => word !== "and" && word !== "lad"),
);
