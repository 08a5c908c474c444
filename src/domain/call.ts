import { type Instant, type LocalDate, londonInstant, londonTime, plusDays, plusMinutes } from "../kernel/time.ts";
import type { VictimState } from "./case.ts";
import type { Reason } from "./disposition.ts";
import type { Methodology } from "./methodology.ts";
import { isSafeMinute, isSendingHour } from "./schedule.ts";

/**
 * How a call may end (AAPOR Standard Definitions, telephone surveys), and what then happens.
 *
 * - `again`: it is rung again, at another time of day; when there is no further call, it ends for that reason.
 * - `ends`: this invitation ends, for a reason.
 * - `stops`: contact ends as when somebody presses the button or sends the word that says the same.
 * - `begun`: the questions have begun. How it went on is in the pool, which knows nobody: whether they were answered to
 *   the end is written down nowhere.
 */
type Ending =
  | { readonly act: "again"; readonly reason: Reason }
  | { readonly act: "ends"; readonly reason: Reason }
  | { readonly act: "stops"; readonly wish: "stop" | "not-safe" | "wrong-person" }
  | { readonly act: "begun" };

/** Nobody knows who picks up there, if anybody does. */
const notReached = { act: "again", reason: "not-reached" } as const;

/** The victim it was, and they had no time. */
const putOff = { act: "again", reason: "put-off" } as const;

/** Every outcome, its code in the standard, and what it does. */
export const callEndings = {
  "no-answer": { aapor: "3.13", ...notReached },
  "busy": { aapor: "3.12", ...notReached },
  "machine": { aapor: "3.14", ...notReached },
  "somebody-else": { aapor: "3.9", ...notReached },
  "not-now": { aapor: "2.2", ...putOff },
  "call-back": { aapor: "2.2", ...putOff },
  "refused": { aapor: "2.11", act: "ends", reason: "refused" },
  "stop": { aapor: "2.11", act: "stops", wish: "stop" },
  "not-safe": { aapor: "3.9", act: "stops", wish: "not-safe" },
  "wrong-number": { aapor: "3.9", act: "stops", wish: "wrong-person" },
  "number-dead": { aapor: "4.3", act: "ends", reason: "number-dead" },
  "language-barrier": { aapor: "2.33", act: "ends", reason: "language-barrier" },
  "begun": { aapor: "1", act: "begun" },
} as const satisfies { readonly [outcome: string]: Ending & { readonly aapor: string } };

export type CallOutcome = keyof typeof callEndings;

/** Those that an interviewer records. That the questions have begun is noted by beginning them. */
export type ToldOutcome = Exclude<CallOutcome, "begun">;

export const callOutcomes = Object.keys(callEndings) as readonly CallOutcome[];

export const toldOutcomes = callOutcomes.filter((outcome): outcome is ToldOutcome => outcome !== "begun");

/**
 * What may still be recorded once the questions have begun: a wish that contact stops. Anything else would tell those who
 * answered to the end from those who did not.
 */
export const outcomesOnceBegun = toldOutcomes.filter((outcome) => callEndings[outcome].act === "stops");

/** How often somebody is rung in all who cannot be reached. [OURS: calls spread over days and parts of the day] */
export const CALLS_AT_MOST = 6;

/** So long nobody else may ring who was taken by an interviewer, in minutes. */
export const CALL_MINUTES = 30;

/**
 * Before which moment a number that is shown now is to be dialled, where the victim's safe hours, or ours, end within the
 * time of a call; null where they do not.
 */
export function dialBefore(
  now: Instant,
  safeHours: Pick<VictimState, "windowFrom" | "windowTo">,
  methodology: Methodology,
): Instant | null {
  const { date, minutes } = londonTime(now);
  for (let minute = minutes; minute <= minutes + CALL_MINUTES; minute++) {
    if (!isSendingHour(minute, methodology) || !isSafeMinute(minute, safeHours)) return londonInstant(date, minute);
  }
  return null;
}

/** A line that is engaged is tried again on the same day, after so many minutes. */
const BUSY_MINUTES = 30;

/** Parts of the day, by the minute past midnight from which each is: a further call comes in the next of them. */
const NOON = 12 * 60;
const EVENING = 17 * 60;
const startOfDay = 0;
const nextPart = (minutes: number) => (minutes < NOON ? NOON : minutes < EVENING ? EVENING : startOfDay);

/**
 * Before which instant nobody rings again: after an engaged line half an hour, after a time that was agreed on that very
 * time, else the next part of the day on the next day.
 *
 * @param agreed The time that the victim named, for those who did.
 * @returns Null when there is no further call: it was rung so often, or its window is over by then.
 */
export function nextCall(
  { outcome, attempts, agreed }: { outcome: ToldOutcome; attempts: number; agreed: Instant | null },
  now: Instant,
  last: LocalDate,
): Instant | null {
  if (attempts >= CALLS_AT_MOST) return null;
  const { date, minutes } = londonTime(now);
  const later =
    agreed !== null && agreed > now
      ? agreed
      : outcome === "busy"
        ? plusMinutes(now, BUSY_MINUTES)
        : londonInstant(plusDays(date, 1), nextPart(minutes));
  return londonTime(later).date > last ? null : later;
}
