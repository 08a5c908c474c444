const LINES = { least: 3, most: 7 };
const LINE_MAX = 100;

/** Outward and inward code, as Royal Mail writes them: `CF10 1AA`. Crown Dependencies and forces' post are of the form. */
const postcode = /^([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})$/;

/**
 * An address as it stands on an envelope: 3 to 7 lines, the name first, the postcode last in its one spelling, as a
 * letter's gateway wants it (interfaces.md 3). Null when it is none.
 */
export function normaliseAddress(written: readonly string[]): readonly string[] | null {
  const lines = written.map((line) => line.replaceAll(/[\s\p{Cc}]+/gu, " ").trim()).filter((line) => line !== "");
  const code = postcode.exec(lines.at(-1)?.toUpperCase() ?? "");
  const fits =
    lines.length >= LINES.least && lines.length <= LINES.most && lines.every((line) => line.length <= LINE_MAX);
  return code && fits ? [...lines.slice(0, -1), `${code[1]} ${code[2]}`] : null;
}

/** What two spellings of one address have in common: letters and digits alone. Hashed, it is the address's index. */
export const postalKey = (lines: readonly string[]) =>
  lines.map((line) => line.toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, "")).join("|");
