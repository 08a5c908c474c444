import type { RecordedMilestone } from "./case.ts";
import type { Ledger, LedgerCase, Parked } from "./ledger.ts";
import { areaOfForce, type MilestoneKind } from "./milestone.ts";
import { withoutJudgement } from "./victim.ts";

// Which case is which: what it is called, what waits until it is, what it is no more, and two that turn out to be one.

/** What happens to the offender, and so to every case of theirs. */
const ofOffender: readonly MilestoneKind[] = ["post.released"];

/** What may say that two cases are one. */
const joining: readonly MilestoneKind[] = ["case.identifiers", "case.merged"];

export const isJoining = (kind: MilestoneKind) => joining.includes(kind);

/** Whether an event is about every case of an offender: it says so, and names none of them. */
export const isOfEveryCase = ({ kind, detail }: Pick<RecordedMilestone, "kind" | "detail">) =>
  ofOffender.includes(kind) && namesIn(detail).length === 0 && detail.persons !== undefined;

const namesIn = ({ names, by }: RecordedMilestone["detail"]) => names ?? by ?? [];

/** Hashes by which an event finds its cases. An offender's numbers count only where nothing else is said of the case. */
export const waitsFor = ({ detail }: Pick<RecordedMilestone, "detail">): readonly string[] => {
  const names = namesIn(detail);
  return names.length > 0 ? names : (detail.persons ?? []);
};

const COPY = "~";

/** The key of the event of which this is perhaps a copy: one that is of several cases is recorded in each. */
export const rootOf = (eventKey: string) => eventKey.split(COPY, 1)[0] ?? eventKey;

/** The key of what is recorded of an event besides. */
export const copyKeyOf = (eventKey: string, id: string) => `${rootOf(eventKey)}${COPY}${id}`;

/** Whether two records are of one event, and not the one what was kept of it for the victim alone. */
const isSame = (one: RecordedMilestone, other: Pick<RecordedMilestone, "kind" | "eventKey">) =>
  !one.retracted && one.kind === other.kind && rootOf(one.eventKey) === rootOf(other.eventKey);

/** The cases that an event speaks of, the oldest first. */
export function casesNamed(ledger: Ledger, told: Pick<RecordedMilestone, "detail">): readonly LedgerCase[] {
  const hashes = waitsFor(told);
  const ids =
    namesIn(told.detail).length > 0
      ? hashes.flatMap((hash) => ledger.caseOf.get(hash) ?? [])
      : hashes.flatMap((hash) => [...(ledger.casesOfPerson.get(hash) ?? [])]);
  return [...new Set(ids)]
    .toSorted()
    .map((id) => ledger.cases.get(id))
    .filter((each) => each !== undefined);
}

/** Records what is of every case of an offender in one more of them, once. */
export function copyInto(ledger: Ledger, into: LedgerCase, told: RecordedMilestone): void {
  const { within } = told.detail;
  const isIn = into.milestones.some((each) => isSame(each, told));
  if (isIn || (within !== undefined && within !== into.area)) return;
  const senderId = ledger.known.get(told.eventKey)?.senderId ?? ledger.sender.id;
  const id = ledger.newId();
  const copy: RecordedMilestone = { ...told, id, eventKey: copyKeyOf(told.eventKey, id) };
  into.milestones.push(copy);
  into.touched.add(copy.eventKey);
  ledger.added.set(copy.eventKey, { ...copy, senderId, caseId: into.id, parked: null });
  ledger.known.set(copy.eventKey, { id, kind: copy.kind, senderId, caseId: into.id, victimId: copy.victimId });
}

/** Calls a case what it was told to be called, where nothing else is called so, and lets in what waited for it. */
export function identify(ledger: Ledger, into: LedgerCase, { names = [], persons = [] }: RecordedMilestone["detail"]) {
  const fresh = names.filter((hash) => !ledger.caseOf.has(hash));
  const offenders = persons.filter((hash) => ledger.casesOfPerson.get(hash)?.has(into.id) !== true);
  for (const hash of fresh) {
    ledger.caseOf.set(hash, into.id);
    ledger.identified.push({ hash, caseId: into.id, isOfPerson: false });
  }
  for (const hash of offenders) {
    const theirs = ledger.casesOfPerson.get(hash) ?? new Set();
    ledger.casesOfPerson.set(hash, theirs);
    const told = [...theirs].flatMap((id) => ledger.cases.get(id)?.milestones ?? []);
    theirs.add(into.id);
    ledger.identified.push({ hash, caseId: into.id, isOfPerson: true });
    for (const each of told) {
      if (!each.retracted && isOfEveryCase(each) && each.detail.persons?.includes(hash)) copyInto(ledger, into, each);
    }
  }
  if (fresh.length + offenders.length > 0) letIn(ledger, [...fresh, ...offenders]);
}

