import { findKnown } from "./redaction-known.ts";
import { findNames } from "./redaction-names.ts";
import { findShapes } from "./redaction-shapes.ts";

/** What a gap says that stood in its place. */
export const redactionLabels = [
  "name",
  "number",
  "email",
  "link",
  "handle",
  "insurance",
  "nhs",
  "phone",
  "reference",
  "postcode",
  "date",
  "plate",
  "account",
] as const;
export type RedactionLabel = (typeof redactionLabels)[number];

/** Part of a text, in UTF-16 units from its beginning. */
export type Span = { readonly from: number; readonly to: number; readonly label: RedactionLabel };

/** Longest comment kept, in characters: it must fit the larger of the pool's two sizes. */
const COMMENT_LENGTH = 2000;

/** Spans that touch or overlap become one, under the label of the first; so do names with a space between. */
export function joinSpans(text: string, spans: readonly Span[]): readonly Span[] {
  const joined: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from || b.to - a.to)) {
    const last = joined.at(-1);
    const isNext =
      last !== undefined &&
      (span.from < last.to ||
        (span.label === last.label && /^[\s.'’-]*$/.test(text.slice(last.to, span.from)) && span.from - last.to <= 3));
    if (isNext) joined[joined.length - 1] = { ...last, to: Math.max(last.to, span.to) };
    else joined.push(span);
  }
  return joined;
}

/** The text with each span replaced by its label, `[name]`. */
export function maskSpans(text: string, spans: readonly Span[]): string {
  let masked = "";
  let at = 0;
  for (const { from, to, label } of joinSpans(text, spans)) {
    masked += `${text.slice(at, from)}[${label}]`;
    at = to;
  }
  return masked + text.slice(at);
}

/**
 * What is taken out of a text by itself: what its case knows, then what points at a person by its shape, then names by
 * what people are called (privacy.md 4, steps 1 and 2). A person reads what is left before anything is released.
 */
export const findIdentifying = (text: string, known: readonly string[]): readonly Span[] => [
  ...findKnown(text, known),
  ...findShapes(text),
  ...findNames(text),
];

/**
 * A comment as it may be kept.
 *
 * @param known Names and numbers of the case, as written; none where they are not known or gone: then by rules alone.
 * @returns Null when nothing but space is left.
 */
export function redact(comment: string, known: readonly string[] = []): string | null {
  const text = comment.slice(0, COMMENT_LENGTH).normalize("NFC");
  const masked = maskSpans(text, findIdentifying(text, known)).slice(0, COMMENT_LENGTH).trim();
  return masked === "" ? null : masked;
}
