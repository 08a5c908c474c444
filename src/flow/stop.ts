import type { HasClock } from "../kernel/time.ts";
import { macName } from "../platform/crypto.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasLog } from "../platform/log.ts";
import type { HasVault } from "../store/vault/database.ts";
import { optOutByLink } from "./opt-out.ts";

/**
 * Ends all contact with whoever holds this link, at once, at every stage and in every case.
 *
 * @returns Whether the link was known. One that was not has stopped nothing, and the page must say so.
 */
export async function stopContact(
  engine: HasVault & HasKeys & HasClock & HasLog,
  token: string,
  reason: "stop" | "wrong-person" | "not-safe",
): Promise<boolean> {
  const linkHash = await macName(await engine.keys.standing("link"), token);
  const known = await optOutByLink(engine, linkHash, reason);
  if (known) engine.log.event("contact-stopped", { reason });
  return known;
}
