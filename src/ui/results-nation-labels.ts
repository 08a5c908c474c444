import { modes, stages } from "../domain/dimension.ts";
import { attributes } from "../instrument/profile.ts";
import type { Locale } from "../kernel/locale.ts";
import { levels } from "../results/closure-figures.ts";
import type { Labels } from "../results/labels.ts";
import { characteristicsPhrases } from "./phrases-results-characteristics.ts";
import { journeysPhrases as say, levelNames } from "./phrases-results-journeys.ts";
import { codeWords } from "./phrases-results.ts";
import { fill } from "./phrases.ts";
import { labelsIn } from "./results-labels.ts";

const parts = {
  "earlier": say.sameEarlier,
  "later": say.sameLater,
  "change": say.sameChange,
  "missed": say.missed,
  "lacking": say.lacking,
  "having": say.having,
  "difference": say.difference,
  "product": say.product,
  "telephone-less-web": say.telephoneLess,
} as const;

const stageName = (code: string | undefined, locale: Locale) => {
  const stage = stages.find((one) => one === code);
  return stage === undefined ? "" : codeWords.stage[stage][locale];
};

const levelName = (code: string | undefined, locale: Locale) => {
  const level = levels.find((one) => one === code);
  return level === undefined ? "" : levelNames[level][locale];
};

/** `ethnicity.black`, everybody else beside it, or the difference, in words; null for what is no characteristic. */
function characteristicName(code: string, locale: Locale): string | null {
  const [attribute, category, part] = code.split(".");
  const question = attributes.find(({ id }) => id === attribute);
  const found = question?.categories.find((one) => one.code === category);
  if (question === undefined || found === undefined) return null;
  const name = `${question.question[locale]} ${found.text[locale]}`;
  if (part === undefined) return name;
  const { answerOthers, answerDifference } = characteristicsPhrases;
  return fill((part === "others" ? answerOthers : answerDifference)[locale], { category: name });
}

/** The words of the outputs of what is told of the nation alone. */
export const nationLabelsIn = (locale: Locale): Labels => ({
  ...labelsIn(locale),
  measure: (id) => {
    const [kind, named = ""] = id.split(":");
    if (kind === "driver") return labelsIn(locale).measure(named);
    if (kind !== "journey") return labelsIn(locale).measure(id);
    const [from, to] = named.split(".");
    return fill(say.samePair[locale], { from: stageName(from, locale), to: stageName(to, locale) });
  },
  answer: (_, code) => {
    const part = Object.entries(parts).find(([name]) => name === code)?.[1];
    const mode = modes.find((one) => one === code);
    if (part !== undefined || mode !== undefined) return (part ?? say[mode ?? "web"])[locale];
    const characteristic = characteristicName(code, locale);
    if (characteristic !== null) return characteristic;
    const [before, after] = code.split(".");
    return `${levelName(before, locale)}, ${levelName(after, locale)}`;
  },
});
