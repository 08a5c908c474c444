import { type Conversation, endedAs } from "../domain/conversation.ts";
import { SLOT_DAYS } from "../domain/retention.ts";
import type { Answers } from "../instrument/definition.ts";
import { Problem } from "../kernel/problem.ts";
import type { Locale } from "../kernel/locale.ts";
import { fillUp } from "../kernel/padding.ts";
import { type HasClock, type Instant, type LocalDate, londonDate, plusDays } from "../kernel/time.ts";
import { macName, open, seal } from "../platform/crypto.ts";
import type { HasKeys } from "../platform/keys.ts";
import { changeSlot, dropSlots, findAnswering, findSlots, type SlotRow } from "../store/vault/conversations.ts";
import type { HasVault } from "../store/vault/database.ts";

// One sealed slot a number, under the key of the day on which its conversation began. With that key it ends.

type Opening = HasVault & HasKeys & HasClock;

/** A slot's content fills up to this many bytes, so that its length tells nothing of the answers. */
const PADDED = 8_192;

/** All that answering needs, as flow/answer.ts began it; `S` is its session, which this file does not look into. */
export type Slot<S> = {
  /** E.164. */
  readonly number: string;
  /** Name of the gateway that the last text came by, and that replies go by. */
  readonly gateway: string;
  /** The invitation's id, and its police area. */
  readonly invitation: string;
  readonly area: string;
  /** Null once it has ended, and in a pointer's slot. */
  readonly session: S | null;
  readonly conversation: Conversation | null;
  /** Hashes of the links that were answered, or begun to be, by text with this number. */
  readonly done: readonly string[];
  /** Whether another conversation was asked for meanwhile: it begins when this one has ended. */
  readonly isNextAsked: boolean;
  readonly reply: Reply | null;
};

export type Reply = {
  /** What the gateway knows it by: of chance, kept nowhere else. */
  readonly reference: string;
  readonly body: string;
  readonly locale: Locale;
  /** When the text came that it answers. */
  readonly heardAt: Instant;
  /** The paragraph that tells of help, where there is one: it goes, whatever is texted before the reply does. */
  readonly help: string | null;
};

/** What a slot is found by. `pointer`: that of the day's one pointer. `help`: that of the help outside a conversation. */
type SlotName = { readonly number: string; readonly of?: "conversation" | "pointer" | "help" };

const nameOf = ({ number, of = "conversation" }: SlotName) => `${of}|${number}`;

const slotContext = (id: string) => `conversation/sealed/${id}`;

/** The days whose conversations may still be known, today first, with their keys; a day without one has none. */
async function livingDays({ keys, clock }: HasKeys & HasClock) {
  const today = londonDate(clock.now());
  const days = await Promise.all(
    Array.from({ length: SLOT_DAYS + 1 }, async (_, ago) => {
      const day = plusDays(today, -ago);
      try {
        return [{ day, key: await keys.dated("conversation", day) }];
      } catch (cause) {
        if (cause instanceof Problem) return [];
        throw cause;
      }
    }),
  );
  return days.flat();
}

/** The ids under which a number's slots may stand, today's first. */
async function slotIds(engine: HasKeys & HasClock, name: SlotName): Promise<readonly string[]> {
  const days = await livingDays(engine);
  return await Promise.all(days.map(async ({ key }) => await macName(key, nameOf(name))));
}

export const slotId = async ({ keys }: HasKeys, day: LocalDate, name: SlotName) =>
  await macName(await keys.dated("conversation", day), nameOf(name));

/** What says that a link is being answered, and what a text said, as a slot may know them: by HMAC alone. */
export const answeringOf = async ({ keys }: HasKeys, day: LocalDate, linkHash: string) =>
  await macName(await keys.dated("conversation", day), `answering|${linkHash}`);
export const wordsOf = async ({ keys }: HasKeys, day: LocalDate, text: string) =>
  await macName(await keys.dated("conversation", day), `words|${text.trim().toLowerCase()}`);

