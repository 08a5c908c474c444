import { sql } from "drizzle-orm";
import type { VictimState } from "../../domain/case.ts";
import { inParts } from "../json-parts.ts";
import type { VaultDb } from "./database.ts";
import { caseVictim, invitation, victim } from "./schema.ts";

/** A row as SQLite gives it: its lists are JSON text. */
type VictimRow = Omit<VictimState, "flags"> & { readonly flags: string };

export const victimOfRow = (row: VictimRow): VictimState => ({
  ...row,
  flags: JSON.parse(row.flags) as VictimState["flags"],
});

const columns = sql.raw(`v.id, v.ref_hash as refHash, v.area, v.contact, v.contact_epoch as contactEpoch,
  v.phone_index as phoneIndex, v.email_index as emailIndex, v.postal_index as postalIndex, v.channel, v.safety,
  v.safety_asserted_at as safetyAssertedAt, v.safety_asserted_by as safetyAssertedBy, v.window_from as windowFrom, v.window_to as windowTo, v.language, v.age, v.sex,
  v.flags, v.consent, v.status, v.contact_until as contactUntil, v.updated_at as updatedAt`);

/** Victims by the hash of force and reference. Not awaited here: part of a batch. */
export const victimsByRef = (vault: VaultDb, refHashes: readonly string[]) =>
  vault.all<VictimRow>(sql`
    select ${columns} from ${victim} v where v.ref_hash in (select value from json_each(${JSON.stringify(refHashes)}))`);

/** The cases of victims by the hash of force and reference. Not awaited here: part of a batch. */
export const casesOfVictims = (vault: VaultDb, refHashes: readonly string[]) =>
  vault.all<{ caseId: string; victimId: string }>(sql`
    select cv.case_id as caseId, cv.victim_id as victimId
    from ${victim} v join ${caseVictim} cv on cv.victim_id = v.id
    where v.ref_hash in (select value from json_each(${JSON.stringify(refHashes)}))`);

/** Everybody who is a victim in one of these cases. Not awaited here: part of a batch. */
export const victimsOfCases = (vault: VaultDb, caseIds: readonly string[]) =>
  vault.all<VictimRow>(sql`
    select ${columns} from ${victim} v where v.id in (
      select victim_id from ${caseVictim} where case_id in (select value from json_each(${JSON.stringify(caseIds)})))`);

/**
 * Makes the rows stand as given. Not awaited here: statements of a batch that first checks that nobody else has changed them.
 * Two that create the same victim at once: the second fails on the reference, and its batch with it.
 */
export const putVictims = (vault: VaultDb, victims: readonly VictimState[]) =>
  inParts(victims.map(listOf)).map((part) => vault.run(putPart(part)));

/**
 * Whether a message has gone to a victim by this route, as its gateway's name says (`national/sms`), else by the only one
 * that was safe, if it still stands. To a dead number none has gone.
 */
const wentBy = (route: "sms" | "email") => sql`exists (
  select 1 from ${invitation} i where i.victim_id = victim.id and i.state in ('sent', 'delivered', 'closed')
    and i.handed is null and iif(instr(i.gateway, '/'), i.gateway like ${`%/${route}`},
      victim.safety = ${`safe-${route}`} and victim.safety_asserted_at <= i.given_at))`;

/**
 * Whether a number that a text has gone to, or an address that an e-mail has, gives way to another, or to none; also because
 * no contact is safe any more. What it was is not kept: that it happened often is what tells (domain/contact-alarm.ts).
 */
const isReplaced = sql`(
  victim.phone_index is not null and victim.phone_index is not excluded.phone_index and ${wentBy("sms")}
  or victim.email_index is not null and victim.email_index is not excluded.email_index and ${wentBy("email")})`;

const putPart = (part: string) => sql`
    insert into ${victim} (id, ref_hash, area, contact, contact_epoch, phone_index, email_index, postal_index, channel, safety,
      safety_asserted_at, safety_asserted_by, window_from, window_to, language, age, sex, flags, consent, status,
      contact_until, updated_at)
    select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7,
      value ->> 8, value ->> 9, value ->> 10, value ->> 11, value ->> 12, value ->> 13, value ->> 14, value ->> 15,
      value ->> 16, value ->> 17, value ->> 18, value ->> 19, value ->> 20, value ->> 21
    from json_each(${part}) where true
    on conflict (id) do update set contact = excluded.contact, contact_epoch = excluded.contact_epoch,
      phone_index = excluded.phone_index, email_index = excluded.email_index,
      postal_index = excluded.postal_index, channel = excluded.channel,
      safety = excluded.safety, safety_asserted_at = excluded.safety_asserted_at,
      safety_asserted_by = excluded.safety_asserted_by, window_from = excluded.window_from,
      window_to = excluded.window_to, language = excluded.language, age = excluded.age, sex = excluded.sex,
      flags = excluded.flags, consent = excluded.consent, status = excluded.status,
      replaced = iif(${isReplaced}, 1, victim.replaced), contact_until = excluded.contact_until, updated_at = excluded.updated_at`;

// A list is read faster by SQLite than an object; the order is that of the insert above.
const listOf = (each: VictimState) => [
  each.id,
  each.refHash,
  each.area,
  each.contact,
  each.contactEpoch,
  each.phoneIndex,
  each.emailIndex,
  each.postalIndex,
  each.channel,
  each.safety,
  each.safetyAssertedAt,
  each.safetyAssertedBy,
  each.windowFrom,
  each.windowTo,
  each.language,
  each.age,
  each.sex,
  JSON.stringify(each.flags),
  each.consent,
  each.status,
  each.contactUntil,
  each.updatedAt,
];

export type VictimLink = {
  readonly caseId: string;
  readonly victimId: string;
  /** What the force calls both, sealed, and the week of its key; null leaves what is there. */
  readonly reference: string | null;
  readonly referenceEpoch: string | null;
};

/** Says who is a victim in which case. Not awaited here: statements of a batch. Twice: no change. */
export const linkVictims = (vault: VaultDb, links: readonly VictimLink[]) =>
  inParts(links).map((part) =>
    vault.run(sql`
    insert into ${caseVictim} (case_id, victim_id, reference, reference_epoch)
    select value ->> 'caseId', value ->> 'victimId', value ->> 'reference', value ->> 'referenceEpoch'
    from json_each(${part}) where true
    on conflict (case_id, victim_id) do update
      set reference = excluded.reference, reference_epoch = excluded.reference_epoch
      where excluded.reference is not null`),
  );
