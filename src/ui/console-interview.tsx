import type { FC } from "hono/jsx";
import type { Question, Respondent } from "../instrument/definition.ts";
import { specialOptions } from "../instrument/path.ts";
import type { Language } from "../kernel/locale.ts";
import { Button } from "./button.tsx";
import { consoleLink, ConsolePage, type ConsoleProps } from "./console-layout.tsx";
import { BackToCalls } from "./console-telephone.tsx";
import { ErrorSummary } from "./error-summary.tsx";
import { InsetText } from "./inset-text.tsx";
import { telephonePhrases as say } from "./phrases-telephone.ts";
import { fill, phrases } from "./phrases.ts";
import { type AnswerFault, faultWords, fieldId, QuestionField, QuestionWarning } from "./question-field.tsx";
import { Support } from "./support.tsx";

const SECTION = "/console/telephone";
const ADDRESS = `${SECTION}/interview`;
const FORM = "answer";

type InterviewProps = ConsoleProps & {
  /** In which language the question is read out. */
  readonly spoken: Language;
  readonly question: Question;
  readonly respondent: Respondent;
  readonly number: number;
  /** The most that anybody is asked. */
  readonly most: number;
  readonly fault: AnswerFault | null;
  /** What was typed and is at fault; no answer that was taken is ever shown. */
  readonly submitted: readonly string[];
};

const instructions = { one: say.readOne, many: say.readMany, text: say.readText } as const;

/** One question to be read out. No way leads back, and nothing that was said before is on the page. */
export const InterviewPage: FC<InterviewProps> = (props) => {
  const { spoken, question, respondent, number, most, fault, submitted, ...page } = props;
  const { locale } = page;
  const error = fault === null ? undefined : faultWords(fault, locale);
  const title = say.heading[locale];
  const other = locale === "en" ? "cy" : "en";
  return (
    <ConsolePage {...page} title={error === undefined ? title : `${phrases.error[locale]}: ${title}`} section={SECTION}>
      {error !== undefined && (
        <ErrorSummary title={phrases.problem[locale]} errors={[{ text: error, href: `#${fieldId(question)}` }]} />
      )}
      <InsetText
        text={
          <>
            <p class="govuk-body">{instructions[question.kind][locale]}</p>
            {specialOptions(question).length > 0 && <p class="govuk-body">{say.readSpecial[locale]}</p>}
            <p class="govuk-body govuk-!-margin-bottom-0">{say.onward[locale]}</p>
          </>
        }
      />
      <form id={FORM} method="post" action={consoleLink(ADDRESS, locale)} novalidate autocomplete="off">
        <input type="hidden" name="question" value={question.id} />
        <span class="govuk-caption-m">{fill(say.question[locale], { number, most })}</span>
        <div lang={spoken}>
          <QuestionWarning question={question} respondent={respondent} locale={spoken} />
          <QuestionField
            question={question}
            respondent={respondent}
            locale={spoken}
            answer={submitted}
            error={error}
            isPageHeading
          />
        </div>
        <Button text={phrases.continue[locale]} />
      </form>
      <p class="govuk-body">
        <a class="govuk-link" lang={other} href={consoleLink(ADDRESS, other)}>
          {say.switchTo[other]}
        </a>
      </p>
      <h2 class="govuk-heading-s">{say.dangerHeading[locale]}</h2>
      <p class="govuk-body">{say.dangerText[locale]}</p>
      <form method="post" action={consoleLink(ADDRESS, locale)}>
        <h2 class="govuk-heading-s">{say.breakOffHeading[locale]}</h2>
        <p class="govuk-body">{say.breakOffText[locale]}</p>
        <div class="govuk-button-group">
          <Button name="end" value="keep" text={say.endKeep[locale]} classes="govuk-button--secondary" />
          <Button name="end" value="discard" text={say.endDiscard[locale]} classes="govuk-button--secondary" />
        </div>
      </form>
    </ConsolePage>
  );
};

/** After the questions, however far they went: what to say, and where help is. */
export const InterviewOverPage: FC<ConsoleProps> = (page) => {
  const { locale } = page;
  return (
    <ConsolePage {...page} title={say.heading[locale]} section={SECTION}>
      <h1 class="govuk-heading-l">{say.overHeading[locale]}</h1>
      <InsetText text={say.overRead[locale]} />
      <Support locale={locale} />
      <p class="govuk-body">{say.recordedText[locale]}</p>
      <BackToCalls locale={locale} />
    </ConsolePage>
  );
};
