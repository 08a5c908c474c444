import { eq, sql } from "drizzle-orm";
import { runBatch } from "../batch.ts";
import type { ResponsesDb } from "./database.ts";
import { draft, spent, started, startedCount } from "./schema.ts";

/** An opening, with its area and stage sealed under the wave's key. */
export type StartedRow = typeof started.$inferSelect;

/** How many openings of an area and stage. */
export type OpeningCount = { readonly area: string; readonly stage: string; readonly n: number };

/** Counts an opening once: a second tab or visit finds its nullifier there already. */
export async function startOnce(responses: ResponsesDb, row: StartedRow): Promise<void> {
  await responses.insert(started).values(row).onConflictDoNothing();
}

/** The openings of a wave, as they are sealed. */
export async function readStarted(responses: ResponsesDb, wave: string): Promise<readonly StartedRow[]> {
  return await responses.select().from(started).where(eq(started.wave, wave));
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

/** A wave to be ended, and what was counted of its openings, from so many rows. */
export type EndingWave = {
  readonly wave: string;
  readonly period: string;
  readonly rows: number;
  readonly counts: readonly OpeningCount[];
  /** Fewer of an area and stage join those of its next wave instead (decisions.md 19). */
  readonly atLeast: number;
};

/**
 * Ends a wave: its openings become counts by area and stage, and every nullifier and draft of it goes.
 *
 * One batch, which counts only while the rows are there that were counted. Run again, or by two at once, the second finds
 * nothing to count.
 *
 * @returns Whether nothing is left of it: else an opening came while they were counted, and all is as it was.
 */
export async function closeWave(
  responses: ResponsesDb,
  { wave, period, rows, counts, atLeast }: EndingWave,
): Promise<boolean> {
  const isAsCounted = sql`(select count(*) from ${started} where wave = ${wave}) = ${rows}`;
  const results = await runBatch(responses, [
    sql`
      insert into ${startedCount} (period, area, stage, n, carried)
      select ${period}, value ->> 'area', value ->> 'stage', 0, value ->> 'n'
      from json_each(${JSON.stringify(counts)}) where ${isAsCounted}
      on conflict (period, area, stage) do update set carried = carried + excluded.carried`,
    sql`update ${startedCount} set n = n + carried, carried = 0 where period = ${period} and carried >= ${atLeast}`,
    sql`delete from ${spent} where wave = ${wave} and ${isAsCounted}`,
    sql`delete from ${draft} where wave = ${wave} and ${isAsCounted}`,
    sql`delete from ${started} where wave = ${wave} and ${isAsCounted}`,
    sql`select 1 from ${started} where wave = ${wave} limit 1`,
  ]);
  return results.at(-1)?.length === 0;
}

/** Adds what waits for a next wave to the counts of periods that have none: of all up to this one. Again: no change. */
export async function settleOpenings(responses: ResponsesDb, period: string): Promise<void> {
  await responses.run(
    sql`update ${startedCount} set n = n + carried, carried = 0 where period <= ${period} and carried > 0`,
  );
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
