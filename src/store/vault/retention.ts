import { type SQL, sql } from "drizzle-orm";
import type { Instant, LocalDate } from "../../kernel/time.ts";
import { runBatch } from "../batch.ts";
import type { VaultDb } from "./database.ts";
import { caseFile, caseVictim, invitation, milestone, victim } from "./schema.ts";

/**
 * Ends the invitations whose links have stopped working: the state it ended in stays for the frame, or that it was in
 * doubt, and the hash for STOP.
 */
export async function closeExpired(vault: VaultDb, expiredBefore: LocalDate, now: string): Promise<void> {
  await vault.run(sql`
    update ${invitation} set reason = iif(reason is 'in-doubt', reason, state), state = 'closed', updated_at = ${now}
    where state in ('sent', 'delivered') and expires_on < ${expiredBefore}`);
}

/**
 * A prosecution that nobody has brought to its end: charged, and neither sentenced, nor ended without a conviction, nor
 * dropped; or concluded and unconcluded. Of a row of `case_file` called `c`.
 */
const isProsecuted = sql`(
  c.facts ->> '$.charged' = 1 and (c.facts ->> '$.unconcluded' = 1 or (
    c.facts ->> '$.sentencedOn' is null and c.facts ->> '$.noFurtherAction' is not 1
    and not exists (
      select 1 from ${milestone} m where m.case_id = c.id and m.kind = 'court.outcome' and m.state = 'recorded'
        and m.detail ->> '$.facts.convicted' is not 1
        and not exists (
          select 1 from ${milestone} corrected where corrected.case_id = c.id and corrected.kind = m.kind
            and corrected.state = 'recorded' and corrected.detail ->> '$.matter' = m.detail ->> '$.matter'
            and corrected.occurred_at > m.occurred_at and corrected.detail ->> '$.facts.convicted' = 1)))))`;

/** A contact scheme that the victim is in, or may still choose. Of a row of `case_file` called `c`. */
const isInScheme = sql`(
  c.facts ->> '$.contactSchemeEligible' = 1 and c.facts ->> '$.contactSchemeOptedIn' is not 0)`;

/** Days that decide whether contact is still needed. */
export type Retention = {
  /** What ended before this day ended long enough ago. */
  readonly endedBefore: LocalDate;
  /** An open case last heard of before this instant has been silent so long that it counts as ended long enough ago. */
  readonly silentBefore: Instant;
};

/**
 * That nobody needs the contact of a victim any more: every case has closed, or has been silent for a year, long enough
 * ago; no prosecution and no contact-scheme choice is live in any; and every link that went or could still go has ended
 * as long ago, the window of the last stage with it.
 */
const isOver = (victimId: SQL, { endedBefore, silentBefore }: Retention) => sql`(
  not exists (
    select 1 from ${caseVictim} of_victim join ${caseFile} c on c.id = of_victim.case_id
    where of_victim.victim_id = ${victimId}
      and (c.closed_on >= ${endedBefore} or (c.closed_on is null and c.updated_at >= ${silentBefore})
        or ${isProsecuted} or ${isInScheme}))
  and not exists (
    select 1 from ${invitation} i where i.victim_id = ${victimId}
      and (i.state in ('scheduled', 'claimed') or i.expires_on >= ${endedBefore})))`;

/** Victims looked at in one call: each costs a few look-ups, and a call may last thirty seconds. */
const PAGE = 20_000;

/**
 * Destroys what could reach the victims whom nobody needs to reach any more: contact with the numbers and names in it,
 * indexes, and what the force calls them. A case reopened at the same moment either keeps its contact or has lost it, and
 * then the force must assert it again.
 *
 * The links of those whose contact is gone, then or earlier, are known until they have been over as long: nobody can be
 * written to by then, so that there is nothing left for STOP to stop.
 *
 * One batch a page of victims; running it again, or twice at once, destroys what is left to destroy.
 *
 * @returns How many victims' contact it destroyed.
 */
export async function destroyContacts(vault: VaultDb, retention: Retention, page = PAGE): Promise<number> {
  let destroyed = 0;
  for (let after: string | null = ""; after !== null;) {
    const these = sql`(select id from ${victim} where id > ${after} order by id limit ${page})`;
    const [gone = [], , , last = []] = await runBatch(vault, [
      sql`
      update ${victim}
      set contact = null, contact_epoch = null, phone_index = null, email_index = null, postal_index = null,
        contact_until = ${retention.endedBefore}
      where id in ${these} and contact is not null and ${isOver(sql`${victim}.id`, retention)}
      returning ${victim}.id as id`,
      sql`
      update ${caseVictim} set reference = null, reference_epoch = null
      where victim_id in ${these} and reference is not null and ${isOver(sql`case_victim.victim_id`, retention)}`,
      sql`
      update ${invitation} set link_hash = null, reminder_hash = null
      where victim_id in ${these} and (link_hash is not null or reminder_hash is not null)
        and expires_on < ${retention.endedBefore} and state not in ('scheduled', 'held', 'claimed')
        and exists (select 1 from ${victim} v where v.id = invitation.victim_id and v.contact is null)`,
      sql`select max(id) as id, count(*) as n from ${these}`,
    ]);
    destroyed += gone.length;
    const [end] = last as readonly { readonly id: string | null; readonly n: number }[];
    after = end && end.n === page ? end.id : null;
  }
  return destroyed;
}

/** A case whose contact is kept only because something in it may be live: somebody must say whether it is. */
export type SilentCase = {
  readonly caseId: string;
  readonly area: string;
  /** The case was closed all the same, or nothing has been heard of it. */
  readonly why: "closed" | "silent";
  readonly live: "prosecution" | "contact-scheme";
  /** The day on which it was closed, or the instant of the last word. */
  readonly since: LocalDate | Instant;
  readonly officerRef: string | null;
  readonly officerUnit: string | null;
};

/**
 * Cases of these areas that closed, or have been silent since before an instant, while a prosecution or a contact-scheme
 * choice is live, and whose victims' contact is therefore kept: hold and ask (decisions.md 4). Longest first.
 *
 * @param areas Police areas, GSS codes; or all.
 */
export const silentCases = async (
  vault: VaultDb,
  areas: "all" | readonly string[],
  silentSince: Instant,
  page: { readonly limit: number; readonly offset: number },
): Promise<readonly SilentCase[]> =>
  await vault.all<SilentCase>(sql`
    select c.id as caseId, c.area, iif(c.closed_on is null, 'silent', 'closed') as why,
      iif(${isProsecuted}, 'prosecution', 'contact-scheme') as live, coalesce(c.closed_on, c.updated_at) as since,
      c.officer_ref as officerRef, c.officer_unit as officerUnit
    from ${caseFile} c
    where (c.closed_on is not null or c.updated_at < ${silentSince}) and (${isProsecuted} or ${isInScheme})
      and ${areas === "all" ? sql`true` : sql`c.area in (select value from json_each(${JSON.stringify(areas)}))`}
      and exists (
        select 1 from ${caseVictim} cv join ${victim} v on v.id = cv.victim_id
        where cv.case_id = c.id and v.contact is not null)
    order by since, c.id limit ${page.limit} offset ${page.offset}`);
