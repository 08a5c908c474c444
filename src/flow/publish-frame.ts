import {
  firstDayOfQuarter,
  firstDayOfWeek,
  type HasClock,
  londonDate,
  plusDays,
  type Quarter,
  quarterOf,
  type Week,
} from "../kernel/time.ts";
import type { HasLog } from "../platform/log.ts";
import type { HasResponses } from "../store/responses/database.ts";
import { countOpenings, type FrameCount, replaceFrame } from "../store/responses/frame.ts";
import { wavesWithNullifiers } from "../store/responses/nullifiers.ts";
import { readRelease } from "../store/responses/releases.ts";
import type { HasVault } from "../store/vault/database.ts";
import { frameCounts } from "../store/vault/invitations.ts";

/**
 * Copies the frame across as counts: what became of every eligible stage, by area and stage, and nothing finer.
 *
 * One of the four places that see both databases. It takes the running quarter and the one before, until that one is
 * released: a released period's exact counts are gone, and stay gone.
 */
export async function publishFrame(engine: HasVault & HasResponses & HasClock & HasLog): Promise<void> {
  const current = quarterOf(londonDate(engine.clock.now()));
  const previous = quarterOf(plusDays(firstDayOfQuarter(current), -1));
  for (const period of [previous, current]) {
    if (await readRelease(engine.responses, period)) continue;
    const counts = [...(await frameCounts(engine.vault, period)), ...(await openings(engine, period))];
    await replaceFrame(engine.responses, period, counts);
    engine.log.event("frame-published", { period, rows: counts.length });
  }
}

async function openings({ responses }: HasResponses, period: Quarter): Promise<readonly FrameCount[]> {
  const open = (await wavesWithNullifiers(responses)).filter(
    (wave) => quarterOf(firstDayOfWeek(wave as Week)) === period,
  );
  return (await countOpenings(responses, period, open)).map((row) => ({ ...row, disposition: "started" }));
}
