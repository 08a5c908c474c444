import type { FC } from "hono/jsx";
import { SETTLED_DAYS } from "../domain/compliance.ts";
import type { Locale } from "../kernel/locale.ts";
import type { Area } from "../results/codelist.ts";
import { surveyMeasure } from "../results/measures.ts";
import { type ActPage, RECORDS, type RightsCut, type RightPage, type RightsPage } from "../results/rights.ts";
import type { ReleaseHead, Row } from "../results/table.ts";
import { IntervalsChart } from "./chart-intervals.tsx";
import { agencyWords, codeWords, levelWords, resultsPhrases as words } from "./phrases-results.ts";
import { actShort, actWords, noGapWords, rightsResultsPhrases as say, stepWords } from "./phrases-results-rights.ts";
import { fill } from "./phrases.ts";
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
  plainTexts,
} from "./results-parts.tsx";
import { inTimeName, rightName } from "./results-rights-labels.ts";
import { Select } from "./select.tsx";

type Props = {
  readonly release: ReleaseHead;
  /** Of the area that is looked at, or of the nation. */
  readonly page: RightsPage;
  /** Of the nation, where an area is looked at. */
  readonly nation: RightsPage | null;
  /** Every area's line, where the nation is looked at. */
  readonly areas: readonly AreaActs[] | null;
  readonly area: Area | undefined;
  readonly locale: Locale;
  readonly here: string;
  /** Downloads of some rights, of all if none is named, as they are cut here or by area. */
  readonly addressOf: (subjects: readonly string[], cut?: RightsCut) => (extension: string) => string;
};

/** What is on record in one area, and each act beside its question. */
export type AreaActs = { readonly area: string; readonly records: Row; readonly acts: readonly ActPage[] };

/** A line of a table: what it tells, here and in the nation. */
type Line = { readonly name: string; readonly here: Row; readonly nation: Row | null };

type LinesProps = {
  readonly caption: string;
  readonly head: string;
  readonly lines: readonly Line[];
  /** The name of the area; null where the nation itself is looked at. */
  readonly place: string | null;
  readonly locale: Locale;
};

/** Figures one under another: share, interval, base; where an area is looked at, beside the nation. */
const Lines: FC<LinesProps> = ({ caption, head, lines, place, locale }) => (
  <FigureTable
    caption={caption}
    head={[
      { text: head },
      numeric(place ?? say.share[locale]),
      { text: words.interval[locale] },
      numeric(say.outOf[locale]),
      ...(place === null ? [] : [numeric(say.nation[locale])]),
    ]}
    rows={lines.map(({ name, here, nation }) => [
      { text: name },
      numeric(figureText(here, locale)),
      { text: intervalText(here, locale) },
      numeric(baseText(here)),
      ...(place === null ? [] : [numeric(nation ? figureText(nation, locale) : "[x]")]),
    ])}
    figures={lines.flatMap(({ here, nation }) => (nation ? [here, nation] : [here]))}
    locale={locale}
  />
);

/** A difference and its limits for a sentence: one point, or so many. */
const toldOf = ([points = "", lower = "", upper = ""]: readonly string[], locale: Locale) => ({
  points: fill((points.replace("\u2212", "") === "1" ? say.onePoint : say.points)[locale], { points }),
  lower,
  upper,
});

/** The difference in words: which of the two is more, or that it may be chance, or why none is told. */
export function gapText({ gap }: Pick<ActPage, "gap">, locale: Locale): string {
  if ("none" in gap) return noGapWords[gap.none][locale];
  const { points, lower, upper } = gap;
  if (lower > 0) return fill(say.more[locale], toldOf(plainTexts([points, lower, upper]), locale));
  if (upper < 0) return fill(say.less[locale], toldOf(plainTexts([-points, -upper, -lower]), locale));
  return fill(say.alike[locale], toldOf(plainTexts([points, lower, upper]), locale));
}

/** What is on record and what victims say, in words: the figures where there are both, and the difference. */
function sentenceOf(page: ActPage, locale: Locale): string {
  const { act, done, said } = page;
  const gap = gapText(page, locale);
  if (done.value === null || said.value === null) return `${actWords[act.act][locale]}: ${gap}`;
  return fill(say.differs[locale], {
    act: actWords[act.act][locale],
    recorded: figureText(done, locale),
    question: surveyMeasure(act.asked)?.question[locale] ?? act.asked,
    said: figureText(said, locale),
    gap,
  });
}

