import { Hono } from "hono";
import { cors } from "hono/cors";
import { describeRoute, resolver } from "hono-openapi";
import { isLocale } from "../../kernel/locale.ts";
import { Problem } from "../../kernel/problem.ts";
import type { Quarter } from "../../kernel/time.ts";
import { stages } from "../../domain/dimension.ts";
import { type AreaComparison, compareAreas, comparisonAddress, comparisonReadings } from "../../results/compare.ts";
import { expectedAfter } from "../../results/expected.ts";
import { statusText } from "../../results/json-stat.ts";
import { OVERALL, type ScaledMeasure, surveyMeasure, surveyMeasures } from "../../results/measures.ts";
import { addressOf, offeredTables, parseQuery, type Query, readWindowName, tableName } from "../../results/query.ts";
import type { Row } from "../../results/table.ts";
import { bandRules } from "../../statistics/rules.ts";
import type { HasResponses } from "../../store/responses/database.ts";
import { listReleases, readRelease } from "../../store/responses/releases.ts";
import { codeName, labelsIn } from "../../ui/results-labels.ts";
import {
  answerQuery,
  cacheControl,
  entityTag,
  factsOf,
  joinedFor,
  markAnswer,
  needRelease,
  readCells,
} from "../released.ts";
import { hashesOf, joinedTo } from "../windows.ts";
import { describeRelease } from "./release-lines.ts";
import { allowOnly, parameter, releaseParameter, tableParameters } from "./release-parameters.ts";
import {
  comparisonSchema,
  problemContent,
  releaseListSchema,
  releaseSchema,
  tableListSchema,
} from "./release-schemas.ts";
import { answerTable, type Form, splitFile, tableResponses } from "./table-files.ts";

/** Releases a page: one a quarter fills it in 25 years. */
const PAGE = 100;

/** Public figures may be read by any page anywhere; nothing else of the API may. */
export const openToAll = cors({
  origin: "*",
  allowMethods: ["GET", "HEAD"],
  exposeHeaders: ["ETag", "Link"],
  maxAge: 86_400,
});

/** Reads `area.stage.csv` as a table and a form. */
function readFile(file: string): { readonly table: string; readonly form: Form } {
  const split = splitFile(file);
  if (split === null) {
    throw new Problem("not-found", "A table ends in .json, .csv or .csv-metadata.json. See /v1/reference.");
  }
  return { table: split.name, form: split.form };
}

/** The question of an address. @throws Problem `query-not-allowed`, naming the nearest that is allowed. */
function readQuestion(
  release: string,
  { table, form }: ReturnType<typeof readFile>,
  parameters: URLSearchParams,
): Query {
  const parsed = parseQuery(
    table,
    [...parameters],
    surveyMeasures.map(({ id }) => id),
  );
  if (parsed.ok) return parsed.query;
  // What is offered instead is of the form that was asked for.
  const inForm = (address: string) => address.replace(".json?", `.${form}?`);
  throw new Problem(
    "query-not-allowed",
    `${parsed.why} The nearest allowed query is /v1/releases/${release}/tables/${inForm(parsed.nearest)}${
      parsed.modelled === undefined ? "" : `; an estimate is /v1/releases/${release}/tables/${inForm(parsed.modelled)}`
    }`,
  );
}

const localeOf = (asked: string | undefined) => (isLocale(asked) ? asked : "en");

