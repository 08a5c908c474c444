import { type Stage, stages } from "../domain/dimension.ts";
import { type Area, areaOf } from "../results/codelist.ts";
import { OVERALL, type ScaledMeasure, stageMeasures } from "../results/measures.ts";
import { changeOfNation, changesOfAreas, type QuarterRead, trend, type trendReadings } from "../results/trends.ts";
import type { Quarter } from "../kernel/time.ts";
import type { HasResponses } from "../store/responses/database.ts";
import { readCells } from "./released.ts";
import { type Neighbour, publishedQuarters } from "./windows.ts";

/** Quarters looked at: five years. */
const QUARTERS_AT_MOST = 20;

/** What is looked at over time: one measure at one stage, in the nation and, where one is chosen, in an area. */
export type TrendChoice = {
  readonly measure: ScaledMeasure;
  readonly stage: Stage;
  readonly area: Area | undefined;
  /** The newest quarter that is looked at; every published one where it is left out. */
  readonly until: Quarter | null;
};

/** What of a choice is none: named, so that a reader knows what to mend. */
export type WrongChoice = "measure" | "stage" | "area" | "until";

const isQuarter = (text: string): text is Quarter => /^\d{4}Q[1-4]$/.test(text);

/**
 * Takes a choice from the parameters of an address; the headline at report where nothing is said.
 *
 * @returns What is wrong, where something is. Whether the question is asked at the stage is for the caller to see.
 */
export function readTrendChoice(asked: {
  readonly measure?: string | undefined;
  readonly stage?: string | undefined;
  readonly area?: string | undefined;
  readonly until?: string | undefined;
}): TrendChoice | { readonly wrong: WrongChoice } {
  const measure = stageMeasures.find(({ id }) => id === (asked.measure || OVERALL));
  const stage = stages.find((one) => one === (asked.stage || measure?.stages[0]));
  const area = areaOf(asked.area ?? "");
  const until = asked.until || null;
  if (measure === undefined) return { wrong: "measure" };
  if (stage === undefined) return { wrong: "stage" };
  if (asked.area && area === undefined) return { wrong: "area" };
  if (until !== null && !isQuarter(until)) return { wrong: "until" };
  return { measure, stage, area, until };
}

/** Quarters published up to one (null: all), newest first. */
export const quartersUntil = async (engine: HasResponses, until: string | null): Promise<readonly Neighbour[]> =>
  (await publishedQuarters(engine))
    .filter(({ period }) => until === null || period <= until)
    .slice(0, QUARTERS_AT_MOST);

/** What a trend reads of each quarter. */
export async function readQuarters(
  engine: HasResponses,
  releases: readonly Neighbour[],
  readings: ReturnType<typeof trendReadings>,
): Promise<readonly QuarterRead[]> {
  const cells = await Promise.all(releases.map(({ id }) => readCells(engine, id, readings)));
  return releases.flatMap(({ id, period, instruments }, index) => {
    const cellsOf = cells[index];
    return cellsOf ? [{ release: id, period, instruments, cellsOf }] : [];
  });
}

/** The figures of a choice over time, and the changes found. */
export function trendsOf({ measure, stage, area }: TrendChoice, read: readonly QuarterRead[]) {
  const nation = { measure, stage, area: null };
  return {
    nation: trend(nation, read),
    here: area === undefined ? [] : trend({ ...nation, area: area.code }, read),
    changes: { areas: changesOfAreas(nation, read), nation: changeOfNation(nation, read) },
  };
}
