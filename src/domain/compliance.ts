import {
  firstDayOfQuarter,
  type Instant,
  type LocalDate,
  londonInstant,
  plusDays,
  plusMinutes,
  type Quarter,
  quarterAfter,
} from "../kernel/time.ts";
import type { Stage } from "./dimension.ts";
import type { MilestoneKind } from "./milestone.ts";
import { workingDaysAfter } from "./working-days.ts";

// What is on record of the rights of the Victims' Code: what forces, witness care units and liaison officers say that
// they did, as milestones. Which right an act serves, and how soon it is owed, is in surveys/rights.json. A record says that something
// was done; no record says only that nobody recorded it.

/** What may be recorded, beside which rights a victim was told of. Each is a kind of milestone, `compliance.…`. */
export const complianceActs = [
  "needs-assessment",
  "rights-offered",
  "personal-statement-offered",
  "support-referred",
] as const;
export type ComplianceAct = (typeof complianceActs)[number];

/** From when on an act is expected of a case: once the crime is reported, or once there is a charging decision. */
export const complianceSteps = ["report", "decision"] as const;
export type ComplianceStep = (typeof complianceSteps)[number];

/** Which milestones make a victim one of whom an act is expected. The first of them says in which quarter. */
export const kindsOfStep: { readonly [S in ComplianceStep]: readonly MilestoneKind[] } = {
  report: ["report.recorded"],
  decision: ["decision.charged", "decision.not-charged", "decision.out-of-court"],
};

/** At which stage victims are asked about what is expected from a step on. */
export const stageOfStep = { report: "report", decision: "charge" } as const satisfies {
  readonly [S in ComplianceStep]: Stage;
};

/**
 * How many days after its day a step counts, at the earliest: by then everything that the Code sets a time for was due,
 * and what it sets none for can be expected to be on record. [OURS]
 */
export const SETTLED_DAYS = 28;

/** The first moment at which a step came too lately to be counted on a day. */
export const settledUntil = (countedOn: LocalDate): Instant => londonInstant(plusDays(countedOn, 1 - SETTLED_DAYS), 0);

/**
 * Until when an act is in time, by the hour of the step: the end of so many working days after its day in London. Days of
 * London begin on a full hour of UTC, so an hour of UTC decides the day.
 *
 * @returns Of every hour of the quarter (`2026-03-04T09`) the first moment that is too late.
 */
export function deadlines(
  period: Quarter,
  workingDays: number,
): readonly { readonly hour: string; readonly until: Instant }[] {
  const hours: { hour: string; until: Instant }[] = [];
  const end = firstDayOfQuarter(quarterAfter(period));
  for (let day = firstDayOfQuarter(period); day < end; day = plusDays(day, 1)) {
    const until = londonInstant(plusDays(workingDaysAfter(day, workingDays), 1), 0);
    const next = londonInstant(plusDays(day, 1), 0);
    for (let minutes = 0; ; minutes += 60) {
      const at = plusMinutes(londonInstant(day, 0), minutes);
      if (at >= next) break;
      hours.push({ hour: at.slice(0, 13), until });
    }
  }
  return hours;
}
