import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Quarter } from "../../../src/kernel/time.ts";
import { areas } from "../../../src/results/codelist.ts";
import { compareAreas } from "../../../src/results/compare.ts";
import { surveyMeasure, surveyMeasures } from "../../../src/results/measures.ts";
import { parseQuery } from "../../../src/results/query.ts";
import { adjustedOver, sideBySide } from "../../../src/results/rolling.ts";
import { type CellsOf, tableRows } from "../../../src/results/table.ts";
import { intervalOf, windowTo } from "../../../src/results/window.ts";
import { adjustedError } from "../../../src/statistics/adjusted.ts";
import type { Cell } from "../../../src/statistics/perturb.ts";
import { scoredCells } from "../../support/scored-cells.ts";

const overall = surveyMeasure("C1");
if (overall === undefined) throw new Error("C1 is the headline");

const CITY = "E23000034";
const KENT = "E23000032";

const of = (compared: ReturnType<typeof compareAreas>, code: string) =>
  compared.areas.find(({ area }) => area === code);

describe("bands from adjusted scores", () => {
  // 900 points squared an answer and a base of 400: an error of 1.5 points, and about 1.8 with the noise.
  const quarter = scoredCells({
    scores: { [KENT]: 50, E23000001: 62, E23000002: 60 },
    shares: { E23000002: 0.8 },
    without: [CITY],
  });
  const compared = compareAreas(overall, "report", quarter);

  it("judge an area by its score once its cases are allowed for, not by its percentage", () => {
    expect(compared).toMatchObject({ adjustment: "adjusted-for-case-mix", expected: 60, banded: 42 });
    expect(of(compared, KENT)).toMatchObject({ band: "much-worse", significance: "sss" });
    expect(of(compared, KENT)?.row.value).toBe(60);
    expect(of(compared, "E23000002")).toMatchObject({ band: "about-the-same", row: { value: 80 } });
    expect(of(compared, "E23000001")).toMatchObject({ band: "about-the-same", score: { value: 62 } });
  });

  it("tell the score with its interval, its base, the score as answered and how far it can be relied on", () => {
    const error = adjustedError({ base: 400, variance: 900, half: 3 });
    const score = of(compared, KENT)?.score;
    expect(score).toMatchObject({ value: 50, base: 400 });
    expect((score?.upper ?? 0) - (score?.lower ?? 0)).toBeCloseTo(2 * 1.96 * error, 0);
    // The fixture's sums are of an answer half a point above the middle: 50 + 0.5 / 3 x 50.
    expect(score?.raw).toBe(58);
    expect(score?.reliability).toBeGreaterThanOrEqual(0);
  });

  it("draw a funnel around what is expected that closes as answers grow and holds the usual spread of areas", () => {
    const spread = Object.fromEntries(areas.map(({ code }, index) => [code, 60 + (index % 2 === 0 ? 6 : -6)]));
    const wide = compareAreas(overall, "report", scoredCells({ scores: spread }));
    const widthAt = (comparison: typeof compared, base: number) => {
      const limits = comparison.limitsAt?.(base);
      return (limits?.upper95 ?? 0) - (limits?.lower95 ?? 0);
    };
    expect(widthAt(compared, 100)).toBeGreaterThan(widthAt(compared, 400));
    expect(wide.tau2).toBeGreaterThan(20);
    expect(widthAt(wide, 400)).toBeGreaterThan(widthAt(compared, 400));
    expect(wide.areas.every(({ band }) => band === "about-the-same")).toBe(true);
  });

  it("leave out an area without a score, and fall back to percentages where the release has none at that stage", () => {
    expect(of(compared, CITY)).toMatchObject({ score: null, band: null, limits: null });
    const without: CellsOf = (table, measure) => (measure.startsWith("a:") ? null : quarter(table, measure));
    expect(compareAreas(overall, "report", without).adjustment).toBe("not-adjusted-for-case-mix");
    expect(compareAreas(overall, null, quarter).adjustment).toBe("not-adjusted-for-case-mix");
  });
});

