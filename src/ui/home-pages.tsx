import type { FC, PropsWithChildren } from "hono/jsx";
import { wordsIn } from "../instrument/languages.ts";
import { type Language, languageCodes, type Locale } from "../kernel/locale.ts";
import { type Area, areas } from "../results/codelist.ts";
import { inLanguage } from "./language-switch.tsx";
import { PublicPage } from "./layout.tsx";
import { homePhrases as say, monthNames, quarterMonths, type Statement } from "./phrases-home.ts";
import { designations } from "./phrases-results.ts";
import { fill, phrases } from "./phrases.ts";
import { Table } from "./table.tsx";
import { ScrollBox } from "./scroll-box.tsx";

/** What the home page says of a release. */
export type ReleaseLine = {
  readonly id: string;
  readonly period: string;
  readonly publishedOn: string | null;
  readonly label: string;
};

/** "2026Q1" as people say it. */
export const quarterWords = (period: string, locale: Locale) =>
  fill(say.quarter[locale], {
    months: quarterMonths[period.slice(5)]?.[locale] ?? period.slice(4),
    year: period.slice(0, 4),
  });

/** A day as people write it. Not by Intl: the runtime knows no Welsh, and would say it in American English. */
export const dayWords = (day: string, locale: Locale) => {
  const [year = "", month = "", date = ""] = day.split("-");
  return `${Number(date)} ${monthNames[Number(month) - 1]?.[locale] ?? month} ${year}`;
};

const Releases: FC<{ readonly releases: readonly ReleaseLine[]; readonly locale: Locale }> = ({ releases, locale }) => (
  <ScrollBox label={say.releasesHeading[locale]}>
    <Table
      head={[
        { text: say.period[locale] },
        { text: say.published[locale] },
        { text: say.status[locale] },
        { text: say.view[locale] },
      ]}
      firstCellIsHeader
      rows={releases.map(({ id, period, publishedOn, label }) => [
        { text: quarterWords(period, locale) },
        { text: publishedOn === null ? "" : dayWords(publishedOn, locale) },
        { text: designations.get(label)?.[locale] ?? label },
        {
          text: (
            <>
              <PageLink href={`/results/${id}/journey`} text={phrases.journey[locale]} locale={locale} />,{" "}
              <PageLink href={`/results/${id}/compare`} text={phrases.compare[locale]} locale={locale} />
            </>
          ),
        },
      ])}
    />
  </ScrollBox>
);

const PageLink: FC<{ readonly href: string; readonly text: string; readonly locale: Locale }> = ({
  href,
  text,
  locale,
}) => (
  <a class="govuk-link" href={inLanguage(href, locale)}>
    {text}
  </a>
);

function byRegion(locale: Locale): readonly (readonly [string, readonly Area[]])[] {
  const regions = Map.groupBy(areas, ({ region }) => region[locale]);
  return [...regions].map(
    ([region, inIt]) =>
      [region, inIt.toSorted((a, b) => a.name[locale].localeCompare(b.name[locale], locale))] as const,
  );
}

/** What this is, what has been published, and the way to every area. */
export const HomePage: FC<{ readonly locale: Locale; readonly releases: readonly ReleaseLine[] }> = ({
  locale,
  releases,
}) => (
  <PublicPage locale={locale} title={phrases.product[locale]} address="/">
    <h1 class="govuk-heading-xl">{say.heading[locale]}</h1>
    <div class="govuk-grid-row">
      <div class="govuk-grid-column-two-thirds">
        <p class="govuk-body-l">{say.introduction[locale]}</p>
        <p class="govuk-body">{say.noRank[locale]}</p>
      </div>
    </div>
    <h2 class="govuk-heading-l">{say.releasesHeading[locale]}</h2>
    {releases.length === 0 ? (
      <p class="govuk-body">{say.noReleases[locale]}</p>
    ) : (
      <>
        <ul class="govuk-list govuk-list--bullet">
          <li>
            <PageLink href="/results/latest/journey" text={phrases.journey[locale]} locale={locale} />:{" "}
            {say.journeyText[locale]}
          </li>
          <li>
            <PageLink href="/results/latest/compare" text={phrases.compare[locale]} locale={locale} />:{" "}
            {say.compareText[locale]}
          </li>
        </ul>
        <Releases releases={releases} locale={locale} />
      </>
    )}
    <h2 class="govuk-heading-l" id="areas">
      {say.areasHeading[locale]}
    </h2>
    <p class="govuk-body">{say.areasText[locale]}</p>
    <div class="app-columns">
      {byRegion(locale).map(([region, inIt]) => (
        <section class="app-columns__group">
          <h3 class="govuk-heading-s govuk-!-margin-bottom-1">{region}</h3>
          <ul class="govuk-list">
            {inIt.map(({ code, name }) => (
              <li>
                {releases.length === 0 ? (
                  name[locale]
                ) : (
                  <PageLink href={`/results/latest/area/${code}`} text={name[locale]} locale={locale} />
                )}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
    <h2 class="govuk-heading-l">{say.dataHeading[locale]}</h2>
    <p class="govuk-body">{say.dataText[locale]}</p>
    <ul class="govuk-list govuk-list--bullet">
      <li>
        <a class="govuk-link" href="/v1/reference">
          {say.dataReference[locale]}
        </a>
      </li>
      <li>
        <a class="govuk-link" href="/v1/releases">
          {say.dataReleases[locale]}
        </a>
      </li>
    </ul>
  </PublicPage>
);

type StatementProps = PropsWithChildren<{
  readonly locale: Language;
  readonly address: string;
  readonly statement: Statement;
  /** What stands for `{names}` in it. */
  readonly figures?: Readonly<Record<string, string | number>>;
}>;

/** A page of plain words, in every language that a victim may read in. */
export const StatementPage: FC<StatementProps> = ({ locale, address, statement, figures = {}, children }) => (
  <PublicPage locale={locale} offered={languageCodes} title={wordsIn(statement.heading, locale)} address={address}>
    <div class="govuk-grid-row">
      <div class="govuk-grid-column-two-thirds">
        <h1 class="govuk-heading-xl">{wordsIn(statement.heading, locale)}</h1>
        {statement.sections.map(({ heading, paragraphs }) => (
          <section>
            <h2 class="govuk-heading-m">{wordsIn(heading, locale)}</h2>
            {paragraphs.map((paragraph) => (
              <p class="govuk-body">{fill(wordsIn(paragraph, locale), figures)}</p>
            ))}
          </section>
        ))}
        {children}
      </div>
    </div>
  </PublicPage>
);
