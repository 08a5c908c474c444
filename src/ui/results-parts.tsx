import type { Child, FC, PropsWithChildren } from "hono/jsx";
import type { Locale } from "../kernel/locale.ts";
import type { Participation } from "../results/rates.ts";
import type { CellSymbol, ReleaseHead, Row } from "../results/table.ts";
import { disclosureRules } from "../statistics/rules.ts";
import type { Band } from "../statistics/bands.ts";
import { dayWords, quarterWords } from "./home-pages.tsx";
import { InsetText } from "./inset-text.tsx";
import { inLanguage } from "./language-switch.tsx";
import { trendsPhrases } from "./phrases-results-trends.ts";
import { bandWords, designations, resultsPhrases as words, symbolWords } from "./phrases-results.ts";
import { qualityPhrases as quality } from "./phrases-results-quality.ts";
import { fill } from "./phrases.ts";
import { type Cell, Table } from "./table.tsx";
import { ScrollBox } from "./scroll-box.tsx";

/** A count as people read it: 1,240. */
export const countText = (count: number) => count.toLocaleString("en-GB");

/** Per cent with as many decimals as it was rounded to: one from a base of 1,000, none below. */
export const percentText = (percent: number, base: number | null) =>
  `${percent.toFixed((base ?? 0) >= disclosureRules.largeBase ? 1 : 0)}%`;

/** A figure that may be a bound, in words. */
export const codedText = (figure: string, coding: Row["coding"], locale: Locale): string =>
  coding === null ? figure : fill((coding === "at-most" ? words.atMost : words.atLeast)[locale], { value: figure });

/** A percentage as people read it: `65%`, `at most 2%`, `[c]`; with `[u]` where it is of low reliability. */
export function figureText({ value, base, coding, symbol }: Row, locale: Locale): string {
  const mark = symbol === null ? "" : `[${symbol}]`;
  if (value === null) return mark;
  return `${codedText(percentText(value, base), coding, locale)} ${mark}`.trim();
}

/** Differences as people read them, with their sign, and all with a decimal where any of them has one: `+4.0`, `−12.5`. */
export function signedTexts(points: readonly number[]): readonly string[] {
  const digits = points.every(Number.isInteger) ? 0 : 1;
  return points.map((one) => `${one > 0 ? "+" : ""}${one.toFixed(digits)}`.replace("-", "\u2212"));
}

/** The same with no plus, for words that say which way. */
export function plainTexts(points: readonly number[]): readonly string[] {
  const digits = points.every(Number.isInteger) ? 0 : 1;
  return points.map((one) => one.toFixed(digits).replace("-", "\u2212"));
}

/** A figure as a chart draws it: a bound is told in words alone, since a mark would say that it is exact. */
export function chartedOf(row: Row, locale: Locale) {
  const { value, lower, upper } = row.coding === null ? row : { value: null, lower: null, upper: null };
  return { value, lower, upper, text: figureText(row, locale) };
}

/** The 95 % interval in words, or the symbol that says why there is none. */
export const intervalText = ({ lower, upper, base, symbol }: Row, locale: Locale): string =>
  lower === null || upper === null
    ? `[${symbol ?? "z"}]`
    : fill(words.intervalText[locale], { lower: percentText(lower, base), upper: percentText(upper, base) });

/** The base, or the symbol that says why it is not told. */
export const baseText = ({ base, symbol }: Pick<Row, "base" | "symbol">) =>
  base === null ? `[${symbol ?? "c"}]` : countText(base);

const rateText = (rate: number | null, locale: Locale) => (rate === null ? words.notAvailable[locale] : `${rate}%`);

/** A band in words; where there is none, why. */
export function bandText(band: Band | null, row: Row, locale: Locale): string {
  if (band !== null) return bandWords[band][locale];
  if (row.symbol === null) return trendsPhrases.notScored[locale];
  return row.symbol === "z" || row.symbol === "x" ? words.notCompared0[locale] : words.notCompared[locale];
}

