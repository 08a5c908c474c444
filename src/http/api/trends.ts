import { Hono } from "hono";
import { describeRoute, resolver } from "hono-openapi";
import { stages } from "../../domain/dimension.ts";
import { isLocale } from "../../kernel/locale.ts";
import { Problem } from "../../kernel/problem.ts";
import { OVERALL, surveyMeasure } from "../../results/measures.ts";
import { trendCsv, trendJson } from "../../results/trends-output.ts";
import { trendReadings } from "../../results/trends.ts";
import type { HasResponses } from "../../store/responses/database.ts";
import { trendFile } from "../../ui/results-files.ts";
import { labelsIn } from "../../ui/results-labels.ts";
import { quartersUntil, readQuarters, readTrendChoice, trendsOf, type WrongChoice } from "../trends.ts";
import { entityTag, markAnswer } from "../released.ts";
import { allowOnly, parameter } from "./release-parameters.ts";
import { datasetSchema, problemContent } from "./release-schemas.ts";
import { openToAll } from "./releases.ts";
import { answerCsv, csvContent, readFileOf } from "./table-files.ts";

const fileParameter = {
  in: "path",
  name: "file",
  description: "`trends.json`, `trends.csv` or `trends.csv-metadata.json`",
  required: true,
  schema: { type: "string" },
  example: "trends.json",
} as const;

const fixes: { readonly [W in WrongChoice]: string } = {
  measure: "Must be: one measure of /v1/codelists/measures.",
  stage: "Must be: a stage at which the measure is asked.",
  area: "Must be: an area of /v1/codelists/areas.",
  until: "Must be: a quarter, such as 2026Q1.",
};

/** What is wrong with a question, and the nearest that is allowed: of the same measure where that is known. */
const refusal = (wrong: WrongChoice, form: string, measure = surveyMeasure(OVERALL)) =>
  new Problem(
    "query-not-allowed",
    `Take a measure from /v1/codelists/measures, a stage at which it is asked, an area from /v1/codelists/areas, and a quarter. The nearest allowed query is /v1/trends.${form}?measure=${measure?.id ?? OVERALL}&stage=${measure?.stages[0] ?? "report"}`,
    [{ path: wrong, fix: fixes[wrong] }],
  );

/** One measure over every published quarter. No key is needed to read. */
export const trends = new Hono<{ Variables: { engine: HasResponses } }>()
  .use("/:file{trends\\.[a-z.-]+}", openToAll)
  .get(
    "/:file{trends\\.(?:json|csv|csv-metadata\\.json)}",
    describeRoute({
      operationId: "getTrend",
      tags: ["Results"],
      summary: "Get one measure at one stage over every published quarter, as JSON-stat 2.0, CSV or CSVW metadata",
      description:
        "Each quarter says whether it can be compared with the newest: same, bridged, break or missing. The changes found are beside it, their share of false alarms held down over all areas.",
      parameters: [
        fileParameter,
        parameter("measure", "One measure; C1 if left out", "C1"),
        parameter("stage", `One of ${stages.join(", ")}; the first at which it is asked if left out`),
        parameter("area", "A police area; England and Wales if left out"),
        parameter("until", "The newest quarter of the series; the newest published if left out", "2026Q1"),
        parameter("lang", "Language of the words: en or cy"),
      ],
      responses: {
        200: {
          description: "The trend",
          content: {
            "application/json": { schema: resolver(datasetSchema) },
            ...csvContent,
          },
        },
        304: { description: "You hold this already (If-None-Match)" },
        ...problemContent(404, 422),
      },
    }),
    async (c) => {
      const { form } = readFileOf(c.req.param("file"), ["trends"], "trends");
      allowOnly(c.req.url, ["measure", "stage", "area", "until", "lang"]);
      const choice = readTrendChoice(c.req.query());
      if ("wrong" in choice) throw refusal(choice.wrong, form);
      const { measure, stage, area, until } = choice;
      if (!measure.stages.includes(stage)) throw refusal("stage", form, measure);
      const releases = await quartersUntil(c.var.engine, until);
      if (releases.length === 0)
        throw new Problem("not-found", "There is no published release so far. See /v1/releases.");
      const asked = c.req.query("lang");
      const locale = isLocale(asked) ? asked : "en";
      const hash = releases.map((one) => one.hash).join(" ");
      const question = `trend ${measure.id} ${stage} ${area?.code ?? ""}`;
      const tag = await entityTag({ id: "trends", hash }, question, `${form} ${locale}`);
      if (markAnswer(c, "latest", tag) === "held") return c.body(null, 304);

      const read = await readQuarters(c.var.engine, releases, trendReadings(measure));
      const labels = labelsIn(locale);
      const { nation, here, changes } = trendsOf(choice, read);
      const points = area === undefined ? nation : here;
      const written = { measure: measure.id, stage, area: area?.code ?? null, points, changes };
      if (form === "json") return c.json(trendJson(written, labels));
      // In one order and with nothing of the asker's own spelling: the same question has the same bytes.
      const canonical = new URLSearchParams({
        measure: measure.id,
        stage,
        ...(area && { area: area.code }),
        ...(until && { until }),
        lang: locale,
      }).toString();
      return answerCsv(c, form, {
        file: trendFile(measure.question[locale], `trends.csv?${canonical}`, locale),
        savedAs: `trend-${measure.id}-${stage}`,
        body: () => trendCsv(written, labels),
      });
    },
  );
