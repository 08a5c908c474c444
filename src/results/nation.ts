import { modes, type Stage, stages } from "../domain/dimension.ts";
import { characteristics, type Contrast, coreMeasures, type IsSame } from "./characteristics.ts";
import { byMode, modeMeasures } from "./modes.ts";
import { driverMeasures, driverName, drivers } from "./drivers.ts";
import { type CellsOf, emptyRow, type ReleaseHead, type ResultTable, type Row } from "./table.ts";
import { stagePairs, type Transition } from "./transitions.ts";
import type { Window } from "./window.ts";

// What a release tells of the nation alone, in the form of every other table: as cubes of measures, stages and answers.

export const nationTables = ["journeys", "drivers", "modes", "characteristics", "characteristics-all-stages"] as const;
export type NationTable = (typeof nationTables)[number];

type Points = { readonly points: number; readonly lower: number; readonly upper: number } | null;

/** A difference in points beside the percentages that it is of: with their base, and their reason where there is none. */
const pointsRow = (like: Row, answer: string, told: Points): Row => ({
  ...emptyRow({ ...like, answer }, "c"),
  base: like.base,
  value: told?.points ?? null,
  lower: told?.lower ?? null,
  upper: told?.upper ?? null,
  symbol: told === null && (like.symbol === null || like.symbol === "u") ? "c" : like.symbol,
});

const measureOf = ({ from, to }: Pick<Transition, "from" | "to">) => `journey:${from}.${to}`;

/** The same people at two stages, added up over a year: `earlier`, `later`, `change`, and the nine ways. */
export function journeysTable(release: ReleaseHead, same: readonly Transition[], window: Window): ResultTable {
  return {
    release,
    query: { by: [], filters: [], measures: stagePairs.map(measureOf), statistic: "answers" },
    rows: journeysRows(same),
    window,
  };
}

export const journeysRows = (same: readonly Transition[]): readonly Row[] =>
  same.flatMap(({ earlier, later, change, shares }) => [earlier, later, pointsRow(later, "change", change), ...shares]);

/** Experiences beside satisfaction: `missed`, `lacking`, `having`, `difference` and `product`, by stage. */
export const driversTable = (release: ReleaseHead, cellsOf: CellsOf): ResultTable => ({
  release,
  query: { by: ["stage"], filters: [], measures: driverMeasures, statistic: "answers" },
  rows: driversRows(cellsOf),
});

export function driversRows(cellsOf: CellsOf): readonly Row[] {
  const told = stages.flatMap((stage) => drivers(stage, cellsOf).map((driver) => ({ stage, driver })));
  return driverMeasures.flatMap((measure) =>
    stages.flatMap((stage): readonly Row[] => {
      const found = told.find((one) => one.stage === stage && driverName(one.driver.measure) === measure)?.driver;
      const at = { stage };
      const answers = ["missed", "lacking", "having", "difference", "product"];
      if (found === undefined) return answers.map((answer) => emptyRow({ at, measure, answer }, "z"));
      const { missed, lacking, having, difference, product } = found;
      const one = product === null ? null : { points: product, lower: product, upper: product };
      const own = [
        missed,
        lacking,
        having,
        pointsRow(lacking, "difference", difference),
        // A product of two estimates is told without an interval.
        { ...pointsRow(lacking, "product", one), lower: null, upper: null },
      ];
      return own.map((row) => ({ ...row, at }));
    }),
  );
}

/** The fixed core by how people answered, and by telephone less on the web, by stage. */
export const modesTable = (release: ReleaseHead, cellsOf: CellsOf): ResultTable => ({
  release,
  query: { by: ["stage"], filters: [], measures: modeMeasures, statistic: "answers" },
  rows: modesRows(cellsOf),
});

export function modesRows(cellsOf: CellsOf): readonly Row[] {
  const figures = byMode(cellsOf);
  return modeMeasures.flatMap((measure) =>
    figures.flatMap((one) =>
      one.measure === measure
        ? [
            ...modes.map((mode) => ({ ...one.rows[mode], answer: mode })),
            pointsRow(one.rows.telephone, "telephone-less-web", one.telephone),
          ]
        : [],
    ),
  );
}

/** What a row of a difference is called: those whose it is (`ethnicity.black`), and this. */
const differenceAnswer = ({ those }: Contrast) => `${those.answer}.difference`;

/** The rows of one contrast: those, everybody else, and the difference in points. */
const contrastRows = (contrast: Contrast): readonly Row[] => {
  const { those, others, difference } = contrast;
  return [those, others, pointsRow(those, differenceAnswer(contrast), difference)];
};

/**
 * The core by what people told of themselves (`ethnicity.black`), beside everybody else (`.others`) and the difference.
 *
 * @param at The stages; null for all stages together.
 */
export function characteristicsRows(
  cellsOf: CellsOf,
  at: readonly (Stage | null)[] = stages,
  isSame?: IsSame,
): readonly Row[] {
  const found = at.map((stage) => characteristics(stage, cellsOf, isSame));
  return coreMeasures.flatMap((measure) =>
    found.flatMap((contrasts) => contrasts.filter((one) => one.measure === measure).flatMap(contrastRows)),
  );
}

type CharacteristicsOf = {
  readonly isByStage: boolean;
  readonly window?: Window | null;
  readonly isSame?: IsSame | undefined;
};

/** By stage, or over all stages together; of one quarter, or of several whose cells are side by side. */
export const characteristicsTable = (
  release: ReleaseHead,
  cellsOf: CellsOf,
  { isByStage, window = null, isSame }: CharacteristicsOf,
): ResultTable => ({
  release,
  query: { by: isByStage ? ["stage"] : [], filters: [], measures: coreMeasures, statistic: "answers" },
  rows: characteristicsRows(cellsOf, isByStage ? stages : [null], isSame),
  ...(window !== null && { window }),
});

/** Whether differences are more than chance: found by the row of a difference. */
export function judgedOf(cellsOf: CellsOf, isByStage: boolean, isSame?: IsSame): (row: Row) => Judged | null {
  const keyOf = ({ at, measure, answer }: Pick<Row, "at" | "measure" | "answer">) =>
    `${at.stage ?? ""}|${measure}|${answer ?? ""}`;
  const known = new Map<string, Judged>();
  for (const stage of isByStage ? stages : [null]) {
    for (const contrast of characteristics(stage, cellsOf, isSame)) {
      const { adjustedP, significance, those } = contrast;
      known.set(keyOf({ ...those, answer: differenceAnswer(contrast) }), { adjustedP, significance });
    }
  }
  return (row) => known.get(keyOf(row)) ?? null;
}

/** Whether a difference is more than chance, the share of false findings held down. */
export type Judged = Pick<Contrast, "adjustedP" | "significance">;
