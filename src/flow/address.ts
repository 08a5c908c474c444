import { CODE_BYTES, makeCode } from "../domain/code.ts";
import type { Route } from "../domain/contact.ts";
import { normaliseMobile } from "../domain/phone.ts";
import { postalKey } from "../domain/postal.ts";
import type { HasRandom } from "../kernel/ids.ts";
import { macName, toBase64Url } from "../platform/crypto.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { Claimed } from "../store/vault/claims.ts";
import { optOutIndexOf, readContact } from "./opt-out.ts";

/** A fresh link: chance that is stored nowhere, and the name by which the vault knows it again. */
export type Offer = { readonly id: string; readonly token: string; readonly linkHash: string };

const LINK_BYTES = 16;

/** A link that is pressed has a token of 128 bits; one that is typed, a code. */
export async function offerFor(engine: HasKeys & HasRandom, id: string, typed = false): Promise<Offer> {
  const { random, keys } = engine;
  const token = typed ? makeCode(random.bytes(CODE_BYTES)) : toBase64Url(random.bytes(LINK_BYTES));
  return { id, token, linkHash: await macName(await keys.standing("link"), token) };
}

export type Address = {
  readonly route: Route;
  readonly to: string;
  readonly address?: readonly string[];
  readonly optOutIndex: string;
};

/** Where a route leads, or why it may not be used after all. */
export async function addressOf(
  engine: HasKeys,
  victim: Claimed["victim"],
  route: Route,
): Promise<Address | { readonly reason: "contact-unreadable" | "safe-route-missing" | "suspect-route" }> {
  const contact = await readContact(engine, { ...victim, victimId: victim.id });
  if (contact === null) return { reason: "contact-unreadable" };
  if (route === "letter") {
    const lines = contact.postal ?? [];
    if (lines.length === 0) return { reason: "safe-route-missing" };
    return { route, to: lines[0] ?? "", address: lines, optOutIndex: await optOutIndexOf(engine, postalKey(lines)) };
  }
  const to = route === "sms" ? contact.mobile : contact.email;
  // A landline that was given for calls would read a text aloud to whoever picks it up.
  if (!to || (route === "sms" && normaliseMobile(to) === null)) return { reason: "safe-route-missing" };
  if (contact.suspects?.includes(to)) return { reason: "suspect-route" };
  return { route, to, optOutIndex: await optOutIndexOf(engine, to) };
}
