import type { SQLWrapper } from "drizzle-orm";
import { consequencesOf, type Consequences } from "../domain/consequences.ts";
import type { VictimState } from "../domain/case.ts";
import { admit } from "../domain/intake.ts";
import type { Answer, Arrival, Ledger } from "../domain/ledger.ts";
import { methodology } from "../domain/methodology.ts";
import { byOccurrenceOf, type Milestone } from "../domain/milestone.ts";
import { knowsVictims, refusalOf, type Sender } from "../domain/sender.ts";
import { UNSEALED } from "../domain/victim.ts";
import type { HasRandom } from "../kernel/ids.ts";
import type { Fault } from "../kernel/problem.ts";
import { type HasClock, londonDate, quarterOf, weekOf } from "../kernel/time.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasLog } from "../platform/log.ts";
import { runBatch } from "../store/batch.ts";
import { absorbCases, failIfChanged, identifyCases, putCases } from "../store/vault/cases.ts";
import { cancelClosures, openClosures } from "../store/vault/closures.ts";
import { type Contact, sealContacts } from "../store/vault/contacts.ts";
import type { HasVault } from "../store/vault/database.ts";
import { cancelInvitations, type Statement, upsertInvitations } from "../store/vault/invitations.ts";
import { addMilestones, returnMilestones, strikeMilestones } from "../store/vault/milestones.ts";
import { linkVictims, putVictims } from "../store/vault/victims.ts";
import { arrivalsOf, currentEpoch, openLedger, type OpenLedger } from "./open-ledger.ts";

/** What became of one event. `problem` says what to mend, and with `accepted` what was left out. */
export type EventAnswer = {
  readonly id: string;
  readonly source: string;
  readonly status: "accepted" | "duplicate" | "parked" | "rejected";
  readonly problem?: { readonly detail: string; readonly errors?: readonly Fault[] };
};

type Engine = HasVault & HasKeys & HasClock & HasRandom & HasLog;

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
): Promise<readonly EventAnswer[]> {
  const refusals = milestones.map((milestone) => refusalOf(sender, milestone));
  const admissible = milestones.flatMap((milestone, index) => (refusals[index] === null ? [{ milestone, index }] : []));
  // A partner's milestone is about a case; what it may say of a victim is not read.
  const readable = admissible.map(({ milestone }) =>
    knowsVictims(sender) ? milestone : { ...milestone, victim: null, officer: null },
  );
  const answers = await takeIn(engine, sender, await arrivalsOf(engine, sender, readable));
  const answerAt = new Map(admissible.map(({ index }, position) => [index, answers[position]]));

  const told = milestones.map((milestone, index): EventAnswer => {
    const { eventId: id, source, unusable } = milestone;
    const refusal = refusals[index];
    if (refusal) return { id, source, status: "rejected", problem: { detail: refusal } };
    const answer = answerAt.get(index);
    if (!answer) throw new Error("A milestone was admitted without an answer");
    if ("why" in answer) return { id, source, status: answer.status, problem: { detail: answer.why } };
    const isIncomplete = answer.status === "accepted" && unusable.length > 0;
    return {
      id,
      source,
      status: answer.status,
      ...(isIncomplete && { problem: { detail: "Accepted in part.", errors: unusable } }),
    };
  });
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

async function takeIn(engine: Engine, sender: Sender, arrivals: readonly Arrival[]): Promise<readonly Answer[]> {
  if (arrivals.length === 0) return [];
  return await repeatRaces(engine, sender.id, () => takeInOnce(engine, sender, arrivals));
}

/** Reads, decides and writes anew, at most three times, while other requests change the same cases. */
export async function repeatRaces<T>({ log }: HasLog, sender: string, attempt: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await attempt();
    } catch (error) {
      if (tried === TRIES || !isRace(error)) throw error;
      log.event("milestones-raced", { sender, tried });
    }
  }
}

/** Whether another request got there first: a key that was free is taken, or `failIfChanged` failed. */
function isRace(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return /UNIQUE constraint failed|malformed JSON/.test(error.message) || isRace(error.cause);
}

