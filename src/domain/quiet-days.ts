import bankHolidays from "../../surveys/bank-holidays.json" with { type: "json" };
import { type LocalDate, plusDays, weekday } from "../kernel/time.ts";
import type { CaseFacts } from "./case.ts";
import type { Methodology } from "./methodology.ts";

/** One sort of day on which nobody is written to. */
type QuietRule = {
  readonly name: string;
  /** @param cases Facts of the cases of one person that are known: theirs may be several. */
  readonly isQuiet: (day: LocalDate, cases: readonly CaseFacts[], methodology: Methodology) => boolean;
};

const SUNDAY = 7;

const holidays: ReadonlySet<string> = new Set(bankHolidays.days.map(({ date }) => date));

/** The last day until which the bank holidays are known: later ones are yet to be proclaimed. */
export const bankHolidaysKnownUntil = bankHolidays.until as LocalDate;

const monthAndDay = (day: LocalDate) => day.slice(5);

const isLeap = (day: LocalDate) => plusDays(`${day.slice(0, 4)}-02-28` as LocalDate, 1).endsWith("02-29");

/** Where a year has no 29 February, both days beside it are kept quiet: either may be the day for somebody. */
function isAnniversary(day: LocalDate, of: LocalDate): boolean {
  const [today, then] = [monthAndDay(day), monthAndDay(of)];
  return today === then || (then === "02-29" && !isLeap(day) && (today === "02-28" || today === "03-01"));
}

/** Every sort of quiet day; the methodology says which are kept (domain.md 1.8). */
export const quietRules: readonly QuietRule[] = [
  { name: "sunday", isQuiet: (day, _, { sending }) => !sending.sundays && weekday(day) === SUNDAY },
  {
    name: "bank-holiday",
    isQuiet: (day, _, { sending: { quietDays } }) =>
      // Christmas is Christmas also in a year whose bank holiday is the Monday after.
      quietDays.bankHolidays && (holidays.has(day) || quietDays.everyYear.includes(monthAndDay(day))),
  },
  {
    name: "offence-anniversary",
    isQuiet: (day, cases, { sending: { quietDays } }) =>
      quietDays.offenceAnniversary &&
      cases.some(({ offenceOn }) => offenceOn !== undefined && isAnniversary(day, offenceOn)),
  },
  {
    name: "hearing",
    isQuiet: (day, cases, { sending: { quietDays } }) =>
      quietDays.hearings &&
      cases.some(({ hearings = [] }) =>
        hearings.some((on) => plusDays(on, -quietDays.daysBeforeHearing) <= day && day <= on),
      ),
  },
  {
    name: "release",
    isQuiet: (day, cases, { sending: { quietDays } }) =>
      quietDays.release && cases.some(({ releasedOn }) => releasedOn === day),
  },
];

/** Tells the days on which a person with these cases is not written to; without any case, those that are so for all. */
export const quietDaysOf =
  (cases: readonly CaseFacts[], methodology: Methodology) =>
  (day: LocalDate): boolean =>
    quietRules.some(({ isQuiet }) => isQuiet(day, cases, methodology));
