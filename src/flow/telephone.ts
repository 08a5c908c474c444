import {
  CALL_MINUTES,
  type CallOutcome,
  callEndings,
  CALLS_AT_MOST,
  dialBefore,
  nextCall,
  outcomesOnceBegun,
  type ToldOutcome,
} from "../domain/call.ts";
import { methodology } from "../domain/methodology.ts";
import { areasFor, may, type StaffMember } from "../domain/permission.ts";
import { expiryOf, isSendingTime, sendingDayOf } from "../domain/schedule.ts";
import type { Locale } from "../kernel/locale.ts";
import { type HasClock, type Instant, londonDate, londonInstant, londonTime, plusMinutes } from "../kernel/time.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasVault } from "../store/vault/database.ts";
import {
  type Callable,
  type CallMoment,
  endCall,
  forgetCalls,
  listCallable,
  putOffCall,
  takeCall,
  type TakenCall,
  takenCall,
} from "../store/vault/calls.ts";
import { endHold, type Handable, readHandable } from "../store/vault/hand-over.ts";
import { recordAct } from "./audit.ts";
import { markOfListed } from "./deliver.ts";
import { handOver, type HandingOver, judge, refusalOf, tokenOfCall } from "./hand-over.ts";
import { optOut, readContact } from "./opt-out.ts";
import { stopByNumber } from "./stop.ts";

// Surveys by telephone, for those of whom somebody responsible has said that a call is the only safe way. An interviewer
// learns a number for as long as a call takes, and neither whose it is nor what it is about.

const SHOWN = 25;

function momentOf(now: Instant, caller: string): CallMoment {
  const { date: today, minutes } = londonTime(now);
  return { caller, now, today, minutes, windowEnds: expiryOf(today, methodology), atMost: CALLS_AT_MOST };
}

/** Whom to ring now, in the areas of an interviewer; nobody outside the hours in which we write to anybody. */
export async function listCalls(
  { vault, clock }: HasVault & HasClock,
  { email, grants }: StaffMember,
): Promise<readonly Callable[]> {
  const now = clock.now();
  if (!isSendingTime(now, methodology)) return [];
  return await listCallable(vault, areasFor(grants, "interview"), momentOf(now, email), SHOWN);
}

/** After so many minutes it is asked again whether it is a safe hour by now. */
const LATER = 15;

/**
 * Asks again all that is asked before a message goes, and whether the number is on the list. What is found stands for
 * everybody: the hold ends, or the call waits.
 */
async function ask(engine: HasVault & HasClock & HasKeys, handable: Handable): Promise<"go" | "wait" | "not"> {
  const { vault, clock } = engine;
  const now = clock.now();
  const verdict = judge(handable, "telephone", now);
  if (verdict.may === "wait") {
    const isToday = verdict.until <= londonDate(now);
    const { fromMinutes } = methodology.sending;
    const until = isToday ? plusMinutes(now, LATER) : londonInstant(verdict.until, fromMinutes);
    await putOffCall(vault, handable.row.id, { now, until });
    return "wait";
  }
  if (verdict.may === "not") {
    if (verdict.state !== null && verdict.reason !== null)
      await endHold(vault, handable, { state: verdict.state, reason: verdict.reason, now });
    return "not";
  }
  const refusal = await refusalOf(engine, handable);
  if (refusal === null) return "go";
  await endHold(vault, handable, { ...markOfListed[refusal], now });
  return "not";
}

/**
 * Takes a call: all is asked again, and nobody else rings for half an hour. One whose questions have begun is gone on with.
 *
 * @returns Whether the call is theirs.
 */
export async function takeForCalling(
  engine: HasVault & HasClock & HasKeys,
  { email, grants }: StaffMember,
  id: string,
): Promise<boolean> {
  const { vault, clock } = engine;
  const now = clock.now();
  const handable = await readHandable(vault, id);
  if (handable === null || !may(grants, "interview", handable.row.area)) return false;
  if (handable.row.handed !== null) return (await takenCall(vault, id, email, now)) !== null;
  if ((await ask(engine, handable)) !== "go") return false;
  await recordAct(engine, { staff: email }, "take-call", `invitation:${id}`);
  return await takeCall(vault, id, momentOf(now, email), plusMinutes(now, CALL_MINUTES));
}

/** A call that is somebody's to make, with the number to ring. */
export type OpenedCall = Pick<TakenCall, "id" | "area" | "language" | "attempts" | "isBegun"> & {
  /** As it is dialled; null where it cannot be opened, is one of the suspect's, or is not to be dialled any more. */
  readonly number: string | null;
  /** Before when, where that is soon. */
  readonly before: Instant | null;
};

