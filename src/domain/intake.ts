import type { MilestoneDetail, RecordedMilestone } from "./case.ts";
import type { Wishes } from "./closure.ts";
import {
  casesNamed,
  copyInto,
  copyKeyOf,
  identify,
  isJoining,
  isOfEveryCase,
  join,
  link,
  rootOf,
  strikeOut,
  unpark,
  waitsFor,
} from "./identity.ts";
import { type Answer, type Arrival, type Ledger, type LedgerCase, momentOf, type Parked } from "./ledger.ts";
import { areaOfForce, type Identifier, identifierTypes, isOfPerson } from "./milestone.ts";
import type { Fault } from "../kernel/problem.ts";
import { knowsVictims, mayAddTo, notOwn, type Sender } from "./sender.ts";
import { isNewer, judgedBy, newVictim, withCautions, withContact, withLateWarning, withSafety } from "./victim.ts";

// Decides what becomes of a batch of events: which are known already, which case each belongs to, who is created, what
// waits.

/** What the event calls its case and the offender; somebody who knows the case tells it, a partner finds it by that. */
function namesOf(sender: Sender, { identifiers, merged }: Arrival): MilestoneDetail {
  const told = knowsVictims(sender) ? [...identifiers, ...merged] : identifiers;
  const hashesOf = (ofPerson: boolean) => [
    ...new Set(told.filter((each) => each.isOfPerson === ofPerson).map(({ hash }) => hash)),
  ];
  const [names, persons] = [hashesOf(false), hashesOf(true)];
  const isNamed = names.length > 0;
  const isToldOfPersons = persons.length > 0 && (!isNamed || knowsVictims(sender));
  const isLimited = sender.forceCode !== null && !(isNamed && knowsVictims(sender));
  return {
    ...(isNamed && (knowsVictims(sender) ? { names } : { by: names })),
    ...(isToldOfPersons && { persons }),
    ...(isLimited && { within: areaOfForce(sender.forceCode ?? "") ?? "none" }),
  };
}

const detailOf = (sender: Sender, arrival: Arrival): MilestoneDetail => {
  const { milestone, retracts, contact, matter } = arrival;
  return {
    ...(milestone.offence !== null && { offence: milestone.offence }),
    ...(milestone.flags.length > 0 && { flags: milestone.flags }),
    ...(milestone.officer !== null && { officer: milestone.officer }),
    ...(Object.keys(milestone.facts).length > 0 && { facts: milestone.facts }),
    ...(milestone.victim !== null &&
      Object.keys(milestone.victim.profile).length > 0 && { profile: milestone.victim.profile }),
    ...(contact !== null && { asserted: { safety: contact.assertion.safety, at: contact.assertion.assertedAt } }),
    ...(matter !== undefined && { matter }),
    ...(retracts === null ? namesOf(sender, arrival) : { retracts }),
  };
};

const recordOf = (arrival: Arrival, detail: MilestoneDetail, victimId: string | null): RecordedMilestone => ({
  id: arrival.id,
  eventKey: arrival.eventKey,
  kind: arrival.milestone.kind,
  occurredAt: arrival.milestone.occurredAt,
  victimId,
  retracted: false,
  detail,
});

function park(ledger: Ledger, arrival: Arrival, told: MilestoneDetail, reason: string): Answer {
  const { sender } = ledger;
  // Nothing of a victim is kept for an event that has no case: their number could never be found to be destroyed.
  const { profile: _, asserted: __, ...detail } = told;
  const milestone = recordOf(arrival, detail, null);
  // Offenders' numbers that it tells beside names are not waited for, but what waits for them may follow it in.
  const hashes = [...new Set([...waitsFor(milestone), ...(detail.persons ?? [])])];
  const identifiers = detail.retracts === undefined ? hashes : [detail.retracts];
  const waiting: Parked = { ...milestone, senderId: sender.id, senderForce: sender.forceCode, identifiers };
  ledger.added.set(arrival.eventKey, {
    ...milestone,
    senderId: sender.id,
    caseId: null,
    parked: { reason, identifiers },
  });
  const { id, kind } = milestone;
  ledger.known.set(arrival.eventKey, { id, kind, senderId: sender.id, caseId: null, victimId: null });
  ledger.parked.set(arrival.eventKey, waiting);
  return { status: "parked", why: reason };
}

