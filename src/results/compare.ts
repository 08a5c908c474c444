import { type Band, bandOf } from "../statistics/bands.ts";
import { arcsineDistance, scoreLimits } from "../statistics/funnel.ts";
import { noisyProportion, zFor } from "../statistics/interval.ts";
import { adjustedZ, betweenVariance, dispersion, winsorise } from "../statistics/overdispersion.ts";
import { roundHalfAway } from "../statistics/rounding.ts";
import { bandRules, confidence, disclosureRules } from "../statistics/rules.ts";
import { noisyBase } from "../statistics/shown.ts";
import { areas } from "./codelist.ts";
import type { Cell } from "../statistics/perturb.ts";
import type { ScaledMeasure } from "./measures.ts";
import { addressOf, type Query, storedTable } from "./query.ts";
import { groupCells, type Sum } from "./sum.ts";
import { type CellsOf, type CellSymbol, emptyRow, percentRow, perturbed, type Row } from "./table.ts";

/** Said wherever a band is shown (decisions.md 28). */
export const ADJUSTMENT = "not-adjusted-for-case-mix";

/** The outer limits of the funnel: 99.8 %. */
const OUTER = 0.998;

/** Limits within which an area of this base would lie if nothing but chance set it apart, in per cent. */
export type FunnelLimits = {
  readonly base: number;
  readonly lower95: number;
  readonly upper95: number;
  readonly lower998: number;
  readonly upper998: number;
};

export type AreaComparison = {
  readonly area: string;
  readonly row: Row;
  readonly limits: FunnelLimits | null;
  /**
   * Distance from the nation in standard errors, by chance alone and with the usual spread of areas allowed for. Null
   * without a band, and for an area or nation whose percentage is a bound: they would tell the exact share.
   */
  readonly z: number | null;
  readonly adjustedZ: number | null;
  readonly band: Band | null;
};

export type Comparison = {
  readonly measure: string;
  /** Null for all stages together. */
  readonly stage: string | null;
  readonly nation: Row;
  /** Mean square of z, winsorised, and the variance between areas on the arcsine scale, both rounded; of how many areas. */
  readonly phi: number | null;
  readonly tau2: number;
  readonly banded: number;
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

const percent = (share: number) => roundHalfAway(share * 100, 1);

/** Funnel limits around a national share in [0, 1] at a base (score limits, methodology.md 2.6). */
export function limitsAt(target: number, base: number): FunnelLimits {
  const [inner, outer] = [confidence, OUTER].map((level) => scoreLimits(target, base, zFor(level)));
  return {
    base,
    lower95: percent(inner?.lower ?? 0),
    upper95: percent(inner?.upper ?? 1),
    lower998: percent(outer?.lower ?? 0),
    upper998: percent(outer?.upper ?? 1),
  };
}

const proportionOf = (sum: Sum) => {
  const { P, Q, cells } = perturbed(sum);
  return noisyProportion(P, Q, disclosureRules.noise.variance * cells);
};

/** How far each area with a base for bands lies from the national share; null for the others. */
function distances(sums: readonly Sum[], target: number) {
  return sums.map((sum) => {
    const [base, estimate] = [noisyBase(perturbed(sum)), proportionOf(sum)];
    if (base < disclosureRules.baseBand || estimate === null) return null;
    return {
      base,
      proportion: estimate.proportion,
      ...arcsineDistance(estimate.proportion, target, estimate.effectiveBase),
    };
  });
}

/**
 * Compares every area with the nation on one measure at one stage, or at all.
 *
 * z is taken on the arcsine scale at the effective base, so that it carries the noise; z winsorised at 10 % gives the
 * variance between areas that is usual; an area is better or worse only beyond both, and by three points. Nothing is
 * adjusted for who the victims were, and nothing is ranked.
 *
 * @see methodology.md 2.5 steps 5 to 9, decisions.md 22 and 28
 */
export function compareAreas(measure: ScaledMeasure, stage: string | null, cellsOf: CellsOf): Comparison {
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
  const wholeSum = whole?.sum ?? { counts: [], cells: 0 };
  const target = mark === null ? (proportionOf(wholeSum)?.proportion ?? null) : null;
  const names = new Set(areas.map(({ code }) => code));
  const groups = sumsOf(queries.areas).filter(({ at }) => names.has(at.area ?? ""));
  const apart =
    target === null
      ? groups.map(() => null)
      : distances(
          groups.map(({ sum }) => sum),
          target,
        );

  const eligible = apart.filter((one) => one !== null);
  const trimmed = winsorise(
    eligible.map(({ difference, standardError }) => difference / standardError),
    bandRules.winsorise,
  );
  const tau2 = betweenVariance(
    trimmed,
    eligible.map(({ standardError }) => standardError),
  );

  const nation = rowOf({}, wholeSum);
  const phi = dispersion(trimmed);
  return {
    measure: measure.id,
    stage,
    nation,
    phi: phi === null ? null : roundHalfAway(phi, 2),
    // Two decimals would leave nothing of a variance that is seldom above 0.01.
    tau2: roundHalfAway(tau2, 3),
    banded: eligible.length,
    areas: groups.map(({ at, sum }, index) => {
      const [row, one] = [rowOf({ area: at.area ?? "" }, sum), apart[index] ?? null];
      const limits = target !== null && row.base !== null && row.value !== null ? limitsAt(target, row.base) : null;
      if (one === null || target === null)
        return { area: at.area ?? "", row, limits, z: null, adjustedZ: null, band: null };
      const zD = adjustedZ(one.difference, one.standardError, tau2);
      const isBound = row.coding !== null || nation.coding !== null;
      return {
        area: at.area ?? "",
        row,
        limits,
        z: isBound ? null : roundHalfAway(one.difference / one.standardError, 1),
        adjustedZ: isBound ? null : roundHalfAway(zD, 1),
        band: bandOf({ z: zD, points: (one.proportion - target) * 100, base: one.base }),
      };
    }),
  };
}

const noCells: readonly Cell[] = [];

/** Where the same figures are found as a table: relative to the release's tables. */
export const comparisonAddress = (measure: string, stage: string | null, extension: string) =>
  addressOf(comparisonQueries(measure, stage).areas, extension);

/**
 * The bands of the rows of a table of percentages that is cut by area, or by area and stage, and by nothing else.
 *
 * @returns The band of a row, or null; always null for tables of another cut.
 */
export function bandsOf(query: Query, measures: readonly ScaledMeasure[], cellsOf: CellsOf): (row: Row) => Band | null {
  const others = query.by.filter((level) => level !== "area" && level !== "stage");
  const filtered = query.filters.find(({ level }) => level === "stage")?.codes;
  const isPlain = query.filters.every(({ level }) => level === "stage" || level === "area");
  const isOne = query.by.includes("stage") || filtered === undefined || filtered.length === 1;
  if (query.statistic !== "percent" || !query.by.includes("area") || others.length > 0 || !isPlain || !isOne)
    return () => null;

  const known = new Map<string, ReadonlyMap<string, Band | null>>();
  return ({ at, measure: id }) => {
    const measure = measures.find((one) => one.id === id);
    if (measure === undefined) return null;
    const stage = at.stage ?? filtered?.[0] ?? null;
    const key = `${id} ${stage ?? ""}`;
    const bands =
      known.get(key) ?? new Map(compareAreas(measure, stage, cellsOf).areas.map(({ area, band }) => [area, band]));
    known.set(key, bands);
    return bands.get(at.area ?? "") ?? null;
  };
}
