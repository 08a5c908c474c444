import { sql } from "drizzle-orm";
import type { Week } from "../../kernel/time.ts";
import { openRecord, sealRecord } from "../../platform/crypto.ts";
import type { HasKeys } from "../../platform/keys.ts";
import type { VaultDb } from "./database.ts";
import { caseVictim, victim } from "./schema.ts";

// What the vault keeps of people in sealed columns: each value under a key of its own, made from the key of a week. The
// row names the week in a column beside it.

/** A sealed column. Its row is named by the victim's id; of a reference by `CASE/VICTIM`. */
export type SealedColumn = "victim.contact" | "case_victim.reference";

/** A sealed value as its row has it. */
export type SealedValue = { readonly row: string; readonly sealed: string; readonly epoch: string };

/** Bound to the ciphertext: what is moved to another row, another column or under another week does not open. */
const contextOf = (column: SealedColumn, row: string, epoch: string) => `${column}/${row}/${epoch}`;

/** Seals values of a column under one week's key, in the order given. */
export async function sealValues(
  { keys }: HasKeys,
  column: SealedColumn,
  epoch: Week,
  values: readonly { readonly row: string; readonly text: string }[],
): Promise<readonly string[]> {
  if (values.length === 0) return [];
  const key = await keys.dated("epoch", epoch);
  return await Promise.all(values.map(({ row, text }) => sealRecord(key, text, contextOf(column, row, epoch))));
}

/** The text of a sealed value; null when it does not open. @throws Problem `key-not-ready` when its week's key is gone. */
export const openValue = async (
  { keys }: HasKeys,
  column: SealedColumn,
  { row, sealed, epoch }: SealedValue,
): Promise<string | null> => await openRecord(await keys.dated("epoch", epoch), sealed, contextOf(column, row, epoch));

// What follows renews what was sealed under the key of an earlier week, so that this key can be destroyed.

/** A value sealed under an earlier week. */
export type Aged = SealedValue & { readonly victimId: string; readonly caseId: string };

/** A place in the order in which a column is renewed. */
export type Place = { readonly victimId: string; readonly caseId: string };

/** The start of every column. */
export const START: Place = { victimId: "", caseId: "" };

/** The next values of a column, after a place, that were sealed in weeks before this one. */
export const agedAfter = async (
  vault: VaultDb,
  column: SealedColumn,
  before: Week,
  { after, limit }: { readonly after: Place; readonly limit: number },
): Promise<readonly Aged[]> =>
  column === "victim.contact"
    ? await vault.all<Aged>(sql`
        select id as row, id as victimId, '' as caseId, contact as sealed, contact_epoch as epoch from ${victim}
        where id > ${after.victimId} and contact is not null and contact_epoch < ${before}
        order by id limit ${limit}`)
    : await vault.all<Aged>(sql`
        select case_id || '/' || victim_id as row, victim_id as victimId, case_id as caseId, reference as sealed,
          reference_epoch as epoch
        from ${caseVictim}
        where (case_id, victim_id) > (${after.caseId}, ${after.victimId})
          and reference is not null and reference_epoch < ${before}
        order by case_id, victim_id limit ${limit}`);

/**
 * Values sealed anew, each null where the old one could not be opened.
 *
 * @param living The weeks whose keys exist.
 */
export async function reseal(
  { keys }: HasKeys,
  column: SealedColumn,
  aged: readonly Aged[],
  { epoch, living }: { readonly epoch: Week; readonly living: ReadonlySet<string> },
): Promise<readonly (string | null)[]> {
  const fresh = await keys.dated("epoch", epoch);
  return await Promise.all(
    aged.map(async (value) => {
      const opened = living.has(value.epoch) ? await openValue({ keys }, column, value) : null;
      return opened === null ? null : await sealRecord(fresh, opened, contextOf(column, value.row, epoch));
    }),
  );
}

/** So much of a sealed text tells it from any other: its salt is random. */
const NAME_LENGTH = 45;

/**
 * Puts renewed values in the place of those that they were made from. A row whose value has changed since, because
 * somebody asserted a newer one or its time had come, is left as it is: two at once harm nothing.
 */
export async function replaceAged(
  vault: VaultDb,
  column: SealedColumn,
  renewed: readonly { readonly aged: Aged; readonly sealed: string }[],
  epoch: Week,
): Promise<number> {
  if (renewed.length === 0) return 0;
  const rows = renewed.map(({ aged, sealed }) => [
    aged.victimId,
    aged.caseId,
    aged.sealed.slice(0, NAME_LENGTH),
    sealed,
  ]);
  const from = sql`(select value ->> 0 as victim_id, value ->> 1 as case_id, value ->> 2 as was, value ->> 3 as sealed
    from json_each(${JSON.stringify(rows)})) as r`;
  const changed =
    column === "victim.contact"
      ? await vault.all(sql`
          update ${victim} set contact = r.sealed, contact_epoch = ${epoch} from ${from}
          where victim.id = r.victim_id and substr(victim.contact, 1, ${NAME_LENGTH}) = r.was returning 1`)
      : await vault.all(sql`
          update ${caseVictim} set reference = r.sealed, reference_epoch = ${epoch} from ${from}
          where case_victim.case_id = r.case_id and case_victim.victim_id = r.victim_id
            and substr(case_victim.reference, 1, ${NAME_LENGTH}) = r.was returning 1`);
  return changed.length;
}

/** The weeks under whose keys something is still sealed. */
export async function epochsInUse(vault: VaultDb): Promise<ReadonlySet<string>> {
  const rows = await vault.all<{ epoch: string }>(sql`
    select contact_epoch as epoch from ${victim} where contact is not null
    union select reference_epoch as epoch from ${caseVictim} where reference is not null`);
  return new Set(rows.map(({ epoch }) => epoch));
}
