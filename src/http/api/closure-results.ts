import { Hono } from "hono";
import { describeRoute } from "hono-openapi";
import { isLocale } from "../../kernel/locale.ts";
import { Problem } from "../../kernel/problem.ts";
import { type ClosureFigure, closureFigure, closureFigures } from "../../results/closure-figures.ts";
import { type ClosureCut, closureMeasures, closureRows, closureTable } from "../../results/closure.ts";
import type { Beside } from "../../results/csv.ts";
import type { ResultTable } from "../../results/table.ts";
import type { HasResponses } from "../../store/responses/database.ts";
import { closureLabelsIn } from "../../ui/results-closure-labels.ts";
import { entityTag, markAnswer, needRelease, readCells } from "../released.ts";
import { allowOnly, parameter, releaseParameter } from "./release-parameters.ts";
import { openToAll } from "./releases.ts";
import { answerTable, fileParameter, readFileOf, tableResponses } from "./table-files.ts";

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

const cuts = ["all", "area"] as const satisfies readonly ClosureCut[];

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
      fileParameter("`all` or `area`; then .json, .csv or .csv-metadata.json", "area.csv"),
      parameter("figure", "Figures, separated by commas; all if left out", "coverage,days"),
      parameter("lang", "Language of the words: en or cy"),
    ],
    responses: tableResponses("The figures"),
  }),
  async (c) => {
    allowOnly(c.req.url, ["figure", "lang"]);
    const asked = c.req.param("id");
    const release = await needRelease(c.var.engine, asked);
    const { name: cut, form } = readFileOf(c.req.param("file"), cuts, "all or area");
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
    return answerTable(c, form, {
      table,
      labels: closureLabelsIn(locale),
      beside,
      addressOf: (extension) => `${cut}.${extension}${question}`,
      savedAs: `closure-${cut}`,
      extension: { query: `closure/${cut}.json${question}` },
      // One axis of answers for several figures: each answer says of which.
      ...(figures.length > 1 && {
        rowsOfDataset: table.rows.map((one) => ({ ...one, answer: `${one.measure}:${one.answer}` })),
      }),
    });
  },
);
