import { adjustedError, adjustedNoiseVariance } from "../../src/statistics/adjusted.ts";
import { estimateAreas } from "../../src/statistics/area-estimates.ts";
import { type AreaScore, compareScores } from "../../src/statistics/area-scores.ts";
import { studentQuantile } from "../../src/statistics/distributions.ts";
import { findChanges, type PeriodScore } from "../../src/statistics/change.ts";
import { noisyInterval, noisyProportion, zFor } from "../../src/statistics/interval.ts";
import { countTable } from "../../src/statistics/perturb.ts";
import { bandRules, weightRules } from "../../src/statistics/rules.ts";
import { normal, streamOf } from "../chance.ts";
import {
  asPublished,
  by,
  byAndMode,
  drawOf,
  halfOf,
  makeNation,
  type Nation,
  noNoise,
  releaseNoise,
  survey,
  type Truth,
} from "./nation.ts";

/** A study's figures, under the names that the report prints. */
export type Figures = Readonly<Record<string, number>>;

const quiet: Truth = {
  areas: 43,
  invitations: 250_000,
  response: 0.25,
  mixSpread: 0,
  mixEffect: 0,
  responseEffect: 0,
  areaSpread: 0,
  isGeneralised: false,
};

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

const percent = (hits: number, of: number) => (of === 0 ? Number.NaN : (100 * hits) / of);

type Using = Parameters<typeof estimateAreas>[2];

function estimate(nation: Nation, seed: string, using: Using = by) {
  const cells = survey(nation, streamOf(seed, "answers"));
  const estimates = estimateAreas(cells, nation.frame, using, noNoise);
  if (estimates === null) throw new Error("nobody answered");
  return { ...estimates, cells };
}

/** Areas' scores as readers get them. */
function published(nation: Nation, seed: string): readonly AreaScore[] {
  return asPublished(estimate(nation, seed).caseMix.units, streamOf(seed, "noise"), halfOf(nation.truth));
}

/** How scores are told: by the method alone, or noisy, rounded, and with one variance for all. */
export type Told = "exact" | "published";

const toldScores = (nation: Nation, seed: string, told: Told) =>
  told === "published" ? published(nation, seed) : estimate(nation, seed).scores;

/** Share of 95 % intervals of percentages that hold the truth, at one base, over many shares. */
export function coverageOfPercentages(seed: string, base: number, isNoisy: boolean, runs: number): number {
  const next = streamOf(seed, `percentages|${base}|${isNoisy}`);
  const variance = isNoisy ? countTable.variance : 0;
  let [held, all] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const truth = 0.15 + 0.7 * next();
    let positive = 0;
    for (let person = 0; person < base; person++) if (next() < truth) positive++;
    const noise = () => (isNoisy ? drawOf(next, countTable) : 0);
    const proportion = noisyProportion(positive + noise(), base - positive + noise(), variance);
    if (proportion === null) continue;
    const { lower, upper } = noisyInterval(proportion, 0.95);
    all++;
    if (lower <= truth && truth <= upper) held++;
  }
  return percent(held, all);
}

/** Share of 95 % intervals of adjusted area scores that hold the truth, for areas of about one base. */
export function coverageOfScores(
  seed: string,
  base: number,
  as: { readonly told: Told; readonly half: 1 | 3 },
  runs: number,
) {
  const { told, half } = as;
  let [held, all] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const truth: Truth = {
      ...quiet,
      invitations: (43 * base) / quiet.response,
      mixSpread: 0.3,
      mixEffect: 12,
      responseEffect: 0.5,
      areaSpread: 4,
      half,
    };
    const name = `${seed}|${base}|${told !== "exact"}|${run}`;
    const nation = makeNation(name, truth);
    for (const { area, score, standardError, base: n } of toldScores(nation, name, told)) {
      if (n < base / 2 || n > base * 2 || n < 100) continue;
      const at = nation.places.findIndex((place) => place.area === area);
      // An error out of the area's own answers has their degrees of freedom (methodology.md 2.4).
      const reach = standardError * (told === "exact" ? studentQuantile(0.975, n - 1) : zFor(0.95));
      all++;
      if (Math.abs(score - (nation.standardised[at] ?? 0)) <= reach) held++;
    }
  }
  return percent(held, all);
}

