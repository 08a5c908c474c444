import type { Localised } from "../kernel/locale.ts";
import {
  type Answers,
  type Clause,
  DOES_NOT_APPLY,
  type Instrument,
  PREFER_NOT_TO_SAY,
  type Question,
  type Respondent,
} from "./definition.ts";
import { scaleOf } from "./registry.ts";

/** The longest free text taken, in characters. */
export const LONGEST_TEXT = 2000;

/** One draw serves several groups: each takes its own digits of it, in a base that 2, 3, 4, 5, 6, 10 and 20 divide. */
const DRAW_BASE = 60;

/** Whether a clause holds. A question not answered is in no list, so `in` fails and `notIn` holds. */
function holds(clause: Clause, given: Answers, respondent: Respondent): boolean {
  if ("fact" in clause) return respondent.facts.includes(clause.fact);
  if ("notFact" in clause) return !respondent.facts.includes(clause.notFact);
  const codes = given[clause.answer] ?? [];
  return "in" in clause
    ? codes.some((code) => clause.in.includes(code))
    : !codes.some((code) => clause.notIn.includes(code));
}

/** Whether a question makes sense after these answers, before chance has its say. */
function applies(instrument: Instrument, question: Question, given: Answers, respondent: Respondent): boolean {
  if (respondent.short !== true) return question.askIf.every((clause) => holds(clause, given, respondent));
  const isInShortForm = (id: string) => instrument.questions.some(({ id: other, sms }) => other === id && sms);
  return (
    question.sms !== undefined &&
    question.askIf.every((clause) =>
      "answer" in clause && !isInShortForm(clause.answer) ? true : holds(clause, given, respondent),
    )
  );
}

/** Every way of choosing so many of a list, keeping its order. */
function choices<T>(from: readonly T[], size: number): readonly (readonly T[])[] {
  if (size === 0) return [[]];
  return from.flatMap((first, index) =>
    choices(from.slice(index + 1), size - 1).map((rest): readonly T[] => [first, ...rest]),
  );
}

/**
 * The questions of a group that chance picks: uniform over the subsets, independent between groups.
 *
 * The first group takes the draw in equal parts (the rotating core in thirds), the second the draw times 60 less its
 * whole part, and so on.
 */
function picked(instrument: Instrument, group: string, eligible: readonly string[], draw: number): readonly string[] {
  const position = instrument.draws.findIndex((each) => each.group === group);
  const atMost = instrument.draws[position]?.atMost ?? eligible.length;
  if (eligible.length <= atMost) return eligible;
  const share = (draw * DRAW_BASE ** position) % 1;
  const subsets = choices(eligible, atMost);
  return subsets[Math.floor(share * subsets.length)] ?? [];
}

/**
 * All questions to be asked, in order, given the answers so far. Pure: the same answers and the same draw always give
 * the same path. Answers to questions that are not on the path decide nothing.
 */
export function pathOf(instrument: Instrument, answers: Answers, respondent: Respondent): readonly Question[] {
  const path: Question[] = [];
  const given: Record<string, readonly string[]> = {};
  const drawn = new Map<string, readonly string[]>();
  const draw = (group: string) => {
    const members = instrument.questions.filter((other) => other.group === group);
    const eligible = members.filter((other) => applies(instrument, other, given, respondent)).map(({ id }) => id);
    const chosen = picked(instrument, group, eligible, respondent.draw);
    drawn.set(group, chosen);
    return chosen;
  };
  const isDrawn = ({ id, group }: Question) => group === undefined || (drawn.get(group) ?? draw(group)).includes(id);
  for (const question of instrument.questions) {
    if (!applies(instrument, question, given, respondent) || !isDrawn(question)) continue;
    path.push(question);
    given[question.id] = answers[question.id] ?? [];
  }
  return path;
}

/** Drops the answers to questions that are no longer on the path, and the empty ones. */
export function keepReachable(instrument: Instrument, answers: Answers, respondent: Respondent): Answers {
  const kept: Record<string, readonly string[]> = {};
  for (const { id } of pathOf(instrument, answers, respondent)) {
    const answer = answers[id] ?? [];
    if (answer.length > 0) kept[id] = answer;
  }
  return kept;
}

/**
 * Every question that some answers could lead this respondent to, for the form on one page: what facts and chance rule
 * out is left out, what earlier answers decide is left in. What is posted goes through `keepReachable`.
 */
export function questionsOnOnePage(instrument: Instrument, respondent: Respondent): readonly Question[] {
  const onPage: Question[] = [];
  const mayHold = (clause: Clause) =>
    "in" in clause ? onPage.some(({ id }) => id === clause.answer) : "notIn" in clause || holds(clause, {}, respondent);
  const hangsOnAnswers = (group: string) =>
    instrument.questions.some((other) => other.group === group && other.askIf.some((clause) => "answer" in clause));
  const outset = new Set(pathOf(instrument, {}, respondent).map(({ id }) => id));
  for (const question of instrument.questions) {
    const isChance = question.group !== undefined && !hangsOnAnswers(question.group);
    if (isChance ? outset.has(question.id) : question.askIf.every(mayHold)) onPage.push(question);
  }
  return onPage;
}

