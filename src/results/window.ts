import { firstDayOfQuarter, type LocalDate, plusDays, type Quarter, quarterOf } from "../kernel/time.ts";

/** How many quarters a rolling window joins (decisions.md 23). */
export const QUARTERS = 4;

/** Four quarters in a row: those of which there is a release are summed, the others are named and never filled. */
export type Window = {
  readonly start: LocalDate;
  /** Oldest first. */
  readonly quarters: readonly Quarter[];
  readonly missing: readonly Quarter[];
};

export const quarterBefore = (quarter: Quarter) => quarterOf(plusDays(firstDayOfQuarter(quarter), -1));

/** The window that ends with a quarter, and which of its quarters are held. */
export function windowTo(newest: Quarter, held: ReadonlySet<string>): Window {
  const all = [newest];
  while (all.length < QUARTERS) all.unshift(quarterBefore(all[0] ?? newest));
  return {
    start: firstDayOfQuarter(all[0] ?? newest),
    quarters: all.filter((quarter) => held.has(quarter)),
    missing: all.filter((quarter) => !held.has(quarter)),
  };
}

/**
 * The time that a window's figures are of: from the first quarter that is added to the last. A quarter that is missing in
 * between is part of it, as no other span would say so; `quarters` names those added.
 */
export function spanOf({ quarters, start }: Window): { readonly start: LocalDate; readonly duration: string } {
  const [first, last] = [quarters[0], quarters.at(-1)];
  if (first === undefined || last === undefined) return { start, duration: "P1Y" };
  let count = 1;
  for (let quarter = last; quarter !== first; quarter = quarterBefore(quarter)) count += 1;
  return { start: firstDayOfQuarter(first), duration: count === QUARTERS ? "P1Y" : `P${3 * count}M` };
}

/** A window as ISO 8601 writes it, as JSON-stat's periods are: `2025-07-01/P1Y`, `2026-01-01/P6M`. */
export function intervalOf(window: Window): string {
  const { start, duration } = spanOf(window);
  return `${start}/${duration}`;
}
