import type { HasChannels, Message } from "../channels/channel.ts";
import { composeClosureRequest } from "../domain/message.ts";
import type { HasClock, LocalDate, Week } from "../kernel/time.ts";
import { macName } from "../platform/crypto.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasLog } from "../platform/log.ts";
import { dueClosures, markClosuresSent, type UnsentClosure, unsentClosures } from "../store/vault/closures.ts";
import type { HasVault } from "../store/vault/database.ts";
import { messagePhrases } from "../ui/phrases-messages.ts";
import { enqueue, type HasDeliveries, type HasPublicOrigin, sendAll } from "./outgoing.ts";

/** On the queue, a closure request's id is told from an invitation's by this. */
const PREFIX = "closure:";

export const isClosureDelivery = (id: string) => id.startsWith(PREFIX);

export async function queueDueClosures(engine: HasVault & HasClock & HasDeliveries, today: LocalDate, limit: number) {
  const ids = await dueClosures(engine.vault, today, limit);
  await enqueue(
    engine,
    ids.map((id) => PREFIX + id),
  );
  return ids.length;
}

/**
 * Asks officers for their closure discussions.
 *
 * A request's link is derived from its id, not drawn: a second attempt sends the very same link, so one that crashed
 * before it was marked is found at the gateway and only marked, and two consumers at once cannot send two different
 * ones. An officer may then get a message twice; no victim can.
 */
export async function deliverClosures(
  engine: HasVault & HasKeys & HasChannels & HasLog & HasPublicOrigin,
  ids: readonly string[],
  wave: Week,
): Promise<void> {
  const { vault, channel, log } = engine;
  const requests = await unsentClosures(
    vault,
    ids.map((id) => id.slice(PREFIX.length)),
  );
  if (requests.length === 0) return;
  const links = new Map(
    await Promise.all(requests.map(async ({ id }) => [id, await closureLink(engine, id)] as const)),
  );
  const accepted = new Set(await channel.find(requests.map(({ id }) => id)));
  const messages = requests.flatMap((request) => {
    const link = links.get(request.id);
    return link && !accepted.has(request.id) ? [messageTo(engine, request, link.token)] : [];
  });
  for (const { reference, outcome } of await sendAll(engine, messages))
    if (outcome === "accepted") accepted.add(reference);

  const sent = [...accepted].flatMap((id) => {
    const link = links.get(id);
    return link ? [{ id, linkHash: link.linkHash }] : [];
  });
  await markClosuresSent(vault, sent, wave);
  log.event("closures-asked", { asked: requests.length, sent: sent.length });
}

/** The token of a request's link, and the hash by which the vault finds it: both made with the standing link key. */
export async function closureLink({ keys }: HasKeys, requestId: string) {
  const key = await keys.standing("link");
  const token = await macName(key, `closure/${requestId}`);
  return { token, linkHash: await macName(key, token) };
}

function messageTo({ publicOrigin }: HasPublicOrigin, request: UnsentClosure, token: string): Message {
  const { id, area, officerRef, closedOn } = request;
  const link = `${publicOrigin}/closure/${token}`;
  const words = composeClosureRequest(messagePhrases, { area, reference: id, date: closedOn }, link);
  return { reference: id, channel: "officer", to: officerRef, ...words };
}
