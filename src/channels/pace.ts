import { type Instant, instantOf, millisecondsOf } from "../kernel/time.ts";
import type { Reason } from "../domain/disposition.ts";
import type { Message, PauseReason, Sending, SendOutcome } from "./gateway.ts";

/** What a Worker may have open at once (platform limit). */
const CONNECTIONS = 6;

/**
 * For how long one batch goes on beginning to send, in milliseconds. What was looked at before must go soon, or wait and
 * be looked at again: somebody who says STOP is written to no more within a minute.
 */
const BUDGET = 30_000;

/** After so many in a row that nothing is known of, the rest waits: each would only be one more in doubt. */
const SILENT_IN_A_ROW = 6;

/** After so many in a row that our own settings make impossible, the rest waits. */
const MISCONFIGURED_IN_A_ROW = 3;

/** A rest that the gateway needs: for so many seconds, or until the next midnight (UTC). */
export type Rest = { readonly reason: PauseReason; readonly seconds: number | "midnight" };

/** What became of one message, and whether the gateway must rest. */
export type Verdict = {
  readonly outcome: "accepted" | "refused" | "later" | "unknown";
  readonly reason?: Reason;
  readonly rest?: Rest;
  /** Our own settings make it impossible. If they do so for every message, the gateway rests. */
  readonly misconfigured?: true;
};

/** How long a gateway rests whose settings or credentials are wrong, in seconds: until somebody has looked. */
export const RESTS = { credentials: 15 * 60, configuration: 15 * 60, busy: 20 } as const;

const sleep = (milliseconds: number) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, milliseconds);
  });

/** Lets callers through one by one, evenly. The chain is of one batch: a Worker's requests may not wait for each other. */
function openPace(perSecond: number): () => Promise<void> {
  const gap = 1000 / perSecond;
  let turn = Promise.resolve();
  return async () => {
    const mine = turn;
    turn = gap >= 1 ? mine.then(() => sleep(gap)) : mine;
    await mine;
  };
}

/** Does something for each, evenly paced and on few connections, until `isOver`. */
async function forEachPaced<T>(
  items: readonly T[],
  perSecond: number,
  act: (item: T) => Promise<void>,
  isOver: () => boolean,
): Promise<void> {
  const waiting = items.values();
  const pace = openPace(perSecond);
  const work = async () => {
    for (const item of waiting) {
      if (!isOver()) await pace();
      await act(item);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, work));
}

/** Asks about each, evenly paced. @throws Whatever asking throws: then nothing is known. */
export async function askEach<T>(
  items: readonly T[],
  perSecond: number,
  act: (item: T) => Promise<void>,
): Promise<void> {
  await forEachPaced(items, perSecond, act, () => false);
}

/** A message's own share of chance, 0 to 1, so that not all that were refused come back at once. */
const jitterOf = (reference: string) => {
  let sum = 0;
  for (const character of reference) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 997;
  return sum / 997;
};

/** When a rest ends; up to half as long again, by the message's own chance. */
function endOf({ seconds }: Rest, now: Instant, reference: string): Instant {
  const jitter = jitterOf(reference);
  if (seconds !== "midnight") return instantOf(millisecondsOf(now) + seconds * 1000 * (1 + jitter / 2));
  const midnight = Date.parse(`${now.slice(0, 10)}T24:00:00Z`);
  return instantOf(midnight + jitter * 600_000);
}

const outcomeOf = (reference: string, { outcome, reason }: Verdict): SendOutcome =>
  outcome === "refused" ? { reference, outcome, reason: reason ?? "gateway-refused" } : { reference, outcome };

/**
 * Sends each message by `sendOne`, evenly paced and on few connections. Once the gateway must rest, or has fallen
 * silent, what has not been begun is left for later.
 */
export async function sendEach(
  messages: readonly Message[],
  {
    now,
    perSecond,
    budgetMs = BUDGET,
  }: { readonly now: Instant; readonly perSecond: number; readonly budgetMs?: number },
  sendOne: (message: Message) => Promise<Verdict>,
): Promise<Sending> {
  const over = AbortSignal.timeout(budgetMs);
  const outcomes: SendOutcome[] = [];
  let [accepted, silent, misconfigured] = [0, 0, 0];
  let pause: Sending["pause"];

  const isOver = () =>
    pause !== undefined ||
    over.aborted ||
    silent >= SILENT_IN_A_ROW ||
    (accepted === 0 && misconfigured >= MISCONFIGURED_IN_A_ROW);
  const take = async (message: Message) => {
    if (isOver()) {
      outcomes.push({ reference: message.reference, outcome: "later" });
      return;
    }
    const verdict = await sendOne(message);
    outcomes.push(outcomeOf(message.reference, verdict));
    if (verdict.outcome === "accepted") accepted += 1;
    if (verdict.misconfigured) misconfigured += 1;
    silent = verdict.outcome === "unknown" ? silent + 1 : 0;
    const { rest } = verdict;
    if (rest) pause ??= { until: endOf(rest, now, message.reference), reason: rest.reason };
  };
  await forEachPaced(messages, perSecond, take, isOver);

  // A fault of one message's own also looks like a fault of our settings; but a wrong setting lets nothing through.
  const [first] = messages;
  if (first && misconfigured > 0 && accepted === 0) {
    const rest = { reason: "configuration", seconds: RESTS.configuration } as const;
    pause ??= { until: endOf(rest, now, first.reference), reason: rest.reason };
  }
  return { outcomes, ...(pause && { pause }) };
}
