import { type Scope, type Sender, standingOf } from "../domain/sender.ts";
import type { SignedHeaders } from "../domain/webhook.ts";
import { Problem } from "../kernel/problem.ts";
import { type HasClock, type LocalDate, londonDate } from "../kernel/time.ts";
import {
  fromBase64,
  importMacKey,
  importVerifyKey,
  isEqualInConstantTime,
  isSignedBy,
  mac,
  macName,
  open,
  sha256Hex,
  toBase64,
  toBase64Url,
} from "../platform/crypto.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasVault } from "../store/vault/database.ts";
import { findApiKey, findSigningKeys, forgetWebhook, type KeyRow, takeWebhook } from "../store/vault/senders.ts";

type Engine = HasVault & HasKeys & HasClock;

/** Who is calling, and by which key. */
export type Caller = {
  readonly sender: Sender;
  readonly key: { readonly id: string; readonly scopes: readonly Scope[] };
};

/** How long an isolate goes on with what it has read of a key, in milliseconds: so long may a revocation take elsewhere. */
const REMEMBER = 60_000;

type Remembered = {
  readonly rows: Map<string, { readonly until: number; readonly rows: readonly KeyRow[] }>;
  /** Imported keys, by key id: importing costs more than verifying. */
  readonly imported: Map<string, Promise<CryptoKey>>;
};

/** By vault, so that a feed costs one look-up a minute and not one a request. */
const memories = new WeakMap<object, Remembered>();

function memoryOf(vault: HasVault["vault"]): Remembered {
  const known = memories.get(vault) ?? { rows: new Map(), imported: new Map() };
  memories.set(vault, known);
  return known;
}

/** Forgets what this isolate has read of a sender's keys: what has just been changed must count at once. */
export function forgetKeys({ vault }: HasVault, senderId: string): void {
  const { rows } = memoryOf(vault);
  for (const [name, { rows: known }] of rows) if (known.some((row) => row.senderId === senderId)) rows.delete(name);
}

/** Only what is there is remembered, so that nobody fills the memory with inventions. */
async function remember(engine: Engine, name: string, read: () => Promise<readonly KeyRow[]>) {
  const { rows } = memoryOf(engine.vault);
  const now = Date.parse(engine.clock.now());
  const recent = rows.get(name);
  if (recent && recent.until > now) return recent.rows;
  const found = await read();
  if (found.length > 0) rows.set(name, { until: now + REMEMBER, rows: found });
  return found;
}

/** An API key: `tl_`, 8 characters that find its row and may be shown, `_`, and 43 characters (256 bits) of secret. */
const keyForm = /^tl_([A-Za-z0-9_-]{8})_[A-Za-z0-9_-]{43}$/;

// An unknown key is compared with this, so that it takes as long as a known one.
const NOBODY = "A".repeat(43);

/** What is stored of an API key: HMAC, so that the table alone lets nobody in. */
export const hashOfKey = async ({ keys }: HasKeys, key: string) =>
  toBase64Url(await mac(await keys.standing("api-key"), key));

/** What binds a sealed secret to its row. */
export const contextOf = (keyId: string) => `sender_key/${keyId}/verifier`;

function callerOf({ id, scopes, sender, ...key }: KeyRow, today: LocalDate): Caller {
  const standing = standingOf(key, today);
  if (standing === "works") return { sender, key: { id, scopes } };
  // Told to those alone who have shown that it is theirs.
  const what = standing === "revoked" ? "This key has been revoked." : "This key has ended.";
  throw new Problem("unauthenticated", `${what} Ask the operator for a new one.`);
}

/** Whose API key this is; null for one that is unknown or wrong. @throws Problem `unauthenticated` for one that ended. */
export async function authenticateKey(engine: Engine, key: string): Promise<Caller | null> {
  const id = keyForm.exec(key)?.[1];
  if (id === undefined) return null;
  const [row] = await remember(engine, `key/${id}`, async () => {
    const found = await findApiKey(engine.vault, id);
    return found ? [found] : [];
  });
  const isRight = isEqualInConstantTime(await hashOfKey(engine, key), row?.verifier ?? NOBODY);
  return row && isRight ? callerOf(row, londonDate(engine.clock.now())) : null;
}

const utf8 = new TextEncoder();

/** What Standard Webhooks sign: id, timestamp and the exact body, with full stops between. */
function signedContent({ id, timestamp }: SignedHeaders, body: Uint8Array): Uint8Array {
  const head = utf8.encode(`${id}.${timestamp}.`);
  const content = new Uint8Array(head.length + body.length);
  content.set(head);
  content.set(body, head.length);
  return content;
}

