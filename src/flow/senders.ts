import { type KeyKind, type Scope, scopesOf, type Sender, type SenderKey } from "../domain/sender.ts";
import type { HasRandom } from "../kernel/ids.ts";
import { Problem } from "../kernel/problem.ts";
import { type HasClock, type LocalDate, londonDate } from "../kernel/time.ts";
import { fromBase64, importVerifyKey, seal, toBase64, toBase64Url } from "../platform/crypto.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasVault } from "../store/vault/database.ts";
import { findSender, insertKey, insertSender, listKeys, revokeKey } from "../store/vault/senders.ts";
import { contextOf, forgetKeys, hashOfKey } from "./authenticate.ts";

type Engine = HasVault & HasKeys & HasClock & HasRandom;

/** What the operator asks of a new key. */
export type WantedKey = {
  readonly kind?: KeyKind;
  /** Ed25519 alone: the sender's own, `whpk_` and base64. */
  readonly publicKey?: string | undefined;
  /** All that the sender's role may do, unless told. */
  readonly scopes?: readonly Scope[] | undefined;
  readonly expiresOn: LocalDate;
};

/** A key that was made. Its secret is told this once; Ed25519 has none of ours. */
export type MadeKey = { readonly key: SenderKey; readonly secret: string | null };

const ID_BYTES = 6;
const SECRET_BYTES = 32;
const PUBLIC_KEY = /^whpk_([A-Za-z0-9+/]{43}=)$/;

/** As many of a sender's keys as may work at once: enough to change them, few enough to try them all. */
const KEYS_MAX = 5;

const faulty = (path: string, fix: string) =>
  new Problem("invalid-request", "Mend what `errors` lists.", [{ path, fix }]);

/** The key's secret, and what is stored of it. */
async function makeSecret(
  engine: HasKeys & HasRandom,
  id: string,
  { kind = "api-key", publicKey }: WantedKey,
): Promise<{ readonly secret: string | null; readonly verifier: string }> {
  if (kind !== "ed25519" && publicKey !== undefined)
    throw faulty("publicKey", "Leave it out: it goes with the kind ed25519.");
  if (kind === "api-key") {
    const secret = `tl_${id}_${toBase64Url(engine.random.bytes(SECRET_BYTES))}`;
    return { secret, verifier: await hashOfKey(engine, secret) };
  }
  if (kind === "hmac") {
    const secret = toBase64(engine.random.bytes(SECRET_BYTES));
    const verifier = await seal(await engine.keys.standingSeal("sender"), secret, contextOf(id));
    return { secret: `whsec_${secret}`, verifier };
  }
  const verifier = PUBLIC_KEY.exec(publicKey ?? "")?.[1];
  const isKey = verifier !== undefined && (await isPublicKey(verifier));
  if (!isKey) throw faulty("publicKey", "Must be: an Ed25519 public key, `whpk_` and its 32 bytes in base64.");
  return { secret: null, verifier };
}

async function isPublicKey(encoded: string): Promise<boolean> {
  try {
    await importVerifyKey(fromBase64(encoded));
    return true;
  } catch {
    return false;
  }
}

async function makeKey(engine: Engine, sender: Sender, wanted: WantedKey) {
  const { kind = "api-key", scopes = scopesOf(sender.role), expiresOn } = wanted;
  const now = engine.clock.now();
  const most = scopesOf(sender.role);
  if (!scopes.every((scope) => most.includes(scope))) {
    throw faulty("scopes", `A sender of the role ${sender.role} may have: ${most.join(", ") || "none"}.`);
  }
  if (expiresOn < londonDate(now)) throw faulty("expiresOn", "Must be: today or a later day.");
  const id = toBase64Url(engine.random.bytes(ID_BYTES));
  const { secret, verifier } = await makeSecret(engine, id, wanted);
  const key: SenderKey = { id, senderId: sender.id, kind, scopes, createdAt: now, expiresOn, revokedAt: null };
  return { key, secret, verifier };
}

/** Adds a sender with its first key. @throws Problem `conflict`, `invalid-request`. */
export async function createSender(
  engine: Engine,
  { id, name, role, forceCode, ...wanted }: Sender & WantedKey,
): Promise<MadeKey & { readonly sender: Sender }> {
  const sender = { id, name, role, forceCode };
  const { key, secret, verifier } = await makeKey(engine, sender, wanted);
  const isAdded = await insertSender(engine.vault, sender, { ...key, verifier });
  if (!isAdded) throw new Problem("conflict", "There is a sender with this id. Choose another, or add a key to it.");
  return { sender, key, secret };
}

async function senderOf({ vault }: HasVault, id: string): Promise<Sender> {
  const sender = await findSender(vault, id);
  if (sender === null) throw new Problem("not-found", "There is no sender with this id. GET /v1/senders lists them.");
  return sender;
}

/** Adds a key beside those that the sender has. @throws Problem `not-found`, `conflict`, `invalid-request`. */
export async function addKey(engine: Engine, senderId: string, wanted: WantedKey): Promise<MadeKey> {
  const sender = await senderOf(engine, senderId);
  const { key, secret, verifier } = await makeKey(engine, sender, wanted);
  const limit = { most: KEYS_MAX, today: londonDate(engine.clock.now()) };
  const isAdded = await insertKey(engine.vault, { ...key, verifier }, limit);
  if (!isAdded) throw new Problem("conflict", `${KEYS_MAX} keys of this sender work. Revoke one first.`);
  forgetKeys(engine, senderId);
  return { key, secret };
}

/** A sender's keys, ended ones too. @throws Problem `not-found`. */
export async function keysOf(engine: HasVault, senderId: string): Promise<readonly SenderKey[]> {
  await senderOf(engine, senderId);
  return await listKeys(engine.vault, senderId);
}

/** Ends a key: here at once, in other isolates within a minute. Repeating it is harmless. @throws Problem `not-found`. */
export async function endKey(engine: HasVault & HasClock, senderId: string, keyId: string): Promise<SenderKey> {
  const key = await revokeKey(engine.vault, senderId, keyId, engine.clock.now());
  if (key === null) throw new Problem("not-found", "This sender has no such key. GET its keys for those it has.");
  forgetKeys(engine, senderId);
  return key;
}
