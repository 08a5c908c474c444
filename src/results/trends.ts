import type { Stage } from "../domain/dimension.ts";
import { type Quarter, quarterAfter } from "../kernel/time.ts";
import { adjustedName } from "../statistics/adjusted.ts";
import type { AreaScore } from "../statistics/area-scores.ts";
import { type Change, findChanges, type PeriodScore } from "../statistics/change.ts";
import { noisyMean, zFor } from "../statistics/interval.ts";
import { roundHalfAway } from "../statistics/rounding.ts";
import { confidence, disclosureRules } from "../statistics/rules.ts";
import { answerVariance, halfRange, scoreOf } from "../statistics/score.ts";
import { noisyBase } from "../statistics/shown.ts";
import { areaOf } from "./codelist.ts";
import type { Comparability } from "./comparability.ts";
import { type Adjustment, comparisonQueries } from "./compare.ts";
import type { ScaledMeasure } from "./measures.ts";
import { type Query, storedTable } from "./query.ts";
import { adjustedOver } from "./rolling.ts";
import { groupCells, sumOf } from "./sum.ts";
import { type CellsOf, centredVariance, emptyRow, perturbed, type Row, tableRows, tablesToRead } from "./table.ts";
import { type Held, linkBetween } from "./versions.ts";

/** One published quarter, as trends read it. */
export type QuarterRead = {
  readonly release: string;
  readonly period: Quarter;
  readonly instruments: Held;
  readonly cellsOf: CellsOf;
};

/**
 * How a quarter's figure stands to the newest: the same question; told in terms of the newest by a study; not to be
 * joined by a line; or no release at all.
 */
export type TrendState = Comparability["state"] | "missing";

export type TrendPoint = {
  readonly period: Quarter;
  /** Null where there is no release of the quarter. */
  readonly release: string | null;
  readonly state: TrendState;
  /** Whether a line may lead here from the quarter before: it has a release, and the question did not break in between. */
  readonly isJoined: boolean;
  readonly row: Row;
};

/** What is looked at over time. */
export type TrendAsked = { readonly measure: ScaledMeasure; readonly stage: Stage; readonly area: string | null };

/** A change found, with what it was looked for among. */
export type FoundChange = Change & {
  readonly direction: "higher" | "lower";
  /** Points of the score from 0 to 100, whole. */
  readonly points: number;
};

/** What was looked for: all areas on one item at one stage, which is fixed in advance; anything else is exploratory. */
export type ChangeFinding = {
  readonly kind: "family" | "exploratory";
  readonly adjustment: Adjustment;
  /** Quarters in a row that can be compared; with fewer than three nothing is looked for. */
  readonly quarters: number;
  /** How many series there were to look at. */
  readonly looked: number;
  readonly found: readonly FoundChange[];
};

/** Fewest quarters in which a change can be told: the newest, and two to tell how they differ anyway. */
export const FEWEST_QUARTERS = 3;

/** Share of false alarms among the alarms (methodology.md 2.9). */
const FALSE_DISCOVERIES = 0.05;

/** What a trend reads of each release. */
export function trendReadings(measure: ScaledMeasure) {
  const score: Query = { by: ["area", "stage"], filters: [], measures: [measure.id], statistic: "score" };
  const nation: Query = { ...score, by: ["stage"] };
  const adjusted = ["area.stage", "stage"].map((table) => ({ table, measures: [adjustedName(measure.id)] }));
  return [...[score, nation].flatMap((query) => tablesToRead(query, [measure], [])), ...adjusted];
}

const questionOf = ({ measure, stage, area }: TrendAsked): Query => {
  const { areas, nation } = comparisonQueries(measure.id, stage);
  return area === null ? nation : { ...areas, filters: [{ level: "area", codes: [area] }, ...areas.filters] };
};

/** Every quarter from the oldest release to the newest, also those without one. */
function everyQuarter(read: readonly QuarterRead[]): readonly Quarter[] {
  const periods = read.map(({ period }) => period).toSorted();
  const [first, last] = [periods[0], periods.at(-1)];
  const all: Quarter[] = [];
  if (first === undefined || last === undefined) return all;
  for (let quarter = first; quarter <= last; quarter = quarterAfter(quarter)) all.push(quarter);
  return all;
}