/** How charts draw a band: two grades of better are one shape, and the words tell them apart. */
export function shapeOf(band: Band | null): "better" | "worse" | "same" | "unbanded" {
  if (band === null) return "unbanded";
  if (band === "about-the-same") return "same";
  return band === "better" || band === "much-better" ? "better" : "worse";
}

/** What the symbols mean that a table's rows hold. Stands above the table. */
export const SymbolKey: FC<{ readonly rows: readonly Pick<Row, "symbol">[]; readonly locale: Locale }> = ({
  rows,
  locale,
}) => {
  const used = new Set(rows.map(({ symbol }) => symbol));
  const shown = (["c", "u", "z", "x"] as const satisfies readonly CellSymbol[]).filter((symbol) => used.has(symbol));
  if (shown.length === 0) return <></>;
  return (
    <div>
      <p class="govuk-body-s govuk-!-margin-bottom-1">{words.symbolsTitle[locale]}</p>
      <ul class="govuk-list govuk-body-s">
        {shown.map((symbol) => (
          <li>{symbolWords[symbol][locale]}</li>
        ))}
      </ul>
    </div>
  );
};

type BoxedTableProps = {
  readonly caption: string;
  readonly head: readonly Cell[];
  readonly rows: readonly (readonly Cell[])[];
};

/** A table in a box that scrolls on a narrow screen. */
export const BoxedTable: FC<BoxedTableProps> = ({ caption, head, rows }) => (
  <ScrollBox label={caption}>
    <Table
      caption={caption}
      captionClasses="govuk-table__caption--s"
      head={head}
      rows={rows}
      firstCellIsHeader
      classes="govuk-table--small-text-until-tablet"
    />
  </ScrollBox>
);

type FigureTableProps = BoxedTableProps & {
  /** The figures that the table shows, for the key of its symbols. */
  readonly figures: readonly Pick<Row, "symbol">[];
  readonly locale: Locale;
};

/** A table with its symbols explained above it. */
export const FigureTable: FC<FigureTableProps> = ({ figures, locale, ...table }) => (
  <>
    <SymbolKey rows={figures} locale={locale} />
    <BoxedTable {...table} />
  </>
);

export const numeric = (text: Child): Cell => ({ text, format: "numeric" });

/** Where the same figures can be got: CSV with its metadata, and JSON-stat. */
export const Downloads: FC<{ readonly addressOf: (extension: string) => string; readonly locale: Locale }> = ({
  addressOf,
  locale,
}) => (
  <p class="govuk-body-s">
    {`${words.download[locale]}: `}
    <a class="govuk-link" href={addressOf("csv")}>
      {words.downloadCsv[locale]}
    </a>
    {", "}
    <a class="govuk-link" href={addressOf("csv-metadata.json")}>
      {words.downloadMetadata[locale]}
    </a>
    {", "}
    <a class="govuk-link" href={addressOf("json")}>
      {words.downloadJson[locale]}
    </a>
  </p>
);

/** That the release was corrected, or corrects another; nothing of most. */
const CorrectionNote: FC<{ readonly release: ReleaseHead; readonly locale: Locale }> = ({ release, locale }) => (
  <>
    {release.correctedBy !== undefined && (
      <p class="govuk-body govuk-!-margin-top-3">
        <strong>{quality.superseded[locale]}</strong>{" "}
        <a class="govuk-link" href={inLanguage(`/results/${release.correctedBy}/journey`, locale)}>
          {quality.supersededLink[locale]}
        </a>
      </p>
    )}
    {release.corrects !== undefined && (
      <p class="govuk-body govuk-!-margin-top-3">
        <a class="govuk-link" href={inLanguage(`/results/${release.id}/quality#revisions`, locale)}>
          {quality.correctionNote[locale]}
        </a>
      </p>
    )}
  </>
);

type DesignationProps = {
  readonly release: ReleaseHead;
  /** The quarters that the figures are of, oldest first; the release's alone where it is left out. */
  readonly quarters?: readonly string[] | undefined;
  readonly locale: Locale;
};

