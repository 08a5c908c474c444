import { type LocalDate, plusDays } from "../kernel/time.ts";

// A force could invent victims and answer for them (privacy.md R10). It would need numbers: the same ones over and over, or
// ones that are nobody's. Each shows in counts, and raises an alarm for an operator. An alarm changes nothing by itself.

/**
 * What may give invented victims away.
 *
 * - `repeated`: a number or e-mail address that three or more victims of one force have, in three or more cases.
 * - `replaced`: a number that its sender replaced, or took away, once a text had gone to its victim, or an address once an
 *   e-mail had: so that the next invented victim may have it, and nobody sees that both had. Also where the word is that no
 *   contact is safe, for that frees a number like any other; it is obeyed all the same, and honest forces say it too.
 * - `misdirected`: a message that could not be delivered, or that reached somebody who is not its victim.
 */
export const contactSigns = ["repeated", "replaced", "misdirected"] as const;
export type ContactSign = (typeof contactSigns)[number];

/** So many victims, in so many cases, make a number a repeated one: a household of two, or of one case, does not. */
export const REPEATED_FROM = 3;

/**
 * How many cases of a sign come together, for the spread of their count: a repeated number is that of several victims, and
 * old numbers come by themselves but for now and then a batch of old records. [OURS]
 */
export const clumpOf: { readonly [S in ContactSign]: number } = {
  repeated: 4,
  replaced: 1,
  misdirected: 4,
};

/**
 * How an area is looked at.
 *
 * - `quarter`, `month`: the last thirteen, or four, whole weeks, beside all areas.
 * - `change`: the last four beside its own thirteen before.
 */
export const contactLooks = ["quarter", "month", "change"] as const;
export type ContactLook = (typeof contactLooks)[number];

/** Weeks of each stretch. */
export const MONTH_WEEKS = 4;
export const QUARTER_WEEKS = 13;

/**
 * When a share is odd. [OURS: looked at thirteen times, a week apart, of a hundred quarters of honest areas 3.5 had an alarm
 * where the areas' own shares differed by three tenths, and 14 where they differed by half (docs/decisions/0048);
 * test/unit/statistics/odd-shares.test.ts]
 */
export const oddRules = { areas: 10, base: 100, cases: 10, times: 3, z: 3, falseDiscoveries: 0.01 } as const;

/** An alarm stays while a look is as high as this, so that it does not come and go with every week. [OURS] */
const STAYS_FROM = 2;

/** An alarm that somebody has seen comes back once its share is so many times what it was then. [OURS] */
const GROWN = 1.5;

/** What an operator says of an alarm. Codes alone: what somebody types may name people. */
export const alarmReasons = ["explained", "mended", "being-looked-into"] as const;
export type AlarmReason = (typeof alarmReasons)[number];

/** What a look has shown of an area. */
export type ContactFinding = {
  readonly area: string;
  readonly sign: ContactSign;
  readonly look: ContactLook;
  readonly n: number;
  readonly base: number;
  /** Share that would be usual, 0 to 1. */
  readonly expected: number;
  readonly z: number;
  readonly isOdd: boolean;
};

type Shown = Omit<ContactFinding, "isOdd">;

/** That an operator has seen an alarm, and what it showed then. */
export type Acknowledgement = {
  readonly on: LocalDate;
  readonly by: string;
  readonly reason: AlarmReason;
  /** Of the alarm at that moment, 0 to 1. */
  readonly share: number;
};

/** An alarm: one an area and sign at a time. */
export type ContactAlarm = Shown & {
  readonly raisedOn: LocalDate;
  /** Day of the last look that kept it: where nobody can look any more, an earlier one. */
  readonly seenOn: LocalDate;
  readonly endedOn: LocalDate | null;
  readonly acknowledged: Acknowledgement | null;
};

export type AlarmChanges = {
  readonly raised: readonly ContactAlarm[];
  readonly kept: readonly ContactAlarm[];
  /** Of those kept: those that an operator had seen, and must see again. */
  readonly returned: readonly ContactAlarm[];
  readonly ended: readonly ContactAlarm[];
};

const keyOf = ({ area, sign }: Pick<ContactAlarm, "area" | "sign">) => `${area}|${sign}`;

const shown = ({ isOdd: _, ...of }: ContactFinding): Shown => of;

export const shareOf = ({ n, base }: Pick<Shown, "n" | "base">) => (base === 0 ? 0 : n / base);

/** The clearest: highest above what is usual. */
const clearest = (findings: readonly ContactFinding[]) => findings.toSorted((a, b) => b.z - a.z)[0];

/** Whether an open alarm stands because its area could not be looked at last night, nor this one. */
export const isUnseen = ({ seenOn, endedOn }: Pick<ContactAlarm, "seenOn" | "endedOn">, today: LocalDate) =>
  endedOn === null && seenOn < plusDays(today, -1);

/**
 * An open alarm after new looks; null where nothing keeps it. It stays with its own look as long as that one does; and as
 * it is where nobody looked, for then nobody knows.
 */
function afterLooks(
  alarm: ContactAlarm,
  findings: readonly ContactFinding[] | undefined,
  today: LocalDate,
): ContactAlarm | null {
  if (findings === undefined) return alarm;
  const high = findings.filter(({ z, isOdd }) => z >= STAYS_FROM || isOdd);
  const same = high.find(({ look }) => look === alarm.look);
  const finding = same ?? clearest(high);
  if (finding === undefined) return null;
  const { acknowledged } = alarm;
  const share = shareOf(finding);
  // Beside another look's share the one that was seen says nothing: it is seen with the new one.
  const seen = acknowledged === null || same ? acknowledged : { ...acknowledged, share };
  const isGrown = seen !== null && finding.isOdd && share >= GROWN * seen.share;
  return { ...alarm, ...shown(finding), seenOn: today, acknowledged: isGrown ? null : seen };
}

/**
 * What becomes of the alarms: new ones where a look is odd, the open ones kept or ended. An area that could not be looked
 * at keeps its alarms unchanged.
 *
 * @param open Alarms that have not ended, at most one an area and sign.
 */
export function alarmsAfter(
  open: readonly ContactAlarm[],
  findings: readonly ContactFinding[],
  today: LocalDate,
): AlarmChanges {
  const byKey = Map.groupBy(findings, keyOf);
  const changes = open.map((alarm) => ({ alarm, after: afterLooks(alarm, byKey.get(keyOf(alarm)), today) }));
  const known = new Set(open.map(keyOf));
  const raised = [...byKey].flatMap(([key, looks]) => {
    const odd = clearest(looks.filter(({ isOdd }) => isOdd));
    if (odd === undefined || known.has(key)) return [];
    return [{ ...shown(odd), raisedOn: today, seenOn: today, endedOn: null, acknowledged: null }];
  });
  const kept = changes.flatMap(({ after }) => after ?? []);
  const isReturned = ({ alarm, after }: (typeof changes)[number]) => alarm.acknowledged && after?.acknowledged === null;
  return {
    raised,
    kept,
    returned: changes.filter(isReturned).flatMap(({ after }) => after ?? []),
    ended: changes.flatMap(({ alarm, after }) => (after === null ? [{ ...alarm, endedOn: today }] : [])),
  };
}
