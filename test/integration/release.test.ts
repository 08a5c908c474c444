import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { agencies } from "../../src/domain/dimension.ts";
import { releaseSteps, startRelease } from "../../src/flow/release.ts";
import { measureOf, scaleOf } from "../../src/instrument/registry.ts";
import type { Quarter } from "../../src/kernel/time.ts";
import { importMacKey, mac } from "../../src/platform/crypto.ts";
import { EXPERIENCES_AT_MOST } from "../../src/statistics/associations.ts";
import { itemOf } from "../../src/statistics/item.ts";
import { codesOf, ledger, peopleTables, perAgencyTables, tableId } from "../../src/statistics/lattice.ts";
import { type Contributors, discreteGaussian, type Hmac, noiseFor, noiseForCount } from "../../src/statistics/noise.ts";
import { replaceCounts } from "../../src/store/responses/frame.ts";
import { readFrame } from "../../src/store/responses/microdata.ts";
import { listReleases, readRelease, readTables, tableMeasures } from "../../src/store/responses/releases.ts";
import { openEngine } from "../../src/worker.ts";
import { openCapabilities } from "../support/capabilities.ts";

const PERIOD = "2026Q1" as Quarter;
const AFTER = "2026-04-09T09:00:00.000Z";

type Person = {
  area: string;
  stage: string;
  offence: string;
  age: string;
  sex: string;
  items: Record<string, string>;
  rkey: number;
};

