import type { HasInboxes, Inbox } from "../channels/inbox.ts";
import type { ReceivedText } from "../domain/received-text.ts";
import { SEEN_TEXT_DAYS } from "../domain/retention.ts";
import { type HasClock, type Instant, instantOf, millisecondsOf } from "../kernel/time.ts";
import { macName } from "../platform/crypto.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasLog } from "../platform/log.ts";
import type { HasVault } from "../store/vault/database.ts";
import { deleteSeenTexts, findSeenTexts, markTextSeen, renewSeenText } from "../store/vault/texts.ts";
import { converse, type Conversing } from "./converse.ts";
import { stopByNumber } from "./stop.ts";
import { submitAnswers } from "./submit.ts";
import { type WishedFor, wishedFor } from "./text-wish.ts";

type Receiving = HasVault & HasKeys & HasClock & HasLog & Conversing;

/** For how long a text is known again, in milliseconds: a gateway tells of one again for seven days. */
const KNOWN_FOR = SEEN_TEXT_DAYS * 86_400_000;

/** Pages of an inbox read at most in one run. */
const PAGES = 20;

/** A text's name: a gateway's id of it is unique in that gateway. `read-to` names it as the newest of a whole inbox. */
const nameOf = async ({ keys }: HasKeys, gateway: string, id: string, as: "text" | "read-to" = "text") =>
  await macName(await keys.standing("reference"), JSON.stringify([as, gateway, id]));

/** When a text was sent to us, as near as we know: no clock of a gateway's runs ahead of ours. */
function heardAt({ clock }: HasClock, { at }: ReceivedText): Instant {
  const now = clock.now();
  return at !== undefined && at < now ? at : now;
}

/**
 * Takes in a text that somebody sent to us, once. What asks to stop, in whatever words and at whatever time, comes before
 * all else, and is done before the text is marked as seen: of two at once both do it, and none is forgotten by a crash.
 * A text that was seen does nothing more, for what it asked may have been settled since.
 *
 * @param gateway Its name in the configuration.
 */
export async function receiveText(engine: Receiving, gateway: string, received: ReceivedText): Promise<void> {
  const { id, from, text } = received;
  const name = await nameOf(engine, gateway, id);
  if ((await findSeenTexts(engine.vault, [name])).has(name)) return;
  const { wish, left } = await wishedFor(engine, { from, text });
  // Before contact ends, which takes the conversation with it. After a crash the text is told again: both are done then.
  if (left !== null) await keepLeft(engine, left);
  if (wish !== null) await stopByNumber(engine, from, wish);
  // Before the mark, too: after a crash the gateway tells of it again, and a conversation knows what it has heard.
  if (wish === null) await converse(engine, gateway, { name, from, text, at: heardAt(engine, received) });
  const isNew = await markTextSeen(engine.vault, name, engine.clock.now());
  if (!isNew) return;
  engine.log.event("text-received", { gateway, wish: wish ?? "other" });
}

/** Submits what counts although it ends contact; what keeps it from being taken in keeps nothing else. */
async function keepLeft(engine: Receiving, { session, answers }: NonNullable<WishedFor["left"]>): Promise<void> {
  try {
    await submitAnswers(engine, session, answers);
  } catch (cause) {
    engine.log.failure("answers-not-taken", cause);
  }
}

/** What an inbox holds and we have not seen. */
type Unseen = {
  /** The newest first. */
  readonly texts: readonly ReceivedText[];
  /** What names the newest of all; null when there is none. */
  readonly newest: string | null;
  /** Whether it was read back to where an earlier run had read all, and why not where it stopped answering. */
  readonly isWhole: boolean;
  readonly broken?: { readonly cause: unknown };
};

/**
 * Reads an inbox from the newest page back to where an earlier run had read all. That calls told us of a whole page says
 * nothing of what lies behind it.
 */
async function readUnseen(engine: Receiving, inbox: Inbox): Promise<Unseen> {
  const unseen: ReceivedText[] = [];
  let [newest, olderThan]: [string | null, string | null] = [null, null];
  for (let page = 0; page < PAGES; page++) {
    try {
      const texts = await inbox.read(olderThan);
      const [names, ends] = await Promise.all([
        Promise.all(texts.map(({ id }) => nameOf(engine, inbox.name, id))),
        Promise.all(texts.map(({ id }) => nameOf(engine, inbox.name, id, "read-to"))),
      ]);
      const seen = await findSeenTexts(engine.vault, [...names, ...ends]);
      unseen.push(...texts.filter((_, index) => !seen.has(names[index] ?? "")));
      newest ??= ends[0] ?? null;
      olderThan = texts.at(-1)?.id ?? null;
      if (olderThan === null || ends.some((name) => seen.has(name))) return { texts: unseen, newest, isWhole: true };
    } catch (cause) {
      return { texts: unseen, newest, isWhole: false, broken: { cause } };
    }
  }
  return { texts: unseen, newest, isWhole: false };
}

/**
 * Takes in what an inbox holds and we have not seen, in the order in which it came: an answer means nothing before the
 * word that asked for the question. Only a run that came through moves the mark: after one that broke off, or that failed
 * in one text, the next goes as deep again.
 *
 * @returns How many.
 * @throws Error when the inbox stops answering; what it had answered with is taken in.
 */
async function collectFrom(engine: Receiving, inbox: Inbox): Promise<number> {
  const { texts, newest, isWhole, broken } = await readUnseen(engine, inbox);
  let [collected, failed] = [0, 0];
  for (const text of texts.toReversed()) {
    if (await isTaken(engine, inbox.name, text)) collected++;
    else failed++;
  }
  if (broken) throw broken.cause;
  if (isWhole && failed === 0 && newest !== null) await renewSeenText(engine.vault, newest, engine.clock.now());
  if (!isWhole || failed > 0) engine.log.event("inbox-not-read-through", { gateway: inbox.name, failed });
  return collected;
}

/** Whether a text could be taken in; one that fails does not keep the others. */
async function isTaken(engine: Receiving, gateway: string, text: ReceivedText): Promise<boolean> {
  try {
    await receiveText(engine, gateway, text);
    return true;
  } catch (cause) {
    engine.log.failure("text-not-taken", cause);
    return false;
  }
}

/**
 * Collects the texts that gateways could not tell us of: a STOP must not be lost with a call. For the frequent cron. One
 * inbox that does not answer does not keep the others.
 */
export async function collectTexts(engine: Receiving & HasInboxes): Promise<void> {
  for (const inbox of engine.inboxes) {
    try {
      const collected = await collectFrom(engine, inbox);
      if (collected > 0) engine.log.event("texts-collected", { gateway: inbox.name, texts: collected });
    } catch (cause) {
      engine.log.failure("inbox-silent", cause);
    }
  }
}

/** Lets go of the marks of texts that no gateway tells of any more. For the nightly cron. */
export async function forgetTexts({ vault, clock }: HasVault & HasClock): Promise<void> {
  await deleteSeenTexts(vault, instantOf(millisecondsOf(clock.now()) - KNOWN_FOR));
}
