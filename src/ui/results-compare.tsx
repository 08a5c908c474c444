import type { Child, FC } from "hono/jsx";
import { stages } from "../domain/dimension.ts";
import type { Locale } from "../kernel/locale.ts";
import { type Area, areas, regionCode } from "../results/codelist.ts";
import { type AreaComparison, type Comparison, limitsAt } from "../results/compare.ts";
import type { ScaledMeasure } from "../results/measures.ts";
import type { Participation } from "../results/rates.ts";
import type { ReleaseHead } from "../results/table.ts";
import { FunnelChart, type FunnelLimit } from "./chart-funnel.tsx";
import { IntervalsChart } from "./chart-intervals.tsx";
import { fill } from "./phrases.ts";
import { inLanguage } from "./language-switch.tsx";
import { InsetText } from "./inset-text.tsx";
import {
  agencyWords,
  codeWords,
  figureWords,
  levelWords,
  resultsPhrases as words,
  symbolWords,
} from "./phrases-results.ts";
import {
  AboutFigures,
  bandText,
  baseText,
  ChoiceForm,
  Designation,
  Downloads,
  figureText,
  FigureTable,
  intervalText,
  numeric,
  shapeOf,
  SymbolKey,
} from "./results-parts.tsx";
import { Select } from "./select.tsx";

type Props = {
  readonly release: ReleaseHead;
  readonly measures: readonly ScaledMeasure[];
  readonly chosen: ScaledMeasure;
  readonly stage: string;
  readonly comparison: Comparison;
  readonly all: Participation | null;
  readonly locale: Locale;
  readonly here: string;
  readonly addressOf: (extension: string) => string;
};

/** Areas by region, and by name within it: never by their figures. */
export const areasInOrder: readonly Area[] = areas.toSorted(
  (a, b) => regionCode(a).localeCompare(regionCode(b)) || a.name.en.localeCompare(b.name.en),
);

/** How many bases the curves of the funnel are drawn through. */
const CURVE = 40;

const Choice: FC<Pick<Props, "measures" | "chosen" | "stage" | "locale" | "here">> = ({
  measures,
  chosen,
  stage,
  locale,
  here,
}) => {
  const optionOf = ({ id, title }: ScaledMeasure) => ({ value: id, text: title[locale] });
  const groups = [
    { label: words.allStages[locale], options: measures.filter((one) => one.core !== null).map(optionOf) },
    ...stages.map((each) => ({
      label: codeWords.stage[each][locale],
      options: measures.filter((one) => one.core === null && one.stages.includes(each)).map(optionOf),
    })),
  ];
  const options = stages.map((each) => ({ value: each, text: codeWords.stage[each][locale] }));
  return (
    <ChoiceForm action={here} locale={locale}>
      <Select name="stage" label={words.chooseStage[locale]} chosen={stage} groups={[{ label: null, options }]} />
      <Select name="measure" label={words.chooseMeasure[locale]} chosen={chosen.id} groups={groups} />
    </ChoiceForm>
  );
};

type Listed = AreaComparison & { readonly of: Area };

const ComparisonTable: FC<{
  readonly listed: readonly Listed[];
  readonly locale: Locale;
  readonly caption: string;
}> = ({ listed, locale, caption }) => (
  <FigureTable
    caption={caption}
    head={[
      { text: levelWords.area[locale] },
      { text: levelWords.region[locale] },
      numeric(figureWords.percent[locale]),
      { text: words.interval[locale] },
      numeric(words.funnelBase[locale]),
      { text: words.compared[locale] },
    ]}
    rows={listed.map(({ of, row, band }) => [
      { text: of.name[locale] },
      { text: of.region[locale] },
      numeric(figureText(row, locale)),
      { text: intervalText(row, locale) },
      numeric(baseText(row)),
      { text: bandText(band, row, locale) },
    ])}
    figures={listed.map(({ row }) => row)}
    locale={locale}
  />
);

/** Where a question is not asked at the stage: where it is. */
const NotAsked: FC<Pick<Props, "chosen" | "here" | "locale">> = ({ chosen, here, locale }) => (
  <InsetText
    text={
      <>
        {`${symbolWords.z[locale]}. `}
        {stages
          .filter((stage) => chosen.stages.includes(stage))
          .map((stage) => (
            <a class="govuk-link" href={inLanguage(`${here}?stage=${stage}&measure=${chosen.id}`, locale)}>
              {fill(words.askedAt[locale], { stage: codeWords.stage[stage][locale] })}
            </a>
          ))}
      </>
    }
  />
);

