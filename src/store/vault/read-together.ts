import type { SQLWrapper } from "drizzle-orm";
import { runBatch } from "../batch.ts";
import type { VaultDb } from "./database.ts";

type Reading = SQLWrapper & PromiseLike<readonly unknown[]>;

/** Runs several reads in one call, each giving the rows that it would give alone. */
export const readTogether = async <const R extends readonly Reading[]>(vault: VaultDb, ...readings: R) =>
  (await runBatch(vault, readings)) as unknown as { readonly [I in keyof R]: Awaited<R[I]> };
