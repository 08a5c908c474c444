import { sql } from "drizzle-orm";
import type { Instant, LocalDate } from "../../kernel/time.ts";
import { runBatch } from "../batch.ts";
import type { VaultDb } from "./database.ts";
import { conversation, invitation, optOut, vaultMark } from "./schema.ts";

// How far the vault has come, by its own account, and what is put right when it was set back.

/** The vault's own mark: 0 before the first. */
export async function readMark(vault: VaultDb): Promise<number> {
  const [row] = await vault.all<{ n: number }>(sql`select n from ${vaultMark}`);
  return row?.n ?? 0;
}

/** Moves the mark on by one, unless it is behind one that was set before. @returns The mark; null where it is behind. */
export async function advanceMark(vault: VaultDb, least: number): Promise<number | null> {
  const [row] = await vault.all<{ n: number }>(sql`
    insert into ${vaultMark} (one, n) select 1, 1 where ${least} = 0 or exists (select 1 from ${vaultMark})
    on conflict (one) do update set n = n + 1 where n >= ${least} returning n`);
  return row?.n ?? null;
}

export type OptOutRow = { readonly index: string; readonly reason: string; readonly since: Instant };

/** What was put on the list of opt-outs, or said anew, since an instant. */
export const optOutsSince = async (vault: VaultDb, since: string): Promise<readonly OptOutRow[]> =>
  await vault.all<OptOutRow>(sql`
    select contact_index as "index", reason, since from ${optOut} where since >= ${since}`);

/** What is known of the time that a restored vault has forgotten. */
export type Forgotten = {
  /** The mark that it must reach, and the day of it: what was due by then may have gone. */
  readonly n: number;
  readonly by: LocalDate;
  /** The list of opt-outs, of all time; and the waves that are closed. */
  readonly stops: readonly OptOutRow[];
  readonly closedWaves: readonly string[];
};

/**
 * Puts a restored vault right, in one batch: who has stopped us has stopped us; what may have gone is in doubt, and never
 * goes again; nobody is reminded twice; no conversation goes on that has moved on since; waves that are closed are closed.
 *
 * @returns How many opt-outs came back, and how many invitations are in doubt. Run again: nothing to do.
 */
export async function putRight(
  vault: VaultDb,
  { n, by, stops, closedWaves }: Forgotten,
  now: Instant,
): Promise<{ readonly optOuts: number; readonly inDoubt: number }> {
  const [optOuts = [], inDoubt = []] = await runBatch(vault, [
    sql`
      insert into ${optOut} (contact_index, reason, since)
      select value ->> 'index', value ->> 'reason', value ->> 'since' from json_each(${JSON.stringify(stops)}) where true
      on conflict (contact_index) do update set reason = excluded.reason, since = excluded.since
      where opt_out.reason = 'not-safe' and (excluded.reason <> 'not-safe' or excluded.since > opt_out.since)
      returning contact_index`,
    sql`
      update ${invitation} set state = 'sent', reason = 'in-doubt', claimed_until = null, updated_at = ${now}
      where state in ('scheduled', 'claimed') and due_on <= ${by} returning id`,
    sql`
      update ${invitation} set reminder_hash = 'restored ' || lower(hex(randomblob(16)))
      where reminder_hash is null and state in ('sent', 'delivered')`,
    sql`
      update ${invitation} set reason = iif(reason is 'in-doubt', reason, state), state = 'closed', updated_at = ${now}
      where state in ('sent', 'delivered') and wave in (select value from json_each(${JSON.stringify(closedWaves)}))`,
    sql`delete from ${conversation}`,
    sql`
      insert into ${vaultMark} (one, n) values (1, ${n})
      on conflict (one) do update set n = excluded.n where n < excluded.n`,
  ]);
  return { optOuts: optOuts.length, inDoubt: inDoubt.length };
}
