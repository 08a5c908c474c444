import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import type { Gateway } from "../../src/channels/gateway.ts";
import { openClock } from "../../src/development/clock.ts";
import { createDoors } from "../../src/development/doors.tsx";
import { openOutbox, throughOutbox } from "../../src/development/outbox.ts";
import { beginAnswering, readDraft, saveDraft } from "../../src/flow/answer.ts";
import { endConversations, forgetConversations } from "../../src/flow/end-conversations.ts";
import { cutWave } from "../../src/flow/cut-wave.ts";
import { deliverBatch } from "../../src/flow/deliver.ts";
import { createKeys } from "../../src/flow/keys.ts";
import { collectTexts, receiveText } from "../../src/flow/receive-text.ts";
import { isTextReply, replyBatch, sendWaitingReplies } from "../../src/flow/reply.ts";
import { stopContact } from "../../src/flow/stop.ts";
import { submitAnswers } from "../../src/flow/submit.ts";
import { type Instant, londonDate, plusMinutes } from "../../src/kernel/time.ts";
import { macName, open } from "../../src/platform/crypto.ts";
import { openEngine } from "../../src/worker.ts";
import { dump } from "../support/capabilities.ts";
import {
  engine as deliveries,
  gateway,
  gatewaysOf,
  given,
  NOW,
  prepareDeliveries,
  queued,
  setTime,
  states,
  vault,
} from "../support/deliveries.ts";
import { sure } from "../unit/invitations/people.ts";

const NUMBER = "+447700900461";
const replying: Gateway = { ...gateway.gateway, takesReplies: true };
const engine = { ...deliveries, gateways: gatewaysOf(replying) };

prepareDeliveries();

beforeEach(async () => {
  await createKeys(engine);
  await vault.run(sql`delete from conversation`);
  await vault.run(sql`delete from text_seen`);
  for (const table of ["spent", "started", "pool", "shut_day", "draft"])
    await engine.responses.run(sql.raw(`delete from ${table}`));
  engine.log.lines.length = 0;
});

const indexOf = async (number: string) => await macName(await engine.keys.standing("blind-index"), number);
const tokenIn = (body: string) => /\/s\/([\w-]{22})/.exec(body)?.[1] ?? "";

/** Somebody who was invited by text, in company. @returns The invitation's id and its link's token. */
async function invited(more: Omit<Parameters<typeof given>[0], "n"> = {}) {
  const [id] = await given({
    n: 1,
    mobile: () => NUMBER,
    ...more,
    victim: { phone: await indexOf(NUMBER), ...more.victim },
  });
  const others = await given({ n: 11, mobile: (index) => `+4477009008${String(index).padStart(2, "0")}` });
  await cutWave(engine);
  await deliverBatch(engine, [sure(id), ...others]);
  const message = gateway.messages.find(({ reference }) => reference === id);
  gateway.messages.length = 0;
  return { id: sure(id), token: tokenIn(message?.body ?? ""), body: message?.body ?? "" };
}

let ids = 0;

const hear = async (text: string, id = `text ${ids++}`, from = NUMBER) =>
  await receiveText(engine, "first", { id, from, text });

/** What goes to the number of what the queue holds. */
async function replies(): Promise<readonly string[]> {
  const before = gateway.messages.length;
  await replyBatch(engine, queued.splice(0).filter(isTextReply));
  return gateway.messages.slice(before).map(({ to, body }) => `${to} ${body}`);
}

/** A text and its reply. */
async function say(text: string, id?: string): Promise<string> {
  await hear(text, id);
  return (await replies()).join("|");
}

async function pooled(day = londonDate(engine.clock.now())): Promise<readonly Record<string, unknown>[]> {
  const key = await engine.keys.datedSeal("day", day);
  const rows = await engine.responses.all<{ sealed: string }>(sql`select sealed from pool`);
  const plain = await Promise.all(rows.map(async ({ sealed }) => (await open(key, sealed, "pool")) ?? "null"));
  return plain.map((text) => JSON.parse(text) as Record<string, unknown>);
}

