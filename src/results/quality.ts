import { NOT_STATED, type Stage, stages } from "../domain/dimension.ts";
import { adjustedError, adjustedName, pointsPerStep } from "../statistics/adjusted.ts";
import { answersNeeded, detectableDifference, type Plan } from "../statistics/change.ts";
import { disclosureRules } from "../statistics/rules.ts";
import { answerVariance, halfRange } from "../statistics/score.ts";
import { noisyBase, shownBase } from "../statistics/shown.ts";
import { OVERALL, type ScaledMeasure, stageMeasures, surveyMeasure } from "./measures.ts";
import {
  answeredReadings,
  atStage,
  type Coded,
  type Margin,
  margins,
  modeShares,
  type ModeShare,
  type Weighting,
  weightings,
} from "./quality-answered.ts";
import { type Outcome, outcomesBy } from "./quality-outcomes.ts";
import type { Query } from "./query.ts";
import { rateMeasures } from "./rates.ts";
import { answerCodes, type CellsOf, tableRows } from "./table.ts";

// The quality statement of a release (publication.md 3.6): every number in it is worked out from what the release holds.

const histogramsOf = (measure: ScaledMeasure) => answerCodes(measure).map((code) => `h:${measure.id}:${code}`);

/** What must be read of a release for its quality statement. */
export const qualityReadings = [
  ...answeredReadings,
  { table: "", measures: [...rateMeasures, ...stageMeasures.flatMap(histogramsOf)] },
  { table: "stage", measures: [...rateMeasures, adjustedName(OVERALL)] },
  { table: "area.stage", measures: [...rateMeasures, ...stageMeasures.map(({ id }) => id)] },
] as const;

/** What the planner plans: two areas or quarters compared once, found four times in five, once in twenty where there is none. [OURS] */
export const PLAN = { power: 0.8, alpha: 0.05 } as const;

/**
 * The test by which trends look for changes (`findChanges`): this share of false alarms among the alarms of all areas, so
 * many looks at each, and the newest quarter beside the mean of so many before.
 */
export const CHANGE_TEST = { power: PLAN.power, falseDiscoveries: 0.05, looks: 2, quartersBefore: 4 } as const;

/** What one answer varies by at a stage, in points of the score from 0 to 100; null where nothing tells it. */
export type Spread = { readonly stage: Stage; readonly variance: number };

/** With all that weights and adjustment cost where the release says so; else of the answers alone. */
function spreads(cellsOf: CellsOf): readonly Spread[] {
  const overall = surveyMeasure(OVERALL);
  const half = overall ? halfRange(overall) : null;
  if (overall === undefined || half === null) return [];
  const histogram = new Map(
    answerCodes(overall).map((code) => [code, cellsOf("", `h:${OVERALL}:${code}`)?.[0]?.[1] ?? 0]),
  );
  const plain = answerVariance(histogram, overall);
  return stages.flatMap((stage) => {
    const told = atStage(cellsOf, adjustedName(OVERALL), stage)?.[1];
    const variance = told ?? (plain === null ? null : plain * pointsPerStep(half) ** 2);
    return variance === null || !(variance > 0) ? [] : [{ stage, variance }];
  });
}

/** The smallest change of its newest quarter that an area would be found to have made, even if no other area made one. */
export type Precision = {
  readonly area: string;
  readonly stage: Stage;
  readonly base: number;
  /** Points of the score from 0 to 100, rounded up. */
  readonly points: number;
};

