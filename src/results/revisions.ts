import { dimensions } from "../statistics/lattice.ts";
import { csvLine } from "./csv.ts";
import { type Printed, type Stored, type Subject, subjectsOf } from "./revised-figures.ts";
import { type CellsOf, emptyRow, type Row } from "./table.ts";

// What a correction changed of what readers had been shown. Two releases are compared as they are printed, so the list
// tells nothing that the two do not.

/**
 * Everything to look at, each once, and the stored tables that no figure of this list rests on, which are named alone.
 *
 * @param changed In order of table and measure.
 */
export function subjectsToCompare(changed: readonly Stored[]): {
  readonly subjects: readonly Subject[];
  readonly others: readonly Stored[];
} {
  const found = changed.map((stored) => ({ stored, of: subjectsOf(stored) }));
  const nameOf = ({ table, statistic, readings }: Subject) => `${table}|${statistic}|${JSON.stringify(readings)}`;
  const subjects = new Map(found.flatMap(({ of }) => of.map((subject) => [nameOf(subject), subject] as const)));
  return {
    subjects: [...subjects.values()],
    others: found.flatMap(({ stored, of }) => (of.length === 0 ? [stored] : [])),
  };
}

export type Shown = Pick<Row, "value" | "lower" | "upper" | "base" | "symbol" | "coding"> &
  Required<Pick<Printed, "band">>;

/** One figure that was shown otherwise before. */
export type Revision = Pick<Row, "at" | "measure" | "answer"> &
  Pick<Subject, "table" | "statistic"> & { readonly before: Shown; readonly after: Shown };

const shown = ({ value, lower, upper, base, symbol, coding, band = null }: Printed): Shown => ({
  value,
  lower,
  upper,
  base,
  symbol,
  coding,
  band,
});

/** What stands beside a figure: why there is none, that it is a bound, or its band. */
export const statusOf = ({ symbol, coding, band }: Shown, bracketed = false): string | null => {
  const mark = symbol !== null && bracketed ? `[${symbol}]` : symbol;
  return [mark, coding, band].filter((part) => part !== null).join(" ") || null;
};

/**
 * What differs between two releases of a period among some figures.
 *
 * @param others Cells of the other quarters that figures of several quarters rest on, the same on both sides.
 */
export function revisionsOf(
  subject: Subject,
  before: CellsOf,
  after: CellsOf,
  others: readonly CellsOf[] = [],
): readonly Revision[] {
  const keyOf = ({ at, measure, answer }: Row) => JSON.stringify([at, measure, answer]);
  const earlier = new Map(subject.rowsOf(before, others).map((row) => [keyOf(row), row]));
  return subject.rowsOf(after, others).flatMap((row) => {
    const { at, measure, answer } = row;
    const [was, is] = [shown(earlier.get(keyOf(row)) ?? emptyRow({ at, measure, answer }, "x")), shown(row)];
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    const { table, statistic } = subject;
    return [{ table, statistic, at, measure, answer, before: was, after: is }];
  });
}

const columns = [
  "table",
  "statistic",
  "item",
  "answer",
  ...dimensions,
  ...["before", "after"].flatMap((side) =>
    ["value", "lower_95", "upper_95", "base", "status"].map((c) => `${side}_${c}`),
  ),
  "mark",
];

const cellsOfSide = (side: Shown) => [side.value, side.lower, side.upper, side.base, statusOf(side, true) ?? ""];

/** A stored table that changed, and that no figure of the list rests on: named without figures. */
const otherLine = ({ table, measure }: Stored) =>
  csvLine([table === "" ? "all" : table, "stored", measure, ...columns.slice(3, -1).map(() => ""), "[r]"]);

/** The list as CSV, one figure a line; `[r]` marks each as revised (publication.md 3.2). What has no figure comes last. */
export const revisionsCsv = (revisions: readonly Revision[], others: readonly Stored[]): string =>
  csvLine(columns) +
  revisions
    .map(({ table, statistic, measure, answer, at, before, after }) =>
      csvLine([
        table === "" ? "all" : table,
        statistic,
        measure,
        answer,
        ...dimensions.map((dimension) => at[dimension] ?? null),
        ...cellsOfSide(before),
        ...cellsOfSide(after),
        "[r]",
      ]),
    )
    .join("") +
  others.map(otherLine).join("");
