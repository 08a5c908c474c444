import type { Context } from "hono";
import * as v from "valibot";
import { Problem } from "../kernel/problem.ts";
import type { Quarter } from "../kernel/time.ts";
import { sha256Hex } from "../platform/crypto.ts";
import { bandsOf, comparisonQueries } from "../results/compare.ts";
import type { Beside } from "../results/csv.ts";
import { surveyMeasures } from "../results/measures.ts";
import { addressOf, dimensionsOf, type Query, storedTable } from "../results/query.ts";
import { participation, rateMeasures } from "../results/rates.ts";
import { type CellsOf, type ReleaseHead, type ResultTable, tableRows, tablesToRead } from "../results/table.ts";
import { dispositions } from "../domain/disposition.ts";
import type { HasResponses } from "../store/responses/database.ts";
import { listReleases, readRelease, readTables, type ReleaseRow } from "../store/responses/releases.ts";

// How the API and the pages read a release. Only what is published is ever read here.

/** What a release says of itself once it is published (flow/release.ts). */
const factsSchema = v.looseObject({ sha256: v.string() });

/** A release's facts; null while it is being built. */
export function factsOf(row: ReleaseRow): v.InferOutput<typeof factsSchema> | null {
  const parsed = v.safeParse(factsSchema, JSON.parse(row.facts));
  return row.status === "published" && parsed.success ? parsed.output : null;
}

function headOf(row: ReleaseRow): ReleaseHead | null {
  const facts = factsOf(row);
  if (facts === null) return null;
  const { id, methodology, publishedOn, label } = row;
  return { id, period: row.period as Quarter, methodology, publishedOn, label, hash: facts.sha256 };
}

/** The last published release; null before the first. */
export async function latestRelease({ responses }: HasResponses): Promise<ReleaseHead | null> {
  const [newest] = await listReleases(responses);
  return newest ? headOf(newest) : null;
}

/** A published release by its id, or the newest as `latest`; null when there is none. */
export async function findRelease(engine: HasResponses, id: string): Promise<ReleaseHead | null> {
  if (id === "latest") return await latestRelease(engine);
  const row = await readRelease(engine.responses, id);
  return row ? headOf(row) : null;
}

/** @throws Problem `not-found`, which an unbuilt release is as well. */
export async function needRelease(engine: HasResponses, id: string): Promise<ReleaseHead> {
  const release = await findRelease(engine, id);
  if (release === null) throw new Problem("not-found", "There is no published release of this name. See /v1/releases.");
  return release;
}

type Reading = { readonly table: string; readonly measures: readonly string[] };

/** Reads stored tables, one statement a table however many measures. */
export async function readCells(
  { responses }: HasResponses,
  release: string,
  readings: readonly Reading[],
): Promise<CellsOf> {
  const wanted = new Map<string, Set<string>>();
  for (const { table, measures } of readings) {
    const names = wanted.get(table) ?? new Set();
    for (const measure of measures) names.add(measure);
    wanted.set(table, names);
  }
  const rows = await Promise.all(
    [...wanted].map(([table, names]) => readTables(responses, release, table, [...names])),
  );
  const known = new Map(rows.flat().map(({ table, measure, cells }) => [`${table}/${measure}`, cells]));
  return (table, measure) => known.get(`${table}/${measure}`) ?? null;
}

const isSummary = (query: Query) =>
  dimensionsOf(query).every((dimension) => dimension === "area" || dimension === "stage");

/** What bands need besides: the nation at every stage, and the areas. */
const bandReadings = (query: Query): readonly Reading[] =>
  query.statistic === "percent" && query.by.includes("area") && isSummary(query)
    ? [null, "any"].flatMap((stage) => {
        const { areas, nation } = comparisonQueries("", stage);
        return [areas, nation].map((one) => ({ table: storedTable(one), measures: query.measures }));
      })
    : [];

/** Answers a question from a release, with band and response rate beside each row where they apply. */
export async function answerQuery(
  engine: HasResponses,
  release: ReleaseHead,
  query: Query,
): Promise<{ readonly table: ResultTable; readonly beside: Beside }> {
  const rates = isSummary(query) ? [{ table: storedTable(query), measures: rateMeasures }] : [];
  const readings = [...tablesToRead(query, surveyMeasures, dispositions), ...bandReadings(query), ...rates];
  const cellsOf = await readCells(engine, release.id, readings);
  const rows = tableRows(query, surveyMeasures, cellsOf, dispositions);
  const placeOf = (at: object) => JSON.stringify(at);
  const responseRates = new Map(
    (isSummary(query) ? participation(query, cellsOf) : []).map((one) => [placeOf(one.at), one.rates.rr1]),
  );
  const beside = {
    bandOf: bandsOf(query, surveyMeasures, cellsOf),
    rateOf: ({ at }: { readonly at: object }) => responseRates.get(placeOf(at)) ?? null,
  };
  return { table: { release, query, rows }, beside };
}

/** Raised when the same figures are written differently, so that copies kept by readers are fetched again. */
const RENDERING = "1";

/** A strong entity tag: the release's hash, the canonical question and how it is written decide every byte. */
export async function entityTag(release: ReleaseHead, question: string, form: string): Promise<string> {
  return `"${(await sha256Hex([RENDERING, release.hash, question, form].join("\n"))).slice(0, 32)}"`;
}

/** Whether a reader holds this already (RFC 9110, `If-None-Match`: weak comparison, or any). */
export const isHeld = (header: string | undefined, tag: string) =>
  header !== undefined && header.split(",").some((one) => one.trim() === "*" || one.trim().replace(/^W\//, "") === tag);

/**
 * Puts on an answer what everything that a release holds carries.
 *
 * @param asked The release as it was asked for: its id, or `latest`.
 * @returns `held` where the reader has it already: then it is 304 without a body.
 */
export function markAnswer(c: Context, asked: string, tag: string): "held" | "new" {
  c.header("ETag", tag);
  c.header("Cache-Control", cacheControl(asked));
  c.header("Cross-Origin-Resource-Policy", "cross-origin");
  c.header("X-Content-Type-Options", "nosniff");
  return isHeld(c.req.header("If-None-Match"), tag) ? "held" : "new";
}

/** For what a release holds: it never changes. Under `latest` it does. */
export const cacheControl = (asked: string) =>
  asked === "latest" ? "public, max-age=300" : "public, max-age=31536000, immutable";

/** The address of the same figures in the API. */
export const apiAddress = (release: string, query: Query, extension: string) =>
  `/v1/releases/${release}/tables/${addressOf(query, extension)}`;
