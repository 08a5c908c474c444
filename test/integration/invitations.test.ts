import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import type { Channel, Message } from "../../src/channels/channel.ts";
import { heldChannel } from "../../src/channels/held.ts";
import type { PastInvitation } from "../../src/domain/eligibility.ts";
import { cutWave } from "../../src/flow/cut-wave.ts";
import { closureLink } from "../../src/flow/deliver-closures.ts";
import { deliverBatch, queueDue } from "../../src/flow/deliver.ts";
import { optOutByLink } from "../../src/flow/opt-out.ts";
import { type Receipt, recordDead, recordReceipts, sweep } from "../../src/flow/sweep.ts";
import type { Dims } from "../../src/domain/dimension.ts";
import type { Instant, LocalDate, Quarter, Week } from "../../src/kernel/time.ts";
import { timeOrderedId } from "../../src/kernel/ids.ts";
import { macName } from "../../src/platform/crypto.ts";
import {
  cancelClosures,
  closureByLink,
  insertClosureDiscussion,
  openClosures,
} from "../../src/store/vault/closures.ts";
import { runBatch } from "../../src/store/batch.ts";
import { sealContacts } from "../../src/store/vault/contacts.ts";
import { findByLink, frameCounts, pastInvitations, upsertInvitations } from "../../src/store/vault/invitations.ts";
import { sure } from "../unit/invitations/people.ts";
import { openCapabilities } from "../support/capabilities.ts";

const NOW = "2026-03-03T12:00:00.000Z" as Instant;
const LATER = "2026-03-03T12:30:00.000Z" as Instant;
const TODAY = "2026-03-03" as LocalDate;
const WEEK = "2026-W10" as Week;
const PERIOD = "2026Q1" as Quarter;

/** A gateway that remembers what it took, and can be told to lose its answer. */
function recordingGateway() {
  const messages: Message[] = [];
  const fault = { after: false };
  const channel: Channel = {
    send: async (batch) => {
      messages.push(...batch);
      if (fault.after) throw new Error("the connection was lost");
      return batch.map(({ reference }) => ({ reference, outcome: "accepted" }));
    },
    find: async (references) => {
      const known = new Set(messages.map(({ reference }) => reference));
      return new Set(references.filter((reference) => known.has(reference)));
    },
  };
  return { messages, fault, channel };
}

const capabilities = openCapabilities(NOW);
const queued: string[] = [];
const gateway = recordingGateway();
const engine = {
  ...capabilities,
  channel: gateway.channel,
  publicOrigin: "https://feedback.example",
  deliveries: { send: async (ids: readonly string[]) => void queued.push(...ids) },
};
const { vault, setTime } = capabilities;

type Given = {
  readonly n: number;
  readonly victim?: Readonly<Record<string, string | number | null>>;
  readonly caseFile?: Readonly<Record<string, string | null>>;
  readonly dueOn?: string;
  readonly mobile?: (index: number) => string;
};

