import { SLOT_DAYS } from "../domain/retention.ts";
import { londonDate, plusDays } from "../kernel/time.ts";
import { deleteEndedBefore, findEnding } from "../store/vault/conversations.ts";
import { type Conversing, endOne } from "./converse.ts";

/** Slots looked up at once. */
const RUN = 500;

/**
 * Ends the conversations whose time is over: what counts as an answer, whole or in part, is submitted, the rest
 * forgotten. Also those that were finished when we fell. For the frequent cron.
 */
export async function endConversations(engine: Conversing): Promise<void> {
  const now = engine.clock.now();
  let rows = await findEnding(engine.vault, now, { after: null, limit: RUN });
  while (rows.length > 0) {
    for (const row of rows) {
      try {
        await endOne(engine, row);
      } catch (cause) {
        engine.log.failure("conversation-not-ended", cause);
      }
    }
    // On past those that failed: they keep no other from its end.
    rows = await findEnding(engine.vault, now, { after: rows.at(-1) ?? null, limit: RUN });
  }
}

/**
 * Destroys the keys of the days on which no conversation can have begun that still goes on. From then on nobody can find
 * or read one, in the vault or in its history. A day waits for its last conversation to be submitted or dropped: while
 * that fails, the answers are nowhere else. For the nightly cron.
 */
export async function forgetConversations(engine: Conversing): Promise<void> {
  await endConversations(engine);
  const first = plusDays(londonDate(engine.clock.now()), -SLOT_DAYS);
  const waiting = await deleteEndedBefore(engine.vault, first);
  for (const day of await engine.keys.list("conversation")) {
    if (day < first && !waiting.has(day)) await engine.keys.destroy("conversation", day);
  }
}