function precision(cellsOf: CellsOf, of: readonly Spread[]): readonly Precision[] {
  const overall = surveyMeasure(OVERALL);
  const half = overall ? halfRange(overall) : null;
  if (half === null) return [];
  return of.flatMap(({ stage, variance }) => {
    const looked = (cellsOf("area.stage", OVERALL) ?? []).flatMap(([codes, , P = 0, Q = 0]) => {
      const [area = "", at] = codes;
      const noisy = noisyBase({ P, Q });
      return at === stage && area !== NOT_STATED && noisy >= disclosureRules.baseBand ? [{ area, noisy }] : [];
    });
    return looked.flatMap(({ area, noisy }) => {
      const base = shownBase(noisy);
      if (base === null) return [];
      const { power, falseDiscoveries, looks, quartersBefore } = CHANGE_TEST;
      // Noise is a part of what an answer varies by, and the larger the fewer there are.
      const spread = adjustedError({ base, variance, half }) * Math.sqrt(base);
      // The least of all p-values must pass the share of one area; two single quarters are what the formula takes.
      const plan = { power, alpha: falseDiscoveries / looks / looked.length, spread, designEffect: 1 };
      const points = detectableDifference(base, plan) * Math.sqrt((1 + 1 / quartersBefore) / 2);
      return [{ area, stage, base, points: Math.ceil(points) }];
    });
  });
}

const planOf = ({ variance }: Spread): Plan => ({ ...PLAN, spread: Math.sqrt(variance), designEffect: 1 });

/** Answers that each of two periods needs, for a change of so many points to be found. */
export const answersFor = (spread: Spread, points: number) => answersNeeded(points, planOf(spread));

/** How often a question was not answered: per cent of those to whom it was put. */
export type NonResponse = {
  readonly measure: string;
  readonly base: number | null;
  readonly notApplicable: number | null;
  readonly notApplicableCoding: Coded["coding"];
  readonly preferNotToSay: number | null;
  readonly preferNotToSayCoding: Coded["coding"];
};

const nonResponses = (cellsOf: CellsOf): readonly NonResponse[] =>
  stageMeasures.map((measure) => {
    const query: Query = { by: [], filters: [], measures: [measure.id], statistic: "answers" };
    const rows = tableRows(query, [measure], cellsOf);
    const of = (code: string) => rows.find(({ answer }) => answer === code) ?? null;
    return {
      measure: measure.id,
      base: of("pns")?.base ?? null,
      notApplicable: of("dna")?.value ?? null,
      notApplicableCoding: of("dna")?.coding ?? null,
      preferNotToSay: of("pns")?.value ?? null,
      preferNotToSayCoding: of("pns")?.coding ?? null,
    };
  });

/** Of the percentages by area and stage: how many there are, and how many are not shown, or marked. */
export type Disclosed = { readonly figures: number; readonly notShown: number; readonly lowBase: number };

function disclosed(cellsOf: CellsOf): Disclosed {
  const query: Query = {
    by: ["area", "stage"],
    filters: [],
    measures: stageMeasures.map(({ id }) => id),
    statistic: "percent",
  };
  const rows = tableRows(query, stageMeasures, cellsOf).filter(
    ({ at, symbol }) => at.area !== NOT_STATED && symbol !== "z" && symbol !== "x",
  );
  const marked = (mark: string) => rows.filter(({ symbol }) => symbol === mark).length;
  return { figures: rows.length, notShown: marked("c"), lowBase: marked("u") };
}

export type QualityStatement = {
  readonly outcomes: readonly Outcome[];
  readonly modes: readonly ModeShare[];
  readonly weighting: readonly Weighting[];
  readonly representativeness: readonly Margin[];
  readonly spreads: readonly Spread[];
  readonly precision: readonly Precision[];
  readonly nonResponse: readonly NonResponse[];
  readonly disclosure: Disclosed;
};

/** Everything that a release's tables say of its own quality. */
export function qualityOf(cellsOf: CellsOf): QualityStatement {
  const known = spreads(cellsOf);
  return {
    outcomes: [...outcomesBy([], cellsOf), ...outcomesBy(["stage"], cellsOf)],
    modes: modeShares(cellsOf),
    weighting: weightings(cellsOf),
    representativeness: margins(cellsOf),
    spreads: known,
    precision: precision(cellsOf, known),
    nonResponse: nonResponses(cellsOf),
    disclosure: disclosed(cellsOf),
  };
}
