import type { FC } from "hono/jsx";
import { type WishDraft, type WishFault, wishSubjects, wishWays } from "../domain/contact-wish.ts";
import type { Language } from "../kernel/locale.ts";
import { Button } from "./button.tsx";
import { ErrorSummary } from "./error-summary.tsx";
import { Input, type InputProps } from "./input.tsx";
import { InsetText } from "./inset-text.tsx";
import { FeedbackPage } from "./layout.tsx";
import { contactPhrases as say, faultWords, subjectWords, wayWords } from "./phrases-contact.ts";
import { phrases } from "./phrases.ts";
import { Radios } from "./radios.tsx";
import { AreaSelect, Support } from "./support.tsx";
import { Textarea } from "./textarea.tsx";
import { Unsent } from "./unsent.tsx";
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

type LineProps = Pick<InputProps, "label" | "hint" | "value" | "error" | "errorPrefix"> & { readonly id: string };

/** One line to type. Nothing is offered from what the browser knows: the device may be shared. */
const Line: FC<LineProps> = (props) => (
  <Input {...props} name={props.id} labelClasses="govuk-label--m" autocomplete="off" spellcheck={false} />
);

type FormProps = {
  readonly locale: Language;
  readonly draft: WishDraft;
  readonly errorOf: (fault: WishFault) => string | undefined;
};

const AreaField: FC<FormProps> = ({ locale, draft, errorOf }) => (
  <AreaSelect
    id="area"
    name="area"
    label={say.area[locale]}
    labelClasses="govuk-label--m"
    error={errorOf("area")}
    errorPrefix={phrases.error[locale]}
    locale={locale}
    chosen={draft.area}
  />
);

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
  readonly isUnsent?: boolean;
};

/** Where somebody asks, by name or without one, to be contacted. Says first what it is not: anonymous, or read at once. */
export const ContactPage: FC<ContactPageProps> = (props) => {
  const { locale, draft = NO_WISH, faults = [], isUnsent } = props;
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
      {isUnsent && <Unsent locale={locale} />}
      <h1 class="govuk-heading-l">{heading}</h1>
      <WarningText text={say.danger[locale]} prefix={phrases.warning[locale]} />
      <InsetText text={say.notAnonymous[locale]} />
      {[say.apart, say.kept, say.notReport].map((text) => (
        <p class="govuk-body">{text[locale]}</p>
      ))}
      <form id={FORM} method="post" action="/contact-me" novalidate autocomplete="off">
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