/** While a table of the responses is away, whatever needs it fails. */
async function without<T>(table: "draft" | "spent", act: () => Promise<T>): Promise<T> {
  await engine.responses.run(sql.raw(`alter table ${table} rename to away`));
  try {
    return await act();
  } finally {
    await engine.responses.run(sql.raw(`alter table away rename to ${table}`));
  }
}

/** The gateway rests until 12:10. */
const rest = async () =>
  await vault.run(sql`insert into gateway_state (gateway, failures, paused_until, updated_at)
    values ('first', 0, '2026-03-03T12:10:00.000Z', '2026-03-03T12:00:00.000Z')`);

/** What goes once the gateway has rested. */
async function afterRest(): Promise<string> {
  setTime("2026-03-03T12:25:00.000Z");
  gateway.messages.length = 0;
  await sendWaitingReplies(engine);
  return gateway.messages.map(({ body }) => body).join("|");
}

const slots = async () =>
  await vault.all<{ state: string; replyAt: string | null }>(sql`
  select state, reply_at as replyAt from conversation order by state`);

describe("a conversation by text", () => {
  it("goes from the invitation to one anonymous record, and leaves neither words nor number behind", async () => {
    const { id, body } = await invited();
    expect(body).toContain("Reply TEXT");
    expect(await say("Text please")).toMatch(/^\+447700900461 Thank you\. Up to four.*reported\?/s);
    expect(await say("6")).toContain("kept informed");
    expect(await say("five, thanks")).toContain("as a whole");
    expect(await say("very satisfied")).toContain("What one thing");
    const words = "My own quite particular words";
    expect(await say(`${words}, it is 07700 900461`)).toContain("Your answers are counted");
    expect(await pooled()).toEqual([
      expect.objectContaining({
        kind: "survey",
        mode: "sms",
        outcome: "complete",
        items: { RPT5: "6", C3: "5", C1: "6" },
        comment: expect.stringMatching(/^My own quite particular words, [^\d]*\[\w+\]$/),
        journey: null,
      }),
    ]);
    const [responses, texts] = [await dump(env.RESPONSES), await dump(env.VAULT)];
    for (const piece of ["7700900461", words, "particular", "five, thanks", id]) {
      expect([piece, (responses + engine.log.lines.join()).includes(piece)]).toEqual([piece, false]);
      if (piece !== id) expect([piece, texts.includes(piece)]).toEqual([piece, false]);
    }
    expect(await states([id])).toEqual(["sent"]);
    expect(await engine.responses.all(sql`select 1 from started`)).toHaveLength(1);

    // Two days and a night later nothing of it can be found or read, whatever copy somebody holds.
    setTime("2026-03-06T02:30:00.000Z");
    await forgetConversations(engine);
    expect(await slots()).toEqual([]);
    expect(await engine.keys.list("conversation")).not.toContain("2026-03-03");
  });

  it("in Welsh begins with TESTUN", async () => {
    const { body } = await invited({ caseFile: { area: "W15000001" } });
    expect(body).toContain("TESTUN");
    expect(await say("TESTUN")).toContain("Hyd at bedwar cwestiwn");
  });

  it("hears a text once, however often it is told, and an echo not at all", async () => {
    await invited();
    await say("TEXT");
    await Promise.all([hear("5", "same"), hear("5", "same"), hear("5", "same")]);
    await hear("5", "same");
    await hear("5", "another id, the same words at once");
    expect((await replies()).join()).toContain("kept informed");
    setTime("2026-03-03T12:01:00.000Z");
    expect(await say("5")).toContain("as a whole");
  });

  it("hears two texts at once one after the other, and loses neither", async () => {
    await invited();
    await say("TEXT");
    await Promise.all([hear("6"), hear("7")]);
    setTime("2026-03-03T12:02:00.000Z");
    expect(await say("5")).toContain("What one thing");
    await say("skip");
    const [record] = await pooled();
    const { RPT5, C3, C1 } = (record?.["items"] ?? {}) as Record<string, string>;
    expect([new Set([RPT5, C3]), C1]).toEqual([new Set(["6", "7"]), "5"]);
  });

  it("loses no answer and tells nothing twice when it falls after storing", async () => {
    await invited();
    await say("TEXT");
    // The queue is down: what was heard is stored, and the cron finds the reply.
    const failing = {
      ...engine,
      deliveries: { send: async () => await Promise.reject(new Error("the queue is down")) },
    };
    await receiveText(failing, "first", { id: "a", from: NUMBER, text: "6" });
    gateway.messages.length = 0;
    await sendWaitingReplies(engine);
    await sendWaitingReplies(engine);
    expect(gateway.messages).toHaveLength(1);
    // The gateway has it and its answer is lost: it is asked after, and not sent again.
    await hear("5");
    gateway.state.fault = "lost";
    await replies();
    gateway.state.fault = null;
    expect(gateway.messages).toHaveLength(2);
    setTime("2026-03-03T12:25:00.000Z");
    await sendWaitingReplies(engine);
    expect([gateway.messages.length, gateway.state.finds]).toEqual([2, 1]);
    expect((await slots()).map(({ replyAt }) => replyAt)).toEqual([null]);
  });

  it("ends with STOP in the middle: no answer is kept, nothing is sent any more", async () => {
    const { id } = await invited();
    await say("TEXT");
    await hear("5");
    await hear("stop it please");
    expect(await replies()).toEqual([]);
    expect(await say("4")).toBe("");
    expect(await states([id])).toEqual(["cancelled: opted-out"]);
    expect([await slots(), await pooled()]).toEqual([[], []]);
  });

  it("takes for a comment what would ask to stop elsewhere, and lets contact go on", async () => {
    const { id } = await invited();
    for (const text of ["TEXT", "6", "5", "4"]) await say(text);
    expect(await say("Stop taking so long")).toContain("Your answers are counted");
    expect(await pooled()).toEqual([
      expect.objectContaining({
        outcome: "complete",
        items: { RPT5: "6", C3: "5", C1: "4" },
        comment: "Stop taking so long",
      }),
    ]);
    expect(await states([id])).toEqual(["sent"]);
  });

  it.for([
    ["I felt unsafe", "not-safe", [{ RPT5: "6", C3: "5", C1: "4" }]],
    ["STOP", "opted-out", []],
  ] as const)(
    "ends all contact with %s where a comment is asked for, and counts ratings only in doubt",
    async ([text, reason, kept]) => {
      const { id } = await invited();
      for (const each of ["TEXT", "6", "5", "4"]) await say(each);
      expect(await say(text)).toBe("");
      expect(await states([id])).toEqual([`cancelled: ${reason}`]);
      expect(await slots()).toEqual([]);
      expect((await pooled()).map(({ items, comment }) => [items, comment])).toEqual(
        kept.map((items) => [items, null]),
      );
    },
  );

  it("tells of help after its end, however often it is needed", async () => {
    await invited();
    for (const text of ["TEXT", "6", "5", "4", "skip"]) await say(text);
    expect(await say("hello?")).toContain("answers already");
    for (const text of ["I want to kill myself", "he's outside my house"]) {
      const reply = await say(text);
      expect(reply).toContain("call 999");
      expect(reply).toContain("Nobody reads texts sent here");
      expect(reply).not.toContain("answers already");
    }
    expect(await pooled()).toHaveLength(1);
  });

  it("ends with STOP by the link as well, and with what an officer is told", async () => {
    const { token } = await invited();
    await say("TEXT");
    expect(await stopContact(engine, token, "not-safe")).toBe(true);
    expect(await slots()).toEqual([]);
    expect(await say("5")).toBe("");
  });

  it("ends in silence once the gate has shut", async () => {
    await invited();
    await say("TEXT");
    await hear("5");
    await vault.run(sql`update victim set safety = 'no-contact' where phone_index = ${await indexOf(NUMBER)}`);
    expect(await replies()).toEqual([]);
    expect(await say("6")).toBe("");
    expect(await slots()).toEqual([]);
  });

  it("counts after 48 hours what is enough to count, and says once to a late answer that it is late", async () => {
    await invited();
    for (const text of ["TEXT", "skip", "6", "7"]) await say(text);
    setTime("2026-03-05T11:59:00.000Z");
    await endConversations(engine);
    expect(await pooled()).toEqual([]);
    setTime("2026-03-05T12:00:00.000Z");
    await endConversations(engine);
    expect(await pooled()).toEqual([
      expect.objectContaining({ mode: "sms", outcome: "complete", items: { C3: "6", C1: "7" } }),
    ]);
    expect(await say("They were kind")).toContain("too late");
    expect(await say("hello?")).toBe("");
    expect(await pooled()).toHaveLength(1);
  });

  it("counts nothing after 48 hours where the question on the whole is open, also when the answer comes before the cron", async () => {
    await invited();
    for (const text of ["TEXT", "6", "6"]) await say(text);
    setTime("2026-03-05T12:01:00.000Z");
    expect(await say("7")).toContain("too late");
    expect(await pooled()).toEqual([]);
    expect(await engine.responses.all(sql`select 1 from spent`)).toEqual([]);
  });

  it("and the web at once make exactly one response", async () => {
    const { token } = await invited();
    for (const text of ["TEXT", "6", "5", "4"]) await say(text);
    const slot = await dump(env.VAULT);
    const opening = await beginAnswering({ ...engine, keys: deaf(engine.keys) }, token, "en");
    if (opening.state !== "ready") throw new Error(opening.state);
    expect(await dump(env.VAULT)).toBe(slot);
    await Promise.all([submitAnswers(engine, opening.session, { C3: ["1"], C1: ["1"] }), hear("no")]);
    expect((await replies()).join()).toContain("Thank you");
    expect(await pooled()).toHaveLength(1);
    expect(await engine.responses.all(sql`select 1 from spent`)).toHaveLength(1);
  });

  it("hears what an inbox kept in the order in which it came, and as of then", async () => {
    await invited();
    const text = (id: string, words: string, at: string) => ({ id, from: NUMBER, text: words, at: at as Instant });
    const pages = [
      [text("d", "5", "2026-03-03T11:50:00.000Z"), text("c", "6", "2026-03-03T11:45:00.000Z")],
      [text("b", "5", "2026-03-03T10:05:00.000Z"), text("a", "TEXT", "2026-03-03T10:00:00.000Z")],
    ];
    const read = async (olderThan: string | null) => pages[olderThan === null ? 0 : olderThan === "c" ? 1 : 2] ?? [];
    await collectTexts({ ...engine, inboxes: [{ name: "first", read }] });
    expect((await replies()).join()).toContain("What one thing");
    await say("skip");
    expect((await pooled()).map((record) => record["items"])).toEqual([{ RPT5: "5", C3: "6", C1: "5" }]);
  });

  it("replies soon to a text that has just come, whatever the hour, and waits with one that was kept long", async () => {
    await invited({ victim: { from: 600, to: 1080 } });
    setTime("2026-03-03T23:00:00.000Z");
    await receiveText(engine, "first", {
      id: "late",
      from: NUMBER,
      text: "TEXT",
      at: "2026-03-03T20:00:00.000Z" as Instant,
    });
    expect(await replies()).toEqual([]);
    // A gateway's clock that runs ahead does not put off the hour at which a reply is no longer one.
    setTime("2026-03-03T23:30:00.000Z");
    await receiveText(engine, "first", {
      id: "ahead",
      from: NUMBER,
      text: "5",
      at: "2026-03-04T09:00:00.000Z" as Instant,
    });
    queued.length = 0;
    setTime("2026-03-03T23:50:00.000Z");
    gateway.messages.length = 0;
    await sendWaitingReplies(engine);
    expect(gateway.messages).toEqual([]);
  });

  it("goes on in the draft when the link takes over, whatever fails in between", async () => {
    const { token } = await invited();
    for (const text of ["TEXT", "6", "5"]) await say(text);
    await without("draft", async () => await expect(beginAnswering(engine, token, "en")).rejects.toThrow("draft"));
    expect((await slots()).map(({ state }) => state)).toEqual(["open"]);
    const opening = await beginAnswering(engine, token, "en");
    if (opening.state !== "ready") throw new Error(opening.state);
    expect(await readDraft(engine, opening.session)).toEqual({ RPT5: ["6"], C3: ["5"] });
    expect((await slots()).map(({ state }) => state)).toEqual(["ended"]);
  });

  it("adds to a draft of the link what it lacks, and changes nothing there", async () => {
    const { token } = await invited();
    for (const text of ["TEXT", "6", "5"]) await say(text);
    const before = await beginAnswering({ ...engine, keys: deaf(engine.keys) }, token, "en");
    if (before.state !== "ready") throw new Error(before.state);
    await saveDraft(engine, before.session, { RPT5: ["1"] });
    await beginAnswering(engine, token, "en");
    expect(await readDraft(engine, before.session)).toEqual({ RPT5: ["1"], C3: ["5"] });
  });

  it("is not forgotten before its answers are submitted, however many end, and whatever fails", async () => {
    await invited();
    for (const text of ["TEXT", "skip", "6", "7"]) await say(text);
    // More than one run of the cron ends: slots whose content nobody can read any more.
    await vault.run(sql`
      with recursive n (i) as (select 1 union all select i + 1 from n where i < 600)
      insert into conversation (id, day, state, sealed, version, ends_at)
      select 'slot ' || i, '2026-01-01', 'open', 'unreadable', 1, '2026-01-03T00:00:00.000Z' from n`);
    setTime("2026-03-06T02:30:00.000Z");
    await without("spent", async () => await forgetConversations(engine));
    expect([(await slots()).map(({ state }) => state), await pooled()]).toEqual([["open"], []]);
    expect(await engine.keys.list("conversation")).toContain("2026-03-03");
    await forgetConversations(engine);
    expect((await pooled()).map((record) => record["items"])).toEqual([{ C3: "6", C1: "7" }]);
    expect(await slots()).toEqual([]);
    expect(await engine.keys.list("conversation")).not.toContain("2026-03-03");
  });

  it("is taken over by the link with its answers", async () => {
    const { token } = await invited();
    for (const text of ["TEXT", "6", "5"]) await say(text);
    const opening = await beginAnswering(engine, token, "en");
    if (opening.state !== "ready") throw new Error(opening.state);
    expect(await readDraft(engine, opening.session)).toEqual({ RPT5: ["6"], C3: ["5"] });
    expect(opening.session.mode).toBe("web");
    expect(await say("7")).toContain("link");
    expect(await pooled()).toEqual([]);
    expect(await engine.responses.all(sql`select 1 from started`)).toHaveLength(1);
  });
});

