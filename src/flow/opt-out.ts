import { type HasClock, londonDate } from "../kernel/time.ts";
import { Problem } from "../kernel/problem.ts";
import { macName } from "../platform/crypto.ts";
import type { HasKeys } from "../platform/keys.ts";
import { openContact } from "../store/vault/contacts.ts";
import type { HasVault } from "../store/vault/database.ts";
import * as optOuts from "../store/vault/opt-outs.ts";

/** A number (E.164) or address as the list of opt-outs knows it: under a key of its own that is never rotated. */
export const optOutIndexOf = async ({ keys }: HasKeys, to: string) =>
  await macName(await keys.standing("opt-out"), to.trim().toLowerCase());

/**
 * Ends all contact with whoever this link was sent to, in every case, and puts their number and address on the list.
 *
 * @returns Whether the link was known.
 */
export async function optOutByLink(
  engine: HasVault & HasKeys & HasClock,
  linkHash: string,
  reason: optOuts.OptOutReason,
): Promise<boolean> {
  const sealed = await optOuts.contactByLink(engine.vault, linkHash);
  if (!sealed) return false;
  const contact = await readContact(engine, sealed);
  const routes = [contact?.mobile, contact?.email].filter((route) => route !== undefined);
  const indexes = await Promise.all(routes.map((route) => optOutIndexOf(engine, route)));
  const now = engine.clock.now();
  return await optOuts.optOutByLink(engine.vault, linkHash, indexes, { reason, today: londonDate(now), now });
}

/** A victim's contact; null when there is none, it is not theirs, or the key of its week is gone. */
export async function readContact(
  engine: HasKeys,
  sealed: { readonly victimId: string; readonly contact: string | null; readonly contactEpoch: string | null },
) {
  try {
    return await openContact(engine, sealed);
  } catch (cause) {
    if (cause instanceof Problem) return null;
    throw cause;
  }
}
