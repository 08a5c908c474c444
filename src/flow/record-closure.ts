import type { SQLWrapper } from "drizzle-orm";
import {
  assertedAt,
  type ClosureDiscussion,
  CORRECTABLE_DAYS,
  type DiscussionVersion,
  operationalRecordOf,
  type Wishes,
  wishesOf,
} from "../domain/closure.ts";
import { admitWishes } from "../domain/intake.ts";
import type { Arrival } from "../domain/ledger.ts";
import { partnerMilestone } from "../domain/milestone.ts";
import { ownSenders, type Sender } from "../domain/sender.ts";
import type { Respondent } from "../instrument/definition.ts";
import { itemsOf } from "../instrument/items.ts";
import { instrumentOf } from "../instrument/registry.ts";
import { type HasRandom, timeOrderedId } from "../kernel/ids.ts";
import { Problem } from "../kernel/problem.ts";
import { type HasClock, type LocalDate, londonDate, plusDays, weekOf } from "../kernel/time.ts";
import { macName } from "../platform/crypto.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasLog } from "../platform/log.ts";
import { discussionsOf, recordDiscussion } from "../store/vault/closure-discussions.ts";
import { closureById, closureByLink, closureByReference, type FoundClosure } from "../store/vault/closures.ts";
import type { HasVault } from "../store/vault/database.ts";
import { openLedger } from "./open-ledger.ts";
import { repeatRaces, writeLedger } from "./receive-milestones.ts";
import { openReferences } from "./references.ts";
import { type Intake, refuseUnoffered, submitClosure } from "./submit.ts";

/** An officer answers about a discussion, not as a respondent with facts and chance of their own. */
export const OFFICER: Respondent = { facts: [], draw: 0 };

export type Recording = HasVault & Intake & HasLog & HasRandom;

export type ClosureState = "recorded" | "already-recorded" | "unknown";

/** Which request this is: by the officer's link, by its id at the console, or by what the force's own system calls it. */
export type RequestKey =
  | { readonly token: string }
  | { readonly requestId: string }
  | {
      readonly forceCode: string | null;
      readonly victimRef: string;
      readonly identifiers: readonly { readonly type: string; readonly value: string }[];
    };

export async function findClosure(engine: HasVault & HasKeys, key: RequestKey): Promise<FoundClosure | null> {
  if ("requestId" in key) return await closureById(engine.vault, key.requestId);
  if ("token" in key)
    return await closureByLink(engine.vault, await macName(await engine.keys.standing("link"), key.token));
  const references = await openReferences(engine);
  const victim = await references.victim(key.forceCode, key.victimRef);
  const identifiers = await Promise.all(key.identifiers.map((each) => references.identifier(each, key.forceCode)));
  return await closureByReference(engine.vault, victim, identifiers);
}

/** The version that a correction by the link would be made from, and the last day of it. */
export type Correctable = { readonly version: number; readonly until: LocalDate };

/** What the officer's page should show for a link; nothing of what was recorded. */
export async function openClosureRequest(
  engine: HasVault & HasKeys & HasClock,
  token: string,
): Promise<
  | { readonly state: "open" }
  | { readonly state: "unknown" }
  | { readonly state: "recorded"; readonly correctable: Correctable | null }
> {
  const found = await findClosure(engine, { token });
  if (!found || found.state === "cancelled") return { state: "unknown" };
  if (found.state === "open") return { state: "open" };
  const versions = await discussionsOf(engine.vault, found.requestId);
  const [first, current] = [versions[0], versions.at(-1)];
  const until = first === undefined ? null : correctableUntil(first);
  const isOpen = until !== null && until >= londonDate(engine.clock.now());
  return { state: "recorded", correctable: isOpen && current ? { version: current.version, until } : null };
}

/** The last day on which the link corrects what was first recorded by this version. */
export const correctableUntil = ({ recordedAt }: DiscussionVersion): LocalDate =>
  plusDays(londonDate(recordedAt), CORRECTABLE_DAYS);

/** Whether a wave's key is gone: the discussion comes late, and its nullifier counts under the running week. */
async function hasEnded({ keys }: HasKeys, wave: string): Promise<boolean> {
  try {
    await keys.dated("wave", wave);
    return false;
  } catch (cause) {
    if (cause instanceof Problem && cause.type === "key-not-ready") return true;
    throw cause;
  }
}

