import { describe, expect, it } from "vitest";
import { CODE_BYTES, makeCode, printCode } from "../../../src/domain/code.ts";
import { faultsOf, isNeutral, isNeutralSender, LONGEST_LINK } from "../../../src/domain/message-rules.ts";
import {
  composeClosureRequest,
  composeInvitation,
  type Composed,
  composeReminder,
  type MessageWords,
  type Reader,
} from "../../../src/domain/message.ts";
import { smsParts } from "../../../src/domain/text-size.ts";
import { messagePhrases } from "../../../src/ui/phrases-messages.ts";

/** The longest origin for which a text must stay one part. */
const ORIGIN = "https://adborth.throughline.wales";
const LINK = `${ORIGIN}/s/${"x".repeat(22)}`;
const CODE = makeCode(new Uint8Array(CODE_BYTES).map((_, at) => at * 11));

const asked = { composeInvitation, composeReminder };
const readers = (["sms", "email", "letter"] as const).flatMap((route) =>
  (
    [
      { area: "E23000029", language: "en" },
      { area: "E23000029", language: "cy" },
      { area: "W15000001", language: "en" },
      { area: "W15000002", language: "cy" },
    ] as const
  ).flatMap((person): readonly Reader[] => [
    { ...person, route },
    // Only a text can be replied to.
    ...(route === "sms" ? [{ ...person, route, mayReply: true }] : []),
  ]),
);

const linkFor = ({ route }: Reader) => (route === "letter" ? `${ORIGIN}/s/${CODE}` : LINK);
const waysIn = ({ route }: Reader) =>
  route === "letter" ? ["adborth.throughline.wales/code", printCode(CODE)] : [LINK];

type Sample = { readonly kind: keyof typeof asked; readonly reader: Reader; readonly message: Composed };
const samples = (words: MessageWords = messagePhrases): readonly Sample[] =>
  (["composeInvitation", "composeReminder"] as const).flatMap((kind) =>
    readers.map((reader) => ({ kind, reader, message: asked[kind](words, reader, linkFor(reader)) })),
  );
const all = samples();

/** What is wrong with these messages, each fault named with where it is. */
const faultsIn = (some: readonly Sample[]) =>
  some.flatMap(({ kind, reader, message }) =>
    faultsOf(message, reader, waysIn(reader)).map((fault) => `${kind} ${reader.route} ${message.locale}: ${fault}`),
  );

