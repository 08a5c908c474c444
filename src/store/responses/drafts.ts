import { and, eq, lt } from "drizzle-orm";
import type { LocalDate } from "../../kernel/time.ts";
import type { ResponsesDb } from "./database.ts";
import { draft } from "./schema.ts";

/** The sealed answers so far, or null. */
export async function findDraft(responses: ResponsesDb, id: string): Promise<string | null> {
  const row = await responses.select({ sealed: draft.sealed }).from(draft).where(eq(draft.id, id)).get();
  return row?.sealed ?? null;
}

/** Keeps the newest version: two tabs saving at once leave the later one. */
export async function keepDraft(responses: ResponsesDb, row: typeof draft.$inferInsert): Promise<void> {
  await responses
    .insert(draft)
    .values(row)
    .onConflictDoUpdate({ target: draft.id, set: { sealed: row.sealed, expiresOn: row.expiresOn } });
}

/** Not awaited here: part of the batch that submits. */
export const dropDraft = (responses: ResponsesDb, id: string) => responses.delete(draft).where(eq(draft.id, id));

export async function dropExpiredDrafts(responses: ResponsesDb, today: LocalDate): Promise<void> {
  await responses.delete(draft).where(and(lt(draft.expiresOn, today)));
}
