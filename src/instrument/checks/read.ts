import * as v from "valibot";
import { comparabilitySchema } from "../comparability.ts";
import { instrumentSchema } from "../definition.ts";
import { measuresSchema, rightsSchema } from "../measure.ts";
import type { SurveyFile, Surveys } from "./surveys.ts";

const methodologySchema = v.object({
  core: v.object({ fixed: v.array(v.string()), rotating: v.array(v.string()), agenciesAtMost: v.number() }),
});
const publishedSchema = v.record(v.string(), v.string());

/** Names where in a file something is: "question RPT2, text.cy" rather than "questions.3.text.cy". */
function wordPath(value: unknown, path: readonly unknown[]): string {
  const lists = {
    questions: "question",
    measures: "measure",
    rights: "right",
    options: "option",
    pairs: "pair",
  } as const;
  const words: string[] = [];
  let here: unknown = value;
  path.forEach((key, index) => {
    const list = Object.entries(lists).find(([name]) => name === path[index - 1])?.[1];
    here = typeof here === "object" && here !== null ? Reflect.get(here, String(key)) : undefined;
    if (list === undefined && !(typeof key === "string" && key in lists)) words.push(String(key));
    if (list === undefined) return;
    const named =
      typeof here === "object" && here !== null ? (Reflect.get(here, "id") ?? Reflect.get(here, "code")) : undefined;
    words.push(`${list} ${typeof named === "string" ? named : `number ${Number(key) + 1}`}`);
  });
  return words.join(", ");
}

/** What a schema says of a field, in words. Custom messages of a schema are sentences already. */
function sentenceOf({ type, kind, expected, received, message }: v.BaseIssue<unknown>): string {
  if (expected === "never") return "this field is not one that a survey has; is its name spelt right?";
  if (kind === "schema" && received === "undefined") return "this field is missing.";
  if (type === "non_empty") return "this is empty.";
  if (kind === "schema" && expected !== null)
    return `this must be ${expected.replaceAll(" | ", " or ")}, not ${received}.`;
  return `${message}.`;
}

function read<S extends v.GenericSchema>(
  schema: S,
  file: string,
  value: unknown,
): { readonly value: v.InferOutput<S> } | { readonly faults: readonly string[] } {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return { value: parsed.output };
  return {
    faults: parsed.issues.map((issue) => {
      const where = wordPath(value, issue.path?.map(({ key }) => key) ?? []);
      return `${file}${where === "" ? "" : `, ${where}`}: ${sentenceOf(issue)}`;
    }),
  };
}

/** Files of surveys/ as read, by their path. */
export type Folder = Readonly<Record<string, unknown>>;

const isInstrument = (file: string) => /^surveys\/[a-z-]+\/([a-z]+-)?v\d+\.json$/.test(file);

/** Reads all of surveys/ into what the checks look at, or says which file is not of the documented form. */
export function readSurveys(folder: Folder): { readonly surveys: Surveys } | { readonly faults: readonly string[] } {
  const measures = read(measuresSchema, "surveys/measures.json", folder["surveys/measures.json"]);
  const rights = read(rightsSchema, "surveys/rights.json", folder["surveys/rights.json"]);
  const published = read(publishedSchema, "surveys/published.json", folder["surveys/published.json"]);
  const methodology = read(methodologySchema, "surveys/methodology/1.json", folder["surveys/methodology/1.json"]);
  const comparability = read(
    comparabilitySchema,
    "surveys/methodology/comparability.json",
    folder["surveys/methodology/comparability.json"],
  );
  const instruments = Object.keys(folder)
    .filter(isInstrument)
    .toSorted()
    .map((file) => ({ file, json: folder[file], result: read(instrumentSchema, file, folder[file]) }));
  const files: readonly SurveyFile[] = instruments.flatMap(({ file, json, result }) =>
    "value" in result ? [{ file, json, instrument: result.value }] : [],
  );
  if (
    "value" in measures &&
    "value" in rights &&
    "value" in published &&
    "value" in methodology &&
    "value" in comparability &&
    files.length === instruments.length
  ) {
    const { scales } = measures.value;
    const surveys = { files, scales, measures: measures.value.measures, rights: rights.value.rights };
    return {
      surveys: {
        ...surveys,
        core: methodology.value.core,
        published: published.value,
        pairs: comparability.value.pairs,
      },
    };
  }
  const results = [measures, rights, published, methodology, comparability, ...instruments.map(({ result }) => result)];
  return { faults: results.flatMap((result) => ("faults" in result ? result.faults : [])) };
}
