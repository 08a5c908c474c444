import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";

const wranglerScript = join(import.meta.dirname, "../node_modules/wrangler/bin/wrangler.js");

/** Runs the baseline worker as the engine is run: bundled by wrangler, in Miniflare, its database on disk. */
export async function startBaseline() {
  const directory = mkdtempSync(join(tmpdir(), "throughline-baseline-"));
  const config = join(import.meta.dirname, "wrangler.toml");
  const bundle = ["deploy", "--dry-run", "--minify", "--config", config, "--outdir", directory];
  execFileSync(process.execPath, [wranglerScript, ...bundle], { stdio: "pipe" });
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      name: "baseline",
      modules: true,
      modulesRoot: directory,
      scriptPath: join(directory, "baseline-worker.js"),
      compatibilityDate: "2026-10-01",
      d1Databases: { ROWS: "rows" },
      resourcePersistencePath: join(directory, "state"),
      host: "127.0.0.1",
      port: 0,
    }),
  );
  const origin = await miniflare.ready;
  const rows = await miniflare.getD1Database("ROWS");
  await rows.exec("create table row (id text not null primary key, body text not null) strict, without rowid");
  return {
    origin,
    stop: async () => {
      await miniflare.dispose();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
