import { stages } from "../domain/dimension.ts";
import type { HasKeys } from "../platform/keys.ts";
import { BASE, closureCountName, closureFigures, gapName, type Level, levels } from "../results/closure-figures.ts";
import { closureTables } from "../statistics/lattice.ts";
import { perturbAnswer, perturbCounts } from "../statistics/perturb.ts";
import { cellOf, contributors, count, emptyTally, everyone, gridOf } from "../statistics/tally.ts";
import { readClosureCounts } from "../store/responses/closure-counts.ts";
import type { HasResponses } from "../store/responses/database.ts";
import { type GapRow, readGaps } from "../store/responses/microdata.ts";
import { type Building, type TableRow, writeTables } from "../store/responses/releases.ts";
import { hmacOf, row } from "./release-tables.ts";

// What a release counts of closures beside the answers themselves (flow/release-tables.ts). Nothing exact leaves these
// functions.

type Engine = HasResponses & HasKeys;

const recorded = closureFigures.filter(({ source }) => source === "recorded");

/** What officers recorded for their forces, by area and for the nation: counts of cases, perturbed and rounded like the frame's. */
export async function writeClosureCounts(engine: Engine, { id, period }: Building): Promise<void> {
  const hmac = await hmacOf(engine, period);
  const counts = await readClosureCounts(engine.responses, period);
  for (const table of closureTables) {
    const grid = gridOf(table, []);
    const rows: TableRow[] = [];
    for (const { id, codes, several } of recorded) {
      for (const code of several ? [BASE, ...codes] : codes) {
        const exact = Array.from({ length: grid.size }, () => 0);
        for (const each of counts.filter((one) => one.figure === id && one.code === code)) {
          const cell = cellOf(grid, each);
          exact[cell] = (exact[cell] ?? 0) + each.n;
        }
        const name = closureCountName(id, code);
        rows.push(row(table, name, await perturbCounts(hmac, name, exact, grid)));
      }
    }
    await writeTables(engine.responses, id, rows);
  }
}

/** A person's closure form beside one survey of theirs. */
type Pair = { readonly closure: Level; readonly survey: Level; readonly rkey: number };

/**
 * One pair a person, in the quarter in which it became one: the closure form with the first survey that there was. What
 * comes later changes nothing, so that nobody is in two releases.
 */
export function pairsOf(steps: readonly GapRow[], period: string): readonly Pair[] {
  const placeOf = ({ surveyPeriod, stage }: GapRow) => `${surveyPeriod}|${stages.findIndex((one) => one === stage)}`;
  const own = steps.filter(({ stage }) => stages.some((one) => one === stage));
  return [...Map.groupBy(own, ({ tag }) => tag).values()].flatMap((of) => {
    const [first] = of.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
    if (first === undefined) return [];
    const { closure, survey, rkey, closurePeriod, surveyPeriod } = first;
    const became = closurePeriod > surveyPeriod ? closurePeriod : surveyPeriod;
    return became === period ? [{ closure, survey, rkey }] : [];
  });
}

/** The closure form against the survey, three levels by three, for the nation alone (decisions.md 21). */
export async function writeClosureGap(engine: Engine, { id, period }: Building): Promise<void> {
  const hmac = await hmacOf(engine, period);
  const grid = gridOf([], []);
  const cells = levels.flatMap((closure) => levels.map((survey) => ({ closure, survey })));
  const tally = emptyTally(grid.size, cells.length);
  for (const pair of pairsOf(await readGaps(engine.responses, period), period)) {
    const place = cells.findIndex(({ closure, survey }) => closure === pair.closure && survey === pair.survey);
    count(tally, 0, place, pair.rkey);
  }
  const rows: TableRow[] = [];
  for (const [place, { closure, survey }] of cells.entries()) {
    const name = gapName(closure, survey);
    const base = (cell: number) => everyone(tally, cell);
    const numerator = (cell: number) => contributors(tally, cell, [place]);
    rows.push(row([], name, await perturbAnswer(hmac, name, { base, numerator }, grid)));
  }
  await writeTables(engine.responses, id, rows);
}
