import { betaQuantile, normalCdf, normalQuantile } from "./distributions.ts";

/** A lower and an upper limit, in the unit of the estimate. */
export type Interval = { readonly lower: number; readonly upper: number };

/** The z that leaves (1 - confidence) / 2 in each tail. */
export const zFor = (confidence: number) => normalQuantile(1 - (1 - confidence) / 2);

const clamp = (value: number) => Math.min(1, Math.max(0, value));

/**
 * Wilson score interval of a proportion, on a base that may be an effective one and so not whole.
 *
 * @param proportion In [0, 1].
 * @param base Greater than 0; the whole of [0, 1] when it is not.
 * @see methodology.md 2.4
 */
export function wilson(proportion: number, base: number, confidence: number): Interval {
  if (!(base > 0)) return { lower: 0, upper: 1 };
  const z = zFor(confidence);
  const z2 = (z * z) / base;
  const centre = proportion + z2 / 2;
  const reach = z * Math.sqrt(Math.max(0, proportion * (1 - proportion)) / base + z2 / (4 * base));
  return { lower: clamp((centre - reach) / (1 + z2)), upper: clamp((centre + reach) / (1 + z2)) };
}

/**
 * Wilson's interval with continuity correction.
 *
 * @param positive Whole, from 0 to `base`.
 * @see Newcombe 1998, method 4
 */
export function wilsonCorrected(positive: number, base: number, confidence: number): Interval {
  const z = zFor(confidence);
  const p = positive / base;
  const centre = 2 * positive + z * z;
  const reach = (sign: 1 | -1) =>
    z * Math.sqrt(Math.max(0, z * z + sign * 2 - 1 / base + 4 * p * (base * (1 - p) - sign)));
  const scale = 2 * (base + z * z);
  return {
    lower: positive === 0 ? 0 : clamp((centre - 1 - reach(-1)) / scale),
    upper: positive === base ? 1 : clamp((centre + 1 + reach(1)) / scale),
  };
}

/** Clopper and Pearson's exact interval of a proportion: for small bases without weights. */
export function clopperPearson(positive: number, base: number, confidence: number): Interval {
  const tail = (1 - confidence) / 2;
  return {
    lower: positive === 0 ? 0 : betaQuantile(tail, positive, base - positive + 1),
    upper: positive === base ? 1 : betaQuantile(1 - tail, positive + 1, base - positive),
  };
}

/** Half the width of the plain interval of a proportion. */
export const marginOfError = (proportion: number, base: number, designEffect: number, confidence: number) =>
  zFor(confidence) * Math.sqrt((proportion * (1 - proportion) * designEffect) / base);

/** A weighted proportion: its base, and what the design costs it. */
export type WeightedProportion = {
  readonly proportion: number;
  readonly base: number;
  readonly designEffect: number;
};

/** Difference of two independent weighted proportions, whether it is one, and its plain interval. */
export function differenceOf(
  first: WeightedProportion,
  second: WeightedProportion,
  confidence: number,
): { readonly difference: number; readonly standardError: number; readonly z: number; readonly p: number } & Interval {
  const varianceOf = ({ proportion, base, designEffect }: WeightedProportion) =>
    (proportion * (1 - proportion) * designEffect) / base;
  const difference = first.proportion - second.proportion;
  const variance = varianceOf(first) + varianceOf(second);
  const z = difference / Math.sqrt(variance);
  const p = 2 * normalCdf(-Math.abs(z));
  return { difference, standardError: Math.sqrt(variance), z, p, ...normalInterval(difference, variance, confidence) };
}

/**
 * Newcombe's interval of a difference of two independent proportions, from the interval of each ("square and add").
 *
 * @see methodology.md 2.4; Newcombe 1998, method 10
 */
export function newcombe(
  first: { readonly proportion: number; readonly interval: Interval },
  second: { readonly proportion: number; readonly interval: Interval },
): Interval {
  const difference = first.proportion - second.proportion;
  const down = Math.hypot(first.proportion - first.interval.lower, second.interval.upper - second.proportion);
  const up = Math.hypot(first.interval.upper - first.proportion, second.proportion - second.interval.lower);
  return { lower: difference - down, upper: difference + up };
}

