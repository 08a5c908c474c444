import { asc, eq } from "drizzle-orm";
import type { Quarter } from "../../kernel/time.ts";
import type { ResponsesDb } from "./database.ts";
import { closureCount } from "./schema.ts";

export type ClosureCountRow = {
  readonly area: string;
  readonly figure: string;
  readonly code: string;
  readonly n: number;
};

/** Exact counts of a period. Read by a release alone: nothing here leaves the engine but through its noise. */
export async function readClosureCounts(responses: ResponsesDb, period: Quarter): Promise<readonly ClosureCountRow[]> {
  return await responses
    .select({ area: closureCount.area, figure: closureCount.figure, code: closureCount.code, n: closureCount.n })
    .from(closureCount)
    .where(eq(closureCount.period, period))
    .orderBy(asc(closureCount.area), asc(closureCount.figure), asc(closureCount.code));
}
