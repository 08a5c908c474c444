import * as v from "valibot";
import type { Week } from "../../kernel/time.ts";
import type { HasKeys } from "../../platform/keys.ts";
import { openValue, sealValues } from "./sealed-values.ts";

const contactSchema = v.object({
  /** E.164. */
  mobile: v.optional(v.string()),
  email: v.optional(v.string()),
  /** The address as it stands on an envelope, a line each: 3 to 7, the name first, the postcode last. */
  postal: v.optional(v.array(v.string())),
  /** Numbers of the suspect, E.164: a route that is among them is no route. */
  suspects: v.optional(v.array(v.string())),
  /** Names and numbers of the case, as written: taken out of comments before anything else is. */
  redactions: v.optional(v.array(v.string())),
});

/** How to reach a victim, and what must never be said or dialled. In the vault only ever sealed. */
export type Contact = v.InferOutput<typeof contactSchema>;

/** Seals contacts under one week's key, in the order given. */
export const sealContacts = async (
  engine: HasKeys,
  epoch: Week,
  records: readonly { readonly victimId: string; readonly contact: Contact }[],
): Promise<readonly string[]> =>
  await sealValues(
    engine,
    "victim.contact",
    epoch,
    records.map(({ victimId, contact }) => ({ row: victimId, text: JSON.stringify(contact) })),
  );

/**
 * The contact of a victim's row; null when there is none, or it does not open.
 *
 * @throws Problem `key-not-ready` when its week's key has been destroyed.
 */
export async function openContact(
  engine: HasKeys,
  row: { readonly victimId: string; readonly contact: string | null; readonly contactEpoch: string | null },
): Promise<Contact | null> {
  const { victimId, contact: sealed, contactEpoch: epoch } = row;
  if (sealed === null || epoch === null) return null;
  const opened = await openValue(engine, "victim.contact", { row: victimId, sealed, epoch });
  return opened === null ? null : v.parse(contactSchema, JSON.parse(opened));
}
