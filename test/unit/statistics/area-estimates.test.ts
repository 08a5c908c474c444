import { describe, expect, it } from "vitest";
import { by, makeNation, noNoise, releaseNoise, survey } from "../../../simulation/validate/nation.ts";
import { bias } from "../../../simulation/validate/studies.ts";
import { streamOf } from "../../../simulation/chance.ts";
import { type AnswerCell, estimateAreas, weighArea } from "../../../src/statistics/area-estimates.ts";
import { type AreaScore, compareScores } from "../../../src/statistics/area-scores.ts";
import { answersNeeded, detectableDifference, findChanges } from "../../../src/statistics/change.ts";
import { winsorisedVariance } from "../../../src/statistics/overdispersion.ts";

// The long form of these is `npm run validate` (docs/methodology/validation.md).

const cell = (age: string, n: number, score: number): AnswerCell => ({
  area: "A",
  categories: { age },
  n,
  sum: n * score,
  squares: n * score * score,
  baseWeight: 1,
});

describe("areas' scores", () => {
  it("come out of a nation whose truth is known, where what was answered is more than two points off", () => {
    const { "unadjusted, against the like of the nation": before, "adjusted, against the like of the nation": after } =
      bias("short", 250_000, true, 6);
    expect(before).toBeGreaterThan(1.5);
    expect(after).toBeLessThan(0.5);
  });

  it("carry the noise of the release in their error, and are the same for the same answers", () => {
    const truth = { areas: 5, invitations: 8_000, response: 0.3, mixSpread: 0.3, mixEffect: 12, responseEffect: 0.5 };
    const nation = makeNation("noise", { ...truth, areaSpread: 3, isGeneralised: false });
    const cells = survey(nation, streamOf("noise", "answers"));
    const plain = estimateAreas(cells, nation.frame, by, noNoise);
    const again = estimateAreas(cells, nation.frame, by, noNoise);
    const noisy = estimateAreas(cells, nation.frame, by, releaseNoise(streamOf("noise", "noise")));
    expect(again).toEqual(plain);
    for (const [at, { standardError, base, score }] of (noisy?.scores ?? []).entries()) {
      const without = plain?.scores[at];
      const added = (Math.sqrt(45) * (100 / 6)) / base;
      expect(standardError).toBeCloseTo(Math.hypot(without?.standardError ?? 0, added), 9);
      expect(score).not.toBe(without?.score);
    }
  });

  it("are weighted to the frame, rare categories together, and to less where the frame cannot be met", () => {
    const cells = [cell("young", 20, 0), cell("old", 80, 100), cell("oldest", 2, 100)];
    const frame = { age: { young: 500, old: 480, oldest: 20 } };
    const { weights, met, designEffect } = weighArea("A", cells, frame, ["age"]);
    expect(met).toEqual(["age"]);
    // Two answers of the oldest are too few to speak for them: they are taken together with the young, the next in size.
    expect(weights.map((weight) => weight.toFixed(4))).toEqual(["23.6364", "6.0000", "23.6364"]);
    expect(designEffect).toBeGreaterThan(1);
    const impossible = weighArea("A", cells, { age: { young: 0, old: 0, oldest: 0 }, sex: {} }, ["age", "sex"]);
    expect(impossible.met.length).toBeLessThan(2);
  });
});

const scored = (scores: readonly number[], standardError: number, base = 400): readonly AreaScore[] =>
  scores.map((score, index) => ({ area: String(index), score, standardError, base }));

describe("the comparison of areas", () => {
  it("finds the one that is far from the rest, and says of the rest that they are as expected", () => {
    const { areas } = compareScores(scored([60, 61, 59, 60, 62, 58, 60, 61, 59, 60, 61, 59, 40], 1));
    expect(areas.map(({ band }) => band)).toEqual([
      ...Array.from({ length: 12 }, () => "about-the-same"),
      "much-worse",
    ]);
  });

  it("calls nobody better for a difference that nobody would notice, or on too small a base", () => {
    const close = compareScores(scored([60, 60, 60, 60, 60, 60, 60, 60, 60, 62.5], 0.2));
    expect(close.areas.every(({ band }) => band === "about-the-same")).toBe(true);
    const small = compareScores(scored([60, 61, 59, 20], 1, 99));
    expect(small.areas.every(({ band }) => band === null)).toBe(true);
    expect(compareScores([]).areas).toEqual([]);
  });

  it("draws uncertain scores towards what is expected, and certain ones hardly", () => {
    const { areas, target } = compareScores([
      ...scored([50, 55, 60, 65, 70], 1),
      { area: "x", score: 70, standardError: 20, base: 100 },
    ]);
    const [certain, uncertain] = [areas[4], areas[5]];
    expect(certain?.reliability).toBeGreaterThan(0.9);
    expect(uncertain?.reliability).toBeLessThan(0.5);
    expect(Math.abs((uncertain?.shrunken ?? 0) - target)).toBeLessThan(Math.abs((certain?.shrunken ?? 0) - target));
  });

  it("knows what winsorising takes from the variance", () => {
    expect(winsorisedVariance(0.1)).toBeCloseTo(0.6786, 3);
    expect(winsorisedVariance(1e-9)).toBeCloseTo(1, 4);
  });
});

describe("changes over time", () => {
  const steady = (score: number) => ({ score, standardError: 1.5 });

  it("are found where they are, and not told of too short a series", () => {
    const dropped = [60, 61, 59, 60, 50].map(steady);
    const flat = [60, 61, 59, 60, 60].map(steady);
    const found = findChanges(
      [
        { name: "dropped", periods: dropped },
        { name: "flat", periods: flat },
        { name: "short", periods: dropped.slice(-2) },
      ],
      0.05,
    );
    expect(found.map(({ isFound }) => isFound)).toEqual([true, false, false]);
    expect(found[0]?.difference).toBeCloseTo(-10, 6);
  });

  it("can be planned for: 880 answers in each arm for four points (methodology.md 2.12)", () => {
    const plan = { spread: 30, designEffect: 1, power: 0.8, alpha: 0.05 };
    expect(answersNeeded(4, plan)).toBeGreaterThan(875);
    expect(answersNeeded(4, plan)).toBeLessThan(890);
    expect(detectableDifference(answersNeeded(4, plan), plan)).toBeLessThanOrEqual(4);
  });
});
