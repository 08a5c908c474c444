import { sql } from "drizzle-orm";
import type { OperationalRecord } from "../../domain/closure.ts";
import type { Dims } from "../../domain/dimension.ts";
import type { Reason } from "../../domain/eligibility.ts";
import type { Instant, LocalDate, Quarter, Week } from "../../kernel/time.ts";
import type { VaultDb } from "./database.ts";
import { caseFile, caseIdentifier, closureDiscussion, closureRequest, victim } from "./schema.ts";

/** A `request-closure` decision, and what it was decided about. */
export type ClosureRow = {
  readonly id: string;
  readonly caseId: string;
  readonly victimId: string;
  readonly milestoneId: string;
  readonly area: string;
  /** Quarter of the closure. */
  readonly period: Quarter;
  readonly wave: Week;
  readonly officerRef: string | null;
  readonly dueOn: LocalDate;
};

/**
 * Asks for a closure discussion, once a victim and case; one that was cancelled is opened again. What its answers may
 * carry is empty until the wave is cut, and nothing is sent before. Two at once: one row.
 */
export function openClosures(vault: VaultDb, rows: readonly ClosureRow[], now: Instant) {
  return vault.run(sql`
    insert into ${closureRequest} (id, case_id, victim_id, milestone_id, area, period, wave, officer_ref, state, dims,
      due_on, created_at)
    select value ->> 'id', value ->> 'caseId', value ->> 'victimId', value ->> 'milestoneId', value ->> 'area',
      value ->> 'period', value ->> 'wave', value ->> 'officerRef', 'open', '{}', value ->> 'dueOn', ${now}
    from json_each(${JSON.stringify(rows)}) where true
    on conflict (case_id, victim_id) do update set state = 'open', reason = null, milestone_id = excluded.milestone_id,
      area = excluded.area, period = excluded.period, wave = excluded.wave, officer_ref = excluded.officer_ref,
      link_hash = null, dims = '{}', due_on = excluded.due_on
    where closure_request.state = 'cancelled'`);
}

/** Takes open requests back. One that was recorded stays. */
export function cancelClosures(
  vault: VaultDb,
  cancelled: readonly { readonly caseId: string; readonly victimId: string; readonly reason: Reason }[],
) {
  return vault.run(sql`
    update ${closureRequest} set state = 'cancelled', reason = c.reason, link_hash = null
    from (select value ->> 'caseId' as in_case, value ->> 'victimId' as of_victim, value ->> 'reason' as reason
      from json_each(${JSON.stringify(cancelled)})) as c
    where closure_request.case_id = c.in_case and closure_request.victim_id = c.of_victim
      and +closure_request.state = 'open'`);
}

/** Requests to be sent to officers: due, cut, and not sent yet. Those without an officer wait in the console. */
export async function dueClosures(vault: VaultDb, today: LocalDate, limit: number): Promise<readonly string[]> {
  const rows = await vault.all<{ id: string }>(sql`
    select id from ${closureRequest}
    where state = 'open' and officer_ref is not null and link_hash is null and dims <> '{}' and due_on <= ${today}
    limit ${limit}`);
  return rows.map(({ id }) => id);
}

export type UnsentClosure = {
  readonly id: string;
  readonly officerRef: string;
  readonly area: string;
  /** Day on which the case closed, as the force reported it. */
  readonly closedOn: LocalDate;
};

/** Of these requests, those that have not been sent yet. */
export async function unsentClosures(vault: VaultDb, ids: readonly string[]): Promise<readonly UnsentClosure[]> {
  return await vault.all<UnsentClosure>(sql`
    select r.id, r.officer_ref as officerRef, r.area, coalesce(c.closed_on, r.due_on) as closedOn
    from ${closureRequest} r join ${caseFile} c on c.id = r.case_id
    where r.id in (select value from json_each(${JSON.stringify(ids)}))
      and +r.state = 'open' and r.officer_ref is not null and r.link_hash is null and r.dims <> '{}'`);
}

/** Records that requests went, with the hash of their link and the week under whose key the answer will count. */
export async function markClosuresSent(
  vault: VaultDb,
  sent: readonly { readonly id: string; readonly linkHash: string }[],
  wave: Week,
): Promise<void> {
  if (sent.length === 0) return;
  await vault.run(sql`
    update ${closureRequest} set link_hash = s.hash, wave = ${wave}
    from (select value ->> 'id' as sent, value ->> 'linkHash' as hash from json_each(${JSON.stringify(sent)})) as s
    where closure_request.id = s.sent and +closure_request.link_hash is null and +closure_request.state = 'open'`);
}

export type FoundClosure = {
  readonly requestId: string;
  readonly caseId: string;
  /** Hash of force and reference. */
  readonly victimHash: string;
  readonly state: "open" | "recorded" | "cancelled";
  readonly wave: Week;
  /** Null until the wave is cut. */
  readonly dims: Dims | null;
  readonly linkHash: string | null;
};

type FoundRow = Omit<FoundClosure, "dims"> & { readonly dims: string };

const foundOf = (row: FoundRow | undefined): FoundClosure | null =>
  row ? { ...row, dims: row.dims === "{}" ? null : (JSON.parse(row.dims) as Dims) } : null;

const foundColumns = sql.raw(`id as requestId, case_id as caseId,
  (select v.ref_hash from victim v where v.id = closure_request.victim_id) as victimHash, state, wave, dims,
  link_hash as linkHash`);

export const closureByLink = async (vault: VaultDb, linkHash: string) =>
  foundOf(await vault.get<FoundRow>(sql`select ${foundColumns} from ${closureRequest} where link_hash = ${linkHash}`));

/** By what the force calls the victim and the case: hashes of its references. */
export const closureByReference = async (vault: VaultDb, victimHash: string, identifierHashes: readonly string[]) =>
  foundOf(
    await vault.get<FoundRow>(sql`
      select ${foundColumns} from ${closureRequest}
      where victim_id = (select v.id from ${victim} v where v.ref_hash = ${victimHash})
        and case_id in (select i.case_id from ${caseIdentifier} i
          where i.hash in (select value from json_each(${JSON.stringify(identifierHashes)})))
      order by created_at desc limit 1`),
  );

/**
 * Records the operational part of a discussion, and that its request is answered. Not awaited here: statements of a
 * batch, which fails as a whole when the request is not open any more, and is then to be looked at anew.
 */
export const recordDiscussion = (
  vault: VaultDb,
  requestId: string,
  record: OperationalRecord & { readonly recordedBy: string; readonly recordedAt: Instant },
) => [
  vault.run(sql`
    select json(case when exists (select 1 from ${closureRequest} where id = ${requestId} and state = 'open')
      then '1' else 'recorded by another request' end)`),
  vault.run(sql`
    insert into ${closureDiscussion} (request_id, version, recorded_by, recorded_at, discussion, engagement, actions)
    values (${requestId}, 1, ${record.recordedBy}, ${record.recordedAt}, ${record.discussion}, ${record.engagement},
      ${JSON.stringify(record.actions)})`),
  vault.run(sql`update ${closureRequest} set state = 'recorded' where id = ${requestId}`),
];
