/**
 * Adjusted p-values, in the order of the p-values given (methodology.md 2.9). Families are fixed in advance.
 */
type Adjusted = readonly number[];

/** Goes over the p-values by rank, `ascending` or not, and puts each result in the place of its p-value. */
function byRank(p: readonly number[], ascending: boolean, adjust: (value: number, rank: number, so: number) => number) {
  const order = p.map((_, index) => index).toSorted((a, b) => (p[a] ?? 0) - (p[b] ?? 0));
  const ranked = order.map((index, at) => ({ index, rank: at + 1 }));
  const adjusted = p.map(() => 0);
  let last = ascending ? 0 : 1;
  for (const { index, rank } of ascending ? ranked : ranked.toReversed()) {
    last = adjust(p[index] ?? 0, rank, last);
    adjusted[index] = last;
  }
  return adjusted;
}

/** Bonferroni: p x m. */
export const bonferroni = (p: readonly number[]): Adjusted => p.map((value) => Math.min(1, value * p.length));

/** Holm's step-down: keeps the chance of any false finding. */
export const holm = (p: readonly number[]): Adjusted =>
  byRank(p, true, (value, rank, so) => Math.max(so, Math.min(1, value * (p.length - rank + 1))));

/** Benjamini and Hochberg: keeps the share of false findings, for independent or positively dependent tests. */
export const benjaminiHochberg = (p: readonly number[]): Adjusted =>
  byRank(p, false, (value, rank, so) => Math.min(so, (value * p.length) / rank));

/** Benjamini and Yekutieli: the same for tests that depend on one another in any way. */
export function benjaminiYekutieli(p: readonly number[]): Adjusted {
  const harmonic = p.reduce((sum, _, index) => sum + 1 / (index + 1), 0);
  return byRank(p, false, (value, rank, so) => Math.min(so, (value * p.length * harmonic) / rank));
}
