import { sql, type SQL } from "drizzle-orm";
import { type GatewayState, restsByFailures, type Showing } from "../../domain/pause.ts";
import type { Instant } from "../../kernel/time.ts";
import type { VaultDb } from "./database.ts";
import { forbidden } from "./opt-outs.ts";
import { gatewayState } from "./schema.ts";

// Which gateways rest. A gateway without a row works.

/** A statement, so that a delivery asks within a call that it makes anyway. Its rows: `GatewayState`. */
export const gatewayStates = sql`
  select gateway, failures, paused_until as pausedUntil, reason from ${gatewayState} order by gateway`;

export const readGatewayStates = async (vault: VaultDb) => await vault.all<GatewayState>(gatewayStates);

/** Of a JSON list of names the first that keeps to a condition on `c.value`, its state being no row of `g`; null where none does. */
const firstWithout = (names: SQL, state: SQL) => sql`(
  select c.value from json_each(${names}) c
  where not exists (select 1 from ${gatewayState} g where g.gateway = c.value and (${state}))
  order by c.key limit 1)`;

/**
 * The first of these gateways that a message may go to: it does not rest, and works, or is being tried out by this very
 * message. Null where there is none.
 *
 * @param names A JSON list, the first one to be tried first. @param reference The message's.
 */
export const firstAwake = (names: SQL, reference: SQL, now: Instant) =>
  firstWithout(names, sql`g.paused_until > ${now} or g.failures > 0 and g.probe is not ${reference}`);

/**
 * Lets one message try out each gateway whose last sending failed and that does not rest: by compare-and-set, so that of
 * all consumers one has it, until it tells what came of it, or may live no more. A statement before the one that asks
 * `firstAwake`.
 *
 * @param offered A JSON list of `id`, `gateways` (names) and, of invitations, `optOutIndex`: one that must not go tries
 *   out nothing.
 */
export const leaseProbes = (offered: string, now: Instant, until: Instant) => sql`
  update ${gatewayState} set probe = first.id, probe_until = ${until}
  from (
    select each.value ->> 'id' as id, min(each.key),
      ${firstWithout(sql`each.value -> 'gateways'`, sql`g.paused_until > ${now}`)} as chosen
    from json_each(${offered}) each
    where exists (select 1 from ${gatewayState} where failures > 0)
      and each.value ->> 'id' not in (select id from (${forbidden(offered)}))
    group by chosen) as first
  where gateway_state.gateway = first.chosen and gateway_state.failures > 0
    and (gateway_state.probe_until is null or gateway_state.probe_until <= ${now})`;

/**
 * Keeps what sendings showed of gateways. Statements; the rows of the last are the `GatewayState`s of these gateways.
 *
 * Failures are counted here, for several consumers may fail at once. A clear answer ends a rest that failing brought; one
 * that the gateway asked for stands to its end, and of two the longer. What fails while it rests already, for it was on
 * its way when the rest began, does not make it longer.
 */
export function keepShowings(showings: readonly Showing[], now: Instant): readonly SQL[] {
  const json = JSON.stringify(
    showings.map(({ gateway, answered, pause }) => ({ gateway, answered: Number(answered), ...pause })),
  );
  const rests = JSON.stringify(restsByFailures(now));
  const last = restsByFailures(now).length - 1;
  const fails = sql`(${rests} ->> min(gateway_state.failures + 1, ${sql.raw(String(last))}))`;
  const isResting = sql`coalesce(gateway_state.paused_until > ${now}, 0)`;
  const asked = sql`${isResting} and gateway_state.reason is not 'failing'`;
  return [
    sql`
    insert or ignore into ${gatewayState} (gateway, failures, paused_until, reason, updated_at)
    select value ->> 'gateway', 0, null, null, ${now} from json_each(${json})
    where value ->> 'answered' = 0 or value ->> 'until' is not null`,
    sql`
    update ${gatewayState} set probe = null, probe_until = null, updated_at = ${now},
      failures = case when shown.answered then 0 when shown.until is not null or ${isResting} then gateway_state.failures
        else gateway_state.failures + 1 end,
      paused_until = case
        when shown.until is not null then max(shown.until, iif(${isResting}, gateway_state.paused_until, ''))
        when shown.answered then iif(${asked}, gateway_state.paused_until, null)
        when ${isResting} then gateway_state.paused_until
        else ${fails} end,
      reason = case
        when shown.until is not null
          then iif(${isResting} and gateway_state.paused_until > shown.until, gateway_state.reason, shown.reason)
        when shown.answered then iif(${asked}, gateway_state.reason, null)
        when ${isResting} then gateway_state.reason
        else iif(${fails} is null, null, 'failing') end
    from (select value ->> 'gateway' as gateway, value ->> 'answered' as answered, value ->> 'until' as until,
        value ->> 'reason' as reason from json_each(${json})) as shown
    where gateway_state.gateway = shown.gateway
    returning gateway, failures, paused_until as pausedUntil, reason`,
  ];
}

/** Ends a gateway's pause. @returns Until when it would have rested; null where it did not rest. */
export async function endPause(vault: VaultDb, gateway: string, now: Instant): Promise<Instant | null> {
  const [row] = await vault.all<{ until: Instant }>(sql`
    select paused_until as until from ${gatewayState} where gateway = ${gateway} and paused_until > ${now}`);
  if (!row) return null;
  await vault.run(sql`
    update ${gatewayState} set failures = 0, paused_until = null, reason = null, probe = null, probe_until = null, updated_at = ${now}
    where gateway = ${gateway}`);
  return row.until;
}
