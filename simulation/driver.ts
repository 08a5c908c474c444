import { setTimeout as pause } from "node:timers/promises";
import { londonInstant, plusDays } from "../src/kernel/time.ts";
import { beginning, periods, releaseAt, type Week, weeks } from "./calendar.ts";
import { chunksOf, type Client, fewAtOnce, type Text } from "./client.ts";
import { addWeek } from "./count.ts";
import { planFeeds, type WeeklyFeeds } from "./feeds.ts";
import { type Case, caseOf } from "./nation.ts";
import { recordDiscussions } from "./officers.ts";
import type { Progress } from "./progress.ts";
import { fateOf } from "./respond.ts";
import { registerSenders } from "./senders.ts";
import { act, holderOf, prepare } from "./victims.ts";
import { eventOf } from "./wire.ts";

/**
 * Drives an engine through the synthetic nation's time, through its front doors alone: senders deliver events, texts
 * are read where a phone would ring, victims answer on the pages, officers record, an analyst asks for a release.
 *
 * Progress is kept after each week. A week that is interrupted is lived through again: every event has its id, every
 * link its nullifier, every receipt its reference, so that the second time changes nothing.
 */
export type Drive = {
  readonly client: Client;
  readonly keep: (progress: Progress) => void;
  readonly say: (line: string) => void;
};

/** Events in one batch, messages in one page of the outbox, receipts in one post. */
const EVENTS = 1000;
const PAGE = 1000;
const RECEIPTS = 1000;
const IN_FLIGHT = 3;
/** Of what went wrong in a week, so many are told in full. */
const REPORTED = 3;

type Delivered = { readonly events: number; readonly rejected: number };

/** When texts go: Saturday noon, in everybody's hours, so that all that fell due in the week is sent. */
const SENDING_DAY = 5;
const NOON = 12 * 60;

export async function drive({ client, keep, say }: Drive, from: Progress): Promise<Progress> {
  const { seed, evenness } = from;
  const cases = Array.from({ length: from.cases }, (_, index) => caseOf({ seed, evenness }, index));
  const plan = planFeeds(seed, cases);
  let progress = from;
  const keepThis = (next: Progress) => {
    progress = next;
    keep(next);
  };
  await advance(client, beginning);
  keepThis({ ...progress, senders: await registerSenders(client, plan, progress.senders) });
  for (const week of weeks.slice(progress.week)) {
    await releaseDue({ client, keep: keepThis, say }, progress, week.deliveries);
    keepThis(await liveThrough({ client, say }, progress, { week, cases, feeds: plan[week.number] ?? new Map() }));
  }
  await releaseDue({ client, keep: keepThis, say }, progress, null);
  return progress;
}

/** Moves the clock, unless it is there already. */
async function advance(client: Client, to: string): Promise<void> {
  if ((await client.clock()) < to) await client.moveClock(to);
}

type Living = { readonly week: Week; readonly cases: readonly Case[]; readonly feeds: WeeklyFeeds };

async function liveThrough(
  drive: Pick<Drive, "client" | "say">,
  progress: Progress,
  living: Living,
): Promise<Progress> {
  const { client, say } = drive;
  const { week, cases, feeds } = living;
  const started = performance.now();
  await advance(client, week.deliveries);
  const sentIn = await deliver(drive, progress, feeds);
  const delivered = performance.now();
  await advance(client, londonInstant(plusDays(week.monday, SENDING_DAY), NOON));
  await waitForDeliveries(client, say);
  const { texts, read } = await readOutbox(client, progress.read);
  const sent = performance.now();
  await handInReceipts(client, progress.seed, texts);
  await advance(client, week.answers);
  const world = { seed: progress.seed };
  const holders = texts
    .filter(({ reference }) => fateOf(progress.seed, reference) === "delivered")
    .flatMap((text) => holderOf(world, cases, text) ?? []);
  const acting = holders.filter(({ does }) => does !== "ignores").map((holder) => prepare(world, holder));
  const round = await act(client, acting);
  for (const { holder, reply } of round.refused.slice(0, REPORTED)) {
    say(
      `  refused: ${holder.does}, ${holder.survey.stage}: ${reply?.status ?? "no reply"} ${reply?.location ?? ""} ${reply?.body?.slice(0, 300) ?? ""}`,
    );
  }
  const closures = await recordDiscussions(client, world, texts);
  const next = addWeek(progress, { week, ...sentIn, texts, holders, round, closures, read });
  const ended = performance.now();
  const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(1);
  say(
    `${week.period} week of ${week.monday}: ${sentIn.events} events (${seconds(started, delivered)} s), ${texts.length} texts ` +
      `(${seconds(delivered, sent)} s), ${round.answered.length} answers and ${closures} closure records ` +
      `(${seconds(sent, ended)} s); ${Object.values(next.counts.answers).reduce((sum, count) => sum + count, 0)} answers so far`,
  );
  return next;
}

