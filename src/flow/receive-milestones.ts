import type { SQLWrapper } from "drizzle-orm";
import { consequencesOf, type Consequences } from "../domain/consequences.ts";
import type { VictimState } from "../domain/case.ts";
import { admit } from "../domain/intake.ts";
import type { Answer, Arrival, Ledger } from "../domain/ledger.ts";
import { methodology } from "../domain/methodology.ts";
import { byOccurrenceOf, type ContactAssertion, type Milestone } from "../domain/milestone.ts";
import { knowsVictims, refusalOf, type Sender, withOwnNames } from "../domain/sender.ts";
import { UNSEALED } from "../domain/victim.ts";
import type { HasRandom } from "../kernel/ids.ts";
import { type Fault, Problem } from "../kernel/problem.ts";
import { type HasClock, londonDate, quarterOf, weekOf } from "../kernel/time.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasLog } from "../platform/log.ts";
import { runBatch } from "../store/batch.ts";
import { openReference, sealReferences } from "../store/vault/case-references.ts";
import {
  absorbCases,
  failIfChanged,
  failIfMissed,
  identifyCases,
  putCases,
  unnameCases,
} from "../store/vault/cases.ts";
import { cancelClosures, openClosures } from "../store/vault/closures.ts";
import { type Contact, openContact, sealContacts } from "../store/vault/contacts.ts";
import type { HasVault } from "../store/vault/database.ts";
import { cancelInvitations, type Statement, upsertInvitations } from "../store/vault/invitations.ts";
import {
  addMilestones,
  awaitIdentifiers,
  displaceMilestones,
  returnMilestones,
  strikeMilestones,
} from "../store/vault/milestones.ts";
import { linkVictims, putVictims, type VictimLink } from "../store/vault/victims.ts";
import { arrivalsOf, currentEpoch, openLedger, type OpenLedger } from "./open-ledger.ts";

/** What became of one event. `problem` says what to mend, and with `accepted` what was left out. */
export type EventAnswer = {
  readonly id: string;
  readonly source: string;
  readonly status: "accepted" | "duplicate" | "parked" | "rejected";
  readonly problem?: { readonly detail: string; readonly errors?: readonly Fault[] };
};

type Engine = HasVault & HasKeys & HasClock & HasRandom & HasLog;

/** Writes what was admitted, and in the same transaction what a caller keeps of the answers; or nothing, to try it out. */
export type WriteAnswers = (opened: OpenLedger, answers: readonly EventAnswer[]) => Promise<void>;

const TRIES = 3;

/**
 * Takes in milestones, at most 1,000 at a time, and decides what follows for every stage: one transaction, two reads
 * before it. What was sent is not kept, only what follows from it.
 *
 * Answers come in the order of the milestones. Sending any of them again changes nothing. When another request changes
 * the same cases at the same moment, all is read and decided anew.
 */
