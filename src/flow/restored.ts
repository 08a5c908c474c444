import type { HasGateways } from "../channels/gateway.ts";
import { Problem } from "../kernel/problem.ts";
import { type HasClock, instantOf, londonDate, millisecondsOf, plusMinutes } from "../kernel/time.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasLog } from "../platform/log.ts";
import type { HasMarks } from "../platform/marks.ts";
import { runBatch } from "../store/batch.ts";
import type { HasVault } from "../store/vault/database.ts";
import { keepShowings } from "../store/vault/gateways.ts";
import { advanceMark, optOutsSince, putRight, readMark } from "../store/vault/marks.ts";

// A vault that was restored to an earlier moment has forgotten who was written to and who has stopped us since. Until an
// operator has put it right it opens no contact: nothing is sent, and nobody is shown (decision 43).

/** By how much clocks of ours may differ, in milliseconds. */
const OVERLAP = 600_000;

/** How long gateways rest after a restore, in minutes, unless an operator ends it: while senders tell us again. */
const REST_MINUTES = 7 * 24 * 60;

/**
 * Marks how far the vault has come, and copies what must outlive a restore. The first step of every cron.
 *
 * @throws Error when the vault is older than its mark: it was restored.
 */
export async function keepMark({ vault, marks, clock }: HasVault & HasMarks & HasClock): Promise<void> {
  const before = await marks.read();
  const n = await advanceMark(vault, before?.n ?? 0);
  if (n === null)
    throw new Error("The vault is older than its mark: it was restored, and nothing is sent until it is resumed");
  const since = before === null ? "" : instantOf(millisecondsOf(before.at) - OVERLAP);
  await marks.keepStops(await optOutsSince(vault, since));
  await marks.write({ n, at: clock.now() });
}

/** Refuses a vault that is older than its mark. For whoever is about to open contact. @throws Problem `key-not-ready`. */
export async function refuseRestored({ vault, marks }: HasVault & HasMarks): Promise<void> {
  const mark = await marks.read();
  if (mark !== null && (await readMark(vault)) < mark.n) {
    throw new Problem(
      "key-not-ready",
      "The vault was restored. An operator must resume it before anybody is contacted.",
    );
  }
}

/**
 * Lets a restored vault be used again: what it must not have forgotten is put back, what may have gone is in doubt, and
 * every gateway rests, until each sender has told us again what happened since and an operator ends the rest.
 *
 * @returns What was put right; null where the vault was not restored.
 */
export async function resumeVault({
  vault,
  marks,
  keys,
  gateways,
  clock,
  log,
}: HasVault & HasMarks & HasKeys & HasGateways & HasClock & HasLog): Promise<{
  readonly optOuts: number;
  readonly inDoubt: number;
} | null> {
  const mark = await marks.read();
  if (mark === null || (await readMark(vault)) >= mark.n) return null;
  const now = clock.now();
  const until = plusMinutes(now, REST_MINUTES);
  const rests = gateways.all.map(({ name }) => ({
    gateway: name,
    answered: true,
    pause: { until, reason: "configuration" as const },
  }));
  if (rests.length > 0) await runBatch(vault, keepShowings(rests, now));
  const closedWaves = (await keys.destroyed("wave")).map(({ name }) => name);
  const stops = await marks.stops();
  const done = await putRight(vault, { n: mark.n, by: londonDate(mark.at), stops, closedWaves }, now);
  log.event("vault-resumed", done);
  return done;
}
