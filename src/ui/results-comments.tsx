import type { FC } from "hono/jsx";
import { isWelsh, themes } from "../domain/moderation.ts";
import type { Locale } from "../kernel/locale.ts";
import type { Area } from "../results/codelist.ts";
import type { ReleaseHead } from "../results/table.ts";
import type { ThemeRow } from "../results/themes.ts";
import { commentsResultsPhrases as say } from "./phrases-results-comments.ts";
import { resultsPhrases as words } from "./phrases-results.ts";
import { fill } from "./phrases.ts";
import { areasInOrder } from "./results-compare.tsx";
import { ChoiceForm, countText, Designation, FigureTable, numeric, percentText } from "./results-parts.tsx";
import { Select } from "./select.tsx";

type Props = {
  readonly release: ReleaseHead;
  readonly rows: readonly ThemeRow[];
  readonly waiting: number;
  readonly quotes: readonly { readonly text: string }[];
  /** The area that is looked at; undefined for the nation. */
  readonly area: Area | undefined;
  readonly locale: Locale;
  readonly here: string;
};

const themeName = (code: string, locale: Locale) => themes.find((theme) => theme.code === code)?.[locale] ?? code;

const shareText = ({ percent, base, symbol }: ThemeRow) =>
  percent === null ? "[c]" : `${percentText(percent, base)}${symbol === null ? "" : ` [${symbol}]`}`;

const limitsText = ({ lower, upper, base }: ThemeRow, locale: Locale) =>
  lower === null || upper === null
    ? "[c]"
    : fill(words.intervalText[locale], { lower: percentText(lower, base), upper: percentText(upper, base) });

/** Themes of comments as a table, and a few comments in the words of those who wrote them. */
export const CommentsBody: FC<Props> = ({ release, rows, waiting, quotes, area, locale, here }) => (
  <>
    <h1 class="govuk-heading-xl">{say.title[locale]}</h1>
    <p class="govuk-body-l">{say.lead[locale]}</p>
    <Designation release={release} locale={locale} />
    <ChoiceForm action={here} locale={locale}>
      <Select
        name="area"
        label={say.choose[locale]}
        chosen={area?.code ?? ""}
        groups={[
          {
            label: null,
            options: [
              { value: "", text: say.whole[locale] },
              ...areasInOrder.map(({ code, name }) => ({ value: code, text: name[locale] })),
            ],
          },
        ]}
      />
    </ChoiceForm>
    <h2 class="govuk-heading-l">{`${say.themes[locale]}: ${area?.name[locale] ?? say.whole[locale]}`}</h2>
    {rows.length === 0 ? (
      <p class="govuk-body">{say.none[locale]}</p>
    ) : (
      <>
        <p class="govuk-body">{fill(say.limits[locale], { waiting: countText(waiting) })}</p>
        <FigureTable
          caption={say.themes[locale]}
          head={[
            { text: say.theme[locale] },
            numeric(say.share[locale]),
            { text: words.interval[locale] },
            numeric(say.base[locale]),
          ]}
          rows={rows.map((row) => [
            { text: themeName(row.theme, locale) },
            numeric(shareText(row)),
            { text: limitsText(row, locale) },
            numeric(row.base === null ? "[c]" : countText(row.base)),
          ])}
          figures={rows}
          locale={locale}
        />
        <p class="govuk-body-s">
          <a class="govuk-link" href={`/v1/releases/${release.id}/themes.csv`}>
            {say.csv[locale]}
          </a>
          {", "}
          <a class="govuk-link" href={`/v1/releases/${release.id}/themes.json`}>
            {say.json[locale]}
          </a>
        </p>
      </>
    )}
    <h2 class="govuk-heading-l">{say.quotes[locale]}</h2>
    <p class="govuk-body">{quotes.length === 0 ? say.noQuotes[locale] : say.quotesLead[locale]}</p>
    {quotes.map(({ text }) => (
      <blockquote class="govuk-inset-text" lang={isWelsh(text) ? "cy" : "en"}>
        {text}
      </blockquote>
    ))}
  </>
);
