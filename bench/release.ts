import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import measures from "../surveys/measures.json" with { type: "json" };
import areas from "../surveys/areas.json" with { type: "json" };
import { ages, offences, sexes, stages } from "../src/domain/dimension.ts";
import { MIXED_BYTES, mixedContext } from "../src/domain/mixing.ts";
import { fillUp } from "../src/kernel/padding.ts";
import type { Quarter } from "../src/kernel/time.ts";
import { randomBytes, seal, type SealKey, toHex } from "../src/platform/crypto.ts";
import { freePort } from "../test/support/port.ts";
import { openStopped, startBenchEngine } from "./engine.ts";
import { watchHeap } from "./heap.ts";

/** Sizes of the period, in responses. */
const SIZES = [1000, 50_000, 500_000];

const PERIOD = "2025Q3" as Quarter;
const AFTER_PERIOD = "2025-10-02T09:00:00Z";

/** Longest wait for one release, in milliseconds. */
const PATIENCE = 600_000;

/**
 * How long a release takes from its request until it is published, by the number of responses; beside the least that
 * SQLite itself would need: one pass that counts every answer by area, stage, offence, age and sex.
 */
export async function benchRelease(): Promise<string> {
  const lines = ["release: from the request until it is published"];
  for (const size of SIZES) {
    const { engine, sqlite, tables, longest, heap } = await timeRelease(size);
    const ratio = `${(engine / sqlite).toFixed(1)} times one counting pass of node:sqlite (${(sqlite / 1000).toFixed(2)} s)`;
    const each = `${((engine * 1000) / size).toFixed(0)} µs a response`;
    const step = `longest step ${longest.name} ${(longest.took / 1000).toFixed(1)} s`;
    lines.push(
      `  ${String(size).padStart(7)} responses   ${(engine / 1000).toFixed(2)} s   ${each}   ${ratio}   ${tables} tables   ${step}   memory ${heap.toFixed(0)} MB`,
    );
  }
  return lines.join("\n");
}

async function timeRelease(size: number) {
  const first = await startBenchEngine();
  try {
    await first.keys.create("quarter", [PERIOD]);
    const key = await first.keys.datedSeal("quarter", PERIOD);
    await first.stop();
    const database = openStopped(first.stateDir, "release_table");
    fill(database, size);
    const sqlite = countingPass(database);
    await sealAll(database, key);
    database.close();

    const inspectorPort = await freePort();
    const engine = await startBenchEngine(first.stateDir, { inspectorPort });
    try {
      await engine.moveClock(AFTER_PERIOD);
      const heapOf = await watchHeap(inspectorPort);
      const longestOf = watchSteps(first.stateDir);
      const began = performance.now();
      await engine.ask("POST", "/v1/releases", { period: PERIOD }, engine.operatorKey);
      await untilPublished(async () => (await engine.ask("GET", "/v1/releases")).body.includes(`"${PERIOD}"`));
      const took = performance.now() - began;
      const [heap, longest] = [heapOf(), longestOf()];
      await engine.stop();
      return { engine: took, sqlite, tables: countTables(first.stateDir), longest, heap };
    } finally {
      await engine.stop();
    }
  } finally {
    await first.stop();
    first.remove();
  }
}

/** Watches the engine's log for the ends of steps. @returns What to call at the end: the step that took longest, in ms. */
function watchSteps(stateDir: string) {
  let [last, longest] = [performance.now(), { name: "", took: 0 }];
  const seen = new Set<string>();
  const looking = setInterval(() => {
    for (const [, name = ""] of readFileSync(join(stateDir, "engine.log"), "utf8").matchAll(/"step":"([^"]+)"/g)) {
      if (seen.has(name)) continue;
      seen.add(name);
      const took = performance.now() - last;
      last = performance.now();
      if (took > longest.took) longest = { name, took };
    }
  }, 20);
  return () => {
    clearInterval(looking);
    return longest;
  };
}

