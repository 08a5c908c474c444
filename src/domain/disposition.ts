import type { InvitationState } from "./invitation.ts";

/**
 * What an eligible stage counts as in the outcome rates (AAPOR; methodology.md 2.2 as amended by decisions.md 5 and 20).
 *
 * - `NE` not eligible: in no denominator.
 * - `NS` not sampled: eligible, but left out by design with a known probability; in no denominator, in every weight.
 * - `UO-S` suppressed for safety, `UO-R` no usable route on record, `UO` other unknown: all in the denominators of
 *   RR1 to RR4, or an area would look better by suppressing or by not recording.
 * - `NC` reached, and not heard of: openings, refusals and answers are taken off it when a release is made.
 * - `R` refused; `O` eligible, and could not be asked.
 * - `pending` not decided yet: still scheduled.
 */
export const dispositions = ["NE", "NS", "UO-S", "UO-R", "UO", "NC", "R", "O", "pending"] as const;
export type Disposition = (typeof dispositions)[number];

/** Every reason that an invitation or a closure request may carry, and what it counts as. */
const byReason = {
  // Safety: nothing goes without a route that somebody responsible has called safe.
  "safety-unknown": "UO-S",
  "route-stale": "UO-S",
  "flag-needs-safe-route": "UO-S",
  "no-contact": "UO-S",
  "phone-only": "UO-S",
  "via-advocate": "UO-S",
  "never-cold": "UO-S",
  "mediated": "UO-S",
  "live-operation": "UO-S",
  "no-safe-hour": "UO-S",
  "not-safe": "UO-S",
  "suspect-route": "UO-S",
  "shared-number": "UO-S",
  // Route.
  "no-route": "UO-R",
  "safe-route-missing": "UO-R",
  "contact-unreadable": "UO-R",
  // Who cannot be asked.
  "under-age": "NE",
  "organisation": "NE",
  "deceased": "NE",
  "unconcluded": "NE",
  "milestone-retracted": "NE",
  "wrong-person": "NE",
  "number-dead": "NE",
  // Who would not be asked.
  "victim-withdrew": "R",
  "consent-refused": "R",
  "opted-out": "R",
  // On the telephone: this one survey alone.
  "refused": "R",
  // Left out by design.
  "rest-within-case": "NS",
  "rest-across-cases": "NS",
  "not-sampled": "NS",
  // Would have been asked, and could not: in none of our languages.
  "language-barrier": "O",
  // Could not be done in time, or not be known.
  // Rung up as often as may be: nobody there, or no time.
  "not-reached": "UO",
  "put-off": "NC",
  "age-not-stated": "UO",
  "window-passed": "UO",
  "no-receipt": "UO",
  "gateway-refused": "UO",
  "gateway-temporary": "UO",
  "gateway-technical": "UO",
  "gateway-silent": "UO",
  // Given to a gateway, and nobody can tell whether it went: it is not sent again.
  "in-doubt": "UO",
  "delivery-given-up": "UO",
} as const satisfies { readonly [reason: string]: Disposition };

/** A reason code as stored on an invitation or a closure request. */
export type Reason = keyof typeof byReason;

export const reasons = Object.keys(byReason) as readonly Reason[];

export const isReason = (text: string): text is Reason => Object.hasOwn(byReason, text);

const dispositionOfReason = (reason: Reason): Disposition => byReason[reason];

/**
 * The disposition of one invitation, before answers are known.
 *
 * @param reason A reason code where the state has one; a closed invitation keeps the state it closed from, or that it was
 *   in doubt.
 * @throws Error for a reason that is not documented: it would vanish from the frame.
 */
export function dispositionOf(state: InvitationState, reason: string | null): Disposition {
  if (state === "scheduled" || state === "claimed") return "pending";
  if (state === "delivered") return "NC";
  if (state === "sent") return "UO";
  if (state === "closed") return reason === "delivered" ? "NC" : "UO";
  if (reason === null || !isReason(reason)) throw new Error(`an invitation is ${state} for no documented reason`);
  return dispositionOfReason(reason);
}
