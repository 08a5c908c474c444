import type { MilestoneDetail, RecordedMilestone } from "../domain/case.ts";
import type { PastInvitation } from "../domain/eligibility.ts";
import {
  type Arrival,
  emptyLedger,
  type HashedIdentifier,
  type Ledger,
  type LedgerCase,
  type LedgerVictim,
  type Parked,
} from "../domain/ledger.ts";
import { type Identifier, isOfPerson, type Milestone, type MilestoneKind } from "../domain/milestone.ts";
import { postalKey } from "../domain/postal.ts";
import type { Sender } from "../domain/sender.ts";
import type { Cautions } from "../domain/victim.ts";
import { type HasRandom, timeOrderedId } from "../kernel/ids.ts";
import { type HasClock, type Instant, londonDate, weekOf } from "../kernel/time.ts";
import { macName } from "../platform/crypto.ts";
import type { HasKeys } from "../platform/keys.ts";
import {
  casesAndTheirVictims,
  casesByIdentifier,
  invitationsOfVictims,
  milestonesOfCases,
} from "../store/vault/cases.ts";
import { openContact } from "../store/vault/contacts.ts";
import type { HasVault } from "../store/vault/database.ts";
import { knownEvents, parkedFor } from "../store/vault/milestones.ts";
import { openReferences } from "./references.ts";
import { readTogether } from "../store/vault/read-together.ts";
import { casesOfVictims, victimOfRow, victimsByRef, victimsOfCases } from "../store/vault/victims.ts";

// Everything that a batch of events may touch, read in two calls; one when it touches nothing that exists.

/** A sender's events with everything hashed that identifies, all at once. A retraction is of an event of its own. */
export async function arrivalsOf(
  engine: HasKeys & HasClock & HasRandom,
  sender: Sender,
  milestones: readonly Milestone[],
): Promise<readonly Arrival[]> {
  const { keys, clock } = engine;
  const now = clock.now();
  const [references, blind] = await Promise.all([openReferences(engine), keys.standing("blind-index")]);
  const index = async (text: string | null) => (text === null ? null : await macName(blind, text));
  const hashed = async (all: readonly Identifier[], forceCode: string | null): Promise<readonly HashedIdentifier[]> =>
    await Promise.all(
      all.map(async (each) => ({
        hash: await references.identifier(each, forceCode),
        isOfPerson: isOfPerson(each),
      })),
    );

  return await Promise.all(
    milestones.map(async (milestone): Promise<Arrival> => {
      const { source, eventId, identifiers, merged, forceCode, victim, retracts, matter } = milestone;
      const [eventKey, own, others, victimHash, takenBack, version, phoneIndex, emailIndex, postalIndex] =
        await Promise.all([
          references.event(sender.id, source, eventId),
          hashed(identifiers, forceCode),
          hashed(merged, forceCode),
          victim === null ? null : references.victim(forceCode, victim.ref),
          retracts === null ? null : references.event(sender.id, retracts.source, retracts.eventId),
          matter === undefined ? null : references.event(sender.id, source, matter),
          index(victim?.contact?.mobile ?? null),
          index(victim?.contact?.email ?? null),
          index(victim?.contact?.postal ? postalKey(victim.contact.postal) : null),
        ]);
      const contact = victim?.contact ? { assertion: victim.contact, phoneIndex, emailIndex, postalIndex } : null;
      const id = timeOrderedId(engine, now);
      const read = { id, eventKey, milestone, identifiers: own, merged: others, victimHash, retracts: takenBack };
      return { ...read, contact, ...(version !== null && { matter: version }) };
    }),
  );
}

/** What was read, and must not have changed when it is written. */
export type OpenLedger = {
  readonly ledger: Ledger;
  readonly history: readonly PastInvitation[];
  readonly versions: readonly { readonly id: string; readonly version: number }[];
  /** By hash: how many cases were called so, and how many parked milestones waited for it. */
  readonly seen: { readonly cases: ReadonlyMap<string, number>; readonly waiting: ReadonlyMap<string, number> };
};

const unique = (texts: readonly (string | null)[]) => [...new Set(texts.filter((text) => text !== null))];

const recordedOf = (row: {
  id: string;
  eventKey: string;
  kind: string;
  occurredAt: string;
  victimId: string | null;
  state: string;
  detail: string;
}): RecordedMilestone => ({
  id: row.id,
  eventKey: row.eventKey,
  kind: row.kind as MilestoneKind,
  occurredAt: row.occurredAt as Instant,
  victimId: row.victimId,
  retracted: row.state === "retracted",
  detail: JSON.parse(row.detail) as MilestoneDetail,
});

