import { describe, expect, test } from "vitest";
import { converseAll, isReply } from "../../../simulation/by-text.ts";
import type { Client, Text } from "../../../simulation/client.ts";
import { caseOf } from "../../../simulation/nation.ts";
import type { Holder } from "../../../simulation/victims.ts";
import { beginTalk, hear, type Script, type Talk } from "../../../src/domain/dialogue.ts";
import { outcomeOf } from "../../../src/domain/conversation.ts";
import { currentInstrument } from "../../../src/instrument/registry.ts";
import { type Instant, londonDate } from "../../../src/kernel/time.ts";
import { aroundDialogue, dialoguePhrases } from "../../../src/ui/phrases-dialogue.ts";

const script: Script = {
  instrument: currentInstrument("report", "victim"),
  respondent: { facts: [], draw: 0.3 },
  words: dialoguePhrases,
};

/** Phones whose other end is the engine's own dialogue. After so many texts in all it is killed, once. */
function createPhones(killAfter = Number.POSITIVE_INFINITY) {
  const texts: Text[] = [];
  const talks = new Map<string, Talk>();
  const ended = new Map<string, string>();
  let sent = 0;
  const reply = (recipient: string, body: string) => {
    const at = "2026-03-01T20:00:00.000Z";
    texts.push({
      seq: texts.length + 1,
      at,
      reference: `${texts.length}`,
      channel: "sms",
      recipient,
      locale: "en",
      body,
    });
  };
  const sendText = (number: string, text: string): Promise<void> => {
    sent += 1;
    if (sent === killAfter) return Promise.reject(new Error("killed"));
    const talk = talks.get(number);
    if (ended.has(number)) reply(number, aroundDialogue.answeredAlready.en);
    else {
      const turn = talk ? hear(script, talk, text) : beginTalk(script, text === "TESTUN" ? "cy" : "en");
      talks.set(number, turn.talk);
      if (turn.outcome === "finished") ended.set(number, outcomeOf(script, turn.talk.answers));
      reply(number, turn.say.join("\n"));
    }
    return Promise.resolve();
  };
  const outboxAfter = (after: number) => Promise.resolve(texts.filter(({ seq }) => seq > after));
  return { client: { sendText, outboxAfter } as unknown as Client, talks, ended, texts, sent: () => sent };
}

const told = caseOf({ seed: "test", evenness: 0.9 }, 1);
const holder = (number: string, answers: Holder["answers"], locale: Holder["locale"] = "en"): Holder => ({
  told,
  survey: { stage: "report", dueOn: londonDate("2026-03-01T12:00:00.000Z" as Instant) },
  form: "report",
  reminder: false,
  token: "t",
  number,
  locale,
  does: "answers-by-text",
  answers,
});

const holders = [
  holder("+447700900001", {
    RPT5: ["6"],
    C3: ["2"],
    C1: ["4"],
    OPEN1: ["Shorter waits between updates, please, for all of us."],
  }),
  holder("+447700900002", { RPT5: ["7"], C3: ["7"], C1: ["7"] }, "cy"),
  holder("+447700900003", {}),
];

describe("answering by text", () => {
  test("Each reads what is asked and types their own answer to it; who passes everything does not count.", async () => {
    const { client, talks, ended } = createPhones();
    const { answered, refused } = await converseAll(client, holders, 0);
    expect(refused).toEqual([]);
    expect(answered.map(({ number }) => number)).toEqual(["+447700900001", "+447700900002"]);
    expect(talks.get("+447700900001")?.answers).toEqual(holders[0]?.answers);
    expect(talks.get("+447700900002")).toMatchObject({ locale: "cy", answers: holders[1]?.answers });
    expect(ended.get("+447700900003")).toBe("break-off");
  });

  test("Broken off at any text and begun again, a conversation goes on where it was and counts once.", async () => {
    const whole = createPhones();
    await converseAll(whole.client, holders, 0);
    for (let at = 1; at <= whole.sent(); at++) {
      const phones = createPhones(at);
      await converseAll(phones.client, holders, 0).catch(() => null);
      const again = await converseAll(phones.client, holders, 0);
      expect(again.answered.length, `broken off at ${at}`).toBe(2);
      expect(phones.talks.get("+447700900001")?.answers).toEqual(holders[0]?.answers);
      expect(new Set((await converseAll(phones.client, holders, 0)).answered)).toEqual(new Set(again.answered));
    }
  });

  test("A reply is told from an invitation, whose link every message to a victim has.", () => {
    expect(isReply({ channel: "sms", body: dialoguePhrases.thanks.en })).toBe(true);
    expect(isReply({ channel: "sms", body: "Reply TEXT, or answer or stop: http://127.0.0.1/s/abc" })).toBe(false);
    expect(isReply({ channel: "officer", body: "http://127.0.0.1/closure/abc" })).toBe(false);
  });
});
