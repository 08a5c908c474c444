const utf8 = new TextEncoder();

/**
 * Fills a JSON text up with spaces to the smallest of these sizes that holds it, so that the length of what is sealed
 * tells nothing of what is in it.
 *
 * @param sizes Bytes of UTF-8, the smallest first.
 * @throws Error when it is longer than the largest: whoever makes it sees to it that it is not.
 */
export function fillUp(plain: string, sizes: readonly number[]): string {
  const { length } = utf8.encode(plain);
  const size = sizes.find((candidate) => candidate >= length);
  if (size === undefined) throw new Error("A text is longer than the largest size that it may be filled up to");
  return plain + " ".repeat(size - length);
}
