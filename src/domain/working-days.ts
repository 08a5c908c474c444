import bankHolidays from "../../surveys/bank-holidays.json" with { type: "json" };
import { type LocalDate, plusDays, weekday } from "../kernel/time.ts";

const SATURDAY = 6;

const holidays: ReadonlySet<string> = new Set(bankHolidays.days.map(({ date }) => date));

/** Monday to Friday, without the bank holidays of England and Wales. */
export const isWorkingDay = (day: LocalDate): boolean => weekday(day) < SATURDAY && !holidays.has(day);

/**
 * The last day after which so many working days have begun by `today`, today among them: what was asked on it or before
 * has been with somebody for so long.
 *
 * @param count 0 or more.
 */
export function workingDaysBefore(today: LocalDate, count: number): LocalDate {
  let [day, left] = [today, count];
  while (left > 0) {
    if (isWorkingDay(day)) left--;
    day = plusDays(day, -1);
  }
  return day;
}

/** The working day on which so many of them have begun since a day, which is not counted. With 0 it is that day. */
export function workingDaysAfter(from: LocalDate, count: number): LocalDate {
  let [day, left] = [from, count];
  while (left > 0) {
    day = plusDays(day, 1);
    if (isWorkingDay(day)) left--;
  }
  return day;
}
