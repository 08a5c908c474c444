import { sql, type SQLWrapper } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { type Dims, type Form, NOT_STATED } from "../../domain/dimension.ts";
import { type Disposition, dispositionOf } from "../../domain/disposition.ts";
import type { Invite, Reason } from "../../domain/eligibility.ts";
import type { Handing } from "../../domain/hand-over.ts";
import type { InvitationState } from "../../domain/invitation.ts";
import {
  firstDayOfQuarter,
  type Instant,
  type LocalDate,
  plusDays,
  quarterAfter,
  quarterOf,
  type Week,
} from "../../kernel/time.ts";
import type { VaultDb } from "./database.ts";
import { caseFile, closureRequest, invitation } from "./schema.ts";

/** One statement, to be run alone or as part of a batch. */
export type Statement = BatchItem<"sqlite"> & SQLWrapper;

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
 * a wave; what has gone is never touched. A closure form whose discussion an officer has recorded is not added. Two at
 * once: the later one stands.
 */
export function upsertInvitations(vault: VaultDb, rows: readonly InvitationRow[], now: Instant) {
  const json = JSON.stringify(rows.map((row) => ({ ...row, period: quarterOf(row.dueOn) })));
  return vault.run(sql`
    insert into ${invitation} (id, case_id, victim_id, milestone_id, stage, area, period, state, reason, probability,
      due_on, expires_on, created_at, updated_at)
    select value ->> 'id', value ->> 'caseId', value ->> 'victimId', value ->> 'milestoneId', value ->> 'stage',
      value ->> 'area', value ->> 'period', value ->> 'state', value ->> 'reason', value ->> 'probability',
      value ->> 'dueOn', value ->> 'expiresOn', ${now}, ${now}
    from json_each(${json})
    where value ->> 'stage' <> 'closure' or not exists (select 1 from ${closureRequest} r
      where r.case_id = value ->> 'caseId' and r.victim_id = value ->> 'victimId' and r.state = 'recorded')
    on conflict (case_id, victim_id, stage) do update set
      milestone_id = excluded.milestone_id, area = excluded.area, period = excluded.period, state = excluded.state,
      reason = excluded.reason, probability = excluded.probability, due_on = excluded.due_on,
      expires_on = excluded.expires_on, claimed_until = null, attempts = 0, wave = null, dims = null,
      updated_at = excluded.updated_at
    where invitation.state in ('scheduled', 'held')
      or invitation.state in ('excluded', 'cancelled') and invitation.link_hash is null`);
}

/**
 * Cancels what has not gone yet, and what was left out. One that a consumer is sending at this moment may go; it is not
 * tried again, and cannot be answered.
 */
export function cancelInvitations(
  vault: VaultDb,
  cancelled: readonly { readonly invitationId: string; readonly reason: Reason }[],
  now: Instant,
) {
  return vault.run(sql`
    update ${invitation} set state = 'cancelled', reason = c.reason, claimed_until = null, updated_at = ${now}
    from (select value ->> 'invitationId' as id, value ->> 'reason' as reason
      from json_each(${JSON.stringify(cancelled)})) as c
    where invitation.id = c.id and +invitation.state in ('scheduled', 'held', 'claimed', 'excluded')`);
}

export type LinkedInvitation = {
  readonly invitationId: string;
  /** Of its first link, by whichever it was found: under this an answer counts, once. */
  readonly linkHash: string;
  readonly state: InvitationState;
  readonly wave: Week | null;
  readonly dims: Dims | null;
  /** How a person handed it over; null: it came with a message. */
  readonly handed: Handing | null;
  /** Null while at least `k` share its combination; else the combinations of its area and stage that `k` do share. */
  readonly shared: readonly Dims[] | null;
  readonly expiresOn: LocalDate;
  readonly caseId: string;
  readonly victimId: string;
  /** Somebody died: the questions are put in other words, also where too few share that for an answer to say it. */
  readonly isBereaved: boolean;
  /** Of this victim's first invitation in this case: the cohort of their journey. */
  readonly firstInvitationDueOn: LocalDate;
};

type LinkedRow = Omit<LinkedInvitation, "dims" | "shared" | "isBereaved"> & {
  readonly isBereaved: 0 | 1;
  readonly dims: string | null;
  readonly shared: string | null;
};

/**
 * Invitations of i's area and stage that were sent a link or may be, and can be answered in the quarter of `today`. By
 * what is so now: since i was cut, some may have been held, taken back or found undeliverable.
 */
function company(today: LocalDate, linkDays: number) {
  const period = quarterOf(today);
  const [first, next] = [firstDayOfQuarter(period), firstDayOfQuarter(quarterAfter(period))];
  const before = quarterOf(plusDays(first, -1));
  return sql`o.period in (${before}, ${period}) and o.state in ('scheduled', 'claimed', 'sent', 'delivered', 'closed')
      and case when o.state in ('sent', 'delivered', 'closed')
        then o.expires_on >= ${first} and o.expires_on < ${plusDays(next, linkDays)}
        else o.due_on < ${next} end`;
}

/**
 * The invitation that a link belongs to, the first one or its reminder's; null when there is none, or it has ended.
 *
 * Says as well, by the same statement, whether enough others still share what its answer may carry. Without an area
 * there is nothing left to blank.
 */
