import type { FC } from "hono/jsx";
import { stages } from "../domain/dimension.ts";
import type { Locale } from "../kernel/locale.ts";
import type { Quarter } from "../kernel/time.ts";
import type { AgencyAtStage, AgencyInArea, AreaPage, Placed } from "../results/area.ts";
import type { ChangeSince } from "../results/change-since.ts";
import { type Area, regionCode } from "../results/codelist.ts";
import type { LessHeard } from "../results/heard.ts";
import type { Participation } from "../results/rates.ts";
import type { ProfileLine } from "../results/small-area.ts";
import type { ReleaseHead, Row } from "../results/table.ts";
import type { Window } from "../results/window.ts";
import { quarterWords } from "./home-pages.tsx";
import { agencyWords, codeWords, levelWords, resultsPhrases as words } from "./phrases-results.ts";
import { trendsPhrases as say } from "./phrases-results-trends.ts";
import { fill } from "./phrases.ts";
import { BandMeanings, scoreText, WindowChoice } from "./results-bands.tsx";
import { areasInOrder, comparedText } from "./results-compare.tsx";
import { NotHeard } from "./results-heard.tsx";
import { NearestFigure, NearestInRow, ProfileSummary } from "./results-nearest.tsx";
import { labelsIn } from "./results-labels.ts";
import {
  AboutFigures,
  baseText,
  ChoiceForm,
  countText,
  Designation,
  Downloads,
  figureText,
  FigureTable,
  intervalText,
  numeric,
  ParticipationTable,
  signedTexts,
} from "./results-parts.tsx";
import { Select } from "./select.tsx";
import { inLanguage } from "./language-switch.tsx";

const rowsOf = (placed: readonly (Placed | null)[]): readonly Row[] =>
  placed.flatMap((one) => (one ? [one.here, one.nation, ...(one.nearest ? [one.nearest.row] : [])] : []));

/** How a figure moved since the quarter before, and whether that is more than chance. */
function changeText(change: ChangeSince | null, locale: Locale): string {
  if (change === null) return say.changeNone[locale];
  const { difference, isBeyondChance } = change;
  const [told = "", lower = "", upper = ""] = signedTexts([difference, change.lower, change.upper]);
  const isOne = told.slice(1) === "1";
  const points = isOne ? `${told.slice(0, 1)}${say.onePoint[locale]}` : fill(say.points[locale], { points: told });
  return fill((isBeyondChance ? say.changeBeyond : say.changeChance)[locale], { points, lower, upper });
}

/** How a figure compares. Where another stands in its place, that is said there, and no region's a second time. */
const comparedOf = ({ compared, nearest }: Placed, locale: Locale) =>
  comparedText(nearest === null ? compared : { ...compared, pooled: null }, locale);

/** A cell of the matrix: figure, interval, base, the nation and the band, one under the other. */
const PlacedCell: FC<{ readonly placed: Placed | null; readonly all?: Row | null; readonly locale: Locale }> = ({
  placed,
  all = null,
  locale,
}) => {
  if (placed === null) return <>[z]</>;
  const { here, nation, compared, change, nearest } = placed;
  return (
    <>
      <strong class="app-cell__figure">{figureText(here, locale)}</strong>
      {here.value !== null && <span class="app-cell__line">{intervalText(here, locale)}</span>}
      {here.base !== null && (
        <span class="app-cell__line">{fill(words.baseBeside[locale], { base: countText(here.base) })}</span>
      )}
      <span class="app-cell__line">{fill(words.nationBeside[locale], { value: figureText(nation, locale) })}</span>
      {(compared.band !== null || (compared.pooled !== null && nearest === null)) && (
        <span class="app-cell__line">{comparedOf(placed, locale)}</span>
      )}
      {change !== null && <span class="app-cell__line">{changeText(change, locale)}</span>}
      <NearestInRow nearest={nearest} all={all} locale={locale} />
    </>
  );
};

/** Every agency by stage, and over all stages. */
const Matrix: FC<{ readonly agencies: readonly AgencyInArea[]; readonly locale: Locale }> = ({ agencies, locale }) => (
  <FigureTable
    caption={words.areaAgencies[locale]}
    head={[
      { text: words.agency[locale] },
      ...stages.map((stage) => ({ text: codeWords.stage[stage][locale] })),
      { text: words.allStages[locale] },
    ]}
    rows={agencies.map(({ agency, overall, stages: at }) => [
      { text: agencyWords[agency][locale] },
      ...stages.map((stage) => ({
        text: (
          <PlacedCell
            placed={at.find((one) => one.stage === stage)?.respect ?? null}
            all={overall?.here ?? null}
            locale={locale}
          />
        ),
      })),
      { text: <PlacedCell placed={overall} locale={locale} /> },
    ])}
    figures={agencies.flatMap(({ overall, stages: at }) => rowsOf([overall, ...at.map(({ respect }) => respect)]))}
    locale={locale}
  />
);

