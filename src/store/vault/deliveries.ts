import { sql, type SQL } from "drizzle-orm";
import type { Reason } from "../../domain/eligibility.ts";
import type { InvitationState } from "../../domain/invitation.ts";
import type { GatewayState } from "../../domain/pause.ts";
import { type Instant, type LocalDate, quarterOf, type Week } from "../../kernel/time.ts";
import { runBatch } from "../batch.ts";
import { settleClosures } from "./closures.ts";
import type { VaultDb } from "./database.ts";
import { firstAwake, gatewayStates, keepGatewayStates } from "./gateways.ts";
import { invitation, optOut, victim } from "./schema.ts";

// What delivery does to invitations. `claimed_until` of a scheduled row says how long it counts as queued, so that the
// next cron does not queue it again; of a claimed row, when an unfinished delivery may be taken over.
//
// `+state` keeps SQLite from reading every row of a state where it should look up the few that are named by their ids.

/**
 * Takes what is due and not queued yet, and notes that it is queued. Two at once take different rows.
 *
 * @param at London's day and minutes past midnight; rows wait while it is not a safe hour of their victim's.
 */
export async function takeDue(
  vault: VaultDb,
  at: { readonly now: Instant; readonly today: LocalDate; readonly minutes: number },
  queuedUntil: Instant,
  limit: number,
): Promise<readonly string[]> {
  const { now, today, minutes } = at;
  const rows = await vault.all<{ id: string }>(sql`
    update ${invitation} set claimed_until = ${queuedUntil}
    where id in (
      select i.id from ${invitation} i join ${victim} v on v.id = i.victim_id
      where i.state = 'scheduled' and i.due_on <= ${today} and i.dims is not null
        and (i.claimed_until is null or i.claimed_until <= ${now})
        and (v.window_from is null or v.window_to is null
          or case when v.window_from <= v.window_to
            then ${minutes} >= v.window_from and ${minutes} < v.window_to
            else ${minutes} >= v.window_from or ${minutes} < v.window_to end)
      order by i.due_on limit ${limit})
    returning id`);
  return rows.map(({ id }) => id);
}

/** Deliveries that were begun, and not finished in time. */
export async function lapsedClaims(vault: VaultDb, now: Instant, limit: number): Promise<readonly string[]> {
  const rows = await vault.all<{ id: string }>(sql`
    select id from ${invitation} where state = 'claimed' and claimed_until <= ${now} order by due_on limit ${limit}`);
  return rows.map(({ id }) => id);
}

/** Which gateway a claimed invitation is to be given to, and what must be so for it to go. */
export type Offered = {
  readonly id: string;
  /** Names of gateways, the first one to be tried first. */
  readonly gateways: readonly string[];
  /** Of the number or address: nothing goes to one that has opted out. */
  readonly optOutIndex: string;
  /** A link of its own, where the one of an earlier claim belongs to a message that never went; null: it keeps its link. */
  readonly linkHash: string | null;
};

export type GivenInvitations = {
  /** By id: the gateway that it is given to; null where all rest. Missing: claimed no more, or opted out. */
  readonly to: ReadonlyMap<string, string | null>;
  readonly optedOut: ReadonlySet<string>;
  readonly states: readonly GatewayState[];
};

/**
 * The last look, and the record of whom each invitation is given to before it is: who has opted out by now, which
 * gateways rest, what was cancelled since it was claimed. One batch, as late as can be.
 */
