import { openingId, submissionId } from "../../src/flow/answer.ts";
import { type HasClock, type LocalDate, quarterOf } from "../../src/kernel/time.ts";
import { mac, type MacKey, macName, toHex } from "../../src/platform/crypto.ts";
import { datedKinds, type HasKeys, openKeys, type StandingPurpose } from "../../src/platform/keys.ts";
import type { Change, Poured } from "./linkage-history.ts";
import { text } from "./linkage-history.ts";
import { ROOT, type Truth } from "./linkage-wave.ts";

/** A key store, and beside it everything that was ever put there: what no attacker has, and the judge needs. */
export function keepCopy(store: KVNamespace): { readonly store: KVNamespace; readonly everything: KVNamespace } {
  const all = new Map<string, string>();
  const kept = {
    get: async (name: string) => await store.get(name),
    put: async (name: string, value: string) => {
      await store.put(name, value);
      all.set(name, (await store.get(name)) ?? value);
    },
    delete: async (name: string) => await store.delete(name),
    list: async (options?: KVNamespaceListOptions) => await store.list(options),
  };
  const everything = { get: async (name: string) => all.get(name) ?? null };
  return { store: kept as unknown as KVNamespace, everything: everything as unknown as KVNamespace };
}

/** The id of the final record of one type that a submission became. */
export type Names = (poured: Pick<Poured, "pool" | "day">, type: string) => Promise<string>;

export const nameOf = (row: Change["row"]) => text(row["id"]);

const nameUnder = async (key: MacKey, message: string) => toHex((await mac(key, message)).subarray(0, 16));

/**
 * Whoever has the keys of the days and of the quarter can name every record: destroyed with them, and kept here to judge
 * by.
 */
export function namesOf(everything: KVNamespace, clock: HasClock): Names {
  const keys = openKeys(ROOT, everything, clock);
  return async ({ pool, day }, type) => {
    const mixed = await nameUnder(await keys.dated("day", day), `final|${type}|${pool}`);
    return await nameUnder(await keys.dated("quarter", quarterOf(day as LocalDate)), `final|${mixed}`);
  };
}
const purposes: readonly StandingPurpose[] = [
  "reference",
  "blind-index",
  "opt-out",
  "link",
  "session",
  "api-key",
  "sender",
  "noise",
  "journey",
];

/** Links that are tried, against every key in every way. */
const LINKS_TRIED = 200;

export type Tested = { readonly tried: number; readonly told: number };

/**
 * Tries every key that is left on every link that was used, in each way in which the engine names anything of one.
 *
 * @param truth Of many links, one in so many is tried.
 * @returns How many were tried, and of how many the history then says that they were opened or used.
 */
export async function testTokens(
  { keys }: HasKeys,
  truth: readonly Truth[],
  history: readonly Change[],
): Promise<Tested> {
  const seen = new Set(
    history.flatMap(({ table, row }) =>
      table === "spent" || table === "started" ? [text(row["nullifier"])] : table === "draft" ? [text(row["id"])] : [],
    ),
  );
  const left = await Promise.all(purposes.map((purpose) => keys.standing(purpose)));
  for (const kind of datedKinds) {
    for (const name of await keys.list(kind)) left.push(await keys.dated(kind, name));
  }
  let told = 0;
  const every = Math.ceil(truth.length / LINKS_TRIED);
  const links = truth.filter((_, at) => at % every === 0);
  for (const { invitation } of links) {
    const { linkHash, token } = invitation;
    let isTold = false;
    for (const key of left) {
      const tried = [
        await submissionId(key, linkHash),
        await openingId(key, linkHash),
        await macName(key, `${linkHash}|draft`),
        await macName(key, token),
      ];
      isTold ||= tried.some((nullifier) => seen.has(nullifier));
      if (isTold) break;
    }
    if (isTold) told++;
  }
  return { tried: links.length, told };
}
