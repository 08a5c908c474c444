import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { learnt, type Layer, solve, type System } from "../../../simulation/attack/reconstruct-solve.ts";
import { reconstruct } from "../../../simulation/attack/reconstruct.ts";
import { normal, streamOf } from "../../../simulation/chance.ts";

/** The posterior of the same normal model, one figure after another (Kalman's update): slow, and easy to see through. */
function oneByOne({ variance, layers }: System) {
  const size = variance.length;
  const mean = new Float64Array(size);
  const covariance = Array.from({ length: size }, (_, row) =>
    Float64Array.from({ length: size }, (_none, column) => (row === column ? (variance[row] ?? 0) : 0)),
  );
  for (const { target, weight, told, error } of layers) {
    for (const [cell, value] of told.entries()) {
      const factors = Float64Array.from({ length: size }, (_, unknown) =>
        target[unknown] === cell ? (weight?.[unknown] ?? 1) : 0,
      );
      const along = covariance.map((row) => row.reduce((sum, each, at) => sum + each * (factors[at] ?? 0), 0));
      const whole = along.reduce((sum, each, at) => sum + each * (factors[at] ?? 0), error[cell] ?? 0);
      const surprise = value - mean.reduce((sum, each, at) => sum + each * (factors[at] ?? 0), 0);
      for (let row = 0; row < size; row++) {
        mean[row] = (mean[row] ?? 0) + ((along[row] ?? 0) / whole) * surprise;
        covariance[row] = Float64Array.from(
          covariance[row] ?? [],
          (each, column) => each - ((along[row] ?? 0) * (along[column] ?? 0)) / whole,
        );
      }
    }
  }
  return { mean, left: covariance.map((row, at) => row[at] ?? 0) };
}

const layer = (unknowns: number): fc.Arbitrary<Layer> =>
  fc.record({
    target: fc
      .array(fc.integer({ min: -1, max: 3 }), { minLength: unknowns, maxLength: unknowns })
      .map((cells) => Int32Array.from(cells)),
    weight: fc.option(
      fc
        .array(fc.double({ min: 0.5, max: 3, noNaN: true }), { minLength: unknowns, maxLength: unknowns })
        .map((weights) => Float64Array.from(weights)),
    ),
    told: fc
      .array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 4, maxLength: 4 })
      .map((values) => Float64Array.from(values)),
    error: fc
      .array(fc.double({ min: 0.5, max: 6, noNaN: true }), { minLength: 4, maxLength: 4 })
      .map((values) => Float64Array.from(values)),
  });

const UNKNOWNS = 9;
const systems: fc.Arbitrary<System> = fc.record({
  variance: fc
    .array(fc.double({ min: 0.1, max: 2, noNaN: true }), { minLength: UNKNOWNS, maxLength: UNKNOWNS })
    .map((values) => Float64Array.from(values)),
  layers: fc.array(layer(UNKNOWNS), { minLength: 1, maxLength: 4 }),
});

describe("reconstruction", () => {
  it("solves the equations of a release as the exact posterior does", () => {
    fc.assert(
      fc.property(systems, (system) => {
        const exact = oneByOne(system).mean;
        const found = solve(system);
        for (const [unknown, mean] of exact.entries()) expect(found[unknown]).toBeCloseTo(mean, 1);
      }),
    );
  });

  it("knows how much a release takes away of what was not known", () => {
    const [system] = fc.sample(systems, { numRuns: 1, seed: 7 });
    if (system === undefined) throw new Error("no system was made");
    const next = streamOf("learnt", "normal");
    const shares = learnt(system, () => normal(next), 4000);
    const { left } = oneByOne(system);
    for (const [unknown, share] of shares.entries())
      expect(share).toBeCloseTo(1 - (left[unknown] ?? 0) / (system.variance[unknown] ?? 1), 1);
  });

  it("learns little of people alone in their combination, and much by the usual rule", async () => {
    const rows = await reconstruct(2000);
    expect(rows.filter(({ isPassed }) => !isPassed)).toEqual([]);
    const gained = (id: string) => {
      const row = rows.find((one) => one.id === id);
      return row === undefined ? Number.NaN : row.success - row.chance;
    };
    expect(gained("A3e")).toBeGreaterThan(0.15);
    expect(gained("A3e")).toBeGreaterThan(4 * gained("A3a"));
  }, 120_000);
});
