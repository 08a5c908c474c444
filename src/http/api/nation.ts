import { Hono } from "hono";
import { describeRoute, resolver } from "hono-openapi";
import { isLocale } from "../../kernel/locale.ts";
import { Problem } from "../../kernel/problem.ts";
import { type Beside, csv } from "../../results/csv.ts";
import { csvw } from "../../results/csvw.ts";
import { jsonStat } from "../../results/json-stat.ts";
import { instrumentsAsking, OVERALL, surveyMeasure } from "../../results/measures.ts";
import { type NationTable, nationTables } from "../../results/nation.ts";
import type { HasResponses } from "../../store/responses/database.ts";
import { nationLabelsIn } from "../../ui/results-nation-labels.ts";
import { readNationTable } from "../nation.ts";
import { entityTag, markAnswer, needRelease } from "../released.ts";
import { allowOnly, parameter, releaseParameter } from "./release-parameters.ts";
import { datasetSchema, problemContent } from "./release-schemas.ts";
import { openToAll } from "./releases.ts";

/** Reads `journeys.csv` as a table and a form. */
function readFile(file: string): {
  readonly which: NationTable;
  readonly form: "json" | "csv" | "csv-metadata.json";
} {
  const [, name, form] = /^(\w+)\.(json|csv|csv-metadata\.json)$/.exec(file) ?? [];
  const which = nationTables.find((one) => one === name);
  if (which === undefined || (form !== "json" && form !== "csv" && form !== "csv-metadata.json")) {
    throw new Problem(
      "not-found",
      `Take ${nationTables.join(", ")}, and .json, .csv or .csv-metadata.json. See /v1/reference.`,
    );
  }
  return { which, form };
}

/** Whom a row is about, and at which stage. */
const beside: Beside = {
  bandOf: () => null,
  rateOf: () => null,
  about: ({ measure, at: { stage } }) => {
    const [kind, named = ""] = measure.split(":");
    if (kind === "journey")
      return { agency: "system", stage: named, instrument: instrumentsAsking(OVERALL, named.split(".")).join("+") };
    const id = kind === "driver" ? named : measure;
    const at = stage === undefined ? null : [stage];
    return {
      agency: surveyMeasure(id)?.agency ?? "system",
      stage: stage ?? "all",
      instrument: instrumentsAsking(id, at).join("+") || "none",
    };
  },
};

const fileParameter = {
  in: "path",
  name: "file",
  description: "`journeys`, `drivers` or `modes`; then .json, .csv or .csv-metadata.json",
  required: true,
  schema: { type: "string" },
  example: "journeys.csv",
} as const;

/** What is told of the nation alone. No key is needed to read. */
export const nationApi = new Hono<{ Variables: { engine: HasResponses } }>().use("/releases/*", openToAll).get(
  "/releases/:id/nation/:file",
  describeRoute({
    operationId: "getNationTable",
    tags: ["Results"],
    summary: "Get the journeys of the same people, what goes with satisfaction, or answers by mode",
    description:
      "For England and Wales alone. `journeys`: satisfaction of the same people at two stages, added up over the four quarters that end with the release's; `change` is in points. `drivers`: each experience beside satisfaction on the whole; `difference` and `product` are in points, and neither is an effect. `modes`: the fixed core by how people answered, adjusted for nothing.",
    parameters: [releaseParameter, fileParameter, parameter("lang", "Language of the words: en or cy")],
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
    allowOnly(c.req.url, ["lang"]);
    const asked = c.req.param("id");
    const release = await needRelease(c.var.engine, asked);
    const { which, form } = readFile(c.req.param("file"));
    const language = c.req.query("lang");
    const locale = isLocale(language) ? language : "en";
    const { table, releases } = await readNationTable(c.var.engine, release, which);
    const tag = await entityTag(release, `nation ${which} ${releases.join(" ")}`, `${form} ${locale}`);
    // A sum of several quarters is another once one of them is corrected.
    if (markAnswer(c, which === "journeys" ? "latest" : asked, tag) === "held") return c.body(null, 304);

    const labels = nationLabelsIn(locale);
    if (form === "json") {
      const { extension, ...dataset } = jsonStat(table, labels);
      return c.json({ ...dataset, extension: { ...extension, query: `nation/${which}.json`, releases } });
    }
    if (form === "csv-metadata.json") {
      return c.json(csvw(table, labels, `${which}.csv`), 200, { "Content-Type": "application/csvm+json" });
    }
    c.header("Content-Disposition", `attachment; filename="throughline-${release.id}-${which}.csv"`);
    c.header("Link", `<${which}.csv-metadata.json>; rel="describedby"; type="application/csvm+json"`);
    return c.body(csv(table, labels, beside), 200, { "Content-Type": "text/csv; charset=utf-8; header=present" });
  },
);
