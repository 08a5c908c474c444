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
  periodsReleasedBefore,
} from "../store/responses/retention.ts";

/** Records are kept this long after their release, in days (privacy.md 3.8). */
const MICRODATA_DAYS = 90;

/**
 * A released step without a partner is dropped once its cohort's quarter began this long ago, in days: four quarters
 * after the cohort's own, when what was to follow a report has mostly followed.
 */
const LONE_STEP_DAYS = 456;

/** A cohort's journeys end two years after its quarter began, in days. */
const COHORT_DAYS = 730;

/** A quarter's comments must be moderated within this time of its beginning, in days: its length and ninety more. */
const COMMENT_DAYS = 182;

/** Lets go of what the responses database no longer needs. */
export async function retainResponses(engine: HasResponses & HasKeys & HasClock & HasLog): Promise<void> {
  const { responses, keys, clock, log } = engine;
  const today = londonDate(clock.now());
  await dropExpiredDrafts(responses, today);
  await deleteReleasedFrames(responses);

  const spent = await periodsReleasedBefore(responses, plusDays(today, -MICRODATA_DAYS));
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
}