async function takeInOnce(engine: Engine, sender: Sender, arrivals: readonly Arrival[]): Promise<readonly Answer[]> {
  const opened = await openLedger(engine, sender, arrivals);
  const { ledger } = opened;
  const inOrder = arrivals.toSorted(
    (a, b) => byOccurrenceOf(a.milestone, b.milestone) || (a.eventKey < b.eventKey ? -1 : 1),
  );
  const answers = new Map<Arrival, Answer>();
  for (const arrival of inOrder) answers.set(arrival, admit(ledger, arrival));

  await writeLedger(engine, opened);
  return arrivals.map((arrival) => {
    const answer = answers.get(arrival);
    if (!answer) throw new Error("An event was not admitted");
    // Parked first, and let in by another event of the same batch.
    const isIn = answer.status === "parked" && ledger.added.get(arrival.eventKey)?.parked === null;
    return isIn ? { status: "accepted" } : answer;
  });
}

/**
 * Writes what was admitted to a ledger and all that follows from it, in one transaction, and `besides` with it.
 *
 * @throws What `repeatRaces` repeats, where another request has changed what was read.
 */
export async function writeLedger(
  engine: HasVault & HasKeys,
  { ledger, history, versions }: OpenLedger,
  besides: readonly SQLWrapper[] = [],
): Promise<void> {
  const consequences = consequencesOf(ledger, history, londonDate(ledger.now), methodology);
  const victims = await sealVictims(engine, ledger, consequences);
  const statements = [...statementsFor(engine, ledger, { ...consequences, victims }), ...besides];
  const existing = [...ledger.victims.values()].filter(({ isNew }) => !isNew).map(({ read }) => read);
  const isBlank = versions.length === 0 && existing.length === 0;
  const guarded = isBlank ? statements : [failIfChanged(engine.vault, versions, existing), ...statements];
  if (statements.length > 0) await runBatch(engine.vault, guarded);
}

const given = <T>(list: readonly T[] | null): T[] | undefined =>
  list === null || list.length === 0 ? undefined : [...list];

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
  const records = changed.flatMap(({ id, contact }) => {
    const assertion = contact === UNSEALED ? ledger.victims.get(id)?.contact?.assertion : undefined;
    if (!assertion) return [];
    const suspects = given(assertion.suspectNumbers);
    const sealed: Contact = {
      ...(assertion.mobile !== null && { mobile: assertion.mobile }),
      ...(assertion.email !== null && { email: assertion.email }),
      ...(suspects && { suspects }),
    };
    return [{ victimId: id, contact: sealed }];
  });
  const epoch = currentEpoch(ledger.now);
  const sealed = await sealContacts(engine, epoch, records);
  const byVictim = new Map(records.map(({ victimId }, index) => [victimId, sealed[index]]));
  return changed.map((after) => {
    const contact = byVictim.get(after.id);
    return contact === undefined ? after : { ...after, contact, contactEpoch: epoch };
  });
}

function statementsFor({ vault }: HasVault, ledger: Ledger, decided: Consequences): Statement[] {
  const { now, added, returned, retracted, identified, linked, absorbed } = ledger;
  const { cases, victims, invitations, cancelled, closures, cancelledClosures } = decided;
  const rows = [...added.values()].map((row) => ({
    ...row,
    state: retracted.has(row.id) ? "retracted" : row.parked === null ? "recorded" : "parked",
  }));
  const fresh = new Set(rows.map(({ id }) => id));
  const struck = [...retracted].filter((id) => !fresh.has(id));
  const requests = closures.map((closure) => ({
    ...closure,
    period: quarterOf(closure.dueOn),
    wave: weekOf(londonDate(now)),
  }));
  const parts: readonly (readonly [boolean, () => readonly Statement[]])[] = [
    [cases.length > 0, () => [putCases(vault, cases)]],
    [victims.length > 0, () => [putVictims(vault, victims)]],
    [absorbed.length > 0, () => absorbCases(vault, absorbed, now)],
    [identified.length > 0, () => [identifyCases(vault, identified)]],
    [linked.length > 0, () => [linkVictims(vault, linked)]],
    [rows.length > 0, () => [addMilestones(vault, rows, now)]],
    [returned.length > 0, () => [returnMilestones(vault, returned)]],
    [struck.length > 0, () => [strikeMilestones(vault, struck)]],
    [invitations.length > 0, () => [upsertInvitations(vault, invitations, now)]],
    [cancelled.length > 0, () => [cancelInvitations(vault, cancelled, now)]],
    [closures.length > 0, () => [openClosures(vault, requests, now)]],
    [cancelledClosures.length > 0, () => [cancelClosures(vault, cancelledClosures)]],
  ];
  return parts.flatMap(([isNeeded, make]) => (isNeeded ? make() : []));
}
