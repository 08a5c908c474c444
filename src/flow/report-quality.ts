import { type Delay, delayWithin, expectations, lateRecords, rejectionReasons } from "../domain/feed-quality.ts";
import {
  daysBetween,
  firstDayOfWeek,
  type HasClock,
  type Instant,
  type LocalDate,
  londonDate,
  londonInstant,
  plusDays,
  weekOf,
} from "../kernel/time.ts";
import type { HasVault } from "../store/vault/database.ts";
import { coverageOf, delaysOf, type Stretch, talliesOf, volumesOf, waitingOf } from "../store/vault/quality.ts";
import { readTogether } from "../store/vault/read-together.ts";

/** A share, as the two counts that it is made of. */
export type Share = { readonly numerator: number; readonly denominator: number };

const startOf = (day: LocalDate): Instant => londonInstant(day, 0);

/** The ISO weeks of a stretch of days, the first and the last cut where it begins and ends. */
function weeksOf(from: LocalDate, to: LocalDate): readonly Stretch[] {
  const weeks = new Set(Array.from({ length: daysBetween(from, to) + 1 }, (_, day) => weekOf(plusDays(from, day))));
  return [...weeks].map((week) => {
    const monday = firstDayOfWeek(week);
    const after = plusDays(monday, 7);
    const last = plusDays(to, 1);
    return { name: week, from: startOf(monday < from ? from : monday), to: startOf(after > last ? last : after) };
  });
}

function latenessOf(rows: readonly (Delay & { readonly kind: string })[]) {
  return [...Map.groupBy(rows, ({ kind }) => kind)].map(([milestone, delays]) => {
    const records = delays.reduce((sum, each) => sum + each.records, 0);
    return {
      milestone,
      medianHours: delayWithin(delays, 0.5),
      ninetiethPercentileHours: delayWithin(delays, 0.9),
      overSevenDays: { numerator: lateRecords(delays), denominator: records },
    };
  });
}

/** Tallies whose names begin alike, by what follows. */
const beginning = (tallies: ReadonlyMap<string, number>, prefix: string) =>
  [...tallies].flatMap(([counted, n]) =>
    counted.startsWith(prefix) ? [[counted.slice(prefix.length), n] as const] : [],
  );

/**
 * What a sender's data was like between two days, both included: how much, how late, what was missing or unknown, how
 * much was refused or came twice, what waits, and what its cases lack. Counts of its own records, and nothing of a victim.
 */
export async function reportQuality(
  { vault, clock }: HasVault & HasClock,
  sender: string,
  from: LocalDate,
  to: LocalDate,
) {
  const [begin, end] = [startOf(from), startOf(plusDays(to, 1))];
  const [volumes, delays, tallied, waiting, ...coverage] = await readTogether(
    vault,
    volumesOf(vault, sender, weeksOf(from, to)),
    delaysOf(vault, sender, begin, end),
    talliesOf(vault, sender, from, to),
    waitingOf(vault, sender),
    ...expectations.map((expected) =>
      coverageOf(vault, sender, expected, {
        from: startOf(plusDays(from, -expected.withinDays)),
        to: startOf(plusDays(to, 1 - expected.withinDays)),
      }),
    ),
  );
  const tallies = new Map(tallied.map(({ counted, n }) => [counted, n]));
  const count = (counted: string) => tallies.get(counted) ?? 0;
  const received = count("accepted") + count("duplicate") + count("parked") + count("rejected");
  const share = (numerator: number): Share => ({ numerator, denominator: received });
  return {
    sender,
    from,
    to,
    reportedOn: londonDate(clock.now()),
    records: {
      received,
      accepted: share(count("accepted")),
      duplicate: share(count("duplicate")),
      parked: share(count("parked")),
      rejected: share(count("rejected")),
    },
    rejections: rejectionReasons.map((reason) => ({ reason, ...share(count(`rejected:${reason}`)) })),
    volumes: volumes.map(({ stretch: week, kind: milestone, records }) => ({ week, milestone, records })),
    lateness: latenessOf(delays),
    missing: beginning(tallies, "expected:").map(([field, denominator]) => ({
      field,
      numerator: count(`missing:${field}`),
      denominator,
    })),
    unknownCodes: beginning(tallies, "unknown:").map(([field, records]) => ({ field, records })),
    waiting: { records: waiting[0]?.records ?? 0, oldest: waiting[0]?.oldest ?? null },
    coverage: expectations.map(({ id, of, withinDays, source }, index) => ({
      id,
      of,
      withinDays,
      source,
      numerator: coverage[index]?.[0]?.covered ?? 0,
      denominator: coverage[index]?.[0]?.cases ?? 0,
    })),
  };
}
