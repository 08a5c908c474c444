import type { Fault } from "../kernel/problem.ts";
import { londonDate, parseInstant, parseLocalDate } from "../kernel/time.ts";
import type { CsvRow } from "./csv-rows.ts";
import { readPoliceMilestone } from "./feeds/police-milestone.ts";
import {
  columnsOf,
  type FieldSource,
  type FileField,
  fileFields,
  type FileMapping,
  mappedFields,
} from "./file-mapping.ts";
import { classOf, type Converted, NOT_TEXT, readers, type ValueClass } from "./file-values.ts";
import { ageOn, type Milestone } from "./milestone.ts";

// One row of a file as an event of ours, or what is wrong with it: never a value, only what sort of value it is.

/** What is wrong in one place of a row. */
export type RowFault = {
  /** Path of the field that the column feeds, as an event names it; empty where it is the row as a whole. */
  readonly path: string;
  /** As the mapping names it; empty for a constant, or the row as a whole. */
  readonly column: string;
  readonly valueClass: ValueClass;
  readonly fix: string;
};

/** A mapping made ready for its file's first row. */
export type OpenMapping = {
  readonly mapping: FileMapping;
  readonly width: number;
  /** Column name to its place in a row. */
  readonly places: ReadonlyMap<string, number>;
  readonly fields: readonly OpenField[];
};

type OpenField = { readonly field: FileField; readonly source: FieldSource; readonly table: Table | null };

/** Their code, in lower case, to ours; null for one that means nothing to us. */
type Table = ReadonlyMap<string, string | null>;

function tableOf({ values, ignore }: FieldSource): Table | null {
  if (values === undefined && ignore === undefined) return null;
  return new Map([
    ...Object.entries(values ?? {}).map(([theirs, ours]) => [theirs.toLowerCase(), ours] as const),
    ...(ignore ?? []).map((theirs) => [theirs.toLowerCase(), null] as const),
  ]);
}

/** Signs in a first row that the file is of another encoding than the mapping says. */
const disguises: readonly (readonly [sign: string, fix: string])[] = [
  ["\u0000", "The file is UTF-16: save it as UTF-8."],
  ["\u00ef\u00bb\u00bf", "The file is UTF-8: say so in the mapping's encoding."],
];

/** Finds the mapping's columns in a file's first row, or says which are missing. The row itself is never repeated. */
export function openMapping(mapping: FileMapping, head: CsvRow | undefined): OpenMapping | readonly RowFault[] {
  const names = (head?.fields ?? []).map((name) => name.trim());
  const disguise = disguises.find(([sign]) => names.some((name) => name.includes(sign)));
  if (disguise) return [{ path: "", column: "", valueClass: "file", fix: disguise[1] }];
  const faults = columnsOf(mapping).flatMap((column): readonly RowFault[] => {
    const times = names.filter((name) => name === column).length;
    if (times === 1) return [];
    const fix =
      times === 0
        ? "The file's first row has no column of this name: mend the file or the mapping (also its delimiter and encoding)."
        : "The file's first row has this name more than once: name the columns apart.";
    return [{ path: "", column, valueClass: "file", fix }];
  });
  if (faults.length > 0) return faults;
  return {
    mapping,
    width: names.length,
    places: new Map(columnsOf(mapping).map((column) => [column, names.indexOf(column)])),
    fields: mappedFields(mapping).map(([field, source]) => ({ field, source, table: tableOf(source) })),
  };
}

const addToList = "Not a value of the mapping's table: add it there, or to what it ignores.";

function lookUp(table: Table | null, hasValues: boolean, text: string): Converted {
  if (table === null) return { value: text };
  const ours = table.get(text.toLowerCase());
  if (ours === null) return "ignored";
  if (ours !== undefined) return { value: ours };
  return hasValues ? { fix: addToList } : { value: text };
}

function convert({ field, source, table }: OpenField, text: string, time: string, mapping: FileMapping): Converted {
  const kind = fileFields[field];
  const hasValues = source.values !== undefined;
  if (kind === "list") return convertList(table, hasValues, text.split(source.separator ?? ";"));
  const looked = lookUp(table, hasValues, text);
  return typeof looked === "object" && "value" in looked ? readers[kind](String(looked.value), time, mapping) : looked;
}

function convertList(table: Table | null, hasValues: boolean, parts: readonly string[]): Converted {
  const looked = parts
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => lookUp(table, hasValues, part));
  const wrong = looked.find((each) => each !== "ignored" && "fix" in each);
  return wrong ?? { value: looked.flatMap((each) => (each !== "ignored" && "value" in each ? [each.value] : [])) };
}

/** What one row says: values of fields by path, and what is wrong in it. */
type Told = {
  readonly given: ReadonlyMap<FileField, unknown>;
  readonly faults: readonly RowFault[];
  readonly isIgnored: boolean;
};

