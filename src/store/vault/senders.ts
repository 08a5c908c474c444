import { eq } from "drizzle-orm";
import type { VaultDb } from "./database.ts";
import { sender } from "./schema.ts";

export type SenderRow = typeof sender.$inferSelect;

/** Adds a sender. Two of the same id, or with the same key prefix: the second adds nothing. Returns whether it did. */
export async function insertSender(vault: VaultDb, row: SenderRow): Promise<boolean> {
  const added = await vault.insert(sender).values(row).onConflictDoNothing().returning({ id: sender.id });
  return added.length > 0;
}

export const senderByPrefix = async (vault: VaultDb, keyPrefix: string): Promise<SenderRow | null> =>
  (await vault.select().from(sender).where(eq(sender.keyPrefix, keyPrefix)).get()) ?? null;
