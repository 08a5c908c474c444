import type { FC } from "hono/jsx";
import { isReason } from "../domain/disposition.ts";
import type { Form } from "../domain/dimension.ts";
import type { PauseReason } from "../domain/pause.ts";
import { londonTime, parseInstant } from "../kernel/time.ts";
import type { Locale } from "../kernel/locale.ts";
import { Button } from "./button.tsx";
import { areaText, consoleLink, ConsolePage, type ConsoleProps, stageText } from "./console-layout.tsx";
import { ForceSelect, type ListedForce } from "./console-force.tsx";
import { ErrorSummary } from "./error-summary.tsx";
import { InsetText } from "./inset-text.tsx";
import { dayWords } from "./home-pages.tsx";
import { Input } from "./input.tsx";
import { Panel } from "./panel.tsx";
import { consolePhrases as say, restWords } from "./phrases-console.ts";
import { deadWords, otherHold } from "./phrases-holds.ts";
import { fill, phrases } from "./phrases.ts";
import { Radios } from "./radios.tsx";
import { SummaryList } from "./summary-list.tsx";

/** What is wrong with the form that stops messages. */
export type StopFault = "by" | "known-as" | "force" | "number";

export type StopForm = {
  readonly by: "reference" | "number" | null;
  readonly forceCode: string | null;
  readonly faults: readonly StopFault[];
};

type StopProps = ConsoleProps & {
  readonly form: StopForm;
  /** Forces by code, whose references may be typed. */
  readonly forces: readonly ListedForce[];
};

const stopFaults = {
  "by": { text: say.chooseStopBy, field: "by" },
  "force": { text: say.chooseForce, field: "force" },
  "known-as": { text: say.typeReference, field: "known-as" },
  "number": { text: say.notUsable, field: "known-as" },
} as const;

/** Ends all messages to somebody. What was typed is never shown again: the page may stay open on a desk. */
export const StopPage: FC<StopProps> = ({ form, forces, ...page }) => {
  const { locale } = page;
  const isWrong = form.faults.length > 0;
  const errorOf = (field: string) => {
    const fault = form.faults.find((each) => stopFaults[each].field === field);
    return fault && stopFaults[fault].text[locale];
  };
  const typedError = errorOf("known-as");
  const title = say.stop[locale];
  const prefix = `${phrases.error[locale]}:`;
  return (
    <ConsolePage {...page} title={isWrong ? `${phrases.error[locale]}: ${title}` : title} section="/console/stop">
      {isWrong && (
        <ErrorSummary
          title={phrases.problem[locale]}
          errors={form.faults.map((fault) => ({
            text: stopFaults[fault].text[locale],
            href: `#${stopFaults[fault].field}`,
          }))}
        />
      )}
      <h1 class="govuk-heading-l">{title}</h1>
      <p class="govuk-body">{say.stopIntroduction[locale]}</p>
      <form method="post" action={consoleLink("/console/stop", locale)} novalidate autocomplete="off">
        <Radios
          name="by"
          legend={{ text: say.stopBy[locale], classes: "govuk-fieldset__legend--s" }}
          choices={[
            { value: "reference", text: say.stopByReference[locale] },
            { value: "number", text: say.stopByNumber[locale], hint: say.stopNumberHint[locale] },
          ]}
          chosen={form.by === null ? [] : [form.by]}
          error={errorOf("by")}
          errorPrefix={prefix}
        />
        {forces.length > 0 && (
          <ForceSelect
            label={say.whichForce[locale]}
            forces={forces}
            chosen={form.forceCode}
            error={errorOf("force")}
            locale={locale}
          />
        )}
        <Input
          name="known-as"
          label={say.referenceLabel[locale]}
          hint={say.referenceHint[locale]}
          error={typedError}
          errorPrefix={prefix}
          classes="govuk-input--width-20"
          spellcheck={false}
          autocomplete="off"
        />
        <Button text={say.stopButton[locale]} classes="govuk-button--warning" />
      </form>
    </ConsolePage>
  );
};

