import { Hono } from "hono";
import { describeRoute } from "hono-openapi";
import { type Stage, stages } from "../../domain/dimension.ts";
import { rights } from "../../instrument/registry.ts";
import { isLocale } from "../../kernel/locale.ts";
import { Problem } from "../../kernel/problem.ts";
import type { Beside } from "../../results/csv.ts";
import { instrumentsAsking } from "../../results/measures.ts";
import { type RightsCut, rightsReadings, rightsRows, rightsSubjects } from "../../results/rights.ts";
import type { ResultTable } from "../../results/table.ts";
import type { HasResponses } from "../../store/responses/database.ts";
import { rightsLabelsIn } from "../../ui/results-rights-labels.ts";
import { entityTag, markAnswer, needRelease, readCells } from "../released.ts";
import { allowOnly, parameter, releaseParameter } from "./release-parameters.ts";
import { openToAll } from "./releases.ts";
import { answerTable, fileParameter, readFileOf, tableResponses } from "./table-files.ts";

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

const cuts = ["all", "area"] as const satisfies readonly RightsCut[];

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
      fileParameter("`all` or `area`; then .json, .csv or .csv-metadata.json", "area.csv"),
      parameter("right", "Rights, or `records`, separated by commas; all if left out", "VC04,VC07"),
      parameter("lang", "Language of the words: en or cy"),
    ],
    responses: tableResponses("The figures"),
  }),
  async (c) => {
    allowOnly(c.req.url, ["right", "lang"]);
    const asked = c.req.param("id");
    const release = await needRelease(c.var.engine, asked);
    const { name: cut, form } = readFileOf(c.req.param("file"), cuts, "all or area");
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
    return answerTable(c, form, {
      table,
      labels: rightsLabelsIn(locale),
      beside,
      addressOf: (extension) => `${cut}.${extension}${question}`,
      savedAs: `rights-${cut}`,
      extension: { query: `rights/${cut}.json${question}` },
    });
  },
);
