import fc from "fast-check";
import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { measureOf, scaleOf } from "../../../src/instrument/registry.ts";
import { itemOf } from "../../../src/statistics/item.ts";
import {
  codesOf,
  distinctContributorSets,
  latticeFaults,
  ledger,
  nearestTable,
  peopleTables,
  type Table,
  tableId,
  tablesOf,
} from "../../../src/statistics/lattice.ts";
import { type Hmac, RECORD_KEYS } from "../../../src/statistics/noise.ts";
import { perturbCentredSum, perturbCounts, perturbItem } from "../../../src/statistics/perturb.ts";
import {
  cellCodes,
  cellOf,
  contributors,
  count,
  emptyTally,
  everyone,
  gridOf,
  projection,
  rollUp,
} from "../../../src/statistics/tally.ts";

const hmac: Hmac = async (message) => new Uint8Array(createHmac("sha256", "a release").update(message).digest());

const overall = itemOf(measureOf("C1"), scaleOf("S7"));
const finest = gridOf(["stage", "area", "offence", "age", "sex"], overall.stages);

const respondent = fc.record({
  area: fc.constantFrom(...codesOf.area.slice(0, 3)),
  stage: fc.constantFrom(...codesOf.stage),
  offence: fc.constantFrom(...codesOf.offence.slice(0, 3)),
  age: fc.constantFrom(...codesOf.age),
  sex: fc.constantFrom(...codesOf.sex),
  code: fc.constantFrom(...overall.codes),
  rkey: fc.bigInt({ min: 0n, max: 2n ** 40n - 1n }).map(Number),
});
type Respondent = typeof respondent extends fc.Arbitrary<infer T> ? T : never;

const placeOf = (code: string) => overall.places.get(code) ?? -1;

function tallyOf(respondents: readonly Respondent[]) {
  const tally = emptyTally(finest.size, overall.codes.length);
  for (const one of respondents) count(tally, cellOf(finest, one), placeOf(one.code), one.rkey);
  return tally;
}

function tableFrom(respondents: readonly Respondent[], table: Table) {
  const grid = gridOf(table, overall.stages);
  return { grid, tally: rollUp(tallyOf(respondents), projection(finest, grid), grid.size) };
}

describe("the lattice", () => {
  it("spends no more than twenty-five tables a family, at a variance of five or more", () => {
    expect(latticeFaults()).toEqual([]);
    expect(peopleTables).toHaveLength(18);
    const spent = ledger();
    expect(spent.tablesWithAgency).toBe(25);
    expect(Object.keys(spent.rhoPerFamily)).toEqual(spent.families);
    expect(Math.max(...Object.values(spent.rhoPerFamily))).toBeLessThanOrEqual(2.5);
    expect(spent.distinctContributorSets).toEqual({
      item: 18,
      itemOfOneStage: 12,
      itemPerAgency: 21,
      theme: 6,
      closureAnswer: 15,
      adjustedScore: 2,
      journey: 6,
      driver: 15,
      characteristic: 3,
    });
    expect(distinctContributorSets([[], ["stage"]], ["report"])).toBe(1);
  });

  it("publishes an agency's copy of an item in seven tables, for there the agency is a dimension too", () => {
    expect(tablesOf("C2.POL").map(tableId)).toEqual(["", "area", "stage", "offence", "age", "sex", "area.stage"]);
    expect(tablesOf("C1")).toHaveLength(18);
  });

  it("answers a refused question with the largest allowed table within it", () => {
    expect(nearestTable(["area", "stage", "offence"])).toEqual(["area", "stage", "offence"]);
    expect(nearestTable(["area", "stage", "offence", "sex"])).toEqual(["area", "stage", "offence"]);
    expect(nearestTable(["stage", "age", "sex"])).toEqual(["stage", "age"]);
    expect(nearestTable(["area", "offence"], tablesOf("C2.POL"))).toEqual(["area"]);
  });

  it("has every combination of codes as a cell, whether anybody is in it or not", () => {
    const grid = gridOf(["area", "stage"], ["report", "charge"]);
    expect(grid.size).toBe(codesOf.area.length * 2);
    for (const [cell, [area, stage]] of cellCodes(grid).entries()) {
      expect(cellOf(grid, { area: area ?? "", stage: stage ?? "" })).toBe(cell);
    }
    expect(() => cellOf(grid, { area: "E23000001", stage: "trial" })).toThrow("no list of stage");
  });
});

