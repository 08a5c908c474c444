import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  anonymityBreaches,
  crossingBreaches,
  developmentBreaches,
  layerBreaches,
  reservedBreaches,
  styleBreaches,
  unfollowableImports,
} from "../../support/architecture.ts";
import { importGraph, importsOf, readSourceTree } from "../../support/imports.ts";

const source = readSourceTree(join(import.meta.dirname, "../../.."), "src");

/** A small source tree, path to text. */
const tree = (files: Record<string, string>) => new Map(Object.entries(files));

describe("the source tree", () => {
  it("was seen, with its imports", () => {
    expect(source.size).toBeGreaterThanOrEqual(40);
    expect(importGraph(source).length).toBeGreaterThan(source.size * 2);
    expect(importGraph(source).some(({ to }) => to === "src/store/vault/schema.ts")).toBe(true);
    expect(importGraph(source).some(({ to }) => to === "src/store/responses/schema.ts")).toBe(true);
  });

  it("holds no import that cannot be followed", () => expect(unfollowableImports(source)).toEqual([]));
  it("imports downwards only", () => expect(layerBreaches(source)).toEqual([]));
  it("lets people and answers meet in the named crossings only (R1)", () =>
    expect(crossingBreaches(source)).toEqual([]));
  it("leads from no release and no result to people (R2)", () => expect(anonymityBreaches(source)).toEqual([]));
  it("uses the outside world where it belongs (R3)", () => expect(reservedBreaches(source)).toEqual([]));
  it("has functions and data, no class but Problem and the Workflow", () => expect(styleBreaches(source)).toEqual([]));
  it("deploys nothing of development", () => expect(developmentBreaches(source)).toEqual([]));
});

describe("the reader of imports", () => {
  it("sees every form of import, types and many lines included", () => {
    const text = [
      'import "./side-effect.ts";',
      'import whole from "./default.ts";',
      'import * as all from "./namespace.ts";',
      'import { one, type Two,\n  three as four,\n} from "./many-lines.ts";',
      'import type { Five } from "./type-only.ts";',
      'export { six } from "./re-export.ts";',
      'export * from "./everything.ts";',
      'export type { Seven } from "./type-re-export.ts";',
      'const eight = await import("./dynamic.ts");',
      'type Nine = import("./type-query.ts").Nine;',
    ].join("\n");
    expect(importsOf(text)).toHaveLength(10);
  });

  it("sees none in comments and texts", () => {
    const text = [
      '// import { a } from "./a.ts"',
      '/* import "./b.ts" */',
      'const c = "import { c } from nowhere";',
      'export const d = "https://d.example"; // not "./d.ts"',
      'export function e() { return "from"; }',
    ].join("\n");
    expect(importsOf(text)).toEqual([]);
  });

  it("reports an import whose target is computed", () => {
    const files = tree({ "src/flow/a.ts": "export const load = (name: string) => import(name);" });
    expect(unfollowableImports(files)).toEqual(["src/flow/a.ts has import(name, which cannot be followed"]);
  });
});

describe("the rule of layers", () => {
  it("fails on an import upwards", () => {
    const files = tree({
      "src/domain/case.ts": 'import type { VaultDb } from "../store/vault/database.ts";',
      "src/store/vault/database.ts": "export type VaultDb = object;",
    });
    expect(layerBreaches(files)).toEqual([
      "src/domain/case.ts imports src/store/vault/database.ts, which lies in a higher layer",
    ]);
  });

  it("fails on an import of tests or tools, of what is missing, and on a file outside every layer", () => {
    const files = tree({
      "src/flow/a.ts": 'import { b } from "../../simulation/b.ts";',
      "src/flow/c.ts": 'import { d } from "./d.ts";',
      "src/helpers/e.ts": "",
    });
    expect(layerBreaches(files)).toEqual([
      "src/helpers/e.ts belongs to no layer",
      "src/flow/a.ts imports simulation/b.ts, which is no part of the Worker",
      "src/flow/c.ts imports src/flow/d.ts, which does not exist",
    ]);
  });

  it("passes an import of a lower layer, its own layer, a package and survey data", () => {
    const files = tree({
      "src/flow/a.ts": 'import { b } from "../domain/b.ts"; import { Hono } from "hono";',
      "src/domain/b.ts":
        'import areas from "../../surveys/areas.json" with { type: "json" }; import "../results/c.ts";',
      "src/results/c.ts": "",
    });
    expect(layerBreaches(files)).toEqual([]);
  });
});

describe("R1", () => {
  const both = `
    import { type HasVault } from "../store/vault/database.ts";
    import { type HasResponses } from "../store/responses/database.ts";`;

  it("fails on a file that imports both databases without being a crossing", () => {
    expect(crossingBreaches(tree({ "src/flow/deliver.ts": both }))).toEqual([
      "src/flow/deliver.ts imports both databases (R1)",
    ]);
  });

  it("fails on a query of one database that imports the other", () => {
    const files = tree({ "src/store/responses/pool.ts": 'import { invitation } from "../vault/schema.ts";' });
    expect(crossingBreaches(files)).toEqual(["src/store/responses/pool.ts imports both databases (R1)"]);
  });

  it("passes the named crossings", () => {
    expect(crossingBreaches(tree({ "src/flow/answer.ts": both, "src/flow/submit.ts": both }))).toEqual([]);
  });
});

