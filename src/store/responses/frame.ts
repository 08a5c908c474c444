import { sql } from "drizzle-orm";
import { runBatch } from "../batch.ts";
import type { ResponsesDb } from "./database.ts";
import { endedCount, frame, startedCount } from "./schema.ts";

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

/** Surveys of a wave that were opened and then ended by their victim, in counts; `answered` before that. */
export type EndedCount = FrameCount & { readonly period: string; readonly answered: boolean };

/** Puts what is counted now in the place of what was counted of this wave before. */
export async function replaceEnded(responses: ResponsesDb, wave: string, counts: readonly EndedCount[]): Promise<void> {
  const rows = counts.map((each) => ({ ...each, answered: each.answered ? 1 : 0 }));
  await runBatch(responses, [
    sql`delete from ${endedCount} where wave = ${wave}`,
    sql`
      insert into ${endedCount} (wave, period, area, stage, disposition, answered, n)
      select ${wave}, value ->> 'period', value ->> 'area', value ->> 'stage', value ->> 'disposition',
        value ->> 'answered', value ->> 'n'
      from json_each(${JSON.stringify(rows)})`,
  ]);
}

/** What was counted of a period's surveys that were opened and then ended, of all waves. */
export async function endedCounts(responses: ResponsesDb, period: string): Promise<readonly EndedCount[]> {
  const rows = await responses.all<FrameCount & { readonly answered: 0 | 1 }>(sql`
    select area, stage, disposition, answered, sum(n) as n from ${endedCount} where period = ${period}
    group by area, stage, disposition, answered`);
  return rows.map((row) => ({ ...row, period, answered: row.answered === 1 }));
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
