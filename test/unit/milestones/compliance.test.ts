import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deadlines, settledUntil } from "../../../src/domain/compliance.ts";
import { isWorkingDay, workingDaysAfter } from "../../../src/domain/working-days.ts";
import {
  daysBetween,
  firstDayOfQuarter,
  type Instant,
  instantOf,
  type LocalDate,
  londonDate,
  millisecondsOf,
  plusDays,
  type Quarter,
  quarterAfter,
  quarterOf,
} from "../../../src/kernel/time.ts";
import { recordedActs } from "../../../src/results/compliance-figures.ts";

const untilOf = (period: string, hour: string) =>
  deadlines(period as Quarter, 2).find((one) => one.hour === hour)?.until;

const anyDay = fc.integer({ min: 0, max: 900 }).map((days) => plusDays("2025-01-01" as LocalDate, days));

describe("when an act was in time", () => {
  it("leaves out weekends and bank holidays, and counts from the day after", () => {
    // Wednesday; Friday; Saturday; the Thursday before Good Friday and Easter Monday.
    expect(untilOf("2026Q1", "2026-03-04T09")).toBe("2026-03-07T00:00:00.000Z");
    expect(untilOf("2026Q1", "2026-02-06T23")).toBe("2026-02-11T00:00:00.000Z");
    expect(untilOf("2026Q1", "2026-02-07T12")).toBe("2026-02-11T00:00:00.000Z");
    expect(untilOf("2026Q2", "2026-04-02T09")).toBe("2026-04-08T23:00:00.000Z");
  });

  it("goes by days of London, also where the clocks change", () => {
    // In summer the day begins an hour before that of UTC: this is Thursday.
    expect(untilOf("2026Q2", "2026-06-10T23")).toBe(untilOf("2026Q2", "2026-06-11T12"));
    expect(untilOf("2026Q2", "2026-06-10T22")).toBe("2026-06-12T23:00:00.000Z");
    // The hours of a quarter are all there, once.
    const hours = deadlines("2026Q4" as Quarter, 2).map(({ hour }) => hour);
    expect(hours).toHaveLength(92 * 24 + 1);
    expect(new Set(hours).size).toBe(hours.length);
  });

  it("is decided before a step counts at all, whichever day of the year it came on", () => {
    const limits = recordedActs.flatMap(({ workingDays }) => workingDays ?? []);
    expect(limits).not.toEqual([]);
    fc.assert(
      fc.property(anyDay, fc.constantFrom(...limits), (countedOn, limit) => {
        const settled = londonDate(instantOf(millisecondsOf(settledUntil(countedOn)) - 1));
        expect(daysBetween(settled, countedOn)).toBe(28);
        expect(workingDaysAfter(settled, limit) < countedOn).toBe(true);
      }),
    );
  });

  it("knows every moment of its quarter, and gives each exactly so many working days", () => {
    fc.assert(
      fc.property(
        anyDay,
        fc.integer({ min: 0, max: 86_399_999 }),
        fc.integer({ min: 0, max: 10 }),
        (day, ms, count) => {
          const at: Instant = instantOf(millisecondsOf(`${day}T00:00:00.000Z` as Instant) + ms);
          const on = londonDate(at);
          const found = deadlines(quarterOf(on), count).filter(({ hour }) => hour === at.slice(0, 13));
          expect(found).toHaveLength(1);
          const last = plusDays(londonDate(found[0]?.until ?? at), -1);
          const between = Array.from({ length: daysBetween(on, last) }, (_, index) => plusDays(on, index + 1));
          expect(between.filter(isWorkingDay)).toHaveLength(count);
          expect(count === 0 || isWorkingDay(last)).toBe(true);
          expect(last).toBe(workingDaysAfter(on, count));
        },
      ),
      { numRuns: 60 },
    );
    const end = firstDayOfQuarter(quarterAfter("2026Q1" as Quarter));
    expect(deadlines("2026Q1" as Quarter, 2).every(({ hour }) => hour < end)).toBe(true);
  });
});
