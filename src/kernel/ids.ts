import { type Instant, millisecondsOf } from "./time.ts";

/** Chance, as a capability. */
export type HasRandom = { readonly random: { bytes(length: number): Uint8Array } };

// Looked up, for a batch of a thousand events makes some seven thousand ids.
const digits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

function hex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += digits[byte] ?? "";
  return text;
}

/** A UUID version 7: time-ordered, for the vault's big tables, where key order decides the cost of a write. */
export function timeOrderedId({ random }: HasRandom, at: Instant): string {
  const bytes = new Uint8Array(16);
  bytes.set(random.bytes(10), 6);
  let time = millisecondsOf(at);
  for (let index = 5; index >= 0; index--) {
    bytes[index] = time % 256;
    time = Math.floor(time / 256);
  }
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const text = hex(bytes);
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`;
}

/** A random identifier of 128 bits, in hexadecimal: it says nothing of when or in what order. */
export const randomId = ({ random }: HasRandom) => hex(random.bytes(16));
