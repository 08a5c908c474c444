/** The standard normal distribution function (Abramowitz and Stegun 7.1.26, error below 1.5e-7). */
export function phi(z: number): number {
  const t = 1 / (1 + (0.3275911 * Math.abs(z)) / Math.SQRT2);
  const tail =
    t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) *
    Math.exp((-z * z) / 2);
  return z < 0 ? tail / 2 : 1 - tail / 2;
}

export const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Pearson's r; 0 where either never varies: what is constant tells nothing. */
export function correlation(x: readonly number[], y: readonly number[]): number {
  const [mx, my] = [mean(x), mean(y)];
  let [xx, yy, xy] = [0, 0, 0];
  for (const [at, value] of x.entries()) {
    const [dx, dy] = [value - mx, (y[at] ?? 0) - my];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  return xx === 0 || yy === 0 ? 0 : xy / Math.sqrt(xx * yy);
}

/** Ranks, those of equal values averaged. */
export function ranks(values: readonly number[]): readonly number[] {
  const order = values.map((value, at) => ({ value, at })).toSorted((a, b) => a.value - b.value);
  const found = Array.from({ length: values.length }, () => 0);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to + 1 < order.length && order[to + 1]?.value === order[from]?.value) to++;
    for (let at = from; at <= to; at++) found[order[at]?.at ?? 0] = (from + to) / 2;
    from = to + 1;
  }
  return found;
}

/** The upper tail of chi-square (Wilson and Hilferty), good to three digits from 5 degrees of freedom up. */
export const chiSquareTail = (x: number, degrees: number) =>
  1 - phi((Math.cbrt(x / degrees) - (1 - 2 / (9 * degrees))) / Math.sqrt(2 / (9 * degrees)));

/** P(noise = k) of a table of cumulative probabilities times 2^53. */
export const probabilityOf = (
  { cumulative, truncation }: { readonly cumulative: readonly number[]; readonly truncation: number },
  k: number,
) => ((cumulative[k + truncation] ?? 0) - (cumulative[k + truncation - 1] ?? 0)) / 2 ** 53;
