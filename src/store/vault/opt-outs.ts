import { sql, type SQL } from "drizzle-orm";
import type { Instant, LocalDate } from "../../kernel/time.ts";
import { runBatch } from "../batch.ts";
import type { VaultDb } from "./database.ts";
import { invitation, optOut, victim } from "./schema.ts";

/** What was asked for: of us by the victim or whoever has their phone, or of an officer by the victim. */
export type OptOutReason = "stop" | "wrong-person" | "not-safe" | "officer";

/**
 * Whose contact ends.
 *
 * - `link`: whoever a link was sent to, with the invitation or as its reminder; by hash.
 * - `message`: whoever an invitation was sent to.
 * - `number`: everybody with this number (HMAC under the key of blind indexes).
 * - `victim`: one victim, by the hash of force and reference.
 */
export type Addressee =
  | { readonly by: "link"; readonly linkHash: string }
  | { readonly by: "message"; readonly invitationId: string }
  | { readonly by: "number"; readonly phoneIndex: string }
  | { readonly by: "victim"; readonly refHash: string };

/** The victims, of a link or message only while it is not a stranger's; and the invitations that led to them. */
function found(addressee: Addressee): { readonly victims: SQL; readonly invitations: SQL; readonly any: SQL } {
  if (addressee.by === "link" || addressee.by === "message") {
    const ids =
      addressee.by === "message"
        ? sql`select ${addressee.invitationId}`
        : sql`select id from ${invitation} where link_hash = ${addressee.linkHash}
            union select id from ${invitation} where reminder_hash = ${addressee.linkHash}`;
    const victims = sql`(
      select victim_id from ${invitation} where id in (${ids}) and reason is not 'wrong-person')`;
    return { victims, invitations: sql`(${ids})`, any: sql`(select id from ${invitation} where id in (${ids}))` };
  }
  const victims =
    addressee.by === "number"
      ? sql`(select id from ${victim} where phone_index = ${addressee.phoneIndex})`
      : sql`(select id from ${victim} where ref_hash = ${addressee.refHash})`;
  // Whatever they can still answer is what they have just refused.
  const invitations = sql`(
    select id from ${invitation} where victim_id in ${victims} and +state in ('sent', 'delivered'))`;
  return { victims, invitations, any: victims };
}

export type SealedContact = {
  readonly victimId: string;
  readonly contact: string | null;
  readonly contactEpoch: string | null;
};

/** The sealed contacts of an addressee; empty when there is nobody. A stranger's link leads to no contact. */
export async function contactsOf(vault: VaultDb, addressee: Addressee): Promise<readonly SealedContact[]> {
  return await vault.all<SealedContact>(sql`
    select v.id as victimId, v.contact, v.contact_epoch as contactEpoch from ${victim} v
    where v.id in ${found(addressee).victims}`);
}

const noRoute = sql`contact = null, contact_epoch = null, phone_index = null, email_index = null, postal_index = null`;

const pendingBecomes = {
  "stop": sql`state = 'cancelled', reason = 'opted-out'`,
  "officer": sql`state = 'cancelled', reason = 'opted-out'`,
  "wrong-person": sql`state = 'held', reason = 'no-route'`,
  "not-safe": sql`state = 'held', reason = 'no-contact'`,
} as const;

const victimBecomes = (reason: OptOutReason, now: Instant): SQL => {
  if (reason === "wrong-person") {
    return sql`${noRoute}, safety = 'unknown', safety_asserted_at = null, safety_asserted_by = null`;
  }
  // Dated, so that an assertion made before it cannot override it by arriving late.
  if (reason === "not-safe") {
    return sql`safety = 'no-contact', safety_asserted_at = ${now}, safety_asserted_by = 'victim'`;
  }
  return sql`${noRoute}, flags = case when exists (select 1 from json_each(flags) where value = 'opted-out') then flags
    else json_insert(flags, '$[#]', 'opted-out') end`;
};

/** How the survey that was open ends; after word of mouth it stays as it is, for nobody has refused that one. */
const openEnds = {
  "stop": "opted-out",
  "wrong-person": "wrong-person",
  "not-safe": "not-safe",
  "officer": null,
} as const;

/**
 * Ends all contact with an addressee, at once: their numbers and addresses go on the list, what is pending for every
 * victim with their number or address stops, and what they could still answer ends. One batch: all of it, or none. An old
 * link does as well as a new one; how its own survey ended is not changed by it.
 *
 * - `stop` is a refusal: it cancels, stands for every later stage and against every later word of a force, and what
 *   could reach them is destroyed. So is `officer`.
 * - `wrong-person`: the route was not this victim's, so it is forgotten, and their stages wait for one that is.
 * - `not-safe`: their stages wait until somebody responsible asserts a safe route anew.
 *
 * Two at once, or twice: the second changes nothing. After `wrong-person` the link is a stranger's, who stops no more
 * than their own number. A number that no victim has goes on the list all the same.
 *
 * @param indexes HMAC under the opt-out key of the numbers and addresses, as far as known.
 * @returns Whether there is such an addressee.
 */
export async function endContact(
  vault: VaultDb,
  addressee: Addressee,
  indexes: readonly string[],
  { reason, today, now }: { readonly reason: OptOutReason; readonly today: LocalDate; readonly now: Instant },
): Promise<boolean> {
  const { victims, invitations, any } = found(addressee);
  // Who has a stranger's number does not share the stranger's e-mail.
  const isOfRoute = addressee.by === "number" && reason === "wrong-person";
  const alike = (index: "phone_index" | "email_index") => {
    const column = sql.raw(index);
    return sql`select other.id from ${victim} me cross join ${victim} other on other.${column} = me.${column}
      where me.id in ${victims}`;
  };
  const concerned = isOfRoute
    ? victims
    : sql`(select id from ${victim} where id in ${victims}
        union ${alike("phone_index")} union ${alike("email_index")})`;
  const isListed = addressee.by === "number" ? sql`true` : sql`exists ${any}`;
  const listed = JSON.stringify(indexes);

  const stopVictims = sql`update ${victim} set ${victimBecomes(reason, now)} where id in ${concerned}`;
  const endOpen = sql`
    update ${invitation} set state = 'cancelled', reason = ${openEnds[reason]}, claimed_until = null, updated_at = ${now}
    where ${openEnds[reason]} is not null and id in ${invitations}
      and +state in ('scheduled', 'held', 'claimed', 'sent', 'delivered')`;

  const results = await runBatch(vault, [
    sql`select exists ${any} as known`,
    sql`
      insert or ignore into ${optOut} (contact_index, reason, since)
      select value, ${reason}, ${today} from json_each(${listed}) where ${isListed}`,
    sql`
      update ${invitation} set ${pendingBecomes[reason]}, claimed_until = null, updated_at = ${now}
      where +state in ('scheduled', 'held', 'claimed') and victim_id in ${concerned}`,
    // A number finds its victims until it is forgotten; a link finds them until it is said to be a stranger's.
    ...(addressee.by === "number" ? [endOpen, stopVictims] : [stopVictims, endOpen]),
    // One that ended otherwise cannot say that it is a stranger's: it is forgotten.
    sql`
      update ${invitation} set link_hash = null, reminder_hash = null
      where ${reason} = 'wrong-person' and ${addressee.by === "link"} and id in ${invitations}
        and reason is not 'wrong-person'`,
  ]);
  const [row] = (results[0] ?? []) as readonly { readonly known: 0 | 1 }[];
  return row?.known === 1;
}
