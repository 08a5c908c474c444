import type { Agency, Stage } from "../src/domain/dimension.ts";
import type { Measure } from "../src/instrument/measure.ts";
import { measureOf } from "../src/instrument/registry.ts";
import { areas } from "./areas.ts";
import { normal, type Stream, streamOf } from "./chance.ts";
import type { Case } from "./nation.ts";
import { traitEffect, type Traits } from "./traits.ts";

/**
 * What is true in the synthetic nation, and what a good survey should find again.
 *
 * Each answer follows a proportional-odds model: the log-odds of a positive answer are the measure's own level plus the
 * effects of stage, area (for the agency asked about), offence, age, what became of the case, a condition that limits what
 * the person can do, and the person's temper.
 * All numbers here are log-odds. They are chosen so that national shares lie near those of published surveys of
 * victims (docs: domain, earlier instruments); none is an estimate of anything real.
 */
export type World = { readonly seed: string };

/** One victim at one stage, as far as the model looks. */
export type Situation = {
  readonly stage: Stage;
  readonly area: string;
  readonly offence: Case["offence"];
  readonly age: Case["person"]["age"];
  readonly abuse: boolean;
  readonly facts: readonly string[];
  readonly temper: number;
  /** What they would tell of themselves, where the nation has people who would. */
  readonly traits?: Traits;
};

const stageEffect: Readonly<Record<Stage, number>> = {
  "report": 0.25,
  "charge": 0,
  "trial": 0.1,
  "post-conviction": 0.3,
};

const offenceEffect: Readonly<Record<Case["offence"], number>> = {
  "violence": -0.1,
  "sexual": -0.4,
  "burglary": 0.3,
  "vehicle": 0,
  "robbery": 0.1,
  "theft": -0.15,
  "criminal-damage": -0.1,
  "other": 0,
};

const ageEffect: Readonly<Record<Case["person"]["age"], number>> = {
  "under-16": 0,
  "16-17": -0.15,
  "18-24": -0.25,
  "25-44": -0.1,
  "45-64": 0.05,
  "65-plus": 0.4,
  "not-stated": 0,
};

const factEffect: Readonly<Record<string, number>> = {
  "no-further-action": -0.7,
  "not-charged": -0.6,
  "charged": 0.2,
  "contact-scheme": 0.15,
};

const ABUSE_EFFECT = -0.15;
/** How far people differ whose situation is the same: the spread of temper. */
const TEMPER_SPREAD = 0.8;
/** How far areas differ in what their agencies do: the spread of an area's own effect, and of each agency's within it. */
const AREA_SPREAD = 0.15;
const AGENCY_SPREAD = 0.12;

/** Areas that are far from the rest at one stage, for everybody: what a comparison has to find. */
export const outliers: readonly { readonly area: string; readonly stage: Stage; readonly effect: number }[] = [
  { area: "E23000008", stage: "report", effect: 0.9 },
  { area: "E23000013", stage: "report", effect: -0.9 },
  { area: "E23000029", stage: "charge", effect: 0.8 },
  { area: "E23000022", stage: "charge", effect: -0.9 },
  { area: "W15000001", stage: "trial", effect: 0.9 },
  { area: "E23000020", stage: "trial", effect: -1 },
  { area: "E23000037", stage: "post-conviction", effect: 0.8 },
  { area: "E23000032", stage: "post-conviction", effect: -0.9 },
];

/** Level of a measure: the log-odds of a positive answer where every effect is nought. */
const levels: Readonly<Record<string, number>> = {
  C1: 0.45, C2: 1.2, C3: 0, C4: 0.7, C5: 0.2, C6: 0.1, C7: 0.6, C8: 0.8,
  RPT1: 0.8, RPT2: 1, RPT3: 0, RPT4: 0.2, RPT4A: 1.2, RPT5: 0.2, RPT6: 0,
  CHG1: 1.2, CHG2: 0.3, CHG3: -0.5, CHG4: 0.2, CHG5: -0.6, CHG6: 0.4,
  TRL1: 0.9, TRL2: 0.2, TRL3: 0.2, TRL4: 0.8, TRL5: 0.7, TRL6: 0.6, TRL7: 0.6,
  PCV1: 0.5, PCV2: 0.5, PCV3: 1, PCV4: 0.2, PCV5: -0.3, PCV6: -0.7, PCV7: 1.2, VCD3: 0.7,
}; // prettier-ignore

