// Writes test/corpus/sentences.txt: made-up sentences of the kind that victims write, with labels. Nobody's words and
// nobody's details: numbers are from Ofcom's range for drama, addresses end in example.com, names were put together.
// `node test/corpus/write.ts > test/corpus/sentences.txt` writes the same file each time.

import { knownNames, otherNames, parts, type Template, templates, neutral } from "./parts.ts";

/** FNV-1a: decides the half that a template or value belongs to, and stirs the choice. */
const hash = (text: string) =>
  Array.from(text).reduce((h, c) => Math.imul(h ^ (c.codePointAt(0) ?? 0), 16777619) >>> 0, 2166136261);

const halfOf = (text: string) => (hash(text) >>> 7) % 2;

const pick = <T>(list: readonly T[], seed: string): T => {
  const one = list[hash(seed) % list.length];
  if (one === undefined) throw new Error("nothing to pick from");
  return one;
};

const slip = (name: string) =>
  name.length < 7 ? name : `${name.slice(0, 3)}${name.charAt(4)}${name.charAt(3)}${name.slice(5)}`;
const styles = [
  (n: string) => n,
  (n: string) => n,
  (n: string) => n.toLowerCase(),
  (n: string) => n.toUpperCase(),
] as const;

const digit = (seed: string) => String(hash(seed) % 10);
const figures = (count: number, seed: string) =>
  Array.from({ length: count }, (_, at) => digit(`${seed}/${at}`)).join("");

function valueOf(sort: string, seed: string, half: number): string {
  const names = (list: readonly string[]) =>
    pick(
      list.filter((name) => halfOf(name) === half),
      seed,
    );
  if (sort === "other") return hash(`${seed}s`) % 3 === 0 ? names(otherNames).toLowerCase() : names(otherNames);
  const shape = pick(parts[sort] ?? [], seed);
  return shape
    .replaceAll(/#+/g, (marks) => figures(marks.length, seed + marks.length))
    .replaceAll("900%%%", `900${figures(3, seed)}`);
}

/** A name that the case knows, as somebody writes it: whole or in part, in any case, with a slip. */
function knownOf(seed: string, half: number): { readonly known: string; readonly written: string } {
  const known = pick(
    knownNames.filter((name) => halfOf(name) === half),
    seed,
  );
  const [first = "", ...rest] = known.split(" ");
  const last = rest.at(-1) ?? first;
  const written = pick([known, first, last, first, slip(last)], `${seed}w`);
  return { known, written: pick(styles, `${seed}c`)(written) };
}

const lines: string[] = [];
const seen = new Set<string>();

type Sentence = { readonly language: string; readonly sort: string; readonly known: string };

function add({ language, sort, known }: Sentence, text: string, half: number): boolean {
  if (seen.has(text + known)) return false;
  seen.add(text + known);
  lines.push([half === 0 ? "tune" : "report", language, sort, known, text].join("\t"));
  return true;
}

const wanted = { phone: 300, email: 220, postcode: 220, ref: 340, known: 560, other: 560 } as const;

for (const [sort, count] of Object.entries(wanted)) {
  const own: readonly Template[] = templates.filter((template) => template.sorts.includes(sort));
  for (const half of [0, 1]) {
    const some = own.filter(({ text }) => halfOf(text) === half);
    for (let n = 0, made = 0; made < count / 2 && n < 20_000; n++) {
      const seed = `${sort}/${half}/${n}`;
      const { text, language } = pick(some, seed);
      const { known, written } =
        sort === "known" ? knownOf(seed, half) : { known: "", written: valueOf(sort, seed, half) };
      if (
        add(
          { language, sort, known },
          text.replace("{}", () => `{${written}}`),
          half,
        )
      )
        made++;
    }
  }
}
for (const half of [0, 1]) {
  for (let n = 0, made = 0; made < 400 && n < 20_000; n++) {
    const language = n % 3 === 0 ? "cy" : "en";
    const some = neutral
      .filter((one) => one.language === language && halfOf(one.text) === half)
      .map(({ text }) => text);
    const [first, second] = [pick(some, `n/${half}/${n}`), pick(some, `m/${half}/${n}`)];
    const text = first === second || n % 4 === 0 ? first : `${first} ${second}`;
    if (add({ language, sort: "neutral", known: "" }, n % 7 === 0 ? text.toLowerCase() : text, half)) made++;
  }
}

process.stdout.write(`${lines.join("\n")}\n`);
