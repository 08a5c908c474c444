import { firmTitles } from "./names.ts";
import type { Span } from "./redaction.ts";

// What a case knows: the names and numbers that its force gave us to take out, in whatever way somebody writes them.

/** Small letters without accents: `Siân` is `sian`. One character in, at most one letter out. */
export const plainWord = (word: string) =>
  word
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, "");

/** Words of addresses and of sentences that name nobody. */
const plain = new Set(
  "the and for with flat house road street avenue lane close drive court way hill park view place terrace crescent gardens square ffordd heol stryd maes not known unknown none her his their son daughter wife husband partner mother father brother sister".split(
    " ",
  ),
);

/** Words and abbreviations of two letters, in both languages. As a name of the case they need another beside them. */
const particles = new Set(
  `ah am an as at be by do eh er go gp ha he hi hm hq id if in is it lo ma me my no of oh ok on or pa pm so to tv uh uk um up us we ye
  ac ag ai ar ba bu da de du dy ei eu fa fe fi fo fy ga hi ia ie io mi na ne ni nu os pe sy te ti tu ty un ym yn yr ys yw wy
  av cf cl co ct dc di dr ds gr ln mr ms pc pl rd sq st`
    .trim()
    .split(/\s+/),
);

/** How a name may begin after another word in Welsh: soft, nasal and aspirate mutation, and h before a vowel. */
const mutations: readonly (readonly [radical: string, ...mutated: readonly string[]])[] = [
  ["p", "b", "mh", "ph"],
  ["t", "d", "nh", "th"],
  ["c", "g", "ngh", "ch"],
  ["b", "f", "m"],
  ["d", "dd", "n"],
  ["g", "", "ng"],
  ["m", "f"],
  ["ll", "l"],
  ["rh", "r"],
];

function mutated(word: string): readonly string[] {
  const found = mutations.findLast(([radical]) => word.startsWith(radical));
  const vowel = /^[aeiouwy]/.test(word) ? [`h${word}`] : [];
  if (found === undefined) return vowel;
  const [radical, ...forms] = found;
  return [...vowel, ...forms.map((form) => form + word.slice(radical.length))].filter((form) => form.length > 2);
}

/** From so many letters on, a name is known with one slip in it. */
const FUZZY = 6;

/**
 * Whether one slip makes one word of the other: a letter too many, too few or wrong, or two that changed places. In one
 * pass.
 */
export function isOneSlipApart(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  if (a.length !== b.length) {
    const [short, long] = a.length < b.length ? [a, b] : [b, a];
    return short.slice(at) === long.slice(at + 1);
  }
  if (a.slice(at + 1) === b.slice(at + 1)) return true;
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}

/** What is to be found: words of names, and numbers or references without what stands between their figures. */
type Known = {
  readonly words: ReadonlySet<string>;
  /** Names and initials of one or two letters that are a word as well. */
  readonly short: ReadonlySet<string>;
  readonly long: readonly string[];
  readonly numbers: readonly string[];
};

const hasFigure = (text: string) => /\d/.test(text);

/** A number's other beginnings: 07700 is +44 7700 and 0044 7700. */
function numberForms(number: string): readonly string[] {
  const national = /^(?:0044|44)(\d{9,10})$/.exec(number)?.[1] ?? /^0(\d{9,10})$/.exec(number)?.[1];
  return national === undefined ? [number] : [`0${national}`, `44${national}`, `440${national}`, `0044${national}`];
}

/** A reference, number, plate or postcode: figures among its characters, and hardly a word besides. */
const isNumber = (text: string) => {
  const letters = text.replaceAll(/[^\p{L}]/gu, "");
  return hasFigure(text) && (letters.length <= 4 || !/\p{L}{3}/u.test(text));
};

/** Words of a name that are run together, at most. */
const RUN = 4;

/** A name's words as they are run together: of Siân ap Rhys, `sianap`, `aprhys` and `sianaprhys`. */
const runsOf = (names: readonly string[]): readonly string[] =>
  names.flatMap((_, from) =>
    names.slice(from + 1, from + RUN).flatMap((__, more) => {
      const run = names.slice(from, from + more + 2);
      return run.every((word) => plain.has(word)) ? [] : [run.join("")];
    }),
  );

