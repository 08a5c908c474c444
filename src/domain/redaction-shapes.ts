import type { RedactionLabel, Span } from "./redaction.ts";

// What points at a person by its shape, in the United Kingdom. No pattern repeats a repetition, and each begins where a
// word does: reading takes time in proportion to the text (test/unit/free-text/shapes.test.ts counts it).

type Shape = readonly [label: RedactionLabel, shape: RegExp];

/** What may stand between a word such as "crime number" and the number: little, so that a sentence is not searched. */
const SAID = String.raw`(?:\s{1,2}(?:no|number|num|ref|reference|id|rhif|cyfeirnod|was|is|oedd|yw|ydy|of|o)\b\.?){0,3}\s{0,2}[:#-]?\s{0,2}`;

/** A reference: letters, figures and strokes, with at least one figure within its first dozen characters. */
const REFERENCE = String.raw`(?=[A-Za-z/-]{0,12}\d)[A-Za-z0-9/-]{3,24}(?:\s\d{2,8}\b){0,3}(?: of (?:the )?\d{1,2}(?:st|nd|rd|th)?\b)?`;

/** What makes a number a reference: words of the police, the courts and the health service, in both languages. */
const OF_A_CASE = [
  "crime|case|urn|crn|cad|log|incident|ref|reference|claim|file|warrant|custody|prison|prosecution|noms|pnc|cro|ptiurn",
  "trosedd|achos|digwyddiad|cyfeirnod|cyf|ffeil|rhif trosedd|rhif achos|rhif y drosedd|rhif yr achos|rhif cyfeirnod",
].join("|");

const OF_AN_OFFICER = "collar|shoulder|badge|epaulette|warrant card|coler|ysgwydd|bathodyn";

