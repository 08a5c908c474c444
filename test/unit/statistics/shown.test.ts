import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bandOf } from "../../../src/statistics/bands.ts";
import { arcsineLimits, scoreLimits } from "../../../src/statistics/funnel.ts";
import { noisyInterval, noisyProportion } from "../../../src/statistics/interval.ts";
import { discreteGaussian, drawNoise } from "../../../src/statistics/noise.ts";
import { outcomeRates, outcomesFrom } from "../../../src/statistics/outcome-rates.ts";
import { roundHalfAway, roundTo } from "../../../src/statistics/rounding.ts";
import { answerVariance, scoreOfSevenPoints } from "../../../src/statistics/score.ts";
import { shownBase, shownCount, shownPercentage, shownScore } from "../../../src/statistics/shown.ts";

const noisy = fc.integer({ min: -16, max: 3000 });

describe("a percentage", () => {
  it("is confidential below a noisy base of 50, of low reliability below 100, and shown from there", () => {
    expect(shownPercentage({ P: 9, Q: 8, cells: 1 })).toEqual({
      status: "confidential",
      base: null,
      percent: null,
      coding: null,
      lower: null,
      upper: null,
    });
    expect(shownPercentage({ P: 30, Q: 19, cells: 1 })).toMatchObject({
      status: "confidential",
      base: 50,
      percent: null,
    });
    expect(shownPercentage({ P: 30, Q: 20, cells: 1 })).toMatchObject({ status: "low-base", base: 50, percent: 60 });
    expect(shownPercentage({ P: 66, Q: 33, cells: 1 })).toMatchObject({ status: "low-base", base: 100, percent: 67 });
    expect(shownPercentage({ P: 66, Q: 34, cells: 1 })).toMatchObject({ status: "shown", base: 100, percent: 66 });
  });

  it("has a decimal, and a base in tens, from 1,000", () => {
    expect(shownPercentage({ P: 612, Q: 387, cells: 1 })).toMatchObject({ base: 1000, percent: 61 });
    expect(shownPercentage({ P: 612, Q: 402, cells: 1 })).toMatchObject({ base: 1010, percent: 60.4 });
  });

  it("is a bound where fewer than three are on one side, and its limits do not tell how many", () => {
    const [none, two] = [shownPercentage({ P: -3, Q: 120, cells: 1 }), shownPercentage({ P: 2, Q: 118, cells: 1 })];
    expect(none).toMatchObject({ percent: 3, coding: "at-most", lower: 0 });
    expect(two).toEqual(none);
    expect(shownPercentage({ P: 119, Q: 1, cells: 1 })).toMatchObject({ percent: 97, coding: "at-least", upper: 100 });
    expect(shownPercentage({ P: 3, Q: 117, cells: 1 })).toMatchObject({ percent: 3, coding: null });
  });

  it("lies within its limits, and the more cells were added up the wider they are", () => {
    fc.assert(
      fc.property(noisy, noisy, (P, Q) => {
        const one = shownPercentage({ P, Q, cells: 1 });
        const many = shownPercentage({ P, Q, cells: 40 });
        const inOrder = [many.lower, one.lower, one.percent, one.upper, many.upper];
        const nothing = [null, null, null, null, null];
        expect(inOrder).toEqual(
          one.status === "confidential" ? nothing : inOrder.toSorted((a, b) => Number(a) - Number(b)),
        );
      }),
    );
  });

  it("has limits that hold the truth 95 times in 100 although the counts carry noise", () => {
    const table = discreteGaussian(5, 16);
    let state = 12_345;
    const chance = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    };
    for (const [base, truth] of [
      [50, 0.5],
      [100, 0.8],
      [300, 0.95],
    ] as const) {
      let held = 0;
      for (let repeat = 0; repeat < 4000; repeat++) {
        let positive = 0;
        for (let person = 0; person < base; person++) positive += chance() < truth ? 1 : 0;
        const noise = () => drawNoise(Math.floor(chance() * 2 ** 53), table);
        const estimate = noisyProportion(positive + noise(), base - positive + noise(), 5);
        if (estimate === null) continue;
        const { lower, upper } = noisyInterval(estimate, 0.95);
        held += lower <= truth && truth <= upper ? 1 : 0;
      }
      expect(held / 4000).toBeGreaterThan(0.935);
      expect(held / 4000).toBeLessThan(0.97);
    }
  });
});

