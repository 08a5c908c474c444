import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { Gateway, Message } from "../../src/channels/gateway.ts";
import { beginAnswering } from "../../src/flow/answer.ts";
import { cutWave } from "../../src/flow/cut-wave.ts";
import { closureLink } from "../../src/flow/deliver-closures.ts";
import { deliverBatch, queueDue } from "../../src/flow/deliver.ts";
import { listDeadLetters, replayDeliveries, reportDeliveries } from "../../src/flow/deliveries-report.ts";
import { createKeys } from "../../src/flow/keys.ts";
import { optOutByLink } from "../../src/flow/opt-out.ts";
import { recordClosure } from "../../src/flow/record-closure.ts";
import { retainVault } from "../../src/flow/retain-vault.ts";
import { stopContact } from "../../src/flow/stop.ts";
import { type Receipt, recordDead, recordReceipts, sweep } from "../../src/flow/sweep.ts";
import type { Dims } from "../../src/domain/dimension.ts";
import type { LocalDate } from "../../src/kernel/time.ts";
import { timeOrderedId } from "../../src/kernel/ids.ts";
import { sealReferences } from "../../src/store/vault/case-references.ts";
import { cancelClosures, closureByLink, openClosures } from "../../src/store/vault/closures.ts";
import { runBatch } from "../../src/store/batch.ts";
import { cancelInvitations, findByLink, frameCounts, upsertInvitations } from "../../src/store/vault/invitations.ts";
import { sure } from "../unit/invitations/people.ts";
import {
  engine,
  gateway,
  gatewaysOf,
  given,
  hashOf,
  LATER,
  NOW,
  PERIOD,
  prepareDeliveries,
  queued,
  setTime,
  states,
  TODAY,
  vault,
  WEEK,
} from "../support/deliveries.ts";

const AT = { today: TODAY, linkDays: 28, k: 10 };

