import { asc, lt, sql } from "drizzle-orm";
import type { LocalDate } from "../../kernel/time.ts";
import { runBatch } from "../batch.ts";
import type { ResponsesDb } from "./database.ts";
import { closureAnswer, comment, journeyAnswer, pool, profile, response } from "./schema.ts";

export type PoolRow = typeof pool.$inferSelect;

/** Not awaited here: part of the batch that submits. */
export const pour = (responses: ResponsesDb, row: PoolRow) => responses.insert(pool).values(row);

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

/** The final records of some pool rows, each list sorted by its random id before it comes here. */
export type FinalRecords = {
  readonly responses: readonly (typeof response.$inferInsert)[];
  readonly journeys: readonly (typeof journeyAnswer.$inferInsert)[];
  readonly comments: readonly (typeof comment.$inferInsert)[];
  readonly profiles: readonly (typeof profile.$inferInsert)[];
  readonly closures: readonly (typeof closureAnswer.$inferInsert)[];
};

/**
 * Puts the final records in and takes the pool rows out, in one batch.
 *
 * Ids are derived from the pool row's, so a second flusher that read the same rows inserts nothing new; and a record
 * goes in only while its pool row is still there, so a flusher that comes too late writes nothing at all. Any other
 * fault fails the batch, and the pool rows stay.
 */
export async function replacePoolRows(responses: ResponsesDb, poolIds: readonly string[], final: FinalRecords) {
  const ids = JSON.stringify(poolIds);
  const guard = sql`exists (select 1 from ${pool} where id in (select value from json_each(${ids})))`;
  const each = (rows: readonly object[]) =>
    sql`from json_each(${JSON.stringify(rows)}) where ${guard} on conflict do nothing`;
  const get = (field: string) => sql.raw(`json_extract(value, '$.${field}')`);

  await runBatch(responses, [
    sql`
      insert into ${response}
        (id, period, stage, area, offence, age, sex, abuse, mode, language, inclusion, instrument, outcome, items, rkey)
      select ${get("id")}, ${get("period")}, ${get("stage")}, ${get("area")}, ${get("offence")}, ${get("age")},
        ${get("sex")}, ${get("abuse")}, ${get("mode")}, ${get("language")}, ${get("inclusion")}, ${get("instrument")},
        ${get("outcome")}, ${get("items")}, ${get("rkey")} ${each(final.responses)}`,
    sql`
      insert into ${journeyAnswer} (id, period, cohort, tag, stage, area, overall, rkey)
      select ${get("id")}, ${get("period")}, ${get("cohort")}, ${get("tag")}, ${get("stage")}, ${get("area")},
        ${get("overall")}, ${get("rkey")} ${each(final.journeys)}`,
    sql`
      insert into ${comment} (id, period, area, stage, recorded_by, sealed, state, rkey)
      select ${get("id")}, ${get("period")}, ${get("area")}, ${get("stage")}, ${get("recordedBy")}, ${get("sealed")},
        'held', ${get("rkey")} ${each(final.comments)}`,
    sql`
      insert into ${profile} (id, period, stage, attribute, category, items, rkey)
      select ${get("id")}, ${get("period")}, ${get("stage")}, ${get("attribute")}, ${get("category")}, ${get("items")},
        ${get("rkey")} ${each(final.profiles)}`,
    sql`
      insert into ${closureAnswer} (id, period, area, offence, recorded_by, instrument, items, rkey)
      select ${get("id")}, ${get("period")}, ${get("area")}, ${get("offence")}, ${get("recordedBy")},
        ${get("instrument")}, ${get("items")}, ${get("rkey")} ${each(final.closures)}`,
    sql`delete from ${pool} where id in (select value from json_each(${ids}))`,
  ]);
}
