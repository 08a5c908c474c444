import { type Scored, adjustCaseMix } from "../../../src/statistics/case-mix.ts";
import {
  betaCdf,
  betaQuantile,
  binomialCdf,
  binomialQuantile,
  chiSquaredCdf,
  chiSquaredQuantile,
  normalCdf,
  normalQuantile,
  studentCdf,
  studentQuantile,
} from "../../../src/statistics/distributions.ts";
import {
  arcsineLimits,
  exactLimits,
  logRatioLimits,
  ratioLimits,
  scoreLimits,
} from "../../../src/statistics/funnel.ts";
import {
  clopperPearson,
  differenceOf,
  type Interval,
  marginOfError,
  newcombe,
  wilson,
  wilsonCorrected,
} from "../../../src/statistics/interval.ts";
import {
  benjaminiHochberg,
  benjaminiYekutieli,
  bonferroni,
  holm,
} from "../../../src/statistics/multiple-comparisons.ts";
import { outcomeRates } from "../../../src/statistics/outcome-rates.ts";
import {
  adjustedZ,
  betweenVariance,
  derSimonianLaird,
  dispersion,
  quantile,
  truncate,
  winsorise,
} from "../../../src/statistics/overdispersion.ts";
import { byar, directRate, exactPoisson, FEWEST_EVENTS, indirectRatio } from "../../../src/statistics/rates.ts";
import { scoreOfSevenPoints } from "../../../src/statistics/score.ts";
import {
  type Design,
  designDegrees,
  designEffect,
  proportionInterval,
  type ProportionMethod,
  weightedMean,
  weightedTotal,
} from "../../../src/statistics/survey-design.ts";
import { kish, type Margin, postStratify, rake } from "../../../src/statistics/weights.ts";

// How each suite of test/vectors puts its question to the engine, and how the engine's answer is called there.

export type Row = Readonly<Record<string, string | number | boolean>>;
export type Datasets = Readonly<Record<string, { readonly rows: readonly Row[] }>>;
type Numbers = Readonly<Record<string, number>>;

/** The answer to one case, under the names of its `expected`. @throws Error for a form that is not known. */
export type Suite = (input: never, datasets: Datasets) => unknown;

function must<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`this case needs ${what}`);
  return value;
}

const distributions: Readonly<Record<string, (input: Numbers) => number>> = {
  qnorm: ({ p = 0 }) => normalQuantile(p),
  pnorm: ({ x = 0 }) => normalCdf(x),
  qchisq: ({ p = 0, df = 0 }) => chiSquaredQuantile(p, df),
  pchisq: ({ x = 0, df = 0 }) => chiSquaredCdf(x, df),
  qt: ({ p = 0, df = 0 }) => studentQuantile(p, df),
  pt: ({ x = 0, df = 0 }) => studentCdf(x, df),
  qbeta: ({ p = 0, a = 0, b = 0 }) => betaQuantile(p, a, b),
  pbeta: ({ x = 0, a = 0, b = 0 }) => betaCdf(x, a, b),
  qbinom: ({ p = 0, size = 0, prob = 0 }) => binomialQuantile(p, size, prob),
  pbinom: ({ k = 0, size = 0, prob = 0 }) => binomialCdf(k, size, prob),
};

/** 95 and 99.8 % as the published packages write them. */
const [INNER, OUTER] = [normalQuantile(0.975), normalQuantile(0.999)];

const columns = (inner: readonly Interval[], outer: readonly Interval[]) => ({
  ll95: inner.map(({ lower }) => lower),
  ul95: inner.map(({ upper }) => upper),
  ll998: outer.map(({ lower }) => lower),
  ul998: outer.map(({ upper }) => upper),
});

type Unit = { readonly numerator: number; readonly denominator: number };
type Ratios = {
  readonly data_type: "SR" | "PR" | "RC";
  readonly sr_method?: "SHMI" | "CQC";
  readonly target?: number;
};

/** A scale on which areas are compared: estimate, standard error there, limits with and without the variance between. */
type Comparison = {
  readonly target: number;
  readonly estimate: (unit: Unit) => number;
  readonly standardError: (unit: Unit) => number;
  readonly value: (unit: Unit) => number;
  readonly limits: (denominator: number, confidence: number) => Interval;
  readonly widened: (denominator: number, z: number, tau2: number) => Interval;
  readonly trim: (z: readonly number[], by: number) => readonly (number | null)[];
};

