import { type SQL, sql } from "drizzle-orm";
import type { CallOutcome } from "../../domain/call.ts";
import type { Reason } from "../../domain/disposition.ts";
import type { Locale } from "../../kernel/locale.ts";
import type { Instant, LocalDate } from "../../kernel/time.ts";
import { runBatch } from "../batch.ts";
import type { VaultDb } from "./database.ts";
import type { Areas } from "./holds.ts";
import { isSafeHour } from "./safe-hours.ts";
import { invitation, phoneCall, victim } from "./schema.ts";

// Ringing up: whom, by whom, how often. What was said is not here, and whether anything was answered is nowhere.

/** Somebody who may be rung now, as an interviewer sees them: neither who they are nor what it is about. */
export type Callable = {
  readonly id: string;
  readonly area: string;
  readonly language: Locale;
  /** How often they were rung. */
  readonly attempts: number;
  readonly outcome: CallOutcome | null;
  /** Whether this interviewer has taken the call, and may ring. */
  readonly isMine: 0 | 1;
};

/** Who asks, and when: London's day and minutes past midnight. */
export type CallMoment = {
  readonly caller: string;
  readonly now: Instant;
  readonly today: LocalDate;
  readonly minutes: number;
  /** Last days of the links of windows that end today. */
  readonly windowEnds: LocalDate;
  readonly atMost: number;
};

/** An invitation, `i`, of a victim, `v`, that is waiting to be rung, with what is known of its calls, `p`. */
const isDue = ({ caller, now, today, minutes, windowEnds, atMost }: CallMoment): SQL => sql`
  i.state = 'held' and i.reason = 'phone-only' and i.due_on <= ${today} and i.expires_on >= ${windowEnds}
    and v.safety = 'safe-phone-only' and v.contact is not null and v.phone_index is not null and ${isSafeHour(minutes)}
    and (p.claimed_by is ${caller} and p.claimed_until > ${now}
      or coalesce(p.attempts, 0) < ${atMost} and coalesce(p.not_before, '') <= ${now}
        and coalesce(p.claimed_until, '') <= ${now})
    and not exists (
      select 1 from ${phoneCall} o join ${invitation} x on x.id = o.invitation_id join ${victim} w on w.id = x.victim_id
      where o.claimed_until > ${now} and o.invitation_id <> i.id and w.phone_index = v.phone_index)`;

const within = (areas: Areas): SQL =>
  areas === "all" ? sql`true` : sql`i.area in (select value from json_each(${JSON.stringify(areas)}))`;

/** A call of theirs whose questions have begun, and may be gone on with. Nothing tells whether they are over. */
const isBegunBy = ({ caller, now }: CallMoment): SQL => sql`
  i.state = 'delivered' and i.handed = 'telephone' and p.claimed_by = ${caller} and p.claimed_until > ${now}`;

/** Whom to ring now in these areas, those due longest first; a call that was taken, before them. */
export async function listCallable(
  vault: VaultDb,
  areas: Areas,
  at: CallMoment,
  limit: number,
): Promise<readonly Callable[]> {
  return await vault.all<Callable>(sql`
    select i.id, i.area, v.language, coalesce(p.attempts, 0) as attempts, p.outcome,
      coalesce(p.claimed_by = ${at.caller} and p.claimed_until > ${at.now}, 0) as isMine
    from ${invitation} i join ${victim} v on v.id = i.victim_id left join ${phoneCall} p on p.invitation_id = i.id
    where (${isDue(at)} or ${isBegunBy(at)}) and ${within(areas)}
    order by isMine desc, i.due_on, i.id limit ${limit}`);
}

/**
 * Takes a call, for a while: nobody else rings that number meanwhile, for this invitation or another. Each taking counts
 * as a call, but by who has it already.
 *
 * @returns Whether it is theirs.
 */
export async function takeCall(vault: VaultDb, id: string, at: CallMoment, until: Instant): Promise<boolean> {
  const [, rows = []] = await runBatch(vault, [
    sql`
    insert into ${phoneCall} (invitation_id, attempts, claimed_by, claimed_until)
    select i.id, 1, ${at.caller}, ${until}
    from ${invitation} i join ${victim} v on v.id = i.victim_id left join ${phoneCall} p on p.invitation_id = i.id
    where i.id = ${id} and ${isDue(at)}
    on conflict (invitation_id) do update set attempts = phone_call.attempts + 1, claimed_by = excluded.claimed_by,
      claimed_until = excluded.claimed_until
    where coalesce(phone_call.claimed_until, '') <= ${at.now}`,
    sql`
    select 1 from ${phoneCall} where invitation_id = ${id} and claimed_by = ${at.caller} and claimed_until > ${at.now}`,
  ]);
  return rows.length > 0;
}

