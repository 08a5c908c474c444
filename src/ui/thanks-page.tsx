import type { FC } from "hono/jsx";
import { wordsIn } from "../instrument/languages.ts";
import type { Seeking } from "../instrument/support.ts";
import { type Language, type Localised, localeFor } from "../kernel/locale.ts";
import { Details } from "./details.tsx";
import { HelpFirst } from "./help-first.tsx";
import { inLanguage } from "./language-switch.tsx";
import { FeedbackPage } from "./layout.tsx";
import { Panel } from "./panel.tsx";
import { feedbackPhrases as say } from "./phrases-feedback.ts";
import { thanksPhrases as thanks } from "./phrases-thanks.ts";
import { Rights } from "./rights.tsx";
import { seekingQuery, SupportDirectory } from "./support.tsx";
import { Complaints, ContactMeLink } from "./thanks-parts.tsx";

const THANKS = "/feedback/thanks";

/** What happens with the answers, who helps, what rights there are, how to complain. */
export const ThanksPage: FC<{
  readonly locale: Language;
  readonly close: Localised | null;
  /** What the address asks for. Only that goes on into other addresses, which a browser keeps in its history. */
  readonly seeking?: Seeking;
  /** The area of the sitting that has just ended: help there is shown, and nothing says that it was theirs. */
  readonly near?: string | null;
  /** What was written sounds like danger: help comes first. */
  readonly needsHelp?: boolean;
}> = ({ locale, close, seeking = { area: null, need: null }, near = null, needsHelp = false }) => (
  <FeedbackPage
    locale={locale}
    step={say.thanksHeading[locale]}
    language={{ by: "link", address: `${THANKS}${seekingQuery(seeking)}` }}
  >
    {needsHelp && <HelpFirst locale={locale} />}
    <Panel title={say.thanksHeading[locale]} text={say.thanksText[locale]} />
    <h2 class="govuk-heading-m">{say.nextHeading[locale]}</h2>
    <p class="govuk-body">{say.nextMixed[locale]}</p>
    <p class="govuk-body">{close === null ? say.nextResults[locale] : wordsIn(close, locale)}</p>
    <p class="govuk-body">
      <a class="govuk-link" href={inLanguage("/", localeFor(locale))}>
        {say.seeResults[locale]}
      </a>
    </p>
    <h2 class="govuk-heading-m app-anchor" id="support">
      {say.supportHeading[locale]}
    </h2>
    <p class="govuk-body">{thanks.supportTraceless[locale]}</p>
    <SupportDirectory locale={locale} seeking={seeking} near={near} action={`${THANKS}#support`} />
    <h2 class="govuk-heading-m">{say.rightsHeading[locale]}</h2>
    <p class="govuk-body">{say.rightsText[locale]}</p>
    <Rights summary={say.rightsShow[locale]} locale={locale} />
    <h2 class="govuk-heading-m">{say.complainHeading[locale]}</h2>
    <p class="govuk-body">{say.complainText[locale]}</p>
    <Details summary={thanks.complainShow[locale]} text={<Complaints locale={locale} />} />
    <ContactMeLink locale={locale} />
  </FeedbackPage>
);