/** Cases with one textable victim and one scheduled report invitation each. */
async function given({ n, victim = {}, caseFile = {}, dueOn = TODAY, mobile }: Given): Promise<readonly string[]> {
  const ids = Array.from({ length: n }, () => timeOrderedId(engine, NOW));
  const number = mobile ?? ((index: number) => `+4477009${String(index).padStart(5, "0")}`);
  const records = ids.map((id, index) => ({ victimId: id, contact: { mobile: number(index) } }));
  const contacts = await sealContacts(engine, WEEK, records);
  const rows = ids.map((id, index) => ({
    id,
    contact: contacts[index],
    phone: `index of ${number(index)}`,
    safety: "safe-sms",
    asserted: "2026-03-01T09:00:00.000Z",
    by: "officer",
    from: null,
    to: null,
    age: index % 2 ? "25-44" : "18-24",
    sex: index % 3 ? "female" : "male",
    area: "E23000029",
    offence: "burglary",
    flags: "[]",
    facts: "{}",
    officer: "PC4521",
    dueOn,
    ...victim,
    ...caseFile,
  }));
  const from = sql`from json_each(${JSON.stringify(rows)})`;
  await runBatch(vault, [
    vault.run(sql`insert into case_file select value ->> 'id', value ->> 'area', value ->> 'offence', value ->> 'flags',
      value ->> 'facts', value ->> 'officer', null, null, ${NOW} ${from}`),
    vault.run(sql`insert into victim (id, ref_hash, area, contact, contact_epoch, phone_index, channel, safety,
        safety_asserted_at, safety_asserted_by, window_from, window_to, language, age, sex, flags, consent, status, updated_at)
      select value ->> 'id', value ->> 'id', value ->> 'area', value ->> 'contact', ${WEEK}, value ->> 'phone', 'sms',
        value ->> 'safety', value ->> 'asserted', value ->> 'by', value ->> 'from', value ->> 'to', 'en',
        value ->> 'age', value ->> 'sex', '[]', 'not-refused', 'active', ${NOW} ${from}`),
    upsertInvitations(
      vault,
      ids.map((id) => ({
        id,
        caseId: id,
        victimId: id,
        milestoneId: "milestone",
        area: "E23000029",
        stage: "report",
        state: "scheduled",
        reason: null,
        probability: 1,
        dueOn: dueOn as LocalDate,
        expiresOn: "2026-04-20" as LocalDate,
      })),
      NOW,
    ),
  ]);
  return ids;
}

const states = async (ids: readonly string[]) => {
  const rows = await vault.all<{ state: string; reason: string | null }>(sql`
    select state, reason from invitation where id in (select value from json_each(${JSON.stringify(ids)}))`);
  return [...new Set(rows.map(({ state, reason }) => (reason ? `${state}: ${reason}` : state)))];
};

/** The hash under which the vault should know the link of a message. */
async function hashOf({ body }: Message): Promise<string> {
  const token = /\/s\/([\w-]{22})/.exec(body)?.[1] ?? "";
  return await macName(await engine.keys.standing("link"), token);
}

beforeEach(async () => {
  setTime(NOW);
  queued.length = 0;
  gateway.messages.length = 0;
  gateway.fault.after = false;
  await engine.keys.create("wave", [WEEK]);
  await engine.keys.create("epoch", [WEEK]);
  for (const table of [
    "closure_discussion",
    "closure_request",
    "invitation",
    "case_victim",
    "victim",
    "case_file",
    "opt_out",
  ]) {
    await vault.run(sql.raw(`delete from ${table}`));
  }
});

