import {
  COHORT_DAYS,
  COMMENT_DAYS,
  CORRECTION_DAYS,
  LONE_STEP_DAYS,
  MICRODATA_DAYS,
  QUARTER_DAYS,
} from "../domain/retention.ts";
import { daysBetween, firstDayOfQuarter, type HasClock, londonDate, plusDays, type Quarter } from "../kernel/time.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasLog } from "../platform/log.ts";
import type { HasResponses } from "../store/responses/database.ts";
import { dropExpiredDrafts } from "../store/responses/drafts.ts";
import {
  deleteCohort,
  deleteLoneSteps,
  deleteMicrodata,
  deleteReleasedFrames,
  deleteUnopened,
  periodsReleasedBefore,
} from "../store/responses/retention.ts";

/** Lets go of what the responses database no longer needs. */
export async function retainResponses(engine: HasResponses & HasKeys & HasClock & HasLog): Promise<void> {
  const { responses, keys, clock, log } = engine;
  const today = londonDate(clock.now());
  await dropExpiredDrafts(responses, today);
  await deleteReleasedFrames(responses);

  const spent = await periodsReleasedBefore(
    responses,
    plusDays(today, -MICRODATA_DAYS),
    plusDays(today, -CORRECTION_DAYS),
  );
  if (spent.length > 0) {
    await deleteMicrodata(responses, spent);
    log.event("microdata-deleted", { periods: spent.length });
  }
  for (const cohort of await keys.list("cohort")) {
    const age = daysBetween(firstDayOfQuarter(cohort as Quarter), today);
    if (age > LONE_STEP_DAYS && age <= COHORT_DAYS) await deleteLoneSteps(responses, cohort);
    if (age <= COHORT_DAYS) continue;
    await deleteCohort(responses, cohort);
    await keys.destroy("cohort", cohort);
  }
  for (const quarter of await keys.list("comment")) {
    if (daysBetween(firstDayOfQuarter(quarter as Quarter), today) > COMMENT_DAYS)
      await keys.destroy("comment", quarter);
  }
  for (const quarter of await keys.list("quarter")) {
    if (daysBetween(firstDayOfQuarter(quarter as Quarter), today) <= QUARTER_DAYS) continue;
    await deleteUnopened(responses, quarter);
    await keys.destroy("quarter", quarter);
    log.event("quarter-ended-unreleased", { period: quarter });
  }
}
