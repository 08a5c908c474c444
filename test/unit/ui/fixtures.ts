import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";

const published = v.object({
  fixtures: v.array(v.object({ name: v.string(), options: v.record(v.string(), v.unknown()), html: v.string() })),
});

export type Fixture = {
  readonly name: string;
  readonly options: { readonly [option: string]: unknown };
  readonly html: string;
};

/** GOV.UK Frontend's own examples of a component, with the HTML that its templates give. */
export function fixturesOf(component: string): readonly Fixture[] {
  const path = join(
    import.meta.dirname,
    "../../../node_modules/govuk-frontend/dist/govuk/components",
    component,
    "fixtures.json",
  );
  return v.parse(published, JSON.parse(readFileSync(path, "utf8"))).fixtures;
}

/** The options that an example sets, by path: `items[].hint.text`. */
export function optionsOf(value: unknown, path = ""): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => optionsOf(item, `${path}[]`));
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => optionsOf(inner, path === "" ? key : `${path}.${key}`));
}

const entities: Readonly<Record<string, string>> = {
  "&quot;": '"',
  "&#39;": "'",
  "&lt;": "<",
  "&gt;": ">",
  "&amp;": "&",
};

const decode = (text: string) => text.replace(/&(quot|#39|lt|gt|amp);/g, (entity) => entities[entity] ?? entity);

/** HTML with spacing, the order of attributes and the spelling of entities and boolean attributes set aside. */
export function normalise(html: string): string {
  const pieces = html.match(/<[^>]+>|[^<]+/g) ?? [];
  return pieces
    .map((piece) => (piece.startsWith("<") ? tag(piece) : decode(piece).replaceAll(/\s+/g, " ").trim()))
    .filter((piece) => piece !== "")
    .join("\n");
}

function tag(source: string): string {
  const [, name = "", rest = ""] = /^<(\/?[\w-]+)([^>]*?)\/?>$/s.exec(source) ?? [];
  const attributes = [...rest.matchAll(/([\w.:-]+)(?:\s*=\s*"([^"]*)")?/g)].map(([, key, value = ""]) =>
    value === "" ? key : `${key}="${decode(value).replaceAll(/\s+/g, " ").trim()}"`,
  );
  return `<${[name, ...attributes.toSorted((a, b) => ((a ?? "") < (b ?? "") ? -1 : 1))].join(" ")}>`;
}
