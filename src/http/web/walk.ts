import type { Context } from "hono";
import type { Answers, Instrument, Question, Respondent } from "../../instrument/definition.ts";
import { countedPath, pathOf } from "../../instrument/path.ts";
import { type Answering, questionAddress } from "../../ui/feedback-pages.tsx";

// Where somebody who answers is, and where they go next. A question that was put has its key in the draft, answered or
// not: it is not put again by itself.

/** What goes into the draft: what was put, also what easy read leaves out, for whoever changes back. */
export function draftOf(instrument: Instrument, answers: Answers, respondent: Respondent): Answers {
  const usual = pathOf(instrument, answers, { ...respondent, variant: "standard" });
  const reachable = new Set([...usual, ...pathOf(instrument, answers, respondent)].map(({ id }) => id));
  return Object.fromEntries(Object.entries(answers).filter(([id]) => reachable.has(id)));
}

/** A form on one page may be left in the middle: what stands after the last answer was not put. */
export function untilLast(answers: Answers): Answers {
  const given = Object.entries(answers);
  return Object.fromEntries(given.slice(0, given.findLastIndex(([, answer]) => answer.length > 0) + 1));
}

/** The first question that was not put yet, wherever the others were answered. */
export function nextPage({ instrument, answers, respondent }: Answering): string {
  const next = countedPath(instrument, answers, respondent).find(({ id }) => answers[id] === undefined);
  return next === undefined ? "/feedback/check" : questionAddress(instrument, next.id);
}

/** For a question that is not on the path: the first that has no answer. */
export function firstUnanswered({ instrument, answers, respondent }: Answering): string {
  const first = countedPath(instrument, answers, respondent).find(({ id }) => (answers[id] ?? []).length === 0);
  return first === undefined ? "/feedback/check" : questionAddress(instrument, first.id);
}

/** The question of an address, if it is among those to be asked now, with its place among them; else null. */
export function placeOf(answering: Answering, address: string) {
  const { instrument } = answering;
  const path = countedPath(instrument, answering.answers, answering.respondent);
  const index = path.findIndex(({ id }) => questionAddress(instrument, id) === address);
  const question = path[index];
  const before = path[index - 1];
  return question ? { question, number: index + 1, before: before && questionAddress(instrument, before.id) } : null;
}

/** On the way back to "check your answers": `check`, and the places of the questions that are still to be asked. */
export const thenOf = (c: Context) => /^check(\.[0-9]{1,3}){0,99}$/.exec(c.req.query("then") ?? "")?.[0];

/**
 * Where to go after an answer: on to the next question, or, for somebody who came from "check your answers", to those
 * questions that the change has brought up, one after another, and then back there.
 */
export function pageAfter(earlier: Answering, answers: Answers, id: string, then: string | undefined): string {
  const { instrument, respondent } = earlier;
  const path = countedPath(instrument, answers, respondent);
  const place = instrument.questions.findIndex((question) => question.id === id);
  const rest = path.filter((question) => instrument.questions.indexOf(question) > place);
  if (then === undefined) return rest[0] ? questionAddress(instrument, rest[0].id) : "/feedback/check";
  const known = new Set(countedPath(instrument, earlier.answers, respondent).map((question) => question.id));
  const placeIn = (question: Question) => String(instrument.questions.indexOf(question) + 1);
  const awaited = new Set(then.split("."));
  const [fresh, ...others] = rest.filter((question) => !known.has(question.id) || awaited.has(placeIn(question)));
  if (!fresh) return "/feedback/check";
  return hereWith(questionAddress(instrument, fresh.id), ["check", ...others.map(placeIn)].join("."));
}

/** The question's own address, kept on its way to "check your answers". */
export const hereWith = (address: string, then: string | undefined) =>
  then === undefined ? address : `${address}?then=${then}`;
