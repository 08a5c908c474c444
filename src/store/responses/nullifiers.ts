import { eq, sql } from "drizzle-orm";
import { runBatch } from "../batch.ts";
import type { ResponsesDb } from "./database.ts";
import { draft, spent, started, startedCount } from "./schema.ts";

/** Counts an opening once: a second tab or visit finds its nullifier there already. */
export async function startOnce(responses: ResponsesDb, row: typeof started.$inferInsert): Promise<void> {
  await responses.insert(started).values(row).onConflictDoNothing();
}

/** Not awaited here: part of the batch that submits. A second submission fails on the key, and with it the batch. */
export const spend = (responses: ResponsesDb, wave: string, nullifier: string) =>
  responses.insert(spent).values({ wave, nullifier });

export async function isSpent(responses: ResponsesDb, wave: string, nullifier: string): Promise<boolean> {
  const row = await responses.get<{ one: number } | undefined>(
    sql`select 1 as one from ${spent} where wave = ${wave} and nullifier = ${nullifier}`,
  );
  return row !== undefined;
}

export async function wavesWithNullifiers(responses: ResponsesDb): Promise<readonly string[]> {
  const rows = await responses.all<{ wave: string }>(
    sql`select wave from ${started} union select wave from ${spent} union select wave from ${draft}`,
  );
  return rows.map(({ wave }) => wave);
}

/**
 * Ends a wave: its openings become counts by area and stage, and every nullifier and draft of it goes.
 *
 * One batch. Run again, or by two at once, the second finds nothing to count.
 */
export async function closeWave(responses: ResponsesDb, wave: string, period: string): Promise<void> {
  await runBatch(responses, [
    sql`
      insert into ${startedCount} (period, area, stage, n)
      select ${period}, area, stage, count(*) from ${started} where wave = ${wave} group by area, stage
      on conflict (period, area, stage) do update set n = n + excluded.n`,
    responses.delete(started).where(eq(started.wave, wave)),
    responses.delete(spent).where(eq(spent.wave, wave)),
    responses.delete(draft).where(eq(draft.wave, wave)),
  ]);
}

/** Of these nullifiers of one wave, those of links that were opened. */
export async function findStarted(
  responses: ResponsesDb,
  wave: string,
  nullifiers: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await responses.all<{ nullifier: string }>(sql`
    select nullifier from ${started}
    where wave = ${wave} and nullifier in (select value from json_each(${JSON.stringify(nullifiers)}))`);
  return new Set(rows.map(({ nullifier }) => nullifier));
}

/** Of these nullifiers, those that are spent. One call: nobody who watches can tell which were asked about for what. */
export async function findSpent(
  responses: ResponsesDb,
  asked: readonly { readonly wave: string; readonly nullifier: string }[],
): Promise<ReadonlySet<string>> {
  const rows = await responses.all<{ nullifier: string }>(sql`
    select s.nullifier from json_each(${JSON.stringify(asked)}) each
    cross join ${spent} s on s.wave = each.value ->> 'wave' and s.nullifier = each.value ->> 'nullifier'`);
  return new Set(rows.map(({ nullifier }) => nullifier));
}
