import type { Locale } from "../kernel/locale.ts";
import { type Instant, type LocalDate, londonDate } from "../kernel/time.ts";
import { NOT_STATED, type Offence, type Sex } from "./dimension.ts";
import { byOccurrenceOf, type MilestoneFacts, type MilestoneKind, type VictimProfile } from "./milestone.ts";

/** What makes contact about a case more dangerous, or its wording different. Once known, a flag stays. */
export const caseFlags = [
  "domestic-abuse",
  "stalking",
  "honour-based-abuse",
  "coercive-control",
  "serious-sexual",
  "bereaved",
  "hate",
  "live-operation",
  "high-harm",
] as const;
export type CaseFlag = (typeof caseFlags)[number];

/**
 * What is known of a victim beside who they are. Two outlive every later report of a force: `opted-out`, which only the
 * victim says, to us; and `adult`, which was said without an age band.
 */
export const victimFlags = [
  "enhanced-rights",
  "repeat-victim",
  "police-employee",
  "organisation",
  "adult",
  "opted-out",
] as const;
export type VictimFlag = (typeof victimFlags)[number];

/** By which route, if any, somebody responsible has said that this victim may be written to. */
export const safeties = [
  "safe-sms",
  "safe-email",
  "safe-post",
  "safe-phone-only",
  "via-advocate",
  "no-contact",
  "unknown",
] as const;
export type Safety = (typeof safeties)[number];

/** Who may say so, having spoken with the victim. */
export const assertingPeople = ["officer", "witness-care", "liaison", "advocate", "victim"] as const;
export type AssertingPerson = (typeof assertingPeople)[number];

export const channels = ["sms", "email", "post", "phone", "advocate"] as const;
export type PreferredChannel = (typeof channels)[number];

/** Ages as the vault knows them; tables know fewer (`ages` in dimension.ts). */
export const victimAges = ["under-16", "16-17", "18-24", "25-44", "45-64", "65-plus", "not-stated"] as const;
export type VictimAge = (typeof victimAges)[number];

/** What milestones have told of a case, as far as routing and eligibility need it. */
export type CaseFacts = {
  /** The day on which the offence happened, or began: its anniversary is a quiet day. */
  readonly offenceOn?: LocalDate;
  /** Days on which a court is known to sit in this case, sorted, without those that were vacated: quiet days. */
  readonly hearings?: readonly LocalDate[];
  readonly noFurtherAction?: true;
  readonly charged?: true;
  readonly notCharged?: true;
  /** The suspect is on bail or released under investigation. */
  readonly suspectReleased?: true;
  /** The victim went to court. */
  readonly attended?: true;
  readonly trialHeld?: LocalDate;
  readonly convicted?: true;
  readonly sentencedOn?: LocalDate;
  readonly contactSchemeEligible?: true;
  readonly contactSchemeOptedIn?: boolean;
  /** The court took its conclusion back, and has not concluded again. */
  readonly unconcluded?: true;
  readonly hearingsVacated?: number;
  /** The victim chose the closure form that they fill in themselves. */
  readonly selfClosure?: true;
  readonly releasedOn?: LocalDate;
};

export type CaseState = {
  readonly id: string;
  /** Police area, GSS code. */
  readonly area: string;
  readonly offence: Offence;
  readonly flags: readonly CaseFlag[];
  readonly facts: CaseFacts;
  readonly officerRef: string | null;
  readonly officerUnit: string | null;
  readonly closedOn: LocalDate | null;
  /** Of the newest milestone applied, by the source's clock. */
  readonly updatedAt: Instant;
};

/** A row of the vault's `victim`. */
export type VictimState = {
  readonly id: string;
  readonly refHash: string;
  readonly area: string;
  /** Sealed; null when never given or destroyed. */
  readonly contact: string | null;
  readonly contactEpoch: string | null;
  readonly phoneIndex: string | null;
  readonly emailIndex: string | null;
  readonly postalIndex: string | null;
  readonly channel: PreferredChannel | null;
  readonly safety: Safety;
  readonly safetyAssertedAt: Instant | null;
  readonly safetyAssertedBy: string | null;
  /** Safe hours, in minutes past London midnight. */
  readonly windowFrom: number | null;
  readonly windowTo: number | null;
  readonly language: Locale;
  readonly age: VictimAge;
  readonly sex: Sex;
  readonly flags: readonly VictimFlag[];
  readonly consent: "not-refused" | "refused";
  readonly status: "active" | "deceased" | "withdrawn";
  readonly contactUntil: LocalDate | null;
  readonly updatedAt: Instant;
};

