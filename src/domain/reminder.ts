import { type LocalDate, plusDays } from "../kernel/time.ts";
import { warningsOf } from "./case.ts";
import type { Methodology } from "./methodology.ts";
import { type AtSending, type Dispatch, recheck } from "./recheck.ts";
import { expiryOf } from "./schedule.ts";

/** Days for which a link must still work: a reminder that leaves no time to answer only disturbs [OURS]. */
const DAYS_LEFT = 7;

/** The last days of those links whose reminder may go today: long enough after the invitation, long enough before the end. */
export const dueLinks = (today: LocalDate, methodology: Methodology) => ({
  from: plusDays(today, DAYS_LEFT),
  to: expiryOf(plusDays(today, -methodology.reminder.afterDays), methodology),
});

/** Somebody who was invited, as far as a reminder depends on them. */
export type AtReminding = AtSending & {
  /** Whether any case of theirs, open or closed, at whichever force, bears a safety flag. */
  readonly isFlagged: boolean;
};

/**
 * Whether a reminder may go to somebody at this moment, whoever has answered: everything that is asked before an
 * invitation is asked again, and more. No reminder where danger is known of; none by letter, which takes days.
 *
 * @returns `wait` where another hour or day may do: then nothing is marked yet.
 */
export function recheckReminder(about: AtReminding, methodology: Methodology): Dispatch | "never" {
  const { caseState } = about;
  if (about.isFlagged || caseState.flags.length > 0 || warningsOf(caseState.offence).length > 0) return "never";
  // The invitation's own window is over; a reminder's lasts as long as the link leaves time to answer.
  const expiresOn = expiryOf(plusDays(about.invitation.expiresOn, -DAYS_LEFT), methodology);
  const invitation = { ...about.invitation, expiresOn };
  const dispatch = recheck({ ...about, invitation }, methodology);
  if (dispatch.act === "send") return dispatch.route === "letter" ? "never" : dispatch;
  return dispatch.act === "wait" ? dispatch : "never";
}
