import type { HasGateways } from "../channels/gateway.ts";
import {
  type Conversation,
  CONVERSATION_HOURS,
  endedAs,
  hasShortForm,
  type HeardText,
  outcomeOf,
  receive,
} from "../domain/conversation.ts";
import { beginTalk, type Script } from "../domain/dialogue.ts";
import { normaliseMobile } from "../domain/phone.ts";
import { isCourtesy, isDistress, isStart, languageIn } from "../domain/text-cues.ts";
import { instrumentOf } from "../instrument/registry.ts";
import { type HasRandom, randomId } from "../kernel/ids.ts";
import type { Locale } from "../kernel/locale.ts";
import { type HasClock, type Instant, type LocalDate, londonDate, plusMinutes } from "../kernel/time.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasLog } from "../platform/log.ts";
import { changeSlot, dropSlots, findSlots, makeSlot, type SlotRow } from "../store/vault/conversations.ts";
import type { HasVault } from "../store/vault/database.ts";
import { aroundDialogue, dialoguePhrases } from "../ui/phrases-dialogue.ts";
import { beginByText, respondentOf, type Session } from "./answer.ts";
import { conversable } from "./conversable.ts";
import type { HasDeliveries } from "./outgoing.ts";
import { replyGateway, sendSoon } from "./reply.ts";
import { submitAnswers } from "./submit.ts";
import {
  answeringOf,
  type KnownSlot,
  openSlot,
  type Reply,
  type Slot,
  sealSlot,
  slotId,
  slotsOf,
  waitingHelp,
  wordsOf,
} from "./text-slots.ts";

type Vaulted = HasVault & HasKeys & HasClock;

export type Conversing = Vaulted &
  HasRandom &
  HasGateways &
  HasDeliveries &
  HasLog &
  Parameters<typeof submitAnswers>[0] &
  Parameters<typeof beginByText>[0];

type TextSlot = Slot<Session>;
type Known = KnownSlot<Session>;

/** A text that came in: its name, by which it counts once, and what it says. */
type Inbound = {
  readonly name: string;
  readonly number: string;
  readonly text: string;
  /** Which gateway it came by, and when. */
  readonly gateway: string;
  readonly at: Instant;
};

/** Of texts at once, each tries as often as there may be others. */
const TRIES = 8;

export const scriptOf = (session: Session): Script => ({
  instrument: instrumentOf(session.instrument),
  respondent: respondentOf(session),
  words: dialoguePhrases,
});

const helps: ReadonlySet<string> = new Set(Object.values(dialoguePhrases.help));

/** What is said to a text. @param before The slot that it is stored over: help that waits there is said first. */
function replyOf(
  engine: HasRandom,
  say: readonly string[],
  { locale, at }: { readonly locale: Locale; readonly at: Instant },
  before: Known | undefined,
): Reply | null {
  const waiting = before === undefined ? null : waitingHelp(before);
  if (say.length === 0) return waiting;
  const own = say.find((paragraph) => helps.has(paragraph));
  const said = own === undefined && waiting !== null ? [waiting.body, ...say] : say;
  const help = own ?? waiting?.body ?? null;
  return { reference: randomId(engine), body: said.join("\n"), locale, heardAt: at, help };
}

/**
 * Takes in a text that is no wish: the answer to the open question of its number's conversation, the word that begins
 * one, or neither. What it changes is stored before anything is replied; of two at once the second sees what the first
 * has left. A number that was sent nothing hears nothing.
 *
 * @param received `name`: its own, by which it counts once however often it comes. `at`: when it came, not after now.
 */
export async function converse(
  engine: Conversing,
  gateway: string,
  received: { readonly name: string; readonly from: string; readonly text: string; readonly at: Instant },
): Promise<void> {
  const number = normaliseMobile(received.from);
  if (number === null || replyGateway(engine, gateway) === null) return;
  const inbound = { name: received.name, number, text: received.text, gateway, at: received.at };
  for (let tries = 0; tries < TRIES; tries++) {
    const slots = await slotsOf<Session>(engine, number);
    const isDone = await (async () => {
      const going = slots.find(({ row }) => row.state !== "ended");
      if (going && (going.row.state === "finished" || going.row.endsAt <= engine.clock.now())) {
        await endOne(engine, going.row);
        return false;
      }
      if (going) return await hearOne(engine, going, inbound);
      if (isStart(inbound.text)) return await begin(engine, slots, inbound);
      const [ended] = slots;
      return ended ? await hearOne(engine, ended, inbound) : await point(engine, inbound);
    })();
    if (isDone) return;
  }
  throw new Error("A conversation changed more often than it could be read");
}

