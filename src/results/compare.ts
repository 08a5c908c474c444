import { type AreaScore, type ComparedScore, compareScores, type ScoreComparison } from "../statistics/area-scores.ts";
import type { Band } from "../statistics/bands.ts";
import { arcsineDistance } from "../statistics/funnel.ts";
import { noisyProportion, zFor } from "../statistics/interval.ts";
import { adjustedName } from "../statistics/adjusted.ts";
import { roundHalfAway } from "../statistics/rounding.ts";
import { bandRules, confidence, disclosureRules } from "../statistics/rules.ts";
import { noisyBase, shownBase } from "../statistics/shown.ts";
import { areas, areaOf, regionCode } from "./codelist.ts";
import type { Cell } from "../statistics/perturb.ts";
import type { ScaledMeasure } from "./measures.ts";
import { type FunnelLimits, limitsAt, percent, scoreLimitsAt, within } from "./funnel-limits.ts";
import { addressOf, type Query, storedTable } from "./query.ts";
import { adjustedOver, countUnscored, type ReleasedScores, sideBySide } from "./rolling.ts";
import { groupCells, type Sum } from "./sum.ts";
import {
  type CellsOf,
  type CellSymbol,
  emptyRow,
  percentRow,
  perturbed,
  type Row,
  tableRows,
  tablesToRead,
} from "./table.ts";

/** What bands rest on: said wherever one is shown (decisions.md 28). */
export type Adjustment = "adjusted-for-case-mix" | "not-adjusted-for-case-mix";

/** Whether a distance is more than chance, the share of false findings held down (publication.md 3.2). */
export type Significance = "ns" | "s" | "ss" | "sss";

/** A score from 0 to 100 of an area, once it is allowed for who its victims are. */
export type AdjustedScore = {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  readonly base: number | null;
  /** The same answers as they were given, without any adjustment; null where the release does not tell it. */
  readonly raw: number | null;
  /** Share of what is seen that is of the area and not of chance: 0.7 is usable, 0.8 good. */
  readonly reliability: number;
};

export type AreaComparison = {
  readonly area: string;
  readonly row: Row;
  /** Null where bands rest on percentages, and below the base for scores. */
  readonly score: AdjustedScore | null;
  /** In per cent, or in points of the score where bands rest on it. */
  readonly limits: FunnelLimits | null;
  /**
   * Distance from what is expected in standard errors, by chance alone and with the usual spread of areas allowed for.
   * Null without a band, and for an area or nation whose percentage is a bound: they would tell the exact share.
   */
  readonly z: number | null;
  readonly adjustedZ: number | null;
  /** Two-sided, by Benjamini and Hochberg over the areas of one item at one stage; null where z is. */
  readonly adjustedP: number | null;
  readonly significance: Significance | null;
  readonly band: Band | null;
  /** The region's percentage, where the area's own base is too small for a comparison and several quarters are joined. */
  readonly pooled: Row | null;
};

export type Comparison = {
  readonly measure: string;
  /** Null for all stages together. */
  readonly stage: string | null;
  readonly adjustment: Adjustment;
  /** How many of several quarters have no adjusted scores though others do, so that bands rest on percentages. */
  readonly unscored: number;
  readonly nation: Row;
  /** What is expected of an area, in per cent or points: null where nothing is compared. */
  readonly expected: number | null;
  /** Mean square of z, winsorised; variance between areas (of angles, or in points squared); of how many areas. */
  readonly phi: number | null;
  readonly tau2: number;
  readonly banded: number;
  /** The funnel at any base; null where nothing is compared. */
  readonly limitsAt: ((base: number) => FunnelLimits) | null;
  readonly areas: readonly AreaComparison[];
};

/** What is asked of a release for a comparison: each area, and the nation beside it. */
export function comparisonQueries(
  measure: string,
  stage: string | null,
): { readonly areas: Query; readonly nation: Query } {
  const filters = stage === null ? [] : [{ level: "stage" as const, codes: [stage] }];
  const shared = { filters, measures: [measure], statistic: "percent" as const };
  return { areas: { ...shared, by: ["area"] }, nation: { ...shared, by: [] } };
}

