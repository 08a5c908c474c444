import { drizzle, type DrizzleD1Database } from "drizzle-orm/d1";
import * as schema from "./schema.ts";

/** The database of answers without people. */
export type ResponsesDb = DrizzleD1Database<typeof schema> & { readonly $client: D1Database };

export type HasResponses = { readonly responses: ResponsesDb };

export const openResponses = (d1: D1Database): ResponsesDb => drizzle(d1, { schema });