/** Every act that a question asks too: on record, as victims say, and the difference. */
const Glance: FC<{ readonly acts: readonly ActPage[]; readonly locale: Locale }> = ({ acts, locale }) => (
  <IntervalsChart
    id="glance"
    title={say.glanceTitle[locale]}
    description={say.chartDescription[locale]}
    showTable={words.showTable[locale]}
    legend={[say.chartKey[locale]]}
    rows={acts.flatMap(({ act, done, said }) => {
      const name = actShort[act.act][locale];
      return [
        {
          label: fill(say.ofRecord[locale], { act: name }),
          ...chartedOf(done, locale),
          shape: "unbanded" as const,
        },
        { label: fill(say.ofVictims[locale], { act: name }), ...chartedOf(said, locale), shape: "same" as const },
      ];
    })}
    nation={null}
    table={
      <FigureTable
        caption={say.glanceTitle[locale]}
        head={[
          { text: say.figure[locale] },
          numeric(say.onRecord[locale]),
          numeric(say.asSaid[locale]),
          { text: say.difference[locale] },
        ]}
        rows={acts.map((page) => [
          { text: actWords[page.act.act][locale] },
          numeric(figureText(page.done, locale)),
          numeric(figureText(page.said, locale)),
          { text: gapText(page, locale) },
        ])}
        figures={acts.flatMap(({ done, said }) => [done, said])}
        locale={locale}
      />
    }
  />
);

/** The same line of the nation's page. */
function besides(nation: RightPage | undefined): ReadonlyMap<string | null, Row> {
  const rows = nation
    ? [
        nation.told,
        ...nation.acts.flatMap(({ done, inTime, said }) => [done, ...(inTime ? [inTime] : []), said]),
        ...nation.items.map(({ row }) => row),
      ]
    : [];
  return new Map(rows.map((row) => [row.answer, row]));
}

type RightProps = {
  readonly page: RightPage;
  readonly nation: RightPage | undefined;
  readonly place: string | null;
  readonly locale: Locale;
  readonly addressOf: Props["addressOf"];
};

/** One right: what it is and who owes it, what is on record of it, and what victims say. */
const OneRight: FC<RightProps> = ({ page, nation, place, locale, addressOf }) => {
  const { right, told, acts, items } = page;
  const beside = besides(nation);
  const line = (name: string, here: Row): Line => ({ name, here, nation: beside.get(here.answer) ?? null });
  const recorded = [
    line(say.told[locale], told),
    ...acts.flatMap(({ act, done, inTime }) => [
      line(actWords[act.act][locale], done),
      ...(inTime && act.workingDays !== null ? [line(inTimeName(act.act, act.workingDays, locale), inTime)] : []),
    ]),
  ];
  const name = rightName(right.id, locale);
  return (
    <section aria-labelledby={right.id}>
      <h3 class="govuk-heading-m" id={right.id}>
        {name}
      </h3>
      <p class="govuk-body">{right.sentence[locale]}</p>
      <p class="govuk-body">
        {fill(say.owed[locale], { agencies: right.agencies.map((agency) => agencyWords[agency][locale]).join(", ") })}
      </p>
      {acts.map((each) => (
        <p class="govuk-body">{sentenceOf(each, locale)}</p>
      ))}
      {acts.length === 0 && <p class="govuk-body">{say.onlyTold[locale]}</p>}
      {acts.some(({ act }) => act.act === "support-referred") && <p class="govuk-body">{say.notWished[locale]}</p>}
      {right.unasked && <p class="govuk-body">{right.unasked[locale]}</p>}
      <Lines
        caption={fill(say.recordedCaption[locale], { right: name })}
        head={say.figure[locale]}
        lines={recorded}
        {...{ place, locale }}
      />
      <Lines
        caption={fill(say.saidCaption[locale], { right: name })}
        head={say.question[locale]}
        lines={[
          ...acts.map(({ act, said }) => {
            const asked = items.find(({ measure }) => measure.id === act.asked)?.measure.title[locale] ?? act.asked;
            const stage = codeWords.stage[act.stage][locale];
            return line(fill(say.askedAt[locale], { question: asked, stage }), said);
          }),
          ...items
            .filter(({ measure }) => !isSameAs(measure, acts))
            .map(({ measure, row }) => line(measure.title[locale], row)),
        ]}
        {...{ place, locale }}
      />
      <Downloads addressOf={addressOf([right.id])} locale={locale} />
    </section>
  );
};