function comparisonOf({ data_type, sr_method, target: given }: Ratios, units: readonly Unit[]): Comparison {
  const total = (of: (unit: Unit) => number) => units.reduce((sum, unit) => sum + of(unit), 0);
  if (data_type === "PR") {
    const target = given ?? total(({ numerator }) => numerator) / total(({ denominator }) => denominator);
    return {
      target,
      value: ({ numerator, denominator }) => numerator / denominator,
      estimate: ({ numerator, denominator }) =>
        Math.asin(Math.sqrt(numerator / denominator)) - Math.asin(Math.sqrt(target)),
      standardError: ({ denominator }) => 1 / (2 * Math.sqrt(denominator)),
      limits: (n, confidence) => arcsineLimits(target, n, normalQuantile((1 + confidence) / 2), 0),
      widened: (n, z, tau2) => arcsineLimits(target, n, z, tau2),
      trim: winsorise,
    };
  }
  if (data_type !== "SR") throw new Error(`no comparison of ${data_type}`);
  const isRoot = sr_method === "CQC";
  return {
    target: given ?? 1,
    value: ({ numerator, denominator }) => numerator / denominator,
    estimate: ({ numerator, denominator }) =>
      isRoot ? Math.sqrt(numerator / denominator) - 1 : Math.log(numerator / denominator),
    standardError: ({ denominator }) => (isRoot ? 0.5 : 1) / Math.sqrt(denominator),
    limits: ratioLimits,
    // The package draws these limits on the scale of the square root (methodology.md 2.7, trap 2).
    widened: (expected, z, tau2) => {
      const reach = z * Math.sqrt(1 / (4 * expected) + tau2);
      return isRoot ? { lower: 1 - reach, upper: 1 + reach } : logRatioLimits(expected, z, tau2);
    },
    trim: isRoot ? winsorise : truncate,
  };
}

function overdispersed(input: Ratios & { readonly units: readonly Unit[]; readonly trim_by: number }) {
  const { units, trim_by } = input;
  const scale = comparisonOf(input, units);
  const estimates = units.map(scale.estimate);
  const errors = units.map(scale.standardError);
  const z = estimates.map((estimate, index) => estimate / (errors[index] ?? 1));
  const trimmed = scale.trim(z, trim_by);
  const kept = trimmed.flatMap((value, index) => (value === null ? [] : [{ value, error: errors[index] ?? 1 }]));
  const values = kept.map(({ value }) => value);
  const tau2 = betweenVariance(
    values,
    kept.map(({ error }) => error),
  );
  const zD = estimates.map((estimate, index) => adjustedZ(estimate, errors[index] ?? 1, tau2));
  const flags = (limits: readonly Interval[]) =>
    units.map((unit, index) => {
      const { lower = 0, upper = 0 } = limits[index] ?? {};
      const value = scale.value(unit);
      return value < lower || value > upper ? 1 : 0;
    });
  const count = (limits: readonly Interval[]) => flags(limits).reduce<number>((sum, flag) => sum + flag, 0);
  const plain = (confidence: number) => units.map(({ denominator }) => scale.limits(denominator, confidence));
  const widened = (at: number) => units.map(({ denominator }) => scale.widened(denominator, at, tau2));
  const beyond = (limit: number) => zD.filter((value) => Math.abs(value) > limit).length;
  return {
    "n_used": kept.length,
    "phi": dispersion(values),
    tau2,
    "target": scale.target,
    z,
    "z_trimmed": trimmed,
    "z_D": zD,
    "od_limits": columns(widened(1.959964), widened(3.090232)),
    "outliers_unadjusted_95": count(plain(0.95)),
    "outliers_unadjusted_998": count(plain(0.998)),
    "outliers_od_95": count(widened(1.959964)),
    "outliers_od_998": count(widened(3.090232)),
    "outlier_od998_flags": flags(widened(3.090232)),
    "n_abs_z_D_gt_1.959964": beyond(1.959964),
    "n_abs_z_D_gt_3.090232": beyond(3.090232),
  };
}

function funnelLimits(
  input: Ratios & {
    readonly expected?: readonly number[];
    readonly n?: readonly number[];
    readonly denominator?: readonly number[];
    readonly draw_adjusted?: boolean;
    readonly tau2?: number;
  },
) {
  const scale = comparisonOf(input, []);
  const denominators = must(input.expected ?? input.n ?? input.denominator, "expected events or bases");
  const isPlain = input.data_type === "SR" && input.draw_adjusted !== true;
  const at = (z: number, confidence: number) =>
    denominators.map((d) => (isPlain ? scale.limits(d, confidence) : scale.widened(d, z, input.tau2 ?? 0)));
  return columns(at(INNER, 0.95), at(OUTER, 0.998));
}

