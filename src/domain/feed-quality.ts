import type { Fault } from "../kernel/problem.ts";
import { fileFields } from "./file-mapping.ts";
import type { Milestone, MilestoneKind } from "./milestone.ts";

// What a sender's data is like: what is counted of each record as it arrives, and what its cases are expected to show.
// Counts of records alone, by the names of fields: never a value, never a victim.

/** What became of one record of a sender, and what it was read as. */
export type Judged = {
  readonly status: "accepted" | "duplicate" | "parked" | "rejected" | "ignored";
  /** What was wrong, by path of the event's `data`; none where the sender may not tell this at all. */
  readonly faults: readonly Fault[];
  /** Null where it could not be read. */
  readonly milestone: Milestone | null;
};

/** Fields that take one of a list of codes, so that a wrong value is an unknown code. */
const codeFields = new Set<string>([
  ...Object.entries(fileFields).flatMap(([field, kind]) => (kind === "code" ? [field] : [])),
  "case.identifiers.type",
  "case.merged.type",
  "facts.rights",
]);

/** A path without `data.` and without places in a list: one of a fixed set of names. */
const fieldOf = (path: string) => path.replace(/^data\./, "").replaceAll(/\.\d+/g, "");

const isMissing = ({ fix }: Fault) => fix.startsWith("Required");
const isUnknownCode = (fault: Fault) => !isMissing(fault) && codeFields.has(fieldOf(fault.path));

/** Why records are rejected. A record counts under the first of these that it has. */
export const rejectionReasons = ["not-allowed", "unknown-code", "missing-field", "wrong-form"] as const;
export type RejectionReason = (typeof rejectionReasons)[number];

function reasonOf({ faults }: Judged): RejectionReason {
  if (faults.length === 0) return "not-allowed";
  if (faults.some(isUnknownCode)) return "unknown-code";
  return faults.some(isMissing) ? "missing-field" : "wrong-form";
}

type Told = { readonly isExpectedOf: (kind: MilestoneKind) => boolean; readonly isThere: (told: Milestone) => boolean };

const isReport = (kind: MilestoneKind) => kind === "report.recorded";
const isRoute = (kind: MilestoneKind) => kind === "report.recorded" || kind === "victim.contact-asserted";
const isEnd = (kind: MilestoneKind) => kind === "report.recorded" || kind === "case.closed";

/** What an accepted milestone should have told, by its kind. [OURS: what eligibility, tables and the safety gate read.] */
const expectedFields = {
  "case.forceCode": {
    isExpectedOf: (kind) => isReport(kind) || kind.startsWith("decision."),
    isThere: ({ forceCode }) => forceCode !== null,
  },
  "case.offenceGroup": { isExpectedOf: isReport, isThere: ({ offence }) => offence !== null },
  "officerInCase": { isExpectedOf: isEnd, isThere: ({ officer }) => officer !== null },
  "victim.contact": {
    isExpectedOf: isRoute,
    isThere: ({ victim }) => victim?.contact !== undefined && victim.contact !== null,
  },
  "victim.contact.safeToContact": {
    isExpectedOf: isRoute,
    isThere: ({ victim }) =>
      victim?.contact !== undefined && victim.contact !== null && victim.contact.safety !== "unknown",
  },
  "victim.ageBand": { isExpectedOf: isReport, isThere: ({ victim }) => victim?.profile.age !== undefined },
  "victim.sex": { isExpectedOf: isReport, isThere: ({ victim }) => victim?.profile.sex !== undefined },
  "facts.convicted": {
    isExpectedOf: (kind) => kind === "court.outcome",
    isThere: ({ facts }) => facts.convicted !== undefined,
  },
} as const satisfies { readonly [field: string]: Told };

function fieldsOf(told: Milestone): readonly string[] {
  return Object.entries(expectedFields).flatMap(([field, { isExpectedOf, isThere }]) => {
    if (!isExpectedOf(told.kind)) return [];
    return isThere(told) ? [`expected:${field}`] : [`expected:${field}`, `missing:${field}`];
  });
}

