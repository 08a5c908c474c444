import type { Reason } from "../domain/disposition.ts";
import { afterReceipt, type ReceiptStatus } from "../domain/invitation.ts";
import { methodology } from "../domain/methodology.ts";
import { expiryOf } from "../domain/schedule.ts";
import { type HasClock, londonDate } from "../kernel/time.ts";
import type { HasLog } from "../platform/log.ts";
import type { HasVault } from "../store/vault/database.ts";
import { type EndedByReceipt, endWithReceipts, giveUp, lapsedClaims } from "../store/vault/deliveries.ts";
import { enqueue, type HasDeliveries } from "./outgoing.ts";

/** At most so many taken up again in one run of the cron. */
const RUN = 5_000;

/** Puts deliveries that were begun and never finished back on the queue. Repeating it is harmless. */
export async function sweep(engine: HasVault & HasClock & HasDeliveries & HasLog): Promise<number> {
  const ids = await lapsedClaims(engine.vault, engine.clock.now(), RUN);
  await enqueue(engine, ids);
  if (ids.length > 0) engine.log.event("deliveries-taken-up", { invitations: ids.length });
  return ids.length;
}

/** Records on each invitation that the queue gave up on it, for the consumer of the dead letters. */
export async function recordDead(engine: HasVault & HasClock & HasLog, ids: readonly string[]): Promise<void> {
  const failed = await giveUp(engine.vault, ids, "delivery-given-up", engine.clock.now());
  engine.log.event("deliveries-dead", { letters: ids.length, invitations: failed });
}

const failures: { readonly [S in ReceiptStatus]?: Reason } = {
  "failed-temporary": "gateway-temporary",
  "failed-permanent": "number-dead",
  "failed-technical": "gateway-technical",
};

export type Receipt = { readonly reference: string; readonly status: ReceiptStatus };

/**
 * Records what a gateway says became of messages. Receipts come late, twice and in any order: only a final one counts,
 * the first of them, and a receipt for a closure request or an unknown reference changes nothing.
 *
 * @returns How many invitations it changed.
 */
export async function recordReceipts(engine: HasVault & HasClock, receipts: readonly Receipt[]): Promise<number> {
  const ended = new Map<string, EndedByReceipt>();
  for (const { reference: id, status } of receipts) {
    const state = afterReceipt("sent", status);
    if (ended.has(id) || (state !== "delivered" && state !== "failed")) continue;
    ended.set(id, { id, state, reason: state === "failed" ? (failures[status] ?? "gateway-technical") : null });
  }
  const now = engine.clock.now();
  return await endWithReceipts(engine.vault, [...ended.values()], {
    now,
    expiresOn: expiryOf(londonDate(now), methodology),
  });
}
