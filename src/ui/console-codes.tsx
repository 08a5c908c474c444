import type { Child, FC } from "hono/jsx";
import { isReason, type Reason } from "../domain/disposition.ts";
import { type Locale, locales } from "../kernel/locale.ts";
import type { LocalDate } from "../kernel/time.ts";
import { Button } from "./button.tsx";
import { Checkboxes } from "./checkboxes.tsx";
import { areaText, consoleLink, ConsolePage, type ConsoleProps } from "./console-layout.tsx";
import { ForceSelect, type ListedForce } from "./console-force.tsx";
import { Document } from "./document.tsx";
import { ErrorSummary } from "./error-summary.tsx";
import { dayWords } from "./home-pages.tsx";
import { Input } from "./input.tsx";
import { InsetText } from "./inset-text.tsx";
import { codesPhrases as say } from "./phrases-codes.ts";
import { holdWords } from "./phrases-holds.ts";
import { fill, phrases } from "./phrases.ts";
import { Radios } from "./radios.tsx";

const SECTION = "/console/codes";

/** What is wrong with the form that looks for a survey. */
export type FindFault = "by" | "force" | "reference";

export type FindForm = {
  readonly by: "victim" | "crime" | null;
  readonly forceCode: string | null;
  readonly faults: readonly FindFault[];
};

type FindProps = ConsoleProps & {
  readonly form: FindForm;
  readonly forces: readonly ListedForce[];
};

const faultWords = { by: say.chooseBy, force: say.chooseForce, reference: say.typeReference } as const;

/** A page's title, which says first that something is wrong with it. */
const titleOf = (isWrong: boolean, locale: Locale) =>
  isWrong ? `${phrases.error[locale]}: ${say.heading[locale]}` : say.heading[locale];

/** Where an adviser looks for the survey of somebody who is with them. What was typed is never shown again. */
export const CodesPage: FC<FindProps> = ({ form, forces, ...page }) => {
  const { locale } = page;
  const errorOf = (fault: FindFault) => (form.faults.includes(fault) ? faultWords[fault][locale] : undefined);
  const typed = errorOf("reference");
  const prefix = `${phrases.error[locale]}:`;
  return (
    <ConsolePage {...page} title={titleOf(form.faults.length > 0, locale)} section={SECTION}>
      {form.faults.length > 0 && (
        <ErrorSummary
          title={phrases.problem[locale]}
          errors={form.faults.map((fault) => ({ text: faultWords[fault][locale], href: `#${fault}` }))}
        />
      )}
      <h1 class="govuk-heading-l">{say.heading[locale]}</h1>
      <p class="govuk-body">{say.introduction[locale]}</p>
      <form method="post" action={consoleLink(SECTION, locale)} novalidate autocomplete="off">
        <Radios
          name="by"
          legend={{ text: say.findBy[locale], classes: "govuk-fieldset__legend--s" }}
          choices={[
            { value: "victim", text: say.byVictim[locale] },
            { value: "crime", text: say.byCrime[locale] },
          ]}
          chosen={form.by === null ? [] : [form.by]}
          error={errorOf("by")}
          errorPrefix={prefix}
        />
        <ForceSelect
          label={say.force[locale]}
          forces={forces}
          chosen={form.forceCode}
          error={errorOf("force")}
          locale={locale}
        />
        <Input
          name="reference"
          label={say.reference[locale]}
          hint={say.referenceHint[locale]}
          error={typed}
          errorPrefix={prefix}
          classes="govuk-input--width-20"
          spellcheck={false}
          autocomplete="off"
        />
        <Button text={say.find[locale]} />
      </form>
    </ConsolePage>
  );
};

/** A survey as an adviser sees it: whether a code may be issued, and neither stage nor offence nor person. */
export type ListedIssuable = {
  readonly id: string;
  readonly area: string;
  readonly to: "adviser" | "parent" | null;
  readonly why: Reason | "wait" | null;
  readonly isAgain: boolean;
};

function whyText(why: ListedIssuable["why"], locale: Locale): string {
  if (why === "wait") return say.notNow[locale];
  const words = why !== null && isReason(why) ? holdWords[why] : undefined;
  return words ? fill(say.notBecause[locale], { reason: words.title[locale] }) : say.byMessage[locale];
}

function standing({ to, why, isAgain }: ListedIssuable, locale: Locale): string {
  if (to === null) return whyText(why, locale);
  if (isAgain) return say.isIssued[locale];
  return (to === "parent" ? say.mayIssueParent : say.mayIssue)[locale];
}

const Back: FC<{ readonly locale: Locale }> = ({ locale }) => (
  <p class="govuk-body govuk-!-display-none-print">
    <a class="govuk-link" href={consoleLink(SECTION, locale)}>
      {say.back[locale]}
    </a>
  </p>
);

