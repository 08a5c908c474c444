import type { FC } from "hono/jsx";
import { alarmReasons, type ContactAlarm, isUnseen, shareOf } from "../domain/contact-alarm.ts";
import { may, NATION } from "../domain/permission.ts";
import type { Locale } from "../kernel/locale.ts";
import type { LocalDate } from "../kernel/time.ts";
import { Button } from "./button.tsx";
import { areaText, consoleLink, ConsolePage, type ConsoleProps } from "./console-layout.tsx";
import { ErrorSummary } from "./error-summary.tsx";
import { dayWords } from "./home-pages.tsx";
import { InsetText } from "./inset-text.tsx";
import { alarmPhrases as say, alarmReasonWords, lookWords, signWords } from "./phrases-alarms.ts";
import { fill, phrases } from "./phrases.ts";
import { Radios } from "./radios.tsx";
import { SummaryList } from "./summary-list.tsx";
import { WarningText } from "./warning-text.tsx";

const SECTION = "/console/alarms";

/** A share in hundredths, with a tenth where it is small. */
const inHundred = (share: number) => (100 * share).toFixed(1);

const nameOf = ({ area, sign }: ContactAlarm) => `${area}-${sign}`;

const byText = (by: string, locale: Locale) =>
  by === "operator" ? say.operator[locale] : by.replace(/^(staff|sender):/, "");

function rowsOf(alarm: ContactAlarm, locale: Locale, today: LocalDate) {
  const { area, look, n, base, expected, raisedOn, seenOn, endedOn, acknowledged } = alarm;
  const seen = acknowledged && {
    by: byText(acknowledged.by, locale),
    day: dayWords(acknowledged.on, locale),
    reason: alarmReasonWords[acknowledged.reason][locale],
  };
  return [
    { key: say.area[locale], value: areaText(area, locale) },
    { key: say.look[locale], value: lookWords[look][locale] },
    { key: say.counted[locale], value: fill(say.countOf[locale], { n, base, share: inHundred(shareOf(alarm)) }) },
    { key: say.usual[locale], value: fill(say.usualShare[locale], { share: inHundred(expected) }) },
    { key: say.raisedOn[locale], value: dayWords(raisedOn, locale) },
    { key: (isUnseen(alarm, today) ? say.notLookedAt : say.lastSeen)[locale], value: dayWords(seenOn, locale) },
    ...(endedOn === null ? [] : [{ key: say.endedOn[locale], value: dayWords(endedOn, locale) }]),
    ...(seen === null
      ? []
      : [{ key: say.seenBy[locale], value: <span class="app-break">{fill(say.seenByOn[locale], seen)}</span> }]),
  ];
}

type AlarmsProps = ConsoleProps & {
  readonly alarms: readonly ContactAlarm[];
  readonly today: LocalDate;
  /** What is to be said first: of which alarm no reason was chosen, or that it was seen already. */
  readonly fault: { readonly kind: "reason" | "seen"; readonly name: string } | null;
};

/** What is wrong, and where on the page: an alarm that nobody can mark any more has no question left to go to. */
const errorOf = ({ kind, name }: NonNullable<AlarmsProps["fault"]>, locale: Locale) =>
  kind === "reason"
    ? { text: say.chooseReason[locale], href: `#reason-${name}` }
    : { text: say.alreadySeen[locale], href: "#alarms" };

/** Areas whose share of odd numbers is far above what is usual, for those who see the nation. Counts, and nobody. */
export const AlarmsPage: FC<AlarmsProps> = ({ alarms, today, fault, ...page }) => {
  const { locale, member } = page;
  const title = say.heading[locale];
  const mayEnd = member !== null && may(member.grants, "acknowledge-alarm", NATION);
  return (
    <ConsolePage {...page} title={fault === null ? title : `${phrases.error[locale]}: ${title}`} section={SECTION}>
      {fault && <ErrorSummary title={phrases.problem[locale]} errors={[errorOf(fault, locale)]} />}
      <h1 class="govuk-heading-l" id="alarms">
        {title}
      </h1>
      <p class="govuk-body">{say.introduction[locale]}</p>
      <WarningText text={say.notProof[locale]} prefix={phrases.warning[locale]} />
      {alarms.length === 0 && <InsetText text={say.nothing[locale]} />}
      {alarms.map((alarm) => (
        <section class="app-question">
          <h2 class="govuk-heading-m">
            {areaText(alarm.area, locale)}: {signWords[alarm.sign][locale]}
          </h2>
          <SummaryList rows={rowsOf(alarm, locale, today)} classes="govuk-summary-list--no-border" />
          {mayEnd && alarm.endedOn === null && alarm.acknowledged === null && (
            <Acknowledge
              alarm={alarm}
              locale={locale}
              isFault={fault?.kind === "reason" && fault.name === nameOf(alarm)}
            />
          )}
        </section>
      ))}
    </ConsolePage>
  );
};

type AcknowledgeProps = { readonly alarm: ContactAlarm; readonly locale: Locale; readonly isFault: boolean };

const Acknowledge: FC<AcknowledgeProps> = ({ alarm, locale, isFault }) => (
  <form method="post" action={consoleLink(SECTION, locale)} novalidate>
    <input type="hidden" name="area" value={alarm.area} />
    <input type="hidden" name="sign" value={alarm.sign} />
    <Radios
      name="reason"
      idPrefix={`reason-${nameOf(alarm)}`}
      legend={{ text: say.reason[locale], classes: "govuk-fieldset__legend--s" }}
      hint={say.reasonHint[locale]}
      choices={alarmReasons.map((value) => ({ value, text: alarmReasonWords[value][locale] }))}
      chosen={[]}
      error={isFault ? say.chooseReason[locale] : undefined}
      errorPrefix={`${phrases.error[locale]}:`}
      classes="govuk-radios--small"
    />
    <Button
      text={
        <>
          {say.acknowledge[locale]}
          <span class="govuk-visually-hidden">
            : {areaText(alarm.area, locale)}, {signWords[alarm.sign][locale]}
          </span>
        </>
      }
      classes="govuk-button--secondary"
    />
  </form>
);
