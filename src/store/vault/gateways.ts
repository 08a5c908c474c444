import { sql, type SQL } from "drizzle-orm";
import type { GatewayState } from "../../domain/pause.ts";
import type { Instant } from "../../kernel/time.ts";
import type { VaultDb } from "./database.ts";
import { gatewayState } from "./schema.ts";

// Which gateways rest. A gateway without a row works.

/** A statement, so that a delivery asks within a call that it makes anyway. Its rows: `GatewayState`. */
export const gatewayStates = sql`
  select gateway, failures, paused_until as pausedUntil, reason from ${gatewayState} order by gateway`;

export const readGatewayStates = async (vault: VaultDb) => await vault.all<GatewayState>(gatewayStates);

/** The first of these gateways that does not rest; null where all do. @param names A JSON list, the first one to be tried first. */
export const firstAwake = (names: SQL, now: Instant) => sql`(
  select c.value from json_each(${names}) c
  where not exists (select 1 from ${gatewayState} g where g.gateway = c.value and g.paused_until > ${now})
  order by c.key limit 1)`;

/**
 * Keeps how gateways stand. Two at once: the longer pause stays, and one that the gateway asked for outlives a success
 * that another consumer had.
 */
export const keepGatewayStates = (states: readonly GatewayState[], now: Instant) => sql`
  insert into ${gatewayState} (gateway, failures, paused_until, reason, updated_at)
  select value ->> 'gateway', value ->> 'failures', value ->> 'pausedUntil', value ->> 'reason', ${now}
  from json_each(${JSON.stringify(states)}) where true
  on conflict (gateway) do update set failures = excluded.failures, updated_at = excluded.updated_at,
    paused_until = case when ${staysPaused(now)} then gateway_state.paused_until else excluded.paused_until end,
    reason = case when ${staysPaused(now)} then gateway_state.reason else excluded.reason end`;

const staysPaused = (
  now: Instant,
) => sql`(gateway_state.paused_until > ${now} and case when excluded.paused_until is null
  then gateway_state.reason is not 'failing' else gateway_state.paused_until > excluded.paused_until end)`;

/** Ends a gateway's pause. @returns Until when it would have rested; null where it did not rest. */
export async function endPause(vault: VaultDb, gateway: string, now: Instant): Promise<Instant | null> {
  const [row] = await vault.all<{ until: Instant }>(sql`
    select paused_until as until from ${gatewayState} where gateway = ${gateway} and paused_until > ${now}`);
  if (!row) return null;
  await vault.run(sql`
    update ${gatewayState} set failures = 0, paused_until = null, reason = null, updated_at = ${now}
    where gateway = ${gateway}`);
  return row.until;
}