type Complex = {
  readonly dataset: string;
  readonly y: string;
  readonly by?: string | null;
  readonly strata?: string | null;
  readonly cluster?: string | null;
  readonly weight: string;
  readonly fpc?: string | null;
  readonly rake?: Readonly<Record<string, Numbers>>;
  readonly poststratify?: Readonly<Record<string, Numbers>>;
  readonly method?: ProportionMethod | "xlogit";
  readonly confidence?: number;
};

/** A column, or whether a column has a value: `sch.wide=='Yes'`. */
function variable(rows: readonly Row[], y: string) {
  const [column = "", value] = y.split("==");
  if (value === undefined) return { isShare: false, values: rows.map((row) => Number(row[column])) };
  const wanted = value.replaceAll(/['"]/g, "");
  return { isShare: true, values: rows.map((row) => (String(row[column]) === wanted ? 1 : 0)) };
}

const marginOf = (rows: readonly Row[], name: string, targets: Numbers): Margin => ({
  name,
  categories: rows.map((row) => String(row[name])),
  targets: new Map(Object.entries(targets)),
});

/** The weight of each cell of the margins, by their sorted categories, the first margin fastest. */
function cellWeights(rows: readonly Row[], margins: readonly Margin[], weights: readonly number[]) {
  const grid = margins.reduce<readonly Row[]>(
    (cells, { name, targets }) =>
      [...targets.keys()].toSorted().flatMap((category) => cells.map((cell) => ({ ...cell, [name]: category }))),
    [{}],
  );
  return grid.flatMap((cell) => {
    const at = rows.findIndex((row) => Object.entries(cell).every(([name, value]) => String(row[name]) === value));
    return at === -1 ? [] : [{ ...cell, w: weights[at] }];
  });
}

function complexSurvey(input: Complex, datasets: Datasets) {
  const rows = must(datasets[input.dataset], `the data ${input.dataset}`).rows;
  const column = (name: string | null | undefined) =>
    name === null || name === undefined ? undefined : rows.map((row) => String(row[name]));
  const numbers = (name: string) => rows.map((row) => Number(row[name]));
  const margins = Object.entries({ ...input.rake, ...input.poststratify }).map(([name, targets]) =>
    marginOf(rows, name, targets),
  );
  const raked = rake(numbers(input.weight), margins);
  if (!raked.met) throw new Error(`raking fails at ${raked.margin} ${raked.category}: ${raked.because}`);
  const strata = column(input.strata);
  const clusters = column(input.cluster);
  const design: Design = {
    weights: raked.weights,
    ...(strata && { strata }),
    ...(clusters && { clusters }),
    ...(typeof input.fpc === "string" && { populations: numbers(input.fpc) }),
    ...(margins.length > 0 && { margins: margins.map(({ categories }) => categories) }),
  };
  const { isShare, values } = variable(rows, input.y);
  const by = column(input.by);
  if (by) {
    return Object.fromEntries(
      [...new Set(by)].map((name) => {
        const of = weightedMean(
          design,
          values,
          by.map((each) => each === name),
        );
        return [name, { [isShare ? "p" : "mean"]: of?.value, se: of?.standardError }];
      }),
    );
  }
  const mean = must(weightedMean(design, values), "answers");
  const total = weightedTotal(design, values);
  const enrolled = rows[0] !== undefined && "enroll" in rows[0] ? weightedTotal(design, numbers("enroll")) : null;
  const cells = cellWeights(rows, margins, raked.weights);
  const method = input.method === "xlogit" ? "logit" : input.method;
  const degrees = { degrees: designDegrees(design), answers: rows.length };
  return {
    [isShare ? "p" : "mean"]: mean.value,
    se: mean.standardError,
    deff: designEffect(design, values),
    deff_replace: designEffect(design, values, true),
    total: total.value,
    total_se: total.standardError,
    total_enroll: enrolled?.value,
    total_enroll_se: enrolled?.standardError,
    cell_weights: cells,
    ...(method && proportionInterval(mean, degrees, input.confidence ?? 0.95, method)),
  };
}

type Cells = {
  readonly cells: readonly Row[];
  readonly margins_share?: Readonly<Record<string, Numbers>>;
  readonly margins?: Readonly<Record<string, Numbers>>;
  readonly sum_weights?: number;
};

/** Cells of like respondents: each is one row whose weight is the number of its respondents, and they share its factor. */
function calibrated({ cells, margins_share, margins, sum_weights }: Cells) {
  const sizes = cells.map(({ n }) => Number(n));
  const answered = sizes.reduce((sum, n) => sum + n, 0);
  const targets = margins ?? margins_share;
  const met =
    targets === undefined
      ? postStratify(sizes, {
          name: "cell",
          categories: cells.map((_, index) => String(index)),
          targets: new Map(cells.map(({ N }, index) => [String(index), Number(N)])),
        })
      : rake(
          sizes,
          Object.entries(targets).map(([name, shares]) => {
            const scale = margins === undefined ? (sum_weights ?? answered) : 1;
            const people = Object.entries(shares).map(([category, share]) => [category, share * scale] as const);
            return marginOf(cells, name, Object.fromEntries(people));
          }),
        );
  if (!met.met) throw new Error(`raking fails at ${met.margin} ${met.category}: ${met.because}`);
  const factors = met.weights.map((weight, index) => weight / (sizes[index] ?? 1));
  const effect = kish(factors.flatMap((factor, index) => Array.from({ length: sizes[index] ?? 0 }, () => factor)));
  return { cell_weight: factors, deff_kish: effect?.designEffect, n_eff: effect?.base };
}

/** What the reference calls a variable in its coefficients, where that is not its own name. */
const inModel: Readonly<Record<string, string>> = { crime: "ct" };

function caseMix(
  { dataset, adjusters }: { readonly dataset: string; readonly adjusters: Readonly<Record<string, readonly string[]>> },
  datasets: Datasets,
) {
  const rows = must(datasets[dataset], `the data ${dataset}`).rows;
  const dummies = Object.entries(adjusters).flatMap(([name, levels]) =>
    levels.filter((level) => !level.endsWith(" (ref)")).map((level) => ({ name, level })),
  );
  const scored = rows.map((row): Scored => ({
    unit: String(row["unit"]),
    n: 1,
    sum: scoreOfSevenPoints(Number(row["code7"])),
    squares: scoreOfSevenPoints(Number(row["code7"])) ** 2,
    adjusters: dummies.map(({ name, level }) => (row[name] === level ? 1 : 0)),
    weight: 1,
  }));
  const fitted = must(adjustCaseMix(scored), "answers");
  const perUnit = (of: (unit: (typeof fitted.units)[number]) => number) =>
    Object.fromEntries(fitted.units.map((unit) => [unit.unit, of(unit)]));
  return {
    coef: Object.fromEntries(
      dummies.map(({ name, level }, index) => [`${inModel[name] ?? name}${level}`, fitted.coefficients[index]]),
    ),
    raw_mean: perUnit(({ raw }) => raw),
    adjusted_mean: perUnit(({ adjusted }) => adjusted),
    se_adjusted: perUnit(({ modelError }) => modelError),
    grand_mean: fitted.grandMean,
    sigma: fitted.sigma,
    n: perUnit(({ answers }) => answers),
  };
}

type Bands = {
  readonly bands?: readonly { readonly count: number; readonly pop: number; readonly std: number }[];
  readonly multiplier?: number;
  readonly observed?: number;
  readonly expected?: number;
};

function standardised({ bands, multiplier = 1, observed = 0, expected = 1 }: Bands) {
  const at = (confidence: number) => {
    if (bands === undefined) {
      const { value, lower, upper } = indirectRatio(observed, expected, confidence);
      return { value: multiplier * value, lower: multiplier * lower, upper: multiplier * upper };
    }
    const of = bands.map(({ count, pop, std }) => ({ count, population: pop, standard: std }));
    return directRate(of, confidence, multiplier);
  };
  const [inner, outer] = [at(0.95), at(0.998)];
  return {
    value: inner?.value ?? null,
    lower95: inner?.lower ?? null,
    upper95: inner?.upper ?? null,
    lower998: outer?.lower ?? null,
    upper998: outer?.upper ?? null,
  };
}

const wilsonOf = ({ x = 0, n = 1, deff = 1, confidence = 0 }: Numbers) => ({
  ...wilson(x / n, n / deff, confidence),
  value: x / n,
});

/** Every suite that the engine can answer, by its id. */
export const suites: Readonly<Record<string, Suite>> = {
  distributions: (input: Numbers & { readonly fn: string }) => must(distributions[input.fn], "a known function")(input),
  wilson_ci: wilsonOf,
  wilson_neff: wilsonOf,
  wilson_cc: ({ x = 0, n = 1, confidence = 0 }: Numbers) => ({ ...wilsonCorrected(x, n, confidence), value: x / n }),
  clopper_pearson: ({ x = 0, n = 1, confidence = 0 }: Numbers) => ({
    ...clopperPearson(x, n, confidence),
    value: x / n,
  }),
  newcombe_difference: ({ x1 = 0, n1 = 1, x2 = 0, n2 = 1, confidence = 0 }: Numbers) => {
    const of = (x: number, n: number) => ({ proportion: x / n, interval: wilson(x / n, n, confidence) });
    return { diff: x1 / n1 - x2 / n2, ...newcombe(of(x1, n1), of(x2, n2)) };
  },
  zdiff_deff: (input: Numbers) => {
    const of = (which: 1 | 2) => ({
      proportion: input[`p${which}`] ?? 0,
      base: input[`n${which}`] ?? 1,
      designEffect: input[`deff${which}`] ?? 1,
    });
    const { standardError, difference, z, p, lower, upper } = differenceOf(of(1), of(2), input["confidence"] ?? 0.95);
    return { se: standardError, diff: difference, z, p_two_sided: p, lower, upper };
  },
  moe: ({ p = 0, n = 1, deff = 1, confidence = 0.95 }: Numbers) => marginOfError(p, n, deff, confidence),
  multiple_comparisons: ({ p }: { readonly p: readonly number[] }) => ({
    bonferroni: bonferroni(p),
    holm: holm(p),
    bh: benjaminiHochberg(p),
    by: benjaminiYekutieli(p),
  }),
  aapor: ({ counts, e }: { readonly counts: Numbers; readonly e: number }) =>
    outcomeRates({ I: 0, P: 0, R: 0, NC: 0, O: 0, UH: 0, UO: 0, NE: 0, ...counts }, e),
  kish: ({ weights }: { readonly weights: readonly number[] }) => {
    const { designEffect: effect, base } = must(kish(weights), "weights");
    return { deff_kish: effect, n_eff: base };
  },
  weighted_mean_linearised: ({ y, w }: { readonly y: readonly number[]; readonly w: readonly number[] }) => {
    const design = { weights: w };
    const estimate = must(weightedMean(design, y), "answers");
    return {
      mean: estimate.value,
      se: estimate.standardError,
      deff_without_replacement: designEffect(design, y),
      deff_with_replacement: designEffect(design, y, true),
    };
  },
  poststratify_rake: calibrated,
  complex_survey: complexSurvey,
  byar: ({
    count,
    confidence,
    method,
  }: {
    readonly count: number;
    readonly confidence: number;
    readonly method?: string;
  }) => {
    const isExact = method === "exact" || (method === undefined && count < FEWEST_EVENTS);
    return isExact ? exactPoisson(count, confidence) : byar(count, confidence);
  },
  standardisation: standardised,
  funnel_limits: funnelLimits,
  funnel_overdispersion: overdispersed,
  funnel_binomial_exact: ({ grid }: { readonly grid: readonly { readonly n: number; readonly target: number }[] }) => {
    const at = (confidence: number) => grid.map(({ n, target }) => exactLimits(target, n, confidence));
    const [inner, outer] = [at(0.95), at(0.998)];
    return {
      lower95: inner.map(({ lower }) => lower),
      upper95: inner.map(({ upper }) => upper),
      lower998: outer.map(({ lower }) => lower),
      upper998: outer.map(({ upper }) => upper),
    };
  },
  funnel_score_limits: (input: {
    readonly sum_numerator: number;
    readonly sum_denominator: number;
    readonly n: readonly number[];
  }) => {
    const target = input.sum_numerator / input.sum_denominator;
    const limits = (z: number) => input.n.map((n) => scoreLimits(target, n, z));
    const [inner, outer] = [limits(INNER), limits(OUTER)];
    return {
      baseline_pct: 100 * target,
      lower95: inner.map(({ lower }) => 100 * lower),
      upper95: inner.map(({ upper }) => 100 * upper),
      lower998: outer.map(({ lower }) => 100 * lower),
      upper998: outer.map(({ upper }) => 100 * upper),
    };
  },
  dersimonian_laird: ({ yi, vi }: { readonly yi: readonly number[]; readonly vi: readonly number[] }) => {
    const { q, degrees, tau2, mean, standardError } = derSimonianLaird(yi, vi);
    const share = (q - degrees) / q;
    return {
      Q: q,
      df: degrees,
      tau2,
      I2_pct: 100 * Math.max(0, share),
      H2: q / degrees,
      mu: mean,
      se_mu: standardError,
    };
  },
  quantile_type7: ({ x, p }: { readonly x: readonly number[]; readonly p: readonly number[] }) =>
    p.map((share) => quantile(x, share)),
  casemix_linear: caseMix,
  scoring_7pt: ({ codes }: { readonly codes: readonly number[] }) => ({
    pct_satisfied: (100 * codes.filter((code) => code >= 5).length) / codes.length,
    mean_0_100: codes.reduce((sum, code) => sum + scoreOfSevenPoints(code), 0) / codes.length,
    n: codes.length,
  }),
};
