import { type Stage, stages } from "../domain/dimension.ts";
import { methodology } from "../domain/methodology.ts";
import { measures, scaleOf } from "../instrument/registry.ts";
import { CORRECTION_DAYS, QUARTER_DAYS } from "../domain/retention.ts";
import {
  daysBetween,
  firstDayOfQuarter,
  type HasClock,
  type LocalDate,
  londonDate,
  type Quarter,
} from "../kernel/time.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasLog } from "../platform/log.ts";
import type { HasMarks } from "../platform/marks.ts";
import { closureCountName, gapName } from "../results/closure-figures.ts";
import { complianceName, VICTIMS } from "../results/compliance-figures.ts";
import { characteristicMeasures } from "../results/characteristics.ts";
import { driverMeasures } from "../results/drivers.ts";
import { modeMeasure } from "../results/held.ts";
import { modeTableMeasures } from "../results/modes.ts";
import { COMMENTS } from "../results/themes.ts";
import { transitionMeasures } from "../results/transitions.ts";
import { adjustedName } from "../statistics/adjusted.ts";
import { type Item, itemOf } from "../statistics/item.ts";
import {
  adjustedTables,
  closureTables,
  latticeFaults,
  marginTables,
  modeTables,
  peopleTables,
  summaryTables,
  tableId,
  tablesOf,
} from "../statistics/lattice.ts";
import type { HasResponses } from "../store/responses/database.ts";
import { isFrameTaken } from "../store/responses/frame.ts";
import { hasMicrodata } from "../store/responses/microdata.ts";
import { isMixedWaiting } from "../store/responses/mixed.ts";
import {
  type Building,
  copyTables,
  insertRelease,
  publishRelease,
  readCorrection,
  readRelease,
  tableMeasures,
} from "../store/responses/releases.ts";
import { openQuarter } from "./open-quarter.ts";
import { fixRelease, refuseForgotten } from "./published.ts";
import { isQuarterShut } from "./quarter.ts";
import { writeCharacteristics } from "./release-characteristics.ts";
import { writeClosureCounts, writeClosureGap } from "./release-closures.ts";
import { writeReleaseQuotes, writeThemes } from "./release-comments.ts";
import { writeCompliance } from "./release-compliance.ts";
import { writeByMode, writeDrivers } from "./release-drivers.ts";
import { factsOfRelease } from "./release-facts.ts";
import { writeHeld } from "./release-held.ts";
import { writeJourneys } from "./release-journeys.ts";
import { adjustedItems, marginMeasures, WEIGHTS, writeScores } from "./release-scores.ts";
import { checkSeal, sealInputs } from "./release-seal.ts";
import { writeClosures, writeFrame, writeItems, writeResponses } from "./release-tables.ts";

/** Printed on every table, until a producer with authority to say otherwise does (publication.md 3.1). */
const LABEL = "management information, not official statistics";

type Engine = HasResponses & HasKeys & HasClock & HasLog & HasMarks;

/** A release on the day on which it begins. */
export const begunRelease = (period: Quarter, today: LocalDate) =>
  ({
    period,
    status: "building",
    methodology: methodology.version,
    startedAt: today,
    publishedOn: null,
    label: LABEL,
    facts: "{}",
  }) as const;

/**
 * Begins the one release of a period (privacy.md R1): when the period is over, its last submissions are mixed, and its
 * counts were taken (flow/publish-frame.ts).
 *
 * @returns `building` when it was begun before and is not published yet, `exists` when it is: none is ever made twice.
 *   `records-gone` when it would come so late that its records are ended before they could be opened, or were.
 * @throws Problem `restored` while the responses have forgotten a release (flow/published.ts).
 */
export async function startRelease(
  engine: HasResponses & HasKeys & HasClock & HasMarks,
  period: Quarter,
): Promise<"started" | "building" | "exists" | "period-open" | "records-gone"> {
  const faults = latticeFaults();
  if (faults.length > 0) throw new Error(`no release can be made of this lattice: ${faults.join("; ")}`);
  await refuseForgotten(engine);
  const begun = await readRelease(engine.responses, period);
  if (begun && begun.status !== "building") return "exists";
  const today = londonDate(engine.clock.now());
  const isLate = daysBetween(firstDayOfQuarter(period), today) > QUARTER_DAYS - CORRECTION_DAYS;
  if (isLate && !(await isOpened(engine.responses, period))) return "records-gone";
  if (begun) return "building";

  if (!(await isQuarterShut(engine, period))) return "period-open";
  if (!(await isFrameTaken(engine.responses, period))) return "period-open";

  const isFirst = await insertRelease(engine.responses, { id: period, ...begunRelease(period, today) });
  return isFirst ? "started" : "building";
}

/** Whether a quarter's records are all where a release counts them. */
const isOpened = async (responses: HasResponses["responses"], period: Quarter) =>
  (await hasMicrodata(responses, period)) && !(await isMixedWaiting(responses, period));

/** Every measure that is asked at a stage, as it is counted. */
const items: readonly Item[] = measures
  .map((measure) => itemOf(measure, scaleOf(measure.scale)))
  .filter((item) => item.stages.length > 0);

