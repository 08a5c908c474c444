import { vi } from "vitest";
import { toBase64, toBase64Url, toHex } from "../../src/platform/crypto.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Shorter material is no key of ours, and may stand anywhere by chance. */
const SHORTEST = 16;

const bytesOf = (data: unknown) =>
  data instanceof ArrayBuffer
    ? new Uint8Array(data)
    : ArrayBuffer.isView(data)
      ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
      : new Uint8Array();

/** A key as it might be written down: as text where it is one, and in hexadecimal and both base64s. */
function spellings(bytes: Uint8Array): readonly string[] {
  const encoded = [toHex(bytes), toBase64(bytes), toBase64Url(bytes)];
  try {
    return [utf8.decode(bytes), ...encoded];
  } catch {
    return encoded;
  }
}

/** Listens to Web Crypto: every secret key that is imported or derived from now on, in all its spellings. */
export function watchKeys() {
  const known = new Map<string, readonly string[]>();
  const keep = (data: unknown) => {
    const bytes = bytesOf(data).slice();
    if (bytes.length >= SHORTEST) known.set(toHex(bytes), spellings(bytes));
  };
  const { subtle } = crypto;
  const importKey = subtle.importKey.bind(subtle);
  const deriveBits = subtle.deriveBits.bind(subtle);
  vi.spyOn(subtle, "importKey").mockImplementation(async (...given) => {
    const [, data, , , uses] = given;
    // A key that only verifies is public.
    if (!uses.includes("verify")) keep(data);
    return await importKey(...given);
  });
  vi.spyOn(subtle, "deriveBits").mockImplementation(async (algorithm, base, length) => {
    const bits = await deriveBits(algorithm, base, length);
    keep(bits);
    return bits;
  });
  return { count: () => known.size, spellings: () => [...known.values()].flat() };
}

/** As long as what is looked up at each place of a text: every spelling is longer. */
const WINDOW = 16;

/** How many of these keys stand in a text, wherever in it. Looks at each place once, however many keys there are. */
export function keysIn(text: string, material: readonly string[]): number {
  const byStart = Map.groupBy(material, (key) => key.slice(0, WINDOW));
  const met = new Set<string>();
  for (let at = 0; at + WINDOW <= text.length; at++) {
    for (const key of byStart.get(text.slice(at, at + WINDOW)) ?? []) if (text.startsWith(key, at)) met.add(key);
  }
  return met.size;
}
