/**
 * The only file that touches Web Crypto (architecture rule R3).
 *
 * HMAC-SHA-256 for names that must not be reversed, AES-256-GCM for what must be read again, HKDF-SHA-256 for keys.
 */
const utf8 = new TextEncoder();
const text = new TextDecoder();

/** Raw key material or a message: bytes, or text taken as UTF-8. */
type Bytes = Uint8Array | string;

const toBytes = (data: Bytes) => (typeof data === "string" ? utf8.encode(data) : data);

/** Characters made at a time: as arguments of one call, which a stack must hold. */
const PIECE = 8192;

export function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let from = 0; from < bytes.length; from += PIECE) {
    binary += String.fromCharCode(...bytes.subarray(from, from + PIECE));
  }
  return btoa(binary);
}

export function fromBase64(encoded: string): Uint8Array {
  const binary = atob(encoded);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

export const toBase64Url = (bytes: Uint8Array) =>
  toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

export const toHex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** The bytes of `toHex`. */
export const fromHex = (encoded: string) =>
  Uint8Array.from({ length: encoded.length / 2 }, (_, at) => Number.parseInt(encoded.slice(at * 2, at * 2 + 2), 16));

export const randomBytes = (length: number) => crypto.getRandomValues(new Uint8Array(length));

/** 256 bits of key material for one purpose. `info` names the purpose; two infos never give the same key. */
export async function deriveBytes(secret: Bytes, salt: Bytes, info: string, length = 32): Promise<Uint8Array> {
  const base = await crypto.subtle.importKey("raw", toBytes(secret), "HKDF", false, ["deriveBits"]);
  const params = { name: "HKDF", hash: "SHA-256", salt: toBytes(salt), info: utf8.encode(info) };
  return new Uint8Array(await crypto.subtle.deriveBits(params, base, length * 8));
}

/** A key that only signs. */
export type MacKey = CryptoKey & { readonly use?: "mac" };

/** A key that only seals and opens. */
export type SealKey = CryptoKey & { readonly use?: "seal" };

export const importMacKey = (material: Bytes): Promise<MacKey> =>
  crypto.subtle.importKey("raw", toBytes(material), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);

export const importSealKey = (material: Uint8Array): Promise<SealKey> =>
  crypto.subtle.importKey("raw", material, "AES-GCM", false, ["encrypt", "decrypt"]);

/** HMAC-SHA-256: 32 bytes. */
export const mac = async (key: MacKey, message: Bytes) =>
  new Uint8Array(await crypto.subtle.sign("HMAC", key, toBytes(message)));

/** HMAC-SHA-256 cut to 128 bits, as 22 characters of base64url: how anything is named that must not be reversed. */
export const macName = async (key: MacKey, message: Bytes) => toBase64Url((await mac(key, message)).subarray(0, 16));

export const sha256Hex = async (data: Bytes) =>
  toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", toBytes(data))));

/**
 * AES-256-GCM with a random 96-bit nonce; base64 of nonce and ciphertext.
 * @param context Bound to the ciphertext (table, row, column): a sealed value moved elsewhere does not open.
 */
export async function seal(key: SealKey, plain: string, context: string): Promise<string> {
  const nonce = randomBytes(12);
  const params = { name: "AES-GCM", iv: nonce, additionalData: utf8.encode(context) };
  const sealed = new Uint8Array(await crypto.subtle.encrypt(params, key, utf8.encode(plain)));
  const both = new Uint8Array(12 + sealed.length);
  both.set(nonce);
  both.set(sealed, 12);
  return toBase64(both);
}

/** The plain text of `seal`; null when the key, the context or the ciphertext is not the one sealed. */
export async function open(key: SealKey, sealed: string, context: string): Promise<string | null> {
  try {
    const bytes = fromBase64(sealed);
    const params = { name: "AES-GCM", iv: bytes.subarray(0, 12), additionalData: utf8.encode(context) };
    return text.decode(await crypto.subtle.decrypt(params, key, bytes.subarray(12)));
  } catch {
    return null;
  }
}

/** How `sealRecord` seals; the sealed text begins with it. */
const RECORD_VERSION = "1";

const RECORD_SALT = 32;

/** HKDF-Expand (RFC 5869) by HMAC, whose key is uniform already: one call where HKDF as a whole takes two. */
const recordKey = async (key: MacKey, salt: Uint8Array) =>
  await importSealKey(
    await mac(key, concatenate(utf8.encode(`throughline/record/${RECORD_VERSION}`), salt, new Uint8Array([1]))),
  );

function concatenate(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/**
 * Seals under a key of the record's own, made from a common key and 32 random bytes that lie with the ciphertext: so
 * each key seals one text, and whoever destroys the common key has destroyed them all.
 *
 * @param context Bound to the ciphertext: table, row, column and the name of the common key.
 * @returns `1.` and base64 of salt, nonce and ciphertext.
 */
export async function sealRecord(key: MacKey, plain: string, context: string): Promise<string> {
  const random = randomBytes(RECORD_SALT + 12);
  const params = {
    name: "AES-GCM",
    iv: random.subarray(RECORD_SALT),
    additionalData: utf8.encode(`${RECORD_VERSION}/${context}`),
  };
  const own = await recordKey(key, random.subarray(0, RECORD_SALT));
  const sealed = new Uint8Array(await crypto.subtle.encrypt(params, own, utf8.encode(plain)));
  return `${RECORD_VERSION}.${toBase64(concatenate(random, sealed))}`;
}

/** The plain text of `sealRecord`; null when the key, the context, the version or the ciphertext is not the one sealed. */
export async function openRecord(key: MacKey, sealed: string, context: string): Promise<string | null> {
  const [version, encoded = ""] = sealed.split(".");
  if (version !== RECORD_VERSION) return null;
  try {
    const bytes = fromBase64(encoded);
    const own = await recordKey(key, bytes.subarray(0, RECORD_SALT));
    const params = {
      name: "AES-GCM",
      iv: bytes.subarray(RECORD_SALT, RECORD_SALT + 12),
      additionalData: utf8.encode(`${RECORD_VERSION}/${context}`),
    };
    return text.decode(await crypto.subtle.decrypt(params, own, bytes.subarray(RECORD_SALT + 12)));
  } catch {
    return null;
  }
}

/** Whether two texts are equal, in time that depends on their lengths alone. */
export function isEqualInConstantTime(left: string, right: string): boolean {
  const [a, b] = [utf8.encode(left), utf8.encode(right)];
  if (a.length !== b.length) return false;
  let difference = 0;
  for (const [index, byte] of a.entries()) difference |= byte ^ (b[index] ?? 0);
  return difference === 0;
}

/** A key that only verifies signatures. */
export type VerifyKey = CryptoKey & { readonly use?: "verify" };

/** An Ed25519 public key of 32 bytes. @throws DOMException when it is none. */
export const importVerifyKey = (material: Uint8Array): Promise<VerifyKey> =>
  crypto.subtle.importKey("raw", material, "Ed25519", false, ["verify"]);

/** Whether an Ed25519 signature is one of the message. */
export const isSignedBy = async (key: VerifyKey, signature: Uint8Array, message: Uint8Array): Promise<boolean> =>
  await crypto.subtle.verify("Ed25519", key, signature, message);

/** HMAC-SHA-1 in base64, for partners whose signatures are made so (Twilio). For nothing of our own. */
export async function macSha1(secret: string, message: string): Promise<string> {
  const algorithm = { name: "HMAC", hash: "SHA-1" };
  const key = await crypto.subtle.importKey("raw", utf8.encode(secret), algorithm, false, ["sign"]);
  return toBase64(new Uint8Array(await crypto.subtle.sign("HMAC", key, utf8.encode(message))));
}
