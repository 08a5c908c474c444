import { choleskySolve, zeros } from "./linear.ts";

/** Answers of one unit that are alike in all that is adjusted for: how many, and their scores summed. */
export type Scored = {
  readonly unit: string;
  readonly n: number;
  /** Of the scores. */
  readonly sum: number;
  /** Of the scores' squares. */
  readonly squares: number;
  /** Dummies and measures, in the same order for everybody. */
  readonly adjusters: readonly number[];
  /** Of each of the answers. */
  readonly weight: number;
};

export type AdjustedUnit = {
  readonly unit: string;
  readonly answers: number;
  readonly raw: number;
  /** What the mean would be if the unit's respondents were like the nation's. */
  readonly adjusted: number;
  /** Standard error of `adjusted` if scores vary as much everywhere: what the model says. */
  readonly modelError: number;
  /** Standard error of `adjusted` by linearisation: what the unit's own answers and weights say. */
  readonly standardError: number;
};

export type CaseMix = {
  readonly units: readonly AdjustedUnit[];
  /** Of each adjuster, in points of the score. 0 where it does not vary within any unit: nothing can be learned of it. */
  readonly coefficients: readonly number[];
  readonly grandMean: number;
  /** Residual standard deviation. */
  readonly sigma: number;
};

type Gathered = { n: number; weight: number; score: number; residual: number; readonly adjusters: number[] };

function gather(cells: readonly Scored[], width: number): ReadonlyMap<string, Gathered> {
  const units = new Map<string, Gathered>();
  for (const { unit, n, sum, adjusters, weight } of cells) {
    const sums = units.get(unit) ?? { n: 0, weight: 0, score: 0, residual: 0, adjusters: zeros(width) };
    units.set(unit, sums);
    sums.n += n;
    sums.weight += weight * n;
    sums.score += weight * sum;
    for (let k = 0; k < width; k++) sums.adjusters[k] = (sums.adjusters[k] ?? 0) + weight * n * (adjusters[k] ?? 0);
  }
  return units;
}

const total = (values: Iterable<number>) => {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
};

/**
 * Linear case-mix adjustment with fixed effects of units and centred adjusters: score = unit + b'x, and the adjusted mean
 * of a unit is its raw mean less b'(its mean x - the nation's mean x).
 *
 * The unit effects are taken out by centring within units, so the cost grows with the adjusters and not with the units.
 *
 * @returns Null of no answers.
 * @see methodology.md 2.5 step 3
 */
export function adjustCaseMix(cells: readonly Scored[]): CaseMix | null {
  const width = cells[0]?.adjusters.length ?? 0;
  const units = gather(cells, width);
  const weight = total([...units.values()].map((unit) => unit.weight));
  if (!(weight > 0)) return null;
  const meansOf = new Map([...units].map(([name, unit]) => [name, unit.adjusters.map((sum) => sum / unit.weight)]));
  const solved = solveWithin(cells, units, meansOf);
  const slope = (adjusters: readonly number[]) => total(solved.solution.map((b, k) => b * (adjusters[k] ?? 0)));
  const squares = sumResiduals(
    cells,
    units,
    (unit, adjusters) => {
      const { score, weight: of } = unit.sums;
      return score / of + slope(adjusters.map((value, k) => value - (unit.means[k] ?? 0)));
    },
    meansOf,
  );
  const answers = total([...units.values()].map(({ n }) => n));
  const degrees = answers - units.size - solved.rank;
  const sigma = degrees > 0 ? Math.sqrt(squares / degrees) : Number.NaN;
  const overall = zeros(width).map((_, k) => total([...units.values()].map((unit) => unit.adjusters[k] ?? 0)) / weight);
  const adjusted = [...units].map(([unit, sums]): AdjustedUnit => {
    const away = overall.map((value, k) => value - (meansOf.get(unit)?.[k] ?? 0));
    const raw = sums.score / sums.weight;
    const own = sums.n > 1 ? (sums.n / (sums.n - 1)) * (sums.residual / sums.weight ** 2) : Number.NaN;
    return {
      unit,
      answers: sums.n,
      raw,
      adjusted: raw + slope(away),
      modelError: sigma * Math.sqrt(1 / sums.weight + solved.quadratic(away)),
      standardError: Math.sqrt(own + sigma * sigma * solved.quadratic(away)),
    };
  });
  const grandMean = total([...units.values()].map(({ score }) => score)) / weight;
  return { units: adjusted, coefficients: solved.solution, grandMean, sigma };
}

/** Least squares of score on adjusters, both about the means of each unit. */
function solveWithin(
  cells: readonly Scored[],
  units: ReadonlyMap<string, Gathered>,
  meansOf: ReadonlyMap<string, readonly number[]>,
) {
  const width = cells[0]?.adjusters.length ?? 0;
  const products = Array.from({ length: width }, () => zeros(width));
  const moments = zeros(width);
  const centred = zeros(width);
  for (const { unit, n, sum, adjusters, weight } of cells) {
    const { score = 0, weight: of = 1 } = units.get(unit) ?? {};
    const means = meansOf.get(unit) ?? [];
    for (let k = 0; k < width; k++) centred[k] = (adjusters[k] ?? 0) - (means[k] ?? 0);
    const residual = sum - (n * score) / of;
    for (let k = 0; k < width; k++) {
      const [row, left] = [products[k] ?? [], weight * (centred[k] ?? 0)];
      moments[k] = (moments[k] ?? 0) + left * residual;
      for (let j = 0; j <= k; j++) row[j] = (row[j] ?? 0) + n * left * (centred[j] ?? 0);
    }
  }
  for (let k = 0; k < width; k++) for (let j = 0; j < k; j++) (products[j] ?? [])[k] = products[k]?.[j] ?? 0;
  return choleskySolve(products, moments);
}

/** Sum of the weighted squared residuals; each unit is told its own, with the weights squared: what its variance is made of. */
function sumResiduals(
  cells: readonly Scored[],
  units: ReadonlyMap<string, Gathered>,
  fit: (unit: { readonly sums: Gathered; readonly means: readonly number[] }, adjusters: readonly number[]) => number,
  meansOf: ReadonlyMap<string, readonly number[]>,
): number {
  let squares = 0;
  for (const { unit, n, sum, squares: of, adjusters, weight } of cells) {
    const sums = units.get(unit);
    if (sums === undefined) continue;
    const fitted = fit({ sums, means: meansOf.get(unit) ?? [] }, adjusters);
    const left = Math.max(0, of - 2 * fitted * sum + n * fitted * fitted);
    squares += weight * left;
    sums.residual += weight * weight * left;
  }
  return squares;
}
