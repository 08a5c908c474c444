import { londonDate, plusDays } from "../kernel/time.ts";
import { deleteSlotsBefore, findEnding } from "../store/vault/conversations.ts";
import { type Conversing, endOne } from "./converse.ts";
import { SLOT_DAYS } from "./text-slots.ts";

/** Slots ended in one run of the cron. */
const RUN = 500;

/**
 * Ends the conversations whose time is over: what counts as an answer, whole or in part, is submitted, the rest
 * forgotten. Also those that were finished when we fell. For the frequent cron.
 */
export async function endConversations(engine: Conversing): Promise<void> {
  for (const row of await findEnding(engine.vault, engine.clock.now(), RUN)) {
    try {
      await endOne(engine, row);
    } catch (cause) {
      engine.log.failure("conversation-not-ended", cause);
    }
  }
}

/**
 * Destroys the keys of the days on which no conversation can have begun that still goes on. From then on nobody can find
 * or read one, in the vault or in its history. For the nightly cron.
 */
export async function forgetConversations(engine: Conversing): Promise<void> {
  await endConversations(engine);
  const first = plusDays(londonDate(engine.clock.now()), -SLOT_DAYS);
  await deleteSlotsBefore(engine.vault, first);
  for (const day of await engine.keys.list("conversation")) {
    if (day < first) await engine.keys.destroy("conversation", day);
  }
}