/** What a milestone told that outlives its arrival: kept with it as JSON, and nothing in it names anyone. */
export type MilestoneDetail = {
  readonly offence?: Offence;
  readonly flags?: readonly CaseFlag[];
  readonly officer?: { readonly ref: string; readonly unit: string | null };
  readonly facts?: MilestoneFacts;
  readonly profile?: VictimProfile;
  /** That it judged a route to the victim, which way and when: should it be taken back, the route goes with it. */
  readonly asserted?: {
    readonly safety: Safety;
    readonly at: Instant;
    /** It judged the route that was known, and brought none. */
    readonly isOfKnown?: true;
  };
  /** Hash of what it is a version of: of several, the last state told stands. */
  readonly matter?: string;
  /** Of a retraction: the key of the event taken back. */
  readonly retracts?: string;
  /** Hashes of what somebody who knows the case called it. */
  readonly names?: readonly string[];
  /** Hashes by which a partner's event found its case: when the case is not called that any more, it waits again. */
  readonly by?: readonly string[];
  /** Hashes of the offender's numbers. Alone, they are how the event finds its cases. */
  readonly persons?: readonly string[];
  /** Of an event that finds its cases by the offender: the one area whose cases its sender may add to. */
  readonly within?: string;
};

/** A milestone as the vault keeps it. */
export type RecordedMilestone = {
  readonly id: string;
  readonly eventKey: string;
  readonly kind: MilestoneKind;
  readonly occurredAt: Instant;
  readonly victimId: string | null;
  readonly retracted: boolean;
  readonly detail: MilestoneDetail;
};

/** The order in which things happened, whatever order they arrived in: by source time, then journey, then event. */
export function byOccurrence(left: RecordedMilestone, right: RecordedMilestone): number {
  return byOccurrenceOf(left, right) || (left.eventKey < right.eventKey ? -1 : left.eventKey > right.eventKey ? 1 : 0);
}

const stateOf = ({ kind, detail }: RecordedMilestone) => JSON.stringify([kind, detail.facts ?? {}]);

/**
 * What stands of these milestones, by the source's clock: not what was taken back; and of what a source told anew of one
 * matter neither what it corrected since, nor the same once more.
 */
export function standingOf(milestones: readonly RecordedMilestone[]): readonly RecordedMilestone[] {
  const all = milestones.filter(({ retracted }) => !retracted).toSorted(byOccurrence);
  const byMatter = Map.groupBy(all, ({ detail }) => detail.matter);
  return all.filter((each) => {
    if (each.detail.matter === undefined) return true;
    const told = byMatter.get(each.detail.matter) ?? [];
    const index = told.indexOf(each);
    const before = told[index - 1];
    const isRepeated = before !== undefined && stateOf(before) === stateOf(each);
    const isCorrected = told
      .slice(index + 1)
      .some((later) => later.kind === each.kind && stateOf(later) !== stateOf(each));
    return !isRepeated && !isCorrected;
  });
}

/** More hearings than any case has: what is kept of a case has a bound. */
const HEARINGS_MAX = 40;

/** Days of hearings, sorted, with one more; the latest where there are too many. */
const withHearing = (known: readonly LocalDate[], on: LocalDate) =>
  [...new Set([...known, on])].toSorted().slice(-HEARINGS_MAX);

const withoutHearing = (known: readonly LocalDate[], on: LocalDate) => known.filter((day) => day !== on);

type Change = { readonly set?: CaseFacts; readonly drop?: readonly (keyof CaseFacts)[] };