describe("four quarters", () => {
  it("end with the release's own, name what is missing and fill nothing", () => {
    const window = windowTo("2026Q1" as Quarter, new Set(["2026Q1", "2025Q4", "2025Q2", "2025Q1"]));
    expect(window).toEqual({
      start: "2025-04-01",
      quarters: ["2025Q2", "2025Q4", "2026Q1"],
      missing: ["2025Q3"],
    });
    expect(intervalOf(window)).toBe("2025-04-01/P1Y");
  });

  it("are the sums of the stored cells, shown or not, each with its noise, and the base rule falls on the sum", () => {
    const quarter: CellsOf = (_, measure) => (measure === "C1" ? [[[KENT, "report"], 30, 18, 12]] : null);
    const parsed = parseQuery(
      "area",
      [
        ["stage", "report"],
        ["area", KENT],
        ["window", "4q"],
      ],
      ["C1"],
    );
    if (!parsed.ok) throw new Error(parsed.why);
    const rowOf = (...quarters: readonly CellsOf[]) =>
      tableRows(parsed.query, surveyMeasures, sideBySide(quarters))[0] ?? null;
    expect(rowOf(quarter)).toMatchObject({ symbol: "c", value: null });
    expect(rowOf(quarter, quarter, quarter, quarter)).toMatchObject({ symbol: null, value: 60, base: 120 });
    const whole: CellsOf = () => [[[KENT, "report"], 120, 72, 48]];
    const [summed, single] = [rowOf(quarter, quarter, quarter, quarter), rowOf(whole)];
    expect((summed?.upper ?? 0) - (summed?.lower ?? 0)).toBeGreaterThan((single?.upper ?? 0) - (single?.lower ?? 0));
  });

  it("join adjusted scores by their bases and add their variances", () => {
    const at =
      (score: number, base: number): CellsOf =>
      (table) =>
        table === "stage" ? [[["report"], 900]] : [[[KENT, "report"], score, base] satisfies Cell];
    const joined = adjustedOver(overall, "report", [at(50, 100), at(60, 300)])?.areas[0];
    const errors = [100, 300].map((base) => (base * adjustedError({ base, variance: 900, half: 3 })) / 400);
    expect(joined).toMatchObject({ area: KENT, score: 57.5, base: 400 });
    expect(joined?.standardError).toBeCloseTo(Math.hypot(...errors), 10);
    // Half of it adjusted and half not would be neither.
    expect(adjustedOver(overall, "report", [at(50, 100), () => null])).toBeNull();
  });

  it("band an area whose every quarter is below the base, by the score of all its answers, and none of them alone", () => {
    const quarter = (score: number) => scoredCells({ scores: { [KENT]: score }, bases: { [KENT]: 60 } });
    const quarters = [40, 42, 44, 46].map(quarter);
    for (const one of quarters) {
      expect(of(compareAreas(overall, "report", one), KENT)).toMatchObject({ score: null, band: null, limits: null });
    }
    expect(of(compareAreas(overall, "report", ...quarters), KENT)).toMatchObject({
      score: { value: 43, base: 240 },
      band: "much-worse",
    });
  });

  it("say how many quarters have no scores where that takes them all to percentages", () => {
    const quarter = scoredCells({});
    const without: CellsOf = (table, measure) => (measure.startsWith("a:") ? null : quarter(table, measure));
    const about = (...quarters: readonly CellsOf[]) => {
      const { adjustment, unscored } = compareAreas(overall, "report", ...quarters);
      return [adjustment, unscored];
    };
    expect(about(without, quarter, quarter, quarter)).toEqual(["not-adjusted-for-case-mix", 1]);
    expect(about(without, without)).toEqual(["not-adjusted-for-case-mix", 0]);
    expect(about(quarter, quarter)).toEqual(["adjusted-for-case-mix", 0]);
  });

  it("never leave the range of their quarters, and are no less certain than the surest of them with as many answers", () => {
    const cell = fc.record({
      score: fc.double({ min: 0, max: 100, noNaN: true }),
      base: fc.integer({ min: 100, max: 5_000 }),
    });
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 4 }), (cells) => {
        const quarters = cells.map(
          ({ score, base }): CellsOf =>
            (table) =>
              table === "stage" ? [[["report"], 900]] : [[[KENT, "report"], score, base]],
        );
        const joined = adjustedOver(overall, "report", quarters)?.areas[0];
        const scores = cells.map(({ score }) => score);
        expect(joined?.score).toBeGreaterThanOrEqual(Math.min(...scores) - 1e-9);
        expect(joined?.score).toBeLessThanOrEqual(Math.max(...scores) + 1e-9);
        const most = Math.max(...cells.map(({ base }) => adjustedError({ base, variance: 900, half: 3 })));
        expect(joined?.standardError).toBeLessThanOrEqual(most + 1e-9);
      }),
    );
  });

  it("show a small area's region beside it, as the sum of the region's cells, and only there", () => {
    const quarter = scoredCells({ bases: { [CITY]: 20 }, without: [CITY] });
    const year = compareAreas(overall, "report", quarter, quarter, quarter, quarter);
    expect(of(year, CITY)).toMatchObject({ band: null, pooled: { at: { region: "london" }, value: 60, base: 1680 } });
    expect(year.areas.filter(({ pooled }) => pooled !== null)).toHaveLength(1);
    expect(of(compareAreas(overall, "report", quarter), CITY)?.pooled).toBeNull();
  });

  it("are asked for by the window alone, in one canonical address", () => {
    const asked = (value: string) => parseQuery("area", [["window", value]], ["C1"]);
    expect(asked("4q")).toMatchObject({ ok: true, query: { window: "4q" } });
    expect(asked("1q")).toMatchObject({ ok: true });
    expect(asked("1q")).not.toHaveProperty("query.window");
    expect(asked("9q")).toMatchObject({ ok: false });
  });
});
