import { sql } from "drizzle-orm";
import type { AuditHead, ChainedEntry } from "../../domain/audit.ts";
import type { Instant } from "../../kernel/time.ts";
import { runBatch } from "../batch.ts";
import type { VaultDb } from "./database.ts";
import { audit } from "./schema.ts";

/** The last entry of the chain; null while there is none. */
export const readAuditHead = async (vault: VaultDb): Promise<AuditHead | null> =>
  (await vault.get<AuditHead | undefined>(sql`select seq, hash from ${audit} order by seq desc limit 1`)) ?? null;

/** Adds an entry. Two with the same number at once: the second adds nothing. Returns whether it was added. */
export async function addAuditEntry(vault: VaultDb, { seq, at, actor, action, object, hash }: ChainedEntry) {
  const added = await vault.all(sql`
    insert into ${audit} (seq, at, actor, action, object, hash)
    values (${seq}, ${at}, ${actor}, ${action}, ${object}, ${hash}) on conflict do nothing returning seq`);
  return added.length > 0;
}

/** Entries after a number, oldest first. */
export const readAudit = async (vault: VaultDb, after: number, limit: number): Promise<readonly ChainedEntry[]> =>
  await vault.all<ChainedEntry>(sql`
    select seq, at, actor, action, object, hash from ${audit} where seq > ${after} order by seq limit ${limit}`);

/**
 * Lets go of what is older than a moment: the newest of it becomes a checkpoint that keeps its number, time and hash
 * alone, so that the chain still has a beginning; the rest is deleted. Twice: no change.
 *
 * @returns How many entries were deleted.
 */
export async function forgetAudit(vault: VaultDb, before: Instant): Promise<number> {
  const last = sql`(select max(seq) from ${audit} where at < ${before})`;
  const [deleted = []] = await runBatch(vault, [
    sql`delete from ${audit} where seq < ${last} returning seq`,
    sql`update ${audit} set actor = '', action = 'checkpoint', object = '' where seq = ${last}`,
  ]);
  return deleted.length;
}
