import type { Context } from "hono";
import { resolver } from "hono-openapi";
import { Problem } from "../../kernel/problem.ts";
import { type Beside, csv } from "../../results/csv.ts";
import { type DescribedFile, describeCsv } from "../../results/csv-description.ts";
import { csvw } from "../../results/csvw.ts";
import { jsonStat } from "../../results/json-stat.ts";
import type { Labels } from "../../results/labels.ts";
import type { ResultTable } from "../../results/table.ts";
import { datasetSchema, problemContent } from "./release-schemas.ts";

// Every table of a release has an address that ends in how it is written: `area.csv`.

const forms = ["json", "csv", "csv-metadata.json"] as const;
export type Form = (typeof forms)[number];

/** Splits `area.stage.csv` into what it names and how it is written; null where it is written in no way that we know. */
export function splitFile(file: string): { readonly name: string; readonly form: Form } | null {
  const [, name, ending] = /^(.+?)\.(json|csv|csv-metadata\.json)$/.exec(file) ?? [];
  const form = forms.find((one) => one === ending);
  return name === undefined || form === undefined ? null : { name, form };
}

/**
 * Reads `area.csv` as one of some names, and a form.
 *
 * @param said The names as a sentence has them.
 * @throws Problem `not-found`.
 */
export function readFileOf<N extends string>(
  file: string,
  names: readonly N[],
  said: string,
): { readonly name: N; readonly form: Form } {
  const split = splitFile(file);
  const name = names.find((one) => one === split?.name);
  if (split === null || name === undefined) {
    throw new Problem("not-found", `Take ${said}, and .json, .csv or .csv-metadata.json. See /v1/reference.`);
  }
  return { name, form: split.form };
}

/** The last part of such an address, for the description of the API. */
export const fileParameter = (description: string, example: string) =>
  ({ in: "path", name: "file", description, required: true, schema: { type: "string" }, example }) as const;

/** What the address of a CSV and of its description answers, for the description of the API. */
export const csvContent = {
  "text/csv": { schema: { type: "string" as const } },
  "application/csvm+json": { schema: { type: "object" as const } },
};

/** What such an address answers, for the description of the API. */
export const tableResponses = (description: string) => ({
  200: {
    description,
    content: {
      "application/json": { schema: resolver(datasetSchema) },
      ...csvContent,
    },
  },
  304: { description: "You hold this already (If-None-Match)" },
  ...problemContent(404, 422),
});

type WrittenTable = {
  readonly table: ResultTable;
  readonly labels: Labels;
  readonly beside: Beside;
  /** Where it lies in another form, relative to itself. */
  readonly addressOf: (form: Form) => string;
  /** What a saved CSV is called after `throughline-` and the release. */
  readonly savedAs: string;
  /** What JSON-stat says in its extension besides; and rows of its own, where one axis cannot tell CSV's apart. */
  readonly extension?: Readonly<Record<string, unknown>>;
  readonly rowsOfDataset?: ResultTable["rows"];
};

const asDescription = { "Content-Type": "application/csvm+json" } as const;
const asCsv = { "Content-Type": "text/csv; charset=utf-8; header=present" } as const;

/**
 * Writes a CSV that is no table of a release, or what describes it.
 *
 * @param file Its `url` is where the CSV lies beside its description.
 * @param savedAs What a saved CSV is called.
 */
export function answerCsv(
  c: Context,
  form: "csv" | "csv-metadata.json",
  { file, savedAs, body }: { readonly file: DescribedFile; readonly savedAs: string; readonly body: () => string },
): Response {
  if (form === "csv-metadata.json") return c.json(describeCsv(file), 200, asDescription);
  const [name = "", search = ""] = file.url.split("?");
  c.header("Content-Disposition", `attachment; filename="throughline-${savedAs}.csv"`);
  const address = `${name}-metadata.json${search === "" ? "" : `?${search}`}`;
  c.header("Link", `<${address}>; rel="describedby"; type="application/csvm+json"`);
  return c.body(body(), 200, asCsv);
}

/** Writes a table in the form that was asked for. */
export function answerTable(c: Context, form: Form, written: WrittenTable): Response {
  const { table, labels, beside, addressOf } = written;
  if (form === "json") {
    const { extension, ...dataset } = jsonStat({ ...table, rows: written.rowsOfDataset ?? table.rows }, labels);
    return c.json({ ...dataset, extension: { ...extension, ...written.extension } });
  }
  if (form === "csv-metadata.json") {
    return c.json(csvw(table, labels, addressOf("csv"), beside.further), 200, asDescription);
  }
  c.header("Content-Disposition", `attachment; filename="throughline-${table.release.id}-${written.savedAs}.csv"`);
  c.header("Link", `<${addressOf("csv-metadata.json")}>; rel="describedby"; type="application/csvm+json"`);
  return c.body(csv(table, labels, beside), 200, asCsv);
}
