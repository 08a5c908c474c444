import type { MilestoneDetail, RecordedMilestone } from "./case.ts";
import type { Wishes } from "./closure.ts";
import type { Answer, Arrival, HashedIdentifier, Ledger, LedgerCase, Parked } from "./ledger.ts";
import { areaOfForce, type MilestoneKind } from "./milestone.ts";
import { knowsVictims, mayAddTo } from "./sender.ts";
import { isNewer, newVictim, withCautions, withContact, withoutJudgement, withSafety } from "./victim.ts";

// Decides what becomes of a batch of events: which are known already, which case each belongs to, who is created, what
// waits.

const detailOf = ({ milestone, retracts, contact }: Arrival): MilestoneDetail => ({
  ...(milestone.offence !== null && { offence: milestone.offence }),
  ...(milestone.flags.length > 0 && { flags: milestone.flags }),
  ...(milestone.officer !== null && { officer: milestone.officer }),
  ...(Object.keys(milestone.facts).length > 0 && { facts: milestone.facts }),
  ...(milestone.victim !== null &&
    Object.keys(milestone.victim.profile).length > 0 && { profile: milestone.victim.profile }),
  ...(contact !== null && { asserted: { safety: contact.assertion.safety, at: contact.assertion.assertedAt } }),
  ...(retracts !== null && { retracts }),
});

const recordOf = (arrival: Arrival, victimId: string | null): RecordedMilestone => ({
  id: arrival.id,
  eventKey: arrival.eventKey,
  kind: arrival.milestone.kind,
  occurredAt: arrival.milestone.occurredAt,
  victimId,
  retracted: false,
  detail: detailOf(arrival),
});

function park(ledger: Ledger, arrival: Arrival, reason: string, identifiers: readonly string[]): Answer {
  const { sender } = ledger;
  // Nothing of a victim is kept for an event that has no case: their number could never be found to be destroyed.
  const { profile: _, asserted: __, ...detail } = detailOf(arrival);
  const waiting: Parked = {
    ...recordOf(arrival, null),
    detail,
    senderId: sender.id,
    senderForce: sender.forceCode,
    identifiers,
  };
  ledger.added.set(arrival.eventKey, {
    ...recordOf(arrival, null),
    detail,
    senderId: sender.id,
    caseId: null,
    parked: { reason, identifiers },
  });
  ledger.known.set(arrival.eventKey, { id: arrival.id, senderId: sender.id, caseId: null, victimId: null });
  ledger.parked.set(arrival.eventKey, waiting);
  return { status: "parked", why: reason };
}

function record(ledger: Ledger, into: LedgerCase, arrival: Arrival, victimId: string | null): Answer {
  const milestone = recordOf(arrival, victimId);
  into.milestones.push(milestone);
  into.touched.add(milestone.eventKey);
  ledger.added.set(arrival.eventKey, { ...milestone, senderId: ledger.sender.id, caseId: into.id, parked: null });
  ledger.known.set(arrival.eventKey, { id: arrival.id, senderId: ledger.sender.id, caseId: into.id, victimId });
  takeBackParked(ledger, arrival.eventKey);
  return { status: "accepted" };
}

/** A milestone that was parked takes its place in the case that it turned out to belong to. */
function unpark(ledger: Ledger, into: LedgerCase, waiting: Parked): void {
  ledger.parked.delete(waiting.eventKey);
  const { id, eventKey, kind, occurredAt, detail } = waiting;
  const isRetracted = ledger.retracted.has(id);
  into.milestones.push({ id, eventKey, kind, occurredAt, victimId: null, retracted: isRetracted, detail });
  into.touched.add(eventKey);
  ledger.known.set(eventKey, { id, senderId: waiting.senderId, caseId: into.id, victimId: null });
  const added = ledger.added.get(eventKey);
  if (added) ledger.added.set(eventKey, { ...added, caseId: into.id, parked: null });
  else ledger.returned.push({ id, caseId: into.id });
}

/** Lets in what waited for one of these identifiers. */
function letIn(ledger: Ledger, into: LedgerCase, hashes: readonly string[]): void {
  if (ledger.parked.size === 0) return;
  for (const waiting of ledger.parked.values()) {
    const isMeant = waiting.detail.retracts === undefined && waiting.identifiers.some((hash) => hashes.includes(hash));
    const isAllowed = waiting.senderForce === null || areaOfForce(waiting.senderForce) === into.area;
    if (isMeant && isAllowed) unpark(ledger, into, waiting);
  }
}

/** A retraction may come before what it takes back. */
function takeBackParked(ledger: Ledger, eventKey: string): void {
  for (const waiting of ledger.parked.values()) {
    if (waiting.detail.retracts !== eventKey) continue;
    const target = ledger.known.get(eventKey);
    if (target?.senderId !== waiting.senderId || target.caseId === null) continue;
    const into = ledger.cases.get(target.caseId);
    if (!into) continue;
    unpark(ledger, into, waiting);
    strikeOut(ledger, into, eventKey);
  }
}

