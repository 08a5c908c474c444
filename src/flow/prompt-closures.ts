import areasFile from "../../surveys/areas.json" with { type: "json" };
import type { HasGateways, Message } from "../channels/gateway.ts";
import { type HasClosurePrompts, needsUnit, promptDays, supervisorOf } from "../domain/closure-prompt.ts";
import { composeClosureEscalation, composeClosureReminder } from "../domain/message.ts";
import { methodology } from "../domain/methodology.ts";
import { isSendingTime } from "../domain/schedule.ts";
import { type HasRandom, timeOrderedId } from "../kernel/ids.ts";
import { type HasClock, londonDate, plusMinutes } from "../kernel/time.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasLog } from "../platform/log.ts";
import { referencesOfClosures } from "../store/vault/case-references.ts";
import type { ClaimMark } from "../store/vault/claim-marks.ts";
import {
  addPrompts,
  type ClaimedPrompt,
  claimPrompts,
  duePrompts,
  endPromptClaims,
  givePrompts,
  unsentPrompts,
} from "../store/vault/closure-prompts.ts";
import type { HasVault } from "../store/vault/database.ts";
import { messagePhrases } from "../ui/phrases-messages.ts";
import { carry, logRests } from "./carry.ts";
import { marksOf, marksOfSettled } from "./claim-marks.ts";
import { closureLink } from "./deliver-closures.ts";
import { CLAIM_MINUTES, enqueue, type HasDeliveries, type HasPublicOrigin, PAGE, settle } from "./outgoing.ts";

/** On the queue, a reminder or escalation of a closure request is told from everything else by this. */
const PREFIX = "closure-prompt:";

export const isClosurePrompt = (id: string) => id.startsWith(PREFIX);

type Queueing = HasVault & HasClock & HasRandom & HasDeliveries & HasClosurePrompts & HasLog;

/**
 * Reminds officers of discussions that they were asked for and have not recorded, and tells supervisors of those that are
 * overdue: notes what falls due, and puts on the queue what has not gone. For the cron; twice, or two at once, changes
 * nothing.
 */
export async function queueClosurePrompts(engine: Queueing): Promise<number> {
  const { vault, clock, log } = engine;
  const now = clock.now();
  if (!isSendingTime(now, methodology)) return 0;
  const today = londonDate(now);
  const due = await duePrompts(vault, rulesOn(engine, today), PAGE);
  await addPrompts(
    vault,
    due.map((prompt) => ({ ...prompt, id: timeOrderedId(engine, now) })),
    today,
  );
  const ids = await unsentPrompts(vault, now, PAGE);
  await enqueue(
    engine,
    ids.map((id) => PREFIX + id),
  );
  if (ids.length > 0) log.event("closure-prompts-queued", { queued: ids.length });
  return ids.length;
}

function rulesOn({ closurePrompts }: HasClosurePrompts, today: ReturnType<typeof londonDate>) {
  const settings = areasFile.areas.map(({ code }) => ({ area: code, setting: closurePrompts.for(code) }));
  return {
    ...promptDays(today, methodology),
    remindersAtMost: methodology.closureRequest.remindersAtMost,
    reminded: settings.filter(({ setting }) => setting.remind).map(({ area }) => area),
    escalated: settings.flatMap(({ area, setting: { escalateTo } }) =>
      escalateTo === null ? [] : [{ area, needsUnit: needsUnit(escalateTo) }],
    ),
  };
}

type Prompting = HasVault & HasKeys & HasClock & HasGateways & HasClosurePrompts & HasLog & HasPublicOrigin;

/**
 * Sends reminders and escalations by the rules of every delivery: claimed, recorded to whom they are given, asked after
 * when they are taken over, never sent twice where they may have gone. What has been recorded or cancelled since is let be.
 */
export async function sendClosurePrompts(engine: Prompting, ids: readonly string[]): Promise<void> {
  const { vault, clock, log } = engine;
  const now = clock.now();
  if (!isSendingTime(now, methodology)) return;
  const until = plusMinutes(now, CLAIM_MINUTES);
  const unprefixed = ids.map((id) => id.slice(PREFIX.length));
  const claimed = (await claimPrompts(vault, unprefixed, now, until)).map((prompt) => ({
    prompt,
    to: recipientOf(engine, prompt),
  }));
  if (claimed.length === 0) return;

  const settled = await settle(
    engine,
    claimed.flatMap(({ prompt: { id, gateway, givenAt }, to }) =>
      gateway === null || givenAt === null ? [] : [{ reference: id, to: to ?? "", since: givenAt, gateway }],
    ),
  );
  const open = claimed.filter(({ prompt }) => (settled.get(prompt.id)?.is ?? "not-gone") === "not-gone");
  const nowhere = open.filter(({ to }) => to === null);
  const messages = await messagesFor(engine, open);
  const carried = await carry(engine, messages, now, async (givings) => {
    const offered = givings.map(({ reference, gateways }) => ({ id: reference, gateways }));
    return await givePrompts(vault, offered, now, until);
  });
  const attempts = new Map(claimed.map(({ prompt }) => [prompt.id, prompt.attempts]));
  const marks = [
    // A unit that the force has taken back since, or a setting that has changed.
    ...nowhere.map(({ prompt }): ClaimMark => ({
      id: prompt.id,
      until: null,
      outcome: "refused",
      reason: "gateway-refused",
      given: false,
    })),
    ...[...settled].flatMap(([id, known]) => marksOfSettled(id, known, now)),
    ...[...carried.fates].flatMap(([id, fate]) => marksOf(id, fate, attempts.get(id) ?? 1, now)),
  ];
  logRests(engine, await endPromptClaims(vault, { marks, showings: carried.showings }, until, now), now);
  const sent = [...carried.fates.values()].filter(({ fate }) => fate === "accepted").length;
  log.event("closure-prompts", { claimed: claimed.length, sent });
}

/** The officer; of what is overdue, their supervisor. Null where there is nobody. */
const recipientOf = ({ closurePrompts }: HasClosurePrompts, { kind, area, officerRef, officerUnit }: ClaimedPrompt) =>
  kind === "reminder" ? officerRef : supervisorOf(closurePrompts.for(area), officerUnit);

type Open = { readonly prompt: ClaimedPrompt; readonly to: string | null };

async function messagesFor(
  engine: HasVault & HasKeys & HasPublicOrigin,
  open: readonly Open[],
): Promise<readonly Message[]> {
  const ofForce = await referencesOfClosures(
    engine,
    open.map(({ prompt }) => prompt.requestId),
  );
  const written = await Promise.all(
    open.map(async ({ prompt: { id, requestId, kind, area, closedOn }, to }): Promise<readonly Message[]> => {
      if (to === null) return [];
      const about = { area, reference: ofForce.get(requestId)?.case ?? requestId, date: closedOn };
      const common = { reference: id, channel: "officer", to, area } as const;
      if (kind === "escalation") {
        return [{ ...common, audience: "supervisor", ...composeClosureEscalation(messagePhrases, about) }];
      }
      const { token } = await closureLink(engine, requestId);
      const link = `${engine.publicOrigin}/closure/${token}`;
      return [{ ...common, ...composeClosureReminder(messagePhrases, about, link) }];
    }),
  );
  return written.flat();
}
