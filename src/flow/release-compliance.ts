import type { HasKeys } from "../platform/keys.ts";
import { complianceCounted, complianceName } from "../results/compliance-figures.ts";
import { closureTables } from "../statistics/lattice.ts";
import { perturbCounts } from "../statistics/perturb.ts";
import { cellOf, gridOf } from "../statistics/tally.ts";
import { readComplianceCounts } from "../store/responses/compliance-counts.ts";
import type { HasResponses } from "../store/responses/database.ts";
import { type Building, type TableRow, writeTables } from "../store/responses/releases.ts";
import { hmacOf, row } from "./release-tables.ts";

/**
 * What is on record of victims' rights, by area and for the nation: counts of victims, perturbed and rounded like the
 * frame's. Each has a draw of its own, in the nation as in every area; nothing exact leaves this function.
 */
export async function writeCompliance(engine: HasResponses & HasKeys, { id, period }: Building): Promise<void> {
  const hmac = await hmacOf(engine, period);
  const counts = await readComplianceCounts(engine.responses, period);
  for (const table of closureTables) {
    const grid = gridOf(table, []);
    const rows: TableRow[] = [];
    for (const counted of complianceCounted) {
      const exact = Array.from({ length: grid.size }, () => 0);
      for (const each of counts.filter(({ figure, code }) => figure === counted.figure && code === counted.code)) {
        const cell = cellOf(grid, each);
        exact[cell] = (exact[cell] ?? 0) + each.n;
      }
      const name = complianceName(counted);
      rows.push(row(table, name, await perturbCounts(hmac, name, exact, grid)));
    }
    await writeTables(engine.responses, id, rows);
  }
}
