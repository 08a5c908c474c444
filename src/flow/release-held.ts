import { stages } from "../domain/dimension.ts";
import type { HasKeys } from "../platform/keys.ts";
import { instrumentMeasure, modeMeasure, modes, surveyVersions, versionOf } from "../results/held.ts";
import { modeTables } from "../statistics/lattice.ts";
import { perturbAnswer } from "../statistics/perturb.ts";
import { contributors, count, emptyTally, everyone, gridOf, projection, rollUp } from "../statistics/tally.ts";
import type { HasResponses } from "../store/responses/database.ts";
import { type Building, type TableRow, writeTables } from "../store/responses/releases.ts";
import { hmacOf, responsesOf, row } from "./release-tables.ts";

/** How many answered in which way, by stage and in all; and which version of a survey, in all. */
export async function writeHeld(engine: HasResponses & HasKeys, { id, period }: Building): Promise<void> {
  const hmac = await hmacOf(engine, period);
  const finest = gridOf(["stage"], stages);
  const byMode = emptyTally(finest.size, modes.length);
  // Beside the versions, those that the engine no longer has.
  const byVersion = emptyTally(1, surveyVersions.length + 1);
  for (const [at, stage] of stages.entries()) {
    for await (const page of responsesOf(engine, period, stage)) {
      for (const { mode, instrument, rkey } of page) {
        count(byMode, at, modes.indexOf(mode), rkey);
        const place = surveyVersions.indexOf(versionOf(instrument));
        count(byVersion, 0, place === -1 ? surveyVersions.length : place, rkey);
      }
    }
  }
  const rows: TableRow[] = [];
  for (const table of modeTables) {
    const grid = gridOf(table, stages);
    const tally = rollUp(byMode, projection(finest, grid), grid.size);
    const base = (cell: number) => everyone(tally, cell);
    for (const [place, mode] of modes.entries()) {
      const [name, numerator] = [modeMeasure(mode), (cell: number) => contributors(tally, cell, [place])];
      rows.push(row(table, name, await perturbAnswer(hmac, name, { base, numerator }, grid)));
    }
  }
  const base = (cell: number) => everyone(byVersion, cell);
  for (const [place, version] of surveyVersions.entries()) {
    const [name, numerator] = [instrumentMeasure(version), (cell: number) => contributors(byVersion, cell, [place])];
    rows.push(row([], name, await perturbAnswer(hmac, name, { base, numerator }, gridOf([], []))));
  }
  await writeTables(engine.responses, id, rows);
}
