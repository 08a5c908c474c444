import type { Child, FC } from "hono/jsx";
import type { Answers, Instrument, Question, Respondent, Variant } from "../instrument/definition.ts";
import { wordsIn } from "../instrument/languages.ts";
import { hasEasyRead, maximumQuestions, wordingOf } from "../instrument/path.ts";
import type { Language, Readable } from "../kernel/locale.ts";
import { Button } from "./button.tsx";
import { Details } from "./details.tsx";
import { ErrorSummary } from "./error-summary.tsx";
import { inLanguage, type LanguageSwitchProps } from "./language-switch.tsx";
import { FeedbackPage } from "./layout.tsx";
import { feedbackPhrases as say } from "./phrases-feedback.ts";
import { thanksPhrases as thanks } from "./phrases-thanks.ts";
import { variantPhrases as easy } from "./phrases-variants.ts";
import { fill, phrases } from "./phrases.ts";
import {
  type AnswerFault,
  answerWords,
  conditionWords,
  faultWords,
  fieldId,
  QuestionField,
  QuestionWarning,
} from "./question-field.tsx";
import { SummaryList } from "./summary-list.tsx";
import { Support } from "./support.tsx";
import { Unsent } from "./unsent.tsx";
import { VariantForm, VariantLink, VariantSwitch } from "./variant-switch.tsx";
import { WarningText } from "./warning-text.tsx";

/** Somebody in the middle of answering. */
export type Answering = {
  readonly instrument: Instrument;
  readonly respondent: Respondent;
  readonly locale: Language;
  readonly answers: Answers;
};

/** What is wrong with the answers posted, by question. */
export type Faults = { readonly [question: string]: AnswerFault };

/** Where a question stands, by its place in the instrument: its id would tell a reader of the history whom it is about. */
export const questionAddress = ({ questions }: Instrument, id: string) =>
  `/feedback/question/${questions.findIndex((question) => question.id === id) + 1}`;

const FORM = "answers";

const withSession = (back: string): LanguageSwitchProps => ({ by: "session", action: "/feedback/language", back });

const HelpNow: FC<{ readonly locale: Language }> = ({ locale }) => (
  <div class="app-help">
    <Details
      summary={say.helpNow[locale]}
      text={
        <>
          <p class="govuk-body">{say.notHere[locale]}</p>
          <Support locale={locale} />
        </>
      }
    />
  </div>
);

type StartPageProps = {
  readonly locale: Language;
  readonly address: string;
  readonly variant?: Variant | undefined;
};

/** "Is it safe to answer now?": says four things and asks one. Names nothing that a bystander could read something into. */
export const StartPage: FC<StartPageProps> = ({ locale, address, variant = "standard" }) => {
  const isEasy = variant === "easy";
  const words = isEasy ? easy : say;
  const choices = [
    { value: "yes", text: say.startYes, classes: undefined },
    { value: "not-now", text: say.startNotNow, classes: "govuk-button--secondary" },
    { value: "stop", text: say.startStop, classes: "govuk-button--secondary" },
    { value: "not-me", text: say.startNotMe, classes: "govuk-button--secondary" },
  ];
  return (
    <FeedbackPage
      locale={locale}
      language={{ by: "link", address: isEasy ? `${address}?variant=easy` : address }}
      variant={variant}
    >
      <h1 class="govuk-heading-l">{say.startHeading[locale]}</h1>
      <ul class="govuk-list govuk-list--bullet govuk-list--spaced app-lead">
        <li>{words.startWhat[locale]}</li>
        <li>{words.startChoice[locale]}</li>
        <li>{words.startAnonymous[locale]}</li>
        <li>{words.startDanger[locale]}</li>
      </ul>
      <form method="post" action={address} class="app-choices">
        <input type="hidden" name="lang" value={locale} />
        <input type="hidden" name="variant" value={variant} />
        {choices.map(({ value, text, classes }) => (
          <Button name="choice" value={value} text={text[locale]} classes={classes} />
        ))}
      </form>
      <VariantLink locale={locale} variant={variant} address={address} />
    </FeedbackPage>
  );
};

