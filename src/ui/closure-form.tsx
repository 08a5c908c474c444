import type { FC } from "hono/jsx";
import type { Answers, Instrument, Question, Respondent } from "../instrument/definition.ts";
import type { Locale, Localised } from "../kernel/locale.ts";
import type { LocalDate } from "../kernel/time.ts";
import { Button } from "./button.tsx";
import { Details } from "./details.tsx";
import { ErrorSummary } from "./error-summary.tsx";
import { Input } from "./input.tsx";
import { InsetText } from "./inset-text.tsx";
import { closurePhrases as say } from "./phrases-closure.ts";
import { phrases } from "./phrases.ts";
import { conditionWords, fieldId, QuestionField } from "./question-field.tsx";
import { Rights } from "./rights.tsx";
import { Tag } from "./tag.tsx";

export const FORM = "answers";

/** An officer is asked what the form asks, with nothing known of the case. */
export const officer: Respondent = { facts: [], draw: 0 };

/** The field of the day, which is of no question. */
export const HELD_ON = "heldOn";

/** A form as it was filled in so far. */
export type FilledClosure = {
  readonly instrument: Instrument;
  readonly answers: Answers;
  /** As typed; today where nothing was. */
  readonly heldOn: string;
  readonly today: LocalDate;
  /** What is wrong, in words, by question. */
  readonly faults: { readonly [question: string]: string };
};

export type ClosureFormProps = FilledClosure & {
  readonly locale: Locale;
  /** Of a correction: the version that it is made from; then only what is kept with the case is asked. */
  readonly corrects?: number | undefined;
};

/** The form in parts, as a conversation goes; typing comes last in its part. */
const sections: readonly { readonly heading: Localised; readonly ids: readonly string[] }[] = [
  { heading: say.sectionDiscussion, ids: ["VCD1", "VCD1R"] },
  { heading: say.sectionTold, ids: ["VCD3", "VCD3R", "VCD4", "VCD5", "VCD2"] },
  { heading: say.sectionRights, ids: ["VCD6", "VCD6N", "VCD6R"] },
  { heading: say.sectionSafety, ids: ["VCD7", "VCD7A", "VCD8", "VCD8A", "VCD9", "VCD9A"] },
  { heading: say.sectionContact, ids: ["VCD10", "VCD10C"] },
];

/** Answered seldom, and long: folded away until somebody needs them. */
const folded: readonly string[] = ["VCD6N", "VCD6R"];

/** What to remember to say, beside the question that it belongs to. */
const prompts: { readonly [question: string]: Localised } = {
  VCD7: say.promptSafety,
  VCD8: say.promptReferral,
  VCD10: say.promptRoute,
};

type ClosureQuestionProps = ClosureFormProps & { readonly question: Question };

const ClosureQuestion: FC<ClosureQuestionProps> = ({ question, instrument, locale, answers, faults }) => {
  const prompt = prompts[question.id];
  const condition = conditionWords(question, { instrument, respondent: officer, locale });
  const clauses = question.askIf.length > 0 ? JSON.stringify(question.askIf) : undefined;
  return (
    <section class="app-question" data-ask={clauses}>
      {question.keptWith === "answers" && (
        <p class="govuk-body">
          <Tag text={say.keptApart[locale]} classes="govuk-tag--grey" />
        </p>
      )}
      {prompt && <InsetText text={prompt[locale]} />}
      {question.id === "VCD2" && <InsetText text={say.noNames[locale]} />}
      {question.id === "VCD6" && <Rights summary={say.promptRights[locale]} locale={locale} />}
      <QuestionField
        question={question}
        respondent={officer}
        locale={locale}
        answer={answers[question.id] ?? []}
        error={faults[question.id]}
        note={condition !== null && <span data-condition="">{condition}</span>}
      />
    </section>
  );
};

type HeldOnProps = Pick<ClosureFormProps, "locale" | "heldOn" | "today"> & { readonly error: string | undefined };

/** The day, as the device's own calendar shows it: one touch, and none where it is today. */
const HeldOnField: FC<HeldOnProps> = ({ locale, heldOn, today, error }) => (
  <section class="app-question">
    <Input
      name={HELD_ON}
      type="date"
      label={say.heldOn[locale]}
      labelClasses="govuk-label--m"
      hint={say.heldOnHint[locale]}
      error={error}
      errorPrefix={phrases.error[locale]}
      value={heldOn}
      classes="govuk-input--width-10"
      max={today === "" ? undefined : today}
    />
  </section>
);

/** What is wrong, each with a way to its place. Nothing where all is well. */
export const ClosureFaults: FC<Pick<ClosureFormProps, "instrument" | "faults" | "locale">> = (props) => {
  const { instrument, faults, locale } = props;
  const places = [
    ...instrument.questions.map((question) => ({ id: question.id, href: `#${fieldId(question)}` })),
    { id: HELD_ON, href: `#${HELD_ON}` },
  ];
  const wrong = places.flatMap(({ id, href }) => {
    const text = faults[id];
    return text === undefined ? [] : [{ text, href }];
  });
  return wrong.length > 0 ? <ErrorSummary title={phrases.problem[locale]} errors={wrong} /> : null;
};

/**
 * The form, to be filled in with a thumb. It posts to the address that it stands at, which it does not name: so a copy
 * that is kept for the time without a connection holds no link. Browsers are asked not to keep what is typed.
 */
export const ClosureForm: FC<ClosureFormProps> = (props) => {
  const { instrument, locale, heldOn, today, faults, corrects, answers } = props;
  const asked = instrument.questions.filter(({ keptWith }) => corrects === undefined || keptWith === "case");
  return (
    <form
      id={FORM}
      method="post"
      autocomplete="off"
      novalidate
      data-closure={corrects === undefined ? "new" : "correct"}
    >
      <input type="hidden" name="lang" value={locale} />
      {corrects !== undefined && <input type="hidden" name="from" value={corrects} />}
      {sections.map(({ heading, ids }) => {
        const part = ids.flatMap((id) => asked.find((question) => question.id === id) ?? []);
        const [plain, rare] = [
          part.filter(({ id }) => !folded.includes(id)),
          part.filter(({ id }) => folded.includes(id)),
        ];
        const isOpen = rare.some(({ id }) => faults[id] !== undefined || (answers[id] ?? []).length > 0);
        return (
          <>
            <h2 class="govuk-heading-l govuk-!-margin-top-8">{heading[locale]}</h2>
            {plain.map((question) => (
              <ClosureQuestion {...props} question={question} />
            ))}
            {ids.includes("VCD1") && (
              <HeldOnField locale={locale} heldOn={heldOn} today={today} error={faults[HELD_ON]} />
            )}
            {rare.length > 0 && (
              <Details
                summary={say.someDoNotApply[locale]}
                open={isOpen}
                text={rare.map((question) => (
                  <ClosureQuestion {...props} question={question} />
                ))}
              />
            )}
          </>
        );
      })}
      <Button text={(corrects === undefined ? say.record : say.correct)[locale]} />
    </form>
  );
};
