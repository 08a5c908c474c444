import { driverMeasures } from "../results/drivers.ts";
import { modeTableMeasures } from "../results/modes.ts";
import { driversTable, journeysTable, modesTable, type NationTable } from "../results/nation.ts";
import type { ReleaseHead, ResultTable } from "../results/table.ts";
import { type Transition, transitionMeasures, transitions } from "../results/transitions.ts";
import { type Window, windowTo } from "../results/window.ts";
import type { HasResponses } from "../store/responses/database.ts";
import { listReleases } from "../store/responses/releases.ts";
import { readCells } from "./released.ts";

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
export async function readWindow(engine: HasResponses, release: ReleaseHead) {
  const all = await listReleases(engine.responses);
  const window = windowTo(release.period, new Set([release.period, ...all.map(({ period }) => period)]));
  const before = all.filter(({ period }) => period !== release.period && window.quarters.some((one) => one === period));
  return { window, others: before.map(({ id }) => id) };
}

/** One of the tables of the nation alone, and the releases that it is made of. */
export async function readNationTable(
  engine: HasResponses,
  release: ReleaseHead,
  which: NationTable,
): Promise<{ readonly table: ResultTable; readonly releases: readonly string[] }> {
  if (which === "journeys") {
    const { same, window, releases } = await readSamePeople(engine, release);
    return { table: journeysTable(release, same, window), releases };
  }
  const measures = which === "drivers" ? driverMeasures : modeTableMeasures;
  const cellsOf = await readCells(engine, release.id, [{ table: "stage", measures }]);
  const table = which === "drivers" ? driversTable(release, cellsOf) : modesTable(release, cellsOf);
  return { table, releases: [release.id] };
}