describe("a score", () => {
  const scale = {
    points: 7,
    options: [1, 2, 3, 4, 5, 6, 7].map((code) => ({
      code: String(code),
      score: scoreOfSevenPoints(code),
      positive: code >= 5,
    })),
  };

  it("runs from 0 to 100 around the middle of the scale, under the rules of percentages", () => {
    const spread = { half: 3, noiseVariance: 45, answerVariance: 4 };
    expect(shownScore({ P: 80, Q: 40, cells: 1, S: 120 }, spread)).toMatchObject({
      status: "shown",
      base: 120,
      score: 67,
    });
    expect(shownScore({ P: 20, Q: 20, cells: 1, S: 0 }, spread)).toMatchObject({ status: "confidential", score: null });
    const { lower, score, upper } = shownScore({ P: 900, Q: 300, cells: 1, S: 1500 }, spread);
    expect(score).toBe(70.8);
    expect((score ?? 0) - (lower ?? 0)).toBeCloseTo((upper ?? 0) - (score ?? 0), 0);
  });

  it("takes the spread of answers from the parent's perturbed histogram", () => {
    expect(
      answerVariance(
        new Map([
          ["7", 10],
          ["1", 10],
          ["dna", 90],
          ["4", -3],
        ]),
        scale,
      ),
    ).toBe(9);
    expect(answerVariance(new Map([["4", 0]]), scale)).toBeNull();
  });
});

describe("rounding", () => {
  it("goes half away from zero, undisturbed by binary dust", () => {
    expect([0.5, -0.5, 2.5, -2.5, 1.4].map((value) => roundHalfAway(value))).toEqual([1, -1, 3, -3, 1]);
    expect([1.005, 8.345, 61.45].map((value) => roundHalfAway(value, 2))).toEqual([1.01, 8.35, 61.45]);
    expect([12, 12.5, 17.4, 995].map((value) => roundTo(value, 5))).toEqual([10, 15, 15, 995]);
  });

  it("keeps small bases to itself and never prints a count below nothing", () => {
    expect([19, 20, 22, 23, 999, 1004, 1005].map((n) => shownBase(n))).toEqual([null, 20, 20, 25, 1000, 1000, 1010]);
    expect([-4, 2, 3, 1004].map((n) => shownCount(n))).toEqual([0, 0, 5, 1000]);
  });
});

describe("a band", () => {
  it("needs the base, the distance and the points", () => {
    expect(bandOf({ z: 4, points: 8, base: 99 })).toBeNull();
    expect(bandOf({ z: 4, points: 2.9, base: 500 })).toBe("about-the-same");
    expect(bandOf({ z: 1.9, points: 8, base: 500 })).toBe("about-the-same");
    expect(bandOf({ z: 2, points: 3, base: 100 })).toBe("better");
    expect(bandOf({ z: -3.1, points: -6, base: 100 })).toBe("much-worse");
  });
});

describe("a funnel", () => {
  it("on the arcsine scale is the score funnel where bases are large, and widens with the variance between areas", () => {
    const [arcsine, score] = [arcsineLimits(0.7, 5000, 1.96, 0), scoreLimits(0.7, 5000, 1.96)];
    expect(arcsine.lower).toBeCloseTo(score.lower, 3);
    expect(arcsine.upper).toBeCloseTo(score.upper, 3);
    const spread = arcsineLimits(0.7, 5000, 1.96, 0.002);
    expect([spread.lower < arcsine.lower, spread.upper > arcsine.upper]).toEqual([true, true]);
    expect(arcsineLimits(0.98, 10, 3.09, 0.05)).toMatchObject({ upper: 1 });
  });
});

describe("outcome rates", () => {
  const none = { I: 0, P: 0, R: 0, NC: 0, O: 0, UH: 0, UO: 0, NE: 0 };

  it("of nobody are not available, and never 0 %", () => {
    expect(Object.values(outcomeRates(none))).toEqual(Object.values(outcomeRates(none)).map(() => null));
    const unknown = outcomeRates({ ...none, UO: 12 });
    expect(unknown).toMatchObject({ RR1: 0, RR3: null, RR5: null, COOP1: null, REF1: 0, CON3: null });
  });

  it("keep every case of the frame, and count the safety-suppressed in the denominator", () => {
    const frame = { "NC": 700, "UO": 40, "UO-S": 100, "UO-R": 60, "R": 20, "NE": 50, "NS": 30 };
    const outcomes = outcomesFrom(frame, { started: 420, complete: 350, partial: 40 });
    expect(outcomes).toEqual({ I: 350, P: 40, R: 50, NC: 280, O: 0, UH: 0, UO: 200, NE: 50 });
    expect(outcomeRates(outcomes).RR1).toBeCloseTo(350 / 920, 12);
    expect(outcomesFrom({ UO: 500 }, { started: 90, complete: 80, partial: 20 })).toMatchObject({
      R: 0,
      NC: 0,
      UO: 400,
    });
  });
});