function record(ledger: Ledger, into: LedgerCase | null, milestone: RecordedMilestone): void {
  const { id, eventKey, kind, victimId } = milestone;
  const caseId = into?.id ?? null;
  into?.milestones.push(milestone);
  into?.touched.add(eventKey);
  ledger.added.set(eventKey, { ...milestone, senderId: ledger.sender.id, caseId, parked: null });
  ledger.known.set(eventKey, { id, kind, senderId: ledger.sender.id, caseId, victimId });
}

/** A retraction that came before what it takes back. */
const retractionOf = (ledger: Ledger, eventKey: string) =>
  [...ledger.parked.values()].find(
    ({ detail, senderId }) => detail.retracts === eventKey && senderId === ledger.sender.id,
  );

function takeBackIfToldBefore(ledger: Ledger, eventKey: string, files: readonly LedgerCase[]): void {
  if (ledger.parked.size === 0) return;
  const waiting = retractionOf(ledger, eventKey);
  if (!waiting) return;
  const [first = null, ...others] = files;
  unpark(ledger, first, waiting);
  if (first) copyRetraction(ledger, waiting.eventKey, first, others);
  strikeOut(ledger, eventKey);
  ledger.parked.delete(eventKey);
}

/** What is taken back in several cases is decided anew in each. */
function copyRetraction(ledger: Ledger, eventKey: string, from: LedgerCase, others: readonly LedgerCase[]): void {
  const retraction = from.milestones.find((each) => each.eventKey === eventKey);
  for (const other of retraction ? others : []) if (retraction) copyInto(ledger, other, retraction);
}

function retract(ledger: Ledger, arrival: Arrival, key: string): Answer {
  const detail = detailOf(ledger.sender, arrival);
  const target = ledger.known.get(key);
  if (!target) return park(ledger, arrival, detail, "The event that it takes back has not arrived.");
  if (target.senderId !== ledger.sender.id)
    return { status: "rejected", why: "Only the sender of an event may take it back." };
  if (target.kind === "milestone.retracted")
    return { status: "rejected", why: "A retraction cannot be taken back. Send the event anew, under another id." };
  // What waits for its case may have been kept for its victim.
  const kept = [...ledger.cases.values()].find((file) =>
    file.milestones.some(({ eventKey, retracted }) => rootOf(eventKey) === key && !retracted),
  );
  const from = (target.caseId === null ? kept : ledger.cases.get(target.caseId)) ?? null;
  const milestone = recordOf(arrival, detail, target.victimId);
  record(ledger, from, milestone);
  const others = [...ledger.cases.values()].filter(
    (file) => file !== from && file.milestones.some(({ eventKey }) => rootOf(eventKey) === key),
  );
  if (from) copyRetraction(ledger, arrival.eventKey, from, others);
  strikeOut(ledger, key);
  ledger.parked.delete(key);
  return { status: "accepted" };
}

function create(ledger: Ledger, area: string): LedgerCase {
  const made: LedgerCase = {
    id: ledger.newId(),
    area,
    isNew: true,
    version: 0,
    milestones: [],
    victims: new Set(),
    touched: new Set(),
    lost: [],
    references: new Map(),
  };
  ledger.cases.set(made.id, made);
  return made;
}

/** Where an event belongs: its cases, of which only those of an offender are several; and whether it names them. */
type Place = { readonly cases: readonly [LedgerCase, ...LedgerCase[]]; readonly isNamed: boolean };

/** An event as it is to be recorded, and what of it is left out. */
type Owned = { readonly told: RecordedMilestone; readonly leftOut: readonly Fault[] };

/** Of the cases of an offender, the one of the victim who is spoken of. */
const thoseOfVictim = (ledger: Ledger, found: readonly LedgerCase[], { victimHash }: Arrival) => {
  const victimId = victimHash === null ? undefined : ledger.victimOf.get(victimHash);
  const theirs = victimId === undefined ? [] : found.filter(({ victims }) => victims.has(victimId));
  return theirs.length === 1 ? theirs : found;
};

/**
 * The event without names of cases that its sender may not add to: whoever named a case first does not keep the other
 * force's reports out. Refused where nothing is left by which its own case could be found or made.
 */
