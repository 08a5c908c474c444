import { NOT_STATED } from "../domain/dimension.ts";
import type { Locale, Localised } from "../kernel/locale.ts";
import { areaOf, type Level, regionName } from "../results/codelist.ts";
import type { Labels } from "../results/labels.ts";
import { surveyMeasure } from "../results/measures.ts";
import { dayWords, quarterWords } from "./home-pages.tsx";
import { trendsPhrases } from "./phrases-results-trends.ts";
import { fill } from "./phrases.ts";
import {
  agencyShort,
  codeWords,
  columnWords,
  designations,
  dispositionWords,
  figureWords,
  levelWords,
  notStated,
  resultsPhrases,
  specialAnswers,
  symbolWords,
} from "./phrases-results.ts";

type Words = { readonly [code: string]: Localised };

const wordOf = (words: Words, code: string): Localised => words[code] ?? { en: code, cy: code };

/** The name of a code of a level: an area, a region, a stage, an offence group. */
export function codeName(level: Level, code: string): Localised {
  if (code === NOT_STATED) return notStated;
  if (level === "area") return areaOf(code)?.name ?? { en: code, cy: code };
  if (level === "region") return regionName(code) ?? { en: code, cy: code };
  return wordOf(codeWords[level], code);
}

export const agencyShortName = (code: string, locale: Locale) => wordOf(agencyShort, code)[locale];

/** A quarter (`2026Q1`), or the four that begin on a day (`2025-07-01/P1Y`). */
function periodWords(period: string, locale: Locale): string {
  const [start = "", duration] = period.split("/");
  if (duration === undefined) return quarterWords(period, locale);
  const [, months = "12"] = /^P(\d+)M$/.exec(duration) ?? [];
  const words = months === "12" ? trendsPhrases.period : trendsPhrases.periodShort;
  return fill(words[locale], { months, from: dayWords(start, locale) });
}

/** The words of every output of the results in one language. */
export const labelsIn = (locale: Locale): Labels => ({
  locale,
  level: (level) => levelWords[level][locale],
  code: (level, code) => codeName(level, code)[locale],
  measure: (id) => {
    if (id === "base") return resultsPhrases.answered[locale];
    if (id === "frame") return resultsPhrases.fallAwayTitle[locale];
    return surveyMeasure(id)?.title[locale] ?? id;
  },
  answer: (measure, code) => {
    const option = surveyMeasure(measure)?.options.find((one) => one.code === code);
    return (option?.text ?? wordOf(measure === "frame" ? dispositionWords : specialAnswers, code))[locale];
  },
  figure: (figure, statistic) => (figure === "value" ? figureWords[statistic] : figureWords[figure])[locale],
  symbol: (symbol) => symbolWords[symbol][locale],
  column: (column) => columnWords[column][locale],
  period: (period) => periodWords(period, locale),
  designation: (label) => designations.get(label)?.[locale] ?? label,
  all: resultsPhrases.englandAndWales[locale],
});
