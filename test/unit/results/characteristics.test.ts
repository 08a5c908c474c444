import { describe, expect, it } from "vitest";
import { type Stage, stages } from "../../../src/domain/dimension.ts";
import { privacyFacts } from "../../../src/domain/privacy-facts.ts";
import { attributes } from "../../../src/instrument/profile.ts";
import { characteristicName, characteristics, coreMeasures } from "../../../src/results/characteristics.ts";
import { characteristicsTable, judgedOf } from "../../../src/results/nation.ts";
import type { CellsOf } from "../../../src/results/table.ts";
import { discreteGaussian, drawNoise } from "../../../src/statistics/noise.ts";
import type { Cell } from "../../../src/statistics/perturb.ts";
import { normal, streamOf } from "../../../simulation/chance.ts";
import { fixtureCells, fixtureHead } from "../../support/release-fixture.ts";

type Counts = readonly [P: number, Q: number];

/** A release that holds satisfaction by disability, stage by stage. */
const releaseOf =
  (by: Readonly<Record<string, Partial<Record<Stage, Counts>>>>): CellsOf =>
  (table, measure) => {
    const found = Object.entries(by).find(([code]) => measure === characteristicName("disability", code, "C1"))?.[1];
    if (table !== "stage" || found === undefined) return null;
    return stages.map((stage): Cell => {
      const [P, Q] = found[stage] ?? [0, 0];
      return [[stage], P + Q, P, Q];
    });
  };

const contrast = (stage: Stage | null, cellsOf: CellsOf, category = "a-lot") => {
  const found = characteristics(stage, cellsOf).find(
    (one) => one.attribute === "disability" && one.category === category && one.measure === "C1",
  );
  if (found === undefined) throw new Error("no such contrast");
  return found;
};

describe("a characteristic", () => {
  const cellsOf = releaseOf({
    "a-lot": { report: [80, 120], charge: [40, -3] },
    "a-little": { report: [150, 100], charge: [60, 40] },
    "no": { report: [450, 300], charge: [300, 200] },
  });

  it("is set beside everybody else who answered the same question", () => {
    const { those, others, difference, significance, adjustedP } = contrast("report", cellsOf);
    // 80 of 200; 600 of 1,000.
    expect([those.value, those.base, others.value, others.base]).toEqual([40, 200, 60, 1000]);
    expect(difference?.points).toBe(-20);
    // Newcombe without noise: -27.2 to -12.4. Four draws on either side of 200, and eight of 1,000, widen it.
    expect(difference?.lower).toBe(-28);
    expect(difference?.upper).toBe(-12);
    expect([significance, adjustedP]).toEqual(["sss", 0]);
  });

  it("adds the stages up as they are stored, and clips below nought in the sum alone", () => {
    const { those, others, difference } = contrast(null, cellsOf);
    // 80 + 40 of 80 + 40 + 120 - 3.
    expect([those.value, those.base]).toEqual([51, 235]);
    expect([others.value, others.base]).toEqual([60, 1600]);
    expect(difference?.points).toBe(-9);
    expect(contrast("charge", cellsOf).those).toMatchObject({ value: null, symbol: "c" });
  });

  it("has an interval as wide as four draws of noise make it, and more where stages are added up", () => {
    const one = releaseOf({ "a-lot": { report: [60, 40] }, "no": { report: [500, 500] } });
    const { those } = contrast("report", one);
    // 60 of 100: Wilson's limits at an effective base of 69.9 = 0.2408 / (0.2408 / 100 + 20 x 0.5185 / 100^2).
    expect([those.lower, those.upper]).toEqual([48, 71]);
    const all = contrast(null, one).those;
    // Three stages more, at which nobody answered: their noise is in the sum too.
    expect((all.upper ?? 0) - (all.lower ?? 0)).toBeGreaterThan(71 - 48 + 4);
  });

  it("is not told on a noisy base below fifty, nor compared with what is not told", () => {
    const few = releaseOf({ "a-lot": { report: [20, 25] }, "no": { report: [500, 500] } });
    expect(contrast("report", few)).toMatchObject({ those: { value: null, symbol: "c" }, difference: null });
    expect(contrast("report", few, "no")).toMatchObject({ others: { value: null }, difference: null, adjustedP: null });
  });

  it("is not available from a release that did not count it", () => {
    const found = characteristics("report", () => null);
    expect(found).toHaveLength(12 * coreMeasures.length);
    expect(found.every(({ those, others }) => those.symbol === "x" && others.symbol === "x")).toBe(true);
  });

  it("is not available of an item whose question changed among the quarters, which is in no family either", () => {
    const whole = characteristics("report", fixtureCells);
    const without = characteristics("report", fixtureCells, (measure) => measure !== "C1");
    const compared = ({ measure, difference }: (typeof whole)[number]) => measure === "C1" && difference !== null;
    expect(whole.some(compared)).toBe(true);
    expect(without.some(compared)).toBe(false);
    expect(without.filter(({ those }) => those.symbol === "x").map(({ measure }) => measure)).toEqual(
      Array.from({ length: 12 }, () => "C1"),
    );
    // The family is smaller, so that the others are judged anew.
    const others = whole.flatMap(({ adjustedP }, index) => {
      const alone = without[index]?.adjustedP ?? null;
      return adjustedP === null || alone === null ? [] : [{ adjustedP, alone }];
    });
    expect(others.length).toBeGreaterThan(50);
    expect(others.some(({ adjustedP, alone }) => adjustedP !== alone)).toBe(true);
  });
});

