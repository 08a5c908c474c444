import { asc, eq, sql } from "drizzle-orm";
import type { ResponsesDb } from "./database.ts";
import { release, releaseQuote } from "./schema.ts";

export type QuoteRow = { readonly place: number; readonly theme: string; readonly text: string };

/** Adds quotes to a release that is being built; what is there stays, and a published release gets none. */
export async function writeQuotes(responses: ResponsesDb, id: string, rows: readonly QuoteRow[]): Promise<void> {
  await responses.run(sql`
    insert or ignore into ${releaseQuote} (release, place, theme, text)
    select ${id}, value ->> 'place', value ->> 'theme', value ->> 'text' from json_each(${JSON.stringify(rows)})
    where exists (select 1 from ${release} where ${release.id} = ${id} and ${release.status} = 'building')`);
}

/** The quotes of a release, in their order. */
export const readQuotes = async (responses: ResponsesDb, id: string): Promise<readonly QuoteRow[]> =>
  await responses
    .select({ place: releaseQuote.place, theme: releaseQuote.theme, text: releaseQuote.text })
    .from(releaseQuote)
    .where(eq(releaseQuote.release, id))
    .orderBy(asc(releaseQuote.place));
