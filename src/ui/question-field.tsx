import type { Child, FC } from "hono/jsx";
import type { Clause, Instrument, Question, Respondent } from "../instrument/definition.ts";
import { LONGEST_TEXT, optionsOf, specialOptions, wordingOf } from "../instrument/path.ts";
import type { Locale } from "../kernel/locale.ts";
import { Checkboxes } from "./checkboxes.tsx";
import type { Choice } from "./choices.tsx";
import { fill, phrases } from "./phrases.ts";
import { Radios } from "./radios.tsx";
import { Textarea } from "./textarea.tsx";

/** What is wrong with one answer (instrument/path). */
export type AnswerFault = "choose-one-offered" | "too-long";

export const faultWords = (fault: AnswerFault, locale: Locale) =>
  fault === "too-long" ? fill(phrases.tooLong[locale], { most: LONGEST_TEXT }) : phrases.chooseOneOffered[locale];

/** The id of a question's first input: where an error links to. Agencies' questions have a dot in theirs. */
export const fieldId = (question: Question) => question.id.replaceAll(".", "-");

type QuestionFieldProps = {
  readonly question: Question;
  readonly respondent: Respondent;
  readonly locale: Locale;
  readonly answer: readonly string[];
  readonly error?: string | undefined;
  /** Whether the question is the page's heading. */
  readonly isPageHeading?: boolean;
  /** Besides the question's own hint: that it may be skipped, when to leave it out. */
  readonly note?: Child;
};

/** The answers offered: the scale's or the question's own, then "does not apply" and "prefer not to say" set apart. */
function choicesOf(question: Question, locale: Locale): readonly Choice[] {
  const ordinary = optionsOf(question).map(({ code, text, alone }) => ({
    value: code,
    text: text[locale],
    exclusive: alone,
  }));
  const special = specialOptions(question).map(({ code, text }) => ({
    value: code,
    text: text[locale],
    exclusive: true,
  }));
  return special.length === 0 ? ordinary : [...ordinary, { divider: phrases.or[locale] }, ...special];
}

/** One question of an instrument, as the form control that its kind asks for. */
export const QuestionField: FC<QuestionFieldProps> = (props) => {
  const { question, respondent, locale, answer, error, isPageHeading = false, note } = props;
  const id = fieldId(question);
  const size = isPageHeading ? "l" : "m";
  const text = wordingOf(question, respondent)[locale];
  const lines = [question.hint?.[locale], note].filter(Boolean);
  const hint = lines.length === 0 ? undefined : lines.map((line, index) => (index === 0 ? line : <> {line}</>));
  const shared = { name: question.id, hint, error, errorPrefix: phrases.error[locale] };
  if (question.kind === "text") {
    return (
      <Textarea
        {...shared}
        id={id}
        label={text}
        labelClasses={`govuk-label--${size}`}
        isPageHeading={isPageHeading}
        value={answer[0]}
        autocomplete="off"
      />
    );
  }
  const legend = { text, classes: `govuk-fieldset__legend--${size}`, isPageHeading };
  const choices = choicesOf(question, locale);
  return question.kind === "many" ? (
    <Checkboxes {...shared} idPrefix={id} legend={legend} choices={choices} chosen={answer} />
  ) : (
    <Radios {...shared} idPrefix={id} legend={legend} choices={choices} chosen={answer} />
  );
};

/** What was answered, in words; null when nothing was. */
export function answerWords(question: Question, answer: readonly string[], locale: Locale): string | null {
  if (answer.length === 0) return null;
  if (question.kind === "text") return answer.join("\n");
  const offered = [...optionsOf(question), ...specialOptions(question)];
  return answer.map((code) => offered.find((option) => option.code === code)?.text[locale] ?? code).join(", ");
}

/** On one page, where a question hangs on an earlier answer, the words that say so; null where it does not. */
export function conditionWords(
  question: Question,
  {
    instrument,
    respondent,
    locale,
  }: { readonly instrument: Instrument; readonly respondent: Respondent; readonly locale: Locale },
): string | null {
  const words = question.askIf.flatMap((clause) => clauseWords(clause, instrument, respondent, locale));
  return words.length === 0 ? null : `${words.join(". ")}.`;
}

function clauseWords(
  clause: Clause,
  instrument: Instrument,
  respondent: Respondent,
  locale: Locale,
): readonly string[] {
  const earlier = "answer" in clause && instrument.questions.find(({ id }) => id === clause.answer);
  if (!earlier) return [];
  const codes = "in" in clause ? clause.in : clause.notIn;
  const texts = optionsOf(earlier)
    .filter(({ code }) => codes.includes(code))
    .map(({ text }) => `“${text[locale]}”`);
  const options = texts.join(` ${phrases.or[locale]} `);
  const question = wordingOf(earlier, respondent)[locale];
  return [fill(("in" in clause ? phrases.onlyIf : phrases.unless)[locale], { options, question })];
}