/** The areas that have a figure, as the funnel draws them. */
const pointsOf = (listed: readonly Listed[], locale: Locale) =>
  listed.flatMap(({ of, row, band }) =>
    row.value === null || row.base === null
      ? []
      : [
          {
            label: of.name[locale],
            base: row.base,
            percent: row.value,
            shape: shapeOf(band),
            band: bandText(band, row, locale),
          },
        ],
  );

/** The curves of the funnel, from a base of 30 to beyond the largest. */
function curvesOf(national: number, most: number): readonly FunnelLimit[] {
  return Array.from({ length: CURVE }, (_, index) => {
    const { base, ...limits } = limitsAt(national / 100, Math.round(30 + ((most - 30) * index) / (CURVE - 1)));
    return { base, inner: [limits.lower95, limits.upper95], outer: [limits.lower998, limits.upper998] };
  });
}

type ChartProps = {
  readonly listed: readonly Listed[];
  readonly title: string;
  readonly national: number | null;
  readonly locale: Locale;
  readonly table: Child;
};

const Funnel: FC<ChartProps & { readonly national: number }> = ({ listed, title, national, locale, table }) => {
  const points = pointsOf(listed, locale);
  return (
    <FunnelChart
      id="funnel"
      title={`${title}: ${words.compareTitle[locale].toLowerCase()}`}
      description={words.funnelDescription[locale]}
      showTable={words.showTable[locale]}
      legend={[words.funnelKeyMarks[locale], words.funnelKeyLimits[locale]]}
      points={points}
      limits={curvesOf(national, Math.max(200, ...points.map(({ base }) => base)) * 1.05)}
      nation={{ label: words.nation[locale], percent: national }}
      axes={{ base: words.funnelBase[locale], inner: words.limit95[locale], outer: words.limit998[locale] }}
      table={table}
    />
  );
};

const Intervals: FC<ChartProps> = ({ listed, title, national, locale, table }) => (
  <IntervalsChart
    id="intervals"
    title={`${title}: ${words.intervalsTitle[locale].toLowerCase()}`}
    description={words.intervalsDescription[locale]}
    showTable={words.showTable[locale]}
    legend={[words.intervalsKey[locale]]}
    rows={listed.map(({ of, row: { value, lower, upper, symbol }, band }) => ({
      label: of.name[locale],
      value,
      lower,
      upper,
      symbol: symbol === null ? "" : `[${symbol}]`,
      shape: shapeOf(band),
    }))}
    nation={national === null ? null : { label: words.nation[locale], percent: national }}
    table={table}
  />
);

/** Every area beside what would be expected, on one question at one stage. */
export const CompareBody: FC<Props> = ({ release, chosen, comparison, all, locale, addressOf, ...choice }) => {
  const listed = areasInOrder.flatMap((of): readonly Listed[] => {
    const found = comparison.areas.find(({ area }) => area === of.code);
    return found ? [{ ...found, of }] : [];
  });
  const national = comparison.nation.value;
  const title = chosen.title[locale];
  const tableUnder = (chart: { readonly [L in Locale]: string }) => (
    <ComparisonTable listed={listed} locale={locale} caption={`${title}, ${chart[locale].toLowerCase()}`} />
  );
  const charted = { listed, title, locale };
  return (
    <>
      <h1 class="govuk-heading-xl">{words.compareTitle[locale]}</h1>
      <p class="govuk-body-l">{words.compareLead[locale]}</p>
      <Designation release={release} locale={locale} />
      <Choice {...choice} chosen={chosen} locale={locale} />
      <h2 class="govuk-heading-l">{title}</h2>
      <p class="govuk-body">
        {chosen.question[locale]} ({agencyWords[chosen.agency][locale]})
      </p>
      {comparison.nation.symbol === "z" ? (
        <NotAsked chosen={chosen} here={choice.here} locale={locale} />
      ) : (
        <>
          <SymbolKey rows={listed.map(({ row }) => row)} locale={locale} />
          {national !== null && <Funnel {...charted} national={national} table={tableUnder(words.compareTitle)} />}
          <Intervals {...charted} national={national} table={tableUnder(words.intervalsTitle)} />
          <Downloads addressOf={addressOf} locale={locale} />
        </>
      )}
      <AboutFigures release={release} participation={all} locale={locale} />
    </>
  );
};