describe("a tally", () => {
  it("gives every table the counts and record keys of the people themselves", () => {
    fc.assert(
      fc.property(fc.array(respondent, { maxLength: 60 }), fc.constantFrom(...peopleTables), (respondents, table) => {
        const { grid, tally } = tableFrom(respondents, table);
        for (const [cell, codes] of cellCodes(grid).entries()) {
          const inside = respondents.filter((one) =>
            table.every((dimension, index) => one[dimension] === codes[index]),
          );
          const key = inside.reduce((sum, { rkey }) => (sum + rkey) % RECORD_KEYS, 0);
          expect(everyone(tally, cell)).toEqual({ n: inside.length, key });
        }
      }),
      { numRuns: 25 },
    );
  });

  it("is the same whatever order people come in, and so is its noise", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(respondent, { minLength: 1, maxLength: 40 }), fc.nat(), async (respondents, by) => {
        const turned = respondents.map((_, index) => respondents[(index + by) % respondents.length] ?? respondents[0]);
        const shuffled = turned.filter((one) => one !== undefined).toReversed();
        const [one, other] = [tableFrom(respondents, ["stage", "sex"]), tableFrom(shuffled, ["stage", "sex"])];
        expect(one.tally).toEqual(other.tally);
        const perturbed = await perturbItem(hmac, overall, one.tally, one.grid);
        expect(await perturbItem(hmac, overall, other.tally, other.grid)).toEqual(perturbed);
      }),
      { numRuns: 10 },
    );
  });

  it("gives the same people the same noise in whichever table they stand", async () => {
    const respondents = fc
      .sample(respondent, { numRuns: 80, seed: 7 })
      .map((one) => ({ ...one, stage: "trial" as const }));
    const [byArea, byBoth] = [tableFrom(respondents, ["area"]), tableFrom(respondents, ["area", "stage"])];
    const areas = await perturbItem(hmac, overall, byArea.tally, byArea.grid);
    const both = await perturbItem(hmac, overall, byBoth.tally, byBoth.grid);
    const trial = both.filter(([codes]) => codes[1] === "trial").map(([codes, ...values]) => [[codes[0]], ...values]);
    const isSomebodyIn = (_: unknown, cell: number) => everyone(byArea.tally, cell).n > 0;
    expect(trial.filter(isSomebodyIn)).toEqual(areas.filter(isSomebodyIn));
  });

  it("gives every cell in which nobody is noise of its own, so that a sum over them is not a multiple of one draw", async () => {
    const { grid, tally } = tableFrom([], ["area", "offence"]);
    const cells = await perturbItem(hmac, overall, tally, grid);
    const sum = cells.reduce((total, [, , P = 0]) => total + P, 0);
    expect(new Set(cells.map(([, , P]) => P)).size).toBeGreaterThan(8);
    expect(Math.abs(sum)).toBeLessThan(4 * Math.sqrt(5 * cells.length));
  });
});

describe("an item", () => {
  it("counts satisfied, not satisfied and points as the methodology says, and leaves special answers out", async () => {
    expect(overall.positive.map((place) => overall.codes[place])).toEqual(["7", "6", "5"]);
    expect(overall.negative.map((place) => overall.codes[place])).toEqual(["4", "3", "2", "1"]);
    expect(overall.points).toEqual([3, 2, 1, 0, -1, -2, -3, null, null]);

    const respondents = ["7", "6", "4", "1", "dna", "pns"].map((code, index) => ({
      area: "E23000001",
      stage: "report" as const,
      offence: "theft",
      age: "16-24",
      sex: "male",
      code,
      rkey: index,
    }));
    const { grid, tally } = tableFrom(respondents, []);
    expect(contributors(tally, 0, overall.positive).n).toBe(2);
    expect(contributors(tally, 0, overall.negative).n).toBe(2);
    const [[, base, P, Q] = []] = await perturbItem(hmac, overall, tally, grid);
    expect(base).toBe((P ?? 0) + (Q ?? 0));
    const [[, S] = []] = await perturbCentredSum(hmac, overall, tally, grid);
    expect(Math.abs((S ?? 0) - 2)).toBeLessThanOrEqual(48);
  });

  const scored = overall.codes.filter((_, place) => overall.points[place] !== null);

  /** What is hashed for each cell of a centred sum: its draw, but for chance. */
  async function hashed(respondents: readonly Respondent[], item = overall) {
    const messages: string[] = [];
    const { grid, tally } = tableFrom(respondents, ["area", "stage"]);
    await perturbCentredSum(
      async (message) => {
        messages.push(Buffer.from(message).toString("hex"));
        return await hmac(message);
      },
      item,
      tally,
      grid,
    );
    return messages;
  }

  it("draws a sum of points anew where one answer changes, though the same people answered, and nowhere else", async () => {
    const other = fc.tuple(fc.constantFrom(...scored), fc.constantFrom(...scored)).filter(([a, b]) => a !== b);
    const corrected = fc.record({ all: fc.array(respondent), one: respondent, codes: other });
    await fc.assert(
      fc.asyncProperty(corrected, async ({ all, one, codes: [before, after] }) => {
        const at = (code: string) => [...all, { ...one, rkey: Math.max(1, one.rkey), code }];
        const [first, second] = [await hashed(at(before)), await hashed(at(after))];
        const cell = cellOf(gridOf(["area", "stage"], overall.stages), one);
        expect(second.flatMap((message, index) => (message === first[index] ? [] : [index]))).toEqual([cell]);
      }),
      { numRuns: 30 },
    );
  });

  it("draws a sum of points anew everywhere once an answer is scored otherwise, also where nobody gave it", async () => {
    const respondents = fc.sample(respondent, { numRuns: 40, seed: 3 }).map((one) => ({ ...one, code: "6" }));
    const points = overall.points.map((of, place) => (overall.codes[place] === "3" ? 0 : of));
    const [first, second] = [await hashed(respondents), await hashed(respondents, { ...overall, points })];
    expect(second.filter((message, index) => message === first[index])).toEqual([]);
  });

  it("has no mean where its scale only counts, and an answer outside the denominator has no points", () => {
    expect(itemOf(measureOf("VCD8"), scaleOf("REFERRALS"))).toMatchObject({ half: null, positive: [], negative: [] });
    const needed = itemOf(measureOf("TRL4"), scaleOf("E3-NEED"));
    expect(needed.points).toEqual([1, 0, -1, null, null, null]);
    expect(needed.negative).toEqual([1, 2]);
  });
});

describe("the frame", () => {
  it("is told in tens, never below nothing", async () => {
    const grid = gridOf(["stage"], overall.stages);
    const cells = await perturbCounts(hmac, "frame:NC", [0, 4, 996, 12_345], grid);
    for (const [, n] of cells) expect([Math.abs(n ?? -1) % 10, (n ?? -1) >= 0]).toEqual([0, true]);
    expect(Math.abs((cells[3]?.[1] ?? 0) - 12_345)).toBeLessThanOrEqual(21);
  });
});
