import { methodology } from "../domain/methodology.ts";
import {
  daysBetween,
  firstDayOfWeek,
  type HasClock,
  type LocalDate,
  londonDate,
  plusDays,
  quarterAfter,
  quarterOf,
  type Week,
  weekOf,
} from "../kernel/time.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasLog } from "../platform/log.ts";
import type { HasResponses } from "../store/responses/database.ts";
import { closeWave, wavesWithNullifiers } from "../store/responses/nullifiers.ts";

/** How far ahead dated keys are made, in days: the cron may fail for a fortnight before anything waits for a key. */
const DAYS_AHEAD = 14;

/** Makes the keys of the days, weeks and quarters to come. No other code makes one (decisions.md 2). */
export async function createKeys({ keys, clock }: HasKeys & HasClock): Promise<void> {
  const today = londonDate(clock.now());
  const days = Array.from({ length: DAYS_AHEAD + 1 }, (_, ahead) => plusDays(today, ahead));
  const weeks = [...new Set(days.map(weekOf))];
  const quarters = [quarterOf(today), quarterAfter(quarterOf(today))];
  const have = async (kind: Parameters<typeof keys.list>[0]) => new Set(await keys.list(kind));
  const missing = async (kind: Parameters<typeof keys.list>[0], names: readonly string[]) => {
    const existing = await have(kind);
    await keys.create(
      kind,
      names.filter((name) => !existing.has(name)),
    );
  };
  await missing("day", days);
  await missing("conversation", days);
  await missing("wave", weeks);
  await missing("epoch", weeks);
  await missing("wish", weeks);
  await missing("cohort", quarters);
  await missing("comment", quarters);
}

/** The last day on which a link of this wave works, and some days of grace. */
function lastDayOfWave(wave: Week): LocalDate {
  return plusDays(firstDayOfWeek(wave), 6 + methodology.linkDays + methodology.waveGraceDays);
}

/**
 * Closes the waves that are over: openings become counts, nullifiers and drafts go, and last of all the key. From then
 * on nobody can test whether a link was used, whatever they hold.
 */
export async function closeWaves({
  keys,
  clock,
  responses,
  log,
}: HasKeys & HasClock & HasResponses & HasLog): Promise<void> {
  const today = londonDate(clock.now());
  const waves = new Set([...(await keys.list("wave")), ...(await wavesWithNullifiers(responses))]);
  for (const wave of waves) {
    if (daysBetween(lastDayOfWave(wave as Week), today) <= 0) continue;
    await closeWave(responses, wave, quarterOf(firstDayOfWeek(wave as Week)));
    await keys.destroy("wave", wave);
    log.event("wave-closed", { wave });
  }
}