/** The score as it was answered, beside the adjusted one. */
const rawQuery = (measure: string, stage: string): Query => ({
  ...comparisonQueries(measure, stage).areas,
  statistic: "score",
});

/** What a comparison reads of a release. */
export function comparisonReadings(measure: ScaledMeasure, stage: string | null) {
  const { areas: each, nation } = comparisonQueries(measure.id, stage);
  const percentages = [each, nation].map((query) => ({ table: storedTable(query), measures: [measure.id] }));
  if (stage === null) return percentages;
  const name = adjustedName(measure.id);
  const scores = ["area.stage", "stage"].map((table) => ({ table, measures: [name] }));
  return [...percentages, ...scores, ...tablesToRead(rawQuery(measure.id, stage), [measure], [])];
}

const proportionOf = (sum: Sum) => {
  const { P, Q, cells } = perturbed(sum);
  return noisyProportion(P, Q, disclosureRules.noise.variance * cells);
};

/** A share as the angle whose spread does not depend on its level: what areas are compared by without adjusted scores. */
function angleOf(area: string, sum: Sum): AreaScore | null {
  const [base, estimate] = [noisyBase(perturbed(sum)), proportionOf(sum)];
  if (base < disclosureRules.baseBand || estimate === null) return null;
  const { difference, standardError } = arcsineDistance(estimate.proportion, 0, estimate.effectiveBase);
  return { area, score: difference, standardError, base };
}

const shareOf = (angle: number) => Math.sin(Math.min(Math.PI / 2, Math.max(0, angle))) ** 2;

/** How the areas of one item at one stage compare, whatever they are compared by. */
type Judged = Pick<Comparison, "adjustment" | "expected" | "limitsAt"> & {
  readonly compared: ScoreComparison;
  readonly bandOf: (area: ComparedScore) => Band | null;
  readonly limitsOf: (area: ComparedScore) => FunnelLimits;
  readonly tau2: number;
};

function byScores({ areas: scores, errorAt }: ReleasedScores): Judged {
  // Cells are stored from 20 answers, so the base rule falls on the sum: a quarter alone is held to it too.
  const compared = compareScores(scores.filter(({ base }) => base >= disclosureRules.baseBand));
  const { target, tau2 } = compared;
  const at = (base: number) => scoreLimitsAt(target, errorAt(base), tau2)(base);
  return {
    adjustment: "adjusted-for-case-mix",
    compared,
    expected: compared.areas.length === 0 ? null : within(target),
    limitsAt: at,
    bandOf: ({ band }) => band,
    limitsOf: ({ standardError, base }) => scoreLimitsAt(target, standardError, tau2)(shownBase(base) ?? 0),
    tau2: roundHalfAway(tau2, 1),
  };
}

function byShares(angles: readonly AreaScore[]): Judged {
  // Three points are points of percentage: they mean nothing on the scale of angles, and are asked for afterwards.
  const compared = compareScores(angles, { ...bandRules, practicalPoints: 0 });
  const expected = shareOf(compared.target);
  const at = (base: number) => limitsAt(expected, base);
  const isNear = ({ score }: ComparedScore) => Math.abs(shareOf(score) - expected) * 100 < bandRules.practicalPoints;
  return {
    adjustment: "not-adjusted-for-case-mix",
    compared,
    expected: compared.areas.length === 0 ? null : percent(expected),
    limitsAt: at,
    bandOf: (area) => (area.band !== null && isNear(area) ? "about-the-same" : area.band),
    limitsOf: ({ base }) => at(shownBase(base) ?? 0),
    // Two decimals would leave nothing of a variance that is seldom above 0.01.
    tau2: roundHalfAway(compared.tau2, 3),
  };
}

