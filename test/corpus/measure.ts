import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suggestNames } from "../../src/domain/name-suggestions.ts";
import { findIdentifying, maskSpans, type Span } from "../../src/domain/redaction.ts";

export type Labelled = {
  readonly half: string;
  readonly language: string;
  readonly sort: string;
  readonly known: readonly string[];
  readonly text: string;
  /** Where the detail is, in `text`; null in a neutral sentence. */
  readonly detail: { readonly from: number; readonly to: number } | null;
};

/** The corpus, with the braces around each detail taken out. */
export function readCorpus(): readonly Labelled[] {
  const file = readFileSync(join(import.meta.dirname, "sentences.txt"), "utf8").trimEnd();
  return file.split("\n").map((line) => {
    const [half = "", language = "", sort = "", known = "", marked = ""] = line.split("\t");
    const [from, to] = [marked.indexOf("{"), marked.indexOf("}") - 1];
    const text = marked.replace("{", "").replace("}", "");
    return { half, language, sort, known: known === "" ? [] : [known], text, detail: from < 0 ? null : { from, to } };
  });
}

/** Letters and figures of a detail that no span covers. */
function uncovered({ text, detail }: Labelled, spans: readonly Span[]): string {
  if (detail === null) return "";
  return text
    .slice(detail.from, detail.to)
    .split("")
    .filter((character, at) => {
      const place = detail.from + at;
      return /[\p{L}\p{N}]/u.test(character) && !spans.some(({ from, to }) => place >= from && place < to);
    })
    .join("");
}

export type Figure = { readonly sort: string; readonly language: string; readonly n: number; readonly share: number };

const shareOf = (hits: readonly boolean[]) => hits.filter(Boolean).length / hits.length;

/** Recall by sort and language; of neutral sentences, the share that was left as it was. */
export async function measure(corpus: readonly Labelled[]): Promise<readonly Figure[]> {
  const hits: { readonly sort: string; readonly language: string; readonly isHit: boolean }[] = [];
  for (const one of corpus) {
    const { sort, language, text, known } = one;
    const spans = findIdentifying(text, known);
    const isHit = sort === "neutral" ? maskSpans(text, spans) === text : uncovered(one, spans) === "";
    hits.push({ sort, language, isHit });
    if (sort !== "other") continue;
    const both = [...spans, ...(await suggestNames(text))];
    hits.push({ sort: "other+suggested", language, isHit: uncovered(one, both) === "" });
  }
  const groups = Map.groupBy(hits, ({ sort }) => sort);
  return [...groups].flatMap(([sort, all]) =>
    ["en", "cy", "both"].flatMap((language) => {
      const some = all.filter((hit) => language === "both" || hit.language === language).map(({ isHit }) => isHit);
      return some.length === 0 ? [] : [{ sort, language, n: some.length, share: shareOf(some) }];
    }),
  );
}