type NoticeProps = {
  readonly locale: Language;
  readonly address: string;
  readonly heading: Readable;
  readonly text: readonly Readable[];
  readonly children?: Child;
};

/** One thing said kindly: not now, stopped, not for me, a link that is unknown or over. */
export const NoticePage: FC<NoticeProps> = ({ locale, address, heading, text, children }) => (
  <FeedbackPage locale={locale} language={{ by: "link", address }}>
    <h1 class="govuk-heading-l">{heading[locale]}</h1>
    {text.map((paragraph) => (
      <p class="govuk-body">{paragraph[locale]}</p>
    ))}
    {children}
    <div class="app-help">
      <Details summary={say.helpNow[locale]} text={<Support locale={locale} neutralOnly />} />
    </div>
    <p class="govuk-body-s">
      <a class="govuk-link" href={inLanguage("/contact-me", locale)} rel="noreferrer">
        {thanks.contactLink[locale]}
      </a>
    </p>
  </FeedbackPage>
);

/** After "not now": nothing has happened, and there is a way to say that messages are not safe at all. */
export const NotNowPage: FC<{ readonly locale: Language; readonly address: string }> = ({ locale, address }) => (
  <NoticePage locale={locale} address={address} heading={say.notNowHeading} text={[say.notNowText, say.notNowDelete]}>
    <h2 class="govuk-heading-m">{say.notSafeHeading[locale]}</h2>
    <form method="post" action={address}>
      <input type="hidden" name="lang" value={locale} />
      <Button name="choice" value="not-safe" text={say.notSafeButton[locale]} classes="govuk-button--secondary" />
    </form>
  </NoticePage>
);

type QuestionPageProps = Answering & {
  readonly question: Question;
  /** From 1, on the path as it is now. */
  readonly number: number;
  readonly back: string | undefined;
  /** Where the form posts to, which says where to go next. */
  readonly action: string;
  readonly fault?: AnswerFault | undefined;
  readonly isUnsent?: boolean;
};

/** One question. The whole of it is the page's heading. */
export const QuestionPage: FC<QuestionPageProps> = (props) => {
  const { instrument, respondent, locale, answers, question, number, back, action, fault, isUnsent } = props;
  const error = fault && faultWords(fault, locale);
  const { variant } = respondent;
  const isEasy = variant === "easy" && hasEasyRead(instrument);
  const progress = fill(say.progress[locale], {
    number,
    most: Math.max(number, maximumQuestions(instrument, variant)),
  });
  const step = error ? `${phrases.error[locale]}: ${progress}` : progress;
  return (
    <FeedbackPage locale={locale} step={step} language={{ by: "answers", form: FORM }} back={back} variant={variant}>
      {error && (
        <ErrorSummary title={phrases.problem[locale]} errors={[{ text: error, href: `#${fieldId(question)}` }]} />
      )}
      {isUnsent && <Unsent locale={locale} />}
      <form id={FORM} method="post" action={action} novalidate>
        <span class="govuk-caption-m">{progress}</span>
        <QuestionWarning question={question} respondent={respondent} locale={locale} />
        <QuestionField
          question={question}
          respondent={respondent}
          locale={locale}
          answer={answers[question.id] ?? []}
          error={error}
          isPageHeading
          note={(isEasy ? easy.skip : question.kind === "text" ? say.skipText : say.skip)[locale]}
        />
        <Button text={phrases.continue[locale]} />
      </form>
      <p class="govuk-body-s">{(isEasy ? easy : say).later[locale]}</p>
      <p class="govuk-body-s">
        <a class="govuk-link" href="/feedback/all">
          {say.onOnePage[locale]}
        </a>
      </p>
      <VariantSwitch instrument={instrument} respondent={respondent} locale={locale} form={FORM} />
      <HelpNow locale={locale} />
    </FeedbackPage>
  );
};

const blockHeadings = {
  routing: say.blockRouting,
  stage: say.blockStage,
  core: say.blockCore,
  rotating: say.blockCore,
  closing: say.blockClosing,
  profile: say.blockProfile,
} as const;

