import { asc, eq } from "drizzle-orm";
import type { Quarter } from "../../kernel/time.ts";
import type { ResponsesDb } from "./database.ts";
import { complianceCount } from "./schema.ts";

export type ComplianceCountRow = {
  readonly area: string;
  readonly figure: string;
  readonly code: string;
  readonly n: number;
};

/** Exact counts of a period. Read by a release alone: nothing here leaves the engine but through its noise. */
export async function readComplianceCounts(
  responses: ResponsesDb,
  period: Quarter,
): Promise<readonly ComplianceCountRow[]> {
  const { area, figure, code, n } = complianceCount;
  return await responses
    .select({ area, figure, code, n })
    .from(complianceCount)
    .where(eq(complianceCount.period, period))
    .orderBy(asc(area), asc(figure), asc(code));
}
