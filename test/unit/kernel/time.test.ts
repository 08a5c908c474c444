import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  daysBetween,
  firstDayOfQuarter,
  firstDayOfWeek,
  type Instant,
  instantOf,
  type LocalDate,
  londonInstant,
  londonTime,
  parseInstant,
  parseLocalDate,
  plusDays,
  quarterAfter,
  quarterOf,
  weekday,
  weekOf,
} from "../../../src/kernel/time.ts";

const day = fc.integer({ min: 0, max: 20_000 }).map((count) => plusDays("2000-01-01" as LocalDate, count));

describe("the calendar of England and Wales", () => {
  it("shows British Summer Time between the last Sundays of March and October", () => {
    const at = (instant: string) => londonTime(instant as Instant);
    expect(at("2026-03-29T00:59:00.000Z")).toEqual({ date: "2026-03-29", minutes: 59 });
    expect(at("2026-03-29T01:00:00.000Z")).toEqual({ date: "2026-03-29", minutes: 120 });
    expect(at("2026-06-30T23:30:00.000Z")).toEqual({ date: "2026-07-01", minutes: 30 });
    expect(at("2026-10-25T00:59:00.000Z")).toEqual({ date: "2026-10-25", minutes: 119 });
    expect(at("2026-10-25T01:00:00.000Z")).toEqual({ date: "2026-10-25", minutes: 60 });
  });

  it("agrees with the platform's own time zone data on any moment", () => {
    const reference = new Intl.DateTimeFormat("sv-SE", {
      timeZone: "Europe/London",
      dateStyle: "short",
      timeStyle: "short",
    });
    fc.assert(
      fc.property(fc.integer({ min: 946_684_800_000, max: 2_500_000_000_000 }), (milliseconds) => {
        const { date, minutes } = londonTime(instantOf(milliseconds));
        const clock = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");
        expect(`${date} ${clock}`).toBe(reference.format(milliseconds));
      }),
    );
  });

  it("finds the moment of a wall clock's time, outside the hour that summer time skips or repeats", () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 180, max: 1439 }), (date, minutes) => {
        expect(londonTime(londonInstant(date, minutes))).toEqual({ date, minutes });
      }),
    );
  });

  it("numbers ISO weeks so that each holds its Monday to Sunday", () => {
    expect(weekOf("2027-01-03" as LocalDate)).toBe("2026-W53");
    expect(weekOf("2024-12-30" as LocalDate)).toBe("2025-W01");
    fc.assert(
      fc.property(day, (date) => {
        const monday = firstDayOfWeek(weekOf(date));
        expect(weekday(monday)).toBe(1);
        expect(daysBetween(monday, date)).toBe(weekday(date) - 1);
      }),
    );
  });

  it("puts every day in the quarter that begins on or before it, and ends before the next", () => {
    fc.assert(
      fc.property(day, (date) => {
        const quarter = quarterOf(date);
        expect(firstDayOfQuarter(quarter) <= date && date < firstDayOfQuarter(quarterAfter(quarter))).toBe(true);
      }),
    );
  });

  it("refuses days and moments that do not exist or name no offset", () => {
    expect(parseLocalDate("2026-02-29")).toBeNull();
    expect(parseInstant("2026-02-01T10:00:00")).toBeNull();
    expect(parseInstant("yesterday")).toBeNull();
    expect(parseInstant("2026-02-01T10:00:00+01:00")).toBe("2026-02-01T09:00:00.000Z");
  });
});
