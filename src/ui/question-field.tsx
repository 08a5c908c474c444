import type { Child, FC } from "hono/jsx";
import type { Clause, Instrument, Question, Respondent, Variant } from "../instrument/definition.ts";
import { wordsIn } from "../instrument/languages.ts";
import { hintOf, LONGEST_TEXT, optionsOf, specialOptions, warningOf, wordingOf } from "../instrument/path.ts";
import type { Language } from "../kernel/locale.ts";
import { Checkboxes } from "./checkboxes.tsx";
import type { Choice } from "./choices.tsx";
import { InsetText } from "./inset-text.tsx";
import { fill, phrases } from "./phrases.ts";
import { Recordings } from "./recordings.tsx";
import { Radios } from "./radios.tsx";
import { Textarea } from "./textarea.tsx";

/** What is wrong with one answer (instrument/path). */
export type AnswerFault = "choose-one-offered" | "too-long";

export const faultWords = (fault: AnswerFault, locale: Language) =>
  fault === "too-long" ? fill(phrases.tooLong[locale], { most: LONGEST_TEXT }) : phrases.chooseOneOffered[locale];

/** The id of a question's first input: where an error links to. Agencies' questions have a dot in theirs. */
export const fieldId = (question: Question) => question.id.replaceAll(".", "-");

type QuestionFieldProps = {
  readonly question: Question;
  readonly respondent: Respondent;
  readonly locale: Language;
  readonly answer: readonly string[];
  readonly error?: string | undefined;
  /** Whether the question is the page's heading. */
  readonly isPageHeading?: boolean;
  /** Besides the question's own hint: that it may be skipped, when to leave it out. */
  readonly note?: Child;
};

/** The answers offered: the scale's or the question's own, then "does not apply" and "prefer not to say" set apart. */
function choicesOf(question: Question, locale: Language, variant: Variant | undefined): readonly Choice[] {
  const ordinary = optionsOf(question, variant).map(({ code, text, alone }) => ({
    value: code,
    text: wordsIn(text, locale),
    exclusive: alone,
  }));
  const special = specialOptions(question, variant).map(({ code, text }) => ({
    value: code,
    text: wordsIn(text, locale),
    exclusive: true,
  }));
  return special.length === 0 ? ordinary : [...ordinary, { divider: phrases.or[locale] }, ...special];
}

/** One question of an instrument, with its recordings where there are any. */
export const QuestionField: FC<QuestionFieldProps> = (props) => (
  <>
    {/* A recording says the usual words: nobody is to hear others than they read. */}
    {wordingOf(props.question, props.respondent) === props.question.text && (
      <Recordings recordings={props.question.media ?? []} locale={props.locale} />
    )}
    <Control {...props} />
  </>
);

/** The form control that a question's kind asks for. */
const Control: FC<QuestionFieldProps> = (props) => {
  const { question, respondent, locale, answer, error, isPageHeading = false, note } = props;
  const id = fieldId(question);
  const size = isPageHeading ? "l" : "m";
  const text = wordsIn(wordingOf(question, respondent), locale);
  const own = hintOf(question, respondent);
  const lines = [own && wordsIn(own, locale), note].filter(Boolean);
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
  const choices = choicesOf(question, locale, respondent.variant);
  return question.kind === "many" ? (
    <Checkboxes {...shared} idPrefix={id} legend={legend} choices={choices} chosen={answer} />
  ) : (
    <Radios {...shared} idPrefix={id} legend={legend} choices={choices} chosen={answer} />
  );
};

/** What is said before a question that may be hard; nothing before most. */
export const QuestionWarning: FC<Pick<QuestionFieldProps, "question" | "respondent" | "locale">> = (props) => {
  const warning = warningOf(props.question, props.respondent);
  return warning ? <InsetText text={wordsIn(warning, props.locale)} /> : null;
};

/** What was answered, in words; null when nothing was. */
export function answerWords(
  question: Question,
  answer: readonly string[],
  locale: Language,
  variant?: Variant,
): string | null {
  if (answer.length === 0) return null;
  if (question.kind === "text") return answer.join("\n");
  const offered = [...optionsOf(question, variant), ...specialOptions(question, variant)];
  const wordsOf = (code: string) => {
    const option = offered.find((each) => each.code === code);
    return option ? wordsIn(option.text, locale) : code;
  };
  return answer.map(wordsOf).join(", ");
}

/** On one page, where a question hangs on an earlier answer, the words that say so; null where it does not. */
export function conditionWords(
  question: Question,
  {
    instrument,
    respondent,
    locale,
  }: { readonly instrument: Instrument; readonly respondent: Respondent; readonly locale: Language },
): string | null {
  const words = question.askIf.flatMap((clause) => clauseWords(clause, instrument, respondent, locale));
  return words.length === 0 ? null : `${words.join(". ")}.`;
}

function clauseWords(
  clause: Clause,
  instrument: Instrument,
  respondent: Respondent,
  locale: Language,
): readonly string[] {
  const earlier = "answer" in clause && instrument.questions.find(({ id }) => id === clause.answer);
  if (!earlier) return [];
  const codes = "in" in clause ? clause.in : clause.notIn;
  const texts = optionsOf(earlier, respondent.variant)
    .filter(({ code }) => codes.includes(code))
    .map(({ text }) => `“${wordsIn(text, locale)}”`);
  const options = texts.join(` ${phrases.or[locale]} `);
  const question = wordsIn(wordingOf(earlier, respondent), locale);
  return [fill(("in" in clause ? phrases.onlyIf : phrases.unless)[locale], { options, question })];
}
