import type { HasGateways, Message } from "../channels/gateway.ts";
import { composeClosureRequest } from "../domain/message.ts";
import type { Instant, LocalDate, Week } from "../kernel/time.ts";
import { macName } from "../platform/crypto.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasLog } from "../platform/log.ts";
import { referencesOfClosures } from "../store/vault/case-references.ts";
import {
  claimClosures,
  type ClaimedClosure,
  dueClosures,
  endClosureClaims,
  giveClosures,
} from "../store/vault/closures.ts";
import type { HasVault } from "../store/vault/database.ts";
import { messagePhrases } from "../ui/phrases-messages.ts";
import { carry, logRests } from "./carry.ts";
import { marksOf, marksOfSettled } from "./claim-marks.ts";
import { enqueue, type HasDeliveries, type HasPublicOrigin, PAGE, settle } from "./outgoing.ts";

/** On the queue, a closure request's id is told from an invitation's by this. */
const PREFIX = "closure:";

export const isClosureDelivery = (id: string) => id.startsWith(PREFIX);

export async function queueDueClosures(
  engine: HasVault & HasDeliveries,
  at: { readonly now: Instant; readonly today: LocalDate },
) {
  const ids = await dueClosures(engine.vault, at, PAGE);
  await enqueue(
    engine,
    ids.map((id) => PREFIX + id),
  );
  return ids.length;
}

type Run = { readonly now: Instant; readonly wave: Week; readonly until: Instant };

/**
 * Asks officers for their closure discussions, by the same rules as victims are invited: claimed, recorded to whom it is
 * given, asked after when it is taken over, never sent twice where it may have gone.
 *
 * A request's link is derived from its id, not drawn: a second attempt sends the very same link.
 */
export async function deliverClosures(
  engine: HasVault & HasKeys & HasGateways & HasLog & HasPublicOrigin,
  ids: readonly string[],
  run: Run,
): Promise<void> {
  const { vault, log } = engine;
  const { now, until } = run;
  const claimed = new Map(
    (
      await claimClosures(
        vault,
        ids.map((id) => id.slice(PREFIX.length)),
        now,
        until,
      )
    ).map((request) => [request.id, request]),
  );
  if (claimed.size === 0) return;

  const doubtful = [...claimed.values()].flatMap(({ id, officerRef, gateway, givenAt }) =>
    gateway === null || givenAt === null ? [] : [{ reference: id, to: officerRef, since: givenAt, gateway }],
  );
  const settled = await settle(engine, doubtful);
  const toSend = [...claimed.values()].filter(({ id }) => (settled.get(id)?.is ?? "not-gone") === "not-gone");
  const links = new Map(await Promise.all(toSend.map(async ({ id }) => [id, await closureLink(engine, id)] as const)));
  const ofForce = await referencesOfClosures(
    engine,
    toSend.map(({ id }) => id),
  );
  const messages = toSend.map((request) => {
    const { id } = request;
    return messageTo(engine, request, { token: links.get(id)?.token ?? "", reference: ofForce.get(id)?.case ?? id });
  });
  const carried = await carry(engine, messages, now, async (givings) => {
    const offered = givings.flatMap(({ reference: id, gateways }) => {
      const linkHash = links.get(id)?.linkHash;
      return linkHash === undefined ? [] : [{ id, gateways, linkHash }];
    });
    return await giveClosures(vault, offered, run, until);
  });
  const marks = [
    ...[...settled].flatMap(([id, known]) => marksOfSettled(id, known, now)),
    ...[...carried.fates].flatMap(([id, fate]) => marksOf(id, fate, claimed.get(id)?.attempts ?? 1, now)),
  ];
  logRests(engine, await endClosureClaims(vault, { marks, showings: carried.showings }, until, now), now);
  const accepted = [...carried.fates.values()].filter(({ fate }) => fate === "accepted").length;
  log.event("closures-asked", { asked: claimed.size, sent: accepted });
}

/** The token of a request's link, and the hash by which the vault finds it: both made with the standing link key. */
export async function closureLink({ keys }: HasKeys, requestId: string) {
  const key = await keys.standing("link");
  const token = await macName(key, `closure/${requestId}`);
  return { token, linkHash: await macName(key, token) };
}

/** The official message names the case as the force does, where that is known; else by our own id of the request. */
function messageTo(
  { publicOrigin }: HasPublicOrigin,
  request: ClaimedClosure,
  { token, reference }: { readonly token: string; readonly reference: string },
): Message {
  const { id, area, officerRef, closedOn } = request;
  const link = `${publicOrigin}/closure/${token}`;
  const words = composeClosureRequest(messagePhrases, { area, reference, date: closedOn }, link);
  return { reference: id, channel: "officer", to: officerRef, area, ...words };
}
