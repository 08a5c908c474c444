// Before the browser tests: one development engine on a free port, through which a small synthetic nation has lived for
// half a year, with a state of its own that is gone afterwards.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startEngine } from "../../scripts/miniflare.ts";
import { openClient } from "../../simulation/client.ts";
import { drive } from "../../simulation/driver.ts";
import { beginningOf } from "../../simulation/progress.ts";
import { findBrowser } from "./browser.ts";
import { freePort } from "./port.ts";

/** Enough for national figures and for areas that are too small to be shown; a minute's work. */
const nation = { seed: "browser tests", cases: 600, evenness: 0.95 };

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
  const stateDir = mkdtempSync(join(tmpdir(), "throughline-browser-"));
  console.log("Starting an engine for the browser tests, and populating it ...");
  const engine = await startEngine({ port: await freePort(), stateDir, fresh: true });
  const client = openClient(engine.url, engine.operatorKey);
  await drive({ client, keep: () => undefined, say: () => undefined }, beginningOf(nation));
  await client.setting("populated", "yes");
  project.provide("url", engine.url);
  project.provide("operatorKey", engine.operatorKey);
  project.provide("stateDir", stateDir);
  return async () => {
    await engine.stop();
    rmSync(stateDir, { recursive: true, force: true });
  };
}