/** One text more in a conversation. @returns Whether it was stored; if not, another came first. */
async function hearOne(engine: Conversing, { row, slot }: Known, inbound: Inbound): Promise<boolean> {
  const { conversation, session } = slot;
  if (!conversation) return true;
  const mark = await markOf(engine, row.day, inbound);
  if (session === null) return await acknowledge(engine, { row, slot }, { ...mark, text: inbound.text });
  const open = await conversable(engine, inbound.number);
  if (!open.some(({ id }) => id === slot.invitation)) {
    // Taken back, or no longer safe: it ends as it stands, in silence.
    await dropSlots(engine.vault, [row.id]);
    return true;
  }
  const script = scriptOf(session);
  const reception = receive(script, conversation, { ...mark, text: inbound.text }, aroundDialogue);
  if (reception.outcome === "ignored") return true;
  // What it asks was read when something else was asked; it is told again, and read anew.
  if (reception.outcome === "stopped") throw new Error("A wish was read for an answer");
  const { talk } = reception.conversation;
  const next = {
    ...slot,
    gateway: inbound.gateway,
    conversation: reception.conversation,
    isNextAsked: slot.isNextAsked || (isStart(inbound.text) && open.length > slot.done.length + 1),
    reply: replyOf(engine, reception.say, { locale: talk.locale, at: inbound.at }, { row, slot }),
  };
  const isFinished = reception.outcome === "finished";
  const stored = await store(engine, { row, slot }, next, isFinished ? "finished" : "open");
  if (stored === null) return false;
  if (isFinished) await finish(engine, stored);
  else await sendSoon(engine, stored.row);
  return true;
}

const markOf = async (engine: HasKeys, day: LocalDate, { name, text, at }: Inbound): Promise<HeardText> => ({
  name,
  words: await wordsOf(engine, day, text),
  at,
});

/** A text after the end: acknowledged once. */
async function acknowledge(
  engine: Conversing,
  { row, slot }: Known,
  heard: HeardText & { readonly text: string },
): Promise<boolean> {
  const { conversation } = slot;
  if (!conversation || conversation.ended === null) return true;
  const script = { instrument: noInstrument, respondent: { facts: [], draw: 0 }, words: dialoguePhrases };
  const reception = receive(script, conversation, heard, aroundDialogue);
  if (reception.outcome === "ignored") return true;
  const { locale } = conversation.talk;
  const reply = replyOf(engine, reception.say, { locale, at: heard.at }, { row, slot });
  const stored = await store(engine, { row, slot }, { ...slot, conversation: reception.conversation, reply }, "ended");
  if (stored) await sendSoon(engine, stored.row);
  return stored !== null;
}

/** What is asked after the end: nothing. */
const noInstrument = { ...instrumentOf("report@1"), questions: [] };

/** Stores a slot as it is now, a reply that is no new one as it stood; null when it was changed meanwhile. */
async function store(
  engine: Vaulted,
  { row, slot: before }: { readonly row: SlotRow; readonly slot: Pick<TextSlot, "reply"> },
  slot: TextSlot,
  state: SlotRow["state"],
): Promise<Known | null> {
  const sealed = await sealSlot(engine, row, slot);
  const isNew = slot.reply?.reference !== before.reply?.reference;
  const { replyAt, givenAt } = isNew
    ? { replyAt: slot.reply === null ? null : engine.clock.now(), givenAt: null }
    : row;
  const isOurs = await changeSlot(engine.vault, row, { state, sealed, replyAt, givenAt });
  return isOurs ? { row: { ...row, state, sealed, replyAt, givenAt, version: row.version + 1 }, slot } : null;
}

/** Begins a conversation, where there is something to answer that was not answered by text already. */
async function begin(engine: Conversing, slots: readonly Known[], inbound: Inbound): Promise<boolean> {
  const today = londonDate(engine.clock.now());
  const done = new Set(slots.flatMap(({ slot }) => slot.done));
  const invitation = (await conversable(engine, inbound.number)).find(
    ({ linkHash, expiresOn }) => linkHash !== null && !done.has(linkHash) && expiresOn >= today,
  );
  if (!invitation) {
    const [ended] = slots;
    return ended ? await hearOne(engine, ended, inbound) : true;
  }
  const locale: Locale = /^\W*(?:testun|tecst|drwy|trwy)/i.test(inbound.text)
    ? "cy"
    : (languageIn(inbound.text) ?? "en");
  const opening = await beginByText(engine, invitation.linkHash ?? "", locale);
  if (opening.state !== "ready") return true;
  const { session } = opening;
  const script = scriptOf(session);
  if (!hasShortForm(script, { locale })) return true;
  const id = await slotId(engine, today, { number: inbound.number });
  const { talk, say } = beginTalk(script, locale);
  const heard = [await markOf(engine, today, inbound)];
  const over = slots.find(({ row }) => row.id === id);
  const slot: TextSlot = {
    number: inbound.number,
    gateway: inbound.gateway,
    invitation: invitation.id,
    area: invitation.caseState.area,
    session,
    conversation: { talk, heard, ended: null, isAcknowledged: false },
    done: [...done],
    isNextAsked: false,
    reply: replyOf(engine, say, { locale, at: inbound.at }, over),
  };
  return await make(engine, { id, day: today, answering: session.linkHash }, slot, slots);
}

