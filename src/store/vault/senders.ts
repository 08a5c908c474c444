import { and, desc, eq, ne, sql } from "drizzle-orm";
import type { Scope, Sender, SenderKey } from "../../domain/sender.ts";
import type { Instant, LocalDate } from "../../kernel/time.ts";
import { runBatch } from "../batch.ts";
import type { VaultDb } from "./database.ts";
import { sender, senderKey, webhookSeen } from "./schema.ts";

/** A key, what proves it, and whose it is. */
export type KeyRow = SenderKey & { readonly verifier: string; readonly sender: Sender };

const keyColumns = {
  id: senderKey.id,
  senderId: senderKey.senderId,
  kind: senderKey.kind,
  scopes: senderKey.scopes,
  createdAt: senderKey.createdAt,
  expiresOn: senderKey.expiresOn,
  revokedAt: senderKey.revokedAt,
};

const ownerColumns = { id: sender.id, name: sender.name, role: sender.role, forceCode: sender.forceCode };

type KeyColumns = Omit<typeof senderKey.$inferSelect, "verifier">;

const keyOf = ({ scopes, createdAt, expiresOn, revokedAt, ...rest }: KeyColumns): SenderKey => ({
  ...rest,
  scopes: JSON.parse(scopes) as readonly Scope[],
  createdAt: createdAt as Instant,
  expiresOn: expiresOn as LocalDate,
  revokedAt: revokedAt as Instant | null,
});

/** Adds a sender with its first key, or neither when there is a sender of this id. Returns whether it did. */
export async function insertSender(vault: VaultDb, added: Sender, key: SenderKey & { verifier: string }) {
  const { id, name, role, forceCode } = added;
  const [rows = []] = await runBatch(vault, [
    sql`insert into ${sender} (id, name, role, force_code, created_at)
      values (${id}, ${name}, ${role}, ${forceCode}, ${key.createdAt}) on conflict do nothing returning id`,
    // A sender always has a key, if an ended one: none means that the statement before has just added it.
    insertKeyWhere(key, sql`not exists (select 1 from ${senderKey} where sender_id = ${id})`),
  ]);
  return rows.length > 0;
}

const insertKeyWhere = (key: SenderKey & { verifier: string }, condition: ReturnType<typeof sql>) => sql`
  insert into ${senderKey} (id, sender_id, kind, verifier, scopes, created_at, expires_on)
  select ${key.id}, ${key.senderId}, ${key.kind}, ${key.verifier}, ${JSON.stringify(key.scopes)}, ${key.createdAt},
    ${key.expiresOn} where ${condition} returning id`;

/** Adds a key, unless so many of the sender's work already; two at once do not pass the limit. Returns whether it did. */
export async function insertKey(
  vault: VaultDb,
  key: SenderKey & { verifier: string },
  { most, today }: { readonly most: number; readonly today: LocalDate },
): Promise<boolean> {
  const working = sql`(select count(*) from ${senderKey}
    where sender_id = ${key.senderId} and revoked_at is null and expires_on >= ${today}) < ${most}`;
  const rows = await vault.all(insertKeyWhere(key, working));
  return rows.length > 0;
}

/** Ends a key. One that had ended so before keeps its instant. Null when the sender has no such key. */
export async function revokeKey(vault: VaultDb, senderId: string, id: string, now: Instant): Promise<SenderKey | null> {
  const [row] = await vault
    .update(senderKey)
    .set({ revokedAt: sql`coalesce(revoked_at, ${now})` })
    .where(and(eq(senderKey.id, id), eq(senderKey.senderId, senderId)))
    .returning(keyColumns);
  return row ? keyOf(row) : null;
}

export const listSenders = async (vault: VaultDb) =>
  await vault
    .select({ ...ownerColumns, createdAt: sender.createdAt })
    .from(sender)
    .orderBy(sender.id);

export const findSender = async (vault: VaultDb, id: string): Promise<Sender | null> =>
  (await vault.select(ownerColumns).from(sender).where(eq(sender.id, id)).get()) ?? null;