function readFields(open: OpenMapping, row: CsvRow): Told {
  const given = new Map<FileField, unknown>();
  const faults: RowFault[] = [];
  let isIgnored = false;
  const at = (column: string | undefined) =>
    column === undefined ? "" : (row.fields[open.places.get(column) ?? -1] ?? "").trim();
  for (const each of open.fields) {
    const { field, source } = each;
    const text = at(source.column);
    if (text === "") continue;
    const fault = (fix: string) =>
      faults.push({ path: field, column: source.column ?? "", valueClass: classOf(text), fix });
    if (NOT_TEXT.test(text)) fault("Holds characters that are none of the mapping's encoding: save the file in it.");
    else {
      const converted = convert(each, text, at(source.timeColumn), open.mapping);
      if (converted === "ignored") isIgnored ||= field === "milestone";
      else if ("fix" in converted) fault(converted.fix);
      else given.set(field, converted.value);
    }
  }
  return { given, faults, isIgnored };
}

/** Objects that a constant alone does not bring about: a victim is there because a row names one. */
const parts = [
  "victim.contact.safeWindow",
  "victim.contact",
  "victim",
  "officerInCase",
  "facts",
  "case.flags",
] as const;

/** A row's constants join what its columns gave, where the object that they belong to is there. */
function addConstants(open: OpenMapping, given: ReadonlyMap<FileField, unknown>): ReadonlyMap<FileField, unknown> {
  const all = new Map(given);
  for (const { field, source } of open.fields) {
    if (source.constant === undefined) continue;
    const part = parts.find((each) => field.startsWith(`${each}.`));
    const isThere = part === undefined || [...given.keys()].some((each) => each.startsWith(`${part}.`));
    if (isThere) all.set(field, source.constant);
  }
  return all;
}

type Tree = { [key: string]: unknown };

const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null && !Array.isArray(value);

function put(into: Tree, [key = "", ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    into[key] = value;
    return;
  }
  const next = into[key];
  const child: Tree = isTree(next) ? next : {};
  into[key] = child;
  put(child, rest, value);
}

const identifierField = /^case\.(identifiers|merged)\.(\w+)$/;

/** What says whether and how somebody may be written to: no change of it may be taken for the row of yesterday. */
const safetyField = /^(victim\.contact\.|victim\.surveyConsent$|case\.flags\.)/;

const textOf = (value: unknown) => (typeof value === "string" ? value : "");

/** Values by path as the `data` of an event, and the fields of its lists of identifiers in their order. */
function dataOf(given: ReadonlyMap<FileField, unknown>) {
  const data: Tree = {};
  const lists: { readonly identifiers: FileField[]; readonly merged: FileField[] } = { identifiers: [], merged: [] };
  const listed: { [list: string]: unknown[] } = {};
  for (const [field, value] of given) {
    const [, list, type] = identifierField.exec(field) ?? [];
    if (list === "identifiers" || list === "merged") {
      lists[list].push(field);
      (listed[list] ??= []).push({ type, value });
    } else if (field === "victim.bornOn") {
      const occurredAt = parseInstant(textOf(given.get("occurredAt")));
      const bornOn = parseLocalDate(textOf(value));
      if (occurredAt !== null && bornOn !== null && !given.has("victim.ageBand"))
        put(data, ["victim", "ageBand"], ageOn(bornOn, londonDate(occurredAt)));
    } else put(data, field.split("."), value);
  }
  put(data, ["case", "identifiers"], listed["identifiers"] ?? []);
  if (listed["merged"] !== undefined) put(data, ["case", "merged"], listed["merged"]);
  return { data, lists };
}

/** The field that a fault of an event is about: its own, or the first of the object that is missing. */
function fieldAt(open: OpenMapping, path: string, lists: ReturnType<typeof dataOf>["lists"]): OpenField | null {
  const [, list, index] = /^case\.(identifiers|merged)\.(\d+)/.exec(path) ?? [];
  const listed = list === "identifiers" || list === "merged" ? lists[list][Number(index)] : undefined;
  const wanted = listed ?? path.replace(/\.\d+$/, "");
  return (
    open.fields.find(({ field }) => field === wanted) ??
    (wanted === "victim.ageBand" ? open.fields.find(({ field }) => field === "victim.bornOn") : undefined) ??
    open.fields.find(({ field }) => field.startsWith(`${wanted}.`)) ??
    null
  );
}

const LONGEST_FIX = 200;

/** An event's faults as faults of the row's columns. */
function rowFaults(
  open: OpenMapping,
  row: CsvRow,
  lists: ReturnType<typeof dataOf>["lists"],
  faults: readonly Fault[],
): readonly RowFault[] {
  return faults.map(({ path, fix: told }) => {
    // A list of every code there is would be told in thousands of rows.
    const fix =
      told.length > LONGEST_FIX ? "Not one of the codes of this field: give the mapping's table its code." : told;
    const field = fieldAt(open, path.replace(/^data\./, ""), lists);
    const column = field?.source.column;
    const text = column === undefined ? "" : (row.fields[open.places.get(column) ?? -1] ?? "").trim();
    const valueClass = column === undefined && field !== null ? "constant" : classOf(text);
    return { path: path.replace(/^data\./, ""), column: column ?? "", valueClass, fix };
  });
}

