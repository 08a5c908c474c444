import { type Instant, instantOf, millisecondsOf } from "../kernel/time.ts";
import type { MilestoneDetail, RecordedMilestone, VictimState } from "./case.ts";
import type { Fault } from "../kernel/problem.ts";
import type { Milestone, MilestoneKind } from "./milestone.ts";
import type { Sender } from "./sender.ts";
import type { Cautions, IndexedContact } from "./victim.ts";

// The part of the vault that a batch of events touches, read once and written back once.

/** An identifier as the vault knows it: a hash. */
export type HashedIdentifier = { readonly hash: string; readonly isOfPerson: boolean };

/** An event on its way in, with everything hashed that must be. */
export type Arrival = {
  readonly id: string;
  readonly eventKey: string;
  readonly milestone: Milestone;
  readonly identifiers: readonly HashedIdentifier[];
  readonly merged: readonly HashedIdentifier[];
  readonly victimHash: string | null;
  readonly retracts: string | null;
  readonly contact: IndexedContact | null;
  /** What the event is a version of, hashed. */
  readonly matter?: string;
};

/** `leftOut`: what of an event was not taken in with the rest. */
export type Answer =
  | { readonly status: "accepted" | "duplicate"; readonly leftOut?: readonly Fault[] }
  | { readonly status: "parked" | "rejected"; readonly why: string; readonly leftOut?: readonly Fault[] };

/** An event that waits for an identifier to arrive. */
export type Parked = {
  readonly id: string;
  readonly eventKey: string;
  readonly senderId: string;
  readonly senderForce: string | null;
  readonly kind: MilestoneKind;
  readonly occurredAt: Instant;
  /** Hashes of names of cases or, where none was told, of offenders; of a retraction, the key of what it takes back. */
  readonly identifiers: readonly string[];
  readonly detail: MilestoneDetail;
};

export type LedgerCase = {
  readonly id: string;
  readonly area: string;
  readonly isNew: boolean;
  /** How many milestones it had when it was read: another request that adds one makes this batch start again. */
  readonly version: number;
  readonly milestones: RecordedMilestone[];
  readonly victims: Set<string>;
  /** Milestones that arrived, returned or were retracted with this batch. */
  readonly touched: Set<string>;
  /** Milestones that were this case's until it turned out to be called otherwise. */
  readonly lost: RecordedMilestone[];
  /** By victim: what the force calls them and the case, sealed; bound to the case that it was sealed for. */
  readonly references: Map<string, SealedReference>;
};

/** What a force itself calls a case and a victim, for its own staff. */
export type CaseReference = { readonly case: string; readonly victim: string };

/** As sealed for a case, which may have become part of another since. */
export type SealedReference = { readonly caseId: string; readonly reference: string; readonly epoch: string };

export type LedgerVictim = {
  readonly isNew: boolean;
  /** As it was read: another request that changes it makes this batch start again. */
  readonly read: VictimState;
  state: VictimState;
  /** A newer route, to be sealed. */
  contact: IndexedContact | null;
};

/** An event that is recorded already: its sender may take it back, and nobody tells it twice. */
export type KnownEvent = {
  readonly id: string;
  readonly kind: MilestoneKind;
  readonly senderId: string;
  readonly caseId: string | null;
  readonly victimId: string | null;
};

/** A row to be written: recorded with a case, or parked without one. */
export type NewMilestone = RecordedMilestone & {
  readonly senderId: string;
  readonly caseId: string | null;
  readonly parked: { readonly reason: string; readonly identifiers: readonly string[] } | null;
};

/** What a batch touches, as read, and what it changes. */
export type Ledger = {
  readonly sender: Sender;
  readonly now: Instant;
  readonly newId: () => string;
  readonly known: Map<string, KnownEvent>;
  /** By the hash of a case's own name: the case. */
  readonly caseOf: Map<string, string>;
  /** By the hash of an offender's number: their cases. */
  readonly casesOfPerson: Map<string, Set<string>>;
  readonly cases: Map<string, LedgerCase>;
  readonly victimOf: Map<string, string>;
  readonly victims: Map<string, LedgerVictim>;
  /** By victim: what was given with the route that is sealed now. */
  readonly cautions: ReadonlyMap<string, Cautions>;
  readonly parked: Map<string, Parked>;
  readonly added: Map<string, NewMilestone>;
  /** Parked milestones of earlier batches that found their case. */
  readonly returned: { readonly id: string; caseId: string | null }[];
  /** Recorded milestones whose case is not called so any more: they wait again. */
  readonly displaced: Map<string, { readonly reason: string; readonly identifiers: readonly string[] }>;
  readonly retracted: Set<string>;
  readonly identified: { readonly hash: string; caseId: string; readonly isOfPerson: boolean }[];
  /** What a case is not called any more. */
  readonly unnamed: { readonly hash: string; caseId: string }[];
  readonly linked: { caseId: string; readonly victimId: string }[];
  /** By `caseId|victimId`: told with this batch, to be sealed. */
  readonly references: Map<string, CaseReference>;
  readonly absorbed: { readonly from: string; readonly into: string }[];
};

/** A ledger in which nothing has been read, and nothing has changed. */
export const emptyLedger = (of: Pick<Ledger, "sender" | "now" | "newId">): Ledger => ({
  ...of,
  known: new Map(),
  caseOf: new Map(),
  casesOfPerson: new Map(),
  cases: new Map(),
  victimOf: new Map(),
  victims: new Map(),
  cautions: new Map(),
  parked: new Map(),
  added: new Map(),
  returned: [],
  displaced: new Map(),
  retracted: new Set(),
  identified: [],
  unnamed: [],
  linked: [],
  references: new Map(),
  absorbed: [],
});

/** Within this many milliseconds two events of one matter are of one moment. */
const MOMENT = 1000;

/**
 * What a sender tells of one matter at one moment, where its clock knows days alone: what is told last happened last, by
 * a millisecond.
 */
export function momentOf(ledger: Ledger, { matter, milestone: { occurredAt } }: Arrival): Instant {
  if (matter === undefined) return occurredAt;
  const told = [...[...ledger.cases.values()].flatMap(({ milestones }) => milestones), ...ledger.parked.values()];
  const after = instantOf(millisecondsOf(occurredAt) + MOMENT);
  const last = told
    .filter((each) => each.detail.matter === matter && each.occurredAt >= occurredAt && each.occurredAt < after)
    .map((each) => each.occurredAt)
    .toSorted()
    .at(-1);
  return last === undefined ? occurredAt : instantOf(millisecondsOf(last) + 1);
}
