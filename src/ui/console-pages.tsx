import type { Child, FC } from "hono/jsx";
import { isReason, type Reason } from "../domain/disposition.ts";
import { type AssertingPerson, assertingPeople } from "../domain/case.ts";
import { type AssertableRoute, assertableRoutes } from "../domain/hold.ts";
import type { Hold, OpenedHold } from "../domain/hold.ts";
import { may } from "../domain/permission.ts";
import type { Locale } from "../kernel/locale.ts";
import { londonDate } from "../kernel/time.ts";
import { Button } from "./button.tsx";
import { areaText, consoleLink, ConsolePage, type ConsoleProps, PageLinks, stageText } from "./console-layout.tsx";
import { ErrorSummary } from "./error-summary.tsx";
import { dayWords } from "./home-pages.tsx";
import { InsetText } from "./inset-text.tsx";
import { Panel } from "./panel.tsx";
import { codesPhrases } from "./phrases-codes.ts";
import { consolePhrases as say, personWords, routeWords } from "./phrases-console.ts";
import { holdWords, otherHold } from "./phrases-holds.ts";
import { fill, phrases } from "./phrases.ts";
import { Radios } from "./radios.tsx";
import { SummaryList, type SummaryRow } from "./summary-list.tsx";
import { Table } from "./table.tsx";

const wordsOfHold = (reason: string | null) => (reason !== null && isReason(reason) && holdWords[reason]) || otherHold;

const heldAddress = (reason: string | null) => (reason === null ? "/console/held" : `/console/held?reason=${reason}`);

type OverviewProps = ConsoleProps & {
  /** Null where they see none. */
  readonly counts: readonly { readonly reason: Reason | null; readonly n: number }[] | null;
  /** What does not go by itself; null where they see none. */
  readonly undelivered: { readonly letters: string; readonly resting: number } | null;
};

/** What needs a person, in the areas of whoever signed in. */
export const OverviewPage: FC<OverviewProps> = ({ counts, undelivered, ...page }) => {
  const { locale } = page;
  return (
    <ConsolePage {...page} title={say.overview[locale]} section="/console">
      <h1 class="govuk-heading-l">{say.needsPerson[locale]}</h1>
      {counts === null && undelivered === null && <p class="govuk-body">{say.noActs[locale]}</p>}
      {counts !== null && <HeldCounts counts={counts} locale={locale} />}
      {undelivered !== null && (
        <section aria-labelledby="deliveries">
          <h2 class="govuk-heading-m" id="deliveries">
            {say.deliveries[locale]}
          </h2>
          <ul class="govuk-list govuk-list--spaced">
            <li>
              <a class="govuk-link" href={consoleLink("/console/deliveries", locale)}>
                {fill(say.needsReplay[locale], { count: undelivered.letters })}
              </a>
            </li>
            <li>{fill(say.needsGateway[locale], { count: undelivered.resting })}</li>
          </ul>
        </section>
      )}
    </ConsolePage>
  );
};

const HeldCounts: FC<{ readonly counts: NonNullable<OverviewProps["counts"]>; readonly locale: Locale }> = ({
  counts,
  locale,
}) => {
  const total = counts.reduce((sum, { n }) => sum + n, 0);
  const line = (reason: Reason | null, text: string, n: number) => [
    {
      text: (
        <a class="govuk-link" href={consoleLink(heldAddress(reason), locale)}>
          {text}
        </a>
      ),
    },
    { text: String(n), format: "numeric" as const },
  ];
  return (
    <section aria-labelledby="held">
      <h2 class="govuk-heading-m" id="held">
        {say.held[locale]}
      </h2>
      <p class="govuk-body">{total === 0 ? say.nothingHeld[locale] : say.heldIntroduction[locale]}</p>
      {total > 0 && (
        <Table
          caption={say.reason[locale]}
          captionClasses="govuk-visually-hidden"
          head={[{ text: say.reason[locale] }, { text: say.count[locale], format: "numeric" }]}
          rows={[
            ...counts.map(({ reason, n }) => line(reason, wordsOfHold(reason).title[locale], n)),
            line(null, say.all[locale], total),
          ]}
          firstCellIsHeader
        />
      )}
    </section>
  );
};