/** The key that verifies, made ready once. */
function importedKey(engine: HasVault & HasKeys, { id, kind, verifier }: KeyRow): Promise<CryptoKey> {
  const { imported } = memoryOf(engine.vault);
  const known = imported.get(id);
  if (known) return known;
  const make = async () => {
    if (kind === "ed25519") return await importVerifyKey(fromBase64(verifier));
    const secret = await open(await engine.keys.standingSeal("sender"), verifier, contextOf(id));
    if (secret === null) throw new Error("A sender's secret does not open: is ROOT_KEY another?");
    return await importMacKey(fromBase64(secret));
  };
  const made = make();
  imported.set(id, made);
  made.catch(() => imported.delete(id));
  return made;
}

async function isSignature(
  engine: HasVault & HasKeys,
  row: KeyRow,
  { signatures }: SignedHeaders,
  content: Uint8Array,
): Promise<boolean> {
  const wanted = row.kind === "ed25519" ? "v1a" : "v1";
  const given = signatures.filter(({ version }) => version === wanted);
  if (given.length === 0) return false;
  const key = await importedKey(engine, row);
  if (row.kind === "ed25519") {
    const right = await Promise.all(given.map(({ value }) => isSignedBy(key, bytesOf(value), content)));
    return right.includes(true);
  }
  const expected = toBase64(await mac(key, content));
  return given.filter(({ value }) => isEqualInConstantTime(value, expected)).length > 0;
}

/** Base64 that may be anything: what cannot be read is no signature. */
function bytesOf(encoded: string): Uint8Array {
  try {
    return fromBase64(encoded);
  } catch {
    return new Uint8Array();
  }
}

/**
 * Whether a sender signed this, by Standard Webhooks; null when no key of theirs did, or there is no such sender.
 *
 * While a key is being changed, either signs. @throws Problem `unauthenticated` when only a key did that has ended.
 */
export async function authenticateSignature(
  engine: Engine,
  senderId: string,
  signed: SignedHeaders,
  body: Uint8Array,
): Promise<Caller | null> {
  const rows = await remember(engine, `sender/${senderId}`, async () => await findSigningKeys(engine.vault, senderId));
  const content = signedContent(signed, body);
  if (rows.length === 0) await mac(await engine.keys.standing("sender"), content);
  const right = await Promise.all(rows.map(async (row) => await isSignature(engine, row, signed, content)));
  const today = londonDate(engine.clock.now());
  const signing = rows.filter((_, index) => right[index] === true);
  const row = signing.find((each) => standingOf(each, today) === "works") ?? signing[0];
  return row ? callerOf(row, today) : null;
}

/** How a signed request is remembered: by what cannot be turned back. */
const seenAs = async ({ keys }: HasKeys, { sender }: Caller, { id, timestamp }: SignedHeaders) => ({
  senderId: sender.id,
  webhookId: await macName(await keys.standing("sender"), id),
  newest: timestamp,
});

/**
 * Lets a signed request through once (decisions/0013): a retry has a newer timestamp, and events count once whatever
 * brings them.
 *
 * @returns The newest timestamp that was taken of this id before; null of a new one.
 * @throws Problem `conflict` for a replay, and for an id that has been given to another body.
 */
export async function refuseReplay(
  engine: HasVault & HasKeys,
  caller: Caller,
  signed: SignedHeaders,
  body: Uint8Array,
): Promise<number | null> {
  const seen = { ...(await seenAs(engine, caller, signed)), bodyHash: await sha256Hex(body) };
  const outcome = await takeWebhook(engine.vault, seen);
  if (outcome.state === "taken") return outcome.before;
  if (outcome.state === "replayed") {
    throw new Problem(
      "conflict",
      "This webhook-id has been taken with this timestamp or a newer one, so nothing was done. To try again, keep the id and sign with a newer timestamp.",
    );
  }
  throw new Problem(
    "conflict",
    "This webhook-id has been taken with another body, so nothing was done. Give each message an id of its own.",
  );
}

/**
 * Lets the same request come again, after it has failed on our side: nothing of it was done.
 *
 * @param before What `refuseReplay` returned: earlier attempts, which may have succeeded, stay taken.
 */
export async function allowAgain(
  engine: HasVault & HasKeys,
  caller: Caller,
  signed: SignedHeaders,
  before: number | null,
): Promise<void> {
  await forgetWebhook(engine.vault, await seenAs(engine, caller, signed), before);
}