const hard: Truth = { ...quiet, mixSpread: 0.6, mixEffect: 25, responseEffect: 1.2, areaSpread: 3 };

/** Areas' mean scores as answered, weighted, and weighted and adjusted, with chance averaged away over the runs. */
function averages(nation: Nation, seed: string, runs: number, using: Using = by) {
  const sums = new Map(nation.places.map(({ area }) => [area, { answered: 0, weighted: 0, adjusted: 0 }]));
  const [national, trimmed]: [number[], number[]] = [[], []];
  for (let run = 0; run < runs; run++) {
    const { caseMix, target, cells, weighted } = estimate(nation, `${seed}|${run}`, using);
    national.push(target);
    trimmed.push(mean(weighted.map((of) => 100 * of.trimmed)));
    for (const { unit, raw, adjusted } of caseMix.units) {
      const of = sums.get(unit);
      if (!of) continue;
      of.weighted += raw / runs;
      of.adjusted += adjusted / runs;
    }
    for (const [area, those] of Map.groupBy(cells, ({ area: of }) => of)) {
      const of = sums.get(area);
      const n = those.reduce((sum, cell) => sum + cell.n, 0);
      if (of) of.answered += those.reduce((sum, cell) => sum + cell.sum, 0) / n / runs;
    }
  }
  return { areas: [...sums.values()], national: mean(national), trimmed: mean(trimmed) };
}

const away = (found: readonly number[], truth: readonly number[]) =>
  mean(truth.map((value, at) => Math.abs((found[at] ?? 0) - value)));

/** Mean size of the error that remains in areas' scores when chance is averaged away, in points. */
export function bias(
  seed: string,
  { invitations, isGeneralised }: Pick<Truth, "invitations" | "isGeneralised">,
  runs: number,
): Figures {
  const nation = makeNation(seed, { ...hard, invitations, isGeneralised });
  const { areas, national } = averages(nation, seed, runs);
  return {
    "unadjusted, against the like of the nation": away(
      areas.map(({ answered }) => answered),
      nation.standardised,
    ),
    "adjusted, against the like of the nation": away(
      areas.map(({ adjusted }) => adjusted),
      nation.standardised,
    ),
    "unweighted, against its own people": away(
      areas.map(({ answered }) => answered),
      nation.own,
    ),
    "weighted, against its own people": away(
      areas.map(({ weighted }) => weighted),
      nation.own,
    ),
    "the nation": Math.abs(national - nation.national),
  };
}

/** What it does to hold weights to so many times their mean: to what remains of bias, and to the noise that they need. */
export function cappedWeights(seed: string, cap: number, runs: number): Figures {
  const nation = makeNation(seed, { ...hard, isGeneralised: true });
  const using = { ...by, hold: { ...weightRules, cap } };
  const { areas, national, trimmed } = averages(nation, seed, runs, using);
  const half = halfOf(nation.truth);
  return {
    "adjusted, against the like of the nation": away(
      areas.map(({ adjusted }) => adjusted),
      nation.standardised,
    ),
    "the nation": Math.abs(national - nation.national),
    "answers held back, %": trimmed,
    "standard deviation of the noise at base 100":
      (Math.sqrt(adjustedNoiseVariance(half)) * cap) / weightRules.cap / 100,
  };
}

/** What it does that areas differ in how many are asked by telephone, where that adds points: mean error, in points. */
export function modeEffect(seed: string, points: number, runs: number): Figures {
  const telephone = { effect: points, spread: 0.15 };
  const nation = makeNation(seed, { ...quiet, areaSpread: 3, telephone });
  const spreadOf = (areas: readonly { readonly adjusted: number }[]) => {
    const errors = areas.map(({ adjusted }, at) => adjusted - (nation.standardised[at] ?? 0));
    const level = mean(errors);
    return mean(errors.map((error) => Math.abs(error - level)));
  };
  return {
    "not adjusted for mode": spreadOf(averages(nation, seed, runs).areas),
    "adjusted, once an experiment has told the effect": spreadOf(averages(nation, seed, runs, byAndMode).areas),
  };
}

