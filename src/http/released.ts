import type { Context } from "hono";
import * as v from "valibot";
import { Problem } from "../kernel/problem.ts";
import type { Quarter } from "../kernel/time.ts";
import { sha256Hex } from "../platform/crypto.ts";
import { comparisonReadings, comparisonsOf, hasComparisons } from "../results/compare.ts";
import type { Beside } from "../results/csv.ts";
import { type ScaledMeasure, surveyMeasures } from "../results/measures.ts";
import { modelledReadings, modelledRows } from "../results/modelled.ts";
import { addressOf, dimensionsOf, type Query, storedTable } from "../results/query.ts";
import { participation, rateMeasures } from "../results/rates.ts";
import { sideBySide } from "../results/rolling.ts";
import { type CellsOf, type ReleaseHead, type ResultTable, tableRows, tablesToRead } from "../results/table.ts";
import { dispositions } from "../domain/disposition.ts";
import type { HasResponses } from "../store/responses/database.ts";
import {
  listReleases,
  readCorrection,
  readRelease,
  readSuccessor,
  readTables,
  type ReleaseRow,
} from "../store/responses/releases.ts";
import { type Joined, joinedTo } from "./windows.ts";

// How the API and the pages read a release. Only what is published is ever read here.

/** What a release says of itself once it is published (flow/release-facts.ts). */
const factsSchema = v.looseObject({
  sha256: v.string(),
  methodologySha256: v.optional(v.string()),
  code: v.optional(v.nullable(v.string())),
  /** The versions of the surveys that it holds: `report@1`. */
  instruments: v.optional(v.array(v.string())),
  inputs: v.optional(v.record(v.string(), v.string())),
  ledger: v.optional(
    v.looseObject({
      tables: v.number(),
      revision: v.optional(v.number()),
      rhoOfPeriod: v.optional(v.record(v.string(), v.number())),
    }),
  ),
});

export type ReleaseFacts = v.InferOutput<typeof factsSchema>;

/** A release's facts; null while it is being built. */
export function factsOf(row: ReleaseRow): ReleaseFacts | null {
  const parsed = v.safeParse(factsSchema, JSON.parse(row.facts));
  return row.status !== "building" && parsed.success ? parsed.output : null;
}

/** What corrects a release, and what it corrects; nothing of most. */
export async function correctionsOf(
  { responses }: HasResponses,
  { id, period, status }: ReleaseRow,
): Promise<Pick<ReleaseHead, "corrects" | "reason" | "correctedBy">> {
  const correction = id === period ? null : await readCorrection(responses, id);
  const successor = status === "superseded" ? await readSuccessor(responses, id) : null;
  return {
    ...(correction && { corrects: correction.corrects, reason: correction.reason }),
    ...(successor && { correctedBy: successor.release }),
  };
}

async function headOf(engine: HasResponses, row: ReleaseRow): Promise<ReleaseHead | null> {
  const facts = factsOf(row);
  if (facts === null) return null;
  const { id, methodology, publishedOn, label } = row;
  const head = { id, period: row.period as Quarter, methodology, publishedOn, label, hash: facts.sha256 };
  return { ...head, ...(await correctionsOf(engine, row)) };
}

/** The last published release; null before the first. */
export async function latestRelease(engine: HasResponses): Promise<ReleaseHead | null> {
  const [newest] = await listReleases(engine.responses);
  return newest ? await headOf(engine, newest) : null;
}

/** A published release by its id, or the newest as `latest`; null when there is none. */
export async function findRelease(engine: HasResponses, id: string): Promise<ReleaseHead | null> {
  if (id === "latest") return await latestRelease(engine);
  const row = await readRelease(engine.responses, id);
  return row ? await headOf(engine, row) : null;
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

/** What bands need besides: the nation at every stage, the areas, and the adjusted scores. */
const bandReadings = (query: Query): readonly Reading[] =>
  hasComparisons(query)
    ? surveyMeasures
        .filter(({ id }) => query.measures.includes(id))
        .flatMap((measure) => stagesOf(query, measure).flatMap((stage) => comparisonReadings(measure, stage)))
    : [];

/** The stages at which the rows of a question are compared; null for all together. */
function stagesOf({ by, filters }: Query, { stages }: ScaledMeasure): readonly (string | null)[] {
  const filtered = filters.find(({ level }) => level === "stage")?.codes;
  return by.includes("stage") || filtered !== undefined ? (filtered ?? stages) : [null];
}

/** The releases that a question joins; null where it asks for one alone. */
export async function joinedFor(engine: HasResponses, release: ReleaseHead, query: Query): Promise<Joined | null> {
  if (query.window === undefined) return null;
  const stages = query.filters.find(({ level }) => level === "stage")?.codes ?? [null];
  const measures = query.statistic === "count" ? [] : query.measures;
  return await joinedTo(engine, release, { measures, stages });
}

/**
 * Answers a question from a release, or from the several that it joins, with band and response rate beside each row where
 * they apply.
 */
export async function answerQuery(
  engine: HasResponses,
  release: ReleaseHead,
  query: Query,
  joined: Joined | null = null,
): Promise<{ readonly table: ResultTable; readonly beside: Beside }> {
  if (query.mode === "modelled") {
    const published = await readCells(engine, release.id, modelledReadings(query));
    const rows = modelledRows(query, surveyMeasures, published);
    return { table: { release, query, rows }, beside: { bandOf: () => null, rateOf: () => null } };
  }
  const rates = isSummary(query) ? [{ table: storedTable(query), measures: rateMeasures }] : [];
  const readings = [...tablesToRead(query, surveyMeasures, dispositions), ...bandReadings(query), ...rates];
  const read = joined?.releases ?? [release];
  const quarters = await Promise.all(read.map(({ id }) => readCells(engine, id, readings)));
  const cellsOf = sideBySide(quarters);
  const rows = tableRows(query, surveyMeasures, cellsOf, dispositions);
  const placeOf = (at: object) => JSON.stringify(at);
  const responseRates = new Map(
    (isSummary(query) ? participation(query, cellsOf) : []).map((one) => [placeOf(one.at), one.rates.rr1]),
  );
  const comparedOf = comparisonsOf(query, surveyMeasures, ...quarters);
  const beside: Beside = {
    bandOf: (row) => comparedOf(row)?.band ?? null,
    comparedOf,
    rateOf: ({ at }) => responseRates.get(placeOf(at)) ?? null,
  };
  return { table: { release, query, rows, ...(joined && { window: joined.window }) }, beside };
}

/** Raised when the same figures are written differently, so that copies kept by readers are fetched again. */
const RENDERING = "2";

/** A strong entity tag: the release and its hash, the canonical question and how it is written decide every byte. */
export async function entityTag(
  release: Pick<ReleaseHead, "id" | "hash">,
  question: string,
  form: string,
): Promise<string> {
  return `"${(await sha256Hex([RENDERING, release.id, release.hash, question, form].join("\n"))).slice(0, 32)}"`;
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