async function deliver(
  { client, say }: Pick<Drive, "client" | "say">,
  { seed, senders }: Progress,
  feeds: WeeklyFeeds,
): Promise<Delivered> {
  const batches = [...feeds].flatMap(([source, dues]) =>
    chunksOf(dues, EVENTS).map((some) => ({ source, dues: some })),
  );
  const answers = await fewAtOnce(batches, IN_FLIGHT, async ({ source, dues }) => {
    const key = senders[source];
    if (key === undefined) throw new Error(`${source} is not registered`);
    const { events } = await client.deliver(
      key,
      dues.map(({ told, position }) => eventOf(seed, told, position)),
    );
    return events;
  });
  const rejected = answers.flat().filter(({ status }) => status === "rejected");
  for (const { id, problem } of rejected.slice(0, REPORTED)) say(`  rejected: ${id} ${JSON.stringify(problem)}`);
  return { events: answers.flat().length, rejected: rejected.length };
}

/** Looks in every so often, in milliseconds, and gives up when nothing has moved for so many looks. */
const LOOK = 40;
const PATIENCE = 150;

/** The queue works behind the door: waits until nothing is due, or nothing moves any more. */
async function waitForDeliveries(client: Client, say: Drive["say"]): Promise<void> {
  let [last, still] = [-1, 0];
  while (still < PATIENCE) {
    const { due } = await client.status();
    if (due === 0) return;
    still = due === last ? still + 1 : 0;
    last = due;
    await pause(LOOK);
  }
  say(`  ${last} invitations are due and do not go: they stay for the next week`);
}

async function readOutbox(client: Client, after: number) {
  const texts: Text[] = [];
  for (let read = after; ;) {
    const page = await client.outbox(read, PAGE);
    const last = page.at(-1);
    if (!last) return { texts, read };
    texts.push(...page);
    read = last.seq;
  }
}

async function handInReceipts(client: Client, seed: string, texts: readonly Text[]): Promise<void> {
  const receipts = texts
    .filter(({ channel }) => channel !== "officer")
    .map(({ reference }) => ({
      reference,
      status: fateOf(seed, reference) === "delivered" ? "delivered" : "failed-permanent",
    }));
  await fewAtOnce(chunksOf(receipts, RECEIPTS), IN_FLIGHT, async (some) => await client.receive(some));
}

/** How often to look whether a release is out, in milliseconds, and how many times. */
const RELEASE_LOOK = 250;
const RELEASE_LOOKS = 2400;

/** Releases what is ripe before this moment (null: everything), oldest first. */
async function releaseDue({ client, keep, say }: Drive, progress: Progress, before: string | null): Promise<void> {
  const ripe = periods.map(({ quarter }) => quarter).filter((quarter) => !progress.released.includes(quarter));
  let released = progress.released;
  for (const quarter of ripe) {
    const at = releaseAt(quarter);
    if (before !== null && at >= before) return;
    const started = performance.now();
    await advance(client, at);
    await client.startRelease(quarter);
    await waitForRelease(client, quarter);
    released = released.concat(quarter);
    keep({ ...progress, released });
    say(`${quarter} released (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  }
}

async function waitForRelease(client: Client, quarter: string): Promise<void> {
  for (let look = 0; look < RELEASE_LOOKS; look++) {
    if ((await client.findRelease(quarter))?.status === "published") return;
    await pause(RELEASE_LOOK);
  }
  throw new Error(`The release of ${quarter} was not published in ten minutes`);
}
