/**
 * Takes out of a comment what points at a person by its shape (privacy.md 4, step 2): addresses of mail and web,
 * telephone numbers, postcodes, references, dates, plates. Names that the case knows come first and elsewhere; a person
 * reads what is left before anything is released.
 */
const rules: readonly (readonly [label: string, shape: RegExp])[] = [
  ["email", /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g],
  ["link", /\b(?:https?:\/\/|www\.)\S+/gi],
  ["handle", /(?<![\w@])@\w{2,}/g],
  ["insurance", /\b[A-CEGHJ-PR-TW-Z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\b/gi],
  ["phone", /(?:\+\s?44|\b[0oO])[\s().-]*(?:[\doO][\s().-]*){8,11}\b/g],
  [
    "reference",
    /\b(?:crime|case|urn|crn|cad|log|incident|ref(?:erence)?)\s*(?:no\.?|number|ref(?:erence)?)?\s*[:#]?\s*(?=[\w/-]*\d)[\w/-]{3,}/gi,
  ],
  ["reference", /\b\d{1,2}\/\d{4,8}\/\d{2}\b|\b\d{2}[A-Z]{2}\d{7}\b/g],
  ["postcode", /\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b/gi],
  ["date", /\b\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d{2}\b/g],
  ["plate", /\b[A-Z]{2}\d{2}\s?[A-Z]{3}\b/gi],
  ["number", /\b\d(?:[ -]?\d){7,}\b/g],
  ["name", /\b(?:Mr|Mrs|Ms|Miss|Dr|PC|DC|DS|DI|Sgt|Sergeant|Constable|Judge)\.?\s+[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)?/g],
];

/** Longest comment kept, in characters: it must fit the larger of the pool's two sizes. */
const COMMENT_LENGTH = 2000;

/** The comment with every match replaced by `[its kind]`; null when nothing but space is left. */
export function redact(comment: string): string | null {
  let text = comment.slice(0, COMMENT_LENGTH);
  for (const [label, shape] of rules) text = text.replace(shape, `[${label}]`);
  return text.trim() === "" ? null : text.trim();
}
