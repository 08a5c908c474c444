import { millisecondsOf } from "../src/kernel/time.ts";
import { weeks } from "./calendar.ts";
import { drawOf } from "./chance.ts";
import type { Case } from "./nation.ts";
import { sourceOf } from "./wire.ts";

/** An event to be sent: which case, and which of its happenings. */
export type Due = { readonly told: Case; readonly position: number };

/** What each sender delivers in one week, in the order in which it happened. */
export type WeeklyFeeds = ReadonlyMap<string, readonly Due[]>;

const DAY = 86_400_000;

/** The share of events that a sender sends a second time, with its next delivery. */
const SENT_TWICE = 0.004;

/** Forces deliver every other week, in turns; national systems every week. */
function delivers(told: Case, source: string, week: number): boolean {
  const isForce = source.includes(".force-");
  return week === 0 || !isForce || (week + Number(told.area.force)) % 2 === 0;
}

/** The first delivery of a sender after it knows of something; null when the simulation ends before. */
function weekOfDelivery({ told, position }: Due, source: string, from = 0): number | null {
  const happening = told.happenings[position];
  if (!happening) return null;
  const known = millisecondsOf(happening.at) + happening.late * DAY;
  const week = weeks.find(
    ({ number, deliveries }) => number >= from && millisecondsOf(deliveries) > known && delivers(told, source, number),
  );
  return week?.number ?? null;
}

/** Everything that is sent, by week and sender, a few events late, out of order or twice. */
export function planFeeds(seed: string, cases: readonly Case[]): readonly WeeklyFeeds[] {
  const plan = weeks.map(() => new Map<string, Due[]>());
  const put = (due: Due, source: string, week: number | null) => {
    const feeds = week === null ? undefined : plan[week];
    if (!feeds) return;
    const feed = feeds.get(source) ?? [];
    feed.push(due);
    feeds.set(source, feed);
  };
  for (const told of cases) {
    for (const [position, { teller }] of told.happenings.entries()) {
      const due = { told, position };
      const source = sourceOf(told, teller);
      const week = weekOfDelivery(due, source);
      put(due, source, week);
      const again = week !== null && drawOf(seed, `twice/${told.index}/${position}`) < SENT_TWICE;
      if (again) put(due, source, weekOfDelivery(due, source, week + 1));
    }
  }
  for (const feed of plan.flatMap((feeds) => [...feeds.values()]))
    feed.sort((a, b) => (timeOf(a) < timeOf(b) ? -1 : 1));
  return plan;
}

const timeOf = ({ told, position }: Due) => told.happenings[position]?.at ?? "";
