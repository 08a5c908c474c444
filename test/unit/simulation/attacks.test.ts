import { createHash, createHmac } from "node:crypto";
import Papa from "papaparse";
import { beforeAll, describe, expect, it } from "vitest";
import type { Quarter } from "../../../src/kernel/time.ts";
import { csv } from "../../../src/results/csv.ts";
import { jsonStat } from "../../../src/results/json-stat.ts";
import { surveyMeasures } from "../../../src/results/measures.ts";
import { parseQuery } from "../../../src/results/query.ts";
import { tableRows } from "../../../src/results/table.ts";
import { type Table, tableId, tablesOf } from "../../../src/statistics/lattice.ts";
import { discreteGaussian, drawNoise, type Hmac, u53 } from "../../../src/statistics/noise.ts";
import { type Cell, perturbItem } from "../../../src/statistics/perturb.ts";
import { gridOf } from "../../../src/statistics/tally.ts";
import { labelsIn } from "../../../src/ui/results-labels.ts";
import type { Ask } from "../../../simulation/attack/api.ts";
import { refusals, sideChannels } from "../../../simulation/attack/channels.ts";
import { allButOne, differencing, kinds, othersTheory, pairTheory } from "../../../simulation/attack/differencing.ts";
import { fromNumbers, type Stored } from "../../../simulation/attack/evidence.ts";
import { betweenReleases, drawsOf, goodness, sumsOfNobody } from "../../../simulation/attack/fit.ts";
import { averaged, growing } from "../../../simulation/attack/growth.ts";
import { cases, coverageOf } from "../../../simulation/attack/intervals.ts";
import { type Family, solvedUniquely } from "../../../simulation/attack/means.ts";
import { hostileNames } from "../../../simulation/attack/names.ts";
import { items, makeNeighbours, makePeople } from "../../../simulation/attack/people.ts";
import { repeats } from "../../../simulation/attack/repeats.ts";
import { type Truth, truthOf } from "../../../simulation/attack/truth.ts";
import { averaging, bySums, exactNumbers, freshUnions, unionsAreSums } from "../../../simulation/attack/unions.ts";

// Each attack against a release whose defence is off, beside the same with it on: an attack that could not succeed would
// prove nothing. The defence is taken away here, by handing the engine's own functions other chance; the engine has no
// switch for it.

const noise = discreteGaussian(5, 16);

/** Hashes under a key, as a release does. */
const keyed =
  (key: string): Hmac =>
  (message) =>
    Promise.resolve(new Uint8Array(createHmac("sha256", key).update(message).digest()));

/** The middle of every draw: no noise. */
const silent: Hmac = () => Promise.resolve(new Uint8Array([0x80, ...Array.from({ length: 31 }, () => 0)]));

/** A draw that belongs to a text. */
const drawFor = (text: string) => drawNoise(u53(new Uint8Array(createHash("sha256").update(text).digest())), noise);

const some = items.filter(({ id }) => ["C1", "C3", "C5", "C6"].includes(id));

/** The stored tables of a few questions, as a release with this hashing makes them. */
async function tablesBy(truth: Truth, hmac: Hmac): Promise<Stored> {
  const made = new Map<string, readonly Cell[]>();
  for (const item of some) {
    for (const table of tablesOf(item.id)) {
      const { grid, tally } = truth.cells(item, table);
      made.set(`${tableId(table)}/${item.id}`, await perturbItem(hmac, item, tally, grid));
    }
  }
  return (table, measure) => made.get(`${table}/${measure}`) ?? null;
}

