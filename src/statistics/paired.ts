import { type Interval, normalInterval } from "./interval.ts";
import { confidence, disclosureRules } from "./rules.ts";
import type { Perturbed } from "./shown.ts";

/** A noisy count, and how many draws of noise are in it. */
export type NoisyCount = { readonly n: number; readonly draws: number };

/**
 * A share whose parts hold different numbers of draws, such as one cell of nine, in the form of every percentage: with as
 * many draws on either side as would make the share vary as much.
 *
 * @param part Of `whole`, whose cells are among the whole's.
 */
export function noisyShare(part: NoisyCount, whole: NoisyCount): Perturbed {
  const P = Math.min(Math.max(0, part.n), whole.n);
  const centre = (P + 2) / (whole.n + 4);
  const [up, down] = [(1 - centre) ** 2, centre ** 2];
  const rest = whole.draws - part.draws;
  return { P, Q: whole.n - P, cells: (part.draws * up + rest * down) / (up + down) };
}

/**
 * The change of the same people between two occasions, from those who changed: p01 - p10, with the variance
 * (p01 + p10 - (p01 - p10)^2) / n of a paired difference (methodology.md 2.4), and the noise of its counts.
 *
 * @param gained Those who have it only on the later occasion.
 * @param lost Those who have it only on the earlier one. Its cells are none of `gained`'s, and both are among the whole's.
 * @returns As a proportion, with limits.
 */
export function pairedChange(
  gained: NoisyCount,
  lost: NoisyCount,
  whole: NoisyCount,
  noiseVariance: number = disclosureRules.noise.variance,
): { readonly change: number; readonly variance: number } & Interval {
  const { n } = whole;
  const [up, down] = [Math.max(0, gained.n), Math.max(0, lost.n)];
  const change = (up - down) / n;
  // One on either side keeps the variance off zero where nobody changed.
  const turnover = Math.min(1, (up + down + 2) / (n + 4));
  const sampling = Math.max(0, turnover - change ** 2) / n;
  // Each count's cells are in the whole as well: d(change) = (d up - d down - change d n) / n.
  const others = whole.draws - gained.draws - lost.draws;
  const spread = gained.draws * (1 - change) ** 2 + lost.draws * (1 + change) ** 2 + others * change ** 2;
  const variance = sampling + (noiseVariance * spread) / n ** 2;
  return { change, variance, ...normalInterval(change, variance, confidence) };
}