describe("R2", () => {
  it("fails on a chain of imports from results to people, however long, and shows it", () => {
    const files = tree({
      "src/http/web/results.tsx": 'import { table } from "../../results/table.ts";',
      "src/results/table.ts": 'import { name } from "../domain/name.ts";',
      "src/domain/name.ts": 'import type { Row } from "../store/vault/victims.ts";',
      "src/store/vault/victims.ts": "export type Row = object;",
    });
    expect(anonymityBreaches(files)).toEqual([
      "src/http/web/results.tsx -> src/results/table.ts -> src/domain/name.ts -> src/store/vault/victims.ts leads to the vault (R2)",
      "src/results/table.ts -> src/domain/name.ts -> src/store/vault/victims.ts leads to the vault (R2)",
    ]);
  });

  it("fails on the release, the flush and the rooms of answers", () => {
    const reaching = 'import { victim } from "../store/vault/schema.ts";';
    const files = tree({
      "src/flow/release.ts": reaching,
      "src/flow/flush.ts": reaching,
      "src/flow/deliver.ts": reaching,
    });
    expect(anonymityBreaches(files)).toEqual([
      "src/flow/release.ts -> src/store/vault/schema.ts leads to the vault (R2)",
      "src/flow/flush.ts -> src/store/vault/schema.ts leads to the vault (R2)",
    ]);
  });
});

describe("R3", () => {
  it.each([
    ["src/flow/seal.ts", "await crypto.subtle.digest(name, bytes);", "crypto.subtle (R3)"],
    ["src/flow/seal.ts", "const { subtle } = crypto;", "crypto.subtle (R3)"],
    ["src/flow/deliver.ts", 'await fetch("https://gateway.example");', "fetch (R3)"],
    ["src/flow/deliver.ts", "const send = fetch;", "fetch (R3)"],
    ["src/flow/deliver.ts", "const send = globalThis.fetch;", "fetch (R3)"],
    ["src/http/app.tsx", "const origin = c.env.PUBLIC_ORIGIN;", "env (R3)"],
    ["src/http/app.tsx", "const { PUBLIC_ORIGIN } = c.env;", "env (R3)"],
    ["src/store/vault/database.ts", 'import { env } from "cloudflare:workers";', "env (R3)"],
    ["src/flow/flush.ts", 'console.log("flushed");', "the console (R3)"],
    ["src/flow/flush.ts", 'globalThis.console.log("flushed");', "the console (R3)"],
    ["src/flow/flush.ts", "const today = new Date();", "the clock or chance, which are capabilities"],
    ["src/domain/draw.ts", "const draw = Math.random();", "the clock or chance, which are capabilities"],
    ["src/domain/name.ts", "const key = await crypto.sign();", "the outside world in a pure layer"],
  ])("fails on %s with %s", (path, text, what) => {
    expect(reservedBreaches(tree({ [path]: text }))).toContain(`${path} uses ${what}`);
  });

  it("passes what a script sent to browsers says, and fails on what stands beside it", () => {
    const script = "export const script = `await fetch(address); crypto.subtle.digest(name, bytes);`;";
    expect(reservedBreaches(tree({ "src/ui/closure-script.ts": script }))).toEqual([]);
    expect(reservedBreaches(tree({ "src/ui/closure-script.ts": `${script}\nawait fetch(address);` }))).toHaveLength(1);
    expect(reservedBreaches(tree({ "src/ui/page.tsx": script }))).not.toEqual([]);
  });

  it("passes a definition of fetch, a call of the app's own, and words in comments and texts", () => {
    const files = tree({
      "src/worker.ts":
        "export default { async fetch(request: Request, env: Env) { return await app.fetch(request, env); } };",
      "src/http/app.tsx": "const engine = await engineOf(c.env);",
      "src/ui/page.tsx": '// the console of crypto.subtle\nexport const text = "fetch() the env";',
      "src/channels/notify.ts": 'await fetch("https://gateway.example");',
    });
    expect(reservedBreaches(files)).toEqual([]);
  });
});

describe("house rule 4", () => {
  it.each([
    ["export class CaseManager {}", "has a class"],
    ["return class extends WorkflowEntrypoint {};", "has a class"],
    ['export * from "./case.ts";', "exports all of another file"],
    ["// oxlint-disable-next-line no-console", "disables a lint rule without a reason"],
  ])("fails on %s", (text, what) => {
    expect(styleBreaches(tree({ "src/domain/case.ts": text }))).toEqual([`src/domain/case.ts ${what}`]);
  });

  it("passes an attribute of a page, and an exception with its reason", () => {
    const files = tree({
      "src/ui/page.tsx": 'const page = <p class="govuk-body">a class</p>;',
      "src/ui/text.ts": "// oxlint-disable-next-line no-console -- shown to the operator",
    });
    expect(styleBreaches(files)).toEqual([]);
  });
});

describe("the deployed Worker", () => {
  it("fails when a chain of imports leads to development", () => {
    const files = tree({
      "src/worker.ts": 'import { app } from "./http/app.tsx";',
      "src/http/app.tsx": 'import { outbox } from "../development/outbox.ts";',
      "src/development/outbox.ts": "",
    });
    expect(developmentBreaches(files)).toEqual([
      "src/worker.ts -> src/http/app.tsx -> src/development/outbox.ts leads to development",
    ]);
  });
});
