import {
  answersOfRecord,
  changedQuestions,
  type ClosureDiscussion,
  discussionFaults,
  type DiscussionVersion,
  newWishesOf,
  type OperationalRecord,
  operationalRecordOf,
} from "../domain/closure.ts";
import type { Answers } from "../instrument/definition.ts";
import { itemsOf } from "../instrument/items.ts";
import { pathOf } from "../instrument/path.ts";
import { instrumentOf } from "../instrument/registry.ts";
import { Problem } from "../kernel/problem.ts";
import { londonDate } from "../kernel/time.ts";
import { addCorrection, discussionsOf } from "../store/vault/closure-discussions.ts";
import {
  correctableUntil,
  DISCUSSION,
  findClosure,
  OFFICER,
  type Recording,
  type RequestKey,
  writeWithWishes,
} from "./record-closure.ts";
import { repeatRaces } from "./receive-milestones.ts";
import { refuseUnoffered } from "./submit.ts";

/**
 * What became of a correction.
 *
 * - `unchanged`: the record says so already, so a correction that is sent twice counts once.
 * - `overtaken`: somebody else corrected it in the meantime, and is not overruled unseen.
 * - `too-late`: the link does not open it any more; the console and the force's system still do.
 */
export type CorrectionState = "corrected" | "unchanged" | "overtaken" | "too-late" | "unknown";

export type Correction = ClosureDiscussion & {
  /** Whether the answers are all that is to hold, or only what is to change. */
  readonly gives: "all" | "changes";
  /** The version that it was made from; null for a system, whose word is the newest. */
  readonly from: number | null;
};

/**
 * Corrects what was recorded for the case: a new version, beside those that were before. What was said of the service
 * was mixed with others' answers and cannot be found again, so it is neither asked nor read here.
 *
 * A wish that the correction says anew counts as said anew. Two corrections at once: one is told that it was overtaken.
 *
 * @throws Problem `invalid-request`, a fault a question, when the record as corrected would contradict itself.
 */
export async function correctClosure(
  engine: Recording,
  key: RequestKey,
  correction: Correction,
  recordedBy: string,
): Promise<CorrectionState> {
  refuseUnoffered(instrumentOf(correction.instrument), correction.answers);
  const state = await repeatRaces(engine, DISCUSSION.id, () => correctOnce(engine, key, correction, recordedBy));
  engine.log.event("closure-corrected", { state });
  return state;
}

async function correctOnce(
  engine: Recording,
  key: RequestKey,
  correction: Correction,
  recordedBy: string,
): Promise<CorrectionState> {
  const found = await findClosure(engine, key);
  if (found?.state !== "recorded") return "unknown";
  const { requestId } = found;
  const versions = await discussionsOf(engine.vault, requestId);
  const [first, current] = [versions[0], versions.at(-1)];
  if (!first || !current) return "unknown";
  const now = engine.clock.now();
  if ("token" in key && correctableUntil(first) < londonDate(now)) return "too-late";

  const next = { ...corrected(current, correction), recordedBy, recordedAt: now };
  const { questions } = instrumentOf(correction.instrument);
  const changed = changedQuestions(current, next, questions);
  const said = correction.gives === "all" ? changed : Object.keys(given(correction.answers));
  const wishes = newWishesOf(next, said);
  if (changed.length === 0 && next.heldOn === current.heldOn) return "unchanged";
  if (correction.from !== null && correction.from !== current.version) return "overtaken";

  refuseFaulty(next, correction.instrument);
  const version = current.version + 1;
  const told = { eventId: `${requestId}|${version}`, wishes, heldOn: next.heldOn };
  await writeWithWishes(engine, found, told, addCorrection(engine.vault, requestId, version, next));
  return "corrected";
}

const given = (answers: Answers): Answers =>
  Object.fromEntries(Object.entries(answers).filter(([, codes]) => codes.length > 0));

/** A correction that is sound by itself may not fit what stays. */
function refuseFaulty(record: OperationalRecord, instrument: string): void {
  const answers = answersOfRecord(record);
  const faults = discussionFaults(pathOf(instrumentOf(instrument), answers, OFFICER), answers);
  if (faults.length === 0) return;
  throw new Problem(
    "invalid-request",
    "The discussion as corrected is not whole.",
    faults.map(({ question, fault }) => ({ path: `answers.${question}`, fix: fault })),
  );
}

/** The record as it is to be. */
function corrected(current: DiscussionVersion, { instrument, answers, gives, heldOn }: Correction) {
  const all = gives === "all" ? answers : { ...answersOfRecord(current), ...given(answers) };
  const record = operationalRecordOf(itemsOf(instrumentOf(instrument), all, OFFICER).forCase);
  if (!record) {
    throw new Problem("invalid-request", "Say whether a discussion was held.", [
      { path: "answers.VCD1", fix: "Give one of held, attempted, not-possible." },
    ]);
  }
  return { ...record, heldOn: heldOn ?? current.heldOn };
}
