import type { Locale } from "../src/kernel/locale.ts";
import { pick, streamOf } from "./chance.ts";

/**
 * What a synthetic victim would tell of themselves, by characteristic as a profile record names it. Shares lie near those of
 * the census of England and Wales in 2021; people with a condition that limits them are victims a little more often.
 */
export type Traits = {
  readonly "ethnicity": "white" | "asian" | "black" | "mixed" | "other";
  readonly "disability": "no" | "a-little" | "a-lot";
  readonly "main-language": "english" | "welsh" | "bsl" | "other";
};

/** The same for one person whenever they are asked, and of nothing else that is known of them but their language. */
export function traitsOf(seed: string, index: number, language: Locale): Traits {
  const next = streamOf(seed, `traits/${index}`);
  return {
    "ethnicity": pick(next, { white: 820, asian: 90, black: 40, mixed: 30, other: 20 }),
    "disability": pick(next, { "no": 780, "a-little": 130, "a-lot": 90 }),
    "main-language": language === "cy" ? "welsh" : pick(next, { english: 910, other: 72, welsh: 15, bsl: 3 }),
  };
}

/** Log-odds of a positive answer to any question: who is served less well, for the results to find. All others are alike. */
export const traitEffect: { readonly [A in keyof Traits]: { readonly [C in Traits[A]]?: number } } = {
  "ethnicity": {},
  "disability": { "a-lot": -0.6 },
  "main-language": {},
};

/** Of those who answer a survey, how many go on to the questions about themselves; and of those, how many answer each. */
export const telling = { goesOn: 0.5, answers: 0.94 } as const;
