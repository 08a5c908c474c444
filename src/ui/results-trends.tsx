import type { FC } from "hono/jsx";
import type { Stage } from "../domain/dimension.ts";
import type { Locale } from "../kernel/locale.ts";
import type { Area } from "../results/codelist.ts";
import type { ScaledMeasure } from "../results/measures.ts";
import type { ReleaseHead, Row } from "../results/table.ts";
import { type ChangeFinding, FEWEST_QUARTERS, type FoundChange, type TrendPoint } from "../results/trends.ts";
import { TrendChart, type TrendLine } from "./chart-trend.tsx";
import { quarterWords } from "./home-pages.tsx";
import { codeWords, levelWords, figureWords, resultsPhrases as words } from "./phrases-results.ts";
import { trendsPhrases as say } from "./phrases-results-trends.ts";
import { fill } from "./phrases.ts";
import { measureGroups, stageGroups } from "./results-choices.ts";
import { areasInOrder } from "./results-compare.tsx";
import { NotAsked } from "./results-not-asked.tsx";
import { scoreText } from "./results-bands.tsx";
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
  intervalText,
  numeric,
} from "./results-parts.tsx";
import { Select } from "./select.tsx";

/** A headline question, quarter by quarter. */
export type Headline = { readonly measure: string; readonly points: readonly TrendPoint[] };

type Props = {
  readonly release: ReleaseHead;
  readonly measures: readonly ScaledMeasure[];
  readonly chosen: ScaledMeasure;
  readonly stage: Stage;
  readonly area: Area | undefined;
  /** Whether the question is put at the stage: there are no figures where it is not. */
  readonly isAsked: boolean;
  readonly nation: readonly TrendPoint[];
  /** Empty where no area is chosen. */
  readonly here: readonly TrendPoint[];
  readonly headlines: readonly Headline[];
  readonly changes: { readonly areas: ChangeFinding; readonly nation: ChangeFinding };
  readonly locale: Locale;
  readonly action: string;
  readonly addressOf: (extension: string) => string;
};

const Choice: FC<Pick<Props, "measures" | "chosen" | "stage" | "area" | "locale" | "action">> = (props) => {
  const { measures, chosen, stage, area, locale, action } = props;
  const places = [
    { value: "", text: words.englandAndWales[locale] },
    ...areasInOrder.map(({ code, name }) => ({ value: code, text: name[locale] })),
  ];
  return (
    <ChoiceForm action={action} locale={locale}>
      <Select name="stage" label={words.chooseStage[locale]} chosen={stage} groups={stageGroups(locale)} />
      <Select
        name="measure"
        label={words.chooseMeasure[locale]}
        chosen={chosen.id}
        groups={measureGroups(measures, locale)}
      />
      <Select
        name="area"
        label={say.trendsPlace[locale]}
        chosen={area?.code ?? ""}
        groups={[{ label: null, options: places }]}
      />
    </ChoiceForm>
  );
};

const states = {
  same: say.stateSame,
  bridged: say.stateBridged,
  break: say.stateBreak,
  missing: say.stateMissing,
} as const;

const lineOf = (name: string, points: readonly TrendPoint[], locale: Locale): TrendLine => ({
  name,
  marks: points.map(({ row, state, isJoined }) => ({
    ...chartedOf(row, locale),
    isJoined,
    isBridged: state === "bridged",
  })),
});

const PointsTable: FC<{
  readonly lines: readonly { readonly name: string; readonly points: readonly TrendPoint[] }[];
  readonly caption: string;
  readonly locale: Locale;
}> = ({ lines, caption, locale }) => (
  <FigureTable
    caption={caption}
    head={[
      { text: say.quarter[locale] },
      { text: say.trendsPlace[locale] },
      numeric(figureWords.percent[locale]),
      { text: words.interval[locale] },
      numeric(words.funnelBase[locale]),
      { text: say.state[locale] },
    ]}
    rows={lines.flatMap(({ name, points }) =>
      points.map(({ period, row, state }) => [
        { text: quarterWords(period, locale) },
        { text: name },
        numeric(figureText(row, locale)),
        { text: intervalText(row, locale) },
        numeric(baseText(row)),
        { text: states[state][locale] },
      ]),
    )}
    figures={lines.flatMap(({ points }) => points.map(({ row }) => row))}
    locale={locale}
  />
);

/** `2026 Q1`, short enough for an axis. */
const shortQuarter = (period: string) => `${period.slice(0, 4)} ${period.slice(4)}`;

/** A change found, in words: against how many quarters before, and by how much. */
function changeText({ direction, newest, before, points }: FoundChange, locale: Locale): string {
  const lower = newest === 1 ? say.changeLower1 : say.changeLower2;
  const higher = newest === 1 ? say.changeHigher1 : say.changeHigher2;
  const told = points === 1 ? say.onePoint[locale] : fill(say.points[locale], { points: scoreText(points) });
  return fill((direction === "lower" ? lower : higher)[locale], { before, points: told });
}