/**
 * Opens the number of a call that they have taken, and records who saw it. After its safe hour, and once the questions
 * have begun, it is not shown; how the call ended can be recorded all the same.
 *
 * @returns `shut` where it may not be made any more; null when it is not, or no longer, theirs.
 */
export async function openCall(
  engine: HasVault & HasClock & HasKeys,
  { email }: StaffMember,
  id: string,
): Promise<OpenedCall | "shut" | null> {
  const now = engine.clock.now();
  const taken = await takenCall(engine.vault, id, email, now);
  const handable = taken === null ? null : await readHandable(engine.vault, id);
  if (taken === null || handable === null) return null;
  const { area, language, attempts, isBegun } = taken;
  const call = { id, area, language, attempts, isBegun, number: null, before: null };
  if (isBegun === 1) return call;
  const asked = await ask(engine, handable);
  if (asked !== "go") return asked === "not" ? "shut" : call;
  await recordAct(engine, { staff: email }, "view-number", `invitation:${id}`);
  const before = dialBefore(now, handable.known.victim, methodology);
  return { ...call, number: await numberOf(engine, taken), before };
}

async function numberOf(engine: HasKeys, taken: TakenCall): Promise<string | null> {
  const contact = await readContact(engine, taken);
  const number = contact?.mobile;
  return number === undefined || contact?.suspects?.includes(number) === true ? null : number;
}

/**
 * Records how a call ended, and does what that asks for. What stops, stops first: should the rest fail, it has stopped.
 * Once the questions have begun, a wish to stop is all that there is to record.
 *
 * @param agreed When to ring again, where the victim said so.
 * @returns Whether it was theirs to record.
 */
export async function recordCall(
  engine: HandingOver,
  { email }: StaffMember,
  id: string,
  { outcome, agreed }: { readonly outcome: ToldOutcome; readonly agreed: Instant | null },
): Promise<boolean> {
  const now = engine.clock.now();
  const taken = await takenCall(engine.vault, id, email, now);
  if (taken === null || (taken.isBegun === 1 && !outcomesOnceBegun.includes(outcome))) return false;
  await recordAct(engine, { staff: email }, "record-call", `invitation:${id} outcome:${outcome}`);
  const ending: (typeof callEndings)[CallOutcome] = callEndings[outcome];
  if (ending.act === "stops") await stopFor(engine, taken, ending.wish);
  const last = sendingDayOf(taken.expiresOn, methodology);
  const notBefore = ending.act === "again" ? nextCall({ outcome, attempts: taken.attempts, agreed }, now, last) : null;
  const ends =
    ending.act === "ends" ? ending.reason : ending.act === "again" && notBefore === null ? ending.reason : null;
  engine.log.event("call-ended", { outcome });
  return await endCall(engine.vault, id, { outcome, notBefore, ends }, { caller: email, now });
}

/** A stranger's number is known to be theirs: it goes on the list by itself, and the victim's other ways stay. */
async function stopFor(engine: HandingOver, taken: TakenCall, wish: "stop" | "not-safe" | "wrong-person") {
  const number = wish === "wrong-person" ? await numberOf(engine, taken) : null;
  if (number !== null) await stopByNumber(engine, number, "wrong-person", "officer");
  else await optOut(engine, { by: "message", invitationId: taken.id }, wish);
}

/**
 * They can talk safely: hands the invitation over by telephone, in a token that nobody sees. Begun again within the same
 * call, it is the same, and its questions go on where they stopped.
 *
 * @returns The token and the language to begin in; null when the call is not theirs, or something has shut the door.
 */
export async function handOverByTelephone(
  engine: HandingOver,
  { email, grants }: StaffMember,
  id: string,
): Promise<{ readonly token: string; readonly language: Locale } | null> {
  const now = engine.clock.now();
  const [taken, handable] = [await takenCall(engine.vault, id, email, now), await readHandable(engine.vault, id)];
  if (taken === null || handable === null || !may(grants, "interview", handable.row.area)) return null;
  await recordAct(engine, { staff: email }, "begin-interview", `invitation:${id}`);
  const token = await tokenOfCall(engine, id, { caller: email, attempts: taken.attempts });
  const handed = await handOver(engine, handable, { way: "telephone", token, caller: email });
  return handed.outcome === "handed" ? { token, language: taken.language } : null;
}

/** Each night: calls of what is over are forgotten. */
export const forgetPastCalls = async ({ vault, clock }: HasVault & HasClock) =>
  await forgetCalls(vault, londonTime(clock.now()).date);
