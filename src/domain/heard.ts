import { optionsOf } from "../instrument/path.ts";
import type { Question } from "../instrument/definition.ts";

// What a text says, as far as it can be an answer. Everything doubtful is no answer: to ask again costs a text, to guess
// costs the truth.

/** A word of a text, in small letters without accents, and what stands before and after it. */
type Word = { readonly word: string; readonly before: string; readonly after: string };

/** A text as words. Keycaps and circled figures are figures; apostrophes vanish; all else between words is kept beside them. */
function readWords(text: string): readonly Word[] {
  const plain = text
    .slice(0, 2_000)
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[\p{M}\p{Cf}'’‘`´]/gu, "");
  const found = [...plain.matchAll(/[\p{L}\p{N}]+/gu)];
  return found.map((match, index) => {
    const from = match.index;
    const [earlier, later] = [found[index - 1], found[index + 1]];
    return {
      word: match[0],
      before: plain.slice(earlier === undefined ? 0 : earlier.index + earlier[0].length, from),
      after: plain.slice(from + match[0].length, later?.index ?? plain.length),
    };
  });
}

/** A text as words with one space between them. */
export const plainWords = (text: string) =>
  readWords(text)
    .map(({ word }) => word)
    .join(" ");

const list = (words: string) => new Set(words.split(" "));

const numberWords: ReadonlyMap<string, number> = new Map(
  [
    ["zero dim", 0],
    ["one un", 1],
    ["two dau dwy", 2],
    ["three tri tair", 3],
    ["four pedwar pedair", 4],
    ["five pump pum", 5],
    ["six chwech chwe", 6],
    ["seven saith", 7],
    ["eight wyth", 8],
    ["nine naw", 9],
    ["ten deg", 10],
  ].flatMap(([words, number]) =>
    String(words)
      .split(" ")
      .map((word) => [word, Number(number)] as const),
  ),
);

/** Words of their own that one letter makes a number of. */
const NO_SLIP = list("there even event sever tree threw faith said never these");

/** Words that add nothing to an answer, in both languages. */
const FILLER = list(
  "i id im its it is was say said would give go for my the a an um er hmm well ok okay please pls plz thanks thank you ta " +
    "just think guess probably maybe about reply answer number score rate rating be honest honestly overall really me with " +
    "y yr mae ydy yw maen ateb rhif sgor mi byddwn baswn dweud rhoi rhoir rwyn dwin meddwl plis diolch os gwelwch dda wel tua",
);

/** What a figure counts when it is no answer: "3 times", "2 weeks", "tair gwaith". */
const COUNTED = list(
  "times time weeks week days day months month years year yrs hours hour hrs minutes minute mins people person man men " +
    "woman women kids children officer officers police calls call texts letters letter visits visit different of more other " +
    "others thing things am pm st nd rd th gwaith waith wythnos diwrnod dydd mis blynedd awr munud o peth swyddog galwad tro " +
    "llythyr neges",
);

/** After a number word that an answer begins with, the reason may follow. */
const GOES_ON = list(
  "because cause cos coz cus as but since and they he she we nobody noone achos oherwydd ond ac a gan am",
);

const NEGATIONS = list(
  "not no isnt wasnt arent werent never dont didnt hardly less more ddim dim nid nac heb llai mwy",
);

/** Mutated and everyday forms of Welsh words, and English ones, as the options write them. */
const SAME_WORD: Readonly<Record<string, string>> = {
  bodlon: "fodlon",
  cwbl: "gwbl",
  chwbl: "gwbl",
  eitha: "eithaf",
  unsatisfied: "dissatisfied",
  naill: "nac",
  tebygol: "debygol",
};

/** Whether two words differ by one letter left out, put in, exchanged or swapped with its neighbour. */
export function isSlip(typed: string, meant: string): boolean {
  if (Math.abs(typed.length - meant.length) > 1) return false;
  let from = 0;
  while (from < typed.length && typed[from] === meant[from]) from++;
  const [left, right] = [typed.slice(from), meant.slice(from)];
  if (left === right) return true;
  const isSwapped = left[0] === right[1] && left[1] === right[0] && left.slice(2) === right.slice(2);
  return left.slice(1) === right.slice(1) || left.slice(1) === right || left === right.slice(1) || isSwapped;
}

/** From this length on a word may hold one slip. */
const SLIP_FROM = 5;

/** A word of these, if it is one or one slip away from one alone. */
function meantBy(word: string, among: Iterable<string>): string | null {
  const known = [...among];
  if (known.includes(word)) return word;
  if (NO_SLIP.has(word)) return null;
  const near = known.filter((each) => each.length >= SLIP_FROM && isSlip(word, each));
  const [only] = near;
  return near.length === 1 && only !== undefined ? only : null;
}

function numberOf({ word }: Word): number | null {
  if (/^\d+$/.test(word)) return Number(word);
  const meant = meantBy(word, numberWords.keys());
  return meant === null ? null : (numberWords.get(meant) ?? null);
}

const isScale = ({ kind }: Question, codes: readonly string[]) =>
  kind === "one" && codes.length > 0 && codes.every((code) => /^\d+$/.test(code));

/** The text without "out of 7", "/7" and "allan o 7", where 7 is the highest there is. */
function withoutHighest(words: readonly Word[], highest: string): readonly Word[] {
  const isHighest = (at: number) => {
    const [one, two, here] = [words[at - 2], words[at - 1], words[at]];
    if (here?.word !== highest || two === undefined) return false;
    const isOutOf = (one?.word === "out" && two.word === "of") || (one?.word === "allan" && two.word === "o");
    return isOutOf || (here.before.trim() === "/" && numberOf(two) !== null);
  };
  const highests = words.flatMap((_, at) => (isHighest(at) ? [at] : []));
  return words.filter((_, at) =>
    highests.every((high) => at > high || at < high - (words[high]?.before.trim() === "/" ? 0 : 2)),
  );
}

type OptionWords = { readonly code: string; readonly words: readonly string[] };

const same = (word: string) => (Object.hasOwn(SAME_WORD, word) ? SAME_WORD[word] : undefined) ?? word;
/** A particle that may as well be left out. */
const meaningful = (words: readonly string[]) => words.map(same).filter((word) => word !== "yn");

const optionWords = (question: Question): readonly OptionWords[] =>
  optionsOf(question).flatMap(({ code, text }) =>
    [text.en, text.cy].map((written) => ({ code, words: meaningful(plainWords(written).split(" ")) })),
  );

/** The one code among these, `unclear` for several, null for none. */
const oneOf = (codes: readonly string[]): string | null => {
  const [first, ...others] = new Set(codes);
  if (first === undefined) return null;
  return others.length > 0 ? "unclear" : first;
};

/** What the words of an option, in either language, say. */
function byOptionWords(question: Question, words: readonly string[]): string | null {
  const options = optionWords(question);
  const vocabulary = new Set(options.flatMap((option) => option.words));
  const said = meaningful(words).map((word) => meantBy(word, vocabulary) ?? word);
  const kept = said.filter((word) => vocabulary.has(word) || !FILLER.has(word));
  const text = ` ${kept.join(" ")} `;
  const whole = oneOf(options.flatMap(({ code, words: all }) => (` ${all.join(" ")} ` === text ? [code] : [])));
  if (whole !== null) return whole;
  const begun = options.filter(({ words: all }) => all.length > 1 && text.startsWith(` ${all.join(" ")} `));
  const longest = begun.toSorted((a, b) => b.words.length - a.words.length)[0];
  if (longest) {
    const rest = kept.slice(longest.words.length);
    const isPlain = rest.every((word) => !NEGATIONS.has(word) && !vocabulary.has(word));
    return isPlain ? longest.code : "unclear";
  }
  const own = options.filter(({ code, words: all }) => {
    const isOwn = (word: string) =>
      !NEGATIONS.has(word) && options.every((other) => other.code === code || !other.words.includes(word));
    return kept.length > 0 && kept.every((word) => all.includes(word)) && kept.some(isOwn);
  });
  return oneOf(own.map(({ code }) => code));
}

/** The only number of a text, where it can be meant as the answer. */
function byNumber(words: readonly Word[], offered: readonly string[], otherwise: string | null): string | null {
  const numbers = words.flatMap((word) => numberOf(word) ?? []);
  const [first, ...others] = new Set(numbers);
  if (first === undefined) return null;
  const code = String(first);
  const at = words.findIndex((word) => numberOf(word) !== null);
  const [here, next] = [words[at], words[at + 1]];
  const rest = words.filter((word) => numberOf(word) === null && !FILLER.has(word.word));
  const isAlone = rest.length === 0 || otherwise === code;
  const isFigure = /^\d+$/.test(here?.word ?? "");
  const isFirst = words.slice(0, at).every(({ word }) => FILLER.has(word));
  const isCounting = next !== undefined && COUNTED.has(next.word);
  const goesOn = isFigure || next === undefined || /[.,;:!?)\n–—-]/.test(here?.after ?? "") || GOES_ON.has(next.word);
  const isMeant = isAlone || (isFirst && !isCounting && goesOn);
  if (others.length > 0 || (isMeant && !offered.includes(code))) return "unclear";
  if (!isMeant) return null;
  return otherwise === null || otherwise === code ? code : "unclear";
}

