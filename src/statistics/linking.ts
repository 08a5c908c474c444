import { zFor } from "./interval.ts";

/**
 * Ties two versions of a question together after a parallel run, in which a random half was asked each (methodology.md
 * 2.13). Each way of linking says how sure it is of itself: that goes into the variance of what is compared across it.
 */

/** A value in terms of the later version, and its standard error: that of the link and of the value together. */
export type Linked = { readonly value: number; readonly standardError: number };

/** Answers to one version: their mean, standard deviation and number. */
export type Moments = { readonly mean: number; readonly deviation: number; readonly n: number };

/**
 * The linear link of means, y* = mean' + (s' / s)(y - mean).
 *
 * Its error at y is that of two means and two standard deviations of normal scores, s'^2 (1/n + 1/n')(1 + z^2 / 2) with
 * z = (y - mean) / s.
 *
 * @param variance Of `y` itself, in its own points squared.
 * @throws RangeError where the earlier answers do not vary: nothing can be linked to a constant.
 * @see Kolen and Brennan, Test Equating, random groups design
 */
export function linearLink(earlier: Moments, later: Moments, y: number, variance = 0): Linked {
  if (!(earlier.deviation > 0)) throw new RangeError("the earlier answers do not vary");
  const slope = later.deviation / earlier.deviation;
  const z = (y - earlier.mean) / earlier.deviation;
  const ofLink = later.deviation ** 2 * (1 / earlier.n + 1 / later.n) * (1 + z ** 2 / 2);
  return {
    value: later.mean + slope * (y - earlier.mean),
    standardError: Math.sqrt(ofLink + slope ** 2 * variance),
  };
}

/** Answers to one version that count as good, of how many. */
export type Share = { readonly positive: number; readonly n: number };

const logit = (p: number) => Math.log(p / (1 - p));
const expit = (x: number) => 1 / (1 + Math.exp(-x));

/**
 * What is added to the logit of a share of the earlier version, and its standard error.
 *
 * @throws RangeError where all answers to a version were alike: a logit has no value there.
 */
export function logitShift(earlier: Share, later: Share): { readonly shift: number; readonly standardError: number } {
  const all = [earlier, later];
  if (all.some(({ positive, n }) => positive <= 0 || positive >= n)) throw new RangeError("all answers are alike");
  const [before = 0, after = 0] = all.map(({ positive, n }) => logit(positive / n));
  const variance = all.reduce((sum, { positive, n }) => sum + 1 / positive + 1 / (n - positive), 0);
  return { shift: after - before, standardError: Math.sqrt(variance) };
}

/**
 * A share of the earlier version in terms of the later one, with limits made on the logit, where they cannot leave 0 to 1.
 *
 * @param share In (0, 1).
 * @param variance Of the share itself.
 * @throws RangeError for a share of 0 or 1.
 */
export function shiftShare(
  share: number,
  by: { readonly shift: number; readonly standardError: number },
  variance: number,
  confidence: number,
): Linked & { readonly lower: number; readonly upper: number } {
  if (!(share > 0 && share < 1)) throw new RangeError("a share of 0 or 1 has no logit");
  const at = logit(share) + by.shift;
  const error = Math.sqrt(by.standardError ** 2 + variance / (share * (1 - share)) ** 2);
  const reach = zFor(confidence) * error;
  const value = expit(at);
  return { value, standardError: error * value * (1 - value), lower: expit(at - reach), upper: expit(at + reach) };
}

/** Fewest answers to each version for which whole distributions may be linked (methodology.md 2.13). */
const EQUIPERCENTILE_AT_LEAST = 1000;

type Ranks = { readonly n: number; readonly shares: readonly number[]; readonly below: readonly number[] };

function ranksOf(counts: readonly number[]): Ranks {
  const n = counts.reduce((sum, count) => sum + count, 0);
  if (n < EQUIPERCENTILE_AT_LEAST) throw new RangeError(`fewer than ${EQUIPERCENTILE_AT_LEAST} answers to a version`);
  const shares = counts.map((count) => count / n);
  let sum = 0;
  const below = shares.map((share) => (sum += share) - share);
  return { n, shares, below };
}

/**
 * The equipercentile link of a scale's codes: each code of the earlier version becomes the value of the later one that
 * as many stand below. Codes are spread evenly over half a code to either side; values lie from 0.5 to codes + 0.5.
 *
 * @param earlier Answers by code, from the lowest: code 1 first. At least 1,000 of each version.
 * @returns The value and standard error for each code, from the lowest.
 * @throws RangeError with fewer answers.
 * @see Kolen and Brennan, Test Equating: percentile ranks, and the error of the random groups design
 */
export function equipercentileLink(earlier: readonly number[], later: readonly number[]): readonly Linked[] {
  const [from, to] = [ranksOf(earlier), ranksOf(later)];
  return from.shares.map((share, code) => {
    const rank = (from.below[code] ?? 0) + share / 2;
    // The lowest code of the later version up to which more stand than below this one.
    const index = to.shares.findIndex((part, at) => (to.below[at] ?? 0) + part > rank && part > 0);
    const at = index < 0 ? to.shares.findLastIndex((part) => part > 0) : index;
    const [density, below] = [to.shares[at] ?? 1, to.below[at] ?? 0];
    const within = Math.min(1, Math.max(0, (rank - below) / density));
    const above = below + density;
    const spread = (rank * (1 - rank) * (from.n + to.n)) / (from.n * to.n);
    const coarse = ((above - rank) * (rank - below)) / (to.n * density);
    return { value: at + 0.5 + within, standardError: Math.sqrt(Math.max(0, spread - coarse)) / density };
  });
}
