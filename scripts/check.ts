// npm test: every check in order, the cheap ones first, stopping at the first that fails.
// `check.ts types` runs the type checks alone. The last line is the sum of all tests: `N passed, N failed`.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

type Check = { readonly name: string; readonly commands: readonly (readonly string[])[] };

const types: Check = {
  name: "types",
  commands: [
    ["tsc", "-p", "."],
    ["tsc", "-p", "tsconfig.node.json"],
  ],
};

const checks: readonly Check[] = [
  { name: "format", commands: [["oxfmt", "--check"]] },
  { name: "lint", commands: [["oxlint", "--type-aware", "--deny-warnings", "--report-unused-disable-directives"]] },
  types,
  { name: "dead code", commands: [["knip", "--no-progress"]] },
  { name: "licences", commands: [["node", "scripts/licences.ts"]] },
  { name: "surveys", commands: [["node", "scripts/surveys.ts"]] },
];

const testProjects = ["unit", "integration", "process", "browser"] as const;

const root = join(import.meta.dirname, "..");
const shell = process.platform === "win32";
// The NODE_ENV of whoever calls must not decide what is tested.
const environment = { ...process.env, NODE_ENV: "test" };

/** Runs one command to its end with our own output; true when it succeeded. */
function succeeds([command = "", ...args]: readonly string[]): boolean {
  const ran = spawnSync(command, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"], env: environment, shell });
  if (ran.error) console.error(`${command} could not be started: ${ran.error.message}`);
  return ran.status === 0;
}

/** Runs one check under a heading, and says how long it took. */
function passes(name: string, run: () => boolean): boolean {
  console.log(`\n== ${name}`);
  const began = performance.now();
  const passed = run();
  console.log(`-- ${name}: ${passed ? "ok" : "FAILED"} after ${((performance.now() - began) / 1000).toFixed(1)} s`);
  return passed;
}

type Tally = { readonly passed: number; readonly failed: number };

type Report = {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
};

/** What vitest's JSON report counts. A file that fails outside its tests, such as one that cannot be loaded, counts as one. */
function tallyOf(report: string): Tally {
  if (!existsSync(report)) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, "utf8")) as Report;
  const fellOver = testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.every((test) => test.status !== "failed"),
  );
  return { passed: numPassedTests, failed: numFailedTests + fellOver.length };
}

/** Runs the test projects one after the other, and stops at one that fails. */
function runTests(): Tally {
  const directory = mkdtempSync(join(tmpdir(), "throughline-check-"));
  const tallies: Tally[] = [];
  for (const project of testProjects) {
    const report = join(directory, `${project}.json`);
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    const passed = passes(`tests: ${project}`, () => {
      const succeeded = succeeds(["vitest", "run", "--project", project, ...reporters]);
      const counted = tallyOf(report);
      const tally = { ...counted, failed: succeeded ? counted.failed : Math.max(counted.failed, 1) };
      tallies.push(tally);
      if (tally.passed === 0 && tally.failed === 0) console.error(`No test was found in project ${project}.`);
      return succeeded && tally.failed === 0 && tally.passed > 0;
    });
    if (!passed) {
      process.exitCode = 1;
      break;
    }
  }
  rmSync(directory, { recursive: true });
  return tallies.reduce((sum, tally) => ({ passed: sum.passed + tally.passed, failed: sum.failed + tally.failed }));
}

const runAll = (list: readonly Check[]) =>
  list.every(({ name, commands }) => passes(name, () => commands.every(succeeds)));

if (process.argv[2] === "types") {
  process.exitCode = runAll([types]) ? 0 : 1;
} else if (runAll(checks)) {
  const { passed, failed } = runTests();
  console.log(`\n${passed} passed, ${failed} failed`);
} else {
  process.exitCode = 1;
  console.log("\n0 passed, 1 failed");
}