/** Marks of statistical significance, of a p-value that is adjusted already. */
export function significanceOf(adjustedP: number): Significance {
  if (adjustedP > 0.05) return "ns";
  if (adjustedP > 0.01) return "s";
  return adjustedP > 0.001 ? "ss" : "sss";
}

function shownScoreOf({ score, standardError, base, reliability }: ComparedScore, raw: Row | undefined): AdjustedScore {
  const reach = zFor(confidence) * standardError;
  return {
    value: within(score),
    lower: within(score - reach),
    upper: within(score + reach),
    base: shownBase(base),
    raw: raw?.value ?? null,
    reliability: roundHalfAway(reliability, 2),
  };
}

/**
 * Compares every area with what is expected of one, on one measure at one stage, or at all.
 *
 * Where the release has adjusted scores, they decide; elsewhere (all stages together, questions without a mean, releases
 * made before) percentages do, on the arcsine scale at the effective base, and nothing is adjusted for who the victims
 * were. Either way an area is better or worse only beyond chance, the usual spread of areas and three points, with the
 * share of false findings held down, and nothing is ranked.
 *
 * @param quarters The cells of a release; or of each of several, which are then added up (`window=4q`).
 * @see methodology.md 2.5 steps 5 to 10, decisions.md 22, 23 and 28
 */
export function compareAreas(
  measure: ScaledMeasure,
  stage: string | null,
  ...quarters: readonly CellsOf[]
): Comparison {
  const cellsOf = sideBySide(quarters);
  const queries = comparisonQueries(measure.id, stage);
  const sumsOf = (query: Query) => groupCells(query, cellsOf(storedTable(query), measure.id) ?? noCells);
  const isKnown = (query: Query) => cellsOf(storedTable(query), measure.id) !== null;
  const isAsked = stage === null || measure.stages.some((one) => one === stage);
  const mark: CellSymbol | null = !isAsked ? "z" : !isKnown(queries.areas) || !isKnown(queries.nation) ? "x" : null;
  const rowOf = (at: Row["at"], sum: Sum): Row => {
    const subject = { at, measure: measure.id, answer: null };
    return mark === null ? percentRow(subject, perturbed(sum)) : emptyRow(subject, mark);
  };

  const [whole] = sumsOf(queries.nation);
  const nation = rowOf({}, whole?.sum ?? { counts: [], cells: 0 });
  const groups = sumsOf(queries.areas).filter(({ at }) => areaOf(at.area ?? "") !== undefined);
  const scores = stage === null || mark !== null ? null : adjustedOver(measure, stage, quarters);
  const judged =
    scores === null
      ? byShares(mark === null ? groups.flatMap(({ at, sum }) => angleOf(at.area ?? "", sum) ?? []) : [])
      : byScores(scores);

  const found = new Map(judged.compared.areas.map((one) => [one.area, one]));
  const raw = scores === null || stage === null ? [] : tableRows(rawQuery(measure.id, stage), [measure], cellsOf);
  const pooledIn = quarters.length > 1 && mark === null ? poolsOf(groups, rowOf) : () => null;
  return {
    measure: measure.id,
    stage,
    adjustment: judged.adjustment,
    unscored: stage === null || mark !== null ? 0 : countUnscored(measure, stage, quarters),
    nation,
    expected: judged.expected,
    phi: judged.compared.phi === null ? null : roundHalfAway(judged.compared.phi, 2),
    tau2: judged.tau2,
    banded: judged.compared.areas.filter(({ band }) => band !== null).length,
    limitsAt: judged.expected === null ? null : judged.limitsAt,
    areas: groups.map(({ at, sum }): AreaComparison => {
      const area = at.area ?? "";
      const [row, one] = [rowOf({ area }, sum), found.get(area)];
      const pooled = row.symbol === null ? null : pooledIn(area);
      if (one === undefined) return { ...notCompared, area, row, pooled };
      const score =
        scores === null
          ? null
          : shownScoreOf(
              one,
              raw.find((each) => each.at.area === area),
            );
      // The bound of a percentage hides its exact share; an adjusted score has noise of its own and tells nothing of it.
      const isBound = score === null && (row.coding !== null || nation.coding !== null);
      return { area, row, score, pooled: null, band: judged.bandOf(one), ...distancesOf(one, judged, isBound) };
    }),
  };
}

