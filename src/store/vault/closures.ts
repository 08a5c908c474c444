import { sql } from "drizzle-orm";
import type { Dims } from "../../domain/dimension.ts";
import type { Reason } from "../../domain/eligibility.ts";
import type { GatewayState } from "../../domain/pause.ts";
import type { Instant, LocalDate, Quarter, Week } from "../../kernel/time.ts";
import { runBatch } from "../batch.ts";
import { type EndedClaims, givenOf, keepMarks, marksAsRows, takingMark } from "./claim-marks.ts";
import type { VaultDb } from "./database.ts";
import { firstAwake, gatewayStates, leaseProbes } from "./gateways.ts";
import { caseFile, caseIdentifier, closureRequest, invitation, victim } from "./schema.ts";

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
 * carry is empty until the wave is cut, and nothing is sent before. Two at once: one row. Where the victim's own form has
 * gone in the meantime the officer is not asked.
 */
export function openClosures(vault: VaultDb, rows: readonly ClosureRow[], now: Instant) {
  return vault.run(sql`
    insert into ${closureRequest} (id, case_id, victim_id, milestone_id, area, period, wave, officer_ref, state, dims,
      due_on, created_at)
    select value ->> 'id', value ->> 'caseId', value ->> 'victimId', value ->> 'milestoneId', value ->> 'area',
      value ->> 'period', value ->> 'wave', value ->> 'officerRef', 'open', '{}', value ->> 'dueOn', ${now}
    from json_each(${JSON.stringify(rows)})
    where not exists (select 1 from ${invitation} i
      where i.case_id = value ->> 'caseId' and i.victim_id = value ->> 'victimId' and i.stage = 'closure'
        and i.state in ('sent', 'delivered', 'closed'))
    on conflict (case_id, victim_id) do update set state = 'open', reason = null, milestone_id = excluded.milestone_id,
      area = excluded.area, period = excluded.period, wave = excluded.wave, officer_ref = excluded.officer_ref,
      link_hash = null, gateway = null, given_at = null, claimed_until = null, attempts = 0, dims = '{}',
      due_on = excluded.due_on
    where closure_request.state = 'cancelled'`);
}

/** Takes open requests back. One that was recorded stays. */
export function cancelClosures(
  vault: VaultDb,
  cancelled: readonly { readonly caseId: string; readonly victimId: string; readonly reason: Reason }[],
) {
  return vault.run(sql`
    update ${closureRequest} set state = 'cancelled', reason = c.reason, link_hash = null, claimed_until = null
    from (select value ->> 'caseId' as in_case, value ->> 'victimId' as of_victim, value ->> 'reason' as reason
      from json_each(${JSON.stringify(cancelled)})) as c
    where closure_request.case_id = c.in_case and closure_request.victim_id = c.of_victim
      and +closure_request.state = 'open'`);
}

/**
 * Neither sent, nor being sent, nor a dead letter. The link's hash stands from the moment at which a request is
 * first given to a gateway; it is settled once nothing is to be tried any more.
 */
const isUnsent = (now: Instant) => sql`officer_ref is not null and reason is null and dims <> '{}'
  and case when claimed_until is null then link_hash is null else claimed_until <= ${now} end`;

/** Requests to be sent to officers: due, cut, and not sent yet. Those without an officer wait in the console. */
export async function dueClosures(
  vault: VaultDb,
  { now, today }: { readonly now: Instant; readonly today: LocalDate },
  limit: number,
): Promise<readonly string[]> {
  const rows = await vault.all<{ id: string }>(sql`
    select id from ${closureRequest} where state = 'open' and due_on <= ${today} and ${isUnsent(now)} limit ${limit}`);
  return rows.map(({ id }) => id);
}

export type ClaimedClosure = {
  readonly id: string;
  readonly officerRef: string;
  readonly area: string;
  /** Day on which the case closed, as the force reported it. */
  readonly closedOn: LocalDate;
  readonly attempts: number;
  /** The gateway that it was given to and has not answered for, and when; null while it cannot have gone. */
  readonly gateway: string | null;
  readonly givenAt: Instant | null;
};

