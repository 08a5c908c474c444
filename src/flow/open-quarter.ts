import { methodology } from "../domain/methodology.ts";
import { mixedContext } from "../domain/mixing.ts";
import type { HasClock, Quarter } from "../kernel/time.ts";
import { fromHex, type MacKey, open, type SealKey, toHex } from "../platform/crypto.ts";
import type { HasKeys } from "../platform/keys.ts";
import { addUp, countsOfMany, noProfiles, type Told } from "../statistics/profile-counts.ts";
import type { HasResponses } from "../store/responses/database.ts";
import {
  countMixed,
  dropMixed,
  type FinalRow,
  isMixedWaiting,
  type MixedRow,
  putFinal,
  readMixed,
  readMixedIds,
} from "../store/responses/mixed.ts";
import { finalBytesOf, finalIdOf, isQuarterShut } from "./quarter.ts";
import { showCommentsOf } from "./show-comments.ts";

/**
 * Records opened at a time: three megabytes of what they are sealed in. D1 counts queries, a thousand an invocation: half
 * a million records take eight hundred.
 */
const CHUNK = 2000;

type Opener = HasResponses & HasKeys & HasClock;

/**
 * The second mix: opens all that the nights of a quarter left, writes it under ids of its own in an order that only the
 * quarter's key could tell, and destroys that key (docs/decisions/0044). The history then says of a record that it is of
 * the quarter, and nothing of its night. Comments that still wait are shown first (flow/show-comments.ts). What people told
 * of themselves is added up where ten of a group told it, and no record of it ever stands in the clear: its core answers
 * could be laid beside a response's (docs/decisions/0046).
 *
 * The sealed records go only when all are in, all in one statement: a few at a time would tie each few to their nights.
 * Repeatable at any point, and by two at once: ids are derived, and what is in stays as it is. A quarter that was opened
 * before has nothing left to open.
 *
 * @param chunk How many records are opened at a time.
 * @throws Error when records are left that nothing can open any more, or when something may still come to the quarter.
 */
export async function openQuarter(engine: Opener, period: Quarter, chunk = CHUNK): Promise<void> {
  const { responses, keys } = engine;
  if (!(await isQuarterShut(engine, period))) throw new Error("A quarter was to be opened that is not shut yet");
  const living = (await keys.list("quarter")).includes(period);
  if (await isMixedWaiting(responses, period)) {
    if (!living) {
      throw new Error("Records wait whose quarter's key is destroyed: the responses were restored, or a key was lost");
    }
    await showCommentsOf(engine, period);
    await openAll(engine, period, chunk);
    if (await isMixedWaiting(responses, period)) throw new Error("Records came to a quarter while it was being opened");
  }
  if (living) await keys.destroy("quarter", period);
}

async function openAll({ responses, keys }: Opener, period: Quarter, chunk: number): Promise<void> {
  const opening = { naming: await keys.dated("quarter", period), sealedUnder: await keys.datedSeal("quarter", period) };
  const ids = await finalOrder({ responses }, period, opening.naming);
  const told = noProfiles();
  for (let from = 0; from < ids.length; from += chunk) {
    const some = Array.from({ length: Math.min(chunk, ids.length - from) }, (_, at) => ids.at(from + at));
    const rows = await readMixed(responses, period, some);
    // They are taken out all at once: somebody else has had them all in.
    if (rows.length < some.length) return;
    const finals: FinalRow[] = [];
    for (const { id, kind, record } of await Promise.all(rows.map((row) => openRow(row, opening)))) {
      if (kind === "comment") throw new Error("A comment waits that was to be shown before its quarter is opened");
      if (kind === "profile") addUp(told, record as Told);
      else finals.push({ id, kind, record });
    }
    await putFinal(
      responses,
      period,
      finals.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    );
  }
  await dropMixed(responses, period, { count: ids.length, told: countsOfMany(told, methodology.generalisation.k) });
}

type Opening = { readonly naming: MacKey; readonly sealedUnder: SealKey };

async function openRow({ id, period, kind, sealed }: MixedRow, { naming, sealedUnder }: Opening) {
  const record = await open(sealedUnder, sealed, mixedContext(kind, period as Quarter));
  if (record === null) throw new Error("A mixed record does not open under its quarter's key");
  return { id: await finalIdOf(naming, id), kind, record: JSON.parse(record) as object };
}

/** Bytes of an id. */
const ID_BYTES = 16;

/** How many records may wait: of an order's 53 bits, 22 are the place among the ids. */
const MOST = 2 ** 22;

/**
 * All ids of a quarter's sealed records in the order of their final ids, in 24 bytes each: a million fit a Worker. Only
 * the first 31 bits of a final id decide; of those that have them in common, the first of the sealed ids comes first.
 */
async function finalOrder({ responses }: HasResponses, period: Quarter, naming: MacKey) {
  const length = await countMixed(responses, period);
  if (length > MOST) throw new Error("More records wait than can be put in order at once");
  const ids = new Uint8Array(length * ID_BYTES);
  const order = new Float64Array(length);
  let at = 0;
  for (let page = await readMixedIds(responses, period, ""); page.length > 0 && at < length;) {
    const finals = await Promise.all(page.map((id) => finalBytesOf(naming, id)));
    for (const [place, id] of page.entries()) {
      const [a = 0, b = 0, c = 0, d = 0] = finals[place] ?? [];
      const first = ((a << 24) | (b << 16) | (c << 8) | d) >>> 1;
      order[at] = first * MOST + at;
      ids.set(fromHex(id), at * ID_BYTES);
      at++;
    }
    page = await readMixedIds(responses, period, page.at(-1) ?? "");
  }
  order.sort();
  return {
    length,
    at: (place: number) => {
      const from = ((order[place] ?? 0) % MOST) * ID_BYTES;
      return toHex(ids.subarray(from, from + ID_BYTES));
    },
  };
}
