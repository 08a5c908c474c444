import { type Instant, type LocalDate, londonInstant, plusDays, type Quarter } from "../src/kernel/time.ts";

/**
 * The time that the simulation covers: a pilot quarter, in which each force brings a few of its cases, and a first full
 * quarter. The engine lives through it a week at a time: on Monday morning the senders deliver, on Sunday evening the
 * victims who want to have answered.
 */
export type Week = {
  readonly number: number;
  readonly monday: LocalDate;
  /** When the senders' batches arrive. */
  readonly deliveries: Instant;
  /** When victims answer. */
  readonly answers: Instant;
  /** The quarter that answers of this week count in. */
  readonly period: Quarter;
};

export type Period = { readonly quarter: Quarter; readonly weeks: number; readonly share: number };

const FIRST_MONDAY = "2025-10-06" as LocalDate;

/** `share` is the part of all cases whose first survey falls due in the period. */
export const periods: readonly Period[] = [
  { quarter: "2025Q4" as Quarter, weeks: 12, share: 0.06 },
  { quarter: "2026Q1" as Quarter, weeks: 13, share: 0.94 },
];

const MORNING = 6 * 60;
const EVENING = 20 * 60;

export const weeks: readonly Week[] = periods
  .flatMap(({ quarter, weeks: length }) => Array.from({ length }, () => quarter))
  .map((period, number) => {
    const monday = plusDays(FIRST_MONDAY, 7 * number);
    return {
      number,
      monday,
      deliveries: londonInstant(monday, MORNING),
      answers: londonInstant(plusDays(monday, 6), EVENING),
      period,
    };
  });

const weeksOf = (quarter: Quarter) => weeks.filter(({ period }) => period === quarter);

/** The first and last day on which a survey of the period may fall due and still be answered in it. */
export function dueDays(quarter: Quarter): { readonly from: LocalDate; readonly days: number } {
  const mine = weeksOf(quarter);
  const first = mine[0];
  if (!first) throw new Error(`${quarter} is not simulated`);
  return { from: first.monday, days: mine.length * 7 - 1 };
}

/** A link works for 28 days and its wave stands for 7 more; two days later everything of the quarter has settled. */
const SETTLING_DAYS = 37;

/** When a period may be released: its last links have ended and its pool is empty. */
export function releaseAt(quarter: Quarter): Instant {
  const last = weeksOf(quarter).at(-1);
  if (!last) throw new Error(`${quarter} is not simulated`);
  return londonInstant(plusDays(last.monday, 6 + SETTLING_DAYS), MORNING);
}

/** The morning of the first week: everything that happened before is delivered then. */
export const beginning: Instant = londonInstant(FIRST_MONDAY, MORNING);
