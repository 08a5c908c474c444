import { binomialCdf, binomialQuantile } from "./distributions.ts";
import type { Interval } from "./interval.ts";
import { exactPoisson } from "./rates.ts";

const clamp = (value: number) => Math.min(1, Math.max(0, value));

/**
 * Score limits of a funnel of proportions: target plus and minus z standard errors at this base, within [0, 1].
 *
 * @param target National proportion.
 * @param base May be an effective base, which carries the noise of a perturbed count.
 * @see methodology.md 2.6
 */
export function scoreLimits(target: number, base: number, z: number): Interval {
  const reach = z * Math.sqrt((target * (1 - target)) / base);
  return { lower: clamp(target - reach), upper: clamp(target + reach) };
}

/**
 * Limits of a funnel of proportions on the arcsine scale, widened by the variance between areas.
 *
 * @param betweenVariance Tau squared on the arcsine scale; 0 for none.
 * @see methodology.md 2.6
 */
export function arcsineLimits(target: number, base: number, z: number, betweenVariance: number): Interval {
  const centre = Math.asin(Math.sqrt(target));
  const reach = z * Math.sqrt(1 / (4 * base) + betweenVariance);
  const back = (angle: number) => Math.sin(Math.min(Math.PI / 2, Math.max(0, angle))) ** 2;
  return { lower: back(centre - reach), upper: back(centre + reach) };
}

/**
 * How far a proportion lies from the target, on the arcsine scale, where the spread does not depend on the level.
 *
 * @param base May be an effective base.
 * @returns The distance and its standard error; z is the one over the other.
 * @see methodology.md 2.5 step 5
 */
export function arcsineDistance(proportion: number, target: number, base: number) {
  const difference = Math.asin(Math.sqrt(proportion)) - Math.asin(Math.sqrt(target));
  return { difference, standardError: 1 / (2 * Math.sqrt(base)) };
}

/**
 * Exact limits of a funnel of proportions, interpolated between the whole counts.
 *
 * @param base Whole.
 * @see methodology.md 2.6; Spiegelhalter 2005, A.1.1
 */
export function exactLimits(target: number, base: number, confidence: number): Interval {
  const limit = (tail: number) => {
    const count = binomialQuantile(tail, base, target);
    const below = binomialCdf(count, base, target);
    const here = below - binomialCdf(count - 1, base, target);
    return (count - (below - tail) / here) / base;
  };
  return { lower: limit((1 - confidence) / 2), upper: limit((1 + confidence) / 2) };
}

/** Exact Poisson limits of a funnel of standardised ratios, around 1, at so many events expected. */
export function ratioLimits(expected: number, confidence: number): Interval {
  const { lower, upper } = exactPoisson(expected, confidence);
  return { lower: lower / expected, upper: upper / expected };
}

/** Limits of a funnel of standardised ratios on the logarithmic scale, widened by the variance between areas. */
export function logRatioLimits(expected: number, z: number, betweenVariance: number): Interval {
  const reach = z * Math.sqrt(1 / expected + betweenVariance);
  return { lower: Math.exp(-reach), upper: Math.exp(reach) };
}
