import { and, asc, eq, gt, gte, lt, sql } from "drizzle-orm";
import type { Stage } from "../../domain/dimension.ts";
import type { LocalDate, Quarter } from "../../kernel/time.ts";
import { RECORD_KEYS } from "../../statistics/noise.ts";
import type { ResponsesDb } from "./database.ts";
import { closureAnswer, frame, frameMargin, journeyAnswer, pool, profileCount, response } from "./schema.ts";

// Read by flow/release.ts alone: nothing here leaves the engine but through its noise.

/** What a release needs of a response. */
const columns = {
  id: response.id,
  area: response.area,
  offence: response.offence,
  age: response.age,
  sex: response.sex,
  mode: response.mode,
  abuse: response.abuse,
  inclusion: response.inclusion,
  instrument: response.instrument,
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

/** Exact counts of a stage's invited in a period by area, attribute and category. */
export async function readMargins(responses: ResponsesDb, of: { readonly period: Quarter; readonly stage: Stage }) {
  return await responses
    .select({
      area: frameMargin.area,
      attribute: frameMargin.attribute,
      category: frameMargin.category,
      n: frameMargin.n,
    })
    .from(frameMargin)
    .where(and(eq(frameMargin.period, of.period), eq(frameMargin.stage, of.stage)))
    .orderBy(asc(frameMargin.area), asc(frameMargin.attribute), asc(frameMargin.category));
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

/**
 * What a release counts, by table: its key within a period, and every column that decides a figure. Of journeys the steps of
 * earlier periods count as well, for a step of this one ends in them.
 */
const inputs = {
  response: {
    key: ["stage", "area", "id"],
    values: [
      "offence",
      "age",
      "sex",
      "abuse",
      "mode",
      "language",
      "inclusion",
      "instrument",
      "outcome",
      "items",
      "rkey",
    ],
  },
  closure_answer: { key: ["id"], values: ["area", "recorded_by", "instrument", "items", "rkey"] },
  comment: { key: ["id"], values: ["area", "stage", "recorded_by", "state", "text", "themes", "rkey"] },
  profile_count: { key: ["stage", "attribute", "category", "measure", "positive"], values: ["n", "rkey"] },
  journey_answer: { key: ["id"], values: ["period", "cohort", "tag", "stage", "area", "overall", "rkey"] },
  frame: { key: ["area", "stage", "disposition"], values: ["n"] },
  frame_margin: { key: ["area", "stage", "attribute", "category"], values: ["n"] },
  closure_count: { key: ["area", "figure", "code"], values: ["n"] },
  compliance_count: { key: ["area", "figure", "code"], values: ["n"] },
} as const;

export type Input = keyof typeof inputs;
export const inputNames = Object.keys(inputs) as readonly Input[];

/** One record: its key and its values, each as a JSON list. */
export type InputRow = { readonly key: string; readonly content: string };

/** The next page of what a release of a period counts of one table, in key order; `after` is the key of the last before. */
export async function readInputs(
  responses: ResponsesDb,
  of: { readonly input: Input; readonly period: Quarter },
  after: string | null,
  limit = PAGE,
): Promise<readonly InputRow[]> {
  const { key, values } = inputs[of.input];
  const names = sql.raw(key.join(", "));
  const last = sql.join(
    key.map((_, place) => sql`${after} ->> ${sql.raw(String(place))}`),
    sql`, `,
  );
  return await responses.all<InputRow>(sql`
    select json_array(${names}) as "key", json_array(${sql.raw(values.join(", "))}) as content
    from ${sql.raw(of.input)}
    where period ${sql.raw(of.input === "journey_answer" ? "<=" : "=")} ${of.period} ${after === null ? sql`` : sql`and (${names}) > (${last})`}
    order by ${names} limit ${limit}`);
}

/** Whether any records of a period are there that a release could count. */
export async function hasMicrodata(responses: ResponsesDb, period: Quarter): Promise<boolean> {
  const rows = await responses.all(sql`
    select 1 from ${response} where period = ${period}
    union all select 1 from ${closureAnswer} where period = ${period} limit 1`);
  return rows.length > 0;
}

/** How many people went from one level of satisfaction to another between two stages, and the sum of their record keys. */
export type TransitionRow = {
  readonly from: Stage;
  readonly to: Stage;
  readonly before: Level;
  readonly after: Level;
  readonly n: number;
  /** Of the records of the later stage, modulo 2^40. */
  readonly rkey: number;
};

/**
 * The steps from stage to stage that people who agreed to it completed in a period, counted by the database: no record
 * leaves it. Of several answers of one person at a stage the first counts, so that a step is completed once and never
 * anew.
 *
 * @param order The stages, in order.
 */
export async function readTransitions(
  responses: ResponsesDb,
  period: Quarter,
  order: readonly Stage[],
): Promise<readonly TransitionRow[]> {
  // Beside min(), SQLite takes the other columns from the row that has it: each person's first answer at a stage.
  return await responses.all<TransitionRow>(sql`
    with firsts as materialized (
      select one.cohort, one.tag, one.stage, place.key as place, min(one.period || one.id), one.period, one.overall,
        one.rkey
      from ${journeyAnswer} one
      join json_each(${JSON.stringify(order)}) place on place.value = one.stage
      where one.period <= ${period}
      group by one.cohort, one.tag, one.stage)
    select earlier.stage as "from", later.stage as "to", earlier.overall as before, later.overall as after,
      count(*) as n, sum(later.rkey) % ${RECORD_KEYS} as rkey
    from firsts earlier
    join firsts later on later.cohort = earlier.cohort and later.tag = earlier.tag and later.place > earlier.place
    where max(earlier.period, later.period) = ${period}
    group by earlier.place, later.place, earlier.overall, later.overall
    order by earlier.place, later.place, earlier.overall, later.overall`);
}

/** Core items by what people told of themselves at a stage, added up. */
export async function readCharacteristics(
  responses: ResponsesDb,
  of: { readonly period: Quarter; readonly stage: Stage },
): Promise<readonly (typeof profileCount.$inferSelect)[]> {
  return await responses
    .select()
    .from(profileCount)
    .where(and(eq(profileCount.period, of.period), eq(profileCount.stage, of.stage)));
}
