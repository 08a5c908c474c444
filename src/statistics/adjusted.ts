import type { AreaScore } from "./area-scores.ts";
import type { Cell } from "./perturb.ts";
import { disclosureRules, weightRules } from "./rules.ts";

/**
 * Adjusted scores as a release holds them (docs/decisions/0036): one cell an area and stage, `[[area, stage], score, base]`,
 * and of each stage the variance of one answer, `[[stage], variance]`. Both are perturbed; the score is from 0 to 100, and
 * beyond where noise took it there. Cells are stored from the base that may be shown (`baseShown`), so that quarters can be
 * added up; a score is shown, and judged, only where the sum has the base for a band (`baseBand`).
 */

/** The measure under which the adjusted score of an item is stored. */
export const adjustedName = (id: string) => `a:${id}`;

/** Points of the score from 0 to 100 that one point of the scale is worth. */
export const pointsPerStep = (half: number) => 50 / half;

/** Variance of a centred sum's noise, in points of the scale squared. @throws RangeError when none is declared. */
function centredVariance(half: number): number {
  const { centredVariance: of } = disclosureRules.noise;
  const found = half === 1 ? of[1] : half === 2 ? of[2] : half === 3 ? of[3] : undefined;
  if (found === undefined) throw new RangeError(`there is no noise for a centred sum of range ${half}`);
  return found;
}

/**
 * Variance of the noise of a cell's sum of scores, in points squared: a centred sum's, grown by as much as the weight of
 * one answer may exceed the mean weight, so that nobody is protected less for counting more.
 */
export const adjustedNoiseVariance = (half: number) =>
  centredVariance(half) * (weightRules.cap * pointsPerStep(half)) ** 2;

/**
 * Standard error of an adjusted score, in points: what answers and weights leave to chance, and the noise.
 *
 * @param of `base` as stored, above 0; `variance` of one answer, as stored; `half` of the item's scale.
 */
export const adjustedError = ({
  base,
  variance,
  half,
}: {
  readonly base: number;
  readonly variance: number;
  readonly half: number;
}) => Math.sqrt(variance / base + adjustedNoiseVariance(half) / base ** 2);

/** Areas' scores of one item at one stage, for `compareScores`, from the stored cells of that stage. */
export const adjustedScores = (areaCells: readonly Cell[], variance: number, half: number): readonly AreaScore[] =>
  areaCells.flatMap(([[area], score, base]) =>
    area === undefined || score === undefined || base === undefined || !(base > 0)
      ? []
      : [{ area, score, standardError: adjustedError({ base, variance, half }), base }],
  );
