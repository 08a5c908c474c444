import { characteristicMeasures } from "../results/characteristics.ts";
import { Problem } from "../kernel/problem.ts";
import { driverMeasures } from "../results/drivers.ts";
import { modeTableMeasures } from "../results/modes.ts";
import {
  characteristicsTable,
  driversTable,
  journeysTable,
  type Judged,
  judgedOf,
  modesTable,
  type NationTable,
} from "../results/nation.ts";
import type { ReleaseHead, ResultTable, Row } from "../results/table.ts";
import { sideBySide } from "../results/rolling.ts";
import { type Transition, transitionMeasures, transitions } from "../results/transitions.ts";
import { type Window, windowTo } from "../results/window.ts";
import type { HasResponses } from "../store/responses/database.ts";
import { listReleases } from "../store/responses/releases.ts";
import { readCells } from "./released.ts";
import { quartersTo } from "./windows.ts";

/** The same people at two stages, over the four quarters that end with a release's. */
export type SamePeople = {
  readonly same: readonly Transition[];
  readonly window: Window;
  /** What decides every byte: the hashes of the releases that are added up. */
  readonly releases: readonly string[];
};

/** Adds up the steps of four quarters: of the quarter itself in this release, of those before in the newest of each. */
export async function readSamePeople(engine: HasResponses, release: ReleaseHead): Promise<SamePeople> {
  const { window, others } = await readWindow(engine, release);
  const releases = [release.id, ...others];
  const cells = await Promise.all(
    releases.map((id) => readCells(engine, id, [{ table: "", measures: transitionMeasures }])),
  );
  return { same: transitions(cells), window, releases };
}

/** The four quarters that end with a release's, and the ids of the releases of the other three. */
async function readWindow(engine: HasResponses, release: ReleaseHead) {
  const all = await listReleases(engine.responses);
  const window = windowTo(release.period, new Set([release.period, ...all.map(({ period }) => period)]));
  const before = all.filter(({ period }) => period !== release.period && window.quarters.some((one) => one === period));
  return { window, others: before.map(({ id }) => id) };
}

/** One of the tables of the nation alone. */
type ReadTable = {
  readonly table: ResultTable;
  /** The releases that it is made of. */
  readonly releases: readonly string[];
  /** Whether it is a sum of quarters, which is another once one of them is corrected. */
  readonly isOfYear: boolean;
  /** Of differences: whether they are more than chance. */
  readonly judgedOf?: (row: Row) => Judged | null;
};

const measuresFor = {
  "drivers": driverMeasures,
  "modes": modeTableMeasures,
  "characteristics": characteristicMeasures,
  "characteristics-all-stages": characteristicMeasures,
} as const satisfies { readonly [T in Exclude<NationTable, "journeys">]: readonly string[] };

/** Whether a table is of characteristics, which may be asked of four quarters; and if so, whether by stage. */
const byStageOf = { "characteristics": true, "characteristics-all-stages": false } as const;

const isOfCharacteristics = (which: NationTable): which is keyof typeof byStageOf => which in byStageOf;

/** The releases of four quarters, where they are asked for: what a table adds up, and which questions are the same in all. */
async function quartersFor(engine: HasResponses, release: ReleaseHead, which: NationTable, window: string | undefined) {
  if (window === undefined || window === "1q") return null;
  if (window !== "4q" || !isOfCharacteristics(which))
    throw new Problem("query-not-allowed", "The windows are 1q and 4q, of characteristics alone.", [
      { path: "window", fix: "Must be: 1q or 4q." },
    ]);
  return await quartersTo(engine, release);
}

/**
 * Reads one of the tables of the nation alone out of a release.
 *
 * @param window `4q`: of characteristics, the quarter and the three before it, added up. Items whose question changed in
 *   between are not available.
 * @throws Problem `query-not-allowed`
 */
export async function readNationTable(
  engine: HasResponses,
  release: ReleaseHead,
  which: NationTable,
  window?: string,
): Promise<ReadTable> {
  const joined = await quartersFor(engine, release, which, window);
  if (which === "journeys") {
    const { same, window: year, releases } = await readSamePeople(engine, release);
    return { table: journeysTable(release, same, year), releases, isOfYear: true };
  }
  const releases = joined?.releases.map(({ id }) => id) ?? [release.id];
  const cells = await Promise.all(
    releases.map((id) => readCells(engine, id, [{ table: "stage", measures: measuresFor[which] }])),
  );
  const cellsOf = sideBySide(cells);
  const isOfYear = joined !== null;
  if (which === "drivers") return { table: driversTable(release, cellsOf), releases, isOfYear };
  if (which === "modes") return { table: modesTable(release, cellsOf), releases, isOfYear };
  const isByStage = byStageOf[which];
  return {
    table: characteristicsTable(release, cellsOf, {
      isByStage,
      window: joined?.window ?? null,
      isSame: joined?.isSame,
    }),
    releases,
    isOfYear,
    judgedOf: judgedOf(cellsOf, isByStage, joined?.isSame),
  };
}
