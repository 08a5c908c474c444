import { describe, expect, it } from "vitest";
import { noisyProportion } from "../../../src/statistics/interval.ts";
import { noisyShare, pairedChange } from "../../../src/statistics/paired.ts";

/** A stream of numbers in [0, 1) that is the same every time (mulberry32). */
function stream(seed: number) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const chances = [0.42, 0.04, 0.1, 0.05, 0.06, 0.05, 0.06, 0.03, 0.19];
/** Places of the nine where somebody became satisfied, and where they ceased to be. */
const [up, down] = [
  [3, 6],
  [1, 2],
];

/** Nine counts of some people, each with the noise of a release. */
function nine(next: () => number, people: number) {
  const counts = chances.map(() => 0);
  for (let i = 0; i < people; i++) {
    let draw = next();
    const place = chances.findIndex((chance) => (draw -= chance) < 0);
    counts[place] = (counts[place] ?? 0) + 1;
  }
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return counts.map((n) => n + Math.round(Math.sqrt(5) * normal()));
}

const sum = (counts: readonly number[], places: readonly number[]) => ({
  n: places.reduce((total, place) => total + (counts[place] ?? 0), 0),
  draws: places.length,
});

const everywhere = [0, 1, 2, 3, 4, 5, 6, 7, 8];

describe("a paired change", () => {
  it("has without noise the variance of a paired difference", () => {
    // 30 gained and 10 lost of 200, one more on either side for the variance: 42 / 204 of them changed.
    const { change, variance } = pairedChange({ n: 30, draws: 2 }, { n: 10, draws: 2 }, { n: 200, draws: 9 }, 0);
    expect(change).toBeCloseTo(0.1, 12);
    expect(variance).toBeCloseTo((42 / 204 - 0.01) / 200, 12);
  });

  it.each([60, 150, 600])("has limits that hold 95 of 100 times, noise and all, of %i people", (people) => {
    const next = stream(people);
    const truth = 0.11 - 0.14;
    const runs = 4000;
    let held = 0;
    for (let run = 0; run < runs; run++) {
      const counts = nine(next, people);
      const { lower, upper } = pairedChange(sum(counts, up), sum(counts, down), sum(counts, everywhere));
      if (lower <= truth && truth <= upper) held += 1;
    }
    expect(held / runs).toBeGreaterThan(0.94);
    expect(held / runs).toBeLessThan(0.97);
  });
});

describe("a share of one cell among nine", () => {
  it("varies as much as it is said to", () => {
    const next = stream(3);
    const shares: number[] = [];
    let told = 0;
    for (let run = 0; run < 4000; run++) {
      const counts = nine(next, 150);
      const { P, Q, cells } = noisyShare(sum(counts, [2]), sum(counts, everywhere));
      shares.push(P / (P + Q));
      told += (noisyProportion(P, Q, 5 * cells)?.variance ?? 0) / 4000;
    }
    const mean = shares.reduce((total, share) => total + share, 0) / shares.length;
    const seen = shares.reduce((total, share) => total + (share - mean) ** 2, 0) / (shares.length - 1);
    expect(told / seen).toBeGreaterThan(0.9);
    expect(told / seen).toBeLessThan(1.15);
  });
});
