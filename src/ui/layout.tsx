import type { Child, FC, PropsWithChildren } from "hono/jsx";
import type { Variant } from "../instrument/definition.ts";
import { type Language, languageCodes, type Locale, localeFor } from "../kernel/locale.ts";
import { BackLink } from "./back-link.tsx";
import { Document } from "./document.tsx";
import { ExitThisPage } from "./exit-this-page.tsx";
import { inLanguage, LanguageSwitch, type LanguageSwitchProps } from "./language-switch.tsx";
import { feedbackPhrases } from "./phrases-feedback.ts";
import { phrases } from "./phrases.ts";
import { SiteHeader } from "./site-header.tsx";
import { SkipLink } from "./skip-link.tsx";

/** Where the exit button leads first: clears what can be cleared, and goes on to the weather. */
const EXIT = "/exit";

type FeedbackPageProps = PropsWithChildren<{
  readonly locale: Language;
  /** Before "Feedback" in the title: neutral words only ("Question 3 of up to 12"). */
  readonly step?: string | undefined;
  readonly language: LanguageSwitchProps;
  readonly back?: string | undefined;
  /** Easy read has larger type and more room. */
  readonly variant?: Variant | undefined;
}>;

const Exit: FC<{ readonly locale: Language }> = ({ locale }) => (
  <ExitThisPage
    href={EXIT}
    text={
      <>
        <span class="govuk-visually-hidden">{feedbackPhrases.exitEmergency[locale]}</span>{" "}
        {feedbackPhrases.exit[locale]}
      </>
    }
    spoken={{
      activated: feedbackPhrases.exitActivated[locale],
      timedOut: feedbackPhrases.exitTimedOut[locale],
      pressTwoMoreTimes: feedbackPhrases.exitTwoMore[locale],
      pressOneMoreTime: feedbackPhrases.exitOneMore[locale],
    }}
  />
);

/** A page that a victim sees: neutral, calm, with a way out on every one. */
export const FeedbackPage: FC<FeedbackPageProps> = ({ locale, step, language, back, variant, children }) => {
  const title = feedbackPhrases.title[locale];
  return (
    <Document locale={locale} title={step === undefined ? title : `${step} – ${title}`} hasExit>
      <SkipLink href="#main-content" text={phrases.skipToContent[locale]} />
      <header class="app-top">
        <a
          href={EXIT}
          class="govuk-skip-link govuk-js-exit-this-page-skiplink"
          rel="nofollow noreferrer"
          data-module="govuk-skip-link"
        >
          {feedbackPhrases.exit[locale]}
        </a>
        <div class="govuk-width-container app-top__row">
          <p class="app-top__name govuk-body">{title}</p>
          <LanguageSwitch locale={locale} offered={languageCodes} {...language} />
        </div>
      </header>
      <div class="govuk-width-container">
        {back !== undefined && <BackLink href={back} text={phrases.back[locale]} />}
        <Exit locale={locale} />
        <main class={variant === "easy" ? "govuk-main-wrapper app-easy" : "govuk-main-wrapper"} id="main-content">
          <div class="govuk-grid-row">
            <div class="govuk-grid-column-two-thirds">{children}</div>
          </div>
        </main>
      </div>
    </Document>
  );
};

/** Parts of the public site that the navigation knows. */
export type Section = "journey" | "compare" | "areas" | "trends" | "closure" | "comments" | "rights" | "quality";

type PublicPageProps = PropsWithChildren<{
  readonly locale: Language;
  /** In which languages the page is to be had; the two of the service unless it says so. */
  readonly offered?: readonly Language[] | undefined;
  /** The page's own heading, for the title. */
  readonly title: string;
  /** Address of this page with its query, without a language. */
  readonly address: string;
  readonly section?: Section | undefined;
  /** The release that the navigation stays at; the newest where none is named. */
  readonly release?: string | undefined;
  /** Between header and content: a back link, breadcrumbs. */
  readonly before?: Child;
}>;

const sections = [
  { id: "journey", text: phrases.journey, href: "/results/latest/journey" },
  { id: "compare", text: phrases.compare, href: "/results/latest/compare" },
  { id: "areas", text: phrases.areas, href: "/#areas" },
  { id: "trends", text: phrases.trends, href: "/results/latest/trends" },
  { id: "rights", text: phrases.rights, href: "/results/latest/rights" },
  { id: "closure", text: phrases.closure, href: "/results/latest/closure" },
  { id: "comments", text: phrases.comments, href: "/results/latest/comments" },
  { id: "quality", text: phrases.quality, href: "/results/latest/quality" },
] as const;

/** The same section of a release that is named; the areas of the newest are on the map at home. */
const sectionIn = ({ id, href }: (typeof sections)[number], release: string | undefined) => {
  if (release === undefined) return href;
  return id === "areas" ? `/results/${release}/area` : `/results/${release}/${id}`;
};

const footer = [
  { text: phrases.home, href: "/", isForVictims: false },
  { text: phrases.privacy, href: "/privacy", isForVictims: true },
  { text: phrases.accessibility, href: "/accessibility", isForVictims: true },
  { text: phrases.api, href: "/v1/reference", isForVictims: false },
] as const;

/** A page of the public site: results, home, and what the service says of itself. */
export const PublicPage: FC<PublicPageProps> = (props) => {
  const { locale, offered, title, address, section, release, before, children } = props;
  const product = phrases.product[locale];
  return (
    <Document locale={locale} title={title === product ? product : `${title} – ${product}`}>
      <SkipLink href="#main-content" text={phrases.skipToContent[locale]} />
      <SiteHeader
        locale={locale}
        offered={offered}
        address={address}
        serviceUrl={inLanguage("/", localeFor(locale))}
        items={sections.map((each) => ({
          text: each.text[locale],
          href: inLanguage(sectionIn(each, release), localeFor(locale)),
          active: each.id === section,
        }))}
      />
      <div class="govuk-width-container">
        {before}
        <main class="govuk-main-wrapper" id="main-content">
          {children}
        </main>
      </div>
      <footer class="app-footer">
        <div class="govuk-width-container">
          <h2 class="govuk-visually-hidden">{phrases.moreInformation[locale]}</h2>
          <ul class="govuk-body-s">
            {footer.map(({ text, href, isForVictims }) => (
              <li>
                <a class="govuk-link" href={inLanguage(href, isForVictims ? locale : localeFor(locale))}>
                  {text[locale]}
                </a>
              </li>
            ))}
          </ul>
        </div>
      </footer>
    </Document>
  );
};

type StaffPageProps = PropsWithChildren<{
  readonly locale: Locale;
  readonly title: string;
  readonly language: LanguageSwitchProps;
  readonly script?: string | undefined;
  readonly manifest?: string | undefined;
}>;

/** A page for somebody at work: the product's name, and nothing to wander off to. */
export const StaffPage: FC<StaffPageProps> = ({ locale, title, language, script, manifest, children }) => (
  <Document locale={locale} title={`${title} – ${phrases.product[locale]}`} {...{ script, manifest }}>
    <SkipLink href="#main-content" text={phrases.skipToContent[locale]} />
    <header class="app-top">
      <div class="govuk-width-container app-top__row">
        <p class="app-top__name govuk-body">{phrases.product[locale]}</p>
        <LanguageSwitch locale={locale} {...language} />
      </div>
    </header>
    <div class="govuk-width-container">
      <main class="govuk-main-wrapper" id="main-content">
        <div class="govuk-grid-row">
          <div class="govuk-grid-column-two-thirds">{children}</div>
        </div>
      </main>
    </div>
  </Document>
);