export async function findByLink(
  vault: VaultDb,
  linkHash: string,
  { today, linkDays, k }: { readonly today: LocalDate; readonly linkDays: number; readonly k: number },
): Promise<LinkedInvitation | null> {
  const among = company(today, linkDays);
  const row = await vault.get<LinkedRow>(sql`
    select i.id as invitationId, i.link_hash as linkHash, i.state, i.wave, i.dims, i.handed, i.expires_on as expiresOn, i.case_id as caseId,
      i.victim_id as victimId,
      exists (select 1 from ${caseFile} c, json_each(c.flags) flag
        where c.id = i.case_id and flag.value = 'bereaved') as isBereaved,
      (select min(first.due_on) from ${invitation} first
        where first.case_id = i.case_id and first.victim_id = i.victim_id
          and (first.id = i.id or first.state in ('sent', 'delivered', 'closed'))) as firstInvitationDueOn,
      case when i.dims ->> 'area' <> ${NOT_STATED}
          and (select count(*) from (
            select 1 from ${invitation} o where o.dims = i.dims and ${among} limit ${k})) < ${k}
        then (select json_group_array(json(dims)) from (
          select o.dims from ${invitation} o
          where o.area = i.area and o.stage = i.stage and o.dims is not null and ${among}
          group by o.dims having count(*) >= ${k})) end as shared
    from ${invitation} i where (i.link_hash = ${linkHash} or i.reminder_hash = ${linkHash}) and i.link_hash is not null`);
  return row
    ? {
        ...row,
        isBereaved: row.isBereaved === 1,
        dims: row.dims === null ? null : (JSON.parse(row.dims) as Dims),
        shared: row.shared === null ? null : (JSON.parse(row.shared) as readonly Dims[]),
      }
    : null;
}

export type FrameRow = {
  readonly area: string;
  readonly stage: Form;
  readonly disposition: Disposition;
  readonly n: number;
};

/** A survey that its victim ended, by one of our links or in another way, after it had gone. */
export type EndedSurvey = {
  readonly linkHash: string;
  readonly period: string;
  readonly area: string;
  readonly stage: Form;
  readonly disposition: Disposition;
};

/** Surveys of a wave that their victims ended. @param dueFrom Nothing of this wave was due before. */
export async function endedOfWave(vault: VaultDb, wave: string, dueFrom: LocalDate): Promise<readonly EndedSurvey[]> {
  const rows = await vault.all<Omit<EndedSurvey, "disposition"> & { reason: string }>(sql`
    select link_hash as linkHash, period, iif(dims ->> 'area' = 'not-stated', 'not-stated', area) as area, stage, reason
    from ${invitation}
    where state = 'cancelled' and due_on >= ${dueFrom} and wave = ${wave} and link_hash is not null`);
  return rows.map(({ reason, ...row }) => ({ ...row, disposition: dispositionOf("cancelled", reason) }));
}

/**
 * What became of every eligible stage of a period, as counts by area and stage: by the area that an answer would carry,
 * where that is fixed already, so that rates divide like by like.
 *
 * One statement, out of two indexes: nearly all carry their own area, so all are counted by it (60,000 rows in less than
 * 10 ms), and those that carry none are then moved.
 */
export async function frameCounts(vault: VaultDb, period: string): Promise<readonly FrameRow[]> {
  const rows = await vault.all<{
    area: string;
    stage: Form;
    state: InvitationState;
    reason: string | null;
    n: number;
  }>(sql`
    with moved as (
      select area, stage, state, reason, count(*) as n from ${invitation}
      where period = ${period} and dims ->> 'area' = 'not-stated' group by area, stage, state, reason)
    select area, stage, state, reason, count(*) as n from ${invitation}
    where period = ${period} group by area, stage, state, reason
    union all select area, stage, state, reason, -n from moved
    union all select 'not-stated', stage, state, reason, n from moved`);
  const counts = new Map<string, FrameRow>();
  for (const { area, stage, state, reason, n } of rows) {
    const disposition = dispositionOf(state, reason);
    const key = [area, stage, disposition].join("|");
    counts.set(key, { area, stage, disposition, n: n + (counts.get(key)?.n ?? 0) });
  }
  return [...counts.values()].filter(({ n }) => n > 0);
}

/** The invited of a period who look alike: what their answers may say, and how many they are. */
export type InvitedGroup = { readonly dims: Dims; readonly n: number };

/**
 * Who was invited in a period, as far as their answers may tell: those to whom a link went, whatever became of it
 * afterwards, but for those who turned out not to be eligible. Somebody who stopped us, or whom no message reached, was
 * invited; somebody held back never was.
 */
export async function invitedGroups(vault: VaultDb, period: string): Promise<readonly InvitedGroup[]> {
  const rows = await vault.all<{ dims: string; state: InvitationState; reason: string | null; n: number }>(sql`
    select dims, state, reason, count(*) as n from ${invitation}
    where period = ${period} and stage <> 'closure' and dims is not null and link_hash is not null
    group by dims, state, reason`);
  const isInvited = ({ state, reason }: (typeof rows)[number]) => {
    const disposition = dispositionOf(state, reason);
    return disposition !== "pending" && disposition !== "NE";
  };
  return rows.filter(isInvited).map(({ dims, n }) => ({ dims: JSON.parse(dims) as Dims, n }));
}
