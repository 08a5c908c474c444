import { type HasClock, londonDate, weekOf } from "../kernel/time.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasLog } from "../platform/log.ts";
import {
  type Aged,
  agedAfter,
  epochsInUse,
  type Place,
  replaceAged,
  reseal,
  START,
} from "../store/vault/sealed-values.ts";
import type { HasVault } from "../store/vault/database.ts";

const columns = ["victim.contact", "case_victim.reference"] as const;

/** Rows that are read, and sealed anew, in one call each. */
const PAGE = 500;

/** Pages in one night, lest a national vault outlast the Worker that renews it: 125,000 rows, 500 calls to the vault. */
const PAGES_A_NIGHT = 250;

/**
 * Seals under this week's key what is still needed and was sealed under the key of an earlier one. It works on Mondays,
 * and on the nights after one on which there was more than a night's work.
 *
 * It keeps no note of how far it is: a row that has been renewed is no longer found. So it may be killed anywhere, run
 * twice, or run beside itself. What does not open is left alone, and counted: one broken row must not cost the others
 * theirs, and a wrong root secret must not cost anybody anything.
 *
 * @param page Rows a page, and pages a night.
 */
export async function renewContacts(
  { vault, keys, clock, log }: HasVault & HasKeys & HasClock & HasLog,
  page: { readonly rows: number; readonly pages: number } = { rows: PAGE, pages: PAGES_A_NIGHT },
): Promise<void> {
  const epoch = weekOf(londonDate(clock.now()));
  const counts = { renewed: 0, unreadable: 0 };
  const living = new Set(await keys.list("epoch"));
  // Without the key of an earlier week there is nothing that could be opened, and so nothing to look for.
  if (![...living].some((week) => week < epoch)) return;
  let pages = page.pages;
  for (const column of columns) {
    let after: Place | null = START;
    while (after !== null && pages > 0) {
      pages--;
      const aged: readonly Aged[] = await agedAfter(vault, column, epoch, { after, limit: page.rows });
      const sealed = await reseal({ keys }, column, aged, { epoch, living });
      const renewed = aged.flatMap((value, at) => (sealed[at] ? [{ aged: value, sealed: sealed[at] }] : []));
      counts.renewed += await replaceAged(vault, column, renewed, epoch);
      counts.unreadable += aged.length - renewed.length;
      const last: Aged | undefined = aged.at(-1);
      after = last && aged.length === page.rows ? { victimId: last.victimId, caseId: last.caseId } : null;
    }
  }
  if (counts.renewed + counts.unreadable > 0) log.event("contacts-renewed", { ...counts, isDone: pages > 0 });
}

/**
 * Destroys the keys of earlier weeks under which nothing is sealed any more: with a week's key goes whatever the
 * database's history still holds of it.
 *
 * It runs before the night's renewal, so that a key goes a day after its last row did: what somebody had just read can be
 * opened and put back for as long.
 */
export async function endEpochs({ vault, keys, clock, log }: HasVault & HasKeys & HasClock & HasLog): Promise<void> {
  const current = weekOf(londonDate(clock.now()));
  const past = (await keys.list("epoch")).filter((epoch) => epoch < current);
  if (past.length === 0) return;
  const inUse = await epochsInUse(vault);
  for (const epoch of past.filter((week) => !inUse.has(week))) {
    await keys.destroy("epoch", epoch);
    log.event("epoch-ended", { epoch });
  }
}
