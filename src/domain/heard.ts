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
    "y yr mae ydy yw maen ateb rhif sgor mi byddwn baswn dweud rhoi rhoir rwyn dwin meddwl plis diolch os gwelwch dda wel tua then definitely",
);

/** What a figure counts when it is no answer: "3 times", "2 weeks", "tair gwaith". */
const COUNTED = list(
  "times time weeks week days day months month years year yrs hours hour hrs minutes minute mins people person man men " +
    "woman women kids children officer officers police calls call texts letters letter visits visit different of more other " +
    "others thing things word words star stars seren ser pound pounds quid percent am pm st nd rd th gwaith waith wythnos diwrnod dydd mis blynedd awr munud o peth swyddog galwad tro " +
    "llythyr neges",
);

/** After a number or the words of an option, with which an answer begins, the reason may follow. */
const GOES_ON = list(
  "because cause cos coz cus as but since and they he she we nobody noone you youve u i ive im it there achos oherwydd " +
    "ond ac a gan am",
);

/** So does a mark between them. */
const isMarked = (after: string) => /[.,;:!?)\n–—-]/.test(after);

/** "2 you" and "4 you" are words, not figures. */
const SOUNDS = list("2 4");
const AFTER_SOUND = list("you u be");

/** What makes an address of a number before it. */
const PLACES = list("road rd street st lane avenue ave crescent terrace gardens grove heol stryd ffordd lon");

/** What makes more of a figure. */
const HALVES = list("half hanner");

/** Degrees say nothing on their own: "7 they were very good". */
const DEGREES = list("very fairly completely nor iawn eithaf gwbl ddim nac");

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

/** A figure with a sign, or counted on another scale: "-1", "£5", "5%", "5/5", "4 out of 5". */
function isSigned(words: readonly Word[], at: number): boolean {
  const [here, next, after, last] = words.slice(at, at + 4);
  if (here === undefined) return false;
  const isOutOf = (next?.word === "out" && after?.word === "of") || (next?.word === "allan" && after?.word === "o");
  if (isOutOf && last !== undefined) return true;
  if (next && here.after.trim() === "/" && numberOf(next) !== null) return true;
  const hasHalf = words.slice(at + 1, at + 4).some(({ word }) => HALVES.has(word));
  return hasHalf || /(?:^|\s)[-−–+£$€]$/.test(here.before) || /^\s*[%*+⭐★]/u.test(here.after);
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

const vocabularyOf = (options: readonly OptionWords[]) => new Set(options.flatMap(({ words }) => words));

/** Whether nothing, a mark or a reason follows the first so many words that are meant; `said` are all, in a row. */
function endsWell(said: readonly (Word & { readonly isKept: boolean })[], count: number): boolean {
  const kept = said.flatMap(({ isKept }, at) => (isKept ? [at] : []));
  const end = kept[count - 1];
  const [last, next] = end === undefined ? [] : [said[end], said[end + 1]];
  return kept.length === count || isMarked(last?.after ?? "") || GOES_ON.has(next?.word ?? "");
}

/** What the words of an option, in either language, say. */
function byOptionWords(question: Question, words: readonly Word[]): string | null {
  const options = optionWords(question);
  const vocabulary = vocabularyOf(options);
  const said = words.flatMap((each) => {
    const [known] = meaningful([each.word]);
    if (known === undefined) return [];
    const word = meantBy(known, vocabulary) ?? known;
    return [{ ...each, word, isKept: vocabulary.has(word) || !FILLER.has(word) }];
  });
  const kept = said.flatMap(({ word, isKept }) => (isKept ? [word] : []));
  const text = ` ${kept.join(" ")} `;
  const whole = oneOf(options.flatMap(({ code, words: all }) => (` ${all.join(" ")} ` === text ? [code] : [])));
  if (whole !== null) return whole;
  const begun = options.filter(({ words: all }) => all.length > 1 && text.startsWith(` ${all.join(" ")} `));
  const longest = begun.toSorted((a, b) => b.words.length - a.words.length)[0];
  if (longest) {
    const rest = kept.slice(longest.words.length);
    const isPlain = rest.every((word) => !NEGATIONS.has(word) && !vocabulary.has(word));
    return isPlain && endsWell(said, longest.words.length) ? longest.code : "unclear";
  }
  const own = options.filter(({ code, words: all }) => {
    const isOwn = (word: string) =>
      !NEGATIONS.has(word) && options.every((other) => other.code === code || !other.words.includes(word));
    return kept.length > 0 && kept.every((word) => all.includes(word)) && kept.some(isOwn);
  });
  return oneOf(own.map(({ code }) => code));
}

/** Whether the words beside a number speak of another option than its own: "7 dissatisfied". */
function isContradicted(question: Question, code: string, rest: readonly Word[]): boolean {
  const options = optionWords(question);
  const vocabulary = vocabularyOf(options);
  const own = vocabularyOf(options.filter((option) => option.code === code));
  const said = meaningful(rest.map(({ word }) => word)).map((word) => meantBy(word, vocabulary) ?? word);
  const isOnly = said.every((word) => vocabulary.has(word));
  return said.some((word) => vocabulary.has(word) && !own.has(word) && (isOnly || !DEGREES.has(word)));
}

/** Whether what follows the number that a text begins with leaves it an answer, with a reason. */
function goesOn(words: readonly Word[], at: number): boolean {
  const [here, next, after] = words.slice(at, at + 3);
  if (here === undefined || next === undefined) return true;
  const counts = (word: string | undefined) => word !== undefined && COUNTED.has(word);
  if (counts(next.word) || (next.word === "a" && counts(after?.word))) return false;
  if (words.slice(at + 1, at + 4).some(({ word }) => PLACES.has(word))) return false;
  if (SOUNDS.has(here.word) && AFTER_SOUND.has(next.word) && !isMarked(here.after)) return false;
  return isMarked(here.after) || GOES_ON.has(next.word);
}

/** The only number of a text, where it can be meant as the answer. */
function byNumber(question: Question, words: readonly Word[], otherwise: string | null): string | null {
  const offered = optionsOf(question).map((option) => option.code);
  const numbers = words.flatMap((word) => numberOf(word) ?? []);
  const [first, ...others] = new Set(numbers);
  if (first === undefined) return null;
  const code = String(first);
  const at = words.findIndex((word) => numberOf(word) !== null);
  const rest = words.filter((word) => numberOf(word) === null && !FILLER.has(word.word));
  const isBe = SOUNDS.has(words[at]?.word ?? "") && words[at + 1]?.word === "be";
  const isAlone = (rest.length === 0 && !isBe) || otherwise === code;
  const isFirst = words.slice(0, at).every(({ word }) => FILLER.has(word));
  const isMeant = isAlone || (isFirst && goesOn(words, at));
  if (others.length > 0 || (isMeant && !offered.includes(code))) return "unclear";
  if (words.some((word, index) => numberOf(word) !== null && isSigned(words, index))) return "unclear";
  if (isFirst && rest.length > 0 && isContradicted(question, code, rest)) return "unclear";
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
  const byWords = byOptionWords(question, unnumbered);
  const chosen = (isNumbered ? byNumber(question, words, byWords) : null) ?? byWords;
  // "7?" asks what it means.
  return chosen !== null && text.includes("?") ? "unclear" : chosen;
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
  if (!isList || text.includes("?") || words.some((_, at) => isSigned(words, at))) return null;
  if (numbers.length < 2 || numbers.length > questions.length) return null;
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
