import { setTimeout as pause } from "node:timers/promises";
import { londonInstant, parseInstant, plusDays, plusMinutes } from "../src/kernel/time.ts";
import { beginning, periods, releaseAt, type Week, weeks } from "./calendar.ts";
import { isReply } from "./by-text.ts";
import { chunksOf, type Client, fewAtOnce, type Text } from "./client.ts";
import { addWeek } from "./count.ts";
import { planFeeds, type WeeklyFeeds } from "./feeds.ts";
import { type Case, caseOf } from "./nation.ts";
import { moderate } from "./moderation.ts";
import { recordDiscussions } from "./officers.ts";
import type { Progress } from "./progress.ts";
import { fateOf } from "./respond.ts";
import { registerSenders } from "./senders.ts";
import type { Stopwatch } from "./stopwatch.ts";
import { openTexted } from "./texted.ts";
import { act, holdersOf, prepare, type Round } from "./victims.ts";
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
  readonly watch: Stopwatch;
};

/** Events in one batch, receipts in one post. */
const EVENTS = 1000;
const RECEIPTS = 1000;
const IN_FLIGHT = 3;
/** Of what went wrong in a week, so many are told in full. */
const REPORTED = 3;

type Delivered = { readonly events: number; readonly rejected: number };

/** When texts go: Saturday noon, in everybody's hours, so that all that fell due in the week is sent. */
const SENDING_DAY = 5;
const NOON = 12 * 60;

export async function drive({ client, keep, say, watch }: Drive, from: Progress): Promise<Progress> {
  const { seed, evenness } = from;
  const cases = Array.from({ length: from.cases }, (_, index) => caseOf({ seed, evenness }, index));
  const plan = planFeeds(seed, cases);
  let progress = from;
  const keepThis = (next: Progress) => {
    progress = next;
    keep(next);
  };
  const drive: Drive = { client, keep: keepThis, say, watch };
  await advance(drive, beginning);
  keepThis({ ...progress, senders: await registerSenders(client, plan, progress.senders) });
  for (const week of weeks.slice(progress.week)) {
    await releaseDue(drive, progress, week.deliveries);
    keepThis(await liveThrough(drive, progress, { week, cases, feeds: plan[week.number] ?? new Map() }));
  }
  await releaseDue(drive, progress, null);
  return progress;
}

/** Moves the clock, unless it is there already. */
async function advance({ client, watch }: Drive, to: string): Promise<void> {
  await watch.time("nights", async () => {
    if ((await client.clock()) < to) await client.moveClock(to);
  });
}

type Living = { readonly week: Week; readonly cases: readonly Case[]; readonly feeds: WeeklyFeeds };

async function liveThrough(drive: Drive, progress: Progress, living: Living): Promise<Progress> {
  const { client, say, watch } = drive;
  const { week, cases, feeds } = living;
  const started = performance.now();
  await advance(drive, week.deliveries);
  const sentIn = await watch.time("events", async () => await deliver(drive, progress, feeds));
  await advance(drive, londonInstant(plusDays(week.monday, SENDING_DAY), NOON));
  await watch.time("sending", async () => await waitForDeliveries(drive));
  const { texts, read } = await watch.time("outbox", async () => await readOutbox(client, progress.read));
  await watch.time("receipts", async () => await handInReceipts(client, progress.seed, texts));
  await advance(drive, week.answers);

  const world = { seed: progress.seed };
  const texted = openTexted(progress.texted, cases.length);
  const toVictims = texts.filter(({ channel }) => channel !== "officer");
  const arrived = toVictims.filter((text) => fateOf(progress.seed, text) === "delivered");
  const holders = holdersOf(world, cases, texted, arrived);
  const acting = holders.filter(({ does }) => does !== "ignores").map((holder) => prepare(world, holder));
  const round = await act({ client, watch, world, read: progress.read }, acting);
  for (const refusal of round.refused.slice(0, REPORTED)) say(`  refused: ${wordsOf(refusal)}`);
  const recorded = await watch.time("closures", async () => await recordDiscussions(client, world, texts));

  const undeliverable = toVictims.length - arrived.length;
  const counted = { texts: toVictims.length, undeliverable, ...recorded, ...sentIn };
  const next = addWeek(progress, { week, read, texted: texted.toText(), holders, round, counted });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  say(
    `${week.period}, week of ${week.monday}: ${sentIn.events} events, ${toVictims.length} texts, ${round.answered.length} answers, ` +
      `${recorded.closures} closure records in ${seconds} s; ${answersOf(next)} answers so far`,
  );
  return next;
}

