import { sql } from "drizzle-orm";
import type { Instant } from "../../kernel/time.ts";
import type { VaultDb } from "./database.ts";
import { textSeen } from "./schema.ts";

/** Of these texts, those that were seen before. */
export async function findSeenTexts(vault: VaultDb, idHashes: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await vault.all<{ idHash: string }>(sql`
    select id_hash as idHash from ${textSeen} where id_hash in (select value from json_each(${JSON.stringify(idHashes)}))`);
  return new Set(rows.map(({ idHash }) => idHash));
}

/** Marks a text as seen. @returns Whether it was not before. Of two at once, one is the first. */
export async function markTextSeen(vault: VaultDb, idHash: string, now: Instant): Promise<boolean> {
  const rows = await vault.all(sql`
    insert into ${textSeen} (id_hash, seen_at) values (${idHash}, ${now}) on conflict do nothing returning id_hash`);
  return rows.length > 0;
}

/** Marks a text as seen, and lets the mark live on from now. */
export async function renewSeenText(vault: VaultDb, idHash: string, now: Instant): Promise<void> {
  await vault.run(sql`
    insert into ${textSeen} (id_hash, seen_at) values (${idHash}, ${now})
    on conflict do update set seen_at = excluded.seen_at`);
}

export async function deleteSeenTexts(vault: VaultDb, before: Instant): Promise<void> {
  await vault.run(sql`delete from ${textSeen} where seen_at < ${before}`);
}
