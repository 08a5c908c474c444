import { choleskySolve, zeros } from "./linear.ts";

/** One answer: whose area it is of, its score, its adjusters as numbers, and its weight. */
export type Scored = {
  readonly unit: string;
  readonly score: number;
  /** Dummies and measures, in the same order for everybody. */
  readonly adjusters: readonly number[];
  readonly weight: number;
};

export type AdjustedUnit = {
  readonly unit: string;
  readonly answers: number;
  readonly raw: number;
  /** What the mean would be if the area's respondents were like the nation's. */
  readonly adjusted: number;
  /** Standard error of `adjusted`, from the model. */
  readonly standardError: number;
};

export type CaseMix = {
  readonly units: readonly AdjustedUnit[];
  /** Of each adjuster, in points of the score. 0 where it does not vary within any area: nothing can be learned of it. */
  readonly coefficients: readonly number[];
  readonly grandMean: number;
  /** Residual standard deviation. */
  readonly sigma: number;
};

type Gathered = { n: number; weight: number; score: number; readonly adjusters: number[] };

function gather(rows: readonly Scored[], width: number): ReadonlyMap<string, Gathered> {
  const units = new Map<string, Gathered>();
  for (const { unit, score, adjusters, weight } of rows) {
    const sums = units.get(unit) ?? { n: 0, weight: 0, score: 0, adjusters: zeros(width) };
    units.set(unit, sums);
    sums.n += 1;
    sums.weight += weight;
    sums.score += weight * score;
    for (let k = 0; k < width; k++) sums.adjusters[k] = (sums.adjusters[k] ?? 0) + weight * (adjusters[k] ?? 0);
  }
  return units;
}

const mean = (total: number, weight: number) => total / weight;

/**
 * Linear case-mix and mode adjustment with fixed effects of units and centred adjusters: score = unit + b'x, and the
 * adjusted mean of a unit is its raw mean less b'(its mean x - the nation's mean x).
 *
 * The unit effects are taken out by centring within units, so the cost grows with the adjusters and not with the areas.
 *
 * @returns Null of no answers.
 * @see methodology.md 2.5 step 3
 */
export function adjustCaseMix(rows: readonly Scored[]): CaseMix | null {
  const width = rows[0]?.adjusters.length ?? 0;
  const units = gather(rows, width);
  const weight = [...units.values()].reduce((sum, unit) => sum + unit.weight, 0);
  if (!(weight > 0)) return null;
  const meansOf = new Map(
    [...units].map(([name, unit]) => [name, unit.adjusters.map((sum) => mean(sum, unit.weight))]),
  );
  const { products, moments } = withinUnits(rows, units, meansOf, width);
  const solved = choleskySolve(products, moments);
  const coefficients = solved.solution;
  const overall = Array.from({ length: width }, (_, k) =>
    mean(
      [...units.values()].reduce((sum, unit) => sum + (unit.adjusters[k] ?? 0), 0),
      weight,
    ),
  );
  const squares = rows.reduce((sum, { unit, score, adjusters, weight: w }) => {
    const { score: total = 0, weight: of = 1 } = units.get(unit) ?? {};
    const means = meansOf.get(unit) ?? [];
    const fitted = coefficients.reduce((so, b, k) => so + b * ((adjusters[k] ?? 0) - (means[k] ?? 0)), mean(total, of));
    return sum + w * (score - fitted) ** 2;
  }, 0);
  const degrees = rows.length - units.size - solved.rank;
  const sigma = degrees > 0 ? Math.sqrt(squares / degrees) : Number.NaN;
  const adjusted = [...units].map(([unit, sums]): AdjustedUnit => {
    const away = overall.map((value, k) => value - (meansOf.get(unit)?.[k] ?? 0));
    const raw = mean(sums.score, sums.weight);
    const spread = 1 / sums.weight + solved.quadratic(away);
    return {
      unit,
      answers: sums.n,
      raw,
      adjusted: raw + coefficients.reduce((so, b, k) => so + b * (away[k] ?? 0), 0),
      standardError: sigma * Math.sqrt(spread),
    };
  });
  const grandMean = mean(
    [...units.values()].reduce((sum, unit) => sum + unit.score, 0),
    weight,
  );
  return { units: adjusted, coefficients, grandMean, sigma };
}

/** Cross products of the adjusters, and of adjusters and score, about the means of each unit. */
function withinUnits(
  rows: readonly Scored[],
  units: ReadonlyMap<string, Gathered>,
  meansOf: ReadonlyMap<string, readonly number[]>,
  width: number,
) {
  const products = Array.from({ length: width }, () => zeros(width));
  const moments = zeros(width);
  const centred = zeros(width);
  for (const { unit, score, adjusters, weight } of rows) {
    const { score: total = 0, weight: of = 1 } = units.get(unit) ?? {};
    const means = meansOf.get(unit) ?? [];
    for (let k = 0; k < width; k++) centred[k] = (adjusters[k] ?? 0) - (means[k] ?? 0);
    const residual = score - total / of;
    for (let k = 0; k < width; k++) {
      const [row, left] = [products[k] ?? [], weight * (centred[k] ?? 0)];
      moments[k] = (moments[k] ?? 0) + left * residual;
      for (let j = 0; j <= k; j++) row[j] = (row[j] ?? 0) + left * (centred[j] ?? 0);
    }
  }
  for (let k = 0; k < width; k++) for (let j = 0; j < k; j++) (products[j] ?? [])[k] = products[k]?.[j] ?? 0;
  return { products, moments };
}
