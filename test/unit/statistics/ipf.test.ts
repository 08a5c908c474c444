import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agreeingMargins, fitMargins, type Margin, modelledJoint } from "../../../src/statistics/ipf.ts";

/** Adds an array up over all axes but some, cell by cell: the slow and obvious way. */
function sumOver(sizes: readonly number[], counts: ArrayLike<number>, axes: readonly number[]): number[] {
  const strides = sizes.map((_, axis) => sizes.slice(axis + 1).reduce((product, size) => product * size, 1));
  const sums = new Map<string, number>();
  for (let cell = 0; cell < counts.length; cell++) {
    const codes = sizes.map((size, axis) => Math.floor(cell / (strides[axis] ?? 1)) % size);
    const key = axes.map((axis) => String(codes[axis]).padStart(3, "0")).join();
    sums.set(key, (sums.get(key) ?? 0) + (counts[cell] ?? 0));
  }
  return [...sums].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
}

const marginOf = (sizes: readonly number[], counts: ArrayLike<number>, axes: readonly number[]): Margin => ({
  axes,
  counts: sumOver(sizes, counts, axes),
});

const sizes = [4, 3, 3, 2];
const cells = 4 * 3 * 3 * 2;
const pairs = [
  [0, 1, 3],
  [0, 2, 3],
  [1, 2, 3],
];
const joint = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: cells, maxLength: cells });

const areNear = (one: ArrayLike<number>, other: ArrayLike<number>, within: number) =>
  Array.from(other).every((n, at) => Math.abs((one[at] ?? Number.NaN) - n) <= within * Math.max(1, n));

describe("iterative proportional fitting", () => {
  it("reproduces the margins that it was given, whatever they are the margins of", () => {
    fc.assert(
      fc.property(joint, (counts) => {
        const margins = pairs.map((axes) => marginOf(sizes, counts, axes));
        const fit = fitMargins(sizes, margins);
        for (const { axes, counts: wanted } of margins)
          expect(areNear(sumOver(sizes, fit.counts, axes), wanted, 1e-6)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it("is the joint itself where there is no association beyond the margins", () => {
    const weights = (n: number) => fc.array(fc.integer({ min: 1, max: 9 }), { minLength: n, maxLength: n });
    fc.assert(
      fc.property(weights(4), weights(3), weights(3), weights(2), (a, b, c, d) => {
        const counts = a.flatMap((w) => b.flatMap((x) => c.flatMap((y) => d.map((z) => w * x * y * z))));
        const single = [0, 1, 2, 3].map((axis) => marginOf(sizes, counts, [axis]));
        expect(areNear(fitMargins(sizes, single).counts, counts, 1e-9)).toBe(true);
        expect(
          areNear(
            modelledJoint(
              sizes,
              pairs.map((axes) => marginOf(sizes, counts, axes)),
            ).counts,
            counts,
            1e-6,
          ),
        ).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it("keeps the odds ratios of its start, as raking does", () => {
    // 2 by 2: the odds ratio of the start is 12; the margins are 60, 40 and 50, 50.
    const { counts } = fitMargins(
      [2, 2],
      [
        { axes: [0], counts: [60, 40] },
        { axes: [1], counts: [50, 50] },
      ],
      [6, 1, 2, 4],
    );
    const [a = 0, b = 0, c = 0, d = 0] = counts;
    expect((a * d) / (b * c)).toBeCloseTo(12, 6);
    expect([a + b, c + d, a + c, b + d].map((n) => Math.round(n * 1e6) / 1e6)).toEqual([60, 40, 50, 50]);
  });
});

describe("noisy tables", () => {
  const lattice = [[3], [0, 3], [1, 3], [2, 3], ...pairs];
  const noise = fc.array(fc.integer({ min: -8, max: 8 }), { minLength: 300, maxLength: 300 });

  it("are made to agree on what they share, and then all hold in the joint", () => {
    fc.assert(
      fc.property(joint, noise, (counts, drawn) => {
        let at = 0;
        const noisy = lattice.map((axes) => ({
          axes,
          counts: sumOver(sizes, counts, axes).map((n) => n + (drawn[at++ % drawn.length] ?? 0)),
        }));
        const agreed = agreeingMargins(sizes, noisy.toReversed());
        const whole = agreed[0]?.counts ?? [];
        expect(
          areNear(
            whole,
            (noisy[0]?.counts ?? []).map((n) => Math.max(0, n)),
            1e-6,
          ),
        ).toBe(true);
        const fit = modelledJoint(sizes, noisy.toReversed());
        expect(fit.error).toBeLessThan(1e-6);
        for (const { axes, counts: wanted } of agreed)
          expect(areNear(sumOver(sizes, fit.counts, axes), wanted, 1e-5)).toBe(true);
        expect(fit.counts.every((n) => n >= 0)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it("below zero count as hardly any", () => {
    const fit = modelledJoint([2, 2], [{ axes: [0, 1], counts: [40, -3, 10, 20] }]);
    expect(fit.counts[1]).toBeLessThan(0.01);
    expect(fit.counts[0]).toBeCloseTo(40, 6);
  });
});
