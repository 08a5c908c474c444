import { type SQL, sql } from "drizzle-orm";

/**
 * Whether a victim, `v` in the statement, may be written to at that time of day: within their safe hours, which may run
 * past midnight, or they have none.
 *
 * @param minutes London's minutes past midnight.
 */
export const isSafeHour = (minutes: number): SQL => sql`(v.window_from is null or v.window_to is null
          or case when v.window_from <= v.window_to
            then ${minutes} >= v.window_from and ${minutes} < v.window_to
            else ${minutes} >= v.window_from or ${minutes} < v.window_to end)`;
