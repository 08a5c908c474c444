import type { HasGateways, Message } from "../channels/gateway.ts";
import { composeReminder } from "../domain/message.ts";
import { methodology } from "../domain/methodology.ts";
import { dueLinks, recheckReminder } from "../domain/reminder.ts";
import { isSendingTime, sendingDayOf } from "../domain/schedule.ts";
import { type HasRandom, randomId } from "../kernel/ids.ts";
import { Problem } from "../kernel/problem.ts";
import { type HasClock, londonTime } from "../kernel/time.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasLog } from "../platform/log.ts";
import { runBatch } from "../store/batch.ts";
import type { HasResponses } from "../store/responses/database.ts";
import { findSpent } from "../store/responses/nullifiers.ts";
import type { HasVault } from "../store/vault/database.ts";
import { keepShowings } from "../store/vault/gateways.ts";
import {
  type LastLook,
  lookAgain,
  markReminded,
  readRemindable,
  type Remindable,
  takeReminders,
} from "../store/vault/reminders.ts";
import { messagePhrases } from "../ui/phrases-messages.ts";
import { type Address, addressOf, type Offer, offerFor } from "./address.ts";
import { submissionId } from "./answer.ts";
import { carry, type Giving, stopAll, stoppedThere } from "./carry.ts";
import { type HasDeliveries, type HasPublicOrigin, queueTaken } from "./outgoing.ts";

/** On the queue, a reminder is told from its invitation by this. */
const PREFIX = "reminder:";

export const isReminder = (id: string) => id.startsWith(PREFIX);

/** Puts every invitation on the queue whose reminder falls due, whoever has answered. For the cron, in sending hours. */
export async function queueReminders(engine: HasVault & HasClock & HasDeliveries & HasLog): Promise<number> {
  const now = engine.clock.now();
  if (!isSendingTime(now, methodology)) return 0;
  const { date: today, minutes } = londonTime(now);
  const due = dueLinks(today, methodology);
  const queued = await queueTaken(engine, now, async (queuedUntil, limit) => {
    const ids = await takeReminders(engine.vault, due, { now, minutes, queuedUntil }, limit);
    return ids.map((id) => PREFIX + id);
  });
  if (queued > 0) engine.log.event("reminders-queued", { considered: queued });
  return queued;
}

export type Reminding = HasVault &
  HasResponses &
  HasKeys &
  HasClock &
  HasRandom &
  HasGateways &
  HasLog &
  HasPublicOrigin;

/**
 * Reminds those of a batch who may be reminded and have not answered, at most once, and leaves no trace of whom.
 *
 * All are marked alike before it is asked who has answered, and the answer is used and forgotten: not stored, logged or
 * told by anything that this does to the vault. What goes has a reference of chance that is kept nowhere, so that its
 * receipt finds nothing. After a crash in between a reminder is lost, never doubled.
 */
