import { type Route, routeOfSafety } from "../domain/contact.ts";
import { methodology } from "../domain/methodology.ts";
import { postalKey } from "../domain/postal.ts";
import { expiryOf } from "../domain/schedule.ts";
import { Problem } from "../kernel/problem.ts";
import { type HasClock, londonDate } from "../kernel/time.ts";
import { macName } from "../platform/crypto.ts";
import type { HasKeys } from "../platform/keys.ts";
import { type Contact, openContact } from "../store/vault/contacts.ts";
import type { HasVault } from "../store/vault/database.ts";
import {
  type Addressee,
  contactsOf,
  endContact,
  type FoundContact,
  type OptOutReason,
  type SealedContact,
} from "../store/vault/opt-outs.ts";
import { forgetNumbers } from "./text-slots.ts";

/** A number (E.164) or address as the list of opt-outs knows it: under a key of its own that is never rotated. */
export const optOutIndexOf = async ({ keys }: HasKeys, to: string) =>
  await macName(await keys.standing("opt-out"), to.trim().toLowerCase());

/** A way to reach a victim as the list of opt-outs names it; an address by what its spellings have in common. */
const routeOf = {
  sms: ({ mobile }: Contact) => mobile,
  email: ({ email }: Contact) => email,
  letter: ({ postal }: Contact) => postal && postalKey(postal),
} as const satisfies { readonly [R in Route]: (contact: Contact) => string | undefined };

const routes: readonly Route[] = ["sms", "email", "letter"];

/**
 * By which route the message went that somebody else holds: as its gateway's name says (`national/sms`), else by the
 * only one that was safe, if it still stands. An officer who says so means the number.
 */
function wrongRoute({ by }: Addressee, { gateway, givenAt, safety, safetyAssertedAt }: FoundContact): Route | null {
  if (by === "victim") return "sms";
  const named = routes.find((route) => gateway?.endsWith(`/${route}`) === true);
  const isUnchanged = givenAt !== null && safetyAssertedAt !== null && safetyAssertedAt <= givenAt;
  return named ?? (isUnchanged ? routeOfSafety[safety] : null);
}

/**
 * Ends all contact with an addressee, in every case and at every stage, and puts their numbers and addresses on the list.
 * Somebody who is not the victim speaks for the route that reached them alone; the victim's others may be right.
 *
 * @param number Whose text asked for it, E.164.
 * @returns Whether there is such an addressee.
 * @throws Problem `key-not-ready` when a contact cannot be read now: nothing goes any more, but the list lacks it, and
 *   whoever asked must ask again.
 */
export async function optOut(
  engine: HasVault & HasKeys & HasClock,
  addressee: Addressee,
  reason: OptOutReason,
  number?: string,
): Promise<boolean> {
  const isWrong = reason === "wrong-person";
  const sealed = isWrong && number !== undefined ? [] : await contactsOf(engine.vault, addressee);
  const opened = await Promise.all(sealed.map(async (one) => ({ one, contact: await tryContact(engine, one) })));
  const listed = opened.flatMap(({ one, contact }) =>
    contact === null || contact === "unreadable"
      ? []
      : (isWrong ? routes.filter((route) => route === wrongRoute(addressee, one)) : routes).flatMap(
          (route) => routeOf[route](contact) ?? [],
        ),
  );
  const all = new Set(number === undefined ? listed : [number, ...listed]);
  const indexes = await Promise.all([...all].map((to) => optOutIndexOf(engine, to)));
  const numbers = [...all].filter((to) => to.startsWith("+"));
  await forgetNumbers(engine, numbers);
  const now = engine.clock.now();
  const isRead = opened.every(({ contact }) => contact !== "unreadable");
  const [first] = sealed;
  const route = isWrong && first ? wrongRoute(addressee, first) : null;
  const windowEnds = expiryOf(londonDate(now), methodology);
  const known = await endContact(engine.vault, addressee, indexes, { reason, now, windowEnds, route, isRead });
  if (isRead) return known;
  throw new Problem(
    "key-not-ready",
    "Nothing is sent any more. Ask for it again later: a number or address could not be read, to be kept from cases that come.",
  );
}

/** Ends all contact with whoever this link was sent to. @returns Whether the link was known. */
export const optOutByLink = async (engine: HasVault & HasKeys & HasClock, linkHash: string, reason: OptOutReason) =>
  await optOut(engine, { by: "link", linkHash }, reason);

/** A victim's contact; null when there is none, or it is not theirs; `unreadable` while the key of its week is not there. */
async function tryContact(engine: HasKeys, sealed: SealedContact): Promise<Contact | null | "unreadable"> {
  try {
    return await openContact(engine, sealed);
  } catch (cause) {
    if (cause instanceof Problem) return "unreadable";
    throw cause;
  }
}

/** A victim's contact; null when there is none, it is not theirs, or the key of its week is gone. */
export async function readContact(engine: HasKeys, sealed: SealedContact): Promise<Contact | null> {
  const contact = await tryContact(engine, sealed);
  return contact === "unreadable" ? null : contact;
}