/** Lets in what waited for one of these hashes, where it is clear by now which case is meant. */
function letIn(ledger: Ledger, hashes: readonly string[]): void {
  if (ledger.parked.size === 0) return;
  const isMeant = ({ detail, identifiers }: Parked) =>
    detail.retracts === undefined && identifiers.some((hash) => hashes.includes(hash));
  const meant = [...ledger.parked.values()].filter(isMeant);
  // One that was let in may have let in the next.
  for (const waiting of meant) if (ledger.parked.has(waiting.eventKey)) letOneIn(ledger, waiting);
}

function letOneIn(ledger: Ledger, waiting: Parked): void {
  const { senderForce, detail } = waiting;
  const area = detail.within ?? (senderForce === null ? null : areaOfForce(senderForce));
  const found = casesNamed(ledger, waiting);
  const allowed = found.filter((each) => area === null || each.area === area);
  const isOfAll = isOfEveryCase(waiting);
  const [first, ...others] = allowed;
  if (!first || (!isOfAll && allowed.length < found.length)) return;
  const joins = detail.names !== undefined && isJoining(waiting.kind);
  if (others.length > 0 && !isOfAll && !joins) return;
  unpark(ledger, first, waiting);
  if (joins) join(ledger, first, others);
  if (detail.names) identify(ledger, first, detail);
  for (const other of isOfAll ? others : []) copyInto(ledger, other, recordedOf(waiting, false));
}

const recordedOf = ({ id, eventKey, kind, occurredAt, detail }: Parked, retracted: boolean): RecordedMilestone => ({
  id,
  eventKey,
  kind,
  occurredAt,
  victimId: null,
  retracted,
  detail,
});

/** A milestone that was parked takes its place in the case that it turned out to belong to, or waits no more for any. */
export function unpark(ledger: Ledger, into: LedgerCase | null, waiting: Parked): void {
  const { id, eventKey, kind, senderId } = waiting;
  ledger.parked.delete(eventKey);
  into?.milestones.push(recordedOf(waiting, ledger.retracted.has(id)));
  into?.touched.add(eventKey);
  const caseId = into?.id ?? null;
  ledger.known.set(eventKey, { id, kind, senderId, caseId, victimId: null });
  ledger.displaced.delete(id);
  const added = ledger.added.get(eventKey);
  if (added) ledger.added.set(eventKey, { ...added, caseId, parked: null });
  else ledger.returned.push({ id, caseId });
}

/** Makes one case of several: the first, which is the oldest, stays. What could not tell them apart is let in. */
export function join(ledger: Ledger, into: LedgerCase, others: readonly LedgerCase[]): void {
  for (const other of others) if (ledger.cases.has(other.id)) absorb(ledger, into, other);
  if (others.length === 0) return;
  letIn(
    ledger,
    [...ledger.caseOf].filter(([, caseId]) => caseId === into.id).map(([hash]) => hash),
  );
}

function absorb(ledger: Ledger, into: LedgerCase, from: LedgerCase): void {
  const isIn = [...into.milestones];
  for (const each of from.milestones) {
    into.touched.add(each.eventKey);
    const added = ledger.added.get(each.eventKey);
    if (added) ledger.added.set(each.eventKey, { ...added, caseId: into.id });
    const known = ledger.known.get(each.eventKey);
    if (known) ledger.known.set(each.eventKey, { ...known, caseId: into.id });
    // What was told of an offender in both is told once.
    const isTwice = !each.retracted && isIn.some((one) => isSame(one, each));
    if (isTwice) ledger.retracted.add(each.id);
    into.milestones.push(isTwice ? { ...each, retracted: true } : each);
  }
  into.lost.push(...from.lost);
  for (const written of [...ledger.returned, ...ledger.identified, ...ledger.unnamed, ...ledger.linked]) {
    if (written.caseId === from.id) written.caseId = into.id;
  }
  for (const victimId of from.victims) {
    link(ledger, into, victimId);
    const [was, is] = [`${from.id}|${victimId}`, `${into.id}|${victimId}`];
    const told = ledger.references.get(was);
    ledger.references.delete(was);
    if (told && !ledger.references.has(is)) ledger.references.set(is, told);
    const sealed = from.references.get(victimId);
    if (sealed && !into.references.has(victimId)) into.references.set(victimId, sealed);
  }
  for (const [hash, caseId] of ledger.caseOf) if (caseId === from.id) ledger.caseOf.set(hash, into.id);
  for (const theirs of ledger.casesOfPerson.values()) if (theirs.delete(from.id)) theirs.add(into.id);
  ledger.absorbed.push({ from: from.id, into: into.id });
  ledger.cases.delete(from.id);
}