/** What the figures are and are not: said before any of them. */
export const Designation: FC<DesignationProps> = ({ release, quarters = [release.period], locale }) => (
  <InsetText
    text={
      <>
        {designations.get(release.label)?.[locale] ?? release.label}{" "}
        {fill((quarters.length > 1 ? words.aboutQuarters : words.aboutPeriod)[locale], {
          period: quarterWords(quarters.at(-1) ?? release.period, locale),
          count: quarters.length,
          first: quarterWords(quarters[0] ?? release.period, locale),
          last: quarterWords(quarters.at(-1) ?? release.period, locale),
          published: release.publishedOn === null ? words.notAvailable[locale] : dayWords(release.publishedOn, locale),
          methodology: release.methodology,
        })}
        <CorrectionNote release={release} locale={locale} />
      </>
    }
  />
);

type AboutProps = {
  readonly release: ReleaseHead;
  readonly participation: Participation | null;
  readonly locale: Locale;
};

/** How far the figures reach: the noise, the response rate, and who we did not hear from. */
export const AboutFigures: FC<AboutProps> = ({ release, participation, locale }) => (
  <section aria-labelledby="about">
    <h2 class="govuk-heading-m" id="about">
      {words.about[locale]}
    </h2>
    {participation && (
      <p class="govuk-body">
        {fill(words.aboutRates[locale], {
          rate: rateText(participation.rates.rr1, locale),
          unsafe: rateText(participation.rates.unsafe, locale),
        })}
      </p>
    )}
    <p class="govuk-body">{words.aboutNotHeard[locale]}</p>
    {participation && <p class="govuk-body">{words.aboutTexts[locale]}</p>}
    <p class="govuk-body">{words.aboutNoise[locale]}</p>
    <p class="govuk-body-s app-break">{fill(words.aboutHash[locale], { release: release.id, hash: release.hash })}</p>
  </section>
);

type ParticipationTableProps = {
  readonly stages: readonly { readonly name: string; readonly participation: Participation | null }[];
  readonly locale: Locale;
};

const symbolOf = (took: Participation | null) => (took === null ? "x" : took.counts.answered === null ? "c" : null);

const countOf = (took: Participation | null, name: keyof Participation["counts"]) => {
  const count = took?.counts[name] ?? null;
  return count === null ? `[${symbolOf(took) ?? "c"}]` : countText(count);
};

/** Where people fall away: counts by stage, and the response rate beside them. */
export const ParticipationTable: FC<ParticipationTableProps> = ({ stages, locale }) => {
  const counted = ["eligible", "unsafe", "unreachable", "notSampled", "delivered", "opened", "answered"] as const;
  const rows = counted.map((name): readonly Cell[] => [
    { text: words[name][locale] },
    ...stages.map(({ participation }) => numeric(countOf(participation, name))),
  ]);
  const rates: readonly Cell[] = [
    { text: words.rr1[locale] },
    ...stages.map(({ participation }) => numeric(rateText(participation?.rates.rr1 ?? null, locale))),
  ];
  return (
    <FigureTable
      caption={words.fallAwayTitle[locale]}
      head={[{ text: words.countHead[locale] }, ...stages.map(({ name }) => numeric(name))]}
      rows={[...rows, rates]}
      figures={stages.map(({ participation }) => ({ symbol: symbolOf(participation) }))}
      locale={locale}
    />
  );
};

/** A form that asks for another page of figures: no script, no state. */
export const ChoiceForm: FC<PropsWithChildren<{ readonly action: string; readonly locale: Locale }>> = ({
  action,
  locale,
  children,
}) => (
  <form method="get" action={action} class="app-choose">
    {locale === "cy" && <input type="hidden" name="lang" value="cy" />}
    {children}
    <button type="submit" class="govuk-button govuk-button--secondary" data-module="govuk-button">
      {words.show[locale]}
    </button>
  </form>
);