function ownPartOf(ledger: Ledger, arrival: Arrival, told: RecordedMilestone): Owned | Answer {
  const { sender } = ledger;
  const { names, by, persons: _, ...rest } = told.detail;
  const isForeign = (hash: string) => {
    const area = ledger.cases.get(ledger.caseOf.get(hash) ?? "")?.area;
    return area !== undefined && !mayAddTo(sender, area);
  };
  const given = names ?? by ?? [];
  const own = given.filter((hash) => !isForeign(hash));
  const isWhole = own.length === given.length;
  const isOfVictim = told.kind.startsWith("victim.") && latestCaseOfVictim(ledger, arrival) !== null;
  if (isWhole && (isOfVictim || waitsFor(told).length > 0)) return { told, leftOut: [] };
  const canDoWithout = own.length > 0 && names !== undefined && told.kind !== "case.merged";
  if (!canDoWithout && !isOfVictim)
    return { status: "rejected", why: "This key may not add to that case. Name one of your own." };
  const detail = own.length > 0 ? { ...told.detail, names: own } : rest;
  return { told: { ...told, detail }, leftOut: [notOwn] };
}

/** The case that an event belongs to, found, made or made of several; or why there is none. */
function place(ledger: Ledger, arrival: Arrival, milestone: RecordedMilestone): Place | Answer {
  const { sender } = ledger;
  const { forceCode, victim } = arrival.milestone;
  const { kind, detail } = milestone;
  const isByPerson = detail.names === undefined && detail.by === undefined;
  const allowed = casesNamed(ledger, milestone).filter(({ area }) => mayAddTo(sender, area));
  const found = isByPerson && allowed.length > 1 ? thoseOfVictim(ledger, allowed, arrival) : allowed;
  const [first, ...others] = found;
  if (first && others.length === 0) return { cases: [first], isNamed: true };
  if (first && isOfEveryCase(milestone) && victim === null) return { cases: [first, ...others], isNamed: true };
  if (first && !isByPerson && knowsVictims(sender) && isJoining(kind)) {
    // What was taken back before it arrived makes no two cases one: that could not be undone.
    if (!retractionOf(ledger, arrival.eventKey)) join(ledger, first, others);
    return { cases: [first], isNamed: true };
  }
  // What is said of a victim whom we know does not wait until somebody has sorted out the cases.
  const theirs = kind.startsWith("victim.") ? latestCaseOfVictim(ledger, arrival, found) : null;
  if (theirs) return { cases: [theirs], isNamed: false };
  if (first) return park(ledger, arrival, detail, "Its identifiers belong to different cases.");
  const area = forceCode === null ? null : areaOfForce(forceCode);
  const mayCreate = knowsVictims(sender) && !isByPerson && victim !== null && !isJoining(kind);
  if (!mayCreate || area === null) return park(ledger, arrival, detail, "No case has any of these identifiers yet.");
  return { cases: [create(ledger, area)], isNamed: true };
}

/** What is said of a victim who is known needs no case of its own. Rather one of those that were named, if any is. */
function latestCaseOfVictim(
  ledger: Ledger,
  { victimHash }: Arrival,
  named: readonly LedgerCase[] = [],
): LedgerCase | null {
  if (!knowsVictims(ledger.sender) || victimHash === null) return null;
  const victimId = ledger.victimOf.get(victimHash);
  if (victimId === undefined) return null;
  const theirs = [...ledger.cases.values()]
    .filter(({ victims }) => victims.has(victimId))
    .toSorted((a, b) => (a.id < b.id ? 1 : -1));
  return theirs.find((each) => named.includes(each)) ?? theirs[0] ?? null;
}

/** What the force calls the case in words: rather the crime reference. An offender's number calls no case. */
function calledOf(identifiers: readonly Identifier[]): string {
  const own = identifiers.filter((each) => !isOfPerson(each));
  const best = identifierTypes.flatMap((type) => own.find((each) => each.type === type) ?? []);
  return best[0]?.value ?? "";
}

/** The victim who is spoken of, found or made, with what was told of their route. */
function meet(ledger: Ledger, into: LedgerCase, arrival: Arrival): string | null {
  const { victimHash, milestone, contact } = arrival;
  if (!knowsVictims(ledger.sender) || victimHash === null || milestone.victim === null) return null;
  const id = ledger.victimOf.get(victimHash) ?? ledger.newId();
  const fresh = newVictim({ id, refHash: victimHash, area: into.area, updatedAt: milestone.occurredAt });
  const met = ledger.victims.get(id) ?? { isNew: true, read: fresh, state: fresh, contact: null };
  const cautions = met.contact?.assertion ?? ledger.cautions.get(id) ?? null;
  if (contact && isNewer(contact.assertion, met.state)) {
    met.contact = withCautions(contact, cautions);
    met.state = withContact(met.state, met.contact);
  } else if (contact) {
    Object.assign(met, withLateWarning(met.state, contact, cautions));
  }
  ledger.victims.set(id, met);
  ledger.victimOf.set(victimHash, id);
  link(ledger, into, id);
  return id;
}

