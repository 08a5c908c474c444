/** A moment: ISO 8601 in UTC with milliseconds (`2026-03-04T09:12:31.000Z`). Text order is time order. */
export type Instant = string & { readonly brand: "Instant" };

/** A calendar day in England and Wales (`2026-03-04`). Text order is time order. */
export type LocalDate = string & { readonly brand: "LocalDate" };

/** An ISO 8601 week (`2026-W10`): the wave in which an invitation is sent. */
export type Week = string & { readonly brand: "Week" };

/** A calendar quarter (`2026Q1`): the period of a release. */
export type Quarter = string & { readonly brand: "Quarter" };

/** The time, as a capability: no other code asks what time it is. */
export type HasClock = { readonly clock: { now(): Instant } };

const DAY = 86_400_000;

/** Reads any ISO 8601 moment that names its offset. Null when it is not one. */
export function parseInstant(text: string): Instant | null {
  const shaped = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/.test(text);
  const at = shaped ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : instantOf(at);
}

/** Reads a calendar day that exists. Null when it is not one. */
export function parseLocalDate(text: string): LocalDate | null {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(at) || !instantOf(at).startsWith(text) ? null : (text as LocalDate);
}

/** The moment at so many milliseconds since 1970. */
export const instantOf = (milliseconds: number) => new Date(milliseconds).toISOString() as Instant;

export const millisecondsOf = (instant: Instant) => Date.parse(instant);

export const plusMinutes = (instant: Instant, minutes: number) => instantOf(millisecondsOf(instant) + minutes * 60_000);

const utcMidnight = (date: LocalDate) => Date.parse(`${date}T00:00:00Z`);

export const plusDays = (date: LocalDate, days: number) =>
  instantOf(utcMidnight(date) + days * DAY).slice(0, 10) as LocalDate;

/** Whole days from one date to another; negative when `to` is earlier. */
export const daysBetween = (from: LocalDate, to: LocalDate) => Math.round((utcMidnight(to) - utcMidnight(from)) / DAY);

const lastSunday = (year: number, month: number) => {
  const end = new Date(Date.UTC(year, month + 1, 0));
  return Date.UTC(year, month, end.getUTCDate() - end.getUTCDay(), 1);
};

/** Whether British Summer Time is in force: from 01:00 UTC on March's last Sunday to October's. */
function isSummerTime(milliseconds: number): boolean {
  const year = new Date(milliseconds).getUTCFullYear();
  return milliseconds >= lastSunday(year, 2) && milliseconds < lastSunday(year, 9);
}

/** The wall clock in London: its day, and minutes since its midnight. */
export function londonTime(instant: Instant): { readonly date: LocalDate; readonly minutes: number } {
  const utc = millisecondsOf(instant);
  const local = instantOf(isSummerTime(utc) ? utc + 3_600_000 : utc);
  return {
    date: local.slice(0, 10) as LocalDate,
    minutes: Number(local.slice(11, 13)) * 60 + Number(local.slice(14, 16)),
  };
}

export const londonDate = (instant: Instant) => londonTime(instant).date;

/** The moment at which a wall clock in London shows this day and so many minutes past midnight. */
export function londonInstant(date: LocalDate, minutes: number): Instant {
  const asUtc = utcMidnight(date) + minutes * 60_000;
  return instantOf(isSummerTime(asUtc - 3_600_000) ? asUtc - 3_600_000 : asUtc);
}

/** Monday is 1, Sunday 7. */
export const weekday = (date: LocalDate) => new Date(utcMidnight(date)).getUTCDay() || 7;

/** The ISO 8601 week that a day falls in. */
export function weekOf(date: LocalDate): Week {
  const thursday = plusDays(date, 4 - weekday(date));
  const firstOfYear = `${thursday.slice(0, 4)}-01-01` as LocalDate;
  const number = Math.floor(daysBetween(firstOfYear, thursday) / 7) + 1;
  return `${thursday.slice(0, 4)}-W${String(number).padStart(2, "0")}` as Week;
}

/** The Monday with which an ISO week begins. */
export function firstDayOfWeek(week: Week): LocalDate {
  const fourthOfJanuary = `${week.slice(0, 4)}-01-04` as LocalDate;
  const firstMonday = plusDays(fourthOfJanuary, 1 - weekday(fourthOfJanuary));
  return plusDays(firstMonday, (Number(week.slice(6)) - 1) * 7);
}

export const quarterOf = (date: LocalDate) =>
  `${date.slice(0, 4)}Q${Math.floor((Number(date.slice(5, 7)) - 1) / 3) + 1}` as Quarter;

export const firstDayOfQuarter = (quarter: Quarter) =>
  `${quarter.slice(0, 4)}-${String(Number(quarter.slice(5)) * 3 - 2).padStart(2, "0")}-01` as LocalDate;

export const quarterAfter = (quarter: Quarter) => quarterOf(plusDays(firstDayOfQuarter(quarter), 100));
