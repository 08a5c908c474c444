import { methodology } from "../domain/methodology.ts";
import { firstDayOfQuarter, type LocalDate, plusDays, type Quarter, quarterAfter } from "../kernel/time.ts";

export type ExpectedRelease = { readonly period: Quarter; readonly from: LocalDate };

/** The release after this period's: from when it can be built, which is once its last answers are mixed. */
export function expectedAfter(period: Quarter): ExpectedRelease {
  const next = quarterAfter(period);
  const over = firstDayOfQuarter(quarterAfter(next));
  return { period: next, from: plusDays(over, methodology.pool.waitAtMostDays) };
}
