import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../../..");
const out = mkdtempSync(join(tmpdir(), "throughline-bundle-"));

/** What `wrangler deploy` would ship: every file of the bundle, source maps aside. */
function bundle(environment: "deployed" | "development"): string {
  const directory = join(out, environment);
  const wrangler = [join(root, "node_modules/wrangler/bin/wrangler.js"), "deploy", "--dry-run", "--outdir", directory];
  const chosen = environment === "development" ? ["--env", "development"] : ["--env", ""];
  const quiet = { WRANGLER_SEND_METRICS: "false", WRANGLER_HIDE_BANNER: "true", WRANGLER_LOG_PATH: join(out, "log") };
  execFileSync(process.execPath, [...wrangler, ...chosen], {
    cwd: root,
    env: { ...process.env, ...quiet },
    stdio: "pipe",
  });
  const files = readdirSync(directory, { recursive: true, withFileTypes: true });
  const shipped = files.filter((file) => file.isFile() && !/\.(map|md)$/.test(file.name));
  return shipped.map((file) => readFileSync(join(file.parentPath, file.name), "utf8")).join("\n");
}

let deployed = "";
let development = "";

beforeAll(() => {
  deployed = bundle("deployed");
  development = bundle("development");
}, 120_000);

afterAll(() => rmSync(out, { recursive: true, force: true }));

describe("the deployed bundle", () => {
  it("is built by `wrangler deploy`, and holds the Worker", () => {
    expect(deployed).toContain("ReleaseWorkflow");
    expect(deployed).toContain("/v1");
  });

  it("is under 1 MB when compressed", () => {
    expect(deployed.length).toBeGreaterThan(100_000);
    expect(gzipSync(deployed).length).toBeLessThan(1_000_000);
  });

  it.each(["/development/", "src/development", "outbox", "development-identity", "coordinator@surrey.example"])(
    "has nothing of development: no %s",
    (marker) => {
      expect(development).toContain(marker);
      expect(deployed.includes(marker)).toBe(false);
    },
  );

  it("carries no secret: none from the tests, none from a developer's files, no private key", () => {
    const config = readFileSync(join(root, "vitest.config.ts"), "utf8");
    const secrets = [...config.matchAll(/_KEY: "(?<secret>[^"]+)"/g)].map(({ groups }) => groups?.["secret"] ?? "");
    expect(secrets.length).toBeGreaterThanOrEqual(2);
    for (const text of [deployed, development]) {
      expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
      expect(text).not.toMatch(/-----BEGIN [A-Z ]*PRIVATE KEY/);
    }
    expect(deployed).not.toMatch(/(ROOT_KEY|OPERATOR_KEY|RESULTS_SUBSCRIPTION_KEYS)["']?\s*[:=]\s*["'`]/);
  });
});

describe("wrangler.toml", () => {
  it("names no secret among its variables, which anyone with the repository can read", () => {
    const toml = readFileSync(join(root, "wrangler.toml"), "utf8");
    const settings = toml.split("\n").filter((line) => /^\s*[\w"]+\s*=/.test(line));
    expect(settings.filter((line) => /^\s*"?\w*(KEY|SECRET|TOKEN|PASSWORD)\w*"?\s*=/.test(line))).toEqual([]);
  });

  it("keeps no invocation log, which would hold addresses with link tokens", () => {
    expect(readFileSync(join(root, "wrangler.toml"), "utf8")).toMatch(/^invocation_logs = false$/m);
  });
});
