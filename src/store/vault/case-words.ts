import { sql, type SQLWrapper } from "drizzle-orm";
import { Problem } from "../../kernel/problem.ts";
import type { HasKeys } from "../../platform/keys.ts";
import { openReference } from "./case-references.ts";
import { openContact } from "./contacts.ts";
import type { HasVault } from "./database.ts";
import { caseVictim, closureRequest, invitation, victim } from "./schema.ts";

// What a case knows of names and numbers, for the one moment in which they are taken out of a comment.

type Row = {
  readonly victimId: string;
  readonly caseId: string;
  readonly contact: string | null;
  readonly contactEpoch: string | null;
  readonly reference: string | null;
  readonly epoch: string | null;
};

/** Null where the week's key has been destroyed: then nothing is known any more, and rules alone decide. */
async function unlessGone<T>(opening: Promise<T>): Promise<T | null> {
  try {
    return await opening;
  } catch (cause) {
    if (cause instanceof Problem && cause.type === "key-not-ready") return null;
    throw cause;
  }
}

async function wordsOf(engine: HasVault & HasKeys, asked: SQLWrapper): Promise<readonly string[]> {
  const row = await engine.vault.get<Row>(sql`
    select v.id as victimId, a.case_id as caseId, v.contact, v.contact_epoch as contactEpoch, cv.reference,
      cv.reference_epoch as epoch
    from (${asked}) a join ${victim} v on v.id = a.victim_id
      left join ${caseVictim} cv on cv.case_id = a.case_id and cv.victim_id = a.victim_id`);
  if (!row) return [];
  const { victimId, caseId, reference, epoch } = row;
  const contact = await unlessGone(openContact(engine, row));
  const said =
    reference === null || epoch === null
      ? null
      : await unlessGone(openReference(engine, victimId, { caseId, reference, epoch }));
  const own = [contact?.mobile, contact?.email, ...(contact?.postal ?? []), said?.case, said?.victim];
  return [...own.filter((each) => each !== undefined), ...(contact?.suspects ?? []), ...(contact?.redactions ?? [])];
}

/** Names and numbers of the case that an invitation is about, by the hash of its first link. Reads, and writes nothing. */
export const wordsOfInvitation = async (engine: HasVault & HasKeys, linkHash: string): Promise<readonly string[]> =>
  await wordsOf(engine, sql`select case_id, victim_id from ${invitation} where link_hash = ${linkHash}`);

/** Names and numbers of the case that a closure request is about. */
export const wordsOfClosure = async (engine: HasVault & HasKeys, requestId: string): Promise<readonly string[]> =>
  await wordsOf(engine, sql`select case_id, victim_id from ${closureRequest} where id = ${requestId}`);
