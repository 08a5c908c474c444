import { sql, type SQLWrapper } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { Dims, Form } from "../../domain/dimension.ts";
import { type Disposition, dispositionOf } from "../../domain/disposition.ts";
import type { Invite, PastInvitation, Reason } from "../../domain/eligibility.ts";
import type { InvitationState } from "../../domain/invitation.ts";
import { type Instant, type LocalDate, quarterOf, type Week } from "../../kernel/time.ts";
import type { VaultDb } from "./database.ts";
import { invitation } from "./schema.ts";

/** One statement, to be run alone or as part of a batch. */
export type Statement = BatchItem<"sqlite"> & SQLWrapper;

/** Everything that these victims have been invited to, or were left out of. */
export async function pastInvitations(
  vault: VaultDb,
  victimIds: readonly string[],
): Promise<readonly PastInvitation[]> {
  return await vault.all<PastInvitation>(sql`
    select id, case_id as caseId, victim_id as victimId, stage, state, due_on as dueOn, expires_on as expiresOn, reason
    from ${invitation} where victim_id in (select value from json_each(${JSON.stringify(victimIds)}))`);
}

/** An `invite` decision, and what it was decided about. */
export type InvitationRow = Omit<Invite, "act"> & {
  /** Used where the stage has no row yet: an existing one keeps its id. */
  readonly id: string;
  readonly caseId: string;
  readonly victimId: string;
  readonly milestoneId: string;
  readonly area: string;
};

/**
 * Makes the rows stand as decided: new ones are added, those that have not gone are overwritten and lose their place in
 * a wave; what has gone is never touched. Two at once: the later one stands.
 */
export function upsertInvitations(vault: VaultDb, rows: readonly InvitationRow[], now: Instant) {
  const json = JSON.stringify(rows.map((row) => ({ ...row, period: quarterOf(row.dueOn) })));
  return vault.run(sql`
    insert into ${invitation} (id, case_id, victim_id, milestone_id, stage, area, period, state, reason, probability,
      due_on, expires_on, created_at, updated_at)
    select value ->> 'id', value ->> 'caseId', value ->> 'victimId', value ->> 'milestoneId', value ->> 'stage',
      value ->> 'area', value ->> 'period', value ->> 'state', value ->> 'reason', value ->> 'probability',
      value ->> 'dueOn', value ->> 'expiresOn', ${now}, ${now}
    from json_each(${json}) where true
    on conflict (case_id, victim_id, stage) do update set
      milestone_id = excluded.milestone_id, area = excluded.area, period = excluded.period, state = excluded.state,
      reason = excluded.reason, probability = excluded.probability, due_on = excluded.due_on,
      expires_on = excluded.expires_on, claimed_until = null, attempts = 0, wave = null, dims = null,
      updated_at = excluded.updated_at
    where invitation.state in ('scheduled', 'held', 'excluded', 'cancelled') and invitation.link_hash is null`);
}

/** Cancels what has not gone yet. One that a consumer is sending at this moment goes. */
export function cancelInvitations(
  vault: VaultDb,
  cancelled: readonly { readonly invitationId: string; readonly reason: Reason }[],
  now: Instant,
) {
  return vault.run(sql`
    update ${invitation} set state = 'cancelled', reason = c.reason, claimed_until = null, updated_at = ${now}
    from (select value ->> 'invitationId' as id, value ->> 'reason' as reason
      from json_each(${JSON.stringify(cancelled)})) as c
    where invitation.id = c.id and +invitation.state in ('scheduled', 'held')`);
}

export type LinkedInvitation = {
  readonly invitationId: string;
  readonly state: InvitationState;
  readonly wave: Week | null;
  readonly dims: Dims | null;
  readonly expiresOn: LocalDate;
  readonly caseId: string;
  readonly victimId: string;
  /** Of this victim's first invitation in this case: the cohort of their journey. */
  readonly firstInvitationDueOn: LocalDate;
};

/** The invitation that a link belongs to; null when there is none, or it has ended. */
export async function findByLink(vault: VaultDb, linkHash: string): Promise<LinkedInvitation | null> {
  const row = await vault.get<Omit<LinkedInvitation, "dims"> & { readonly dims: string | null }>(sql`
    select i.id as invitationId, i.state, i.wave, i.dims, i.expires_on as expiresOn, i.case_id as caseId,
      i.victim_id as victimId,
      (select min(first.due_on) from ${invitation} first
        where first.case_id = i.case_id and first.victim_id = i.victim_id
          and (first.id = i.id or first.state in ('sent', 'delivered', 'closed'))) as firstInvitationDueOn
    from ${invitation} i where i.link_hash = ${linkHash}`);
  return row ? { ...row, dims: row.dims === null ? null : (JSON.parse(row.dims) as Dims) } : null;
}

export type FrameRow = {
  readonly area: string;
  readonly stage: Form;
  readonly disposition: Disposition;
  readonly n: number;
};

/** What became of every eligible stage of a period, as counts by area and stage. */
export async function frameCounts(vault: VaultDb, period: string): Promise<readonly FrameRow[]> {
  const rows = await vault.all<{
    area: string;
    stage: Form;
    state: InvitationState;
    reason: string | null;
    n: number;
  }>(sql`
    select area, stage, state, reason, count(*) as n from ${invitation}
    where period = ${period} group by area, stage, state, reason`);
  const counts = new Map<string, FrameRow>();
  for (const { area, stage, state, reason, n } of rows) {
    const disposition = dispositionOf(state, reason);
    const key = [area, stage, disposition].join("|");
    counts.set(key, { area, stage, disposition, n: n + (counts.get(key)?.n ?? 0) });
  }
  return [...counts.values()];
}
