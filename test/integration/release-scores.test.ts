import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { releaseSteps, startRelease } from "../../src/flow/release.ts";
import { hmacOf } from "../../src/flow/release-tables.ts";
import type { Quarter } from "../../src/kernel/time.ts";
import { adjustedError, adjustedScores } from "../../src/statistics/adjusted.ts";
import { compareScores } from "../../src/statistics/area-scores.ts";
import { discreteGaussian, type Hmac, noiseFor, noiseForCount } from "../../src/statistics/noise.ts";
import { readTables } from "../../src/store/responses/releases.ts";
import { openCapabilities } from "../support/capabilities.ts";

const PERIOD = "2026Q1" as Quarter;
const AFTER = "2026-04-09T09:00:00.000Z";

/** Of the methodology: how many times the mean a weight may be, and how often it is held to that. */
const [CAP, ROUNDS] = [1.5, 10];

const attributes = ["offence", "age", "sex", "abuse"] as const;
type Person = { readonly [A in (typeof attributes)[number]]: string } & {
  readonly id: string;
  readonly area: string;
  readonly mode: string;
  readonly inclusion: string;
  /** The answer to C1, 1 to 7; null where it was not asked or not answered. */
  readonly overall: number | null;
  readonly rkey: number;
};

/** Areas with their invited and their own effect; the fourth is too small for a score to be shown, the last is of no area. */
const areas = [
  { code: "E23000001", invited: 1500, effect: 0.6 },
  { code: "E23000002", invited: 900, effect: -0.6 },
  { code: "E23000003", invited: 800, effect: 0 },
  { code: "E23000004", invited: 280, effect: 0 },
  { code: "not-stated", invited: 400, effect: 0 },
] as const;

/** A nation in which the old are happier and answer three times as often as the young. */
function nation() {
  let state = 7;
  const next = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
  const pick = (list: readonly string[]) => list[Math.floor(next() * list.length)] ?? "";
  const people: Person[] = [];
  const invited = new Map<string, number>();
  for (const { code, invited: many, effect } of areas) {
    for (let each = 0; each < many; each++) {
      const of = {
        offence: pick(["violence", "theft", "theft", "burglary"]),
        age: pick(["16-24", "25-44", "65-plus"]),
        sex: pick(["female", "male", "not-stated"]),
        abuse: pick(["no", "no", "no", "yes"]),
      };
      for (const attribute of attributes) {
        const key = [code, attribute, of[attribute]].join("|");
        invited.set(key, 1 + (invited.get(key) ?? 0));
      }
      const answers = { "16-24": 0.12, "25-44": 0.3, "65-plus": 0.45 }[of.age] ?? 0;
      if (next() > answers) continue;
      const view = 3.6 + effect + (of.age === "65-plus" ? 1.2 : 0) - (of.abuse === "yes" ? 0.8 : 0);
      const overall = Math.min(7, Math.max(1, Math.round(view + 3 * (next() + next() - 1))));
      const mode = next() < 0.05 ? "sms" : "web";
      people.push({
        id: String(people.length).padStart(6, "0"),
        area: code,
        ...of,
        mode,
        inclusion: next() < 0.1 ? "most" : "all",
        overall: next() < 0.1 ? null : overall,
        rkey: Math.floor(next() * 2 ** 40),
      });
    }
  }
  const margins = [...invited].map(([key, n]) => [...key.split("|"), n]);
  return { people, margins };
}

const { people, margins } = nation();

/** Everybody answers another question too, so that who left C1 out is weighed all the same. */
const itemsOf = ({ overall }: Person) =>
  JSON.stringify({ C5: "yes", ...(overall !== null && { C1: String(overall) }) });

async function seed() {
  const rows = people.map((one) => ({ ...one, items: itemsOf(one) }));
  await env.RESPONSES.prepare(
    `insert into response select value->>'id', ?1, 'report', value->>'area', value->>'offence', value->>'age',
       value->>'sex', value->>'abuse', value->>'mode', 'en', value->>'inclusion', 'report@1', 'complete',
       value->>'items', value->>'rkey' from json_each(?2)`,
  )
    .bind(PERIOD, JSON.stringify(rows))
    .run();
  await env.RESPONSES.prepare(
    `insert into frame_margin
     select ?1, value->>0, 'report', value->>1, value->>2, value->>3 from json_each(?2)`,
  )
    .bind(PERIOD, JSON.stringify(margins))
    .run();
}

// The same once more, person by person and without any of the engine's functions.

