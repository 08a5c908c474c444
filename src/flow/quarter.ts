import {
  firstDayOfQuarter,
  type HasClock,
  type LocalDate,
  londonDate,
  type Quarter,
  quarterAfter,
  quarterOf,
} from "../kernel/time.ts";
import { mac, type MacKey, toHex } from "../platform/crypto.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasResponses } from "../store/responses/database.ts";
import { isPoolWaiting } from "../store/responses/microdata.ts";

// What showing comments and opening a quarter have in common.

/**
 * Whether nothing more can come to a quarter: it is over, nothing of it waits, and its days take nothing in. A day's key
 * is there until the day is shut, so one that is left says that something may still be poured in.
 */
export async function isQuarterShut(
  { responses, keys, clock }: HasResponses & HasKeys & HasClock,
  period: Quarter,
): Promise<boolean> {
  const until = firstDayOfQuarter(quarterAfter(period));
  if (londonDate(clock.now()) < until) return false;
  if ((await keys.list("day")).some((day) => quarterOf(day as LocalDate) === period)) return false;
  return !(await isPoolWaiting(responses, firstDayOfQuarter(period), until));
}

/** The id that a record gets when it leaves `mixed`, in bytes: of its id there, under the quarter's key. */
export const finalBytesOf = async (naming: MacKey, id: string): Promise<Uint8Array> =>
  (await mac(naming, `final|${id}`)).subarray(0, 16);

/** The same, in hexadecimal. */
export const finalIdOf = async (naming: MacKey, id: string): Promise<string> => toHex(await finalBytesOf(naming, id));
