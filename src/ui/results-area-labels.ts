import type { Locale } from "../kernel/locale.ts";
import type { Area } from "../results/codelist.ts";
import type { FurtherColumns } from "../results/csv.ts";
import type { Labels } from "../results/labels.ts";
import { ladder, NO_BASIS, type ProfileTable, sourceOf } from "../results/small-area.ts";
import { basisWords, profileColumnWords } from "./phrases-results-area.ts";
import { labelsIn } from "./results-labels.ts";

/** Every basis that a figure of a profile may have, the nearest first; last, that there is none. */
export const basisCodes = [...ladder.map(({ basis }) => basis), NO_BASIS] as const;

/** The words of the outputs of an area's profile: its answers are whose a figure is. */
export const profileLabelsIn = (locale: Locale): Labels => ({
  ...labelsIn(locale),
  level: (level) => (level === "answer" ? profileColumnWords.basis[locale] : labelsIn(locale).level(level)),
  answer: (_, code) => basisWords[basisCodes.find((basis) => basis === code) ?? NO_BASIS][locale],
});

/** The columns that a profile has besides: what each figure stands for, whose it is, and where it is published. */
export const profileColumns = ({ code }: Area, { lineOf }: ProfileTable, locale: Locale): FurtherColumns => ({
  titles: Object.entries(profileColumnWords).map(([name, words]) => [name, words[locale]] as const),
  primaryKey: ["profile_area", "profile_stage", "item"],
  fieldsOf: (row) => {
    const line = lineOf(row);
    return [
      code,
      line?.stage ?? "all",
      line?.nearest?.basis ?? NO_BASIS,
      line === undefined ? NO_BASIS : sourceOf(line),
    ];
  },
});
