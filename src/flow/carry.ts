import type { Gateway, HasGateways, Message, SendOutcome } from "../channels/gateway.ts";
import type { Reason } from "../domain/disposition.ts";
import { afterSending, type GatewayState } from "../domain/pause.ts";
import type { Instant } from "../kernel/time.ts";
import type { HasLog } from "../platform/log.ts";

/**
 * What became of a message.
 *
 * - `accepted`, `refused`: settled.
 * - `later`: no gateway took it, and none may have it.
 * - `unknown`: one of them may have it.
 * - `waiting`: all of its gateways rest until then, or there is none (null). It has been given to nobody.
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
  /** By reference: the gateway that it is now recorded to be given to; null where all rest. One that is missing must not go. */
  readonly to: ReadonlyMap<string, string | null>;
  readonly states: readonly GatewayState[];
};

/** Records to whom messages are given, before they are: after a crash it is known where to ask. */
export type Give = (givings: readonly Giving[]) => Promise<Given>;

export type Carried = {
  /** By reference. One that is missing was not to go any more. */
  readonly fates: ReadonlyMap<string, Fate>;
  /** How gateways stand now, where that has changed. To be kept together with the fates. */
  readonly states: readonly GatewayState[];
};

type Open = { readonly message: Message; readonly gateways: readonly string[] };

/**
 * Gives each message to the first of its gateways that does not rest, and what that one surely did not take to the next,
 * until all are settled. What may have gone is given to nobody else.
 */
export async function carry(
  engine: HasGateways & HasLog,
  messages: readonly Message[],
  now: Instant,
  give: Give,
): Promise<Carried> {
  const fates = new Map<string, Fate>();
  const states = new Map<string, GatewayState>();
  const changed = new Set<string>();
  let open: readonly Open[] = messages.map((message) => ({ message, gateways: namesFor(engine, message) }));
  for (const { message, gateways } of open) {
    if (gateways.length === 0) fates.set(message.reference, { fate: "waiting", until: null });
  }
  open = open.filter(({ gateways }) => gateways.length > 0);

  while (open.length > 0) {
    const given = await give(open.map(({ message, gateways }) => ({ reference: message.reference, gateways })));
    for (const state of given.states) if (!changed.has(state.gateway)) states.set(state.gateway, state);
    const going = new Map<string, Open[]>();
    for (const each of open) {
      const { reference } = each.message;
      const to = given.to.get(reference);
      if (to === null && !fates.has(reference)) {
        fates.set(reference, { fate: "waiting", until: firstToWake(each.gateways, states) });
      } else if (to === undefined) fates.delete(reference);
      else if (to !== null) going.set(to, [...(going.get(to) ?? []), each]);
    }
    const following: Open[] = [];
    await Promise.all(
      [...going].map(async ([name, some]) => {
        const before = states.get(name) ?? { gateway: name, failures: 0, pausedUntil: null, reason: null };
        const { outcomes, after } = await sendBy(engine, before, some, now);
        if (after) {
          states.set(name, after);
          changed.add(name);
        }
        for (const each of some) {
          const outcome = outcomes.get(each.message.reference);
          fates.set(each.message.reference, fateOf(outcome));
          const next = each.gateways.slice(each.gateways.indexOf(name) + 1);
          if (outcome?.outcome === "later" && next.length > 0)
            following.push({ message: each.message, gateways: next });
        }
      }),
    );
    open = following;
  }
  return { fates, states: [...changed].flatMap((name) => states.get(name) ?? []) };
}

const namesFor = ({ gateways }: HasGateways, { area, channel }: Message) =>
  gateways.for(area, channel).map(({ name }) => name);

/** When the first of these wakes, as far as is known. */
function firstToWake(names: readonly string[], states: ReadonlyMap<string, GatewayState>): Instant | null {
  const ends = names.flatMap((name) => states.get(name)?.pausedUntil ?? []);
  return ends.toSorted()[0] ?? null;
}

function fateOf(outcome: SendOutcome | undefined): Fate {
  if (!outcome) return { fate: "unknown" };
  return outcome.outcome === "refused" ? { fate: "refused", reason: outcome.reason } : { fate: outcome.outcome };
}

/** Sends by one gateway. Whatever it fails to say of a message is not known. */
async function sendBy(
  { gateways, log }: HasGateways & HasLog,
  before: GatewayState,
  open: readonly Open[],
  now: Instant,
): Promise<{ readonly outcomes: ReadonlyMap<string, SendOutcome>; readonly after: GatewayState | null }> {
  const gateway = gateways.named(before.gateway);
  const messages = open.map(({ message }) => message);
  const sending = gateway ? await attempt(log, gateway, messages, now) : { outcomes: [] };
  const answered = sending.outcomes.some(({ outcome }) => outcome === "accepted" || outcome === "refused");
  const after = afterSending(before, { answered, pause: sending.pause }, now);
  if (after?.pausedUntil && after.pausedUntil !== before.pausedUntil) {
    log.event("gateway-paused", { gateway: gateway?.name ?? "", until: after.pausedUntil, reason: after.reason });
  }
  return { outcomes: new Map(sending.outcomes.map((outcome) => [outcome.reference, outcome])), after };
}

async function attempt(log: HasLog["log"], gateway: Gateway, messages: readonly Message[], now: Instant) {
  try {
    return await gateway.send(messages, now);
  } catch (cause) {
    log.failure("gateway-silent", cause);
    return { outcomes: [] };
  }
}
