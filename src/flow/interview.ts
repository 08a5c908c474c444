import type { AnswerFault } from "../ui/question-field.tsx";
import type { Answers, Question, Respondent } from "../instrument/definition.ts";
import { acceptAnswer, keepReachable, pathOf } from "../instrument/path.ts";
import { instrumentOf } from "../instrument/registry.ts";
import { type HasClock, plusMinutes } from "../kernel/time.ts";
import { open, seal } from "../platform/crypto.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasResponses } from "../store/responses/database.ts";
import { isSpent } from "../store/responses/nullifiers.ts";
import { readDraft, respondentOf, saveDraft, type Session, submissionId } from "./answer.ts";
import { type Intake, submitAnswers } from "./submit.ts";

// The questions as an interviewer reads them out. They go forward only: a question that was put has its key in the draft,
// answered or not, and is not shown again, nor any answer. The browser carries only the sealed session.

/** Bound to the interviewer, and no victim's sitting: neither cookie opens in the other's place. */
const contextOf = (email: string) => `interview|${email}`;

/** For how long an interview stays open after each answer, in minutes. */
const SITTING_MINUTES = 60;

/** An interview as its browser carries it from one answer to the next. */
export async function sealInterview(
  { keys, clock }: HasKeys & HasClock,
  email: string,
  session: Session,
): Promise<string> {
  const open: Session = { ...session, until: plusMinutes(clock.now(), SITTING_MINUTES) };
  return await seal(await keys.standingSeal("session"), JSON.stringify(open), contextOf(email));
}

/** The session of an interviewer's cookie; null when there is none, it is another's, or its time is over. */
export async function openInterview(
  { keys, clock }: HasKeys & HasClock,
  email: string,
  sealed: string | undefined,
): Promise<Session | null> {
  if (sealed === undefined) return null;
  const plain = await open(await keys.standingSeal("session"), sealed, contextOf(email));
  if (plain === null) return null;
  const session = JSON.parse(plain) as Session;
  return session.mode !== "telephone" || session.until < clock.now() ? null : session;
}

/** The question to be put now: its number from 1, and whom it is put to. */
export type Put = { readonly question: Question; readonly number: number; readonly respondent: Respondent };

const instrumentFor = (session: Session) => instrumentOf(session.instrument);

/** The first question on the path that was not put yet. */
function putNext(session: Session, draft: Answers): Put | null {
  const respondent = respondentOf(session);
  const path = pathOf(instrumentFor(session), draft, respondent);
  const index = path.findIndex(({ id }) => draft[id] === undefined);
  const question = path[index];
  return question ? { question, number: index + 1, respondent } : null;
}

async function isOver({ responses, keys }: HasResponses & HasKeys, { wave, linkHash }: Session): Promise<boolean> {
  return await isSpent(responses, wave, await submissionId(await keys.dated("wave", wave), linkHash));
}

/** The question to be put now; null when all have been, or the answers are in. */
export async function currentQuestion(engine: HasResponses & HasKeys, session: Session): Promise<Put | null> {
  return (await isOver(engine, session)) ? null : putNext(session, await readDraft(engine, session));
}

/** What became of an answer: the next question, or the same with what is wrong, or the end. */
export type Answered =
  | { readonly outcome: "next" | "over" }
  | { readonly outcome: "fault"; readonly fault: AnswerFault };

/**
 * Takes an answer to the question that is being put; nothing is an answer too. One to any other question changes
 * nothing: it has been put. After the last question the answers go in, as they are.
 */
export async function answerQuestion(
  engine: Intake,
  session: Session,
  id: string,
  submitted: readonly string[],
): Promise<Answered> {
  if (await isOver(engine, session)) return { outcome: "over" };
  const draft = await readDraft(engine, session);
  const put = putNext(session, draft);
  if (put === null) return await endInterview(engine, session, "keep");
  if (put.question.id !== id) return { outcome: "next" };
  const accepted = acceptAnswer(put.question, submitted);
  if (!accepted.ok) return { outcome: "fault", fault: accepted.fault };
  const answers = { ...draft, [id]: accepted.answer };
  await saveDraft(engine, session, answers);
  return putNext(session, answers) === null ? await endInterview(engine, session, "keep") : { outcome: "next" };
}

/**
 * Ends an interview, finished or broken off: what was answered goes into the pool, and counts as far as it reaches; or
 * nothing of it, where the victim wants none of it kept. Which it was, nobody is told.
 */
export async function endInterview(
  engine: Intake,
  session: Session,
  what: "keep" | "discard",
): Promise<{ readonly outcome: "over" }> {
  const draft = what === "keep" ? await readDraft(engine, session) : {};
  await submitAnswers(engine, session, keepReachable(instrumentFor(session), draft, respondentOf(session)));
  return { outcome: "over" };
}
