import { Hono } from "hono";
import { describeRoute, resolver } from "hono-openapi";
import { type Stage, stages } from "../../domain/dimension.ts";
import { rights } from "../../instrument/registry.ts";
import { isLocale } from "../../kernel/locale.ts";
import { Problem } from "../../kernel/problem.ts";
import { type Beside, csv } from "../../results/csv.ts";
import { csvw } from "../../results/csvw.ts";
import { jsonStat } from "../../results/json-stat.ts";
import { instrumentsAsking } from "../../results/measures.ts";
import { type RightsCut, rightsReadings, rightsRows, rightsSubjects } from "../../results/rights.ts";
import type { ResultTable } from "../../results/table.ts";
import type { HasResponses } from "../../store/responses/database.ts";
import { rightsLabelsIn } from "../../ui/results-rights-labels.ts";
import { entityTag, markAnswer, needRelease, readCells } from "../released.ts";
import { allowOnly, parameter, releaseParameter } from "./release-parameters.ts";
import { datasetSchema, problemContent } from "./release-schemas.ts";
import { openToAll } from "./releases.ts";

/** Reads `area.csv` as a cut and a form. */
function readFile(file: string): {
  readonly cut: RightsCut;
  readonly form: "json" | "csv" | "csv-metadata.json";
} {
  const match = /^(all|area)\.(json|csv|csv-metadata\.json)$/.exec(file);
  const [, cut, form] = match ?? [];
  if ((cut !== "all" && cut !== "area") || (form !== "json" && form !== "csv" && form !== "csv-metadata.json")) {
    throw new Problem("not-found", "Take all or area, and .json, .csv or .csv-metadata.json. See /v1/reference.");
  }
  return { cut, form };
}

/** The rights asked for, each once and in their own order; all of them, and the records as a whole, where none is. */
function readSubjects(asked: string | undefined): readonly string[] {
  const ids = (asked ?? "").split(",").filter((id) => id !== "");
  if (ids.some((id) => !rightsSubjects.includes(id))) {
    throw new Problem("query-not-allowed", "The rights are those of /v1/codelists/rights, and records.", [
      { path: "right", fix: "Must be: ids of that list, separated by commas." },
    ]);
  }
  return ids.length === 0 ? rightsSubjects : rightsSubjects.filter((id) => ids.includes(id));
}

/** `victims.C6.report`: a measure, and the stage at which it is asked; null for what is on record. */
function askedIn(answer: string | null): { readonly measure: string; readonly stage: Stage | null } | null {
  const [, named] = /^victims\.(.+)$/.exec(answer ?? "") ?? [];
  if (named === undefined) return null;
  const stage = stages.find((one) => named.endsWith(`.${one}`)) ?? null;
  return { measure: stage === null ? named : named.slice(0, -stage.length - 1), stage };
}

const beside: Beside = {
  bandOf: () => null,
  rateOf: () => null,
  about: ({ measure, answer }) => {
    const agency = rights.find(({ id }) => id === measure)?.agencies.join("+") ?? "system";
    const asked = askedIn(answer);
    if (asked === null) return { agency, stage: "all", instrument: "records" };
    const at = asked.stage === null ? null : [asked.stage];
    return { agency, stage: asked.stage ?? "all", instrument: instrumentsAsking(asked.measure, at).join("+") };
  },
};

const fileParameter = {
  in: "path",
  name: "file",
  description: "`all` or `area`; then .json, .csv or .csv-metadata.json",
  required: true,
  schema: { type: "string" },
  example: "area.csv",
} as const;

/** What is on record of victims' rights, beside what victims say. No key is needed to read. */
export const rightsApi = new Hono<{ Variables: { engine: HasResponses } }>().use("/releases/*", openToAll).get(
  "/releases/:id/rights/:file",
  describeRoute({
    operationId: "getRights",
    tags: ["Results"],
    summary:
      "Get what is on record of each right, beside what victims say, as JSON-stat 2.0, CSV, or the CSV's metadata",
    description:
      "Right by right: the share of victims of whom an act is on record, and in time; and the share of victims who say so, as `victims.MEASURE`, over all stages or at the stage of the record. `records` has the share of victims of whom there is any record. By area or for the whole. No record is not the same as not done.",
    parameters: [
      releaseParameter,
      fileParameter,
      parameter("right", "Rights, or `records`, separated by commas; all if left out", "VC04,VC07"),
      parameter("lang", "Language of the words: en or cy"),
    ],
    responses: {
      200: {
        description: "The figures",
        content: {
          "application/json": { schema: resolver(datasetSchema) },
          "text/csv": { schema: { type: "string" } },
          "application/csvm+json": { schema: { type: "object" } },
        },
      },
      304: { description: "You hold this already (If-None-Match)" },
      ...problemContent(404, 422),
    },
  }),
  async (c) => {
    allowOnly(c.req.url, ["right", "lang"]);
    const asked = c.req.param("id");
    const release = await needRelease(c.var.engine, asked);
    const { cut, form } = readFile(c.req.param("file"));
    const subjects = readSubjects(c.req.query("right"));
    const language = c.req.query("lang");
    const locale = isLocale(language) ? language : "en";
    const question = subjects.length === rightsSubjects.length ? "" : `?right=${subjects.join(",")}`;
    const tag = await entityTag(release, `rights ${cut} ${question}`, `${form} ${locale}`);
    if (markAnswer(c, asked, tag) === "held") return c.body(null, 304);

    const cellsOf = await readCells(c.var.engine, release.id, rightsReadings(cut));
    const table: ResultTable = {
      release,
      query: { by: cut === "area" ? ["area"] : [], filters: [], measures: subjects, statistic: "answers" },
      rows: rightsRows(subjects, cut, cellsOf),
    };
    const labels = rightsLabelsIn(locale);
    if (form === "json") {
      const { extension, ...dataset } = jsonStat(table, labels);
      return c.json({ ...dataset, extension: { ...extension, query: `rights/${cut}.json${question}` } });
    }
    const sheet = `${cut}.csv${question}`;
    if (form === "csv-metadata.json") {
      return c.json(csvw(table, labels, sheet), 200, { "Content-Type": "application/csvm+json" });
    }
    c.header("Content-Disposition", `attachment; filename="throughline-${release.id}-rights-${cut}.csv"`);
    c.header("Link", `<${cut}.csv-metadata.json${question}>; rel="describedby"; type="application/csvm+json"`);
    return c.body(csv(table, labels, beside), 200, { "Content-Type": "text/csv; charset=utf-8; header=present" });
  },
);