/** Keys to which no conversation can be known: an opening that comes a moment before. */
const deaf = (keys: typeof engine.keys): typeof engine.keys => ({
  ...keys,
  dated: async (kind, name) => await keys.dated(kind, kind === "conversation" ? "1999-01-01" : name),
});

describe("a text that begins nothing", () => {
  it("is pointed to the word and the link, once a day; an unknown number hears nothing", async () => {
    await invited();
    expect(await say("who is this")).toContain("reply TEXT");
    expect(await say("hello")).toBe("");
    setTime("2026-03-04T12:00:00.000Z");
    expect(await say("hello")).toContain("reply TEXT");
    expect(await say("thanks")).toBe("");
    await hear("TEXT", "from a stranger", "+447700900999");
    await hear("hello", "from a stranger again", "+447700900999");
    expect(await replies()).toEqual([]);
    expect(await say("TEXT")).toContain("Up to four");
  });

  it("tells of help each time before it begins too, in both languages in Wales", async () => {
    const { id } = await invited({ caseFile: { area: "W15000001" } });
    expect(await say("who is this")).toContain("reply TEXT");
    for (const text of ["he's at the door", "he has a knife", "helpwch fi"]) {
      const reply = await say(text);
      for (const words of ["ffoniwch 999", "call 999", "Nobody reads"]) expect(reply).toContain(words);
      expect(reply).not.toContain("reply TEXT");
    }
    await hear("I am scared");
    expect(await say("STOP")).toBe("");
    expect(await slots()).toEqual([]);
    expect(await states([id])).toEqual(["cancelled: opted-out"]);
  });

  it("neither where danger is known of, nor where the gateway takes no replies, nor after the link has ended", async () => {
    const { body } = await invited({ caseFile: { flags: '["domestic-abuse"]' } });
    expect(body).not.toContain("TEXT");
    expect(await say("TEXT")).toBe("");
    await vault.run(sql`update case_file set flags = '[]'`);
    await receiveText(deliveries, "first", { id: "deaf gateway", from: NUMBER, text: "TEXT" });
    expect(await slots()).toEqual([]);
    await vault.run(sql`update invitation set expires_on = '2026-03-02'`);
    expect(await say("TEXT")).toBe("");
  });
});

