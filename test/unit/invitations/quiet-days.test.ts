import { describe, expect, it } from "vitest";
import file from "../../../surveys/bank-holidays.json" with { type: "json" };
import type { CaseFacts } from "../../../src/domain/case.ts";
import { decide } from "../../../src/domain/eligibility.ts";
import { type Methodology, methodology } from "../../../src/domain/methodology.ts";
import { bankHolidaysKnownUntil, quietDaysOf } from "../../../src/domain/quiet-days.ts";
import { recheck } from "../../../src/domain/recheck.ts";
import { type LocalDate, plusDays, weekday } from "../../../src/kernel/time.ts";
import { burglary, day, instant, moment, reassured, TODAY } from "./people.ts";

const years = [2025, 2026, 2027, 2028];

/** Easter Sunday (New Scientist, 30 March 1961). */
function easterOf(year: number): LocalDate {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100];
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 19 * l) / 433);
  const n = h + l - 7 * m;
  const month = Math.floor((n + 90) / 25);
  return day(`${year}-0${month}-${String((n + 33 * month + 19) % 32).padStart(2, "0")}`);
}

const mondayFrom = (from: LocalDate) => plusDays(from, (8 - weekday(from)) % 7);
const lastMonday = (month: string, year: number) => mondayFrom(day(`${year}-${month}-25`));

/** The first working days on or after these, each its own. */
function substituted(dates: readonly string[]): readonly LocalDate[] {
  const taken: LocalDate[] = [];
  const onWeekdays = dates.filter((date) => weekday(day(date)) < 6);
  for (const date of [...onWeekdays, ...dates.filter((each) => !onWeekdays.includes(each))]) {
    let kept = day(date);
    while (weekday(kept) > 5 || taken.includes(kept)) kept = plusDays(kept, 1);
    taken.push(kept);
  }
  return taken;
}

/** Banking and Financial Dealings Act 1971, schedule 1, and the yearly proclamations. */
const byLaw = (year: number) => [
  ...substituted([`${year}-01-01`]),
  plusDays(easterOf(year), -2),
  plusDays(easterOf(year), 1),
  mondayFrom(day(`${year}-05-01`)),
  lastMonday("05", year),
  lastMonday("08", year),
  ...substituted([`${year}-12-25`, `${year}-12-26`]),
];

describe("the bank holidays of England and Wales", () => {
  it("are those that the law makes, with their substitutes", () => {
    expect(file.days.map(({ date }) => date)).toEqual(years.flatMap((year) => byLaw(year).toSorted()));
    expect(bankHolidaysKnownUntil).toBe(`${years.at(-1)}-12-31`);
  });

  it("are known for a year after the methodology is due to be looked at again: add those of the next years", () => {
    const needed = plusDays(day(methodology.reviewBy), 365);
    expect(bankHolidaysKnownUntil >= needed).toBe(true);
  });
});

const isQuiet = (date: string, facts: CaseFacts = {}, by: Methodology = methodology) =>
  quietDaysOf([facts], by)(day(date));

const without = (quietDays: Partial<Methodology["sending"]["quietDays"]>): Methodology => ({
  ...methodology,
  sending: { ...methodology.sending, quietDays: { ...methodology.sending.quietDays, ...quietDays } },
});

describe("a quiet day", () => {
  it("is a Sunday, a bank holiday, and Christmas also where its bank holiday is another day", () => {
    expect(["2026-03-08", "2026-04-06", "2027-12-25", "2027-12-27"].map((date) => isQuiet(date))).toEqual(
      Array.from({ length: 4 }, () => true),
    );
    expect(["2026-03-07", "2026-03-09"].map((date) => isQuiet(date))).toEqual([false, false]);
    expect(isQuiet("2026-04-06", {}, without({ bankHolidays: false }))).toBe(false);
  });

  it("is the anniversary of the offence, each year, also of one on 29 February", () => {
    const facts = { offenceOn: day("2024-02-29") };
    expect(["2025-02-28", "2027-03-01", "2028-02-29"].map((date) => isQuiet(date, facts))).toEqual([true, true, true]);
    expect(["2028-02-28", "2028-03-01", "2026-03-02"].map((date) => isQuiet(date, facts))).toEqual([
      false,
      false,
      false,
    ]);
    expect(isQuiet("2027-05-12", { offenceOn: day("2025-05-12") })).toBe(true);
    expect(isQuiet("2027-05-12", { offenceOn: day("2025-05-12") }, without({ offenceAnniversary: false }))).toBe(false);
  });

  it("is a day in court, the day before it, and that of a release from prison", () => {
    const facts = { hearings: [day("2026-03-11"), day("2026-05-20")], releasedOn: day("2026-06-02") };
    const quiet = ["2026-03-10", "2026-03-11", "2026-05-19", "2026-05-20", "2026-06-02"];
    expect(quiet.map((date) => isQuiet(date, facts))).toEqual(quiet.map(() => true));
    expect(["2026-03-09", "2026-03-12"].map((date) => isQuiet(date, facts))).toEqual([false, false]);
    const none = without({ hearings: false, release: false });
    expect(quiet.map((date) => isQuiet(date, facts, none))).toEqual(quiet.map(() => false));
  });

  it("is kept when the day is chosen, when it becomes known later, and at the moment of sending", () => {
    const target = day("2026-04-14");
    const hearing = { ...burglary, facts: { hearings: [target] } };
    const reported = { kind: "report.recorded", occurredAt: instant(`${TODAY}T10:00:00.000Z`) } as const;
    const [invite] = decide(moment({ milestone: reported, caseState: hearing }), methodology);
    expect(invite).toMatchObject({ dueOn: "2026-04-15" });

    const [before] = decide(moment({ milestone: reported }), methodology);
    const row = { id: "1", caseId: burglary.id, victimId: "victim-1", stage: "report", reason: null } as const;
    const pending = { ...row, state: "scheduled", dueOn: target, expiresOn: day("2026-06-09") } as const;
    expect(before).toMatchObject({ dueOn: target });
    const listed = { kind: "court.hearing-listed", occurredAt: instant(`${TODAY}T11:00:00.000Z`) } as const;
    const moved = decide(moment({ milestone: listed, caseState: hearing, history: [pending] }), methodology);
    expect(moved).toMatchObject([{ act: "invite", state: "scheduled", dueOn: "2026-04-15" }]);

    const noon = instant(`${target}T11:00:00.000Z`);
    const at = { invitation: pending, caseState: burglary, victim: reassured(target), sent: [], now: noon };
    const alone = { isSecond: false, shared: [] };
    const elsewhere = recheck({ ...at, ...alone, otherCases: [hearing.facts] }, methodology);
    expect(elsewhere).toEqual({ act: "wait", until: "2026-04-15" });
    expect(recheck({ ...at, ...alone, otherCases: [] }, methodology)).toMatchObject({ act: "send" });
  });
});
