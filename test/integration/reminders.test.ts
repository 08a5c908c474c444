import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import type { Gateway, Message } from "../../src/channels/gateway.ts";
import { beginAnswering, readDraft, saveDraft, type Session } from "../../src/flow/answer.ts";
import { cutWave } from "../../src/flow/cut-wave.ts";
import { deliverBatch } from "../../src/flow/deliver.ts";
import { createKeys } from "../../src/flow/keys.ts";
import { queueReminders, remindBatch } from "../../src/flow/remind.ts";
import { stopContact } from "../../src/flow/stop.ts";
import { submitAnswers } from "../../src/flow/submit.ts";
import { recordReceipts } from "../../src/flow/sweep.ts";
import { openVault } from "../../src/store/vault/database.ts";
import { dump } from "../support/capabilities.ts";
import {
  engine,
  gateway,
  gatewaysOf,
  given,
  prepareDeliveries,
  queued,
  recordingGateway,
  setTime,
  states,
  vault,
} from "../support/deliveries.ts";
import { sure } from "../unit/invitations/people.ts";

prepareDeliveries();

const SEVEN_DAYS_LATER = "2026-03-10T12:00:00.000Z";

beforeEach(async () => {
  await createKeys(engine);
  for (const table of ["spent", "started", "pool", "draft"])
    await engine.responses.run(sql.raw(`delete from ${table}`));
  engine.log.lines.length = 0;
});

const tokenOf = ({ body }: Message) => /\/s\/([\w-]{22})/.exec(body)?.[1] ?? "";

/** Invites people on 3 March, and gives their messages by invitation. */
async function invited(ids: readonly string[]): Promise<ReadonlyMap<string, Message>> {
  await cutWave(engine);
  await deliverBatch(engine, ids);
  const messages = new Map(gateway.messages.map((message) => [message.reference, message]));
  gateway.messages.length = 0;
  return messages;
}

async function sessionOf(message: Message | undefined): Promise<Session> {
  const opening = await beginAnswering(engine, tokenOf(sure(message)), "en");
  if (opening.state !== "ready") throw new Error(`the link is ${opening.state}`);
  return opening.session;
}

/** What the cron queues now, and what becomes of it. @returns What has gone, by number or address. */
async function remind(): Promise<readonly string[]> {
  queued.length = 0;
  await queueReminders(engine);
  await remindBatch(engine, queued);
  return gateway.messages.map(({ to }) => to).toSorted();
}

const numberOf = (index: number) => `+4477009${String(index).padStart(5, "0")}`;

