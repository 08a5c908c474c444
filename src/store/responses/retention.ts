import { inArray, sql } from "drizzle-orm";
import type { LocalDate } from "../../kernel/time.ts";
import { runBatch } from "../batch.ts";
import type { ResponsesDb } from "./database.ts";
import {
  closureAnswer,
  closureCount,
  complianceCount,
  comment,
  endedCount,
  frame,
  frameMargin,
  frameMark,
  journeyAnswer,
  mixed,
  profileCount,
  release,
  response,
  startedCount,
} from "./schema.ts";

/**
 * Periods first released before a day, whose records have served their purpose: a correction keeps them no longer, but
 * for one that was begun since `begun` and still counts them.
 */
export async function periodsReleasedBefore(
  responses: ResponsesDb,
  day: LocalDate,
  begun: LocalDate,
): Promise<readonly string[]> {
  const rows = await responses.all<{ period: string }>(
    sql`select distinct period from ${release} where status <> 'building' and published_on < ${day}
      and period not in (select period from ${release} where status = 'building' and started_at >= ${begun})
      and period in (select distinct period from ${response} union select distinct period from ${closureAnswer})`,
  );
  return rows.map(({ period }) => period);
}

/** Deletes the records of periods: the perturbed tables are what stays. Journeys live on with their cohort. */
export async function deleteMicrodata(responses: ResponsesDb, periods: readonly string[]): Promise<void> {
  const gone = [...periods];
  await runBatch(responses, [
    responses.delete(response).where(inArray(response.period, gone)),
    responses.delete(profileCount).where(inArray(profileCount.period, gone)),
    responses.delete(frameMargin).where(inArray(frameMargin.period, gone)),
    responses.delete(closureAnswer).where(inArray(closureAnswer.period, gone)),
    responses.delete(comment).where(sql`${comment.state} <> 'released' and ${inArray(comment.period, gone)}`),
  ]);
}

/**
 * Deletes what the nights left of a quarter that nobody released in time, and what an opening that broke off for good has
 * written of it.
 */
export async function deleteUnopened(responses: ResponsesDb, period: string): Promise<void> {
  const isWaiting = sql`exists (select 1 from ${mixed} where period = ${period})`;
  await runBatch(responses, [
    sql`delete from ${response} where period = ${period} and ${isWaiting}`,
    sql`delete from ${journeyAnswer} where period = ${period} and ${isWaiting}`,
    sql`delete from ${closureAnswer} where period = ${period} and ${isWaiting}`,
    responses.delete(mixed).where(sql`period = ${period}`),
  ]);
}

export async function deleteCohort(responses: ResponsesDb, cohort: string): Promise<void> {
  await responses.delete(journeyAnswer).where(sql`${journeyAnswer.cohort} = ${cohort}`);
}

/** Deletes a cohort's released steps that have no second one of the same person: they compare with nothing. */
export async function deleteLoneSteps(responses: ResponsesDb, cohort: string): Promise<void> {
  await responses.run(sql`
    delete from ${journeyAnswer}
    where cohort = ${cohort} and period in (select period from ${release} where status = 'published')
      and tag in (select tag from ${journeyAnswer} where cohort = ${cohort} group by tag having count(*) = 1)`);
}

/** Deletes the exact counts of the frame of every published period: only perturbed ones outlive a release. */
export async function deleteReleasedFrames(responses: ResponsesDb): Promise<void> {
  const published = sql`(select period from ${release} where status = 'published')`;
  await runBatch(responses, [
    responses.delete(frame).where(sql`${frame.period} in ${published}`),
    responses.delete(frameMark).where(sql`${frameMark.period} in ${published}`),
    responses.delete(startedCount).where(sql`${startedCount.period} in ${published}`),
    responses.delete(endedCount).where(sql`${endedCount.period} in ${published}`),
    responses.delete(closureCount).where(sql`${closureCount.period} in ${published}`),
    responses.delete(complianceCount).where(sql`${complianceCount.period} in ${published}`),
  ]);
}