export async function receiveMilestones(
  engine: Engine,
  sender: Sender,
  milestones: readonly Milestone[],
  write?: WriteAnswers,
): Promise<readonly EventAnswer[]> {
  const refusals = milestones.map((milestone) => refusalOf(sender, milestone));
  const admissible = milestones.flatMap((milestone, index) => (refusals[index] === null ? [{ milestone, index }] : []));
  // A partner's milestone is about a case; what it may say of a victim is not read.
  const readable = admissible.map(({ milestone }) =>
    knowsVictims(sender) ? withOwnNames(sender, milestone) : { ...milestone, victim: null, officer: null },
  );
  const positions = new Map(admissible.map(({ index }, position) => [index, position]));
  const answerOf =
    (answers: readonly Answer[]) =>
    (milestone: Milestone, index: number): EventAnswer => {
      const { eventId: id, source } = milestone;
      const refusal = refusals[index];
      if (refusal) return { id, source, status: "rejected", problem: { detail: refusal } };
      const position = positions.get(index) ?? -1;
      const [answer, read] = [answers[position], readable[position]];
      if (!answer || !read) throw new Error("A milestone was admitted without an answer");
      const { status, leftOut = [] } = answer;
      const errors = status === "duplicate" ? [] : [...new Set([...read.unusable, ...leftOut])];
      const detail = "why" in answer ? answer.why : errors.length > 0 ? "Accepted in part." : null;
      if (detail === null) return { id, source, status };
      return { id, source, status, problem: { detail, ...(errors.length > 0 && { errors }) } };
    };
  const save = async (opened: OpenLedger, answers: readonly Answer[]) =>
    await (write ? write(opened, milestones.map(answerOf(answers))) : writeLedger(engine, opened));
  const arrivals = await arrivalsOf(engine, sender, readable);
  const isNothing = arrivals.length === 0 && write === undefined;
  const answers = isNothing
    ? []
    : await repeatRaces(engine, sender.id, () => takeInOnce(engine, sender, arrivals, save));
  const told = milestones.map(answerOf(answers));
  const count = (status: EventAnswer["status"]) => told.filter((each) => each.status === status).length;
  engine.log.event("milestones-received", {
    sender: sender.id,
    accepted: count("accepted"),
    duplicate: count("duplicate"),
    parked: count("parked"),
    rejected: count("rejected"),
  });
  return told;
}

/**
 * Reads, decides and writes anew, at most three times, while other requests change the same cases.
 *
 * @throws Problem `busy` when it lost each time: nothing was stored.
 */
export async function repeatRaces<T>({ log }: HasLog, sender: string, attempt: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await attempt();
    } catch (error) {
      if (!isRace(error)) throw error;
      if (tried === TRIES) throw new Problem("busy", "Others are changing the same cases. Send this again.");
      log.event("milestones-raced", { sender, tried });
    }
  }
}

/** Whether another request got there first: a key that was free is taken, or a check of what was read failed. */
function isRace(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return /UNIQUE constraint failed|malformed JSON/.test(error.message) || isRace(error.cause);
}

async function takeInOnce(
  engine: Engine,
  sender: Sender,
  arrivals: readonly Arrival[],
  save: (opened: OpenLedger, answers: readonly Answer[]) => Promise<void>,
): Promise<readonly Answer[]> {
  const opened = await openLedger(engine, sender, arrivals);
  const { ledger } = opened;
  const inOrder = arrivals.toSorted(
    (a, b) => byOccurrenceOf(a.milestone, b.milestone) || (a.eventKey < b.eventKey ? -1 : 1),
  );
  const answers = new Map<Arrival, Answer>();
  for (const arrival of inOrder) answers.set(arrival, admit(ledger, arrival));

  const settled = arrivals.map((arrival): Answer => {
    const answer = answers.get(arrival);
    if (!answer) throw new Error("An event was not admitted");
    // Parked first, and let in by another event of the same batch.
    const isIn = answer.status === "parked" && ledger.added.get(arrival.eventKey)?.parked === null;
    return isIn ? { status: "accepted", leftOut: answer.leftOut ?? [] } : answer;
  });
  await save(opened, settled);
  return settled;
}

/**
 * Writes what was admitted to a ledger and all that follows from it, in one transaction, and `besides` with it.
 *
 * @throws What `repeatRaces` repeats, where another request has changed what was read.
 */
export async function writeLedger(
  engine: HasVault & HasKeys,
  opened: OpenLedger,
  besides: readonly SQLWrapper[] = [],
): Promise<void> {
  const { ledger, history, versions } = opened;
  const consequences = consequencesOf(ledger, history, londonDate(ledger.now), methodology);
  const [victims, links] = await Promise.all([sealVictims(engine, ledger, consequences), sealLinks(engine, ledger)]);
  const statements = [...statementsFor(engine, ledger, { ...consequences, victims, links }), ...besides];
  const existing = [...ledger.victims.values()].filter(({ isNew }) => !isNew).map(({ read }) => read);
  const isBlank = versions.length === 0 && existing.length === 0;
  const guards = [...missedBy(engine, opened), ...(isBlank ? [] : failIfChanged(engine.vault, versions, existing))];
  if (statements.length > 0) await runBatch(engine.vault, [...guards, ...statements]);
}

