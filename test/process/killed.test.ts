import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, describe, expect, it } from "vitest";
import { freePort } from "../support/port.ts";
import { readNumber } from "../support/phones.ts";

const CASES = "300";
const root = join(import.meta.dirname, "../..");
const home = mkdtempSync(join(tmpdir(), "throughline-killed-"));

/** The runtime under a process of ours: workerd, whose children hold the databases. */
function runtimeOf(parent: number): readonly number[] {
  const children = readFileSync(`/proc/${parent}/task/${parent}/children`, "utf8")
    .split(" ")
    .filter(Boolean)
    .map(Number);
  return children.filter((id) => readFileSync(`/proc/${id}/cmdline`, "utf8").includes("workerd"));
}

/**
 * Starts engine and demo load, and kills them outright: the runtime and its parent, so many milliseconds after the load
 * has begun. Without a time it lets them come to the end, and stops them in an orderly way.
 */
async function start(port: number, killAfter: number | null): Promise<string> {
  const child = spawn(process.execPath, ["scripts/start.ts"], {
    cwd: root,
    env: { ...process.env, PORT: String(port), SIM_CASES: CASES, THROUGHLINE_HOME: home },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const lines: string[] = [];
  let killing: NodeJS.Timeout | null = null;
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (killAfter !== null && line.startsWith("Simulating")) {
      killing ??= setTimeout(() => {
        const id = child.pid ?? 0;
        for (const each of [...runtimeOf(id), id]) process.kill(each, "SIGKILL");
      }, killAfter);
    }
    if (killAfter === null && line.startsWith("Ready")) child.kill("SIGTERM");
  }
  await exited;
  return lines.join("\n");
}

describe("the demo load", () => {
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it("loses nothing and doubles nothing when the Worker is killed at any moment and started again", async () => {
    const port = await freePort();
    for (const killAfter of [150, 900, 2100, 3400, 5200]) {
      expect(await start(port, killAfter)).not.toMatch(/^Ready/m);
    }
    expect(await start(port, null)).toMatch(/^Ready/m);

    const { counts } = JSON.parse(readFileSync(join(home, "truth.json"), "utf8")) as {
      counts: {
        answers: Record<string, number>;
        byText: number;
        comments: number;
        closures: number;
        closureForms: number;
      };
    };
    const state = join(home, "state");
    const count = (table: string, where = "1 = 1") =>
      readNumber(state, table, `select count(*) from ${table} where ${where}`);
    for (const [period, answers] of Object.entries(counts.answers)) {
      // A quarter that is not released yet is mixed once, and sealed.
      const mixed = count("mixed", `period = '${period}' and kind = 'response'`);
      expect([period, mixed + count("response", `period = '${period}'`)]).toEqual([period, answers]);
    }
    expect(Object.values(counts.answers).reduce((sum, answers) => sum + answers, 0)).toBeGreaterThan(150);
    expect(count("closure_answer") + count("mixed", "kind = 'closure'")).toBe(counts.closures + counts.closureForms);
    expect(counts.byText).toBeGreaterThan(10);
    expect(count("response", "mode = 'sms'")).toBe(counts.byText);
    // Of the running quarter some wait for ten of their place.
    expect(count("comment") + count("mixed", "kind = 'comment'")).toBe(counts.comments);
    expect(count("comment", "state = 'released'")).toBeGreaterThan(0);
    expect(count("pool")).toBe(0);
    expect(count("release", "status = 'published'")).toBe(2);
  });
});
