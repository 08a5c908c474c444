import { sql } from "drizzle-orm";
import type { Form } from "../../domain/dimension.ts";
import type { Reason } from "../../domain/disposition.ts";
import type { InvitationState } from "../../domain/invitation.ts";
import type { Instant, LocalDate } from "../../kernel/time.ts";
import { runBatch } from "../batch.ts";
import type { VaultDb } from "./database.ts";
import { closurePrompt, closureRequest, invitation } from "./schema.ts";

// Dead letters: what no gateway took, or one took and gave up for reasons of its own, as opposed to what it cannot deliver
// to that number. A failed invitation whose number is dead keeps the name of its gateway; one that is dead has none.

const isDead = sql`(state = 'failed' and gateway is null or state = 'scheduled' and reason = 'delivery-given-up')`;
const isDeadRequest = sql`(state = 'open' and reason is not null and reason <> 'in-doubt')`;

export type DeliveryCounts = {
  readonly states: Readonly<Partial<Record<InvitationState, number>>>;
  /** Day on which the oldest invitation was due that has not gone. */
  readonly oldestDueOn: LocalDate | null;
  /** Given to a gateway and not heard of: still waiting for a receipt, and past waiting. */
  readonly inDoubt: { readonly waiting: number; readonly settledAsSent: number };
  readonly dead: number;
  readonly closures: {
    readonly open: number;
    readonly inDoubt: number;
    readonly dead: number;
    /** Discussions that are due and not recorded; of them, those whose officers were reminded or supervisors told. */
    readonly unrecorded: number;
    readonly overdue: number;
    readonly reminded: number;
    readonly escalated: number;
    /** Reminders and escalations that no gateway would take. */
    readonly promptsRefused: number;
  };
};

/** How deliveries stand: an operator's look, which may read every row. */
export async function countDeliveries(
  vault: VaultDb,
  { today, overdueBy }: { readonly today: LocalDate; readonly overdueBy: LocalDate },
): Promise<DeliveryCounts> {
  const [states = [], oldest = [], doubts = [], closures = [], pressed = []] = await runBatch(vault, [
    sql`select state, count(*) as n from ${invitation} group by state`,
    sql`select min(due_on) as dueOn from ${invitation}
      where state in ('scheduled', 'claimed') and due_on <= ${today}`,
    sql`select coalesce(sum(state = 'claimed' and reason = 'in-doubt'), 0) as waiting,
        coalesce(sum(state in ('sent', 'closed') and reason = 'in-doubt'), 0) as settledAsSent,
        coalesce(sum(${isDead}), 0) as dead
      from ${invitation} where state in ('scheduled', 'claimed', 'sent', 'failed', 'closed')`,
    sql`select coalesce(sum(link_hash is null or claimed_until is not null), 0) as open,
        coalesce(sum(reason is 'in-doubt'), 0) as inDoubt, coalesce(sum(${isDeadRequest}), 0) as dead
      from ${closureRequest} where state = 'open' and officer_ref is not null`,
    sql`select count(*) as unrecorded, coalesce(sum(due_on <= ${overdueBy}), 0) as overdue,
        coalesce(sum(reminded > 0), 0) as reminded, coalesce(sum(escalated > 0), 0) as escalated,
        coalesce(sum(refused), 0) as promptsRefused
      from (select r.due_on, count(p.id) filter (where p.kind = 'reminder') as reminded,
          count(p.id) filter (where p.kind = 'escalation') as escalated,
          count(p.id) filter (where p.outcome = 'refused') as refused
        from ${closureRequest} r left join ${closurePrompt} p on p.request_id = r.id and p.made_on >= r.due_on
        where r.state = 'open' and r.due_on <= ${today} group by r.id)`,
  ]);
  const [doubt] = doubts as readonly { waiting: number; settledAsSent: number; dead: number }[];
  const [closure] = closures as readonly Pick<DeliveryCounts["closures"], "open" | "inDoubt" | "dead">[];
  const [pressing] = pressed as readonly Omit<DeliveryCounts["closures"], "open" | "inDoubt" | "dead">[];
  return {
    states: Object.fromEntries((states as readonly { state: InvitationState; n: number }[]).map((s) => [s.state, s.n])),
    oldestDueOn: (oldest as readonly { dueOn: LocalDate | null }[])[0]?.dueOn ?? null,
    inDoubt: { waiting: doubt?.waiting ?? 0, settledAsSent: doubt?.settledAsSent ?? 0 },
    dead: doubt?.dead ?? 0,
    closures: {
      ...(closure ?? { open: 0, inDoubt: 0, dead: 0 }),
      ...(pressing ?? { unrecorded: 0, overdue: 0, reminded: 0, escalated: 0, promptsRefused: 0 }),
    },
  };
}

export type DeadLetter = {
  readonly id: string;
  /** `closure-request`: to an officer, who is to record a discussion. */
  readonly stage: Form | "closure-request";
  readonly area: string;
  readonly reason: Reason;
  readonly attempts: number;
  /** Since when: a closure request remembers the day alone. */
  readonly since: Instant | LocalDate;
};

/** Dead letters in the order of their ids, those after one of them. */
export async function readDeadLetters(vault: VaultDb, after: string, limit: number): Promise<readonly DeadLetter[]> {
  return await vault.all<DeadLetter>(sql`
    select id, stage, area, reason, attempts, updated_at as since from ${invitation} where ${isDead} and id > ${after}
    union all
    select id, 'closure-request', area, reason, attempts, due_on from ${closureRequest}
    where ${isDeadRequest} and id > ${after}
    order by id limit ${limit}`);
}

/**
 * Puts dead letters back among what is to be sent, to be looked at like anything that is due. What has reached somebody, or
 * may have, is none. Twice, or two at once: the second finds nothing.
 *
 * @param ids Null for all.
 * @returns How many were put back.
 */
export async function replayDeadLetters(vault: VaultDb, ids: readonly string[] | null, now: Instant): Promise<number> {
  const chosen = ids === null ? sql`true` : sql`id in (select value from json_each(${JSON.stringify(ids)}))`;
  const replayed = await runBatch(vault, [
    sql`update ${invitation} set state = 'scheduled', reason = null, claimed_until = null, attempts = 0, updated_at = ${now}
      where ${isDead} and ${chosen} returning id`,
    sql`update ${closureRequest} set reason = null, claimed_until = ${now}, attempts = 0
      where ${isDeadRequest} and ${chosen} returning id`,
  ]);
  return replayed.reduce((sum, rows) => sum + rows.length, 0);
}

/** Lets go what waits for a gateway's pause to end at this very moment. @returns How many. */
export async function releaseWaiting(vault: VaultDb, pausedUntil: Instant, now: Instant): Promise<number> {
  const released = await runBatch(vault, [
    sql`update ${invitation} set claimed_until = null, updated_at = ${now}
      where state = 'scheduled' and claimed_until = ${pausedUntil} returning id`,
    sql`update ${closureRequest} set claimed_until = ${now}
      where state = 'open' and claimed_until = ${pausedUntil} and gateway is null returning id`,
  ]);
  return released.reduce((sum, rows) => sum + rows.length, 0);
}
