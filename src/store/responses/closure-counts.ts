import { asc, eq, sql } from "drizzle-orm";
import type { Quarter } from "../../kernel/time.ts";
import { runBatch } from "../batch.ts";
import type { ResponsesDb } from "./database.ts";
import { closureCount } from "./schema.ts";

export type ClosureCountRow = {
  readonly area: string;
  readonly figure: string;
  readonly code: string;
  readonly n: number;
};

/** Replaces the counts of one period, in one batch: readers see the old ones or the new, never half of each. */
export async function replaceClosureCounts(
  responses: ResponsesDb,
  period: Quarter,
  counts: readonly ClosureCountRow[],
): Promise<void> {
  await runBatch(responses, [
    sql`delete from ${closureCount} where period = ${period}`,
    sql`
      insert into ${closureCount} (period, area, figure, code, n)
      select ${period}, value ->> 'area', value ->> 'figure', value ->> 'code', value ->> 'n'
      from json_each(${JSON.stringify(counts)})`,
  ]);
}

/** Exact counts of a period. Read by a release alone: nothing here leaves the engine but through its noise. */
export async function readClosureCounts(responses: ResponsesDb, period: Quarter): Promise<readonly ClosureCountRow[]> {
  return await responses
    .select({ area: closureCount.area, figure: closureCount.figure, code: closureCount.code, n: closureCount.n })
    .from(closureCount)
    .where(eq(closureCount.period, period))
    .orderBy(asc(closureCount.area), asc(closureCount.figure), asc(closureCount.code));
}
