import { stages } from "../domain/dimension.ts";
import type { Locale } from "../kernel/locale.ts";
import type { ScaledMeasure } from "../results/measures.ts";
import { codeWords, resultsPhrases as words } from "./phrases-results.ts";

// What a reader of results may choose from, as a select box lists it.

/** Questions by the stage at which they are put; those of every stage first. */
export function measureGroups(measures: readonly ScaledMeasure[], locale: Locale) {
  const optionOf = ({ id, title }: ScaledMeasure) => ({ value: id, text: title[locale] });
  return [
    { label: words.allStages[locale], options: measures.filter((one) => one.core !== null).map(optionOf) },
    ...stages.map((stage) => ({
      label: codeWords.stage[stage][locale],
      options: measures.filter((one) => one.core === null && one.stages.includes(stage)).map(optionOf),
    })),
  ];
}

/** The stages, in their order. */
export const stageGroups = (locale: Locale) => [
  { label: null, options: stages.map((stage) => ({ value: stage, text: codeWords.stage[stage][locale] })) },
];
