import { home } from "./home.ts";
import type { DatabaseSync } from "node:sqlite";
import { type BenchEngine, openStopped, startBenchEngine } from "../../bench/engine.ts";
import { coreMeasures } from "../../src/results/characteristics.ts";
import { RECORD_KEYS } from "../../src/statistics/noise.ts";
import type { Cell } from "../../src/statistics/perturb.ts";
import { addUp, countsOfMany, noProfiles } from "../../src/statistics/profile-counts.ts";
import { streamOf, whole } from "../chance.ts";
import { fillBeside, fillCounts } from "./nation-records.ts";
import { isPositive } from "./differencing.ts";
import { type Ask, patiently, publicApi } from "./api.ts";
import { characteristicsOf, items, makePeople, modeOf, type Person } from "./people.ts";

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
  stored(table: string, measure: string, release?: string): readonly Cell[] | null;
  /** Writes people into a period as a flush would, whether it is released or not. Stops and starts the engine. */
  add(people: readonly Person[], period: Period): Promise<void>;
  /** Writes other answers of people in the first period into their records, found by their record keys. Stops and starts. */
  amend(people: readonly Person[]): Promise<void>;
  /** Has the Worker build a correction of the first period, and waits for it; says its id. */
  correct(): Promise<string>;
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

  let clock: Period = "2025Q3";

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
  const amend = async (others: readonly Person[]) => {
    await engine.stop();
    const database = openStopped(stateDir, "release_table");
    const update = database.prepare("update response set items = ? where period = '2025Q3' and rkey = ?");
    for (const { items, rkey } of others) update.run(JSON.stringify(items), rkey);
    database.close();
    engine = await startBenchEngine(stateDir);
  };
  const release = async (period: Period) => {
    if (clock !== period) {
      await patiently(() => engine.moveClock(periods[period]));
      clock = period;
      // On its way the clock passes the nights that count what the vault holds, which is nothing.
      await add([], period);
    }
    return await releaseBy(engine, { period });
  };
  const correct = async () => {
    const status = await releaseBy(engine, { period: "2025Q3", correction: { reason } });
    if (status !== 202) throw new Error(`the correction was answered with ${status}`);
    return "2025Q3-2";
  };
  const stored = (table: string, measure: string, release = "2025Q3") => {
    const name = `${release}/${table}/${measure}`;
    const known = seen.get(name);
    if (known !== undefined) return known;
    const database = openStopped(stateDir, "release_table");
    const rows = database
      .prepare(`select measure, cells from release_table where release = ? and "table" = ?`)
      .all(release, table);
    database.close();
    for (const row of rows) {
      const cells: readonly Cell[] = JSON.parse(String(row["cells"]));
      seen.set(`${release}/${table}/${String(row["measure"])}`, cells);
    }
    if (!seen.has(name)) seen.set(name, null);
    return seen.get(name) ?? null;
  };
  const close = async () => {
    await engine.stop();
    engine.remove();
  };
  try {
    await engine.moveClock(periods["2025Q3"]);
    await add(people, "2025Q3");
    await release("2025Q3");
  } catch (error) {
    await close();
    throw error;
  }
  const ask = publicApi(() => engine.client);
  return { people, period: "2025Q3", ask, stored, add, amend, correct, release, restart, close };
}

/** Why, as readers of a correction are told. */
const reason = {
  en: "Some answers were stored otherwise than they were given.",
  cy: "Cafodd rhai atebion eu storio yn wahanol i'r hyn a roddwyd.",
};

/** What is to be built: a period's release, or a correction of it. */
type Wanted = { readonly period: Period; readonly correction?: { readonly reason: typeof reason } };

async function releaseBy(engine: BenchEngine, wanted: Wanted): Promise<number> {
  const { status, body } = await engine.client.call({
    method: "POST",
    path: "/v1/releases",
    headers: { "content-type": "application/json", "authorization": `Bearer ${engine.operatorKey}` },
    body: JSON.stringify(wanted),
  });
  if (status !== 202) return status;
  const { id } = JSON.parse(body) as { id: string };
  const until = performance.now() + PATIENCE;
  while (!(await engine.ask("GET", `/v1/releases/${id}`)).body.includes('"status":"published"')) {
    if (performance.now() > until) throw new Error(`The release was not published within ${PATIENCE / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return status;
}

/** What a profile record holds of the core: whether each answer was positive. */
function core(person: Person): readonly (readonly [measure: string, good: 0 | 1])[] {
  return coreItems.flatMap((item) => {
    const answer = isPositive(item, person);
    return answer === null ? [] : [[item.id, answer ? 1 : 0] as const];
  });
}

const coreItems = items.filter(({ id }) => coreMeasures.includes(id));

/** Writes responses as the opening of their quarter would have. */
function fill(database: DatabaseSync, people: readonly Person[], period: Period): void {
  const count = Number(database.prepare("select count(*) as n from response").get()?.["n"]);
  const next = streamOf("ids", `${period}|${count}`);
  const insert = database.prepare(
    `insert into response (id, period, stage, area, offence, age, sex, abuse, mode, language, inclusion, instrument, outcome, items, rkey)
     values (?, ?, ?, ?, ?, ?, ?, 'no', ?, 'en', 'all', ?, 'complete', ?, ?)`,
  );
  const tell = database.prepare(
    `insert into profile_count (period, stage, attribute, category, measure, positive, n, rkey)
     values (?, ?, ?, ?, ?, ?, ?, ?)
     on conflict do update set n = n + excluded.n, rkey = (rkey + excluded.rkey) % ${RECORD_KEYS}`,
  );
  const told = noProfiles();
  const id = () =>
    Array.from({ length: 4 }, () =>
      Math.floor(next() * 2 ** 32)
        .toString(16)
        .padStart(8, "0"),
    ).join("");
  database.exec("begin");
  for (const person of people) {
    const { stage, area, offence, age, sex, items, rkey } = person;
    const answers = JSON.stringify(items);
    insert.run(id(), period, stage, area, offence, age, sex, modeOf(person), `${stage}@1`, answers, rkey);
    for (const [attribute, category] of characteristicsOf(person)) {
      const keyed = core(person).map(([measure, good]) => [measure, [good, whole(next, 0, RECORD_KEYS - 1)] as const]);
      addUp(told, { stage, attribute, category, items: Object.fromEntries(keyed) });
    }
  }
  for (const { stage, attribute, category, measure, positive, n, rkey } of countsOfMany(told, 1)) {
    tell.run(period, stage, attribute, category, measure, positive, n, rkey);
  }
  fillCounts(database, period);
  const isFirst =
    database.prepare("select count(*) as n from closure_answer where period = ?").get(period)?.["n"] === 0;
  if (isFirst && people.length > 0) fillBeside(database, period, people.length);
  database.exec("commit");
}
