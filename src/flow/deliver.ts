import type { HasChannels, Message, SendOutcome } from "../channels/channel.ts";
import { isReason } from "../domain/disposition.ts";
import { recheck } from "../domain/eligibility.ts";
import { composeInvitation } from "../domain/message.ts";
import { methodology } from "../domain/methodology.ts";
import { expiryOf, isSendingTime, sendingDayOf } from "../domain/schedule.ts";
import type { HasRandom } from "../kernel/ids.ts";
import { Problem } from "../kernel/problem.ts";
import {
  type HasClock,
  type Instant,
  type LocalDate,
  londonTime,
  plusMinutes,
  type Week,
  weekOf,
} from "../kernel/time.ts";
import { macName, toBase64Url } from "../platform/crypto.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasLog } from "../platform/log.ts";
import type { HasVault } from "../store/vault/database.ts";
import { claim, type Claimed, endClaims, type Mark, replaceLinks, takeDue } from "../store/vault/deliveries.ts";
import { findOptOuts } from "../store/vault/opt-outs.ts";
import { messagePhrases } from "../ui/phrases-messages.ts";
import { deliverClosures, isClosureDelivery, queueDueClosures } from "./deliver-closures.ts";

import { optOutIndexOf, readContact } from "./opt-out.ts";
import { enqueue, type HasDeliveries, type HasPublicOrigin, sendAll } from "./outgoing.ts";

export type { HasDeliveries, HasPublicOrigin } from "./outgoing.ts";

export type Delivering = HasVault & HasKeys & HasClock & HasRandom & HasChannels & HasLog & HasPublicOrigin;

/** How long something counts as queued before it may be queued again, in minutes. */
const QUEUED_MINUTES = 15;
/** How long a consumer may take before another may take over, in minutes: longer than a consumer may live. */
const CLAIM_MINUTES = 20;
/** First wait after a gateway's temporary failure, and the longest, in minutes; it doubles in between. */
const RETRY_MINUTES = { first: 15, longest: 24 * 60 } as const;

/** Rows taken in one statement, and in one run of the cron. */
const [PAGE, RUN] = [1_000, 20_000];

/** Puts what is due on the queue. For the cron; outside sending hours it does nothing. */
export async function queueDue(engine: HasVault & HasClock & HasDeliveries & HasLog): Promise<number> {
  const { vault, clock, log } = engine;
  const now = clock.now();
  if (!isSendingTime(now, methodology)) return 0;
  const { date: today, minutes } = londonTime(now);
  let queued = 0;
  while (queued < RUN) {
    const ids = await takeDue(vault, { now, today, minutes }, plusMinutes(now, QUEUED_MINUTES), PAGE);
    await enqueue(engine, ids);
    queued += ids.length;
    if (ids.length < PAGE) break;
  }
  const closures = await queueDueClosures(engine, today, PAGE);
  if (queued + closures > 0) log.event("deliveries-queued", { invitations: queued, closures });
  return queued + closures;
}

/**
 * Sends one batch from the queue: three calls to the vault and one to the gateway, whatever its size.
 *
 * A duplicate of the batch sends nothing twice: invitations are claimed by compare-and-set, and one that is taken over
 * after a crash is first looked for at the gateway. What cannot be known to have gone or not stays claimed.
 */
export async function deliverBatch(engine: Delivering, ids: readonly string[]): Promise<void> {
  const now = engine.clock.now();
  if (!isSendingTime(now, methodology)) return;
  const run = runAt(now);
  if (!(await isWaveReady(engine, run.wave))) return;

  const closures = ids.filter(isClosureDelivery);
  if (closures.length > 0) await deliverClosures(engine, closures, run.wave);
  if (closures.length < ids.length) {
    await deliverInvitations(
      engine,
      ids.filter((id) => !isClosureDelivery(id)),
      run,
    );
  }
}

/** One run of a consumer: its moment, and until when its claims hold. */
type Run = { readonly now: Instant; readonly today: LocalDate; readonly wave: Week; readonly until: Instant };

function runAt(now: Instant): Run {
  const today = londonTime(now).date;
  return { now, today, wave: weekOf(today), until: plusMinutes(now, CLAIM_MINUTES) };
}

/** A link sent without its wave's key could not be answered: rather wait for the nightly job that makes it. */
async function isWaveReady({ keys, log }: HasKeys & HasLog, wave: Week): Promise<boolean> {
  try {
    await keys.dated("wave", wave);
    return true;
  } catch (cause) {
    if (!(cause instanceof Problem)) throw cause;
    log.event("deliveries-waiting", { wave, for: cause.type });
    return false;
  }
}

/** A fresh link: 128 random bits that are stored nowhere, and the name by which the vault knows it again. */
type Offer = { readonly id: string; readonly token: string; readonly linkHash: string };

async function offersFor(engine: HasKeys & HasRandom, ids: readonly string[]): Promise<readonly Offer[]> {
  const key = await engine.keys.standing("link");
  return await Promise.all(
    ids.map(async (id) => {
      const token = toBase64Url(engine.random.bytes(16));
      return { id, token, linkHash: await macName(key, token) };
    }),
  );
}

