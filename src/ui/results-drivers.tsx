import type { FC } from "hono/jsx";
import { type Stage, stages } from "../domain/dimension.ts";
import type { Locale } from "../kernel/locale.ts";
import type { Driver } from "../results/drivers.ts";
import type { Participation } from "../results/rates.ts";
import type { ReleaseHead, Row } from "../results/table.ts";
import { IntervalsChart } from "./chart-intervals.tsx";
import { journeysPhrases as say } from "./phrases-results-journeys.ts";
import { codeWords, resultsPhrases as words } from "./phrases-results.ts";
import { fill } from "./phrases.ts";
import { labelsIn } from "./results-labels.ts";
import {
  AboutFigures,
  baseText,
  chartedOf,
  ChoiceForm,
  Designation,
  Downloads,
  figureText,
  FigureTable,
  numeric,
} from "./results-parts.tsx";
import { pointsText } from "./results-same-people.tsx";
import { Select } from "./select.tsx";

type Props = {
  readonly release: ReleaseHead;
  readonly stage: Stage;
  readonly drivers: readonly Driver[];
  /** Satisfied on the whole, of everybody at the stage. */
  readonly everybody: Row | null;
  readonly all: Participation | null;
  readonly locale: Locale;
  readonly here: string;
  readonly addressOf: (extension: string) => string;
};

/** How many experiences are told in sentences. */
const IN_WORDS = 3;

const DriverTable: FC<Pick<Props, "drivers" | "stage" | "locale">> = ({ drivers, stage, locale }) => {
  const { measure } = labelsIn(locale);
  return (
    <FigureTable
      caption={`${say.driversTitle[locale]}: ${codeWords.stage[stage][locale]}`}
      head={[
        { text: say.experience[locale] },
        numeric(say.missed[locale]),
        numeric(say.lacking[locale]),
        numeric(say.having[locale]),
        { text: say.difference[locale] },
        numeric(say.product[locale]),
        numeric(words.funnelBase[locale]),
      ]}
      rows={drivers.map((one) => [
        { text: measure(one.measure) },
        numeric(figureText(one.missed, locale)),
        numeric(figureText(one.lacking, locale)),
        numeric(figureText(one.having, locale)),
        { text: pointsText(one.difference, one.lacking, locale) },
        numeric(one.product === null ? pointsText(null, one.lacking, locale) : String(one.product)),
        numeric(baseText(one.missed)),
      ])}
      figures={drivers.flatMap(({ having, lacking, missed }) => [having, lacking, missed])}
      locale={locale}
    />
  );
};

/** What goes with satisfaction at a stage, and at once what that does not say. */
export const DriversBody: FC<Props> = ({ release, stage, drivers, everybody, all, locale, here, addressOf }) => {
  const { measure } = labelsIn(locale);
  const told = drivers.filter(({ product }) => product !== null);
  const options = stages.map((one) => ({ value: one, text: codeWords.stage[one][locale] }));
  return (
    <>
      <h1 class="govuk-heading-xl">{say.driversTitle[locale]}</h1>
      <p class="govuk-body-l">{say.driversLead[locale]}</p>
      <Designation release={release} locale={locale} />
      <h2 class="govuk-heading-m">{say.limitsTitle[locale]}</h2>
      <ul class="govuk-list govuk-list--bullet">
        <li>{say.limitCause[locale]}</li>
        <li>{say.limitOne[locale]}</li>
        <li>{say.limitAdjusted[locale]}</li>
      </ul>
      <ChoiceForm action={here} locale={locale}>
        <Select name="stage" label={words.chooseStage[locale]} chosen={stage} groups={[{ label: null, options }]} />
      </ChoiceForm>
      <h2 class="govuk-heading-l">{codeWords.stage[stage][locale]}</h2>
      {told.length === 0 && <p class="govuk-body">{say.driversNone[locale]}</p>}
      {told.slice(0, IN_WORDS).map((one) => (
        <p class="govuk-body">
          {fill(say.driverWords[locale], {
            measure: measure(one.measure),
            missed: figureText(one.missed, locale),
            lacking: figureText(one.lacking, locale),
            having: figureText(one.having, locale),
          })}
        </p>
      ))}
      <IntervalsChart
        id="drivers"
        title={say.driversChart[locale]}
        description={say.driversDescription[locale]}
        showTable={words.showTable[locale]}
        legend={[say.driversKey[locale]]}
        rows={drivers.map(({ measure: id, lacking }) => ({
          label: measure(id),
          ...chartedOf(lacking, locale),
          shape: "unbanded" as const,
        }))}
        nation={
          everybody === null || everybody.value === null || everybody.coding !== null
            ? null
            : { label: say.everybody[locale], percent: everybody.value, text: figureText(everybody, locale) }
        }
        table={<DriverTable drivers={drivers} stage={stage} locale={locale} />}
      />
      <Downloads addressOf={addressOf} locale={locale} />
      <p class="govuk-body-s">{say.driversNote[locale]}</p>
      <AboutFigures release={release} participation={all} locale={locale} />
    </>
  );
};