type Line = { readonly stage: string; readonly placed: Placed };

type LinesProps = {
  readonly caption: string;
  readonly lines: readonly Line[];
  /** Whether changes since the quarter before are told: not of several quarters. */
  readonly hasChanges: boolean;
  readonly locale: Locale;
};

/** Questions of one agency, or of all together: one row each. */
const PlacedTable: FC<LinesProps> = ({ caption, lines, hasChanges, locale }) => {
  const { measure } = labelsIn(locale);
  return (
    <FigureTable
      caption={caption}
      head={[
        { text: levelWords.measure[locale] },
        { text: levelWords.stage[locale] },
        numeric(words.here[locale]),
        { text: words.interval[locale] },
        numeric(words.funnelBase[locale]),
        numeric(words.nation[locale]),
        numeric(say.scoreAdjusted[locale]),
        { text: words.compared[locale] },
        ...(hasChanges ? [{ text: say.change[locale] }] : []),
      ]}
      rows={lines.map(({ stage, placed }) => {
        const { measure: id, here, nation, compared, change, nearest } = placed;
        return [
          { text: measure(id) },
          { text: stage },
          numeric(
            <>
              {figureText(here, locale)}
              <NearestFigure nearest={nearest} locale={locale} />
            </>,
          ),
          { text: intervalText(here, locale) },
          numeric(baseText(here)),
          numeric(figureText(nation, locale)),
          numeric(compared.score ? scoreText(compared.score.value) : `[${here.symbol ?? "x"}]`),
          { text: comparedOf(placed, locale) },
          ...(hasChanges ? [{ text: changeText(change, locale) }] : []),
        ];
      })}
      figures={rowsOf(lines.map(({ placed }) => placed))}
      locale={locale}
    />
  );
};

type Props = {
  readonly release: ReleaseHead;
  readonly area: Area;
  readonly page: AreaPage;
  /** All figures by stage, and what can be told in their places. */
  readonly lines: readonly ProfileLine[];
  readonly participation: readonly {
    readonly stage: (typeof stages)[number];
    readonly participation: Participation | null;
  }[];
  readonly all: Participation | null;
  readonly less: readonly LessHeard[];
  /** Null for the quarter. */
  readonly window: Window | null;
  readonly isRefused: boolean;
  /** The quarter that changes are since; null where there is none. */
  readonly since: Quarter | null;
  readonly locale: Locale;
  readonly here: string;
  readonly addressOf: (measures: readonly string[]) => (extension: string) => string;
};

/** Other pages about the same area. */
const More: FC<Pick<Props, "release" | "area" | "locale">> = ({ release, area, locale }) => {
  const page = (name: string) => inLanguage(`/results/${release.id}/${name}?area=${area.code}`, locale);
  return (
    <>
      <h2 class="govuk-heading-m">{fill(say.moreTitle[locale], { area: area.name[locale] })}</h2>
      <ul class="govuk-list">
        {[
          { text: say.moreTrends[locale], href: page("trends") },
          { text: say.moreRights[locale], href: page("rights") },
          { text: say.moreClosure[locale], href: page("closure") },
        ].map(({ text, href }) => (
          <li>
            <a class="govuk-link" href={href}>
              {text}
            </a>
          </li>
        ))}
      </ul>
    </>
  );
};

/** All figures of an agency at a stage. */
const placedAt = ({ respect, items }: AgencyAtStage) => [...(respect ? [respect] : []), ...items];

/** What every agency was asked about beside respect: a table for each. */
const Items: FC<Pick<Props, "page" | "window" | "locale" | "addressOf">> = ({ page, window, locale, addressOf }) => (
  <>
    {page.agencies.map(({ agency, stages: at }) => {
      const lines = at.flatMap(({ stage, items }) =>
        items.map((placed) => ({ stage: codeWords.stage[stage][locale], placed })),
      );
      if (lines.length === 0) return <></>;
      return (
        <>
          <h3 class="govuk-heading-m">{agencyWords[agency][locale]}</h3>
          <PlacedTable
            caption={agencyWords[agency][locale]}
            lines={lines}
            hasChanges={window === null}
            locale={locale}
          />
          <Downloads addressOf={addressOf(lines.map(({ placed }) => placed.measure))} locale={locale} />
        </>
      );
    })}
  </>
);

