import { normalCdf, normalQuantile } from "./distributions.ts";
import { benjaminiHochberg } from "./multiple-comparisons.ts";

/** One period's score, and the standard error that is its own. */
export type PeriodScore = {
  readonly score: number;
  readonly standardError: number;
  /** An error that it has in common with every other period that names the same source: that of a bridge. */
  readonly common?: { readonly source: string; readonly standardError: number };
};

/** A score over time in one area, oldest first. */
export type Series = { readonly name: string; readonly periods: readonly PeriodScore[] };

export type Change = {
  readonly name: string;
  /** The newest periods less those before, in points; 0 where there are too few to tell. */
  readonly difference: number;
  readonly standardError: number;
  /** Two-sided, by Benjamini and Hochberg over all series looked at. */
  readonly adjustedP: number;
  readonly isFound: boolean;
  /** How many of the newest periods were joined, and how many before make the baseline; 0 where there are too few to tell. */
  readonly newest: number;
  readonly before: number;
};

/** How many periods before the newest make the baseline, at least and at most. */
const BASELINE = { atLeast: 2, atMost: 8 } as const;

/**
 * Mean of some periods less the mean of others, each with equal weight, and its standard error. Errors of their own add as
 * squares; one that periods have in common is as large in their mean as in each, and cancels where both sides have it.
 */
function contrast(now: readonly PeriodScore[], then: readonly PeriodScore[]) {
  const shares = [
    ...now.map((period) => ({ ...period, share: 1 / now.length })),
    ...then.map((period) => ({ ...period, share: -1 / then.length })),
  ];
  let [difference, variance] = [0, 0];
  const sources = new Map<string, number>();
  for (const { score, standardError, common, share } of shares) {
    difference += share * score;
    variance += (share * standardError) ** 2;
    if (common) sources.set(common.source, (sources.get(common.source) ?? 0) + share * common.standardError);
  }
  // One bridge may lead over another and hold its error too, so different ones add as they are: at most that.
  const common = [...sources.values()].reduce((sum, error) => sum + Math.abs(error), 0);
  return { difference, standardError: Math.hypot(Math.sqrt(variance), common) };
}

/**
 * Whether the newest period departs from those before it, in each of some series, with the share of false alarms held
 * down over all of them (methodology.md 2.9: the family is fixed, one item at one stage over all areas).
 *
 * Two looks at a change are taken, and the clearer counts, at half the share each: the newest period alone, and the newest
 * two together, which finds what is smaller and lasts.
 *
 * @param falseDiscoveries Share of false alarms among the alarms, 0 to 1.
 */
export function findChanges(series: readonly Series[], falseDiscoveries: number): readonly Change[] {
  const looks = series.flatMap(({ name, periods }) =>
    [1, 2].flatMap((newest) => {
      const before = periods.slice(0, -newest).slice(-BASELINE.atMost);
      if (before.length < BASELINE.atLeast) return [];
      const { difference, standardError } = contrast(periods.slice(-newest), before);
      return [
        {
          name,
          newest,
          before: before.length,
          difference,
          standardError,
          p: 2 * normalCdf(-Math.abs(difference / standardError)),
        },
      ];
    }),
  );
  const clearest = new Map<string, (typeof looks)[number]>();
  for (const look of looks) {
    const known = clearest.get(look.name);
    if (known === undefined || look.p < known.p) clearest.set(look.name, look);
  }
  const family = series.map(({ name }) => clearest.get(name));
  // The clearer of two looks has twice the chance to mislead.
  const adjusted = benjaminiHochberg(family.map((look) => Math.min(1, 2 * (look?.p ?? 1))));
  return series.map(({ name }, index) => {
    const look = family[index];
    const adjustedP = look === undefined ? 1 : (adjusted[index] ?? 1);
    return {
      name,
      difference: look?.difference ?? 0,
      standardError: look?.standardError ?? Number.POSITIVE_INFINITY,
      adjustedP,
      isFound: adjustedP <= falseDiscoveries,
      newest: look?.newest ?? 0,
      before: look?.before ?? 0,
    };
  });
}

/** What a plan of a survey rests on. */
export type Plan = {
  /** Standard deviation of the score: 30 on the scale from 0 to 100 is usual. */
  readonly spread: number;
  /** What weights and clusters cost. */
  readonly designEffect: number;
  /** Chance of finding what is there, 0 to 1. */
  readonly power: number;
  /** Chance of finding what is not, two-sided. */
  readonly alpha: number;
};

const reachOf = ({ power, alpha }: Plan) => normalQuantile(1 - alpha / 2) + normalQuantile(power);

/** Smallest difference between two areas or periods, of so many answers each, that is found with the power asked for. */
export const detectableDifference = (answers: number, plan: Plan): number =>
  reachOf(plan) * plan.spread * Math.sqrt((2 * plan.designEffect) / answers);

/** Answers needed in each of two areas or periods to find a difference of so many points. */
export const answersNeeded = (points: number, plan: Plan): number =>
  Math.ceil((2 * plan.designEffect * (reachOf(plan) * plan.spread) ** 2) / points ** 2);
