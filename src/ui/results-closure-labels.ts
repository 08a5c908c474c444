import { measureOf, scaleOf } from "../instrument/registry.ts";
import type { Locale, Localised } from "../kernel/locale.ts";
import { type ClosureFigure, closureFigure } from "../results/closure-figures.ts";
import type { Labels } from "../results/labels.ts";
import { closureAnswerWords, closureFigureWords, closureSourceWords } from "./phrases-results-closure.ts";
import { labelsIn } from "./results-labels.ts";

const asCode = (code: string): Localised => ({ en: code, cy: code });

/** What a closure figure is called. */
export function closureFigureName(id: string): Localised {
  const own = closureFigureWords[id];
  if (own !== undefined || closureFigure(id) === undefined) return own ?? asCode(id);
  return measureOf(id).title;
}

/** What an answer of a closure figure is called. */
export function closureAnswerName(id: string, code: string): Localised {
  const own = closureAnswerWords[id];
  if (own !== undefined || closureFigure(id) === undefined) return own?.[code] ?? asCode(code);
  return scaleOf(measureOf(id).scale).options.find((option) => option.code === code)?.text ?? asCode(code);
}

/** Where a figure comes from, in words: it stands with every one. */
const closureSourceName = ({ source }: ClosureFigure): Localised => closureSourceWords[source] ?? asCode(source);

/** The words of the closure figures' outputs in one language. */
export const closureLabelsIn = (locale: Locale): Labels => ({
  ...labelsIn(locale),
  measure: (id) => {
    const figure = closureFigure(id);
    const name = closureFigureName(id)[locale];
    return figure === undefined ? name : `${name} (${closureSourceName(figure)[locale]})`;
  },
  // In a cube of several figures an answer stands with its figure before it: `VCD8:none`.
  answer: (id, code) => closureAnswerName(id, code.slice(code.indexOf(":") + 1))[locale],
});
