import type { FC } from "hono/jsx";
import { type WishDraft, type WishFault, wishSubjects, wishWays } from "../domain/contact-wish.ts";
import type { Language } from "../kernel/locale.ts";
import { Button } from "./button.tsx";
import { ErrorMessage } from "./error-message.tsx";
import { ErrorSummary } from "./error-summary.tsx";
import { Hint } from "./hint.tsx";
import { InsetText } from "./inset-text.tsx";
import { Label } from "./label.tsx";
import { FeedbackPage } from "./layout.tsx";
import { contactPhrases as say, faultWords, subjectWords, wayWords } from "./phrases-contact.ts";
import { phrases } from "./phrases.ts";
import { Radios } from "./radios.tsx";
import { AreaSelect, Support } from "./support.tsx";
import { Textarea } from "./textarea.tsx";
import { WarningText } from "./warning-text.tsx";

const FORM = "contact-form";

const NO_WISH: WishDraft = {
  area: null,
  about: null,
  way: null,
  to: "",
  name: "",
  times: "",
  voicemail: "no",
  text: "no",
  language: "",
};

type LineProps = {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly error?: string | undefined;
  readonly errorPrefix: string;
};

/** One line to type. Nothing is offered from what the browser knows: the device may be shared. */
const Line: FC<LineProps> = ({ id, label, hint, value, error, errorPrefix }) => (
  <div class={error === undefined ? "govuk-form-group" : "govuk-form-group govuk-form-group--error"}>
    <Label text={label} for={id} classes="govuk-label--m" />
    <Hint id={`${id}-hint`} text={hint} />
    {error !== undefined && <ErrorMessage id={`${id}-error`} text={error} prefix={errorPrefix} />}
    <input
      class={error === undefined ? "govuk-input" : "govuk-input govuk-input--error"}
      id={id}
      name={id}
      type="text"
      value={value}
      autocomplete="off"
      spellcheck={false}
      aria-describedby={error === undefined ? `${id}-hint` : `${id}-hint ${id}-error`}
    />
  </div>
);

type FormProps = {
  readonly locale: Language;
  readonly draft: WishDraft;
  readonly errorOf: (fault: WishFault) => string | undefined;
};

const AreaField: FC<FormProps> = ({ locale, draft, errorOf }) => {
  const error = errorOf("area");
  return (
    <div class={error === undefined ? "govuk-form-group" : "govuk-form-group govuk-form-group--error"}>
      <Label text={say.area[locale]} for="area" classes="govuk-label--m" />
      {error !== undefined && <ErrorMessage id="area-error" text={error} prefix={phrases.error[locale]} />}
      <AreaSelect
        id="area"
        name="area"
        locale={locale}
        chosen={draft.area}
        described={error && "area-error"}
        isFaulty={error !== undefined}
      />
    </div>
  );
};

const Safety: FC<Pick<FormProps, "locale" | "draft"> & { readonly of: "voicemail" | "text" }> = (props) => {
  const { locale, draft, of } = props;
  return (
    <Radios
      name={of}
      legend={{ text: say[of][locale], classes: "govuk-fieldset__legend--m" }}
      classes="govuk-radios--inline"
      choices={[
        { value: "no", text: say.isNotSafe[locale] },
        { value: "yes", text: say.isSafe[locale] },
      ]}
      chosen={[draft[of]]}
    />
  );
};

const Fields: FC<FormProps> = ({ locale, draft, errorOf }) => {
  const shared = { errorPrefix: phrases.error[locale] };
  return (
    <>
      <AreaField {...{ locale, draft, errorOf }} />
      <Radios
        {...shared}
        name="about"
        legend={{ text: say.about[locale], classes: "govuk-fieldset__legend--m" }}
        choices={wishSubjects.map((value) => ({ value, text: subjectWords[value][locale] }))}
        chosen={draft.about === null ? [] : [draft.about]}
        error={errorOf("about")}
      />
      <Radios
        {...shared}
        name="way"
        legend={{ text: say.way[locale], classes: "govuk-fieldset__legend--m" }}
        choices={wishWays.map((value) => ({ value, text: wayWords[value][locale] }))}
        chosen={draft.way === null ? [] : [draft.way]}
        error={errorOf("way")}
      />
      <Line
        {...shared}
        id="to"
        label={say.to[locale]}
        hint={say.toHint[locale]}
        value={draft.to}
        error={errorOf("to")}
      />
      <Textarea
        name="times"
        label={say.times[locale]}
        labelClasses="govuk-label--m"
        hint={say.timesHint[locale]}
        value={draft.times}
        rows={2}
        autocomplete="off"
      />
      <Safety locale={locale} draft={draft} of="voicemail" />
      <Safety locale={locale} draft={draft} of="text" />
      <Line {...shared} id="speak" label={say.speak[locale]} hint={say.speakHint[locale]} value={draft.language} />
      <Line {...shared} id="name" label={say.name[locale]} hint={say.nameHint[locale]} value={draft.name} />
    </>
  );
};

type ContactPageProps = {
  readonly locale: Language;
  readonly draft?: WishDraft;
  readonly faults?: readonly WishFault[];
};

/** Where somebody asks, by name or without one, to be contacted. Says first what it is not: anonymous, or read at once. */
export const ContactPage: FC<ContactPageProps> = ({ locale, draft = NO_WISH, faults = [] }) => {
  const heading = say.heading[locale];
  const errorOf = (fault: WishFault) => (faults.includes(fault) ? faultWords[fault][locale] : undefined);
  return (
    <FeedbackPage
      locale={locale}
      step={faults.length > 0 ? `${phrases.error[locale]}: ${heading}` : heading}
      language={{ by: "answers", form: FORM }}
    >
      {faults.length > 0 && (
        <ErrorSummary
          title={phrases.problem[locale]}
          errors={faults.map((fault) => ({ text: faultWords[fault][locale], href: `#${fault}` }))}
        />
      )}
      <h1 class="govuk-heading-l">{heading}</h1>
      <WarningText text={say.danger[locale]} prefix={phrases.warning[locale]} />
      <InsetText text={say.notAnonymous[locale]} />
      {[say.apart, say.kept, say.notReport].map((text) => (
        <p class="govuk-body">{text[locale]}</p>
      ))}
      <form id={FORM} method="post" action="/contact-me" novalidate>
        <input type="hidden" name="lang" value={locale} />
        <Fields locale={locale} draft={draft} errorOf={errorOf} />
        <Button text={say.send[locale]} />
      </form>
    </FeedbackPage>
  );
};

type OutcomeProps = { readonly locale: Language; readonly outcome: "sent" | "too-many" };

/** That the request waits; or that too many came. */
export const ContactOutcome: FC<OutcomeProps> = ({ locale, outcome }) => {
  const [heading, text] = outcome === "sent" ? [say.sentHeading, say.sentText] : [say.tooManyHeading, say.tooManyText];
  const address = outcome === "sent" ? "/contact-me/sent" : "/contact-me";
  return (
    <FeedbackPage locale={locale} step={heading[locale]} language={{ by: "link", address }}>
      <h1 class="govuk-heading-l">{heading[locale]}</h1>
      <p class="govuk-body">{text[locale]}</p>
      <WarningText text={say.danger[locale]} prefix={phrases.warning[locale]} />
      <Support locale={locale} />
    </FeedbackPage>
  );
};
