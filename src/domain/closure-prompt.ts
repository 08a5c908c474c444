import type { LocalDate } from "../kernel/time.ts";
import type { Methodology } from "./methodology.ts";
import { workingDaysBefore } from "./working-days.ts";

/** What follows a request for a closure discussion that nobody answers. */
export type PromptKind = "reminder" | "escalation";

/** What a force wants of it: whether its officers are reminded, and who is told of what is overdue. */
export type PromptSetting = {
  readonly remind: boolean;
  /** A supervisor or a mailbox, `{unit}` standing for the officer's unit as the force calls it; null for nobody. */
  readonly escalateTo: string | null;
};

/** The settings of every force, by its police area. */
export type HasClosurePrompts = { readonly closurePrompts: { for(area: string): PromptSetting } };

const UNIT = "{unit}";

/** Whether nobody can be told without knowing the officer's unit. */
export const needsUnit = (escalateTo: string) => escalateTo.includes(UNIT);

/** Who is told of an overdue discussion; null where there is nobody. */
export function supervisorOf({ escalateTo }: PromptSetting, unit: string | null): string | null {
  if (escalateTo === null || (unit === null && needsUnit(escalateTo))) return null;
  return escalateTo.replaceAll(UNIT, unit ?? "");
}

/** By what day something must have been asked to be reminded of today, and to be overdue today. */
export const promptDays = (today: LocalDate, { closureRequest }: Pick<Methodology, "closureRequest">) => ({
  askedBy: workingDaysBefore(today, closureRequest.remindAfterWorkingDays),
  overdueBy: workingDaysBefore(today, closureRequest.overdueAfterWorkingDays),
});