/** A row as a milestone, or what is wrong with it. */
export type RowReading =
  | { readonly state: "ignored" }
  | { readonly state: "wrong"; readonly faults: readonly RowFault[] }
  | {
      readonly state: "read";
      readonly milestone: Milestone;
      /** What tells the row from every other, and the same row again tomorrow. To be hashed. */
      readonly identity: string;
      /** What was given and could not be used; the row is taken in without it. */
      readonly unusable: readonly RowFault[];
    };

const wholeRow = (fix: string): RowReading => ({
  state: "wrong",
  faults: [{ path: "", column: "", valueClass: "row", fix }],
});

function shapeFault(open: OpenMapping, row: CsvRow): string | null {
  if (row.isMalformed) return "A quote stands inside a value: write it twice, and put the value in quotes.";
  if (row.fields.length < open.width)
    return "The row has fewer columns than the first: a line end in a value needs quotes.";
  const isLonger = row.fields.slice(open.width).some((field) => field.trim() !== "");
  return isLonger ? "The row has more columns than the first: a delimiter in a value needs quotes." : null;
}

function identityOf(open: OpenMapping, row: CsvRow, given: ReadonlyMap<FileField, unknown>): string {
  const { rowId } = open.mapping;
  if (rowId !== undefined) {
    return JSON.stringify(rowId.map((column) => (row.fields[open.places.get(column) ?? -1] ?? "").trim()));
  }
  const identifiers = [...given].filter(([field]) => identifierField.test(field));
  // Safety is a state, and a day is a long time: a row that says another thing of it is another, and told twice does no
  // harm. What must never be passed over as a duplicate is a "no".
  const safety = [...given].filter(([field]) => safetyField.test(field));
  return JSON.stringify([
    given.get("milestone"),
    given.get("occurredAt"),
    given.get("victim.victimRef") ?? null,
    identifiers,
    safety,
  ]);
}

/** Reads one row. What an event is, `readPoliceMilestone` alone decides. */
export function readRow(open: OpenMapping, row: CsvRow): RowReading {
  const shape = shapeFault(open, row);
  if (shape !== null) return wholeRow(shape);
  const told = readFields(open, row);
  if (told.isIgnored) return { state: "ignored" };
  const given = addConstants(open, told.given);
  const { data, lists } = dataOf(given);
  const identity = identityOf(open, row, given);
  const { source } = open.mapping;
  const reading = readPoliceMilestone({ specversion: "1.0", id: "row", source, type: "uk.cjs.milestone.v1", data });
  if (reading.ok && told.faults.length === 0) {
    const unusable = rowFaults(open, row, lists, reading.read.unusable);
    return { state: "read", milestone: reading.read, identity, unusable };
  }
  // What is wrong already in its column is left out of the event, and would be told again as missing.
  const known = new Set<string>(told.faults.map(({ path }) => path));
  const others = reading.ok ? [] : rowFaults(open, row, lists, reading.faults);
  const faults = [...told.faults, ...others.filter(({ path }) => !known.has(path))];
  // A column may feed several fields, and be wrong for each of them alike.
  const places = new Map(faults.map((each) => [`${each.column}/${each.fix}`, each]));
  return { state: "wrong", faults: [...places.values()] };
}

/**
 * What is wrong in a mapping beyond its form: a table or constant that gives what no event may hold. Each value is tried
 * in an event, so that no list of codes is kept twice.
 */
export function faultsOfMapping(mapping: FileMapping): readonly Fault[] {
  const complete = { occurredAt: "2026-03-04T09:12:31Z", milestone: "report.recorded" };
  return mappedFields(mapping).flatMap(([field, { values, constant, timeColumn }]) => {
    if (timeColumn !== undefined && fileFields[field] !== "instant")
      return [{ path: `fields.${field}.timeColumn`, fix: "Leave out: only a moment has a time of day." }];
    const tried = Object.values(values ?? {}).map((ours) => ["values", ours] as const);
    const all: readonly (readonly [string, unknown])[] = constant === undefined ? tried : [["constant", constant]];
    return all.flatMap(([where, value]) => {
      const fix = fixOf(mapping, field, value, complete);
      return fix === null ? [] : [{ path: `fields.${field}.${where}`, fix }];
    });
  });
}

function fixOf(mapping: FileMapping, field: FileField, value: unknown, complete: Tree): string | null {
  const kind = fileFields[field];
  const isReadable = typeof value === "boolean" || kind === "list" || identifierField.test(field);
  const converted: Converted = isReadable
    ? { value: kind === "list" ? [value] : value }
    : readers[kind](String(value), "", mapping);
  if (converted === "ignored") return null;
  if ("fix" in converted) return converted.fix;
  const { data } = dataOf(new Map([[field, converted.value]]));
  const event = {
    specversion: "1.0",
    id: "x",
    source: "x",
    type: "uk.cjs.milestone.v1",
    data: { ...complete, ...data },
  };
  const reading = readPoliceMilestone(event);
  const about = `data.${field}`;
  const fault = reading.ok
    ? undefined
    : reading.faults.find(({ path }) => path === about || path.startsWith(`${about}.`));
  return fault?.fix ?? null;
}
