import type { HasGateways, Message } from "../channels/gateway.ts";
import { routeOfSafety } from "../domain/contact.ts";
import { recheck } from "../domain/recheck.ts";
import { warningsOf } from "../domain/case.ts";
import { composeInvitation, type Reader } from "../domain/message.ts";
import { methodology } from "../domain/methodology.ts";
import { expiryOf, isSendingTime, sendingDayOf } from "../domain/schedule.ts";
import type { HasRandom } from "../kernel/ids.ts";
import { Problem } from "../kernel/problem.ts";
import {
  type HasClock,
  type Instant,
  type LocalDate,
  londonDate,
  londonTime,
  plusMinutes,
  type Week,
  weekOf,
} from "../kernel/time.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasLog } from "../platform/log.ts";
import { claim, type Claimed } from "../store/vault/claims.ts";
import type { HasVault } from "../store/vault/database.ts";
import { endClaims, giveInvitations, type Mark, takeDue } from "../store/vault/deliveries.ts";
import type { OptOutReason } from "../store/vault/opt-outs.ts";
import { messagePhrases } from "../ui/phrases-messages.ts";
import { type Address, addressOf, type Offer, offerFor } from "./address.ts";
import { carry, type Fate, type Give, logRests, stopAll, stoppedThere } from "./carry.ts";
import { deliverClosures, isClosureDelivery, queueDueClosures } from "./deliver-closures.ts";
import { readContact } from "./opt-out.ts";
import {
  CLAIM_MINUTES,
  type Doubtful,
  type HasDeliveries,
  type HasPublicOrigin,
  queueTaken,
  retryAt,
  settle,
  type Settled,
  wakesAt,
} from "./outgoing.ts";

export type { HasDeliveries, HasPublicOrigin } from "./outgoing.ts";

export type Delivering = HasVault & HasKeys & HasClock & HasRandom & HasGateways & HasLog & HasPublicOrigin;

/** Puts what is due on the queue. For the cron; outside sending hours it does nothing. */
export async function queueDue(engine: HasVault & HasClock & HasDeliveries & HasLog): Promise<number> {
  const { vault, clock, log } = engine;
  const now = clock.now();
  if (!isSendingTime(now, methodology)) return 0;
  const { date: today, minutes } = londonTime(now);
  const queued = await queueTaken(
    engine,
    now,
    async (queuedUntil, limit) => await takeDue(vault, { now, today, minutes }, queuedUntil, limit),
  );
  const closures = await queueDueClosures(engine, { now, today });
  if (queued + closures > 0) log.event("deliveries-queued", { invitations: queued, closures });
  return queued + closures;
}

/**
 * Sends one batch from the queue: three calls to the vault and one to a gateway, whatever its size, and one to each more
 * for each further gateway in the order that has to be tried.
 *
 * A duplicate of the batch sends nothing twice: invitations are claimed by compare-and-set, the gateway that each is given
 * to is recorded before it is, and whoever takes one over after a crash asks there first. What may have gone and cannot
 * be asked after waits for its receipt, and is never sent again (docs/decisions/0020).
 */
export async function deliverBatch(engine: Delivering, ids: readonly string[]): Promise<void> {
  const now = engine.clock.now();
  if (!isSendingTime(now, methodology)) return;
  const run = runAt(now);
  if (!(await isWaveReady(engine, run.wave))) return;

  const closures = ids.filter(isClosureDelivery);
  if (closures.length > 0) await deliverClosures(engine, closures, run);
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
  const today = londonDate(now);
  return { now, today, wave: weekOf(today), until: plusMinutes(now, CLAIM_MINUTES) };
}

/**
 * A link sent without its wave's key could not be answered: rather wait for the nightly job that makes it. A vault that
 * was restored opens no contact: nobody who is due is held for that.
 */
async function isWaveReady({ keys, log }: HasKeys & HasLog, wave: Week): Promise<boolean> {
  try {
    await keys.dated("wave", wave);
    await keys.admitContact();
    return true;
  } catch (cause) {
    if (!(cause instanceof Problem)) throw cause;
    log.event("deliveries-waiting", { wave, for: cause.type });
    return false;
  }
}

