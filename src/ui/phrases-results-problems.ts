import type { Locale } from "../kernel/locale.ts";
import type { Phrases } from "./phrases.ts";

/** What a reader of the results is told where an address does not fit: what is wrong, and what may be chosen. */
export const resultsProblems = {
  release: {
    en: "There is no published release of this name.",
    cy: "Nid oes datganiad cyhoeddedig â'r enw hwn.",
  },
  area: { en: "Choose an area from the list.", cy: "Dewiswch ardal o'r rhestr." },
  stage: { en: "Choose a stage from the list.", cy: "Dewiswch gam o'r rhestr." },
  measure: { en: "Choose a stage and a question from the lists.", cy: "Dewiswch gam a chwestiwn o'r rhestrau." },
  trend: {
    en: "Choose a stage, a question and a place from the lists.",
    cy: "Dewiswch gam, cwestiwn a lle o'r rhestrau.",
  },
  window: {
    en: "Figures are of one quarter (1q) or of four quarters (4q).",
    cy: "Ffigurau un chwarter (1q) neu bedwar chwarter (4q) sydd ar gael.",
  },
} as const satisfies Phrases;

/** A detail in the language of the reader; null for one that is no detail of the results. */
export const resultsProblem = (detail: string, locale: Locale): string | null =>
  Object.values(resultsProblems).find(({ en }) => en === detail)?.[locale] ?? null;
