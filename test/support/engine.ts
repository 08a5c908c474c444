// Before the browser tests: one development engine on a free port, through which a small synthetic nation has lived for
// half a year, with a state of its own that is gone afterwards.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { root, type RunningEngine, startEngine } from "../../scripts/miniflare.ts";
import { findBrowser } from "./browser.ts";
import { freePort } from "./port.ts";

/** Enough for national figures, and for areas that are too small to be shown; a minute's work. */
const CASES = 600;

declare module "vitest" {
  interface ProvidedContext {
    /** Where the engine listens: scheme, host and port. */
    readonly url: string;
    readonly operatorKey: string;
    readonly stateDir: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  findBrowser(); // Better now, with a sentence that helps, than in each test.
  const home = mkdtempSync(join(tmpdir(), "throughline-browser-"));
  const stateDir = join(home, "state");
  const engine = await startEngine({ port: await freePort(), stateDir, fresh: true });
  const stop = async () => {
    await engine.stop();
    rmSync(home, { recursive: true, force: true });
  };
  try {
    await populate(engine, home);
  } catch (cause) {
    await stop();
    throw cause;
  }
  project.provide("url", engine.url);
  project.provide("operatorKey", engine.operatorKey);
  project.provide("stateDir", stateDir);
  return stop;
}

/** Populates as `npm start` would, and shows what the simulation said only if it fails. */
async function populate({ url, operatorKey }: RunningEngine, home: string): Promise<void> {
  console.log(`Populating an engine with ${CASES} cases for the browser tests ...`);
  const words = ["--url", url, "--cases", String(CASES), "--seed", "browser tests", "--home", home];
  const child = spawn(process.execPath, [join(root, "simulation/run.ts"), ...words], {
    cwd: root,
    env: { ...process.env, OPERATOR_KEY: operatorKey },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said: string[] = [];
  child.stdout.on("data", (text: Buffer) => said.push(text.toString()));
  child.stderr.on("data", (text: Buffer) => said.push(text.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`The simulation ended with ${code ?? "a signal"}\n${said.join("").slice(-4000)}`);
}