describe("replies", () => {
  it("go at any hour soon after the text, and later only in hours that are safe", async () => {
    await invited({ victim: { from: 600, to: 1080 } });
    setTime("2026-03-03T23:00:00.000Z");
    expect(await say("TEXT")).toContain("Up to four");
    await hear("5");
    queued.length = 0;
    setTime("2026-03-03T23:16:00.000Z");
    gateway.messages.length = 0;
    for (const at of ["2026-03-03T23:16", "2026-03-04T09:30"]) {
      setTime(`${at}:00.000Z`);
      await sendWaitingReplies(engine);
      expect(gateway.messages).toEqual([]);
    }
    setTime("2026-03-04T10:00:00.000Z");
    await sendWaitingReplies(engine);
    expect(gateway.messages.map(({ body }) => body).join()).toContain("kept informed");
  });

  it("that wait with help say it whatever is texted next, once", async () => {
    await invited();
    await say("TEXT");
    await rest();
    for (const text of ["I want to kill myself", "5"]) expect(await say(text)).toBe("");
    expect(await afterRest()).toMatch(/Samaritans.*kept informed/s);
    expect(await say("6")).not.toContain("Samaritans");
  });

  it("that wait with help say it to somebody whose conversation ends, or goes on by the link", async () => {
    const { token } = await invited();
    for (const text of ["TEXT", "6"]) await say(text);
    await rest();
    await hear("I want to kill myself");
    await beginAnswering(engine, token, "en");
    expect(await afterRest()).toContain("Samaritans");
    expect((await slots()).map(({ state, replyAt }) => [state, replyAt])).toEqual([["ended", null]]);
  });

  it("that wait with help say it when time is over, and are not sent twice", async () => {
    await invited();
    for (const text of ["TEXT", "6"]) await say(text);
    await hear("I want to kill myself");
    queued.length = 0;
    setTime("2026-03-05T12:00:00.000Z");
    gateway.messages.length = 0;
    await endConversations(engine);
    await sendWaitingReplies(engine);
    await sendWaitingReplies(engine);
    expect(gateway.messages.map(({ body }) => body)).toEqual([expect.stringMatching(/^[^?]*Samaritans[^?]*$/)]);
  });

  it("wait for a gateway that rests, and go by no other", async () => {
    await invited();
    await rest();
    expect(await say("TEXT")).toBe("");
    setTime("2026-03-03T12:11:00.000Z");
    await sendWaitingReplies(engine);
    expect(gateway.messages.map(({ to }) => to)).toEqual([NUMBER]);
  });
});

