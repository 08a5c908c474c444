import { Hono } from "hono";
import { describeRoute, resolver } from "hono-openapi";
import * as v from "valibot";
import { themes } from "../../domain/moderation.ts";
import { isLocale } from "../../kernel/locale.ts";
import { Problem } from "../../kernel/problem.ts";
import { firstDayOfQuarter } from "../../kernel/time.ts";
import { csvLine } from "../../results/csv.ts";
import { allThemeRows, themeMeasures, waitingComments } from "../../results/themes.ts";
import type { HasResponses } from "../../store/responses/database.ts";
import { readQuotes } from "../../store/responses/quotes.ts";
import { themesFile } from "../../ui/results-files.ts";
import { entityTag, markAnswer, needRelease, readCells } from "../released.ts";
import { allowOnly, parameter, releaseParameter } from "./release-parameters.ts";
import { problemContent } from "./release-schemas.ts";
import { openToAll } from "./releases.ts";
import { answerCsv, csvContent, readFileOf } from "./table-files.ts";

const figure = v.nullable(v.number());

const themesSchema = v.object({
  release: v.string(),
  waiting: v.number(),
  rows: v.array(
    v.object({
      area: v.nullable(v.string()),
      theme: v.string(),
      percent: figure,
      lower: figure,
      upper: figure,
      base: figure,
      symbol: v.nullable(v.picklist(["c", "u"])),
    }),
  ),
  quotes: v.array(v.object({ theme: v.string(), text: v.string() })),
});

const columns = [
  "area_code",
  "theme",
  "theme_en",
  "theme_cy",
  "agency",
  "value",
  "lower_95",
  "upper_95",
  "base",
  "status",
  "release",
  "period_start",
  "period_duration",
  "methodology_version",
];

const fileParameter = {
  in: "path",
  name: "file",
  description: "`themes.json`, `themes.csv` or `themes.csv-metadata.json`",
  required: true,
  schema: { type: "string" },
  example: "themes.csv",
} as const;

/** What comments are about. No key is needed to read. */
export const themesApi = new Hono<{ Variables: { engine: HasResponses } }>().use("/releases/*", openToAll).get(
  "/releases/:id/:file{themes\\.(?:json|csv|csv-metadata\\.json)}",
  describeRoute({
    operationId: "getThemes",
    tags: ["Results"],
    summary: "Get what comments are about, by area and for the whole, as JSON, CSV or CSVW metadata",
    description:
      "Per cent of the comments that a moderator has read, by theme of the code frame. A theme is told where at least 50 comments were read and at least 10 carry it, both perturbed. The JSON has the few comments that the release quotes, which have neither area nor stage.",
    parameters: [releaseParameter, fileParameter, parameter("lang", "Language of the metadata: en or cy")],
    responses: {
      200: {
        description: "The themes",
        content: {
          "application/json": { schema: resolver(themesSchema) },
          ...csvContent,
        },
      },
      304: { description: "You hold this already (If-None-Match)" },
      ...problemContent(404, 422),
    },
  }),
  async (c) => {
    allowOnly(c.req.url, ["lang"]);
    const asked = c.req.param("id");
    const { form } = readFileOf(c.req.param("file"), ["themes"], "themes");
    const language = c.req.query("lang");
    const locale = isLocale(language) ? language : "en";
    const release = await needRelease(c.var.engine, asked);
    const tag = await entityTag(release, "themes", `${form} ${locale}`);
    if (markAnswer(c, asked, tag) === "held") return c.body(null, 304);
    const cellsOf = await readCells(c.var.engine, release.id, [
      { table: "", measures: themeMeasures },
      { table: "area", measures: themeMeasures },
    ]);
    const rows = allThemeRows(cellsOf);
    if (rows.length === 0) throw new Problem("not-found", "This release has no figures of comments.");
    if (form === "json") {
      const quotes = await readQuotes(c.var.engine.responses, release.id);
      return c.json({
        release: release.id,
        waiting: waitingComments(cellsOf),
        rows,
        quotes: quotes.map(({ theme, text }) => ({ theme, text })),
      });
    }
    const lines = rows.map(({ area, theme, percent, lower, upper, base, symbol }) => {
      const words = themes.find(({ code }) => code === theme);
      const shown = symbol === "c" ? ["[c]", "[c]", "[c]"] : [percent, lower, upper];
      const [agency, status] = [words?.agency ?? "", symbol === null ? "" : `[${symbol}]`];
      const of = [release.id, firstDayOfQuarter(release.period), "P3M", release.methodology];
      return csvLine([
        area ?? "K04000001",
        theme,
        words?.en ?? "",
        words?.cy ?? "",
        agency,
        ...shown,
        base,
        status,
        ...of,
      ]);
    });
    return answerCsv(c, form, {
      file: themesFile(release, columns, locale),
      savedAs: `${release.id}-themes`,
      body: () => csvLine(columns) + lines.join(""),
    });
  },
);