/** What was found under a reference. */
export const FoundPage: FC<ConsoleProps & { readonly found: readonly ListedIssuable[] }> = ({ found, ...page }) => {
  const { locale } = page;
  const nameOf = (one: ListedIssuable, index: number) =>
    fill(say.survey[locale], { number: index + 1, area: areaText(one.area, locale) });
  return (
    <ConsolePage {...page} title={say.heading[locale]} section={SECTION}>
      <h1 class="govuk-heading-l">{say.foundHeading[locale]}</h1>
      {found.length === 0 && <InsetText text={say.nothingFound[locale]} />}
      {found.map((one, index) => (
        <section class="app-question">
          <h2 class="govuk-heading-s">{nameOf(one, index)}</h2>
          <p class="govuk-body">{standing(one, locale)}</p>
          {one.to !== null && (
            <p class="govuk-body">
              <a class="govuk-link" href={consoleLink(`${SECTION}/${one.id}`, locale)}>
                {say.open[locale]}
                <span class="govuk-visually-hidden">: {nameOf(one, index)}</span>
              </a>
            </p>
          )}
        </section>
      ))}
      <Back locale={locale} />
    </ConsolePage>
  );
};

type IssueProps = ConsoleProps & {
  readonly issuable: ListedIssuable;
  /** What the code will be made of: this page's own. */
  readonly made: string;
  readonly isWrong: boolean;
};

/** What must be so before a code is issued, by whom it is for. */
export const confirmationsFor = (to: "adviser" | "parent") =>
  to === "parent" ? (["is-parent", "is-no-suspect", "is-wanted"] as const) : (["is-with", "is-wanted"] as const);

const confirmationWords = {
  "is-with": say.isWith,
  "is-wanted": say.isWanted,
  "is-parent": say.isParent,
  "is-no-suspect": say.isNoSuspect,
} as const;

/** Before a code is issued: what to say, and what to confirm. */
export const IssuePage: FC<IssueProps> = ({ issuable, made, isWrong, ...page }) => {
  const { locale } = page;
  const { to } = issuable;
  const error = say.confirmAll[locale];
  return (
    <ConsolePage {...page} title={titleOf(isWrong, locale)} section={SECTION}>
      {isWrong && <ErrorSummary title={phrases.problem[locale]} errors={[{ text: error, href: "#confirm" }]} />}
      <h1 class="govuk-heading-l">{(to === null ? say.changedHeading : say.before)[locale]}</h1>
      {to === null || issuable.isAgain ? <p class="govuk-body">{standing(issuable, locale)}</p> : null}
      {to !== null && (
        <form method="post" action={consoleLink(`${SECTION}/${issuable.id}`, locale)} novalidate>
          <InsetText text={say.beforeText[locale]} />
          <input type="hidden" name="made" value={made} />
          <Checkboxes
            name="confirm"
            legend={{ text: say.confirm[locale], classes: "govuk-fieldset__legend--s" }}
            choices={confirmationsFor(to).map((value) => ({ value, text: confirmationWords[value][locale] }))}
            chosen={[]}
            error={isWrong ? error : undefined}
            errorPrefix={phrases.error[locale]}
          />
          <Button text={say.issue[locale]} />
        </form>
      )}
      <Back locale={locale} />
    </ConsolePage>
  );
};

type NotIssuedProps = ConsoleProps & { readonly id: string; readonly why: ListedIssuable["why"] | "changed" };

/** Why no code was issued after all. */
export const NotIssuedPage: FC<NotIssuedProps> = ({ id, why, ...page }) => {
  const { locale } = page;
  return (
    <ConsolePage {...page} title={say.heading[locale]} section={SECTION}>
      <h1 class="govuk-heading-l">{say.changedHeading[locale]}</h1>
      <p class="govuk-body">{why === "changed" ? say.changedText[locale] : whyText(why, locale)}</p>
      <p class="govuk-body">
        <a class="govuk-link" href={consoleLink(`${SECTION}/${id}`, locale)}>
          {say.again[locale]}
        </a>
      </p>
    </ConsolePage>
  );
};

type CardProps = {
  readonly locale: Locale;
  /** As it is printed. */
  readonly code: string;
  readonly address: string;
  readonly expiresOn: LocalDate;
};

const Side: FC<CardProps> = ({ locale, code, address, expiresOn }): Child => (
  <section lang={locale}>
    <h2 class="govuk-heading-m">{say.cardHeading[locale]}</h2>
    <p class="govuk-heading-l app-code">{code}</p>
    <p class="govuk-body app-break">{fill(say.cardWhere[locale], { address })}</p>
    <p class="govuk-body">{fill(say.cardUntil[locale], { day: dayWords(expiresOn, locale) })}</p>
  </section>
);

/** The code, on a card in both languages that tells nobody what it is about. Shown once; nothing else is on the page. */
export const CardPage: FC<CardProps> = (card) => {
  const { locale } = card;
  return (
    <Document locale={locale} title={`${say.heading[locale]} – ${phrases.product[locale]}`}>
      <div class="govuk-width-container">
        <main class="govuk-main-wrapper" id="main-content">
          <h1 class="govuk-visually-hidden">{say.heading[locale]}</h1>
          <p class="govuk-inset-text govuk-!-display-none-print">{say.shownOnce[locale]}</p>
          {locales.map((each) => (
            <Side {...card} locale={each} />
          ))}
          <Back locale={locale} />
        </main>
      </div>
    </Document>
  );
};
