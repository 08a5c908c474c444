import { sql } from "drizzle-orm";
import type { NewMilestone } from "../../domain/ledger.ts";
import type { VaultDb } from "./database.ts";
import { milestone, sender } from "./schema.ts";

/** Which of these events have arrived already. Not awaited here: part of a batch. */
export const knownEvents = (vault: VaultDb, eventKeys: readonly string[]) =>
  vault.all<{ eventKey: string; id: string; senderId: string; caseId: string | null; victimId: string | null }>(sql`
    select event_key as eventKey, id, sender_id as senderId, case_id as caseId, victim_id as victimId from ${milestone}
    where event_key in (select value from json_each(${JSON.stringify(eventKeys)}))`);

/** Parked milestones that wait for one of these hashes. Not awaited here: part of a batch. Looks at all that are parked. */
export const parkedFor = (vault: VaultDb, hashes: readonly string[]) =>
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
    select m.id, m.event_key as eventKey, m.sender_id as senderId, s.force_code as senderForce, m.kind,
      m.occurred_at as occurredAt, m.identifiers, m.detail
    from ${milestone} m left join ${sender} s on s.id = m.sender_id
    where m.state = 'parked' and exists (
      select 1 from json_each(m.identifiers) waits
      where waits.value in (select value from json_each(${JSON.stringify(hashes)})))`);

/** Adds milestones. Not awaited here: part of a batch. One that arrived meanwhile by another request fails the batch. */
export const addMilestones = (
  vault: VaultDb,
  added: readonly (NewMilestone & { readonly state: string })[],
  now: string,
) =>
  vault.run(sql`
    insert into ${milestone} (id, event_key, sender_id, kind, occurred_at, received_at, case_id, victim_id, state, reason,
      identifiers, detail)
    select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, ${now}, value ->> 5, value ->> 6,
      value ->> 7, value ->> 8, value ->> 9, value ->> 10
    from json_each(${JSON.stringify(added.map(listOf))})`);

const listOf = (each: NewMilestone & { readonly state: string }) => [
  each.id,
  each.eventKey,
  each.senderId,
  each.kind,
  each.occurredAt,
  each.caseId,
  each.victimId,
  each.state,
  each.parked?.reason ?? null,
  each.parked === null ? null : JSON.stringify(each.parked.identifiers),
  JSON.stringify(each.detail),
];

/** Parked milestones take their place in a case; the hashes that they waited by go. Not awaited here: part of a batch. */
export const returnMilestones = (
  vault: VaultDb,
  returned: readonly { readonly id: string; readonly caseId: string }[],
) =>
  vault.run(sql`
    update ${milestone} set state = 'recorded', reason = null, identifiers = null, case_id = r.in_case
    from (select value ->> 'id' as parked, value ->> 'caseId' as in_case from json_each(${JSON.stringify(returned)})) as r
    where milestone.id = r.parked`);

/** Strikes milestones out: they stay on record, and count no more. Not awaited here: part of a batch. */
export const strikeMilestones = (vault: VaultDb, ids: readonly string[]) =>
  vault.run(sql`
    update ${milestone} set state = 'retracted', reason = null, identifiers = null
    where id in (select value from json_each(${JSON.stringify(ids)}))`);
