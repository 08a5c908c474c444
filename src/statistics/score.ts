/** A response scale of surveys/measures.json, as far as scoring needs it. */
export type Scale = {
  /** How many different scores there are, evenly spaced; 0 for a scale that only counts answers. */
  readonly points: number;
  readonly options: readonly {
    readonly code: string;
    /** 0 to 100; null for an answer that is in no denominator. */
    readonly score: number | null;
    readonly positive: boolean;
  }[];
};

/**
 * Half the range of a scale in points: 3 for seven-point satisfaction, 2 for likelihood, 1 for yes/partly/no and yes/no
 * (two scores stand a whole range apart, like three). Null for a scale that only counts: it has no mean.
 *
 * @see methodology.md 2.1, privacy.md amendment 2
 */
export const halfRange = ({ points }: Pick<Scale, "points">) => (points < 2 ? null : Math.max(1, (points - 1) / 2));

/** Points from the middle of the scale, a whole number: seven-point code 5 is 1, "No" is -1. */
export const centredPoints = (score: number, half: number) => Math.round(((score - 50) / 50) * half);

/** The score from 0 to 100 of so many points from the middle. */
export const scoreOf = (points: number, half: number) => 50 + (points / half) * 50;

/** Seven-point code to score: (code - 1) / 6 x 100 (methodology.md 2.1). */
export const scoreOfSevenPoints = (code: number) => ((code - 1) / 6) * 100;

/**
 * Variance of one answer in points of the scale, from a perturbed histogram: what `shownScore` needs of the parent cell.
 *
 * @param histogram Noisy counts by code; below 0 counts as 0. Codes without a score, which are in no denominator, are passed over.
 * @returns Null when nobody is left.
 */
export function answerVariance(histogram: ReadonlyMap<string, number>, scale: Scale): number | null {
  const half = halfRange(scale);
  if (half === null) return null;
  let [base, sum, squares] = [0, 0, 0];
  for (const { code, score } of scale.options) {
    if (score === null) continue;
    const count = Math.max(0, histogram.get(code) ?? 0);
    const points = centredPoints(score, half);
    base += count;
    sum += count * points;
    squares += count * points * points;
  }
  return base === 0 ? null : squares / base - (sum / base) ** 2;
}