/** Where the releases are: no key is needed to read. */
export const releases = new Hono<{ Variables: { engine: HasResponses } }>()
  .use("/releases", openToAll)
  .use("/releases/*", openToAll)
  .get(
    "/releases",
    describeRoute({
      operationId: "listReleases",
      tags: ["Results"],
      summary: "List the published releases, newest first",
      description:
        "One a quarter: of a release that was corrected, the correction. `nextExpected` says from when the next one can be made.",
      parameters: [parameter("cursor", "Where the page before ended: its `next`")],
      responses: {
        200: { description: "The releases", content: { "application/json": { schema: resolver(releaseListSchema) } } },
        ...problemContent(400),
      },
    }),
    async (c) => {
      const cursor = c.req.query("cursor");
      if (cursor !== undefined && !/^\d{4}Q[1-4]$/.test(cursor))
        throw new Problem("invalid-request", "Take the cursor from `next` of the page before.");
      const all = await listReleases(c.var.engine.responses);
      const rest = cursor === undefined ? all : all.filter(({ period }) => period < cursor);
      const page = rest.slice(0, PAGE);
      c.header("Cache-Control", "public, max-age=60");
      return c.json({
        releases: await Promise.all(page.map((row) => describeRelease(c.var.engine, row))),
        next: rest.length > page.length ? (page.at(-1)?.period ?? null) : null,
        nextExpected: all[0] ? expectedAfter(all[0].period as Quarter) : null,
      });
    },
  )
  .get(
    "/releases/:id",
    describeRoute({
      operationId: "getRelease",
      tags: ["Results"],
      summary: "What a release is, how it was made and what it cost in privacy",
      parameters: [releaseParameter],
      responses: {
        200: {
          description: "The release: published, superseded by a correction, or being built",
          content: { "application/json": { schema: resolver(releaseSchema) } },
        },
        ...problemContent(404),
      },
    }),
    async (c) => {
      const asked = c.req.param("id");
      const { responses } = c.var.engine;
      const row = asked === "latest" ? (await listReleases(responses))[0] : await readRelease(responses, asked);
      if (!row) throw new Problem("not-found", "There is no release of this name. See /v1/releases.");
      c.header("Cache-Control", row.status === "building" ? "no-store" : "public, max-age=300");
      return c.json({ ...(await describeRelease(c.var.engine, row)), facts: factsOf(row) });
    },
  )
  .get(
    "/releases/:id/tables",
    describeRoute({
      operationId: "listTables",
      tags: ["Results"],
      summary: "List the tables that a release answers from",
      description: "These and no others, whatever the order of dimensions. Regions and nations are sums of areas.",
      parameters: [releaseParameter],
      responses: {
        200: { description: "The tables", content: { "application/json": { schema: resolver(tableListSchema) } } },
        ...problemContent(404),
      },
    }),
    async (c) => {
      const { id } = await needRelease(c.var.engine, c.req.param("id"));
      c.header("Cache-Control", cacheControl(c.req.param("id")));
      return c.json({
        release: id,
        tables: offeredTables().map(({ table, ...rest }) => ({
          table,
          ...rest,
          links: { json: `/v1/releases/${id}/tables/${table}.json`, csv: `/v1/releases/${id}/tables/${table}.csv` },
        })),
      });
    },
  )
  .get(
    "/releases/:id/tables/:file",
    describeRoute({
      operationId: "getTable",
      tags: ["Results"],
      summary: "Get a table as JSON-stat 2.0, as CSV, or the CSV's CSVW metadata",
      description:
        "The same question always has the same answer, to the byte. A figure that may not be shown is null (in CSV: its symbol in square brackets) and its status says why.",
      parameters: tableParameters,
      responses: tableResponses("The table"),
    }),
    async (c) => {
      const asked = c.req.param("id");
      const release = await needRelease(c.var.engine, asked);
      const file = readFile(c.req.param("file"));
      const { form } = file;
      const query = readQuestion(release.id, file, new URL(c.req.url).searchParams);
      const locale = localeOf(c.req.query("lang"));
      const joined = await joinedFor(c.var.engine, release, query);
      const tag = await entityTag(release, `${addressOf(query)} ${hashesOf(joined)}`, `${form} ${locale}`);
      // The quarters before may be corrected: what joins them is not kept for good.
      if (markAnswer(c, joined ? "latest" : asked, tag) === "held") return c.body(null, 304);

      const { table, beside } = await answerQuery(c.var.engine, release, query, joined);
      return answerTable(c, form, {
        table,
        labels: labelsIn(locale),
        beside,
        addressOf: (extension) => addressOf(query, extension),
        savedAs: tableName(query),
      });
    },
  )
  .get(
    "/releases/:id/compare",
    describeRoute({
      operationId: "compareAreas",
      tags: ["Results"],
      summary: "Compare every area with the nation on one measure at one stage",
      description:
        "Adjusted scores where the release has them (else percentages: `adjustment` says which), funnel limits, overdispersion, false-discovery rate and bands in words; never a rank.",
      parameters: [
        releaseParameter,
        parameter("measure", "One measure; C1 if left out", "C1"),
        parameter("stage", `One of ${stages.join(", ")}; all together if left out`),
        parameter("window", "`4q`: this quarter and the three before it, added up"),
      ],
      responses: {
        200: { description: "The comparison", content: { "application/json": { schema: resolver(comparisonSchema) } } },
        304: { description: "You hold this already" },
        ...problemContent(404, 422),
      },
    }),
    async (c) => {
      allowOnly(c.req.url, ["measure", "stage", "window"]);
      const asked = c.req.param("id");
      const release = await needRelease(c.var.engine, asked);
      const measure = surveyMeasure(c.req.query("measure") ?? OVERALL);
      const stage = c.req.query("stage") ?? null;
      const isAsked = (of: ScaledMeasure) =>
        stage === null || (of.module === undefined && of.stages.some((one) => one === stage));
      if (measure === undefined || !isAsked(measure)) {
        throw new Problem(
          "query-not-allowed",
          `Take a measure from /v1/codelists/measures and a stage at which it is asked. The nearest allowed query is /v1/releases/${release.id}/compare?measure=${measure?.id ?? OVERALL}`,
          [
            measure === undefined
              ? { path: "measure", fix: "Must be: one measure of /v1/codelists/measures." }
              : { path: "stage", fix: "Must be: a stage at which the measure is asked." },
          ],
        );
      }
      const window = readWindowName([c.req.query("window") ?? "1q"]);
      if (window === null)
        throw new Problem("query-not-allowed", "The windows are 1q and 4q.", [
          { path: "window", fix: "Must be: 1q or 4q." },
        ]);
      const wanted = { measures: [measure.id], stages: [stage] };
      const joined = window === "4q" ? await joinedTo(c.var.engine, release, wanted) : null;
      const tag = await entityTag(release, `compare ${measure.id} ${stage ?? ""} ${hashesOf(joined)}`, "json");
      if (markAnswer(c, joined ? "latest" : asked, tag) === "held") return c.body(null, 304);

      const readings = comparisonReadings(measure, stage);
      const read = joined?.releases ?? [release];
      const quarters = await Promise.all(read.map(({ id }) => readCells(c.var.engine, id, readings)));
      const comparison = compareAreas(measure, stage, ...quarters);
      const address = comparisonAddress(measure.id, stage, "csv", joined !== null);
      return c.json({
        release: release.id,
        hash: release.hash,
        methodology: release.methodology,
        designation: release.label,
        adjustment: comparison.adjustment,
        quartersWithoutScores: comparison.unscored,
        rules: bandRules,
        measure: { id: measure.id, title: measure.title },
        stage,
        window: joined && { quarters: joined.window.quarters, missing: joined.window.missing },
        expected: comparison.expected,
        phi: comparison.phi,
        tau2: comparison.tau2,
        areasCompared: comparison.banded,
        nation: figuresOf(comparison.nation),
        areas: comparison.areas.map(comparedOf),
        links: { csv: `/v1/releases/${release.id}/tables/${address}` },
      });
    },
  );

/** An area's comparison by the names that every output gives its parts. */
const comparedOf = ({ area, row, score, pooled, ...compared }: AreaComparison) => ({
  area,
  name: codeName("area", area),
  ...figuresOf(row),
  score: score && {
    value: score.value,
    lower_95: score.lower,
    upper_95: score.upper,
    base: score.base,
    raw: score.raw,
    reliability: score.reliability,
  },
  ...compared,
  pooled: pooled && { region: pooled.at.region ?? "", ...figuresOf(pooled) },
});

/** A row's figures by the names that every output gives them. */
const figuresOf = (row: Row) => ({
  value: row.value,
  lower_95: row.lower,
  upper_95: row.upper,
  base: row.base,
  status: statusText(row),
});
