import { firstDayOfQuarter } from "../kernel/time.ts";
import type { Band } from "../statistics/bands.ts";
import type { AreaComparison, Adjustment } from "./compare.ts";
import { dimensions } from "../statistics/lattice.ts";
import { dimensionOf, ENGLAND_AND_WALES, gssCode, type Level } from "./codelist.ts";
import { statusText } from "./json-stat.ts";
import type { Labels } from "./labels.ts";
import { instrumentsAsking, surveyMeasure } from "./measures.ts";
import { spanOf } from "./window.ts";
import type { Query, Statistic } from "./query.ts";
import type { ResultTable, Row } from "./table.ts";

/** The columns of the long format (publication.md 3.5), and `answer` for distributions and counts by disposition. */
export const columns = [
  "area_code",
  "area_name",
  "agency",
  "stage",
  "item",
  "answer",
  "measure",
  "group",
  "period_start",
  "period_duration",
  "value",
  "lower_95",
  "upper_95",
  "base_unweighted",
  "n_eff",
  "response_rate_rr1",
  "band",
  "status",
  "instrument_version",
  "methodology_version",
  "quarters",
  "raw_score",
  "adjusted_score",
  "adjusted_lower_95",
  "adjusted_upper_95",
  "adjusted_base",
  "reliability",
  "adjusted_p",
  "significance",
  "adjustment",
] as const;
export type Column = (typeof columns)[number];

/** What a file tells of a comparison. */
type Compared = Pick<AreaComparison, "score" | "adjustedP" | "significance" | "band">;

/** What belongs beside a row but is worked out from other tables of the release. */
export type Beside = {
  readonly bandOf: (row: Row) => Band | null;
  readonly rateOf: (row: Row) => number | null;
  /** How the row's area compares, where the table is cut so that areas can be. */
  readonly comparedOf?: (row: Row) => Compared | null;
  /** Of what is no survey's: what stands in place of its agency, stage and instrument. */
  readonly about?: (row: Row) => {
    readonly agency: string;
    readonly stage: string;
    readonly instrument: string;
    /** Of whom alone the figure is, where no dimension says so: `ethnicity=black`. */
    readonly group?: string;
  };
  readonly further?: FurtherColumns;
};

/** Columns that one kind of file has after those of all. */
export type FurtherColumns = {
  /** Name and heading. */
  readonly titles: readonly (readonly [name: string, title: string])[];
  /** What tells its rows apart, in place of what does elsewhere. */
  readonly primaryKey: readonly string[];
  readonly fieldsOf: (row: Row) => readonly string[];
};

const nothingBeside: Beside = { bandOf: () => null, rateOf: () => null };

const kinds: { readonly [S in Statistic]: string } = {
  percent: "percent-positive",
  score: "mean-score",
  answers: "percent-of-answers",
  count: "count",
};

/** What a spreadsheet would run as a formula is made text by an apostrophe (OWASP, CSV injection). */
const disarm = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

