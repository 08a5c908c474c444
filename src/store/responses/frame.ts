import { sql } from "drizzle-orm";
import { runBatch } from "../batch.ts";
import type { ResponsesDb } from "./database.ts";
import { frame, startedCount } from "./schema.ts";

export type FrameCount = {
  readonly area: string;
  readonly stage: string;
  readonly disposition: string;
  readonly n: number;
};

/**
 * Replaces the counts of one period, in one batch: readers see the old frame or the new, never half of each.
 */
export async function replaceFrame(
  responses: ResponsesDb,
  period: string,
  counts: readonly FrameCount[],
): Promise<void> {
  await runBatch(responses, [
    sql`delete from ${frame} where period = ${period}`,
    sql`
      insert into ${frame} (period, area, stage, disposition, n)
      select ${period}, json_extract(value, '$.area'), json_extract(value, '$.stage'),
        json_extract(value, '$.disposition'), json_extract(value, '$.n')
      from json_each(${JSON.stringify(counts)})`,
  ]);
}

/** Openings of a period's waves: those of closed waves, and of the given open ones. */
export async function countOpenings(responses: ResponsesDb, period: string, openWaves: readonly string[]) {
  return await responses.all<{ area: string; stage: string; n: number }>(sql`
    select area, stage, sum(n) as n from (
      select area, stage, n from ${startedCount} where period = ${period}
      union all
      select area, stage, count(*) from started
      where wave in (select value from json_each(${JSON.stringify(openWaves)})) group by area, stage)
    group by area, stage`);
}
