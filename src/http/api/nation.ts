import { Hono } from "hono";
import { describeRoute } from "hono-openapi";
import { isLocale } from "../../kernel/locale.ts";
import type { Beside } from "../../results/csv.ts";
import { instrumentsAsking, OVERALL, surveyMeasure } from "../../results/measures.ts";
import { nationTables } from "../../results/nation.ts";
import type { HasResponses } from "../../store/responses/database.ts";
import { nationLabelsIn } from "../../ui/results-nation-labels.ts";
import { readNationTable } from "../nation.ts";
import { entityTag, markAnswer, needRelease } from "../released.ts";
import { allowOnly, parameter, releaseParameter } from "./release-parameters.ts";
import { openToAll } from "./releases.ts";
import { answerTable, fileParameter, readFileOf, tableResponses } from "./table-files.ts";

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

/** What is told of the nation alone. No key is needed to read. */
export const nationApi = new Hono<{ Variables: { engine: HasResponses } }>().use("/releases/*", openToAll).get(
  "/releases/:id/nation/:file",
  describeRoute({
    operationId: "getNationTable",
    tags: ["Results"],
    summary: "Get the journeys of the same people, what goes with satisfaction, or answers by mode",
    description:
      "For England and Wales alone. `journeys`: satisfaction of the same people at two stages, added up over the four quarters that end with the release's; `change` is in points. `drivers`: each experience beside satisfaction on the whole; `difference` and `product` are in points, and neither is an effect. `modes`: the fixed core by how people answered, adjusted for nothing.",
    parameters: [
      releaseParameter,
      fileParameter("`journeys`, `drivers` or `modes`; then .json, .csv or .csv-metadata.json", "journeys.csv"),
      parameter("lang", "Language of the words: en or cy"),
    ],
    responses: tableResponses("The figures"),
  }),
  async (c) => {
    allowOnly(c.req.url, ["lang"]);
    const asked = c.req.param("id");
    const release = await needRelease(c.var.engine, asked);
    const { name: which, form } = readFileOf(c.req.param("file"), nationTables, nationTables.join(", "));
    const language = c.req.query("lang");
    const locale = isLocale(language) ? language : "en";
    const { table, releases } = await readNationTable(c.var.engine, release, which);
    const tag = await entityTag(release, `nation ${which} ${releases.join(" ")}`, `${form} ${locale}`);
    // A sum of several quarters is another once one of them is corrected.
    if (markAnswer(c, which === "journeys" ? "latest" : asked, tag) === "held") return c.body(null, 304);

    return answerTable(c, form, {
      table,
      labels: nationLabelsIn(locale),
      beside,
      addressOf: (extension) => `${which}.${extension}`,
      savedAs: which,
      extension: { query: `nation/${which}.json`, releases },
    });
  },
);
