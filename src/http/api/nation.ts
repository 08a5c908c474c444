import { Hono } from "hono";
import { describeRoute } from "hono-openapi";
import { attributes } from "../../instrument/profile.ts";
import { isLocale } from "../../kernel/locale.ts";
import type { Beside } from "../../results/csv.ts";
import { instrumentsAsking, OVERALL, surveyMeasure } from "../../results/measures.ts";
import { type Judged, nationTables } from "../../results/nation.ts";
import type { ResultTable, Row } from "../../results/table.ts";
import type { HasResponses } from "../../store/responses/database.ts";
import { nationLabelsIn } from "../../ui/results-nation-labels.ts";
import { readNationTable } from "../nation.ts";
import { entityTag, markAnswer, needRelease } from "../released.ts";
import { allowOnly, parameter, releaseParameter } from "./release-parameters.ts";
import { openToAll } from "./releases.ts";
import { answerTable, fileParameter, readFileOf, tableResponses } from "./table-files.ts";

/** Of whom alone a figure by a characteristic is: of `ethnicity.black`, and of what it differs by. */
function groupOf(answer: string | null) {
  const [attribute = "", category = "", part] = answer?.split(".") ?? [];
  const isOne = attributes.some(
    ({ id, categories }) => id === attribute && categories.some(({ code }) => code === category),
  );
  return isOne ? { group: part === "others" ? `${attribute}!=${category}` : `${attribute}=${category}` } : {};
}

/** Whom a row is about, and at which stage. */
const beside: Beside = {
  bandOf: () => null,
  rateOf: () => null,
  about: ({ measure, answer, at: { stage } }) => {
    const [kind, named = ""] = measure.split(":");
    if (kind === "journey")
      return { agency: "system", stage: named, instrument: instrumentsAsking(OVERALL, named.split(".")).join("+") };
    const id = kind === "driver" ? named : measure;
    const at = stage === undefined ? null : [stage];
    return {
      agency: surveyMeasure(id)?.agency ?? "system",
      stage: stage ?? "all",
      instrument: instrumentsAsking(id, at).join("+") || "none",
      ...groupOf(answer),
    };
  },
};

type JudgedOf = ((row: Row) => Judged | null) | undefined;

/** Beside a row, where differences are judged: whether this one is more than chance. */
const judgedBeside = (judgedOf: JudgedOf): Beside => ({
  ...beside,
  comparedOf: (row) => {
    const judged = judgedOf?.(row) ?? null;
    return judged && { ...judged, score: null, band: null };
  },
});

/** The same for JSON-stat: every difference that is told, with its p-value. */
const judgedRows = ({ rows }: ResultTable, judgedOf: (row: Row) => Judged | null) =>
  rows.flatMap((row) => {
    const { adjustedP, significance } = judgedOf(row) ?? { adjustedP: null, significance: null };
    if (adjustedP === null) return [];
    return [{ measure: row.measure, stage: row.at.stage ?? "all", answer: row.answer, adjustedP, significance }];
  });

/** What is told of the nation alone. No key is needed to read. */
export const nationApi = new Hono<{ Variables: { engine: HasResponses } }>().use("/releases/*", openToAll).get(
  "/releases/:id/nation/:file",
  describeRoute({
    operationId: "getNationTable",
    tags: ["Results"],
    summary: "Get the journeys of the same people, what goes with satisfaction, or answers by mode or characteristic",
    description:
      "For England and Wales alone. `journeys`: satisfaction of the same people at two stages, added up over the four quarters that end with the release's; `change` is in points. `drivers`: each experience beside satisfaction on the whole; `difference` and `product` are in points, and neither is an effect. `modes`: the fixed core by how people answered, adjusted for nothing. `characteristics`: the core by what people told of themselves (code list `characteristics`), by stage; `characteristics-all-stages`: the same over all stages added up: somebody who answered at two counts twice, so its intervals are somewhat too narrow. `ethnicity.black` is a category, `ethnicity.black.others` everybody else who answered that question, `ethnicity.black.difference` in points; none is adjusted for anything. The CSV's column `group` says of whom a row is: `ethnicity=black`, also of its difference, and `ethnicity!=black` of everybody else who answered that question. Whether a difference is more than chance stands in `adjusted_p` and `significance` of the CSV, and in `extension.differences` of JSON-stat.",
    parameters: [
      releaseParameter,
      fileParameter(
        "`journeys`, `drivers`, `modes`, `characteristics` or `characteristics-all-stages`; then .json, .csv or .csv-metadata.json",
        "journeys.csv",
      ),
      parameter(
        "window",
        "Of characteristics, `1q` (the default) or `4q`: this quarter and the three before it, added up; an item whose question changed in between is [x]",
      ),
      parameter("lang", "Language of the words: en or cy"),
    ],
    responses: tableResponses("The figures"),
  }),
  async (c) => {
    allowOnly(c.req.url, ["lang", "window"]);
    const asked = c.req.param("id");
    const release = await needRelease(c.var.engine, asked);
    const { name: which, form } = readFileOf(c.req.param("file"), nationTables, nationTables.join(", "));
    const language = c.req.query("lang");
    const locale = isLocale(language) ? language : "en";
    const window = c.req.query("window");
    const { table, releases, judgedOf, isOfYear } = await readNationTable(c.var.engine, release, which, window);
    const tag = await entityTag(release, `nation ${which} ${releases.join(" ")}`, `${form} ${locale}`);
    const windowPart = table.window && which !== "journeys" ? "?window=4q" : "";
    // A sum of several quarters is another once one of them is corrected.
    if (markAnswer(c, isOfYear ? "latest" : asked, tag) === "held") return c.body(null, 304);

    return answerTable(c, form, {
      table,
      labels: nationLabelsIn(locale),
      beside: judgedBeside(judgedOf),
      addressOf: (extension) => `${which}.${extension}${windowPart}`,
      savedAs: which,
      extension: {
        query: `nation/${which}.json${windowPart}`,
        releases,
        ...(judgedOf && { differences: judgedRows(table, judgedOf) }),
      },
    });
  },
);