async function deliverInvitations(engine: Delivering, ids: readonly string[], run: Run): Promise<void> {
  const { vault, channel, log } = engine;
  const offers = new Map((await offersFor(engine, ids)).map((offer) => [offer.id, offer]));
  const claimed = await claim(vault, [...offers.values()], run, run.until);
  if (claimed.length === 0) return;

  const takenOver = claimed.filter(({ id, linkHash }) => offers.get(id)?.linkHash !== linkHash);
  const accepted = takenOver.length > 0 ? await channel.find(takenOver.map(({ id }) => id)) : new Set<string>();
  const marks: Mark[] = [...accepted].map((id) => sent(id, run));

  const toSend: Addressed[] = [];
  const prepared = await Promise.all(
    claimed.filter(({ id }) => !accepted.has(id)).map((invitation) => prepare(engine, invitation, run)),
  );
  for (const one of prepared) {
    if ("mark" in one) marks.push(one.mark);
    else toSend.push(one.addressed);
  }

  const relinked = new Set(takenOver.map(({ id }) => id));
  const links = toSend.flatMap(({ invitation: { id } }) => (relinked.has(id) ? (offers.get(id) ?? []) : []));
  const blocked = await lastLook(engine, toSend, links, run);
  for (const { invitation } of toSend.filter(({ optOutIndex }) => blocked.has(optOutIndex))) {
    marks.push({ id: invitation.id, state: "excluded", reason: "opted-out" });
  }
  const messages = toSend
    .filter(({ optOutIndex }) => !blocked.has(optOutIndex))
    .flatMap((addressed) => messageTo(engine, addressed, offers.get(addressed.invitation.id)));
  const outcomes = await sendAll(engine, messages);
  const attempts = new Map(claimed.map((invitation) => [invitation.id, invitation.attempts]));
  for (const outcome of outcomes) marks.push(markOf(outcome, attempts.get(outcome.reference) ?? 1, run));
  await endClaims(vault, marks, run.until, run.now);
  log.event("deliveries-made", {
    claimed: claimed.length,
    sent: outcomes.filter(({ outcome }) => outcome === "accepted").length,
    found: accepted.size,
    unknown: messages.length - outcomes.length,
  });
}

/** An invitation that passed the last check, and where it goes. */
type Addressed = {
  readonly invitation: Claimed;
  readonly route: "sms" | "email";
  readonly to: string;
  readonly optOutIndex: string;
};

async function prepare(
  engine: HasKeys,
  invitation: Claimed,
  { now, today }: Run,
): Promise<{ readonly mark: Mark } | { readonly addressed: Addressed }> {
  const { id, caseState, victim } = invitation;
  const gone = invitation.sent.map(({ caseId, expiresOn }) => ({ caseId, on: sendingDayOf(expiresOn, methodology) }));
  const dispatch = recheck({ invitation, caseState, victim, sent: gone, shared: invitation.shared, now }, methodology);
  if (dispatch.act === "end") return { mark: { id, state: dispatch.state, reason: dispatch.reason } };
  if (dispatch.act === "wait") {
    // Later today is not a new day: the row stays due, and the cron picks it up in a safe hour.
    return { mark: { id, state: "scheduled", reason: null, ...(dispatch.until > today && { dueOn: dispatch.until }) } };
  }
  const contact = await readContact(engine, { ...victim, victimId: victim.id });
  if (contact === null) return { mark: { id, state: "held", reason: "contact-unreadable" } };
  const to = dispatch.route === "sms" ? contact.mobile : contact.email;
  if (!to) return { mark: { id, state: "held", reason: "safe-route-missing" } };
  if (contact.suspects?.includes(to)) return { mark: { id, state: "held", reason: "suspect-route" } };
  const optOutIndex = await optOutIndexOf(engine, to);
  return { addressed: { invitation, route: dispatch.route, to, optOutIndex } };
}

/** Who has opted out by now; and links of their own for what was taken over. One call, as late as can be. */
async function lastLook(
  { vault }: HasVault,
  addressed: readonly Addressed[],
  links: readonly Offer[],
  { wave }: Run,
): Promise<ReadonlySet<string>> {
  if (addressed.length === 0) return new Set();
  const indexes = addressed.map(({ optOutIndex }) => optOutIndex);
  return await findOptOuts(vault, indexes, links.length > 0 ? [replaceLinks(vault, links, wave)] : []);
}

function messageTo(engine: HasPublicOrigin, addressed: Addressed, offer: Offer | undefined): readonly Message[] {
  if (!offer) return [];
  const { invitation, route, to } = addressed;
  const { area } = invitation.caseState;
  const link = `${engine.publicOrigin}/s/${offer.token}`;
  const words = composeInvitation(messagePhrases, { area, language: invitation.victim.language, route }, link);
  return [{ reference: invitation.id, channel: route, to, ...words }];
}

const sent = (id: string, { today }: Run): Mark => ({
  id,
  state: "sent",
  reason: null,
  expiresOn: expiryOf(today, methodology),
});

function markOf(outcome: SendOutcome, attempts: number, run: Run): Mark {
  const id = outcome.reference;
  if (outcome.outcome === "accepted") return sent(id, run);
  if (outcome.permanent) {
    return { id, state: "failed", reason: isReason(outcome.reason) ? outcome.reason : "gateway-refused" };
  }
  // Tried again until the window ends: `recheck` then cancels it, and the frame shows why.
  const wait = Math.min(RETRY_MINUTES.first * 2 ** Math.min(attempts - 1, 10), RETRY_MINUTES.longest);
  return { id, state: "scheduled", reason: null, notBefore: plusMinutes(run.now, wait) };
}
