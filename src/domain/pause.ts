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
  readonly gateway: string;
  /** Whether it gave a clear answer to any message: an acceptance, or a refusal. */
  readonly answered: boolean;
  readonly pause?: { readonly until: Instant; readonly reason: PauseReason } | undefined;
};

/**
 * After so many sendings in a row without a clear answer a gateway rests: first this long, each time twice as long, at
 * most so long, in minutes [OURS: long enough for a restart over there, short enough to send the same day].
 */
const BREAKER = { failures: 3, firstMinutes: 5, longestMinutes: 120 } as const;

/** Until when a gateway rests, by the number of sendings in a row that failed: null where it does not. The last one stands for all above. */
export function restsByFailures(now: Instant): readonly (Instant | null)[] {
  const rests: (Instant | null)[] = Array.from({ length: BREAKER.failures }, () => null);
  for (let minutes: number = BREAKER.firstMinutes; minutes < BREAKER.longestMinutes; minutes *= 2) {
    rests.push(plusMinutes(now, minutes));
  }
  return [...rests, plusMinutes(now, BREAKER.longestMinutes)];
}

/** A little less than passes between two runs of the cron, in minutes. */
const PROBE_MINUTES = 4;

/** When to look again whether a gateway works that one message is trying out now. */
export const afterProbe = (now: Instant): Instant => plusMinutes(now, PROBE_MINUTES);