/** What must not have come in the meantime: a name that this batch waits for, or an event that waits for its names. */
function missedBy({ vault }: HasVault, { ledger, seen }: OpenLedger): Statement[] {
  const { added, displaced, identified } = ledger;
  const parked = [...added.values()].flatMap((row) => row.parked?.identifiers ?? []);
  const again = [...displaced.values()].flatMap(({ identifiers }) => identifiers);
  const ofOffenders = [...added.values()].flatMap(({ detail }) =>
    (detail.names ?? detail.by) ? [] : (detail.persons ?? []),
  );
  const waits = [...new Set([...parked, ...again, ...ofOffenders])].map(
    (hash) => [hash, seen.cases.get(hash) ?? 0] as const,
  );
  const news = [...new Set([...identified.map(({ hash }) => hash), ...added.keys()])];
  if (news.length === 0) return [];
  return [
    failIfMissed(
      vault,
      waits,
      news.map((hash) => [hash, seen.waiting.get(hash) ?? 0] as const),
    ),
  ];
}

const given = <T>(list: readonly T[] | null | undefined): T[] | undefined =>
  !list || list.length === 0 ? undefined : [...list];

/** A route and what warns of it, or the warning alone where the route must not be used. */
function contactOf({ mobile, email, postal, safety, suspectNumbers, redactions }: ContactAssertion): Contact {
  const isUsable = safety !== "no-contact";
  const lines = isUsable ? given(postal) : undefined;
  const suspects = given(suspectNumbers);
  const names = given(redactions);
  return {
    ...(isUsable && mobile !== null && { mobile }),
    ...(isUsable && email !== null && { email }),
    ...(lines && { postal: lines }),
    ...(suspects && { suspects }),
    ...(names && { redactions: names }),
  };
}

/** What warned of a route that has been judged unsafe without another being told: it outlives the route. */
async function warningsOf(engine: HasKeys, ledger: Ledger, after: VictimState): Promise<Contact | null> {
  const known = ledger.victims.get(after.id);
  const isShut = after.contact === null && after.safety === "no-contact" && !after.flags.includes("opted-out");
  if (!isShut || !known || known.contact !== null || known.read.contact === null) return null;
  const { contact, contactEpoch } = known.read;
  const opened = await openContact(engine, { victimId: after.id, contact, contactEpoch });
  const [suspects, names] = [given(opened?.suspects), given(opened?.redactions)];
  return suspects || names ? { ...(suspects && { suspects }), ...(names && { redactions: names }) } : null;
}

/** Seals the routes that are new. Victims whom nothing changed are left out. */
async function sealVictims(
  engine: HasKeys,
  ledger: Ledger,
  { victims }: Consequences,
): Promise<readonly VictimState[]> {
  const changed = victims.filter((after) => {
    const known = ledger.victims.get(after.id);
    return known === undefined || known.isNew || JSON.stringify(known.read) !== JSON.stringify(after);
  });
  const told = await Promise.all(
    changed.map(async (after) => {
      const assertion = after.contact === UNSEALED ? ledger.victims.get(after.id)?.contact?.assertion : undefined;
      const contact = assertion ? contactOf(assertion) : await warningsOf(engine, ledger, after);
      return contact === null ? [] : [{ victimId: after.id, contact }];
    }),
  );
  const records = told.flat();
  const epoch = currentEpoch(ledger.now);
  const sealed = await sealContacts(engine, epoch, records);
  const byVictim = new Map(records.map(({ victimId }, index) => [victimId, sealed[index]]));
  return changed.map((after) => {
    const contact = byVictim.get(after.id);
    return contact === undefined ? after : { ...after, contact, contactEpoch: epoch };
  });
}

