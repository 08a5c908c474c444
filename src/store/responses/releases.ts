import { and, asc, desc, eq, inArray, sql } from "drizzle-orm";
import type { LocalDate, Quarter } from "../../kernel/time.ts";
import type { Cell } from "../../statistics/perturb.ts";
import type { ResponsesDb } from "./database.ts";
import { release, releaseTable } from "./schema.ts";

export type ReleaseRow = typeof release.$inferSelect;

/** One measure over one table of a release. */
export type TableRow = { readonly table: string; readonly measure: string; readonly cells: readonly Cell[] };

/** Published releases, newest period first. */
export async function listReleases(responses: ResponsesDb): Promise<readonly ReleaseRow[]> {
  return await responses.select().from(release).where(eq(release.status, "published")).orderBy(desc(release.period));
}

/** One release, whether published or still being built; null when there is none. */
export async function readRelease(responses: ResponsesDb, id: string): Promise<ReleaseRow | null> {
  return (await responses.select().from(release).where(eq(release.id, id)).get()) ?? null;
}

/** What each table of a release holds, in order of table and measure. */
export async function tableMeasures(responses: ResponsesDb, id: string) {
  return await responses
    .select({ table: releaseTable.table, measure: releaseTable.measure })
    .from(releaseTable)
    .where(eq(releaseTable.release, id))
    .orderBy(asc(releaseTable.table), asc(releaseTable.measure));
}

/** Some measures over one table, in order of measure; those that the release does not have are left out. */
export async function readTables(
  responses: ResponsesDb,
  id: string,
  table: string,
  measures: readonly string[],
): Promise<readonly TableRow[]> {
  const names = sql`(select value from json_each(${JSON.stringify(measures)}))`;
  const rows = await responses
    .select({ table: releaseTable.table, measure: releaseTable.measure, cells: releaseTable.cells })
    .from(releaseTable)
    .where(and(eq(releaseTable.release, id), eq(releaseTable.table, table), inArray(releaseTable.measure, names)))
    .orderBy(asc(releaseTable.measure));
  return rows.map(({ cells, ...row }) => ({ ...row, cells: parseCells(cells) }));
}

/** The stored text of every measure of one table, in order of measure: what the hash of a release is taken over. */
export async function readTableTexts(responses: ResponsesDb, id: string, table: string) {
  return await responses
    .select({ measure: releaseTable.measure, cells: releaseTable.cells })
    .from(releaseTable)
    .where(and(eq(releaseTable.release, id), eq(releaseTable.table, table)))
    .orderBy(asc(releaseTable.measure));
}

function parseCells(text: string): readonly Cell[] {
  const cells: readonly Cell[] = JSON.parse(text);
  return cells;
}

/** A release that begins. False when there is one of this id already: of two that start at once, one wins. */
export async function insertRelease(responses: ResponsesDb, row: ReleaseRow): Promise<boolean> {
  const inserted = await responses.insert(release).values(row).onConflictDoNothing().returning({ id: release.id });
  return inserted.length === 1;
}

/**
 * Adds tables to a release that is being built. What is there already stays as it is, so a step that runs again, or
 * twice at once, changes nothing; and nothing is added to a release once it is published.
 */
export async function writeTables(responses: ResponsesDb, id: string, rows: readonly TableRow[]): Promise<void> {
  // The cells go in as the text that they will be stored as; json_extract would otherwise reformat their numbers.
  const json = JSON.stringify(rows.map(({ table, measure, cells }) => [table, measure, JSON.stringify(cells)]));
  await responses.run(sql`
    insert or ignore into ${releaseTable} (release, "table", measure, cells)
    select ${id}, json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]')
    from json_each(${json})
    where exists (select 1 from ${release} where ${release.id} = ${id} and ${release.status} = 'building')`);
}

/** Publishes a release for good, with its facts. A second publication changes nothing. */
export async function publishRelease(
  responses: ResponsesDb,
  id: Quarter,
  publishedOn: LocalDate,
  facts: string,
): Promise<void> {
  await responses
    .update(release)
    .set({ status: "published", publishedOn, facts })
    .where(and(eq(release.id, id), eq(release.status, "building")));
}
