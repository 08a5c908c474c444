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

/** Where adjusters are not 0, found once for each list of them: cells share theirs, and most adjusters of a cell are 0. */
function places(): (adjusters: readonly number[]) => readonly number[] {
  const known = new Map<readonly number[], readonly number[]>();
  return (adjusters) => {
    let found = known.get(adjusters);
    if (found === undefined) {
      found = adjusters.flatMap((value, k) => (value === 0 ? [] : [k]));
      known.set(adjusters, found);
    }
    return found;
  };
}

type PlacesOf = ReturnType<typeof places>;

function gather(cells: readonly Scored[], width: number, placesOf: PlacesOf): ReadonlyMap<string, Gathered> {
  const units = new Map<string, Gathered>();
  for (const { unit, n, sum, adjusters, weight } of cells) {
    const sums = units.get(unit) ?? { n: 0, weight: 0, score: 0, residual: 0, adjusters: zeros(width) };
    units.set(unit, sums);
    sums.n += n;
    sums.weight += weight * n;
    sums.score += weight * sum;
    for (const k of placesOf(adjusters))
      sums.adjusters[k] = (sums.adjusters[k] ?? 0) + weight * n * (adjusters[k] ?? 0);
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
  const placesOf = places();
  const units = gather(cells, width, placesOf);
  const weight = total([...units.values()].map((unit) => unit.weight));
  if (!(weight > 0)) return null;
  const meansOf = new Map([...units].map(([name, unit]) => [name, unit.adjusters.map((sum) => sum / unit.weight)]));
  const solved = solveWithin(cells, units, placesOf);
  const slope = (adjusters: readonly number[]) => {
    let sum = 0;
    for (const k of placesOf(adjusters)) sum += (solved.solution[k] ?? 0) * (adjusters[k] ?? 0);
    return sum;
  };
  const levelOf = new Map(
    [...units].map(([name, unit]) => [name, unit.score / unit.weight - slope(meansOf.get(name) ?? [])]),
  );
  const squares = sumResiduals(cells, units, ({ unit, adjusters }) => (levelOf.get(unit) ?? 0) + slope(adjusters));
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

/** Share of its size below which what varies within units is what arithmetic left behind. */
const DUST = 1e-9;

/** Least squares of score on adjusters, both about the means of each unit. */
function solveWithin(cells: readonly Scored[], units: ReadonlyMap<string, Gathered>, placesOf: PlacesOf) {
  const width = cells[0]?.adjusters.length ?? 0;
  const products = Array.from({ length: width }, () => zeros(width));
  const moments = zeros(width);
  for (const { unit, n, sum, adjusters, weight } of cells) {
    const { score = 0, weight: of = 1 } = units.get(unit) ?? {};
    const residual = sum - (n * score) / of;
    for (const k of placesOf(adjusters)) {
      const [row, left] = [products[k] ?? [], weight * (adjusters[k] ?? 0)];
      moments[k] = (moments[k] ?? 0) + left * residual;
      for (const j of placesOf(adjusters)) row[j] = (row[j] ?? 0) + n * left * (adjusters[j] ?? 0);
    }
  }
  // About the means: what they explain is taken off, unit by unit.
  const whole = products.map((row, k) => row[k] ?? 0);
  for (const { weight, adjusters } of units.values()) {
    for (const [k, row] of products.entries()) {
      for (let j = 0; j < width; j++) row[j] = (row[j] ?? 0) - ((adjusters[k] ?? 0) * (adjusters[j] ?? 0)) / weight;
    }
  }
  for (const [k, of] of whole.entries()) {
    // What is the same throughout each unit leaves dust, of which nothing can be learned.
    if ((products[k]?.[k] ?? 0) > DUST * of) continue;
    moments[k] = 0;
    for (const [j, row] of products.entries()) {
      row[k] = 0;
      if (j === k) row.fill(0);
    }
  }
  return choleskySolve(products, moments);
}

/** Sum of the weighted squared residuals; each unit is told its own, with the weights squared: what its variance is made of. */
function sumResiduals(
  cells: readonly Scored[],
  units: ReadonlyMap<string, Gathered>,
  fit: (cell: Scored) => number,
): number {
  let squares = 0;
  for (const cell of cells) {
    const { unit, n, sum, squares: of, weight } = cell;
    const sums = units.get(unit);
    if (sums === undefined) continue;
    const fitted = fit(cell);
    const left = Math.max(0, of - 2 * fitted * sum + n * fitted * fitted);
    squares += weight * left;
    sums.residual += weight * weight * left;
  }
  return squares;
}