const answersOf = ({ counts }: Progress) => Object.values(counts.answers).reduce((sum, count) => sum + count, 0);

const wordsOf = ({ holder, reply }: Round["refused"][number]) =>
  [holder.does, holder.survey.stage, reply?.status ?? "no reply", reply?.location, reply?.body]
    .filter(Boolean)
    .join(" ");

async function deliver({ client, say }: Drive, { seed, senders }: Progress, feeds: WeeklyFeeds): Promise<Delivered> {
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

/** Looks in every so often, in milliseconds; when nothing has moved for so many looks, something was interrupted. */
const LOOK = 40;
const PATIENCE = 50;
/** After so many minutes the engine takes up what a consumer began and never finished; so often we let them pass. */
const CLAIM_ENDS = 21;
const NUDGES = 3;

/** The queue works behind the door: waits until nothing is due. After a kill the clock must move for the rest to go. */
async function waitForDeliveries({ client, say }: Drive): Promise<void> {
  for (let nudge = 0; nudge <= NUDGES; nudge++) {
    let [last, still] = [-1, 0];
    while (still < PATIENCE) {
      const { due } = await client.status();
      if (due === 0) return;
      still = due === last ? still + 1 : 0;
      last = due;
      await pause(LOOK);
    }
    const now = parseInstant(await client.clock());
    if (now !== null && nudge < NUDGES) await client.moveClock(plusMinutes(now, CLAIM_ENDS));
    else say(`  ${last} invitations are due and do not go: they stay for the next week`);
  }
}

/** What has gone out since, without the replies of conversations: those are read as they come. */
async function readOutbox(client: Client, after: number) {
  const all = await client.outboxAfter(after);
  return { texts: all.filter((text) => !isReply(text)), read: all.at(-1)?.seq ?? after };
}

async function handInReceipts(client: Client, seed: string, texts: readonly Text[]): Promise<void> {
  const receipts = texts
    .filter(({ channel }) => channel !== "officer")
    .map((text) => ({
      reference: text.reference,
      status: fateOf(seed, text) === "delivered" ? "delivered" : "failed-permanent",
    }));
  await fewAtOnce(chunksOf(receipts, RECEIPTS), IN_FLIGHT, async (some) => await client.receive(some));
}

/** How often to look whether a release is out, in milliseconds, and how many times. */
const RELEASE_LOOK = 250;
const RELEASE_LOOKS = 2400;

/** So many comments are left for whoever looks at the console, and of few no more than this share. */
const LEFT = 36;
const LEFT_AT_MOST = 0.3;

/** Releases what is ripe before this moment (null: everything), oldest first. */
async function releaseDue(drive: Drive, progress: Progress, before: string | null): Promise<void> {
  const { client, keep, say, watch } = drive;
  const ripe = periods.map(({ quarter }) => quarter).filter((quarter) => !progress.released.includes(quarter));
  let released = progress.released;
  for (const quarter of ripe) {
    const at = releaseAt(quarter);
    if (before !== null && at >= before) return;
    const started = performance.now();
    await advance(drive, at);
    const leave = Math.min(LEFT_AT_MOST, LEFT / Math.max(1, progress.counts.comments));
    const decided = await watch.time("comments", async () => await moderate(client, progress.seed, leave));
    await watch.time("releases", async () => {
      await client.startRelease(quarter);
      await waitForRelease(client, quarter);
    });
    released = released.concat(quarter);
    keep({ ...progress, released });
    say(`${quarter} released, ${decided} comments moderated (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  }
}

async function waitForRelease(client: Client, quarter: string): Promise<void> {
  for (let look = 0; look < RELEASE_LOOKS; look++) {
    if ((await client.findRelease(quarter))?.status === "published") return;
    await pause(RELEASE_LOOK);
  }
  throw new Error(`The release of ${quarter} was not published in ten minutes`);
}