/** The words of a question for this person: a bereaved family may have its own. */
export const wordingOf = (question: Question, respondent: Respondent): Localised =>
  respondent.facts.includes("bereaved") ? (question.bereaved ?? question.text) : question.text;

/** The options of a question, from its scale or its own. */
export const optionsOf = (
  question: Question,
): readonly { readonly code: string; readonly text: Localised; readonly alone: boolean }[] =>
  question.options ?? (question.scale === undefined ? [] : scaleOf(question.scale).options);

const doesNotApply = { code: DOES_NOT_APPLY, text: { en: "Does not apply to me", cy: "Ddim yn berthnasol i mi" } };
const preferNotToSay = { code: PREFER_NOT_TO_SAY, text: { en: "Prefer not to say", cy: "Gwell gen i beidio â dweud" } };

/** "Does not apply to me" and "prefer not to say", where the question offers them. */
export const specialOptions = (question: Question): readonly { readonly code: string; readonly text: Localised }[] =>
  question.kind === "text"
    ? []
    : [...(question.mayNotApply ? [doesNotApply] : []), ...(question.mayDecline ? [preferNotToSay] : [])];

/**
 * What was posted, as an answer. Nothing posted is an empty answer: the question was skipped, which is always allowed.
 *
 * Where several may be chosen, "none of these" and the special options give way to any other that is chosen too.
 */
export function acceptAnswer(
  question: Question,
  submitted: readonly string[],
):
  | { readonly ok: true; readonly answer: readonly string[] }
  | { readonly ok: false; readonly fault: "choose-one-offered" | "too-long" } {
  const given = [...new Set(submitted.map((text) => text.trim()).filter((text) => text !== ""))];
  if (question.kind === "text") {
    const text = given.join("\n");
    if (text.length > LONGEST_TEXT) return { ok: false, fault: "too-long" };
    return { ok: true, answer: text === "" ? [] : [text] };
  }
  const ordinary = optionsOf(question);
  const offered = [...ordinary, ...specialOptions(question)].map(({ code }) => code);
  const isOffered = given.every((code) => offered.includes(code));
  if (!isOffered || (question.kind === "one" && given.length > 1)) return { ok: false, fault: "choose-one-offered" };
  const inOrder = offered.filter((code) => given.includes(code));
  const together = inOrder.filter((code) => ordinary.some((option) => option.code === code && !option.alone));
  return { ok: true, answer: together.length > 0 ? together : inOrder.slice(0, 1) };
}

/** The codes of a question that can lead to different paths: each alone, and all at once. */
function sampleChoices(instrument: Instrument, question: Question): readonly (readonly string[])[] {
  const named = instrument.questions.flatMap(({ askIf }) =>
    askIf.flatMap((clause) =>
      "answer" in clause && clause.answer === question.id ? ("in" in clause ? clause.in : clause.notIn) : [],
    ),
  );
  if (named.length === 0) return [[]];
  const codes = [...new Set(named)];
  const together = question.kind === "many" ? [codes] : [];
  return [[], ...codes.map((code) => [code]), ...together];
}

/** Answers that between them lead down every path an instrument has. */
function sampleAnswers(instrument: Instrument): readonly Answers[] {
  return instrument.questions.reduce<readonly Answers[]>(
    (sofar, question) =>
      sofar.flatMap((answers) =>
        sampleChoices(instrument, question).map((choice) =>
          choice.length === 0 ? answers : { ...answers, [question.id]: choice },
        ),
      ),
    [{}],
  );
}

/** Every combination of the facts that an instrument's routing looks at. */
function sampleFacts(instrument: Instrument): readonly (readonly string[])[] {
  const named = new Set(
    instrument.questions.flatMap(({ askIf }) =>
      askIf.flatMap((clause) => ("fact" in clause ? [clause.fact] : "notFact" in clause ? [clause.notFact] : [])),
    ),
  );
  return [...named].reduce<readonly (readonly string[])[]>(
    (sofar, fact) => sofar.flatMap((facts) => [facts, [...facts, fact]]),
    [[]],
  );
}

/** Every path that an instrument has, whatever the case and the answers, with the draw in thirds. */
export function everyPath(instrument: Instrument): readonly (readonly Question[])[] {
  const draws = [0, 1 / 3, 2 / 3];
  return sampleFacts(instrument).flatMap((facts) =>
    sampleAnswers(instrument).flatMap((answers) => draws.map((draw) => pathOf(instrument, answers, { facts, draw }))),
  );
}

const maxima = new WeakMap<Instrument, number>();

/** The most questions that anybody can be asked: "Question 3 of up to N" (decisions.md 16). */
export function maximumQuestions(instrument: Instrument): number {
  const known = maxima.get(instrument) ?? Math.max(...everyPath(instrument).map((path) => path.length));
  maxima.set(instrument, known);
  return known;
}
