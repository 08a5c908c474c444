import { Hono } from "hono";
import { describeRoute, resolver } from "hono-openapi";
import * as v from "valibot";
import { stages } from "../../domain/dimension.ts";
import { dispositions } from "../../domain/disposition.ts";
import { isLocale } from "../../kernel/locale.ts";
import { firstDayOfQuarter } from "../../kernel/time.ts";
import { csvLine } from "../../results/csv.ts";
import { expectedAfter } from "../../results/expected.ts";
import { CHANGE_TEST, PLAN, qualityOf, qualityReadings } from "../../results/quality.ts";
import { outcomesBy, rateNames } from "../../results/quality-outcomes.ts";
import type { HasResponses } from "../../store/responses/database.ts";
import { qualityFile } from "../../ui/results-files.ts";
import { readQuality } from "../release-quality.ts";
import { entityTag, markAnswer, needRelease, readCells } from "../released.ts";
import { allowOnly, parameter, releaseParameter } from "./release-parameters.ts";
import { problemContent } from "./release-schemas.ts";
import { openToAll } from "./releases.ts";
import { answerCsv, csvContent, fileParameter } from "./table-files.ts";

const number = v.nullable(v.number());
const stage = v.nullable(v.picklist(stages));
const numbers = v.record(v.string(), number);
const text = v.nullable(v.string());
/** A percentage with a coding is a bound and no value. */
const coding = v.nullable(v.picklist(["at-most", "at-least"]));

const qualitySchema = v.object({
  release: v.string(),
  designation: v.string(),
  hash: v.string(),
  methodology: v.string(),
  made: v.object({
    methodologySha256: text,
    code: text,
    seal: text,
    instruments: v.array(v.string()),
    bridged: v.number(),
    tables: v.number(),
    rho: numbers,
    rhoOfPeriod: numbers,
    notStated: numbers,
  }),
  outcomes: v.array(
    v.object({
      area: text,
      stage,
      counts: numbers,
      eligible: v.number(),
      opened: v.number(),
      answered: number,
      rates: numbers,
    }),
  ),
  modes: v.array(v.object({ stage, mode: v.string(), percent: number, coding })),
  weighting: v.array(v.object({ stage, designEffect: v.number(), trimmedPercent: v.number(), areas: v.number() })),
  representativeness: v.array(
    v.object({
      stage,
      attribute: v.string(),
      category: v.string(),
      invited: v.number(),
      invitedPercent: number,
      answeredPercent: number,
      answeredCoding: coding,
    }),
  ),
  plan: v.object({ power: v.number(), alpha: v.number() }),
  /** What `precision` is found by: the test of the trends. */
  changeTest: v.object({
    power: v.number(),
    falseDiscoveries: v.number(),
    looks: v.number(),
    quartersBefore: v.number(),
  }),
  spreads: v.array(v.object({ stage, variance: v.number() })),
  precision: v.array(v.object({ area: v.string(), stage, base: v.number(), points: v.number() })),
  nonResponse: v.array(
    v.object({
      measure: v.string(),
      base: number,
      notApplicable: number,
      notApplicableCoding: coding,
      preferNotToSay: number,
      preferNotToSayCoding: coding,
    }),
  ),
  disclosure: v.object({ figures: v.number(), notShown: v.number(), lowBase: v.number() }),
  earlier: v.nullable(
    v.object({
      id: v.string(),
      continuity: v.array(
        v.object({
          form: v.string(),
          earlier: v.string(),
          later: v.string(),
          same: v.array(v.string()),
          bridged: v.array(v.string()),
          broken: v.array(v.string()),
        }),
      ),
    }),
  ),
  nextExpected: v.object({ period: v.string(), from: v.string() }),
});

const columns = [
  "area_code",
  "stage",
  ...dispositions.map((one) => `count_${one}`),
  "eligible",
  "opened",
  "answered",
  ...rateNames.map((name) => `${name}_percent`),
  "base",
  "detectable_points",
  "release",
  "period_start",
  "period_duration",
  "methodology_version",
];

