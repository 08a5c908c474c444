import { adjustedName, adjustedNoiseVariance, adjustedScores } from "../statistics/adjusted.ts";
import type { AreaScore } from "../statistics/area-scores.ts";
import type { Cell } from "../statistics/perturb.ts";
import { halfRange } from "../statistics/score.ts";
import type { ScaledMeasure } from "./measures.ts";
import type { CellsOf } from "./table.ts";

/**
 * The cells of several releases side by side, so that whatever adds cells up adds over the quarters too: the stored
 * perturbed cells, shown or not, each with the noise that it had. The base rule then falls on the sum.
 *
 * @see decisions.md 23
 */
export const sideBySide =
  (quarters: readonly CellsOf[]): CellsOf =>
  (table, measure) => {
    const held = quarters.map((cellsOf) => cellsOf(table, measure)).filter((cells) => cells !== null);
    return held.length === 0 ? null : held.flat();
  };

/** What the adjusted scores of an item at a stage rest on: each area's, and how their error falls with the base. */
export type ReleasedScores = {
  readonly areas: readonly AreaScore[];
  /** Standard error of a score at a base, by the national variance of an answer and the noise of the score. */
  readonly errorAt: (base: number) => number;
};

const atStage = (cells: readonly Cell[] | null, place: number, stage: string) =>
  (cells ?? []).filter(([codes]) => codes[place] === stage);

/** The adjusted scores of one release; null where it has none for this item and stage. */
function scoresOf(measure: ScaledMeasure, stage: string, cellsOf: CellsOf) {
  const half = halfRange(measure);
  const name = adjustedName(measure.id);
  const [national] = atStage(cellsOf("stage", name), 0, stage);
  const cells = atStage(cellsOf("area.stage", name), 1, stage);
  const variance = national?.[1];
  if (half === null || variance === undefined || cells.length === 0) return null;
  return { areas: adjustedScores(cells, variance, half), variance, half };
}

/**
 * How many of some releases have no adjusted scores of an item at a stage, though others of them do: what takes the sum of
 * them to percentages, and must be said.
 */
export function countUnscored(measure: ScaledMeasure, stage: string, quarters: readonly CellsOf[]): number {
  const without = quarters.filter((cellsOf) => scoresOf(measure, stage, cellsOf) === null).length;
  return without === quarters.length ? 0 : without;
}

/**
 * The adjusted scores of an item at a stage, over one release or several: each area's weighted by its bases, the
 * variances added. Also of areas whose base is too small for a score to be shown or judged: the reader asks for
 * `baseBand` of what it shows.
 *
 * @param quarters Cells of each release. A release without adjusted scores brings none for the whole window: half of a
 *   figure adjusted and half not would be neither.
 */
export function adjustedOver(
  measure: ScaledMeasure,
  stage: string,
  quarters: readonly CellsOf[],
): ReleasedScores | null {
  const held = quarters.map((cellsOf) => scoresOf(measure, stage, cellsOf)).filter((scores) => scores !== null);
  if (held.length === 0 || held.length < quarters.length) return null;
  const byArea = Map.groupBy(
    held.flatMap(({ areas }) => areas),
    ({ area }) => area,
  );
  const areas = [...byArea].map(([area, parts]): AreaScore => joined(area, parts));
  const variance = held.reduce((sum, one) => sum + one.variance, 0) / held.length;
  const [{ half } = { half: 1 }] = held;
  // Each quarter's score has noise of its own, over the base of that quarter; of a base so large, the square adds up.
  const noise = held.length * adjustedNoiseVariance(half);
  return { areas, errorAt: (base) => Math.sqrt(variance / base + noise / base ** 2) };
}

/** The mean of an area's scores by their bases: the errors are independent, so their squares add. */
function joined(area: string, parts: readonly AreaScore[]): AreaScore {
  const base = parts.reduce((sum, part) => sum + part.base, 0);
  return {
    area,
    base,
    score: parts.reduce((sum, part) => sum + part.base * part.score, 0) / base,
    standardError: Math.hypot(...parts.map((part) => part.base * part.standardError)) / base,
  };
}