describe("messages to victims", () => {
  it("keep every rule, in each language and by each route, with the longest link", () => {
    expect(LINK).toHaveLength(LONGEST_LINK);
    expect(all).toHaveLength(32);
    expect(faultsIn(all)).toEqual([]);
  });

  it("are caught by the rule that they break", () => {
    const { invitation } = messagePhrases;
    const english = (text: string): MessageWords => ({
      ...messagePhrases,
      invitation: { ...invitation, text: { ...invitation.text, en: text } },
    });
    const faults = (text: string) => faultsIn(samples(english(text)).slice(0, 1)).map((each) => each.split(": ")[1]);
    expect(faults("Answer, or stop messages: {link}")).toEqual([]);
    expect(faults("About the crime. Answer, or stop: {link}")).toEqual(["telling"]);
    expect(faults("{name}, answer, or stop: {link}")).toEqual(["unfilled"]);
    expect(faults(`${"It is your choice. ".repeat(8)}Answer, or stop: {link}`)).toEqual(["several-parts"]);
    expect(faults("Answer, or stop messages")).toEqual(["no-way-in"]);
    expect(faults("Answer: {link}")).toEqual(["no-way-to-stop"]);
    expect(faults("Answer, or stop: {link} or bit.ly/3xYz")).toEqual(["other-link"]);
    expect(faults("Answer, or stop 🙂: {link}")).toEqual(["several-parts", "picture"]);
  });

  it("know what would give them away, in both languages and mutated", () => {
    const telling = ["about the crime", "Heddlu Gwent", "as a victim", "i ddioddefwyr", "Crown Court", "yn y llys"];
    const mutated = ["dy drosedd", "ei throsedd", "fy nhreial", "y cyfiawnder", "i gyfiawnder", "trais", "cam-drin"];
    for (const words of [...telling, ...mutated]) expect([words, isNeutral(words)]).toEqual([words, false]);
    for (const name of ["Feedback", "Adborth", "YourView 2"])
      expect([name, isNeutralSender(name)]).toEqual([name, true]);
    for (const name of ["Police", "HMCourts", "07700900461", "Your feedback", "Adborth!"]) {
      expect([name, isNeutralSender(name)]).toEqual([name, false]);
    }
  });

  it("are in both languages, Welsh first, in Wales and for whoever reads Welsh", () => {
    for (const { kind, reader, message } of all) {
      const words = messagePhrases[kind === "composeInvitation" ? "invitation" : "reminder"];
      const half = reader.mayReply === true && "replyHalf" in words ? words.replyHalf : words.textHalf;
      const { en, cy } = reader.route === "sms" ? half : words[reader.route].body;
      const places = [cy, en].map((half) => message.body.indexOf(half.slice(0, 20)));
      const wantsWelsh = reader.area.startsWith("W") || reader.language === "cy";
      const [welsh = 0, english = 0] = places;
      expect([message.locale, welsh >= 0, welsh >= 0 && english > welsh]).toEqual(
        wantsWelsh ? ["cy", true, true] : ["en", false, false],
      );
    }
  });

  it("are one part in Welsh alone, too", () => {
    const { invitation, reminder } = messagePhrases;
    for (const text of [invitation.text, invitation.replyText, reminder.text]) {
      expect(smsParts(text.cy.replace("{link}", LINK))).toMatchObject({ alphabet: "GSM-7", parts: 1 });
    }
  });

  it("say how to answer by text only to whoever may, and only in an invitation", () => {
    for (const { kind, reader, message } of all) {
      const says = /\b(TEXT|TESTUN)\b/.test(message.body);
      expect(says).toBe(kind === "composeInvitation" && reader.mayReply === true);
    }
  });

  it("remind without saying that anybody has not answered", () => {
    for (const { message } of all.filter(({ kind }) => kind === "composeReminder")) {
      expect(message.body).toMatch(/(if you have already )?answered[^.]*ignore/i);
      expect(message.body).not.toMatch(/(have|has) not|haven't|yet to|not yet|heb ateb|ddim wedi|unanswered|remind/i);
    }
  });

  it("print a letter's page without its scheme, and its code in groups on a line of its own", () => {
    for (const { message } of all.filter(({ reader }) => reader.route === "letter")) {
      const lines = message.body.split("\n");
      const halves = message.locale === "cy" ? 2 : 1;
      expect(lines.filter((line) => line === printCode(CODE))).toHaveLength(halves);
      expect(lines.filter((line) => line === "adborth.throughline.wales/code")).toHaveLength(halves);
      expect(message.body).not.toContain("https://");
    }
    const reader: Reader = { area: "E23000029", language: "en", route: "letter" };
    expect(() => composeInvitation(messagePhrases, reader, LINK)).toThrow("must end in a code");
  });

  it("tell an officer what is asked of them, and of the victim no more than the force's own reference", () => {
    const about = { area: "W15000001", reference: "45/0198/26", date: "2026-03-03" };
    const { subject, body } = composeClosureRequest(messagePhrases, about, LINK);
    expect(subject).toBe("Trafodaeth gau i'w chofnodi / Closure discussion to record");
    for (const [what, times] of [
      [LINK, 2],
      ["45/0198/26", 2],
      ["2026-03-03", 2],
    ] as const) {
      expect(body.split(what)).toHaveLength(times + 1);
    }
    expect(body).not.toMatch(/[{}]/);
  });
});
