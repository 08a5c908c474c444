import areasFile from "../../surveys/areas.json" with { type: "json" };
import { methodology } from "../domain/methodology.ts";
import { THEMES_AT_MOST } from "../domain/moderation.ts";
import { measures, scaleOf } from "../instrument/registry.ts";
import { ages, agencies, NOT_STATED, offences, sexes, type Stage, stages } from "../domain/dimension.ts";
import { attributes } from "../instrument/profile.ts";
import { EXPERIENCES_AT_MOST } from "./associations.ts";

/**
 * Which tables a release publishes, and which never (privacy.md R3): a fixed lattice, spent once when the release is
 * made. Everything coarser is a sum of its perturbed cells; everything finer does not exist.
 */
export const dimensions = ["area", "stage", "offence", "age", "sex"] as const;
export type Dimension = (typeof dimensions)[number];

/** Dimensions of a table, in canonical order; none for the nation. */
export type Table = readonly Dimension[];

/** A table's name: its dimensions joined by dots, and nothing for the nation. */
export const tableId = (table: Table) => table.join(".");

/** Every code of a dimension, in the order in which cells are listed. A stage is always stated. */
export const codesOf: { readonly [D in Dimension]: readonly string[] } = {
  area: [...areasFile.areas.map(({ code }) => code), NOT_STATED],
  stage: stages,
  offence: [...offences, NOT_STATED],
  age: [...ages, NOT_STATED],
  sex: [...sexes, NOT_STATED],
};

/** The tables of people: 18 in methodology version 1. */
export const peopleTables: readonly Table[] = methodology.disclosure.peopleTables.map((table) =>
  dimensions.filter((dimension) => table.includes(dimension)),
);

const hasTable = (tables: readonly Table[], table: Table) => tables.some((one) => tableId(one) === tableId(table));

/**
 * The tables of an item that is asked once for every agency that the victim met. There the agency is a dimension too
 * (privacy.md amendment 9), so R3 leaves room for one more dimension, or for area and stage.
 */
export const perAgencyTables: readonly Table[] = peopleTables.filter(
  (table) => table.length <= 1 || tableId(table) === "area.stage",
);

/** Whole distributions, in no more than one dimension (R4, family F2). */
export const histogramTables: readonly Table[] = peopleTables.filter((table) => table.length <= 1);

/** Figures of a survey that is published apart from the stages': of the few who are asked, in one dimension at most. */
const apartTables: readonly Table[] = peopleTables.filter((table) => table.length <= 1);

/** Centred sums, response outcomes and the frame: area, stage, both, and the nation (decisions.md 24). */
export const summaryTables: readonly Table[] = peopleTables.filter((table) =>
  table.every((dimension) => dimension === "area" || dimension === "stage"),
);

/** What is left of the summary tables for closure discussions and comments, which are told without stage. */
export const closureTables: readonly Table[] = summaryTables.filter((table) => !table.includes("stage"));

/** In which ways people answered: by stage and for the nation. */
export const modeTables: readonly Table[] = summaryTables.filter((table) => !table.includes("area"));

/** Adjusted scores: by area and stage, and by stage the variance that they all have. No other, nor any sum of them. */
export const adjustedTables: readonly Table[] = summaryTables.filter((table) => table.includes("stage"));

/** How many were invited of each category that answers are weighted to, and what weights cost. */
export const marginTables: readonly Table[] = [["stage"]];

/** Whether a measure is one agency's copy of an item, such as `C2.POL`. */
const isPerAgency = (measure: string) => agencies.some((agency) => measure.endsWith(`.${agency}`));

const publishedApart = new Set(measures.filter(({ module }) => module !== undefined).map(({ id }) => id));

/** Whether a measure is one of the stages' surveys. */
export const isOfStages = (measure: string) => !publishedApart.has(measure);

/** The tables that an item's percentages are published in. */
export function tablesOf(measure: string): readonly Table[] {
  if (publishedApart.has(measure)) return apartTables;
  return isPerAgency(measure) ? perAgencyTables : peopleTables;
}

/** The tables that an item's scores are published in: those of the summary that its percentages are in too. */
export const scoreTablesOf = (measure: string): readonly Table[] =>
  summaryTables.filter((table) => hasTable(tablesOf(measure), table));

/**
 * The table that comes nearest to a refused one: the largest allowed table within it, the earlier of two as large.
 *
 * @param allowed The tables of the measure that was asked for.
 */
export function nearestTable(asked: Table, allowed: readonly Table[] = peopleTables): Table {
  if (hasTable(allowed, asked)) return asked;
  const within = allowed.filter((table) => table.every((dimension) => asked.includes(dimension)));
  return within.reduce<Table>((best, table) => (table.length > best.length ? table : best), []);
}

/** Agencies that one victim is asked about at most: what one person can spend on an item asked per agency. */
const AGENCIES_AT_MOST = methodology.core.agenciesAtMost;

/** Counts that one closure discussion can be in by a question with several answers: each of them, and that there were any. */
const CLOSURE_ANSWERS_AT_MOST =
  1 +
  Math.max(
    ...measures
      .filter(({ stages: asked }) => asked.some((stage) => stage === "closure"))
      .map(({ scale }) => scaleOf(scale).options.length),
  );

/** Pairs of stages that one person can be in. */
const JOURNEYS_AT_MOST = (stages.length * (stages.length - 1)) / 2;

/** Characteristics that one person may tell of themselves: each puts a core answer into one more table. */
const CHARACTERISTICS_AT_MOST = attributes.length;

/** Privacy spent by one family of tables: `rho` of zero-concentrated differential privacy, tables / (2 variance). */
const rho = (tables: number, variance: number) => tables / (2 * variance);

