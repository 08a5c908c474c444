import type { FC } from "hono/jsx";
import type { Locale } from "../kernel/locale.ts";
import { type ClosureFigure, closureFigures, type ClosureSource, levels } from "../results/closure-figures.ts";
import type { Area } from "../results/codelist.ts";
import type { ReleaseHead, Row } from "../results/table.ts";
import { IntervalsChart } from "./chart-intervals.tsx";
import { closureResultsPhrases as say, levelOfSatisfaction } from "./phrases-results-closure.ts";
import { levelWords, resultsPhrases as words } from "./phrases-results.ts";
import { fill } from "./phrases.ts";
import { closureAnswerName, closureFigureName } from "./results-closure-labels.ts";
import { areasInOrder } from "./results-compare.tsx";
import {
  AboutFigures,
  baseText,
  chartedOf,
  ChoiceForm,
  Designation,
  Downloads,
  figureText,
  FigureTable,
  intervalText,
  numeric,
} from "./results-parts.tsx";
import { Select } from "./select.tsx";

type Props = {
  readonly release: ReleaseHead;
  /** Rows of every figure for England and Wales, and for every area. */
  readonly nation: readonly Row[];
  readonly areas: readonly Row[];
  readonly gap: readonly Row[];
  /** The area that is looked at; undefined for none. */
  readonly area: Area | undefined;
  readonly locale: Locale;
  readonly here: string;
  readonly addressOf: (figures: readonly string[]) => (extension: string) => string;
};

type Side = { readonly here: readonly Row[]; readonly nation: readonly Row[] | null; readonly name: string };

const rowOf = (rows: readonly Row[], measure: string, answer: string) =>
  rows.find((row) => row.measure === measure && row.answer === answer);

/** One figure: each answer with share, interval and base; where an area is looked at, beside the nation. */
const Figure: FC<{ readonly figure: ClosureFigure; readonly side: Side; readonly locale: Locale }> = ({
  figure,
  side,
  locale,
}) => {
  const lines = figure.codes.flatMap((code) => {
    const here = rowOf(side.here, figure.id, code);
    const nation = side.nation && rowOf(side.nation, figure.id, code);
    return here ? [{ code, here, nation }] : [];
  });
  const isBeside = side.nation !== null;
  return (
    <FigureTable
      caption={closureFigureName(figure.id)[locale]}
      head={[
        { text: say.answer[locale] },
        numeric(isBeside ? side.name : say.share[locale]),
        { text: words.interval[locale] },
        numeric(say.outOf[locale]),
        ...(isBeside ? [numeric(say.nation[locale])] : []),
      ]}
      rows={lines.map(({ code, here, nation }) => [
        { text: closureAnswerName(figure.id, code)[locale] },
        numeric(figureText(here, locale)),
        { text: intervalText(here, locale) },
        numeric(baseText(here)),
        ...(isBeside ? [numeric(nation ? figureText(nation, locale) : "[x]")] : []),
      ])}
      figures={lines.flatMap(({ here, nation }) => (nation ? [here, nation] : [here]))}
      locale={locale}
    />
  );
};

const figuresFrom = (source: ClosureSource) => closureFigures.filter((figure) => figure.source === source);

const [coverage, days, ...done] = figuresFrom("recorded");

const Coverage: FC<{ readonly side: Side; readonly locale: Locale }> = ({ side, locale }) => {
  if (coverage === undefined) return <></>;
  const rows = coverage.codes.flatMap((code) => {
    const row = rowOf(side.here, coverage.id, code);
    return row
      ? [
          {
            label: closureAnswerName(coverage.id, code)[locale],
            ...chartedOf(row, locale),
            shape: "unbanded" as const,
          },
        ]
      : [];
  });
  return (
    <IntervalsChart
      id="coverage"
      title={say.chartTitle[locale]}
      description={say.chartDescription[locale]}
      showTable={words.showTable[locale]}
      legend={[say.chartKey[locale]]}
      rows={rows}
      nation={null}
      table={<Figure figure={coverage} side={side} locale={locale} />}
    />
  );
};

/** How the same people answered twice: rows are the closure form, columns the survey. */
const Gap: FC<{ readonly rows: readonly Row[]; readonly locale: Locale }> = ({ rows, locale }) => (
  <FigureTable
    caption={say.gapCaption[locale]}
    head={[
      { text: say.gapRow[locale] },
      ...levels.map((level) => numeric(levelOfSatisfaction[level]?.[locale] ?? level)),
    ]}
    rows={levels.map((closure) => [
      { text: levelOfSatisfaction[closure]?.[locale] ?? closure },
      ...levels.map((survey) => {
        const row = rowOf(rows, "gap", `${closure}.${survey}`);
        return numeric(row ? figureText(row, locale) : "[x]");
      }),
    ])}
    figures={rows}
    locale={locale}
  />
);

