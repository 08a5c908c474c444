import { asc, lt, sql } from "drizzle-orm";
import type { LocalDate } from "../../kernel/time.ts";
import { runBatch } from "../batch.ts";
import { inParts } from "../json-parts.ts";
import type { ResponsesDb } from "./database.ts";
import type { MixedRow } from "./mixed.ts";
import { mixed, pool, shutDay as shutDays } from "./schema.ts";

export type PoolRow = typeof pool.$inferSelect;

/**
 * Not awaited here: part of the batch that submits. For a day that is shut it has no day to put in, and the batch fails:
 * whoever asks again is taken in under the day that it is by then.
 */
export const pour = (responses: ResponsesDb, { id, day, sealed }: PoolRow) =>
  responses.run(sql`
    insert into ${pool} (id, day, sealed)
    values (${id}, iif(exists (select 1 from ${shutDays} where day = ${day}), null, ${day}), ${sealed})`);

/** Lets nothing more be poured in for a day of which nothing waits. @returns Whether it is shut. Again: no change. */
export async function shutDay(responses: ResponsesDb, day: string): Promise<boolean> {
  const rows = await responses.all(sql`
    insert into ${shutDays} (day) select ${day} where not exists (select 1 from ${pool} where day = ${day})
    on conflict (day) do update set day = excluded.day returning day`);
  return rows.length > 0;
}

export async function forgetShutDays(responses: ResponsesDb, before: LocalDate): Promise<void> {
  await responses.delete(shutDays).where(lt(shutDays.day, before));
}

/** How many submissions wait, by day, of the days before `today`. */
export async function waitingDays(responses: ResponsesDb, today: LocalDate) {
  return await responses
    .select({ day: pool.day, waiting: sql<number>`count(*)` })
    .from(pool)
    .where(lt(pool.day, today))
    .groupBy(pool.day)
    .orderBy(asc(pool.day));
}

export async function countWaiting(responses: ResponsesDb): Promise<number> {
  const row = await responses
    .select({ waiting: sql<number>`count(*)` })
    .from(pool)
    .get();
  return row?.waiting ?? 0;
}

/** Some of these days' submissions, in the order of their random ids; `after` is the last id of the page before. */
export async function readPool(
  responses: ResponsesDb,
  { days, after, limit }: { readonly days: readonly string[]; readonly after: string; readonly limit: number },
): Promise<readonly PoolRow[]> {
  // `+day`: walk along the ids instead of sorting the days' rows for every page.
  return await responses.all<PoolRow>(sql`
    select id, day, sealed from ${pool}
    where id > ${after} and +day in (select value from json_each(${JSON.stringify(days)})) order by id limit ${limit}`);
}

/** A record that the night leaves, and the pool row that it is of: named for this batch alone. */
export type NightsRecord = MixedRow & { readonly pool: string };

/**
 * Puts what is left of pool rows in and takes the pool rows out, in one batch.
 *
 * Ids are derived from the pool row's, so a second flusher that read the same rows inserts nothing new. And each record
 * goes in only while its own pool row is still there: what another flusher has mixed meanwhile may have been shown and
 * gone already, and would come again. Any other fault fails the batch, and the pool rows stay.
 *
 * @param left What is left of them, in the order of the ids.
 */
export async function replacePoolRows(
  responses: ResponsesDb,
  poolIds: readonly string[],
  left: readonly NightsRecord[],
) {
  const ids = JSON.stringify(poolIds);
  await runBatch(responses, [
    ...inParts(left).map(
      (part) => sql`
        insert into ${mixed} (id, period, kind, sealed)
        select value ->> 'id', value ->> 'period', value ->> 'kind', value ->> 'sealed' from json_each(${part})
        where exists (select 1 from ${pool} where ${pool.id} = value ->> 'pool') on conflict do nothing`,
    ),
    sql`delete from ${pool} where id in (select value from json_each(${ids}))`,
  ]);
}
