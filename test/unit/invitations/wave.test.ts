import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CaseFlag, VictimAge } from "../../../src/domain/case.ts";
import type { Dims, Offence, Sex } from "../../../src/domain/dimension.ts";
import { methodology, methodologyOf } from "../../../src/domain/methodology.ts";
import { sure } from "./people.ts";
import { keyOf } from "../../../src/domain/generalise.ts";
import { type Alike, assignDims, dimsOf, joinShared, type Person, shortOf } from "../../../src/domain/wave.ts";

const person: Person = {
  stage: "trial",
  area: "E23000029",
  offence: "burglary",
  age: "18-24",
  sex: "female",
  language: "en",
  flags: ["domestic-abuse"],
  known: ["attended", "convicted"],
  probability: 0.5,
};

const rule = { k: 10, order: methodology.generalisation.order };

/** How many hold each combination once everything is stored. */
function stored(fresh: readonly Alike[], assigned: readonly Dims[], held: readonly Alike[]) {
  const sizes = new Map<string, number>();
  const add = (dims: Dims, n: number) => {
    const key = JSON.stringify(Object.entries(dims).toSorted(([a], [b]) => (a < b ? -1 : 1)));
    sizes.set(key, n + (sizes.get(key) ?? 0));
  };
  fresh.forEach(({ n }, index) => add(sure(assigned[index]), n));
  for (const { dims, n } of held) add(dims, n);
  return sizes;
}

const alike = fc.record({
  n: fc.integer({ min: 1, max: 14 }),
  dims: fc
    .record({
      area: fc.constantFrom("E23000001", "E23000002", "W15000001"),
      offence: fc.constantFrom<Offence>("burglary", "violence", "other"),
      age: fc.constantFrom<VictimAge>("18-24", "25-44", "65-plus"),
      sex: fc.constantFrom<Sex>("female", "male"),
      flags: fc.subarray<CaseFlag>(["domestic-abuse", "stalking"]),
    })
    .map((drawn): Dims => dimsOf({ ...person, ...drawn }, "victim", methodology)),
});

describe("what an answer may carry", () => {
  it("is what the vault knows, in the words of the tables", () => {
    expect(dimsOf(person, "victim", methodology)).toMatchObject({
      age: "16-24",
      abuse: "yes",
      inclusion: "most",
      facts: ["attended", "safety-flag"],
    });
  });

  it("is shared, as stored, by at least ten invitations, or by all of a stage that has fewer", () => {
    const groups = fc.array(alike, { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(groups, groups, (first, second) => {
        const early = assignDims(first, [], rule);
        const held = [...stored(first, early, [])].map(([key, n]) => ({
          dims: Object.fromEntries(JSON.parse(key)) as Dims,
          n,
        }));
        const late = assignDims(second, held, rule);
        const sizes = [...stored(second, late, held)];
        const small = sizes.filter(([, n]) => n < 10);
        expect(small.length).toBeLessThanOrEqual(1);
        expect(small.every(([key]) => key.includes('["area","not-stated"]'))).toBe(true);
        const short = shortOf(
          second.map(({ n }, index) => ({ n, dims: sure(late[index]) })),
          held,
          rule,
        );
        expect(short.map(({ missing }) => 10 - missing)).toEqual(small.map(([, n]) => n));
      }),
    );
  });

  it("never says more or other than the vault knows", () => {
    fc.assert(
      fc.property(fc.array(alike, { minLength: 1, maxLength: 30 }), (groups) => {
        const assigned = assignDims(groups, [], rule);
        groups.forEach(({ dims }, index) => {
          const { area, offence, age, sex } = sure(assigned[index]);
          expect([dims.area, "not-stated"]).toContain(area);
          expect([dims.offence, "not-stated"]).toContain(offence);
          expect([dims.age, "not-stated"]).toContain(age);
          expect([dims.sex, "not-stated"]).toContain(sex);
        });
      }),
    );
  });

  it("joins, when its company has gone, the finest coarser combination that others hold, or names no area", () => {
    fc.assert(
      fc.property(alike, fc.array(alike, { maxLength: 30 }), ({ dims }, others) => {
        const shared = assignDims(others, [], rule);
        const joined = joinShared(dims, shared, rule);
        for (const attribute of ["area", "offence", "age", "sex", "abuse"] as const)
          expect([dims[attribute], "not-stated"]).toContain(joined[attribute]);
        expect(joined.area === "not-stated" || shared.some((one) => keyOf(one) === keyOf(joined))).toBe(true);
      }),
    );
    const finer = dimsOf(person, "victim", methodology);
    const coarse: Dims = { ...finer, sex: "not-stated" };
    expect(joinShared(finer, [coarse, { ...coarse, age: "not-stated" }], rule)).toEqual(coarse);
  });

  it("lets a latecomer join what others hold already, in full detail", () => {
    const dims = dimsOf(person, "victim", methodology);
    expect(assignDims([{ dims, n: 1 }], [{ dims, n: 10 }], rule)).toEqual([dims]);
    const [alone] = assignDims([{ dims, n: 1 }], [{ dims, n: 9 }], rule);
    expect(alone?.sex).toBe("not-stated");
  });
});

describe("the methodology", () => {
  it("is found by version, and no other version exists", () => {
    expect(methodologyOf("1.0.0")).toBe(methodology);
    expect(() => methodologyOf("2.0.0")).toThrow(/no version/);
  });
});
