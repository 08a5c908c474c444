import { readdirSync, readFileSync } from "node:fs";
import { join, posix, relative, sep } from "node:path";

/** Source files: path from the root of the repository, with forward slashes, to text. */
export type SourceTree = ReadonlyMap<string, string>;

/** One import: the file that says it, the file or package that it names. */
export type Import = { readonly from: string; readonly to: string };

/** Reads every TypeScript file under a folder of the repository. */
export function readSourceTree(root: string, folder: string): SourceTree {
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name));
  const paths = files
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .toSorted();
  return new Map(paths.map((path) => [path, readFileSync(join(root, path), "utf8")]));
}

const tokens = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`/g;

/** The text without comments, so that an import in an example or a remark is none. */
const withoutComments = (source: string) =>
  source.replace(tokens, (token) => (token.startsWith("/*") || token.startsWith("//") ? " " : token));

/** The text without comments and without what stands between quotes: code alone. */
export const codeOf = (source: string) =>
  source.replace(tokens, (token) => (/^["']/.test(token) ? '""' : token.startsWith("`") ? token : " "));

const statement = /(?:^|[;}\s])(?:import|export)\b(?:[\w\s{},*$]*?\bfrom)?\s*["'](?<path>[^"'\n]+)["']/g;
const call = /\b(?:import|require)\s*\(\s*["'`](?<path>[^"'`\n]+)["'`]/g;

/**
 * What a module imports, types included: static imports, re-exports, side-effect imports, `import("...")` of values
 * and of types. A type counts because whoever can name a thing is one edit away from using it.
 */
export function importsOf(source: string): readonly string[] {
  const text = withoutComments(source);
  const found = [...text.matchAll(statement), ...text.matchAll(call)];
  return [...new Set(found.flatMap(({ groups }) => groups?.["path"] ?? []))];
}

/** Calls of `import(...)` whose target is not a plain text, and which therefore nobody can follow. */
export const unfollowable = (source: string) =>
  [...codeOf(source).matchAll(/\bimport\s*\(\s*(?!"")[^)]{0,40}/g)].map(([found]) => found);

/** Every import of every file. A relative one becomes a path from the root, anything else keeps its name. */
export function importGraph(tree: SourceTree): readonly Import[] {
  return [...tree].flatMap(([from, source]) =>
    importsOf(source).map((to) => ({ from, to: to.startsWith(".") ? posix.join(posix.dirname(from), to) : to })),
  );
}

/** The shortest chain of imports from a file to one that matches, both included; null when there is none. */
export function importPath(
  graph: readonly Import[],
  start: string,
  isGoal: (path: string) => boolean,
): readonly string[] | null {
  const cameFrom = new Map<string, string | null>([[start, null]]);
  for (const path of cameFrom.keys()) {
    if (path !== start && isGoal(path)) return chainTo(path, cameFrom);
    for (const { from, to } of graph) if (from === path && !cameFrom.has(to)) cameFrom.set(to, path);
  }
  return null;
}

function chainTo(end: string, cameFrom: ReadonlyMap<string, string | null>): readonly string[] {
  const chain: string[] = [];
  for (let at: string | null | undefined = end; at !== null && at !== undefined; at = cameFrom.get(at))
    chain.unshift(at);
  return chain;
}
