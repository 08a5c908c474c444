import { home } from "./home.ts";
import type { DatabaseSync } from "node:sqlite";
import { type BenchEngine, openStopped, startBenchEngine } from "../../bench/engine.ts";
import type { Cell } from "../../src/statistics/perturb.ts";
import { streamOf } from "../chance.ts";
import { type Ask, patiently, publicApi } from "./api.ts";
import { makePeople, type Person } from "./people.ts";

/** A quarter, and a moment at which its release may be built. */
export const periods = {
  "2025Q3": "2025-10-02T09:00:00Z",
  "2025Q4": "2026-01-05T09:00:00Z",
} as const;
export type Period = keyof typeof periods;

/** Longest wait for one release, in milliseconds. */
const PATIENCE = 600_000;

/** A nation whose answers were released by the real Worker, and who wants to attack it. */
export type ReleasedNation = {
  /** The truth of the first period. */
  readonly people: readonly Person[];
  /** The first period, which is also the release's id. */
  readonly period: Period;
  /** The public HTTP API, asked without a key. */
  readonly ask: Ask;
  /** The perturbed whole numbers of a stored table, before rounding; null where the release has none. */
  stored(table: string, measure: string, release?: Period): readonly Cell[] | null;
  /** Writes people into a period as a flush would, whether it is released or not. Stops and starts the engine. */
  add(people: readonly Person[], period: Period): Promise<void>;
  /** Has the Worker build a period's release, and waits for it; says the status of the request. */
  release(period: Period): Promise<number>;
  /** Stops the engine and starts it on the same state: whatever was kept in memory is gone. */
  restart(): Promise<void>;
  close(): Promise<void>;
};

/**
 * Makes people up, has the real Worker release them, and opens the public API to them.
 *
 * @param of Responses and seed; `people` to have others than `makePeople` gives.
 */
export async function releasedNation(of: {
  readonly size: number;
  readonly seed: string;
  readonly people?: readonly Person[];
}): Promise<ReleasedNation> {
  if (process.env["THROUGHLINE_HOME"] !== home) throw new Error("the engine was loaded before the suite's secrets");
  const people = of.people ?? makePeople(of.seed, of.size);
  let engine = await startBenchEngine();
  const { stateDir } = engine;
  const seen = new Map<string, readonly Cell[] | null>();

  const restart = async () => {
    await engine.stop();
    engine = await startBenchEngine(stateDir);
  };
  const add = async (more: readonly Person[], period: Period) => {
    await engine.stop();
    const database = openStopped(stateDir, "release_table");
    fill(database, more, period);
    database.close();
    engine = await startBenchEngine(stateDir);
  };
  const release = (period: Period) => releaseBy(engine, period);
  const stored = (table: string, measure: string, period: Period = "2025Q3") => {
    const name = `${period}/${table}/${measure}`;
    const known = seen.get(name);
    if (known !== undefined) return known;
    const database = openStopped(stateDir, "release_table");
    const rows = database
      .prepare(`select measure, cells from release_table where release = ? and "table" = ?`)
      .all(period, table);
    database.close();
    for (const row of rows) {
      const cells: readonly Cell[] = JSON.parse(String(row["cells"]));
      seen.set(`${period}/${table}/${String(row["measure"])}`, cells);
    }
    if (!seen.has(name)) seen.set(name, null);
    return seen.get(name) ?? null;
  };
  const close = async () => {
    await engine.stop();
    engine.remove();
  };
  try {
    await add(people, "2025Q3");
    await release("2025Q3");
  } catch (error) {
    await close();
    throw error;
  }
  const ask = publicApi(() => engine.client);
  return { people, period: "2025Q3", ask, stored, add, release, restart, close };
}

async function releaseBy(engine: BenchEngine, period: Period): Promise<number> {
  await patiently(() => engine.moveClock(periods[period]));
  const { status } = await engine.client.call({
    method: "POST",
    path: "/v1/releases",
    headers: { "content-type": "application/json", "authorization": `Bearer ${engine.operatorKey}` },
    body: JSON.stringify({ period }),
  });
  if (status !== 202) return status;
  const until = performance.now() + PATIENCE;
  while (!(await engine.ask("GET", "/v1/releases")).body.includes(`"${period}"`)) {
    if (performance.now() > until) throw new Error(`The release was not published within ${PATIENCE / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return status;
}

/** Writes responses as a flush would have. */
function fill(database: DatabaseSync, people: readonly Person[], period: Period): void {
  const count = Number(database.prepare("select count(*) as n from response").get()?.["n"]);
  const next = streamOf("ids", `${period}|${count}`);
  const insert = database.prepare(
    `insert into response (id, period, stage, area, offence, age, sex, abuse, mode, language, inclusion, instrument, outcome, items, rkey)
     values (?, ?, ?, ?, ?, ?, ?, 'no', 'web', 'en', 'all', ?, 'complete', ?, ?)`,
  );
  const id = () =>
    Array.from({ length: 4 }, () =>
      Math.floor(next() * 2 ** 32)
        .toString(16)
        .padStart(8, "0"),
    ).join("");
  database.exec("begin");
  for (const { stage, area, offence, age, sex, items, rkey } of people) {
    insert.run(id(), period, stage, area, offence, age, sex, `${stage}@1`, JSON.stringify(items), rkey);
  }
  // Twice as many were invited, of every kind alike: what the release weighs answers by.
  database
    .prepare(
      `insert or replace into frame_margin (period, area, stage, attribute, category, n)
       select period, area, stage, attribute, category, 2 * count(*) from (
         select period, area, stage, 'offence' as attribute, offence as category from response
         union all select period, area, stage, 'age', age from response
         union all select period, area, stage, 'sex', sex from response
         union all select period, area, stage, 'abuse', abuse from response)
       where period = ? group by 1, 2, 3, 4, 5`,
    )
    .run(period);
  database.prepare("insert or replace into frame_mark values (?)").run(period);
  database.exec("commit");
}
