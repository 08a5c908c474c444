import { daysBetween, firstDayOfWeek, type LocalDate, plusDays, type Quarter, type Week } from "../kernel/time.ts";
import type { Methodology } from "./methodology.ts";

// When the pool is mixed, and when a key may go. The model that the attack suite goes through decides by these as well.

/** Whether some have waited so long that they go, however few. */
export const isLate = (oldest: LocalDate | undefined, today: LocalDate, { pool }: Pick<Methodology, "pool">): boolean =>
  oldest !== undefined && daysBetween(oldest, today) >= pool.waitAtMostDays;

/** Whether a day's key may be considered for destruction: the day is over and nothing of it waits. */
export const isSpentDay = (day: string, today: LocalDate, waiting: ReadonlySet<string>): boolean =>
  day < today && !waiting.has(day);

/** The last day on which a link of this wave works, and some days of grace. */
export const lastDayOfWave = (wave: Week, { linkDays, waveGraceDays }: Methodology): LocalDate =>
  plusDays(firstDayOfWeek(wave), 6 + linkDays + waveGraceDays);

/** Whether no link of a wave works any more, and no request that had begun with one can still be going on. */
export const isWaveOver = (wave: Week, today: LocalDate, methodology: Methodology): boolean =>
  daysBetween(lastDayOfWave(wave, methodology), today) > 0;

/** What a release opens of what the nights have left, and keeps as a record of one of these kinds. */
export type FinalKind = "response" | "journey" | "closure";

/**
 * What the night leaves of a submission. A comment is shown to moderators once ten of its place wait; a profile record is
 * added up with all others of its quarter, and never stands in the clear.
 */
export type MixedKind = FinalKind | "profile" | "comment";

/**
 * Bytes of UTF-8 that every record of a kind is filled up to before it is sealed for the quarter. What any survey can
 * make is shorter: test/unit/anonymity/mixed-sizes.test.ts.
 */
export const MIXED_BYTES: { readonly [K in Exclude<MixedKind, "comment">]: number } = {
  response: 1024,
  journey: 256,
  profile: 768,
  closure: 1536,
};

/**
 * What a record may be filled up to, in bytes of UTF-8. A comment has the sizes of the pool, and is in the larger only where
 * its submission was: that one was a long one, the pool has told before.
 */
export const mixedSizes = (kind: MixedKind, { pool }: Pick<Methodology, "pool">): readonly number[] =>
  kind === "comment" ? pool.padTo : [MIXED_BYTES[kind]];

/** What a record's seal is bound to. */
export const mixedContext = (kind: MixedKind, period: Quarter): string => `mixed/${kind}/${period}`;
