import { sql } from "drizzle-orm";
import type { Expectation } from "../../domain/feed-quality.ts";
import type { Instant, LocalDate } from "../../kernel/time.ts";
import type { VaultDb } from "./database.ts";
import { feedTally, milestone } from "./schema.ts";

/** Adds counts to a sender's day. Not awaited here: may be part of a batch. */
export const addTally = (vault: VaultDb, senderId: string, day: LocalDate, counts: ReadonlyMap<string, number>) =>
  vault.run(sql`
    insert into ${feedTally} (sender_id, day, counted, n)
    select ${senderId}, ${day}, value ->> 0, value ->> 1 from json_each(${JSON.stringify([...counts])}) where true
    on conflict (sender_id, day, counted) do update set n = n + excluded.n`);

/** Counts of a sender's days, from one to another, both included. Not awaited here: part of a batch. */
export const talliesOf = (vault: VaultDb, senderId: string, from: LocalDate, to: LocalDate) =>
  vault.all<{ counted: string; n: number }>(sql`
    select counted, sum(n) as n from ${feedTally} where sender_id = ${senderId} and day between ${from} and ${to}
    group by counted`);

/** A stretch of time: from one instant to before another. */
export type Stretch = { readonly name: string; readonly from: Instant; readonly to: Instant };

/**
 * What a sender sent, once each: an event of an offender is copied into each of their cases (`KEY~ID`), long after it
 * arrived at times. What was taken back later did arrive, and counts.
 */
const isNoCopy = sql`instr(m.event_key, '~') = 0`;

/**
 * How many milestones of each kind arrived in each stretch. Not awaited here: part of a batch. `cross join` keeps SQLite
 * from reading all that the sender ever sent.
 */
export const volumesOf = (vault: VaultDb, senderId: string, stretches: readonly Stretch[]) =>
  vault.all<{ stretch: string; kind: string; records: number }>(sql`
    select s.value ->> 'name' as stretch, m.kind, count(*) as records
    from json_each(${JSON.stringify(stretches)}) s cross join ${milestone} m
      on m.sender_id = ${senderId} and m.received_at >= s.value ->> 'from' and m.received_at < s.value ->> 'to'
        and ${isNoCopy}
    group by 1, 2 order by 1, 2`);

/** By kind, how many whole hours milestones took to arrive. Not awaited here: part of a batch. */
export const delaysOf = (vault: VaultDb, senderId: string, from: Instant, to: Instant) =>
  vault.all<{ kind: string; hours: number; records: number }>(sql`
    select m.kind, max(0, cast((julianday(m.received_at) - julianday(m.occurred_at)) * 24 as integer)) as hours,
      count(*) as records
    from ${milestone} m
    where m.sender_id = ${senderId} and m.received_at >= ${from} and m.received_at < ${to} and ${isNoCopy}
    group by 1, 2`);

/** What of a sender waits for its case. Not awaited here: part of a batch. */
export const waitingOf = (vault: VaultDb, senderId: string) =>
  vault.all<{ records: number; oldest: string | null }>(sql`
    select count(*) as records, min(received_at) as oldest from ${milestone}
    where state = 'parked' and sender_id = ${senderId}`);

/**
 * Of the cases in which a sender told of a kind that occurred in a stretch, how many show what it leads to. Not awaited
 * here: part of a batch.
 */
export const coverageOf = (
  vault: VaultDb,
  senderId: string,
  { of, onlyConvicted, expects }: Expectation,
  { from, to }: Pick<Stretch, "from" | "to">,
) =>
  vault.all<{ cases: number; covered: number }>(sql`
    select count(*) as cases, count(*) filter (where exists (
      select 1 from ${milestone} o where o.case_id = told.case_id and o.state = 'recorded' and ${
        expects === "contact-asserted"
          ? sql`o.detail ->> '$.asserted.safety' <> 'unknown'`
          : sql`o.kind in (select value from json_each(${JSON.stringify(expects)}))`
      })) as covered
    from (
      select distinct case_id from ${milestone}
      where sender_id = ${senderId} and kind = ${of} and state = 'recorded' and case_id is not null
        and occurred_at >= ${from} and occurred_at < ${to}
        and (${onlyConvicted ? 0 : 1} or detail ->> '$.facts.convicted' = 1)) told`);
