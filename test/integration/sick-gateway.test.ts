import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { Gateway } from "../../src/channels/gateway.ts";
import { sendEach, type Verdict } from "../../src/channels/pace.ts";
import { cutWave } from "../../src/flow/cut-wave.ts";
import { deliverBatch, queueDue } from "../../src/flow/deliver.ts";
import { reportDeliveries } from "../../src/flow/deliveries-report.ts";
import { optOutIndexOf } from "../../src/flow/opt-out.ts";
import { sweep } from "../../src/flow/sweep.ts";
import { plusMinutes } from "../../src/kernel/time.ts";
import {
  engine,
  gatewaysOf,
  given,
  NOW,
  prepareDeliveries,
  queued,
  setTime,
  states,
  vault,
} from "../support/deliveries.ts";

prepareDeliveries();

/** A gateway that sends as the real ones do, and cannot be asked what it took. */
function mute() {
  const state: { verdict: Verdict; begun: number; taken: Set<string> } = {
    verdict: { outcome: "unknown" },
    begun: 0,
    taken: new Set(),
  };
  const gateway: Gateway = {
    name: "mute",
    carries: ["sms"],
    send: async (messages, now) =>
      await sendEach(messages, { now, perSecond: 1000 }, async ({ reference }) => {
        state.begun++;
        const { verdict } = state;
        // An answer takes a while, in which other messages are on their way.
        await new Promise<void>((resolve) => {
          setTimeout(resolve, 2);
        });
        if (verdict.outcome === "accepted") state.taken.add(reference);
        return verdict;
      }),
    find: async (sought) => ({
      accepted: new Set(),
      unknowable: new Set(sought.map(({ reference }) => reference)),
    }),
  };
  return { state, engine: { ...engine, gateways: gatewaysOf(gateway) } };
}

const batches = (ids: readonly string[]) =>
  Array.from({ length: Math.ceil(ids.length / 100) }, (_, index) => ids.slice(100 * index, 100 * index + 100));

/** One run of the cron, and of the queue's one consumer. */
async function run({ engine: by }: ReturnType<typeof mute>): Promise<void> {
  queued.length = 0;
  await queueDue(by);
  await sweep(by);
  for (const batch of batches([...queued])) await deliverBatch(by, batch);
}

const standing = async ({ engine: by }: ReturnType<typeof mute>) => (await reportDeliveries(by)).gateways[0];

describe("a gateway that cannot be asked, and does not answer for hours", () => {
  it("has three messages of each consumer at once, one each time it wakes, and all of them when it works again", async () => {
    const by = mute();
    const ids = await given({ n: 600 });
    await cutWave(engine);
    await Promise.all(batches(ids).map(async (batch) => await deliverBatch(by.engine, batch)));
    expect(by.state.begun).toBe(6 * 3);
    // Six failures at once are six, of which the first three bring a rest; what fails as it rests makes it no longer.
    expect(await standing(by)).toMatchObject({ failures: 3, reason: "failing", pausedUntil: plusMinutes(NOW, 5) });

    for (let minute = 5; minute < 6 * 60; minute += 5) {
      setTime(plusMinutes(NOW, minute));
      await run(by);
    }
    // It woke after 5, 15, 35, 75 and 155 minutes, and after 275: the seventh rest reaches into the night.
    expect(by.state.begun).toBe(6 * 3 + 6);
    const waiting = sql`select count(*) as n from invitation where state = 'scheduled' and attempts = 0 and gateway is null`;
    expect(await vault.all(waiting)).toEqual([{ n: 600 - 24 }]);

    by.state.verdict = { outcome: "accepted" };
    setTime("2026-03-04T09:00:00.000Z");
    queued.length = 0;
    await queueDue(by.engine);
    const [first = [], ...others] = batches([...queued]);
    await deliverBatch(by.engine, first);
    expect(by.state.taken.size).toBe(1);
    for (const batch of others) await deliverBatch(by.engine, batch);
    setTime("2026-03-04T09:05:00.000Z");
    await run(by);
    expect(by.state.taken.size).toBe(600 - 24);
    setTime("2026-03-05T10:00:00.000Z");
    await run(by);
    expect(await states(ids)).toEqual(["sent", "sent: in-doubt"]);
    expect((await reportDeliveries(by.engine)).inDoubt).toEqual({ waiting: 0, settledAsSent: 24 });
    expect(by.state.taken.size).toBe(600 - 24);
  });

  it("is tried out by one message, whose consumer may die: then by another, once that one cannot live any more", async () => {
    const by = mute();
    await given({ n: 20 });
    await cutWave(engine);
    await vault.run(sql`insert into gateway_state (gateway, failures, probe, probe_until, updated_at)
      values ('mute', 2, 'one of another consumer', ${plusMinutes(NOW, 20)}, ${NOW})`);
    by.state.verdict = { outcome: "accepted" };
    for (let minute = 0; minute < 20; minute += 5) {
      setTime(plusMinutes(NOW, minute));
      await run(by);
    }
    expect(by.state.begun).toBe(0);
    setTime(plusMinutes(NOW, 20));
    await run(by);
    expect(by.state.begun).toBe(1);
    expect(await standing(by)).toEqual({ name: "mute", failures: 0, pausedUntil: null, reason: null });
    setTime(plusMinutes(NOW, 25));
    await run(by);
    expect(by.state.taken.size).toBe(20);
  });

  it("is not tried out by somebody who has opted out meanwhile", async () => {
    const by = mute();
    const ids = await given({ n: 2 });
    await cutWave(engine);
    by.state.verdict = { outcome: "later" };
    await deliverBatch(by.engine, ids.slice(1));
    expect(await standing(by)).toMatchObject({ failures: 1, pausedUntil: null });
    by.state.verdict = { outcome: "accepted" };
    await vault.run(sql`insert into opt_out (contact_index, reason, since)
      values (${await optOutIndexOf(engine, "+447700900000")}, 'stop', ${NOW})`);
    setTime(plusMinutes(NOW, 16));
    await deliverBatch(by.engine, ids);
    expect(await states(ids)).toEqual(["excluded: opted-out", "sent"]);
    expect(await standing(by)).toMatchObject({ failures: 0 });
  });
});
