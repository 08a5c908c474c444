import { methodology } from "../domain/methodology.ts";
import { isWaveOver } from "../domain/mixing.ts";
import {
  firstDayOfQuarter,
  firstDayOfWeek,
  type HasClock,
  type LocalDate,
  londonDate,
  plusDays,
  type Quarter,
  quarterAfter,
  quarterOf,
  type Week,
  weekOf,
} from "../kernel/time.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasLog } from "../platform/log.ts";
import type { HasResponses } from "../store/responses/database.ts";
import { closeWave, settleOpenings, wavesWithNullifiers } from "../store/responses/nullifiers.ts";
import { countWave } from "./openings.ts";

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
  await missing("quarter", quarters);
}

type Closer = HasKeys & HasClock & HasResponses & HasLog;

/**
 * Closes the waves that are over: openings become counts, nullifiers and drafts go, and last of all the key. From then
 * on nobody can test whether a link was used, whatever they hold.
 *
 * @throws Error of the first that could not be closed, after all others have been.
 */
export async function closeWaves(engine: Closer): Promise<void> {
  const { keys, clock, responses } = engine;
  const today = londonDate(clock.now());
  const waves = new Set([...(await keys.list("wave")), ...(await wavesWithNullifiers(responses))]);
  const failures: unknown[] = [];
  for (const wave of waves) {
    if (!isWaveOver(wave as Week, today, methodology)) continue;
    await endWave(engine, wave as Week).catch((cause: unknown) => failures.push(cause));
  }
  await settleOpenings(responses, lastClosedPeriod(today));
  if (failures.length > 0) throw failures[0];
}

async function endWave(engine: Closer, wave: Week): Promise<void> {
  const openings = await countWave(engine, wave);
  const period = quarterOf(firstDayOfWeek(wave));
  const ending = { wave, period, ...openings, atLeast: methodology.generalisation.k };
  const isEnded = await closeWave(engine.responses, ending);
  if (!isEnded) throw new Error("An opening came while its wave was closed");
  await engine.keys.destroy("wave", wave);
  engine.log.event("wave-closed", { wave });
}

/** The newest quarter all of whose waves are over: nothing is added to its openings any more. */
function lastClosedPeriod(today: LocalDate): Quarter {
  let next = quarterOf(today);
  while (!isWaveOver(lastWaveOf(next), today, methodology)) next = quarterBefore(next);
  return next;
}

const quarterBefore = (quarter: Quarter) => quarterOf(plusDays(firstDayOfQuarter(quarter), -1));

/** The last wave that counts with a quarter: the week of its last Monday. */
const lastWaveOf = (quarter: Quarter) => weekOf(plusDays(firstDayOfQuarter(quarterAfter(quarter)), -1));
