import { sql } from "drizzle-orm";
import type { NewMilestone } from "../../domain/ledger.ts";
import { inParts } from "../json-parts.ts";
import type { VaultDb } from "./database.ts";
import { caseIdentifier, milestone, parkedIdentifier, sender } from "./schema.ts";

/**
 * Which of these events have arrived already, and the copies of those that are taken back: an event that is of several
 * cases is recorded in each. Not awaited here: part of a batch.
 */
export const knownEvents = (vault: VaultDb, eventKeys: readonly string[], takenBack: readonly string[]) =>
  vault.all<{
    eventKey: string;
    id: string;
    kind: string;
    senderId: string;
    caseId: string | null;
    victimId: string | null;
  }>(sql`
    select event_key as eventKey, id, kind, sender_id as senderId, case_id as caseId, victim_id as victimId
    from ${milestone}
    where event_key in (select value from json_each(${JSON.stringify(eventKeys)}))
    union all
    select m.event_key, m.id, m.kind, m.sender_id, m.case_id, m.victim_id
    from json_each(${JSON.stringify(takenBack)}) t cross join ${milestone} m
      on m.event_key > t.value || '~' and m.event_key < t.value || '~~'`);

/**
 * Parked milestones that wait for one of these hashes, or for one that follows from them. Not awaited here: part of a
 * batch.
 */
export const parkedFor = (vault: VaultDb, hashes: readonly string[], takenBack: readonly string[]) =>
  vault.all<{
    id: string;
    eventKey: string;
    senderId: string;
    senderForce: string | null;
    kind: string;
    occurredAt: string;
    identifiers: string;
    detail: string;
  }>(sql`
    with recursive ${reach(hashes, takenBack)}
    select m.id, m.event_key as eventKey, m.sender_id as senderId, s.force_code as senderForce, m.kind,
      m.occurred_at as occurredAt, m.detail,
      (select json_group_array(w.hash) from ${parkedIdentifier} w where w.milestone_id = m.id) as identifiers
    from ${milestone} m left join ${sender} s on s.id = m.sender_id
    where m.id in (select waits.milestone_id from reach cross join ${parkedIdentifier} waits on waits.hash = reach.hash)`);

/**
 * The table `reach`: these hashes; what else their cases are called, for two may turn out to be one; what else is waited
 * for by what waits for any of them, for it may say what a case is called; and what the cases of events that are taken
 * back are called. An offender's number leads to no further case. `cross join` keeps SQLite from looking at all that is
 * parked first, which it prefers while that is little.
 */
export const reach = (hashes: readonly string[], takenBack: readonly string[]) => sql`reach (hash) as (
    select value from json_each(${JSON.stringify(hashes)})
    union select also.hash from json_each(${JSON.stringify(takenBack)}) t
      cross join ${milestone} struck on struck.event_key = t.value
      cross join ${caseIdentifier} also on also.case_id = struck.case_id
    union select beside.hash from reach cross join ${parkedIdentifier} waits on waits.hash = reach.hash
      cross join ${parkedIdentifier} beside on beside.milestone_id = waits.milestone_id
    union select also.hash from reach
      cross join ${caseIdentifier} named on named.hash = reach.hash and named.of_person = 0
      cross join ${caseIdentifier} also on also.case_id = named.case_id and also.of_person = 0)`;

/** Adds milestones. Not awaited here: statements of a batch. One that arrived meanwhile by another request fails the batch. */
export const addMilestones = (
  vault: VaultDb,
  added: readonly (NewMilestone & { readonly state: string })[],
  now: string,
) =>
  inParts(added.map(listOf)).map((part) =>
    vault.run(sql`
    insert into ${milestone} (id, event_key, sender_id, kind, occurred_at, received_at, case_id, victim_id, state, reason,
      detail)
    select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, ${now}, value ->> 5, value ->> 6,
      value ->> 7, value ->> 8, value ->> 9
    from json_each(${part})`),
  );

const listOf = (each: NewMilestone & { readonly state: string }) => [
  each.id,
  each.eventKey,
  each.senderId,
  each.kind,
  each.occurredAt,
  each.caseId,
  each.victimId,
  each.state,
  each.state === "parked" ? (each.parked?.reason ?? null) : null,
  JSON.stringify(each.detail),
];

/** Notes what parked milestones wait for. Not awaited here: part of a batch, after the milestones. Twice: no change. */
export const awaitIdentifiers = (
  vault: VaultDb,
  waiting: readonly { readonly id: string; readonly identifiers: readonly string[] }[],
) =>
  vault.run(sql`
    insert into ${parkedIdentifier} (hash, milestone_id)
    select value ->> 0, value ->> 1
    from json_each(${JSON.stringify(waiting.flatMap(({ id, identifiers }) => identifiers.map((hash) => [hash, id])))})
    where true on conflict do nothing`);

const noLongerWait = (vault: VaultDb, ids: readonly string[]) =>
  vault.run(sql`
    delete from ${parkedIdentifier} where milestone_id in (select value from json_each(${JSON.stringify(ids)}))`);

/** Parked milestones take their place in a case, and wait no more. Not awaited here: statements of a batch. */
export const returnMilestones = (
  vault: VaultDb,
  returned: readonly { readonly id: string; readonly caseId: string | null }[],
) => [
  vault.run(sql`
    update ${milestone} set state = 'recorded', reason = null, case_id = r.in_case
    from (select value ->> 'id' as parked, value ->> 'caseId' as in_case from json_each(${JSON.stringify(returned)})) as r
    where milestone.id = r.parked`),
  noLongerWait(
    vault,
    returned.map(({ id }) => id),
  ),
];

/** Milestones whose case is not called so any more wait again. Not awaited here: part of a batch. */
export const displaceMilestones = (
  vault: VaultDb,
  displaced: readonly { readonly id: string; readonly reason: string }[],
) =>
  vault.run(sql`
    update ${milestone} set state = 'parked', reason = d.reason, case_id = null
    from (select value ->> 'id' as lost, value ->> 'reason' as reason from json_each(${JSON.stringify(displaced)})) as d
    where milestone.id = d.lost`);

/** Strikes milestones out: they stay on record, count and wait no more. Not awaited here: statements of a batch. */
export const strikeMilestones = (vault: VaultDb, ids: readonly string[]) => [
  vault.run(sql`
    update ${milestone} set state = 'retracted', reason = null
    where id in (select value from json_each(${JSON.stringify(ids)}))`),
  noLongerWait(vault, ids),
];
