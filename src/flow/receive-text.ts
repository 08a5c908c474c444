import type { HasInboxes, Inbox } from "../channels/inbox.ts";
import type { ReceivedText } from "../domain/received-text.ts";
import { wishOf } from "../domain/text-words.ts";
import { type HasClock, instantOf, millisecondsOf } from "../kernel/time.ts";
import { macName } from "../platform/crypto.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasLog } from "../platform/log.ts";
import type { HasVault } from "../store/vault/database.ts";
import { deleteSeenTexts, findSeenTexts, markTextSeen, renewSeenText } from "../store/vault/texts.ts";
import { converse, type Conversing } from "./converse.ts";
import { stopByNumber } from "./stop.ts";

type Receiving = HasVault & HasKeys & HasClock & HasLog & Conversing;

/** For how long a text is known again, in milliseconds: a gateway tells of one again for seven days. */
const KNOWN_FOR = 8 * 86_400_000;

/** Pages of an inbox read at most in one run. */
const PAGES = 20;

/** A text's name: a gateway's id of it is unique in that gateway. `read-to` names it as the newest of a whole inbox. */
const nameOf = async ({ keys }: HasKeys, gateway: string, id: string, as: "text" | "read-to" = "text") =>
  await macName(await keys.standing("reference"), JSON.stringify([as, gateway, id]));

/**
 * Takes in a text that somebody sent to us, once. What asks to stop, in whatever words and at whatever time, comes before
 * all else, and is done before the text is marked as seen: of two at once both do it, and none is forgotten by a crash.
 * A text that was seen does nothing more, for what it asked may have been settled since.
 *
 * @param gateway Its name in the configuration.
 */
export async function receiveText(engine: Receiving, gateway: string, { id, from, text }: ReceivedText): Promise<void> {
  const name = await nameOf(engine, gateway, id);
  if ((await findSeenTexts(engine.vault, [name])).has(name)) return;
  const wish = wishOf(text);
  if (wish !== null) await stopByNumber(engine, from, wish);
  // Before the mark, too: after a crash the gateway tells of it again, and a conversation knows what it has heard.
  else await converse(engine, gateway, { name, from, text });
  const isNew = await markTextSeen(engine.vault, name, engine.clock.now());
  if (!isNew) return;
  engine.log.event("text-received", { gateway, wish: wish ?? "other" });
}

/**
 * Takes in what an inbox holds and we have not seen, from the newest page back to where an earlier run had read all. That
 * calls told us of a whole page says nothing of what lies behind it. Only a run that came through moves the mark: after
 * one that broke off, or that failed in one text, the next goes as deep again.
 *
 * @returns How many.
 * @throws Error when the inbox stops answering; what it had answered with is taken in.
 */
async function collectFrom(engine: Receiving, inbox: Inbox): Promise<number> {
  let [collected, failed, isWhole]: [number, number, boolean] = [0, 0, false];
  let [newest, olderThan]: [string | null, string | null] = [null, null];
  for (let page = 0; page < PAGES && !isWhole; page++) {
    const texts = await inbox.read(olderThan);
    const [names, ends] = await Promise.all([
      Promise.all(texts.map(({ id }) => nameOf(engine, inbox.name, id))),
      Promise.all(texts.map(({ id }) => nameOf(engine, inbox.name, id, "read-to"))),
    ]);
    const seen = await findSeenTexts(engine.vault, [...names, ...ends]);
    for (const text of texts.filter((_, index) => !seen.has(names[index] ?? ""))) {
      if (await isTaken(engine, inbox.name, text)) collected++;
      else failed++;
    }
    newest ??= ends[0] ?? null;
    olderThan = texts.at(-1)?.id ?? null;
    isWhole = olderThan === null || ends.some((name) => seen.has(name));
  }
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