/** Makes a slot where none goes on, and sends its reply. */
async function make(
  engine: Conversing,
  at: { readonly id: string; readonly day: LocalDate; readonly answering: string | null },
  slot: TextSlot,
  others: readonly Known[],
): Promise<boolean> {
  const now = engine.clock.now();
  const row = {
    id: at.id,
    day: at.day,
    answering: at.answering === null ? null : await answeringOf(engine, at.day, at.answering),
    state: at.answering === null ? ("ended" as const) : ("open" as const),
    sealed: await sealSlot(engine, at, slot),
    endsAt: plusMinutes(now, CONVERSATION_HOURS * 60),
    replyAt: slot.reply === null ? null : now,
  };
  const ids = others.map((other) => other.row.id).filter((id) => id !== at.id);
  const over = others.find((other) => other.row.id === at.id)?.row.version ?? null;
  const isMade = await makeSlot(engine.vault, row, { others: ids, over });
  if (isMade) await sendSoon(engine, row);
  return isMade;
}

/** Points somebody who could answer by text to how, once a day; tells them of help whenever they speak of danger. */
async function point(engine: Conversing, inbound: Inbound): Promise<boolean> {
  if (isCourtesy(inbound.text)) return true;
  const [invitation] = await conversable(engine, inbound.number);
  if (!invitation) return true;
  const day = londonDate(engine.clock.now());
  const isBilingual = invitation.caseState.area.startsWith("W") || invitation.victim.language === "cy";
  const isInNeed = isDistress(inbound.text);
  const words = isInNeed ? [dialoguePhrases.help, aroundDialogue.unread] : [aroundDialogue.pointer];
  const locales = isBilingual ? (["cy", "en"] as const) : (["en"] as const);
  const say = locales.flatMap((locale) => words.map((each) => each[locale]));
  const slot: TextSlot = {
    number: inbound.number,
    gateway: inbound.gateway,
    invitation: invitation.id,
    area: invitation.caseState.area,
    session: null,
    conversation: null,
    done: [],
    isNextAsked: false,
    reply: replyOf(engine, say, { locale: isBilingual ? "cy" : "en", at: inbound.at }, undefined),
  };
  const id = await slotId(engine, day, { number: inbound.number, of: isInNeed ? "help" : "pointer" });
  // Of several pointers at once one is made; there is no more to do for the others.
  if ((await make(engine, { id, day, answering: null }, slot, [])) || !isInNeed) return true;
  const [before] = await findSlots(engine.vault, [id]);
  const stored = before ? await store(engine, { row: before, slot: { reply: null } }, slot, "ended") : null;
  if (stored) await sendSoon(engine, stored.row);
  return stored !== null;
}

/**
 * Submits what was answered, and empties the slot. A crash in between leaves it finished: the cron comes back to it, and
 * the link's nullifier lets it count once.
 */
async function finish(
  engine: Conversing,
  { row, slot }: Known,
  ended: "answered" | "late" = "answered",
): Promise<void> {
  const { conversation, session } = slot;
  if (!conversation || !session) return;
  const { answers } = conversation.talk;
  const isWorthIt = ended === "answered" || outcomeOf(scriptOf(session), answers) !== "break-off";
  if (isWorthIt) await submitAnswers(engine, session, answers);
  const done = [...slot.done, session.linkHash];
  const left: TextSlot = {
    ...slot,
    session: null,
    conversation: endedAs(conversation, ended),
    done,
    isNextAsked: false,
  };
  const known = { row, slot };
  const stored = await store(engine, known, ended === "late" ? { ...left, reply: waitingHelp(known) } : left, "ended");
  if (stored === null) return;
  await sendSoon(engine, stored.row);
  if (slot.isNextAsked) await beginNext(engine, slot, conversation);
}

/** The conversation that waited for another to end: it was asked for already. */
async function beginNext(
  engine: Conversing,
  { number, gateway }: TextSlot,
  { talk, heard }: Conversation,
): Promise<void> {
  const last = heard.at(-1);
  const text = talk.locale === "cy" ? "TESTUN" : "TEXT";
  const next = { name: `after ${last?.name ?? ""}`, number, text, gateway, at: last?.at ?? engine.clock.now() };
  for (let tries = 0; tries < TRIES; tries++) {
    if (await begin(engine, await slotsOf<Session>(engine, number), next)) return;
  }
}

/** Ends one that was finished, or whose time is over; one that was taken back since leaves nothing. */
export async function endOne(engine: Conversing, row: SlotRow): Promise<void> {
  const slot = await openSlot<Session>(engine, row);
  const open = slot === null ? [] : await conversable(engine, slot.number);
  if (slot?.session && open.some(({ id }) => id === slot.invitation)) {
    await finish(engine, { row, slot }, row.state === "finished" ? "answered" : "late");
  } else await dropSlots(engine.vault, [row.id]);
}
