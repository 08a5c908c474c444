import { methodology } from "../domain/methodology.ts";
import { type HasClock, type LocalDate, londonDate, londonInstant, plusDays, weekday } from "../kernel/time.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasLog } from "../platform/log.ts";
import type { HasVault } from "../store/vault/database.ts";
import { closeExpired, destroyContacts, type Retention } from "../store/vault/retention.ts";
import { forgetWishes } from "./contact-wish.ts";
import { endEpochs, renewContacts } from "./renew-contacts.ts";
import { forgetPastCalls } from "./telephone.ts";
import { forgetTries } from "./typed-code.ts";

/** The instant before which an open case was last heard of, if it is silent on a day. */
export const silentSince = (today: LocalDate) => londonInstant(plusDays(today, -methodology.caseSilentDays), 0);

/** What is over on a day for so long that contact goes. */
export function retentionOn(today: LocalDate): Retention {
  const endedBefore = plusDays(today, -methodology.contactKeptDaysAfterLastWindow);
  return { endedBefore, silentBefore: silentSince(endedBefore) };
}

const MONDAY = 1;

/**
 * Lets go of what the vault no longer needs: each night links that have ended, and the keys of earlier weeks under which
 * nothing is left; each Monday contact whose time is over. What is still needed is then sealed anew under this week's.
 */
export async function retainVault(engine: HasVault & HasKeys & HasClock & HasLog): Promise<void> {
  const { vault, clock, log } = engine;
  const now = clock.now();
  const today = londonDate(now);
  await closeExpired(vault, plusDays(today, -methodology.waveGraceDays), now);
  // It looks at everybody, and until the next renewal the old week's key can open what is in the history anyway.
  if (weekday(today) === MONDAY) {
    const destroyed = await destroyContacts(vault, retentionOn(today));
    if (destroyed > 0) log.event("contacts-destroyed", { contacts: destroyed });
  }
  await forgetTries(engine);
  await forgetWishes(engine);
  await forgetPastCalls(engine);
  await endEpochs(engine);
  await renewContacts(engine);
}