export async function remindBatch(engine: Reminding, queued: readonly string[]): Promise<void> {
  const { vault, clock, log } = engine;
  const now = clock.now();
  if (!isSendingTime(now, methodology)) return;
  const due = await readRemindable(
    vault,
    queued.map((id) => id.slice(PREFIX.length)),
  );
  const gone = ({ sent }: Remindable) =>
    sent.map(({ caseId, expiresOn }) => ({ caseId, on: sendingDayOf(expiresOn, methodology) }));
  const judged = due.map((invitation) => ({
    invitation,
    verdict: recheckReminder({ ...invitation, invitation, sent: gone(invitation), now }, methodology),
  }));
  const waiting = judged.flatMap(({ invitation, verdict }) =>
    verdict !== "never" && verdict.act === "wait" ? [invitation.id] : [],
  );
  const ready = await Promise.all(
    judged
      .filter(({ invitation }) => !waiting.includes(invitation.id))
      .map(async ({ invitation, verdict }) => {
        const offer = await offerFor(engine, invitation.id);
        const route = verdict !== "never" && verdict.act === "send" ? verdict.route : null;
        const address = route === null ? null : await addressOf(engine, invitation.victim, route);
        return { invitation, offer, address: address && "to" in address ? address : null };
      }),
  );
  if (ready.length + waiting.length === 0) return;

  const looks = ready.flatMap(({ invitation: { id }, address }) =>
    address ? [{ id, optOutIndex: address.optOutIndex }] : [],
  );
  const offers = ready.map(({ offer }) => offer);
  const marked = await markReminded(vault, offers, waiting, looks);
  log.event("reminders-considered", { considered: marked.ids.size });
  const messages = await Promise.all(
    ready.map(async ({ invitation, offer, address }) => ({
      nullifier: marked.ids.has(invitation.id) ? await nullifierOf(engine, invitation) : null,
      going: address && !marked.forbidden.has(invitation.id) ? goingOf(engine, invitation, address, offer) : null,
    })),
  );
  const spent = await findSpent(
    engine.responses,
    messages.flatMap(({ nullifier }) => nullifier ?? []),
  );
  const alike = messages.flatMap(({ nullifier, going }) =>
    nullifier === null || going === null ? [] : [{ nullifier, going }],
  );
  await send(
    engine,
    alike.flatMap(({ nullifier, going }) => (spent.has(nullifier.nullifier) ? [] : [going])),
    alike.map(({ going }) => going.look),
  );
}

/** Under which name a submission by any link of the invitation is known; null once its wave has closed. */
async function nullifierOf({ keys }: HasKeys, { wave, linkHash }: Remindable) {
  if (wave === null) return null;
  try {
    return { wave, nullifier: await submissionId(await keys.dated("wave", wave), linkHash) };
  } catch (cause) {
    if (cause instanceof Problem) return null;
    throw cause;
  }
}

/** A reminder on its way, and what the last look asks about. Which invitation it is of, only this run of the consumer knows. */
type Going = { readonly message: Message; readonly look: LastLook };

function goingOf(
  engine: HasRandom & HasPublicOrigin,
  { id, caseState: { area }, victim: { language, safety } }: Remindable,
  { route, to, optOutIndex }: Address,
  { token }: Offer,
): Going {
  const words = composeReminder(messagePhrases, { area, language, route }, `${engine.publicOrigin}/s/${token}`);
  const message = { reference: randomId(engine), channel: route, to, area, ...words };
  return { message, look: { id, optOutIndex, safety } };
}

/**
 * The last look asks about all who could be reminded: not even the question says who is.
 *
 * What a gateway says of reminders is let go, but for a rest that it asks for; and for STOP, which ends all contact with
 * whoever has told it to stop (docs/decisions/0021).
 */
async function send(engine: Reminding, reminders: readonly Going[], everybody: readonly LastLook[]): Promise<void> {
  const { vault, clock } = engine;
  const now = clock.now();
  const looks = new Map(reminders.map(({ message, look }) => [message.reference, look]));
  const carried = await carry(
    engine,
    reminders.map(({ message }) => message),
    now,
    async (givings) => {
      const { ids, states } = await lookAgain(vault, everybody);
      const resting = new Set(
        states.flatMap(({ gateway, pausedUntil }) => (pausedUntil && pausedUntil > now ? [gateway] : [])),
      );
      const firstAwake = ({ gateways }: Giving) => gateways.find((name) => !resting.has(name)) ?? null;
      const going = givings.filter(({ reference }) => ids.has(looks.get(reference)?.id ?? ""));
      return { to: new Map(going.map((giving) => [giving.reference, firstAwake(giving)])), states };
    },
  );
  const rests = carried.showings.filter(({ pause }) => pause !== undefined);
  if (rests.length > 0) await runBatch(vault, keepShowings(rests, now));
  await stopAll(
    engine,
    stoppedThere(carried.fates).flatMap((reference) => looks.get(reference)?.id ?? []),
  );
}
