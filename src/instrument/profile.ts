import type { Localised } from "../kernel/locale.ts";
import { PROFILE_QUESTION } from "./items.ts";
import { optionsOf } from "./path.ts";
import { instruments } from "./registry.ts";

type Category = { readonly code: string; readonly text: Localised };

/** A characteristic of a person that the surveys ask about, such as `ethnicity`: the question, and its answers. */
export type Attribute = {
  /** As a profile record names it. */
  readonly id: string;
  readonly question: Localised;
  readonly categories: readonly Category[];
};

const asked = instruments.flatMap(({ questions }) =>
  questions.filter(({ id, block }) => block === "profile" && id !== PROFILE_QUESTION),
);

/**
 * What people may tell of themselves, in the order in which it is asked, and in the words of the newest survey that asks.
 * Every category that any version offers is there: somebody may have chosen it.
 */
export const attributes: readonly Attribute[] = [...Map.groupBy(asked, ({ id }) => id)].map(([id, questions]) => {
  const offered = new Map(questions.flatMap((question) => optionsOf(question).map(({ code, text }) => [code, text])));
  return {
    id: id.toLowerCase(),
    question: questions.at(-1)?.text ?? { en: id, cy: id },
    categories: [...offered].map(([code, text]) => ({ code, text })),
  };
});
