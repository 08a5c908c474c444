import type { Stage } from "../domain/dimension.ts";
import { methodology } from "../domain/methodology.ts";
import { type Attribute, attributes } from "../instrument/profile.ts";
import { newcombe, noisyInterval, noisyProportion, sameProportionP } from "../statistics/interval.ts";
import { benjaminiHochberg } from "../statistics/multiple-comparisons.ts";
import { roundHalfAway } from "../statistics/rounding.ts";
import { confidence, disclosureRules } from "../statistics/rules.ts";
import { noisyBase } from "../statistics/shown.ts";
import { type Significance, significanceOf } from "./compare.ts";
import { type ScaledMeasure, stageMeasures } from "./measures.ts";
import { type CellsOf, type CellSymbol, emptyRow, percentRow, type Row } from "./table.ts";

/** How a release names the answers to a core item of those who told one thing of themselves: cells as an item's. */
export const characteristicName = (attribute: string, category: string, measure: string) =>
  `characteristic:${attribute}:${category}:${measure}`;

/** What a profile record holds: the core, what one in three is asked included. */
const coreItems: readonly ScaledMeasure[] = stageMeasures.filter(({ core }) => core !== null);

export const coreMeasures: readonly string[] = coreItems.map(({ id }) => id);

/** What a page or a file reads of the table by stage. */
export const characteristicMeasures: readonly string[] = attributes.flatMap(({ id, categories }) =>
  categories.flatMap(({ code }) => coreMeasures.map((measure) => characteristicName(id, code, measure))),
);

/** These counts have more noise than others: so many draws of the usual variance. */
const DRAWS = methodology.disclosure.noise.associations.variance / disclosureRules.noise.variance;

/** Those of one category beside all others who answered the same question about themselves, on one core item. */
export type Contrast = {
  readonly attribute: string;
  readonly category: string;
  readonly measure: string;
  readonly those: Row;
  readonly others: Row;
  /**
   * Those less the others, in points of per cent with 95 % limits (Newcombe). Null where either is below the base, or only
   * a bound.
   */
  readonly difference: { readonly points: number; readonly lower: number; readonly upper: number } | null;
  /** Two-sided, by Benjamini and Hochberg over all that is told of a stage, or of all together; null without a difference. */
  readonly adjustedP: number | null;
  readonly significance: Significance | null;
};

type Counts = { readonly P: number; readonly Q: number; readonly cells: number };

/** Whether a question is the same in all that is added up, at a stage or (null) over all. */
export type IsSame = (measure: string, stage: Stage | null) => boolean;

/** Cells added up as they are stored: what is below zero is so by noise, and is clipped in the sum alone. */
const sumOf = (all: readonly Counts[]): Counts =>
  all.reduce((sum, { P, Q, cells }) => ({ P: sum.P + P, Q: sum.Q + Q, cells: sum.cells + cells }), {
    P: 0,
    Q: 0,
    cells: 0,
  });

/** What a release counted of a category at a stage, or at all; null where it has no such table. */
function countsOf(stage: Stage | null, stored: ReturnType<CellsOf>): Counts | null {
  if (stored === null) return null;
  return sumOf(
    stored
      .filter(([codes]) => stage === null || codes[0] === stage)
      .map(([, , P = 0, Q = 0]) => ({ P, Q, cells: DRAWS })),
  );
}

function differenceOf(those: Counts, others: Counts) {
  const varianceOf = ({ cells }: Counts) => disclosureRules.noise.variance * cells;
  const [first, second] = [those, others].map((of) => noisyProportion(of.P, of.Q, varianceOf(of)));
  if (!first || !second) return null;
  const { lower, upper } = newcombe(
    { proportion: first.proportion, interval: noisyInterval(first, confidence) },
    { proportion: second.proportion, interval: noisyInterval(second, confidence) },
  );
  const digits = Math.min(noisyBase(those), noisyBase(others)) >= disclosureRules.largeBase ? 1 : 0;
  const points = (value: number) => roundHalfAway(100 * value, digits);
  const counted = (of: Counts) => ({ positive: of.P, negative: of.Q, noiseVariance: varianceOf(of) });
  return {
    difference: {
      points: points(first.proportion - second.proportion),
      lower: points(lower),
      upper: points(upper),
    },
    p: sameProportionP(counted(those), counted(others)),
  };
}

type Found = Omit<Contrast, "adjustedP" | "significance"> & { readonly p: number | null };

/** The contrasts of one attribute on one core item. */
function contrastsOf(
  { id: attribute, categories }: Attribute,
  { id: measure, stages }: ScaledMeasure,
  stage: Stage | null,
  cellsOf: CellsOf,
): readonly Found[] {
  const at = stage === null ? {} : { stage };
  const counted = categories.map(({ code }) => ({
    code,
    counts: countsOf(stage, cellsOf("stage", characteristicName(attribute, code, measure))),
  }));
  const isAsked = stage === null || stages.some((one) => one === stage);
  const known = counted.flatMap(({ code, counts }) => (counts === null ? [] : [{ code, counts }]));
  return counted.map(({ code, counts }): Found => {
    const subject = (part: string) => ({ at, measure, answer: `${attribute}.${code}${part}` });
    const about = { attribute, category: code, measure };
    if (!isAsked || counts === null) {
      const symbol: CellSymbol = isAsked ? "x" : "z";
      const [those, others] = [emptyRow(subject(""), symbol), emptyRow(subject(".others"), symbol)];
      return { ...about, those, others, difference: null, p: null };
    }
    const rest = sumOf(known.filter((one) => one.code !== code).map((one) => one.counts));
    const [those, others] = [percentRow(subject(""), counts), percentRow(subject(".others"), rest)];
    const isTold = [those, others].every(({ value, coding }) => value !== null && coding === null);
    const told = isTold ? differenceOf(counts, rest) : null;
    return { ...about, those, others, difference: told?.difference ?? null, p: told?.p ?? null };
  });
}

/**
 * How people of each characteristic answered the core, for the nation alone and adjusted for nothing: each category beside
 * all others who answered the same question about themselves.
 *
 * The family of comparisons, fixed in advance, is everything that is told of one stage, or of all together.
 *
 * @param stage Null for all stages together: the sum of the stages' perturbed cells, and no draw of its own. Somebody who
 *   answered at two counts twice and answers alike, so that its intervals are somewhat too narrow.
 * @param isSame Of several quarters: an item that was asked in other words in one of them is not available.
 * @see docs/decisions/0046
 */
export function characteristics(
  stage: Stage | null,
  cellsOf: CellsOf,
  isSame: IsSame = () => true,
): readonly Contrast[] {
  const found = attributes.flatMap((attribute) =>
    coreItems.flatMap((item) => contrastsOf(attribute, item, stage, isSame(item.id, stage) ? cellsOf : () => null)),
  );
  const family = found.flatMap(({ p }, index) => (p === null ? [] : [{ p, index }]));
  const adjusted = benjaminiHochberg(family.map(({ p }) => p));
  const byIndex = new Map(family.map(({ index }, place) => [index, adjusted[place] ?? 1]));
  return found.map(({ p: _, ...contrast }, index) => {
    const adjustedP = byIndex.get(index) ?? null;
    return {
      ...contrast,
      adjustedP: adjustedP === null ? null : roundHalfAway(adjustedP, 3),
      significance: adjustedP === null ? null : significanceOf(adjustedP),
    };
  });
}

/** Whether a difference is told and more than chance explains. */
export const isBeyondChance = ({ significance }: Contrast) => significance !== null && significance !== "ns";
