import { asc, eq, sql } from "drizzle-orm";
import type { FinalKind } from "../../domain/mixing.ts";
import type { ProfileCount } from "../../statistics/profile-counts.ts";
import { runBatch } from "../batch.ts";
import { inParts } from "../json-parts.ts";
import type { ResponsesDb } from "./database.ts";
import { closureAnswer, comment, journeyAnswer, mixed, profileCount, response } from "./schema.ts";

/** A record as the night left it. Its id is of 128 bits, in hexadecimal. */
export type MixedRow = typeof mixed.$inferSelect;

/** A record under its final id; what is in it belongs to the kind. */
export type FinalRow = { readonly id: string; readonly kind: FinalKind; readonly record: object };

/** Ids a page: less than a megabyte. */
const PAGE = 20_000;

/** Whether any record of a quarter waits for its second mix. */
export async function isMixedWaiting(responses: ResponsesDb, period: string): Promise<boolean> {
  const row = await responses.select({ id: mixed.id }).from(mixed).where(eq(mixed.period, period)).limit(1).get();
  return row !== undefined;
}

/** How many records of a quarter wait for their second mix. */
export async function countMixed(responses: ResponsesDb, period: string): Promise<number> {
  const row = await responses
    .select({ n: sql<number>`count(*)` })
    .from(mixed)
    .where(eq(mixed.period, period))
    .get();
  return row?.n ?? 0;
}

/** The next page of a quarter's ids, in their order; `after` is the last id of the page before. */
export async function readMixedIds(
  responses: ResponsesDb,
  period: string,
  after: string,
  limit = PAGE,
): Promise<readonly string[]> {
  const rows = await responses
    .select({ id: mixed.id })
    .from(mixed)
    .where(sql`${mixed.period} = ${period} and ${mixed.id} > ${after}`)
    .orderBy(asc(mixed.id))
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** Those of these records that are there, in no order that matters. */
export async function readMixed(
  responses: ResponsesDb,
  period: string,
  ids: readonly string[],
): Promise<readonly MixedRow[]> {
  return await responses.all<MixedRow>(sql`
    select id, period, kind, sealed from ${mixed}
    where period = ${period} and id in (select value from json_each(${JSON.stringify(ids)}))`);
}

/**
 * Puts records into the tables that last, in one batch, and leaves those as they are that are there already.
 *
 * They go in only while the quarter's sealed records are still there: who comes after another that had them all in, and
 * took the sealed ones out, writes nothing.
 *
 * @param rows In the order of their final ids.
 */
export async function putFinal(responses: ResponsesDb, period: string, rows: readonly FinalRow[]): Promise<void> {
  const id = sql.raw("json_extract(value, '$.id')");
  const get = (...fields: readonly string[]) =>
    sql.raw(fields.map((field) => `json_extract(value, '$.record.${field}')`).join(", "));
  const into = {
    response: sql`
      insert into ${response}
        (id, period, stage, area, offence, age, sex, abuse, mode, language, inclusion, instrument, outcome, items, rkey)
      select ${id}, ${period}, ${get("stage", "area", "offence", "age", "sex", "abuse", "mode", "language")},
        ${get("inclusion", "instrument", "outcome", "items", "rkey")}`,
    journey: sql`
      insert into ${journeyAnswer} (id, period, cohort, tag, stage, area, overall, rkey)
      select ${id}, ${period}, ${get("cohort", "tag", "stage", "area", "overall", "rkey")}`,
    closure: sql`
      insert into ${closureAnswer} (id, period, area, offence, recorded_by, instrument, items, rkey)
      select ${id}, ${period}, ${get("area", "offence", "recordedBy", "instrument", "items", "rkey")}`,
  } as const satisfies { readonly [K in FinalKind]: unknown };
  const statements = [...Map.groupBy(rows, ({ kind }) => kind)].flatMap(([kind, some]) =>
    inParts(some).map(
      (part) => sql`
        ${into[kind]} from json_each(${part}) where exists (select 1 from ${mixed} where period = ${period})
        on conflict do nothing`,
    ),
  );
  if (statements.length > 0) await runBatch(responses, statements);
}

/**
 * Takes a quarter's sealed records out, all at once: one after the other they would tell of each night when it went. In the
 * same batch goes in what its profile records came to.
 *
 * @param count How many there were: with any other number of them nothing is put in or taken out.
 */
export async function dropMixed(
  responses: ResponsesDb,
  period: string,
  { count, told }: { readonly count: number; readonly told: readonly ProfileCount[] },
): Promise<void> {
  const areAllThere = sql`${count} = (select count(*) from ${mixed} where period = ${period})`;
  const get = (name: keyof ProfileCount) => sql.raw(`value ->> '${name}'`);
  await runBatch(responses, [
    ...inParts(told).map(
      (part) => sql`
        insert into ${profileCount} (period, stage, attribute, category, measure, positive, n, rkey)
        select ${period}, ${get("stage")}, ${get("attribute")}, ${get("category")}, ${get("measure")},
          ${get("positive")}, ${get("n")}, ${get("rkey")}
        from json_each(${part}) where ${areAllThere}`,
    ),
    sql`delete from ${mixed} where period = ${period} and ${areAllThere}`,
  ]);
}

// `kind = 'comment'` stands as it is in every statement: for a parameter SQLite could not take the index of comments.

/** Quarters of which comments wait to be shown, in order. */
export async function periodsWithComments(responses: ResponsesDb): Promise<readonly string[]> {
  const rows = await responses.all<{ period: string }>(
    sql`select distinct period from ${mixed} where kind = 'comment' order by period`,
  );
  return rows.map(({ period }) => period);
}

/** The next page of a quarter's comments that wait, in the order of their ids; `after` is the last id of the page before. */
export async function readWaitingComments(
  responses: ResponsesDb,
  period: string,
  after: string,
  limit: number,
): Promise<readonly Pick<MixedRow, "id" | "sealed">[]> {
  // Else SQLite would walk through all of the quarter's records by their key.
  return await responses.all(sql`
    select id, sealed from ${mixed} indexed by mixed_comment
    where kind = 'comment' and period = ${period} and id > ${after} order by id limit ${limit}`);
}

/** A comment as moderators find it, sealed again. */
type ShownComment = Pick<
  typeof comment.$inferSelect,
  "id" | "period" | "area" | "stage" | "recordedBy" | "sealed" | "rkey"
>;

/**
 * Puts comments before moderators and takes their sealed records out, in one batch; or does nothing, where one of those is
 * not there any more: whoever comes after another must not show a part of a group.
 *
 * @param waiting Ids of the sealed records, some thousands at most.
 * @param shown In the order of their ids.
 */
export async function moveComments(
  responses: ResponsesDb,
  period: string,
  { waiting, shown }: { readonly waiting: readonly string[]; readonly shown: readonly ShownComment[] },
): Promise<void> {
  const these = sql`kind = 'comment' and period = ${period}
    and id in (select value from json_each(${JSON.stringify(waiting)}))`;
  const areAllThere = sql`${waiting.length} = (select count(*) from ${mixed} where ${these})`;
  await runBatch(responses, [
    ...inParts(shown).map(
      (part) => sql`
        insert into ${comment} (id, period, area, stage, recorded_by, sealed, state, rkey)
        select value ->> 'id', value ->> 'period', value ->> 'area', value ->> 'stage', value ->> 'recordedBy',
          value ->> 'sealed', 'held', value ->> 'rkey'
        from json_each(${part}) where ${areAllThere} on conflict do nothing`,
    ),
    sql`delete from ${mixed} where ${these} and ${areAllThere}`,
  ]);
}
