import { macName } from "../platform/crypto.ts";
import type { HasKeys } from "../platform/keys.ts";

/** What another system calls a case, a person in it, or an event of its own. */
type Named = { readonly type: string; readonly value: string };

/** How the vault names what others name: HMAC, so that a reference finds its row and no row gives its reference. */
export type References = {
  event(senderId: string, source: string, eventId: string): Promise<string>;
  victim(forceCode: string | null, ref: string): Promise<string>;
  identifier(identifier: Named, forceCode: string | null): Promise<string>;
};

export async function openReferences({ keys }: HasKeys): Promise<References> {
  const key = await keys.standing("reference");
  // As JSON, so that no two lists of parts read alike.
  const name = (...parts: readonly string[]) => macName(key, JSON.stringify(parts));
  return {
    // Two forces whose systems are the same make may both call themselves so, and both count from one.
    event: (senderId, source, eventId) => name("event", senderId, source, eventId),
    victim: (forceCode, ref) => name("victim", forceCode ?? "", ref),
    // As typed it differs in case and spaces between systems; a crime reference is unique in its force alone.
    identifier: ({ type, value }, forceCode) => {
      const plain = value.toUpperCase().replaceAll(/\s+/g, "");
      return type === "crimeReference"
        ? name("identifier", type, forceCode ?? "", plain)
        : name("identifier", type, plain);
    },
  };
}
