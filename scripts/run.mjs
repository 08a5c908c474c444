// node scripts/run.mjs COMMAND ARGS...
// Works on any Node from 18 up and from a bare clone, with or without npm lifecycle scripts: installs when
// node_modules does not match the lock file, then runs COMMAND with node_modules/.bin (and so the pinned Node 24) first.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const shell = process.platform === "win32";
const wanted = createHash("sha256")
  .update(readFileSync(join(root, "package-lock.json")))
  .digest("hex");
const stamp = join(root, "node_modules/.lock-sha256");

if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
  console.log("Installing what package-lock.json names (once per change of the lock) ...");
  const install = ["ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status } = spawnSync("npm", install, { cwd: root, stdio: "inherit", shell });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(stamp, wanted);
}

const env = {
  ...process.env,
  PATH: join(root, "node_modules/.bin") + delimiter + process.env.PATH,
  WRANGLER_SEND_METRICS: "false",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  WRANGLER_HIDE_BANNER: "true",
  WRANGLER_SEND_ERROR_REPORTS: "false",
  X_LOCAL_OBSERVABILITY: "false",
};
const [command, ...args] = process.argv.slice(2);
const running = spawn(command, args, { cwd: root, stdio: "inherit", env, shell });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => running.kill(signal));
running.on("exit", (status, signal) => process.exit(status ?? (signal ? 130 : 1)));
