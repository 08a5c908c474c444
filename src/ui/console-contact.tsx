import type { FC } from "hono/jsx";
import type { WishContact, WishSubject } from "../domain/contact-wish.ts";
import type { LocalDate } from "../kernel/time.ts";
import { Button } from "./button.tsx";
import { areaText, consoleLink, ConsolePage, type ConsoleProps } from "./console-layout.tsx";
import { dayWords } from "./home-pages.tsx";
import { InsetText } from "./inset-text.tsx";
import { contactPhrases, subjectWords, wayWords, wishPhrases as say } from "./phrases-contact.ts";
import { phrases } from "./phrases.ts";
import { SummaryList } from "./summary-list.tsx";
import { WarningText } from "./warning-text.tsx";

const SECTION = "/console/contact-wishes";

/** Somebody who asked to be contacted, without what they wrote. */
export type ListedWish = {
  readonly id: string;
  readonly area: string;
  readonly about: WishSubject;
  readonly leftOn: LocalDate;
};

const rowsOf = ({ about, area, leftOn }: ListedWish, { locale }: ConsoleProps) => [
  { key: say.about[locale], value: subjectWords[about][locale] },
  { key: say.area[locale], value: areaText(area, locale) },
  { key: say.leftOn[locale], value: dayWords(leftOn, locale) },
];

/** Who waits to be contacted: what is about safety first. */
export const WishListPage: FC<ConsoleProps & { readonly wishes: readonly ListedWish[] }> = ({ wishes, ...page }) => {
  const { locale } = page;
  return (
    <ConsolePage {...page} title={say.heading[locale]} section={SECTION}>
      <h1 class="govuk-heading-l">{say.heading[locale]}</h1>
      <p class="govuk-body">{say.introduction[locale]}</p>
      {wishes.length === 0 && <InsetText text={say.nothing[locale]} />}
      {wishes.map((wish) => (
        <section class="app-question">
          <h2 class="govuk-heading-s">{subjectWords[wish.about][locale]}</h2>
          <SummaryList rows={rowsOf(wish, page).slice(1)} classes="govuk-summary-list--no-border" />
          <p class="govuk-body">
            <a class="govuk-link" href={consoleLink(`${SECTION}/${wish.id}`, locale)}>
              {say.open[locale]}
              <span class="govuk-visually-hidden">
                : {subjectWords[wish.about][locale]}, {areaText(wish.area, locale)}, {dayWords(wish.leftOn, locale)}
              </span>
            </a>
          </p>
        </section>
      ))}
    </ConsolePage>
  );
};

type WishPageProps = ConsoleProps & { readonly wish: ListedWish & { readonly contact: WishContact | null } };

/** One of them, opened: how to reach them, and what is not safe. */
export const WishPage: FC<WishPageProps> = ({ wish, ...page }) => {
  const { locale } = page;
  const said = (text: string) => <span class="app-break">{text === "" ? say.notSaid[locale] : text}</span>;
  const safety = (answer: "yes" | "no") =>
    (answer === "yes" ? contactPhrases.isSafe : contactPhrases.isNotSafe)[locale];
  const { contact } = wish;
  return (
    <ConsolePage {...page} title={say.heading[locale]} section={SECTION}>
      <h1 class="govuk-heading-l">{subjectWords[wish.about][locale]}</h1>
      <WarningText text={say.beforeYouCall[locale]} prefix={phrases.warning[locale]} />
      <SummaryList
        rows={[
          ...rowsOf(wish, page),
          ...(contact === null
            ? []
            : [
                { key: say.nameOf[locale], value: said(contact.name) },
                { key: say.wayOf[locale], value: wayWords[contact.way][locale] },
                { key: say.toOf[locale], value: said(contact.to) },
                { key: say.timesOf[locale], value: said(contact.times) },
                { key: say.voicemailOf[locale], value: safety(contact.voicemail) },
                { key: say.textOf[locale], value: safety(contact.text) },
                { key: say.languageOf[locale], value: said(contact.language) },
              ]),
        ]}
      />
      {contact === null && <InsetText text={say.gone[locale]} />}
      <p class="govuk-body">{say.doneText[locale]}</p>
      <form method="post" action={consoleLink(`${SECTION}/${wish.id}`, locale)}>
        <Button text={say.done[locale]} classes="govuk-button--warning" />
      </form>
    </ConsolePage>
  );
};
