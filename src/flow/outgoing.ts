import type { Found, HasGateways, Sought } from "../channels/gateway.ts";
import { doubtEnds } from "../domain/doubt.ts";
import { type Instant, plusMinutes } from "../kernel/time.ts";
import type { HasLog } from "../platform/log.ts";

/** Where links lead: scheme and host, without a slash at the end. */
export type HasPublicOrigin = { readonly publicOrigin: string };

/** The queue of deliveries: ids alone, at most 100 at a time. */
export type HasDeliveries = { readonly deliveries: { send(ids: readonly string[]): Promise<void> } };

const QUEUE_BATCH = 100;

/** Sends ids to the queue in batches as large as it takes. */
export async function enqueue({ deliveries }: HasDeliveries, ids: readonly string[]): Promise<void> {
  for (let from = 0; from < ids.length; from += QUEUE_BATCH) await deliveries.send(ids.slice(from, from + QUEUE_BATCH));
}

/** How long something counts as queued before it may be queued again, in minutes. */
const QUEUED_MINUTES = 15;

/** Rows taken in one statement, and in one run of the cron. */
export const PAGE = 1_000;
const RUN = 20_000;

/** Puts on the queue what is due and not queued yet, page by page. `take` notes until when it counts as queued. */
export async function queueTaken(
  engine: HasDeliveries,
  now: Instant,
  take: (queuedUntil: Instant, limit: number) => Promise<readonly string[]>,
): Promise<number> {
  const queuedUntil = plusMinutes(now, QUEUED_MINUTES);
  let queued = 0;
  while (queued < RUN) {
    const ids = await take(queuedUntil, PAGE);
    await enqueue(engine, ids);
    queued += ids.length;
    if (ids.length < PAGE) break;
  }
  return queued;
}

/** How long a consumer may take before another may take over, in minutes: longer than a consumer may live. */
export const CLAIM_MINUTES = 20;

/** First wait after no gateway took a message, and the longest, in minutes; it doubles in between. */
const RETRY_MINUTES = { first: 15, longest: 24 * 60 } as const;

/** When to try again what no gateway took, so many attempts after the first. */
export const retryAt = (now: Instant, attempts: number): Instant =>
  plusMinutes(now, Math.min(RETRY_MINUTES.first * 2 ** Math.min(attempts - 1, 10), RETRY_MINUTES.longest));

/** When to try again what was given to nobody: when the first of its gateways wakes, or there may be one. */
export const wakesAt = (now: Instant, until: Instant | null): Instant => until ?? plusMinutes(now, RETRY_MINUTES.first);

/** What is known of a message that an earlier consumer gave to a gateway and recorded no answer of. */
export type Settled =
  /** The gateway has it. */
  | { readonly is: "gone" }
  /** The gateway has it not: it may be sent. */
  | { readonly is: "not-gone" }
  /** The gateway did not answer: to be asked again when this claim lapses. */
  | { readonly is: "unasked" }
  /** Nobody can be asked: a receipt may come until then. */
  | { readonly is: "in-doubt"; readonly until: Instant };

/** A message that may have gone, and the gateway that it was given to. */
export type Doubtful = Sought & { readonly gateway: string };

/** Asks the gateways what became of messages that may have gone, each for its own in one call. */
export async function settle(
  { gateways, log }: HasGateways & HasLog,
  doubtful: readonly Doubtful[],
): Promise<ReadonlyMap<string, Settled>> {
  const settled = new Map<string, Settled>();
  await Promise.all(
    [...Map.groupBy(doubtful, ({ gateway }) => gateway)].map(async ([name, some]) => {
      // A gateway that is configured no more can say nothing.
      let found: Found | undefined;
      try {
        found = await gateways.named(name)?.find(some.map(({ reference, to, since }) => ({ reference, to, since })));
      } catch (cause) {
        log.failure("gateway-silent", cause);
        for (const { reference } of some) settled.set(reference, { is: "unasked" });
        return;
      }
      for (const { reference, since } of some) {
        if (found?.accepted.has(reference)) settled.set(reference, { is: "gone" });
        else if (found && !found.unknowable.has(reference)) settled.set(reference, { is: "not-gone" });
        else settled.set(reference, { is: "in-doubt", until: doubtEnds(since) });
      }
    }),
  );
  return settled;
}
