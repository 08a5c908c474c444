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
import { isCourtesy, isStart, languageIn } from "../domain/text-cues.ts";
import { instrumentOf } from "../instrument/registry.ts";
import { type HasRandom, randomId } from "../kernel/ids.ts";
import type { Locale } from "../kernel/locale.ts";
import { type HasClock, type Instant, type LocalDate, londonDate, plusMinutes } from "../kernel/time.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasLog } from "../platform/log.ts";
import { changeSlot, dropSlots, makeSlot, type SlotRow } from "../store/vault/conversations.ts";
import type { HasVault } from "../store/vault/database.ts";
import { aroundDialogue, dialoguePhrases } from "../ui/phrases-dialogue.ts";
import { beginByText, respondentOf, type Session } from "./answer.ts";
import { conversable } from "./conversable.ts";
import type { HasDeliveries } from "./outgoing.ts";
import { replyGateway, sendSoon } from "./reply.ts";
import { submitAnswers } from "./submit.ts";
import { answeringOf, type KnownSlot, openSlot, type Slot, sealSlot, slotId, slotsOf, wordsOf } from "./text-slots.ts";

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
  /** Which gateway it came by. */
  readonly gateway: string;
};

/** Of texts at once, each tries as often as there may be others. */
const TRIES = 8;

const scriptOf = (session: Session): Script => ({
  instrument: instrumentOf(session.instrument),
  respondent: respondentOf(session),
  words: dialoguePhrases,
});

const replyOf = (engine: HasRandom, say: readonly string[], locale: Locale, heardAt: Instant) =>
  say.length === 0 ? null : { reference: randomId(engine), body: say.join("\n"), locale, heardAt };

/**
 * Takes in a text that is no wish: the answer to the open question of its number's conversation, the word that begins
 * one, or neither. What it changes is stored before anything is replied; of two at once the second sees what the first
 * has left. A number that was sent nothing hears nothing.
 *
 * @param received `name`: its own, by which it counts once however often it comes.
 */
export async function converse(
  engine: Conversing,
  gateway: string,
  received: { readonly name: string; readonly from: string; readonly text: string },
): Promise<void> {
  const number = normaliseMobile(received.from);
  if (number === null || replyGateway(engine, gateway) === null) return;
  const inbound = { name: received.name, number, text: received.text, gateway };
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
  const now = engine.clock.now();
  const mark = await markOf(engine, row.day, inbound, now);
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
  const { talk } = reception.conversation;
  const next = {
    ...slot,
    gateway: inbound.gateway,
    conversation: reception.conversation,
    isNextAsked: slot.isNextAsked || (isStart(inbound.text) && open.length > slot.done.length + 1),
    reply: replyOf(engine, reception.say, talk.locale, now),
  };
  const isFinished = reception.outcome === "finished";
  const stored = await store(engine, row, next, isFinished ? "finished" : "open");
  if (stored === null) return false;
  if (isFinished) await finish(engine, stored);
  else await sendSoon(engine, stored.row);
  return true;
}

const markOf = async (engine: HasKeys, day: LocalDate, { name, text }: Inbound, at: Instant): Promise<HeardText> => ({
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
  const reply = replyOf(engine, reception.say, locale, heard.at);
  const stored = await store(engine, row, { ...slot, conversation: reception.conversation, reply }, "ended");
  if (stored) await sendSoon(engine, stored.row);
  return stored !== null;
}

/** What is asked after the end: nothing. */
const noInstrument = { ...instrumentOf("report@1"), questions: [] };

/** Stores a slot as it is now; null when it was changed meanwhile. */
async function store(engine: Vaulted, row: SlotRow, slot: TextSlot, state: SlotRow["state"]): Promise<Known | null> {
  const sealed = await sealSlot(engine, row, slot);
  const replyAt = slot.reply === null ? null : engine.clock.now();
  const isOurs = await changeSlot(engine.vault, row, { state, sealed, replyAt });
  return isOurs ? { row: { ...row, state, sealed, replyAt, givenAt: null, version: row.version + 1 }, slot } : null;
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
  const now = engine.clock.now();
  const id = await slotId(engine, today, { number: inbound.number });
  const { talk, say } = beginTalk(script, locale);
  const heard = [await markOf(engine, today, inbound, now)];
  const slot: TextSlot = {
    number: inbound.number,
    gateway: inbound.gateway,
    invitation: invitation.id,
    area: invitation.caseState.area,
    session,
    conversation: { talk, heard, ended: null, isAcknowledged: false },
    done: [...done],
    isNextAsked: false,
    reply: replyOf(engine, say, locale, now),
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
  const isMade = await makeSlot(engine.vault, row, ids);
  if (isMade) await sendSoon(engine, row);
  return isMade;
}

/** Points somebody who could answer by text to how, once a day. */
async function point(engine: Conversing, inbound: Inbound): Promise<boolean> {
  if (isCourtesy(inbound.text)) return true;
  const [invitation] = await conversable(engine, inbound.number);
  if (!invitation) return true;
  const now = engine.clock.now();
  const day = londonDate(now);
  const isBilingual = invitation.caseState.area.startsWith("W") || invitation.victim.language === "cy";
  const { en, cy } = aroundDialogue.pointer;
  const slot: TextSlot = {
    number: inbound.number,
    gateway: inbound.gateway,
    invitation: invitation.id,
    area: invitation.caseState.area,
    session: null,
    conversation: null,
    done: [],
    isNextAsked: false,
    reply: replyOf(engine, isBilingual ? [cy, en] : [en], isBilingual ? "cy" : "en", now),
  };
  const id = await slotId(engine, day, { number: inbound.number, of: "pointer" });
  // Of several at once one is made; there is no more to do for the others.
  await make(engine, { id, day, answering: null }, slot, []);
  return true;
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
  const stored = await store(engine, row, ended === "late" ? { ...left, reply: null } : left, "ended");
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
  const text = talk.locale === "cy" ? "TESTUN" : "TEXT";
  const name = `after ${heard.at(-1)?.name ?? ""}`;
  await begin(engine, await slotsOf<Session>(engine, number), { name, number, text, gateway });
}

/** Ends one that was finished, or whose time is over; one that was taken back since leaves nothing. */
export async function endOne(engine: Conversing, row: SlotRow): Promise<void> {
  const slot = await openSlot<Session>(engine, row);
  const open = slot === null ? [] : await conversable(engine, slot.number);
  if (slot?.session && open.some(({ id }) => id === slot.invitation)) {
    await finish(engine, { row, slot }, row.state === "finished" ? "answered" : "late");
  } else await dropSlots(engine.vault, [row.id]);
}
