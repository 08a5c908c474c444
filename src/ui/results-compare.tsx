import type { Child, FC } from "hono/jsx";
import type { Locale } from "../kernel/locale.ts";
import { type Area, areas, regionCode } from "../results/codelist.ts";
import type { AreaComparison, Comparison } from "../results/compare.ts";
import type { FunnelLimits } from "../results/funnel-limits.ts";
import type { ScaledMeasure } from "../results/measures.ts";
import type { Participation } from "../results/rates.ts";
import type { CellSymbol, ReleaseHead } from "../results/table.ts";
import type { Window } from "../results/window.ts";
import { FunnelChart, type FunnelLimit } from "./chart-funnel.tsx";
import { IntervalsChart } from "./chart-intervals.tsx";
import { fill } from "./phrases.ts";
import { agencyWords, figureWords, levelWords, resultsPhrases as words } from "./phrases-results.ts";
import { trendsPhrases as say } from "./phrases-results-trends.ts";
import { BandMeanings, ComparisonInWords, scoreText, WindowChoice } from "./results-bands.tsx";
import { codeName } from "./results-labels.ts";
import { NotAsked } from "./results-not-asked.tsx";
import {
  AboutFigures,
  bandText,
  baseText,
  chartedOf,
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
import { measureGroups, stageGroups } from "./results-choices.ts";
import { Select } from "./select.tsx";

type Props = {
  readonly release: ReleaseHead;
  readonly measures: readonly ScaledMeasure[];
  readonly chosen: ScaledMeasure;
  readonly stage: string;
  readonly comparison: Comparison;
  /** Null for the quarter. */
  readonly window: Window | null;
  readonly isRefused: boolean;
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

const Choice: FC<Pick<Props, "measures" | "chosen" | "stage" | "window" | "locale" | "here">> = (props) => {
  const { measures, chosen, stage, window, locale, here } = props;
  return (
    <ChoiceForm action={here} locale={locale}>
      {window !== null && <input type="hidden" name="window" value="4q" />}
      <Select name="stage" label={words.chooseStage[locale]} chosen={stage} groups={stageGroups(locale)} />
      <Select
        name="measure"
        label={words.chooseMeasure[locale]}
        chosen={chosen.id}
        groups={measureGroups(measures, locale)}
      />
    </ChoiceForm>
  );
};

type Listed = AreaComparison & { readonly of: Area };

/** How an area compares in words; where there is nothing to compare, its region's figure if there is one. */
export function comparedText({ band, row, pooled }: AreaComparison, locale: Locale): string {
  if (pooled === null) return bandText(band, row, locale);
  return fill(say.pooled[locale], {
    region: codeName("region", pooled.at.region ?? "")[locale],
    value: figureText(pooled, locale),
    interval: intervalText(pooled, locale),
  });
}

/** What stands where an area has no score: why its percentage has none, or that there is none in this release. */
const symbolOf = ({ row }: AreaComparison): CellSymbol =>
  row.symbol === null || row.symbol === "u" ? "x" : row.symbol;

const noScore = (one: AreaComparison) => `[${symbolOf(one)}]`;

/** The symbols that stand in the place of a comparison's figures, for the key above the table. */
const symbolsOf = (listed: readonly AreaComparison[]) =>
  listed.filter(({ significance }) => significance === null).map((one) => ({ symbol: symbolOf(one) }));

/** Whether the adjusted score is of fewer answers than the percentage and the score as answered beside it. */
const isOfOthers = ({ score, row }: AreaComparison) => score !== null && row.base !== null && score.base !== row.base;

/** The columns that adjusted scores add. */
const scoreColumns: readonly {
  readonly title: { readonly [L in Locale]: string };
  readonly isNumber: boolean;
  readonly text: (one: Listed, locale: Locale) => string;
}[] = [
  {
    title: say.scoreRaw,
    isNumber: true,
    text: (one, locale) => {
      if (isOfOthers(one)) return say.scoreOther[locale];
      return one.score === null || one.score.raw === null ? noScore(one) : scoreText(one.score.raw);
    },
  },
  {
    title: say.scoreAdjusted,
    isNumber: true,
    text: (one) => (one.score ? scoreText(one.score.value) : noScore(one)),
  },
  {
    title: say.scoreInterval,
    isNumber: false,
    text: (one, locale) =>
      one.score
        ? fill(words.intervalText[locale], {
            lower: scoreText(one.score.lower),
            upper: scoreText(one.score.upper),
          })
        : noScore(one),
  },
  {
    title: say.scoreBase,
    isNumber: true,
    text: (one) => (one.score ? baseText({ base: one.score.base, symbol: null }) : noScore(one)),
  },
  {
    title: say.reliability,
    isNumber: true,
    text: (one) => (one.score ? one.score.reliability.toFixed(2) : noScore(one)),
  },
];

const ComparisonTable: FC<{
  readonly listed: readonly Listed[];
  readonly isAdjusted: boolean;
  readonly locale: Locale;
  readonly caption: string;
}> = ({ listed, isAdjusted, locale, caption }) => {
  const scores = isAdjusted ? scoreColumns : [];
  const others = listed.filter(isOfOthers).map(({ of }) => of.name[locale]);
  const cell = (isNumber: boolean, text: string) => (isNumber ? numeric(text) : { text });
  return (
    <>
      <p class="govuk-body-s">{say.significanceKey[locale]}</p>
      {isAdjusted && <p class="govuk-body-s">{say.scoreNote[locale]}</p>}
      {isAdjusted && others.length > 0 && (
        <p class="govuk-body-s">{fill(say.scoreBases[locale], { areas: others.join(", ") })}</p>
      )}
      <FigureTable
        caption={caption}
        head={[
          { text: levelWords.area[locale] },
          { text: levelWords.region[locale] },
          { text: words.compared[locale] },
          numeric(figureWords.percent[locale]),
          { text: words.interval[locale] },
          numeric(words.funnelBase[locale]),
          ...scores.map(({ title, isNumber }) => cell(isNumber, title[locale])),
          { text: say.significance[locale] },
        ]}
        rows={listed.map((one) => [
          { text: one.of.name[locale] },
          { text: one.of.region[locale] },
          { text: comparedText(one, locale) },
          numeric(figureText(one.row, locale)),
          { text: intervalText(one.row, locale) },
          numeric(baseText(one.row)),
          ...scores.map(({ isNumber, text }) => cell(isNumber, text(one, locale))),
          { text: one.significance === null ? noScore(one) : `[${one.significance}]` },
        ])}
        figures={[...listed.map(({ row }) => row), ...symbolsOf(listed)]}
        locale={locale}
      />
    </>
  );
};

/** What is drawn of an area: its adjusted score where bands rest on scores, its percentage elsewhere. */
function figureOf(one: Listed, isAdjusted: boolean, locale: Locale) {
  const { row, score } = one;
  if (!isAdjusted) return { ...chartedOf(row, locale), base: row.base };
  if (score === null) return { value: null, lower: null, upper: null, base: null, text: noScore(one) };
  const { value, lower, upper, base } = score;
  return { value, lower, upper, base, text: scoreText(value) };
}

/** The areas that have a figure, as the funnel draws them. */
const pointsOf = (listed: readonly Listed[], isAdjusted: boolean, locale: Locale) =>
  listed.flatMap((one) => {
    const { value, base, text } = figureOf(one, isAdjusted, locale);
    if (value === null || base === null) return [];
    const band = bandText(one.band, one.row, locale);
    return [{ label: one.of.name[locale], base, percent: value, text, shape: shapeOf(one.band), band }];
  });

/** The curves of the funnel, from a base of 30 to beyond the largest. */
function curvesOf(limitsAt: (base: number) => FunnelLimits, most: number): readonly FunnelLimit[] {
  return Array.from({ length: CURVE }, (_, index) => {
    const { base, ...limits } = limitsAt(Math.round(30 + ((most - 30) * index) / (CURVE - 1)));
    return { base, inner: [limits.lower95, limits.upper95], outer: [limits.lower998, limits.upper998] };
  });
}

type ChartProps = {
  readonly listed: readonly Listed[];
  readonly title: string;
  readonly comparison: Comparison;
  readonly locale: Locale;
  readonly table: Child;
};

const isAdjustedIn = ({ adjustment }: Comparison) => adjustment === "adjusted-for-case-mix";

const Funnel: FC<ChartProps> = ({ listed, title, comparison, locale, table }) => {
  const { expected, limitsAt } = comparison;
  if (expected === null || limitsAt === null) return <></>;
  const isAdjusted = isAdjustedIn(comparison);
  const points = pointsOf(listed, isAdjusted, locale);
  const unit = isAdjusted ? "" : "%";
  return (
    <FunnelChart
      id="funnel"
      title={`${title}: ${words.compareTitle[locale].toLowerCase()}`}
      description={(isAdjusted ? say.funnelScores : words.funnelDescription)[locale]}
      showTable={words.showTable[locale]}
      legend={[words.funnelKeyMarks[locale], (isAdjusted ? say.funnelKeyScores : words.funnelKeyLimits)[locale]]}
      points={points}
      limits={curvesOf(limitsAt, Math.max(200, ...points.map(({ base }) => base)) * 1.05)}
      nation={{ label: say.expected[locale], percent: expected, text: `${scoreText(expected)}${unit}` }}
      axes={{ base: words.funnelBase[locale], inner: words.limit95[locale], outer: words.limit998[locale] }}
      unit={unit}
      table={table}
    />
  );
};

const Intervals: FC<ChartProps> = ({ listed, title, comparison, locale, table }) => {
  const isAdjusted = isAdjustedIn(comparison);
  const { expected, nation } = comparison;
  const line = isAdjusted
    ? { label: say.expected[locale], percent: expected, text: scoreText(expected ?? 0) }
    : { label: words.nation[locale], percent: nation.value, text: figureText(nation, locale) };
  return (
    <IntervalsChart
      id="intervals"
      title={`${title}: ${words.intervalsTitle[locale].toLowerCase()}`}
      description={(isAdjusted ? say.intervalsScores : words.intervalsDescription)[locale]}
      showTable={words.showTable[locale]}
      legend={[words.intervalsKey[locale]]}
      rows={listed.map((one) => {
        const { value, lower, upper, text } = figureOf(one, isAdjusted, locale);
        return { label: one.of.name[locale], value, lower, upper, text, shape: shapeOf(one.band) };
      })}
      nation={line.percent === null ? null : { ...line, percent: line.percent }}
      unit={isAdjusted ? "" : "%"}
      table={table}
    />
  );
};

/** The whole comparison as the API tells it: limits, distances and bands. */
const comparisonAddressOf = (
  { id }: ReleaseHead,
  { id: measure }: ScaledMeasure,
  { stage, window }: Pick<Props, "stage" | "window">,
) => `/v1/releases/${id}/compare?measure=${measure}&stage=${stage}${window === null ? "" : "&window=4q"}`;

/** Every area beside what would be expected, on one question at one stage. */
export const CompareBody: FC<Props> = ({ release, chosen, comparison, all, locale, addressOf, ...choice }) => {
  const { stage, window, isRefused, here } = choice;
  const address = `${here}?stage=${stage}&measure=${chosen.id}`;
  const listed = areasInOrder.flatMap((of): readonly Listed[] => {
    const found = comparison.areas.find(({ area }) => area === of.code);
    return found ? [{ ...found, of }] : [];
  });
  const title = chosen.title[locale];
  const tableUnder = (chart: { readonly [L in Locale]: string }) => (
    <ComparisonTable
      listed={listed}
      isAdjusted={isAdjustedIn(comparison)}
      locale={locale}
      caption={`${title}, ${chart[locale].toLowerCase()}`}
    />
  );
  const charted = { listed, title, comparison, locale };
  return (
    <>
      <h1 class="govuk-heading-xl">{words.compareTitle[locale]}</h1>
      <p class="govuk-body-l">{words.compareLead[locale]}</p>
      <Designation release={release} quarters={window?.quarters} locale={locale} />
      <Choice {...choice} chosen={chosen} locale={locale} />
      <h2 class="govuk-heading-l">{title}</h2>
      <p class="govuk-body">
        {chosen.question[locale]} ({agencyWords[chosen.agency][locale]})
      </p>
      <WindowChoice
        release={release}
        window={window}
        isRefused={isRefused}
        addresses={{ quarter: address, year: `${address}&window=4q` }}
        locale={locale}
      />
      {comparison.nation.symbol === "z" ? (
        <NotAsked chosen={chosen} here={choice.here} locale={locale} />
      ) : (
        <>
          <ComparisonInWords comparison={comparison} locale={locale} />
          <BandMeanings release={release} locale={locale} />
          <SymbolKey rows={[...listed.map(({ row }) => row), ...symbolsOf(listed)]} locale={locale} />
          <Funnel {...charted} table={tableUnder(words.compareTitle)} />
          <Intervals {...charted} table={tableUnder(words.intervalsTitle)} />
          <Downloads addressOf={addressOf} locale={locale} />
          <p class="govuk-body-s">
            <a class="govuk-link" href={comparisonAddressOf(release, chosen, choice)}>
              {say.downloadComparison[locale]}
            </a>
          </p>
        </>
      )}
      <AboutFigures release={release} participation={all} locale={locale} />
    </>
  );
};