const shapes: readonly Shape[] = [
  ["email", /(?<![\w.+-])[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/g],
  ["email", /(?<![\w.+-])[\w.+-]{1,64} at [\w-]{1,63} dot (?:co dot uk|com|org|net|uk|cymru|wales)\b/gi],
  ["link", /\b(?:https?:\/\/|www\.)[^\s<>"]{2,200}/gi],
  ["link", /\b(?:facebook|instagram|tiktok|twitter|x|youtube|snapchat|linkedin|vinted|depop)\.com\/[^\s<>"]{1,100}/gi],
  ["handle", /(?<![\w@.])@\w[\w.]{1,40}/g],
  [
    "handle",
    /\b(?:insta|instagram|snap|snapchat|tiktok|twitter|facebook|fb|discord|telegram|whatsapp)\b(?: (?:name|handle|account|user(?:name)?|id|is|was|yw|as|under|:)){1,4}:? [\w.]{3,40}/gi,
  ],
  ["insurance", /\b[A-Z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\b/gi],
  ["reference", new RegExp(String.raw`\b(?:${OF_A_CASE})\b${SAID}${REFERENCE}`, "gi")],
  ["reference", new RegExp(String.raw`\b(?:${OF_AN_OFFICER})\b${SAID}[A-Z]{0,2}\d{1,6}[A-Z]{0,2}\b`, "gi")],
  [
    "reference",
    /\b(?:officer|swyddog|constable|cwnstabl|sergeant|rhingyll|pc|wpc|pcso|dc|ds|di|sgt|ps)(?: (?:no|number|num|rhif)\b\.?)? [A-Z]{0,2}\d{2,6}[A-Z]{0,2}\b/gi,
  ],
  ["reference", /\b\d{1,2}\/\d{4,8}\/\d{2}\b|\b\d{2}[A-Z]{2}\d{5,9}\b|\b[A-Z]{1,3}\d{7,12}\b|\b[TASU]\d{8}\b/gi],
  ["postcode", /\b(?:[A-Z]{1,2}\d[A-Z\d]?\s{0,2}\d[ABD-HJLNP-UW-Z]{2}|GIR ?0AA)\b/gi],
  ["account", /\b\d{2}[-– ]\d{2}[-– ]\d{2}(?:[\s,]{1,3}\d{8}\b)?/g],
  ["date", /\b\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(?:19|20)?\d{2}\b|\b(?:19|20)\d{2}-\d{2}-\d{2}\b/g],
  [
    "date",
    /\b(?:born|dob|d\.o\.b|date of birth|birthday|ganwyd|ganed|ngeni|genir|dyddiad geni|penblwydd)\b[^.\d\n]{0,24}\d{1,2}(?:st|nd|rd|th|af|fed|eg|ain)?(?: of| o)? (?:\p{L}{3,12},? ?)(?:19|20)?\d{0,2}\b/giu,
  ],
  ["plate", /\b[A-Z]{2}\d{2}\s?[A-Z]{3}\b/gi],
  [
    "plate",
    /\b(?:reg|registration|plate|number plate|rhif cofrestru|plât)(?: (?:no|number|was|is|oedd|yw|ending|of)){0,2}:? [A-Z]{1,3}\s?\d{1,4}(?:\s?[A-Z]{1,3})?\b/gi,
  ],
  [
    "phone",
    /\b(?:tel|telephone|phone|mobile|mob|ring|call|text|ext|extension|ffôn|ffon|ffoniwch|symudol|estyniad)(?: (?:me|him|her|us|them|no|number|on|is|was|at|fi|ar|yw|rhif)){0,3}[.: ]{1,2}\d(?:[ -]?\d){4,11}\b/gi,
  ],
];

/** Figures as words: English and Welsh. What is a word in itself ("un", "o") counts only among other figures. */
const figures: ReadonlyMap<string, string> = new Map(
  Object.entries({
    zero: "0",
    oh: "0",
    nought: "0",
    nil: "0",
    hundred: "00",
    one: "1",
    two: "2",
    three: "3",
    four: "4",
    five: "5",
    six: "6",
    seven: "7",
    eight: "8",
    nine: "9",
    dim: "0",
    sero: "0",
    un: "1",
    dau: "2",
    dwy: "2",
    tri: "3",
    tair: "3",
    pedwar: "4",
    pedair: "4",
    pump: "5",
    pum: "5",
    chwech: "6",
    chwe: "6",
    saith: "7",
    wyth: "8",
    naw: "9",
  }),
);

const repeats: ReadonlyMap<string, number> = new Map([
  ["double", 2],
  ["treble", 3],
  ["triple", 3],
  ["dwbl", 2],
]);

type Token = { readonly from: number; readonly to: number; readonly digits: string; readonly isSpelled: boolean };

/** What a word says in figures; null when it says none. `O77OO` is 07700: people type the letter. */
function digitsOf(word: string): { readonly digits: string; readonly isSpelled: boolean } | null {
  if (/^[\doO]+$/.test(word)) return { digits: word.replaceAll(/[oO]/g, "0"), isSpelled: !/\d/.test(word) };
  const figure = figures.get(word.toLowerCase());
  return figure === undefined ? null : { digits: figure, isSpelled: true };
}

/** Between the figures of one number: spaces, dots, strokes, brackets; few of them. */
const BETWEEN = /^[\s().+,/–-]{0,4}$/;

/** Words and runs of figures, those that say figures among them. */
function tokensOf(text: string): readonly (Token | null)[] {
  let times = 1;
  let since = 0;
  return [...text.matchAll(/[\p{L}\p{M}\d'’]+/gu)].flatMap((match) => {
    const [word] = match;
    const repeat = repeats.get(word.toLowerCase());
    if (repeat !== undefined) {
      [times, since] = [repeat, match.index];
      return [];
    }
    const said = digitsOf(word);
    const from = times > 1 ? since : match.index;
    const token = said && { ...said, digits: said.digits.repeat(times), from, to: match.index + word.length };
    times = 1;
    return [token];
  });
}

const isNational = (digits: string) => /^(?:0\d{9,10}|(?:00)?44\d{9,11}|7\d{9})$/.test(digits);

/** The check of an NHS number: weights 10 to 2, modulo 11. */
export function isNhsNumber(digits: string): boolean {
  if (!/^\d{10}$/.test(digits)) return false;
  const sum = Array.from(digits.slice(0, 9)).reduce((total, digit, index) => total + Number(digit) * (10 - index), 0);
  const check = 11 - (sum % 11);
  return (check === 11 ? 0 : check) === Number(digits[9]);
}

function labelOf(digits: string): RedactionLabel {
  if (isNational(digits)) return "phone";
  return isNhsNumber(digits) ? "nhs" : "number";
}

/** Eight figures or more are a number of somebody or something; money and years alone are shorter. */
const LONG = 8;

/** Runs of figures, however they are spaced or spelled. */
function findRuns(text: string): readonly Span[] {
  const spans: Span[] = [];
  let run: Token[] = [];
  const close = () => {
    // The letter o and small words at either end belong to the sentence.
    while (
      run.at(-1)?.isSpelled === true &&
      /^(?:o|un|dim|one|oh)$/i.test(text.slice(run.at(-1)?.from, run.at(-1)?.to))
    )
      run = run.slice(0, -1);
    const digits = run.map((token) => token.digits).join("");
    const [first, last] = [run[0], run.at(-1)];
    if (first && last && digits.length >= LONG) {
      const isPlus = text.charAt(first.from - 1) === "+";
      spans.push({ from: first.from - (isPlus ? 1 : 0), to: last.to, label: labelOf(digits) });
    }
    run = [];
  };
  for (const token of tokensOf(text)) {
    const last = run.at(-1);
    if (token === null || (last && !BETWEEN.test(text.slice(last.to, token.from)))) close();
    if (token !== null) run.push(token);
  }
  close();
  return spans;
}

/** Finds addresses of mail and web, numbers of people, cases, cars and accounts, postcodes and dates. */
export const findShapes = (text: string): readonly Span[] => [
  ...shapes.flatMap(([label, shape]) =>
    [...text.matchAll(shape)].map((match) => ({ from: match.index, to: match.index + match[0].length, label })),
  ),
  ...findRuns(text),
];
