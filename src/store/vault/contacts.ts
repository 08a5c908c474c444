import * as v from "valibot";
import type { Week } from "../../kernel/time.ts";
import { open, seal } from "../../platform/crypto.ts";
import type { HasKeys } from "../../platform/keys.ts";

const contactSchema = v.object({
  /** E.164. */
  mobile: v.optional(v.string()),
  email: v.optional(v.string()),
  /** Numbers of the suspect, E.164: a route that is among them is no route. */
  suspects: v.optional(v.array(v.string())),
});

/** How to reach a victim, and what must never be said or dialled. In the vault only ever sealed. */
export type Contact = v.InferOutput<typeof contactSchema>;

/** Bound to the ciphertext: contact moved to another victim's row does not open. */
const contextOf = (victimId: string) => `victim/${victimId}/contact`;

/** Seals contacts under one week's key, in the order given. */
export async function sealContacts(
  { keys }: HasKeys,
  epoch: Week,
  records: readonly { readonly victimId: string; readonly contact: Contact }[],
): Promise<readonly string[]> {
  if (records.length === 0) return [];
  const key = await keys.datedSeal("epoch", epoch);
  return await Promise.all(
    records.map(({ victimId, contact }) => seal(key, JSON.stringify(contact), contextOf(victimId))),
  );
}

/** The contact of a victim's row; null when there is none, or its week's key has been destroyed. */
export async function openContact(
  { keys }: HasKeys,
  row: { readonly victimId: string; readonly contact: string | null; readonly contactEpoch: string | null },
): Promise<Contact | null> {
  if (row.contact === null || row.contactEpoch === null) return null;
  const key = await keys.datedSeal("epoch", row.contactEpoch);
  const opened = await open(key, row.contact, contextOf(row.victimId));
  return opened === null ? null : v.parse(contactSchema, JSON.parse(opened));
}
