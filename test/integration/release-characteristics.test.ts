import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { begunRelease, releaseSteps, startRelease } from "../../src/flow/release.ts";
import { mixedContext } from "../../src/domain/mixing.ts";
import { attributes } from "../../src/instrument/profile.ts";
import type { LocalDate, Quarter } from "../../src/kernel/time.ts";
import { importMacKey, mac, seal, toHex } from "../../src/platform/crypto.ts";
import { characteristicMeasures, characteristicName, characteristics } from "../../src/results/characteristics.ts";
import type { CellsOf } from "../../src/results/table.ts";
import { discreteGaussian, type Hmac, noiseFor } from "../../src/statistics/noise.ts";
import { insertRelease, readTables } from "../../src/store/responses/releases.ts";
import { deleteMicrodata } from "../../src/store/responses/retention.ts";
import { openCapabilities } from "../support/capabilities.ts";

const [PERIOD, BROKEN, NEXT] = ["2026Q2", "2026Q1", "2026Q3"] as [Quarter, Quarter, Quarter];
const engine = openCapabilities("2026-07-05T02:30:00.000Z");
const { responses } = engine;

type Told = {
  readonly period: string;
  readonly stage: string;
  readonly attribute: string;
  readonly category: string;
  readonly items: Readonly<Record<string, "0" | "1">>;
};

/** So many of a category, of whom so many were satisfied on the whole; everybody was kept informed. */
const group = (stage: string, of: string, n: number, satisfied: number): readonly Told[] =>
  Array.from({ length: n }, (_, index) => ({
    period: PERIOD,
    stage,
    attribute: of.split(".")[0] ?? "",
    category: of.split(".")[1] ?? "",
    items: { C1: index < satisfied ? "1" : "0", C3: "1" },
  }));

/** Those whom a condition limits a lot are served far less well, at one stage more than at the other. */
const told: readonly Told[] = [
  ...group("report", "disability.a-lot", 300, 90),
  ...group("report", "disability.a-little", 300, 190),
  ...group("report", "disability.no", 900, 600),
  ...group("charge", "disability.a-lot", 60, 25),
  ...group("charge", "disability.no", 200, 130),
  ...group("report", "main-language.english", 400, 240),
  // Too few for anything to be told of them, at one stage and at all.
  ...group("report", "main-language.bsl", 6, 1),
  ...group("charge", "main-language.bsl", 3, 0),
  // Another quarter's: in no table of this one.
  ...group("report", "disability.a-lot", 80, 80).map((one) => ({ ...one, period: NEXT })),
];

/** Each answer has a key of its own. */
const keyOf = (n: number, measure: string) => 3_000_017 * n + (measure === "C1" ? 5 : 7);

/** Leaves records as the nights leave them. */
async function seed(rows: readonly Told[]): Promise<void> {
  const sealed = await Promise.all(
    rows.map(async ({ period, items, ...group }, n) => {
      const keyed = Object.entries(items).map(([measure, good]) => [measure, [Number(good), keyOf(n, measure)]]);
      const plain = JSON.stringify({ ...group, items: Object.fromEntries(keyed) });
      const key = await engine.keys.datedSeal("quarter", period);
      const id = toHex(engine.random.bytes(16));
      return { id, period, sealed: await seal(key, plain, mixedContext("profile", period as Quarter)) };
    }),
  );
  await responses.run(sql`
    insert into mixed (id, period, kind, sealed)
    select value ->> 'id', value ->> 'period', 'profile', value ->> 'sealed' from json_each(${JSON.stringify(sealed)})`);
}

const run = async (id: string, ...names: readonly string[]) => {
  for (const name of names) await releaseSteps.find((step) => step.name === name)?.run(engine, id);
};

const count = async (table: string) =>
  (await responses.all<{ n: number }>(sql`select count(*) as n from ${sql.raw(table)} where period = ${PERIOD}`))[0]?.n;

const readAll = async () => await readTables(responses, PERIOD, "stage", characteristicMeasures);

let hmac: Hmac;
let cellsOf: CellsOf;

