import type { Dims, Mode } from "../domain/dimension.ts";
import { methodology } from "../domain/methodology.ts";
import { redact } from "../domain/redaction.ts";
import type { Items, Submission } from "../domain/response.ts";
import type { Answers, Instrument } from "../instrument/definition.ts";
import { type Items as Given, itemsOf } from "../instrument/items.ts";
import { acceptAnswer, wordedAs } from "../instrument/path.ts";
import { instrumentOf } from "../instrument/registry.ts";
import { type HasRandom, randomId } from "../kernel/ids.ts";
import { fillUp } from "../kernel/padding.ts";
import { Problem } from "../kernel/problem.ts";
import { type HasClock, londonDate } from "../kernel/time.ts";
import { macName, seal } from "../platform/crypto.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasResponses } from "../store/responses/database.ts";
import { runBatch } from "../store/batch.ts";
import { dropDraft } from "../store/responses/drafts.ts";
import { isSpent, spend } from "../store/responses/nullifiers.ts";
import { pour } from "../store/responses/pool.ts";
import { wordsOfClosure, wordsOfInvitation } from "../store/vault/case-words.ts";
import type { HasVault } from "../store/vault/database.ts";
import { draftId, respondentOf, type Session, submissionId } from "./answer.ts";

/** What taking in a submission needs. */
export type Intake = HasResponses & HasVault & HasKeys & HasClock & HasRandom;

/** Whether this submission is the one that counts. */
export type Receipt = "received" | "already-received";

/**
 * Takes a victim's answers into the sealed pool, once a link.
 *
 * Nothing is written to the vault: no record of who answered exists. A link used twice (two tabs, a double click, a
 * lost reply) finds its nullifier spent, and the second is told "already received".
 */
export async function submitAnswers(engine: Intake, session: Session, answers: Answers): Promise<Receipt> {
  const instrument = instrumentOf(session.instrument);
  refuseUnoffered(instrument, answers);
  const given = itemsOf(instrument, answers, respondentOf(session));
  const journey = given.journeyConsent ? await journeyTag(engine, session) : null;
  // Read only, and only for a comment: as it was written, it is in memory alone.
  const known = given.comment === null ? [] : await wordsOfInvitation(engine, session.linkHash);
  const comment = given.comment === null ? null : redact(given.comment, known);
  const redacted = { ...given, comment };
  return await sealOnce(
    engine,
    session,
    submissionOf(wordedDims(instrument, session), session.mode, redacted, journey),
  );
}

/**
 * What the answers carry, with the words in which they were asked. Of what the vault knows, only what enough others
 * share: a bereaved family's answers may say no more than that they were asked.
 */
const wordedDims = (instrument: Instrument, { dims, draw, variant }: Session): Dims => ({
  ...dims,
  instrument: wordedAs(instrument, { facts: dims.facts, draw, variant }),
});

/** What a victim's answers are kept as. A closure form has no core to judge it by: only an empty one is a break-off. */
function submissionOf(dims: Dims, mode: Mode, given: Given, journey: JourneyTag | null): Submission {
  const { outcome, items, profile, comment } = given;
  if (dims.stage === "closure") {
    const isEmpty = comment === null && Object.keys(items).length === 0;
    return isEmpty ? { kind: "break-off" } : { kind: "closure", dims, recordedBy: "victim", items, comment, journey };
  }
  if (outcome === "break-off") return { kind: "break-off" };
  return { kind: "survey", dims, mode, outcome, items, comment, journey, profile };
}

/** The request that a discussion's nullifier is made of: `closure|ID`, whatever follows. */
const requestOf = (nullified: string) => nullified.split("|")[1] ?? "";

/** Takes the anonymous part of an officer's record into the same pool; it stays apart from victims' answers to the end. */
export async function submitClosure(
  engine: Intake,
  link: { readonly wave: string; readonly linkHash: string },
  record: { readonly dims: Dims; readonly items: Items; readonly comment: string | null },
): Promise<Receipt> {
  const { dims, items } = record;
  const known = record.comment === null ? [] : await wordsOfClosure(engine, requestOf(link.linkHash));
  const comment = record.comment === null ? null : redact(record.comment, known);
  return await sealOnce(engine, link, { kind: "closure", dims, recordedBy: "officer", items, comment, journey: null });
}

/**
 * Refuses codes that no question offers. Pages have asked already; but what is sealed is not seen again until a release
 * counts it, and one stray code would then stop a quarter.
 */
export function refuseUnoffered(instrument: Instrument, answers: Answers): void {
  const faults = instrument.questions.flatMap((question) => {
    const accepted = acceptAnswer(question, answers[question.id] ?? []);
    return accepted.ok ? [] : [{ path: `answers.${question.id}`, fix: accepted.fault.replaceAll("-", " ") }];
  });
  if (faults.length > 0) throw new Problem("invalid-request", "Some answers are not among those offered.", faults);
}

type JourneyTag = { readonly cohort: string; readonly tag: string };

/** Null where the cohort has ended with its key (730 days): the answers count, without a journey. */
async function journeyTag({ keys }: HasKeys, { journey }: Session): Promise<JourneyTag | null> {
  if (!journey) return null;
  try {
    return { cohort: journey.cohort, tag: await macName(await keys.dated("cohort", journey.cohort), journey.id) };
  } catch (cause) {
    if (cause instanceof Problem && cause.type === "key-not-ready") return null;
    throw cause;
  }
}

/** Seals, and spends the link's nullifier in the same batch: both happen, or neither. */
async function sealOnce(
  engine: Intake,
  { wave, linkHash }: { readonly wave: string; readonly linkHash: string },
  submission: Submission,
): Promise<Receipt> {
  const { responses, keys, clock } = engine;
  const day = londonDate(clock.now());
  const nullifying = await keys.dated("wave", wave);
  const nullifier = await submissionId(nullifying, linkHash);
  const draft = dropDraft(responses, await draftId(nullifying, linkHash));
  const plain = fillUp(JSON.stringify(submission), methodology.pool.padTo);
  const sealed = await seal(await keys.datedSeal("day", day), plain, "pool");
  try {
    await runBatch(responses, [
      spend(responses, wave, nullifier),
      pour(responses, { id: randomId(engine), day, sealed }),
      draft,
    ]);
    return "received";
  } catch (cause) {
    if (await isSpent(responses, wave, nullifier)) {
      // What is sent a second time was kept first, in case that it could not be sent.
      await draft;
      return "already-received";
    }
    throw cause;
  }
}
