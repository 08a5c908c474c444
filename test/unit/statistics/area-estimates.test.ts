import { describe, expect, it } from "vitest";
import { by, makeNation, noNoise, releaseNoise, survey } from "../../../simulation/validate/nation.ts";
import { bias } from "../../../simulation/validate/studies.ts";
import { streamOf } from "../../../simulation/chance.ts";
import { methodology } from "../../../src/domain/methodology.ts";
import { adjustCaseMix } from "../../../src/statistics/case-mix.ts";
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
      bias("short", { invitations: 250_000, isGeneralised: true }, 6);
    expect(before).toBeGreaterThan(1.5);
    expect(after).toBeLessThan(0.5);
  }, 60_000);

  it("carry the noise of the release in their error, and are the same for the same answers", () => {
    const truth = { areas: 5, invitations: 8_000, response: 0.3, mixSpread: 0.3, mixEffect: 12, responseEffect: 0.5 };
    const nation = makeNation("noise", { ...truth, areaSpread: 3, isGeneralised: false });
    const cells = survey(nation, streamOf("noise", "answers"));
    const plain = estimateAreas(cells, nation.frame, by, noNoise);
    const again = estimateAreas(cells, nation.frame, by, noNoise);
    const noisy = estimateAreas(cells, nation.frame, by, releaseNoise(streamOf("noise", "noise"), 3));
    expect(again).toEqual(plain);
    for (const [at, { standardError, base, score }] of (noisy?.scores ?? []).entries()) {
      const without = plain?.scores[at];
      const added = (methodology.weights.cap * Math.sqrt(45) * (100 / 6)) / base;
      expect(standardError).toBeCloseTo(Math.hypot(without?.standardError ?? 0, added), 9);
      expect(score).not.toBe(without?.score);
    }
  });

  it("are weighted to the frame, rare categories together, and to less where the frame cannot be met", () => {
    const cells = [cell("young", 20, 0), cell("old", 80, 100), cell("oldest", 2, 100)];
    const frame = { age: { young: 500, old: 480, oldest: 20 } };
    const { weights, met, designEffect } = weighArea("A", cells, frame, {
      weighBy: ["age"],
      hold: { cap: 5, rounds: 10 },
    });
    expect(met).toEqual(["age"]);
    // Two answers of the oldest are too few to speak for them: they are taken together with the young, the next in size.
    expect(weights.map((weight) => weight.toFixed(4))).toEqual(["23.6364", "6.0000", "23.6364"]);
    expect(designEffect).toBeGreaterThan(1);
    // Held to the methodology's cap, they no longer meet the frame, and nobody counts for more than that.
    const held = weighArea("A", cells, frame, { weighBy: ["age"] });
    const mean = held.weights.reduce((sum, weight, index) => sum + weight * (cells[index]?.n ?? 0), 0) / 102;
    expect(Math.max(...held.weights)).toBeCloseTo(methodology.weights.cap * mean, 9);
    expect(held.trimmed).toBeCloseTo(22 / 102, 9);
    const impossible = weighArea(
      "A",
      cells,
      { age: { young: 0, old: 0, oldest: 0 }, sex: {} },
      { weighBy: ["age", "sex"] },
    );
    expect(impossible.met.length).toBeLessThan(2);
  });

  it("learn nothing of what is the same throughout each area, however it is measured", () => {
    const alike = { n: 1, squares: 0, weight: 0.1 };
    const people = [10, 30, 20, 40, 50, 90].map((score, index) => ({
      ...alike,
      unit: index < 3 ? "A" : "B",
      sum: score,
      squares: score * score,
      adjusters: [index < 3 ? 0.1 : 0.7, index % 2],
    }));
    const [constant, other] = adjustCaseMix(people)?.coefficients ?? [];
    expect(constant).toBe(0);
    expect(other).toBeCloseTo(
      adjustCaseMix(people.map((one) => ({ ...one, adjusters: one.adjusters.slice(1) })))?.coefficients[0] ?? 0,
      9,
    );
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

  it("carry the one error of a bridge once, however many quarters it tells in terms of the newest", () => {
    const own = 0.5;
    const common = { source: "a study", standardError: 3 };
    const bridged = Array.from({ length: 8 }, () => ({ score: 60, standardError: own, common }));
    const newest = { score: 60, standardError: own };
    const errorOf = (periods: Parameters<typeof findChanges>[0][number]["periods"]) =>
      findChanges([{ name: "area", periods }], 0.05)[0]?.standardError ?? 0;
    // The two newest, one of which the bridge told too: half of its error stands against all of it.
    const looks = [Math.hypot(own, own / Math.sqrt(8), 3), Math.hypot(own / Math.sqrt(2), own / Math.sqrt(7), 1.5)];
    expect(looks.some((look) => Math.abs(errorOf([...bridged, newest]) - look) < 1e-9)).toBe(true);
    expect(errorOf([...bridged.slice(0, 2), newest])).toBeCloseTo(Math.hypot(own, own / Math.sqrt(2), 3), 9);
    // In common to both sides, it cancels.
    expect(errorOf(bridged.slice(0, 3))).toBeCloseTo(Math.hypot(own, own / Math.sqrt(2)), 9);
    // A second bridge that leads over the first holds its error too.
    const farther = { score: 60, standardError: own, common: { source: "two studies", standardError: 5 } };
    expect(errorOf([farther, ...bridged.slice(0, 1), newest])).toBeCloseTo(Math.hypot(own, own / Math.sqrt(2), 4), 9);
  });

  it("do not take a study's error for a change of every area", () => {
    const next = streamOf("bridge", "null");
    const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
    const runs = 300;
    let alarmed = 0;
    for (let run = 0; run < runs; run++) {
      const shift = 3 * normal();
      const common = { source: "a study", standardError: 3 };
      const told = (at: number) => ({ score: 60 + at + 0.5 * normal(), standardError: 0.5 });
      const series = Array.from({ length: 43 }, (_, area) => ({
        name: String(area),
        periods: [...Array.from({ length: 8 }, () => ({ ...told(shift), common })), told(0)],
      }));
      if (findChanges(series, 0.05).some(({ isFound }) => isFound)) alarmed++;
    }
    expect(alarmed / runs).toBeLessThan(0.1);
  });

  it("can be planned for: 880 answers in each arm for four points (methodology.md 2.12)", () => {
    const plan = { spread: 30, designEffect: 1, power: 0.8, alpha: 0.05 };
    expect(answersNeeded(4, plan)).toBeGreaterThan(875);
    expect(answersNeeded(4, plan)).toBeLessThan(890);
    expect(detectableDifference(answersNeeded(4, plan), plan)).toBeLessThanOrEqual(4);
  });
});
