import type { Dims, Mode } from "../domain/dimension.ts";
import { methodology } from "../domain/methodology.ts";
import { redact } from "../domain/redaction.ts";
import type { Items, Submission } from "../domain/response.ts";
import type { Answers } from "../instrument/definition.ts";
import { itemsOf } from "../instrument/items.ts";
import { instrumentOf } from "../instrument/registry.ts";
import { type HasRandom, randomId } from "../kernel/ids.ts";
import { type HasClock, londonDate } from "../kernel/time.ts";
import { macName, seal } from "../platform/crypto.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasResponses } from "../store/responses/database.ts";
import { runBatch } from "../store/batch.ts";
import { dropDraft } from "../store/responses/drafts.ts";
import { isSpent, spend } from "../store/responses/nullifiers.ts";
import { pour } from "../store/responses/pool.ts";
import { draftId, type Session } from "./answer.ts";

type Intake = HasResponses & HasKeys & HasClock & HasRandom;

/** Whether this submission is the one that counts. */
export type Receipt = "received" | "already-received";

/**
 * Takes a victim's answers into the sealed pool, once a link.
 *
 * Nothing is written to the vault: no record of who answered exists. A link used twice (two tabs, a double click, a
 * lost reply) finds its nullifier spent, and the second is told "already received".
 */
export async function submitAnswers(engine: Intake, session: Session, answers: Answers, mode: Mode): Promise<Receipt> {
  const instrument = instrumentOf(session.instrument);
  const given = itemsOf(instrument, answers, { facts: session.dims.facts, draw: session.draw });
  const comment = given.comment === null ? null : redact(given.comment);
  const submission = await (async (): Promise<Submission> => {
    if (session.dims.stage === "closure") {
      return { kind: "closure", dims: session.dims, recordedBy: "victim", items: given.items, comment };
    }
    if (given.outcome === "break-off") return { kind: "break-off" };
    const journey = given.journeyConsent ? await journeyTag(engine, session) : null;
    const { outcome, items, profile } = given;
    return { kind: "survey", dims: session.dims, mode, outcome, items, comment, journey, profile };
  })();
  return await sealOnce(engine, { wave: session.wave, linkHash: session.linkHash }, submission);
}

/** Takes the anonymous part of an officer's record into the same pool; it stays apart from victims' answers to the end. */
export async function submitClosure(
  engine: Intake,
  link: { readonly wave: string; readonly linkHash: string },
  record: { readonly dims: Dims; readonly items: Items; readonly comment: string | null },
): Promise<Receipt> {
  const comment = record.comment === null ? null : redact(record.comment);
  const { dims, items } = record;
  return await sealOnce(engine, link, { kind: "closure", dims, recordedBy: "officer", items, comment });
}

async function journeyTag(engine: HasKeys, { journey }: Session) {
  if (!journey) return null;
  const cohort = await engine.keys.dated("cohort", journey.cohort);
  return { cohort: journey.cohort, tag: await macName(cohort, journey.id) };
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
  const nullifier = await macName(nullifying, linkHash);
  const sealed = await seal(await keys.datedSeal("day", day), pad(JSON.stringify(submission)), "pool");
  try {
    await runBatch(responses, [
      spend(responses, wave, nullifier),
      pour(responses, { id: randomId(engine), day, sealed }),
      dropDraft(responses, await draftId(nullifying, linkHash)),
    ]);
    return "received";
  } catch (cause) {
    if (await isSpent(responses, wave, nullifier)) return "already-received";
    throw cause;
  }
}

const utf8 = new TextEncoder();

/** Fills up with spaces to one of few sizes, so that the length of a sealed row tells nothing of the answers. */
function pad(plain: string): string {
  const length = utf8.encode(plain).length;
  const size = methodology.pool.padTo.find((candidate) => candidate >= length);
  if (size === undefined) throw new Error("A submission is longer than the largest padded size");
  return plain + " ".repeat(size - length);
}
