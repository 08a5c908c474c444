import { sql } from "drizzle-orm";
import { type CaseFacts, type CaseFlag, type CaseState, type VictimState, warningsOf } from "../../domain/case.ts";
import type { Route } from "../../domain/contact.ts";
import type { Form, Offence } from "../../domain/dimension.ts";
import type { Reason } from "../../domain/eligibility.ts";
import type { InvitationState } from "../../domain/invitation.ts";
import { type Instant, type LocalDate, quarterOf, type Week } from "../../kernel/time.ts";
import { runBatch } from "../batch.ts";
import type { VaultDb } from "./database.ts";
import { caseFile, caseVictim, invitation, victim } from "./schema.ts";

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

/** An invitation that this consumer alone is sending, with all that the last check needs. */
export type Claimed = {
  readonly id: string;
  readonly caseId: string;
  readonly victimId: string;
  readonly stage: Form;
  readonly expiresOn: LocalDate;
  readonly attempts: number;
  /** Ours, or that of an earlier delivery that was not finished. */
  readonly linkHash: string;
  /** Its flags are those of all the victim's open cases: danger in one is danger in all. */
  readonly caseState: Pick<CaseState, "area" | "flags" | "offence" | "facts">;
  readonly victim: Omit<VictimState, "refHash" | "area" | "sex" | "contactUntil" | "updatedAt">;
  /** The victim's invitations that have gone: case, and the last day on which the link works. */
  readonly sent: readonly { readonly caseId: string; readonly expiresOn: LocalDate }[];
  /** Routes by which another victim is reached too, or was just written to about the same stage. */
  readonly shared: readonly Route[];
};

/** Somebody else with the same number or address, who is still a victim or holds an open link for the same stage. */
const sharedBy = (index: "phone_index" | "email_index") =>
  sql.raw(`exists (
    select 1 from victim o where o.${index} = v.${index} and o.id <> v.id and (o.status = 'active' or exists (
      select 1 from invitation x
      where x.victim_id = o.id and x.stage = i.stage and x.state in ('claimed', 'sent', 'delivered'))))`);

/**
 * Claims invitations by compare-and-set and reads what sending them needs, in one batch.
 *
 * Two at once: the first has them, the second gets none. A claim that has lapsed may be taken over; the link's hash of
 * the first claim then stays, because its message may have gone.
 */
export async function claim(
  vault: VaultDb,
  offers: readonly { readonly id: string; readonly linkHash: string }[],
  at: { readonly now: Instant; readonly today: LocalDate; readonly wave: Week },
  until: Instant,
): Promise<readonly Claimed[]> {
  const json = JSON.stringify(offers.map(({ id, linkHash }) => [id, linkHash]));
  const [won, rows] = await runBatch(vault, [
    vault.all(sql`
      update ${invitation} set state = 'claimed', claimed_until = ${until}, attempts = attempts + 1,
        link_hash = coalesce(link_hash, offer.hash), wave = coalesce(wave, ${at.wave}), updated_at = ${at.now}
      from (select value ->> 0 as offered, value ->> 1 as hash from json_each(${json})) as offer
      where invitation.id = offer.offered and dims is not null and +due_on <= ${at.today}
        and (+state = 'scheduled' or (+state = 'claimed' and claimed_until <= ${at.now}))
      returning id`),
    vault.all(sql`
      select i.id, i.case_id as caseId, i.victim_id as victimId, i.stage, i.expires_on as expiresOn, i.attempts,
        i.link_hash as linkHash, c.area, c.offence, c.flags as caseFlags, c.facts,
        v.contact, v.contact_epoch as contactEpoch, v.phone_index as phoneIndex, v.email_index as emailIndex, v.channel,
        v.safety, v.safety_asserted_at as safetyAssertedAt, v.safety_asserted_by as safetyAssertedBy,
        v.window_from as windowFrom, v.window_to as windowTo, v.language, v.age, v.flags as victimFlags, v.consent,
        v.status,
        (select json_group_array(json_array(o.case_id, o.expires_on)) from ${invitation} o
          where o.victim_id = i.victim_id and o.id <> i.id and o.stage <> 'closure'
            and o.state in ('sent', 'delivered', 'closed')) as sent,
        (select json_group_array(json_array(oc.offence, json(oc.flags))) from ${caseVictim} cv
          join ${caseFile} oc on oc.id = cv.case_id
          where cv.victim_id = i.victim_id and cv.case_id <> i.case_id and oc.closed_on is null) as others,
        ${sharedBy("phone_index")} as sharesPhone, ${sharedBy("email_index")} as sharesEmail
      from json_each(${json}) offer
      cross join ${invitation} i on i.id = offer.value ->> 0
      join ${caseFile} c on c.id = i.case_id
      join ${victim} v on v.id = i.victim_id
      where +i.state = 'claimed'`),
  ]);
  const ours = new Set((won as readonly { id: string }[]).map(({ id }) => id));
  return (rows as readonly ClaimedRow[]).filter(({ id }) => ours.has(id)).map(claimedOf);
}

type ClaimedRow = Pick<Claimed, "id" | "caseId" | "victimId" | "stage" | "expiresOn" | "attempts" | "linkHash"> &
  Pick<CaseState, "area" | "offence"> &
  Omit<Claimed["victim"], "id" | "flags"> & {
    readonly caseFlags: string;
    readonly facts: string;
    readonly victimFlags: string;
    readonly sent: string;
    readonly others: string;
    readonly sharesPhone: 0 | 1;
    readonly sharesEmail: 0 | 1;
  };

