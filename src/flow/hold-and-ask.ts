import type { Reason } from "../domain/disposition.ts";
import type { Hold, OpenedHold, RouteAssertion } from "../domain/hold.ts";
import { admitWishes } from "../domain/intake.ts";
import type { Arrival, CaseReference } from "../domain/ledger.ts";
import { methodology } from "../domain/methodology.ts";
import { partnerMilestone } from "../domain/milestone.ts";
import { areasFor, isOwnStaff, may, type StaffMember } from "../domain/permission.ts";
import { expiryOf, sendingDayOf } from "../domain/schedule.ts";
import { ownSenders, type Sender } from "../domain/sender.ts";
import { type HasRandom, timeOrderedId } from "../kernel/ids.ts";
import { Problem } from "../kernel/problem.ts";
import {
  daysBetween,
  type HasClock,
  type Instant,
  type LocalDate,
  londonDate,
  parseLocalDate,
  plusMinutes,
} from "../kernel/time.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasLog } from "../platform/log.ts";
import type { HasVault } from "../store/vault/database.ts";
import { countHeld, heldById, type HeldDetail, type HeldRow, listHeld } from "../store/vault/holds.ts";
import { openReference } from "../store/vault/case-references.ts";
import { type SilentCase, silentCases } from "../store/vault/retention.ts";
import { recordAct } from "./audit.ts";
import { openLedger } from "./open-ledger.ts";
import { repeatRaces, writeLedger } from "./receive-milestones.ts";
import { openReferences } from "./references.ts";
import { silentSince } from "./retain-vault.ts";

// What is held waits for a person: hold and ask, never guess (decisions.md 4).

const HOLDS_A_PAGE = 25;

/** A silent case, by the day of its closing or of the last word. */
export type Silence = Omit<SilentCase, "since"> & { readonly since: LocalDate };

/** How many invitations wait for a person in the areas of a member of staff, by reason. */
export async function countHolds({ vault, clock }: HasVault & HasClock, { grants }: StaffMember) {
  const today = londonDate(clock.now());
  return await countHeld(vault, areasFor(grants, "see-held"), expiryOf(today, methodology));
}

/** A page of them, those with the least time left first; and whether there are more. */
export async function listHolds(
  { vault, clock }: HasVault & HasClock,
  { grants }: StaffMember,
  page: { readonly reason: Reason | null; readonly number: number },
): Promise<{ readonly holds: readonly Hold[]; readonly hasMore: boolean }> {
  const now = clock.now();
  const offset = (page.number - 1) * HOLDS_A_PAGE;
  const wanted = { reason: page.reason, limit: HOLDS_A_PAGE + 1, offset };
  const rows = await listHeld(vault, areasFor(grants, "see-held"), expiryOf(londonDate(now), methodology), wanted);
  return { holds: rows.slice(0, HOLDS_A_PAGE).map((row) => holdOf(row, now)), hasMore: rows.length > HOLDS_A_PAGE };
}

/** A page of the cases that keep their victims' contact though nothing is heard of them, the longest silent first. */
export async function listSilences(
  { vault, clock }: HasVault & HasClock,
  { grants }: StaffMember,
  number: number,
): Promise<{ readonly cases: readonly Silence[]; readonly hasMore: boolean }> {
  const page = { limit: HOLDS_A_PAGE + 1, offset: (number - 1) * HOLDS_A_PAGE };
  const rows = await silentCases(vault, areasFor(grants, "see-held"), silentSince(londonDate(clock.now())), page);
  const cases = rows.slice(0, HOLDS_A_PAGE).map(({ since, ...rest }) => ({
    ...rest,
    since: parseLocalDate(since) ?? londonDate(since as Instant),
  }));
  return { cases, hasMore: rows.length > HOLDS_A_PAGE };
}

const holdOf = ({ id, stage, area, reason, officerRef, officerUnit, expiresOn }: HeldRow, now: Instant): Hold => ({
  id,
  stage,
  area,
  reason,
  officerRef,
  officerUnit,
  daysLeft: daysBetween(londonDate(now), sendingDayOf(expiresOn, methodology)),
});

/** For so long, in minutes, what was just recorded can be looked at, and said again. */
const JUST = 15;

/** Waits for a person, or was just judged by one: no other invitation is for the console. */
const isOpen = ({ state, judgedHereAt }: HeldDetail, now: Instant): boolean =>
  state === "held" || (judgedHereAt !== null && judgedHereAt >= plusMinutes(now, -JUST));

