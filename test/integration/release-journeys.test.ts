import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { releaseSteps, startRelease } from "../../src/flow/release.ts";
import type { Quarter } from "../../src/kernel/time.ts";
import { importMacKey, mac } from "../../src/platform/crypto.ts";
import { driverName } from "../../src/results/drivers.ts";
import { modeName } from "../../src/results/modes.ts";
import { transitionMeasures, transitionName, ways } from "../../src/results/transitions.ts";
import { discreteGaussian, type Hmac, noiseFor } from "../../src/statistics/noise.ts";
import { readTables } from "../../src/store/responses/releases.ts";
import { openCapabilities } from "../support/capabilities.ts";

const [EARLIER, PERIOD] = ["2026Q1", "2026Q2"] as [Quarter, Quarter];
const engine = openCapabilities("2026-07-05T02:30:00.000Z");
const { responses } = engine;

type Step = { tag: string; stage: string; overall: string; period: string };

const step = (tag: string, period: string, stage: string, overall: string): Step => ({ tag, period, stage, overall });

const people = (n: number, name: string, steps: (tag: string) => readonly Step[]) =>
  Array.from({ length: n }, (_, index) => steps(`${name}${index}`)).flat();

/** Who agreed to be compared, over two quarters. */
const journeys: readonly Step[] = [
  // Content in the first quarter, not any more in the second.
  ...people(70, "a", (tag) => [
    step(tag, EARLIER, "report", "satisfied"),
    step(tag, PERIOD, "charge", "dissatisfied"),
    // Asked about a second case that became one with the first: not counted again.
    step(tag, PERIOD, "report", "neither"),
  ]),
  // All within the first quarter, and a later stage in the second: three steps, one then and two now.
  ...people(40, "b", (tag) => [
    step(tag, EARLIER, "report", "neither"),
    step(tag, EARLIER, "charge", "neither"),
    step(tag, PERIOD, "trial", "satisfied"),
  ]),
  // Later than this release, a closure form, and somebody with one step alone: in no table of it.
  ...people(30, "c", (tag) => [
    step(tag, PERIOD, "report", "satisfied"),
    step(tag, "2026Q3", "charge", "satisfied"),
    step(tag, PERIOD, "closure", "satisfied"),
  ]),
];

async function seedJourneys(): Promise<void> {
  const rows = journeys.map((one, n) => ({ ...one, id: `j${n}`, rkey: 1_000_003 * n + 17 }));
  await responses.run(sql`
    insert into journey_answer (id, period, cohort, tag, stage, area, overall, rkey)
    select value ->> 'id', value ->> 'period', '2026Q1', value ->> 'tag', value ->> 'stage', 'not-stated',
      value ->> 'overall', value ->> 'rkey' from json_each(${JSON.stringify(rows)})`);
}

type Answer = { readonly mode: string; readonly items: Readonly<Record<string, string>> };

const answers = (n: number, mode: string, items: Readonly<Record<string, string>>): readonly Answer[] =>
  Array.from({ length: n }, () => ({ mode, items }));

/** At the first stage: being kept informed goes with satisfaction. */
const given: readonly Answer[] = [
  ...answers(120, "web", { C1: "6", C3: "7" }),
  ...answers(30, "telephone", { C1: "5", C3: "2" }),
  ...answers(20, "web", { C1: "3", C3: "5" }),
  ...answers(80, "web", { C1: "1", C3: "1" }),
  // Who says that it does not apply, and who answers by text, is in no table of both.
  ...answers(15, "web", { C1: "7", C3: "dna" }),
  ...answers(25, "sms", { C1: "7", C3: "7" }),
];

async function seedAnswers(): Promise<void> {
  const rows = given.map(({ mode, items }, n) => ({
    id: `r${n}`,
    mode,
    items: JSON.stringify(items),
    rkey: 7_000_009 * n + 3,
  }));
  await responses.run(sql`
    insert into response (id, period, stage, area, offence, age, sex, abuse, mode, language, inclusion, instrument,
      outcome, items, rkey)
    select value ->> 'id', ${PERIOD}, 'report', 'not-stated', 'not-stated', 'not-stated', 'not-stated', 'not-stated',
      value ->> 'mode', 'en', 'all', 'report@1', 'complete', value ->> 'items', value ->> 'rkey'
    from json_each(${JSON.stringify(rows)})`);
}

const run = async (name: string, period: Quarter) => {
  const found = releaseSteps.find((each) => each.name === name);
  if (found === undefined) throw new Error(name);
  await found.run(engine, period);
};

const stored = async (period: Quarter, table: string, measure: string) =>
  (await readTables(responses, period, table, [measure]))[0]?.cells ?? [];

/** The counts behind a stored table of the pair, by way. */
const wayCounts = async (period: Quarter, from: "report" | "charge" | "trial", to: "charge" | "trial") =>
  await Promise.all(
    ways.map(async ({ before, after }) => {
      const [cell] = await stored(period, "", transitionName({ from, to }, before, after));
      return [`${before}.${after}`, cell?.[1] ?? Number.NaN] as const;
    }),
  );

let hmac: Hmac;