/** A question that is asked at one stage alone says the same over all stages. */
const isSameAs = (
  { id, stages }: { readonly id: string; readonly stages: readonly string[] },
  acts: readonly ActPage[],
) => stages.length === 1 && acts.some(({ act }) => act.asked === id);

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

/** Every area's records beside what its victims say, in order of place. */
const EveryArea: FC<{ readonly areas: readonly AreaActs[]; readonly locale: Locale }> = ({ areas, locale }) => {
  const lines = areasInOrder.flatMap(({ code, name }) => {
    const line = areas.find(({ area }) => area === code);
    return line
      ? [{ name: name[locale], rows: [line.records, ...line.acts.flatMap(({ done, said }) => [done, said])] }]
      : [];
  });
  const heads = (areas[0]?.acts ?? []).flatMap(({ act }) =>
    [say.ofRecord, say.ofVictims].map((who) => fill(who[locale], { act: actShort[act.act][locale] })),
  );
  return (
    <>
      <h2 class="govuk-heading-l">{say.areasTitle[locale]}</h2>
      <p class="govuk-body">{say.areasLead[locale]}</p>
      <FigureTable
        caption={say.areasTitle[locale]}
        head={[{ text: levelWords.area[locale] }, numeric(say.records[locale]), ...heads.map(numeric)]}
        rows={lines.map(({ name, rows }) => [{ text: name }, ...rows.map((row) => numeric(figureText(row, locale)))])}
        figures={lines.flatMap(({ rows }) => rows)}
        locale={locale}
      />
    </>
  );
};

/** Right by right, what is on record beside what victims say: for the nation, or for an area beside it. */
export const RightsBody: FC<Props> = ({ release, page, nation, areas, area, locale, here, addressOf }) => {
  const place = area?.name[locale] ?? null;
  const ofNation = (from: string) => nation?.records.find((one) => one.from === from)?.row ?? null;
  return (
    <>
      <h1 class="govuk-heading-xl">
        {place === null ? say.title[locale] : fill(say.headingArea[locale], { area: place })}
      </h1>
      <p class="govuk-body-l">{say.lead[locale]}</p>
      <Designation release={release} locale={locale} />
      <h2 class="govuk-heading-m">{say.isTitle[locale]}</h2>
      <ul class="govuk-list govuk-list--bullet">
        <li>{fill(say.isRecorded[locale], { days: SETTLED_DAYS })}</li>
        <li>{say.isSaid[locale]}</li>
        <li>{say.isApart[locale]}</li>
      </ul>
      <AreaChoice area={area} here={here} locale={locale} />
      <h2 class="govuk-heading-l">{say.glanceTitle[locale]}</h2>
      <p class="govuk-body">{say.glanceLead[locale]}</p>
      <ul class="govuk-list govuk-list--bullet">
        {page.rights
          .flatMap(({ acts }) => acts)
          .map((act) => (
            <li>{sentenceOf(act, locale)}</li>
          ))}
      </ul>
      <Glance acts={page.rights.flatMap(({ acts }) => acts)} locale={locale} />
      <Downloads addressOf={addressOf([])} locale={locale} />
      <h2 class="govuk-heading-l">{say.recordsTitle[locale]}</h2>
      <p class="govuk-body">{say.recordsLead[locale]}</p>
      <Lines
        caption={say.records[locale]}
        head={say.figure[locale]}
        lines={page.records.map(({ from, row }) => ({
          name: stepWords[from][locale],
          here: row,
          nation: ofNation(from),
        }))}
        {...{ place, locale }}
      />
      <Downloads addressOf={addressOf([RECORDS])} locale={locale} />
      <h2 class="govuk-heading-l">{say.rightByRight[locale]}</h2>
      {page.rights.map((each) => (
        <OneRight
          page={each}
          nation={nation?.rights.find(({ right }) => right.id === each.right.id)}
          {...{ place, locale, addressOf }}
        />
      ))}
      {areas !== null && <EveryArea areas={areas} locale={locale} />}
      <h2 class="govuk-heading-l">{say.matrixTitle[locale]}</h2>
      <p class="govuk-body">{say.matrixLead[locale]}</p>
      <Downloads addressOf={addressOf([], "area")} locale={locale} />
      <p class="govuk-body">{say.intervalNote[locale]}</p>
      <AboutFigures release={release} participation={null} locale={locale} />
    </>
  );
};
