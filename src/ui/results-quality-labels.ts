import type { Locale } from "../kernel/locale.ts";
import type { rateNames } from "../results/quality-outcomes.ts";
import { quarterWords } from "./home-pages.tsx";
import { familyWords, kindPhrases as say, rateWords, surveyWords } from "./phrases-results-quality-kinds.ts";
import { fill } from "./phrases.ts";

// What the quality statement calls what has a code: words for people, with the standard's own name where there is one.

/** `Answered in full, of everybody (RR1)`. */
export const rateName = (name: (typeof rateNames)[number], locale: Locale) =>
  fill(say.rate[locale], { words: rateWords[name][locale], name });

/** What a family of the ledger counts; of one that has no words yet, its name. */
export const familyName = (family: string, locale: Locale) => familyWords[family]?.[locale] ?? family;

/** `report@1`: the survey's name, and its version. */
export function surveyName(id: string, locale: Locale): string {
  const [form = "", version = ""] = id.split("@");
  const found = Object.entries(surveyWords).find(([name]) => name === form);
  return found ? fill(say.survey[locale], { survey: found[1][locale], version }) : id;
}

/** The quarter of a release, in words: also of a correction (`2026Q1-2`). */
export const releaseQuarter = (id: string, locale: Locale) => quarterWords(id.replace(/-.*$/, ""), locale);
