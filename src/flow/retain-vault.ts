import { methodology } from "../domain/methodology.ts";
import { type HasClock, londonDate, plusDays, weekday, weekOf } from "../kernel/time.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasLog } from "../platform/log.ts";
import type { HasVault } from "../store/vault/database.ts";
import { closeExpired, destroyContacts, epochsInUse } from "../store/vault/retention.ts";

const MONDAY = 1;

/** Lets go of what the vault no longer needs: expired links each night; contact, and its weeks' keys, each Monday. */
export async function retainVault({ vault, keys, clock, log }: HasVault & HasKeys & HasClock & HasLog): Promise<void> {
  const now = clock.now();
  const today = londonDate(now);
  await closeExpired(vault, plusDays(today, -methodology.waveGraceDays), now);
  if (weekday(today) !== MONDAY) return;

  const destroyed = await destroyContacts(vault, plusDays(today, -methodology.contactKeptDaysAfterLastWindow));
  const inUse = await epochsInUse(vault);
  for (const epoch of await keys.list("epoch")) {
    if (epoch < weekOf(today) && !inUse.has(epoch)) await keys.destroy("epoch", epoch);
  }
  log.event("contacts-destroyed", { contacts: destroyed });
}
