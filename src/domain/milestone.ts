import areas from "../../surveys/areas.json" with { type: "json" };
import type { Locale } from "../kernel/locale.ts";
import type { Instant, LocalDate } from "../kernel/time.ts";
import type { CaseFlag, PreferredChannel, Safety, VictimAge, VictimFlag } from "./case.ts";
import type { Offence, Sex } from "./dimension.ts";

/** What can happen to a case or a victim (decisions.md 10). The order is that of the journey: it breaks ties of time. */
export const milestoneKinds = [
  "report.recorded",
  "report.no-further-action",
  "decision.charged",
  "decision.not-charged",
  "decision.out-of-court",
  "decision.reviewed",
  "court.hearing-listed",
  "court.trial-vacated",
  "court.trial-held",
  "court.outcome",
  "court.sentenced",
  "court.unconcluded",
  "post.contact-scheme-eligible",
  "post.contact-scheme-choice",
  "post.released",
  "case.closed",
  "case.identifiers",
  "case.merged",
  "victim.contact-asserted",
  "victim.contact-withdrawn",
  "victim.deceased",
  "victim.withdrew",
  "compliance.needs-assessment",
  "compliance.rights-offered",
  "compliance.personal-statement-offered",
  "compliance.support-referred",
  "milestone.retracted",
] as const;
export type MilestoneKind = (typeof milestoneKinds)[number];

const rankOf = new Map<string, number>(milestoneKinds.map((kind, rank) => [kind, rank]));

type Happened = { readonly kind: MilestoneKind; readonly occurredAt: Instant };

/** Orders by the source's clock, and what happened at one moment by the journey. Zero where both are alike. */
export function byOccurrenceOf(left: Happened, right: Happened): number {
  if (left.occurredAt !== right.occurredAt) return left.occurredAt < right.occurredAt ? -1 : 1;
  return (rankOf.get(left.kind) ?? 0) - (rankOf.get(right.kind) ?? 0);
}

/** What other systems call a case, or the offender in it. */
export const identifierTypes = ["crimeReference", "urn", "prosecutionCaseId", "noms", "crn"] as const;
export type IdentifierType = (typeof identifierTypes)[number];
export type Identifier = { readonly type: IdentifierType; readonly value: string };

/** An offender may be in several cases, so their number never makes two cases one. */
export const isOfPerson = ({ type }: Identifier) => type === "noms" || type === "crn";

/** What one milestone tells beside its kind. Nothing here names anyone: it is kept with the milestone. */
export type MilestoneFacts = {
  /** The day that the kind is about: hearing listed, trial held or vacated, sentence passed, release. */
  readonly on?: LocalDate;
  /** The day on which the offence happened, or began. */
  readonly offenceOn?: LocalDate;
  readonly suspectReleased?: boolean;
  readonly attended?: boolean;
  readonly convicted?: boolean;
  readonly contactSchemeOptedIn?: boolean;
  /** Rights of the Victims' Code that were offered, `VC01` to `VC12`. */
  readonly rights?: readonly string[];
  readonly selfClosure?: boolean;
};

/** What a milestone tells of a victim that tables may know. Absent where it tells nothing. */
export type VictimProfile = {
  readonly language?: Locale;
  readonly age?: VictimAge;
  /** They are 18 or over, though nobody said of which age. */
  readonly adult?: true;
  readonly sex?: Sex;
  readonly flags?: readonly VictimFlag[];
  readonly consent?: "not-refused" | "refused";
};

/** A route to a victim, and who says that it is safe. Sealed as soon as it is accepted. */
export type ContactAssertion = {
  /** E.164; null when none was given, or what was given is no number. */
  readonly mobile: string | null;
  readonly email: string | null;
  /** 3 to 7 lines, the last a postcode (domain/postal.ts); null when none was given, or what was given is no address. */
  readonly postal: readonly string[] | null;
  readonly channel: PreferredChannel | null;
  readonly safety: Safety;
  readonly assertedAt: Instant;
  readonly assertedBy: string | null;
  /** Safe hours, in minutes past London midnight. */
  readonly windowFrom: number | null;
  readonly windowTo: number | null;
  /** Numbers of the suspect, E.164, never to be written to; null keeps those given before. */
  readonly suspectNumbers: readonly string[] | null;
  /** Names and numbers of the case, to be taken out of what the victim writes; null keeps those given before. */
  readonly redactions: readonly string[] | null;
  /** Some numbers of the suspect could not be read: those that were given before hold beside these. */
  readonly isPartial?: true;
};

export type VictimReport = {
  /** As the force refers to them. */
  readonly ref: string;
  readonly profile: VictimProfile;
  readonly contact: ContactAssertion | null;
  /** It shuts a route and does not say when that was judged: it counts as judged when it arrives. */
  readonly isUndated?: true;
};