function strikeOut(ledger: Ledger, from: LedgerCase | null, eventKey: string): void {
  const target = ledger.known.get(eventKey);
  if (!target) return;
  ledger.retracted.add(target.id);
  const index = from?.milestones.findIndex((each) => each.eventKey === eventKey) ?? -1;
  const struck = from?.milestones[index];
  if (!from || !struck) return;
  from.milestones[index] = { ...struck, retracted: true };
  takeBackRoute(ledger, struck);
}

/** What an event said of a victim's route goes with the event. */
function takeBackRoute(ledger: Ledger, { victimId, detail }: RecordedMilestone): void {
  const known = victimId === null ? undefined : ledger.victims.get(victimId);
  if (!known || !detail.asserted) return;
  const standing = [...ledger.cases.values()]
    .flatMap(({ milestones }) => milestones)
    .filter((each) => each.victimId === victimId && !each.retracted)
    .flatMap((each) => each.detail.asserted ?? []);
  known.state = withoutJudgement(known.state, detail.asserted, standing);
}

function retract(ledger: Ledger, arrival: Arrival, key: string): Answer {
  const target = ledger.known.get(key);
  if (!target) return park(ledger, arrival, "The event that it takes back has not arrived.", [key]);
  if (target.senderId !== ledger.sender.id)
    return { status: "rejected", why: "Only the sender of an event may take it back." };
  const from = target.caseId === null ? null : (ledger.cases.get(target.caseId) ?? null);
  strikeOut(ledger, from, key);
  if (from) return record(ledger, from, arrival, target.victimId);
  ledger.parked.delete(key);
  const { sender, added, known } = ledger;
  added.set(arrival.eventKey, { ...recordOf(arrival, null), senderId: sender.id, caseId: null, parked: null });
  known.set(arrival.eventKey, { id: arrival.id, senderId: sender.id, caseId: null, victimId: null });
  return { status: "accepted" };
}

/** Two cases turn out to be one: the older stays. */
function absorb(ledger: Ledger, into: LedgerCase, from: LedgerCase): void {
  into.milestones.push(...from.milestones);
  for (const { eventKey } of from.milestones) {
    into.touched.add(eventKey);
    const added = ledger.added.get(eventKey);
    if (added) ledger.added.set(eventKey, { ...added, caseId: into.id });
    const known = ledger.known.get(eventKey);
    if (known) ledger.known.set(eventKey, { ...known, caseId: into.id });
  }
  for (const written of [...ledger.returned, ...ledger.identified, ...ledger.linked]) {
    if (written.caseId === from.id) written.caseId = into.id;
  }
  for (const victimId of from.victims) link(ledger, into, victimId);
  for (const [hash, caseId] of ledger.caseOf) if (caseId === from.id) ledger.caseOf.set(hash, into.id);
  ledger.absorbed.push({ from: from.id, into: into.id });
  ledger.cases.delete(from.id);
}

function link(ledger: Ledger, into: LedgerCase, victimId: string): void {
  if (into.victims.has(victimId)) return;
  into.victims.add(victimId);
  ledger.linked.push({ caseId: into.id, victimId });
}

function identify(ledger: Ledger, into: LedgerCase, identifiers: readonly HashedIdentifier[]): void {
  const news = identifiers.filter(({ hash }) => !ledger.caseOf.has(hash));
  for (const { hash, isOfPerson } of news) {
    ledger.caseOf.set(hash, into.id);
    ledger.identified.push({ hash, caseId: into.id, isOfPerson });
  }
  if (news.length > 0)
    letIn(
      ledger,
      into,
      news.map(({ hash }) => hash),
    );
}

const casesOf = (ledger: Ledger, identifiers: readonly HashedIdentifier[]): readonly LedgerCase[] => {
  const ids = new Set(identifiers.map(({ hash }) => ledger.caseOf.get(hash)).filter((id) => id !== undefined));
  return [...ids]
    .toSorted()
    .map((id) => ledger.cases.get(id))
    .filter((each) => each !== undefined);
};

/** The cases that an event speaks of. An offender's number counts only where nothing else is said of the case. */
function matches(ledger: Ledger, { identifiers, merged }: Arrival): readonly LedgerCase[] {
  const ofCase = [...identifiers, ...merged].filter(({ isOfPerson }) => !isOfPerson);
  return casesOf(ledger, ofCase.length > 0 ? ofCase : identifiers);
}

const joining: readonly MilestoneKind[] = ["case.identifiers", "case.merged"];

