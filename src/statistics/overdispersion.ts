import { normalQuantile } from "./distributions.ts";

/**
 * Quantile by R's type 7: linear between the two nearest of the sorted values.
 *
 * @param share In [0, 1].
 * @throws RangeError when there are no values.
 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  if (low === undefined || high === undefined) throw new RangeError("a quantile needs at least one value");
  return low + (at - Math.floor(at)) * (high - low);
}

/** Pulls the lowest and highest `share` of values in to the quantiles there (methodology.md 2.5 step 6). */
export function winsorise(values: readonly number[], share: number): readonly number[] {
  if (values.length === 0) return [];
  const [low, high] = [quantile(values, share), quantile(values, 1 - share)];
  return values.map((value) => Math.min(high, Math.max(low, value)));
}

/**
 * What winsorising leaves of the variance of normal values: 0.68 at a tenth. Without it areas that differ by chance and by
 * ordinary variation are held to differ less than they do, and three times too many lie beyond the limits
 * (docs/methodology/validation.md).
 */
export function winsorisedVariance(share: number): number {
  const cut = -normalQuantile(share);
  const density = Math.exp((-cut * cut) / 2) / Math.sqrt(2 * Math.PI);
  return 1 - 2 * share - 2 * cut * density + 2 * share * cut * cut;
}

/**
 * Leaves out the lowest and highest `share` of values, by the truncation rule of the summary hospital mortality
 * indicator: k = 1 / share groups by rank, of which the first and the last go.
 *
 * @returns The values in their places, null where one is left out.
 * @see methodology.md 2.6
 */
export function truncate(values: readonly number[], share: number): readonly (number | null)[] {
  const groups = 1 / share;
  const order = values.map((_, index) => index).toSorted((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const kept: (number | null)[] = values.map(() => null);
  for (const [rank, index] of order.entries()) {
    const group = Math.floor(((rank + 1) * groups) / (values.length + 1));
    if (group !== 0 && group !== groups - 1) kept[index] = values[index] ?? null;
  }
  return kept;
}

/** Phi: the mean square of z. About 1 when areas differ by chance alone; null of no areas. */
export const dispersion = (z: readonly number[]) =>
  z.length === 0 ? null : z.reduce((sum, one) => sum + one * one, 0) / z.length;

/** Sum of weights less the weighted mean weight: the denominator of the method of moments. */
function momentScale(standardErrors: readonly number[]): number {
  let [sum, squares] = [0, 0];
  for (const s of standardErrors) {
    sum += 1 / (s * s);
    squares += 1 / s ** 4;
  }
  return sum - squares / sum;
}

/**
 * Tau squared, the variance between areas beyond chance, by the method of moments on z already winsorised.
 *
 * @param z Distances from the target over their standard errors, winsorised or truncated.
 * @param standardErrors In the same order; the unit of the result is theirs squared.
 * @see methodology.md 2.5 step 6 (DerSimonian and Laird with trimmed z)
 */
export function betweenVariance(z: readonly number[], standardErrors: readonly number[]): number {
  const phi = dispersion(z);
  if (phi === null || z.length < 2) return 0;
  const excess = z.length * phi - (z.length - 1);
  return excess <= 0 ? 0 : excess / momentScale(standardErrors);
}

/**
 * DerSimonian and Laird's estimate around the weighted mean, without trimming.
 *
 * @returns Cochran's Q, tau squared, the mean with random effects and its standard error.
 */
export function derSimonianLaird(estimates: readonly number[], variances: readonly number[]) {
  const weighted = (weights: readonly number[]) => {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return { total, mean: weights.reduce((sum, weight, index) => sum + weight * (estimates[index] ?? 0), 0) / total };
  };
  const fixed = variances.map((variance) => 1 / variance);
  const { mean } = weighted(fixed);
  const q = fixed.reduce((sum, weight, index) => sum + weight * ((estimates[index] ?? 0) - mean) ** 2, 0);
  const degrees = estimates.length - 1;
  const tau2 = Math.max(0, (q - degrees) / momentScale(variances.map(Math.sqrt)));
  const random = weighted(variances.map((variance) => 1 / (variance + tau2)));
  return { q, degrees, tau2, mean: random.mean, standardError: Math.sqrt(1 / random.total) };
}

/** z once the variance between areas is allowed for: what bands are decided on (methodology.md 2.5 step 7). */
export const adjustedZ = (difference: number, standardError: number, tau2: number) =>
  difference / Math.sqrt(standardError * standardError + tau2);
