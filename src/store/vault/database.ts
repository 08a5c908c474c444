import { drizzle, type DrizzleD1Database } from "drizzle-orm/d1";
import * as schema from "./schema.ts";

/** The database of people, cases and contact. */
export type VaultDb = DrizzleD1Database<typeof schema> & { readonly $client: D1Database };

export type HasVault = { readonly vault: VaultDb };

export const openVault = (d1: D1Database): VaultDb => drizzle(d1, { schema });
