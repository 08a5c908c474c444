import { wishInComment } from "../domain/comment-wish.ts";
import { outcomeOf } from "../domain/conversation.ts";
import { hear, wishIn } from "../domain/dialogue.ts";
import { normaliseMobile } from "../domain/phone.ts";
import { type TextWish, wishOf } from "../domain/text-words.ts";
import type { Answers } from "../instrument/definition.ts";
import type { HasClock } from "../kernel/time.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasVault } from "../store/vault/database.ts";
import type { Session } from "./answer.ts";
import { scriptOf } from "./converse.ts";
import { slotsOf } from "./text-slots.ts";

/** What a text asks for, and the answers of its conversation that count although it ends contact; null where none do. */
export type WishedFor = {
  readonly wish: TextWish | null;
  readonly left: { readonly session: Session; readonly answers: Answers } | null;
};

/**
 * What a text asks for, by what its number's conversation asks at this moment. Where it asks the same whatever is asked,
 * and no answer can be left, nothing is read.
 *
 * @param received `from`: as the gateway writes it.
 */
export async function wishedFor(
  engine: HasVault & HasKeys & HasClock,
  { from, text }: { readonly from: string; readonly text: string },
): Promise<WishedFor> {
  const plain = wishInComment(text);
  const wish = wishOf(text) ?? plain;
  const number = normaliseMobile(from);
  if (number === null || (plain === wish && wish !== "not-safe")) return { wish, left: null };
  const now = engine.clock.now();
  const slots = await slotsOf<Session>(engine, number);
  const going = slots.find(({ row }) => row.state === "open" && row.endsAt > now)?.slot;
  if (!going?.conversation || going.session === null) return { wish, left: null };
  const { session, conversation } = going;
  const script = scriptOf(session);
  const asked = wishIn(script, conversation.talk, text);
  if (asked === null) return { wish: null, left: null };
  const { answers } = hear(script, conversation.talk, text).talk;
  return { wish: asked, left: outcomeOf(script, answers) === "break-off" ? null : { session, answers } };
}
