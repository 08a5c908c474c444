import type { Localised } from "../kernel/locale.ts";
import {
  type Answers,
  type Clause,
  DOES_NOT_APPLY,
  type Instrument,
  PREFER_NOT_TO_SAY,
  type Question,
  type Respondent,
  type Variant,
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

const readers = new WeakMap<Instrument, boolean>();

/** Whether a survey can be read in easy words. One that cannot is asked in its usual ones. */
export function hasEasyRead(instrument: Instrument): boolean {
  const known = readers.get(instrument) ?? instrument.questions.some(({ easy }) => easy !== undefined);
  readers.set(instrument, known);
  return known;
}

/** Whether a question has the words that this reader asked for. */
const hasWords = (instrument: Instrument, question: Question, { variant }: Respondent) =>
  variant !== "easy" || question.easy !== undefined || !hasEasyRead(instrument);

/** Whether a question makes sense after these answers, before chance has its say. */
function applies(instrument: Instrument, question: Question, given: Answers, respondent: Respondent): boolean {
  if (!hasWords(instrument, question, respondent)) return false;
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

/**
 * The questions whose answers count: all that are asked and, for whoever has changed to easy read, those that they had
 * answered in the usual words before and that it leaves out.
 */
export function countedPath(instrument: Instrument, answers: Answers, respondent: Respondent): readonly Question[] {
  const asked = pathOf(instrument, answers, respondent);
  if (respondent.variant !== "easy") return asked;
  const usual = pathOf(instrument, answers, { ...respondent, variant: "standard" });
  const counted = new Set([...asked, ...usual.filter(({ id }) => (answers[id] ?? []).length > 0)]);
  return instrument.questions.filter((question) => counted.has(question));
}

/** Drops the answers to questions that are no longer on the path, and the empty ones. */
export function keepReachable(instrument: Instrument, answers: Answers, respondent: Respondent): Answers {
  const kept: Record<string, readonly string[]> = {};
  for (const { id } of countedPath(instrument, answers, respondent)) {
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
    if (!hasWords(instrument, question, respondent)) continue;
    const isChance = question.group !== undefined && !hangsOnAnswers(question.group);
    if (isChance ? outset.has(question.id) : question.askIf.every(mayHold)) onPage.push(question);
  }
  return onPage;
}

/** The usual words of a question, or the easy ones: each has a hint and a warning of its own. */
const wordsOf = (question: Question, { variant }: Respondent) =>
  variant === "easy" ? (question.easy ?? question) : question;

/** The words of a question for this person: a bereaved family, and whoever answers for a child, may have their own. */
export function wordingOf(question: Question, respondent: Respondent): Localised {
  const words = wordsOf(question, respondent);
  const { facts } = respondent;
  const own = facts.includes("bereaved") ? words.bereaved : facts.includes("parent-or-carer") ? words.carer : undefined;
  return own === undefined || own === "same" ? words.text : own;
}

/**
 * The name of an instrument in the words that somebody is asked in: `report@1`, `report@1+carer`, `report@1+bereaved+easy`.
 * Easy read asks fewer questions too; the words of others ask the same ones. Whoever compares answers can tell.
 */
export function wordedAs(instrument: Instrument, { facts, variant }: Respondent): string {
  const other = facts.includes("bereaved") ? ["bereaved"] : facts.includes("parent-or-carer") ? ["carer"] : [];
  const isEasy = variant === "easy" && hasEasyRead(instrument);
  return [instrument.id, ...other, ...(isEasy ? ["easy"] : [])].join("+");
}

/** The line beneath a question, for this person. */
export const hintOf = (question: Question, respondent: Respondent): Localised | undefined =>
  wordsOf(question, respondent).hint;

/** What is said before a question that may be hard, for this person. */
export const warningOf = (question: Question, respondent: Respondent): Localised | undefined =>
  wordsOf(question, respondent).warning;

type Offered = { readonly code: string; readonly text: Localised };

/** The words of an option for this reader. */
const inWords = <T extends Offered & { readonly easy?: Localised | undefined }>(option: T, variant: Variant) =>
  variant === "easy" && option.easy !== undefined ? { ...option, text: option.easy } : option;

/** The options of a question, from its scale or its own. Easy words change how they read, never which there are. */
export const optionsOf = (
  question: Question,
  variant: Variant = "standard",
): readonly (Offered & { readonly alone: boolean })[] =>
  (question.options ?? (question.scale === undefined ? [] : scaleOf(question.scale).options)).map((option) =>
    inWords(option, variant),
  );

const doesNotApply = {
  code: DOES_NOT_APPLY,
  text: { en: "Does not apply to me", cy: "Ddim yn berthnasol i mi" },
  easy: { en: "This is not about me", cy: "Nid yw hyn amdanaf i" },
};
const preferNotToSay = {
  code: PREFER_NOT_TO_SAY,
  text: { en: "Prefer not to say", cy: "Gwell gen i beidio â dweud" },
  easy: { en: "I do not want to say", cy: "Dydw i ddim eisiau dweud" },
};

/** "Does not apply to me" and "prefer not to say", where the question offers them. */
export const specialOptions = (question: Question, variant: Variant = "standard"): readonly Offered[] =>
  question.kind === "text"
    ? []
    : [...(question.mayNotApply ? [doesNotApply] : []), ...(question.mayDecline ? [preferNotToSay] : [])].map(
        (option) => inWords(option, variant),
      );

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
export function everyPath(instrument: Instrument, variant: Variant = "standard"): readonly (readonly Question[])[] {
  const draws = [0, 1 / 3, 2 / 3];
  return sampleFacts(instrument).flatMap((facts) =>
    sampleAnswers(instrument).flatMap((answers) =>
      draws.map((draw) => pathOf(instrument, answers, { facts, draw, variant })),
    ),
  );
}

const maxima: { readonly [V in Variant]: WeakMap<Instrument, number> } = {
  standard: new WeakMap(),
  easy: new WeakMap(),
};

/** The most questions that anybody can be asked: "Question 3 of up to N" (decisions.md 16). */
export function maximumQuestions(instrument: Instrument, variant: Variant = "standard"): number {
  const known =
    maxima[variant].get(instrument) ?? Math.max(...everyPath(instrument, variant).map((path) => path.length));
  maxima[variant].set(instrument, known);
  return known;
}
