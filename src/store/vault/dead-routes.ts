import { type SQL, sql } from "drizzle-orm";
import type { Instant } from "../../kernel/time.ts";
import { invitation, victim } from "./schema.ts";

/**
 * Holds the routes on which messages were refused or cannot be delivered: the number or address is dead, or somebody
 * else's by now, so nothing more goes there until somebody responsible asserts a route anew (decisions.md 4). What was
 * asserted after the message was given stays; what was asserted before it does not come back by being told again.
 *
 * Statements of a batch, to run before the invitations change.
 *
 * @param refused A list in parentheses: the ids of those invitations, while they still say when they were given.
 */
export const holdRoutes = (refused: SQL, now: Instant): readonly SQL[] => [
  sql`
  update ${victim} set safety = 'unknown', safety_asserted_at = dead.given_at, safety_asserted_by = null
  from (select x.victim_id, max(x.given_at) as given_at from ${invitation} x where x.id in ${refused} group by x.victim_id)
    as dead
  where victim.id = dead.victim_id and victim.safety in ('safe-sms', 'safe-email', 'safe-post')
    and dead.given_at >= coalesce(victim.safety_asserted_at, '')`,
  sql`
  update ${invitation} set state = 'held', reason = 'safety-unknown', claimed_until = null, updated_at = ${now}
  where +state = 'scheduled' and victim_id in (
    select x.victim_id from ${invitation} x join ${victim} v on v.id = x.victim_id
    where x.id in ${refused} and v.safety = 'unknown')`,
];
