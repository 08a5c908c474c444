import { complianceActs } from "../domain/compliance.ts";
import { stages } from "../domain/dimension.ts";
import { rights } from "../instrument/registry.ts";
import type { Locale } from "../kernel/locale.ts";
import { recordedActs } from "../results/compliance-figures.ts";
import type { Labels } from "../results/labels.ts";
import { stageMeasures } from "../results/measures.ts";
import { answerOf, RECORDS } from "../results/rights.ts";
import { codeWords } from "./phrases-results.ts";
import { actWords, rightsResultsPhrases as say, stepWords } from "./phrases-results-rights.ts";
import { fill } from "./phrases.ts";
import { labelsIn } from "./results-labels.ts";

/** A right with its number, as the Code gives them. */
export function rightName(id: string, locale: Locale): string {
  const right = rights.find((one) => one.id === id);
  return right === undefined ? id : `${Number(id.slice(2))}. ${right.title[locale]}`;
}

/** How soon an act is owed, in words. */
export const inTimeName = (act: keyof typeof actWords, workingDays: number, locale: Locale) =>
  fill(say.inTime[locale], { act: actWords[act][locale], days: workingDays });

/** What the rows of rights tell, by the name that they give it. */
const answersIn = (locale: Locale): ReadonlyMap<string, string> =>
  new Map([
    [answerOf.told, say.told[locale]],
    ...Object.entries(stepWords).map(([step, words]) => [step, words[locale]] as const),
    ...complianceActs.map((act) => [answerOf.done(act), actWords[act][locale]] as const),
    ...recordedActs.flatMap(({ act, workingDays }) =>
      workingDays === null ? [] : [[answerOf.inTime(act), inTimeName(act, workingDays, locale)] as const],
    ),
    ...stageMeasures.flatMap(({ id, title }) => [
      [answerOf.item(id), title[locale]] as const,
      ...stages.map(
        (stage) =>
          [
            answerOf.itemAt(id, stage),
            fill(say.askedAt[locale], { question: title[locale], stage: codeWords.stage[stage][locale] }),
          ] as const,
      ),
    ]),
  ]);

/** The words of the outputs of rights in one language. */
export function rightsLabelsIn(locale: Locale): Labels {
  const answers = answersIn(locale);
  return {
    ...labelsIn(locale),
    measure: (id) => (id === RECORDS ? say.records[locale] : rightName(id, locale)),
    answer: (_, code) => answers.get(code) ?? code,
  };
}
