import { and, asc, desc, eq, inArray, sql } from "drizzle-orm";
import type { Localised } from "../../kernel/locale.ts";
import type { LocalDate, Quarter } from "../../kernel/time.ts";
import type { Cell } from "../../statistics/perturb.ts";
import { runBatch } from "../batch.ts";
import type { ResponsesDb } from "./database.ts";
import { release, releaseCorrection, releaseQuote, releaseTable } from "./schema.ts";

export type ReleaseRow = typeof release.$inferSelect;

/** A release that is being built: under which id it is written, and whose records it counts. */
export type Building = { readonly id: string; readonly period: Quarter };

/** Why a release corrects another, and which. */
export type Correction = { readonly release: string; readonly corrects: string; readonly reason: Localised };

/** One measure over one table of a release. */
export type TableRow = { readonly table: string; readonly measure: string; readonly cells: readonly Cell[] };

/** Published releases, one a period (the one that no other corrects), newest period first. */
export async function listReleases(responses: ResponsesDb): Promise<readonly ReleaseRow[]> {
  return await responses.select().from(release).where(eq(release.status, "published")).orderBy(desc(release.period));
}

/** One release, whether published or still being built; null when there is none. */
export async function readRelease(responses: ResponsesDb, id: string): Promise<ReleaseRow | null> {
  return (await responses.select().from(release).where(eq(release.id, id)).get()) ?? null;
}

/** The SHA-256 that each release's facts hold, in hexadecimal, by id; of one that is still being counted, null. */
export async function releaseHashes(responses: ResponsesDb): Promise<ReadonlyMap<string, string | null>> {
  const sha256 = sql<string | null>`${release.facts} ->> 'sha256'`;
  const rows = await responses.select({ id: release.id, sha256 }).from(release);
  return new Map(rows.map((row) => [row.id, row.sha256]));
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

/** Takes everything out of a release that is being built, and what it noted; of a published one nothing. */
export async function dropTables(responses: ResponsesDb, id: string): Promise<void> {
  const isBuilding = sql`exists (select 1 from ${release} where id = ${id} and status = 'building')`;
  await runBatch(responses, [
    sql`delete from ${releaseTable} where release = ${id} and ${isBuilding}`,
    sql`delete from ${releaseQuote} where release = ${id} and ${isBuilding}`,
    sql`update ${release} set facts = '{}' where id = ${id} and status = 'building'`,
  ]);
}

/** Begins a release that corrects another. False when that one is corrected already, or is being. */
export async function insertCorrection(responses: ResponsesDb, row: ReleaseRow, of: Correction): Promise<boolean> {
  const { reason, ...names } = of;
  const inserted = await runBatch(responses, [
    responses.insert(release).values(row).onConflictDoNothing().returning({ id: release.id }),
    responses
      .insert(releaseCorrection)
      .values({ ...names, reasonEn: reason.en, reasonCy: reason.cy })
      .onConflictDoNothing(),
  ]);
  return inserted[0]?.length === 1;
}

const correctionOf = ({ release: id, corrects, reasonEn, reasonCy }: typeof releaseCorrection.$inferSelect) => ({
  release: id,
  corrects,
  reason: { en: reasonEn, cy: reasonCy },
});

/** Which release this one corrects, and why; null for one that corrects none. */
export async function readCorrection(responses: ResponsesDb, id: string): Promise<Correction | null> {
  const row = await responses.select().from(releaseCorrection).where(eq(releaseCorrection.release, id)).get();
  return row ? correctionOf(row) : null;
}

/** The release that corrects this one, and why; null while there is none, or it is not published. */
export async function readSuccessor(responses: ResponsesDb, id: string): Promise<Correction | null> {
  const rows = await responses
    .select({ correction: releaseCorrection })
    .from(releaseCorrection)
    .innerJoin(release, eq(release.id, releaseCorrection.release))
    .where(and(eq(releaseCorrection.corrects, id), sql`${release.status} <> 'building'`));
  const [row] = rows;
  return row ? correctionOf(row.correction) : null;
}

/** Every release of a period, first to newest: the one first made, and its corrections. */
export async function releasesOfPeriod(responses: ResponsesDb, period: Quarter): Promise<readonly ReleaseRow[]> {
  const rows = await responses.select().from(release).where(eq(release.period, period));
  return rows.toSorted((a, b) => a.id.length - b.id.length || (a.id < b.id ? -1 : 1));
}

/** Notes facts of a release that is being built; those that are noted already stay as they are. */
export async function noteFacts(responses: ResponsesDb, id: string, facts: object): Promise<void> {
  await responses.run(sql`
    update ${release} set facts = json_patch(${JSON.stringify(facts)}, facts)
    where id = ${id} and status = 'building'`);
}

/**
 * Copies tables from the release that this one corrects, whose measures match one of some patterns (`frame:*`); what is
 * there stays.
 */
export async function copyTables(responses: ResponsesDb, id: string, patterns: readonly string[]): Promise<void> {
  await responses.run(sql`
    insert or ignore into ${releaseTable} (release, "table", measure, cells)
    select ${id}, before."table", before.measure, before.cells
    from ${releaseTable} before
    where before.release = (select corrects from ${releaseCorrection} where release = ${id})
      and exists (select 1 from json_each(${JSON.stringify(patterns)}) where before.measure glob value)
      and exists (select 1 from ${release} where id = ${id} and status = 'building')`);
}

/** The tables in which two releases differ, or that one of them lacks, in order of table and measure. */
export async function changedTables(responses: ResponsesDb, before: string, after: string) {
  return await responses.all<{ readonly table: string; readonly measure: string }>(sql`
    select "table", measure from ${releaseTable} where release in (${before}, ${after})
    group by "table", measure having count(*) = 1 or min(cells) <> max(cells)
    order by "table", measure`);
}

/** Publishes a release for good, with its facts; what it corrects is superseded. A second publication changes nothing. */
export async function publishRelease(
  responses: ResponsesDb,
  id: string,
  publishedOn: LocalDate,
  facts: string,
): Promise<void> {
  await runBatch(responses, [
    responses
      .update(release)
      .set({ status: "published", publishedOn, facts })
      .where(and(eq(release.id, id), eq(release.status, "building"))),
    sql`update ${release} set status = 'superseded'
      where status = 'published' and id = (select corrects from ${releaseCorrection} where release = ${id})
        and exists (select 1 from ${release} where id = ${id} and status = 'published')`,
  ]);
}
