import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { promptDays, supervisorOf } from "../../../src/domain/closure-prompt.ts";
import { methodology } from "../../../src/domain/methodology.ts";
import { isWorkingDay, workingDaysBefore } from "../../../src/domain/working-days.ts";
import { pairsOf } from "../../../src/flow/release-closures.ts";
import { type LocalDate, plusDays } from "../../../src/kernel/time.ts";
import { closureFigures } from "../../../src/results/closure-figures.ts";
import { closureGap, closureRows } from "../../../src/results/closure.ts";

const day = (text: string) => text as LocalDate;

describe("working days", () => {
  it("pass over weekends and bank holidays", () => {
    expect(workingDaysBefore(day("2026-03-06"), 3)).toBe("2026-03-03");
    expect(workingDaysBefore(day("2026-03-09"), 1)).toBe("2026-03-08");
    // Good Friday and Easter Monday 2026 are 3 and 6 April.
    expect(workingDaysBefore(day("2026-04-08"), 3)).toBe("2026-04-01");
    expect(promptDays(day("2026-04-08"), methodology).askedBy).toBe("2026-04-01");
  });

  it("count as many as are asked for, between the two days and no more", () => {
    const start = day("2025-01-01");
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 700 }), fc.integer({ min: 0, max: 20 }), (offset, count) => {
        const today = plusDays(start, offset);
        const before = workingDaysBefore(today, count);
        let found = 0;
        for (let each = plusDays(before, 1); each <= today; each = plusDays(each, 1)) if (isWorkingDay(each)) found++;
        expect(found).toBe(count);
      }),
    );
  });
});

describe("a supervisor", () => {
  it("is the unit's, or a mailbox, or nobody", () => {
    expect(supervisorOf({ remind: true, escalateTo: "{unit}@force.example" }, "north")).toBe("north@force.example");
    expect(supervisorOf({ remind: true, escalateTo: "{unit}" }, null)).toBeNull();
    expect(supervisorOf({ remind: true, escalateTo: "lead@force.example" }, null)).toBe("lead@force.example");
    expect(supervisorOf({ remind: true, escalateTo: null }, "north")).toBeNull();
  });
});

describe("a victim's form beside their surveys", () => {
  const step = { tag: "t", closure: "satisfied", closurePeriod: "2026Q1", rkey: 7, survey: "neither" } as const;

  it("is paired once, with the first survey, in the quarter in which both were there", () => {
    const report = { ...step, stage: "report", surveyPeriod: "2025Q4" };
    const trial = { ...step, stage: "trial", survey: "dissatisfied", surveyPeriod: "2026Q2" } as const;
    expect(pairsOf([report], "2026Q1")).toEqual([{ closure: "satisfied", survey: "neither", rkey: 7 }]);
    expect(pairsOf([report, trial], "2026Q2")).toEqual([]);
    expect(pairsOf([trial], "2026Q1")).toEqual([]);
    expect(pairsOf([trial], "2026Q2")).toHaveLength(1);
  });

  it("is told from fifty pairs on, and not before", () => {
    const cells = (each: number) => () => [[[], each] as const];
    expect(closureGap(cells(5)).every(({ symbol, value }) => symbol === "c" && value === null)).toBe(true);
    expect(closureGap(cells(6)).map(({ value }) => value)).toEqual(Array.from({ length: 9 }, () => 11));
  });
});

describe("closure figures", () => {
  const [coverage] = closureFigures;
  const only = coverage ? [coverage] : [];

  it("are shares of what is published, with nothing below fifty and a mark below a hundred", () => {
    const share = (n: number) =>
      closureRows(only, "all", (_, measure) => [[[], measure.endsWith(":held") ? n : n / 4]]).map(
        ({ value, symbol, base }) => ({ value, symbol, base }),
      )[0];
    expect(share(100)).toEqual({ value: 50, symbol: null, base: 200 });
    expect(share(40)).toEqual({ value: 50, symbol: "u", base: 80 });
    expect(share(20)).toEqual({ value: null, symbol: "c", base: 40 });
  });

  it("say that they are not available where a release has none", () => {
    expect(closureRows(only, "area", () => null).every(({ symbol }) => symbol === "x")).toBe(true);
  });

  it("allow for the noise: the interval is wider than that of as many who were counted exactly", () => {
    const [row] = closureRows(only, "all", (_, measure) => [[[], measure.endsWith(":held") ? 100 : 25]]);
    const wilson = 100 * 1.96 * Math.sqrt(0.25 / 200) * 2;
    expect((row?.upper ?? 0) - (row?.lower ?? 0)).toBeGreaterThan(wilson);
  });
});
