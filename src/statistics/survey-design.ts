import { betaQuantile, studentQuantile } from "./distributions.ts";
import type { Interval } from "./interval.ts";

/**
 * Estimates from a survey with weights, strata and clusters, and their variance by linearisation (methodology.md 2.4).
 * Checked against R's survey package (test/vectors, suite `complex_survey`).
 */

/** How the answers came to be there, each list in the order of the answers. */
export type Design = {
  /** Of each answer, above 0. After calibration: the calibrated ones. */
  readonly weights: readonly number[];
  /** What was sampled apart; one stratum where absent. */
  readonly strata?: readonly string[];
  /** Whom the answer is of, where somebody may give several: answers of one cluster are not independent. */
  readonly clusters?: readonly string[];
  /** How many clusters (or people) the answer's stratum has in all; where absent, sampling was as good as with replacement. */
  readonly populations?: readonly number[];
  /** What the weights were raked to, by category of each answer: a variance is of what the margins leave unexplained. */
  readonly margins?: readonly (readonly string[])[];
};

export type Estimate = {
  readonly value: number;
  readonly standardError: number;
};

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Rounds in which the margins are taken out in turn: as many as R's survey package takes. */
const ROUNDS = 10;

/** An influence less what its categories explain, margin by margin: the residuals of the raked variance. */
function residuals(influence: readonly number[], { weights, margins = [] }: Design): readonly number[] {
  let left = influence.map((value, index) => value / (weights[index] ?? 1));
  for (let round = 0; round < (margins.length > 1 ? ROUNDS : 1); round++) {
    for (const categories of margins) {
      const groups = new Map<string, { total: number; n: number }>();
      for (const [index, category] of categories.entries()) {
        const group = groups.get(category) ?? { total: 0, n: 0 };
        group.total += left[index] ?? 0;
        group.n += 1;
        groups.set(category, group);
      }
      left = left.map((value, index) => {
        const group = groups.get(categories[index] ?? "");
        return group === undefined ? value : value - group.total / group.n;
      });
    }
  }
  return left.map((value, index) => value * (weights[index] ?? 1));
}

type Stratum = { readonly clusters: Map<string, number>; readonly population: number | null };

/** The influences summed by cluster, stratum by stratum. */
function strataOf(design: Design, influence: readonly number[]): ReadonlyMap<string, Stratum> {
  const strata = new Map<string, Stratum>();
  for (const [index, value] of influence.entries()) {
    const name = design.strata?.[index] ?? "";
    const stratum = strata.get(name) ?? {
      clusters: new Map<string, number>(),
      population: design.populations?.[index] ?? null,
    };
    strata.set(name, stratum);
    const cluster = design.clusters?.[index] ?? String(index);
    stratum.clusters.set(cluster, (stratum.clusters.get(cluster) ?? 0) + value);
  }
  return strata;
}

/**
 * Variance of the sum of some influences over this design: V = sum over strata of (1 - f) n/(n - 1) sum (z - mean z)^2,
 * z summed within clusters. A stratum with a single cluster adds nothing: there is nothing to compare it with.
 */
export function designVariance(design: Design, influence: readonly number[]): number {
  let variance = 0;
  for (const { clusters, population } of strataOf(design, residuals(influence, design)).values()) {
    const values = [...clusters.values()];
    const n = values.length;
    if (n < 2) continue;
    const mean = sum(values) / n;
    const left = population === null ? 1 : Math.max(0, 1 - n / population);
    variance += ((left * n) / (n - 1)) * sum(values.map((value) => (value - mean) ** 2));
  }
  return variance;
}

/** Clusters less strata: the degrees of freedom that a variance of this design has. */
export function designDegrees(design: Design): number {
  const strata = strataOf(design, design.weights);
  return sum([...strata.values()].map(({ clusters }) => clusters.size)) - strata.size;
}

/**
 * Weighted mean of `y` among those of a domain (everybody where none is given), with its linearised standard error.
 *
 * @returns Null when nobody is in the domain.
 */
export function weightedMean(design: Design, y: readonly number[], isIn?: readonly boolean[]): Estimate | null {
  const weights = design.weights.map((weight, index) => (isIn === undefined || isIn[index] === true ? weight : 0));
  const total = sum(weights);
  if (!(total > 0)) return null;
  const value = sum(weights.map((weight, index) => weight * (y[index] ?? 0))) / total;
  const influence = weights.map((weight, index) => (weight * ((y[index] ?? 0) - value)) / total);
  return { value, standardError: Math.sqrt(designVariance(design, influence)) };
}

/** Weighted total of `y`, with its linearised standard error. */
export function weightedTotal(design: Design, y: readonly number[]): Estimate {
  const influence = design.weights.map((weight, index) => weight * (y[index] ?? 0));
  return { value: sum(influence), standardError: Math.sqrt(designVariance(design, influence)) };
}

/**
 * Design effect of a mean: its variance over that of a simple random sample of the same size.
 *
 * @param withReplacement Leaves out what is gained by sampling much of a small population.
 */
export function designEffect(design: Design, y: readonly number[], withReplacement = false): number | null {
  const estimate = weightedMean(design, y);
  const n = y.length;
  if (estimate === null || n < 2) return null;
  const total = sum(design.weights);
  const spread = sum(design.weights.map((weight, index) => weight * ((y[index] ?? 0) - estimate.value) ** 2)) / total;
  const simple = ((withReplacement ? 1 : 1 - n / total) * (n / (n - 1)) * spread) / n;
  return estimate.standardError ** 2 / simple;
}

/** How an interval of a proportion is made: each is a `method` of R's svyciprop. */
export type ProportionMethod = "asin" | "logit" | "beta" | "mean";

/**
 * Interval of a proportion from its linearised variance, with the design's degrees of freedom.
 *
 * - `asin`, `logit`: symmetrical on the transformed scale, and so within [0, 1];
 * - `beta`: Korn and Graubard's, exact on the effective base;
 * - `mean`: plus and minus, only for the middle of the scale.
 *
 * @param answers How many there are.
 */
export function proportionInterval(
  { value: p, standardError }: Estimate,
  { degrees, answers }: { readonly degrees: number; readonly answers: number },
  confidence: number,
  method: ProportionMethod,
): Interval {
  const tail = (1 - confidence) / 2;
  const t = studentQuantile(1 - tail, degrees);
  if (method === "mean") return { lower: p - t * standardError, upper: p + t * standardError };
  if (method === "asin") {
    const centre = Math.asin(Math.sqrt(p));
    const reach = (t * standardError) / (2 * Math.sqrt(p * (1 - p)));
    return { lower: Math.sin(centre - reach) ** 2, upper: Math.sin(centre + reach) ** 2 };
  }
  if (method === "logit") {
    const centre = Math.log(p / (1 - p));
    const reach = (t * standardError) / (p * (1 - p));
    const back = (x: number) => 1 / (1 + Math.exp(-x));
    return { lower: back(centre - reach), upper: back(centre + reach) };
  }
  const base = ((p * (1 - p)) / standardError ** 2) * (studentQuantile(1 - tail, answers - 1) / t) ** 2;
  return {
    lower: betaQuantile(tail, base * p, base * (1 - p) + 1),
    upper: betaQuantile(1 - tail, base * p + 1, base * (1 - p)),
  };
}
