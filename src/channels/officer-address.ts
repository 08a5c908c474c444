import { normaliseEmail } from "../domain/phone.ts";
import type { Message } from "./gateway.ts";

/** What may stand in an address before the `@`. */
const REFERENCE = /^[\w.-]{1,64}$/;

/**
 * Where an officer's e-mail goes: what the force calls them, if that is an address; else their area's pattern, `{ref}`
 * filled in. Null when there is neither.
 */
export function addressOf(
  { to, area }: Pick<Message, "to" | "area">,
  patterns: Readonly<Record<string, string>>,
): string | null {
  const own = normaliseEmail(to);
  if (own !== null) return own;
  const pattern = patterns[area] ?? patterns["*"];
  if (pattern === undefined || !REFERENCE.test(to)) return null;
  return normaliseEmail(pattern.replace("{ref}", to));
}
