import { findDoubtful } from "./redaction-names.ts";
import { joinSpans, type Span } from "./redaction.ts";

/**
 * Words that may be names, for whoever reads a comment: never taken out by themselves. To what a language library for
 * English takes for people, capitals are added, and words that may be names.
 *
 * The library is loaded here and on no other page: it is larger than the rest of the Worker's start.
 */
export async function suggestNames(text: string): Promise<readonly Span[]> {
  const { default: read } = await import("compromise/three");
  const found: readonly { readonly offset?: { readonly start: number; readonly length: number } }[] = read(text)
    .people()
    .json({ offset: true });
  const people = found.flatMap(({ offset }) => {
    if (offset === undefined) return [];
    const written = text.slice(offset.start, offset.start + offset.length);
    const to = offset.start + written.replace(/[^\p{L}\p{N}]+$/u, "").length;
    return [{ from: offset.start, to, label: "name" as const }];
  });
  const gaps = [...text.matchAll(/\[[a-z]{2,12}\]/g)].map(({ index, 0: gap }) => ({
    from: index,
    to: index + gap.length,
  }));
  return joinSpans(text, [...people, ...findDoubtful(text)]).filter(
    (span) => span.to > span.from && gaps.every((gap) => span.to <= gap.from || span.from >= gap.to),
  );
}