async function readCases({ vault }: HasVault, caseIds: readonly string[]) {
  const cases = new Map<string, LedgerCase>();
  if (caseIds.length === 0) return { cases, rows: [], victims: [], history: [] };
  const [files, rows, victims, history] = await readTogether(
    vault,
    casesAndTheirVictims(vault, caseIds),
    milestonesOfCases(vault, caseIds),
    victimsOfCases(vault, caseIds),
    invitationsOfVictims(vault, caseIds),
  );
  for (const { caseId, area, victimId, version, reference, epoch } of files) {
    const known = cases.get(caseId) ?? {
      id: caseId,
      area,
      isNew: false,
      version,
      milestones: [],
      victims: new Set(),
      touched: new Set(),
      lost: [],
      references: new Map(),
    };
    if (victimId !== null) known.victims.add(victimId);
    if (victimId !== null && reference !== null && epoch !== null)
      known.references.set(victimId, { caseId, reference, epoch });
    cases.set(caseId, known);
  }
  for (const row of rows) cases.get(row.caseId)?.milestones.push(recordedOf(row));
  return { cases, rows, victims, history };
}

/** Opens the routes that are about to be replaced by ones that come without what warns of them, or are warned of late. */
async function readCautions(
  engine: HasKeys,
  arrivals: readonly Arrival[],
  victims: readonly LedgerVictim[],
): Promise<ReadonlyMap<string, Cautions>> {
  const hashes = new Set(arrivals.flatMap(({ contact, victimHash }) => (contact ? [victimHash] : [])));
  const concerned = victims.filter(({ read }) => read.contact !== null && hashes.has(read.refHash));
  const opened = await Promise.all(
    concerned.map(async ({ read: { id, contact, contactEpoch } }) => {
      const known = await openContact(engine, { victimId: id, contact, contactEpoch });
      return [id, { suspectNumbers: known?.suspects ?? null, redactions: known?.redactions ?? null }] as const;
    }),
  );
  return new Map(opened);
}

/** Reads all that these events may touch. */
export async function openLedger(
  engine: HasVault & HasKeys & HasClock & HasRandom,
  sender: Sender,
  arrivals: readonly Arrival[],
): Promise<OpenLedger> {
  const { vault, clock } = engine;
  const now = clock.now();
  const eventKeys = unique(arrivals.flatMap(({ eventKey, retracts }) => [eventKey, retracts]));
  const hashes = unique(
    arrivals.flatMap(({ identifiers, merged }) => [...identifiers, ...merged].map(({ hash }) => hash)),
  );
  const takenBack = unique(arrivals.map(({ retracts }) => retracts));
  const refs = unique(arrivals.map(({ victimHash }) => victimHash));
  const [events, identified, named, theirCases, waiting] = await readTogether(
    vault,
    knownEvents(vault, eventKeys, takenBack),
    casesByIdentifier(vault, hashes, takenBack),
    victimsByRef(vault, refs),
    casesOfVictims(vault, refs),
    parkedFor(vault, [...hashes, ...eventKeys], takenBack),
  );
  const caseIds = unique([...identified, ...theirCases, ...events].map(({ caseId }) => caseId));
  const { cases, rows, victims: others, history } = await readCases(engine, caseIds);

  const victims = new Map<string, LedgerVictim>();
  for (const row of [...others, ...named]) {
    const read = victimOfRow(row);
    victims.set(read.id, { isNew: false, read, state: read, contact: null });
  }
  const ledger: Ledger = {
    ...emptyLedger({ sender, now, newId: () => timeOrderedId(engine, now) }),
    known: new Map([...rows, ...events].map((row) => [row.eventKey, { ...row, kind: row.kind as MilestoneKind }])),
    caseOf: new Map(identified.filter(({ ofPerson }) => ofPerson === 0).map(({ hash, caseId }) => [hash, caseId])),
    casesOfPerson: casesByPerson(identified),
    cases,
    victimOf: new Map(named.map(({ refHash, id }) => [refHash, id])),
    victims,
    cautions: await readCautions(engine, arrivals, [...victims.values()]),
    parked: new Map(waiting.map((row) => [row.eventKey, parkedOf(row)])),
  };
  const seen = {
    cases: countOf(identified.map(({ hash }) => hash)),
    waiting: countOf([...ledger.parked.values()].flatMap(({ identifiers }) => identifiers)),
  };
  return { ledger, history, versions: [...cases.values()].map(({ id, version }) => ({ id, version })), seen };
}

const countOf = (hashes: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const hash of hashes) counts.set(hash, (counts.get(hash) ?? 0) + 1);
  return counts;
};

function casesByPerson(identified: readonly { hash: string; caseId: string; ofPerson: number }[]) {
  const theirs = new Map<string, Set<string>>();
  for (const { hash, caseId } of identified.filter(({ ofPerson }) => ofPerson === 1))
    theirs.set(hash, (theirs.get(hash) ?? new Set()).add(caseId));
  return theirs;
}

const parkedOf = (row: {
  id: string;
  eventKey: string;
  senderId: string;
  senderForce: string | null;
  kind: string;
  occurredAt: string;
  identifiers: string;
  detail: string;
}): Parked => ({
  ...row,
  kind: row.kind as MilestoneKind,
  occurredAt: row.occurredAt as Instant,
  identifiers: JSON.parse(row.identifiers) as readonly string[],
  detail: JSON.parse(row.detail) as MilestoneDetail,
});

/** The week under whose key contact is sealed now. */
export const currentEpoch = (now: Instant) => weekOf(londonDate(now));
