import { type Instant, plusMinutes } from "../kernel/time.ts";

/** Why a gateway rests, as an operator reads it. */
export type PauseReason = "credentials" | "configuration" | "daily-limit" | "busy" | "failing";

/** What the vault knows of a gateway that has failed or was asked to rest. One that never did has no row. */
export type GatewayState = {
  readonly gateway: string;
  /** Sendings in a row of which it took nothing. */
  readonly failures: number;
  /** Nothing goes to it before then. */
  readonly pausedUntil: Instant | null;
  readonly reason: PauseReason | null;
};

/** What one sending showed of a gateway. */
export type Showing = {
  /** Whether it gave a clear answer to any message: an acceptance, or a refusal. */
  readonly answered: boolean;
  readonly pause?: { readonly until: Instant; readonly reason: PauseReason } | undefined;
};

/**
 * After so many sendings in a row without a clear answer a gateway rests: first this long, each time twice as long, at
 * most so long, in minutes [OURS: long enough for a restart over there, short enough to send the same day].
 */
const BREAKER = { failures: 3, firstMinutes: 5, longestMinutes: 120 } as const;

/**
 * How a gateway stands after one sending; null where nothing has changed.
 *
 * A clear answer ends a pause that failing brought; one that the gateway asked for stands to its end. What fails while it
 * rests already, for it was on its way when the rest began, does not make it longer.
 */
export function afterSending(before: GatewayState, { answered, pause }: Showing, now: Instant): GatewayState | null {
  const { gateway } = before;
  const isResting = before.pausedUntil !== null && before.pausedUntil > now;
  if (pause)
    return { gateway, failures: answered ? 0 : before.failures, pausedUntil: pause.until, reason: pause.reason };
  if (answered) {
    const keeps = isResting && before.reason !== "failing";
    const isNews = before.failures > 0 || (before.pausedUntil !== null && !keeps);
    return isNews ? { ...(keeps ? before : { gateway, pausedUntil: null, reason: null }), failures: 0 } : null;
  }
  if (isResting) return null;
  const failures = before.failures + 1;
  if (failures < BREAKER.failures) return { gateway, failures, pausedUntil: null, reason: null };
  const minutes = Math.min(BREAKER.firstMinutes * 2 ** (failures - BREAKER.failures), BREAKER.longestMinutes);
  return { gateway, failures, pausedUntil: plusMinutes(now, minutes), reason: "failing" };
}
