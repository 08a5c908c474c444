import { Hono } from "hono";
import { describeRoute, resolver } from "hono-openapi";
import { isLocale } from "../../kernel/locale.ts";
import { Problem } from "../../kernel/problem.ts";
import { type ClosureFigure, closureFigure, closureFigures } from "../../results/closure-figures.ts";
import { type ClosureCut, closureMeasures, closureRows, closureTable } from "../../results/closure.ts";
import { type Beside, csv } from "../../results/csv.ts";
import { csvw } from "../../results/csvw.ts";
import { jsonStat } from "../../results/json-stat.ts";
import type { ResultTable } from "../../results/table.ts";
import type { HasResponses } from "../../store/responses/database.ts";
import { closureLabelsIn } from "../../ui/results-closure-labels.ts";
import { entityTag, markAnswer, needRelease, readCells } from "../released.ts";
import { allowOnly, parameter, releaseParameter } from "./release-parameters.ts";
import { datasetSchema, problemContent } from "./release-schemas.ts";
import { openToAll } from "./releases.ts";

/** Reads `area.csv` as a cut and a form. */
function readFile(file: string): {
  readonly cut: ClosureCut;
  readonly form: "json" | "csv" | "csv-metadata.json";
} {
  const match = /^(all|area)\.(json|csv|csv-metadata\.json)$/.exec(file);
  const [, cut, form] = match ?? [];
  if ((cut !== "all" && cut !== "area") || (form !== "json" && form !== "csv" && form !== "csv-metadata.json")) {
    throw new Problem("not-found", "Take all or area, and .json, .csv or .csv-metadata.json. See /v1/reference.");
  }
  return { cut, form };
}

/** The figures asked for, each once and in their own order; all of them where none is. */
function readFigures(asked: string | undefined): readonly ClosureFigure[] {
  const ids = (asked ?? "").split(",").filter((id) => id !== "");
  if (ids.some((id) => closureFigure(id) === undefined)) {
    throw new Problem("query-not-allowed", "The figures are those of /v1/codelists/closure-figures.", [
      { path: "figure", fix: "Must be: ids of that list, separated by commas." },
    ]);
  }
  return ids.length === 0 ? closureFigures : closureFigures.filter(({ id }) => ids.includes(id));
}

const instruments: { readonly [S in ClosureFigure["source"]]: string } = {
  recorded: "closure-officer",
  told: "closure-officer",
  own: "closure-victim",
};

const beside: Beside = {
  bandOf: () => null,
  rateOf: () => null,
  about: ({ measure }) => {
    const source = closureFigure(measure)?.source ?? "recorded";
    return { agency: "POL", stage: "closure", instrument: `${instruments[source]} (${source})` };
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

/** Figures of closure discussions. No key is needed to read. */
export const closureFiguresApi = new Hono<{ Variables: { engine: HasResponses } }>().use("/releases/*", openToAll).get(
  "/releases/:id/closure/:file",
  describeRoute({
    operationId: "getClosureFigures",
    tags: ["Results"],
    summary: "Get figures of closure discussions as JSON-stat 2.0, as CSV, or the CSV's CSVW metadata",
    description:
      "What officers recorded for their forces, what they were told, and what victims wrote themselves: each by itself, never added to another or to a survey. By area or for the whole. See /v1/codelists/closure-figures.",
    parameters: [
      releaseParameter,
      fileParameter,
      parameter("figure", "Figures, separated by commas; all if left out", "coverage,days"),
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
    allowOnly(c.req.url, ["figure", "lang"]);
    const asked = c.req.param("id");
    const release = await needRelease(c.var.engine, asked);
    const { cut, form } = readFile(c.req.param("file"));
    const figures = readFigures(c.req.query("figure"));
    const language = c.req.query("lang");
    const locale = isLocale(language) ? language : "en";
    const question = `?figure=${figures.map(({ id }) => id).join(",")}`;
    const tag = await entityTag(release, `closure ${cut} ${question}`, `${form} ${locale}`);
    if (markAnswer(c, asked, tag) === "held") return c.body(null, 304);

    const cellsOf = await readCells(c.var.engine, release.id, [
      { table: closureTable(cut), measures: closureMeasures(figures) },
      // What may be answered several times over is stored by area alone.
      ...(cut === "all" ? [{ table: closureTable("area"), measures: closureMeasures(figures) }] : []),
    ]);
    const table: ResultTable = {
      release,
      query: {
        by: cut === "area" ? ["area"] : [],
        filters: [],
        measures: figures.map(({ id }) => id),
        statistic: "answers",
      },
      rows: closureRows(figures, cut, cellsOf),
    };
    const labels = closureLabelsIn(locale);
    if (form === "json") {
      const rows = table.rows.map((one) => ({ ...one, answer: `${one.measure}:${one.answer}` }));
      const { extension, ...dataset } = jsonStat(figures.length > 1 ? { ...table, rows } : table, labels);
      return c.json({ ...dataset, extension: { ...extension, query: `closure/${cut}.json${question}` } });
    }
    const sheet = `${cut}.csv${question}`;
    if (form === "csv-metadata.json") {
      return c.json(csvw(table, labels, sheet), 200, { "Content-Type": "application/csvm+json" });
    }
    c.header("Content-Disposition", `attachment; filename="throughline-${release.id}-closure-${cut}.csv"`);
    c.header("Link", `<${cut}.csv-metadata.json${question}>; rel="describedby"; type="application/csvm+json"`);
    return c.body(csv(table, labels, beside), 200, { "Content-Type": "text/csv; charset=utf-8; header=present" });
  },
);