export function link(ledger: Ledger, into: LedgerCase, victimId: string): void {
  if (into.victims.has(victimId)) return;
  into.victims.add(victimId);
  ledger.linked.push({ caseId: into.id, victimId });
}

/** Strikes out an event wherever it is recorded, and what it said of names and routes with it. */
export function strikeOut(ledger: Ledger, root: string): void {
  const target = ledger.known.get(root);
  if (target) ledger.retracted.add(target.id);
  for (const file of ledger.cases.values()) {
    for (const struck of file.milestones.filter((each) => rootOf(each.eventKey) === root && !each.retracted)) {
      ledger.retracted.add(struck.id);
      file.milestones[file.milestones.indexOf(struck)] = { ...struck, retracted: true };
      takeBackRoute(ledger, struck);
      if (isJoining(struck.kind)) takeBackNames(ledger, file, struck);
    }
  }
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

/**
 * What a case was called by an event that never was, and by no other, it is not called any more; and what had found it
 * by that alone waits again. What made it keeps its name for it, and two cases that were made one stay one.
 */
function takeBackNames(ledger: Ledger, from: LedgerCase, { detail: { names = [], persons = [] } }: RecordedMilestone) {
  const standing = new Set(
    from.milestones
      .filter(({ kind, retracted }) => !retracted || !isJoining(kind))
      .flatMap(({ detail }) => (detail.names ? [...detail.names, ...(detail.persons ?? [])] : [])),
  );
  const lost = new Set<string>();
  for (const hash of names.filter((each) => !standing.has(each) && ledger.caseOf.get(each) === from.id)) {
    ledger.caseOf.delete(hash);
    lost.add(hash);
  }
  for (const hash of persons.filter((each) => !standing.has(each))) {
    if (ledger.casesOfPerson.get(hash)?.delete(from.id)) lost.add(hash);
  }
  for (const hash of lost) unname(ledger, hash, from.id);
  const isFoundByIt = (each: RecordedMilestone) =>
    !each.retracted &&
    (each.detail.by !== undefined || isOfEveryCase(each)) &&
    waitsFor(each).some((hash) => lost.has(hash)) &&
    !casesNamed(ledger, each).includes(from);
  for (const each of from.milestones.filter(isFoundByIt)) displace(ledger, from, each);
}

function unname(ledger: Ledger, hash: string, caseId: string): void {
  const index = ledger.identified.findIndex((each) => each.hash === hash && each.caseId === caseId);
  if (index >= 0) ledger.identified.splice(index, 1);
  else ledger.unnamed.push({ hash, caseId });
}

function displace(ledger: Ledger, from: LedgerCase, each: RecordedMilestone): void {
  const index = from.milestones.indexOf(each);
  from.lost.push(each);
  const { id, eventKey, kind, occurredAt, detail } = each;
  // Another case of the offender has it: here it is struck.
  const isElsewhere = [...ledger.cases.values()].some(
    (other) => other !== from && other.milestones.some((one) => isSame(one, each)),
  );
  if (isElsewhere || eventKey.includes(COPY)) {
    from.milestones[index] = { ...each, retracted: true };
    ledger.retracted.add(id);
    return;
  }
  from.milestones.splice(index, 1);
  from.touched.delete(eventKey);
  const senderId = ledger.known.get(eventKey)?.senderId ?? ledger.sender.id;
  const parked = { reason: "No case has any of these identifiers any more.", identifiers: waitsFor(each) };
  const added = ledger.added.get(eventKey);
  const returned = ledger.returned.findIndex((one) => one.id === id);
  if (returned >= 0) ledger.returned.splice(returned, 1);
  if (added) ledger.added.set(eventKey, { ...added, caseId: null, parked });
  else ledger.displaced.set(id, parked);
  ledger.known.set(eventKey, { id, kind, senderId, caseId: null, victimId: null });
  const waiting = { id, eventKey, senderId, senderForce: null, kind, occurredAt, detail };
  ledger.parked.set(eventKey, { ...waiting, identifiers: parked.identifiers });
  letOneIn(ledger, { ...waiting, identifiers: parked.identifiers });
}
