import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { readNumber } from "../support/phones.ts";
import { freePort } from "../support/port.ts";

const ROWS = 100_000;
const root = join(import.meta.dirname, "../..");
const home = mkdtempSync(join(tmpdir(), "throughline-large-file-"));
const state = join(home, "state");

/** Most memory that the runtime may take for a file of any size, in MB, beside what it takes at rest. */
const MOST_MEMORY = 400;

type Running = { readonly url: string; readonly operatorKey: string; readonly child: ChildProcess };

const running: Running[] = [];

async function start(port: number): Promise<Running> {
  const child = spawn(process.execPath, ["test/support/engine-process.ts"], {
    cwd: root,
    env: { ...process.env, PORT: String(port), STATE: state, THROUGHLINE_HOME: home },
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const engine = { ...(JSON.parse(line) as { url: string; operatorKey: string }), child };
    running.push(engine);
    return engine;
  }
  throw new Error("The engine ended before it ran");
}

/** The runtime under a process of ours: workerd, which holds the databases too. */
function runtimeOf({ child }: Running): readonly number[] {
  const parent = child.pid ?? 0;
  const children = readFileSync(`/proc/${parent}/task/${parent}/children`, "utf8").split(" ").filter(Boolean);
  return children.map(Number).filter((id) => readFileSync(`/proc/${id}/cmdline`, "utf8").includes("workerd"));
}

/** Memory of the runtime, in MB. */
const memoryOf = (engine: Running) =>
  runtimeOf(engine)
    .map((id) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, "utf8"))?.[1] ?? 0) / 1024)
    .reduce((sum, each) => sum + each, 0);

async function end(engine: Running, how: "SIGKILL" | "SIGTERM"): Promise<void> {
  const exited = once(engine.child, "exit");
  running.splice(running.indexOf(engine), 1);
  if (how === "SIGKILL") for (const id of runtimeOf(engine)) process.kill(id, how);
  engine.child.kill(how);
  await exited;
}

const HEAD = "Kind,When,Offence,Crime,Victim,Email,Safe,OIC,Narrative";
const groups = ["violence", "burglary", "vehicle", "theft", "robbery", "criminal_damage"] as const;
const narrative = `"Attended, spoke with the informant.\nSaid: ""no further lines of enquiry"".\n${"Log continues. ".repeat(20)}"`;

const isWrong = (row: number) => row % 50 === 7;
const isTwice = (row: number) => row % 40 === 3;

/** Every fiftieth row holds a code that nobody knows, and every fortieth is one of the first thousand again. */
function lineOf(row: number): string {
  const number = isTwice(row) ? row % 1000 : row;
  const when = new Date(Date.UTC(2025, 9, 28, 9) - (number % 40_000) * 60_000).toISOString();
  return [
    isWrong(row) ? "TELEPORTED" : "CRIME",
    when,
    groups[number % groups.length],
    `45/${number}/25`,
    `V-${number}`,
    `v${number}@mail.example`,
    "SAFE",
    `PC${number % 900}`,
    narrative,
  ].join(",");
}

/** The file, never whole in memory: a hundred rows at a time. */
function* piecesOf(): Generator<string> {
  yield `${HEAD}\r\n`;
  for (let row = 0; row < ROWS; row += 100)
    yield `${Array.from({ length: 100 }, (_, index) => lineOf(row + index)).join("\r\n")}\r\n`;
}

const count = (isOf: (row: number) => boolean) => Array.from({ length: ROWS }, (_, row) => row).filter(isOf).length;
const truth = {
  rejected: count(isWrong),
  duplicate: count((row) => isTwice(row) && row >= 1000),
  accepted: count((row) => !isWrong(row) && !(isTwice(row) && row >= 1000)),
};

const mapping = {
  fields: {
    "milestone": { column: "Kind", values: { CRIME: "report.recorded" } },
    "occurredAt": { column: "When" },
    "case.forceCode": { constant: "45" },
    "case.offenceGroup": { column: "Offence" },
    "case.identifiers.crimeReference": { column: "Crime" },
    "victim.victimRef": { column: "Victim" },
    "victim.contact.email": { column: "Email" },
    "victim.contact.safeToContact": { column: "Safe", values: { SAFE: "yes" } },
    "victim.contact.safetyAssertedAt": { column: "When" },
    "victim.contact.safetyAssertedBy": { constant: "officer" },
    "officerInCase.ref": { column: "OIC" },
  },
};

type Intake = {
  id: string;
  state: string;
  rowsDone: number;
  accepted: number;
  duplicate: number;
  rejected: number;
  faults: number;
};

