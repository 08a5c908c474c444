import { estimateAreas } from "../../src/statistics/area-estimates.ts";
import { type AreaScore, compareScores } from "../../src/statistics/area-scores.ts";
import { findChanges, type PeriodScore } from "../../src/statistics/change.ts";
import { noisyInterval, noisyProportion, normalInterval } from "../../src/statistics/interval.ts";
import { bandRules } from "../../src/statistics/rules.ts";
import { normal, streamOf } from "../chance.ts";
import { by, byAndMode, makeNation, type Nation, noNoise, releaseNoise, survey, type Truth } from "./nation.ts";

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

function estimate(nation: Nation, seed: string, isNoisy: boolean, using: typeof by | typeof byAndMode = by) {
  const next = streamOf(seed, "answers");
  const estimates = estimateAreas(
    survey(nation, next),
    nation.frame,
    using,
    isNoisy ? releaseNoise(streamOf(seed, "noise")) : noNoise,
  );
  if (estimates === null) throw new Error("nobody answered");
  return estimates;
}

/** Share of 95 % intervals of percentages that hold the truth, at one base, over many shares. */
export function coverageOfPercentages(seed: string, base: number, isNoisy: boolean, runs: number): number {
  const next = streamOf(seed, `percentages|${base}|${isNoisy}`);
  const variance = isNoisy ? 5 : 0;
  let [held, all] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const truth = 0.15 + 0.7 * next();
    let positive = 0;
    for (let person = 0; person < base; person++) if (next() < truth) positive++;
    const noise = () => (isNoisy ? Math.round(Math.sqrt(variance) * normal(next)) : 0);
    const proportion = noisyProportion(positive + noise(), base - positive + noise(), variance);
    if (proportion === null) continue;
    const { lower, upper } = noisyInterval(proportion, 0.95);
    all++;
    if (lower <= truth && truth <= upper) held++;
  }
  return percent(held, all);
}

/** Share of 95 % intervals of adjusted area scores that hold the truth, for areas of about one base. */
export function coverageOfScores(seed: string, base: number, isNoisy: boolean, runs: number): number {
  let [held, all] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const truth: Truth = {
      ...quiet,
      invitations: (43 * base) / quiet.response,
      mixSpread: 0.3,
      mixEffect: 12,
      responseEffect: 0.5,
      areaSpread: 4,
    };
    const name = `${seed}|${base}|${isNoisy}|${run}`;
    const nation = makeNation(name, truth);
    const { scores } = estimate(nation, name, isNoisy);
    for (const { area, score, standardError, base: n } of scores) {
      if (n < base / 2 || n > base * 2 || n < 100) continue;
      const at = nation.places.findIndex((place) => place.area === area);
      const { lower, upper } = normalInterval(score, standardError ** 2, 0.95);
      all++;
      const target = nation.standardised[at] ?? 0;
      if (lower <= target && target <= upper) held++;
    }
  }
  return percent(held, all);
}

const hard: Truth = { ...quiet, mixSpread: 0.6, mixEffect: 25, responseEffect: 1.2, areaSpread: 3 };

/** Areas' mean scores as answered, weighted, and weighted and adjusted, with chance averaged away over the runs. */
function averages(nation: Nation, seed: string, runs: number, using: typeof by | typeof byAndMode = by) {
  const sums = new Map(nation.places.map(({ area }) => [area, { answered: 0, weighted: 0, adjusted: 0 }]));
  let national = 0;
  for (let run = 0; run < runs; run++) {
    const name = `${seed}|${run}`;
    const { caseMix, target } = estimate(nation, name, false, using);
    national += target / runs;
    for (const { unit, raw, adjusted } of caseMix.units) {
      const of = sums.get(unit);
      if (!of) continue;
      of.weighted += raw / runs;
      of.adjusted += adjusted / runs;
    }
    for (const [area, cells] of Map.groupBy(survey(nation, streamOf(name, "answers")), ({ area: of }) => of)) {
      const of = sums.get(area);
      const n = cells.reduce((sum, cell) => sum + cell.n, 0);
      if (of) of.answered += cells.reduce((sum, cell) => sum + cell.sum, 0) / n / runs;
    }
  }
  return { areas: [...sums.values()], national };
}

const away = (found: readonly number[], truth: readonly number[]) =>
  mean(truth.map((value, at) => Math.abs((found[at] ?? 0) - value)));

/** Mean size of the error that remains in areas' scores when chance is averaged away, in points. */
export function bias(seed: string, invitations: number, isGeneralised: boolean, runs: number): Figures {
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
export function falseBands(seed: string, areaSpread: number, isNoisy: boolean, runs: number): Figures {
  let [plain, found, far, all] = [0, 0, 0, 0];
  for (let run = 0; run < runs; run++) {
    const name = `${seed}|${areaSpread}|${isNoisy}|${run}`;
    const nation = makeNation(name, { ...quiet, invitations: 100_000, areaSpread });
    const { scores } = estimate(nation, name, isNoisy);
    for (const { band, z } of compareScores(scores).areas) {
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

/** One area's scores over time: the same truth, moved by `drop` in the newest `since` periods. */
function history(
  seed: string,
  base: number,
  periods: number,
  change: { readonly points: number; readonly since: number },
) {
  const next = streamOf(seed, "history");
  const standardError = Math.hypot(30 / Math.sqrt(base), (Math.sqrt(45) * (100 / 6)) / base);
  return Array.from({ length: periods }, (_, period): PeriodScore => {
    const moved = period >= periods - change.since ? change.points : 0;
    return { score: 60 + moved + standardError * normal(next), standardError };
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
    const { scores } = estimate(nation, `${seed}|${run}`, true);
    const isPlanted = (score: AreaScore) => Number(score.area.slice(1)) % 11 === 3;
    const moved = scores.map((score) => (isPlanted(score) ? { ...score, score: score.score - points } : score));
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
