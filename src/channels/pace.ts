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

/** So many go first, and the others only when one of them is known of: each might be in doubt for good. */
const VANGUARD = 3;

/** After so many in a row that nothing is known of, the rest waits: each would only be one more in doubt. */
const SILENT_IN_A_ROW = 3;

/**
 * Messages that fail alike by what looks like our own settings, where none came through: after `stop` the rest waits, and
 * from `rest` on the gateway rests. One alone says more of its recipient.
 */
const MISCONFIGURED = { stop: 3, rest: 2 } as const;

/** A rest that the gateway needs: for so many seconds, or until the next midnight (UTC). */
export type Rest = { readonly reason: PauseReason; readonly seconds: number | "midnight" };

/** What became of one message, and whether the gateway must rest. */
export type Verdict = {
  readonly outcome: "accepted" | "refused" | "later" | "unknown";
  readonly reason?: Reason;
  readonly rest?: Rest;
  /** What of our own settings seems to make it impossible, as the gateway calls it. */
  readonly misconfigured?: string;
};

/** How long a gateway rests whose settings or credentials are wrong, in seconds: until somebody has looked. */
export const RESTS = { credentials: 15 * 60, configuration: 15 * 60, busy: 20 } as const;

const sleep = (milliseconds: number) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, milliseconds);
  });

/** Lets callers through one by one, evenly; from a thousand a second on without a pause. The chain is of one batch: a Worker's requests may not wait for each other. */
function openPace(perSecond: number): () => Promise<void> {
  const gap = 1000 / perSecond;
  let turn = Promise.resolve();
  return async () => {
    const mine = turn;
    turn = gap > 1 ? mine.then(() => sleep(gap)) : mine;
    await mine;
  };
}

/** Does something for each, evenly paced and on few connections. */
async function forEachPaced<T>(
  items: readonly T[],
  pace: () => Promise<void>,
  act: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  const work = async () => {
    for (const item of waiting) {
      await pace();
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
  await forEachPaced(items, openPace(perSecond), act);
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
 * Sends each message by `sendOne`, evenly paced and on few connections: a few first, then the others. Once the gateway
 * must rest, or has fallen silent, or the time is up, nothing more is begun.
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
  const misconfigured = new Map<string, number>();
  let [accepted, silent] = [0, 0];
  let pause: Sending["pause"];

  const alike = () => (accepted === 0 ? Math.max(0, ...misconfigured.values()) : 0);
  const isOver = () =>
    pause !== undefined || over.aborted || silent >= SILENT_IN_A_ROW || alike() >= MISCONFIGURED.stop;
  const take = async (message: Message) => {
    if (isOver()) {
      outcomes.push({ reference: message.reference, outcome: "unbegun" });
      return;
    }
    const verdict = await sendOne(message);
    outcomes.push(outcomeOf(message.reference, verdict));
    if (verdict.outcome === "accepted") accepted += 1;
    const fault = verdict.misconfigured;
    if (fault !== undefined) misconfigured.set(fault, (misconfigured.get(fault) ?? 0) + 1);
    silent = verdict.outcome === "unknown" ? silent + 1 : 0;
    const { rest } = verdict;
    if (rest) pause ??= { until: endOf(rest, now, message.reference), reason: rest.reason };
  };
  const evenly = openPace(perSecond);
  const pace = async () => {
    if (!isOver()) await evenly();
  };
  await forEachPaced(messages.slice(0, VANGUARD), pace, take);
  await forEachPaced(messages.slice(VANGUARD), pace, take);

  // A fault of one message's own also looks like a fault of our settings; but a wrong setting lets nothing through.
  const [first] = messages;
  if (first && alike() >= MISCONFIGURED.rest) {
    const rest = { reason: "configuration", seconds: RESTS.configuration } as const;
    pause ??= { until: endOf(rest, now, first.reference), reason: rest.reason };
  }
  return { outcomes, ...(pause && { pause }) };
}
