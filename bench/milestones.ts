import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { openStopped, registerForce, startBenchEngine } from "./engine.ts";
import { batchOf } from "./events.ts";
import { type Client, medianOf, spread } from "./load.ts";

const BATCH = 1000;
const WARM_UP = 3;
const BATCHES = 20;

/** The clock moves between batches, as it would: ids begin with the time, and their order decides what a write costs. */
const secondsAfter = (instant: string, seconds: number) => new Date(Date.parse(instant) + seconds * 1000).toISOString();

const REPORTED = "2025-10-29T09:00:00Z";
const NOW = "2025-11-01T09:00:00Z";

/** Tables in the order in which references allow rows to be written, and the time-ordered id that tells a row's batch. */
const tables = {
  case_file: "id",
  case_identifier: "case_id",
  victim: "id",
  case_victim: "case_id",
  milestone: "id",
  invitation: "id",
} as const;

/** The milliseconds with which an id of UUID version 7 begins. */
const TIME = 13;

type Row = Readonly<Record<string, SQLInputValue>>;

/**
 * Milestones a second, in batches of 1,000 reports with victim and contact, one batch after the other; beside raw
 * node:sqlite inserting the very rows that the engine made of them, into the same tables, as many in a transaction.
 */
export async function benchMilestones(): Promise<string> {
  const engine = await startBenchEngine();
  try {
    const key = await registerForce(engine, "45");
    const times: number[] = [];
    for (let batch = 0; batch < WARM_UP + BATCHES; batch++) {
      await engine.moveClock(secondsAfter(NOW, batch));
      const body = batchOf(batch * BATCH, BATCH, REPORTED);
      const took = await sendBatch(engine.client, key, body);
      if (batch >= WARM_UP) times.push(took);
    }
    await engine.stop();
    return report(times, readRows(engine.stateDir));
  } finally {
    await engine.stop();
    engine.remove();
  }
}

async function sendBatch(client: Client, key: string, body: string): Promise<number> {
  const headers = { "content-type": "application/cloudevents-batch+json", "authorization": `Bearer ${key}` };
  const began = performance.now();
  const answer = await client.call({ method: "POST", path: "/v1/milestones", headers, body });
  const took = performance.now() - began;
  if (answer.status >= 300) throw new Error(`POST /v1/milestones: ${answer.status} ${answer.body.slice(0, 300)}`);
  return took;
}

/** The rows that the engine made: table to batches, in order of time. */
function readRows(stateDir: string): ReadonlyMap<string, readonly (readonly Row[])[]> {
  const vault = openStopped(stateDir, "milestone");
  const batches = Object.entries(tables).map(([table, id]) => {
    const rows = vault.prepare(`select * from ${table} order by ${id}`).all();
    return [table, [...Map.groupBy(rows, (row) => String(row[id]).slice(0, TIME)).values()]] as const;
  });
  vault.close();
  const found = new Map(batches);
  const [stored, sent] = [countOf(found.get("milestone") ?? []), (WARM_UP + BATCHES) * BATCH];
  if (stored !== sent) throw new Error(`${sent} events were sent, and ${stored} are stored`);
  return found;
}

const countOf = (batches: readonly (readonly Row[])[]) => batches.reduce((sum, rows) => sum + rows.length, 0);

/** Inserts the rows batch by batch, each in one transaction: the times of those after the warm-up, in milliseconds. */
function insertRaw(found: ReadonlyMap<string, readonly (readonly Row[])[]>): readonly number[] {
  const directory = mkdtempSync(join(tmpdir(), "throughline-raw-"));
  const database = new DatabaseSync(join(directory, "raw.sqlite"));
  database.exec("pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;");
  const migrations = join(import.meta.dirname, "../migrations/vault");
  for (const name of readdirSync(migrations).toSorted()) database.exec(readFileSync(join(migrations, name), "utf8"));
  const writers = [...found].flatMap(([table, batches]) => {
    const columns = Object.keys(batches[0]?.[0] ?? {});
    if (columns.length === 0) return [];
    const marks = columns.map(() => "?").join(", ");
    return [
      { batches, columns, insert: database.prepare(`insert into ${table} (${columns.join(", ")}) values (${marks})`) },
    ];
  });
  const times: number[] = [];
  for (let batch = 0; batch < WARM_UP + BATCHES; batch++) {
    const began = performance.now();
    database.exec("begin immediate");
    for (const { batches, columns, insert } of writers) {
      for (const row of batches[batch] ?? []) insert.run(...columns.map((column) => row[column] ?? null));
    }
    database.exec("commit");
    if (batch >= WARM_UP) times.push(performance.now() - began);
  }
  database.close();
  rmSync(directory, { recursive: true, force: true });
  return times;
}

function report(times: readonly number[], found: ReadonlyMap<string, readonly (readonly Row[])[]>): string {
  const perSecond = (milliseconds: readonly number[]) => milliseconds.map((took) => (BATCH / took) * 1000);
  const [engine, raw] = [perSecond(times), perSecond(insertRaw(found))];
  const rows = [...found.values()].reduce((sum, batches) => sum + countOf(batches), 0);
  return [
    `milestones: ${BATCHES} batches of ${BATCH} reports with victim and contact, one at a time`,
    `  ${(rows / ((WARM_UP + BATCHES) * BATCH)).toFixed(1)} rows an event`,
    `  engine, through miniflare       ${spread(engine)} events/s`,
    `  node:sqlite, the same rows      ${spread(raw)} events/s`,
    `  ratio engine to node:sqlite     ${(medianOf(engine) / medianOf(raw)).toFixed(3)}`,
  ].join("\n");
}
