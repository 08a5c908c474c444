import { sql, type SQL } from "drizzle-orm";
import type { Reason } from "../../domain/disposition.ts";
import type { GatewayState, Showing } from "../../domain/pause.ts";
import type { Instant } from "../../kernel/time.ts";
import { runBatch } from "../batch.ts";
import type { VaultDb } from "./database.ts";
import { keepShowings } from "./gateways.ts";

// What requests to officers and their prompts have in common: a claim that ends, once it is known what became of it.

/** How something claimed stands after the attempt: settled, or to be looked at again at an instant. */
export type ClaimMark = {
  readonly id: string;
  readonly until: Instant | null;
  /** Null while it is to be tried again. `in-doubt`: nobody can tell whether it went. */
  readonly outcome: "sent" | "refused" | "in-doubt" | null;
  /** Why it did not go, or that nobody can tell; null where it went or is to be tried again. */
  readonly reason: Reason | null;
  /** Whether a gateway has it, or may have it. */
  readonly given: boolean;
  /** It was given to nobody: the attempt does not count. */
  readonly unattempted?: true;
};

/** What every row takes over from its mark, after `set`. @param table Name of the table. */
export const takingMark = (table: "closure_request" | "closure_prompt") => {
  const of = sql.raw(table);
  return sql`claimed_until = mark.until, attempts = max(${of}.attempts - coalesce(mark.unattempted, 0), 0),
      gateway = iif(mark.given, ${of}.gateway, null), given_at = iif(mark.given, ${of}.given_at, null)`;
};

/** Marks as rows of `mark`, after `from`. */
export const marksAsRows = (marks: readonly ClaimMark[]) => sql`
    (select value ->> 'id' as marked, value ->> 'until' as until, value ->> 'outcome' as outcome,
        value ->> 'reason' as reason, value ->> 'given' as given, value ->> 'unattempted' as unattempted
      from json_each(${JSON.stringify(marks)})) as mark`;

/** The attempts' marks, and what they showed of gateways. */
export type EndedClaims = { readonly marks: readonly ClaimMark[]; readonly showings: readonly Showing[] };

/**
 * Writes marks, and keeps what was shown of gateways, in one batch.
 *
 * @param ending The statement that writes the marks.
 * @returns How the gateways stand now of which anything was shown.
 */
export async function keepMarks(
  vault: VaultDb,
  ending: SQL,
  { marks, showings }: EndedClaims,
  now: Instant,
): Promise<readonly GatewayState[]> {
  const statements = [
    ...(marks.length > 0 ? [ending] : []),
    ...(showings.length > 0 ? keepShowings(showings, now) : []),
  ];
  const results = statements.length > 0 ? await runBatch(vault, statements) : [];
  return showings.length > 0 ? ((results.at(-1) ?? []) as readonly GatewayState[]) : [];
}

/** Of a batch that recorded to whom claimed rows are given: to which gateway each is, and how all gateways stand. */
export const givenOf = (given: readonly unknown[], states: readonly unknown[]) => ({
  to: new Map((given as readonly { id: string; gateway: string | null }[]).map(({ id, gateway }) => [id, gateway])),
  states: states as readonly GatewayState[],
});
