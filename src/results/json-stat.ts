import { codesOf, dimensionOf, membersOf } from "./codelist.ts";
import { type Figure, figures, type Labels } from "./labels.ts";
import { addressOf, admittedBy } from "./query.ts";
import { type ResultTable, type Row, symbols } from "./table.ts";
import { intervalOf } from "./window.ts";

type Axis = {
  readonly id: string;
  readonly label: string;
  readonly codes: readonly string[];
  readonly name: (code: string) => string;
};

/** A table as a JSON-stat 2.0 dataset (json-stat.org/format). */
export type Dataset = {
  readonly version: "2.0";
  readonly class: "dataset";
  readonly label: string;
  readonly source: string;
  readonly updated?: string;
  readonly id: readonly string[];
  readonly size: readonly number[];
  readonly role: {
    readonly time: readonly string[];
    readonly metric: readonly string[];
    readonly geo?: readonly string[];
  };
  readonly dimension: {
    readonly [id: string]: {
      readonly label: string;
      readonly category: { readonly index: readonly string[]; readonly label: { readonly [code: string]: string } };
    };
  };
  readonly value: readonly (number | null)[];
  readonly status: readonly (string | null)[];
  readonly extension: { readonly [name: string]: unknown };
};

function axesOf({ query, release, rows, window }: ResultTable, labels: Labels): readonly Axis[] {
  const shown = query.by.map((level): Axis => {
    const admitted = admittedBy(query, dimensionOf(level));
    const codes = codesOf(level).filter(
      (code) => admitted === null || membersOf(level, code).some((one) => admitted.has(one)),
    );
    return { id: level, label: labels.level(level), codes, name: (code) => labels.code(level, code) };
  });
  const answers = [...new Set(rows.map(({ answer }) => answer).filter((answer) => answer !== null))];
  const asked = new Map(rows.map(({ answer, measure }) => [answer, measure]));
  const answer: Axis = {
    id: "answer",
    label: labels.level("answer"),
    codes: answers,
    name: (code) => labels.answer(asked.get(code) ?? "", code),
  };
  const kept = query.statistic === "count" ? figures.slice(0, 1) : figures;
  return [
    { id: "measure", label: labels.level("measure"), codes: query.measures, name: labels.measure },
    ...shown,
    ...(answers.length > 0 ? [answer] : []),
    {
      id: "period",
      label: labels.level("period"),
      codes: [window ? intervalOf(window) : release.period],
      name: labels.period,
    },
    {
      id: "figure",
      label: labels.level("figure"),
      codes: kept,
      name: (code) => labels.figure(kept.find((one) => one === code) ?? "value", query.statistic),
    },
  ];
}

/** Why a figure is missing, or how far to trust it: a symbol's letter, and whether the figure is a bound. */
export const statusText = ({ symbol, coding }: Row): string | null =>
  [symbol, coding].filter((part) => part !== null).join(" ") || null;

const figureOf = (row: Row, figure: Figure): number | null =>
  ({ value: row.value, lower_95: row.lower, upper_95: row.upper, base: row.base })[figure];

/** A base is not told of so few; else it has no mark of its own. */
const statusOf = (row: Row, figure: Figure) => (figure === "base" && row.base !== null ? null : statusText(row));

/**
 * Renders a table as JSON-stat: a full cube, each value with its status beside it, so that a missing value always says
 * why.
 */
export function jsonStat(table: ResultTable, labels: Labels): Dataset {
  const axes = axesOf(table, labels);
  const { query, release, window } = table;
  const keyOf = (row: Row) =>
    [row.measure, ...query.by.map((level) => row.at[level] ?? ""), ...(row.answer === null ? [] : [row.answer])].join(
      "|",
    );
  const byKey = new Map(table.rows.map((row) => [keyOf(row), row]));
  const places = axes.filter(({ id }) => id !== "period" && id !== "figure");
  const keys = places.reduce<readonly (readonly string[])[]>(
    (rows, { codes }) => rows.flatMap((row) => codes.map((code) => [...row, code])),
    [[]],
  );
  const kept = figures.filter((figure) => axes.at(-1)?.codes.includes(figure));
  const cells = keys.flatMap((key) => {
    const row = byKey.get(key.join("|"));
    return kept.map((figure) =>
      row ? { value: figureOf(row, figure), status: statusOf(row, figure) } : { value: null, status: "z" },
    );
  });
  const isByPlace = query.by.filter((level) => dimensionOf(level) === "area");
  return {
    version: "2.0",
    class: "dataset",
    label: query.measures.map(labels.measure).join("; "),
    source: "Throughline",
    ...(release.publishedOn !== null && { updated: release.publishedOn }),
    id: axes.map(({ id }) => id),
    size: axes.map(({ codes }) => codes.length),
    role: { time: ["period"], metric: ["figure"], ...(isByPlace.length > 0 && { geo: isByPlace }) },
    dimension: Object.fromEntries(
      axes.map(({ id, label, codes, name }) => [
        id,
        { label, category: { index: codes, label: Object.fromEntries(codes.map((code) => [code, name(code)])) } },
      ]),
    ),
    value: cells.map(({ value }) => value),
    status: cells.map(({ status }) => status),
    extension: {
      release: release.id,
      hash: release.hash,
      methodology: release.methodology,
      designation: labels.designation(release.label),
      query: addressOf(query),
      statistic: query.statistic,
      ...(query.mode && { mode: query.mode }),
      ...(window && { window: { quarters: window.quarters, missing: window.missing } }),
      filters: Object.fromEntries(query.filters.map(({ level, codes }) => [level, codes])),
      symbols: Object.fromEntries(symbols.map((symbol) => [symbol, labels.symbol(symbol)])),
      withheld: table.rows.filter(({ symbol }) => symbol === "c").length,
    },
  };
}