/** So many responses, from a seed: half of them in three areas, so that some cells are large and most are empty. */
function people(howMany: number): readonly Person[] {
  let state = 2026;
  const below = (limit: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const pick = (list: readonly string[], limit = list.length) => list[below(limit)] ?? "";
  return Array.from({ length: howMany }, (_, index) => {
    const stage = pick(codesOf.stage);
    return {
      area: pick(codesOf.area, index % 2 === 0 ? 3 : codesOf.area.length),
      stage,
      offence: pick(codesOf.offence),
      age: pick(codesOf.age),
      sex: pick(codesOf.sex),
      items: {
        "C1": pick(["1", "3", "4", "5", "6", "7", "pns"]),
        "C2.POL": pick(["fully", "partly", "no", "dna"]),
        ...(stage === "report" && { RPT1: pick(["7", "6", "2", "dna"]) }),
      },
      rkey: below(2 ** 20) * 2 ** 20 + below(2 ** 20),
    };
  });
}

const everybody = people(6000);

/** Six thousand responses, forty closure discussions and a frame, as the flush and the frame's publication leave them. */
async function seed() {
  const d1 = env.RESPONSES;
  await d1
    .prepare(
      `insert into response select printf('%06d', key), ?1, value->>'stage', value->>'area', value->>'offence',
         value->>'age', value->>'sex', 'no', 'web', 'en', 'all', 'x@1',
         iif(key % 10 = 0, 'partial', 'complete'), value->>'items', value->>'rkey'
       from json_each(?2)`,
    )
    .bind(PERIOD, JSON.stringify(everybody.map((one) => ({ ...one, items: JSON.stringify(one.items) }))))
    .run();
  await d1
    .prepare(
      `insert into closure_answer
       select printf('c%03d', value), ?1, 'E23000001', 'theft', iif(value % 4 = 0, 'victim', 'officer'), 'closure@1',
         iif(value % 4 = 0, '{"VCF1":"6"}', '{"VCD4":"engaged","VCD5":["fear","delay"]}'), value * 1000003
       from json_each(?2)`,
    )
    .bind(PERIOD, JSON.stringify(Array.from({ length: 40 }, (_, index) => index + 1)))
    .run();
  const frame = [
    ["E23000001", "report", "NC", 1234],
    ["E23000001", "charge", "NC", 7],
    ["E23000002", "report", "UO-S", 56],
    ["E23000001", "report", "started", 901],
    ["E23000001", "closure", "pending", 33],
  ];
  await d1
    .prepare(`insert into frame select ?1, value->>0, value->>1, value->>2, value->>3 from json_each(?2)`)
    .bind(PERIOD, JSON.stringify(frame))
    .run();
}

describe("a release", () => {
  const engine = openCapabilities(AFTER);
  const counts = discreteGaussian(5, 16);
  const centred = discreteGaussian(45, 48);
  let hmac: Hmac;

  beforeAll(async () => {
    await seed();
    const key = await importMacKey(await engine.keys.noise(PERIOD));
    hmac = (message) => mac(key, message);
  });

  const cellsOf = async (table: string, measure: string) => {
    const [row] = await readTables(engine.responses, PERIOD, table, [measure]);
    return new Map((row?.cells ?? []).map(([codes, ...values]) => [codes.join("|"), values]));
  };
  const those = (of: readonly Person[]): Contributors => ({
    n: of.length,
    key: of.reduce((sum, { rkey }) => (sum + rkey) % 2 ** 40, 0),
  });
  /** The same by what they said: keys times 1 to 7. */
  const saying = (of: readonly Person[]): Contributors => ({
    n: of.length,
    key: of.reduce((sum, { rkey, items }) => (sum + Number(items["C1"]) * rkey) % 2 ** 40, 0),
  });
  const tables = async () => (await env.RESPONSES.prepare(`select * from release_table order by 2, 3`).all()).results;
  const runAll = async () => {
    for (const step of releaseSteps) await step.run(engine, PERIOD);
  };

  it("does not begin before its period is over, the last submissions are mixed and its counts are taken", async () => {
    engine.setTime("2026-03-31T22:30:00.000Z");
    expect(await startRelease(engine, PERIOD)).toBe("period-open");
    engine.setTime(AFTER);
    await env.RESPONSES.prepare(`insert into pool values ('late', '2026-03-31', 'sealed')`).run();
    expect(await startRelease(engine, PERIOD)).toBe("period-open");
    await env.RESPONSES.prepare(`update pool set day = '2026-04-01'`).run();
    expect(await startRelease(engine, PERIOD)).toBe("period-open");
    await env.RESPONSES.prepare(`insert into frame_mark values (?)`).bind(PERIOD).run();
    expect(await readRelease(engine.responses, PERIOD)).toBeNull();
    await expect(releaseSteps[0]?.run(engine, PERIOD)).rejects.toThrow("not begun");
    expect(await startRelease(engine, PERIOD)).toBe("started");
    expect(await listReleases(engine.responses)).toEqual([]);
    // A night that was counting meanwhile changes nothing of it any more.
    const begunWith = await readFrame(engine.responses, PERIOD);
    expect(begunWith).not.toEqual([]);
    await replaceCounts(engine.responses, PERIOD, { frame: [], closures: [], whole: null });
    expect(await readFrame(engine.responses, PERIOD)).toEqual(begunWith);
  });

  it("goes on after a crash in any step, and comes to the same tables to the byte", async () => {
    for (const step of releaseSteps.slice(0, 7)) await step.run(engine, PERIOD);
    const half = await tables();
    expect(half.some(({ measure }) => measure === "C1")).toBe(true);
    // The last step wrote a part alone; the one before is run again by a workflow that did not hear of its end.
    await env.RESPONSES.prepare(`delete from release_table where measure = 'C1' and "table" <> 'area'`).run();
    for (const step of releaseSteps.slice(5, 7)) await step.run(engine, PERIOD);
    expect(await tables()).toEqual(half);
  });

  it("is not published while a table is missing", async () => {
    await env.RESPONSES.prepare(`delete from release_table where measure = 'C3' and "table" = 'sex'`).run();
    await expect(releaseSteps.at(-1)?.run(engine, PERIOD)).rejects.toThrow("lacks a table of C3");
    expect((await readRelease(engine.responses, PERIOD))?.status).toBe("building");
  });

  it("is published with its ledger, perturbed totals and a hash, and nothing changes it afterwards", async () => {
    await runAll();
    const published = await readRelease(engine.responses, PERIOD);
    expect(published).toMatchObject({
      status: "published",
      publishedOn: "2026-04-09",
      methodology: "1.0.0",
      label: "management information, not official statistics",
    });
    const facts: Record<string, unknown> = JSON.parse(published?.facts ?? "");
    expect(facts).toMatchObject({
      ledger: { tables: 18, sigma2: 5, rhoPerFamily: { item: 1.8 } },
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      responses: { all: expect.closeTo(6000, -2) },
      notStatedPercent: { sex: expect.closeTo(33, -1) },
    });

    const before = await tables();
    await env.RESPONSES.prepare(`delete from response where rkey % 2 = 0`).run();
    await runAll();
    expect(await startRelease(engine, PERIOD)).toBe("exists");
    expect(await tables()).toEqual(before);
    expect(await readRelease(engine.responses, PERIOD)).toEqual(published);
    expect((await listReleases(engine.responses)).map(({ id }) => id)).toEqual([PERIOD]);
  });

  it("holds the true counts with their own noise, and no other", async () => {
    const { positive, negative, codes } = itemOf(measureOf("C1"), scaleOf("S7"));
    const isIn = (places: readonly number[]) => (one: Person) =>
      places.some((place) => codes[place] === one.items["C1"]);
    const stored = await cellsOf("area.stage", "C1");
    const sums = await cellsOf("area.stage", "m:C1");
    expect(stored.size).toBe(codesOf.area.length * 4);
    for (const [name, [base, P, Q]] of stored) {
      const valid = everybody.filter((one) => `${one.area}|${one.stage}` === name && one.items["C1"] !== "pns");
      const [good, other] = [valid.filter(isIn(positive)), valid.filter(isIn(negative))];
      const of = (measure: string, group: readonly Person[]) =>
        noiseFor(hmac, { measure, base: those(valid), numerator: those(group) }, counts);
      expect(P).toBe(good.length + (await of("q:C1:pos", good)));
      expect(Q).toBe(other.length + (await of("q:C1:neg", other)));
      expect(base).toBe((P ?? 0) + (Q ?? 0));
      const points = valid.reduce((sum, one) => sum + Number(one.items["C1"]) - 4, 0);
      const measure = "m:C1:3,2,1,0,-1,-2,-3,,";
      const drawn = await noiseFor(hmac, { measure, base: those(valid), numerator: saying(valid) }, centred);
      expect(sums.get(name)).toEqual([points + drawn]);
    }
  });

  it("tells a whole distribution with its special answers, and who was asked at one stage alike in every table", async () => {
    const refused = everybody.filter((one) => one.items["C1"] === "pns");
    const numerator = those(refused);
    const drawn = await noiseFor(hmac, { measure: "h:C1:pns", base: those(everybody), numerator }, counts);
    expect(await cellsOf("", "h:C1:pns")).toEqual(new Map([["", [refused.length + drawn]]]));

    const byArea = await cellsOf("area", "RPT1");
    const byBoth = await cellsOf("area.stage", "RPT1");
    expect([...byBoth].map(([name, values]) => [name.replace("|report", ""), values])).toEqual([...byArea]);
  });

  it("publishes the tables of the lattice and no others", async () => {
    const written = await tableMeasures(engine.responses, PERIOD);
    const tablesWith = (measure: string) => written.filter((row) => row.measure === measure).map(({ table }) => table);
    const ids = (of: typeof peopleTables) => of.map(tableId).toSorted();
    expect(tablesWith("C1")).toEqual(ids(peopleTables));
    expect(tablesWith("base")).toEqual(ids(peopleTables));
    expect(tablesWith("C2.POL")).toEqual(ids(perAgencyTables));
    expect(tablesWith("m:C1")).toEqual(["", "area", "area.stage", "stage"]);
    expect(tablesWith("outcome:partial")).toEqual(["", "area", "area.stage", "stage"]);
    expect(tablesWith("h:C1:7")).toEqual(["", "age", "area", "offence", "sex", "stage"]);
    expect(new Set(written.map(({ table }) => table))).toEqual(new Set(ids(peopleTables)));
  });

  it("tells in its ledger the family of everything that it publishes, and what that spends", async () => {
    const families: readonly (readonly [family: string, measures: RegExp])[] = [
      ["base", /^base$/],
      ["centred-sum", /^m:/],
      ["histogram", /^h:/],
      ["outcome", /^outcome:/],
      ["closure-base", /^closure-(?:officer|victim):base$/],
      ["closure-answer", /^closure-(?:officer|victim):/],
      ["closure-count", /^closure-count:/],
      ["closure-gap", /^closure-gap:/],
      ["journey", /^journey:/],
      ["driver", /^driver:/],
      ["item-by-mode", /^by-mode:/],
      ["item-by-characteristic", /^characteristic:/],
      ["comment", /^comments:/],
      ["theme", /^theme:/],
      ["frame", /^(?:frame:|started$)/],
      ["closure-frame", /^closure-frame:/],
      ["mode", /^mode:/],
      ["adjusted-score-per-agency", new RegExp(`^a:.*\\.(?:${agencies.join("|")})$`)],
      ["adjusted-score", /^a:/],
      ["frame-margin", /^margin:/],
      ["instrument", /^instrument:/],
      ["compliance", /^compliance:/],
      ["item-per-agency", new RegExp(`\\.(?:${agencies.join("|")})$`)],
      ["item", /^[A-Z]/],
    ];
    const written = Map.groupBy(await tableMeasures(engine.responses, PERIOD), ({ measure }) => measure);
    const { rhoPerFamily, unperturbed } = ledger();
    expect(unperturbed).toEqual(["weights"]);
    for (const measure of unperturbed) expect(written.delete(measure)).toBe(true);
    const most: Record<string, number> = {};
    for (const [measure, { length }] of written) {
      const [family = measure] = families.find(([, measures]) => measures.test(measure)) ?? [];
      most[family] = Math.max(most[family] ?? 0, length);
    }
    // rho is tables / (2 variance): for three agencies, and for three themes. A question of a closure discussion that has
    // several answers is in one table, with each of them and with whether there were any; any other is in two.
    const shares: Readonly<Record<string, number>> = {
      "item-per-agency": 3,
      "adjusted-score-per-agency": 3,
      "frame-margin": 4,
      "theme": 3,
      "closure-answer": 7.5,
      "journey": 6,
      "driver": EXPERIENCES_AT_MOST / 4,
      "item-by-characteristic": 3 / 4,
    };
    const told = Object.entries(rhoPerFamily).map(([family, rho]) => [
      family,
      Math.round((rho * 10) / (shares[family] ?? 1)),
    ]);
    expect(most).toEqual(Object.fromEntries(told));
    const severalIn = [...written].filter(([measure]) => measure.startsWith("closure-officer:VCD5:"));
    expect(severalIn.map(([, { length }]) => length)).toEqual(severalIn.map(() => 1));
    // Fifteen, and "does not apply" and "prefer not to say", which nobody gives beside another answer.
    expect(severalIn).toHaveLength(17);
  });

  it("perturbs closure discussions apart, by who recorded them, and the frame by its own counts", async () => {
    const officers = await cellsOf("area", "closure-officer:base");
    const fears = await cellsOf("area", "closure-officer:VCD5:fear");
    const victims = await cellsOf("", "closure-victim:base");
    expect(Math.abs((officers.get("E23000001")?.[0] ?? 0) - 30)).toBeLessThanOrEqual(16);
    expect(Math.abs((fears.get("E23000001")?.[0] ?? 0) - 30)).toBeLessThanOrEqual(16);
    expect(Math.abs((victims.get("")?.[0] ?? 0) - 10)).toBeLessThanOrEqual(16);

    const expected = async (measure: string, cell: string, n: number) =>
      Math.max(0, Math.round((n + (await noiseForCount(hmac, { measure, cell, n }, counts))) / 10) * 10);
    const reached = await cellsOf("area.stage", "frame:NC");
    expect(reached.get("E23000001|report")).toEqual([await expected("frame:NC", "E23000001.report", 1234)]);
    expect(reached.get("E23000003|trial")).toEqual([await expected("frame:NC", "E23000003.trial", 0)]);
    expect((await cellsOf("", "frame:NC")).get("")).toEqual([await expected("frame:NC", "", 1241)]);
    expect((await cellsOf("area", "started")).get("E23000001")).toEqual([await expected("started", "E23000001", 901)]);
    expect((await cellsOf("", "closure-frame:pending")).get("")).toEqual([
      await expected("closure-frame:pending", "", 33),
    ]);
  });

  it("goes on being built when it is asked for again, whatever became of its Workflow", async () => {
    const { releases } = openEngine(env, engine.clock);
    expect(await releases.start(PERIOD)).toBe("exists");
    await env.RESPONSES.prepare(
      `insert into release values ('2025Q4', '2025Q4', 'building', '1.0.0', '2026-01-10', null, 'x', '{}')`,
    ).run();
    // So late, a release goes on only where its records are there.
    const before = "2025Q4" as Quarter;
    expect(await releases.start(before)).toBe("records-gone");
    await env.RESPONSES.prepare(
      `insert into response (id, period, stage, area, offence, age, sex, abuse, mode, language, inclusion, instrument, outcome, items, rkey)
       select 'earlier', '2025Q4', stage, area, offence, age, sex, abuse, mode, language, inclusion, instrument, outcome, items, rkey
       from response limit 1`,
    ).run();
    expect(await Promise.all([releases.start(before), releases.start(before)])).toEqual(["building", "building"]);
    expect(["queued", "running", "complete"]).toContain(
      (await (await env.RELEASE.get("release-2025Q4")).status()).status,
    );
    expect(await releases.start(before)).toBe("building");
  });

  it("leaves no exact count behind: not in the log, nor in the release", async () => {
    const exact = String(everybody.length);
    expect(engine.log.lines.join("\n")).not.toContain(exact);
    const released = JSON.stringify(await tables()) + JSON.stringify(await listReleases(engine.responses));
    for (const { rkey } of everybody.slice(0, 50)) expect(released).not.toContain(String(rkey));
    expect(engine.log.lines).toContain(JSON.stringify({ event: "release-step", period: PERIOD, step: "publish" }));
  });
});
