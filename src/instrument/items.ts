import { type Answers, type Instrument, PREFER_NOT_TO_SAY, type Question, type Respondent } from "./definition.ts";
import { countedPath } from "./path.ts";

export type Outcome = "complete" | "partial" | "break-off";

/** Answers taken apart: what goes into the anonymous record, and what must not stand beside it. */
export type Items = {
  /** Codes by measure, also `dna` and `pns`; lists for questions where several may be chosen (closure forms). */
  readonly items: Readonly<Record<string, string | readonly string[]>>;
  /** By question: what an officer records for the force to act on. Empty on every form that a victim fills in. */
  readonly forCase: Readonly<Record<string, string | readonly string[]>>;
  readonly comment: string | null;
  /** Whether their surveys may be compared, without their name or number. */
  readonly journeyConsent: boolean;
  /** Category by attribute (`ethnicity`): one record each, never together. */
  readonly profile: Readonly<Record<string, string>>;
  readonly outcome: Outcome;
};

/** The question that asks whether a person's surveys may be compared (decisions.md 21). */
export const JOURNEY_QUESTION = "JOURNEY";

/** The question that asks whether someone will say a little about themselves. */
export const PROFILE_QUESTION = "PROFILE";

/** The item that a question belongs to: the agencies' questions of C2 are one item. */
export const itemIdOf = (question: Question) => question.group ?? question.id;

/** Whether a question's answer is a national figure. */
export const isScored = (question: Question) =>
  question.measure !== undefined && ["stage", "core", "rotating"].includes(question.block);

/**
 * Whether a survey counts as complete (decisions.md 13): every item of the fixed core that was asked is answered, with
 * "does not apply" and "prefer not to say" as answers. Partial: at least half of it, overall satisfaction among them.
 * A form without a core is judged on its own items.
 */
function outcomeOf(path: readonly Question[], answers: Answers): Outcome {
  const core = path.filter(({ block }) => block === "core");
  const judged = core.length > 0 ? core : path.filter(isScored);
  const isAnswered = ({ id }: Question) => (answers[id] ?? []).length > 0;
  const asked = new Set(judged.map(itemIdOf));
  const answered = [...asked].filter((item) => judged.filter((each) => itemIdOf(each) === item).every(isAnswered));
  const overall = judged.find(({ id }) => id === "C1");
  if (answered.length === asked.size) return "complete";
  const hasOverall = overall === undefined || isAnswered(overall);
  return hasOverall && answered.length * 2 >= asked.size ? "partial" : "break-off";
}

/** Takes the answers that count apart. Answers off the path are left out. */
export function itemsOf(instrument: Instrument, answers: Answers, respondent: Respondent): Items {
  const path = countedPath(instrument, answers, respondent);
  const items: Record<string, string | readonly string[]> = {};
  const forCase: Record<string, string | readonly string[]> = {};
  const profile: Record<string, string> = {};
  let comment: string | null = null;
  for (const question of path) {
    const answer = answers[question.id] ?? [];
    const [first] = answer;
    if (first === undefined) continue;
    const value = question.kind === "many" ? answer : first;
    if (question.keptWith === "case") forCase[question.id] = value;
    else if (question.kind === "text") comment = first;
    else if (question.measure !== undefined) items[question.measure] = value;
    else if (question.block === "profile" && question.id !== PROFILE_QUESTION && first !== PREFER_NOT_TO_SAY)
      profile[question.id.toLowerCase()] = first;
  }
  const journeyConsent = path.some(({ id }) => id === JOURNEY_QUESTION) && answers[JOURNEY_QUESTION]?.[0] === "yes";
  return { items, forCase, comment, journeyConsent, profile, outcome: outcomeOf(path, answers) };
}