describe("delivery", () => {
  it("sends what is due and cut once, with a link that finds it, and asks the vault three times a batch", async () => {
    const ids = await given({ n: 100 });
    await cutWave(engine);
    expect(await queueDue(engine)).toBe(100);
    expect(await queueDue(engine)).toBe(0);
    expect(new Set(queued)).toEqual(new Set(ids));

    await deliverBatch(engine, queued);
    await deliverBatch(engine, queued);
    expect(gateway.messages).toHaveLength(100);
    expect(await states(ids)).toEqual(["sent"]);
    const [message] = gateway.messages;
    const found = await findByLink(vault, await hashOf(sure(message)));
    expect(found).toMatchObject({
      invitationId: message?.reference,
      state: "sent",
      wave: WEEK,
      expiresOn: "2026-03-31",
    });
    expect(found?.dims).toMatchObject({ stage: "report", area: "E23000029", instrument: "report@1" });
    expect(found?.firstInvitationDueOn).toBe(TODAY);
  });

  it("sends once when two consumers race for the same batch", async () => {
    const ids = await given({ n: 60 });
    await cutWave(engine);
    await Promise.all([deliverBatch(engine, ids), deliverBatch(engine, ids), deliverBatch(engine, ids.toReversed())]);
    expect(gateway.messages.map(({ reference }) => reference).toSorted()).toEqual([...ids].toSorted());
    for (const message of gateway.messages.slice(0, 5))
      expect(await findByLink(vault, await hashOf(message))).not.toBeNull();
  });

  it("does not send again what the gateway took before a crash: it is found there, and keeps its link", async () => {
    const ids = await given({ n: 12 });
    await cutWave(engine);
    gateway.fault.after = true;
    await deliverBatch(engine, ids);
    expect(await states(ids)).toEqual(["claimed"]);
    await deliverBatch(engine, ids);
    expect(gateway.messages).toHaveLength(12);

    gateway.fault.after = false;
    setTime(LATER);
    expect(await sweep(engine)).toBe(12);
    await deliverBatch(engine, queued);
    expect(gateway.messages).toHaveLength(12);
    expect(await states(ids)).toEqual(["sent"]);
    for (const message of gateway.messages) {
      expect((await findByLink(vault, await hashOf(message)))?.invitationId).toBe(message.reference);
    }
  });

  it("sends what a crash kept from the gateway, with a link that works", async () => {
    const ids = await given({ n: 12 });
    await cutWave(engine);
    await deliverBatch(
      { ...engine, channel: { send: () => Promise.reject(new Error("no line")), find: heldChannel.find } },
      ids,
    );
    setTime(LATER);
    await deliverBatch(engine, ids);
    expect(gateway.messages).toHaveLength(12);
    for (const message of gateway.messages) expect(await findByLink(vault, await hashOf(message))).not.toBeNull();
  });

  it("holds everything, and loses nothing, while there is no gateway", async () => {
    const ids = await given({ n: 12 });
    await cutWave(engine);
    await deliverBatch({ ...engine, channel: heldChannel }, ids);
    expect(await states(ids)).toEqual(["scheduled"]);
    expect(await queueDue(engine)).toBe(0);
    setTime(LATER);
    expect(await queueDue(engine)).toBe(12);
  });

  it("sends nothing outside its hours, outside the victim's, before its day, or uncut", async () => {
    const [uncut] = await given({ n: 1 });
    await deliverBatch(engine, [sure(uncut)]);
    expect(await queueDue(engine)).toBe(0);
    const early = await given({ n: 12, dueOn: "2026-03-05", mobile: (index) => `+44770091${index}` });
    const evening = await given({
      n: 12,
      victim: { from: 17 * 60, to: 19 * 60 },
      mobile: (index) => `+44770092${index}`,
    });
    await cutWave(engine);
    await deliverBatch(engine, [...early, ...evening]);
    expect(gateway.messages).toEqual([]);
    setTime("2026-03-03T17:30:00.000Z");
    await queueDue(engine);
    expect(queued).toHaveLength(13);
    setTime("2026-03-03T19:00:00.000Z");
    await deliverBatch(engine, queued);
    expect(await queueDue(engine)).toBe(0);
    expect(gateway.messages).toEqual([]);
  });

  it("asks the gate again at the moment of sending", async () => {
    const safe = await given({ n: 12 });
    const flagged = await given({
      n: 3,
      caseFile: { flags: '["stalking"]' },
      victim: { by: null },
      mobile: (index) => `+44770093${index}`,
    });
    const stale = await given({
      n: 3,
      victim: { asserted: "2025-11-01T09:00:00.000Z" },
      mobile: (index) => `+44770094${index}`,
    });
    await cutWave(engine);
    await deliverBatch(engine, [...safe, ...flagged, ...stale]);
    expect(gateway.messages.map(({ reference }) => reference).toSorted()).toEqual([...safe].toSorted());
    expect(await states(flagged)).toEqual(["held: flag-needs-safe-route"]);
    expect(await states(stale)).toEqual(["held: route-stale"]);
    expect(await vault.all(sql`select id from invitation where state = 'held' and link_hash is not null`)).toEqual([]);
  });

  it("waits, and claims nothing, while the week's key does not exist", async () => {
    const ids = await given({ n: 12 });
    await cutWave(engine);
    setTime("2026-03-10T12:00:00.000Z");
    await deliverBatch(engine, ids);
    expect(await states(ids)).toEqual(["scheduled"]);
  });

  it("keeps the first final receipt, and records what the queue gave up on", async () => {
    const [first, second, third] = await given({ n: 3 });
    await cutWave(engine);
    await deliverBatch(engine, [sure(first), sure(second)]);
    const receipt = (reference: string, status: Receipt["status"]) => recordReceipts(engine, [{ reference, status }]);
    expect(await receipt(sure(first), "in-flight")).toBe(0);
    expect(await receipt(sure(first), "delivered")).toBe(1);
    expect(await receipt(sure(first), "failed-permanent")).toBe(0);
    expect(await receipt(sure(second), "failed-permanent")).toBe(1);
    await recordDead(engine, [sure(third), sure(first)]);
    expect(await states([sure(first)])).toEqual(["delivered"]);
    expect(await states([sure(second)])).toEqual(["failed: number-dead"]);
    expect(await states([sure(third)])).toEqual(["failed: delivery-given-up"]);
    expect(await frameCounts(vault, PERIOD)).toEqual(
      expect.arrayContaining([
        { area: "E23000029", stage: "report", disposition: "NC", n: 1 },
        { area: "E23000029", stage: "report", disposition: "NE", n: 1 },
        { area: "E23000029", stage: "report", disposition: "UO", n: 1 },
      ]),
    );
  });
});