/** The public API in little, over stored tables; `jitter` adds noise that belongs to the words of a request. */
const apiOf =
  (stored: Stored, jitter: (path: string) => number = () => 0): Ask =>
  (path) => {
    const [, file = "", form = ""] = /tables\/(.+)\.(json|csv)\?/.exec(path) ?? [];
    const parameters = new URL(path, "http://localhost").searchParams;
    const parsed = parseQuery(
      file,
      [...parameters],
      surveyMeasures.map(({ id }) => id),
    );
    if (!parsed.ok) throw new Error(parsed.why);
    const added = jitter(path);
    const cellsOf: Stored = (table, measure) =>
      stored(table, measure)?.map(([codes, base = 0, P = 0, Q = 0]) => [codes, base + added, P + added, Q]) ?? null;
    const period = "2025Q3" as Quarter;
    const release = { id: period, period, methodology: "1", publishedOn: null, label: "", hash: "" };
    const table = { release, query: parsed.query, rows: tableRows(parsed.query, surveyMeasures, cellsOf) };
    const labels = labelsIn(parameters.get("lang") === "cy" ? "cy" : "en");
    const body = form === "csv" ? csv(table, labels) : JSON.stringify(jsonStat(table, labels));
    return Promise.resolve({ status: 200, headers: {}, body });
  };

const parse = (text: string) => Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;

