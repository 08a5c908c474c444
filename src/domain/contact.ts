import { daysBetween, type Instant, type LocalDate, londonDate } from "../kernel/time.ts";
import type { CaseState, VictimAge, VictimState } from "./case.ts";
import type { Reason } from "./disposition.ts";
import type { Methodology } from "./methodology.ts";
import { hasSafeHour } from "./schedule.ts";

/** What the gate looks at in a victim, and whether they are on the list of those never to be written to again. */
export type Addressee = Pick<
  VictimState,
  | "status"
  | "flags"
  | "age"
  | "consent"
  | "channel"
  | "contact"
  | "phoneIndex"
  | "emailIndex"
  | "safety"
  | "safetyAssertedAt"
  | "safetyAssertedBy"
  | "windowFrom"
  | "windowTo"
> & { readonly optedOut?: boolean };

/** What the gate looks at in a case. */
export type Sensitivity = Pick<CaseState, "flags" | "offence">;

export type Route = "sms" | "email";

/**
 * Whether an automatic message may go to this victim about this case.
 *
 * Shut and `held`: a person must act first (assert a safe route, ask in person). Shut and `excluded`: never.
 */
export type Gate =
  | { readonly open: true; readonly route: Route }
  | { readonly open: false; readonly outcome: "held" | "excluded"; readonly reason: Reason };

/** Youngest age in years of each band. An age that was not stated is taken for an adult's. */
const youngest: { readonly [A in VictimAge]: number } = {
  "under-16": 0,
  "16-17": 16,
  "18-24": 18,
  "25-44": 25,
  "45-64": 45,
  "65-plus": 65,
  "not-stated": 18,
};

/** Offence groups that are handled like the flags that need an explicit route (domain.md 1.7 rule 1). */
const SENSITIVE_OFFENCE = "sexual";

const excluded = (reason: Reason): Gate => ({ open: false, outcome: "excluded", reason });
const held = (reason: Reason): Gate => ({ open: false, outcome: "held", reason });

/**
 * The safe-contact gate: silence is the safe outcome, so every doubt shuts it (domain.md 1.7 rule 1, decisions.md 4).
 *
 * @param today A day in London: a route asserted more than 90 days before it is stale.
 */
export function gate(caseState: Sensitivity, victim: Addressee, today: LocalDate, methodology: Methodology): Gate {
  const never = neverToBeAsked(victim, methodology);
  if (never) return excluded(never);
  const inPerson = onlyInPerson(caseState, victim, methodology);
  if (inPerson) return held(inPerson);

  const route = safeRouteOf(victim);
  const explicit = route !== null && victim.safetyAssertedAt !== null && victim.safetyAssertedBy !== null;
  if (needsExplicitRoute(caseState, methodology) && !explicit) return held("flag-needs-safe-route");
  if (victim.contact === null || (victim.phoneIndex === null && victim.emailIndex === null)) return held("no-route");
  if (route === null) return held("safety-unknown");
  if (isStale(victim.safetyAssertedAt, today, methodology)) return held("route-stale");
  if ((route === "sms" ? victim.phoneIndex : victim.emailIndex) === null) return held("safe-route-missing");
  if (!hasSafeHour(victim, methodology)) return held("no-safe-hour");
  return { open: true, route };
}

function neverToBeAsked(victim: Addressee, { minimumAge }: Methodology): Reason | null {
  if (victim.status === "deceased") return "deceased";
  if (victim.status === "withdrawn") return "victim-withdrew";
  if (victim.flags.includes("organisation")) return "organisation";
  if (youngest[victim.age] < minimumAge) return "under-age";
  if (victim.consent === "refused") return "consent-refused";
  if (victim.optedOut) return "opted-out";
  return null;
}

/** Why somebody must ask in person, if anyone asks at all; null when an automatic message is thinkable. */
function onlyInPerson({ flags }: Sensitivity, victim: Addressee, { safeContact }: Methodology): Reason | null {
  if (flags.includes("live-operation")) return "live-operation";
  if (flags.some((flag) => safeContact.flagsNeverCold.includes(flag))) return "never-cold";
  if (flags.some((flag) => safeContact.mediatedFlags.includes(flag))) return "mediated";
  if (victim.safety === "no-contact") return "no-contact";
  if (victim.safety === "via-advocate" || victim.channel === "advocate") return "via-advocate";
  if (victim.safety === "safe-phone-only" || victim.channel === "phone") return "phone-only";
  return null;
}

const needsExplicitRoute = ({ flags, offence }: Sensitivity, { safeContact }: Methodology) =>
  offence === SENSITIVE_OFFENCE || flags.some((flag) => safeContact.flagsNeedingExplicitRoute.includes(flag));

/** The route that was called safe. What the victim prefers never widens it. */
function safeRouteOf({ safety }: Addressee): Route | null {
  if (safety === "safe-sms") return "sms";
  return safety === "safe-email" ? "email" : null;
}

/** Undated is stale; so is an assertion from the future, which cannot be true. */
function isStale(assertedAt: Instant | null, today: LocalDate, { safeContact }: Methodology): boolean {
  if (assertedAt === null) return true;
  const age = daysBetween(londonDate(assertedAt), today);
  return age < 0 || age > safeContact.staleAfterDays;
}