const Changes: FC<Pick<Props, "area" | "changes" | "here" | "locale">> = ({ area, changes, here, locale }) => {
  const { areas: family, nation } = changes;
  if (family.quarters < FEWEST_QUARTERS && nation.quarters < FEWEST_QUARTERS) {
    return <p class="govuk-body">{fill(say.changesFew[locale], { quarters: family.quarters })}</p>;
  }
  const isHere = family.found.some(({ name }) => name === area?.code);
  const isTooFew = here.filter(({ row }) => (row.base ?? 0) >= 100).length < FEWEST_QUARTERS;
  const [national] = nation.found;
  return (
    <>
      <p class="govuk-body">
        {`${fill(say.changesLead[locale], { looked: family.looked })} `}
        {(family.adjustment === "adjusted-for-case-mix" ? say.changesAdjusted : say.changesAsAnswered)[locale]}
      </p>
      {family.found.length === 0 ? (
        <p class="govuk-body">{say.changesNone[locale]}</p>
      ) : (
        <ul class="govuk-list govuk-list--bullet">
          {areasInOrder.flatMap(({ code, name }) =>
            family.found
              .filter((one) => one.name === code)
              .map((one) => <li>{`${name[locale]}: ${changeText(one, locale)}`}</li>),
          )}
        </ul>
      )}
      {area !== undefined && !isHere && (
        <p class="govuk-body">
          {fill((isTooFew ? say.changesNotHere : say.changesNoneHere)[locale], { area: area.name[locale] })}
        </p>
      )}
      <p class="govuk-body">
        {`${say.changesNation[locale]} `}
        {national === undefined ? say.changesNationNone[locale] : changeText(national, locale)}
      </p>
    </>
  );
};

const markOf = (state: TrendPoint["state"]) => (state === "break" ? " [b]" : "");

/** The headline questions at the stage, a column for each of the newest quarters. */
const Headlines: FC<Pick<Props, "headlines" | "locale"> & { readonly place: string }> = ({
  headlines,
  locale,
  place,
}) => {
  const { measure } = labelsIn(locale);
  const shown = headlines.map((one) => ({ ...one, points: one.points.slice(-QUARTERS_BESIDE) }));
  const rows: readonly Row[] = shown.flatMap(({ points }) => points.map(({ row }) => row));
  return (
    <FigureTable
      caption={`${say.headlinesTitle[locale]}: ${place}`}
      head={[
        { text: levelWords.measure[locale] },
        ...(shown[0]?.points ?? []).map(({ period }) => numeric(shortQuarter(period))),
      ]}
      rows={shown.map(({ measure: id, points }) => [
        { text: measure(id) },
        ...points.map(({ row, state }) => numeric(`${figureText(row, locale)}${markOf(state)}`)),
      ])}
      figures={rows}
      locale={locale}
    />
  );
};

/** Quarters beside one another in a table. */
const QUARTERS_BESIDE = 8;

/** The question over every published quarter, as a chart and to be had as files. */
const Series: FC<Props & { readonly title: string }> = (props) => {
  const { area, nation, here, title, locale, addressOf } = props;
  const lines = [
    { name: words.englandAndWales[locale], points: nation },
    ...(area === undefined ? [] : [{ name: area.name[locale], points: here }]),
  ];
  const isBridged = lines.some(({ points }) => points.some(({ state }) => state === "bridged"));
  return (
    <>
      <TrendChart
        id="trend"
        title={title}
        description={say.trendsDescription[locale]}
        showTable={words.showTable[locale]}
        legend={[
          say.trendsKeyNation[locale],
          ...(area === undefined ? [] : [fill(say.trendsKeyArea[locale], { area: area.name[locale] })]),
          say.trendsKeyInterval[locale],
          say.trendsKeyBreak[locale],
          ...(isBridged ? [say.trendsKeyBridged[locale]] : []),
        ]}
        quarters={nation.map(({ period }) => shortQuarter(period))}
        lines={lines.map(({ name, points }) => lineOf(name, points, locale))}
        table={<PointsTable lines={lines} caption={title} locale={locale} />}
      />
      <Downloads addressOf={addressOf} locale={locale} />
    </>
  );
};

/** One question over every published quarter, what changed, and the headline questions beside it. */
export const TrendsBody: FC<Props> = (props) => {
  const { release, chosen, stage, area, isAsked, nation, here, headlines, changes, locale, action } = props;
  const names = { measure: chosen.title[locale], stage: codeWords.stage[stage][locale] };
  const title = fill(say.trendsChart[locale], names);
  const quarters = nation.filter(({ state }) => state !== "missing").map(({ period }) => period);
  const head = (
    <>
      <h1 class="govuk-heading-xl">{say.trendsTitle[locale]}</h1>
      <p class="govuk-body-l">{say.trendsLead[locale]}</p>
      <Designation release={release} quarters={quarters.length > 0 ? quarters : undefined} locale={locale} />
      <Choice {...props} />
      <h2 class="govuk-heading-l">{title}</h2>
      <p class="govuk-body">{chosen.question[locale]}</p>
    </>
  );
  if (!isAsked) {
    return (
      <>
        {head}
        <NotAsked chosen={chosen} here={action} locale={locale} />
      </>
    );
  }
  return (
    <>
      {head}
      <Series {...props} title={title} />
      <h2 class="govuk-heading-l">{say.changesTitle[locale]}</h2>
      <Changes area={area} changes={changes} here={here} locale={locale} />
      <h2 class="govuk-heading-l">{say.headlinesTitle[locale]}</h2>
      <p class="govuk-body">{say.headlinesLead[locale]}</p>
      <Headlines
        headlines={headlines}
        locale={locale}
        place={area === undefined ? words.englandAndWales[locale] : area.name[locale]}
      />
      <AboutFigures release={release} participation={null} locale={locale} />
    </>
  );
};
