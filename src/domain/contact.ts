import { daysBetween, type Instant, type LocalDate, londonDate } from "../kernel/time.ts";
import {
  type CaseFlag,
  type CaseState,
  type VictimAge,
  type VictimFlag,
  type VictimState,
  warningsOf,
} from "./case.ts";
import type { Reason } from "./disposition.ts";
import type { Methodology } from "./methodology.ts";
import { hasSafeHour } from "./schedule.ts";

/** What the gate looks at in a victim. */
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
>;

/** What the gate looks at in a case: its flags are those of all the victim's open cases. */
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

/** Youngest age in years of each band; null where none was stated. */
const youngest: { readonly [A in VictimAge]: number | null } = {
  "under-16": 0,
  "16-17": 16,
  "18-24": 18,
  "25-44": 25,
  "45-64": 45,
  "65-plus": 65,
  "not-stated": null,
};

/** What says that somebody is of age where no band does. */
const ofAge: readonly VictimFlag[] = ["adult", "police-employee"];

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
  const flags = [...caseState.flags, ...warningsOf(caseState.offence)];
  const inPerson = onlyInPerson(flags, victim, methodology);
  if (inPerson) return held(inPerson);

  const route = safeRouteOf(victim);
  const isSigned = route !== null && victim.safetyAssertedAt !== null && victim.safetyAssertedBy !== null;
  if (needsExplicitRoute(flags, methodology) && !isSigned) return held("flag-needs-safe-route");
  if (victim.contact === null || (victim.phoneIndex === null && victim.emailIndex === null)) return held("no-route");
  if (route === null || victim.safetyAssertedBy === null) return held("safety-unknown");
  if (isStale(victim.safetyAssertedAt, today, methodology)) return held("route-stale");
  if ((route === "sms" ? victim.phoneIndex : victim.emailIndex) === null) return held("safe-route-missing");
  if (!hasSafeHour(victim, methodology)) return held("no-safe-hour");
  if (youngest[victim.age] === null && !ofAge.some((flag) => victim.flags.includes(flag)))
    return held("age-not-stated");
  return { open: true, route };
}

function neverToBeAsked(victim: Addressee, { minimumAge }: Methodology): Reason | null {
  if (victim.status === "deceased") return "deceased";
  if (victim.status === "withdrawn") return "victim-withdrew";
  if (victim.flags.includes("organisation")) return "organisation";
  if ((youngest[victim.age] ?? minimumAge) < minimumAge) return "under-age";
  if (victim.flags.includes("opted-out")) return "opted-out";
  if (victim.consent === "refused") return "consent-refused";
  return null;
}

/** Why somebody must ask in person, if anyone asks at all; null when an automatic message is thinkable. */
function onlyInPerson(flags: readonly CaseFlag[], victim: Addressee, { safeContact }: Methodology): Reason | null {
  if (flags.includes("live-operation")) return "live-operation";
  if (flags.some((flag) => safeContact.flagsNeverCold.includes(flag))) return "never-cold";
  if (flags.some((flag) => safeContact.mediatedFlags.includes(flag))) return "mediated";
  if (victim.safety === "no-contact") return "no-contact";
  if (victim.safety === "via-advocate" || victim.channel === "advocate") return "via-advocate";
  if (victim.safety === "safe-phone-only" || victim.channel === "phone") return "phone-only";
  return null;
}

const needsExplicitRoute = (flags: readonly CaseFlag[], { safeContact }: Methodology) =>
  flags.some((flag) => safeContact.flagsNeedingExplicitRoute.includes(flag));

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
