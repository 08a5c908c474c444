import { type Stage, stages } from "../domain/dimension.ts";
import { methodology } from "../domain/methodology.ts";
import { experiencesAt } from "../statistics/associations.ts";
import { newcombe, noisyInterval, noisyProportion } from "../statistics/interval.ts";
import { roundHalfAway } from "../statistics/rounding.ts";
import { confidence, disclosureRules } from "../statistics/rules.ts";
import { type CellsOf, emptyRow, percentRow, type Row } from "./table.ts";

/** How a release names satisfaction beside an experience: cells [satisfied with, without; not satisfied with, without]. */
export const driverName = (measure: string) => `driver:${measure}`;

/** What a page or a file reads of the table by stage. */
export const driverMeasures: readonly string[] = [
  ...new Set(stages.flatMap((stage) => experiencesAt(stage).map(({ id }) => driverName(id)))),
];

/** These counts have more noise than others: so many draws of the usual variance. */
const DRAWS = methodology.disclosure.noise.associations.variance / disclosureRules.noise.variance;

/** An experience beside satisfaction on the whole, at one stage, for the nation. */
export type Driver = {
  readonly measure: string;
  /** Satisfied on the whole, of those who had the good experience and of those who had not. */
  readonly having: Row;
  readonly lacking: Row;
  /** Who did not have it, of those who answered both. */
  readonly missed: Row;
  /**
   * Points of per cent between the two groups, with 95 % limits (Newcombe). Null where either is below the base, or only
   * a bound.
   */
  readonly difference: { readonly points: number; readonly lower: number; readonly upper: number } | null;
  /**
   * The difference times the share that missed it, in points of satisfaction: how far the nation would be from here if
   * nothing but this set the groups apart and nobody missed it. Never told as an effect.
   */
  readonly product: number | null;
};

type Part = { readonly P: number; readonly Q: number };

const estimateOf = ({ P, Q }: Part) => noisyProportion(P, Q, disclosureRules.noise.variance * DRAWS);

function differenceOf(having: Part, lacking: Part, digits: number) {
  const [first, second] = [estimateOf(having), estimateOf(lacking)];
  if (first === null || second === null) return null;
  const { lower, upper } = newcombe(
    { proportion: first.proportion, interval: noisyInterval(first, confidence) },
    { proportion: second.proportion, interval: noisyInterval(second, confidence) },
  );
  const points = (value: number) => roundHalfAway(100 * value, digits);
  return { points: points(first.proportion - second.proportion), lower: points(lower), upper: points(upper) };
}

function driverOf(measure: string, counts: readonly number[] | null): Driver {
  const subject = (answer: string) => ({ at: {}, measure: driverName(measure), answer });
  if (counts === null) {
    const none = (part: string) => emptyRow(subject(part), "x");
    const parts = { having: none("having"), lacking: none("lacking"), missed: none("missed") };
    return { measure, ...parts, difference: null, product: null };
  }
  const [a = 0, b = 0, c = 0, d = 0] = counts.map((n) => Math.max(0, n));
  const rowOf = (answer: string, part: Part, cells: number) => percentRow(subject(answer), { ...part, cells });
  const having = rowOf("having", { P: a, Q: c }, DRAWS);
  const lacking = rowOf("lacking", { P: b, Q: d }, DRAWS);
  const missed = rowOf("missed", { P: b + d, Q: a + c }, 2 * DRAWS);
  const isTold = [having, lacking].every(({ value, coding }) => value !== null && coding === null);
  const digits = Math.min(a + c, b + d) >= disclosureRules.largeBase ? 1 : 0;
  const difference = isTold ? differenceOf({ P: a, Q: c }, { P: b, Q: d }, digits) : null;
  const product =
    difference === null ? null : roundHalfAway(100 * (a / (a + c) - b / (b + d)) * ((b + d) / (a + b + c + d)), digits);
  return { measure, having, lacking, missed, difference, product };
}

/**
 * What goes with satisfaction at a stage: each experience by itself, adjusted for nothing, for the nation alone. In order
 * of what most victims miss and matters most with it; what cannot be told comes last, in the order of the questions.
 */
export function drivers(stage: Stage, cellsOf: CellsOf): readonly Driver[] {
  return experiencesAt(stage)
    .map(({ id }) => {
      const cell = cellsOf("stage", driverName(id))?.find(([codes]) => codes[0] === stage);
      return driverOf(id, cell ? cell.slice(1).filter((part) => typeof part === "number") : null);
    })
    .toSorted((one, other) => (other.product ?? -Infinity) - (one.product ?? -Infinity) || 0);
}
