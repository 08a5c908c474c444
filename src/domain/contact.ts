import { daysBetween, type Instant, type LocalDate, londonDate } from "../kernel/time.ts";
import {
  type CaseFlag,
  type CaseState,
  type PreferredChannel,
  type Safety,
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
  | "postalIndex"
  | "safety"
  | "safetyAssertedAt"
  | "safetyAssertedBy"
  | "windowFrom"
  | "windowTo"
>;

/** What the gate looks at in a case: its flags are those of all the victim's open cases. */
export type Sensitivity = Pick<CaseState, "flags" | "offence">;

/** How a message may go: a text, an e-mail, or a letter with a code to type. */
export type Route = "sms" | "email" | "letter";

type Shut = { readonly outcome: "held" | "excluded"; readonly reason: Reason };

/**
 * Whether an automatic message may go to this victim about this case.
 *
 * Shut and `held`: a person must act first (assert a safe route, ask in person). Shut and `excluded`: never.
 */
export type Gate = { readonly open: true; readonly route: Route } | ({ readonly open: false } & Shut);

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

/** Who is asked about, on which day; the flags with what the offence itself warns of. */
type Asked = { readonly flags: readonly CaseFlag[]; readonly victim: Addressee; readonly today: LocalDate };

/** One reason to be silent. A rule knows nothing of the others: each can be taken out, and a test then fails. */
export type GateRule = {
  readonly name: string;
  readonly outcome: "held" | "excluded";
  readonly reason: Reason;
  readonly shuts: (asked: Asked, methodology: Methodology) => boolean;
};

/** A rule that is called as its reason is. */
const rule = (outcome: "held" | "excluded", reason: Reason, shuts: GateRule["shuts"]): GateRule => ({
  name: reason,
  outcome,
  reason,
  shuts,
});

const anyOf = (flags: readonly CaseFlag[], among: readonly string[]) => flags.some((flag) => among.includes(flag));

/** The route that was called safe; null where none was. What the victim prefers never widens it. */
export const routeOfSafety: { readonly [S in Safety]: Route | null } = {
  "safe-sms": "sms",
  "safe-email": "email",
  "safe-post": "letter",
  "safe-phone-only": null,
  "via-advocate": null,
  "no-contact": null,
  "unknown": null,
};

const channels: { readonly [R in Route]: PreferredChannel } = { sms: "sms", email: "email", letter: "post" };

const indexOf = ({ phoneIndex, emailIndex, postalIndex }: Addressee, route: Route) =>
  ({ sms: phoneIndex, email: emailIndex, letter: postalIndex })[route];

const isReachable = (victim: Addressee) =>
  victim.contact !== null && [victim.phoneIndex, victim.emailIndex, victim.postalIndex].some((index) => index !== null);

/** Somebody said, by name and on a day, that this very route is safe: a bare "yes, contact them" does not name one. */
function isExplicit(victim: Addressee): boolean {
  const route = routeOfSafety[victim.safety];
  const isNamed = route !== null && victim.channel === channels[route];
  return isNamed && victim.safetyAssertedAt !== null && victim.safetyAssertedBy !== null;
}

/** Undated is stale; so is an assertion from the future, which cannot be true. */
function isStale(assertedAt: Instant | null, today: LocalDate, { safeContact }: Methodology): boolean {
  if (assertedAt === null) return true;
  const age = daysBetween(londonDate(assertedAt), today);
  return age < 0 || age > safeContact.staleAfterDays;
}

/**
 * Every rule of the gate (domain.md 1.7, instruments.md 1.11, decisions.md 4, 5, 14). The first that shuts gives its
 * reason: first who is never asked at all, then who is only asked in person, then what is wrong with the route.
 */
export const gateRules: readonly GateRule[] = [
  rule("excluded", "deceased", ({ victim }) => victim.status === "deceased"),
  rule("excluded", "victim-withdrew", ({ victim }) => victim.status === "withdrawn"),
  rule("excluded", "organisation", ({ victim }) => victim.flags.includes("organisation")),
  rule("excluded", "under-age", ({ victim }, { minimumAge }) => (youngest[victim.age] ?? minimumAge) < minimumAge),
  rule("excluded", "opted-out", ({ victim }) => victim.flags.includes("opted-out")),
  rule("excluded", "consent-refused", ({ victim }) => victim.consent === "refused"),

  rule("held", "live-operation", ({ flags }) => flags.includes("live-operation")),
  rule("held", "never-cold", ({ flags }, { safeContact }) => anyOf(flags, safeContact.flagsNeverCold)),
  rule("held", "mediated", ({ flags }, { safeContact }) => anyOf(flags, safeContact.mediatedFlags)),
  rule("held", "no-contact", ({ victim }) => victim.safety === "no-contact"),
  rule("held", "via-advocate", ({ victim }) => victim.safety === "via-advocate" || victim.channel === "advocate"),
  rule("held", "phone-only", ({ victim }) => victim.safety === "safe-phone-only" || victim.channel === "phone"),

  rule(
    "held",
    "flag-needs-safe-route",
    ({ flags, victim }, { safeContact }) => anyOf(flags, safeContact.flagsNeedingExplicitRoute) && !isExplicit(victim),
  ),
  rule("held", "no-route", ({ victim }) => !isReachable(victim)),
  rule("held", "safety-unknown", ({ victim }) => victim.safety === "unknown"),
  { ...rule("held", "safety-unknown", ({ victim }) => victim.safetyAssertedBy === null), name: "safety-unsigned" },
  rule("held", "route-stale", ({ victim, today }, methodology) => isStale(victim.safetyAssertedAt, today, methodology)),
  // Something else is known than what was called safe.
  rule("held", "safe-route-missing", ({ victim }) => {
    const route = routeOfSafety[victim.safety];
    return route !== null && isReachable(victim) && indexOf(victim, route) === null;
  }),
  rule("held", "no-safe-hour", ({ victim }, methodology) => !hasSafeHour(victim, methodology)),
  rule(
    "held",
    "age-not-stated",
    ({ victim }) => youngest[victim.age] === null && !ofAge.some((flag) => victim.flags.includes(flag)),
  ),
];

/** The gate with these rules and no others. */
export function gateWith(rules: readonly GateRule[]) {
  return (caseState: Sensitivity, victim: Addressee, today: LocalDate, methodology: Methodology): Gate => {
    const flags = [...caseState.flags, ...warningsOf(caseState.offence)];
    const shut = rules.find(({ shuts }) => shuts({ flags, victim, today }, methodology));
    if (shut) return { open: false, outcome: shut.outcome, reason: shut.reason };
    return { open: true, route: routeOfSafety[victim.safety] ?? anyRoute(victim) };
  };
}

/** What a gate would open to that lacks a rule: the rules see to it that a safe route is named. */
function anyRoute({ phoneIndex, emailIndex }: Addressee): Route {
  if (phoneIndex !== null) return "sms";
  return emailIndex === null ? "letter" : "email";
}

/**
 * The safe-contact gate: silence is the safe outcome, so every doubt shuts it (domain.md 1.7 rule 1, decisions.md 4).
 *
 * @param today A day in London: a route asserted more than 90 days before it is stale.
 */
export const gate = gateWith(gateRules);
