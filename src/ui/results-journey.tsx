import type { FC } from "hono/jsx";
import { agencies } from "../domain/dimension.ts";
import type { Locale } from "../kernel/locale.ts";
import { type JourneyStage, leadAgencies } from "../results/journey.ts";
import type { Participation } from "../results/rates.ts";
import type { ReleaseHead } from "../results/table.ts";
import { JourneyChart, type JourneyPoint } from "./chart-journey.tsx";
import { agencyWords, codeWords, figureWords, levelWords, resultsPhrases as words } from "./phrases-results.ts";
import { inLanguage } from "./language-switch.tsx";
import { characteristicsPhrases as characteristics } from "./phrases-results-characteristics.ts";
import { journeysPhrases as say } from "./phrases-results-journeys.ts";
import { agencyShortName, labelsIn } from "./results-labels.ts";
import {
  AboutFigures,
  baseText,
  chartedOf,
  Designation,
  Downloads,
  figureText,
  FigureTable,
  intervalText,
  numeric,
  ParticipationTable,
  SymbolKey,
} from "./results-parts.tsx";
import { SamePeople, type SamePeopleProps } from "./results-same-people.tsx";

type Props = {
  readonly release: ReleaseHead;
  readonly stages: readonly JourneyStage[];
  readonly all: Participation | null;
  readonly locale: Locale;
  readonly addressOf: (measures: readonly string[]) => (extension: string) => string;
  readonly samePeople: SamePeopleProps;
};

/** Long names stand on two lines beneath the axis. */
const inTwo = (name: string) => {
  const at = name.indexOf(" ", Math.floor(name.length / 3));
  return at < 0 || name.length < 12 ? [name] : [name.slice(0, at), name.slice(at + 1)];
};

const ChartTable: FC<{ readonly stages: readonly JourneyStage[]; readonly locale: Locale }> = ({ stages, locale }) => {
  const { measure } = labelsIn(locale);
  const said = stages.flatMap(({ stage, overall, informed }) => [overall, informed].map((row) => ({ stage, row })));
  return (
    <FigureTable
      caption={words.journeyChart[locale]}
      head={[
        { text: levelWords.stage[locale] },
        { text: levelWords.measure[locale] },
        numeric(figureWords.percent[locale]),
        { text: words.interval[locale] },
        numeric(words.funnelBase[locale]),
      ]}
      rows={said.map(({ stage, row }) => [
        { text: codeWords.stage[stage][locale] },
        { text: measure(row.measure) },
        numeric(figureText(row, locale)),
        { text: intervalText(row, locale) },
        numeric(baseText(row)),
      ])}
      figures={said.map(({ row }) => row)}
      locale={locale}
    />
  );
};

const HandOver: FC<{ readonly stages: readonly JourneyStage[]; readonly locale: Locale }> = ({ stages, locale }) => {
  const met = agencies.filter((agency) => stages.some((stage) => stage.agencies.some((one) => one.agency === agency)));
  return (
    <FigureTable
      caption={words.handOverTitle[locale]}
      head={[{ text: words.agency[locale] }, ...stages.map(({ stage }) => numeric(codeWords.stage[stage][locale]))]}
      rows={met.map((agency) => [
        { text: agencyWords[agency][locale] },
        ...stages.map((stage) => {
          const row = stage.agencies.find((one) => one.agency === agency)?.respect;
          return numeric(row ? figureText(row, locale) : "[z]");
        }),
      ])}
      figures={stages.flatMap((stage) => stage.agencies.map(({ respect }) => respect))}
      locale={locale}
    />
  );
};

/** The nation's journey: what people said at each stage, whom they met, and where they fell away. */
export const JourneyBody: FC<Props> = ({ release, stages, all, locale, addressOf, samePeople }) => {
  const { measure } = labelsIn(locale);
  const lines = (["overall", "informed"] as const).map((which) => ({
    name: measure(stages[0]?.[which].measure ?? ""),
    points: stages.map((stage): JourneyPoint => chartedOf(stage[which], locale)),
  }));
  return (
    <>
      <h1 class="govuk-heading-xl">{words.journeyTitle[locale]}</h1>
      <p class="govuk-body-l">{words.journeyLead[locale]}</p>
      <Designation release={release} locale={locale} />
      <SymbolKey rows={stages.flatMap(({ overall, informed }) => [overall, informed])} locale={locale} />
      <JourneyChart
        id="journey"
        title={words.journeyChart[locale]}
        description={words.journeyDescription[locale]}
        showTable={words.showTable[locale]}
        legend={[words.journeyKeyOverall[locale], words.journeyKeyInformed[locale], words.journeyKeyInterval[locale]]}
        stages={stages.map(({ stage }) => inTwo(codeWords.stage[stage][locale]))}
        agencies={stages.map(({ stage }) =>
          leadAgencies[stage].map((agency) => agencyShortName(agency, locale)).join(", "),
        )}
        lines={lines}
        table={<ChartTable stages={stages} locale={locale} />}
      />
      <Downloads addressOf={addressOf(["C1", "C3"])} locale={locale} />
      <h2 class="govuk-heading-l">{words.handOverTitle[locale]}</h2>
      <p class="govuk-body">{words.handOverLead[locale]}</p>
      <HandOver stages={stages} locale={locale} />
      <Downloads addressOf={addressOf(agencies.map((agency) => `C2.${agency}`))} locale={locale} />
      <SamePeople {...samePeople} stages={stages} locale={locale} />
      <h2 class="govuk-heading-l">{words.fallAwayTitle[locale]}</h2>
      <p class="govuk-body">{words.fallAwayLead[locale]}</p>
      <ParticipationTable
        stages={stages.map(({ stage, participation }) => ({ name: codeWords.stage[stage][locale], participation }))}
        locale={locale}
      />
      <Downloads addressOf={addressOf(["frame"])} locale={locale} />
      <h2 class="govuk-heading-l">{say.moreTitle[locale]}</h2>
      <ul class="govuk-list">
        <li>
          <a class="govuk-link" href={inLanguage(`/results/${release.id}/drivers`, locale)}>
            {say.driversLink[locale]}
          </a>
        </li>
        <li>
          <a class="govuk-link" href={inLanguage(`/results/${release.id}/characteristics`, locale)}>
            {characteristics.link[locale]}
          </a>
        </li>
        <li>
          <a class="govuk-link" href={inLanguage(`/results/${release.id}/modes`, locale)}>
            {say.modesLink[locale]}
          </a>
        </li>
      </ul>
      <AboutFigures release={release} participation={all} locale={locale} />
    </>
  );
};