describe("a reminder", () => {
  it("goes after seven days to those who have not answered, once, and leaves no trace of whom", async () => {
    const ids = await given({ n: 14 });
    const messages = await invited(ids);
    const answered = sure(ids[3]);
    expect(await submitAnswers(engine, await sessionOf(messages.get(answered)), {})).toBe("received");
    setTime("2026-03-09T18:00:00.000Z");
    expect(await remind()).toEqual([]);

    setTime(SEVEN_DAYS_LATER);
    engine.log.lines.length = 0;
    const others = ids.map((_, index) => numberOf(index)).filter((_, index) => index !== 3);
    expect(await remind()).toEqual(others);
    expect(queued).toHaveLength(14);

    const rows = await vault.all<Record<string, unknown>>(sql`select * from invitation`);
    const ownAlone = new Set(["id", "case_id", "victim_id", "link_hash", "reminder_hash", "dims"]);
    const alike = rows.map((row) => JSON.stringify(Object.entries(row).filter(([column]) => !ownAlone.has(column))));
    expect(new Set(alike).size).toBe(1);
    expect(new Set(rows.map(({ reminder_hash: hash }) => hash)).size).toBe(14);
    expect(engine.log.lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { event: "reminders-queued", considered: 14 },
      { event: "reminders-considered", considered: 14 },
    ]);
    const everything = (await dump(env.VAULT)) + (await dump(env.RESPONSES)) + queued.join() + engine.log.lines.join();
    for (const { reference, body } of gateway.messages) {
      expect([everything.includes(reference), everything.includes(tokenOf({ body } as Message))]).toEqual([
        false,
        false,
      ]);
    }

    const before = await dump(env.VAULT);
    const receipts = gateway.messages.map(({ reference }) => ({ reference, status: "delivered" as const }));
    expect(await recordReceipts(engine, receipts)).toBe(0);
    await Promise.all([remindBatch(engine, queued), remindBatch(engine, queued)]);
    setTime("2026-03-17T12:00:00.000Z");
    await remind();
    expect(gateway.messages).toHaveLength(13);
    expect((await dump(env.VAULT)) === before).toBe(true);
  });

  it("asks the vault nothing from which it could be told who gets one: each question is about all, or nobody", async () => {
    const ids = await given({ n: 12 });
    const messages = await invited(ids);
    for (const id of ids.slice(0, 5)) await submitAnswers(engine, await sessionOf(messages.get(id)), {});
    const questions: string[] = [];
    const asking = new Proxy(env.VAULT, {
      get: (target, name) => {
        if (name !== "prepare") return Reflect.get(target, name).bind(target);
        return (query: string) => {
          const statement = target.prepare(query);
          const bind = (...given: readonly unknown[]) => {
            questions.push(JSON.stringify(given));
            return statement.bind(...given);
          };
          return Object.assign(Object.create(statement) as D1PreparedStatement, { bind });
        };
      },
    });
    setTime(SEVEN_DAYS_LATER);
    queued.length = 0;
    await queueReminders(engine);
    await remindBatch({ ...engine, vault: openVault(asking) }, queued);
    expect(gateway.messages).toHaveLength(7);
    const about = questions.map((question) => ids.filter((id) => question.includes(id)).length);
    expect(about.filter((n) => n > 0)).toEqual(about.filter((n) => n === ids.length));
    expect(about.filter((n) => n > 0).length).toBeGreaterThan(2);
  });

  it("is lost by a crash rather than doubled", async () => {
    const ids = await given({ n: 3 });
    await invited(ids);
    setTime(SEVEN_DAYS_LATER);
    await queueReminders(engine);
    const keys = { ...engine.keys, dated: () => Promise.reject(new Error("killed")) };
    await expect(remindBatch({ ...engine, keys }, queued)).rejects.toThrow("killed");
    expect(await remind()).toEqual([]);
    await Promise.all([remindBatch(engine, queued), remindBatch(engine, queued)]);
    expect(gateway.messages).toEqual([]);
  });

  it("races itself and goes once", async () => {
    const ids = await given({ n: 20 });
    await invited(ids);
    setTime(SEVEN_DAYS_LATER);
    await queueReminders(engine);
    await Promise.all([remindBatch(engine, queued), remindBatch(engine, queued), remindBatch(engine, queued)]);
    expect(new Set(gateway.messages.map(({ to }) => to)).size).toBe(20);
    expect(gateway.messages).toHaveLength(20);
  });

  it("asks the gate again: none where danger is known, the route is shut or stale, or somebody has opted out", async () => {
    const fine = await given({ n: 1 });
    const at = (tens: number) => (index: number) => `+4477009001${tens}${index}`;
    const flagged = await given({ n: 1, caseFile: { flags: '["stalking"]' }, mobile: at(1) });
    const once = await given({ n: 1, mobile: at(2) });
    const shut = await given({ n: 1, mobile: at(3) });
    const stale = await given({ n: 1, victim: { asserted: "2025-12-05T09:00:00.000Z" }, mobile: at(4) });
    const stopped = await given({ n: 1, mobile: at(5) });
    const failed = await given({ n: 1, mobile: at(6) });
    const elsewhere = await given({ n: 1, mobile: at(7) });
    const ids = [fine, flagged, once, shut, stale, stopped, failed, elsewhere].flat();
    const messages = await invited(ids);
    expect(messages.size).toBe(8);
    // Another case of the same person, closed by now, was dangerous.
    const [dangerous] = await given({
      n: 1,
      caseFile: { flags: '["domestic-abuse"]' },
      dueOn: "2026-06-30",
      mobile: at(8),
    });
    await vault.run(sql`update case_file set closed_on = '2026-02-01' where id = ${dangerous}`);
    await vault.run(sql`insert into case_victim (case_id, victim_id) values (${dangerous}, ${once[0]})`);
    await vault.run(sql`update victim set safety = 'no-contact' where id = ${shut[0]}`);
    await stopContact(engine, tokenOf(sure(messages.get(sure(stopped[0])))), "stop");
    await recordReceipts(engine, [{ reference: sure(failed[0]), status: "failed-permanent" }]);
    await vault.run(sql`update case_file set facts = '{"unconcluded":true}' where id = ${elsewhere[0]}`);
    await vault.run(sql`update invitation set stage = 'post-conviction' where id = ${elsewhere[0]}`);
    setTime(SEVEN_DAYS_LATER);
    expect(await remind()).toEqual([numberOf(0)]);
    setTime("2026-03-12T12:00:00.000Z");
    expect(await remind()).toEqual([numberOf(0)]);
  });

  it("waits for a safe hour, and does not go when too few days are left to answer", async () => {
    const early = await given({ n: 2, victim: { from: 10 * 60, to: 13 * 60 } });
    await invited(early);
    setTime("2026-03-10T15:00:00.000Z");
    expect(await remind()).toEqual([]);
    setTime("2026-03-10T22:00:00.000Z");
    expect(await remind()).toEqual([]);
    setTime("2026-03-11T11:00:00.000Z");
    expect(await remind()).toEqual([numberOf(0), numberOf(1)]);

    gateway.messages.length = 0;
    setTime("2026-03-13T12:00:00.000Z");
    const late = await given({ n: 1, mobile: () => "+447700900910" });
    const [message] = [...(await invited(late)).values()];
    expect(message?.to).toBe("+447700900910");
    // The link works until 10 April: a reminder after the 3rd would leave fewer than seven days to answer.
    await vault.run(sql`update victim set safety = 'safe-sms', safety_asserted_at = '2026-03-20T09:00:00.000Z'`);
    setTime("2026-04-04T12:00:00.000Z");
    expect(await remind()).toEqual([]);
  });
});

