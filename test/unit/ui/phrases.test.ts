import { describe, expect, it } from "vitest";
import { wordsIn } from "../../../src/instrument/languages.ts";
import { languageCodes, type Localised } from "../../../src/kernel/locale.ts";
import { accessibilityStatement } from "../../../src/ui/phrases-accessibility.ts";
import { instruments } from "../../../src/instrument/registry.ts";
import { closurePhrases } from "../../../src/ui/phrases-closure.ts";
import { codePhrases } from "../../../src/ui/phrases-code.ts";
import { codesPhrases } from "../../../src/ui/phrases-codes.ts";
import { commentPhrases } from "../../../src/ui/phrases-comments.ts";
import { dangerPhrases } from "../../../src/ui/phrases-danger.ts";
import { outcomeWords, telephonePhrases } from "../../../src/ui/phrases-telephone.ts";
import { feedbackPhrases } from "../../../src/ui/phrases-feedback.ts";
import { homePhrases, quarterMonths } from "../../../src/ui/phrases-home.ts";
import { privacyStatement } from "../../../src/ui/phrases-privacy.ts";
import { basisWords, profileColumnWords, profilePhrases } from "../../../src/ui/phrases-results-area.ts";
import { characteristicsPhrases } from "../../../src/ui/phrases-results-characteristics.ts";
import { journeysPhrases, levelNames } from "../../../src/ui/phrases-results-journeys.ts";
import { qualityPhrases } from "../../../src/ui/phrases-results-quality.ts";
import { resultsPhrases, symbolWords } from "../../../src/ui/phrases-results.ts";
import { variantPhrases } from "../../../src/ui/phrases-variants.ts";
import { fill, phrases } from "../../../src/ui/phrases.ts";
import { supportLines } from "../../../src/instrument/support.ts";

/** Words that are the same in both languages, rightly: names. */
const SAME = ["product", "english", "welsh", "quarter", "dataHeading", "lines.samaritans"];

/** Services with one name. */
const ONE_NAME = [
  "galop",
  "childline",
  "nspcc",
  "meic",
  "report-fraud",
  "stop-hate",
  "hourglass",
  "bawso",
  "merseyside",
];
const LOCAL_NAMES = ["thames-valley", "norfolk-suffolk", "avon-somerset"];
const names = [...ONE_NAME, ...LOCAL_NAMES].map((id) => `lines.${id}`);

const statementWords = [privacyStatement, accessibilityStatement].flatMap(({ heading, sections }) => [
  heading,
  ...sections.flatMap((section) => [section.heading, ...section.paragraphs]),
]);

const all: readonly (readonly [string, Localised])[] = [
  ...Object.entries({ ...phrases, ...quarterMonths }),
  ...Object.entries(feedbackPhrases),
  ...Object.entries(variantPhrases),
  ...Object.entries({ ...journeysPhrases, ...levelNames }),
  ...Object.entries({ ...profilePhrases, ...basisWords, ...profileColumnWords }),
  ...Object.entries(closurePhrases),
  ...Object.entries(codePhrases),
  ...Object.entries({ ...codesPhrases, ...telephonePhrases, ...outcomeWords }),
  ...Object.entries(homePhrases),
  ...statementWords.map((words) => [words.en, words] as const),
  ...supportLines.flatMap(({ id, name, what }) => [
    [`lines.${id}`, name] as const,
    [`lines.${id}.what`, what] as const,
  ]),
];

/** What makes or takes back a promise, besides: of comments, of danger, of figures; and every question, in every wording. */
const promising: readonly (readonly [string, Localised])[] = [
  ...all,
  ...[dangerPhrases, commentPhrases, characteristicsPhrases, qualityPhrases, resultsPhrases, symbolWords].flatMap(
    (words): (readonly [string, Localised])[] => Object.entries(words),
  ),
  ...instruments.flatMap(({ id, questions }) =>
    questions.flatMap(({ id: question, text, hint, easy }) =>
      [text, hint, easy?.text, easy?.hint].flatMap((words) =>
        words === undefined ? [] : [[`${id} ${question}`, words] as const],
      ),
    ),
  ),
];

const placeholders = (text: string) => (text.match(/\{\w+\}/g) ?? []).toSorted();

describe("the words of the pages", () => {
  it("are all in Welsh, and not a copy of the English", () => {
    const copied = all.filter(
      ([name, { en, cy }]) => !SAME.includes(name) && !names.includes(name) && (cy.trim() === "" || cy === en),
    );
    expect(copied).toEqual([]);
  });

  it("leave the same places to be filled in both languages", () => {
    const unlike = all.filter(([, { en, cy }]) => String(placeholders(en)) !== String(placeholders(cy)));
    expect(unlike).toEqual([]);
  });

  it("that speak of a link or a message hold for whoever was handed a code, in every language", () => {
    // Of another message than the one that was opened.
    const others: readonly string[] = ["forgottenOtherwise", "notSafeHeading", "stoppedText"];
    const met = Object.entries(feedbackPhrases).filter(
      ([name, { en }]) => !others.includes(name) && /\blink\b|delete the/.test(en),
    );
    expect(met.length).toBeGreaterThan(8);
    const silent = met.filter(
      ([, words]) =>
        !/\b(code|card)\b/.test(words.en) ||
        !/\b[cg]od\b|cerdyn/.test(words.cy) ||
        !/\bkod|kart/.test(wordsIn(words, "pl")),
    );
    expect(silent.map(([name]) => name)).toEqual([]);
    for (const language of languageCodes) expect(wordsIn(codePhrases.what, language)).toMatch(/\bcard|cerdyn|karcie/);
  });

  it("promise nothing that docs/threat-model.md denies: whoever holds all, live keys included, could still find out", () => {
    const tooMuch =
      /traced|stay anonymous|nobody can (?:find|tell|know|see that)|cannot tell who you are|be recognised/i;
    // Comments are published word for word, with names that rules may miss; a base that is held back hides nobody.
    const more =
      /it does not say who you are|without knowing who|is shown your answers|not see them|sees (?:the answers|what you)|to protect people|a risk to/i;
    const found = promising.filter(([, { en }]) => tooMuch.test(en) || more.test(en));
    expect(found.map(([name]) => name)).toEqual([]);
    for (const start of [feedbackPhrases.startAnonymous, variantPhrases.startAnonymous])
      for (const language of languageCodes) expect(wordsIn(start, language)).not.toMatch(/anonym|ddienw|anonim/i);
  });

  it("are filled by name, and an unknown name is left as it stands", () => {
    expect(fill("Question {number} of up to {most}{rest}", { number: 3, most: 12 })).toBe(
      "Question 3 of up to 12{rest}",
    );
  });
});

describe("the lines of help", () => {
  it("can be called: every number is digits and spaces, and what has none has an address of its own", () => {
    const numbers = supportLines.flatMap(({ number }) => (number === undefined ? [] : [number.replaceAll(" ", "")]));
    expect(numbers.filter((number) => !/^(999|101|116\d{3}|0\d{7,10})$/.test(number))).toEqual([]);
    expect(supportLines.filter(({ number, web }) => number === undefined && web === undefined)).toEqual([]);
  });

  it("say how to call 999 without speaking", () => {
    expect(supportLines.find(({ id }) => id === "silent")).toMatchObject({ number: "999", press: "55", neutral: true });
  });
});