const USUAL_LEVEL = 0.4;

const known = new Map<string, number>();

/** The effect of one area on what its people say of one agency (or of all together). */
function areaEffect({ seed }: World, area: string, agency: Agency | "system"): number {
  const key = `${seed}/${area}/${agency}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const whole = normal(streamOf(seed, `area/${area}`)) * AREA_SPREAD;
  const own = agency === "system" ? 0 : normal(streamOf(seed, `area/${area}/${agency}`)) * AGENCY_SPREAD;
  known.set(key, whole + own);
  return whole + own;
}

const outlierEffect = (area: string, stage: Stage) =>
  outliers.find((outlier) => outlier.area === area && outlier.stage === stage)?.effect ?? 0;

const effectOf = (traits: Traits) =>
  (traitEffect["ethnicity"][traits["ethnicity"]] ?? 0) +
  (traitEffect["disability"][traits["disability"]] ?? 0) +
  (traitEffect["main-language"][traits["main-language"]] ?? 0);

const logistic = (logOdds: number) => 1 / (1 + Math.exp(-logOdds));

/** The log-odds of a positive answer to a measure. */
function logOdds(world: World, situation: Situation, measure: Measure): number {
  const { stage, area, offence, age, abuse, facts, temper, traits } = situation;
  const level = levels[measure.id] ?? levels[measure.id.split(".")[0] ?? ""] ?? USUAL_LEVEL;
  return (
    level +
    stageEffect[stage] +
    offenceEffect[offence] +
    ageEffect[age] +
    (abuse ? ABUSE_EFFECT : 0) +
    facts.reduce((sum, fact) => sum + (factEffect[fact] ?? 0), 0) +
    areaEffect(world, area, measure.agency) +
    outlierEffect(area, stage) +
    (traits ? effectOf(traits) : 0) +
    temper * TEMPER_SPREAD
  );
}

/** The chance that a valid answer to this measure is a positive one. */
export const positiveChance = (world: World, situation: Situation, measure: string) =>
  logistic(logOdds(world, situation, measureOf(measure)));

/** How far apart the steps of a scale lie, by how many it has: fewer steps, further apart. */
const stepOf = (options: number) => (options >= 6 ? 0.75 : options >= 4 ? 1 : 1.3);

/** How often "not needed", "not yet" and the like are chosen where a scale offers them. */
const WITHOUT_SCORE = 0.08;

type Offered = { readonly code: string; readonly score: number | null; readonly positive: boolean };

/** One answer of a scale. The positive options are the upper end; the chance of reaching them is `positiveChance`. */
export function scaleAnswer(options: readonly Offered[], odds: number, next: Stream): string {
  const unscored = options.filter(({ score }) => score === null);
  // Options stand from best to worst; of two with one score the earlier is the likelier.
  const scored = options.filter(({ score }) => score !== null).toReversed();
  scored.sort((a, b) => (a.score ?? 0) - (b.score ?? 0));
  const aside = unscored[Math.floor(next() ** 2 * unscored.length)];
  if (aside && (scored.length === 0 || next() < WITHOUT_SCORE)) return aside.code;
  const firstPositive = scored.findIndex(({ positive }) => positive);
  const step = stepOf(scored.length);
  const height = next();
  const reached = scored.findLastIndex(
    (_, index) => index === 0 || height < logistic(odds - step * (index - firstPositive)),
  );
  const answer = scored[reached];
  if (!answer) throw new Error("A scale offers nothing to choose");
  return answer.code;
}

/** The log-odds for `scaleAnswer`. */
export const oddsOf = (world: World, situation: Situation, measure: string) =>
  logOdds(world, situation, measureOf(measure));

/** What was put into the nation, to be written beside the results. */
export const truthOf = (world: World) => ({
  unit: "log-odds of a positive answer",
  levels,
  stageEffect,
  offenceEffect,
  ageEffect,
  factEffect,
  abuseEffect: ABUSE_EFFECT,
  traitEffect,
  temperSpread: TEMPER_SPREAD,
  outliers,
  areaEffect: Object.fromEntries(
    areas.map(({ code }) => [
      code,
      Object.fromEntries(
        (["system", "POL", "CPS", "HMCTS", "WCU", "PROB", "SUP"] as const).map((agency) => [
          agency,
          areaEffect(world, code, agency),
        ]),
      ),
    ]),
  ),
});
