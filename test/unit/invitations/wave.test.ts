import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Dims } from "../../../src/domain/dimension.ts";
import { methodology, methodologyOf } from "../../../src/domain/methodology.ts";
import { type Alike, assignDims, dimsOf, type Person } from "../../../src/domain/wave.ts";

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
    const key = JSON.stringify(Object.entries(dims).toSorted());
    sizes.set(key, n + (sizes.get(key) ?? 0));
  };
  fresh.forEach(({ n }, index) => add(assigned[index] as Dims, n));
  for (const { dims, n } of held) add(dims, n);
  return sizes;
}

const alike = fc.record({
  n: fc.integer({ min: 1, max: 14 }),
  dims: fc
    .record({
      area: fc.constantFrom("E23000001", "E23000002", "W15000001"),
      offence: fc.constantFrom("burglary", "violence", "other"),
      age: fc.constantFrom("18-24", "25-44", "65-plus"),
      sex: fc.constantFrom("female", "male"),
      flags: fc.subarray(["domestic-abuse", "stalking"] as const),
    })
    .map((drawn): Dims => dimsOf({ ...person, ...drawn } as Person, "victim", methodology)),
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
        for (const [key, n] of sizes) if (n < 10) expect(key).toContain('["area","not-stated"]');
        expect(sizes.filter(([, n]) => n < 10).length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("never says more or other than the vault knows", () => {
    fc.assert(
      fc.property(fc.array(alike, { minLength: 1, maxLength: 30 }), (groups) => {
        const assigned = assignDims(groups, [], rule);
        groups.forEach(({ dims }, index) => {
          const { area, offence, age, sex } = assigned[index] as Dims;
          expect([dims.area, "not-stated"]).toContain(area);
          expect([dims.offence, "not-stated"]).toContain(offence);
          expect([dims.age, "not-stated"]).toContain(age);
          expect([dims.sex, "not-stated"]).toContain(sex);
        });
      }),
    );
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
