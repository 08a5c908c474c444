import { type Dimension, dimensions } from "../statistics/lattice.ts";
import type { Cell } from "../statistics/perturb.ts";
import { codesOf, dimensionOf, type Level, membersOf } from "./codelist.ts";
import { admittedBy, dimensionsOf, type Query } from "./query.ts";

/** The sum of some perturbed cells: each draw of noise adds its variance, so their number is kept. */
export type Sum = { readonly counts: readonly number[]; readonly cells: number };

export type Group = { readonly at: Readonly<Partial<Record<Level, string>>>; readonly sum: Sum };

/** Adds cells count by count. No cells, no counts: nothing is known of such a group. */
export function sumOf(cells: readonly Cell[]): Sum {
  const width = Math.max(0, ...cells.map((cell) => cell.length - 1));
  const counts = Array.from({ length: width }, (_, index) =>
    cells.reduce((total, [, ...parts]) => total + (parts[index] ?? 0), 0),
  );
  return { counts, cells: cells.length };
}

/** Every combination of codes that a question shows, in canonical order. */
export function combinations(query: Pick<Query, "by" | "filters">): readonly Group["at"][] {
  let rows: readonly Group["at"][] = [{}];
  for (const level of query.by) {
    const admitted = admittedBy(query, dimensionOf(level));
    const shown = codesOf(level).filter(
      (code) => admitted === null || membersOf(level, code).some((member) => admitted.has(member)),
    );
    rows = rows.flatMap((row) => shown.map((code) => ({ ...row, [level]: code })));
  }
  return rows;
}

/**
 * Answers a question from the perturbed cells of its stored table: a row that unites several cells is their sum,
 * never a new draw of noise (privacy.md R3), so the parts and the whole always agree.
 */
export function groupCells(query: Pick<Query, "by" | "filters">, cells: readonly Cell[]): readonly Group[] {
  const stored = dimensionsOf(query);
  const admitted = new Map(dimensions.map((dimension) => [dimension, admittedBy(query, dimension)]));
  const codeOf = ([codes]: Cell, dimension: Dimension) => codes[stored.indexOf(dimension)] ?? "";
  const levelOf = new Map(query.by.map((level) => [level, ownersOf(level)]));
  const keyOf = (cell: Cell) =>
    query.by.map((level) => levelOf.get(level)?.get(codeOf(cell, dimensionOf(level))) ?? "").join("|");
  const isAdmitted = (cell: Cell) =>
    stored.every((dimension) => admitted.get(dimension)?.has(codeOf(cell, dimension)) ?? true);
  const byKey = Map.groupBy(cells.filter(isAdmitted), keyOf);
  return combinations(query).map((at) => ({
    at,
    sum: sumOf(byKey.get(query.by.map((level) => at[level] ?? "").join("|")) ?? []),
  }));
}

/** For each stored code, the code of a level that it belongs to. */
function ownersOf(level: Level): ReadonlyMap<string, string> {
  return new Map(codesOf(level).flatMap((code) => membersOf(level, code).map((member) => [member, code] as const)));
}
