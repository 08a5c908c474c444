import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { home, root, type RunningEngine, startEngine } from "./miniflare.ts";

// npm start: the engine on this machine, and, the first time, a synthetic nation living through half a year in it.

const port = Number(process.env["PORT"] ?? 8787);
const say = (line = "") => console.log(line);
const seconds = () => `${process.uptime().toFixed(1)} s`;

let engine: RunningEngine | null = null;
let populating: ChildProcess | null = null;
let stopping = false;

/** Stops what was started, in the reverse order, and ends well: to be stopped is no failure. */
async function stop(): Promise<void> {
  if (stopping) process.exit(0);
  stopping = true;
  say("Stopping ...");
  populating?.kill("SIGTERM");
  await engine?.stop();
  process.exit(0);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop());

/** A launcher that is killed outright cannot pass the signal on: without it, nobody could stop the engine. */
const LOOK_AFTER_LAUNCHER = 500;
const launcher = process.ppid;
if (process.env["npm_lifecycle_event"] !== undefined) {
  setInterval(() => void (process.ppid !== launcher && stop()), LOOK_AFTER_LAUNCHER).unref();
}

const populated = async (url: string) => {
  const health: unknown = await (await fetch(new URL("/healthz", url))).json();
  return typeof health === "object" && health !== null && "populated" in health && health.populated === "yes";
};

/** Populates the demo in a process of its own, and says whether it came to its end. */
async function populate(url: string): Promise<boolean> {
  const child = spawn(process.execPath, [join(root, "simulation/run.ts"), "--url", url], {
    cwd: root,
    // The fourth is a channel that says nothing: that it closes tells the child that we are gone.
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  populating = child;
  const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
  populating = null;
  return code === 0;
}

const RELEASE = "2026Q1";

function printAddresses(url: string): void {
  say();
  say("Open:");
  say(`  ${url}/                                    what this is`);
  say(`  ${url}/results/latest/journey              the journey from report to post-conviction`);
  say(`  ${url}/results/latest/compare              areas compared, fairly`);
  say(`  ${url}/results/latest/area/W15000001       one area, every agency (also ?lang=cy)`);
  say(`  ${url}/results/latest/closure              what is recorded and said when cases close`);
  say(`  ${url}/results/latest/comments             what people said, by theme`);
  say(`  ${url}/development/outbox                  the texts that would have gone out, with victims' links`);
  say(`  ${url}/development/identity                sign in as one of the staff, and see the console`);
  say(`  ${url}/v1/reference                        the API`);
  say();
  say("Try:");
  say(`  curl '${url}/v1/releases/${RELEASE}/tables/area.stage.json?measure=C1'`);
}

/** Keys a line, so that 43 fit a screen. */
const KEYS_A_LINE = 2;

function printKeys(): void {
  const file = join(home, "api-keys.json");
  if (!existsSync(file)) return;
  const keys = Object.entries(JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, string>>);
  say();
  say(`One key per force, to POST /v1/milestones with (kept in ${relative(process.cwd(), file)}):`);
  for (let from = 0; from < keys.length; from += KEYS_A_LINE) {
    const some = keys.slice(from, from + KEYS_A_LINE);
    say(`  ${some.map(([force, key]) => `${force.padEnd(25)} ${key}`).join("  ")}`);
  }
}

if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error("PORT must be a port number");
say("Starting the engine ...");
engine = await startEngine({ port, stateDir: join(home, "state"), fresh: false }).catch((cause: unknown) => {
  if (!(cause instanceof Error && cause.message.includes("Address already in use"))) throw cause;
  say(`Port ${port} is taken. Start with another: PORT=8788 npm start`);
  process.exit(1);
});
say(
  `The engine runs at ${engine.url} (${seconds()}). Ctrl+C stops it; its state is kept in ${relative(process.cwd(), home)}.`,
);
if (await populated(engine.url)) {
  printAddresses(engine.url);
} else {
  say("Populating: pages are open already and fill as the weeks go by. Stopping is safe; the next start goes on.");
  const isDone = await populate(engine.url);
  if (isDone) printAddresses(engine.url);
  else if (!stopping) say("Populating stopped before its end. Start again to go on, or `npm run reset` to begin anew.");
}
if (!stopping) printKeys();
if (!stopping) say(`\nReady (${seconds()}).`);
