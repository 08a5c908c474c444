import type { FC } from "hono/jsx";
import { type CallOutcome, outcomesOnceBegun, type ToldOutcome, toldOutcomes } from "../domain/call.ts";
import type { Locale } from "../kernel/locale.ts";
import { type Instant, londonTime } from "../kernel/time.ts";
import { Button } from "./button.tsx";
import { areaText, consoleLink, ConsolePage, type ConsoleProps } from "./console-layout.tsx";
import { ErrorMessage } from "./error-message.tsx";
import { ErrorSummary } from "./error-summary.tsx";
import { Hint } from "./hint.tsx";
import { InsetText } from "./inset-text.tsx";
import { Label } from "./label.tsx";
import { outcomeWords, telephonePhrases as say } from "./phrases-telephone.ts";
import { fill, phrases } from "./phrases.ts";
import { Radios } from "./radios.tsx";
import { SummaryList } from "./summary-list.tsx";
import { WarningText } from "./warning-text.tsx";

const SECTION = "/console/telephone";

/** Somebody who may be called now: not who, nor about what. */
export type ListedCall = {
  readonly id: string;
  readonly area: string;
  readonly language: Locale;
  readonly attempts: number;
  readonly outcome: CallOutcome | null;
  readonly isMine: 0 | 1;
};

const languageText = (language: Locale) => (language === "cy" ? phrases.welsh : phrases.english)[language];

/** Who may be called now, those due longest first. */
export const CallsPage: FC<ConsoleProps & { readonly calls: readonly ListedCall[] }> = ({ calls, ...page }) => {
  const { locale } = page;
  return (
    <ConsolePage {...page} title={say.heading[locale]} section={SECTION}>
      <h1 class="govuk-heading-l">{say.heading[locale]}</h1>
      <p class="govuk-body">{say.introduction[locale]}</p>
      {calls.length === 0 && <InsetText text={say.nobody[locale]} />}
      {calls.map(({ id, area, language, attempts, outcome, isMine }, index) => {
        const name = fill(say.call[locale], { number: index + 1, area: areaText(area, locale) });
        return (
          <section class="app-question">
            <h2 class="govuk-heading-s">{name}</h2>
            <SummaryList
              rows={[
                { key: say.language[locale], value: <span lang={language}>{languageText(language)}</span> },
                { key: say.attempts[locale], value: String(attempts) },
                {
                  key: say.lastTime[locale],
                  value: outcome === null ? say.neverCalled[locale] : outcomeWords[outcome][locale],
                },
              ]}
              classes="govuk-summary-list--no-border"
            />
            <form method="post" action={consoleLink(`${SECTION}/${id}/take`, locale)}>
              <Button
                text={
                  <>
                    {(isMine === 1 ? say.goOn : say.take)[locale]}
                    <span class="govuk-visually-hidden">: {name}</span>
                  </>
                }
              />
            </form>
          </section>
        );
      })}
    </ConsolePage>
  );
};

/** One thing said, with the way back to the calls. */
const Said: FC<ConsoleProps & { readonly heading: string; readonly text: string }> = ({ heading, text, ...page }) => (
  <ConsolePage {...page} title={say.heading[page.locale]} section={SECTION}>
    <h1 class="govuk-heading-l">{heading}</h1>
    <p class="govuk-body">{text}</p>
    <BackToCalls locale={page.locale} />
  </ConsolePage>
);

export const BackToCalls: FC<{ readonly locale: Locale }> = ({ locale }) => (
  <p class="govuk-body">
    <a class="govuk-link" href={consoleLink(SECTION, locale)}>
      {say.backToList[locale]}
    </a>
  </p>
);

export const NotTakenPage: FC<ConsoleProps> = (page) => (
  <Said {...page} heading={say.notTakenHeading[page.locale]} text={say.notTakenText[page.locale]} />
);

export const RecordedPage: FC<ConsoleProps> = (page) => (
  <Said {...page} heading={say.recordedHeading[page.locale]} text={say.recordedText[page.locale]} />
);

export const NoSittingPage: FC<ConsoleProps> = (page) => (
  <Said {...page} heading={say.sittingHeading[page.locale]} text={say.sittingText[page.locale]} />
);

/** What is wrong with how a call is said to have ended. */
export type CallFault = "outcome" | "when";

export type CallForm = { readonly outcome: ToldOutcome | null; readonly faults: readonly CallFault[] };

type CallProps = ConsoleProps & {
  readonly call: {
    readonly id: string;
    readonly language: Locale;
    readonly number: string | null;
    /** Before when it is to be dialled, where that is soon. */
    readonly before: Instant | null;
    readonly isBegun: 0 | 1;
  };
  readonly form: CallForm;
  /** Of the interviewer, as they call themselves. */
  readonly name: string;
};

const faultWords = { outcome: say.chooseOutcome, when: say.chooseWhen } as const;
const faultFields = { outcome: "outcome", when: "day" } as const;

function timeText(at: Instant): string {
  const { minutes } = londonTime(at);
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");
}