beforeAll(async () => {
  await engine.keys.create("quarter", [BROKEN, PERIOD, NEXT]);
  await seed(told);
  await responses.run(sql`insert into frame_mark values (${PERIOD})`);
  await startRelease(engine, PERIOD);
  await run(PERIOD, "open", "characteristics");
  const key = await importMacKey(await engine.keys.noise(PERIOD));
  hmac = (message) => mac(key, message);
  const stored = new Map((await readAll()).map(({ measure, cells }) => [measure, cells]));
  cellsOf = (table, measure) => (table === "stage" ? (stored.get(measure) ?? null) : null);
});

describe("characteristics in a release", () => {
  it("are exact counts by stage, each with the noise of four draws that its own people decide", async () => {
    const noise = discreteGaussian(20, 32);
    const cells = cellsOf("stage", characteristicName("disability", "a-lot", "C1")) ?? [];
    for (const stage of ["report", "charge"]) {
      const those = told.flatMap((one, n) =>
        one.stage === stage && one.attribute === "disability" && one.category === "a-lot" && one.period === PERIOD
          ? [{ key: keyOf(n, "C1"), isGood: one.items["C1"] === "1" }]
          : [],
      );
      const of = (rows: typeof those) => ({
        n: rows.length,
        key: rows.reduce((sum, { key }) => (sum + key) % 2 ** 40, 0),
      });
      const noisy = async (side: string, numerator: ReturnType<typeof of>) => {
        const measure = `q:characteristic:disability:a-lot:C1:${stage}:${side}`;
        return numerator.n + (await noiseFor(hmac, { measure, base: of(those), numerator }, noise));
      };
      const P = await noisy("pos", of(those.filter(({ isGood }) => isGood)));
      const Q = await noisy("neg", of(those.filter(({ isGood }) => !isGood)));
      expect(those).toHaveLength(stage === "report" ? 300 : 60);
      expect(cells.find(([codes]) => codes[0] === stage)).toEqual([[stage], P + Q, P, Q]);
    }
  });

  it("are there for every category, item and stage, and for no area; a stage where nobody told has draws of its own", async () => {
    expect(characteristicMeasures).toHaveLength(12 * 13);
    const all = await responses.all<{ table: string; cells: string }>(
      sql`select "table", cells from release_table where release = ${PERIOD} and measure like 'characteristic:%'`,
    );
    expect(all).toHaveLength(characteristicMeasures.length);
    expect(new Set(all.map(({ table }) => table))).toEqual(new Set(["stage"]));
    const stages = all.map(({ cells }) => (JSON.parse(cells) as [string[]][]).map(([codes]) => codes[0]));
    expect(stages.every((of) => of.join() === "report,charge,trial,post-conviction")).toBe(true);
    const empty = cellsOf("stage", characteristicName("ethnicity", "black", "C1")) ?? [];
    expect(new Set(empty.map(([, ...counts]) => counts.join())).size).toBeGreaterThan(1);
  });

  it("leave no record of what one person answered, nor sums of so few that they would be one", async () => {
    const mine = told.filter(({ period, category }) => period === PERIOD && category !== "bsl");
    const sums = await responses.all<{ n: number }>(
      sql`select sum(n) as n from profile_count where period = ${PERIOD} and measure = 'C1'`,
    );
    expect(sums).toEqual([{ n: mine.length }]);
    const counts = await responses.all<{ n: number; rkey: number; category: string }>(
      sql`select n, rkey, category from profile_count where period = ${PERIOD}`,
    );
    expect(counts.map(({ category }) => category)).not.toContain("bsl");
    // No two counts of the same people can be known by their keys.
    expect(new Set(counts.map(({ rkey }) => rkey)).size).toBe(counts.length);
    // Another quarter's wait for theirs.
    expect(await responses.all(sql`select period, count(*) as n from mixed group by period`)).toEqual([
      { period: NEXT, n: 80 },
    ]);
    expect(await responses.all(sql`select distinct period from profile_count`)).toEqual([{ period: PERIOD }]);
  });

  it("come to the same when the step is run again", async () => {
    const before = await readAll();
    await responses.run(sql`delete from release_table where release = ${PERIOD}`);
    await run(PERIOD, "open", "characteristics");
    expect(await readAll()).toEqual(before);
  });

  it("find who is served less well, and nobody else", () => {
    for (const stage of ["report", null] as const) {
      const found = characteristics(stage, cellsOf);
      const of = (category: string) =>
        found.find((one) => one.attribute === "disability" && one.category === category && one.measure === "C1");
      const limited = of("a-lot");
      // 90 of 300 and 790 of 1,200; with the second stage 115 of 360 and 920 of 1,400.
      const truth = stage === null ? 100 * (115 / 360 - 920 / 1400) : 100 * (90 / 300 - 790 / 1200);
      expect(Math.abs((limited?.difference?.points ?? 0) - truth)).toBeLessThan(5);
      expect([limited?.significance, limited?.adjustedP]).toEqual(["sss", 0]);
      // Everybody was kept informed: nobody less than anybody else.
      const informed = found.filter(({ measure }) => measure === "C3");
      expect(informed.some(({ those }) => those.value !== null && those.value > 90)).toBe(true);
      expect(informed.every(({ significance }) => significance === null || significance === "ns")).toBe(true);
    }
  });

  it("tell nothing of a category that few told, at a stage or at all, nor of who told nothing", () => {
    for (const stage of ["report", "charge", null] as const) {
      const found = characteristics(stage, cellsOf).filter(
        ({ category, attribute }) => ["bsl"].includes(category) || attribute === "ethnicity",
      );
      expect(found.length).toBeGreaterThan(13);
      for (const { those, difference, adjustedP } of found)
        expect([those.value, those.symbol, difference, adjustedP]).toEqual([null, "c", null, null]);
    }
  });

  it("are counted again by a correction, and change by no more than the records did", async () => {
    const id = `${PERIOD}-2`;
    await insertRelease(responses, { ...begunRelease(PERIOD, "2026-07-06" as LocalDate), id });
    // Of those whom a condition limits a lot somebody is found, at the second stage, who had been left out.
    await responses.run(sql`
      update profile_count set n = n + 1, rkey = rkey + 1
      where period = ${PERIOD} and stage = 'charge' and category = 'a-lot' and measure = 'C1' and positive = 1`);
    await run(id, "open", "characteristics");
    const after = await readTables(responses, id, "stage", characteristicMeasures);
    const changed = (await readAll()).flatMap(({ measure, cells }) => {
      const now = after.find((one) => one.measure === measure)?.cells ?? [];
      return cells.flatMap(([codes, ...counts], at) =>
        counts.join() === now[at]?.slice(1).join() ? [] : [`${measure} ${codes.join()}`],
      );
    });
    expect(changed).toEqual(["characteristic:disability:a-lot:C1 charge"]);
  });

  it("are not made of records that no survey could have left", async () => {
    const odd = {
      period: BROKEN,
      stage: "report",
      attribute: "ethnicity",
      category: "none",
      items: { C1: "1" },
    } as const;
    await seed(Array.from({ length: 10 }, () => odd));
    engine.setTime("2026-04-05T02:30:00.000Z");
    await responses.run(sql`insert into frame_mark values (${BROKEN})`);
    await startRelease(engine, BROKEN);
    await expect(run(BROKEN, "open", "characteristics")).rejects.toThrow("a category or an item that no survey has");
  });

  it("stay when the records that they were counted from are deleted", async () => {
    const before = await readAll();
    await deleteMicrodata(responses, [PERIOD]);
    expect(await count("profile_count")).toBe(0);
    expect(await readAll()).toEqual(before);
  });
});

describe("the characteristics that people are asked for", () => {
  it("are three, each with every answer that any survey offers, in both languages", () => {
    expect(attributes.map(({ id, categories }) => [id, categories.length])).toEqual([
      ["ethnicity", 5],
      ["disability", 3],
      ["main-language", 4],
    ]);
    const words = attributes.flatMap(({ question, categories }) => [question, ...categories.map(({ text }) => text)]);
    expect(words.every(({ en, cy }) => en !== "" && cy !== "" && en !== cy)).toBe(true);
  });
});
