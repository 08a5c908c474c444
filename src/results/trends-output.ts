import { firstDayOfQuarter } from "../kernel/time.ts";
import { csvLine } from "./csv.ts";
import { statusText } from "./json-stat.ts";
import { figures, type Labels } from "./labels.ts";
import { ENGLAND_AND_WALES, gssCode } from "./codelist.ts";
import type { Row } from "./table.ts";
import type { ChangeFinding, TrendPoint } from "./trends.ts";

/** A trend as it is written: what it is of, and its points, oldest first. */
export type WrittenTrend = {
  readonly measure: string;
  readonly stage: string;
  /** Null for the nation. */
  readonly area: string | null;
  readonly points: readonly TrendPoint[];
  readonly changes: { readonly areas: ChangeFinding; readonly nation: ChangeFinding };
};

/** The columns of a trend's CSV. */
export const trendColumns = [
  "area_code",
  "area_name",
  "stage",
  "item",
  "measure",
  "period_start",
  "period_duration",
  "value",
  "lower_95",
  "upper_95",
  "base_unweighted",
  "status",
  "comparability",
  "release",
] as const;

const figure = (value: number | null, { symbol }: Row) => value ?? `[${symbol ?? "z"}]`;

/** A break is a mark of its own beside what else is to be said of a figure. */
const statusOf = ({ row, state }: TrendPoint) =>
  [state === "break" ? "b" : null, statusText(row)].filter((part) => part !== null).join(" ") || null;

/** A trend as CSV (RFC 4180), one quarter a row. */
export function trendCsv({ measure, stage, area, points }: WrittenTrend, labels: Labels): string {
  const place = area === null ? ENGLAND_AND_WALES : gssCode(area);
  const name = area === null ? labels.all : labels.code("area", area);
  const lines = points.map((point) => {
    const { row, period, state, release } = point;
    return csvLine([
      place,
      name,
      stage,
      measure,
      "percent-positive",
      firstDayOfQuarter(period),
      "P3M",
      figure(row.value, row),
      figure(row.lower, row),
      figure(row.upper, row),
      figure(row.base, row),
      statusOf(point) ?? "shown",
      state,
      release ?? "none",
    ]);
  });
  return csvLine(trendColumns) + lines.join("");
}

/** The changes found, in the names of the outputs. */
const written = ({ kind, adjustment, quarters, looked, found }: ChangeFinding) => ({
  kind,
  adjustment,
  quarters,
  looked,
  found: found.map(({ name, direction, points, adjustedP, newest, before }) => ({
    ...(name !== "" && { area: name }),
    direction,
    points,
    adjustedP: Number(adjustedP.toFixed(4)),
    newestQuarters: newest,
    quartersBefore: before,
  })),
});

/** A trend as JSON-stat 2.0: quarters by figures, with what each is comparable to, and the changes found, beside it. */
export function trendJson(trend: WrittenTrend, labels: Labels) {
  const { measure, stage, area, points } = trend;
  const periods = points.map(({ period }) => period);
  const valuesOf = ({ row }: TrendPoint) => [row.value, row.lower, row.upper, row.base];
  return {
    version: "2.0",
    class: "dataset",
    label: labels.measure(measure),
    source: "Throughline",
    id: ["period", "figure"],
    size: [periods.length, figures.length],
    role: { time: ["period"], metric: ["figure"] },
    dimension: {
      period: {
        label: labels.level("period"),
        category: { index: periods, label: Object.fromEntries(periods.map((one) => [one, labels.period(one)])) },
      },
      figure: {
        label: labels.level("figure"),
        category: {
          index: figures,
          label: Object.fromEntries(figures.map((one) => [one, labels.figure(one, "percent")])),
        },
      },
    },
    value: points.flatMap(valuesOf),
    status: points.flatMap((point) => {
      const status = statusOf(point);
      return figures.map((one) => (one === "base" && point.row.base !== null ? null : status));
    }),
    extension: {
      measure,
      stage,
      area,
      comparability: Object.fromEntries(points.map(({ period, state }) => [period, state])),
      releases: Object.fromEntries(points.map(({ period, release }) => [period, release])),
      changes: { areas: written(trend.changes.areas), nation: written(trend.changes.nation) },
    },
  };
}
