import { codeOf, importGraph, importPath, importsOf, type SourceTree, unfollowable } from "./imports.ts";

/** A sentence on what is wrong, naming the file. */
export type Breach = string;

/** From the bottom up: a file may import its own layer or a lower one. */
const layers: readonly (readonly string[])[] = [
  ["src/kernel/"],
  ["src/domain/", "src/instrument/", "src/statistics/", "src/results/"],
  ["src/store/", "src/channels/", "src/platform/", "src/ui/"],
  ["src/flow/"],
  ["src/http/"],
  ["src/worker.ts", "src/env.ts", "src/development/"],
];

const heightOf = (path: string) => layers.findIndex((layer) => layer.some((prefix) => path.startsWith(prefix)));

/** Files of src import source files lower down, data under surveys/, and packages; nothing upwards, nothing elsewhere. */
export function layerBreaches(tree: SourceTree): readonly Breach[] {
  const homeless = [...tree.keys()]
    .filter((path) => heightOf(path) === -1)
    .map((path) => `${path} belongs to no layer`);
  const wrong = importGraph(tree).flatMap(({ from, to }) => {
    if (!to.startsWith("src/")) {
      const isElsewhere = /^(\.\.|scripts|simulation|bench|test|migrations|docs)(\/|$)/.test(to);
      return isElsewhere ? [`${from} imports ${to}, which is no part of the Worker`] : [];
    }
    if (!tree.has(to)) return /\.tsx?$/.test(to) ? [`${from} imports ${to}, which does not exist`] : [];
    return heightOf(to) > heightOf(from) ? [`${from} imports ${to}, which lies in a higher layer`] : [];
  });
  return [...homeless, ...wrong];
}

/** Nobody can follow `import(variable)`, so nobody may write it. */
export const unfollowableImports = (tree: SourceTree): readonly Breach[] =>
  [...tree].flatMap(([path, source]) =>
    unfollowable(source).map((found) => `${path} has ${found}, which cannot be followed`),
  );

const vault = "src/store/vault/";
const responses = "src/store/responses/";

const crossings = new Set([
  "src/flow/answer.ts",
  "src/flow/submit.ts",
  "src/flow/remind.ts",
  "src/flow/publish-frame.ts",
  "src/worker.ts",
  "src/development/worker.ts",
]);

/** R1: people and answers meet in the files that are named here, and nowhere else. */
export function crossingBreaches(tree: SourceTree): readonly Breach[] {
  const graph = importGraph(tree);
  const reaches = (from: string, store: string) =>
    graph.some((edge) => edge.from === from && edge.to.startsWith(store));
  const both = [...tree.keys()].filter((path) => {
    const touchesVault = path.startsWith(vault) || reaches(path, vault);
    const touchesResponses = path.startsWith(responses) || reaches(path, responses);
    return touchesVault && touchesResponses;
  });
  return both.filter((path) => !crossings.has(path)).map((path) => `${path} imports both databases (R1)`);
}

const anonymous = [
  /^src\/statistics\//,
  /^src\/results\//,
  /^src\/store\/responses\//,
  /^src\/flow\/(release|flush)\.ts$/,
  /^src\/http\/api\/(releases|codelists|instruments)\.tsx?$/,
  /^src\/http\/web\/results\.tsx?$/,
  /^src\/ui\/chart-/,
];

/** R2: no chain of imports, however long, leads from releases and results to people. */
export function anonymityBreaches(tree: SourceTree): readonly Breach[] {
  const graph = importGraph(tree);
  return [...tree.keys()]
    .filter((path) => anonymous.some((pattern) => pattern.test(path)))
    .map((path) => importPath(graph, path, (to) => to.startsWith(vault)))
    .filter((chain) => chain !== null)
    .map((chain) => `${chain.join(" -> ")} leads to the vault (R2)`);
}

/** What is deployed never reaches what is for development: the movable clock and the outbox. */
export function developmentBreaches(tree: SourceTree): readonly Breach[] {
  const chain = importPath(importGraph(tree), "src/worker.ts", (to) => to.startsWith("src/development/"));
  return chain === null ? [] : [`${chain.join(" -> ")} leads to development`];
}

type Reserved = { readonly what: string; readonly use: RegExp; readonly allowed: RegExp };

// A definition, `async fetch(request) { ... }`, is no use: the look-ahead passes over it.
const definition = String.raw`(?![^()]*\)\s*(?::[^{;]+)?\{)`;

/** R3 and house rule 1: what may be used in one place alone, or not at all below the top. */
const reserved: readonly Reserved[] = [
  { what: "crypto.subtle (R3)", use: /\bsubtle\b/, allowed: /^src\/platform\/crypto\.ts$/ },
  {
    what: "fetch (R3)",
    use: new RegExp(String.raw`(?<![.\w$])fetch\s*\(${definition}|\b(?:globalThis|self)\.fetch\b|=\s*fetch\b`),
    allowed: /^src\/(channels|development)\//,
  },
  {
    // Handing it on unread, as app.tsx does for worker.ts, is no reading.
    what: "env (R3)",
    use: /(?<![\w$-])env\s*(?:\.|\?\.|\[)|\}\s*=\s*(?:\w+\.)?env\b|cloudflare:workers/,
    allowed: /^src\/(worker|env|development\/worker)\.ts$/,
  },
  {
    // A file of staff's console, named in an import, is no use of the runtime's.
    what: "the console (R3)",
    use: /\b(?:globalThis|self)\.console\b|(?<![\w$/.-])console\b/,
    allowed: /^src\/platform\/log\.ts$/,
  },
  {
    what: "the clock or chance, which are capabilities",
    use: /\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\b|\bMath\.random\b|\brandomUUID\b|\bgetRandomValues\b/,
    allowed: /^src\/(worker\.ts$|development\/|platform\/)/,
  },
  {
    what: "the outside world in a pure layer",
    use: /\bcrypto\s*\.|\bsetTimeout\b|\bsetInterval\b|\bcaches\b|\bnavigator\b/,
    allowed: /^src\/(?!(kernel|domain|instrument|statistics|results)\/)/,
  },
];

/** A script that is sent to browsers as text does there what the Worker may not do here: its text is not ours to run. */
const withoutScripts = (path: string, code: string) =>
  /^src\/ui\/[\w-]+-script\.ts$/.test(path) ? code.replaceAll(/`[^`]*`/g, "") : code;

/** R3: crypto, fetch, env, the log, the clock and chance are used where they belong and nowhere else. */
export const reservedBreaches = (tree: SourceTree): readonly Breach[] =>
  [...tree].flatMap(([path, source]) => {
    const code = `${withoutScripts(path, codeOf(source))}\n${importsOf(source).join("\n")}`;
    return reserved
      .filter(({ use, allowed }) => !allowed.test(path) && use.test(code))
      .map(({ what }) => `${path} uses ${what}`);
  });

/** House rule 4, and a reason for every exception to lint: classes, barrels and silent exceptions. */
export const styleBreaches = (tree: SourceTree): readonly Breach[] =>
  [...tree].flatMap(([path, source]) => {
    const code = codeOf(source);
    const isExempt = path === "src/kernel/problem.ts" || path === "src/worker.ts";
    return [
      ...(!isExempt && /(?<![.\w$-])class\s+(?:\w+\s*)?(?:extends\s|\{)/.test(code) ? [`${path} has a class`] : []),
      ...(/\bexport\s+\*/.test(code) ? [`${path} exports all of another file`] : []),
      ...(/(?:ox|es)lint-disable(?!.* -- \S)/.test(source) ? [`${path} disables a lint rule without a reason`] : []),
    ];
  });
