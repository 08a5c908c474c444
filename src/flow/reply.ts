import type { Gateway, HasGateways, Message } from "../channels/gateway.ts";
import { mayReply } from "../domain/conversation.ts";
import { methodology } from "../domain/methodology.ts";
import { type HasClock, type Instant, plusMinutes } from "../kernel/time.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasLog } from "../platform/log.ts";
import { runBatch } from "../store/batch.ts";
import { claimReplies, findReplies, settleReply, type SlotRow } from "../store/vault/conversations.ts";
import type { HasVault } from "../store/vault/database.ts";
import { keepShowings } from "../store/vault/gateways.ts";
import { lookAgain } from "../store/vault/reminders.ts";
import { carry, type Fate, stopAll } from "./carry.ts";
import { conversable } from "./conversable.ts";
import { optOutIndexOf } from "./opt-out.ts";
import { CLAIM_MINUTES, enqueue, type HasDeliveries, settle } from "./outgoing.ts";
import { openSlot, type Slot } from "./text-slots.ts";

type Replying = HasVault & HasKeys & HasClock & HasGateways & HasLog;

/** On the queue, a reply is told from an invitation by this. */
const PREFIX = "text-reply:";

export const isTextReply = (id: string) => id.startsWith(PREFIX);
const slotOfReply = (id: string) => id.slice(PREFIX.length);

/** The gateway of this configured name that texts go by, if it can be replied to. */
export function replyGateway({ gateways }: HasGateways, name: string): Gateway | null {
  const gateway = gateways.named(`${name}/sms`) ?? gateways.named(name);
  return gateway?.takesReplies === true ? gateway : null;
}

/** Puts the reply on the queue. What the queue does not take, the cron finds. */
export async function sendSoon(
  engine: HasDeliveries & HasLog,
  { id, replyAt }: Pick<SlotRow, "id" | "replyAt">,
): Promise<void> {
  if (replyAt === null) return;
  try {
    await enqueue(engine, [PREFIX + id]);
  } catch (cause) {
    engine.log.failure("reply-not-queued", cause);
  }
}

/** What waits for an hour, or for its gateway, is looked at again after so many minutes. */
const AGAIN_MINUTES = 15;

/** Replies sent in one run of the cron. */
const RUN = 500;

/** Sends the replies of a batch from the queue. */
export const replyBatch = async (engine: Replying, queued: readonly string[]): Promise<void> =>
  await sendReplies(engine, queued.map(slotOfReply));

/** Sends the replies that wait: for an hour, for a gateway, or because the queue lost them. For the frequent cron. */
export const sendWaitingReplies = async (engine: Replying): Promise<void> =>
  await sendReplies(engine, await findReplies(engine.vault, engine.clock.now(), RUN));

/**
 * Sends replies by the gateway that their texts came by, and by no other: theirs is the number that was written to. One
 * that may have gone is never sent again. Nothing goes to a number that has opted out, or whose invitation was taken
 * back, since.
 */
async function sendReplies(engine: Replying, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const now = engine.clock.now();
  const claimed = await claimReplies(engine.vault, ids, { now, until: plusMinutes(now, CLAIM_MINUTES) });
  for (const row of claimed) {
    try {
      const again = await sendOne(engine, row, now);
      if (again !== "unknown") await settleReply(engine.vault, row, again);
    } catch (cause) {
      engine.log.failure("reply-not-sent", cause);
    }
  }
}

/** @returns When to try again; null where all is done; `unknown` where it may have gone: to be asked after, not sent. */
async function sendOne(engine: Replying, row: SlotRow, now: Instant): Promise<Instant | null | "unknown"> {
  const slot = await openSlot<unknown>(engine, row);
  const reply = slot?.reply;
  if (!slot || !reply) return null;
  const gateway = replyGateway(engine, slot.gateway);
  if (gateway === null) return null;
  if (row.givenAt !== null) {
    const doubtful = { reference: reply.reference, to: slot.number, since: row.givenAt, gateway: gateway.name };
    const known = (await settle(engine, [doubtful])).get(reply.reference);
    if (known?.is === "unasked") return "unknown";
    if (known?.is !== "not-gone") return null;
  }
  const invitation = (await conversable(engine, slot.number)).find(({ id }) => id === slot.invitation);
  if (!invitation) return null;
  if (!mayReply(reply.heardAt, now, invitation.victim, methodology)) return plusMinutes(now, AGAIN_MINUTES);
  const { to: number, ...words } = { to: slot.number, locale: reply.locale, body: reply.body };
  const message: Message = { reference: reply.reference, channel: "sms", to: number, area: slot.area, ...words };
  return await give(engine, { message, gateway, slot, safety: invitation.victim.safety }, now);
}

type Going = {
  readonly message: Message;
  readonly gateway: Gateway;
  readonly slot: Slot<unknown>;
  readonly safety: string;
};

/** Gives a reply to its gateway, after the last look. */
async function give(engine: Replying, going: Going, now: Instant): Promise<Instant | null | "unknown"> {
  const { message, gateway, slot, safety } = going;
  const { vault, log } = engine;
  const look = { id: slot.invitation, optOutIndex: await optOutIndexOf(engine, slot.number), safety };
  const only = { for: () => [gateway], named: () => gateway, all: [gateway] };
  const carried = await carry({ gateways: only, log }, [message], now, async () => {
    const { ids, states } = await lookAgain(vault, [look]);
    const rest = states.find((state) => state.gateway === gateway.name)?.pausedUntil ?? null;
    const to = rest !== null && rest > now ? null : gateway.name;
    return { to: new Map(ids.has(look.id) ? [[message.reference, to]] : []), states };
  });
  const rests = carried.showings.filter(({ pause }) => pause !== undefined);
  if (rests.length > 0) await runBatch(vault, keepShowings(rests, now));
  const fate: Fate | undefined = carried.fates.get(message.reference);
  if (fate?.fate === "refused" && fate.reason === "opted-out") await stopAll(engine, [slot.invitation]);
  if (fate?.fate === "unknown") return "unknown";
  if (fate?.fate === "later") return plusMinutes(now, AGAIN_MINUTES);
  return fate?.fate === "waiting" ? (fate.until ?? plusMinutes(now, AGAIN_MINUTES)) : null;
}
