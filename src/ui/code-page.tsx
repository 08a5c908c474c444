import type { FC } from "hono/jsx";
import type { Language } from "../kernel/locale.ts";
import { Button } from "./button.tsx";
import { ErrorSummary } from "./error-summary.tsx";
import { NoticePage } from "./feedback-pages.tsx";
import { Input } from "./input.tsx";
import { FeedbackPage } from "./layout.tsx";
import { codePhrases as say } from "./phrases-code.ts";
import { phrases } from "./phrases.ts";

const FORM = "code-form";
const FIELD = "code";

/** What is wrong with a code that was typed: it can be none, or it leads nowhere. */
export type CodeFault = "unreadable" | "unknown";

type CodePageProps = {
  readonly locale: Language;
  /** As it was typed. */
  readonly typed?: string | undefined;
  readonly fault?: CodeFault | undefined;
  /** The code that leads nowhere, as its own address: it may still stop messages. */
  readonly stopAt?: string | undefined;
};

/** Where somebody types the code of a letter. What is unknown, over or mistyped is told alike. */
export const CodePage: FC<CodePageProps> = ({ locale, typed = "", fault, stopAt }) => {
  const error = fault && say[fault][locale];
  const heading = say.heading[locale];
  return (
    <FeedbackPage
      locale={locale}
      step={error === undefined ? undefined : `${phrases.error[locale]}: ${heading}`}
      language={{ by: "answers", form: FORM }}
    >
      {error !== undefined && (
        <ErrorSummary title={phrases.problem[locale]} errors={[{ text: error, href: `#${FIELD}` }]} />
      )}
      <h1 class="govuk-heading-l">{heading}</h1>
      <p class="govuk-body">{fault === "unknown" ? say.unknownText[locale] : say.what[locale]}</p>
      <form id={FORM} method="post" action="/code" novalidate>
        <input type="hidden" name="lang" value={locale} />
        <Input
          name={FIELD}
          label={say.label[locale]}
          labelClasses="govuk-label--m"
          hint={say.hint[locale]}
          error={error}
          errorPrefix={phrases.error[locale]}
          value={typed}
          classes="govuk-input--width-20 govuk-input--extra-letter-spacing"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
        />
        <Button text={phrases.continue[locale]} />
      </form>
      {stopAt !== undefined && <StopForm locale={locale} stopAt={stopAt} text={say.stopText[locale]} />}
    </FeedbackPage>
  );
};

/** Stops messages by a code, at the code's own address. */
const StopForm: FC<{ readonly locale: Language; readonly stopAt: string; readonly text: string }> = (props) => (
  <form method="post" action={props.stopAt}>
    <input type="hidden" name="lang" value={props.locale} />
    <h2 class="govuk-heading-m">{say.stopHeading[props.locale]}</h2>
    <p class="govuk-body">{props.text}</p>
    <Button name="choice" value="stop" text={say.stopButton[props.locale]} classes="govuk-button--secondary" />
  </form>
);

type CodesRestProps = {
  readonly locale: Language;
  /** Where the code can still stop messages; absent where stopping is what was tried too often. */
  readonly stopAt?: string | undefined;
};

/** Too many wrong codes, from here or from everywhere. */
export const CodesRestPage: FC<CodesRestProps> = ({ locale, stopAt }) => (
  <NoticePage locale={locale} address="/code" heading={say.tooManyHeading} text={[say.tooManyText]}>
    {stopAt !== undefined && <StopForm locale={locale} stopAt={stopAt} text={say.stopNow[locale]} />}
    <p class="govuk-body">{say.stopOtherwise[locale]}</p>
  </NoticePage>
);