beforeAll(async () => {
  await seedJourneys();
  await seedAnswers();
  for (const period of [EARLIER, PERIOD]) {
    // Each within half a year of its first day: after that, none begins any more.
    engine.setTime(period === EARLIER ? "2026-04-05T02:30:00.000Z" : "2026-07-05T02:30:00.000Z");
    await responses.run(sql`insert into frame_mark values (${period})`);
    await startRelease(engine, period);
    for (const name of ["journeys", "drivers", "by-mode"]) await run(name, period);
  }
  const key = await importMacKey(await engine.keys.noise(PERIOD));
  hmac = (message) => mac(key, message);
});

describe("journeys in a release", () => {
  const isNear = (value: number, exact: number) => Math.abs(value - exact) <= 16;

  it("count a person once a pair of stages, by the first answer at each, when the pair is complete", async () => {
    const now = Object.fromEntries(await wayCounts(PERIOD, "report", "charge"));
    expect(isNear(now["satisfied.dissatisfied"] ?? 0, 70)).toBe(true);
    const others = Object.entries(now).filter(([way]) => way !== "satisfied.dissatisfied");
    expect(others.every(([, n]) => isNear(n, 0))).toBe(true);
    const before = Object.fromEntries(await wayCounts(EARLIER, "report", "charge"));
    expect(isNear(before["neither.neither"] ?? 0, 40)).toBe(true);
    expect(isNear(before["satisfied.dissatisfied"] ?? 0, 0)).toBe(true);
    for (const from of ["report", "charge"] as const) {
      const late = Object.fromEntries(await wayCounts(PERIOD, from, "trial"));
      expect(isNear(late["neither.satisfied"] ?? 0, 40)).toBe(true);
      expect(isNear(late["satisfied.satisfied"] ?? 0, 0)).toBe(true);
    }
  });

  it("have noise that is decided by the records of the later stage", async () => {
    const later = journeys.flatMap(({ tag, stage, period }, n) =>
      stage === "charge" && period === PERIOD && tag.startsWith("a") ? [1_000_003 * n + 17] : [],
    );
    const all = { n: later.length, key: later.reduce((sum, key) => (sum + key) % 2 ** 40, 0) };
    const name = transitionName({ from: "report", to: "charge" }, "satisfied", "dissatisfied");
    const drawn = await noiseFor(hmac, { measure: name, base: all, numerator: all }, discreteGaussian(5, 16));
    expect(await stored(PERIOD, "", name)).toEqual([[[], 70 + drawn]]);
  });

  it("are all there when nobody agreed, and come to the same when a step is run again", async () => {
    const all = await readTables(responses, PERIOD, "", transitionMeasures);
    expect(all).toHaveLength(54);
    await responses.run(sql`delete from release_table where release = ${PERIOD} and measure like 'journey:%'`);
    await run("journeys", PERIOD);
    expect(await readTables(responses, PERIOD, "", transitionMeasures)).toEqual(all);
  });
});

describe("drivers in a release", () => {
  it("are counts of both answers, each with four times the noise of a count", async () => {
    const [cell] = await stored(PERIOD, "stage", driverName("C3"));
    const those = given.flatMap(({ mode, items }, n) =>
      mode !== "sms" && items["C3"] !== "dna"
        ? [{ key: 7_000_009 * n + 3, place: n < 120 ? 0 : n < 150 ? 1 : n < 170 ? 2 : 3 }]
        : [],
    );
    const of = (rows: readonly { readonly key: number }[]) => ({
      n: rows.length,
      key: rows.reduce((sum, { key }) => (sum + key) % 2 ** 40, 0),
    });
    const noise = discreteGaussian(20, 32);
    const expected = await Promise.all(
      [0, 1, 2, 3].map(async (place) => {
        const numerator = of(those.filter((one) => one.place === place));
        const measure = `${driverName("C3")}:report:${place}`;
        return numerator.n + (await noiseFor(hmac, { measure, base: of(those), numerator }, noise));
      }),
    );
    expect(those).toHaveLength(250);
    expect(cell).toEqual([["report"], ...expected]);
  });

  it("are told for stages at which the experience is asked about, and for no other", async () => {
    expect((await stored(PERIOD, "stage", driverName("CHG1"))).map(([codes]) => codes)).toEqual([["charge"]]);
    const all = await stored(PERIOD, "stage", driverName("C3"));
    expect(all).toHaveLength(4);
    // Nobody answered at the other three: each has noise of its own.
    expect(new Set(all.slice(1).map(([, ...counts]) => counts.join())).size).toBe(3);
    for (const measure of ["C1", "C4", "SXC3"]) expect(await stored(PERIOD, "stage", driverName(measure))).toEqual([]);
  });
});

describe("modes in a release", () => {
  it("count each mode by itself, and no answer by text that no study has tied to the web's", async () => {
    const near = async (mode: "web" | "sms" | "telephone" | "adviser", P: number, Q: number) => {
      const cells = await stored(PERIOD, "stage", modeName(mode, "C1"));
      const [, base = 0, noisyP = 0, noisyQ = 0] = cells.find(([codes]) => codes[0] === "report") ?? [];
      expect(base).toBe(noisyP + noisyQ);
      expect(Math.max(Math.abs(noisyP - P), Math.abs(noisyQ - Q))).toBeLessThanOrEqual(16);
    };
    await near("web", 135, 100);
    await near("telephone", 30, 0);
    await near("adviser", 0, 0);
    await near("sms", 0, 0);
  });
});
