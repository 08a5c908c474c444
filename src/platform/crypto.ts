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

/** Whether two texts are equal, in time that depends on their lengths alone. */
export function isEqualInConstantTime(left: string, right: string): boolean {
  const [a, b] = [utf8.encode(left), utf8.encode(right)];
  if (a.length !== b.length) return false;
  let difference = 0;
  for (const [index, byte] of a.entries()) difference |= byte ^ (b[index] ?? 0);
  return difference === 0;
}