/** Asks an engine with a key: `GET /path`, with a JSON body where there is one. */
async function ask<T>({ url }: Running, key: string, what: string, body?: unknown): Promise<T> {
  const [method = "", path = ""] = what.split(" ");
  const response = await fetch(new URL(path, url), {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body !== undefined && { "content-type": "application/json" }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${what}: ${response.status} ${text}`);
  return (text === "" ? null : JSON.parse(text)) as T;
}

/** Sends the file as it is made. Null when the connection broke. */
const upload = ({ url }: Running, key: string, id: string) =>
  new Promise<Intake | null>((resolve, reject) => {
    const headers = { "content-type": "text/csv", "authorization": `Bearer ${key}` };
    const sent = request(`${url}/v1/files/${id}/rows`, { method: "PUT", headers }, (response) => {
      const said: Buffer[] = [];
      response.on("data", (data: Buffer) => said.push(data));
      response.on("error", () => resolve(null));
      response.on("end", () => {
        const text = Buffer.concat(said).toString();
        if (response.statusCode === 200) resolve(JSON.parse(text) as Intake);
        else if ((response.statusCode ?? 0) >= 500) resolve(null);
        else reject(new Error(`${response.statusCode}: ${text}`));
      });
    });
    sent.on("error", () => resolve(null));
    Readable.from(piecesOf()).pipe(sent);
  });

const NOW = Date.parse("2025-11-01T09:00:00Z");

/** Lets time go by as it does: ids begin with the time, and their order decides what a write costs. */
const moveClock = async (engine: Running) => {
  const to = new Date(NOW + Math.floor(performance.now())).toISOString();
  await ask(engine, engine.operatorKey, "POST /development/clock", { to });
};

/** Watches an upload until so many rows are done: how far it gets, and how much memory the runtime takes. */
async function watch(engine: Running, key: string, id: string, until: number) {
  const seen: number[] = [];
  let peak = 0;
  for (;;) {
    peak = Math.max(peak, memoryOf(engine));
    await moveClock(engine);
    const { rowsDone } = await ask<Intake>(engine, key, `GET /v1/files/${id}`);
    if (seen.at(-1) !== rowsDone) seen.push(rowsDone);
    if (rowsDone >= until) return { seen, peak };
    await wait(200);
  }
}

/** What was measured, for whoever reads the run. */
const say = (text: string) => process.stdout.write(`${text}\n`);

const seconds = (began: number) => ((performance.now() - began) / 1000).toFixed(1);

describe("a file of a hundred thousand rows", () => {
  afterEach(async () => {
    for (const engine of running.slice()) await end(engine, "SIGKILL");
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it("is taken in with bounded memory and its progress to be seen, and after a kill half-way goes on to the exact row", async () => {
    const port = await freePort();
    let engine = await start(port);
    await moveClock(engine);
    const sender = { id: "force-45", name: "Force 45", role: "force", forceCode: "45", expiresOn: "2027-12-31" };
    const { key } = await ask<{ key: string }>(engine, engine.operatorKey, "POST /v1/senders", sender);
    await ask(engine, key, "PUT /v1/file-mappings/weekly", mapping);
    const { id } = await ask<Intake>(engine, key, "POST /v1/files?mapping=weekly");

    const atRest = memoryOf(engine);
    let began = performance.now();
    const broken = upload(engine, key, id);
    const first = await watch(engine, key, id, ROWS / 2);
    await end(engine, "SIGKILL");
    expect(await broken).toBeNull();
    say(`killed after ${seconds(began)} s at ${first.seen.at(-1)} rows or a little more`);
    expect(first.seen.length).toBeGreaterThan(5);

    engine = await start(port);
    const before = await ask<Intake>(engine, key, `GET /v1/files/${id}`);
    expect(before.state).toBe("open");
    expect(before.rowsDone).toBeGreaterThanOrEqual(ROWS / 2);
    expect(before.rowsDone).toBeLessThan(ROWS);
    expect(before.accepted + before.duplicate + before.rejected).toBe(before.rowsDone);

    began = performance.now();
    const resumed = upload(engine, key, id);
    const second = await watch(engine, key, id, ROWS);
    expect(await resumed).toMatchObject({ state: "finished", rowsDone: ROWS, ...truth });
    say(`resumed at ${before.rowsDone} rows, and through after ${seconds(began)} s`);

    began = performance.now();
    expect(await upload(engine, key, id)).toMatchObject({ state: "finished", rowsDone: ROWS, ...truth });
    say(`sent once more, and seen to be the same, in ${seconds(began)} s`);
    const peak = Math.max(first.peak, second.peak, memoryOf(engine));
    say(`memory of the runtime: ${atRest.toFixed(0)} MB at rest, at most ${peak.toFixed(0)} MB`);
    expect(peak - atRest).toBeLessThan(MOST_MEMORY);

    await end(engine, "SIGTERM");
    const stored = (table: string) => readNumber(state, table, `select count(*) from ${table}`);
    expect(stored("milestone")).toBe(truth.accepted);
    expect(stored("victim")).toBe(truth.accepted);
    expect(stored("file_fault")).toBe(truth.rejected);
    const tally = "select sum(n) from feed_tally where counted in ('accepted', 'duplicate', 'rejected')";
    expect(readNumber(state, "feed_tally", tally)).toBe(ROWS);
  }, 600_000);
});
