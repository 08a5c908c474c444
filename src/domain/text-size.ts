/** The GSM 03.38 basic alphabet: one unit each. */
const GSM =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
  "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

/** Its extension: an escape and a character, so two units each. */
const GSM_EXTENSION = "\f^{}\\[~]|€";

const gsm = new Set(GSM);
const gsmExtension = new Set(GSM_EXTENSION);

/** Units that fit in a message of one part, and in each part of a longer one, by alphabet (3GPP TS 23.040). */
const capacity = { "GSM-7": { alone: 160, joined: 153 }, "UCS-2": { alone: 70, joined: 67 } } as const;

type Alphabet = keyof typeof capacity;

/**
 * What a gateway makes of characters outside the GSM alphabet before it sends them.
 *
 * - `as-written`: sends them (Twilio, unless its smart encoding is on).
 * - `replaced`: turns dashes, quotes and odd spaces into plain ones, and sends any other (GOV.UK Notify since September
 *   2026: alphagov/notifications-utils#1443).
 * - `reduced`: does that, keeps the letters of Welsh, takes the accent off any other letter, and makes `?` of the rest
 *   (GOV.UK Notify before).
 */
export type CharacterRule = "as-written" | "replaced" | "reduced";

/** GOV.UK Notify's table of replacements (notifications_utils/sanitise_text.py). */
const replacements: ReadonlyMap<string, string> = new Map([
  ...Array.from("\u2011\u2013\u2014\u2212", (dash) => [dash, "-"] as const),
  ...Array.from("\u2018\u2019\u201A", (quote) => [quote, "'"] as const),
  ...Array.from("\u201C\u201D\u201E", (quote) => [quote, '"'] as const),
  ...Array.from("\u00A0\u202F\t", (space) => [space, " "] as const),
  ...Array.from("\u180E\u200B\u200C\u2060\uFEFF\u2028\u2029", (unseen) => [unseen, ""] as const),
  ["\u2026", "..."],
]);

const WELSH = "àèìòùẁỳáéíóúẃýäëïöüẅÿâêîôûŵŷ";
const welsh = new Set(WELSH + WELSH.toUpperCase());

const isGsm = (character: string) => gsm.has(character) || gsmExtension.has(character);

function reduce(character: string): string {
  if (isGsm(character) || welsh.has(character)) return character;
  const [base = "", ...marks] = Array.from(character.normalize("NFD"));
  return marks.length > 0 && isGsm(base) ? base : "?";
}

/** A text as a gateway sends it. */
export function asSent(text: string, rule: CharacterRule): string {
  if (rule === "as-written") return text;
  return Array.from(text, (character) => {
    const replaced = replacements.get(character);
    if (replaced !== undefined) return replaced;
    return rule === "reduced" ? reduce(character) : character;
  }).join("");
}

/**
 * What a text costs: its alphabet, its length in that alphabet's units, and the parts it is sent in. One character from
 * outside the GSM alphabet (ŵ, ŷ, â, a curly quote) turns the whole text into UCS-2.
 *
 * No character is torn between two parts: an extension character's escape and a surrogate pair go to the next part
 * whole. A gateway that divides the units by a part's capacity may bill one part less.
 */
export function smsParts(
  text: string,
  rule: CharacterRule = "as-written",
): { readonly alphabet: Alphabet; readonly units: number; readonly parts: number } {
  const characters = Array.from(asSent(text, rule));
  const alphabet: Alphabet = characters.every(isGsm) ? "GSM-7" : "UCS-2";
  const sizes = characters.map((character) =>
    alphabet === "UCS-2" ? character.length : gsmExtension.has(character) ? 2 : 1,
  );
  const units = sizes.reduce((sum, size) => sum + size, 0);
  const { alone, joined } = capacity[alphabet];
  return { alphabet, units, parts: units <= alone ? 1 : packInto(joined, sizes) };
}

/** Parts of this many units that characters of these sizes fill, one after another. */
function packInto(joined: number, sizes: readonly number[]): number {
  let [parts, used] = [1, 0];
  for (const size of sizes) {
    if (used + size > joined) [parts, used] = [parts + 1, 0];
    used += size;
  }
  return parts;
}
