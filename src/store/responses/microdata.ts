import { and, asc, eq, gt, gte, lt, sql } from "drizzle-orm";
import type { Stage } from "../../domain/dimension.ts";
import type { LocalDate, Quarter } from "../../kernel/time.ts";
import type { ResponsesDb } from "./database.ts";
import { closureAnswer, frame, journeyAnswer, pool, response } from "./schema.ts";

// Read by flow/release.ts alone: nothing here leaves the engine but through its noise.

/** What a release needs of a response. */
const columns = {
  id: response.id,
  area: response.area,
  offence: response.offence,
  age: response.age,
  sex: response.sex,
  mode: response.mode,
  outcome: response.outcome,
  items: response.items,
  rkey: response.rkey,
};

export type ResponseRow = Pick<typeof response.$inferSelect, keyof typeof columns>;
export type ClosureRow = Pick<typeof closureAnswer.$inferSelect, "id" | "area" | "recordedBy" | "items" | "rkey">;

/** Rows a page: about 2 MB, well within what a database call may return and a Worker hold. */
const PAGE = 5000;

/** The next page of one stage's responses of a period, in key order; `after` is the last row of the page before. */
export async function readResponses(
  responses: ResponsesDb,
  of: { readonly period: Quarter; readonly stage: Stage },
  after: { readonly area: string; readonly id: string } | null,
  limit = PAGE,
): Promise<readonly ResponseRow[]> {
  return await responses
    .select(columns)
    .from(response)
    .where(
      and(
        eq(response.period, of.period),
        eq(response.stage, of.stage),
        after ? sql`(${response.area}, ${response.id}) > (${after.area}, ${after.id})` : undefined,
      ),
    )
    .orderBy(asc(response.area), asc(response.id))
    .limit(limit);
}

/** The next page of a period's closure discussions, in key order; `after` is the last id of the page before. */
export async function readClosures(
  responses: ResponsesDb,
  period: Quarter,
  after: string | null,
  limit = PAGE,
): Promise<readonly ClosureRow[]> {
  return await responses
    .select({
      id: closureAnswer.id,
      area: closureAnswer.area,
      recordedBy: closureAnswer.recordedBy,
      items: closureAnswer.items,
      rkey: closureAnswer.rkey,
    })
    .from(closureAnswer)
    .where(and(eq(closureAnswer.period, period), after === null ? undefined : gt(closureAnswer.id, after)))
    .orderBy(asc(closureAnswer.id))
    .limit(limit);
}

/** Exact counts of a period by area, stage and disposition, openings among them as `started`. */
export async function readFrame(responses: ResponsesDb, period: Quarter) {
  return await responses
    .select({ area: frame.area, stage: frame.stage, disposition: frame.disposition, n: frame.n })
    .from(frame)
    .where(eq(frame.period, period))
    .orderBy(asc(frame.area), asc(frame.stage), asc(frame.disposition));
}

/** Whether any submission received on these days still waits to be mixed. `until` is the first day after. */
export async function isPoolWaiting(responses: ResponsesDb, from: LocalDate, until: LocalDate): Promise<boolean> {
  const row = await responses
    .select({ id: pool.id })
    .from(pool)
    .where(and(gte(pool.day, from), lt(pool.day, until)))
    .limit(1)
    .get();
  return row !== undefined;
}

type Level = (typeof journeyAnswer.$inferSelect)["overall"];

/** A step of a journey beside the closure form of the same person. */
export type GapRow = {
  readonly tag: string;
  readonly closure: Level;
  readonly closurePeriod: string;
  /** The closure record's key. */
  readonly rkey: number;
  readonly stage: string;
  readonly survey: Level;
  readonly surveyPeriod: string;
};

/** Victims' own closure forms beside their surveys, where the victim said that they may be compared; up to a period. */
export async function readGaps(responses: ResponsesDb, period: Quarter): Promise<readonly GapRow[]> {
  return await responses.all<GapRow>(sql`
    select own.cohort || '|' || own.tag as tag, own.overall as closure, own.period as closurePeriod, own.rkey,
      other.stage, other.overall as survey, other.period as surveyPeriod
    from ${journeyAnswer} own
    join ${journeyAnswer} other on other.cohort = own.cohort and other.tag = own.tag and other.stage <> 'closure'
    where own.stage = 'closure' and own.period <= ${period} and other.period <= ${period}
    order by own.cohort, own.tag, own.id, other.period, other.stage, other.id`);
}
