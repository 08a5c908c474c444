import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import type { Gateway } from "../../src/channels/gateway.ts";
import { cutWave } from "../../src/flow/cut-wave.ts";
import { deliverBatch, queueDue } from "../../src/flow/deliver.ts";
import {
  listDeadLetters,
  replayDeliveries,
  reportDeliveries,
  resumeGateway,
} from "../../src/flow/deliveries-report.ts";
import { recordReceipts, sweep } from "../../src/flow/sweep.ts";
import type { Instant, LocalDate } from "../../src/kernel/time.ts";
import { openVault } from "../../src/store/vault/database.ts";
import { findByLink } from "../../src/store/vault/invitations.ts";
import { closeExpired } from "../../src/store/vault/retention.ts";
import {
  engine,
  gateway,
  gatewaysOf,
  given,
  hashOf,
  LATER,
  NOW,
  prepareDeliveries,
  queued,
  recordingGateway,
  setTime,
  states,
  TODAY,
  vault,
} from "../support/deliveries.ts";
import { sure } from "../unit/invitations/people.ts";

prepareDeliveries();

/** Another gateway that can be asked, and one that cannot. */
const second = recordingGateway("second");
const mute = recordingGateway("mute", { canTell: false });

afterEach(() => {
  second.reset();
  mute.reset();
});

const NEXT_DAY = "2026-03-04T13:30:00.000Z";

/** Dies at its k-th step and never acts again: every step is before or after a call to a database or a gateway. */
function mortal(k: number) {
  let steps = 0;
  const step = () => {
    steps++;
    if (steps >= k) throw new Error("the Worker was killed");
  };
  const around = async <T>(act: () => Promise<T>): Promise<T> => {
    step();
    const result = await act();
    step();
    return result;
  };
  return { around, steps: () => steps };
}

