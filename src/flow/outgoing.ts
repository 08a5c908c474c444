import type { HasChannels, Message, SendOutcome } from "../channels/channel.ts";
import type { HasLog } from "../platform/log.ts";

/** Where links lead: scheme and host, without a slash at the end. */
export type HasPublicOrigin = { readonly publicOrigin: string };

/** The queue of deliveries: ids alone, at most 100 at a time. */
export type HasDeliveries = { readonly deliveries: { send(ids: readonly string[]): Promise<void> } };

const QUEUE_BATCH = 100;

/** Sends ids to the queue in batches as large as it takes. */
export async function enqueue({ deliveries }: HasDeliveries, ids: readonly string[]): Promise<void> {
  for (let from = 0; from < ids.length; from += QUEUE_BATCH) await deliveries.send(ids.slice(from, from + QUEUE_BATCH));
}

/** When the gateway's answer is lost nothing is known of any: they stay claimed, and whoever takes over asks first. */
export async function sendAll(
  { channel, log }: HasChannels & HasLog,
  messages: readonly Message[],
): Promise<readonly SendOutcome[]> {
  if (messages.length === 0) return [];
  try {
    return await channel.send(messages);
  } catch (cause) {
    log.failure("gateway-silent", cause);
    return [];
  }
}
