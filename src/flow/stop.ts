import { normalisePhone } from "../domain/phone.ts";
import type { TextWish } from "../domain/text-words.ts";
import type { HasClock } from "../kernel/time.ts";
import { macName } from "../platform/crypto.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasLog } from "../platform/log.ts";
import type { HasVault } from "../store/vault/database.ts";
import { optOut, optOutByLink } from "./opt-out.ts";
import { openReferences } from "./references.ts";

type Stopping = HasVault & HasKeys & HasClock & HasLog;

/** What victims, or whoever has their phone, may ask for by themselves. */
export type Wish = TextWish;

/**
 * Ends all contact with whoever holds this link, at once, at every stage and in every case.
 *
 * @returns Whether the link was known. One that was not has stopped nothing, and the page must say so.
 */
export async function stopContact(engine: Stopping, token: string, reason: Wish): Promise<boolean> {
  const linkHash = await macName(await engine.keys.standing("link"), token);
  const known = await optOutByLink(engine, linkHash, reason);
  if (known) engine.log.event("contact-stopped", { reason, by: "link" });
  return known;
}

/**
 * Ends all contact with a number: with every victim who has it, in every case. A number that nobody has is put on the
 * list all the same, so that it is written to by no case that comes later.
 *
 * @param written As a phone network or an officer writes it.
 * @param by Who asked: the number's holder by text, or an officer or other staff for them.
 * @returns Whether a victim was known by it.
 */
export async function stopByNumber(
  engine: Stopping,
  written: string,
  reason: Wish,
  by: "text" | "officer" = "text",
): Promise<boolean> {
  const number = normalisePhone(written) ?? written.trim();
  const phoneIndex = await macName(await engine.keys.standing("blind-index"), number);
  const known = await optOut(engine, { by: "number", phoneIndex }, ofOfficer(reason, by), number);
  engine.log.event("contact-stopped", { reason, by, known });
  return known;
}

/**
 * Ends all contact with a victim, on the word of the force, witness care unit or liaison officer that they told.
 *
 * @returns Whether this force has such a victim.
 */
export async function stopByReference(
  engine: Stopping,
  { forceCode, victimRef }: { readonly forceCode: string | null; readonly victimRef: string },
  reason: Wish,
): Promise<boolean> {
  const references = await openReferences(engine);
  const refHash = await references.victim(forceCode, victimRef);
  const known = await optOut(engine, { by: "victim", refHash }, ofOfficer(reason, "officer"));
  if (known) engine.log.event("contact-stopped", { reason, by: "officer" });
  return known;
}

/**
 * Ends all contact with whoever a message was sent to: their gateway says that they have told it to stop.
 *
 * @param reference As the gateway was given it: an invitation's id.
 */
export async function stopByMessage(engine: Stopping, reference: string): Promise<boolean> {
  const known = await optOut(engine, { by: "message", invitationId: reference }, "stop");
  if (known) engine.log.event("contact-stopped", { reason: "stop", by: "gateway" });
  return known;
}

/** On the list it is told apart who had asked; what it does is the same. */
const ofOfficer = (reason: Wish, by: "text" | "officer") =>
  by === "officer" && reason === "stop" ? "officer" : reason;
