import type { LocalDate } from "../kernel/time.ts";
import { gate, type GateRule, gateRules } from "./contact.ts";
import type { Reason } from "./disposition.ts";
import type { InvitationState } from "./invitation.ts";
import type { Methodology } from "./methodology.ts";
import { type AtSending, recheck, sendingRules } from "./recheck.ts";

/**
 * How a person hands an invitation over that no message may carry: an interviewer begins it on the telephone; an adviser
 * who is with the victim gives them a code, or gives it to the parent or carer of a victim who is too young to be asked.
 */
export const handings = ["telephone", "adviser", "parent"] as const;
export type Handing = (typeof handings)[number];

/** What the gate may hold an invitation for, that this way answers: no other reason opens it. */
const answers: { readonly [H in Handing]: readonly Reason[] } = {
  telephone: ["phone-only"],
  adviser: [
    "never-cold",
    "mediated",
    "via-advocate",
    "phone-only",
    "flag-needs-safe-route",
    "no-route",
    "safe-route-missing",
    "suspect-route",
    "shared-number",
  ],
  parent: ["under-age"],
};

/** What is wrong with a route by which nothing goes: no matter where somebody is handed a code. */
const ofTheRoute: readonly Reason[] = ["safety-unknown", "route-stale", "no-safe-hour"];

const passedOver: { readonly [H in Handing]: readonly Reason[] } = {
  telephone: [...answers.telephone, "flag-needs-safe-route"],
  adviser: [...answers.adviser, ...ofTheRoute],
  parent: [...answers.adviser, ...ofTheRoute, "under-age", "age-not-stated"],
};

/** A telephone is safe only where somebody said so of the telephone itself; who only prefers it is not rung. */
const telephoneRules: readonly GateRule[] = [
  {
    name: "not-asserted-by-telephone",
    outcome: "held",
    reason: "flag-needs-safe-route",
    shuts: ({ victim }) => victim.safety !== "safe-phone-only",
  },
  { name: "no-number", outcome: "held", reason: "no-route", shuts: ({ victim }) => victim.phoneIndex === null },
];

/** What is asked beside the gate: of a code in the hand neither the hour nor whose the number is. */
const withoutSending: readonly string[] = ["unconcluded", "window", "one-at-a-time", "rest"];

/** All that stands between an invitation and being handed over in one of these ways. */
const safeguardsOf = (way: Handing) => ({
  gate: [
    ...gateRules.filter(({ reason }) => !passedOver[way].includes(reason)),
    ...(way === "telephone" ? telephoneRules : []),
  ],
  sending: way === "telephone" ? sendingRules : sendingRules.filter(({ name }) => withoutSending.includes(name)),
});

/** An invitation at the moment of handing it over. */
export type AtHanding = AtSending & {
  readonly state: InvitationState;
  readonly reason: Reason | null;
  readonly handed: Handing | null;
};

/** May be handed over; not now, but on that day; or not at all, for a reason; `by-message`: it needs no person. */
export type HandOver =
  | { readonly may: "go" }
  | { readonly may: "wait"; readonly until: LocalDate }
  | { readonly may: "not"; readonly state: "held" | "excluded" | "cancelled" | null; readonly reason: Reason | null };

const waiting: { readonly [H in Handing]: InvitationState } = {
  telephone: "held",
  adviser: "held",
  parent: "excluded",
};

/** Why no message goes: what the gate says now, or else what the last check found that the gate does not see. */
function whyHeld({ caseState, victim, reason }: AtHanding, today: LocalDate, methodology: Methodology) {
  const contact = gate(caseState, victim, today, methodology);
  return contact.open ? { state: null, reason } : { state: contact.outcome, reason: contact.reason };
}

/**
 * Whether an invitation may be handed over now in one of these ways. Asks all that the last check before a message asks,
 * but what this way answers. One that was handed over already may be handed over anew, while its time runs: then the
 * rules of the day and of rest have had their say.
 *
 * @param today The day in London.
 */
export function mayHandOver(about: AtHanding, way: Handing, today: LocalDate, methodology: Methodology): HandOver {
  const isAgain = about.handed !== null && about.state === "delivered";
  if (!isAgain) {
    const why = whyHeld(about, today, methodology);
    const isAnswered = why.reason !== null && answers[way].includes(why.reason);
    if (about.state !== waiting[way] || !isAnswered) return { may: "not", ...why };
  }
  const { gate: rules, sending } = safeguardsOf(way);
  const asked = sending.filter(({ name }) => !isAgain || name === "unconcluded");
  const dispatch = recheck(about, methodology, { gate: rules, sending: asked });
  if (dispatch.act === "send") return { may: "go" };
  if (dispatch.act === "wait") return { may: "wait", until: dispatch.until };
  return { may: "not", state: dispatch.state, reason: dispatch.reason };
}
