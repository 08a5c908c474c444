/**
 * How a text message is charged and shown: GSM-7 has 160 characters in one part and 153 in each of several; one
 * character outside it (a Welsh circumflex) makes the whole text UCS-2, with 70 and 67 (domain.md 1.9; 3GPP TS 23.038).
 */

const basic =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

/** These take two places. */
const extension = "^{}\\[~]|€\f";

const alphabets = {
  "GSM-7": { alone: 160, joined: 153 },
  "UCS-2": { alone: 70, joined: 67 },
} as const;

export type TextLength = {
  readonly alphabet: keyof typeof alphabets;
  /** Places taken in that alphabet. */
  readonly units: number;
  readonly parts: number;
  /** The characters that are not in GSM-7, each once. */
  readonly costly: readonly string[];
};

/** Length of a text in its alphabet, and the parts it is sent in. Empty is one part. */
export function lengthOfText(text: string): TextLength {
  const characters = Array.from(text);
  const costly = [...new Set(characters.filter((each) => !basic.includes(each) && !extension.includes(each)))];
  const alphabet = costly.length === 0 ? "GSM-7" : "UCS-2";
  const widths = characters.map((each) => (alphabet === "UCS-2" ? each.length : extension.includes(each) ? 2 : 1));
  const units = widths.reduce((sum, width) => sum + width, 0);
  const { alone, joined } = alphabets[alphabet];
  if (units <= alone) return { alphabet, units, parts: 1, costly };
  // A character of two places is never split between two parts.
  let parts = 1;
  let used = 0;
  for (const width of widths) {
    if (used + width > joined) {
      parts += 1;
      used = 0;
    }
    used += width;
  }
  return { alphabet, units, parts, costly };
}
