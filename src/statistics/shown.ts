import { noisyInterval, noisyMean, noisyProportion, normalInterval } from "./interval.ts";
import { roundHalfAway, roundTo } from "./rounding.ts";
import { confidence, type DisclosureRules, disclosureRules } from "./rules.ts";
import { scoreOf } from "./score.ts";

/** Perturbed answers on an item, of one cell or of several added up. */
export type Perturbed = {
  /** Noisy positives and negatives, whole numbers, below zero where the noise took them there. */
  readonly P: number;
  readonly Q: number;
  /** How many cells were added up; each brought its own noise. */
  readonly cells: number;
};

/** `low-base` is shown with the mark of low reliability; `confidential` has neither value nor limits. */
export type ShownStatus = "shown" | "low-base" | "confidential";

export type ShownPercentage = {
  readonly status: ShownStatus;
  /** Rounded; null below the base at which bases are shown. */
  readonly base: number | null;
  /** Per cent: whole below a base of 1,000, one decimal from there. */
  readonly percent: number | null;
  /** Where nearly all answered alike, `percent` is a bound and not a value. */
  readonly coding: "at-most" | "at-least" | null;
  readonly lower: number | null;
  readonly upper: number | null;
};

/** The base as it may be printed: rounded, or null where it is too small to print. */
export function shownBase(noisy: number, rules: DisclosureRules = disclosureRules): number | null {
  if (noisy < rules.baseShown) return null;
  return roundTo(noisy, noisy >= rules.largeBase ? rules.roundLargeBaseTo : rules.roundBaseTo);
}

/** What may be seen of a value on this noisy base; every threshold is tested on the noisy value (privacy.md R7). */
function statusOf(noisyBase: number, rules: DisclosureRules = disclosureRules): ShownStatus {
  if (noisyBase < rules.basePercentage) return "confidential";
  return noisyBase < rules.baseUnflagged ? "low-base" : "shown";
}

/** The noisy base of an item: both counts, clipped at 0 once they are added up. */
export const noisyBase = ({ P, Q }: { readonly P: number; readonly Q: number }) => Math.max(0, P) + Math.max(0, Q);

/**
 * The percentage of positive answers as it may be printed, with its 95 % limits.
 *
 * @returns Percentages, already rounded; whoever prints one prints it as it is.
 * @see privacy.md R7 (thresholds, rounding, bounds) and R8 (limits)
 */
export function shownPercentage(sum: Perturbed, rules: DisclosureRules = disclosureRules): ShownPercentage {
  const total = noisyBase(sum);
  const base = shownBase(total, rules);
  const status = statusOf(total, rules);
  if (status === "confidential") return { status, base, percent: null, coding: null, lower: null, upper: null };

  const digits = total >= rules.largeBase ? 1 : 0;
  const percent = (proportion: number) => roundHalfAway(proportion * 100, digits);
  const limits = (P: number) => {
    const estimate = noisyProportion(P, total - P, rules.noise.variance * sum.cells);
    return estimate ? noisyInterval(estimate, confidence) : { lower: 0, upper: 1 };
  };

  const bound = Math.ceil((100 * rules.extremeBelow) / total);
  // Limits at the bound, not at the value, or they would tell what the bound hides.
  if (Math.max(0, sum.P) < rules.extremeBelow) {
    const upper = Math.max(bound, percent(limits(rules.extremeBelow).upper));
    return { status, base, percent: bound, coding: "at-most", lower: 0, upper };
  }
  if (Math.max(0, sum.Q) < rules.extremeBelow) {
    const lower = Math.min(100 - bound, percent(limits(total - rules.extremeBelow).lower));
    return { status, base, percent: 100 - bound, coding: "at-least", lower, upper: 100 };
  }
  const { lower, upper } = limits(sum.P);
  return { status, base, percent: percent(sum.P / total), coding: null, lower: percent(lower), upper: percent(upper) };
}

export type ShownScore = {
  readonly status: ShownStatus;
  readonly base: number | null;
  /** 0 to 100: whole below a base of 1,000, one decimal from there. */
  readonly score: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
};

/**
 * The mean score from 0 to 100 as it may be printed, with its 95 % limits.
 *
 * @param sum The item's perturbed answers (for the base), and its noisy centred sum S over the same cells.
 * @param scale Half its range in points, the variance of the noise of one centred sum, and the variance of one answer
 *   in points, from the histogram of the parent cell (`answerVariance` in score.ts).
 * @see privacy.md R7 and R8
 */
export function shownScore(
  sum: Perturbed & { readonly S: number },
  scale: { readonly half: number; readonly noiseVariance: number; readonly answerVariance: number },
  rules: DisclosureRules = disclosureRules,
): ShownScore {
  const total = noisyBase(sum);
  const base = shownBase(total, rules);
  const status = statusOf(total, rules);
  const estimate = noisyMean(sum.S, total, {
    answer: scale.answerVariance,
    sumNoise: scale.noiseVariance * sum.cells,
    baseNoise: 2 * rules.noise.variance * sum.cells,
  });
  if (status === "confidential" || !estimate) return { status, base, score: null, lower: null, upper: null };

  const digits = total >= rules.largeBase ? 1 : 0;
  const score = (points: number) => roundHalfAway(Math.min(100, Math.max(0, scoreOf(points, scale.half))), digits);
  const { lower, upper } = normalInterval(estimate.mean, estimate.variance, confidence);
  return { status, base, score: score(estimate.mean), lower: score(lower), upper: score(upper) };
}

/** A noisy count as it may be printed, for categories of one histogram and for closure counts: rounded, never below 0. */
export const shownCount = (noisy: number, rules: DisclosureRules = disclosureRules) =>
  roundTo(Math.max(0, noisy), noisy >= rules.largeBase ? rules.roundLargeBaseTo : rules.roundBaseTo);