/** Keeps what the force itself calls case and victim, where that is not known; of one batch, rather the crime reference. */
function refer(ledger: Ledger, into: LedgerCase, victimId: string, { milestone: { identifiers, victim } }: Arrival) {
  const key = `${into.id}|${victimId}`;
  const called = calledOf(identifiers);
  if (victim === null || called === "" || into.references.has(victimId)) return;
  const isCrime = identifiers.some(({ type }) => type === "crimeReference");
  if (isCrime || !ledger.references.has(key)) ledger.references.set(key, { case: called, victim: victim.ref });
}

/** Takes one event into the ledger. The ledger holds all that it could touch. */
export function admit(ledger: Ledger, arrived: Arrival): Answer {
  if (ledger.known.has(arrived.eventKey)) return { status: "duplicate" };
  const arrival = { ...arrived, contact: judgedBy(ledger.now, arrived.milestone.victim, arrived.contact) };
  if (arrival.retracts !== null) return retract(ledger, arrival, arrival.retracts);
  const whole = recordOf(arrival, detailOf(ledger.sender, arrival), null);
  const owned = ownPartOf(ledger, arrival, { ...whole, occurredAt: momentOf(ledger, arrival) });
  if ("status" in owned) return owned;
  const { told, leftOut } = owned;
  const left = leftOut.length > 0 ? { leftOut } : {};
  const placed = place(ledger, arrival, told);
  if ("status" in placed) {
    const kept = placed.status === "parked" ? keepForVictim(ledger, arrival, told) : null;
    if (placed.status === "parked") takeBackIfToldBefore(ledger, arrival.eventKey, kept ? [kept] : []);
    return { ...(ledger.retracted.has(arrival.id) ? { status: "accepted" as const } : placed), ...left };
  }
  const { cases, isNamed } = placed;
  const [into, ...others] = cases;
  // Of a case that was only guessed nothing is called: the names are of another.
  const { names: _, persons: __, ...unnamed } = told.detail;
  const victimId = meet(ledger, into, arrival);
  const milestone: RecordedMilestone = { ...told, detail: isNamed ? told.detail : unnamed, victimId };
  if (isNamed && victimId !== null) refer(ledger, into, victimId, arrival);
  record(ledger, into, milestone);
  for (const other of others) copyInto(ledger, other, milestone);
  if (milestone.detail.names) identify(ledger, into, milestone.detail);
  takeBackIfToldBefore(ledger, arrival.eventKey, cases);
  return { status: "accepted", ...left };
}

/** Of an event that must wait for its case, what it says of a victim whom we know does not wait: their case keeps it. */
function keepForVictim(ledger: Ledger, arrival: Arrival, { detail, occurredAt }: RecordedMilestone): LedgerCase | null {
  const { profile, asserted } = detail;
  const theirs = profile || asserted ? latestCaseOfVictim(ledger, arrival) : null;
  if (theirs === null) return null;
  const id = ledger.newId();
  record(ledger, theirs, {
    id,
    eventKey: copyKeyOf(arrival.eventKey, id),
    kind: "victim.contact-asserted",
    occurredAt,
    victimId: meet(ledger, theirs, arrival),
    retracted: false,
    detail: { ...(profile && { profile }), ...(asserted && { asserted }) },
  });
  return theirs;
}

/** What was judged of the route that is known, and by whom. */
type Word = Pick<Wishes, "safety"> & { readonly by?: string };

/** Takes what staff or a closure discussion decided of writing to a victim into their case. The ledger holds both. */
export function admitWishes(ledger: Ledger, arrival: Arrival, caseId: string, { safety, by }: Word): void {
  const into = ledger.cases.get(caseId);
  const victimId = arrival.victimHash === null ? undefined : ledger.victimOf.get(arrival.victimHash);
  const known = victimId === undefined ? undefined : ledger.victims.get(victimId);
  if (!into || !known) return;
  const { occurredAt: at } = arrival.milestone;
  const detail = detailOf(ledger.sender, arrival);
  if (safety !== null) known.state = withSafety(known.state, safety, at, by);
  const asserted = safety === null ? {} : { asserted: { safety, at, isOfKnown: true as const } };
  record(ledger, into, recordOf(arrival, { ...detail, ...asserted }, known.state.id));
}
