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
  Pick<Subject, "table" | "statistic"> & {
    /** Of figures of four quarters, the release with which these end; null of the quarter by itself. */
    readonly window: string | null;
    readonly before: Shown;
    readonly after: Shown;
  };

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

/** Four quarters that a correction is in: the release with which they end, and what the other quarters hold. */
export type WindowCells = {
  readonly newest: string | null;
  /** The same on both sides. */
  readonly others: readonly CellsOf[];
  /** Whether the question is the same in all of them; where not, no figure of them is published. */
  readonly isSame: (measure: string, stage: string | null) => boolean;
};

/**
 * What differs between two releases of a period among some figures.
 *
 * @param of The four quarters that the figures are of; none for the quarter by itself.
 */
export function revisionsOf(
  subject: Subject,
  before: CellsOf,
  after: CellsOf,
  { newest, others, isSame }: WindowCells = { newest: null, others: [], isSame: () => true },
): readonly Revision[] {
  const keyOf = ({ at, measure, answer }: Row) => JSON.stringify([at, measure, answer]);
  const earlier = new Map(subject.rowsOf(before, others).map((row) => [keyOf(row), row]));
  return subject.rowsOf(after, others).flatMap((row) => {
    const { at, measure, answer } = row;
    if (!isSame(measure, at.stage ?? null)) return [];
    const [was, is] = [shown(earlier.get(keyOf(row)) ?? emptyRow({ at, measure, answer }, "x")), shown(row)];
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    const { table, statistic } = subject;
    return [{ table, statistic, window: newest, at, measure, answer, before: was, after: is }];
  });
}

const columns = [
  "table",
  "statistic",
  "window",
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
  csvLine([table === "" ? "all" : table, "stored", "", measure, ...columns.slice(4, -1).map(() => ""), "[r]"]);

/** The list as CSV, one figure a line; `[r]` marks each as revised (publication.md 3.2). What has no figure comes last. */
export const revisionsCsv = (revisions: readonly Revision[], others: readonly Stored[]): string =>
  csvLine(columns) +
  revisions
    .map(({ table, statistic, window, measure, answer, at, before, after }) =>
      csvLine([
        table === "" ? "all" : table,
        statistic,
        window ?? "",
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