describe("the wave", () => {
  it("gives every invitation a combination that at least ten of the period hold, also those that come later", async () => {
    await given({ n: 45 });
    await given({ n: 17, caseFile: { area: "W15000001" }, mobile: (index) => `+44770095${index}` });
    await cutWave(engine);
    await given({ n: 3, caseFile: { offence: "violence" }, mobile: (index) => `+44770096${index}` });
    await cutWave(engine);
    const rows = await vault.all<{ dims: string; n: number }>(
      sql`select dims, count(*) as n from invitation group by dims`,
    );
    expect(rows.reduce((sum, { n }) => sum + n, 0)).toBe(65);
    for (const { dims, n } of rows) expect([dims, n >= 10]).toEqual([dims, true]);
    expect(rows.some(({ dims }) => (JSON.parse(dims) as Dims).sex !== "not-stated")).toBe(true);
  });

  it("counts what the rest rule preferred as drawn among those it left out", async () => {
    const [id] = await given({ n: 1 });
    const row = {
      id: timeOrderedId(engine, NOW),
      caseId: "",
      victimId: sure(id),
      milestoneId: "m",
      area: "E23000029",
    };
    const [other] = await given({ n: 1, dueOn: "2026-06-30", mobile: () => "+44770097" });
    const left = { stage: "charge", state: "excluded", reason: "rest-across-cases", probability: 0.5 } as const;
    const dates = { dueOn: "2026-04-01" as LocalDate, expiresOn: "2026-05-30" as LocalDate };
    await upsertInvitations(vault, [{ ...row, caseId: sure(other), ...left, ...dates }], NOW);
    await cutWave(engine);
    const [cut] = await vault.all<{ probability: number }>(sql`select probability from invitation where id = ${id}`);
    expect(cut?.probability).toBe(0.5);
  });
});

describe("decisions", () => {
  it("are written over what has not gone, never over what has", async () => {
    const ids = await given({ n: 12 });
    const [first, second] = ids as readonly [string, string];
    await cutWave(engine);
    await deliverBatch(engine, [first]);
    const again = [first, second].map((id) => ({
      id: timeOrderedId(engine, NOW),
      caseId: id,
      victimId: id,
      milestoneId: "later",
      area: "E23000029",
      stage: "report" as const,
      state: "held" as const,
      reason: "safety-unknown" as const,
      probability: 1,
      dueOn: "2026-04-02" as LocalDate,
      expiresOn: "2026-05-30" as LocalDate,
    }));
    await upsertInvitations(vault, again, NOW);
    expect(await states([first])).toEqual(["sent"]);
    expect(await states([second])).toEqual(["held: safety-unknown"]);
    const history: readonly PastInvitation[] = await pastInvitations(vault, [second]);
    expect(history).toMatchObject([{ id: second, stage: "report", state: "held", dueOn: "2026-04-02" }]);
  });
});

