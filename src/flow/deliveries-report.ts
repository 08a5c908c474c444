import type { HasGateways } from "../channels/gateway.ts";
import { promptDays } from "../domain/closure-prompt.ts";
import { methodology } from "../domain/methodology.ts";
import type { PauseReason } from "../domain/pause.ts";
import { type HasClock, type Instant, londonDate } from "../kernel/time.ts";
import type { HasLog } from "../platform/log.ts";
import type { HasVault } from "../store/vault/database.ts";
import {
  countDeliveries,
  type DeadLetter,
  type DeliveryCounts,
  readDeadLetters,
  releaseWaiting,
  replayDeadLetters,
} from "../store/vault/dead-letters.ts";
import { endPause, readGatewayStates } from "../store/vault/gateways.ts";

export type { DeadLetter } from "../store/vault/dead-letters.ts";

/** How one gateway stands. */
export type GatewayStanding = {
  readonly name: string;
  /** Sendings in a row of which it took nothing. */
  readonly failures: number;
  /** Null while it works. */
  readonly pausedUntil: Instant | null;
  readonly reason: PauseReason | null;
};

export type DeliveriesReport = DeliveryCounts & { readonly gateways: readonly GatewayStanding[] };

/** How deliveries stand: by state, in doubt, dead; and which gateways rest. */
export async function reportDeliveries({
  vault,
  clock,
  gateways,
}: HasVault & HasClock & HasGateways): Promise<DeliveriesReport> {
  const now = clock.now();
  const today = londonDate(now);
  const { overdueBy } = promptDays(today, methodology);
  const counts = await countDeliveries(vault, { today, overdueBy });
  const states = new Map((await readGatewayStates(vault)).map((state) => [state.gateway, state]));
  const standings = gateways.all.map(({ name }): GatewayStanding => {
    const state = states.get(name);
    const isResting = state !== undefined && state.pausedUntil !== null && state.pausedUntil > now;
    return {
      name,
      failures: state?.failures ?? 0,
      pausedUntil: isResting ? state.pausedUntil : null,
      reason: isResting ? state.reason : null,
    };
  });
  return { ...counts, gateways: standings };
}

/** Dead letters, oldest first. @param after The last id that was read, to go on from. */
export const listDeadLetters = async (
  { vault }: HasVault,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<readonly DeadLetter[]> => await readDeadLetters(vault, after, limit);

/** Puts dead letters back among what is to be sent: these, or all. What has arrived, or may have, is never put back. */
export async function replayDeliveries(
  { vault, clock, log }: HasVault & HasClock & HasLog,
  ids: readonly string[] | "all",
): Promise<number> {
  const replayed = await replayDeadLetters(vault, ids === "all" ? null : ids, clock.now());
  log.event("deliveries-replayed", { replayed });
  return replayed;
}

/** Ends a gateway's pause, and lets go what waits for it. @returns How many; null where no such gateway rests. */
export async function resumeGateway(
  { vault, clock, log }: HasVault & HasClock & HasLog,
  gateway: string,
): Promise<number | null> {
  const now = clock.now();
  const until = await endPause(vault, gateway, now);
  if (until === null) return null;
  const released = await releaseWaiting(vault, until, now);
  log.event("gateway-resumed", { gateway, released });
  return released;
}