/** What is judged is the victim's, wherever the case is. */
const mayAssert = (grants: StaffMember["grants"], { area, victimArea }: HeldDetail): boolean =>
  may(grants, "assert-route", area) && may(grants, "assert-route", victimArea);

/** Opens a hold, and records who looked. Null when there is none, or it is of an area that is not theirs to see. */
export async function openHold(
  engine: HasVault & HasClock & HasKeys,
  { email, grants }: StaffMember,
  id: string,
): Promise<OpenedHold | null> {
  const row = await heldById(engine.vault, id);
  if (row === null || !isOpen(row, engine.clock.now()) || !may(grants, "see-held", row.area)) return null;
  await recordAct(engine, { staff: email }, "view-held", `invitation:${id}`);
  const { state, safety, safetyAssertedAt, safetyAssertedBy, hasMobile, hasEmail, hasAddress } = row;
  return {
    ...holdOf(row, engine.clock.now()),
    state,
    safety,
    safetyAssertedAt,
    safetyAssertedBy,
    hasMobile,
    hasEmail,
    hasAddress,
    reference: isOwnStaff(grants, "see-held", row.area) ? await referenceOf(engine, row) : "not-theirs",
    mayAssert: mayAssert(grants, row),
  };
}

/** What the force calls a case and its victim, still sealed. */
type SealedReference = Pick<HeldDetail, "caseId" | "victimId" | "reference" | "referenceEpoch">;

/** What the force calls the case; null where it was not told, was destroyed, or its week's key is gone. */
export async function referenceOf(
  engine: HasKeys,
  { caseId, victimId, reference, referenceEpoch }: SealedReference,
): Promise<CaseReference | null> {
  if (reference === null || referenceEpoch === null) return null;
  try {
    return await openReference(engine, victimId, { caseId, reference, epoch: referenceEpoch });
  } catch (cause) {
    if (cause instanceof Problem) return null;
    throw cause;
  }
}

/** What staff assert is a milestone like any other, told by nobody who could retract it. */
const CONSOLE: Sender = ownSenders.staff;

type Engine = HasVault & HasKeys & HasClock & HasRandom & HasLog;

/**
 * Takes in that somebody responsible has judged a route, as an event `victim.contact-asserted` would: it is recorded
 * with the case, the newest judgement stands, and what is pending for the victim is decided anew, in one transaction.
 * The number and address stay those that the force told; a route that must not be used is destroyed.
 *
 * @returns The invitation as it stands now; null when none waits, or the case or the victim is not of their areas.
 */
export async function assertRoute(
  engine: Engine,
  { email, grants }: StaffMember,
  id: string,
  assertion: RouteAssertion,
): Promise<Pick<HeldDetail, "state" | "reason"> | null> {
  const row = await heldById(engine.vault, id);
  if (row === null || !isOpen(row, engine.clock.now()) || !mayAssert(grants, row)) return null;
  const { route, by } = assertion;
  await recordAct(engine, { staff: email }, "assert-route", `victim:${row.victimId} route:${route} word-of:${by}`);
  const arrival = await arrivalOf(engine, row);
  await repeatRaces(engine, CONSOLE.id, () => assertOnce(engine, row, arrival, assertion));
  engine.log.event("route-asserted", { route });
  return await heldById(engine.vault, id);
}

async function assertOnce(
  engine: Engine,
  { caseId }: HeldDetail,
  arrival: Arrival,
  { route, by }: RouteAssertion,
): Promise<void> {
  const opened = await openLedger(engine, CONSOLE, [arrival]);
  admitWishes(opened.ledger, arrival, caseId, { safety: route, by });
  await writeLedger(engine, opened);
}

async function arrivalOf(engine: HasKeys & HasRandom & HasClock, { victimHash }: HeldDetail): Promise<Arrival> {
  const at = engine.clock.now();
  const id = timeOrderedId(engine, at);
  const milestone = partnerMilestone({
    eventId: id,
    source: CONSOLE.id,
    kind: "victim.contact-asserted",
    occurredAt: at,
    identifiers: [],
    victim: { ref: "", profile: {}, contact: null },
  });
  const eventKey = await (await openReferences(engine)).event(CONSOLE.id, CONSOLE.id, id);
  return { id, eventKey, milestone, identifiers: [], merged: [], victimHash, retracts: null, contact: null };
}
