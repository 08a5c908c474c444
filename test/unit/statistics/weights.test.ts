import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { choleskySolve } from "../../../src/statistics/linear.ts";
import { designVariance, weightedMean } from "../../../src/statistics/survey-design.ts";
import { kish, type Margin, rake, rakeAndTrim } from "../../../src/statistics/weights.ts";

const margin = (name: string, categories: readonly string[], targets: Readonly<Record<string, number>>): Margin => ({
  name,
  categories,
  targets: new Map(Object.entries(targets)),
});

/** Answers in two margins, with every crossing of them answered, and targets that add up alike. */
const populations = fc
  .array(
    fc.record({
      a: fc.constantFrom("x", "y", "z"),
      b: fc.constantFrom("1", "2"),
      weight: fc.double({ min: 0.5, max: 4, noNaN: true }),
    }),
    {
      maxLength: 60,
    },
  )
  .map((more) => [...["x", "y", "z"].flatMap((a) => ["1", "2"].map((b) => ({ a, b, weight: 1 }))), ...more])
  .chain((people) =>
    fc.record({
      people: fc.constant(people),
      a: fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })),
      b: fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })),
    }),
  )
  .map(({ people, a, b }) => {
    const [x, y, z] = a.map((share) => (1000 * share) / (a[0] + a[1] + a[2]));
    const [one, two] = b.map((share) => (1000 * share) / (b[0] + b[1]));
    const margins = [
      margin(
        "a",
        people.map((each) => each.a),
        { x: x ?? 0, y: y ?? 0, z: z ?? 0 },
      ),
      margin(
        "b",
        people.map((each) => each.b),
        { 1: one ?? 0, 2: two ?? 0 },
      ),
    ];
    return { start: people.map(({ weight }) => weight), margins };
  });

const worst = (margins: readonly Margin[], weights: readonly number[]) =>
  Math.max(
    ...margins.flatMap(({ categories, targets }) =>
      [...targets].map(([category, target]) => {
        const total = weights.reduce((sum, weight, index) => sum + (categories[index] === category ? weight : 0), 0);
        return Math.abs(total / target - 1);
      }),
    ),
  );

describe("weights", () => {
  it("meet every margin, stay above nothing, and cost no less than equal ones", () => {
    fc.assert(
      fc.property(populations, ({ start, margins }) => {
        const raked = rake(start, margins);
        if (!raked.met) throw new Error(raked.because);
        expect(worst(margins, raked.weights)).toBeLessThan(1e-6);
        expect(Math.min(...raked.weights)).toBeGreaterThan(0);
        expect(kish(raked.weights)?.designEffect).toBeGreaterThanOrEqual(1 - 1e-12);
      }),
    );
  });

  it("are held to so many times their mean, and meet the margins all the same", () => {
    const categories = Array.from({ length: 100 }, (_, index) => (index < 4 ? "few" : "many"));
    const margins = [margin("who", categories, { few: 20, many: 80 })];
    const start = categories.map((_, index) => (index === 0 ? 12 : 1));
    const once = start.map(() => 1);
    const trimmed = rakeAndTrim(start, margins, once, { cap: 6, rounds: 10 });
    if (!trimmed.met) throw new Error(trimmed.because);
    expect(trimmed.trimmed).toBeGreaterThan(0);
    expect(worst(margins, trimmed.weights)).toBeLessThan(1e-6);
    const largest = Math.max(...trimmed.weights);
    const untrimmed = rake(start, margins);
    expect(untrimmed.met && Math.max(...untrimmed.weights)).toBeGreaterThan(largest);
  });

  it("say which target nobody answers for, which answers have no target, and which margins contradict each other", () => {
    const who = ["x", "x"];
    const nobody = rake([1, 1], [margin("a", who, { x: 1, y: 1 })]);
    expect(nobody).toEqual({ met: false, because: "nobody-answered", margin: "a", category: "y" });
    const stranger = rake([1, 1], [margin("a", ["x", "w"], { x: 1 })]);
    expect(stranger).toEqual({ met: false, because: "no-target", margin: "a", category: "w" });
    const same = [margin("a", ["x", "y"], { x: 1, y: 3 }), margin("b", ["x", "y"], { x: 3, y: 1 })];
    expect(rake([1, 1], same)).toMatchObject({ met: false, because: "not-converging" });
  });
});

describe("a linearised variance", () => {
  it("is that of a simple sample where nothing is weighted, and counts one person once", () => {
    const y = [1, 4, 4, 7, 2, 6];
    const plain = weightedMean({ weights: y.map(() => 1) }, y);
    const mean = 4;
    const variance = y.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 5 / 6;
    expect(plain?.value).toBe(mean);
    expect(plain?.standardError).toBeCloseTo(Math.sqrt(variance), 12);
    const twice = [...y, ...y];
    const clusters = twice.map((_, index) => String(index % 6));
    const doubled = weightedMean({ weights: twice.map(() => 1), clusters }, twice);
    expect(doubled?.standardError).toBeCloseTo(plain?.standardError ?? 0, 12);
  });

  it("of a total that the margins fix is nothing", () => {
    const margins = [["x", "x", "y", "y"]];
    expect(designVariance({ weights: [2, 2, 3, 3], margins }, [2, 2, 3, 3])).toBeCloseTo(0, 12);
    expect(weightedMean({ weights: [] }, [])).toBeNull();
  });
});

describe("the linear solver", () => {
  it("leaves out a variable that is a sum of others, and solves the rest", () => {
    const { solution, rank } = choleskySolve(
      [
        [2, 2, 0],
        [2, 2, 0],
        [0, 0, 4],
      ],
      [4, 4, 8],
    );
    expect(solution.map((value) => Math.round(value * 1e9) / 1e9)).toEqual([2, 0, 2]);
    expect(rank).toBe(2);
  });
});