/** Bands where no area differs by more than areas do: how often one is called better or worse, in per cent. */
export function falseBands(seed: string, areaSpread: number, runs: number): Figures {
  let [plain, found, far, all] = [0, 0, 0, 0];
  for (let run = 0; run < runs; run++) {
    const name = `${seed}|${areaSpread}|true|${run}`;
    const nation = makeNation(name, { ...quiet, invitations: 100_000, areaSpread });
    for (const { band, z } of compareScores(published(nation, name)).areas) {
      if (band === null) continue;
      all++;
      if (Math.abs(z) >= bandRules.inner) plain++;
      if (band !== "about-the-same") found++;
      if (band === "much-better" || band === "much-worse") far++;
    }
  }
  return {
    "beyond 1.96 before false discoveries are held down": percent(plain, all),
    "better or worse": percent(found, all),
    "much better or much worse": percent(far, all),
  };
}

/** One area's scores over time, as they are told: the same truth, moved by `points` in the newest `since` periods. */
function history(
  seed: string,
  base: number,
  periods: number,
  change: { readonly points: number; readonly since: number },
) {
  const next = streamOf(seed, "history");
  const [spread, half] = [30, 3];
  const noise = releaseNoise(next, half);
  const standardError = adjustedError({ base, variance: spread ** 2, half });
  return Array.from({ length: periods }, (_, period): PeriodScore => {
    const moved = period >= periods - change.since ? change.points : 0;
    const chance = (spread / Math.sqrt(base)) * normal(next) + noise().points / base;
    return { score: 60 + moved + chance, standardError };
  });
}

const none = { points: 0, since: 0 };

/** Share of runs without any change in which at least one of 43 areas is said to have changed, in per cent. */
export function falseChanges(seed: string, runs: number): number {
  let alarmed = 0;
  for (let run = 0; run < runs; run++) {
    const series = Array.from({ length: 43 }, (_, area) => ({
      name: String(area),
      periods: history(`${seed}|${run}|${area}`, 400, 6, none),
    }));
    if (findChanges(series, 0.05).some(({ isFound }) => isFound)) alarmed++;
  }
  return percent(alarmed, runs);
}

/** Share of runs in which a drop of 8 points in one area of 43 is found, so many periods after it, in per cent. */
export function foundDrops(seed: string, since: number, runs: number): number {
  let found = 0;
  for (let run = 0; run < runs; run++) {
    const series = Array.from({ length: 43 }, (_, area) => ({
      name: String(area),
      periods: history(`${seed}|${run}|${area}`, 400, 4 + since, area === 0 ? { points: -8, since } : none),
    }));
    if (findChanges(series, 0.05)[0]?.isFound === true) found++;
  }
  return percent(found, runs);
}

/** Planted areas far from the rest: how many of them are found, and how many of the found are none of them, in per cent. */
export function plantedBands(seed: string, points: number, runs: number): Figures {
  let [planted, hit, called, wrong] = [0, 0, 0, 0];
  for (let run = 0; run < runs; run++) {
    const nation = makeNation(`${seed}|${run}`, { ...quiet, invitations: 100_000, areaSpread: 1.5 });
    const isPlanted = (score: AreaScore) => Number(score.area.slice(1)) % 11 === 3;
    const moved = published(nation, `${seed}|${run}`).map((score) =>
      isPlanted(score) ? { ...score, score: score.score - points } : score,
    );
    for (const area of compareScores(moved).areas) {
      if (area.band === null) continue;
      const isCalled = area.band !== "about-the-same";
      if (isPlanted(area)) {
        planted++;
        if (isCalled) hit++;
      } else if (isCalled) wrong++;
      if (isCalled) called++;
    }
  }
  return { "found": percent(hit, planted), "wrong among the called": percent(wrong, called) };
}