function timeLeft(days: number, locale: Locale): string {
  if (days <= 0) return say.lastDay[locale];
  return days === 1 ? say.oneDayLeft[locale] : fill(say.daysLeft[locale], { days });
}

const told = (text: string | null, locale: Locale): Child => text ?? say.notTold[locale];

/** What staff need to find whom to ask. */
const askRows = ({ officerRef, officerUnit, daysLeft }: Hold, locale: Locale): readonly SummaryRow[] => [
  { key: say.officer[locale], value: told(officerRef, locale) },
  { key: say.unit[locale], value: told(officerUnit, locale) },
  { key: say.timeLeft[locale], value: timeLeft(daysLeft, locale) },
];

type HeldProps = ConsoleProps & {
  readonly holds: readonly Hold[];
  readonly reason: Reason | null;
  readonly number: number;
  readonly hasMore: boolean;
};

/** What is on hold, those with the least time left first. */
export const HeldPage: FC<HeldProps> = ({ holds, reason, number, hasMore, ...page }) => {
  const { locale } = page;
  const heading = reason === null ? say.held[locale] : wordsOfHold(reason).title[locale];
  return (
    <ConsolePage {...page} title={say.held[locale]} section="/console/held">
      <h1 class="govuk-heading-l">{heading}</h1>
      <p class="govuk-body">{(reason === null ? say.heldIntroduction : wordsOfHold(reason).act)[locale]}</p>
      {holds.length === 0 && <InsetText text={say.nothingHeld[locale]} />}
      {holds.map((hold) => {
        const [stage, area] = [stageText(hold.stage, locale), areaText(hold.area, locale)];
        return (
          <section class="app-question">
            <h2 class="govuk-heading-s">
              <a class="govuk-link" href={consoleLink(`/console/held/${hold.id}`, locale)}>
                {`${stage}, ${area}`}
                <span class="govuk-visually-hidden">{`, ${timeLeft(hold.daysLeft, locale)}, ${hold.officerRef ?? ""}`}</span>
              </a>
            </h2>
            <SummaryList
              rows={[
                ...(reason === null
                  ? [{ key: say.reason[locale], value: wordsOfHold(hold.reason).title[locale] }]
                  : []),
                ...askRows(hold, locale),
              ]}
              classes="govuk-summary-list--no-border govuk-!-margin-bottom-0"
            />
          </section>
        );
      })}
      <PageLinks path={heldAddress(reason)} {...{ number, hasMore, locale }} />
    </ConsolePage>
  );
};

function routeText({ safety, safetyAssertedAt, safetyAssertedBy }: OpenedHold, locale: Locale): string {
  const person = Object.entries(personWords).find(([id]) => id === safetyAssertedBy)?.[1];
  if (safetyAssertedAt === null || person === undefined) return routeWords[safety][locale];
  const day = dayWords(londonDate(safetyAssertedAt), locale);
  return fill(say.routeSaidBy[locale], { route: routeWords[safety][locale], by: person[locale], day });
}

function recordText({ hasMobile, hasEmail, hasAddress }: OpenedHold, locale: Locale): string {
  const kept = [hasMobile && say.mobile, hasEmail && say.email, hasAddress && say.address].filter(
    (each) => each !== false,
  );
  return kept.length === 0 ? say.nothingOnRecord[locale] : kept.map((each) => each[locale]).join(", ");
}

function referenceRows({ reference }: OpenedHold, locale: Locale): readonly SummaryRow[] {
  const value = reference === "not-theirs" ? say.referenceElsewhere[locale] : say.referenceUnknown[locale];
  if (reference === null || reference === "not-theirs") return [{ key: say.caseReference[locale], value }];
  return [
    { key: say.caseReference[locale], value: reference.case },
    { key: say.victimReference[locale], value: reference.victim },
  ];
}

/** What was chosen in the form, and what is missing. */
export type AssertionForm = {
  readonly route: AssertableRoute | null;
  readonly by: AssertingPerson | null;
  readonly faults: readonly ("route" | "by")[];
};

