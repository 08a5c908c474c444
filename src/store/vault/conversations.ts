import { sql } from "drizzle-orm";
import type { AtReminding } from "../../domain/reminder.ts";
import type { Instant, LocalDate } from "../../kernel/time.ts";
import { runBatch } from "../batch.ts";
import { type Claimed, claimedOf, type ClaimedRow, readings } from "./claims.ts";
import type { VaultDb } from "./database.ts";
import { caseFile, caseVictim, conversation, invitation, victim } from "./schema.ts";

// Conversations by text: sealed slots, each found by an HMAC of its number under the key of the day on which it began.
// A slot changes by compare-and-set on its version: of two texts at once the second sees what the first has left.

/** `open`: questions remain. `finished`: all is answered, and is to be submitted. `ended`: its answers are gone from here. */
export type SlotState = "open" | "finished" | "ended";

export type SlotRow = {
  readonly id: string;
  /** HMAC of the link of what is being answered; null where nothing is. */
  readonly answering: string | null;
  /** Names the key of id, answering and sealed. */
  readonly day: LocalDate;
  readonly state: SlotState;
  readonly sealed: string;
  readonly version: number;
  readonly endsAt: Instant;
  /** When its reply may go; null while none waits. */
  readonly replyAt: Instant | null;
  /** When the reply was given to a gateway that has not answered for it. */
  readonly givenAt: Instant | null;
};

const columns = sql`id, answering, day, state, sealed, version, ends_at as endsAt, reply_at as replyAt, given_at as givenAt`;

/** The slots of these ids. */
export const findSlots = async (vault: VaultDb, ids: readonly string[]): Promise<readonly SlotRow[]> =>
  await vault.all<SlotRow>(sql`
    select ${columns} from ${conversation} where id in (select value from json_each(${JSON.stringify(ids)}))
    order by day desc`);

/** The open slots in which one of these links is being answered. */
export const findAnswering = async (vault: VaultDb, answering: readonly string[]): Promise<readonly SlotRow[]> =>
  await vault.all<SlotRow>(sql`
    select ${columns} from ${conversation}
    where answering in (select value from json_each(${JSON.stringify(answering)})) and +state = 'open'`);

/**
 * Makes a slot, or takes over one of the same id that has ended, while none of the others goes on.
 *
 * @param over Version of the one that is taken over, as it was read: what waited there is in the new one.
 * @returns Whether it was made: of two at once one is.
 */
export async function makeSlot(
  vault: VaultDb,
  slot: Omit<SlotRow, "version" | "givenAt">,
  { others, over }: { readonly others: readonly string[]; readonly over: number | null },
): Promise<boolean> {
  const rows = await vault.all(sql`
    insert into ${conversation} (id, answering, day, state, sealed, version, ends_at, reply_at)
    select ${slot.id}, ${slot.answering}, ${slot.day}, ${slot.state}, ${slot.sealed}, 1, ${slot.endsAt}, ${slot.replyAt}
    where not exists (select 1 from ${conversation}
      where id in (select value from json_each(${JSON.stringify(others)})) and state <> 'ended')
    on conflict (id) do update set answering = excluded.answering, state = excluded.state, sealed = excluded.sealed,
      version = conversation.version + 1, ends_at = excluded.ends_at, reply_at = excluded.reply_at, given_at = null
    where conversation.state = 'ended' and conversation.version = ${over}
    returning id`);
  return rows.length > 0;
}

/** Changes a slot that still is as it was read. @returns Whether it was. */
export async function changeSlot(
  vault: VaultDb,
  { id, version }: Pick<SlotRow, "id" | "version">,
  to: Pick<SlotRow, "state" | "sealed" | "replyAt" | "givenAt">,
): Promise<boolean> {
  const rows = await vault.all(sql`
    update ${conversation} set state = ${to.state}, sealed = ${to.sealed}, version = version + 1,
      reply_at = ${to.replyAt}, given_at = ${to.givenAt}
    where id = ${id} and version = ${version} returning id`);
  return rows.length > 0;
}

/** Overwrites and deletes slots: what is stopped leaves nothing. */
export async function dropSlots(vault: VaultDb, ids: readonly string[]): Promise<void> {
  await vault.run(sql`delete from ${conversation} where id in (select value from json_each(${JSON.stringify(ids)}))`);
}