/** Questions in order, gathered under the heading of their part; parts that share a heading run on. */
function gather(questions: readonly Question[]) {
  const parts: { heading: Readable; questions: Question[] }[] = [];
  for (const question of questions) {
    const heading = blockHeadings[question.block];
    const last = parts.at(-1);
    if (last?.heading === heading) last.questions.push(question);
    else parts.push({ heading, questions: [question] });
  }
  return parts;
}

type AllPageProps = Answering & {
  readonly questions: readonly Question[];
  readonly faults: Faults;
  readonly isUnsent?: boolean;
};

/** Every question at once, for people and assistive technology that prefer it (decisions.md 15). */
export const AllPage: FC<AllPageProps> = (props) => {
  const { instrument, respondent, locale, answers, questions, faults, isUnsent } = props;
  const wrong = questions.flatMap((question) => {
    const fault = faults[question.id];
    return fault ? [{ text: faultWords(fault, locale), href: `#${fieldId(question)}` }] : [];
  });
  const step = wrong.length > 0 ? `${phrases.error[locale]}: ${say.allHeading[locale]}` : say.allHeading[locale];
  return (
    <FeedbackPage locale={locale} step={step} language={{ by: "answers", form: FORM }} variant={respondent.variant}>
      {wrong.length > 0 && <ErrorSummary title={phrases.problem[locale]} errors={wrong} />}
      {isUnsent && <Unsent locale={locale} />}
      <h1 class="govuk-heading-l">{say.allHeading[locale]}</h1>
      <p class="govuk-body">{say.allText[locale]}</p>
      <p class="govuk-body">
        <a class="govuk-link" href="/feedback">
          {say.oneByOne[locale]}
        </a>
      </p>
      <form id={FORM} method="post" action="/feedback/all" novalidate>
        {gather(questions).map((part) => (
          <section class="app-question">
            <h2 class="govuk-heading-l">{part.heading[locale]}</h2>
            {part.questions.map((question) => (
              <>
                <QuestionWarning question={question} respondent={respondent} locale={locale} />
                <QuestionField
                  question={question}
                  respondent={respondent}
                  locale={locale}
                  answer={answers[question.id] ?? []}
                  error={faults[question.id] && faultWords(faults[question.id] ?? "too-long", locale)}
                  note={conditionWords(question, { instrument, respondent, locale })}
                />
              </>
            ))}
          </section>
        ))}
        <WarningText text={say.declaration[locale]} prefix={phrases.warning[locale]} />
        <Button text={say.send[locale]} />
      </form>
      <VariantSwitch instrument={instrument} respondent={respondent} locale={locale} form={FORM} />
      <HelpNow locale={locale} />
    </FeedbackPage>
  );
};

type CheckPageProps = Answering & { readonly path: readonly Question[] };

/** Every answer with a way to change it, and what sending means. */
export const CheckPage: FC<CheckPageProps> = ({ instrument, respondent, locale, answers, path }) => {
  const rows = path.map((question) => {
    const key = wordsIn(wordingOf(question, respondent), locale);
    const value =
      answerWords(question, answers[question.id] ?? [], locale, respondent.variant) ?? say.notAnswered[locale];
    return {
      key,
      value,
      action: { href: `${questionAddress(instrument, question.id)}?then=check`, text: say.change[locale], hidden: key },
    };
  });
  const last = path.at(-1);
  return (
    <FeedbackPage
      locale={locale}
      step={say.checkHeading[locale]}
      language={withSession("/feedback/check")}
      variant={respondent.variant}
      back={last && questionAddress(instrument, last.id)}
    >
      <h1 class="govuk-heading-l">{say.checkHeading[locale]}</h1>
      <SummaryList rows={rows} />
      <WarningText
        text={(respondent.variant === "easy" ? easy : say).declaration[locale]}
        prefix={phrases.warning[locale]}
      />
      <form method="post" action="/feedback/check">
        <Button text={say.send[locale]} />
      </form>
      <VariantForm {...{ instrument, respondent, locale }} action="/feedback/language" back="/feedback/check" />
      <HelpNow locale={locale} />
    </FeedbackPage>
  );
};