describe("a reminder that is about to go", () => {
  it("is looked at again before each gateway: whoever has stopped us meanwhile gets none from the next one", async () => {
    const ids = await given({ n: 6 });
    const messages = await invited(ids);
    setTime(SEVEN_DAYS_LATER);
    const [text, officer, unsafe] = ids as [string, string, string];
    const next = recordingGateway("next");
    const slow: Gateway = {
      ...gateway.gateway,
      send: async (batch) => {
        await stopContact(engine, tokenOf(sure(messages.get(text))), "stop");
        await vault.run(sql`update victim set contact = null, flags = '["opted-out"]' where id = ${officer}`);
        await vault.run(sql`update victim set safety = 'no-contact' where id = ${unsafe}`);
        return { outcomes: batch.map(({ reference }) => ({ reference, outcome: "later" })) };
      },
    };
    await queueReminders(engine);
    await remindBatch({ ...engine, gateways: gatewaysOf(slow, next.gateway) }, queued);
    expect(next.messages.map(({ to }) => to).toSorted()).toEqual([numberOf(3), numberOf(4), numberOf(5)]);
  });

  it("is a STOP where its gateway says that they have told it to stop: that outweighs its trace", async () => {
    const ids = await given({ n: 3 });
    await invited(ids);
    setTime(SEVEN_DAYS_LATER);
    Object.assign(gateway.state, { fault: "refused", reason: "opted-out" });
    await remind();
    expect(await states(ids)).toEqual(["cancelled: opted-out"]);
    expect(await vault.all(sql`select distinct contact, flags from victim`)).toEqual([
      { contact: null, flags: '["opted-out"]' },
    ]);
    expect(await vault.all(sql`select reason from opt_out`)).toHaveLength(3);
  });

  it("does not go to somebody whom another force knows from a case with a flag, even a closed one", async () => {
    const mobile = () => "+447700900444";
    const [here] = await given({ n: 1, mobile });
    await invited([sure(here)]);
    const [there] = await given({ n: 1, caseFile: { flags: '["stalking"]' }, dueOn: "2026-06-30", mobile });
    await vault.run(sql`update victim set area = 'E23000001' where id = ${there}`);
    await vault.run(sql`insert into case_victim (case_id, victim_id) values (${there}, ${there})`);
    await vault.run(sql`update case_file set closed_on = '2026-02-01', area = 'E23000001' where id = ${there}`);
    setTime(SEVEN_DAYS_LATER);
    expect(await remind()).toEqual([]);
    expect(queued).toHaveLength(1);
    await vault.run(sql`update case_file set flags = '[]' where id = ${there}`);
    await vault.run(sql`update invitation set reminder_hash = null, claimed_until = null`);
    expect(await remind()).toEqual(["+447700900444"]);
  });
});

describe("the link of a reminder", () => {
  /** One person's two links. */
  async function twoLinks() {
    const ids = await given({ n: 12 });
    const messages = await invited(ids);
    const [first] = [...messages.values()];
    setTime(SEVEN_DAYS_LATER);
    await createKeys(engine);
    await remind();
    const reminder = gateway.messages.find(({ to }) => to === first?.to);
    return { id: sure(first).reference, first: sure(first), reminder: sure(reminder) };
  }

  it("opens the same survey, which is answered once, by whichever of the two", async () => {
    const { first, reminder } = await twoLinks();
    expect(tokenOf(reminder)).not.toBe(tokenOf(first));
    const [byFirst, byReminder] = [await sessionOf(first), await sessionOf(reminder)];
    expect(byReminder.linkHash).toBe(byFirst.linkHash);
    // One opening, however often and by whichever link.
    expect(await engine.responses.all(sql`select 1 from started`)).toHaveLength(1);
    const both = await Promise.all([submitAnswers(engine, byFirst, {}), submitAnswers(engine, byReminder, {})]);
    expect(both.toSorted()).toEqual(["already-received", "received"]);
  });

  it("does not open what was begun under the other: answering starts afresh", async () => {
    const { first, reminder } = await twoLinks();
    const [byFirst, byReminder] = [await sessionOf(first), await sessionOf(reminder)];
    await saveDraft(engine, byFirst, { S1: ["2"] });
    expect(await readDraft(engine, byFirst)).toEqual({ S1: ["2"] });
    expect(await readDraft(engine, byReminder)).toEqual({});
    await saveDraft(engine, byReminder, { S1: ["5"] });
    expect(await readDraft(engine, byReminder)).toEqual({ S1: ["5"] });
  });

  it("stops all messages, as the first one does", async () => {
    const { id, first, reminder } = await twoLinks();
    expect(await stopContact(engine, tokenOf(reminder), "stop")).toBe(true);
    expect(await states([id])).toEqual(["cancelled: opted-out"]);
    expect(await beginAnswering(engine, tokenOf(first), "en")).toEqual({ state: "ended" });
    expect(await beginAnswering(engine, tokenOf(reminder), "en")).toEqual({ state: "ended" });
  });
});
