import { asc, eq, sql } from "drizzle-orm";
import type { MixedKind } from "../../domain/mixing.ts";
import { runBatch } from "../batch.ts";
import { inParts } from "../json-parts.ts";
import type { ResponsesDb } from "./database.ts";
import { closureAnswer, journeyAnswer, mixed, profile, response } from "./schema.ts";

/** A record as the night left it. Its id is of 128 bits, in hexadecimal. */
export type MixedRow = typeof mixed.$inferSelect;

/** A record under its final id; what is in it belongs to the kind. */
export type FinalRow = { readonly id: string; readonly kind: MixedKind; readonly record: object };

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
    profile: sql`
      insert into ${profile} (id, period, stage, attribute, category, items, rkey)
      select ${id}, ${period}, ${get("stage", "attribute", "category", "items", "rkey")}`,
    closure: sql`
      insert into ${closureAnswer} (id, period, area, offence, recorded_by, instrument, items, rkey)
      select ${id}, ${period}, ${get("area", "offence", "recordedBy", "instrument", "items", "rkey")}`,
  } as const satisfies { readonly [K in MixedKind]: unknown };
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
 * Takes a quarter's sealed records out, all at once: one after the other they would tell of each night when it went.
 *
 * @param count How many were put in: with any other number of them nothing is taken out.
 */
export async function dropMixed(responses: ResponsesDb, period: string, count: number): Promise<void> {
  await responses.run(sql`
    delete from ${mixed}
    where period = ${period} and ${count} = (select count(*) from ${mixed} where period = ${period})`);
}
