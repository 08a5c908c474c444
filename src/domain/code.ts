/**
 * A link's token for people who type: 12 characters of Crockford's base 32 (60 bits), printed in letters and read out by
 * an adviser. It has no I, L, O or U, and reads those that people write for 1 and 0.
 */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 12;

/** Bytes of chance that one code takes. */
export const CODE_BYTES = LENGTH;

/** @param chance `CODE_BYTES` random bytes, of each of which 5 bits are used. */
export const makeCode = (chance: Uint8Array): string =>
  Array.from(chance.subarray(0, LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join("");

/** As it is printed: `7KQ2-9XYB-M4TD`. */
export const printCode = (code: string): string => code.replace(/^(.{4})(.{4})(.{4})$/, "$1-$2-$3");

/** What somebody typed, as the code it means; null when it can be none. Case, spaces and hyphens do not matter. */
export function readCode(typed: string): string | null {
  const code = typed.toUpperCase().replaceAll(/[\s-]/g, "").replaceAll(/[IL]/g, "1").replaceAll("O", "0");
  const isCode = /^[0-9A-HJKMNP-TV-Z]{12}$/.test(code);
  return isCode ? code : null;
}
