import type { FC } from "hono/jsx";
import { Rights } from "./rights.tsx";
import type { Answers, Instrument, Question, Respondent } from "../instrument/definition.ts";
import type { Locale, Localised } from "../kernel/locale.ts";
import { Button } from "./button.tsx";
import { ErrorSummary } from "./error-summary.tsx";
import { InsetText } from "./inset-text.tsx";
import { StaffPage } from "./layout.tsx";
import { Panel } from "./panel.tsx";
import { closurePhrases as say } from "./phrases-closure.ts";
import { phrases } from "./phrases.ts";
import { conditionWords, fieldId, QuestionField } from "./question-field.tsx";
import { Tag } from "./tag.tsx";

const FORM = "answers";

/** An officer is asked what the form asks, with nothing known of the case. */
export const officer: Respondent = { facts: [], draw: 0 };

type ClosurePageProps = {
  readonly instrument: Instrument;
  readonly locale: Locale;
  readonly address: string;
  readonly answers: Answers;
  /** What is wrong, in words, by question. */
  readonly faults: { readonly [question: string]: string };
};

/** What to remember to say, beside the question that it belongs to. */
const prompts: { readonly [question: string]: Localised } = { VCD7: say.promptSafety, VCD8: say.promptReferral };

const ClosureQuestion: FC<Omit<ClosurePageProps, "address"> & { readonly question: Question }> = (props) => {
  const { question, instrument, locale, answers, faults } = props;
  const prompt = prompts[question.id];
  return (
    <section class="app-question">
      {question.keptWith === "case" && (
        <p class="govuk-body">
          <Tag text={say.forCase[locale]} classes="govuk-tag--grey" />
        </p>
      )}
      {prompt && <InsetText text={prompt[locale]} />}
      {question.id === "VCD6" && <Rights summary={say.promptRights[locale]} locale={locale} />}
      <QuestionField
        question={question}
        respondent={officer}
        locale={locale}
        answer={answers[question.id] ?? []}
        error={faults[question.id]}
        note={conditionWords(question, { instrument, respondent: officer, locale })}
      />
    </section>
  );
};

/** The whole discussion on one page, to be filled in with a thumb. */
export const ClosurePage: FC<ClosurePageProps> = ({ instrument, locale, address, answers, faults }) => {
  const wrong = instrument.questions.flatMap((question) => {
    const text = faults[question.id];
    return text === undefined ? [] : [{ text, href: `#${fieldId(question)}` }];
  });
  const title = say.heading[locale];
  return (
    <StaffPage
      locale={locale}
      title={wrong.length > 0 ? `${phrases.error[locale]}: ${title}` : title}
      language={{ by: "answers", form: FORM }}
    >
      {wrong.length > 0 && <ErrorSummary title={phrases.problem[locale]} errors={wrong} />}
      <h1 class="govuk-heading-l">{title}</h1>
      <p class="govuk-body">{say.introduction[locale]}</p>
      <p class="govuk-body">{say.split[locale]}</p>
      <InsetText text={say.noNames[locale]} />
      <form id={FORM} method="post" action={address} novalidate>
        <input type="hidden" name="lang" value={locale} />
        {instrument.questions.map((question) => (
          <ClosureQuestion
            question={question}
            instrument={instrument}
            locale={locale}
            answers={answers}
            faults={faults}
          />
        ))}
        <Button text={say.record[locale]} />
      </form>
    </StaffPage>
  );
};

type ClosureState = "recorded" | "already-recorded" | "unknown";

const notices: Readonly<Record<ClosureState, { readonly heading: Localised; readonly text: Localised }>> = {
  "recorded": { heading: say.recordedHeading, text: say.recordedText },
  "already-recorded": { heading: say.alreadyHeading, text: say.alreadyText },
  "unknown": { heading: say.unknownHeading, text: say.unknownText },
};

type ClosureNoticeProps = { readonly locale: Locale; readonly address: string; readonly state: ClosureState };

/** After recording: done, done before, or not to be found. */
export const ClosureNotice: FC<ClosureNoticeProps> = ({ locale, address, state }) => {
  const { heading, text } = notices[state];
  return (
    <StaffPage locale={locale} title={heading[locale]} language={{ by: "link", address }}>
      {state === "recorded" ? <Panel title={heading[locale]} /> : <h1 class="govuk-heading-l">{heading[locale]}</h1>}
      <p class="govuk-body">{text[locale]}</p>
    </StaffPage>
  );
};