/** A perturbed proportion, and how much it is worth once the noise is counted. */
export type NoisyProportion = {
  /** P / (P + Q) in [0, 1]. */
  readonly proportion: number;
  /** Variance of the proportion: sampling and noise. */
  readonly variance: number;
  /** The base that would give this variance without noise. */
  readonly effectiveBase: number;
};

/**
 * A proportion from perturbed counts, its variance carrying the noise.
 *
 * @param positive Noisy count; below 0 counts as 0.
 * @param negative Noisy count; below 0 counts as 0.
 * @param noiseVariance Of each of the two: sigma squared times the cells summed.
 * @returns Null when both are 0: there is no proportion of nobody.
 * @see privacy.md R8
 */
export function noisyProportion(positive: number, negative: number, noiseVariance: number): NoisyProportion | null {
  const [p, q] = [Math.max(0, positive), Math.max(0, negative)];
  const base = p + q;
  if (base === 0) return null;
  // Two answers on either side keep the variance off zero where everybody says the same.
  const centre = (p + 2) / (base + 4);
  const sampling = (centre * (1 - centre)) / base;
  const noise = (noiseVariance * ((1 - centre) ** 2 + centre ** 2)) / base ** 2;
  const variance = sampling + noise;
  return { proportion: p / base, variance, effectiveBase: (centre * (1 - centre)) / variance };
}

/** Perturbed counts, and the variance of the noise of each of the two. */
type NoisyCounts = { readonly positive: number; readonly negative: number; readonly noiseVariance: number };

/**
 * Two-sided p-value of two perturbed proportions being the same, by the variance that they have if they are (a score
 * test), noise and all. The variance at what was observed is too small where noise has pushed a share to an end.
 *
 * @returns 1 where there is nobody to compare.
 */
export function sameProportionP(...both: readonly [NoisyCounts, NoisyCounts]): number {
  const counted = both.map(({ positive, negative, noiseVariance }) => {
    const [p, q] = [Math.max(0, positive), Math.max(0, negative)];
    return { p, base: p + q, noiseVariance };
  });
  if (counted.some(({ base }) => base === 0)) return 1;
  const shared = counted.reduce((sum, { p }) => sum + p, 0) / counted.reduce((sum, { base }) => sum + base, 0);
  const variance = counted.reduce(
    (sum, { base, noiseVariance }) =>
      sum + (shared * (1 - shared)) / base + (noiseVariance * ((1 - shared) ** 2 + shared ** 2)) / base ** 2,
    0,
  );
  const [first = 0, second = 0] = counted.map(({ p, base }) => p / base);
  return 2 * normalCdf(-Math.abs(first - second) / Math.sqrt(variance));
}

/** Wilson's interval of a perturbed proportion at its effective base (privacy.md R8). */
export const noisyInterval = ({ proportion, effectiveBase }: NoisyProportion, confidence: number): Interval =>
  wilson(proportion, effectiveBase, confidence);

/**
 * A perturbed mean of centred scores, and its variance carrying the noise.
 *
 * @param sum Noisy centred sum, in points of the scale from its middle.
 * @param base Noisy base, positive and negative together.
 * @param variances Of one answer (from the histogram of the parent cell), of the sum's noise, of the base's noise.
 * @returns In points of the scale from its middle; null when the base is not positive.
 * @see privacy.md R8. There the base is one perturbed count; here it is two added, so its noise counts twice.
 */
export function noisyMean(
  sum: number,
  base: number,
  variances: { readonly answer: number; readonly sumNoise: number; readonly baseNoise: number },
): { readonly mean: number; readonly variance: number } | null {
  if (base <= 0) return null;
  const mean = sum / base;
  const noise = (variances.sumNoise + mean * mean * variances.baseNoise) / base ** 2;
  return { mean, variance: variances.answer / base + noise };
}

/** Estimate plus and minus z standard errors. */
export function normalInterval(estimate: number, variance: number, confidence: number): Interval {
  const reach = zFor(confidence) * Math.sqrt(variance);
  return { lower: estimate - reach, upper: estimate + reach };
}
