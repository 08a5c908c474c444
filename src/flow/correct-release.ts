import { daysBetween, type HasClock, type LocalDate, londonDate, plusDays, type Quarter } from "../kernel/time.ts";
import type { Localised } from "../kernel/locale.ts";
import type { HasMarks } from "../platform/marks.ts";
import type { HasResponses } from "../store/responses/database.ts";
import { hasMicrodata } from "../store/responses/microdata.ts";
import { insertCorrection, readCorrection, releasesOfPeriod } from "../store/responses/releases.ts";
import { refuseForgotten } from "./published.ts";
import { begunRelease } from "./release.ts";
import { MICRODATA_DAYS } from "../domain/retention.ts";

/** A period is corrected once in so many days at most (privacy.md R1): each correction is a second spend. */
const BETWEEN_CORRECTIONS = 365;

export type CorrectionState =
  | { readonly state: "started" | "building"; readonly id: string }
  /** One is being built already, and tells readers another reason. */
  | { readonly state: "other-reason"; readonly id: string }
  /** There is nothing yet that could be corrected. */
  | { readonly state: "not-released" }
  /** It was corrected less than a year ago. */
  | { readonly state: "corrected-lately"; readonly until: LocalDate }
  /** The records have been deleted, or are to be before it could be built. */
  | { readonly state: "records-gone" };

/**
 * Begins a release that corrects the newest of a period: built by the same steps, of the records as they are now, under
 * the noise of the period (docs/decisions/0037). The one before stays as it is, and says that it is superseded once this
 * one is published.
 *
 * @param reason Shown to readers, in both languages.
 * @throws Problem `restored` while the responses have forgotten a release (flow/published.ts).
 */
export async function startCorrection(
  { responses, marks, clock }: HasResponses & HasMarks & HasClock,
  period: Quarter,
  reason: Localised,
): Promise<CorrectionState> {
  await refuseForgotten({ responses, marks });
  const all = await releasesOfPeriod(responses, period);
  const [first, newest] = [all[0], all.at(-1)];
  if (first === undefined || newest === undefined) return { state: "not-released" };
  if (newest.status === "building") {
    return await stateOfBegun({ responses }, newest.id, reason);
  }
  const today = londonDate(clock.now());
  if (all.length > 1) {
    const until = plusDays(newest.publishedOn as LocalDate, BETWEEN_CORRECTIONS);
    if (today < until) return { state: "corrected-lately", until };
  }
  const age = daysBetween(first.publishedOn as LocalDate, today);
  if (age >= MICRODATA_DAYS || !(await hasMicrodata(responses, period))) return { state: "records-gone" };

  const id = `${period}-${all.length + 1}`;
  const row = { id, ...begunRelease(period, today) };
  const isFirst = await insertCorrection(responses, row, { release: id, corrects: newest.id, reason });
  return isFirst ? { state: "started", id } : await stateOfBegun({ responses }, id, reason);
}

/** What whoever asks for a release that was begun before is told: its reason may be somebody else's. */
async function stateOfBegun({ responses }: HasResponses, id: string, reason: Localised): Promise<CorrectionState> {
  const begun = await readCorrection(responses, id);
  if (begun === null) return { state: "not-released" };
  const isSame = begun.reason.en === reason.en && begun.reason.cy === reason.cy;
  return { state: isSame ? "building" : "other-reason", id };
}
