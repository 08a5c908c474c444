import { levels } from "../../results/codelist.ts";

// What the results' part of the API may be asked, for its documentation.

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
  parameter("lang", "Language of the words: en or cy"),
  ...levels.map((level) =>
    parameter(
      level,
      `Only these, separated by commas: see the code list. Summed where the table does not show ${level}. A filter counts as a dimension.`,
    ),
  ),
];