describe("an opt-out", () => {
  const same = () => "+447700900111";

  it("ends everything for everyone with that number, in every case, and for good", async () => {
    const [sent, pending] = await given({ n: 2, mobile: same });
    const others = await given({ n: 11, mobile: (index) => `+44770098${index}` });
    await cutWave(engine);
    await deliverBatch(engine, [sure(sent)]);
    const hash = await hashOf(sure(gateway.messages[0]));
    expect(await optOutByLink(engine, hash, "stop")).toBe(true);
    expect(await optOutByLink(engine, hash, "stop")).toBe(false);
    expect(await states([sure(sent), sure(pending)])).toEqual(["cancelled: opted-out"]);
    expect(await states(others)).toEqual(["scheduled"]);

    const [newcomer] = await given({ n: 1, mobile: same });
    await cutWave(engine);
    await deliverBatch(engine, [sure(newcomer)]);
    expect(gateway.messages).toHaveLength(1);
    expect(await states([sure(newcomer)])).toEqual(["excluded: opted-out"]);
  });

  it("forgets a wrong number, and lets a safer route be found for what was not safe", async () => {
    const [wrong, waits] = await given({ n: 2, mobile: same });
    await given({ n: 11, mobile: (index) => `+44770099${index}` });
    await cutWave(engine);
    await deliverBatch(engine, [sure(wrong)]);
    await optOutByLink(engine, await hashOf(sure(gateway.messages[0])), "wrong-person");
    expect(await states([sure(wrong)])).toEqual(["cancelled: wrong-person"]);
    expect(await states([sure(waits)])).toEqual(["held: no-route"]);
    const rows = await vault.all(
      sql`select id from victim where id = ${wrong} and contact is null and phone_index is null`,
    );
    expect(rows).toHaveLength(1);
  });
});

describe("a closure discussion", () => {
  const open = async (ids: readonly string[], id = timeOrderedId(engine, NOW)) => {
    const rows = ids.map((caseId, index) => ({
      id: index === 0 ? id : timeOrderedId(engine, NOW),
      caseId,
      victimId: caseId,
      milestoneId: "closed",
      area: "E23000029",
      period: PERIOD,
      wave: WEEK,
      officerRef: "PC4521",
      dueOn: TODAY,
    }));
    await openClosures(vault, rows, NOW);
    return id;
  };

  it("is asked of the officer once, by a link that finds it, and recorded once", async () => {
    const id = await open(await given({ n: 12, dueOn: "2026-06-30" }));
    expect(await queueDue(engine)).toBe(0);
    await cutWave(engine);
    expect(await queueDue(engine)).toBe(12);
    gateway.fault.after = true;
    await deliverBatch(engine, queued);
    gateway.fault.after = false;
    await deliverBatch(engine, queued);
    expect(gateway.messages).toHaveLength(12);
    const message = gateway.messages.find(({ reference }) => reference === id);
    expect(message).toMatchObject({ channel: "officer", to: "PC4521" });
    const { token, linkHash } = await closureLink(engine, id);
    expect(message?.body).toContain(`https://feedback.example/closure/${token}`);
    expect(await closureByLink(vault, linkHash)).toMatchObject({ requestId: id, state: "open", wave: WEEK });

    const record = {
      discussion: "held",
      engagement: "engaged",
      actions: {},
      recordedBy: "PC4521",
      recordedAt: NOW,
    } as const;
    expect(await Promise.all([1, 2].map(() => insertClosureDiscussion(vault, id, record)))).toEqual([true, false]);
    expect(await insertClosureDiscussion(vault, id, record, true)).toBe(true);
    const versions = await vault.all(sql`select version from closure_discussion where request_id = ${id}`);
    expect(versions).toEqual([{ version: 1 }, { version: 2 }]);
  });

  it("is taken back, and asked for again when the case closes anew", async () => {
    const ids = await given({ n: 1 });
    const id = await open(ids);
    await cancelClosures(vault, [{ caseId: sure(ids[0]), victimId: sure(ids[0]), reason: "unconcluded" }]);
    await open(ids);
    expect(await vault.all(sql`select id, state, dims from closure_request`)).toEqual([
      { id, state: "open", dims: "{}" },
    ]);
  });
});