/** One field by RFC 4180: quoted where it holds a comma, a quote or a line break. */
export function csvField(field: string | number | null): string {
  if (field === null) return "";
  if (typeof field === "number") return String(field);
  const text = disarm(field);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One line of fields, ended as RFC 4180 ends it. */
export const csvLine = (fields: readonly (string | number | null)[]) => `${fields.map(csvField).join(",")}\r\n`;

/** Where the row is: the code shown, or the codes that a filter sums over. */
function codesAt(
  { at }: Row,
  { by, filters }: Query,
  dimension: string,
): { readonly level: Level; readonly codes: readonly string[] } | null {
  const shown = by.find((level) => dimensionOf(level) === dimension);
  const code = shown && at[shown];
  if (shown && code !== undefined) return { level: shown, codes: [code] };
  return filters.find(({ level }) => dimensionOf(level) === dimension) ?? null;
}

function placeOf(row: Row, query: Query, labels: Labels) {
  const place = codesAt(row, query, "area");
  if (place === null) return { code: ENGLAND_AND_WALES, name: labels.all };
  return {
    code: place.codes.map(gssCode).join("+"),
    name: place.codes.map((code) => labels.code(place.level, code)).join(" + "),
  };
}

/** Offence, age and sex of a row: `offence=violence;sex=female`, or `all`. */
function groupOf(row: Row, query: Query): string {
  const parts = dimensions
    .filter((dimension) => dimension !== "area" && dimension !== "stage")
    .map((dimension) => ({ dimension, found: codesAt(row, query, dimension) }));
  return (
    parts.flatMap(({ dimension, found }) => (found ? [`${dimension}=${found.codes.join("+")}`] : [])).join(";") || "all"
  );
}

/** A missing figure is never a blank: its symbol stands in the cell (publication.md 3.2), and CSVW reads it as null. */
const figure = (value: number | null, { symbol }: Row) => value ?? (symbol === null ? "[z]" : `[${symbol}]`);

/** What a comparison tells beside a percentage: `[z]` where there is none, `[x]` where it does not tell this. */
function comparedFields(compared: Compared | null) {
  const told = (value: number | string | null | undefined) => value ?? (compared === null ? "[z]" : "[x]");
  const score = compared?.score;
  const isAdjusted = score !== null && score !== undefined;
  const adjustment: Adjustment = isAdjusted ? "adjusted-for-case-mix" : "not-adjusted-for-case-mix";
  return {
    raw_score: told(score?.raw),
    adjusted_score: told(score?.value),
    adjusted_lower_95: told(score?.lower),
    adjusted_upper_95: told(score?.upper),
    adjusted_base: told(score?.base),
    reliability: told(score?.reliability),
    adjusted_p: told(compared?.adjustedP),
    significance:
      compared?.significance === undefined || compared.significance === null ? "none" : `[${compared.significance}]`,
    adjustment: compared === null || compared.band === null ? "none" : adjustment,
  } as const;
}

/**
 * Renders a table as CSV (RFC 4180, UTF-8, one observation a row).
 *
 * @param beside Band and response rate of a row, where the table is cut by area and stage alone.
 */
export function csv(table: ResultTable, labels: Labels, beside: Beside = nothingBeside): string {
  const { release } = table;
  const { further } = beside;
  const lines = table.rows.map((row) => {
    const { query, window } = table.of?.(row) ?? table;
    const period = window ? spanOf(window) : { start: firstDayOfQuarter(release.period), duration: "P3M" };
    const place = placeOf(row, query, labels);
    const stage = codesAt(row, query, "stage");
    const rate = beside.rateOf(row);
    const about = beside.about?.(row);
    const hasNoLimits = query.statistic === "count" || row.symbol === "e";
    const fields: { readonly [C in Column]: string | number | null } = {
      area_code: place.code,
      area_name: place.name,
      agency: about?.agency ?? surveyMeasure(row.measure)?.agency ?? "system",
      stage: about?.stage ?? (stage ? stage.codes.join("+") : "all"),
      item: row.measure,
      answer: row.answer ?? "all",
      measure: query.mode === "modelled" ? "modelled-percent-positive" : kinds[query.statistic],
      group: about?.group ?? groupOf(row, query),
      period_start: period.start,
      period_duration: period.duration,
      value: figure(row.value, row),
      lower_95: figure(row.lower, hasNoLimits ? { ...row, symbol: "z" } : row),
      upper_95: figure(row.upper, hasNoLimits ? { ...row, symbol: "z" } : row),
      base_unweighted: figure(row.base, row),
      n_eff: figure(row.effectiveBase, row.value === null ? row : { ...row, symbol: "z" }),
      response_rate_rr1: rate ?? "[x]",
      band: beside.bandOf(row) ?? "none",
      status: statusText(row) ?? "shown",
      instrument_version:
        (about?.instrument ?? instrumentsAsking(row.measure, stage?.codes ?? null).join("+")) || "none",
      methodology_version: release.methodology,
      quarters: (window?.quarters ?? [release.period]).join("+"),
      ...comparedFields(beside.comparedOf?.(row) ?? null),
    };
    return csvLine([...columns.map((column) => fields[column]), ...(further?.fieldsOf(row) ?? [])]);
  });
  return csvLine([...columns, ...(further?.titles ?? []).map(([name]) => name)]) + lines.join("");
}
