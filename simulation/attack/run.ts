// npm run attack [-- PART... [--size=N] | --short]
// Attacks releases of made-up nations as privacy.md 1.8 asks, prints one table, writes it to
// surveys/attacks.json (which the page for data-protection officers reads) and docs/attacks.md, and fails when an attack goes beyond its threshold. With PARTs alone these are tried again, and the other
// rows stay as they were found last; with a size, those of the other size too. --short tries a small nation a few times and writes nothing.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Attack } from "./attack.ts";
import { interleavings } from "./interleavings.ts";
import { linkage } from "./linkage.ts";
import { reconstructReleased } from "./reconstruct-worker.ts";
import { reconstruct } from "./reconstruct.ts";
import { type Line, page, tableOf } from "./report.ts";
import { inFull, inShort } from "./rows.ts";
import { attacks, intervals } from "./suite.ts";

const file = join(import.meta.dirname, "../../surveys/attacks.json");

const bySize =
  (attack: Attack) =>
  async (sizes: readonly number[]): Promise<readonly Line[]> => {
    const lines: Line[] = [];
    for (const size of sizes) for (const row of await attack(size)) lines.push({ size, row });
    return lines;
  };

const parts = {
  "intervals": async () => intervals(inFull).map((row): Line => ({ size: null, row })),
  "releases": bySize((size) => attacks(size, inFull)),
  "reconstruction": bySize(reconstruct),
  "reconstruction-released": bySize(reconstructReleased),
  "linkage": bySize(linkage),
  "interleavings": bySize(interleavings),
} as const;

type Part = keyof typeof parts;
type Found = Partial<Record<Part, readonly Line[]>>;

const names = Object.keys(parts) as readonly Part[];
const asked = process.argv.slice(2);
const isShort = asked.includes("--short");
const allSizes = [40_000, 8000];
const sizes = allSizes.filter((size) => asked.includes(`--size=${size}`));
const options = ["--short", ...allSizes.map((size) => `--size=${size}`)];
const unknown = asked.filter((name) => !options.includes(name) && !names.some((part) => part === name));
if (unknown.length > 0) {
  console.error(`npm run attack [-- PART... [--size=N] | --short]   where PART is one of: ${names.join(", ")}`);
  process.exit(2);
}

const found: Found = existsSync(file) && !isShort ? (JSON.parse(readFileSync(file, "utf8")) as Found) : {};
if (isShort) {
  found.intervals = intervals(inShort).map((row) => ({ size: null, row }));
  found.releases = await bySize((size) => attacks(size, inShort))([4000]);
} else {
  const isAll = !names.some((part) => asked.includes(part));
  for (const name of names.filter((part) => isAll || asked.includes(part))) {
    const again = sizes.length === 0 ? allSizes : sizes;
    const lines = await parts[name](again);
    const kept = (found[name] ?? []).filter(({ size }) => size !== null && !again.includes(size));
    found[name] = [...kept, ...lines].toSorted((a, b) => (b.size ?? 0) - (a.size ?? 0));
    writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`);
  }
}

const lines = names.flatMap((name) => found[name] ?? []);
process.stdout.write(`${tableOf(lines)}\n`);
if (!isShort) writeFileSync(join(import.meta.dirname, "../../docs/attacks.md"), page(lines));
const tried = new Set(lines.flatMap(({ row }) => (row.isTried === false ? [] : [row.id])));
const untried = isShort ? [] : lines.filter(({ row }) => !tried.has(row.id));
for (const { row } of untried) console.error(`${row.id} was tried on no nation`);
if (untried.length > 0 || lines.some(({ row }) => !row.isPassed)) process.exitCode = 1;
