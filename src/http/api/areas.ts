import { Hono } from "hono";
import { describeRoute } from "hono-openapi";
import { isLocale } from "../../kernel/locale.ts";
import { Problem } from "../../kernel/problem.ts";
import { areaOf, regionCode } from "../../results/codelist.ts";
import { readWindowName } from "../../results/query.ts";
import { countByBasis, profileLines, profileTable, sourceOf } from "../../results/small-area.ts";
import type { HasResponses } from "../../store/responses/database.ts";
import { profileColumns, profileLabelsIn } from "../../ui/results-area-labels.ts";
import { profileMeasures, profileSources, readQuarter, readYear } from "../areas.ts";
import { entityTag, markAnswer, needRelease } from "../released.ts";
import { hashesOf, quartersTo } from "../windows.ts";
import { allowOnly, parameter, releaseParameter } from "./release-parameters.ts";
import { openToAll } from "./releases.ts";
import { answerTable, fileParameter, readFileOf, tableResponses } from "./table-files.ts";

const areaParameter = {
  in: "path",
  name: "area",
  description: "A police area: see /v1/codelists/areas",
  required: true,
  schema: { type: "string" },
  example: "E23000034",
} as const;

const files = ["profile"] as const;

/** What can be told of one area, however small it is. No key is needed to read. */
export const areasApi = new Hono<{ Variables: { engine: HasResponses } }>().use("/releases/*", openToAll).get(
  "/releases/:id/areas/:area/:file",
  describeRoute({
    operationId: "getAreaProfile",
    tags: ["Results"],
    summary: "Get an area's profile: of each figure that is held back, the nearest one that may be told",
    description:
      "Every measure of the area page at every stage at which it is asked. Where the area's own figure of the quarter is held back, the nearest takes its place: its own of up to four quarters added up, its own over all stages, its region's, or the nation's. `basis` says which (see /v1/codelists/profile-bases). In the CSV, area, stage and period are those of the figure; `profile_area` and `profile_stage` say what it stands for, and `same_as` where it stands among /v1/releases/{id}/tables/. Everything in it is published there: it is a choice, and adds nothing. For bands and response rates see there.",
    parameters: [
      releaseParameter,
      areaParameter,
      fileParameter("`profile`; then .json, .csv or .csv-metadata.json", "profile.csv"),
      parameter("window", "1q (the default): from the release's quarter on. 4q: of four quarters alone"),
      parameter("lang", "Language of the words: en or cy"),
    ],
    responses: tableResponses("The profile"),
  }),
  async (c) => {
    allowOnly(c.req.url, ["window", "lang"]);
    const { engine } = c.var;
    const release = await needRelease(engine, c.req.param("id"));
    const area = areaOf(c.req.param("area"));
    if (area === undefined)
      throw new Problem("not-found", "There is no police area of this code: see /v1/codelists/areas.");
    const { form } = readFileOf(c.req.param("file"), files, "profile");
    const window = readWindowName(c.req.queries("window") ?? []);
    if (window === null) throw new Problem("query-not-allowed", "The windows are 1q and 4q.");
    const language = c.req.query("lang");
    const locale = isLocale(language) ? language : "en";
    const quarters = await quartersTo(engine, release);
    const question = window === "4q" ? "?window=4q" : "";
    const tag = await entityTag(
      release,
      `areas ${area.code} profile${question} ${hashesOf(quarters)}`,
      `${form} ${locale}`,
    );
    // A figure of several quarters is another once one of them is corrected.
    if (markAnswer(c, "latest", tag) === "held") return c.body(null, 304);

    const sources =
      window === "4q"
        ? { quarter: null, year: await readYear(engine, quarters) }
        : await profileSources(engine, area, { release, cellsOf: await readQuarter(engine, release), quarters });
    const lines = profileLines(area, profileMeasures, sources);
    const profile = profileTable(release, area, lines, window === "4q" ? quarters.window : null);
    return answerTable(c, form, {
      table: profile.table,
      labels: profileLabelsIn(locale),
      beside: { bandOf: () => null, rateOf: () => null, further: profileColumns(area, profile, locale) },
      addressOf: (extension) => `profile.${extension}${question}`,
      savedAs: `area-${area.code}`,
      rowsOfDataset: profile.rowsByStage,
      extension: {
        query: `areas/${area.code}/profile.json${question}`,
        area: area.code,
        region: regionCode(area),
        counts: Object.fromEntries(countByBasis(lines).map(({ basis, count }) => [basis, count])),
        quarters: quarters.window.quarters,
        sources: lines.map((line) => ({ measure: line.measure, stage: line.stage, same_as: sourceOf(line) })),
      },
    });
  },
);