async function deliverInvitations(engine: Delivering, ids: readonly string[], run: Run): Promise<void> {
  const { vault, log } = engine;
  const offers = new Map(await Promise.all(ids.map(async (id) => [id, await offerFor(engine, id)] as const)));
  const claimed = await claim(vault, [...offers.values()], run, run.until);
  if (claimed.length === 0) return;

  const settled = await settle(engine, await doubtsAmong(engine, claimed));
  const prepared = await Promise.all(
    claimed.map(async (invitation): Promise<Prepared> => {
      const known = settled.get(invitation.id);
      return known && known.is !== "not-gone"
        ? { marks: marksOfSettled(invitation, known, run) }
        : await prepare(engine, invitation, offers.get(invitation.id), run);
    }),
  );
  const marks = prepared.flatMap((one) => ("marks" in one ? one.marks : []));
  const ready = new Map(prepared.flatMap((one) => ("ready" in one ? [[one.ready.id, one.ready] as const] : [])));
  const { forbidden, give } = givingOf(vault, ready, run);
  const carried = await carry(
    engine,
    [...ready.values()].map(({ message }) => message),
    run.now,
    give,
  );

  for (const [id, reason] of forbidden) marks.push({ id, ...markOfListed[reason] });
  for (const [id, fate] of carried.fates) {
    const one = ready.get(id);
    if (one) marks.push(...marksOf(one, fate, run));
  }
  const stopped = stoppedThere(carried.fates);
  const indexes = stopped.flatMap((id) => ready.get(id)?.optOutIndex ?? []);
  logRests(engine, await endClaims(vault, { marks, showings: carried.showings, optedOut: indexes }, run), run.now);
  await stopAll(engine, stopped);
  const fates = [...carried.fates.values()];
  const count = (is: Fate["fate"]) => fates.filter(({ fate }) => fate === is).length;
  log.event("deliveries-made", {
    claimed: claimed.length,
    sent: count("accepted"),
    found: [...settled.values()].filter(({ is }) => is === "gone").length,
    unknown: count("unknown"),
    held: count("waiting"),
  });
}

/** Those that an earlier consumer gave to a gateway, and did not live to hear of. */
async function doubtsAmong(engine: HasKeys, claimed: readonly Claimed[]): Promise<readonly Doubtful[]> {
  const given = await Promise.all(
    claimed.map(async ({ id, gateway, givenAt, victim }): Promise<readonly Doubtful[]> => {
      if (gateway === null || givenAt === null) return [];
      const contact = await readContact(engine, { ...victim, victimId: victim.id });
      const to = { sms: contact?.mobile, email: contact?.email, letter: contact?.postal?.[0] };
      const route = routeOfSafety[victim.safety] ?? "sms";
      return [{ reference: id, to: to[route] ?? to.sms ?? "", since: givenAt, gateway }];
    }),
  );
  return given.flat();
}

/** An invitation that passed the last check, where it goes, and what it says. */
type Ready = {
  readonly id: string;
  readonly attempts: number;
  readonly optOutIndex: string;
  /** What its link is known by, where that is not what the row says. */
  readonly newLink: string | null;
  readonly message: Message;
};

type Prepared = { readonly marks: readonly Mark[] } | { readonly ready: Ready };

async function prepare(
  engine: HasKeys & HasRandom & HasPublicOrigin & HasGateways,
  invitation: Claimed,
  offer: Offer | undefined,
  run: Run,
): Promise<Prepared> {
  const { id, caseState, victim, attempts } = invitation;
  const { now, today } = run;
  const gone = invitation.sent.map(({ caseId, expiresOn }) => ({ caseId, on: sendingDayOf(expiresOn, methodology) }));
  const dispatch = recheck({ ...invitation, invitation, sent: gone, now }, methodology);
  if (dispatch.act === "end") return { marks: [{ id, state: dispatch.state, reason: dispatch.reason }] };
  if (dispatch.act === "wait") {
    // Later today is not a new day: the row stays due, and the cron picks it up in a safe hour.
    const dueOn = dispatch.until > today && { dueOn: dispatch.until };
    return { marks: [{ id, state: "scheduled", reason: null, ...dueOn, unattempted: true }] };
  }
  const found = await addressOf(engine, victim, dispatch.route);
  if ("reason" in found) return { marks: [{ id, state: "held", reason: found.reason }] };
  const link = dispatch.route === "letter" || !offer ? await offerFor(engine, id, dispatch.route === "letter") : offer;
  const mayReply = found.route === "sms" && mayAnswerByText(engine, invitation);
  const message = messageTo(
    engine,
    { reference: id, area: caseState.area, language: victim.language, mayReply },
    found,
    link.token,
  );
  const newLink = link.linkHash === invitation.linkHash ? null : link.linkHash;
  return { ready: { id, attempts, optOutIndex: found.optOutIndex, newLink, message } };
}