/** Every area's share of discussions held, in order of place. */
const EveryArea: FC<{ readonly rows: readonly Row[]; readonly locale: Locale }> = ({ rows, locale }) => {
  const held = areasInOrder.flatMap((area) => {
    const row = rows.find((one) => one.measure === "coverage" && one.answer === "held" && one.at.area === area.code);
    return row ? [{ area, row }] : [];
  });
  return (
    <FigureTable
      caption={closureAnswerName("coverage", "held")[locale]}
      head={[
        { text: levelWords.area[locale] },
        numeric(say.share[locale]),
        { text: words.interval[locale] },
        numeric(say.outOf[locale]),
      ]}
      rows={held.map(({ area, row }) => [
        { text: area.name[locale] },
        numeric(figureText(row, locale)),
        { text: intervalText(row, locale) },
        numeric(baseText(row)),
      ])}
      figures={held.map(({ row }) => row)}
      locale={locale}
    />
  );
};

const AreaChoice: FC<Pick<Props, "area" | "here" | "locale">> = ({ area, here, locale }) => {
  const options = [
    { value: "", text: say.nation[locale] },
    ...areasInOrder.map(({ code, name }) => ({ value: code, text: name[locale] })),
  ];
  return (
    <ChoiceForm action={here} locale={locale}>
      <Select name="area" label={say.choose[locale]} chosen={area?.code ?? ""} groups={[{ label: null, options }]} />
    </ChoiceForm>
  );
};

/** What is recorded and said when cases close, each sort of figure by itself. */
export const ClosureResultsBody: FC<Props> = (props) => {
  const { release, nation, areas, gap, area, locale, here, addressOf } = props;
  const side: Side =
    area === undefined
      ? { here: nation, nation: null, name: say.nation[locale] }
      : { here: areas.filter(({ at }) => at.area === area.code), nation, name: area.name[locale] };
  const tables = (figures: readonly ClosureFigure[]) => (
    <>
      {figures.map((figure) => (
        <Figure figure={figure} side={side} locale={locale} />
      ))}
      <Downloads addressOf={addressOf(figures.map(({ id }) => id))} locale={locale} />
    </>
  );
  return (
    <>
      <h1 class="govuk-heading-xl">
        {area === undefined ? say.title[locale] : fill(say.headingArea[locale], { area: area.name[locale] })}
      </h1>
      <p class="govuk-body-l">{say.lead[locale]}</p>
      <Designation release={release} locale={locale} />
      <h2 class="govuk-heading-m">{say.isTitle[locale]}</h2>
      <ul class="govuk-list govuk-list--bullet">
        <li>{say.isRecorded[locale]}</li>
        <li>{say.isTold[locale]}</li>
        <li>{say.isOwn[locale]}</li>
      </ul>
      <AreaChoice area={area} here={here} locale={locale} />
      <h2 class="govuk-heading-l">{say.coverageTitle[locale]}</h2>
      <p class="govuk-body">{say.coverageLead[locale]}</p>
      <Coverage side={side} locale={locale} />
      <Downloads addressOf={addressOf(["coverage"])} locale={locale} />
      <h2 class="govuk-heading-l">{say.daysTitle[locale]}</h2>
      <p class="govuk-body">{say.daysLead[locale]}</p>
      {days !== undefined && tables([days])}
      <h2 class="govuk-heading-l">{say.doneTitle[locale]}</h2>
      <p class="govuk-body">{say.doneLead[locale]}</p>
      {tables(done)}
      <h2 class="govuk-heading-l">{say.toldTitle[locale]}</h2>
      <p class="govuk-body">{say.isTold[locale]}</p>
      <p class="govuk-body">{say.whenAnswered[locale]}</p>
      {tables(figuresFrom("told"))}
      <h2 class="govuk-heading-l">{say.ownTitle[locale]}</h2>
      <p class="govuk-body">{say.whenAnswered[locale]}</p>
      {tables(figuresFrom("own"))}
      <h2 class="govuk-heading-l">{say.gapTitle[locale]}</h2>
      <p class="govuk-body">{say.gapLead[locale]}</p>
      <Gap rows={gap} locale={locale} />
      {area === undefined && (
        <>
          <h2 class="govuk-heading-l">{say.areasTitle[locale]}</h2>
          <p class="govuk-body">{say.areasLead[locale]}</p>
          <EveryArea rows={areas} locale={locale} />
        </>
      )}
      <p class="govuk-body">{say.intervalNote[locale]}</p>
      <AboutFigures release={release} participation={null} locale={locale} />
    </>
  );
};
