import { stages } from "../domain/dimension.ts";
import type { HasKeys } from "../platform/keys.ts";
import { stagePairs, transitionName, ways } from "../results/transitions.ts";
import { type Contributors, RECORD_KEYS } from "../statistics/noise.ts";
import { perturbAnswer } from "../statistics/perturb.ts";
import { gridOf } from "../statistics/tally.ts";
import type { HasResponses } from "../store/responses/database.ts";
import { readTransitions } from "../store/responses/microdata.ts";
import { type Building, type TableRow, writeTables } from "../store/responses/releases.ts";
import { hmacOf, row } from "./release-tables.ts";

const together = (all: readonly Contributors[]): Contributors =>
  all.reduce((sum, one) => ({ n: sum.n + one.n, key: (sum.key + one.key) % RECORD_KEYS }), { n: 0, key: 0 });

/**
 * How people who agreed to it went from stage to stage, three levels by three, for the nation alone (decisions.md 21).
 * Only steps that were completed in this period: each is in one release, and a longer time is a sum of releases.
 */
export async function writeJourneys(engine: HasResponses & HasKeys, { id, period }: Building): Promise<void> {
  const hmac = await hmacOf(engine, period);
  const counted = await readTransitions(engine.responses, period, stages);
  const grid = gridOf([], []);
  const rows: TableRow[] = [];
  for (const pair of stagePairs) {
    const of = counted
      .filter(({ from, to }) => from === pair.from && to === pair.to)
      .map(({ before, after, n, rkey }) => ({ before, after, n, key: rkey }));
    const base = together(of);
    for (const { before, after } of ways) {
      const name = transitionName(pair, before, after);
      const those = together(of.filter((one) => one.before === before && one.after === after));
      rows.push(row([], name, await perturbAnswer(hmac, name, { base: () => base, numerator: () => those }, grid)));
    }
  }
  await writeTables(engine.responses, id, rows);
}