const headingOf = ({ isBegun, number }: CallProps["call"]) =>
  isBegun === 1 ? say.begunHeading : number === null ? say.noNumber : say.number;

/** The way into the questions, or back to where they stopped. */
const BeginButton: FC<{ readonly id: string; readonly text: string; readonly locale: Locale }> = (props) => (
  <form method="post" action={consoleLink(`${SECTION}/${props.id}/begin`, props.locale)}>
    <Button text={props.text} />
  </form>
);

/** A call: whether it is safe before anything else is said, then the questions, or how it ended. */
export const CallPage: FC<CallProps> = ({ call, form, name, ...page }) => {
  const { locale } = page;
  const isWrong = form.faults.length > 0;
  const title = say.heading[locale];
  const spoken = call.language;
  return (
    <ConsolePage {...page} title={isWrong ? `${phrases.error[locale]}: ${title}` : title} section={SECTION}>
      {isWrong && (
        <ErrorSummary
          title={phrases.problem[locale]}
          errors={form.faults.map((fault) => ({ text: faultWords[fault][locale], href: `#${faultFields[fault]}` }))}
        />
      )}
      <h1 class="govuk-heading-l">{headingOf(call)[locale]}</h1>
      {call.isBegun === 1 && (
        <>
          <p class="govuk-body">{say.begunText[locale]}</p>
          <BeginButton id={call.id} text={say.goOnAsking[locale]} locale={locale} />
        </>
      )}
      {call.number !== null && (
        <>
          <p class="govuk-heading-m app-phone">{call.number}</p>
          {call.before !== null && (
            <WarningText
              text={fill(say.dialBefore[locale], { time: timeText(call.before) })}
              prefix={phrases.warning[locale]}
            />
          )}
          <p class="govuk-body">{say.numberOnce[locale]}</p>
          <h2 class="govuk-heading-m">{say.firstHeading[locale]}</h2>
          <InsetText text={<span lang={spoken}>{fill(say.first[spoken], { name })}</span>} />
          <h2 class="govuk-heading-s">{say.elseHeading[locale]}</h2>
          <p class="govuk-body" lang={spoken}>
            {say.elseText[spoken]}
          </p>
          <h2 class="govuk-heading-s">{say.dangerHeading[locale]}</h2>
          <WarningText text={say.dangerText[locale]} prefix={phrases.warning[locale]} />
          <h2 class="govuk-heading-m">{say.thenHeading[locale]}</h2>
          <InsetText text={<span lang={spoken}>{say.introduce[spoken]}</span>} />
          <BeginButton id={call.id} text={say.begin[locale]} locale={locale} />
        </>
      )}
      <OutcomeFields {...page} id={call.id} isBegun={call.isBegun === 1} form={form} />
    </ConsolePage>
  );
};

type OutcomeProps = ConsoleProps & { readonly id: string; readonly isBegun: boolean; readonly form: CallForm };

/** How the call ended; once the questions have begun, only that they want contact to stop. */
const OutcomeFields: FC<OutcomeProps> = ({ id, isBegun, form, locale }) => {
  const prefix = `${phrases.error[locale]}:`;
  return (
    <form method="post" action={consoleLink(`${SECTION}/${id}`, locale)} novalidate>
      <Radios
        name="outcome"
        legend={{
          text: (isBegun ? say.onceBegun : say.otherwise)[locale],
          classes: "govuk-fieldset__legend--m",
        }}
        choices={(isBegun ? outcomesOnceBegun : toldOutcomes).map((value) => ({
          value,
          text: outcomeWords[value][locale],
        }))}
        chosen={form.outcome === null ? [] : [form.outcome]}
        error={form.faults.includes("outcome") ? say.chooseOutcome[locale] : undefined}
        errorPrefix={prefix}
      />
      {!isBegun && <AgainFields isWrong={form.faults.includes("when")} locale={locale} />}
      <Button text={say.record[locale]} classes="govuk-button--secondary" />
    </form>
  );
};

/** When to ring again, by the victim's word. */
const AgainFields: FC<{ readonly isWrong: boolean; readonly locale: Locale }> = ({ isWrong, locale }) => {
  const prefix = `${phrases.error[locale]}:`;
  const whenError = isWrong ? say.chooseWhen[locale] : undefined;
  return (
    <div class="govuk-form-group">
      <fieldset class="govuk-fieldset" aria-describedby="when-hint">
        <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{say.when[locale]}</legend>
        <Hint id="when-hint" text={say.whenHint[locale]} />
        {whenError !== undefined && <ErrorMessage id="when-error" text={whenError} prefix={prefix} />}
        {(["day", "time"] as const).map((field) => (
          <div class="govuk-form-group">
            <Label text={say[field][locale]} for={field} />
            <input
              class={`govuk-input govuk-input--width-10${whenError === undefined ? "" : " govuk-input--error"}`}
              id={field}
              name={field}
              type={field === "day" ? "date" : "time"}
              autocomplete="off"
            />
          </div>
        ))}
      </fieldset>
    </div>
  );
};
