import * as v from "valibot";
import polish from "../../surveys/languages/pl.json" with { type: "json" };
import {
  type FurtherLanguage,
  isLocale,
  type Language,
  languageCodes,
  type Localised,
  type Readable,
} from "../kernel/locale.ts";
import { standIn } from "../kernel/stand-in.ts";
import { instruments } from "./registry.ts";

/**
 * A further language as a file: what stands for each English text. By the English itself, so that a translation cannot
 * outlive the words that it translates: whoever changes a question takes its translations away until they are made anew.
 */
const languageSchema = v.strictObject({
  /** Whether a translator has signed it off. */
  translation: v.picklist(["awaiting-sign-off", "signed-off"]),
  words: v.record(v.string(), v.pipe(v.string(), v.nonEmpty())),
});

const files: { readonly [L in FurtherLanguage]: unknown } = { pl: polish };

const PERIOD = "{period}";

/** Words with `{period}` in them once more for each instrument, its own words for the time filled in. */
function withPeriods(words: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const periods = [...new Set(instruments.map(({ period }) => period.en))];
  return new Map(
    Object.entries(words).flatMap(([english, translation]) => {
      if (!english.includes(PERIOD)) return [[english, translation] as const];
      return periods.flatMap((period) => {
        const translated = words[period];
        const filled = translated && translation.replaceAll(PERIOD, translated);
        return filled === undefined ? [] : [[english.replaceAll(PERIOD, period), filled] as const];
      });
    }),
  );
}

const catalogues: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map(
  Object.entries(files).map(([language, file]) => [language, withPeriods(v.parse(languageSchema, file).words)]),
);

/** Whether a further language has words of its own for an English text. */
export const isTranslated = (english: string, language: FurtherLanguage) =>
  catalogues.get(language)?.has(english) === true;

/** A text in a reader's language; where that has none, its English, marked as a stand-in. */
export const wordsIn = (text: Localised, language: Language): string =>
  isLocale(language) ? text[language] : (catalogues.get(language)?.get(text.en) ?? standIn(text.en));

const readable = (text: Localised) =>
  Object.fromEntries(languageCodes.map((language) => [language, wordsIn(text, language)])) as Readable;

/** Phrases of the pages that a victim meets, in every language that there is. */
export const translatable = <Name extends string>(phrases: { readonly [N in Name]: Localised }) =>
  Object.fromEntries(Object.entries<Localised>(phrases).map(([name, text]) => [name, readable(text)])) as {
    readonly [N in Name]: Readable;
  };