/** One thing that happened, whichever feed it came by. */
export type Milestone = {
  /** With `source`, unique for good: an event counts once. */
  readonly eventId: string;
  readonly source: string;
  readonly kind: MilestoneKind;
  readonly occurredAt: Instant;
  /** Two digits; null from a partner, who knows no forces. */
  readonly forceCode: string | null;
  readonly identifiers: readonly Identifier[];
  readonly offence: Offence | null;
  readonly flags: readonly CaseFlag[];
  readonly officer: { readonly ref: string; readonly unit: string | null } | null;
  readonly facts: MilestoneFacts;
  readonly victim: VictimReport | null;
  /** `case.merged`: what the case that is no more was called. */
  readonly merged: readonly Identifier[];
  /** `milestone.retracted`: the event that never was, of the same sender. */
  readonly retracts: { readonly source: string; readonly eventId: string } | null;
  /** What a source may tell anew when it corrects itself, by a name of its own: the last state told of it stands. */
  readonly matter?: string;
  /** Paths of what was given but could not be used, such as a number that is none. Accepted without it. */
  readonly unusable: readonly { readonly path: string; readonly fix: string }[];
};

/** What a partner's milestone is made of: no victim, no officer, no area. */
export const partnerMilestone = (
  of: Pick<Milestone, "eventId" | "source" | "kind" | "occurredAt" | "identifiers"> & Partial<Milestone>,
): Milestone => ({
  forceCode: null,
  offence: null,
  flags: [],
  officer: null,
  facts: {},
  victim: null,
  merged: [],
  retracts: null,
  unusable: [],
  ...of,
});

const areaByForce = new Map(areas.areas.map(({ force, code }) => [force, code]));

/** The police area (GSS code) of a two-digit force code; null for a force that is not territorial. */
export const areaOfForce = (forceCode: string) => areaByForce.get(forceCode) ?? null;

/**
 * Offence group names that a force may send, and the group that tables use (instruments.md 1.11: Home Office code to
 * about eight groups). A group's own name is accepted too.
 */
export const offenceGroups = {
  "violence": "violence",
  "violence_with_injury": "violence",
  "violence_without_injury": "violence",
  "homicide": "violence",
  "stalking_and_harassment": "violence",
  "death_or_injury_driving": "violence",
  "modern_slavery": "violence",
  "sexual": "sexual",
  "rape": "sexual",
  "other_sexual": "sexual",
  "sexual_offences": "sexual",
  "burglary": "burglary",
  "burglary_dwelling": "burglary",
  "burglary_residential": "burglary",
  "burglary_business_and_community": "burglary",
  "vehicle": "vehicle",
  "vehicle_offences": "vehicle",
  "theft_of_vehicle": "vehicle",
  "theft_from_vehicle": "vehicle",
  "vehicle_interference": "vehicle",
  "robbery": "robbery",
  "robbery_personal": "robbery",
  "robbery_business": "robbery",
  "theft": "theft",
  "theft_from_person": "theft",
  "bicycle_theft": "theft",
  "shoplifting": "theft",
  "other_theft": "theft",
  "criminal-damage": "criminal-damage",
  "criminal_damage": "criminal-damage",
  "arson": "criminal-damage",
  "criminal_damage_and_arson": "criminal-damage",
  "other": "other",
  "fraud": "other",
  "public_order": "other",
  "possession_of_weapons": "other",
  "drugs": "other",
  "miscellaneous": "other",
} as const satisfies { readonly [name: string]: Offence };
export type OffenceGroup = keyof typeof offenceGroups;

/** Age bands that a force may send. "16-24" would straddle the age of consent to being asked, so it is not one. */
export const ageBands = {
  "under-16": "under-16",
  "0-15": "under-16",
  "16-17": "16-17",
  "18-24": "18-24",
  "25-44": "25-44",
  "45-64": "45-64",
  "65-plus": "65-plus",
  "65+": "65-plus",
  "not-stated": "not-stated",
  "unknown": "not-stated",
} as const satisfies { readonly [band: string]: VictimAge };
export type AgeBand = keyof typeof ageBands;

/** The band of somebody born on one day, on another. */
export function ageOn(born: LocalDate, on: LocalDate): VictimAge {
  const hadBirthday = on.slice(5) >= born.slice(5);
  const years = Number(on.slice(0, 4)) - Number(born.slice(0, 4)) - (hadBirthday ? 0 : 1);
  if (years < 16) return "under-16";
  if (years < 18) return "16-17";
  if (years < 25) return "18-24";
  if (years < 45) return "25-44";
  return years < 65 ? "45-64" : "65-plus";
}

const safetyByChannel = {
  sms: "safe-sms",
  email: "safe-email",
  post: "safe-post",
  phone: "safe-phone-only",
  advocate: "via-advocate",
} as const satisfies { readonly [C in PreferredChannel]: Safety };

/**
 * By which route a victim may be written to, from what a force says of it (domain.md 1.7). "Yes" without a channel
 * means the first route that was given; "yes" to a route that was not given is still that route: never a guess.
 */
export function safetyOf(said: {
  readonly safeToContact: "yes" | "no" | "unknown";
  readonly preferredChannel: PreferredChannel | null;
  readonly mobile: string | null;
  readonly email: string | null;
  readonly postal: readonly string[] | null;
}): Safety {
  if (said.safeToContact === "no") return "no-contact";
  if (said.safeToContact === "unknown") return "unknown";
  const given = said.mobile !== null ? "sms" : said.email !== null ? "email" : said.postal !== null ? "post" : null;
  const channel = said.preferredChannel ?? given;
  if (channel === null) return "unknown";
  return safetyByChannel[channel];
}
