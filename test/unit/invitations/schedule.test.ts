import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { methodology } from "../../../src/domain/methodology.ts";
import { chooseDay, isSafeMinute, isSendingTime, type Rest, windowOf } from "../../../src/domain/schedule.ts";
import { daysBetween, plusDays, weekday } from "../../../src/kernel/time.ts";
import { instant, textable, TODAY } from "./people.ts";

/** Those of 2026 that the dates below can reach, as the law has them. */
const bankHolidays = ["2026-01-01", "2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25", "2026-08-31"];

const offset = fc.integer({ min: -120, max: 120 });
const restingDays = fc.array(fc.record({ at: offset, days: fc.constantFrom(28, 90) }), { maxLength: 4 });

describe("the day of an invitation", () => {
  it("lies in the window, from today on, rested, on no Sunday and no forbidden day; and is the target if that will do", () => {
    const forms = fc.constantFrom("report", "charge", "trial", "post-conviction", "closure");
    fc.assert(
      fc.property(forms, offset, restingDays, fc.array(offset, { maxLength: 3 }), (form, since, rests, forbidden) => {
        const window = windowOf(form, plusDays(TODAY, since), methodology);
        const resting: readonly Rest[] = rests.map(({ at, days }) => ({ on: plusDays(TODAY, at), days }));
        const not = forbidden.map((days) => plusDays(TODAY, days));
        const suits = (date: typeof TODAY) =>
          date >= TODAY &&
          weekday(date) !== 7 &&
          ![...bankHolidays, "2025-12-25", "2025-12-26"].includes(date) &&
          !not.includes(date) &&
          resting.every(({ on, days }) => Math.abs(daysBetween(on, date)) >= days);
        const possible = Array.from({ length: daysBetween(window.from, window.to) + 1 }, (_, index) =>
          plusDays(window.from, index),
        ).filter(suits);
        const chosen = chooseDay(
          window,
          TODAY,
          { resting, cases: not.map((releasedOn) => ({ releasedOn })) },
          methodology,
        );
        expect(chosen === null ? possible : possible.filter((date) => date === chosen)).toHaveLength(
          chosen === null ? 0 : 1,
        );
        expect(chosen === window.target).toBe(possible.includes(window.target));
      }),
    );
  });

  it("is aimed six weeks after the report and lies between four and ten (instruments.md 1.11)", () => {
    expect(windowOf("report", TODAY, methodology)).toEqual({
      from: plusDays(TODAY, 28),
      target: plusDays(TODAY, 42),
      to: plusDays(TODAY, 70),
    });
  });
});

describe("the hour of an invitation", () => {
  it("is between nine and seven by the London clock, in winter and in summer, and never on a Sunday or a bank holiday", () => {
    const at = (text: string) => isSendingTime(instant(text), methodology);
    expect(
      [
        "2026-03-03T08:59:00.000Z",
        "2026-03-03T09:00:00.000Z",
        "2026-03-03T18:59:00.000Z",
        "2026-03-03T19:00:00.000Z",
      ].map(at),
    ).toEqual([false, true, true, false]);
    expect(
      [
        "2026-07-07T07:59:00.000Z",
        "2026-07-07T08:00:00.000Z",
        "2026-07-07T17:59:00.000Z",
        "2026-07-07T18:00:00.000Z",
      ].map(at),
    ).toEqual([false, true, true, false]);
    expect(at("2026-03-08T12:00:00.000Z")).toBe(false);
    expect(at("2026-04-03T12:00:00.000Z")).toBe(false);
  });

  it("is a safe hour of the victim's, also when their hours span midnight", () => {
    const at = (minute: number, windowFrom: number, windowTo: number) =>
      isSafeMinute(minute, { ...textable, windowFrom, windowTo });
    expect(at(12 * 60, 10 * 60, 18 * 60)).toBe(true);
    expect(at(9 * 60 + 30, 10 * 60, 18 * 60)).toBe(false);
    expect(at(18 * 60 + 30, 18 * 60, 2 * 60)).toBe(true);
    expect(at(12 * 60, 18 * 60, 2 * 60)).toBe(false);
  });
});