async function untilPublished(isPublished: () => Promise<boolean>): Promise<void> {
  const until = performance.now() + PATIENCE;
  while (!(await isPublished())) {
    if (performance.now() > until) throw new Error(`The release was not published within ${PATIENCE / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function countTables(stateDir: string): number {
  const database = openStopped(stateDir, "release_table");
  const row = database.prepare("select count(*) as n from release_table").get();
  database.close();
  return Number(row?.["n"]);
}

/** Draws that depend on the seed alone, from 0 up to a whole number. */
function drawsFrom(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const scales: Readonly<Record<string, { readonly options: readonly { readonly code: string }[] }>> = measures.scales;
const asked = new Map(
  stages.map((stage) => [stage, measures.measures.filter((measure) => measure.stages.includes(stage))]),
);

/** Responses made by chance, as they are once they are opened: what is measured is the release, not what leads to it. */
function fill(database: DatabaseSync, size: number): void {
  const draw = drawsFrom(size);
  const one = <T>(list: readonly T[]): T | undefined => list[draw(list.length)];
  const insert = database.prepare(
    `insert into response (id, period, stage, area, offence, age, sex, abuse, mode, language, inclusion, instrument, outcome, items, rkey)
     values (?, '${PERIOD}', ?, ?, ?, ?, ?, 'no', 'web', 'en', 'all', ?, 'complete', ?, ?)`,
  );
  database.exec("begin");
  for (let index = 0; index < size; index++) {
    const stage = one(stages) ?? "report";
    const items = Object.fromEntries(
      (asked.get(stage) ?? []).flatMap(({ id, scale }) => {
        const code = one(scales[scale]?.options ?? [])?.code;
        return code !== undefined && draw(3) > 0 ? [[id, code]] : [];
      }),
    );
    const dims = [one(areas.areas)?.code ?? "", one(offences) ?? "other", one(ages) ?? "25-44", one(sexes) ?? "female"];
    const id = index.toString(16).padStart(32, "0");
    insert.run(id, stage, ...dims, `${stage}@1`, JSON.stringify(items), draw(2 ** 20) * 2 ** 20 + draw(2 ** 20));
  }
  // Everybody invited: some kinds answer more often than others, so that weights have something to do.
  database.exec(
    `insert into frame_margin (period, area, stage, attribute, category, n)
     select period, area, stage, attribute, category, sum(n) from (
       select period, area, stage, 'offence' as attribute, offence as category, 2 + rkey % 3 as n from response
       union all select period, area, stage, 'age', age, 2 + rkey % 3 from response
       union all select period, area, stage, 'sex', sex, 2 + rkey % 3 from response
       union all select period, area, stage, 'abuse', abuse, 2 + rkey % 3 from response)
     group by 1, 2, 3, 4, 5`,
  );
  database.prepare("insert into frame_mark values (?)").run(PERIOD);
  database.exec("commit");
}

/** Puts each response back to where the nights of its quarter would have left it: sealed, under an id that says nothing. */
async function sealAll(database: DatabaseSync, key: SealKey): Promise<void> {
  const rows = database.prepare("select * from response").all();
  const insert = database.prepare("insert into mixed (id, period, kind, sealed) values (?, ?, 'response', ?)");
  database.exec("begin");
  for (const { id: _, period: __, items, ...told } of rows) {
    const plain = fillUp(JSON.stringify({ ...told, items: JSON.parse(String(items)) }), [MIXED_BYTES.response]);
    const sealed = await seal(key, plain, mixedContext("response", PERIOD));
    insert.run(toHex(randomBytes(16)), PERIOD, sealed);
  }
  database.exec("delete from response");
  database.exec("commit");
}

/** Milliseconds of one pass in which SQLite counts every answer in the finest table. */
function countingPass(database: DatabaseSync): number {
  const began = performance.now();
  database
    .prepare(
      `select count(*) from (
         select stage, area, offence, age, sex, answer.key, answer.value, count(*)
         from response, json_each(response.items) answer where period = ? group by 1, 2, 3, 4, 5, 6, 7)`,
    )
    .get(PERIOD);
  return performance.now() - began;
}