/** Claims requests by compare-and-set. Two at once: the first has them. One whose claim has lapsed may be taken over. */
export async function claimClosures(
  vault: VaultDb,
  ids: readonly string[],
  now: Instant,
  until: Instant,
): Promise<readonly ClaimedClosure[]> {
  const json = JSON.stringify(ids);
  const [won = [], rows = []] = await runBatch(vault, [
    sql`
    update ${closureRequest} set claimed_until = ${until}, attempts = attempts + 1
    where id in (select value from json_each(${json})) and +state = 'open' and ${isUnsent(now)}
    returning id`,
    sql`
    select r.id, r.officer_ref as officerRef, r.area, coalesce(c.closed_on, r.due_on) as closedOn, r.attempts, r.gateway,
      r.given_at as givenAt
    from ${closureRequest} r join ${caseFile} c on c.id = r.case_id
    where r.id in (select value from json_each(${json})) and r.officer_ref is not null`,
  ]);
  const ours = new Set((won as readonly { id: string }[]).map(({ id }) => id));
  return (rows as readonly ClaimedClosure[]).filter(({ id }) => ours.has(id));
}

/** Records which gateway each claimed request is given to, and the link and week that its message tells, before it is. */
export async function giveClosures(
  vault: VaultDb,
  offered: readonly { readonly id: string; readonly gateways: readonly string[]; readonly linkHash: string }[],
  at: { readonly now: Instant; readonly wave: Week },
  until: Instant,
): Promise<{ readonly to: ReadonlyMap<string, string | null>; readonly states: readonly GatewayState[] }> {
  const json = JSON.stringify(offered);
  const [, given = [], states = []] = await runBatch(vault, [
    leaseProbes(json, at.now, until),
    sql`
    update ${closureRequest} set gateway = offered.chosen, given_at = iif(offered.chosen is null, null, ${at.now}),
      link_hash = offered.hash, wave = ${at.wave}
    from (select each.value ->> 'id' as offered_id, each.value ->> 'linkHash' as hash,
        ${firstAwake(sql`each.value -> 'gateways'`, sql`each.value ->> 'id'`, at.now)} as chosen
      from json_each(${json}) each) as offered
    where closure_request.id = offered.offered_id and +closure_request.state = 'open'
      and closure_request.claimed_until = ${until}
    returning id, gateway`,
    gatewayStates,
  ]);
  return givenOf(given, states);
}

/**
 * Ends claims of requests, and keeps what was shown of gateways, in one batch. One that was taken over or cancelled stays.
 *
 * @returns How the gateways stand now of which anything was shown.
 */
export async function endClosureClaims(
  vault: VaultDb,
  ended: EndedClaims,
  until: Instant,
  now: Instant,
): Promise<readonly GatewayState[]> {
  const ending = sql`
    update ${closureRequest} set reason = mark.reason, ${takingMark("closure_request")}
    from ${marksAsRows(ended.marks)}
    where closure_request.id = mark.marked and +closure_request.state = 'open' and closure_request.claimed_until = ${until}`;
  return await keepMarks(vault, ending, ended, now);
}

/**
 * Makes dead letters of requests whose messages will not arrive: nobody else would ask the officer. Where an officer's
 * address does not work it is the force that must mend it. A statement: part of recording receipts.
 *
 * @param failed JSON: a list of `{id, state, reason}`, of which the state `failed` counts.
 */
export const failClosures = (failed: string) => sql`
  update ${closureRequest} set claimed_until = null, gateway = null, given_at = null,
    reason = iif(r.reason = 'number-dead', 'gateway-refused', r.reason)
  from (select value ->> 'id' as sent, value ->> 'reason' as reason from json_each(${failed})
    where value ->> 'state' = 'failed') as r
  where closure_request.id = r.sent and +closure_request.state = 'open' and closure_request.gateway is not null`;

/** Ends the doubt about requests that a gateway surely has. A statement: part of recording receipts. */
export const settleClosures = (taken: readonly string[]) => sql`
  update ${closureRequest} set claimed_until = null, reason = null
  where id in (select value from json_each(${JSON.stringify(taken)})) and +state = 'open' and gateway is not null`;

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

export const closureById = async (vault: VaultDb, id: string) =>
  foundOf(await vault.get<FoundRow>(sql`select ${foundColumns} from ${closureRequest} where id = ${id}`));

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