function countedOf(judged: Judged): readonly string[] {
  const { status, milestone, faults } = judged;
  if (status === "accepted" && milestone !== null) return [status, ...fieldsOf(milestone)];
  if (status !== "rejected") return [status];
  const unknown = new Set(faults.filter(isUnknownCode).map(({ path }) => `unknown:${fieldOf(path)}`));
  return [status, `rejected:${reasonOf(judged)}`, ...unknown];
}

/** Counts what a request brought, under the names that `feed_tally` keeps. */
export function tallyOf(records: readonly Judged[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const counted of records.flatMap(countedOf)) counts.set(counted, (counts.get(counted) ?? 0) + 1);
  return counts;
}

/** What a milestone should be followed by, by the time it fell due. */
export type Expectation = {
  readonly id: string;
  readonly of: MilestoneKind;
  /** Only of outcomes that convicted somebody. */
  readonly onlyConvicted: boolean;
  /** In the same case, from whichever sender: one of these kinds, or a route that somebody judged, safe or not. */
  readonly expects: readonly MilestoneKind[] | "contact-asserted";
  readonly withinDays: number;
  readonly source: string;
};

/** What a whole feed would show. The days are ours: wide enough that what is missing after them is missing. */
export const expectations: readonly Expectation[] = [
  {
    id: "report-has-contact",
    of: "report.recorded",
    onlyConvicted: false,
    expects: "contact-asserted",
    withinDays: 7,
    source: "Without it nobody can be asked. [OURS]",
  },
  {
    id: "report-has-needs-assessment",
    of: "report.recorded",
    onlyConvicted: false,
    expects: ["compliance.needs-assessment"],
    withinDays: 28,
    source: "Victims' Code, right 4; the days are ours.",
  },
  {
    id: "charge-reaches-court",
    of: "decision.charged",
    onlyConvicted: false,
    expects: ["court.hearing-listed", "court.trial-held", "court.trial-vacated", "court.outcome", "court.unconcluded"],
    withinDays: 180,
    source: "Where it does not, identifiers of police and courts do not meet. [OURS]",
  },
  {
    id: "conviction-is-sentenced",
    of: "court.outcome",
    onlyConvicted: true,
    expects: ["court.sentenced"],
    withinDays: 90,
    source: "Victims' Code, right 9; the days are ours, with room for a report before sentence.",
  },
  {
    id: "closed-case-has-outcome",
    of: "case.closed",
    onlyConvicted: false,
    expects: [
      "report.no-further-action",
      "decision.not-charged",
      "decision.out-of-court",
      "court.outcome",
      "court.sentenced",
      "court.unconcluded",
    ],
    withinDays: 0,
    source: "A case ends in something. [OURS]",
  },
  {
    id: "closed-case-has-needs-assessment",
    of: "case.closed",
    onlyConvicted: false,
    expects: ["compliance.needs-assessment"],
    withinDays: 0,
    source: "Victims' Code, right 4.",
  },
];

/** How many records took so many hours to arrive. */
export type Delay = { readonly hours: number; readonly records: number };

const recordsOf = (delays: readonly Delay[]) => delays.reduce((sum, { records }) => sum + records, 0);

/** The hours within which a share of the records had arrived (nearest rank). Null of none. */
export function delayWithin(delays: readonly Delay[], share: number): number | null {
  const rank = Math.max(1, Math.ceil(recordsOf(delays) * share));
  let arrived = 0;
  for (const { hours, records } of delays.toSorted((a, b) => a.hours - b.hours)) {
    arrived += records;
    if (arrived >= rank) return hours;
  }
  return null;
}

const LATE_AFTER = 7 * 24;

export const lateRecords = (delays: readonly Delay[]) => recordsOf(delays.filter(({ hours }) => hours > LATE_AFTER));