/** Names of one or two letters, but not the letters of a postcode or number. */
const shortNames = (text: string): readonly string[] =>
  (text.match(/(?<![\p{L}\p{M}\p{N}])[\p{L}\p{M}'’]+(?![\p{L}\p{M}\p{N}])/gu) ?? [])
    .map(plainWord)
    .filter((word) => word.length === 1 || word.length === 2);

function readKnown(strings: readonly string[]): Known {
  const names = strings.map((text) => (text.match(/[\p{L}\p{M}'’]+/gu) ?? []).map(plainWord));
  const short = strings.filter((text) => !isNumber(text)).flatMap(shortNames);
  const isAlone = (word: string) => word.length === 2 && !particles.has(word);
  const words = [...names.flat(), ...names.flatMap(runsOf)].filter((word) => word.length > 2 && !plain.has(word));
  const numbers = strings
    .filter(isNumber)
    .map(plainWord)
    .filter((number) => number.length >= 4)
    .flatMap(numberForms);
  return {
    words: new Set([
      ...words.flatMap((word) => [word, ...(word.length > 3 ? mutated(word) : [])]),
      ...short.filter(isAlone),
    ]),
    short: new Set(short.filter((word) => !isAlone(word))),
    long: [...new Set(words)].filter((word) => word.length >= FUZZY),
    numbers: [...new Set(numbers)],
  };
}

/** A word of a comment, with the forms that it may be a name in: whole, without possessive, before an apostrophe. */
function formsOf(written: string): readonly string[] {
  const [before = ""] = written.split(/['’]/);
  const word = plainWord(written);
  return [word, plainWord(before), ...(word.endsWith("s") ? [word.slice(0, -1)] : [])];
}

const isKnown = ({ words, long }: Known, written: string): boolean =>
  formsOf(written).some(
    (form) =>
      words.has(form) || (form.length >= FUZZY - 1 && long.some((name) => name === form || isOneSlipApart(name, form))),
  );

/** The characters of a text that are letters or figures, and where each stands. */
function compact(text: string): { readonly letters: string; readonly places: readonly number[] } {
  const places: number[] = [];
  let letters = "";
  for (let at = 0; at < text.length; at++) {
    const plainText = plainWord(text.charAt(at));
    for (const letter of plainText) {
      letters += letter;
      places.push(at);
    }
  }
  return { letters, places };
}

const isWordCharacter = (text: string, at: number) =>
  at >= 0 && at < text.length && /[\p{L}\p{N}]/u.test(text.charAt(at));

function findNumbers(text: string, numbers: readonly string[]): readonly Span[] {
  if (numbers.length === 0) return [];
  const { letters, places } = compact(text);
  return numbers.flatMap((number) => {
    const spans: Span[] = [];
    for (let at = letters.indexOf(number); at >= 0; at = letters.indexOf(number, at + 1)) {
      const [from, to] = [places[at] ?? 0, (places[at + number.length - 1] ?? 0) + 1];
      const isWhole = !isWordCharacter(text, from - 1) && !isWordCharacter(text, to);
      // What is spread over half a sentence is no number of the case.
      if (isWhole && to - from <= number.length * 2 + 4) spans.push({ from, to, label: "number" });
    }
    return spans;
  });
}

/**
 * Finds what a case knows: each word of a name or address, in any case, with and without accents, possessive, after a
 * Welsh mutation, run together with the words beside it, and from six letters on with one slip; numbers and references
 * however they are spaced. An initial, and a name of two letters that is a word, only beside another name or a title.
 *
 * A name that is a word as well ("Will", "May") is taken out as a word too: better a gap than a name.
 */
export function findKnown(text: string, strings: readonly string[]): readonly Span[] {
  if (strings.length === 0) return [];
  const known = readKnown(strings);
  const written = [...text.matchAll(/[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu)].map(({ 0: word, index }) => ({
    word,
    from: index,
    to: index + word.length,
    isFound: isKnown(known, word),
  }));
  const isBeside = (at: number, other: number) => {
    const [one, two] = [written[Math.min(at, other)], written[Math.max(at, other)]];
    if (one === undefined || two === undefined || !/^[\s.-]{1,2}$/.test(text.slice(one.to, two.from))) return false;
    return written[other]?.isFound === true || (other < at && firmTitles.has(plainWord(one.word)));
  };
  for (const [at, one] of written.entries()) {
    one.isFound ||= known.short.has(plainWord(one.word)) && (isBeside(at, at - 1) || isBeside(at, at + 1));
  }
  const spans = written.flatMap(({ isFound, from, to }): readonly Span[] =>
    isFound ? [{ from, to, label: "name" }] : [],
  );
  return [...spans, ...findNumbers(text, known.numbers)];
}
