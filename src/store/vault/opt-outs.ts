import { sql, type SQL } from "drizzle-orm";
import type { Safety } from "../../domain/case.ts";
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

/** A sealed contact, and by what the message went whose link or reference led to it; null where none did. */
export type FoundContact = SealedContact & {
  readonly gateway: string | null;
  readonly givenAt: Instant | null;
  readonly safety: Safety;
  readonly safetyAssertedAt: Instant | null;
};

/** The sealed contacts of an addressee; empty when there is nobody. A stranger's link leads to no contact. */
export async function contactsOf(vault: VaultDb, addressee: Addressee): Promise<readonly FoundContact[]> {
  const { victims, invitations } = found(addressee);
  const led = addressee.by === "link" || addressee.by === "message" ? sql`i.id in ${invitations}` : sql`false`;
  return await vault.all<FoundContact>(sql`
    select v.id as victimId, v.contact, v.contact_epoch as contactEpoch, v.safety,
      v.safety_asserted_at as safetyAssertedAt, i.gateway, i.given_at as givenAt
    from ${victim} v left join ${invitation} i on i.victim_id = v.id and ${led}
    where v.id in ${victims}`);
}

/**
 * Whether the list forbids writing to a number or address on behalf of a victim. What was not safe is forbidden until
 * somebody has asserted this victim's own route after that: neither an older word nor one about somebody else opens it.
 */
const forbids = (assertedAt: SQL) => sql`(o.reason <> 'not-safe' or coalesce(${assertedAt}, '') <= o.since)`;

/** Whether nothing may go to a number or address (its index) for an invitation (its id). A condition. */
export const isForbidden = (contactIndex: SQL, invitationId: SQL): SQL => sql`exists (
  select 1 from ${optOut} o where o.contact_index = ${contactIndex} and ${forbids(sql`(
    select v.safety_asserted_at from ${invitation} i cross join ${victim} v on v.id = i.victim_id
    where i.id = ${invitationId})`)})`;

/**
 * Of invitations on their last look, those that the list forbids, and why. A statement.
 *
 * @param json A list of objects with `id` (an invitation's) and `optOutIndex`.
 */
export const forbidden = (json: string): SQL => sql`
  select i.id, o.reason from json_each(${json}) each
  cross join ${invitation} i on i.id = each.value ->> 'id'
  cross join ${victim} v on v.id = i.victim_id
  cross join ${optOut} o on o.contact_index = each.value ->> 'optOutIndex' and ${forbids(sql`v.safety_asserted_at`)}`;

export type Forbidden = { readonly id: string; readonly reason: OptOutReason };

/**
 * Puts numbers and addresses on the list. A statement. What is there for good stays; what was only not safe may come to be
 * there for good, and is not safe from the last time on at which somebody said so.
 */
export const listContacts = (
  indexes: readonly string[],
  reason: OptOutReason,
  now: Instant,
  when = sql`true`,
): SQL => sql`
  insert into ${optOut} (contact_index, reason, since)
  select value, ${reason}, ${now} from json_each(${JSON.stringify(indexes)}) where ${when}
  on conflict (contact_index) do update set reason = excluded.reason, since = excluded.since
  where opt_out.reason = 'not-safe' and (excluded.reason <> 'not-safe' or excluded.since > opt_out.since)`;

const noRoute = sql`contact = null, contact_epoch = null, phone_index = null, email_index = null, postal_index = null`;

const pendingBecomes = {
  "stop": sql`state = 'cancelled', reason = 'opted-out'`,
  "officer": sql`state = 'cancelled', reason = 'opted-out'`,
  "wrong-person": sql`state = 'held', reason = 'no-route'`,
  "not-safe": sql`state = 'held', reason = 'no-contact'`,
} as const;

const victimBecomes = ({ reason, now, isRead }: Ending): SQL => {
  const route = isRead ? sql`${noRoute}, ` : sql``;
  if (reason === "wrong-person") {
    return sql`${route}safety = 'unknown', safety_asserted_at = null, safety_asserted_by = null`;
  }
  // Dated, so that an assertion made before it cannot override it by arriving late.
  if (reason === "not-safe") {
    return sql`safety = 'no-contact', safety_asserted_at = ${now}, safety_asserted_by = 'victim'`;
  }
  return sql`${route}flags = case when exists (select 1 from json_each(flags) where value = 'opted-out') then flags
    else json_insert(flags, '$[#]', 'opted-out') end`;
};

/** How contact ends. */
type Ending = {
  readonly reason: OptOutReason;
  readonly now: Instant;
  /** Last day of the links of a window that ends today: what is held and would end before has ended already. */
  readonly windowEnds: LocalDate;
  /** Where it was not theirs: the route that led to somebody else, as far as known. */
  readonly route: "sms" | "email" | "letter" | null;
  /**
   * Whether every contact could be read, and is on the list now. Where not, it stays sealed and its link goes on leading
   * to it, so that the same wish, said again, can finish.
   */
  readonly isRead: boolean;
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
 * - `not-safe`: their stages wait until somebody responsible asserts a safe route anew, and so does whoever else has
 *   the number, or is told to us with it later.
 *
 * What was held until its window ended has ended as it was. An address by post is on the list too, but finds nobody else:
 * a household shares it, and the others have not asked.
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
  ending: Ending,
): Promise<boolean> {
  const { reason, now, windowEnds, route, isRead } = ending;
  const { victims, invitations, any } = found(addressee);
  const isWrong = reason === "wrong-person";
  // Who has a stranger's number does not share the stranger's e-mail, nor the victim's own.
  const isAlike = (by: "sms" | "email") => !isWrong || (addressee.by !== "number" && route === by);
  const alike = (index: "phone_index" | "email_index") => {
    const column = sql.raw(index);
    return sql`select other.id from ${victim} me cross join ${victim} other on other.${column} = me.${column}
      where me.id in ${victims}`;
  };
  const concerned = sql`(select id from ${victim} where id in ${victims}
    ${isAlike("sms") ? sql`union ${alike("phone_index")}` : sql``}
    ${isAlike("email") ? sql`union ${alike("email_index")}` : sql``})`;
  const isListed = addressee.by === "number" ? sql`true` : sql`exists ${any}`;
  const stopVictims = sql`update ${victim} set ${victimBecomes(ending)} where id in ${concerned}`;
  const endOpen = sql`
    update ${invitation} set state = 'cancelled', reason = ${openEnds[reason]}, claimed_until = null, updated_at = ${now}
    where ${openEnds[reason]} is not null and ${isRead || !isWrong} and id in ${invitations}
      and +state in ('scheduled', 'held', 'claimed', 'sent', 'delivered')`;

  const results = await runBatch(vault, [
    sql`select exists ${any} as known`,
    listContacts(indexes, reason, now, isListed),
    sql`
      update ${invitation} set ${pendingBecomes[reason]}, claimed_until = null, updated_at = ${now}
      where victim_id in ${concerned}
        and (+state in ('scheduled', 'claimed') or +state = 'held' and expires_on >= ${windowEnds})`,
    // A number finds its victims until it is forgotten; a link finds them until it is said to be a stranger's.
    ...(addressee.by === "number" ? [endOpen, stopVictims] : [stopVictims, endOpen]),
    // One that ended otherwise cannot say that it is a stranger's: it is forgotten.
    sql`
      update ${invitation} set link_hash = null, reminder_hash = null
      where ${isWrong && isRead && addressee.by === "link"} and id in ${invitations}
        and reason is not 'wrong-person'`,
  ]);
  const [row] = (results[0] ?? []) as readonly { readonly known: 0 | 1 }[];
  return row?.known === 1;
}
