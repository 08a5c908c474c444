import { mayConverse } from "../domain/conversation.ts";
import { methodology } from "../domain/methodology.ts";
import { sendingDayOf } from "../domain/schedule.ts";
import type { HasClock } from "../kernel/time.ts";
import { macName } from "../platform/crypto.ts";
import type { HasKeys } from "../platform/keys.ts";
import { type Reachable, reachableBy } from "../store/vault/conversations.ts";
import type { HasVault } from "../store/vault/database.ts";

/** What has gone to a number and may be answered by text now, the first to end first. */
export async function conversable(
  engine: HasVault & HasKeys & HasClock,
  number: string,
): Promise<readonly Reachable[]> {
  const now = engine.clock.now();
  const phoneIndex = await macName(await engine.keys.standing("blind-index"), number);
  const reachable = await reachableBy(engine.vault, phoneIndex);
  return reachable.filter((invitation) => {
    const gone = invitation.sent.map(({ caseId, expiresOn }) => ({ caseId, on: sendingDayOf(expiresOn, methodology) }));
    return mayConverse({ ...invitation, invitation, sent: gone, now }, methodology);
  });
}
