import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asSent, smsParts } from "../../../src/domain/text-size.ts";

/** Twilio's published cases (TwilioDevEd/message-segment-calculator@a50230f tests/index.test.js). */
const twilio: readonly (readonly [what: string, text: string, alphabet: string, parts: number])[] = [
  ["160 plain letters", "1".repeat(160), "GSM-7", 1],
  ["161 plain letters", "1".repeat(161), "GSM-7", 2],
  ["307 letters", "1".repeat(307), "GSM-7", 3],
  ["a bar, which counts twice, and 159 others", `|${"1".repeat(159)}`, "GSM-7", 2],
  ["a euro sign and 158 others", `€${"1".repeat(158)}`, "GSM-7", 1],
  ["a brace and 159 others", `{${"1".repeat(159)}`, "GSM-7", 2],
  ["an emoji, which is two units", `😜${"1".repeat(68)}`, "UCS-2", 1],
  ["71 of Á", "Á".repeat(71), "UCS-2", 2],
  ["70 of ú", "ú".repeat(70), "UCS-2", 1],
  ["71 of ç, whose capital alone is GSM", "ç".repeat(71), "UCS-2", 2],
  ["70 with a circumflex", `ŵ${"1".repeat(69)}`, "UCS-2", 1],
  ["160 with a circumflex", `ŷ${"1".repeat(159)}`, "UCS-2", 3],
  ["a curly quote", "It’s", "UCS-2", 1],
];

/** GOV.UK Notify's published cases, before September 2026 (alphagov/notifications-utils@a9af02ae tests). */
const reduced: readonly (readonly [text: string, parts: number])[] = [
  ["à".repeat(71), 1],
  ["à".repeat(306), 2],
  ["à".repeat(613), 5],
  ["à".repeat(918), 6],
  ["ÿ".repeat(71), 2],
  ["ÿ".repeat(268), 4],
  ["ÿ".repeat(403), 7],
  ["^".repeat(117), 2],
  [`${"a".repeat(304)}[`, 2],
  [`${"â".repeat(70)}{`, 2],
  ["🚀".repeat(160), 1],
];

const GSM_SAMPLE = Array.from("aà@£\n^{}\\[~]|€");
const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 400 }),
  fc.string({ unit: fc.constantFrom(...GSM_SAMPLE), maxLength: 400 }),
  fc.string({ unit: fc.constantFrom("ŵ", "😜", "a", "€"), maxLength: 400 }),
);

describe("what a text costs", () => {
  it.each(twilio)("is what Twilio says, for %s", (_, text, alphabet, parts) => {
    expect(smsParts(text)).toMatchObject({ alphabet, parts });
  });

  it.each(reduced)("is what GOV.UK Notify said under its old rule, case %#", (text, parts) => {
    expect(smsParts(text, "reduced").parts).toBe(parts);
  });

  it("follows the gateway's rule for characters that it may replace, keep or drop", () => {
    const written = "ç … ’ \u00A0 嶲 ë € ŵ – 🚀 a\u200Bb";
    expect(asSent(written, "as-written")).toBe(written);
    expect(asSent(written, "replaced")).toBe("ç ... '   嶲 ë € ŵ - 🚀 ab");
    expect(asSent(written, "reduced")).toBe("c ... '   ? ë € ŵ - ? ab");
    expect(smsParts("It’s here – now", "replaced").alphabet).toBe("GSM-7");
    // alphagov/notifications-utils#1443: 320 units of UTF-16; a rocket is never torn, so 33 go into a part of 67.
    expect(smsParts("🚀".repeat(160), "replaced")).toEqual({ alphabet: "UCS-2", units: 320, parts: 5 });
  });

  it("never tears a pair: what does not fit goes to the next part whole", () => {
    // 67 units hold 33 pairs and one unit that stays empty: 99 pairs are 198 units, three parts and not 198 / 67.
    expect(smsParts("😜".repeat(100)).parts).toBe(4);
    expect(Math.ceil(200 / 67)).toBe(3);
    // An escape and its character likewise: 153 septets hold 76 and one over.
    expect(smsParts("€".repeat(153)).parts).toBe(3);
    expect(smsParts(`a${"€".repeat(152)}`).parts).toBe(2);
  });

  it("is never less than the units need, and never more than the pairs can waste", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { alphabet, units, parts } = smsParts(text);
        const [alone, joined] = alphabet === "GSM-7" ? [160, 153] : [70, 67];
        const least = units <= alone ? 1 : Math.ceil(units / joined);
        const most = units <= alone ? 1 : Math.ceil(units / (joined - 1));
        expect(parts).toBeGreaterThanOrEqual(least);
        expect(parts).toBeLessThanOrEqual(most);
      }),
    );
  });

  it("never falls when a character is added, and is the same after sending as before", () => {
    fc.assert(
      fc.property(anyText, fc.string({ unit: "binary", minLength: 1, maxLength: 1 }), (text, more) => {
        expect(smsParts(text + more).parts).toBeGreaterThanOrEqual(smsParts(text).parts);
        for (const rule of ["replaced", "reduced"] as const) {
          expect(asSent(asSent(text, rule), rule)).toBe(asSent(text, rule));
        }
      }),
    );
  });
});
