import { describe, expect, test } from "vitest";
import { streamOf } from "../../../simulation/chance.ts";
import { composeComment, decisionOn } from "../../../simulation/comments.ts";
import { formOf } from "../../../simulation/moderation.ts";
import { names, remarks, withheldRemarks } from "../../../simulation/remarks.ts";
import { soundsLikeDanger } from "../../../src/domain/danger-words.ts";
import { stages } from "../../../src/domain/dimension.ts";
import { isTheme, themes, withholdingReasons } from "../../../src/domain/moderation.ts";
import { redact } from "../../../src/domain/redaction.ts";
import { isDistress, languageIn } from "../../../src/domain/text-cues.ts";
import { wishOf } from "../../../src/domain/text-words.ts";

const withoutNames = (text: string) => redact(text, []) ?? "";
const locales = ["en", "cy"] as const;
const bank = [...remarks, ...withheldRemarks];
const written = locales.flatMap((locale) =>
  stages.flatMap((form) =>
    [true, false].flatMap((isContent) =>
      Array.from({ length: 60 }, (_, person) =>
        composeComment(streamOf("comments", `${locale}/${form}/${isContent}/${person}`), { form, locale, isContent }),
      ),
    ),
  ),
);

describe("comments", () => {
  test("The same person writes the same, another something else, and every theme of the code frame is written about.", () => {
    const of = (key: string) => composeComment(streamOf("s", key), { form: "trial", locale: "en", isContent: false });
    expect(of("one")).toBe(of("one"));
    expect(new Set(Array.from({ length: 20 }, (_, each) => of(`person ${each}`))).size).toBeGreaterThan(8);
    expect(new Set(remarks.map(({ theme }) => theme))).toEqual(new Set(themes.map(({ code }) => code)));
  });

  test("Nothing that anybody writes asks to stop, sounds like danger or asks for a language: it is only a comment.", () => {
    for (const text of written) {
      expect([text, wishOf(text), soundsLikeDanger(text), isDistress(text), languageIn(text)]).toEqual([
        text,
        null,
        false,
        false,
        null,
      ]);
    }
  });

  test("Numbers are those kept for drama, and the engine takes every one of them out, and most names.", () => {
    const numbered = written.filter((text) => /\d/.test(text));
    expect(numbered.length).toBeGreaterThan(5);
    for (const text of numbered) {
      expect(text).toMatch(/07700 900\d{3}/);
      expect(withoutNames(text)).not.toMatch(/\d/);
    }
    const named = written.filter((text) => names.some((name) => text.includes(name)));
    const left = named.filter((text) => names.some((name) => withoutNames(text).includes(name)));
    expect(left.length).toBeGreaterThan(0);
    expect(left.length).toBeLessThan(named.length / 2);
  });
});

describe("the moderator", () => {
  test("Finds each sentence's own theme after redaction, and keeps back what should be kept back.", () => {
    for (const remark of bank) {
      for (const locale of locales) {
        const text = withoutNames(remark[locale].replace("{name}", "Mrs Hughes").replace("{number}", "07700 900123"));
        const expected = remark.theme === null ? [] : [remark.theme];
        expect([text, decisionOn(text)]).toEqual([
          text,
          { verdict: remark.withheld ?? "release", themes: expected, words: [] },
        ]);
      }
    }
  });

  test("Sends what the console's form takes: a verdict and themes that it knows, and names that were left.", () => {
    for (const text of written) {
      const form = formOf({ seen: "0a", text: withoutNames(text) });
      expect(["release", ...withholdingReasons]).toContain(form.get("verdict"));
      expect(form.getAll("theme").every(isTheme)).toBe(true);
      expect(form.get("seen")).toBe("0a");
    }
    expect(formOf({ seen: "0a", text: "Bluebell treated me with respect from the first day." }).getAll("mask")).toEqual(
      ["Bluebell"],
    );
  });
});
