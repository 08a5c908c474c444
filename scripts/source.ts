// The SHA-256 of what the Worker is bundled from, which every release states. `node scripts/source.ts` prints it, and
// `node scripts/source.ts deploy [wrangler's words]` deploys a Worker that knows it. Whoever has the sources can do without:
//   find src surveys migrations wrangler.toml tsconfig.json package-lock.json -type f | LC_ALL=C sort | xargs sha256sum | sha256sum
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

/** What the bundle is made of: when none of it changed, the bundle is as it was. */
export const sources = ["src", "surveys", "migrations", "wrangler.toml", "tsconfig.json", "package-lock.json"];

/** All files below a folder (or the file itself), by their paths from the root. */
function filesOf(path: string): readonly string[] {
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path)).flatMap((name) => filesOf(`${path}/${name}`));
}

const sha256 = (data: string | Uint8Array) => createHash("sha256").update(data).digest("hex");

/** The same on every machine: no path of it, no date, and lines in the order of their bytes. */
export function sourceSha256(): string {
  const files = sources.flatMap(filesOf);
  const inOrder = files.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return sha256(inOrder.map((path) => `${sha256(readFileSync(join(root, path)))}  ${path}\n`).join(""));
}

/** What wrangler is told, so that the Worker knows its sources (src/platform/source.ts). */
export const sourceDefine = () => ["--define", `SOURCE_SHA256:"${sourceSha256()}"`] as const;

if (import.meta.main) {
  const [act, ...words] = process.argv.slice(2);
  if (act === "deploy") {
    const wrangler = join(root, "node_modules/wrangler/bin/wrangler.js");
    const ran = spawnSync(process.execPath, [wrangler, "deploy", ...sourceDefine(), ...words], {
      cwd: root,
      stdio: "inherit",
    });
    process.exitCode = ran.status ?? 1;
  } else console.log(sourceSha256());
}
