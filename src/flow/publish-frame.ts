import { complianceSteps, deadlines, settledUntil } from "../domain/compliance.ts";
import type { Disposition } from "../domain/disposition.ts";
import { methodology } from "../domain/methodology.ts";
import {
  firstDayOfQuarter,
  firstDayOfWeek,
  type HasClock,
  londonDate,
  londonInstant,
  plusDays,
  type Quarter,
  quarterAfter,
  quarterOf,
  type Week,
} from "../kernel/time.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasLog } from "../platform/log.ts";
import { recordBands } from "../results/closure-figures.ts";
import { recordedActs } from "../results/compliance-figures.ts";
import type { HasResponses } from "../store/responses/database.ts";
import {
  closedOpenings,
  type EndedCount,
  endedCounts,
  type FrameCount,
  replaceEnded,
  type MarginCount,
  replaceCounts,
} from "../store/responses/frame.ts";
import { findSpent, findStarted, wavesWithNullifiers } from "../store/responses/nullifiers.ts";
import { readRelease } from "../store/responses/releases.ts";
import { closureCounts } from "../store/vault/closure-counts.ts";
import { complianceCounts } from "../store/vault/compliance-counts.ts";
import type { HasVault } from "../store/vault/database.ts";
import { endedOfWave, frameCounts, type InvitedGroup, invitedGroups } from "../store/vault/invitations.ts";
import { openingId, submissionId } from "./answer.ts";
import { countWave } from "./openings.ts";

/**
 * Copies the frame across as counts: what became of every eligible stage, by area and stage, and of every closure
 * discussion, by area, and what is on record of victims' rights, by area; and nothing finer. Who
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
    const opened = await openings(engine, period, { isRunning: period === current });
    const rows = [...(await frameCounts(engine.vault, period)), ...opened];
    const counts = countedOnce(rows, await endedCounts(engine.responses, period));
    await replaceCounts(engine.responses, period, {
      frame: counts,
      closures: await closureCounts(engine.vault, period, recordBands),
      // Once the quarter is over: from one night to the next, counts of a running one would tell of single victims.
      whole: period === current ? null : await countsOfWhole(engine, period),
    });
    engine.log.event("frame-published", { period, rows: counts.length });
  }
}

/** What is counted of a quarter that is over. */
async function countsOfWhole(engine: HasVault & HasClock, period: Quarter) {
  return {
    compliance: await recordedIn(engine, period),
    margins: marginsOf(await invitedGroups(engine.vault, period)),
  };
}

/**
 * What is on record of the rights of victims whose case was reported, or decided, in a quarter, and so long ago that
 * everything expected was due.
 */
async function recordedIn({ vault, clock }: HasVault & HasClock, period: Quarter) {
  const end = londonInstant(firstDayOfQuarter(quarterAfter(period)), 0);
  const settled = settledUntil(londonDate(clock.now()));
  const stretch = { from: londonInstant(firstDayOfQuarter(period), 0), until: settled < end ? settled : end };
  const expected = complianceSteps.map((step) => ({
    step,
    acts: recordedActs
      .filter(({ from }) => from === step)
      .map(({ act, workingDays }) => ({
        act,
        deadlines: workingDays === null ? [] : deadlines(period, workingDays),
      })),
  }));
  return await complianceCounts(vault, stretch, expected);
}

/** Counts the invited by each attribute that answers are weighted to. Nobody's attributes stay together. */
function marginsOf(groups: readonly InvitedGroup[]): readonly MarginCount[] {
  const counts = new Map<string, MarginCount>();
  for (const { dims, n } of groups) {
    for (const attribute of methodology.weights.attributes) {
      const of = { area: dims.area, stage: dims.stage, attribute, category: dims[attribute] };
      const key = Object.values(of).join("|");
      counts.set(key, { ...of, n: n + (counts.get(key)?.n ?? 0) });
    }
  }
  return [...counts.values()];
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

/** Openings, counted once the quarter is over: until then a few of an area and stage would be told by wave, or by day. */
async function openings(
  engine: HasResponses & HasKeys,
  period: Quarter,
  { isRunning }: { readonly isRunning: boolean },
): Promise<readonly FrameCount[]> {
  if (isRunning) return [];
  const open = (await wavesWithNullifiers(engine.responses)).filter(
    (wave) => quarterOf(firstDayOfWeek(wave as Week)) === period,
  );
  const counts = [...(await closedOpenings(engine.responses, period))];
  for (const wave of open) counts.push(...(await countWave(engine, wave)).counts);
  return counts.map((row) => ({ ...row, disposition: STARTED }));
}
