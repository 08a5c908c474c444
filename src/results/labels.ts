import type { Column } from "./csv.ts";
import type { Level } from "./codelist.ts";
import type { Statistic } from "./query.ts";
import type { CellSymbol } from "./table.ts";

/** The figures of one row, by the names that every output gives them. */
export const figures = ["value", "lower_95", "upper_95", "base"] as const;
export type Figure = (typeof figures)[number];

/** The words of an output in one language. They live in ui/phrases-results.ts and the surveys; results know codes only. */
export type Labels = {
  readonly locale: "en" | "cy";
  readonly level: (level: Level | "measure" | "answer" | "period" | "figure") => string;
  readonly code: (level: Level, code: string) => string;
  readonly measure: (id: string) => string;
  readonly answer: (measure: string, code: string) => string;
  readonly figure: (figure: Figure, statistic: Statistic) => string;
  readonly symbol: (symbol: CellSymbol) => string;
  readonly column: (column: Column) => string;
  readonly period: (period: string) => string;
  /** The statistical designation of a release, which is stored in English. */
  readonly designation: (label: string) => string;
  /** England and Wales, all stages, all groups. */
  readonly all: string;
};