/** New links, and old ones that get their reference: told with this batch, or brought along by a case that was absorbed. */
async function sealLinks(engine: HasKeys, ledger: Ledger): Promise<readonly VictimLink[]> {
  const { references, linked, cases, absorbed, now } = ledger;
  const brought = await Promise.all(
    (absorbed.length === 0 ? [] : [...cases.values()]).flatMap(({ id: caseId, references: sealed }) =>
      [...sealed]
        .filter(([victimId, was]) => was.caseId !== caseId && !references.has(`${caseId}|${victimId}`))
        .map(async ([victimId, was]) => ({ caseId, victimId, said: await openReference(engine, victimId, was) })),
    ),
  );
  const told = [...references].map(([key, said]) => {
    const [caseId = "", victimId = ""] = key.split("|");
    return { caseId, victimId, said };
  });
  const records = [...told, ...brought].flatMap(({ said, ...link }) => (said === null ? [] : [{ ...link, said }]));
  const epoch = currentEpoch(now);
  const sealed = await sealReferences(engine, epoch, records);
  const isReferred = new Set(records.map(({ caseId, victimId }) => `${caseId}|${victimId}`));
  const unsaid = linked.filter(({ caseId, victimId }) => !isReferred.has(`${caseId}|${victimId}`));
  const bare = unsaid.map(({ caseId, victimId }) => ({ caseId, victimId, reference: null, referenceEpoch: null }));
  const referred = records.map(({ caseId, victimId }, index) => ({
    caseId,
    victimId,
    reference: sealed[index] ?? null,
    referenceEpoch: epoch,
  }));
  return [...bare, ...referred];
}

type Sealed = Consequences & { readonly links: readonly VictimLink[] };

function statementsFor({ vault }: HasVault, ledger: Ledger, decided: Sealed): Statement[] {
  const { now, added, returned, displaced, retracted, identified, unnamed, absorbed } = ledger;
  const { cases, victims, links, invitations, cancelled, closures, cancelledClosures } = decided;
  const rows = [...added.values()].map((row) => ({
    ...row,
    state: retracted.has(row.id) ? "retracted" : row.parked === null ? "recorded" : "parked",
  }));
  const fresh = new Set(rows.map(({ id }) => id));
  const struck = [...retracted].filter((id) => !fresh.has(id));
  const lost = [...displaced].map(([id, parked]) => ({ id, ...parked }));
  const waiting = [
    ...rows.flatMap(({ id, parked, state }) => (parked && state === "parked" ? [{ id, ...parked }] : [])),
    ...lost,
  ];
  const requests = closures.map((closure) => ({
    ...closure,
    period: quarterOf(closure.dueOn),
    wave: weekOf(londonDate(now)),
  }));
  const parts: readonly (readonly [boolean, () => readonly Statement[]])[] = [
    [cases.length > 0, () => [putCases(vault, cases)]],
    [victims.length > 0, () => putVictims(vault, victims)],
    [absorbed.length > 0, () => absorbCases(vault, absorbed, now)],
    [unnamed.length > 0, () => [unnameCases(vault, unnamed)]],
    [identified.length > 0, () => [identifyCases(vault, identified)]],
    [links.length > 0, () => linkVictims(vault, links)],
    [rows.length > 0, () => addMilestones(vault, rows, now)],
    [returned.length > 0, () => returnMilestones(vault, returned)],
    [lost.length > 0, () => [displaceMilestones(vault, lost)]],
    [waiting.length > 0, () => [awaitIdentifiers(vault, waiting)]],
    [struck.length > 0, () => strikeMilestones(vault, struck)],
    [invitations.length > 0, () => [upsertInvitations(vault, invitations, now)]],
    [cancelled.length > 0, () => [cancelInvitations(vault, cancelled, now)]],
    [closures.length > 0, () => [openClosures(vault, requests, now)]],
    [cancelledClosures.length > 0, () => [cancelClosures(vault, cancelledClosures)]],
  ];
  return parts.flatMap(([isNeeded, make]) => (isNeeded ? make() : []));
}