prepareDeliveries();

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
    const found = await findByLink(vault, await hashOf(sure(message)), AT);
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
      expect(await findByLink(vault, await hashOf(message), AT)).not.toBeNull();
  });

  it("does not send again what the gateway took before a crash: it is found there, and keeps its link", async () => {
    const ids = await given({ n: 12 });
    await cutWave(engine);
    gateway.state.fault = "lost";
    await deliverBatch(engine, ids);
    expect(await states(ids)).toEqual(["claimed"]);
    await deliverBatch(engine, ids);
    expect(gateway.messages).toHaveLength(12);

    gateway.state.fault = null;
    setTime(LATER);
    expect(await sweep(engine)).toBe(12);
    await deliverBatch(engine, queued);
    expect(gateway.messages).toHaveLength(12);
    expect(await states(ids)).toEqual(["sent"]);
    for (const message of gateway.messages) {
      expect((await findByLink(vault, await hashOf(message), AT))?.invitationId).toBe(message.reference);
    }
  });

  it("sends what a crash kept from the gateway, with a link that works", async () => {
    const ids = await given({ n: 12 });
    await cutWave(engine);
    gateway.state.fault = "silent";
    await deliverBatch(engine, ids);
    gateway.state.fault = null;
    setTime(LATER);
    // One tries out the gateway that fell silent; the others follow it.
    await deliverBatch(engine, ids);
    setTime("2026-03-03T12:40:00.000Z");
    await deliverBatch(engine, ids);
    expect(gateway.messages).toHaveLength(12);
    for (const message of gateway.messages) expect(await findByLink(vault, await hashOf(message), AT)).not.toBeNull();
  });

  it("holds everything, and loses nothing, while there is no gateway", async () => {
    const ids = await given({ n: 12 });
    await cutWave(engine);
    await deliverBatch({ ...engine, gateways: gatewaysOf() }, ids);
    expect(await states(ids)).toEqual(["scheduled"]);
    expect(await queueDue(engine)).toBe(0);
    setTime(LATER);
    expect(await queueDue(engine)).toBe(12);
  });

  it("sends nothing outside its hours, outside the victim's, before its day, or uncut", async () => {
    const [uncut] = await given({ n: 1 });
    await deliverBatch(engine, [sure(uncut)]);
    expect(await queueDue(engine)).toBe(0);
    const early = await given({
      n: 12,
      dueOn: "2026-03-05",
      mobile: (index) => `+4477009001${String(index).padStart(2, "0")}`,
    });
    const evening = await given({
      n: 12,
      victim: { from: 17 * 60, to: 19 * 60 },
      mobile: (index) => `+4477009002${String(index).padStart(2, "0")}`,
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
      mobile: (index) => `+44770090030${index}`,
    });
    const stale = await given({
      n: 3,
      victim: { asserted: "2025-11-01T09:00:00.000Z" },
      mobile: (index) => `+44770090040${index}`,
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

  it("holds a number that is another victim's too, and one whose other open case is dangerous", async () => {
    const shared = await given({ n: 2, mobile: () => "+447700900222" });
    const [lone, flagged] = await given({ n: 2, mobile: (index) => `+44770090030${index}` });
    const [other] = await given({
      n: 1,
      caseFile: { offence: "sexual" },
      dueOn: "2026-06-30",
      mobile: () => "+447700900400",
    });
    await vault.run(
      sql`insert into case_victim (case_id, victim_id) values (${other}, ${flagged}), (${flagged}, ${flagged})`,
    );
    await cutWave(engine);
    await deliverBatch(engine, [...shared, sure(lone), sure(flagged)]);
    expect(gateway.messages.map(({ reference }) => reference)).toEqual([lone]);
    expect(await states(shared)).toEqual(["held: shared-number"]);
    expect(await states([sure(flagged)])).toEqual(["held: never-cold"]);
  });

  it("counts an invitation where it ends up when its day moves to another quarter, and cuts it anew", async () => {
    setTime("2026-03-30T12:00:00.000Z");
    await engine.keys.create("wave", ["2026-W14"]);
    const [earlier, later] = await given({ n: 2, victim: { asserted: "2026-03-20T09:00:00.000Z" } });
    await vault.run(sql`update invitation set victim_id = ${later}, state = 'sent', expires_on = '2026-04-20'
      where id = ${earlier}`);
    await vault.run(sql`update invitation set case_id = ${earlier}, stage = 'trial', expires_on = '2026-06-30'
      where id = ${later}`);
    await cutWave(engine);
    await deliverBatch(engine, [sure(later)]);
    const [row] = await vault.all(sql`select state, period, due_on as dueOn, dims from invitation where id = ${later}`);
    expect(row).toEqual({ state: "scheduled", period: "2026Q2", dueOn: "2026-04-20", dims: null });
  });

  it("tries again what the queue gave up on, until its window ends", async () => {
    const [id] = await given({ n: 1 });
    await cutWave(engine);
    await recordDead(engine, [sure(id)]);
    expect(await states([sure(id)])).toEqual(["scheduled: delivery-given-up"]);
    expect(await queueDue(engine)).toBe(0);
    setTime("2026-03-03T14:00:00.000Z");
    expect(await queueDue(engine)).toBe(1);
    await vault.run(
      sql`update invitation set state = 'claimed', claimed_until = ${LATER}, reason = 'delivery-given-up'`,
    );
    setTime("2026-03-03T22:00:00.000Z");
    expect(await sweep(engine)).toBe(0);
    setTime("2026-03-04T12:00:00.000Z");
    expect(await sweep(engine)).toBe(1);
    setTime("2026-03-24T12:00:00.000Z");
    expect(await sweep(engine)).toBe(0);
    expect(await states([sure(id)])).toEqual(["failed: delivery-given-up"]);
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
    expect(await states([sure(third)])).toEqual(["scheduled: delivery-given-up"]);
    expect(await frameCounts(vault, PERIOD)).toEqual(
      expect.arrayContaining([
        { area: "not-stated", stage: "report", disposition: "NC", n: 1 },
        { area: "not-stated", stage: "report", disposition: "NE", n: 1 },
        { area: "not-stated", stage: "report", disposition: "pending", n: 1 },
      ]),
    );
  });
});

describe("the wave", () => {
  it("gives every invitation a combination that at least ten of the period hold, also those that come later", async () => {
    await given({ n: 45 });
    await given({
      n: 17,
      caseFile: { area: "W15000001" },
      mobile: (index) => `+4477009005${String(index).padStart(2, "0")}`,
    });
    await cutWave(engine);
    await given({ n: 3, caseFile: { offence: "violence" }, mobile: (index) => `+44770090060${index}` });
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
    const [other] = await given({ n: 1, dueOn: "2026-06-30", mobile: () => "+447700900700" });
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
    const [row] = await vault.all(sql`select id, period, due_on from invitation where id = ${second}`);
    expect(row).toEqual({ id: second, period: "2026Q2", due_on: "2026-04-02" });
  });

  it("are not undone by a delivery that fails for now: what was cancelled meanwhile is not tried again", async () => {
    const [id] = await given({ n: 1 });
    await cutWave(engine);
    const interrupted: Gateway = {
      ...gateway.gateway,
      send: async (batch) => {
        await runBatch(vault, [
          cancelInvitations(vault, [{ invitationId: sure(id), reason: "milestone-retracted" }], NOW),
        ]);
        return { outcomes: batch.map(({ reference }) => ({ reference, outcome: "later" })) };
      },
    };
    await deliverBatch({ ...engine, gateways: gatewaysOf(interrupted) }, [sure(id)]);
    setTime("2026-03-04T12:00:00.000Z");
    expect(await sweep(engine)).toBe(0);
    expect(await queueDue(engine)).toBe(0);
    expect(await states([sure(id)])).toEqual(["cancelled: milestone-retracted"]);
  });
});

describe("an opt-out", () => {
  const same = () => "+447700900111";

  it("ends everything for everyone with that number, in every case, and for good", async () => {
    const [sent] = await given({ n: 1, mobile: same });
    const others = await given({ n: 11, mobile: (index) => `+4477009008${String(index).padStart(2, "0")}` });
    await cutWave(engine);
    await deliverBatch(engine, [sure(sent)]);
    const [pending] = await given({ n: 1, mobile: same });
    const hash = await hashOf(sure(gateway.messages[0]));
    expect(await optOutByLink(engine, hash, "stop")).toBe(true);
    expect(await states([sure(sent), sure(pending)])).toEqual(["cancelled: opted-out"]);
    expect(await optOutByLink(engine, hash, "stop")).toBe(true);
    expect(await states([sure(sent), sure(pending)])).toEqual(["cancelled: opted-out"]);
    expect(await states(others)).toEqual(["scheduled"]);
    const gone = await vault.all(sql`
      select id from victim where contact is null and contact_epoch is null and phone_index is null
        and flags = '["opted-out"]'`);
    expect(gone).toHaveLength(2);
    expect(await vault.all(sql`select reason from opt_out`)).toEqual([{ reason: "stop" }]);

    const [newcomer] = await given({ n: 1, mobile: same });
    await cutWave(engine);
    await deliverBatch(engine, [sure(newcomer)]);
    expect(gateway.messages).toHaveLength(1);
    expect(await states([sure(newcomer)])).toEqual(["excluded: opted-out"]);
  });

  it("forgets a wrong number, and lets a safer route be found for what was not safe", async () => {
    const [wrong] = await given({ n: 1, mobile: same });
    await given({ n: 11, mobile: (index) => `+4477009009${String(index).padStart(2, "0")}` });
    await cutWave(engine);
    await deliverBatch(engine, [sure(wrong)]);
    const [waits] = await given({ n: 1, mobile: same });
    const hash = await hashOf(sure(gateway.messages[0]));
    await optOutByLink(engine, hash, "wrong-person");
    expect(await states([sure(wrong)])).toEqual(["cancelled: wrong-person"]);
    expect(await states([sure(waits)])).toEqual(["held: no-route"]);
    const rows = await vault.all(
      sql`select id from victim where id = ${wrong} and contact is null and phone_index is null`,
    );
    expect(rows).toHaveLength(1);
    // The stranger may press the other button as well: that stops them, and not the victim whose number it never was.
    expect(await optOutByLink(engine, hash, "stop")).toBe(true);
    expect(await vault.all(sql`select id from victim where flags <> '[]'`)).toEqual([]);
  });

  it("works by a link that has ended or failed, until the contact is destroyed", async () => {
    const tokenOf = ({ body }: Message) => /\/s\/([\w-]{22})/.exec(body)?.[1] ?? "";
    const ids = await given({ n: 3 });
    await given({ n: 11, dueOn: "2026-06-01", mobile: (index) => `+4477009008${String(index).padStart(2, "0")}` });
    await cutWave(engine);
    await deliverBatch(engine, ids);
    const [first, second, third] = gateway.messages;
    const [closed, failed, kept] = [sure(first), sure(second), sure(third)];
    await recordReceipts(engine, [{ reference: failed.reference, status: "failed-permanent" }]);
    setTime("2026-05-05T02:30:00.000Z");
    await createKeys(engine);
    await retainVault(engine);
    expect(await states([closed.reference])).toEqual(["closed: sent"]);
    expect(await stopContact(engine, tokenOf(closed), "stop")).toBe(true);
    expect(await stopContact(engine, tokenOf(failed), "stop")).toBe(true);
    expect(await states([closed.reference, failed.reference])).toEqual(["closed: sent", "failed: number-dead"]);
    expect(await vault.all(sql`select id from victim where flags = '["opted-out"]'`)).toHaveLength(2);
    expect(await beginAnswering(engine, tokenOf(closed), "en")).toMatchObject({ state: "expired" });

    await vault.run(sql`insert into case_victim (case_id, victim_id) select id, id from victim`);
    setTime("2026-06-15T02:30:00.000Z");
    await createKeys(engine);
    await retainVault(engine);
    expect(await stopContact(engine, tokenOf(closed), "stop")).toBe(false);
    expect(await stopContact(engine, tokenOf(kept), "wrong-person")).toBe(true);
    expect(await stopContact(engine, tokenOf(kept), "stop")).toBe(false);
    expect(await vault.all(sql`select id from victim where flags = '["opted-out"]'`)).toHaveLength(2);
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
    const ids = await given({ n: 12, dueOn: "2026-06-30" });
    const id = await open(ids);
    const about = { caseId: sure(ids[0]), victimId: sure(ids[0]) };
    const [sealed] = await sealReferences(engine, WEEK, [{ ...about, said: { case: "42/77/26", victim: "V-1" } }]);
    await vault.run(sql`insert into case_victim (case_id, victim_id, reference, reference_epoch)
      values (${about.caseId}, ${about.victimId}, ${sealed}, ${WEEK})`);
    expect(await queueDue(engine)).toBe(0);
    await cutWave(engine);
    expect(await queueDue(engine)).toBe(12);
    gateway.state.fault = "lost";
    await deliverBatch(engine, queued);
    gateway.state.fault = null;
    await deliverBatch(engine, queued);
    expect(gateway.messages).toHaveLength(12);
    const message = gateway.messages.find(({ reference }) => reference === id);
    expect(message).toMatchObject({ channel: "officer", to: "PC4521" });
    expect(message?.body).toContain("Reference: 42/77/26.");
    expect(gateway.messages.filter(({ reference, body }) => body.includes(`Reference: ${reference}.`))).toHaveLength(
      11,
    );
    const { token, linkHash } = await closureLink(engine, id);
    expect(message?.body).toContain(`https://feedback.example/closure/${token}`);
    expect(await closureByLink(vault, linkHash)).toMatchObject({ requestId: id, state: "open", wave: WEEK });

    await createKeys(engine);
    const record = async () =>
      await recordClosure(
        engine,
        { token },
        { instrument: "closure-officer@1", answers: { VCD1: ["held"] } },
        "PC4521",
      );
    const outcomes = await Promise.all([record(), record()]);
    expect(outcomes.toSorted()).toEqual(["already-recorded", "recorded"]);
    const versions = await vault.all(sql`select version from closure_discussion where request_id = ${id}`);
    expect(versions).toEqual([{ version: 1 }]);
  });

  it("is a dead letter when its message does not arrive, and is asked for again by the same link", async () => {
    const ids = await given({ n: 12, dueOn: "2026-06-30" });
    const id = await open(ids);
    await cutWave(engine);
    await queueDue(engine);
    await deliverBatch(engine, queued);
    const standing = async () => (await reportDeliveries(engine)).closures;
    expect(await standing()).toMatchObject({ open: 0, inDoubt: 0, dead: 0 });
    await recordReceipts(engine, [{ reference: id, status: "failed-permanent" }]);
    await recordReceipts(engine, [{ reference: id, status: "sent" }]);
    expect(await standing()).toMatchObject({ open: 0, inDoubt: 0, dead: 1 });
    const dead = await listDeadLetters(engine, { after: "", limit: 10 });
    expect(dead).toMatchObject([{ id, stage: "closure-request", reason: "gateway-refused" }]);
    expect(await replayDeliveries(engine, [id])).toBe(1);
    queued.length = 0;
    expect(await queueDue(engine)).toBe(1);
    await deliverBatch(engine, queued);
    const bodies = gateway.messages.flatMap(({ reference, body }) => (reference === id ? [body] : []));
    expect(bodies).toHaveLength(2);
    expect(bodies[0]).toBe(bodies[1]);
  });

  it("decides from now on how, and whether, the victim is written to", async () => {
    const ids = await given({ n: 14 });
    await vault.run(sql`insert into case_victim (case_id, victim_id) select id, id from victim`);
    await vault.run(sql`insert into milestone (id, event_key, sender_id, kind, occurred_at, received_at, case_id,
        victim_id, state, detail)
      select id, id, 'force', 'report.recorded', '2026-03-01T08:00:00.000Z', ${NOW}, id, id, 'recorded',
        '{"profile":{"consent":"not-refused"}}' from victim`);
    await open(ids);
    await createKeys(engine);
    await cutWave(engine);
    const discuss = async (caseId: string | undefined, answers: Readonly<Record<string, readonly string[]>>) => {
      const [row] = await vault.all<{ id: string }>(sql`select id from closure_request where case_id = ${caseId}`);
      const { token, linkHash } = await closureLink(engine, sure(row).id);
      await vault.run(sql`update closure_request set link_hash = ${linkHash} where id = ${sure(row).id}`);
      return await recordClosure(engine, { token }, { instrument: "closure-officer@1", answers }, "PC4521");
    };
    const [refuses, unsafe, absent, stays] = ids;
    expect(await discuss(refuses, { VCD1: ["held"], VCD10: ["safe-sms"], VCD10C: ["no"] })).toBe("recorded");
    expect(await discuss(unsafe, { VCD1: ["held"], VCD10: ["no-contact"], VCD10C: ["yes"] })).toBe("recorded");
    expect(await discuss(absent, { VCD1: ["attempted"], VCD10: ["safe-phone-only"] })).toBe("recorded");
    expect(await discuss(stays, { VCD1: ["attempted"], VCD10: ["unknown"], VCD10C: ["yes"] })).toBe("recorded");
    expect(await states([sure(refuses)])).toEqual(["excluded: consent-refused"]);
    expect(await states([sure(unsafe)])).toEqual(["held: no-contact"]);
    expect(await states([sure(absent)])).toEqual(["held: phone-only"]);
    expect(await states([sure(stays)])).toEqual(["scheduled"]);
    const [victim] = await vault.all(sql`
      select consent, safety, safety_asserted_at as at, safety_asserted_by as whom from victim where id = ${refuses}`);
    expect(victim).toEqual({ consent: "refused", safety: "safe-sms", at: NOW, whom: "officer" });
    expect(await vault.all(sql`select id from victim where id = ${unsafe} and contact is not null`)).toEqual([]);
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
