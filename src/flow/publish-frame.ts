import type { Disposition } from "../domain/disposition.ts";
import { methodology } from "../domain/methodology.ts";
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
import type { HasKeys } from "../platform/keys.ts";
import type { HasLog } from "../platform/log.ts";
import { recordBands } from "../results/closure-figures.ts";
import { replaceClosureCounts } from "../store/responses/closure-counts.ts";
import type { HasResponses } from "../store/responses/database.ts";
import {
  countOpenings,
  type EndedCount,
  endedCounts,
  type FrameCount,
  replaceEnded,
  replaceFrame,
} from "../store/responses/frame.ts";
import { findSpent, findStarted, wavesWithNullifiers } from "../store/responses/nullifiers.ts";
import { readRelease } from "../store/responses/releases.ts";
import { closureCounts } from "../store/vault/closure-counts.ts";
import type { HasVault } from "../store/vault/database.ts";
import { endedOfWave, frameCounts } from "../store/vault/invitations.ts";
import { openingId, submissionId } from "./answer.ts";

/**
 * Copies the frame across as counts: what became of every eligible stage, by area and stage, and of every closure
 * discussion, by area; and nothing finer. Who
 * answered and then stopped us counts once, as an answer; who opened and then stopped us once, as what the stop made of
 * it (decisions.md 19).
 *
 * One of the few places that see both databases. It takes the running quarter and the one before, until that one is
 * released: a released period's exact counts are gone, and stay gone.
 */
export async function publishFrame(engine: HasVault & HasResponses & HasKeys & HasClock & HasLog): Promise<void> {
  for (const wave of await engine.keys.list("wave")) await countEnded(engine, wave as Week);
  const current = quarterOf(londonDate(engine.clock.now()));
  const previous = quarterOf(plusDays(firstDayOfQuarter(current), -1));
  for (const period of [previous, current]) {
    if (await readRelease(engine.responses, period)) continue;
    const rows = [...(await frameCounts(engine.vault, period)), ...(await openings(engine, period))];
    const counts = countedOnce(rows, await endedCounts(engine.responses, period));
    await replaceFrame(engine.responses, period, counts);
    await replaceClosureCounts(engine.responses, period, await closureCounts(engine.vault, period, recordBands));
    engine.log.event("frame-published", { period, rows: counts.length });
  }
}

/** No invitation waits longer for its day than the longest window is. */
const LONGEST_WAIT = Math.max(...Object.values(methodology.journey).map(({ toDays }) => toDays));

/** Counts those of a wave who had opened or submitted what they then ended. Nothing is kept of whom it concerns. */
async function countEnded({ vault, responses, keys }: HasVault & HasResponses & HasKeys, wave: Week): Promise<void> {
  const ended = await endedOfWave(vault, wave, plusDays(firstDayOfWeek(wave), -LONGEST_WAIT));
  if (ended.length === 0) return;
  const nullifying = await keys.dated("wave", wave);
  const named = await Promise.all(
    ended.map(async (survey) => ({
      survey,
      opening: await openingId(nullifying, survey.linkHash),
      submission: await submissionId(nullifying, survey.linkHash),
    })),
  );
  const opened = await findStarted(
    responses,
    wave,
    named.map(({ opening }) => opening),
  );
  const asked = named.map(({ submission }) => ({ wave, nullifier: submission }));
  const submitted = await findSpent(responses, asked);
  const counts = new Map<string, EndedCount>();
  for (const { survey, opening, submission } of named) {
    if (!opened.has(opening)) continue;
    const { linkHash: _, ...of } = survey;
    const answered = submitted.has(submission);
    const key = JSON.stringify([of, answered]);
    counts.set(key, { ...of, answered, n: 1 + (counts.get(key)?.n ?? 0) });
  }
  await replaceEnded(responses, wave, [...counts.values()]);
}

/**
 * What would be counted twice, once: who had answered is one that was reached, off which their answer is taken; who had
 * only opened is what the ending made of them, and so no opening.
 */
function countedOnce(rows: readonly FrameCount[], ended: readonly EndedCount[]): readonly FrameCount[] {
  const moves = ended.flatMap(({ area, stage, disposition, answered, n }) =>
    answered
      ? [
          { area, stage, disposition, n: -n },
          { area, stage, disposition: REACHED, n },
        ]
      : [{ area, stage, disposition: STARTED, n: -n }],
  );
  const counts = new Map<string, FrameCount>();
  for (const { n, ...of } of [...rows, ...moves]) {
    const key = JSON.stringify([of.area, of.stage, of.disposition]);
    counts.set(key, { ...of, n: n + (counts.get(key)?.n ?? 0) });
  }
  return [...counts.values()].filter(({ n }) => n > 0);
}

const REACHED: Disposition = "NC";
const STARTED = "started";

async function openings({ responses }: HasResponses, period: Quarter): Promise<readonly FrameCount[]> {
  const open = (await wavesWithNullifiers(responses)).filter(
    (wave) => quarterOf(firstDayOfWeek(wave as Week)) === period,
  );
  return (await countOpenings(responses, period, open)).map((row) => ({ ...row, disposition: STARTED }));
}