/** Slots whose time is over or whose answers are still to be submitted, by their end: those that follow `after`. */
export const findEnding = async (
  vault: VaultDb,
  now: Instant,
  { after, limit }: { readonly after: Pick<SlotRow, "id" | "endsAt"> | null; readonly limit: number },
): Promise<readonly SlotRow[]> =>
  await vault.all<SlotRow>(sql`
    select ${columns} from ${conversation} where (state = 'finished' or (state = 'open' and ends_at <= ${now}))
      and (ends_at, id) > (${after?.endsAt ?? ""}, ${after?.id ?? ""})
    order by ends_at, id limit ${limit}`);

/** Slots whose reply is due. */
export const findReplies = async (vault: VaultDb, now: Instant, limit: number): Promise<readonly string[]> => {
  const rows = await vault.all<{ id: string }>(sql`
    select id from ${conversation} where reply_at <= ${now} order by reply_at limit ${limit}`);
  return rows.map(({ id }) => id);
};

/**
 * Takes hold of replies that are due: of two consumers one has each. Until `until` nobody else tries.
 *
 * @returns The slots with the version that they have now; `givenAt` as it was before: not null where the reply may have
 *   gone already.
 */
export async function claimReplies(
  vault: VaultDb,
  ids: readonly string[],
  { now, until }: { readonly now: Instant; readonly until: Instant },
): Promise<readonly SlotRow[]> {
  const json = JSON.stringify(ids);
  const [before = [], claimed = []] = await runBatch(vault, [
    sql`select id, given_at as givenAt from ${conversation} where id in (select value from json_each(${json}))`,
    sql`
    update ${conversation} set reply_at = ${until}, given_at = ${now}, version = version + 1
    where id in (select value from json_each(${json})) and +reply_at <= ${now}
    returning ${columns}`,
  ]);
  const given = new Map((before as readonly SlotRow[]).map(({ id, givenAt }) => [id, givenAt]));
  return (claimed as readonly SlotRow[]).map((row) => ({ ...row, givenAt: given.get(row.id) ?? null }));
}

/** Notes what became of a reply, unless a newer one stands there by now. @param replyAt When to try again; null: it is settled. */
export async function settleReply(
  vault: VaultDb,
  { id, version }: Pick<SlotRow, "id" | "version">,
  replyAt: Instant | null,
): Promise<void> {
  await vault.run(sql`
    update ${conversation} set reply_at = ${replyAt}, given_at = null where id = ${id} and version = ${version}`);
}

/**
 * Deletes the ended slots that began before a day. Their keys end with them.
 *
 * @returns Days before it of which slots are left: what was answered there is still to be submitted.
 */
export async function deleteEndedBefore(vault: VaultDb, day: LocalDate): Promise<ReadonlySet<string>> {
  const [, left = []] = await runBatch(vault, [
    sql`delete from ${conversation} where day < ${day} and +state = 'ended'`,
    sql`select distinct day from ${conversation} where day < ${day}`,
  ]);
  return new Set((left as readonly Pick<SlotRow, "day">[]).map(({ day: kept }) => kept));
}

/** An invitation that went to a number and has not ended, with all that the last check needs. */
export type Reachable = Claimed & Pick<AtReminding, "isFlagged">;

type Flagged = { readonly id: string; readonly isFlagged: 0 | 1 };

/** What has gone to whoever has this number (HMAC under the key of blind indexes), the first to end first. */
export async function reachableBy(vault: VaultDb, phoneIndex: string): Promise<readonly Reachable[]> {
  const found = await vault.all<{ id: string }>(sql`
    select i.id from ${victim} v cross join ${invitation} i on i.victim_id = v.id
    where v.phone_index = ${phoneIndex} and +i.state in ('sent', 'delivered') and i.link_hash is not null
    order by i.expires_on, i.id`);
  if (found.length === 0) return [];
  const json = JSON.stringify(found.map(({ id }) => [id]));
  const [rows = [], flagged = []] = await runBatch(vault, [
    readings(json, sql`+i.state in ('sent', 'delivered')`),
    sql`
    select i.id, exists (select 1 from ${caseVictim} cv join ${caseFile} f on f.id = cv.case_id
      where cv.victim_id = i.victim_id and f.flags <> '[]') as isFlagged
    from json_each(${json}) each cross join ${invitation} i on i.id = each.value ->> 0`,
  ]);
  const safe = new Set((flagged as readonly Flagged[]).filter(({ isFlagged }) => isFlagged === 0).map(({ id }) => id));
  return (rows as readonly ClaimedRow[]).map((row) => {
    const known = claimedOf(row, new Set());
    return { ...known, isFlagged: known.isFlaggedElsewhere || !safe.has(known.id) };
  });
}