/**
 * How many different groups of contributors one person is in over some tables: what an attacker who knows everybody
 * else can average over. Where an item is asked at one stage only, a table with the stage counts the same people as the
 * table without it, and has the same noise.
 */
export function distinctContributorSets(tables: readonly Table[], asked: readonly Stage[]): number {
  const sets = tables.map((table) => (asked.length === 1 ? table.filter((dimension) => dimension !== "stage") : table));
  return new Set(sets.map(tableId)).size;
}

/** Measures of a release, in families that are spent together. */
export type Family = keyof ReturnType<typeof ledger>["rhoPerFamily"];

/** The privacy ledger of a release (privacy.md R9): what is published of one person, whatever anyone asks afterwards. */
export function ledger() {
  const { variance, centredVariance, associations } = methodology.disclosure.noise;
  const perAgency = AGENCIES_AT_MOST * perAgencyTables.length;
  // A centred sum moves by up to h points and its variance is h^2 x 5, so it spends what a count does.
  const centred = centredVariance["3"] / 9;
  const byArea = rho(closureTables.length, variance);
  // Of one measure of each family: somebody who answers ten questions spends ten times an item's.
  const rhoPerFamily = {
    "base": rho(peopleTables.length, variance),
    "item": rho(peopleTables.length, variance),
    "item-per-agency": rho(perAgency, variance),
    "histogram": rho(histogramTables.length, variance),
    "centred-sum": rho(summaryTables.length, centred),
    // Its noise grows with the weight that one answer may have, so one answer more or less spends what a count does; so
    // does it in the variance. An answer changed from end to end moves a score twice as far, 2 / sqrt(5) deviations for
    // whoever counts most: who knows all else tells the ends apart with Phi(1 / sqrt(5)) = .67 (docs/decisions/0036).
    "adjusted-score": rho(adjustedTables.length, centred),
    "adjusted-score-per-agency": rho(AGENCIES_AT_MOST * adjustedTables.length, centred),
    "outcome": rho(summaryTables.length, variance),
    "closure-base": byArea,
    // Where several answers may be given, each is spent, but by area alone: the nation's are their sums.
    "closure-answer": Math.max(byArea, rho(CLOSURE_ANSWERS_AT_MOST, variance)),
    "closure-count": byArea,
    "closure-gap": rho(1, variance),
    // Every pair of stages that one person can complete: most of a lifetime, and at worst in one release.
    "journey": rho(JOURNEYS_AT_MOST, variance),
    // One answer on satisfaction is set beside each experience, with more noise than a count has.
    "driver": rho(EXPERIENCES_AT_MOST, associations.variance),
    "item-by-mode": rho(1, variance),
    // In one category of each characteristic, at one stage; all stages together are sums of those.
    "item-by-characteristic": rho(CHARACTERISTICS_AT_MOST, associations.variance),
    "comment": byArea,
    "mode": rho(modeTables.length, variance),
    "instrument": rho(1, variance),
    "theme": rho(THEMES_AT_MOST * closureTables.length, variance),
    "frame": rho(summaryTables.length, variance),
    // Somebody invited is in a category of every attribute.
    "frame-margin": rho(methodology.weights.attributes.length * marginTables.length, variance),
    "closure-frame": byArea,
    // What is on record of victims' rights. Counts of victims, not of answers.
    "compliance": byArea,
  };
  return {
    tables: peopleTables.length,
    tablesWithAgency: peopleTables.length + perAgencyTables.length,
    distinctContributorSets: {
      item: distinctContributorSets(peopleTables, stages),
      itemOfOneStage: distinctContributorSets(peopleTables, ["report"]),
      itemPerAgency: AGENCIES_AT_MOST * distinctContributorSets(perAgencyTables, stages),
      adjustedScore: adjustedTables.length,
      theme: THEMES_AT_MOST * closureTables.length,
      closureAnswer: CLOSURE_ANSWERS_AT_MOST,
      journey: JOURNEYS_AT_MOST,
      driver: EXPERIENCES_AT_MOST,
      characteristic: CHARACTERISTICS_AT_MOST,
    },
    sigma2: variance,
    families: Object.keys(rhoPerFamily),
    rhoPerFamily,
    // Told exactly, if coarsely, of stages with a thousand answers or more: what weights cost. No rho bounds it.
    unperturbed: ["weights"],
  } as const;
}

/** Most tables of a family, and least noise, that a release may be made with (privacy.md R3). */
const MOST_TABLES = 25;
const LEAST_VARIANCE = 5;

/** What is wrong with the lattice, in words; nothing when a release may be made with it. */
export function latticeFaults(): readonly string[] {
  const { tablesWithAgency, sigma2, distinctContributorSets: sets } = ledger();
  const { noise } = methodology.disclosure;
  const faults: string[] = [];
  if (tablesWithAgency > MOST_TABLES) faults.push(`${tablesWithAgency} tables a family are more than ${MOST_TABLES}`);
  if (Math.max(...Object.values(sets)) > MOST_TABLES) faults.push("one person is in too many groups of contributors");
  if (sigma2 < LEAST_VARIANCE) faults.push(`a variance of ${sigma2} is less than ${LEAST_VARIANCE}`);
  if (noise.associations.variance < LEAST_VARIANCE) faults.push("drivers and characteristics have too little noise");
  for (const [half, variance] of Object.entries(noise.centredVariance)) {
    if (variance < Number(half) ** 2 * LEAST_VARIANCE)
      faults.push(`centred sums of range ${half} have too little noise`);
  }
  return faults;
}