/** Weights of one area's people: raked, held, raked again. Every category here has answers enough to be weighted by itself. */
function weigh(those: readonly Person[], area: string): readonly number[] {
  let weights: readonly number[] = those.map(({ inclusion }) => (inclusion === "most" ? 2 : 1));
  const rake = () => {
    for (let cycle = 0; cycle < 150; cycle++) {
      for (const attribute of attributes) {
        for (const [of, name, category, n] of margins) {
          if (of !== area || name !== attribute) continue;
          const isIn = those.map((one) => one[attribute] === category);
          const total = weights.reduce((sum, weight, at) => sum + (isIn[at] ? weight : 0), 0);
          weights = weights.map((weight, at) => (isIn[at] ? (weight * Number(n)) / total : weight));
        }
      }
    }
  };
  const mean = () => weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  rake();
  for (let round = 0; round < ROUNDS && Math.max(...weights) > CAP * mean() * (1 + 1e-6); round++) {
    const most = CAP * mean();
    weights = weights.map((weight) => Math.min(weight, most));
    rake();
  }
  return hold(weights);
}

function hold(weights: readonly number[]): readonly number[] {
  let held = weights;
  for (let round = 0; round < 500; round++) {
    const most = (CAP * held.reduce((sum, weight) => sum + weight, 0)) / held.length;
    held = held.map((weight) => Math.min(weight, most));
  }
  const grown = weights.reduce((sum, of) => sum + of, 0) / held.reduce((sum, of) => sum + of, 0);
  return held.map((weight) => weight * grown);
}

/** Solves a x = b by elimination. */
function solve(a: number[][], b: number[]): number[] {
  for (const [k, row] of a.entries()) {
    const pivot = row[k] ?? 1;
    for (const [i, other] of a.entries()) {
      if (i === k) continue;
      const factor = (other[k] ?? 0) / pivot;
      for (const [j, value] of row.entries()) other[j] = (other[j] ?? 0) - factor * value;
      b[i] = (b[i] ?? 0) - factor * (b[k] ?? 0);
    }
  }
  return a.map((row, k) => (b[k] ?? 0) / (row[k] ?? 1));
}

/**
 * Scores by area: weighted means, and adjusted by a regression of everybody's score on areas and categories, told for the
 * nation's mix.
 */
function reference(all: readonly Person[]): ReadonlyMap<string, { readonly raw: number; readonly adjusted: number }> {
  const answered: { readonly one: Person; readonly weight: number; readonly score: number }[] = [];
  for (const { code } of areas) {
    const those = all.filter(({ area, mode }) => area === code && mode !== "sms");
    const weights = weigh(those, code);
    const valid = those.map((one, at) => ({ one, weight: weights[at] ?? 0 })).filter(({ one }) => one.overall !== null);
    const held = hold(valid.map(({ weight }) => weight));
    for (const [at, { one }] of valid.entries())
      answered.push({ one, weight: held[at] ?? 0, score: (((one.overall ?? 1) - 1) / 6) * 100 });
  }
  const levels = attributes.flatMap((name) =>
    [...new Set(answered.map(({ one }) => one[name]))]
      .toSorted()
      .slice(1)
      .map((category) => ({ name, category })),
  );
  const columns = (one: Person) => [
    ...areas.map(({ code }) => Number(one.area === code)),
    ...levels.map(({ name, category }) => Number(one[name] === category)),
  ];
  const size = areas.length + levels.length;
  const products = Array.from({ length: size }, () => Array.from({ length: size }, () => 0));
  const moments = Array.from({ length: size }, () => 0);
  const [totals, mix] = [{ weight: 0 }, levels.map(() => 0)];
  for (const { one, weight, score } of answered) {
    const x = columns(one);
    totals.weight += weight;
    for (const [i, value] of x.entries()) {
      moments[i] = (moments[i] ?? 0) + weight * value * score;
      for (const [j, other] of x.entries()) {
        const row = products[i] ?? [];
        row[j] = (row[j] ?? 0) + weight * value * other;
      }
      if (i >= areas.length) mix[i - areas.length] = (mix[i - areas.length] ?? 0) + weight * value;
    }
  }
  const found = solve(products, moments);
  const national = mix.reduce((sum, of, k) => sum + (of / totals.weight) * (found[areas.length + k] ?? 0), 0);
  const rawOf = (area: string) => {
    const those = answered.filter(({ one }) => one.area === area);
    const weight = those.reduce((sum, of) => sum + of.weight, 0);
    return those.reduce((sum, of) => sum + of.weight * of.score, 0) / weight;
  };
  return new Map(areas.map(({ code }, k) => [code, { raw: rawOf(code), adjusted: (found[k] ?? 0) + national }]));
}

const answering = (area: string, all: readonly Person[] = people) =>
  all.filter((one) => one.area === area && one.mode !== "sms" && one.overall !== null);