/** Seals a slot. @throws Error when it is longer than every slot may be: comments are cut long before. */
export async function sealSlot<S>(
  { keys }: HasKeys,
  { id, day }: Pick<SlotRow, "id" | "day">,
  slot: Slot<S>,
): Promise<string> {
  const plain = fillUp(JSON.stringify(slot), [PADDED]);
  return await seal(await keys.datedSeal("conversation", day), plain, slotContext(id));
}

/** A slot's content; null once its key is gone. */
export async function openSlot<S>({ keys }: HasKeys, row: SlotRow): Promise<Slot<S> | null> {
  try {
    const plain = await open(await keys.datedSeal("conversation", row.day), row.sealed, slotContext(row.id));
    return plain === null ? null : (JSON.parse(plain) as Slot<S>);
  } catch (cause) {
    if (cause instanceof Problem) return null;
    throw cause;
  }
}

export type KnownSlot<S> = { readonly row: SlotRow; readonly slot: Slot<S> };

/** A reply that brings help and may not have gone yet, as that help alone; null where there is none. */
export const waitingHelp = ({ row, slot }: KnownSlot<unknown>): Reply | null =>
  row.replyAt === null || slot.reply === null || slot.reply.help === null
    ? null
    : { ...slot.reply, body: slot.reply.help };

/** The slots of a number, the newest first. */
export async function slotsOf<S>(engine: Opening, number: string): Promise<readonly KnownSlot<S>[]> {
  const rows = await findSlots(engine.vault, await slotIds(engine, { number }));
  const opened = await Promise.all(rows.map(async (row) => ({ row, slot: await openSlot<S>(engine, row) })));
  return opened.flatMap(({ row, slot }) => (slot === null ? [] : [{ row, slot }]));
}

/** Forgets whatever is known of these numbers: their conversations end without a trace. */
export async function forgetNumbers(engine: Opening, numbers: readonly string[]): Promise<void> {
  const ids = await Promise.all(
    numbers.flatMap((number) =>
      (["conversation", "pointer", "help"] as const).map(async (of) => await slotIds(engine, { number, of })),
    ),
  );
  if (ids.length > 0) await dropSlots(engine.vault, ids.flat());
}

/** Of takings over at once with texts, each tries as often as there may be texts. */
const TRIES = 8;

/**
 * Ends the conversation in which a link is being answered, for somebody who goes on by the link itself. It goes on where
 * there is none, or all of it was being submitted at this moment.
 *
 * @param keep Keeps its answers: what it ends without is nowhere else. Called again where a text came meanwhile.
 */
export async function takeOver(
  engine: Opening,
  linkHash: string,
  keep: (answers: Answers) => Promise<void>,
): Promise<void> {
  const days = await livingDays(engine);
  const names = await Promise.all(days.map(async ({ day }) => await answeringOf(engine, day, linkHash)));
  for (let tries = 0; tries < TRIES; tries++) {
    const [row] = await findAnswering(engine.vault, names);
    const slot = row ? await openSlot<unknown>(engine, row) : null;
    if (!row || !slot?.conversation) return;
    await keep(slot.conversation.talk.answers);
    if (await endTaken(engine, { row, slot }, linkHash)) return;
  }
  throw new Error("A conversation changed more often than it could be taken over");
}

/** Ends a conversation without its answers. @returns Whether it still was as it was read. */
async function endTaken(engine: Opening, { row, slot }: KnownSlot<unknown>, linkHash: string): Promise<boolean> {
  const conversation = slot.conversation && endedAs(slot.conversation, "late");
  const reply = waitingHelp({ row, slot });
  const ended = { ...slot, session: null, conversation, done: [...slot.done, linkHash], reply };
  const sealed = await sealSlot(engine, row, ended);
  const { replyAt, givenAt } = reply === null ? { replyAt: null, givenAt: null } : row;
  return await changeSlot(engine.vault, row, { state: "ended", sealed, replyAt, givenAt });
}
