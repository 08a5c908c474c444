import { sql } from "drizzle-orm";
import type { LocalDate } from "../../kernel/time.ts";
import type { VaultDb } from "./database.ts";
import { caseFile, caseVictim, invitation, victim } from "./schema.ts";

/** Ends the invitations whose links have stopped working: the link's hash goes, the state it ended in stays for the frame. */
export async function closeExpired(vault: VaultDb, expiredBefore: LocalDate, now: string): Promise<void> {
  await vault.run(sql`
    update ${invitation} set reason = state, state = 'closed', link_hash = null, updated_at = ${now}
    where state in ('sent', 'delivered') and expires_on < ${expiredBefore}`);
}

/**
 * Destroys the contact of victims whose every case closed, and whose every invitation ended, before `endedBefore`.
 *
 * A case that is open, a live contact-scheme choice or an invitation still to come keeps it. One statement: a case
 * reopened at the same moment either keeps its contact or has lost it, and then the force must assert it again.
 */
export async function destroyContacts(vault: VaultDb, endedBefore: LocalDate): Promise<number> {
  const destroyed = await vault.all<{ id: string }>(sql`
    update ${victim}
    set contact = null, contact_epoch = null, phone_index = null, email_index = null, contact_until = ${endedBefore}
    where contact is not null
      and not exists (
        select 1 from ${caseVictim} cv join ${caseFile} c on c.id = cv.case_id
        where cv.victim_id = ${victim}.id
          and (c.closed_on is null or c.closed_on >= ${endedBefore}
            or json_extract(c.facts, '$.contactSchemeOptedIn') = 1))
      and not exists (
        select 1 from ${invitation} i where i.victim_id = ${victim}.id
          and (i.state in ('scheduled', 'held', 'claimed') or i.expires_on >= ${endedBefore}))
    returning ${victim}.id as id`);
  return destroyed.length;
}

/** The weeks under whose key some contact is still sealed. */
export async function epochsInUse(vault: VaultDb): Promise<ReadonlySet<string>> {
  const rows = await vault.all<{ epoch: string }>(
    sql`select distinct contact_epoch as epoch from ${victim} where contact is not null`,
  );
  return new Set(rows.map(({ epoch }) => epoch));
}