/**
 * What a text chooses of a question's options: by number, number word or the option's own words, in either language.
 *
 * @returns A code; `unclear` where it could be more than one; null where it chooses nothing.
 */
export function chosenIn(question: Question, text: string): string | null {
  const offered = optionsOf(question).map(({ code }) => code);
  const isNumbered = isScale(question, offered);
  const words = isNumbered
    ? withoutHighest(readWords(text), String(Math.max(...offered.map(Number))))
    : readWords(text);
  const unnumbered = isNumbered ? words.filter((word) => numberOf(word) === null) : words;
  const byWords = byOptionWords(
    question,
    unnumbered.map(({ word }) => word),
  );
  return (isNumbered ? byNumber(words, offered, byWords) : null) ?? byWords;
}

const JOINERS = list("and then a ac wedyn yna");

/**
 * Answers to several questions in one text ("5 and 3"): numbers and what joins them, nothing else, each offered by the
 * question that it falls to. A comma, a dash or "or" between two may be doubt, and is none.
 *
 * @param questions Those still to come, the open one first.
 * @returns Null when it is anything else.
 */
export function severalIn(questions: readonly Question[], text: string): readonly string[] | null {
  const words = readWords(text);
  const numbers = words.filter((word) => numberOf(word) !== null);
  const isList = words.every((word, at) => {
    if (numberOf(word) !== null)
      return at === 0 || /[&+\n]/.test(word.before) || JOINERS.has(words[at - 1]?.word ?? "");
    return at > 0 && JOINERS.has(word.word) && /^\s+$/.test(word.before);
  });
  if (!isList || numbers.length < 2 || numbers.length > questions.length) return null;
  const codes = numbers.map((word) => String(numberOf(word)));
  const isOffered = (code: string, at: number) => {
    const question = questions[at];
    const offered = question === undefined ? [] : optionsOf(question).map((option) => option.code);
    return question !== undefined && isScale(question, offered) && offered.includes(code);
  };
  return codes.every(isOffered) ? codes : null;
}

/** Whether a text is nothing but figures: no comment, whatever else. */
export const isOnlyFigures = (text: string) => {
  const words = readWords(text);
  return words.every(({ word }) => /^\d+$/.test(word));
};