/** The engine as one process has it that will be killed at its k-th step. A gateway takes messages one by one. */
function dying(k: number, { gateway: real }: { readonly gateway: Gateway }) {
  const { around, steps } = mortal(k);
  const d1: D1Database = env.VAULT;
  const watched = new Proxy(d1, {
    get: (target, name) => {
      if (name === "batch")
        return async (statements: D1PreparedStatement[]) => await around(() => target.batch(statements));
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  const gatewayOf: Gateway = {
    ...real,
    send: async (messages, now) => {
      const outcomes = [];
      for (const message of messages) {
        const sending = await around(() => real.send([message], now));
        outcomes.push(...sending.outcomes);
      }
      return { outcomes };
    },
    find: async (sought) => await around(() => real.find(sought)),
  };
  return { engine: { ...engine, vault: openVault(watched), gateways: gatewaysOf(gatewayOf) }, steps };
}

/** Delivers in a process that is killed at its k-th step. @returns Whether it was. */
async function deliverAndDie(k: number, ids: readonly string[], by: { readonly gateway: Gateway }): Promise<boolean> {
  const process = dying(k, by);
  await deliverBatch(process.engine, ids).catch(() => null);
  return process.steps() >= k;
}

/** Steps of one delivery of two messages: before and after claiming, giving, each message, recording. */
const STEPS = 10;
/** Steps of one that takes over and sends both again: it asks the gateway as well. */
const STEPS_OF_TAKING_OVER = 12;

/** Every step at which a delivery can be killed, each with every step at which the one that takes it over can be; or not. */
const deaths = Array.from({ length: STEPS + 1 }, (_, first) =>
  Array.from({ length: STEPS_OF_TAKING_OVER + 1 }, (__, next) => [first + 1, next + 1] as const),
).flat();

type Life = { readonly ids: readonly string[]; readonly first: number; readonly next: number };

/** Each pair of invitations is delivered and killed, taken over and killed again; then all live in peace, day after day. */
async function liveThrough(by: { readonly gateway: Gateway }): Promise<readonly Life[]> {
  const ids = await given({ n: 2 * deaths.length });
  const lives = deaths.map(([first, next], index) => ({ ids: ids.slice(2 * index, 2 * index + 2), first, next }));
  await cutWave(engine);
  for (const life of lives) expect(await deliverAndDie(life.first, life.ids, by)).toBe(life.first <= STEPS);
  setTime(LATER);
  for (const life of lives) await deliverAndDie(life.next, life.ids, by);
  const alive = { ...engine, gateways: gatewaysOf(by.gateway) };
  for (const at of ["2026-03-03T13:00:00.000Z", "2026-03-03T13:30:00.000Z", NEXT_DAY, "2026-03-04T14:00:00.000Z"]) {
    setTime(at);
    queued.length = 0;
    await queueDue(alive);
    await sweep(alive);
    await deliverBatch(alive, queued);
  }
  return lives;
}

describe("wherever a delivery is killed, and whoever takes it up is killed again", () => {
  it.each([
    ["each message goes exactly once by a gateway that can be asked", gateway],
    ["each goes at most once by one that cannot, and those in doubt are counted", mute],
  ])("%s", async (_, by) => {
    const lives = await liveThrough(by);
    const rows = await vault.all<{ id: string; state: string; reason: string | null }>(
      sql`select id, state, reason from invitation`,
    );
    const doubted = new Set(rows.flatMap(({ id, reason }) => (reason === "in-doubt" ? [id] : [])));
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(["sent"]));
    const counts = Map.groupBy(by.messages, ({ reference }) => reference);
    for (const { ids, first, next } of lives) {
      for (const id of ids) {
        const times = counts.get(id)?.length ?? 0;
        const isRight = by === gateway || !doubted.has(id) ? times === 1 : times <= 1;
        expect({ first, next, times, isRight }).toEqual({ first, next, times, isRight: true });
      }
    }
    for (const message of by.messages) {
      const found = await findByLink(vault, await hashOf(message), { today: TODAY, linkDays: 28, k: 10 });
      expect(found?.invitationId).toBe(message.reference);
    }
    const { inDoubt } = await reportDeliveries({ ...engine, gateways: gatewaysOf(by.gateway) });
    expect(inDoubt).toEqual({ waiting: 0, settledAsSent: doubted.size });
    expect(doubted.size > 0).toBe(by === mute);
  });
});

describe("a message in doubt", () => {
  const through = (...gateways: readonly (typeof gateway)[]) => ({
    ...engine,
    gateways: gatewaysOf(...gateways.map((each) => each.gateway)),
  });

  it("waits for a receipt, which settles it, or counts as sent after a day; it is never sent again", async () => {
    const ids = await given({ n: 3 });
    const [settled, delivered, never] = ids.map(sure) as [string, string, string];
    await cutWave(engine);
    const muted = through(mute, second);
    mute.state.fault = "lost";
    await deliverBatch(muted, ids);
    setTime(LATER);
    await sweep(engine);
    await deliverBatch(muted, queued);
    expect(await states(ids)).toEqual(["claimed: in-doubt"]);
    expect((await reportDeliveries(muted)).inDoubt).toEqual({ waiting: 3, settledAsSent: 0 });
    // Any receipt says that the gateway has it; a final one ends it.
    expect(await recordReceipts(engine, [{ reference: settled, status: "in-flight" }])).toBe(1);
    expect(await recordReceipts(engine, [{ reference: delivered, status: "delivered" }])).toBe(1);
    setTime("2026-03-04T11:00:00.000Z");
    expect(await sweep(engine)).toBe(0);
    setTime(NEXT_DAY);
    queued.length = 0;
    expect(await sweep(engine)).toBe(1);
    await deliverBatch(muted, queued);
    expect([await states([settled]), await states([delivered]), await states([never])]).toEqual([
      ["sent"],
      ["delivered"],
      ["sent: in-doubt"],
    ]);
    expect((await reportDeliveries(muted)).inDoubt).toEqual({ waiting: 0, settledAsSent: 1 });
    await closeExpired(vault, "2026-06-01" as LocalDate, NEXT_DAY);
    expect(await states([never, settled])).toEqual(["closed: in-doubt", "closed: sent"]);
    expect((await reportDeliveries(muted)).inDoubt).toEqual({ waiting: 0, settledAsSent: 1 });
    await vault.run(sql`update invitation set state = 'sent', reason = 'in-doubt' where id = ${never}`);
    expect([mute.messages.length, second.messages.length]).toEqual([3, 0]);
    // Better late than never: then it is in doubt no more.
    await recordReceipts(engine, [{ reference: never, status: "delivered" }]);
    expect(await states([never])).toEqual(["delivered"]);
  });

  it("stays where it is while its gateway does not answer, and is not given to another", async () => {
    const ids = await given({ n: 2 });
    await cutWave(engine);
    gateway.state.fault = "lost";
    await deliverBatch(through(gateway, second), ids);
    gateway.state.deaf = true;
    setTime(LATER);
    await deliverBatch(through(gateway, second), ids);
    expect(await states(ids)).toEqual(["claimed"]);
    gateway.state.deaf = false;
    setTime("2026-03-03T13:00:00.000Z");
    await deliverBatch(through(gateway, second), ids);
    expect(await states(ids)).toEqual(["sent"]);
    expect([gateway.messages.length, second.messages.length]).toEqual([2, 0]);
  });
});

describe("the order of gateways", () => {
  const both = { ...engine, gateways: gatewaysOf(gateway.gateway, second.gateway) };

  it("gives the next one what the first surely did not take, at once, and records whose it is", async () => {
    const ids = await given({ n: 3 });
    await cutWave(engine);
    gateway.state.fault = "later";
    await deliverBatch(both, ids);
    expect(await states(ids)).toEqual(["sent"]);
    expect([gateway.messages.length, second.messages.length]).toEqual([0, 3]);
    expect(await vault.all(sql`select distinct gateway from invitation`)).toEqual([{ gateway: "second" }]);
  });

  it("lets one that fails rest for longer and longer, holds what nobody carries, and drops nothing", async () => {
    const ids = await given({ n: 4 });
    await cutWave(engine);
    gateway.state.fault = "later";
    const pauses: (string | null | undefined)[] = [];
    const tries = ["12:00", "12:20", "13:00", "13:02", "13:05", "14:00"];
    for (const at of tries) {
      setTime(`2026-03-03T${at}:00.000Z`);
      await vault.run(sql`update invitation set claimed_until = null where state = 'scheduled'`);
      await deliverBatch(engine, ids);
      pauses.push((await reportDeliveries(engine)).gateways[0]?.pausedUntil?.slice(11, 16));
    }
    // Three failures in a row bring a rest of five minutes; each further one twice as long. At 13:02 nothing was tried.
    expect(pauses).toEqual([undefined, undefined, "13:05", "13:05", "13:15", "14:20"]);
    expect(await states(ids)).toEqual(["scheduled"]);
    gateway.state.fault = null;
    setTime("2026-03-03T14:20:00.000Z");
    await queueDue(engine);
    await deliverBatch(engine, ids);
    expect(gateway.messages).toHaveLength(1);
    setTime("2026-03-03T14:25:00.000Z");
    await queueDue(engine);
    await deliverBatch(engine, ids);
    expect(await states(ids)).toEqual(["sent"]);
    expect((await reportDeliveries(engine)).gateways).toEqual([
      { name: "first", failures: 0, pausedUntil: null, reason: null },
    ]);
  });

  it("keeps a rest that a gateway asks for; who waits uses up no attempt, and goes on when an operator ends it", async () => {
    const ids = await given({ n: 2 });
    const later = await given({ n: 2, mobile: (index) => `+4477009001${String(index).padStart(2, "0")}` });
    await cutWave(engine);
    const until = "2026-03-04T00:00:00.000Z" as Instant;
    gateway.state.pause = { until, reason: "daily-limit" };
    await deliverBatch(engine, ids);
    gateway.state.pause = undefined;
    expect(await states(ids)).toEqual(["sent"]);
    await deliverBatch(engine, later);
    await deliverBatch(engine, later);
    expect(gateway.messages).toHaveLength(2);
    const rows = await vault.all(
      sql`select distinct state, attempts, claimed_until as until, link_hash as link, gateway from invitation where id = ${later[0]}`,
    );
    expect(rows).toEqual([{ state: "scheduled", attempts: 0, until, link: null, gateway: null }]);
    expect((await reportDeliveries(engine)).gateways[0]).toMatchObject({ pausedUntil: until, reason: "daily-limit" });
    expect(await queueDue(engine)).toBe(0);

    expect(await resumeGateway(engine, "first")).toBe(2);
    expect(await resumeGateway(engine, "first")).toBeNull();
    expect(await queueDue(engine)).toBe(2);
    await deliverBatch(engine, later);
    expect(await states(later)).toEqual(["sent"]);
  });
});

/** What is known of these victims' routes, each different one once. */
const routes = async (ids: readonly string[]) =>
  await vault.all(sql`
    select distinct safety, safety_asserted_at as at, safety_asserted_by as whom from victim
    where id in (select value from json_each(${JSON.stringify(ids)}))`);

describe("a message that a gateway took and could not deliver", () => {
  const linkOf = async (index: number) =>
    (await findByLink(vault, await hashOf(sure(gateway.messages[index])), { today: TODAY, linkDays: 28, k: 10 }))
      ?.state;
  const deadReasons = async () =>
    (await listDeadLetters(engine, { after: "", limit: 10 })).map(({ id, reason }) => [id, reason]);
  /** What the cron does at that moment. @returns How many it queued. */
  const goOn = async (at: string) => {
    setTime(at);
    queued.length = 0;
    await queueDue(engine);
    await deliverBatch(engine, queued);
    return queued.length;
  };

  it("goes again after an hour where the fault was not the number's, three times in all, and is a dead letter then", async () => {
    const [id] = (await given({ n: 1 })) as [string];
    await cutWave(engine);
    await deliverBatch(engine, [id]);
    const fails = (givenAt?: string) =>
      recordReceipts(engine, [{ reference: id, status: "failed-technical", givenAt: givenAt as Instant | undefined }]);
    expect(await fails()).toBe(1);
    // A gateway repeats itself.
    expect(await fails()).toBe(0);
    expect([await states([id]), await goOn("2026-03-03T12:50:00.000Z")]).toEqual([["scheduled"], 0]);
    expect(await goOn("2026-03-03T13:00:00.000Z")).toBe(1);
    expect(await states([id])).toEqual(["sent"]);
    expect([await linkOf(0), await linkOf(1)]).toEqual([undefined, "sent"]);
    expect(gateway.messages).toHaveLength(2);
    // Of the first message, and late; then of the second, on the next day, when its first window would be over.
    expect(await fails(NOW)).toBe(0);
    expect(await states([id])).toEqual(["sent"]);
    setTime("2026-03-04T10:00:00.000Z");
    expect(await fails("2026-03-03T12:58:00.000Z")).toBe(1);
    expect(await goOn("2026-03-04T12:00:00.000Z")).toBe(1);
    expect([gateway.messages.length, await linkOf(2)]).toEqual([3, "sent"]);
    expect(await fails()).toBe(1);
    expect([await states([id]), await deadReasons()]).toEqual([
      ["failed: gateway-technical"],
      [[id, "gateway-technical"]],
    ]);
    expect(await routes([id])).toEqual([{ safety: "safe-sms", at: "2026-03-01T09:00:00.000Z", whom: "officer" }]);

    setTime("2026-03-06T12:00:00.000Z");
    expect(await replayDeliveries(engine, [id])).toBe(1);
    expect(await goOn("2026-03-06T12:05:00.000Z")).toBe(1);
    expect(await recordReceipts(engine, [{ reference: id, status: "delivered" }])).toBe(1);
    expect([gateway.messages.length, await states([id])]).toEqual([4, ["delivered"]]);
  });

  it("goes again once where nobody was reached for now, also if the failure is told before the gateway's answer is kept", async () => {
    const [id] = (await given({ n: 1 })) as [string];
    await cutWave(engine);
    const hasty: Gateway = {
      ...gateway.gateway,
      send: async (messages, now) => {
        const sending = await gateway.gateway.send(messages, now);
        await recordReceipts(engine, [{ reference: id, status: "failed-temporary" }]);
        return sending;
      },
    };
    await deliverBatch({ ...engine, gateways: gatewaysOf(hasty) }, [id]);
    expect(await states([id])).toEqual(["scheduled"]);
    expect(await goOn("2026-03-03T13:00:00.000Z")).toBe(1);
    await recordReceipts(engine, [{ reference: id, status: "failed-temporary" }]);
    expect(await deadReasons()).toEqual([[id, "gateway-temporary"]]);
  });

  it("shuts the route of a dead number: no later stage goes there until somebody asserts one anew", async () => {
    const ids = await given({ n: 3 });
    const [dead, anew, refused] = ids as [string, string, string];
    await cutWave(engine);
    await deliverBatch(engine, [dead, anew]);
    Object.assign(gateway.state, { fault: "refused", reason: "number-dead" });
    await deliverBatch(engine, [refused]);
    gateway.state.fault = null;
    const [next] = (await given({ n: 1, mobile: () => "+447700900555" })) as [string];
    await vault.run(sql`update invitation set victim_id = ${dead}, stage = 'charge' where id = ${next}`);
    await vault.run(sql`update victim set safety_asserted_at = ${LATER} where id = ${anew}`);
    setTime(LATER);
    await recordReceipts(engine, [
      { reference: dead, status: "failed-permanent" },
      { reference: anew, status: "failed-permanent" },
    ]);
    expect(await states([dead, anew, refused])).toEqual(["failed: number-dead"]);
    // As old as the message: who tells again what was asserted before it opens nothing.
    expect(await routes([dead, refused])).toEqual([{ safety: "unknown", at: NOW, whom: null }]);
    expect(await routes([anew])).toEqual([{ safety: "safe-sms", at: LATER, whom: "officer" }]);
    expect(await states([next])).toEqual(["held: safety-unknown"]);
    // Nor if it was decided before all this was known.
    await vault.run(sql`update invitation set state = 'scheduled', reason = null where id = ${next}`);
    await cutWave(engine);
    await deliverBatch(engine, [next]);
    expect(await replayDeliveries(engine, "all")).toBe(1);
    await deliverBatch(engine, [refused]);
    expect(await states([next, refused])).toEqual(["held: safety-unknown"]);
    expect(gateway.messages).toHaveLength(2);
  });
});

describe("a refusal", () => {
  it("is a dead letter with its reason, which is put back once, and never if it has gone", async () => {
    const ids = await given({ n: 2 });
    const fine = await given({ n: 1, mobile: () => "+447700900910" });
    await cutWave(engine);
    await deliverBatch(engine, fine);
    await recordReceipts(engine, [{ reference: sure(fine[0]), status: "failed-permanent" }]);
    gateway.state.fault = "refused";
    await deliverBatch(engine, ids);
    expect(await states(ids)).toEqual(["failed: gateway-refused"]);
    const dead = await listDeadLetters(engine, { after: "", limit: 10 });
    expect(dead.map(({ id, reason, stage, attempts }) => ({ id, reason, stage, attempts }))).toEqual(
      [...ids].toSorted().map((id) => ({ id, reason: "gateway-refused", stage: "report", attempts: 1 })),
    );
    gateway.state.fault = null;
    expect(await routes(ids)).toEqual([{ safety: "unknown", at: NOW, whom: null }]);
    await vault.run(sql`update victim set safety = 'safe-sms', safety_asserted_at = ${LATER}, safety_asserted_by = 'officer'
      where id in (select value from json_each(${JSON.stringify(ids)}))`);
    setTime(LATER);
    expect(await replayDeliveries(engine, [...ids, ...fine])).toBe(2);
    expect(await replayDeliveries(engine, "all")).toBe(0);
    expect(await queueDue(engine)).toBe(2);
    await deliverBatch(engine, ids);
    expect(await states(ids)).toEqual(["sent"]);
    expect(await states(fine)).toEqual(["failed: number-dead"]);
    for (const message of gateway.messages.slice(1)) {
      expect((await findByLink(vault, await hashOf(message), { today: TODAY, linkDays: 28, k: 10 }))?.state).toBe(
        "sent",
      );
    }
  });

  it("because somebody has opted out over there counts as their refusal, and stands here", async () => {
    const same = () => "+447700900111";
    const ids = await given({ n: 1, mobile: same });
    await cutWave(engine);
    Object.assign(gateway.state, { fault: "refused", reason: "opted-out" });
    await deliverBatch(engine, ids);
    expect(await states(ids)).toEqual(["excluded: opted-out"]);
    expect(await vault.all(sql`select reason from opt_out`)).toEqual([{ reason: "stop" }]);
    expect(await listDeadLetters(engine, { after: "", limit: 10 })).toEqual([]);
    // As a STOP of their own would: nothing of theirs is left to reach them by, at any stage.
    expect(await vault.all(sql`select contact, phone_index as phone, flags from victim`)).toEqual([
      { contact: null, phone: null, flags: '["opted-out"]' },
    ]);
    gateway.reset();
    const newcomer = await given({ n: 1, mobile: same });
    await cutWave(engine);
    await deliverBatch(engine, newcomer);
    expect(gateway.messages).toEqual([]);
    expect(await states(newcomer)).toEqual(["excluded: opted-out"]);
  });
});
