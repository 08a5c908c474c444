import type { MilestoneKind } from "../src/domain/milestone.ts";
import { type LocalDate, plusDays } from "../src/kernel/time.ts";
import { type Stream, whole } from "./chance.ts";

/** What is recorded of a victim's rights, on which day, and what the event brings. */
export type Recorded = {
  readonly kind: MilestoneKind;
  readonly on: LocalDate;
  readonly brings: Readonly<Record<string, unknown>>;
};

/** How likely a force is to record each, and to have assessed needs and referred within a day or two. */
type Habit = {
  readonly told: number;
  readonly assessed: number;
  readonly referred: number;
  readonly statement: number;
  readonly prompt: number;
};

const thorough: Habit = { told: 0.93, assessed: 0.9, referred: 0.55, statement: 0.8, prompt: 0.93 };
const usual: Habit = { told: 0.8, assessed: 0.78, referred: 0.42, statement: 0.62, prompt: 0.76 };
const late: Habit = { told: 0.78, assessed: 0.75, referred: 0.4, statement: 0.55, prompt: 0.3 };
const never: Habit = { told: 0, assessed: 0, referred: 0, statement: 0, prompt: 0 };

/** Forces that record thoroughly, late or never, by their codes; none is meant. */
const habits = [never, usual, late, late, thorough, usual, usual, thorough, usual] as const;

const habitOf = (force: string): Habit => habits[(Number(force) + 1) % habits.length] ?? usual;

/** Rights that an officer goes through at a report, and those that are left out now and then. */
const ALWAYS = ["VC03", "VC04", "VC06"];
const OFTEN = ["VC01", "VC02", "VC05", "VC07", "VC12"];
const LATER = ["VC08", "VC09", "VC10", "VC11"];

function rightsTold(next: Stream): readonly string[] {
  const often = OFTEN.filter(() => next() < 0.75);
  const later = LATER.filter(() => next() < 0.35);
  return [...ALWAYS, ...often, ...later].toSorted();
}

/** What a force records of a report. */
export function recordedOfReport(next: Stream, force: string, on: LocalDate): readonly Recorded[] {
  const habit = habitOf(force);
  // From the day after: a record that is older than its report would wait for it.
  const following = plusDays(on, 1);
  const day = () => (next() < habit.prompt ? following : plusDays(on, whole(next, 5, 15)));
  const recorded: Recorded[] = [];
  if (next() < habit.told)
    recorded.push({ kind: "compliance.rights-offered", on: following, brings: { rights: rightsTold(next) } });
  if (next() < habit.assessed) recorded.push({ kind: "compliance.needs-assessment", on: day(), brings: {} });
  if (next() < habit.referred) recorded.push({ kind: "compliance.support-referred", on: day(), brings: {} });
  return recorded;
}

/** What a force records of a charging decision. */
export function recordedOfDecision(next: Stream, force: string, on: LocalDate): readonly Recorded[] {
  if (next() >= habitOf(force).statement) return [];
  return [{ kind: "compliance.personal-statement-offered", on: plusDays(on, whole(next, 0, 7)), brings: {} }];
}
