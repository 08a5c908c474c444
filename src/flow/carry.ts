import type { Gateway, HasGateways, Message, SendOutcome } from "../channels/gateway.ts";
import type { Reason } from "../domain/disposition.ts";
import { afterProbe, type GatewayState, type Showing } from "../domain/pause.ts";
import type { Instant } from "../kernel/time.ts";
import type { HasLog } from "../platform/log.ts";
import { stopByMessage } from "./stop.ts";

/**
 * What became of a message.
 *
 * - `accepted`, `refused`: settled.
 * - `later`: no gateway took it, and none may have it.
 * - `unknown`: one of them may have it.
 * - `waiting`: until then all of its gateways rest, or are tried out by another message; or there is none (null). It has
 *   been given to nobody.
 */
export type Fate =
  | { readonly fate: "accepted" }
  | { readonly fate: "refused"; readonly reason: Reason }
  | { readonly fate: "later" }
  | { readonly fate: "unknown" }
  | { readonly fate: "waiting"; readonly until: Instant | null };

/** A message that is about to be given to the first of these gateways that does not rest. */
export type Giving = { readonly reference: string; readonly gateways: readonly string[] };

export type Given = {
  /** By reference: the gateway that it is now recorded to be given to; null where there is none. One that is missing must not go. */
  readonly to: ReadonlyMap<string, string | null>;
  readonly states: readonly GatewayState[];
};

/** Records to whom messages are given, before they are: after a crash it is known where to ask. */
export type Give = (givings: readonly Giving[]) => Promise<Given>;

export type Carried = {
  /** By reference. One that is missing was not to go any more. */
  readonly fates: ReadonlyMap<string, Fate>;
  /** What was shown of gateways. To be kept together with the fates. */
  readonly showings: readonly Showing[];
};

/** Who has told a gateway to stop, as its refusal says, by reference: they have opted out there, and so with us. */
export const stoppedThere = (fates: ReadonlyMap<string, Fate>): readonly string[] =>
  [...fates].flatMap(([id, fate]) => (fate.fate === "refused" && fate.reason === "opted-out" ? [id] : []));

/**
 * Ends all contact with whoever these messages were for, as a STOP by text would. A contact that cannot be read now is no
 * reason to pass over the others: the log tells of it.
 */
export async function stopAll(
  engine: Parameters<typeof stopByMessage>[0],
  invitations: readonly string[],
): Promise<void> {
  for (const id of invitations) {
    try {
      await stopByMessage(engine, id);
    } catch (cause) {
      engine.log.failure("stop-unfinished", cause);
    }
  }
}

type Open = { readonly message: Message; readonly gateways: readonly string[] };

/**
 * Gives each message to the first of its gateways that is awake, and what that one surely did not take to the next,
 * until all are settled. What may have gone is given to nobody else.
 */
export async function carry(
  engine: HasGateways & HasLog,
  messages: readonly Message[],
  now: Instant,
  give: Give,
): Promise<Carried> {
  const fates = new Map<string, Fate>();
  const showings: Showing[] = [];
  let open: readonly Open[] = messages.map((message) => ({ message, gateways: namesFor(engine, message) }));
  for (const { message, gateways } of open) {
    if (gateways.length === 0) fates.set(message.reference, { fate: "waiting", until: null });
  }
  open = open.filter(({ gateways }) => gateways.length > 0);

  while (open.length > 0) {
    const given = await give(open.map(({ message, gateways }) => ({ reference: message.reference, gateways })));
    const going = new Map<string, Open[]>();
    for (const each of open) {
      const { reference } = each.message;
      const to = given.to.get(reference);
      if (to === null && !fates.has(reference)) {
        fates.set(reference, { fate: "waiting", until: firstToWake(each.gateways, given.states, now) });
      } else if (to === undefined) fates.delete(reference);
      else if (to !== null) going.set(to, [...(going.get(to) ?? []), each]);
    }
    const following: Open[] = [];
    await Promise.all(
      [...going].map(async ([name, some]) => {
        const { outcomes, showing } = await sendBy(engine, name, some, now);
        showings.push(showing);
        for (const each of some) {
          const fate = fateOf(outcomes.get(each.message.reference), showing.pause?.until ?? afterProbe(now));
          fates.set(each.message.reference, fate);
          const next = each.gateways.slice(each.gateways.indexOf(name) + 1);
          const isFree = fate.fate === "later" || fate.fate === "waiting";
          if (isFree && next.length > 0) following.push({ message: each.message, gateways: next });
        }
      }),
    );
    open = following;
  }
  return { fates, showings };
}

/** Tells the log of gateways that rest from now on. */
export function logRests({ log }: HasLog, states: readonly GatewayState[], now: Instant): void {
  for (const { gateway, pausedUntil, reason } of states) {
    if (pausedUntil && pausedUntil > now) log.event("gateway-paused", { gateway, until: pausedUntil, reason });
  }
}

const namesFor = ({ gateways }: HasGateways, { area, channel }: Message) =>
  gateways.for(area, channel).map(({ name }) => name);

/** When the first of these wakes, or another message has tried it out. */
function firstToWake(names: readonly string[], states: readonly GatewayState[], now: Instant): Instant | null {
  const ends = states
    .filter(({ gateway }) => names.includes(gateway))
    .map(({ pausedUntil }) => (pausedUntil !== null && pausedUntil > now ? pausedUntil : afterProbe(now)));
  return ends.toSorted()[0] ?? null;
}

function fateOf(outcome: SendOutcome | undefined, until: Instant): Fate {
  if (!outcome) return { fate: "unknown" };
  if (outcome.outcome === "unbegun") return { fate: "waiting", until };
  return outcome.outcome === "refused" ? { fate: "refused", reason: outcome.reason } : { fate: outcome.outcome };
}

/** Sends by one gateway. Whatever it fails to say of a message is not known. */
async function sendBy(
  { gateways, log }: HasGateways & HasLog,
  name: string,
  open: readonly Open[],
  now: Instant,
): Promise<{ readonly outcomes: ReadonlyMap<string, SendOutcome>; readonly showing: Showing }> {
  const gateway = gateways.named(name);
  const messages = open.map(({ message }) => message);
  const sending = gateway ? await attempt(log, gateway, messages, now) : { outcomes: [] };
  const answered = sending.outcomes.some(({ outcome }) => outcome === "accepted" || outcome === "refused");
  return {
    outcomes: new Map(sending.outcomes.map((outcome) => [outcome.reference, outcome])),
    showing: { gateway: name, answered, pause: sending.pause },
  };
}

async function attempt(log: HasLog["log"], gateway: Gateway, messages: readonly Message[], now: Instant) {
  try {
    return await gateway.send(messages, now);
  } catch (cause) {
    log.failure("gateway-silent", cause);
    return { outcomes: [] };
  }
}