/** Texts of JSON in these columns were written by us, from parsed values. */
function claimedOf(row: ClaimedRow): Claimed {
  const { id, caseId, victimId, stage, expiresOn, attempts, linkHash, area, offence, caseFlags, facts, ...rest } = row;
  const { victimFlags, sent, others, sharesPhone, sharesEmail, ...person } = rest;
  const dangers = (JSON.parse(others) as readonly (readonly [Offence, readonly CaseFlag[]])[]).flatMap(
    ([of, flags]) => [...flags, ...warningsOf(of)],
  );
  const gone = JSON.parse(sent) as readonly (readonly [string, LocalDate])[];
  return {
    id,
    caseId,
    victimId,
    stage,
    expiresOn,
    attempts,
    linkHash,
    caseState: {
      area,
      offence,
      flags: [...(JSON.parse(caseFlags) as CaseState["flags"]), ...dangers],
      facts: JSON.parse(facts) as CaseFacts,
    },
    victim: { ...person, id: victimId, flags: JSON.parse(victimFlags) as VictimState["flags"] },
    sent: gone.map(([otherCase, until]) => ({ caseId: otherCase, expiresOn: until })),
    shared: [...(sharesPhone ? (["sms"] as const) : []), ...(sharesEmail ? (["email"] as const) : [])],
  };
}

/** How a claimed invitation stands after the attempt. */
export type Mark = {
  readonly id: string;
  readonly state: Exclude<InvitationState, "claimed" | "delivered" | "closed">;
  readonly reason: Reason | null;
  /** A new day, where it waits. */
  readonly dueOn?: LocalDate;
  /** Where it went: the last day on which its link works. */
  readonly expiresOn?: LocalDate;
  /** Where it is to be tried again: not before. */
  readonly notBefore?: Instant;
};

/**
 * Ends a claim. What did not go loses its link and its wave: they belong to a message that nobody has. What the gateway
 * refused for good keeps its link: should it have come through after all, its STOP must work.
 *
 * A new day may lie in another quarter: then it counts there, and is cut anew among those it will hide among.
 *
 * Only rows still held under this claim change: one that was taken over since, or whose receipt came first, stays.
 */
export async function endClaims(vault: VaultDb, marks: readonly Mark[], until: Instant, now: Instant): Promise<void> {
  if (marks.length === 0) return;
  const json = JSON.stringify(
    marks.map((mark) => ({ ...mark, ...(mark.dueOn !== undefined && { period: quarterOf(mark.dueOn) }) })),
  );
  await vault.run(sql`
    update ${invitation} set state = mark.to_state, reason = mark.reason, claimed_until = mark.not_before,
      due_on = coalesce(mark.due_on, invitation.due_on), expires_on = coalesce(mark.expires_on, invitation.expires_on),
      period = coalesce(mark.period, invitation.period),
      dims = case when coalesce(mark.period, invitation.period) = invitation.period then invitation.dims end,
      link_hash = case when mark.to_state in ('sent', 'failed') then invitation.link_hash end,
      wave = case mark.to_state when 'sent' then invitation.wave end,
      updated_at = ${now}
    from (select value ->> 'id' as marked, value ->> 'state' as to_state, value ->> 'reason' as reason,
        value ->> 'dueOn' as due_on, value ->> 'period' as period, value ->> 'expiresOn' as expires_on,
        value ->> 'notBefore' as not_before
      from json_each(${json})) as mark
    where invitation.id = mark.marked and +invitation.state = 'claimed' and invitation.claimed_until = ${until}`);
}

/** Gives taken-over invitations a link of their own: the earlier one's message never went. */
export const replaceLinks = (
  vault: VaultDb,
  links: readonly { readonly id: string; readonly linkHash: string }[],
  wave: Week,
) =>
  vault.run(sql`
    update ${invitation} set link_hash = fresh.hash, wave = ${wave}
    from (select value ->> 'id' as offered, value ->> 'linkHash' as hash from json_each(${JSON.stringify(links)})) as fresh
    where invitation.id = fresh.offered and +invitation.state = 'claimed'`);

/** What a final receipt makes of an invitation. */
export type EndedByReceipt = {
  readonly id: string;
  readonly state: "delivered" | "failed";
  readonly reason: Reason | null;
};

/** Records a final receipt, once: whichever comes first stands, and nothing goes back. The link stays, for its STOP. */
export async function endWithReceipts(
  vault: VaultDb,
  receipts: readonly EndedByReceipt[],
  at: { readonly now: Instant; readonly expiresOn: LocalDate },
): Promise<number> {
  const changed = await vault.all<{ id: string }>(sql`
    update ${invitation} set state = r.state, reason = r.reason, claimed_until = null,
      expires_on = case invitation.state when 'claimed' then ${at.expiresOn} else expires_on end,
      updated_at = ${at.now}
    from (select value ->> 'id' as sent, value ->> 'state' as state, value ->> 'reason' as reason
      from json_each(${JSON.stringify(receipts)})) as r
    where invitation.id = r.sent and +invitation.state in ('sent', 'claimed')
    returning id`);
  return changed.length;
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
 * Fails what the queue gave up on and whose window has passed since. A claim that may still be at work is let be.
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
    where state in ('scheduled', 'claimed') and due_on <= ${today} and reason = 'delivery-given-up'
      and expires_on < ${expiresBefore}
      and (claimed_until is null or claimed_until <= ${now})
    returning id`);
  return failed.length;
}
