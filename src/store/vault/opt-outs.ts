import { sql, type SQLWrapper } from "drizzle-orm";
import type { Instant, LocalDate } from "../../kernel/time.ts";
import { runBatch } from "../batch.ts";
import type { VaultDb } from "./database.ts";
import { invitation, optOut, victim } from "./schema.ts";

export type OptOutReason = "stop" | "wrong-person" | "not-safe";

/**
 * Of these indexes (HMAC under the opt-out key), those never to be written to again.
 *
 * @param besides Statements to run in the same batch, so that a delivery makes one call.
 */
export async function findOptOuts(
  vault: VaultDb,
  indexes: readonly string[],
  besides: readonly SQLWrapper[] = [],
): Promise<ReadonlySet<string>> {
  const [rows = []] = await runBatch(vault, [
    sql`select contact_index as contactIndex from ${optOut}
      where contact_index in (select value from json_each(${JSON.stringify(indexes)}))`,
    ...besides,
  ]);
  return new Set((rows as readonly { contactIndex: string }[]).map(({ contactIndex }) => contactIndex));
}

/** The sealed contact that a link was sent to; null when no link is like this. A stranger's link leads to no contact. */
export const contactByLink = async (vault: VaultDb, linkHash: string) =>
  (await vault.get<{ victimId: string; contact: string | null; contactEpoch: string | null }>(sql`
    select v.id as victimId, case when i.reason is not 'wrong-person' then v.contact end as contact,
      v.contact_epoch as contactEpoch
    from ${invitation} i join ${victim} v on v.id = i.victim_id where i.link_hash = ${linkHash}`)) ?? null;

/**
 * Ends all contact with whoever a link was sent to, at once: their number and address go on the list, what is pending
 * for every victim with that number or address stops, and the link ends. One batch: all of it, or none. An old link does
 * as well as a new one; how its own survey ended is not changed by it.
 *
 * - `stop` is a refusal: it cancels, stands for every later stage and against every later word of a force, and what
 *   could reach them is destroyed.
 * - `wrong-person`: the route was not this victim's, so it is forgotten, and their stages wait for one that is.
 * - `not-safe`: their stages wait until somebody responsible asserts a safe route anew.
 *
 * Two at once, or twice: the second changes nothing. After `wrong-person` the link is a stranger's, who stops no more
 * than their own number.
 *
 * @param indexes HMAC under the opt-out key of the number and the address, as far as known.
 * @returns Whether the link was known.
 */
export async function optOutByLink(
  vault: VaultDb,
  linkHash: string,
  indexes: readonly string[],
  { reason, today, now }: { readonly reason: OptOutReason; readonly today: LocalDate; readonly now: Instant },
): Promise<boolean> {
  const addressee = sql`(
    select victim_id from ${invitation} where link_hash = ${linkHash} and reason is not 'wrong-person')`;
  const sameRoute = sql`(
    select ${addressee} union
    select other.id from ${victim} other, ${victim} me where me.id = ${addressee} and other.phone_index = me.phone_index
    union
    select other.id from ${victim} other, ${victim} me where me.id = ${addressee} and other.email_index = me.email_index)`;
  const pending = {
    "stop": sql`state = 'cancelled', reason = 'opted-out'`,
    "wrong-person": sql`state = 'held', reason = 'no-route'`,
    "not-safe": sql`state = 'held', reason = 'no-contact'`,
  }[reason];
  const person = {
    "stop": sql`contact = null, contact_epoch = null, phone_index = null, email_index = null,
      flags = case when exists (select 1 from json_each(flags) where value = 'opted-out') then flags
        else json_insert(flags, '$[#]', 'opted-out') end`,
    "wrong-person": sql`contact = null, contact_epoch = null, phone_index = null, email_index = null,
      safety = 'unknown', safety_asserted_at = null, safety_asserted_by = null`,
    // Dated, so that an assertion made before it cannot override it by arriving late.
    "not-safe": sql`safety = 'no-contact', safety_asserted_at = ${now}, safety_asserted_by = 'victim'`,
  }[reason];
  const own = { "stop": "opted-out", "wrong-person": "wrong-person", "not-safe": "not-safe" }[reason];

  const results = await runBatch(vault, [
    vault.all<{ id: string }>(sql`select id from ${invitation} where link_hash = ${linkHash}`),
    vault.run(sql`
      insert or ignore into ${optOut} (contact_index, reason, since)
      select value, ${reason}, ${today} from json_each(${JSON.stringify(indexes)})
      where exists (select 1 from ${invitation} where link_hash = ${linkHash})`),
    vault.run(sql`
      update ${invitation} set ${pending}, claimed_until = null, updated_at = ${now}
      where +state in ('scheduled', 'held', 'claimed') and victim_id in ${sameRoute}`),
    vault.run(sql`update ${victim} set ${person} where id in ${sameRoute}`),
    vault.run(sql`
      update ${invitation} set state = 'cancelled', reason = ${own}, claimed_until = null, updated_at = ${now}
      where link_hash = ${linkHash} and state in ('scheduled', 'held', 'claimed', 'sent', 'delivered')`),
    // One that ended otherwise cannot say that it is a stranger's: it is forgotten.
    vault.run(sql`
      update ${invitation} set link_hash = null
      where link_hash = ${linkHash} and ${own} = 'wrong-person' and reason is not 'wrong-person'`),
  ]);
  return (results[0] ?? []).length > 0;
}