describe("two forces that write to one number", () => {
  /** As another force had asked the same person about another case, and it had gone. */
  async function invitedTwice() {
    await invited();
    const phone = await indexOf(NUMBER);
    const [second] = await given({ n: 1, mobile: () => NUMBER, victim: { phone }, caseFile: { area: "E23000030" } });
    await vault.run(sql`
      update invitation set state = 'sent', wave = '2026-W10', link_hash = 'link of the other', expires_on = '2026-05-02', stage = 'charge',
        dims = (select json_set(dims, '$.stage', 'charge', '$.instrument', 'charge@1') from invitation where dims is not null limit 1)
      where id = ${sure(second)}`);
  }

  it("are answered one after the other: the second begins when the first has ended", async () => {
    await invitedTwice();
    expect(await say("TEXT")).toContain("after it was reported");
    expect(await say("5")).toContain("kept informed");
    setTime("2026-03-03T12:05:00.000Z");
    expect(await say("TEXT")).toContain("kept informed");
    expect(await slots()).toHaveLength(1);
    await say("6");
    await say("7");
    expect(await say("skip")).toContain("told the decision");
    expect(await pooled()).toHaveLength(1);
    for (const text of ["3", "2", "1", "no"]) {
      setTime(plusMinutes(engine.clock.now(), 1));
      await say(text);
    }
    expect((await pooled()).map((record) => record["items"])).toEqual(
      expect.arrayContaining([
        { RPT5: "5", C3: "6", C1: "7" },
        { CHG6: "3", C3: "2", C1: "1" },
      ]),
    );
    expect(await slots()).toHaveLength(1);
  });

  it("take no help from one another: what waits is said before the second begins", async () => {
    await invitedTwice();
    for (const text of ["TEXT", "5", "6", "7"]) await say(text);
    setTime("2026-03-03T12:05:00.000Z");
    await say("TEXT");
    await rest();
    await hear("They did nothing and I want to kill myself");
    expect(await replies()).toEqual([]);
    expect(await afterRest()).toMatch(/Samaritans.*told the decision/s);
  });
});

