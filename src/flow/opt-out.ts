import { postalKey } from "../domain/postal.ts";
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
  type OptOutReason,
  type SealedContact,
} from "../store/vault/opt-outs.ts";

/** A number (E.164) or address as the list of opt-outs knows it: under a key of its own that is never rotated. */
export const optOutIndexOf = async ({ keys }: HasKeys, to: string) =>
  await macName(await keys.standing("opt-out"), to.trim().toLowerCase());

/** Every way to reach a victim, as the list of opt-outs names them; an address with the name above it, however spelt. */
const routesOf = ({ mobile, email, postal }: Contact): readonly string[] =>
  [mobile, email, postal && postalKey(postal)].filter((route) => route !== undefined);

/**
 * Ends all contact with an addressee, in every case and at every stage, and puts their numbers and addresses on the list.
 *
 * @param number Whose text asked for it, E.164. Somebody who is not the victim speaks for this number alone.
 * @returns Whether there is such an addressee.
 */
export async function optOut(
  engine: HasVault & HasKeys & HasClock,
  addressee: Addressee,
  reason: OptOutReason,
  number?: string,
): Promise<boolean> {
  const isOfNumber = number !== undefined && reason === "wrong-person";
  const sealed = isOfNumber ? [] : await contactsOf(engine.vault, addressee);
  const contacts = await Promise.all(sealed.map((one) => readContact(engine, one)));
  const routes = contacts.flatMap((contact) => (contact === null ? [] : routesOf(contact)));
  const listed = new Set(number === undefined ? routes : [number, ...routes]);
  const indexes = await Promise.all([...listed].map((route) => optOutIndexOf(engine, route)));
  const now = engine.clock.now();
  return await endContact(engine.vault, addressee, indexes, { reason, today: londonDate(now), now });
}

/** Ends all contact with whoever this link was sent to. @returns Whether the link was known. */
export const optOutByLink = async (engine: HasVault & HasKeys & HasClock, linkHash: string, reason: OptOutReason) =>
  await optOut(engine, { by: "link", linkHash }, reason);

/** A victim's contact; null when there is none, it is not theirs, or the key of its week is gone. */
export async function readContact(engine: HasKeys, sealed: SealedContact): Promise<Contact | null> {
  try {
    return await openContact(engine, sealed);
  } catch (cause) {
    if (cause instanceof Problem) return null;
    throw cause;
  }
}
