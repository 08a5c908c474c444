import { modelledJoint } from "../statistics/ipf.ts";
import { codesOf, type Dimension, type Table, tableId, tablesOf } from "../statistics/lattice.ts";
import type { Cell } from "../statistics/perturb.ts";
import { disclosureRules } from "../statistics/rules.ts";
import { shownPercentage } from "../statistics/shown.ts";
import type { ScaledMeasure } from "./measures.ts";
import { dimensionsOf, type Query } from "./query.ts";
import { groupCells } from "./sum.ts";
import { type CellsOf, emptyRow, type Row } from "./table.ts";

/** The published tables of a measure that lie within a crossing: what an estimate for it is made from. */
const tablesWithin = (query: Query, measure: string): readonly Table[] => {
  const asked = dimensionsOf(query);
  return tablesOf(measure).filter((table) => table.every((dimension) => asked.includes(dimension)));
};

/** What to read to estimate a crossing. */
export const modelledReadings = (query: Query) =>
  query.measures.flatMap((measure) =>
    tablesWithin(query, measure).map((table) => ({ table: tableId(table), measures: [measure] })),
  );

/** Positive and negative, in this order. */
const ANSWERS = 2;

/** The cells of a crossing that no release has, as its published tables make them likely. Null where it lacks those too. */
function modelledCells(query: Query, measure: ScaledMeasure, cellsOf: CellsOf): readonly Cell[] | null {
  const asked = dimensionsOf(query);
  const codes = asked.map((dimension: Dimension) =>
    dimension === "stage"
      ? codesOf.stage.filter((stage) => measure.stages.some((one) => one === stage))
      : codesOf[dimension],
  );
  const places = codes.map((list) => new Map(list.map((code, place) => [code, place])));
  const margins = tablesWithin(query, measure.id).flatMap((table) => {
    const stored = cellsOf(tableId(table), measure.id);
    if (stored === null) return [];
    const axes = table.map((dimension) => asked.indexOf(dimension));
    const sizes = axes.map((axis) => codes[axis]?.length ?? 1);
    const counts = new Float64Array(sizes.reduce((product, size) => product * size, ANSWERS));
    for (const [at, , P = 0, Q = 0] of stored) {
      const place = axes.reduce(
        (sum, axis, index) => sum * (sizes[index] ?? 1) + (places[axis]?.get(at[index] ?? "") ?? 0),
        0,
      );
      counts[place * ANSWERS] = P;
      counts[place * ANSWERS + 1] = Q;
    }
    return [{ axes: [...axes, asked.length], counts }];
  });
  if (margins.length === 0) return null;
  const { counts } = modelledJoint([...codes.map((list) => list.length), ANSWERS], margins);
  const all = codes.reduce<readonly (readonly string[])[]>(
    (cells, list) => cells.flatMap((cell) => list.map((code) => [...cell, code])),
    [[]],
  );
  return all.map((at, place) => {
    const [P, Q] = [counts[place * ANSWERS] ?? 0, counts[place * ANSWERS + 1] ?? 0];
    return [at, P + Q, P, Q];
  });
}

/**
 * An estimate for a crossing that no release publishes: what its published tables make likely if nothing but they set
 * people apart (privacy.md R3). It costs no privacy, because it is worked out from stored cells, which are perturbed: also from
 * those that are too small to be shown by themselves. Marked `[e]`, without an interval; below a modelled base of 100 there
 * is none.
 */
export function modelledRows(query: Query, measures: readonly ScaledMeasure[], cellsOf: CellsOf): readonly Row[] {
  return query.measures.flatMap((id) => {
    const measure = measures.find((one) => one.id === id);
    if (measure === undefined) return [];
    const cells = modelledCells(query, measure, cellsOf);
    return groupCells(query, cells ?? []).map(({ at, sum }) => {
      const subject = { at, measure: id, answer: null };
      if (cells === null) return emptyRow(subject, "x");
      if (at.stage !== undefined && !measure.stages.some((stage) => stage === at.stage)) return emptyRow(subject, "z");
      const [, P = 0, Q = 0] = sum.counts;
      if (P + Q < disclosureRules.baseBand) return emptyRow(subject, "c");
      const { percent, coding, base } = shownPercentage({ P, Q, cells: 1 });
      return { ...emptyRow(subject, "e"), value: percent, base, coding };
    });
  });
}