export async function giveInvitations(
  vault: VaultDb,
  offered: readonly Offered[],
  at: { readonly now: Instant; readonly wave: Week },
  until: Instant,
): Promise<GivenInvitations> {
  const json = JSON.stringify(offered);
  const [blocked = [], given = [], states = []] = await runBatch(vault, [
    sql`select contact_index as contactIndex from ${optOut}
      where contact_index in (select value ->> 'optOutIndex' from json_each(${json}))`,
    sql`
      update ${invitation} set gateway = offered.chosen, given_at = iif(offered.chosen is null, null, ${at.now}),
        link_hash = coalesce(offered.hash, invitation.link_hash),
        wave = iif(offered.hash is null, invitation.wave, ${at.wave})
      from (select each.value ->> 'id' as offered_id, each.value ->> 'linkHash' as hash, each.value ->> 'optOutIndex' as contact,
          ${firstAwake(sql`each.value -> 'gateways'`, at.now)} as chosen
        from json_each(${json}) each) as offered
      where invitation.id = offered.offered_id and +invitation.state = 'claimed' and invitation.claimed_until = ${until}
        and not exists (select 1 from ${optOut} o where o.contact_index = offered.contact)
      returning id, gateway`,
    gatewayStates,
  ]);
  const indexes = new Set((blocked as readonly { contactIndex: string }[]).map(({ contactIndex }) => contactIndex));
  return {
    to: new Map((given as readonly { id: string; gateway: string | null }[]).map(({ id, gateway }) => [id, gateway])),
    optedOut: new Set(offered.flatMap(({ id, optOutIndex }) => (indexes.has(optOutIndex) ? [id] : []))),
    states: states as readonly GatewayState[],
  };
}

/** How a claimed invitation stands after the attempt. */
export type Mark = {
  readonly id: string;
  /** `claimed`: nobody can tell yet whether it went. */
  readonly state: Exclude<InvitationState, "delivered" | "closed">;
  readonly reason: Reason | null;
  /** A new day, where it waits. */
  readonly dueOn?: LocalDate;
  /** Where it went: the last day on which its link works. */
  readonly expiresOn?: LocalDate;
  /** Where it is to be tried again, or looked at again: not before. */
  readonly notBefore?: Instant;
  /** It was given to nobody: the attempt does not count. */
  readonly unattempted?: true;
};

/**
 * Ends claims, and keeps how gateways stand and who has opted out over there, in one batch.
 *
 * What did not go loses its link and its wave: they belong to a message that nobody has. What the gateway refused for
 * good keeps its link: should it have come through after all, its STOP must work. Only what went, or may have, keeps the
 * gateway that it was given to.
 *
 * A new day may lie in another quarter: then it counts there, and is cut anew among those it will hide among.
 *
 * Only rows still held under this claim change: one that was taken over since, or whose receipt came first, stays.
 */
export async function endClaims(
  vault: VaultDb,
  ended: {
    readonly marks: readonly Mark[];
    readonly states: readonly GatewayState[];
    /** Of numbers that a gateway says have opted out: HMAC under the opt-out key. */
    readonly optedOut: readonly string[];
  },
  { until, now, today }: { readonly until: Instant; readonly now: Instant; readonly today: LocalDate },
): Promise<void> {
  const statements = [
    ...(ended.marks.length > 0 ? [endingOf(ended.marks, until, now)] : []),
    ...(ended.states.length > 0 ? [keepGatewayStates(ended.states, now)] : []),
    ...(ended.optedOut.length > 0
      ? [
          sql`insert or ignore into ${optOut} (contact_index, reason, since)
            select value, 'stop', ${today} from json_each(${JSON.stringify(ended.optedOut)})`,
        ]
      : []),
  ];
  if (statements.length > 0) await runBatch(vault, statements);
}

function endingOf(marks: readonly Mark[], until: Instant, now: Instant): SQL {
  const json = JSON.stringify(
    marks.map((mark) => ({ ...mark, ...(mark.dueOn !== undefined && { period: quarterOf(mark.dueOn) }) })),
  );
  return sql`
    update ${invitation} set state = mark.to_state, reason = mark.reason, claimed_until = mark.not_before,
      due_on = coalesce(mark.due_on, invitation.due_on), expires_on = coalesce(mark.expires_on, invitation.expires_on),
      period = coalesce(mark.period, invitation.period),
      dims = case when coalesce(mark.period, invitation.period) = invitation.period then invitation.dims end,
      attempts = max(invitation.attempts - coalesce(mark.unattempted, 0), 0),
      gateway = iif(mark.to_state in ('sent', 'claimed'), invitation.gateway, null),
      given_at = iif(mark.to_state in ('sent', 'claimed'), invitation.given_at, null),
      link_hash = iif(mark.to_state in ('sent', 'failed', 'claimed'), invitation.link_hash, null),
      wave = iif(mark.to_state in ('sent', 'claimed'), invitation.wave, null),
      updated_at = ${now}
    from (select value ->> 'id' as marked, value ->> 'state' as to_state, value ->> 'reason' as reason,
        value ->> 'dueOn' as due_on, value ->> 'period' as period, value ->> 'expiresOn' as expires_on,
        value ->> 'notBefore' as not_before, value ->> 'unattempted' as unattempted
      from json_each(${json})) as mark
    where invitation.id = mark.marked and +invitation.state = 'claimed' and invitation.claimed_until = ${until}`;
}

