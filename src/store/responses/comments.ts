import { sql } from "drizzle-orm";
import type { ResponsesDb } from "./database.ts";
import { comment } from "./schema.ts";

/** A comment that waits for a moderator, as it is stored. */
export type CommentRow = {
  readonly id: string;
  readonly period: string;
  readonly area: string;
  readonly stage: string;
  readonly recordedBy: "officer" | "victim";
  readonly sealed: string;
};

/** Whose comments: those of all areas, or of these. */
type Areas = "all" | readonly string[];

const within = (areas: Areas, periods: readonly string[]) => sql`state = 'held'
  and period in (select value from json_each(${JSON.stringify(periods)}))
  and (${areas === "all" ? 1 : 0} or area in (select value from json_each(${JSON.stringify(areas)})))`;

/** The next comments that wait, in the order of their ids, which is chance; `after` is the last id of the page before. */
export const listHeldComments = async (
  responses: ResponsesDb,
  of: { readonly areas: Areas; readonly periods: readonly string[] },
  after: string,
  limit: number,
): Promise<readonly CommentRow[]> =>
  await responses.all<CommentRow>(sql`
    select id, period, area, stage, recorded_by as recordedBy, sealed from ${comment}
    where id > ${after} and ${within(of.areas, of.periods)} order by id limit ${limit}`);

export async function countHeldComments(
  responses: ResponsesDb,
  of: { readonly areas: Areas; readonly periods: readonly string[] },
): Promise<number> {
  const row = await responses.get<{ n: number }>(sql`
    select count(*) as n from ${comment} where ${within(of.areas, of.periods)}`);
  return row?.n ?? 0;
}

/** Null when it was decided, or is none. */
export const heldComment = async (responses: ResponsesDb, id: string): Promise<CommentRow | null> =>
  (await responses.get<CommentRow>(sql`
    select id, period, area, stage, recorded_by as recordedBy, sealed from ${comment}
    where id = ${id} and state = 'held'`)) ?? null;

/** Puts a text with more taken out in the place of `was`. @returns False when it is `was` no more. */
export async function resealComment(
  responses: ResponsesDb,
  { id, was, sealed }: { readonly id: string; readonly was: string; readonly sealed: string },
): Promise<boolean> {
  const rows = await responses.all(sql`
    update ${comment} set sealed = ${sealed} where id = ${id} and state = 'held' and sealed = ${was} returning id`);
  return rows.length > 0;
}

/**
 * Ends the waiting of what was `was`: a released text stands in clear from now on, any other is gone.
 *
 * @returns False when somebody else was first.
 */
export async function decideComment(
  responses: ResponsesDb,
  decided: {
    readonly id: string;
    readonly was: string;
    readonly text: string | null;
    readonly reason: string | null;
    readonly themes: readonly string[];
  },
): Promise<boolean> {
  const { id, was, text, reason, themes } = decided;
  const rows = await responses.all(sql`
    update ${comment} set state = ${text === null ? "withheld" : "released"}, sealed = '', text = ${text},
      reason = ${reason}, themes = ${JSON.stringify(themes)}
    where id = ${id} and state = 'held' and sealed = ${was} returning id`);
  return rows.length > 0;
}

/** A comment as a release counts it: what was not read is only known to be there. */
export type CountedComment = {
  readonly id: string;
  readonly area: string;
  readonly isRead: number;
  readonly themes: string;
  readonly text: string | null;
  readonly rkey: number;
};

/** The next page of what victims wrote in a period, in the order of their ids: officers' words are no part of it. */
export const readComments = async (
  responses: ResponsesDb,
  period: string,
  after: string,
  limit = 2_000,
): Promise<readonly CountedComment[]> =>
  await responses.all<CountedComment>(sql`
    select id, area, state <> 'held' as isRead, themes, text, rkey from ${comment}
    where period = ${period} and recorded_by = 'victim' and id > ${after} order by id limit ${limit}`);