const noCells: readonly Cell[] = [];

const notCompared = {
  score: null,
  limits: null,
  z: null,
  adjustedZ: null,
  adjustedP: null,
  significance: null,
  band: null,
} as const;

function distancesOf(one: ComparedScore, { compared, limitsOf }: Judged, isBound: boolean) {
  const limits = limitsOf(one);
  if (one.band === null || isBound) return { limits, z: null, adjustedZ: null, adjustedP: null, significance: null };
  return {
    limits,
    z: roundHalfAway((one.score - compared.target) / one.standardError, 1),
    adjustedZ: roundHalfAway(one.z, 1),
    adjustedP: roundHalfAway(one.adjustedP, 3),
    significance: significanceOf(one.adjustedP),
  };
}

type AreaSum = ReturnType<typeof groupCells>[number];

/** The percentage of a whole region, as the sum of its areas' cells: for an area that is too small by itself. */
function poolsOf(groups: readonly AreaSum[], rowOf: (at: Row["at"], sum: Sum) => Row) {
  const regionOf = (code: string) => areas.filter((area) => area.code === code).map(regionCode)[0] ?? "";
  return (code: string): Row | null => {
    const region = regionOf(code);
    const parts = groups.filter(({ at }) => regionOf(at.area ?? "") === region).map(({ sum }) => sum);
    const counts = [0, 1, 2].map((place) => parts.reduce((total, { counts: all }) => total + (all[place] ?? 0), 0));
    const cells = parts.reduce((total, part) => total + part.cells, 0);
    const row = rowOf({ region }, { counts, cells });
    return row.value === null ? null : row;
  };
}

/** Where the same figures are found as a table: relative to the release's tables. */
export const comparisonAddress = (measure: string, stage: string | null, extension: string, isRolling = false) =>
  addressOf({ ...comparisonQueries(measure, stage).areas, ...(isRolling && { window: "4q" as const }) }, extension);

/**
 * The comparison of each row of a table of percentages that is cut by area, or by area and stage, and by nothing else.
 *
 * @returns What is known of a row's area; always null for tables of another cut.
 */
export function comparisonsOf(
  query: Query,
  measures: readonly ScaledMeasure[],
  ...quarters: readonly CellsOf[]
): (row: Row) => AreaComparison | null {
  if (!hasComparisons(query)) return () => null;
  const filtered = query.filters.find(({ level }) => level === "stage")?.codes;
  const known = new Map<string, ReadonlyMap<string, AreaComparison>>();
  return ({ at, measure: id }) => {
    const measure = measures.find((one) => one.id === id);
    if (measure === undefined) return null;
    const stage = at.stage ?? filtered?.[0] ?? null;
    const key = `${id} ${stage ?? ""}`;
    const compared =
      known.get(key) ?? new Map(compareAreas(measure, stage, ...quarters).areas.map((one) => [one.area, one]));
    known.set(key, compared);
    return compared.get(at.area ?? "") ?? null;
  };
}

/** Whether the rows of a table are areas at one stage each, or over all, that can be compared. */
export function hasComparisons({ by, filters, statistic }: Query): boolean {
  const others = by.filter((level) => level !== "area" && level !== "stage");
  const stages = filters.find(({ level }) => level === "stage")?.codes;
  const isPlain = filters.every(({ level }) => level === "stage" || level === "area");
  const isOne = by.includes("stage") || stages === undefined || stages.length === 1;
  return statistic === "percent" && by.includes("area") && others.length === 0 && isPlain && isOne;
}
