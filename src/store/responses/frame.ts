import { eq, sql, type SQLWrapper } from "drizzle-orm";
import type { Quarter } from "../../kernel/time.ts";
import { runBatch } from "../batch.ts";
import type { ResponsesDb } from "./database.ts";
import type { OpeningCount } from "./nullifiers.ts";
import {
  closureCount,
  complianceCount,
  endedCount,
  frame,
  frameMargin,
  frameMark,
  release,
  startedCount,
} from "./schema.ts";

export type FrameCount = {
  readonly area: string;
  readonly stage: string;
  readonly disposition: string;
  readonly n: number;
};

/** How many were invited of one category of an attribute, such as theft of offence. */
export type MarginCount = {
  readonly area: string;
  readonly stage: string;
  readonly attribute: string;
  readonly category: string;
  readonly n: number;
};

/** One count of an area that is not cut by stage: of closure discussions, or of what is on record of rights. */
export type FigureCount = {
  readonly area: string;
  readonly figure: string;
  readonly code: string;
  readonly n: number;
};

/** All exact counts of one period. */
export type PeriodCounts = {
  readonly frame: readonly FrameCount[];
  readonly closures: readonly FigureCount[];
  /** What is counted once the period is over; null while it runs. */
  readonly whole: {
    readonly compliance: readonly FigureCount[];
    readonly margins: readonly MarginCount[];
  } | null;
};

/**
 * Replaces all counts of one period in one batch, and marks those of a whole one as taken: a release finds all of them or
 * does not begin. One that has begun meanwhile keeps what it began with.
 */
export async function replaceCounts(responses: ResponsesDb, period: Quarter, counts: PeriodCounts): Promise<void> {
  const free = sql`not exists (select 1 from ${release} where period = ${period})`;
  const figures = (table: SQLWrapper, rows: readonly FigureCount[]) => [
    sql`delete from ${table} where period = ${period} and ${free}`,
    sql`
      insert into ${table} (period, area, figure, code, n)
      select ${period}, value ->> 'area', value ->> 'figure', value ->> 'code', value ->> 'n'
      from json_each(${JSON.stringify(rows)}) where ${free}`,
  ];
  const { whole } = counts;
  await runBatch(responses, [
    sql`delete from ${frame} where period = ${period} and ${free}`,
    sql`
      insert into ${frame} (period, area, stage, disposition, n)
      select ${period}, value ->> 'area', value ->> 'stage', value ->> 'disposition', value ->> 'n'
      from json_each(${JSON.stringify(counts.frame)}) where ${free}`,
    ...figures(closureCount, counts.closures),
    ...(whole === null
      ? []
      : [
          ...figures(complianceCount, whole.compliance),
          sql`delete from ${frameMargin} where period = ${period} and ${free}`,
          sql`
            insert into ${frameMargin} (period, area, stage, attribute, category, n)
            select ${period}, value ->> 'area', value ->> 'stage', value ->> 'attribute', value ->> 'category',
              value ->> 'n'
            from json_each(${JSON.stringify(whole.margins)}) where ${free}`,
          sql`insert or ignore into ${frameMark} (period) select ${period} where ${free}`,
        ]),
  ]);
}

/** Whether the counts of a period were taken after it was over. */
export async function isFrameTaken(responses: ResponsesDb, period: Quarter): Promise<boolean> {
  const found = await responses.select().from(frameMark).where(eq(frameMark.period, period)).get();
  return found !== undefined;
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

/** Openings of a period's closed waves, with those that wait for a next one. */
export async function closedOpenings(responses: ResponsesDb, period: string): Promise<readonly OpeningCount[]> {
  return await responses.all<OpeningCount>(sql`
    select area, stage, n + carried as n from ${startedCount} where period = ${period}`);
}