/** What became of it. */
export const StopOutcome: FC<ConsoleProps & { readonly isStopped: boolean }> = ({ isStopped, ...page }) => {
  const { locale } = page;
  const heading = isStopped ? say.stoppedHeading : say.unknownHeading;
  return (
    <ConsolePage {...page} title={say.stop[locale]} section="/console/stop">
      {isStopped ? <Panel title={heading[locale]} /> : <h1 class="govuk-heading-l">{heading[locale]}</h1>}
      <p class="govuk-body">{(isStopped ? say.stoppedText : say.unknownText)[locale]}</p>
      <p class="govuk-body">
        <a class="govuk-link" href={consoleLink("/console/stop", locale)}>
          {say.stop[locale]}
        </a>
      </p>
    </ConsolePage>
  );
};

/** A message that no gateway took. */
export type ShownLetter = {
  readonly id: string;
  readonly stage: Form | "closure-request";
  readonly area: string;
  readonly reason: string;
  readonly attempts: number;
};

type Gateway = { readonly name: string; readonly pausedUntil: string | null; readonly reason: PauseReason | null };

type DeliveriesProps = ConsoleProps & {
  readonly letters: readonly ShownLetter[];
  readonly hasMore: boolean;
  readonly inDoubt: number;
  readonly gateways: readonly Gateway[];
  readonly mayReplay: boolean;
  /** Just after they were put back: how many. */
  readonly replayed: number | null;
};

function restText({ pausedUntil, reason }: Gateway, locale: Locale): string {
  const until = pausedUntil === null ? null : parseInstant(pausedUntil);
  if (until === null) return say.working[locale];
  const { date, minutes } = londonTime(until);
  const clock = `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
  const why = reason === null ? say.notTold[locale] : restWords[reason][locale];
  return fill(say.restsUntil[locale], { until: `${clock}, ${dayWords(date, locale)}`, why });
}

const letterStage = (stage: ShownLetter["stage"], locale: Locale) =>
  stage === "closure-request" ? say.closureRequest[locale] : stageText(stage, locale);

const deadText = (reason: string, locale: Locale) =>
  (isReason(reason) && deadWords[reason]?.[locale]) || otherHold.title[locale];

/** Messages that do not go by themselves, and the gateways that should take them. */
export const DeliveriesPage: FC<DeliveriesProps> = (props) => {
  const { letters, hasMore, inDoubt, gateways, mayReplay, replayed, ...page } = props;
  const { locale } = page;
  return (
    <ConsolePage {...page} title={say.deliveries[locale]} section="/console/deliveries">
      {replayed !== null && <Panel title={fill(say.replayed[locale], { count: replayed })} />}
      <h1 class="govuk-heading-l">{say.deliveries[locale]}</h1>
      <p class="govuk-body">{say.deliveriesIntroduction[locale]}</p>
      <h2 class="govuk-heading-m">{say.gateways[locale]}</h2>
      {gateways.length === 0 && <InsetText text={say.noGateways[locale]} />}
      {gateways.length > 0 && (
        <SummaryList rows={gateways.map((each) => ({ key: each.name, value: restText(each, locale) }))} />
      )}
      <h2 class="govuk-heading-m">{say.inDoubt[locale]}</h2>
      <p class="govuk-body">
        {inDoubt === 0 ? say.noneNotTaken[locale] : fill(say.inDoubtText[locale], { count: inDoubt })}
      </p>
      <h2 class="govuk-heading-m">{say.notTaken[locale]}</h2>
      {letters.length === 0 && <p class="govuk-body">{say.noneNotTaken[locale]}</p>}
      {letters.length > 0 && mayReplay && (
        <form method="post" action={consoleLink("/console/deliveries", locale)}>
          <p class="govuk-body">{say.replayIntroduction[locale]}</p>
          <Button text={say.replay[locale]} />
        </form>
      )}
      {letters.map(({ stage, area, reason, attempts }) => (
        <section class="app-question">
          <h3 class="govuk-heading-s">{`${letterStage(stage, locale)}, ${areaText(area, locale)}`}</h3>
          <SummaryList
            rows={[
              { key: say.reason[locale], value: deadText(reason, locale) },
              { key: say.attempts[locale], value: String(attempts) },
            ]}
            classes="govuk-summary-list--no-border govuk-!-margin-bottom-0"
          />
        </section>
      ))}
      {hasMore && <p class="govuk-body">{say.more[locale]}</p>}
    </ConsolePage>
  );
};