const logit = (share: number) => Math.log(share / (1 - share));
const shareAt = (value: number) => 1 / (1 + Math.exp(-value));

/**
 * A percentage of an earlier wording in terms of the later one: shifted on the logit scale, the shift's own error in its
 * limits (methodology.md 2.13).
 */
function bridgedRow(row: Row, { logit: shift, logitError }: Extract<Comparability, { state: "bridged" }>): Row {
  const { value, lower, upper } = row;
  if (value === null || lower === null || upper === null) return row;
  const centre = logit(Math.min(99.9, Math.max(0.1, value)) / 100);
  const reach = zFor(confidence) * logitError;
  const digits = (row.base ?? 0) >= disclosureRules.largeBase ? 1 : 0;
  const told = (at: number) => roundHalfAway(shareAt(at) * 100, digits);
  const limit = (edge: number, sign: 1 | -1) =>
    edge <= 0 || edge >= 100 ? edge : told(centre + shift + sign * Math.hypot(logit(edge / 100) - centre, reach));
  return {
    ...row,
    value: told(centre + shift),
    lower: limit(lower, -1),
    upper: limit(upper, 1),
    effectiveBase: null,
  };
}

type Judge = Parameters<typeof linkBetween>[3];

const linkTo =
  (newest: QuarterRead, { measure, stage }: TrendAsked, judge: Judge) =>
  (earlier: QuarterRead) =>
    linkBetween(measure.id, stage, { earlier: earlier.instruments, later: newest.instruments }, judge);

/**
 * One measure at one stage over every published quarter, oldest first: a quarter without a release is told as missing,
 * one before a change of the question as a break or bridged.
 *
 * @param read In any order.
 */
export function trend(asked: TrendAsked, read: readonly QuarterRead[], judge?: Judge): readonly TrendPoint[] {
  const byPeriod = new Map(read.map((one) => [one.period, one]));
  const quarters = everyQuarter(read);
  const newest = byPeriod.get(quarters.at(-1) ?? ("" as Quarter));
  if (newest === undefined) return [];
  const subject = { at: asked.area === null ? {} : { area: asked.area }, measure: asked.measure.id, answer: null };
  return quarters.map((period, index): TrendPoint => {
    const one = byPeriod.get(period);
    if (one === undefined) {
      return { period, release: null, state: "missing", isJoined: false, row: emptyRow(subject, "x") };
    }
    const [row] = tableRows(questionOf(asked), [asked.measure], one.cellsOf);
    const link = linkTo(newest, asked, judge)(one);
    const shown = row ?? emptyRow(subject, "x");
    const before = byPeriod.get(quarters[index - 1] ?? ("" as Quarter));
    const isJoined = before !== undefined && linkTo(one, asked, judge)(before).state !== "break";
    return {
      period,
      release: one.release,
      state: link.state,
      isJoined,
      row: link.state === "bridged" ? bridgedRow(shown, link) : shown,
    };
  });
}

/** The unadjusted scores of an item at a stage: of every area, or of the nation alone. */
function rawScores({ measure, stage }: TrendAsked, of: "areas" | "nation", cellsOf: CellsOf): readonly AreaScore[] {
  const half = halfRange(measure);
  const query = comparisonQueries(measure.id, stage)[of];
  const table = storedTable(query);
  const [counts, sums] = [cellsOf(table, measure.id), cellsOf(table, `m:${measure.id}`)];
  const nation = measure.options.map(
    ({ code }) => [code, sumOf(cellsOf("", `h:${measure.id}:${code}`) ?? []).counts[0] ?? 0] as const,
  );
  const answer = answerVariance(new Map(nation), measure);
  if (half === null || counts === null || sums === null || answer === null) return [];
  const totals = groupCells(query, sums);
  return groupCells(query, counts).flatMap(({ at, sum }, index) => {
    const base = noisyBase(perturbed(sum));
    const estimate = noisyMean(totals[index]?.sum.counts[0] ?? 0, base, {
      answer,
      sumNoise: (centredVariance.get(String(half)) ?? 0) * sum.cells,
      baseNoise: 2 * disclosureRules.noise.variance * sum.cells,
    });
    const isKnown = of === "nation" || areaOf(at.area ?? "") !== undefined;
    if (estimate === null || base < disclosureRules.baseBand || !isKnown) return [];
    const standardError = (Math.sqrt(estimate.variance) * 50) / half;
    return [{ area: at.area ?? "", score: scoreOf(estimate.mean, half), standardError, base }];
  });
}