/** The sum of record keys, each times what was said where that is asked for. */
const keysOf = (those: readonly Person[], times: (one: Person) => number = () => 1) => ({
  n: those.length,
  key: those.reduce((sum, one) => (sum + times(one) * one.rkey) % 2 ** 40, 0),
});

/** What a draw hangs on: who answered, what they said, how the answers are scored, and the weighted mean. */
function hashed(area: string, all: readonly Person[], raw: number) {
  const those = answering(area, all);
  return {
    measure: `a:C1:3,2,1,0,-1,-2,-3,,:${Math.round(raw * 100) / 100}`,
    base: keysOf(those),
    numerator: keysOf(those, ({ overall }) => overall ?? 0),
  };
}

describe("adjusted scores of a release", () => {
  const engine = openCapabilities(AFTER);
  const centred = discreteGaussian(45, 48);
  let hmac: Hmac;

  const cellsOf = async (table: string, measure: string) => {
    const [row] = await readTables(engine.responses, PERIOD, table, [measure]);
    return row?.cells ?? [];
  };
  const scores = async () =>
    new Map(
      (await cellsOf("area.stage", "a:C1")).map(([[area, stage], score, base]) => [
        `${area}|${stage}`,
        { score, base },
      ]),
    );
  const release = async () => {
    await env.RESPONSES.prepare("insert or ignore into frame_mark values (?)").bind(PERIOD).run();
    await startRelease(engine, PERIOD);
    for (const step of releaseSteps.filter(({ name }) => name !== "publish")) await step.run(engine, PERIOD);
  };
  const stored = async () => (await env.RESPONSES.prepare(`select * from release_table order by 2, 3`).all()).results;

  beforeAll(async () => {
    await seed();
    hmac = await hmacOf(engine, PERIOD);
    await release();
  }, 60_000);

  it("are those of the people themselves, weighted and adjusted one by one, with a draw of noise of their own", async () => {
    for (const [area, name, category] of margins) {
      const attribute = attributes.find((each) => each === name) ?? "age";
      const those = people.filter((one) => one.area === area && one.mode !== "sms" && one[attribute] === category);
      expect(those.length).toBeGreaterThanOrEqual(5);
    }
    const expected = reference(people);
    const told = await scores();
    for (const { code } of areas.slice(0, 4)) {
      const { raw = 0, adjusted = 0 } = expected.get(code) ?? {};
      const draw = await noiseFor(hmac, hashed(code, people, raw), centred);
      const noisy = adjusted + (CAP * (50 / 3) * draw) / answering(code).length;
      expect(Math.abs((told.get(`${code}|report`)?.score ?? 0) - noisy)).toBeLessThan(0.005 + 1e-6);
    }
    // Not the draw of the plain score, or the two would differ by an exact function of the answers.
    const [plain] = await cellsOf("area.stage", "m:C1");
    const sum = answering("E23000001").reduce((total, { overall }) => total + (overall ?? 4) - 4, 0);
    const own = await noiseFor(hmac, hashed("E23000001", people, expected.get("E23000001")?.raw ?? 0), centred);
    expect((plain?.[1] ?? 0) - sum).not.toBe(own);
  });

  it("find the truth that the answers as given miss: the old answer most, and are happiest", async () => {
    const told = await scores();
    for (const { code, effect } of areas.slice(0, 3)) {
      // A third of each age, a quarter with abuse: what everybody invited would have said, by the rule they were made by.
      const truth = ((3.6 + effect + 1.2 / 3 - 0.8 / 4 - 1) / 6) * 100;
      const those = answering(code);
      const plain = those.reduce((sum, { overall }) => sum + (((overall ?? 1) - 1) / 6) * 100, 0) / those.length;
      const { score = 0, base = 1 } = told.get(`${code}|report`) ?? {};
      const error = adjustedError({ base, variance: 600, half: 3 });
      expect(Math.abs(score - truth)).toBeLessThan(4 * error);
      expect(plain - truth).toBeGreaterThan(0);
    }
  });

  it("have the bases of their percentages, are stored for a year's sum below the base for a band, and nowhere without an area", async () => {
    const told = await scores();
    const bases = await cellsOf("area.stage", "C1");
    expect([...told.keys()].toSorted()).toEqual(areas.slice(0, 4).map(({ code }) => `${code}|report`));
    for (const [key, { base }] of told) expect(base).toBe(bases.find(([codes]) => codes.join("|") === key)?.[1]);
    const { base: small = 0 } = told.get("E23000004|report") ?? {};
    expect(small).toBeGreaterThanOrEqual(20);
    expect(small).toBeLessThan(100);
    expect(answering("not-stated").length).toBeGreaterThan(20);
  });

  it("tell one variance for all, near what the people's own answers have, and compare by it", async () => {
    const [[codes, variance = 0] = [[], 0]] = await cellsOf("stage", "a:C1");
    expect(codes).toEqual(["report"]);
    expect(Number(variance.toPrecision(2))).toBe(variance);
    const those = answering("E23000001").map(({ overall }) => (((overall ?? 1) - 1) / 6) * 100);
    const mean = those.reduce((sum, score) => sum + score, 0) / those.length;
    const spread = those.reduce((sum, score) => sum + (score - mean) ** 2, 0) / those.length;
    expect(variance / spread).toBeGreaterThan(0.6);
    expect(variance / spread).toBeLessThan(1.8);

    const read = adjustedScores(await cellsOf("area.stage", "a:C1"), variance, 3);
    expect(read).toHaveLength(4);
    const { areas: compared } = compareScores(read);
    const worst = compared.toSorted((a, b) => a.score - b.score)[0];
    expect(worst?.area).toBe("E23000002");
  });

  it("tell what the weights cost where a thousand answered, coarsely, and whom they were made to meet, perturbed", async () => {
    const costs = await cellsOf("stage", "weights");
    expect(people.length).toBeGreaterThan(1050);
    expect(costs.map(([codes]) => codes)).toEqual([["report"]]);
    const [[, designEffect = 0, trimmed = 0, weighted] = [[]]] = costs;
    expect([1.1, 1.2, 1.3, 1.4]).toContain(designEffect);
    expect(trimmed).toBeGreaterThan(0);
    expect(Number.isInteger(trimmed)).toBe(true);
    // Four areas, to the nearest five.
    expect(weighted).toBe(5);

    const young = margins.filter(([, , category]) => category === "16-24").reduce((sum, of) => sum + Number(of[3]), 0);
    const drawn = await noiseForCount(
      hmac,
      { measure: "margin:age:16-24", cell: "report", n: young },
      discreteGaussian(5, 16),
    );
    const [told] = await cellsOf("stage", "margin:age:16-24");
    expect(told).toEqual([["report"], Math.round((young + drawn) / 10) * 10]);
  });

  it("are the same to the byte when they are made again, after whatever of them was lost", async () => {
    const before = await stored();
    await env.RESPONSES.prepare(`delete from release_table where measure like 'a:%' and "table" = 'stage'`).run();
    const scoring = releaseSteps.find(({ name }) => name === "scores");
    await scoring?.run(engine, PERIOD);
    expect(await stored()).toEqual(before);
    await env.RESPONSES.prepare(`delete from release_table where measure like 'a:%' or measure = 'weights'`).run();
    await scoring?.run(engine, PERIOD);
    expect(await stored()).toEqual(before);
  });

  it("are moved by the one person who counts most no further than the noise allows for", async () => {
    const area = "E23000003";
    const those = people.filter((one) => one.area === area && one.mode !== "sms");
    const weights = weigh(those, area);
    const heaviest = those
      .map((one, at) => ({ one, weight: weights[at] ?? 0 }))
      .filter(({ one }) => one.overall !== null)
      .toSorted((a, b) => b.weight - a.weight)[0];
    const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
    expect((heaviest?.weight ?? 0) / mean).toBeGreaterThan(1.4);
    const n = answering(area).length;
    const held = hold(weights.filter((_, at) => those[at]?.overall !== null));
    const draws: number[] = [];
    /** The score without its noise, which is drawn anew for each answer. */
    const scoreWith = async (code: string) => {
      await env.RESPONSES.prepare(`update response set items = json_set(items, '$.C1', ?1) where id = ?2`)
        .bind(code, heaviest?.one.id)
        .run();
      await env.RESPONSES.prepare(`delete from release_table where measure like 'a:%'`).run();
      await releaseSteps.find(({ name }) => name === "scores")?.run(engine, PERIOD);
      const all = people.map((one) => (one.id === heaviest?.one.id ? { ...one, overall: Number(code) } : one));
      const scored = answering(area, all).map(({ overall }, at) => (held[at] ?? 0) * ((overall ?? 1) - 1) * (100 / 6));
      const raw = scored.reduce((sum, of) => sum + of, 0) / held.reduce((sum, of) => sum + of, 0);
      const draw = await noiseFor(hmac, hashed(area, all, raw), centred);
      draws.push(draw);
      return ((await scores()).get(`${area}|report`)?.score ?? 0) - (CAP * (50 / 3) * draw) / n;
    };
    const moved = (await scoreWith("7")) - (await scoreWith("1"));
    expect(moved).toBeGreaterThan(100 / n);
    expect(moved).toBeLessThanOrEqual((CAP * 100) / n + 0.02);
    // A correction of one answer by the same people has another draw: their difference is not the answer's own.
    expect(new Set(draws).size).toBe(2);
  });
});
