import { daysBetween, type Instant, type LocalDate, londonTime, plusDays } from "../kernel/time.ts";
import type { CaseFacts, VictimState } from "./case.ts";
import type { Form } from "./dimension.ts";
import type { Methodology } from "./methodology.ts";
import { quietDaysOf } from "./quiet-days.ts";

/** The days on which one stage's invitation may go. */
export type Window = { readonly from: LocalDate; readonly target: LocalDate; readonly to: LocalDate };

/** The window that a milestone opens (instruments.md 1.11). */
export function windowOf(form: Form, occurredOn: LocalDate, { journey }: Methodology): Window {
  const { fromDays, targetDays, toDays } = journey[form];
  const after = (days: number) => plusDays(occurredOn, days);
  return { from: after(fromDays), target: after(targetDays), to: after(toDays) };
}

/** A day near which no further invitation may go: another's, and how many days must lie between. */
export type Rest = { readonly on: LocalDate; readonly days: number };

export const isRested = (day: LocalDate, resting: readonly Rest[]) =>
  resting.every(({ on, days }) => Math.abs(daysBetween(on, day)) >= days);

/**
 * The day to write on: the target if it may be, else the next day that may, else the nearest before.
 *
 * @param constraints Other invitations to keep away from, and the cases whose days are to be kept quiet.
 * @returns Null when no day of the window from `today` on will do.
 */
export function chooseDay(
  window: Window,
  today: LocalDate,
  constraints: { readonly resting?: readonly Rest[]; readonly cases?: readonly CaseFacts[] },
  methodology: Methodology,
): LocalDate | null {
  const { resting = [], cases = [] } = constraints;
  const isQuiet = quietDaysOf(cases, methodology);
  const suits = (day: LocalDate) => !isQuiet(day) && isRested(day, resting);
  const first = today > window.from ? today : window.from;
  const start = first > window.target ? first : window.target;
  for (let day = start; day <= window.to; day = plusDays(day, 1)) if (suits(day)) return day;
  for (let day = plusDays(start, -1); day >= first; day = plusDays(day, -1)) if (suits(day)) return day;
  return null;
}

/** Those of the resting invitations that keep a day from being used. */
export const restingOn = (day: LocalDate, resting: readonly Rest[]) => resting.filter((rest) => !isRested(day, [rest]));

type SafeHours = Pick<VictimState, "windowFrom" | "windowTo">;

/** Whether it is a safe minute for this victim; without an asserted window every minute is. It may span midnight. */
export function isSafeMinute(minute: number, { windowFrom, windowTo }: SafeHours): boolean {
  if (windowFrom === null || windowTo === null) return true;
  return windowFrom <= windowTo ? minute >= windowFrom && minute < windowTo : minute >= windowFrom || minute < windowTo;
}

/** Whether the victim's safe hours and our sending hours meet at all. */
export function hasSafeHour(victim: SafeHours, { sending }: Methodology): boolean {
  for (let minute = sending.fromMinutes; minute < sending.toMinutes; minute++) {
    if (isSafeMinute(minute, victim)) return true;
  }
  return false;
}

/** Whether the wall clock in London shows an hour at which the engine sends. */
export const isSendingHour = (minutes: number, { sending }: Methodology) =>
  minutes >= sending.fromMinutes && minutes < sending.toMinutes;

/** Whether the engine sends at all at this moment: London hours, and no day that is quiet for all. */
export function isSendingTime(now: Instant, methodology: Methodology): boolean {
  const { date, minutes } = londonTime(now);
  return isSendingHour(minutes, methodology) && !quietDaysOf([], methodology)(date);
}

/**
 * The last day on which a link works. Before sending it is counted from the last day of the window, so that the
 * window's end can be told from it; sending counts it afresh from the day.
 */
export const expiryOf = (sentOn: LocalDate, { linkDays }: Methodology) => plusDays(sentOn, linkDays);

/** The inverse of `expiryOf`: the window's last day before sending, the day of sending after it. */
export const sendingDayOf = (expiresOn: LocalDate, { linkDays }: Methodology) => plusDays(expiresOn, -linkDays);
