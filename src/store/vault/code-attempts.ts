import { sql } from "drizzle-orm";
import type { Instant } from "../../kernel/time.ts";
import { runBatch } from "../batch.ts";
import type { VaultDb } from "./database.ts";
import { codeAttempt } from "./schema.ts";

/** One try at a code; or one wish to be contacted, which is counted in the same way. */
export type CodeAttempt = {
  /** Random. */
  readonly id: string;
  /** What it is tried for: to answer, or to stop. Mistakes at the one leave the other as it is. */
  readonly act: "open" | "stop" | "contact";
  /** HMAC of the address that it came from. */
  readonly address: string;
  /** The same address as it was hashed earlier in the hour, before the key changed. */
  readonly earlier: readonly string[];
  readonly now: Instant;
  /** What was tried before it is forgotten. */
  readonly since: Instant;
};

/**
 * Notes a try, if its address and everybody together may have another. One transaction that forgets, counts and notes:
 * however many come at once, no more than the limits are let in.
 */
export async function spendAttempt(
  vault: VaultDb,
  { id, act, address, earlier, now, since }: CodeAttempt,
  atMost: { readonly byAddress: number; readonly byAll: number },
): Promise<boolean> {
  const known = JSON.stringify([address, ...earlier]);
  const [, noted = []] = await runBatch(vault, [
    sql`delete from ${codeAttempt} where at <= ${since}`,
    sql`
      insert into ${codeAttempt} (id, act, address, at) select ${id}, ${act}, ${address}, ${now}
      where (select count(*) from ${codeAttempt} where act = ${act}) < ${atMost.byAll}
        and (select count(*) from ${codeAttempt}
          where act = ${act} and address in (select value from json_each(${known}))) < ${atMost.byAddress}
      returning id`,
  ]);
  return noted.length > 0;
}

/** Takes a try back: its code did what it was tried for. */
export async function returnAttempt(vault: VaultDb, id: string): Promise<void> {
  await vault.run(sql`delete from ${codeAttempt} where id = ${id}`);
}

/** Forgets the tries before an instant. */
export async function forgetAttempts(vault: VaultDb, before: Instant): Promise<void> {
  await vault.run(sql`delete from ${codeAttempt} where at <= ${before}`);
}
