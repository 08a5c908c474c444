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

const wordsOf = (line: string) =>
  line
    .normalize("NFKD")
    .toUpperCase()
    .replaceAll(/[\p{M}'’]/gu, "")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");

/** Words for a part of a house: one writes them, another does not. */
const PARTS = new Set(["FLAT", "APARTMENT", "APT", "UNIT", "ROOM", "NO", "NUMBER"]);

/**
 * What the spellings of one person's address have in common: surname, numbers of the house and flat (where it has none,
 * its name), postcode, which in this country are enough for a postman. Streets, towns and counties are spelt, split over
 * lines and left out in many ways; so are first names and titles. Hashed, it is the address's index, at intake and on the
 * list of opt-outs alike.
 *
 * Relatives of one surname in one house are one by it: rather one letter too few than one after STOP.
 *
 * @param lines As `normaliseAddress` gives them.
 */
export function postalKey(lines: readonly string[]): string {
  const [name = "", ...rest] = lines;
  const code = wordsOf(rest.at(-1) ?? "").join("");
  const parts = rest.slice(0, -1).flatMap((line) => line.split(","));
  // "12A" is "Flat A, 12".
  const words = parts.map((part) =>
    wordsOf(part)
      .flatMap((word) => word.match(/^\p{N}+|\p{L}+|\p{N}+/gu) ?? [])
      .filter((word) => !PARTS.has(word)),
  );
  const isNumber = (word: string) => /^\p{N}+$/u.test(word);
  const numbers = words.flat().filter((word) => isNumber(word) || word.length === 1);
  const house = numbers.some(isNumber) ? numbers.toSorted().join(" ") : words.find((part) => part.length > 0)?.join("");
  return [wordsOf(name).at(-1) ?? "", house ?? "", code].join("|");
}