type HoldProps = ConsoleProps & {
  readonly hold: OpenedHold;
  readonly form: AssertionForm;
  /** Just after a route was recorded. */
  readonly isRecorded: boolean;
};

const outcomeText = ({ state }: OpenedHold, locale: Locale) => {
  if (state === "held") return say.stillHeld[locale];
  return state === "excluded" || state === "cancelled" ? say.nowEnded[locale] : say.nowScheduled[locale];
};

/** One hold: whom to ask, what is known, and a form for what they say. */
export const HoldPage: FC<HoldProps> = ({ hold, form, isRecorded, ...page }) => {
  const { locale } = page;
  const words = wordsOfHold(hold.reason);
  const isHeld = hold.state === "held";
  const isWrong = form.faults.length > 0;
  const errors = [
    ...(form.faults.includes("route") ? [{ text: say.chooseRoute[locale], href: "#route" }] : []),
    ...(form.faults.includes("by") ? [{ text: say.chooseWho[locale], href: "#by" }] : []),
  ];
  return (
    <ConsolePage
      {...page}
      title={isWrong ? `${phrases.error[locale]}: ${say.held[locale]}` : say.held[locale]}
      section="/console/held"
    >
      {isWrong && <ErrorSummary title={phrases.problem[locale]} errors={errors} />}
      {isRecorded && <Panel title={say.recorded[locale]} text={outcomeText(hold, locale)} />}
      {(isHeld || !isRecorded) && <h1 class="govuk-heading-l">{isHeld ? words.title[locale] : say.held[locale]}</h1>}
      {isHeld ? (
        <>
          <h2 class="govuk-heading-s">{say.whatToDo[locale]}</h2>
          <p class="govuk-body">{words.act[locale]}</p>
        </>
      ) : (
        !isRecorded && <p class="govuk-body">{say.notHeldAnyMore[locale]}</p>
      )}
      <SummaryList
        rows={[
          ...referenceRows(hold, locale),
          { key: say.stage[locale], value: stageText(hold.stage, locale) },
          { key: say.area[locale], value: areaText(hold.area, locale) },
          ...askRows(hold, locale),
          { key: say.routeNow[locale], value: routeText(hold, locale) },
          { key: say.onRecord[locale], value: recordText(hold, locale) },
        ]}
      />
      {isHeld && page.member !== null && may(page.member.grants, "issue-code", hold.area) && (
        <p class="govuk-body">
          <a class="govuk-link" href={consoleLink(`/console/codes/${hold.id}`, locale)}>
            {codesPhrases.forThis[locale]}
          </a>
        </p>
      )}
      {isHeld && hold.mayAssert && <AssertionFields {...page} form={form} id={hold.id} />}
    </ConsolePage>
  );
};

const AssertionFields: FC<ConsoleProps & { readonly form: AssertionForm; readonly id: string }> = ({
  locale,
  form,
  id,
}) => (
  <form method="post" action={consoleLink(`/console/held/${id}`, locale)} novalidate>
    <h2 class="govuk-heading-m">{say.assertHeading[locale]}</h2>
    <p class="govuk-body">{say.assertIntroduction[locale]}</p>
    <Radios
      name="route"
      legend={{ text: say.whichRoute[locale], classes: "govuk-fieldset__legend--s" }}
      choices={assertableRoutes.map((value) => ({
        value,
        text: routeWords[value][locale],
        hint: value === "no-contact" ? say.noContactHint[locale] : undefined,
      }))}
      chosen={form.route === null ? [] : [form.route]}
      error={form.faults.includes("route") ? say.chooseRoute[locale] : undefined}
      errorPrefix={phrases.error[locale]}
    />
    <Radios
      name="by"
      legend={{ text: say.whoSaid[locale], classes: "govuk-fieldset__legend--s" }}
      choices={assertingPeople.map((value) => ({ value, text: personWords[value][locale] }))}
      chosen={form.by === null ? [] : [form.by]}
      error={form.faults.includes("by") ? say.chooseWho[locale] : undefined}
      errorPrefix={phrases.error[locale]}
    />
    <Button text={say.record[locale]} />
  </form>
);
