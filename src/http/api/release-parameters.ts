import { Problem } from "../../kernel/problem.ts";
import { levels } from "../../results/codelist.ts";

// What the results' part of the API may be asked: for its documentation, and to refuse what it may not.

/** A query parameter, for the documentation. */
export const parameter = (name: string, description: string, example?: string) =>
  ({
    in: "query",
    name,
    description,
    required: false,
    schema: { type: "string" },
    ...(example !== undefined && { example }),
  }) as const;

const inPath = (name: string, description: string, example: string) =>
  ({ in: "path", name, description, required: true, schema: { type: "string" }, example }) as const;

export const releaseParameter = inPath("id", "A release, or `latest`", "2026Q1");

export const tableParameters = [
  releaseParameter,
  inPath(
    "file",
    `What rows are cut by (${levels.join(", ")}) joined by dots, or \`all\`; then .json, .csv or .csv-metadata.json`,
    "area.stage.json",
  ),
  parameter(
    "measure",
    "Measures, separated by commas: see /v1/codelists/measures; or `base` or `frame` for counts. C1 if left out.",
    "C1",
  ),
  parameter("statistic", "percent (the default), score, answers or count"),
  parameter("window", "1q (the default) or 4q: the release's quarter and the three before it, added up"),
  parameter(
    "mode",
    "`modelled`: an estimate for a crossing that no release publishes, made from its published tables; marked e, without an interval. Of one measure, in percent, in one quarter.",
  ),
  parameter("lang", "Language of the words: en or cy"),
  ...levels.map((level) =>
    parameter(
      level,
      `Only these, separated by commas: see the code list. Summed where the table does not show ${level}. A filter counts as a dimension.`,
    ),
  ),
];

/**
 * Lets an address through whose parameters are all known and stand once each.
 *
 * @throws Problem `query-not-allowed`, listing what may be asked: what a reader misspelt would else be left out in silence.
 */
export function allowOnly(url: string, known: readonly string[]): void {
  const given = [...new URL(url).searchParams.keys()];
  const allowed = known.length === 0 ? "There are no parameters here." : `The parameters are ${known.join(", ")}.`;
  if (given.some((name) => !known.includes(name))) throw new Problem("query-not-allowed", allowed);
  const twice = known.find((name) => given.filter((one) => one === name).length > 1);
  if (twice === undefined) return;
  throw new Problem("query-not-allowed", `The parameter "${twice}" stands more than once. ${allowed}`, [
    { path: twice, fix: "Give it once." },
  ]);
}
