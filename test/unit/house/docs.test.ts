import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { describeProblem, problemTypes } from "../../../src/kernel/problem.ts";
import manifest from "../../../package.json" with { type: "json" };

const root = join(import.meta.dirname, "../../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");

/** Every Markdown file for people: README and what lies under docs and surveys. */
const pages = ["README.md", ...["docs", "surveys"].flatMap(markdownUnder)];

function markdownUnder(folder: string): readonly string[] {
  const files = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  const markdown = files.filter((file) => file.isFile() && file.name.endsWith(".md"));
  return markdown.map((file) => relative(root, join(file.parentPath, file.name)));
}

/** Rows of the Markdown tables whose first cell is a name in backquotes: name to the other cells. */
const tableRows = (text: string) =>
  new Map(
    [...text.matchAll(/^\| `(?<name>[^`]+)` \|(?<rest>.*)\|$/gm)].map(({ groups }) => [
      groups?.["name"] ?? "",
      (groups?.["rest"] ?? "").split("|").map((cell) => cell.trim()),
    ]),
  );

describe("a decision record", () => {
  const records = readdirSync(join(root, "docs/decisions"))
    .filter((name) => name.endsWith(".md"))
    .toSorted();

  it("is numbered without gap or repeat, in its name and its title", () => {
    expect(records.length).toBeGreaterThanOrEqual(6);
    for (const [index, name] of records.entries()) {
      expect(name).toMatch(new RegExp(`^${String(index + 1).padStart(4, "0")}-[a-z0-9-]+\\.md$`));
      expect(read(`docs/decisions/${name}`)).toMatch(new RegExp(`^# ${index + 1}\\. \\S`));
    }
  });

  it.each(records)("%s has a status and every heading, in order and filled in", (name) => {
    const text = read(`docs/decisions/${name}`);
    expect(text).toMatch(/^Status: (proposed \d{4}-\d\d-\d\d|accepted \d{4}-\d\d-\d\d|superseded by \d+)$/m);
    const sections = [...text.matchAll(/^## (?<heading>.+)\n+(?<first>.*)/gm)].map(({ groups }) => groups);
    expect(sections.map((section) => section?.["heading"])).toEqual([
      "Context",
      "Decision",
      "Consequences",
      "Rejected",
      "Revisit when",
    ]);
    expect(sections.filter((section) => /^(#|\s*$)/.test(section?.["first"] ?? ""))).toEqual([]);
  });

  it("is accepted or dropped within 60 days of being proposed", () => {
    const stale = records.filter((name) => {
      const proposed = /^Status: proposed (?<date>\S+)$/m.exec(read(`docs/decisions/${name}`))?.groups?.["date"];
      return proposed !== undefined && Date.now() - Date.parse(proposed) > 60 * 86_400_000;
    });
    expect(stale).toEqual([]);
  });
});

describe("the documentation", () => {
  it("explains every problem that the API reports, and no other", () => {
    const documented = tableRows(read("docs/problems.md"));
    expect([...documented.keys()].toSorted()).toEqual(problemTypes.toSorted());
    for (const type of problemTypes) expect(documented.get(type)?.[0]).toBe(String(describeProblem(type).status));
  });

  it("says of every dependency what it is for and what we would do without it", () => {
    const documented = tableRows(read("docs/dependencies.md"));
    const { dependencies, devDependencies, optionalDependencies } = manifest;
    const named = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });
    expect([...documented.keys()].toSorted()).toEqual(named.toSorted());
    expect(
      [...documented].filter(([, cells]) => cells.length !== 2 || cells.includes("")).map(([name]) => name),
    ).toEqual([]);
  });

  it("tells of every table where it is, whom it concerns and when it ends", () => {
    const documented = tableRows(read("docs/data-model.md"));
    const migrations = ["vault", "responses", "development"].flatMap((database) =>
      readdirSync(join(root, "migrations", database)).map((name) => read(`migrations/${database}/${name}`)),
    );
    const tables = [...migrations.join("\n").matchAll(/^CREATE TABLE (?<name>\w+)/gm)].map(
      ({ groups }) => groups?.["name"] ?? "",
    );
    expect([...documented.keys()].toSorted()).toEqual(tables.toSorted());
  });

  it("defines the words of the domain, once each", () => {
    const glossary = read("docs/glossary.md");
    const defined = [...glossary.matchAll(/^\*\*(?<word>[^*]+)\*\*/gm)].map(({ groups }) => groups?.["word"] ?? "");
    expect(new Set(defined).size).toBe(defined.length);
    expect(defined).toEqual(
      expect.arrayContaining(
        [
          "victim",
          "milestone",
          "stage",
          "invitation",
          "draft",
          "response",
          "release",
          "area",
          "agency",
          "measure",
        ].concat(["instrument", "vault", "wave", "period", "pool", "nullifier", "frame", "closure discussion"]),
      ),
    );
  });

  it.each(pages)("names in %s only commands that exist, and links only to what is there", (page) => {
    const text = read(page);
    const commands = [...text.matchAll(/\bnpm run (?<name>[a-z][\w:-]*)/g)].map(({ groups }) => groups?.["name"] ?? "");
    expect(commands.filter((name) => !Object.hasOwn(manifest.scripts, name))).toEqual([]);

    const links = [...text.matchAll(/\]\((?<target>[^)\s#]+)(?:#[^)]*)?\)/g)].map(
      ({ groups }) => groups?.["target"] ?? "",
    );
    const local = links.filter((target) => !/^[a-z]+:/.test(target) && !target.startsWith("/"));
    expect(local.filter((target) => !existsSync(join(root, dirname(page), target)))).toEqual([]);
  });
});

describe("the names of files", () => {
  it("are nouns of the domain, not words that say nothing", () => {
    const files = ["src", "scripts", "simulation", "bench", "test"].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }),
    );
    expect(files.length).toBeGreaterThan(60);
    expect(
      files.filter((name) => /(^|[\\/.-])(helpers?|utils?|managers?|common|misc|stuff|info|data)\b/i.test(name)),
    ).toEqual([]);
  });

  it("are written small, with hyphens", () => {
    const files = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" });
    expect(files.filter((name) => /[^a-z0-9/\\.-]/.test(name))).toEqual([]);
  });
});