describe("in development", () => {
  it("one answers on the page of messages, and reads the conversation there", async () => {
    const movable = openClock(env.DEVELOPMENT);
    await movable.load();
    await movable.moveTo(NOW);
    const outbox = openOutbox(env.DEVELOPMENT, { clock: movable });
    const opened = { ...openEngine(env, movable), gateways: throughOutbox(outbox), movable, outbox, log: engine.log };
    const development = { ...opened, deliveries: engine.deliveries, health: movable.readSettings };
    const doors = createDoors(
      async () => development,
      async () => new Response(),
    );
    const phone = await indexOf(NUMBER);
    const own = await given({ n: 1, mobile: () => NUMBER, victim: { phone } });
    const all = [...own, ...(await given({ n: 11, mobile: (index) => `+44770090081${index}` }))];
    await cutWave(development);
    await deliverBatch(development, all);
    const post = async (text: string) => {
      const headers = { "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" };
      const body = new URLSearchParams({ from: NUMBER, text }).toString();
      return (await doors.request("/texts", { method: "POST", headers, body }, env)).status;
    };
    for (const text of ["TEXT", "5", "5", "5"]) expect(await post(text)).toBe(303);
    const page = await (await doors.request("/outbox", {}, env)).text();
    expect(page.match(/from this number to us/g)).toHaveLength(4);
    expect(page).toContain("What one thing");
    expect((await outbox.read(0, 100)).map(({ channel }) => channel)).not.toContain("received");
  });
});