const itemsOfStage = (stage: Stage) => items.filter((item) => item.stages.length === 1 && item.stages.includes(stage));

const itemsOfSeveralStages = items.filter((item) => item.stages.length > 1);

/** `id` is the release's, which is its period's but for a correction. */
type Step = { readonly name: string; run(engine: Engine, id: string): Promise<void> };

/** Whether all of a release has been counted and its hash is noted: nothing but publishing is left. */
const isFixed = ({ facts }: { readonly facts: string }): boolean => {
  const noted: { readonly sha256?: string } = JSON.parse(facts);
  return noted.sha256 !== undefined;
};

type Build = (engine: Engine, release: Building) => Promise<void>;

/**
 * A step counts and perturbs in memory, and writes what is perturbed; nothing exact leaves it. Its noise is decided by
 * who is counted, so a step that runs again after a crash makes the same tables to the bit, and writing them twice
 * changes nothing. Of a release that is published, or that has been fixed and only waits to be, a step does nothing.
 */
const step = (name: string, build: Build): Step => ({
  name,
  run: async (engine, id) => {
    const release = await readRelease(engine.responses, id);
    if (release === null) throw new Error("this release was not begun");
    if (release.status !== "building" || (isFixed(release) && build !== publish)) return;
    await build(engine, { id, period: release.period as Quarter });
    engine.log.event("release-step", { period: release.period, step: name });
  },
});

/**
 * A step that counts what is deleted once a period is released. A correction takes those tables over from the release
 * that it corrects.
 *
 * @param patterns Of the step's measures: `frame:*`.
 */
const countedOnce = (name: string, patterns: readonly string[], build: Build): Step =>
  step(name, async (engine, release) => {
    const correction = await readCorrection(engine.responses, release.id);
    if (correction === null) await build(engine, release);
    else await copyTables(engine.responses, release.id, patterns);
  });

/** The steps of a release, in order. */
export const releaseSteps: readonly Step[] = [
  step("open", (engine, { period }) => openQuarter(engine, period)),
  step("seal", sealInputs),
  ...stages.map((stage) => step(stage, (engine, release) => writeItems(engine, release, itemsOfStage(stage)))),
  step("several-stages", (engine, release) => writeItems(engine, release, itemsOfSeveralStages)),
  step("responses", writeResponses),
  step("scores", writeScores),
  step("closure", writeClosures),
  countedOnce("closure-counts", ["closure-count:*"], writeClosureCounts),
  step("closure-gap", writeClosureGap),
  step("journeys", writeJourneys),
  step("drivers", writeDrivers),
  step("by-mode", writeByMode),
  step("characteristics", writeCharacteristics),
  step("themes", writeThemes),
  step("quotes", writeReleaseQuotes),
  countedOnce("frame", ["frame:*", "started", "closure-frame:*"], writeFrame),
  step("held", writeHeld),
  countedOnce("compliance", ["compliance:*"], writeCompliance),
  step("check-seal", checkSeal),
  step("publish", publish),
];

/** What every release has, whatever was answered: measures and the tables that each must be in. */
const required = [
  ...items.map(({ id }) => ({ measure: id, tables: tablesOf(id) })),
  { measure: "base", tables: peopleTables },
  ...adjustedItems.map(({ id }) => ({ measure: adjustedName(id), tables: adjustedTables })),
  ...[WEIGHTS, ...marginMeasures].map((measure) => ({ measure, tables: marginTables })),
  { measure: COMMENTS, tables: closureTables },
  { measure: "closure-officer:base", tables: closureTables },
  { measure: "closure-victim:base", tables: closureTables },
  { measure: closureCountName("coverage", "held"), tables: closureTables },
  { measure: gapName("satisfied", "satisfied"), tables: [[]] },
  { measure: "started", tables: summaryTables },
  ...transitionMeasures.map((measure) => ({ measure, tables: [[]] })),
  ...[...driverMeasures, ...modeTableMeasures, ...characteristicMeasures].map((measure) => ({
    measure,
    tables: [["stage" as const]],
  })),
  { measure: modeMeasure("web"), tables: modeTables },
  { measure: complianceName({ figure: VICTIMS, code: "report" }), tables: closureTables },
];

/** Puts an end to it: a release with a table missing is not published. */
async function publish({ responses, marks, clock }: Engine, { id }: Building): Promise<void> {
  const written = new Set((await tableMeasures(responses, id)).map(({ table, measure }) => `${table}/${measure}`));
  for (const { measure, tables } of required) {
    const isMissing = tables.some((table) => !written.has(`${tableId(table)}/${measure}`));
    if (isMissing) throw new Error(`the release lacks a table of ${measure}`);
  }
  const row = await readRelease(responses, id);
  if (row === null) throw new Error("this release was not begun");
  const facts = await factsOfRelease({ responses }, row);
  await fixRelease({ responses, marks }, id, facts.sha256);
  await publishRelease(responses, id, londonDate(clock.now()), JSON.stringify(facts));
}