export const listKeys = async (vault: VaultDb, senderId: string): Promise<readonly SenderKey[]> =>
  (
    await vault
      .select(keyColumns)
      .from(senderKey)
      .where(eq(senderKey.senderId, senderId))
      .orderBy(senderKey.createdAt, senderKey.id)
  ).map(keyOf);

const selectKeys = (vault: VaultDb) =>
  vault
    .select({ key: { ...keyColumns }, verifier: senderKey.verifier, sender: ownerColumns })
    .from(senderKey)
    .innerJoin(sender, eq(sender.id, senderKey.senderId));

/** The API key that begins with these characters. */
export async function findApiKey(vault: VaultDb, id: string): Promise<KeyRow | null> {
  const row = await selectKeys(vault)
    .where(and(eq(senderKey.id, id), eq(senderKey.kind, "api-key")))
    .get();
  return row ? { ...keyOf(row.key), verifier: row.verifier, sender: row.sender } : null;
}

/** As many of a sender's signing keys as are looked at: those that work, then those that last longest. */
const LOOKED_AT = 20;

/** What a sender signs with, ended keys included: their holder is told that they have ended. */
export async function findSigningKeys(vault: VaultDb, senderId: string): Promise<readonly KeyRow[]> {
  const rows = await selectKeys(vault)
    .where(and(eq(senderKey.senderId, senderId), ne(senderKey.kind, "api-key")))
    .orderBy(sql`${senderKey.revokedAt} is not null`, desc(senderKey.expiresOn))
    .limit(LOOKED_AT);
  return rows.map((row) => ({ ...keyOf(row.key), verifier: row.verifier, sender: row.sender }));
}

const DAY = 86_400;

/** What became of a signed request; of one that was taken, the newest timestamp of its id before, null of a new one. */
export type WebhookOutcome =
  | { readonly state: "taken"; readonly before: number | null }
  | { readonly state: "replayed" | "other-body" };

/**
 * Takes a signed request, unless it is a replay: one whose id was seen with a timestamp that is not older, or with
 * another body. Of two at once with the same timestamp one is taken. What is older than a day is forgotten.
 */
export async function takeWebhook(vault: VaultDb, seen: typeof webhookSeen.$inferInsert): Promise<WebhookOutcome> {
  const { senderId, webhookId, bodyHash, newest } = seen;
  const [earlier = [], taken = [], , known = []] = await runBatch(vault, [
    sql`select newest from ${webhookSeen} where sender_id = ${senderId} and webhook_id = ${webhookId}`,
    sql`insert into ${webhookSeen} as seen (sender_id, webhook_id, body_hash, newest)
      values (${senderId}, ${webhookId}, ${bodyHash}, ${newest})
      on conflict (sender_id, webhook_id) do update set newest = excluded.newest
        where excluded.newest > seen.newest and excluded.body_hash = seen.body_hash
      returning newest`,
    sql`delete from ${webhookSeen} where newest < ${newest - DAY}`,
    sql`select 1 from ${webhookSeen}
      where sender_id = ${senderId} and webhook_id = ${webhookId} and body_hash = ${bodyHash}`,
  ]);
  if (taken.length > 0)
    return { state: "taken", before: (earlier[0] as { newest: number } | undefined)?.newest ?? null };
  return { state: known.length > 0 ? "replayed" : "other-body" };
}

/**
 * Forgets a signed request that came to nothing, unless a newer attempt has been taken since.
 *
 * @param before Its id's newest timestamp before it: an attempt that was taken then must not come again.
 */
export async function forgetWebhook(
  vault: VaultDb,
  { senderId, webhookId, newest }: Pick<typeof webhookSeen.$inferInsert, "senderId" | "webhookId" | "newest">,
  before: number | null,
): Promise<void> {
  const same = and(
    eq(webhookSeen.senderId, senderId),
    eq(webhookSeen.webhookId, webhookId),
    eq(webhookSeen.newest, newest),
  );
  if (before === null) await vault.delete(webhookSeen).where(same);
  else await vault.update(webhookSeen).set({ newest: before }).where(same);
}
