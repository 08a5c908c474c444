import type { Reason } from "../domain/disposition.ts";
import { afterReceipt, type ReceiptStatus, sendingsAtMost } from "../domain/invitation.ts";
import { methodology } from "../domain/methodology.ts";
import { expiryOf, isSendingTime } from "../domain/schedule.ts";
import { type HasClock, type Instant, londonDate, plusMinutes } from "../kernel/time.ts";
import type { HasLog } from "../platform/log.ts";
import type { HasVault } from "../store/vault/database.ts";
import {
  type EndedByReceipt,
  failGivenUp,
  giveUp,
  lapsedClaims,
  recordReceived,
  type TakenMessage,
} from "../store/vault/deliveries.ts";
import { enqueue, type HasDeliveries } from "./outgoing.ts";

/** At most so many taken up again in one run of the cron. */
const RUN = 5_000;

/** How long an invitation that the queue gave up on waits before it is tried again, in minutes. */
const GIVEN_UP_MINUTES = 60;

/**
 * Puts deliveries that were begun and never finished back on the queue, and fails those that the queue gave up on until
 * their windows ended. Outside sending hours it does nothing, for nothing would be sent. Repeating it is harmless.
 */
export async function sweep(engine: HasVault & HasClock & HasDeliveries & HasLog): Promise<number> {
  const { vault, clock, log } = engine;
  const now = clock.now();
  if (!isSendingTime(now, methodology)) return 0;
  const today = londonDate(now);
  const failed = await failGivenUp(vault, { now, today }, expiryOf(today, methodology));
  const ids = await lapsedClaims(vault, now, RUN);
  await enqueue(engine, ids);
  if (failed + ids.length > 0) log.event("deliveries-taken-up", { invitations: ids.length, failed });
  return ids.length;
}

/** Records on each invitation that the queue gave up on it, for the consumer of the dead letters. It is tried again. */
export async function recordDead(engine: HasVault & HasClock & HasLog, ids: readonly string[]): Promise<void> {
  const now = engine.clock.now();
  const waiting = await giveUp(engine.vault, ids, { now, until: plusMinutes(now, GIVEN_UP_MINUTES) });
  engine.log.event("deliveries-dead", { letters: ids.length, invitations: waiting });
}

const failures: { readonly [S in ReceiptStatus]?: Reason } = {
  "failed-temporary": "gateway-temporary",
  "failed-permanent": "number-dead",
  "failed-technical": "gateway-technical",
};

/**
 * How long an invitation waits before it is sent again that a gateway took and did not deliver, in minutes: longer than a
 * gateway goes on repeating a call, so that none of them is taken for one about the second message.
 */
const AGAIN_MINUTES = 60;

/** By how much a gateway's clock may be behind ours, in minutes. */
const CLOCK_MINUTES = 5;

export type Receipt = {
  readonly reference: string;
  readonly status: ReceiptStatus;
  /** When the gateway was given the message, by its clock, where it says so. */
  readonly givenAt?: Instant | undefined;
};

/**
 * Records what a gateway says became of messages. Receipts come late, twice and in any order: of final ones the first
 * counts, any at all says that the gateway has the message, and one for an unknown reference changes nothing (a
 * reminder's is known to nobody). One that says when its message was given is not taken for one about a later message.
 *
 * @returns How many invitations it changed.
 */
export async function recordReceipts(engine: HasVault & HasClock, receipts: readonly Receipt[]): Promise<number> {
  const taken = new Map<string, TakenMessage>();
  const ended = new Map<string, EndedByReceipt>();
  for (const { reference: id, status, givenAt } of receipts) {
    const givenBy = givenAt === undefined ? null : plusMinutes(givenAt, CLOCK_MINUTES);
    if (!taken.has(id)) taken.set(id, { id, givenBy });
    const state = afterReceipt("sent", status);
    if (ended.has(id) || (state !== "delivered" && state !== "failed")) continue;
    const reason = state === "failed" ? (failures[status] ?? "gateway-technical") : null;
    ended.set(id, { id, state, reason, sendings: sendingsAtMost[status] ?? null, givenBy });
  }
  const now = engine.clock.now();
  return await recordReceived(
    engine.vault,
    { taken: [...taken.values()], ended: [...ended.values()] },
    { now, expiresOn: expiryOf(londonDate(now), methodology), again: plusMinutes(now, AGAIN_MINUTES) },
  );
}