/** What ends writing to a victim whom we know does not wait until somebody has sorted out the cases. */
const ending: readonly MilestoneKind[] = ["victim.contact-withdrawn", "victim.deceased", "victim.withdrew"];

function create(ledger: Ledger, area: string): LedgerCase {
  const made: LedgerCase = {
    id: ledger.newId(),
    area,
    isNew: true,
    version: 0,
    milestones: [],
    victims: new Set(),
    touched: new Set(),
  };
  ledger.cases.set(made.id, made);
  return made;
}

/** The case that an event belongs to, found, made or made of two; or why there is none. */
function place(ledger: Ledger, arrival: Arrival): LedgerCase | Answer {
  const { sender } = ledger;
  const { kind, forceCode, victim } = arrival.milestone;
  const found = matches(ledger, arrival);
  if (found.some(({ area }) => !mayAddTo(sender, area)))
    return { status: "rejected", why: "This key may not add to that case." };
  const [first, ...others] = found;
  const hashes = arrival.identifiers.map(({ hash }) => hash);
  if (others.length > 0 && !(knowsVictims(sender) && joining.includes(kind))) {
    const theirs = ending.includes(kind) ? latestCaseOfVictim(ledger, arrival, found) : null;
    if (theirs) return theirs;
    return park(ledger, arrival, "Its identifiers belong to different cases.", hashes);
  }
  if (first) {
    for (const other of others) absorb(ledger, first, other);
    return first;
  }
  const area = forceCode === null ? null : areaOfForce(forceCode);
  const mayCreate = knowsVictims(sender) && victim !== null && area !== null && !joining.includes(kind);
  if (!mayCreate) return park(ledger, arrival, "No case has any of these identifiers yet.", hashes);
  return latestCaseOfVictim(ledger, arrival) ?? create(ledger, area);
}

/** What is said of a victim who is known needs no case of its own. Rather one of those that were named, if any is. */
function latestCaseOfVictim(
  ledger: Ledger,
  { milestone, victimHash }: Arrival,
  named: readonly LedgerCase[] = [],
): LedgerCase | null {
  if (!milestone.kind.startsWith("victim.") || victimHash === null) return null;
  const victimId = ledger.victimOf.get(victimHash);
  if (victimId === undefined) return null;
  const theirs = [...ledger.cases.values()]
    .filter(({ victims }) => victims.has(victimId))
    .toSorted((a, b) => (a.id < b.id ? 1 : -1));
  return theirs.find((each) => named.includes(each)) ?? theirs[0] ?? null;
}

function meet(ledger: Ledger, into: LedgerCase, arrival: Arrival): string | null {
  const { victimHash, milestone, contact } = arrival;
  if (!knowsVictims(ledger.sender) || victimHash === null) return null;
  const id = ledger.victimOf.get(victimHash) ?? ledger.newId();
  const fresh = newVictim({ id, refHash: victimHash, area: into.area, updatedAt: milestone.occurredAt });
  const met = ledger.victims.get(id) ?? { isNew: true, read: fresh, state: fresh, contact: null };
  if (contact && isNewer(contact.assertion, met.state)) {
    const cautious = withCautions(contact, met.contact?.assertion ?? ledger.cautions.get(id) ?? null);
    met.state = withContact(met.state, cautious);
    met.contact = cautious;
  }
  ledger.victims.set(id, met);
  ledger.victimOf.set(victimHash, id);
  link(ledger, into, id);
  return id;
}

/** Takes one event into the ledger. The ledger holds all that it could touch. */
export function admit(ledger: Ledger, arrival: Arrival): Answer {
  if (ledger.known.has(arrival.eventKey)) return { status: "duplicate" };
  if (arrival.retracts !== null) return retract(ledger, arrival, arrival.retracts);
  const into = place(ledger, arrival);
  if ("status" in into) return into;
  const victimId = meet(ledger, into, arrival);
  const answer = record(ledger, into, arrival, victimId);
  // Names that point at several cases are told of none of them.
  const isAmbiguous = matches(ledger, arrival).some(({ id }) => id !== into.id);
  if (knowsVictims(ledger.sender) && !isAmbiguous) identify(ledger, into, [...arrival.identifiers, ...arrival.merged]);
  return answer;
}

/** Takes what a closure discussion decided of writing to a victim into their case. The ledger holds both. */
export function admitWishes(ledger: Ledger, arrival: Arrival, caseId: string, { safety }: Wishes): void {
  const into = ledger.cases.get(caseId);
  const victimId = arrival.victimHash === null ? undefined : ledger.victimOf.get(arrival.victimHash);
  const known = victimId === undefined ? undefined : ledger.victims.get(victimId);
  if (!into || !known) return;
  if (safety !== null) known.state = withSafety(known.state, safety, arrival.milestone.occurredAt);
  record(ledger, into, arrival, known.state.id);
}