describe("differences by chance alone", () => {
  const shares: Readonly<Record<string, number>> = { "a-lot": 0.09, "a-little": 0.13, "black": 0.04, "mixed": 0.03 };
  const noise = discreteGaussian(20, 32);

  /** A quarter of 3,000 who told us of themselves, all served alike, as a release would store it. */
  function fairRelease(run: number): CellsOf {
    const next = streamOf("fair", String(run));
    const noisy = (n: number) => Math.round(n) + drawNoise(Math.floor(next() * 2 ** 53), noise);
    const stored = new Map<string, readonly Cell[]>();
    for (const { id, categories } of attributes) {
      for (const { code } of categories) {
        for (const measure of coreMeasures) {
          const n = 3000 * (shares[code] ?? 0.4);
          const good = 0.6 * n + Math.sqrt(0.24 * n) * normal(next);
          const [P, Q] = [noisy(good), noisy(n - good)];
          stored.set(characteristicName(id, code, measure), [[["report"], P + Q, P, Q]]);
        }
      }
    }
    return (table, measure) => (table === "stage" ? (stored.get(measure) ?? null) : null);
  }

  it("are told as more than chance in hardly one release in twenty, and would be in nearly all without adjustment", () => {
    const RUNS = 120;
    let [alarms, naive, compared, outside] = [0, 0, 0, 0];
    for (let run = 0; run < RUNS; run++) {
      const found = characteristics("report", fairRelease(run)).filter(({ difference }) => difference !== null);
      compared += found.length;
      if (found.some(({ significance }) => significance !== "ns")) alarms++;
      const out = found.filter(({ difference }) => (difference?.lower ?? 0) > 0 || (difference?.upper ?? 0) < 0).length;
      outside += out;
      if (out > 0) naive++;
    }
    expect(compared).toBeGreaterThan(RUNS * 100);
    expect(outside / compared).toBeGreaterThan(0.03);
    expect(outside / compared).toBeLessThan(0.06);
    expect(naive / RUNS).toBeGreaterThan(0.9);
    // One in twenty, and 3 standard errors of that.
    expect(alarms / RUNS).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / RUNS));
  });
});

describe("which category somebody named", () => {
  it("is told to whoever knows all else as often as theory says", () => {
    // Eight core answers: each counts one person in this category's table or in the other's.
    const noise = discreteGaussian(20, 32);
    const next = streamOf("category", "known");
    const draw = () => drawNoise(Math.floor(next() * 2 ** 53), noise);
    const RUNS = 20_000;
    let right = 0;
    for (let run = 0; run < RUNS; run++) {
      let evidence = 0;
      for (let item = 0; item < 8; item++) evidence += 1 + draw() - draw();
      right += evidence > 0 ? 1 : evidence === 0 ? 0.5 : 0;
    }
    expect(Math.abs((100 * right) / RUNS - privacyFacts.rightOnCharacteristic)).toBeLessThan(1.5);
  });
});

describe("the table of characteristics", () => {
  it("is a whole cube by stage and over all stages, in which every missing figure says why", () => {
    for (const isByStage of [true, false]) {
      const { query, rows } = characteristicsTable(fixtureHead, fixtureCells, { isByStage });
      expect(rows).toHaveLength(query.measures.length * (isByStage ? 4 : 1) * 12 * 3);
      expect(rows.every(({ value, symbol }) => value !== null || symbol !== null)).toBe(true);
      const keys = rows.map(({ measure, at, answer }) => `${measure}|${at.stage ?? ""}|${answer ?? ""}`);
      expect(new Set(keys).size).toBe(keys.length);
      const judged = judgedOf(fixtureCells, isByStage);
      expect(rows.filter((row) => judged(row) !== null)).toHaveLength(rows.length / 3);
    }
  });
});
