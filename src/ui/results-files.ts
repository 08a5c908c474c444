import { dispositions } from "../domain/disposition.ts";
import type { Locale, Localised } from "../kernel/locale.ts";
import type { DescribedFile, FileColumn } from "../results/csv-description.ts";
import { rateNames } from "../results/quality-outcomes.ts";
import type { ReleaseHead } from "../results/table.ts";
import { trendColumns } from "../results/trends-output.ts";
import { columnWords, designations, dispositionWords } from "./phrases-results.ts";
import { fileColumnWords, fileTitles } from "./phrases-results-files.ts";
import { fill } from "./phrases.ts";
import { rateName } from "./results-quality-labels.ts";

// What the files that are no tables of a release say of themselves (CSVW): their columns, in words, and their keys.

const words: Readonly<Record<string, Localised>> = { ...columnWords, ...fileColumnWords };

const numbers = new Set(["value", "lower_95", "upper_95", "base_unweighted", "base", "eligible", "opened", "answered"]);

/** Columns in which nothing may stand. */
const blank = new Set(["agency", "base"]);

const datatypeOf = (name: string): FileColumn["datatype"] => {
  if (name === "period_start") return "date";
  if (name === "period_duration") return "duration";
  return numbers.has(name) || /^count_|_percent$|_points$/.test(name) ? "number" : "string";
};

/** `count_NC` and `RR1_percent` in the words of the quality statement; every other column by its own. */
function titleOf(name: string, locale: Locale): string {
  const disposition = dispositions.find((one) => name === `count_${one}`);
  if (disposition !== undefined)
    return fill(fileColumnWords.count[locale], { words: dispositionWords[disposition][locale] });
  const rate = rateNames.find((one) => name === `${one}_percent`);
  if (rate !== undefined) return fill(fileColumnWords.percent[locale], { words: rateName(rate, locale) });
  return words[name]?.[locale] ?? name;
}

const columnsOf = (names: readonly string[], locale: Locale, optional: ReadonlySet<string>): readonly FileColumn[] =>
  names.map((name) => ({
    name,
    titles: titleOf(name, locale),
    datatype: datatypeOf(name),
    isRequired: !optional.has(name),
  }));

const releaseOf = (release: ReleaseHead, locale: Locale) => ({
  release,
  designation: designations.get(release.label)?.[locale] ?? release.label,
});

/** A trend's CSV. @param of What it is of, in words. */
export const trendFile = (of: string, url: string, locale: Locale): DescribedFile => ({
  url,
  title: fill(fileTitles.trend[locale], { of }),
  locale,
  columns: columnsOf(trendColumns, locale, new Set()),
  primaryKey: ["area_code", "stage", "item", "period_start"],
  of: null,
});

/** The CSV of what comments are about. */
export const themesFile = (release: ReleaseHead, columns: readonly string[], locale: Locale): DescribedFile => ({
  url: "themes.csv",
  title: fileTitles.themes[locale],
  locale,
  columns: columnsOf(columns, locale, new Set([...blank, "status"])),
  primaryKey: ["area_code", "theme"],
  of: releaseOf(release, locale),
});

/** The CSV of counts, rates and smallest detectable changes by area and stage. */
export const qualityFile = (release: ReleaseHead, columns: readonly string[], locale: Locale): DescribedFile => ({
  url: "areas.csv",
  title: fileTitles.quality[locale],
  locale,
  columns: columnsOf(columns, locale, new Set()),
  primaryKey: ["area_code", "stage"],
  of: releaseOf(release, locale),
});
