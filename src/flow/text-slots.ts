import type { Conversation } from "../domain/conversation.ts";
import type { Answers } from "../instrument/definition.ts";
import { Problem } from "../kernel/problem.ts";
import type { Locale } from "../kernel/locale.ts";
import { type HasClock, type Instant, type LocalDate, londonDate, plusDays } from "../kernel/time.ts";
import { macName, open, seal } from "../platform/crypto.ts";
import type { HasKeys } from "../platform/keys.ts";
import { changeSlot, dropSlots, findAnswering, findSlots, type SlotRow } from "../store/vault/conversations.ts";
import type { HasVault } from "../store/vault/database.ts";

// One sealed slot a number, under the key of the day on which its conversation began. With that key it ends.

type Opening = HasVault & HasKeys & HasClock;

/** Days back on which a conversation that is still known may have begun; its key is destroyed in the night after. */
export const SLOT_DAYS = 2;

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
};

/** What a slot is found by. `pointer`: that of the day's one pointer. */
type SlotName = { readonly number: string; readonly of?: "conversation" | "pointer" };

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

const utf8 = new TextEncoder();

/** Seals a slot. @throws Error when it is longer than every slot may be: comments are cut long before. */
export async function sealSlot<S>(
  { keys }: HasKeys,
  { id, day }: Pick<SlotRow, "id" | "day">,
  slot: Slot<S>,
): Promise<string> {
  const plain = JSON.stringify(slot);
  const length = utf8.encode(plain).length;
  if (length > PADDED) throw new Error("A conversation is longer than its slot");
  return await seal(await keys.datedSeal("conversation", day), plain + " ".repeat(PADDED - length), slotContext(id));
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

/** The slots of a number, the newest first. */
export async function slotsOf<S>(engine: Opening, number: string): Promise<readonly KnownSlot<S>[]> {
  const rows = await findSlots(engine.vault, await slotIds(engine, { number }));
  const opened = await Promise.all(rows.map(async (row) => ({ row, slot: await openSlot<S>(engine, row) })));
  return opened.flatMap(({ row, slot }) => (slot === null ? [] : [{ row, slot }]));
}

/** Forgets whatever is known of these numbers: their conversations end without a trace. */
export async function forgetNumbers(engine: Opening, numbers: readonly string[]): Promise<void> {
  const ids = await Promise.all(
    numbers.flatMap((number) => [slotIds(engine, { number }), slotIds(engine, { number, of: "pointer" })]),
  );
  if (ids.length > 0) await dropSlots(engine.vault, ids.flat());
}

/**
 * Ends the conversation in which a link is being answered, for somebody who goes on by the link itself.
 *
 * @returns Its answers; null when there is none, or all of them were being submitted at this moment.
 */
export async function takeOver(engine: Opening, linkHash: string): Promise<Answers | null> {
  const days = await livingDays(engine);
  const names = await Promise.all(days.map(async ({ day }) => await answeringOf(engine, day, linkHash)));
  for (const row of await findAnswering(engine.vault, names)) {
    const slot = await openSlot<unknown>(engine, row);
    if (!slot?.conversation) continue;
    const { talk } = slot.conversation;
    const conversation: Conversation = {
      ...slot.conversation,
      ended: "late",
      talk: { ...talk, answers: {}, passed: [] },
    };
    const ended = { ...slot, session: null, conversation, done: [...slot.done, linkHash], reply: null };
    const sealed = await sealSlot(engine, row, ended);
    if (await changeSlot(engine.vault, row, { state: "ended", sealed, replyAt: null })) return talk.answers;
  }
  return null;
}