/**
 * Records a Victim Closure Discussion, once a request: what was said of the service goes through the sealed pool, what
 * the force must act on stays with the case, and the two share no key. What was said of writing to the victim counts at
 * once: it is theirs from now on, and what is pending is decided anew in the same transaction.
 *
 * The pool comes first. A crash between the two leaves the request open: recorded again, the pool finds its nullifier
 * spent and only the case's part is added.
 */
export async function recordClosure(
  engine: Recording,
  key: RequestKey,
  discussion: ClosureDiscussion,
  recordedBy: string,
): Promise<ClosureState> {
  const found = await findClosure(engine, key);
  if (!found || found.state === "cancelled") return "unknown";
  if (found.state === "recorded") return "already-recorded";

  const instrument = instrumentOf(discussion.instrument);
  refuseUnoffered(instrument, discussion.answers);
  const given = itemsOf(instrument, discussion.answers, OFFICER);
  const operational = operationalRecordOf(given.forCase);
  if (!operational) {
    throw new Problem("invalid-request", "Say whether a discussion was held.", [
      { path: "answers.VCD1", fix: "Give one of held, attempted, not-possible." },
    ]);
  }
  if (!found.dims) throw new Problem("key-not-ready", "This request is not open yet. Try again tomorrow.");

  const now = engine.clock.now();
  const wave = (await hasEnded(engine, found.wave)) ? weekOf(londonDate(now)) : found.wave;
  const nullified = `closure|${found.requestId}`;
  const dims = { ...found.dims, instrument: discussion.instrument };
  await submitClosure(engine, { wave, linkHash: nullified }, { dims, items: given.items, comment: given.comment });
  const record = { ...operational, recordedBy, recordedAt: now, heldOn: discussion.heldOn ?? null };
  const isFirst = await repeatRaces(engine, DISCUSSION.id, () => recordOnce(engine, key, record));
  engine.log.event("closure-recorded", { first: isFirst });
  return isFirst ? "recorded" : "already-recorded";
}

/** What the discussion said of writing to the victim is a milestone like any other, told by nobody who could retract it. */
export const DISCUSSION: Sender = ownSenders.discussion;

/** @returns False when another request recorded it in the meantime. */
async function recordOnce(
  engine: Recording,
  key: RequestKey,
  record: Omit<DiscussionVersion, "version">,
): Promise<boolean> {
  const found = await findClosure(engine, key);
  if (found?.state !== "open") return false;
  const told = { eventId: found.requestId, wishes: wishesOf(record), heldOn: record.heldOn };
  await writeWithWishes(engine, found, told, recordDiscussion(engine.vault, found.requestId, record));
  return true;
}

/** What a discussion, or its correction, says of writing to the victim from now on. */
type ToldWishes = { readonly eventId: string; readonly wishes: Wishes; readonly heldOn: LocalDate | null };

/** Writes a version of a discussion, and what follows from its wishes for all that is pending, in one transaction. */
export async function writeWithWishes(
  engine: HasVault & HasKeys & HasClock & HasRandom,
  found: FoundClosure,
  told: ToldWishes,
  version: readonly SQLWrapper[],
): Promise<void> {
  const { wishes } = told;
  const arrival = await arrivalOf(engine, found, told);
  const opened = await openLedger(engine, DISCUSSION, [arrival]);
  if (wishes.safety !== null || wishes.consent !== null) admitWishes(opened.ledger, arrival, found.caseId, wishes);
  await writeLedger(engine, opened, version);
}

async function arrivalOf(
  engine: HasKeys & HasClock & HasRandom,
  { victimHash }: FoundClosure,
  { eventId, wishes: { safety, consent }, heldOn }: ToldWishes,
): Promise<Arrival> {
  const now = engine.clock.now();
  const milestone = partnerMilestone({
    eventId,
    source: DISCUSSION.id,
    kind: "victim.contact-asserted",
    occurredAt: assertedAt(safety, heldOn, now),
    identifiers: [],
    victim: { ref: "", profile: consent === null ? {} : { consent }, contact: null },
  });
  return {
    id: timeOrderedId(engine, now),
    eventKey: await (await openReferences(engine)).event(DISCUSSION.id, DISCUSSION.id, eventId),
    milestone,
    identifiers: [],
    merged: [],
    victimHash,
    retracts: null,
    contact: null,
  };
}
