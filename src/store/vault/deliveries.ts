import { sql, type SQL } from "drizzle-orm";
import type { Reason } from "../../domain/eligibility.ts";
import type { InvitationState } from "../../domain/invitation.ts";
import type { GatewayState, Showing } from "../../domain/pause.ts";
import { type Instant, type LocalDate, quarterOf, type Week } from "../../kernel/time.ts";
import { runBatch } from "../batch.ts";
import { failClosures, settleClosures } from "./closures.ts";
import type { VaultDb } from "./database.ts";
import { holdRoutes } from "./dead-routes.ts";
import { firstAwake, gatewayStates, keepShowings, leaseProbes } from "./gateways.ts";
import { forbidden, type Forbidden, isForbidden, listContacts, type OptOutReason } from "./opt-outs.ts";
import { isSafeHour } from "./safe-hours.ts";
import { invitation, victim } from "./schema.ts";

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
        and ${isSafeHour(minutes)}
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
  /** By id: the gateway that it is given to; null where all rest or are being tried out. Missing: claimed no more, or opted out. */
  readonly to: ReadonlyMap<string, string | null>;
  /** By id: those whose number or address the list forbids, and why. */
  readonly forbidden: ReadonlyMap<string, OptOutReason>;
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
  const [, blocked = [], given = [], states = []] = await runBatch(vault, [
    leaseProbes(json, at.now, until),
    forbidden(json),
    sql`
      update ${invitation} set gateway = offered.chosen, given_at = iif(offered.chosen is null, null, ${at.now}),
        link_hash = coalesce(offered.hash, invitation.link_hash),
        wave = iif(offered.hash is null, invitation.wave, ${at.wave})
      from (select each.value ->> 'id' as offered_id, each.value ->> 'linkHash' as hash, each.value ->> 'optOutIndex' as contact,
          ${firstAwake(sql`each.value -> 'gateways'`, sql`each.value ->> 'id'`, at.now)} as chosen
        from json_each(${json}) each) as offered
      where invitation.id = offered.offered_id and +invitation.state = 'claimed' and invitation.claimed_until = ${until}
        and not ${isForbidden(sql`offered.contact`, sql`offered.offered_id`)}
      returning id, gateway`,
    gatewayStates,
  ]);
  return {
    to: new Map((given as readonly { id: string; gateway: string | null }[]).map(({ id, gateway }) => [id, gateway])),
    forbidden: new Map((blocked as readonly Forbidden[]).map(({ id, reason }) => [id, reason])),
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
 * Ends claims, and keeps what was shown of gateways, who has opted out over there and whose route was refused, in one batch.
 *
 * What did not go loses its link and its wave: they belong to a message that nobody has. What the gateway refused for
 * good keeps its link: should it have come through after all, its STOP must work. Only what went, or may have, keeps the
 * gateway that it was given to.
 *
 * A new day may lie in another quarter: then it counts there, and is cut anew among those it will hide among.
 *
 * Only rows still held under this claim change: one that was taken over since, or whose receipt came first, stays.
 *
 * @returns How the gateways stand now of which anything was shown.
 */
export async function endClaims(
  vault: VaultDb,
  ended: {
    readonly marks: readonly Mark[];
    readonly showings: readonly Showing[];
    /** Of numbers that a gateway says have opted out: HMAC under the opt-out key. */
    readonly optedOut: readonly string[];
  },
  { until, now }: { readonly until: Instant; readonly now: Instant },
): Promise<readonly GatewayState[]> {
  const refused = JSON.stringify(ended.marks.flatMap(({ id, state }) => (state === "failed" ? [id] : [])));
  const dead = sql`(
    select i.id from json_each(${refused}) each cross join ${invitation} i on i.id = each.value
    where +i.state = 'claimed' and i.claimed_until = ${until})`;
  const statements = [
    ...(refused === "[]" ? [] : holdRoutes(dead, now)),
    ...(ended.marks.length > 0 ? [endingOf(ended.marks, until, now)] : []),
    ...(ended.optedOut.length > 0 ? [listContacts(ended.optedOut, "stop", now)] : []),
    ...(ended.showings.length > 0 ? keepShowings(ended.showings, now) : []),
  ];
  const results = statements.length > 0 ? await runBatch(vault, statements) : [];
  return ended.showings.length > 0 ? ((results.at(-1) ?? []) as readonly GatewayState[]) : [];
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
  /** Of a failure that may pass: how often it is sent in all, before it is a dead letter. Null: it cannot be delivered. */
  readonly sendings: number | null;
  /** The latest moment at which its message can have been given to the gateway; null where nobody knows. */
  readonly givenBy: Instant | null;
};

/** A message that a gateway surely has, and by when it was given to it at the latest; null where nobody knows. */
export type TakenMessage = Pick<EndedByReceipt, "id" | "givenBy">;

/** Days by which the window of a message is put off that was taken and not delivered, so that it may go again. [OURS] */
const AGAIN_WITHIN = "+7 days";

/** A receipt may be of an earlier message of the same reference, which was sent again since: that one is spent. */
const isOfThis = sql`(r.given_by is null or invitation.given_at is null or r.given_by >= invitation.given_at)`;

/**
 * Records receipts: those that a gateway has the message settle a doubt, and a final one stands, whichever comes first;
 * nothing goes back. The link stays, for its STOP.
 *
 * A failure that may pass puts the invitation back among what is to be sent, `again.from` on and so often, and makes it a
 * dead letter after that. Then, and at once where the number is dead, its gateway's name goes or stays (dead-letters.ts).
 * Whoever cannot be reached where a message went must be asked for anew, in the same batch.
 *
 * @returns How many invitations changed.
 */
export async function recordReceived(
  vault: VaultDb,
  received: { readonly taken: readonly TakenMessage[]; readonly ended: readonly EndedByReceipt[] },
  at: { readonly now: Instant; readonly expiresOn: LocalDate; readonly again: Instant },
): Promise<number> {
  const [taken, ended] = [JSON.stringify(received.taken), JSON.stringify(received.ended)];
  const isDead = received.ended.some(({ state, sendings }) => state === "failed" && sendings === null);
  const dead = sql`(
    select invitation.id from (select value ->> 'id' as sent, value ->> 'givenBy' as given_by from json_each(${ended})
        where value ->> 'state' = 'failed' and value ->> 'sendings' is null) as r
      cross join ${invitation} on invitation.id = r.sent
    where +invitation.state in ('sent', 'claimed') and ${isOfThis})`;
  const holds = isDead ? holdRoutes(dead, at.now) : [];
  const results = await runBatch(vault, [
    ...holds,
    sql`
      update ${invitation} set reason = iif(r.sendings > invitation.attempts, null, r.reason),
        state = iif(r.sendings > invitation.attempts, 'scheduled', r.state),
        claimed_until = iif(r.sendings > invitation.attempts, ${at.again}, null),
        gateway = iif(r.sendings is null, invitation.gateway, null),
        given_at = iif(r.sendings is null, invitation.given_at, null),
        expires_on = case when r.sendings is null then iif(invitation.state = 'claimed', ${at.expiresOn}, expires_on)
          else iif(invitation.state = 'claimed', expires_on, date(expires_on, ${AGAIN_WITHIN})) end,
        updated_at = ${at.now}
      from (select value ->> 'id' as sent, value ->> 'state' as state, value ->> 'reason' as reason,
          value ->> 'sendings' as sendings, value ->> 'givenBy' as given_by
        from json_each(${ended})) as r
      where invitation.id = r.sent and +invitation.state in ('sent', 'claimed')
        and (r.state = 'delivered' or ${isOfThis})
      returning id`,
    sql`
      update ${invitation} set state = 'sent', reason = null, claimed_until = null,
        expires_on = iif(invitation.state = 'claimed', ${at.expiresOn}, expires_on), updated_at = ${at.now}
      from (select value ->> 'id' as sent, value ->> 'givenBy' as given_by from json_each(${taken})) as r
      where invitation.id = r.sent and invitation.gateway is not null and ${isOfThis}
        and (+invitation.state = 'claimed' or +invitation.state = 'sent' and invitation.reason = 'in-doubt')
      returning id`,
    failClosures(ended),
    settleClosures(received.taken.map(({ id }) => id)),
  ]);
  const [final = [], settled = []] = results.slice(holds.length);
  return final.length + settled.length;
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
