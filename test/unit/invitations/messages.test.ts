import { describe, expect, it } from "vitest";
import { composeClosureRequest, composeInvitation, isNeutral, smsParts } from "../../../src/domain/message.ts";
import { messagePhrases } from "../../../src/ui/phrases-messages.ts";

/** A long address: the longest origin for which a text must stay one part, and a token of 128 bits. */
const LINK = `https://adborth.throughline.wales/s/${"x".repeat(22)}`;

const routes = ["sms", "email"] as const;
const people = [
  { area: "E23000029", language: "en" },
  { area: "E23000029", language: "cy" },
  { area: "W15000001", language: "en" },
  { area: "W15000002", language: "cy" },
] as const;
const all = people.flatMap((person) =>
  routes.map((route) => ({ ...person, route, ...composeInvitation(messagePhrases, { ...person, route }, LINK) })),
);

describe("an invitation's words", () => {
  it("give nothing away, in either language, by either route", () => {
    for (const { subject = "", body } of all) expect([isNeutral(subject), isNeutral(body)]).toEqual([true, true]);
    for (const telling of [
      "about the crime",
      "Heddlu Gwent",
      "as a victim",
      "i ddioddefwyr",
      "Crown Court",
      "yn y llys",
    ]) {
      expect(isNeutral(telling)).toBe(false);
    }
  });

  it("are one text message in either language", () => {
    for (const { body } of all.filter(({ route }) => route === "sms")) {
      expect(smsParts(body)).toMatchObject({ alphabet: "GSM-7", parts: 1 });
    }
  });

  it("are in both languages, Welsh first, in Wales and for whoever reads Welsh", () => {
    for (const { area, language, body, locale, route } of all) {
      const { en, cy } = route === "sms" ? messagePhrases.textHalf : messagePhrases.email;
      const wantsWelsh = area.startsWith("W") || language === "cy";
      const welshFirst = body.startsWith(cy.slice(0, 20)) && body.indexOf(en.slice(0, 20)) > 0;
      expect([locale, welshFirst, body.includes(cy.slice(0, 20))]).toEqual(
        wantsWelsh ? ["cy", true, true] : ["en", false, false],
      );
    }
  });

  it("hold the link once in a text, and leave nothing unfilled", () => {
    for (const { body, route } of all) {
      expect(body).not.toMatch(/[{}]/);
      expect(body.split(LINK)).toHaveLength(route === "sms" || !body.startsWith("Helo") ? 2 : 3);
    }
  });

  it("tell an officer what is asked of them, and nothing of the victim", () => {
    const about = { area: "W15000001", reference: "0198", date: "2026-03-03" };
    const { subject, body } = composeClosureRequest(messagePhrases, about, LINK);
    expect(subject).toBe("Trafodaeth gau i'w chofnodi / Closure discussion to record");
    expect(body).toContain(LINK);
    expect(body).toContain("0198");
    expect(body).not.toMatch(/[{}]/);
  });
});

describe("what a text costs", () => {
  // TwilioDevEd/message-segment-calculator@a50230f tests/index.test.js; interfaces.md 3.9.
  it.each([
    ["160 plain letters", "1".repeat(160), "GSM-7", 1],
    ["161 plain letters", "1".repeat(161), "GSM-7", 2],
    ["a bar, which counts twice, and 159 others", `|${"1".repeat(159)}`, "GSM-7", 2],
    ["307 letters", "1".repeat(307), "GSM-7", 3],
    ["letters that Welsh shares with the GSM alphabet", "à".repeat(160), "GSM-7", 1],
    ["70 with a circumflex", `ŵ${"1".repeat(69)}`, "UCS-2", 1],
    ["71 with a circumflex", `ŵ${"1".repeat(70)}`, "UCS-2", 2],
    ["160 with a circumflex", `ŷ${"1".repeat(159)}`, "UCS-2", 3],
    ["an emoji, which is two units", `😜${"1".repeat(68)}`, "UCS-2", 1],
    ["a curly quote", "It’s", "UCS-2", 1],
  ])("is right for %s", (_, text, alphabet, parts) => {
    expect(smsParts(text)).toMatchObject({ alphabet, parts });
  });
});