/** Whether a text may say that it can be replied to: its gateways take replies, and no danger is known of. */
function mayAnswerByText({ gateways }: HasGateways, { caseState, stage, isFlaggedElsewhere }: Claimed): boolean {
  const ways = gateways.for(caseState.area, "sms");
  const isQuiet = !isFlaggedElsewhere && caseState.flags.length === 0 && warningsOf(caseState.offence).length === 0;
  return stage !== "closure" && isQuiet && ways.length > 0 && ways.every(({ takesReplies }) => takesReplies === true);
}

function messageTo(
  { publicOrigin }: HasPublicOrigin,
  about: Pick<Reader, "area" | "language" | "mayReply"> & { readonly reference: string },
  { route, to, address }: Address,
  token: string,
): Message {
  const words = composeInvitation(messagePhrases, { ...about, route }, `${publicOrigin}/s/${token}`);
  return { reference: about.reference, channel: route, to, ...(address && { address }), area: about.area, ...words };
}

/** What becomes of an invitation whose number or address is on the list: who stopped has refused, the others wait. */
export const markOfListed = {
  "stop": { state: "excluded", reason: "opted-out" },
  "officer": { state: "excluded", reason: "opted-out" },
  "wrong-person": { state: "held", reason: "no-route" },
  "not-safe": { state: "held", reason: "no-contact" },
} as const satisfies { readonly [R in OptOutReason]: Pick<Mark, "state" | "reason"> };

/** Gives messages to gateways by the vault's record, and remembers whose number or address turned out to be on the list. */
function givingOf(vault: Delivering["vault"], ready: ReadonlyMap<string, Ready>, run: Run) {
  const forbidden = new Map<string, OptOutReason>();
  const give: Give = async (givings) => {
    const offered = givings.flatMap(({ reference: id, gateways }) => {
      const one = ready.get(id);
      return one ? [{ id, gateways, optOutIndex: one.optOutIndex, linkHash: one.newLink }] : [];
    });
    const given = await giveInvitations(vault, offered, run, run.until);
    for (const [id, reason] of given.forbidden) forbidden.set(id, reason);
    return given;
  };
  return { forbidden, give };
}

const sent = (id: string, day: LocalDate): Mark => ({
  id,
  state: "sent",
  reason: null,
  expiresOn: expiryOf(day, methodology),
});

function marksOfSettled({ id, givenAt }: Claimed, settled: Settled, run: Run): readonly Mark[] {
  const givenOn = givenAt === null ? run.today : londonDate(givenAt);
  if (settled.is === "gone") return [sent(id, givenOn)];
  if (settled.is !== "in-doubt") return [];
  if (settled.until <= run.now) return [{ ...sent(id, givenOn), reason: "in-doubt" }];
  return [{ id, state: "claimed", reason: "in-doubt", notBefore: settled.until }];
}

function marksOf({ id, attempts }: Ready, fate: Fate, { now, today }: Run): readonly Mark[] {
  if (fate.fate === "accepted") return [sent(id, today)];
  if (fate.fate === "refused") {
    if (fate.reason === "opted-out") return [{ id, state: "excluded", reason: fate.reason }];
    return [{ id, state: "failed", reason: fate.reason }];
  }
  // Tried again until the window ends: `recheck` then cancels it, and the frame shows why.
  if (fate.fate === "later") return [{ id, state: "scheduled", reason: null, notBefore: retryAt(now, attempts) }];
  if (fate.fate === "unknown") return [];
  return [{ id, state: "scheduled", reason: null, notBefore: wakesAt(now, fate.until), unattempted: true }];
}
