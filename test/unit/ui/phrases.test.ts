import { describe, expect, it } from "vitest";
import type { Localised } from "../../../src/kernel/locale.ts";
import { accessibilityStatement } from "../../../src/ui/phrases-accessibility.ts";
import { closurePhrases } from "../../../src/ui/phrases-closure.ts";
import { codePhrases } from "../../../src/ui/phrases-code.ts";
import { feedbackPhrases } from "../../../src/ui/phrases-feedback.ts";
import { homePhrases, quarterMonths } from "../../../src/ui/phrases-home.ts";
import { privacyStatement } from "../../../src/ui/phrases-privacy.ts";
import { fill, phrases } from "../../../src/ui/phrases.ts";
import { supportLines } from "../../../src/ui/support.tsx";

/** Words that are the same in both languages, rightly: names. */
const SAME = ["product", "english", "welsh", "quarter", "dataHeading", "lines.samaritans"];

const statementWords = [privacyStatement, accessibilityStatement].flatMap(({ heading, sections }) => [
  heading,
  ...sections.flatMap((section) => [section.heading, ...section.paragraphs]),
]);

const all: readonly (readonly [string, Localised])[] = [
  ...Object.entries({ ...phrases, ...quarterMonths }),
  ...Object.entries(feedbackPhrases),
  ...Object.entries(closurePhrases),
  ...Object.entries(codePhrases),
  ...Object.entries(homePhrases),
  ...statementWords.map((words) => [words.en, words] as const),
  ...supportLines.flatMap(({ id, name, what }) => [
    [`lines.${id}`, name] as const,
    [`lines.${id}.what`, what] as const,
  ]),
];

const placeholders = (text: string) => (text.match(/\{\w+\}/g) ?? []).toSorted();

describe("the words of the pages", () => {
  it("are all in Welsh, and not a copy of the English", () => {
    const copied = all.filter(([name, { en, cy }]) => !SAME.includes(name) && (cy.trim() === "" || cy === en));
    expect(copied).toEqual([]);
  });

  it("leave the same places to be filled in both languages", () => {
    const unlike = all.filter(([, { en, cy }]) => String(placeholders(en)) !== String(placeholders(cy)));
    expect(unlike).toEqual([]);
  });

  it("are filled by name, and an unknown name is left as it stands", () => {
    expect(fill("Question {number} of up to {most}{rest}", { number: 3, most: 12 })).toBe(
      "Question 3 of up to 12{rest}",
    );
  });
});

describe("the lines of help", () => {
  it("can be called: every number is digits and spaces", () => {
    expect(
      supportLines.map(({ number }) => number.replaceAll(" ", "")).every((number) => /^\d{3,11}$/.test(number)),
    ).toBe(true);
  });

  it("say how to call 999 without speaking", () => {
    expect(supportLines.find(({ id }) => id === "silent")).toMatchObject({ number: "999", press: "55", neutral: true });
  });
});
