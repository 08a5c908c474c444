import { describe, expect, it } from "vitest";
import { drivers } from "../../../src/results/drivers.ts";
import type { CellsOf } from "../../../src/results/table.ts";
import { EXPERIENCES_AT_MOST, experiencesAt } from "../../../src/statistics/associations.ts";
import { discreteGaussian, drawNoise } from "../../../src/statistics/noise.ts";

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

describe("experiences that are set beside satisfaction", () => {
  it("are of the fixed core, of agencies and of the stage: not what a third is asked, nor of another survey", () => {
    const ids = experiencesAt("charge").map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(["C2.POL", "C3", "C5", "C6", "CHG1", "CHG6"]));
    for (const id of ["C1", "C4", "C7", "C8", "RPT1", "SXC3", "VCF1"]) expect(ids).not.toContain(id);
  });

  it("are no more for anybody than the ledger counts", () => {
    // The last stage has the most: three of the core, three agencies and nine of its own.
    expect(EXPERIENCES_AT_MOST).toBe(15);
  });
});

describe("the limits of a difference", () => {
  // As a release has them: whole people, noise of variance 20, limits rounded to whole points of per cent.
  it.each([
    [150, 120],
    [600, 300],
  ])("hold at least 94 of 100 times, of %i with and %i without", (having, lacking) => {
    const next = stream(having);
    const table = discreteGaussian(20, 32);
    const satisfied = (n: number, share: number) => Array.from({ length: n }, next).filter((x) => x < share).length;
    const noisy = (n: number) => n + drawNoise(Math.floor(next() * 2 ** 53), table);
    let held = 0;
    const runs = 3000;
    for (let run = 0; run < runs; run++) {
      const [a, b] = [satisfied(having, 0.75), satisfied(lacking, 0.4)];
      const cell = [["report"], noisy(a), noisy(b), noisy(having - a), noisy(lacking - b)] as const;
      const cellsOf: CellsOf = (_, measure) => (measure === "driver:C3" ? [cell] : null);
      const told = drivers("report", cellsOf)[0]?.difference;
      if (told && told.lower <= 35 && told.upper >= 35) held += 1;
    }
    expect(held / runs).toBeGreaterThan(0.94);
    expect(held / runs).toBeLessThan(0.985);
  });
});
