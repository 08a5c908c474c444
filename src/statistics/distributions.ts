/**
 * Distribution functions, lower tail, in R's conventions. Checked against R in test/vectors (suite `distributions`).
 */
const TINY = 1e-300;
const PRECISION = 1e-16;
const MOST_STEPS = 10_000;

/** Lanczos coefficients for g = 7, nine terms. */
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** Natural logarithm of the gamma function, for x > 0. */
function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const shifted = x - 1;
  const base = shifted + 7.5;
  const series = lanczos.reduce((sum, term, index) => sum + (index === 0 ? term : term / (shifted + index)), 0);
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(base) - base + Math.log(series);
}

/** Value of a continued fraction by Lentz's method; `step(n)` gives the n-th numerator and denominator, from 1. */
function continuedFraction(first: number, step: (n: number) => readonly [number, number]): number {
  let value = first || TINY;
  let ratio = value;
  let inverse = 0;
  for (let n = 1; n < MOST_STEPS; n++) {
    const [numerator, denominator] = step(n);
    inverse = 1 / (denominator + numerator * inverse || TINY);
    ratio = denominator + numerator / ratio || TINY;
    value *= ratio * inverse;
    if (Math.abs(ratio * inverse - 1) < PRECISION) break;
  }
  return value;
}

/** Regularised incomplete gamma function P(shape, x). */
export function regularisedGamma(shape: number, x: number): number {
  if (x <= 0) return 0;
  const scale = Math.exp(shape * Math.log(x) - x - logGamma(shape));
  if (x < shape + 1) {
    let term = 1 / shape;
    let sum = term;
    for (let n = 1; n < MOST_STEPS && term > sum * PRECISION; n++) {
      term *= x / (shape + n);
      sum += term;
    }
    return sum * scale;
  }
  return 1 - scale / continuedFraction(x + 1 - shape, (n) => [-n * (n - shape), x + 2 * n + 1 - shape]);
}

/** Regularised incomplete beta function I_x(a, b). */
function regularisedBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - regularisedBeta(1 - x, b, a);
  const scale = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x)) / a;
  const fraction = continuedFraction(1, (n) => {
    const half = Math.floor(n / 2);
    const numerator =
      n % 2 === 0
        ? (half * (b - half) * x) / ((a + n - 1) * (a + n))
        : (-(a + half) * (a + b + half) * x) / ((a + n - 1) * (a + n));
    return [numerator, 1];
  });
  return scale / fraction;
}

/** The x in [from, to] at which an increasing function reaches `target`, by halving until the numbers run out. */
function invert(rises: (x: number) => number, target: number, from: number, to: number): number {
  let [low, high] = [from, to];
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return middle;
    if (rises(middle) < target) low = middle;
    else high = middle;
  }
}

/** Standard normal distribution: P(Z <= z). */
export function normalCdf(z: number): number {
  const tail = 0.5 * (1 - regularisedGamma(0.5, (z * z) / 2));
  return z < 0 ? tail : 1 - tail;
}

const polynomial = (x: number, coefficients: readonly number[]) =>
  coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);

/**
 * Standard normal quantile, for 0 < p < 1; minus and plus infinity at 0 and 1.
 *
 * @see Wichura, Algorithm AS 241 (PPND16), Applied Statistics 37(3), 1988: about 16 figures, far into the tails.
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * polynomial(r, centreTop)) / polynomial(r, centreBottom);
  }
  const tail = q < 0 ? p : 1 - p;
  if (tail <= 0) return q < 0 ? -Infinity : Infinity;
  const r = Math.sqrt(-Math.log(tail));
  const z =
    r <= 5
      ? polynomial(r - 1.6, middleTop) / polynomial(r - 1.6, middleBottom)
      : polynomial(r - 5, farTop) / polynomial(r - 5, farBottom);
  return q < 0 ? -z : z;
}

const centreTop = [
  3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125, 45921.953931549871457,
  67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
];
const centreBottom = [
  1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867, 39307.89580009271061,
  28729.085735721942674, 5226.495278852545925,
];
const middleTop = [
  1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504, 1.27045825245236838258,
  0.24178072517745061177, 0.0227238449892691845833, 7.7454501427834140764e-4,
];
const middleBottom = [
  1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.14810397642748007459,
  0.0151986665636164571966, 5.475938084995344946e-4, 1.05075007164441684324e-9,
];
const farTop = [
  6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123, 0.026532189526576123093,
  0.0012426609473880784386, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
];
const farBottom = [
  1, 0.59983220655588793769, 0.13692988092273580531, 0.0148753612908506148525, 7.868691311456132591e-4,
  1.8463183175100546818e-5, 1.4215117583164458887e-7, 2.04426310338993978564e-15,
];

/** Chi-squared distribution: P(X <= x). */
export const chiSquaredCdf = (x: number, degrees: number) => regularisedGamma(degrees / 2, x / 2);

/** Chi-squared quantile. */
export const chiSquaredQuantile = (p: number, degrees: number) =>
  2 * invert((x) => regularisedGamma(degrees / 2, x), p, 0, degrees + 40 * Math.sqrt(degrees) + 400);

/** Student's t distribution: P(T <= t). */
export function studentCdf(t: number, degrees: number): number {
  const tail = 0.5 * regularisedBeta(degrees / (degrees + t * t), degrees / 2, 0.5);
  return t < 0 ? tail : 1 - tail;
}

/** Student's t quantile. */
export function studentQuantile(p: number, degrees: number): number {
  if (p === 0.5) return 0;
  const tail = 2 * Math.min(p, 1 - p);
  const x = invert((at) => regularisedBeta(at, degrees / 2, 0.5), tail, 0, 1);
  const t = Math.sqrt((degrees * (1 - x)) / x);
  return p < 0.5 ? -t : t;
}

/** Beta distribution: P(X <= x). */
export const betaCdf = (x: number, a: number, b: number) => regularisedBeta(x, a, b);

/** Beta quantile. */
export const betaQuantile = (p: number, a: number, b: number) => invert((x) => regularisedBeta(x, a, b), p, 0, 1);

/** Binomial distribution: P(X <= k) for `size` trials. */
export const binomialCdf = (k: number, size: number, probability: number) =>
  k < 0 ? 0 : k >= size ? 1 : regularisedBeta(1 - probability, size - k, k + 1);

/** Smallest k with P(X <= k) >= p. The tolerance is R's, so that a p that is itself a probability gives its k back. */
export function binomialQuantile(p: number, size: number, probability: number): number {
  let [low, high] = [0, size];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (binomialCdf(middle, size, probability) >= p * (1 - 64 * Number.EPSILON)) high = middle;
    else low = middle + 1;
  }
  return low;
}
