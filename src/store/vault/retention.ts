import { sql } from "drizzle-orm";
import type { LocalDate } from "../../kernel/time.ts";
import { runBatch } from "../batch.ts";
import type { VaultDb } from "./database.ts";
import { caseFile, caseVictim, invitation, victim } from "./schema.ts";

/** Ends the invitations whose links have stopped working: the state it ended in stays for the frame, the hash for STOP. */
export async function closeExpired(vault: VaultDb, expiredBefore: LocalDate, now: string): Promise<void> {
  await vault.run(sql`
    update ${invitation} set reason = state, state = 'closed', updated_at = ${now}
    where state in ('sent', 'delivered') and expires_on < ${expiredBefore}`);
}

/**
 * Destroys the contact of victims whose every case closed, and whose every invitation ended, before `endedBefore`.
 *
 * A case that is open, a live contact-scheme choice or an invitation still to come keeps it. One statement: a case
 * reopened at the same moment either keeps its contact or has lost it, and then the force must assert it again.
 *
 * The links of those whose contact is gone, then or earlier, are known until they have been over as long: nobody can be
 * written to by then, so that there is nothing left for STOP to stop.
 */
export async function destroyContacts(vault: VaultDb, endedBefore: LocalDate): Promise<number> {
  const [destroyed = []] = await runBatch(vault, [
    sql`
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
    returning ${victim}.id as id`,
    sql`
    update ${invitation} set link_hash = null
    where link_hash is not null and expires_on < ${endedBefore} and state not in ('scheduled', 'held', 'claimed')
      and exists (select 1 from ${victim} v where v.id = invitation.victim_id and v.contact is null)`,
  ]);
  return destroyed.length;
}

/** The weeks under whose key some contact is still sealed. */
export async function epochsInUse(vault: VaultDb): Promise<ReadonlySet<string>> {
  const rows = await vault.all<{ epoch: string }>(
    sql`select distinct contact_epoch as epoch from ${victim} where contact is not null`,
  );
  return new Set(rows.map(({ epoch }) => epoch));
}