/** How good a release's figures are. No key is needed to read. */
export const releaseQuality = new Hono<{ Variables: { engine: HasResponses } }>()
  .use("/releases/*", openToAll)
  .get(
    "/releases/:id/quality",
    describeRoute({
      operationId: "getQualityStatement",
      tags: ["Results"],
      summary: "Get the quality statement of a release",
      description:
        "Frame, ways of answering, AAPOR rates, weights, who answered beside who was invited, smallest detectable changes, questions passed over, versions of the surveys and what is not shown: every number is worked out from the release. The page is /results/{id}/quality.",
      parameters: [releaseParameter],
      responses: {
        200: { description: "The statement", content: { "application/json": { schema: resolver(qualitySchema) } } },
        304: { description: "You hold this already (If-None-Match)" },
        ...problemContent(404, 422),
      },
    }),
    async (c) => {
      allowOnly(c.req.url, []);
      const release = await needRelease(c.var.engine, c.req.param("id"));
      const { quality, made, earlier } = await readQuality(c.var.engine, release);
      // The quarter before may be corrected: what compares with it is not kept for good.
      const tag = await entityTag(release, `quality ${JSON.stringify(earlier)}`, "json");
      if (markAnswer(c, "latest", tag) === "held") return c.body(null, 304);
      const { id, hash, methodology, label, period } = release;
      const head = { release: id, designation: label, hash, methodology };
      return c.json({
        ...head,
        made,
        ...quality,
        plan: PLAN,
        changeTest: CHANGE_TEST,
        earlier,
        nextExpected: expectedAfter(period),
      });
    },
  )
  .get(
    "/releases/:id/quality/:file{areas\\.(?:csv|csv-metadata\\.json)}",
    describeRoute({
      operationId: "getQualityByArea",
      tags: ["Results"],
      summary:
        "Get counts, response rates and the smallest detectable change of every area and stage as CSV, or its CSVW metadata",
      parameters: [
        releaseParameter,
        fileParameter("`areas.csv` or `areas.csv-metadata.json`", "areas.csv"),
        parameter("lang", "Language of the metadata: en or cy"),
      ],
      responses: {
        200: { description: "One line an area and stage", content: csvContent },
        304: { description: "You hold this already (If-None-Match)" },
        ...problemContent(404, 422),
      },
    }),
    async (c) => {
      allowOnly(c.req.url, ["lang"]);
      const asked = c.req.param("id");
      const form = c.req.param("file") === "areas.csv" ? "csv" : "csv-metadata.json";
      const language = c.req.query("lang");
      const locale = isLocale(language) ? language : "en";
      const release = await needRelease(c.var.engine, asked);
      const tag = await entityTag(release, "quality areas", `${form} ${locale}`);
      if (markAnswer(c, asked, tag) === "held") return c.body(null, 304);
      const cellsOf = await readCells(c.var.engine, release.id, qualityReadings);
      const { precision } = qualityOf(cellsOf);
      const linesOf = () =>
        outcomesBy(["area", "stage"], cellsOf).map((outcome) => {
          const found = precision.find(({ area, stage: at }) => area === outcome.area && at === outcome.stage);
          return csvLine([
            outcome.area,
            outcome.stage,
            ...dispositions.map((one) => outcome.counts[one]),
            outcome.eligible,
            outcome.opened,
            outcome.answered ?? "[c]",
            ...rateNames.map((name) => outcome.rates[name] ?? "[x]"),
            found?.base ?? "[c]",
            found?.points ?? "[c]",
            release.id,
            firstDayOfQuarter(release.period),
            "P3M",
            release.methodology,
          ]);
        });
      return answerCsv(c, form, {
        file: qualityFile(release, columns, locale),
        savedAs: `${release.id}-quality-areas`,
        body: () => csvLine(columns) + linesOf().join(""),
      });
    },
  );