/** The quarters that can be compared with the newest, oldest first, and what is added to the scores of each. */
function comparable(asked: TrendAsked, read: readonly QuarterRead[], judge: Judge) {
  const sorted = read.toSorted((a, b) => (a.period < b.period ? -1 : 1));
  const newest = sorted.at(-1);
  if (newest === undefined) return [];
  const linked = sorted.map((one) => ({ one, link: linkTo(newest, asked, judge)(one) }));
  const lastBreak = linked.findLastIndex(({ link }) => link.state === "break");
  return linked
    .slice(lastBreak + 1)
    .map(({ one, link }) => ({ ...one, bridge: link.state === "bridged" ? link : null }));
}

type Comparable = ReturnType<typeof comparable>[number];

/** One series for each area whose newest quarter has a score, with the quarters before in which it had one. */
function seriesOf(quarters: readonly Comparable[], scoresOf: (quarter: Comparable) => readonly AreaScore[]) {
  const scored = quarters.map((quarter) => ({
    quarter,
    of: new Map(scoresOf(quarter).map((one) => [one.area, one])),
  }));
  return [...(scored.at(-1)?.of.keys() ?? [])].map((name) => ({
    name,
    periods: scored.flatMap(({ quarter: { bridge }, of }): readonly PeriodScore[] => {
      const one = of.get(name);
      if (one === undefined) return [];
      const { score, standardError } = one;
      if (bridge === null) return [{ score, standardError }];
      // Quarters in one wording are told in terms of the newest by one study, whose error they all have.
      const common = { source: `${bridge.points} ${bridge.standardError}`, standardError: bridge.standardError };
      return [{ score: score + bridge.points, standardError, common }];
    }),
  }));
}

const foundIn = (changes: readonly Change[]): readonly FoundChange[] =>
  changes
    .filter(({ isFound }) => isFound)
    .map((change) => ({
      ...change,
      direction: change.difference > 0 ? ("higher" as const) : ("lower" as const),
      points: Math.abs(roundHalfAway(change.difference)),
    }));

/**
 * Which areas changed on one item at one stage, the share of false alarms held down over all of them.
 *
 * On adjusted scores where every quarter has them; else on the scores as answered, in every quarter alike.
 */
export function changesOfAreas(asked: TrendAsked, read: readonly QuarterRead[], judge?: Judge): ChangeFinding {
  const quarters = comparable(asked, read, judge);
  const adjusted = quarters.map(({ cellsOf }) => adjustedOver(asked.measure, asked.stage, [cellsOf]));
  const isAdjusted = adjusted.length > 0 && adjusted.every((scores) => scores !== null);
  const isLarge = ({ base }: AreaScore) => base >= disclosureRules.baseBand;
  const series = seriesOf(quarters, (quarter) =>
    isAdjusted
      ? (adjusted[quarters.indexOf(quarter)]?.areas ?? []).filter(isLarge)
      : rawScores(asked, "areas", quarter.cellsOf),
  ).filter(({ periods }) => periods.length >= FEWEST_QUARTERS);
  return {
    kind: "family",
    adjustment: isAdjusted ? "adjusted-for-case-mix" : "not-adjusted-for-case-mix",
    quarters: quarters.length,
    looked: series.length,
    found: foundIn(findChanges(series, FALSE_DISCOVERIES)),
  };
}

/** Whether the nation's own score changed: one look at what somebody chose, so it is told as exploratory. */
export function changeOfNation(asked: TrendAsked, read: readonly QuarterRead[], judge?: Judge): ChangeFinding {
  const quarters = comparable(asked, read, judge);
  const series = seriesOf(quarters, ({ cellsOf }) => rawScores(asked, "nation", cellsOf)).filter(
    ({ periods }) => periods.length >= FEWEST_QUARTERS,
  );
  return {
    kind: "exploratory",
    adjustment: "not-adjusted-for-case-mix",
    quarters: quarters.length,
    looked: series.length,
    found: foundIn(findChanges(series, FALSE_DISCOVERIES)),
  };
}
