import { type Mode, modes, type Stage, stages } from "../domain/dimension.ts";
import { methodology } from "../domain/methodology.ts";
import { newcombe, noisyInterval, noisyProportion } from "../statistics/interval.ts";
import { roundHalfAway } from "../statistics/rounding.ts";
import { confidence, disclosureRules } from "../statistics/rules.ts";
import { stageMeasures } from "./measures.ts";
import { type CellsOf, emptyRow, percentRow, type Row } from "./table.ts";

/** How a release names the answers to a measure that came by one mode. */
export const modeName = (mode: Mode, measure: string) => `by-mode:${mode}:${measure}`;

/** The fixed core: what everybody is asked, whatever the stage. */
export const modeMeasures: readonly string[] = stageMeasures.filter(({ core }) => core === "fixed").map(({ id }) => id);

/** What a page or a file reads of the table by stage. */
export const modeTableMeasures: readonly string[] = modes.flatMap((mode) =>
  modeMeasures.map((measure) => modeName(mode, measure)),
);

/** Whether the answers by a mode count as the survey's: all but those by text that no study has tied to the web's. */
const isModeTold = (mode: Mode, measure: string) => mode !== "sms" || methodology.bridged.sms.includes(measure);

/** A measure at a stage, by mode. */
export type ByMode = {
  readonly measure: string;
  readonly stage: Stage;
  readonly rows: { readonly [M in Mode]: Row };
  /** Telephone less web, in points of per cent with 95 % limits (Newcombe); null where either is below the base, or only a bound. */
  readonly telephone: { readonly points: number; readonly lower: number; readonly upper: number } | null;
};

type Counts = { readonly P: number; readonly Q: number };

function differenceOf(first: Counts, second: Counts) {
  const { variance } = disclosureRules.noise;
  const [one, other] = [first, second].map(({ P, Q }) => noisyProportion(P, Q, variance));
  if (!one || !other) return null;
  const { lower, upper } = newcombe(
    { proportion: one.proportion, interval: noisyInterval(one, confidence) },
    { proportion: other.proportion, interval: noisyInterval(other, confidence) },
  );
  const points = (value: number) => roundHalfAway(100 * value);
  return { points: points(one.proportion - other.proportion), lower: points(lower), upper: points(upper) };
}

/** The fixed core by mode, for the nation at each stage: adjusted for nothing (methodology.md 2.12). */
export function byMode(cellsOf: CellsOf): readonly ByMode[] {
  return stages.flatMap((stage) =>
    modeMeasures.map((measure) => {
      const subject = { at: { stage }, measure, answer: null };
      const countsOf = (mode: Mode): Counts | null => {
        const [, , P, Q] = cellsOf("stage", modeName(mode, measure))?.find(([codes]) => codes[0] === stage) ?? [];
        return P === undefined || Q === undefined ? null : { P: Math.max(0, P), Q: Math.max(0, Q) };
      };
      const rowOf = (mode: Mode): Row => {
        if (!isModeTold(mode, measure)) return emptyRow(subject, "z");
        const counts = countsOf(mode);
        return counts === null ? emptyRow(subject, "x") : percentRow(subject, { ...counts, cells: 1 });
      };
      const rows = { web: rowOf("web"), sms: rowOf("sms"), telephone: rowOf("telephone"), adviser: rowOf("adviser") };
      const [telephone, web] = [countsOf("telephone"), countsOf("web")];
      const isTold = [rows.telephone, rows.web].every(({ value, coding }) => value !== null && coding === null);
      return { measure, stage, rows, telephone: isTold && telephone && web ? differenceOf(telephone, web) : null };
    }),
  );
}