describe("with its defence off, and on", () => {
  const people = makePeople("twins", 4000);
  const truth = truthOf(people);
  let stored: Stored;
  let exact: Stored;
  beforeAll(async () => {
    [stored, exact] = [await tablesBy(truth, keyed("a release")), await tablesBy(truth, silent)];
  }, 60_000);
  const at = (ask: Ask) => ({ ask, release: "2025Q3" });

  it("A1: a difference tells one person's answer without noise, and hardly with it", async () => {
    const close = truthOf(makeNeighbours("twins", 4000));
    const off = differencing(close, fromNumbers(await tablesBy(close, silent)));
    const on = differencing(close, fromNumbers(await tablesBy(close, keyed("a release"))));
    expect(off.trials).toBeGreaterThan(500);
    expect(off.success).toBe(1);
    expect(Math.abs(on.success - pairTheory)).toBeLessThan(0.06);
  }, 60_000);

  it("A2: who knows everybody else knows all without noise, and as much as theory says with it", () => {
    const [kind] = kinds;
    if (kind === undefined) throw new Error("no kind of question");
    const of = { ...kind, items: some };
    expect(allButOne({ people, truth, source: fromNumbers(exact) }, of, 400).success).toBe(1);
    const on = allButOne({ people, truth, source: fromNumbers(stored) }, of, 2000);
    expect(Math.abs(on.success - othersTheory(18))).toBeLessThan(0.04);
  }, 30_000);

  it("A5 and A6: noise that belongs to a request's words differs from wording to wording, and from the sum of cells", async () => {
    const sticky = apiOf(stored, drawFor);
    expect((await repeats(at(sticky), 6, parse)).success).toBeGreaterThan(0.3);
    expect((await unionsAreSums(at(sticky), stored, 12)).success).toBeGreaterThan(0.5);
    expect((await repeats(at(apiOf(stored)), 6, parse)).success).toBe(0);
    expect((await unionsAreSums(at(apiOf(stored)), stored, 12)).success).toBe(0);
  }, 60_000);

  it("A6: fresh noise for every union averages away", async () => {
    let draws = 0;
    const fresh = freshUnions(exactNumbers(people), () => drawFor(String(draws++)));
    const { trials, error, theory } = await averaging(fresh, people);
    expect(trials).toBeGreaterThan(10);
    expect(error / theory).toBeLessThan(0.4);
  }, 30_000);

  it("A7: counts made anew after each fake respondent give the true count away", async () => {
    const live = async (fakes: number) => Promise.resolve(60 + fakes + drawFor(`after ${fakes}`));
    expect(await averaged(live, 100, 60)).toBe(true);
    let fakes = 0;
    const unfrozen: Ask = () =>
      Promise.resolve({ status: 200, headers: {}, body: String(60 + fakes + drawFor(`${fakes}`)) });
    expect((await growing(unfrozen, ["a"], [async () => Promise.resolve(fakes++)])).success).toBe(1);
  });

  it("A8: exact means and percentages beside perturbed counts fit one truth only", () => {
    const families = Array.from({ length: 500 }, (_, index): Family => {
      const n = 50 + (index % 60);
      const [percent, score] = [(100 * ((index * 7) % n)) / n, 50 + (100 * (((index * 11) % n) - n / 2)) / (6 * n)];
      const shown = n + Math.max(-2, Math.min(2, drawFor(`n ${index}`)));
      const near = (value: number, by: number) => [value - by, value + by] as const;
      return { n: near(shown, 2), percent: near(percent, 0.005), score: near(score, 0.005), half: 3 };
    });
    expect(solvedUniquely(families).success).toBeGreaterThan(0.4);
  });

  it("A9: without noise a hidden cell is a difference of sums, and with it that cell's noise remains", async () => {
    const numbers = exactNumbers(people);
    expect(
      (
        await bySums(
          freshUnions(numbers, () => 0),
          people,
        )
      ).error,
    ).toBeLessThan(1.2);
    const noisy = new Map([...numbers].map(([key, n]) => [key, n + drawFor(key)] as const));
    const on = await bySums(
      freshUnions(noisy, () => 0),
      people,
    );
    expect(on.error).toBeGreaterThan(1.9);
    expect(on.error).toBeLessThan(2.6);
  }, 60_000);

  it("A10: other noise than declared, one draw for all empty cells, and one key for two releases are found", () => {
    const draws = drawsOf(truth, stored);
    const counted = draws.filter(({ kind }) => kind !== "empty cell").map((draw) => draw.noise);
    expect(goodness(counted).p).toBeGreaterThan(0.001);
    expect(goodness(counted.map((k, index) => (index % 10 === 0 ? 0 : k))).p).toBeLessThan(0.001);
    expect(sumsOfNobody(draws).ratio).toBeLessThan(4);
    const alike = draws.map((draw) => (draw.kind === "empty cell" ? { ...draw, noise: 2 } : draw));
    expect(sumsOfNobody(alike).ratio).toBeGreaterThan(20);
    expect(betweenReleases(draws, draws).r).toBeCloseTo(1);
  }, 30_000);

  it("A11: a length, a time, or a refusal that goes with how many there are is seen", async () => {
    const sizes = new Map<string, number>();
    const truthFor = (key: string) => {
      sizes.set(key, sizes.get(key) ?? Math.abs(drawFor(key)) * 5);
      return sizes.get(key) ?? 0;
    };
    const leaking: Ask = (path) => {
      const of = new URL(path, "http://localhost").searchParams;
      const n = truthFor(["measure", "area", "stage", "offence"].map((name) => of.get(name)).join("|"));
      const body = path.includes(".csv?") ? "[c],[c],[c],[c]" : `"value":[null,null,null,null]`;
      return Promise.resolve({ status: 200, headers: { etag: `"00000000"` }, body: body + " ".repeat(n) });
    };
    const found = await sideChannels(at(leaking), truthFor, 400);
    expect(found.find(({ name }) => name === "Content-Length")?.r).toBeGreaterThan(0.9);
    expect(found.find(({ name }) => name === "ETag")?.r).toBe(0);
    const telling: Ask = (path) => Promise.resolve({ status: 422, headers: {}, body: `${drawFor(path)} people` });
    expect((await refusals(at(telling), 40)).texts).toBeGreaterThan(3);
  });

  it("A12: an address that is echoed, and a name that is taken, are found", async () => {
    const echoing: Ask = (path) => Promise.resolve({ status: 422, headers: {}, body: decodeURIComponent(path) });
    expect((await hostileNames(at(echoing))).success).toBeGreaterThan(0.5);
    const taking: Ask = () => Promise.resolve({ status: 200, headers: {}, body: "[]" });
    expect((await hostileNames(at(taking))).success).toBeGreaterThan(0.9);
  });

  it("R8: an interval that leaves the noise out promises more than it keeps", () => {
    const [fifty] = cases;
    if (fifty === undefined) throw new Error("no case");
    expect(coverageOf(fifty, 6000).coverage).toBeGreaterThan(0.945);
    expect(coverageOf(fifty, 6000, false).coverage).toBeLessThan(0.93);
  }, 30_000);

  it("has the stages' tables alone, so that a cell is found where the engine puts it", () => {
    const table: Table = ["area", "stage", "offence"];
    for (const item of some) expect(stored(tableId(table), item.id)).toHaveLength(gridOf(table, item.stages).size);
  });
});