/** What a kind says of the case by itself. A kind that is not here says nothing that routing needs. */
const changeOf: { readonly [K in MilestoneKind]?: (on: LocalDate, told: MilestoneFacts, known: CaseFacts) => Change } =
  {
    "report.no-further-action": () => ({ set: { noFurtherAction: true } }),
    "decision.charged": () => ({ set: { charged: true }, drop: ["notCharged", "noFurtherAction", "suspectReleased"] }),
    // Several suspects are decided one by one: that one was not charged does not undo that another was.
    "decision.not-charged": () => ({ set: { notCharged: true } }),
    "decision.out-of-court": () => ({ set: { notCharged: true } }),
    "court.hearing-listed": (_on, told, known) => ({
      set: told.on === undefined ? {} : { hearings: withHearing(known.hearings ?? [], told.on) },
    }),
    "court.trial-vacated": (_on, told, known) => {
      const hearings = told.on === undefined ? [] : withoutHearing(known.hearings ?? [], told.on);
      return {
        set: {
          hearingsVacated: (known.hearingsVacated ?? 0) + 1,
          ...(told.on !== undefined && hearings.length > 0 && { hearings }),
        },
        drop: told.on !== undefined && hearings.length === 0 ? ["hearings"] : [],
      };
    },
    "court.trial-held": (on) => ({ set: { trialHeld: on } }),
    "court.outcome": (_on, told) => ({ set: told.convicted ? { convicted: true } : {}, drop: ["unconcluded"] }),
    "court.sentenced": (on) => ({ set: { convicted: true, sentencedOn: on }, drop: ["unconcluded"] }),
    "court.unconcluded": () => ({ set: { unconcluded: true } }),
    "post.contact-scheme-eligible": () => ({ set: { contactSchemeEligible: true } }),
    "post.contact-scheme-choice": (_on, told) => ({
      set: {
        contactSchemeEligible: true,
        ...(told.contactSchemeOptedIn !== undefined && { contactSchemeOptedIn: told.contactSchemeOptedIn }),
      },
    }),
    "post.released": (on) => ({ set: { releasedOn: on } }),
  };

/** Facts that any kind may bring, true to set and false to take back. */
const carried = ["suspectReleased", "attended", "selfClosure"] as const;

function factsAfter(known: CaseFacts, { kind, occurredAt, detail }: RecordedMilestone): CaseFacts {
  const told = detail.facts ?? {};
  const { set = {}, drop = [] } = changeOf[kind]?.(told.on ?? londonDate(occurredAt), told, known) ?? {};
  const gone = new Set<string>([...drop, ...carried.filter((fact) => told[fact] === false)]);
  const kept = Object.entries({ ...known, ...set }).filter(([fact]) => !gone.has(fact));
  const brought: (readonly [string, unknown])[] = carried
    .filter((fact) => told[fact] === true)
    .map((fact) => [fact, true]);
  if (told.offenceOn !== undefined) brought.push(["offenceOn", told.offenceOn]);
  return Object.fromEntries([...kept, ...brought].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const unionOf = <T extends string>(all: readonly T[], left: readonly T[], right: readonly T[]): readonly T[] =>
  right.length === 0 ? left : all.filter((each) => left.includes(each) || right.includes(each));

/** What an offence warns of by itself. Kept as a flag, it outlives a later and milder classification. */
export const warningsOf = (offence: Offence | undefined): readonly CaseFlag[] =>
  offence === "sexual" ? ["serious-sexual"] : [];

/** A case of which nothing has been told yet. */
export const newCase = (id: string, area: string, at: Instant): CaseState => ({
  id,
  area,
  offence: NOT_STATED,
  flags: [],
  facts: {},
  officerRef: null,
  officerUnit: null,
  closedOn: null,
  updatedAt: at,
});

/** The case after one more milestone, which must be the latest so far by `byOccurrence`. */
export function applyMilestone(known: CaseState, milestone: RecordedMilestone): CaseState {
  const { kind, occurredAt, detail } = milestone;
  return {
    ...known,
    offence: detail.offence ?? known.offence,
    flags: unionOf(caseFlags, known.flags, [...(detail.flags ?? []), ...warningsOf(detail.offence)]),
    facts: factsAfter(known.facts, milestone),
    officerRef: detail.officer ? detail.officer.ref : known.officerRef,
    officerUnit: detail.officer ? detail.officer.unit : known.officerUnit,
    closedOn: kind === "case.closed" ? londonDate(occurredAt) : known.closedOn,
    updatedAt: occurredAt > known.updatedAt ? occurredAt : known.updatedAt,
  };
}

/**
 * The case that these milestones make, in whatever order they arrived: applied by the source's clock, without those
 * that were retracted. A flag that any of them raised stands for all: safety does not wait its turn.
 */
export function caseAfter(id: string, area: string, milestones: readonly RecordedMilestone[]): CaseState | null {
  const standing = standingOf(milestones);
  const first = standing[0] ?? milestones.toSorted(byOccurrence)[0];
  return first ? standing.reduce(applyMilestone, newCase(id, area, first.occurredAt)) : null;
}
