import type { FC } from "hono/jsx";
import type { Locale, Localised } from "../kernel/locale.ts";
import type { LocalDate } from "../kernel/time.ts";
import { assets } from "./assets.ts";
import { Button } from "./button.tsx";
import { ClosureFaults, ClosureForm, type FilledClosure, FORM } from "./closure-form.tsx";
import { dayWords } from "./home-pages.tsx";
import { StaffPage } from "./layout.tsx";
import { Panel } from "./panel.tsx";
import { closurePhrases as say } from "./phrases-closure.ts";
import { fill, phrases } from "./phrases.ts";

/** Where the page says how it is installed. */
export const MANIFEST = "/closure/app.webmanifest";

const installable = { script: assets.closure.address, manifest: MANIFEST };

const titleOf = (heading: Localised, faults: FilledClosure["faults"], locale: Locale) =>
  Object.keys(faults).length > 0 ? `${phrases.error[locale]}: ${heading[locale]}` : heading[locale];

/** What the page's script shows of what is kept on the device, and hides until then: it brings no words of its own. */
const Keeping: FC<{ readonly locale: Locale }> = ({ locale }) => (
  <div role="status">
    <p class="govuk-inset-text" data-keeping="offline" hidden>
      {say.offline[locale]}
    </p>
    <p class="govuk-inset-text" data-keeping="restored" hidden>
      {say.restored[locale]}
    </p>
    <p class="govuk-inset-text" data-keeping="discarded" hidden>
      {say.discarded[locale]}
    </p>
  </div>
);

/** In place of the form, while it waits for a connection. */
const Queued: FC<{ readonly locale: Locale }> = ({ locale }) => (
  <div data-keeping="queued" hidden>
    <h2 class="govuk-heading-l" tabindex={-1}>
      {say.queuedHeading[locale]}
    </h2>
    <p class="govuk-body">{say.queuedText[locale]}</p>
    <div class="govuk-button-group">
      <Button text={say.sendNow[locale]} type="button" name="act" value="send" />
      <Button text={say.change[locale]} type="button" name="act" value="change" classes="govuk-button--secondary" />
      <Button text={say.discard[locale]} type="button" name="act" value="discard" classes="govuk-button--warning" />
    </div>
  </div>
);

type ClosurePageProps = FilledClosure & { readonly locale: Locale };

/** The whole discussion on one page. */
export const ClosurePage: FC<ClosurePageProps> = ({ locale, ...filled }) => (
  <StaffPage
    locale={locale}
    title={titleOf(say.heading, filled.faults, locale)}
    language={{ by: "answers", form: FORM }}
    {...installable}
  >
    <ClosureFaults {...filled} locale={locale} />
    <h1 class="govuk-heading-l">{say.heading[locale]}</h1>
    <Keeping locale={locale} />
    <Queued locale={locale} />
    <div data-keeping="form">
      <p class="govuk-body">{say.introduction[locale]}</p>
      <p class="govuk-body">{say.split[locale]}</p>
      <ClosureForm {...filled} locale={locale} />
      <div data-keeping="kept" hidden>
        <p class="govuk-body">{say.keptHere[locale]}</p>
        <Button text={say.discard[locale]} type="button" name="act" value="discard" classes="govuk-button--secondary" />
      </div>
    </div>
  </StaffPage>
);

type CorrectionPageProps = FilledClosure & { readonly locale: Locale; readonly version: number };

/** A correction by the link: nothing of what was recorded is shown to whoever holds it. */
export const CorrectionPage: FC<CorrectionPageProps> = ({ locale, version, ...filled }) => (
  <StaffPage
    locale={locale}
    title={titleOf(say.correctHeading, filled.faults, locale)}
    language={{ by: "answers", form: FORM }}
    {...installable}
  >
    <ClosureFaults {...filled} locale={locale} />
    <h1 class="govuk-heading-l">{say.correctHeading[locale]}</h1>
    <p class="govuk-body">{say.correctByLink[locale]}</p>
    <p class="govuk-body">{say.correctApart[locale]}</p>
    <p class="govuk-body">{say.correctHistory[locale]}</p>
    <ClosureForm {...filled} locale={locale} corrects={version} />
  </StaffPage>
);

/** What became of a form, or of a link. */
export type ClosureOutcome =
  | "recorded"
  | "already-recorded"
  | "unknown"
  | "corrected"
  | "unchanged"
  | "overtaken"
  | "too-late";

export const closureNotices: Readonly<
  Record<ClosureOutcome, { readonly heading: Localised; readonly text: Localised }>
> = {
  "recorded": { heading: say.recordedHeading, text: say.recordedText },
  "already-recorded": { heading: say.alreadyHeading, text: say.alreadyText },
  "unknown": { heading: say.unknownHeading, text: say.unknownText },
  "corrected": { heading: say.correctedHeading, text: say.correctedText },
  "unchanged": { heading: say.unchangedHeading, text: say.unchangedText },
  "overtaken": { heading: say.overtakenHeading, text: say.overtakenText },
  "too-late": { heading: say.tooLateHeading, text: say.tooLateText },
};

type ClosureNoticeProps = {
  readonly locale: Locale;
  readonly address: string;
  readonly state: ClosureOutcome;
  /** Where it may be corrected, and the last day of it; absent where it may not be by this link. */
  readonly correction?: { readonly href: string; readonly until: LocalDate } | undefined;
};

/** After a form, or in its place: done, done before, or not to be found. Nothing is kept on the device from here on. */
export const ClosureNotice: FC<ClosureNoticeProps> = ({ locale, address, state, correction }) => {
  const { heading, text } = closureNotices[state];
  const isDone = state === "recorded" || state === "corrected";
  return (
    <StaffPage locale={locale} title={heading[locale]} language={{ by: "link", address }} {...installable}>
      <div data-outcome={state}>
        {isDone ? <Panel title={heading[locale]} /> : <h1 class="govuk-heading-l">{heading[locale]}</h1>}
        <p class="govuk-body">{text[locale]}</p>
        {correction && (
          <>
            <p class="govuk-body">{fill(say.correctUntil[locale], { day: dayWords(correction.until, locale) })}</p>
            <p class="govuk-body">
              <a class="govuk-link" href={`${correction.href}?lang=${locale}`}>
                {say.correctLink[locale]}
              </a>
            </p>
          </>
        )}
      </div>
    </StaffPage>
  );
};

/** Where the installed page opens: it knows no link. */
export const ClosureStart: FC<{ readonly locale: Locale }> = ({ locale }) => (
  <StaffPage
    locale={locale}
    title={say.startHeading[locale]}
    language={{ by: "link", address: "/closure/" }}
    {...installable}
  >
    <h1 class="govuk-heading-l">{say.startHeading[locale]}</h1>
    <p class="govuk-body">{say.startText[locale]}</p>
  </StaffPage>
);
