/** Characters of one parameter: D1 takes 2 MB of bytes, and a character is at most three of them. */
const PART = 600_000;

/**
 * Rows as JSON lists, each short enough for one parameter of D1; at least one, which may be empty. A statement takes one
 * of them, and all the statements stand in the same batch.
 */
export function inParts(rows: readonly unknown[]): readonly string[] {
  const parts: string[][] = [[]];
  let size = 0;
  for (const row of rows) {
    const text = JSON.stringify(row);
    if (size > 0 && size + text.length > PART) {
      parts.push([]);
      size = 0;
    }
    parts.at(-1)?.push(text);
    size += text.length + 1;
  }
  return parts.map((texts) => `[${texts.join(",")}]`);
}