/** One page for a board: every agency, every stage, one area, beside the nation (decisions.md 28). */
export const AreaBody: FC<Props> = (props) => {
  const { release, area, page, lines, participation, all, less, window, isRefused, since, locale, here, addressOf } =
    props;
  const whole = page.whole.flatMap(({ stage, overall, informed }): readonly Line[] =>
    [overall, informed].flatMap((placed) => (placed ? [{ stage: codeWords.stage[stage][locale], placed }] : [])),
  );
  const placed = [
    ...whole.map((line) => line.placed),
    ...page.agencies.flatMap(({ stages: at }) => at.flatMap(placedAt)),
  ];
  const unscored = Math.max(0, ...placed.map((one) => one.unscored));
  return (
    <>
      <span class="govuk-caption-xl">{area.region[locale]}</span>
      <h1 class="govuk-heading-xl">{fill(words.areaHeading[locale], { area: area.name[locale] })}</h1>
      <Designation release={release} quarters={window?.quarters} locale={locale} />
      <WindowChoice
        release={release}
        window={window}
        isRefused={isRefused}
        addresses={{ quarter: here, year: `${here}?window=4q` }}
        locale={locale}
      />
      <ProfileSummary
        area={area}
        lines={lines}
        addressOf={(extension) =>
          `/v1/releases/${release.id}/areas/${area.code}/profile.${extension}${window === null ? "" : "?window=4q"}`
        }
        locale={locale}
      />
      {unscored > 0 && <p class="govuk-body">{fill(say.basisUnscored[locale], { quarters: String(unscored) })}</p>}
      <p class="govuk-body">{say.basisArea[locale]}</p>
      <BandMeanings release={release} locale={locale} />
      <h2 class="govuk-heading-l">{words.areaAgencies[locale]}</h2>
      <p class="govuk-body">{words.areaAgenciesLead[locale]}</p>
      {since !== null && (
        <p class="govuk-body">{fill(say.changeSince[locale], { quarter: quarterWords(since, locale) })}</p>
      )}
      <Matrix agencies={page.agencies} locale={locale} />
      <Downloads addressOf={addressOf(page.agencies.map(({ agency }) => `C2.${agency}`))} locale={locale} />
      <h2 class="govuk-heading-l">{words.areaWhole[locale]}</h2>
      <PlacedTable caption={words.areaWhole[locale]} lines={whole} hasChanges={window === null} locale={locale} />
      <Downloads addressOf={addressOf(["C1", "C3"])} locale={locale} />
      <h2 class="govuk-heading-l">{words.areaItems[locale]}</h2>
      <Items page={page} window={window} locale={locale} addressOf={addressOf} />
      <NotHeard area={area} participation={participation} less={less} locale={locale} />
      <h2 class="govuk-heading-l">{words.fallAwayTitle[locale]}</h2>
      <p class="govuk-body">{words.fallAwayLead[locale]}</p>
      <ParticipationTable
        stages={participation.map(({ stage, participation: took }) => ({
          name: codeWords.stage[stage][locale],
          participation: took,
        }))}
        locale={locale}
      />
      <Downloads addressOf={addressOf(["frame"])} locale={locale} />
      <More release={release} area={area} locale={locale} />
      <AboutFigures release={release} participation={all} locale={locale} />
    </>
  );
};

/** All areas by region, and a form for those who would rather choose. */
export const AreaChooser: FC<{ readonly release: string; readonly locale: Locale }> = ({ release, locale }) => {
  const regions = [...new Set(areasInOrder.map(regionCode))].map((code) =>
    areasInOrder.filter((area) => regionCode(area) === code),
  );
  const groups = regions.map((members) => ({
    label: members[0]?.region[locale] ?? null,
    options: members.map(({ code, name }) => ({ value: code, text: name[locale] })),
  }));
  return (
    <>
      <h1 class="govuk-heading-xl">{words.areaTitle[locale]}</h1>
      <p class="govuk-body-l">{words.areaLead[locale]}</p>
      <ChoiceForm action={`/results/${release}/area`} locale={locale}>
        <Select name="code" label={words.chooseArea[locale]} chosen={null} groups={groups} />
      </ChoiceForm>
      <div class="app-columns">
        {groups.map(({ label, options }) => (
          <div class="app-columns__group">
            <h2 class="govuk-heading-s govuk-!-margin-bottom-1">{label}</h2>
            <ul class="govuk-list">
              {options.map(({ value, text }) => (
                <li>
                  <a class="govuk-link" href={inLanguage(`/results/${release}/area/${value}`, locale)}>
                    {text}
                  </a>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </>
  );
};