/** A call that an interviewer has taken, and whose it is. */
export type TakenCall = {
  readonly id: string;
  readonly area: string;
  readonly language: Locale;
  readonly attempts: number;
  readonly expiresOn: LocalDate;
  /** Whether its questions have begun. */
  readonly isBegun: 0 | 1;
  readonly victimId: string;
  readonly contact: string | null;
  readonly contactEpoch: string | null;
};

/** The call that somebody has taken; null when it is not, or no longer, theirs. */
export async function takenCall(vault: VaultDb, id: string, caller: string, now: Instant): Promise<TakenCall | null> {
  const row = await vault.get<TakenCall | undefined>(sql`
    select i.id, i.area, v.language, p.attempts, i.expires_on as expiresOn, i.state = 'delivered' as isBegun,
      v.id as victimId, v.contact, v.contact_epoch as contactEpoch
    from ${phoneCall} p join ${invitation} i on i.id = p.invitation_id join ${victim} v on v.id = i.victim_id
    where p.invitation_id = ${id} and p.claimed_by = ${caller} and p.claimed_until > ${now}
      and (i.state = 'held' and i.reason = 'phone-only' or i.state = 'delivered' and i.handed = 'telephone')`);
  return row ?? null;
}

/** How a call ended: it waits until then; or its invitation ends, for a reason. */
export type CallEnd = {
  readonly outcome: CallOutcome;
  readonly notBefore: Instant | null;
  readonly ends: Reason | null;
};

/**
 * Ends somebody's call, and with it the invitation where there is none to follow. What has so ended counts as given: it is
 * not asked again, and the next one rests from it. What has begun stays as begun. One batch; a second telling of the same
 * call changes nothing.
 */
export async function endCall(
  vault: VaultDb,
  id: string,
  { outcome, notBefore, ends }: CallEnd,
  { caller, now }: Pick<CallMoment, "caller" | "now">,
): Promise<boolean> {
  const mine = sql`exists (select 1 from ${phoneCall} p
    where p.invitation_id = ${id} and p.claimed_by = ${caller} and p.claimed_until > ${now})`;
  const results = await runBatch(vault, [
    // A dead number is nobody's route until somebody asserts one anew.
    sql`
    update ${victim} set safety = 'unknown', safety_asserted_at = ${now}, safety_asserted_by = null
    where ${outcome === "number-dead"} and safety = 'safe-phone-only' and ${mine}
      and id = (select victim_id from ${invitation} where id = ${id} and state = 'held')`,
    sql`
    update ${invitation} set state = 'cancelled', reason = ${ends}, given_at = ${now}, updated_at = ${now}
    where id = ${id} and state = 'held' and reason = 'phone-only' and ${ends !== null} and ${mine}`,
    sql`
    update ${phoneCall} set outcome = iif(outcome is 'begun', outcome, ${outcome}), not_before = ${notBefore}, claimed_by = null, claimed_until = null
    where invitation_id = ${id} and claimed_by = ${caller} and claimed_until > ${now}
    returning invitation_id`,
  ]);
  return (results[2] ?? []).length > 0;
}

/** Puts off what may not be rung now, and nobody is ringing. */
export const putOffCall = async (vault: VaultDb, id: string, { now, until }: { now: Instant; until: Instant }) =>
  await vault.run(sql`
    insert into ${phoneCall} (invitation_id, attempts, not_before) values (${id}, 0, ${until})
    on conflict (invitation_id) do update set not_before = excluded.not_before
    where coalesce(phone_call.claimed_until, '') <= ${now}`);

/** Forgets the calls of invitations that are over: their links, or the windows in which they could have been rung. */
export const forgetCalls = async (vault: VaultDb, endedBefore: LocalDate) =>
  await vault.run(sql`
    delete from ${phoneCall} where invitation_id in (
      select p.invitation_id from ${phoneCall} p join ${invitation} i on i.id = p.invitation_id
      where i.expires_on < ${endedBefore} or i.state not in ('held', 'delivered'))`);
