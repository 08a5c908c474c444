/** @jsxImportSource hono/jsx */
import { describe, expect, it } from "vitest";
import { attackFigures, privacyFacts as facts, privacyLedger } from "../../../src/domain/privacy-facts.ts";
import { home } from "../../../src/http/web/home.tsx";
import { languageCodes, locales, type Localised } from "../../../src/kernel/locale.ts";
import { keyRows, retentionRows } from "../../../src/ui/phrases-privacy-rows.ts";
import { technicalPhrases } from "../../../src/ui/phrases-privacy-technical.ts";

const pageAt = async (address: string) => await (await home.request(address)).text();

/** What is read of a page, in one line. */
const wordsOf = (html: string) =>
  html
    .replace(/^[\s\S]*<main/, "<main")
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll(/\s+/g, " ");

describe("the page on how answers are protected", () => {
  it.each(languageCodes)("says the engine's own figures in %s, and leaves no place unfilled", async (language) => {
    const words = wordsOf(await pageAt(`/privacy?lang=${language}`));
    expect(words).not.toMatch(/\{\w+\}/);
    for (const figure of [facts.k, facts.contactDays, facts.wishKeyDays, facts.recordDays, facts.quarterKeyDays]) {
      expect(words).toContain(` ${figure} `);
    }
  });

  it("says what it cannot protect against, and what cannot be undone", async () => {
    const words = wordsOf(await pageAt("/privacy"));
    for (const said of [
      "has your phone",
      "telephone companies could read them",
      "cannot be shown to you, changed or taken back",
      "run both databases and hold the keys",
      "change the program",
    ]) {
      expect(words).toContain(said);
    }
  });
});

describe.each(locales)("the page for data-protection officers, in %s,", (locale) => {
  it("has every table in full and every figure filled in", async () => {
    const html = await pageAt(`/privacy/technical?lang=${locale}`);
    expect(html).toContain(`<html lang="${locale}"`);
    expect(wordsOf(html)).not.toMatch(/\{\w+\}|undefined|NaN/);
    expect(html.match(/<h1/g)).toHaveLength(1);
    const headers = html.match(/<th scope="row"/g)?.length ?? 0;
    const others = Object.keys(keyRows).length + retentionRows.length + Object.keys(privacyLedger).length;
    expect(headers).toBeGreaterThan(others);
    expect(wordsOf(html)).toContain(` ${facts.rightKnowingOthers} `);
  });

  it("hides no attack that succeeded", async () => {
    const html = await pageAt(`/privacy/technical?lang=${locale}`);
    const failed = attackFigures.filter(({ isPassed }) => !isPassed);
    expect(html.match(/<strong>/g)?.length ?? 0).toBe(failed.length);
  });
});

describe("the words of the page for data-protection officers", () => {
  it("are in Welsh, and leave the same places to be filled", () => {
    const all: readonly Localised[] = [
      ...Object.values(technicalPhrases),
      ...retentionRows.flatMap(({ what, until }) => [what, until]),
      ...Object.values(keyRows).flatMap(({ seals, ends }) => [seals, ends]),
    ];
    const places = (text: string) => String((text.match(/\{\w+\}/g) ?? []).toSorted());
    expect(all.filter(({ en, cy }) => cy === en || cy.trim() === "" || places(en) !== places(cy))).toEqual([]);
  });
});