/** What a final receipt makes of an invitation. */
export type EndedByReceipt = {
  readonly id: string;
  readonly state: "delivered" | "failed";
  readonly reason: Reason | null;
};

/**
 * Records receipts: those that a gateway has the message settle a doubt, and a final one stands, whichever comes first;
 * nothing goes back. The link stays, for its STOP.
 *
 * @param taken Ids of messages that a gateway surely has.
 * @returns How many invitations changed.
 */
export async function recordReceived(
  vault: VaultDb,
  { taken, ended }: { readonly taken: readonly string[]; readonly ended: readonly EndedByReceipt[] },
  at: { readonly now: Instant; readonly expiresOn: LocalDate },
): Promise<number> {
  const results = await runBatch(vault, [
    sql`
    update ${invitation} set state = r.state, reason = r.reason, claimed_until = null,
      expires_on = case invitation.state when 'claimed' then ${at.expiresOn} else expires_on end,
      updated_at = ${at.now}
    from (select value ->> 'id' as sent, value ->> 'state' as state, value ->> 'reason' as reason
      from json_each(${JSON.stringify(ended)})) as r
    where invitation.id = r.sent and +invitation.state in ('sent', 'claimed')
    returning id`,
    sql`
    update ${invitation} set state = 'sent', reason = null, claimed_until = null,
      expires_on = iif(state = 'claimed', ${at.expiresOn}, expires_on), updated_at = ${at.now}
    where id in (select value from json_each(${JSON.stringify(taken)})) and gateway is not null
      and (+state = 'claimed' or +state = 'sent' and reason = 'in-doubt')
    returning id`,
    settleClosures(taken),
  ]);
  return (results[0]?.length ?? 0) + (results[1]?.length ?? 0);
}

/**
 * Notes that the queue gave up on deliveries, and lets them wait: an outage is no reason never to write to somebody. The
 * cron takes them up again, as it would any other.
 */
export async function giveUp(
  vault: VaultDb,
  ids: readonly string[],
  { now, until }: { readonly now: Instant; readonly until: Instant },
): Promise<number> {
  const changed = await vault.all<{ id: string }>(sql`
    update ${invitation} set reason = 'delivery-given-up', claimed_until = ${until}, updated_at = ${now}
    where id in (select value from json_each(${JSON.stringify(ids)})) and +state in ('scheduled', 'claimed')
    returning id`);
  return changed.length;
}

/**
 * Fails what the queue gave up on and whose window has passed since. A claim that may still be at work is let be, and so
 * is what may have gone.
 *
 * @param expiresBefore By the last day of their links: those of windows that are over.
 */
export async function failGivenUp(
  vault: VaultDb,
  { now, today }: { readonly now: Instant; readonly today: LocalDate },
  expiresBefore: LocalDate,
): Promise<number> {
  const failed = await vault.all<{ id: string }>(sql`
    update ${invitation} set state = 'failed', claimed_until = null, updated_at = ${now}
    where state in ('scheduled', 'claimed') and due_on <= ${today} and reason = 'delivery-given-up' and gateway is null
      and expires_on < ${expiresBefore}
      and (claimed_until is null or claimed_until <= ${now})
    returning id`);
  return failed.length;
}
