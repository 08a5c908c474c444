import { NOT_STATED, type Stage, stages } from "../domain/dimension.ts";
import { methodology } from "../domain/methodology.ts";
import { codesOf } from "../statistics/lattice.ts";
import { roundHalfAway } from "../statistics/rounding.ts";
import { type ShownPercentage, shownPercentage } from "../statistics/shown.ts";
import { type Mode, modeMeasure, modes } from "./held.ts";
import type { CellsOf } from "./table.ts";

// How people answered, who they were beside the invited, and what weighting them cost, for the quality statement.

const { attributes } = methodology.weights;
type Attribute = (typeof attributes)[number];

/** How a release names what weights cost, and how many were invited in a category (flow/release-scores.ts). */
const WEIGHTS = "weights";
const marginName = (attribute: Attribute, category: string) => `margin:${attribute}:${category}`;
const categoriesOf = (attribute: Attribute): readonly string[] =>
  attribute === "abuse" ? ["yes", "no", NOT_STATED] : codesOf[attribute];

/** What must be read of a release for it. */
export const answeredReadings = [
  { table: "", measures: modes.map(modeMeasure) },
  {
    table: "stage",
    measures: [
      ...modes.map(modeMeasure),
      WEIGHTS,
      ...attributes.flatMap((attribute) => categoriesOf(attribute).map((one) => marginName(attribute, one))),
    ],
  },
  ...attributes.flatMap((attribute) =>
    attribute === "abuse" ? [] : [{ table: `stage.${attribute}`, measures: ["base"] }],
  ),
] as const;

/** A percentage that may be a bound: `at-most` where it is of few, `at-least` where nearly all are in it. */
export type Coded = Pick<ShownPercentage, "percent" | "coding">;

function codedOf(sum: Parameters<typeof shownPercentage>[0]): Coded {
  const { percent, coding } = shownPercentage(sum);
  return { percent, coding };
}

export type ModeShare = Coded & { readonly stage: Stage | null; readonly mode: Mode };

/** In which ways people answered, per cent of the answers of each stage and of all. */
export function modeShares(cellsOf: CellsOf): readonly ModeShare[] {
  return [null, ...stages].flatMap((stage) => {
    const counts = modes.map((mode) => {
      const cells = cellsOf(stage === null ? "" : "stage", modeMeasure(mode));
      return Math.max(0, cells?.find(([codes]) => (codes[0] ?? null) === stage)?.[1] ?? 0);
    });
    const all = counts.reduce((sum, n) => sum + n, 0);
    return modes.map((mode, index) => {
      const P = counts[index] ?? 0;
      return { stage, mode, ...codedOf({ P, Q: all - P, cells: modes.length }) };
    });
  });
}

export type Weighting = {
  readonly stage: Stage;
  /** Kish's: how many times the variance is what it would be without weights. */
  readonly designEffect: number;
  readonly trimmedPercent: number;
  /** In how many areas answers could be weighted. */
  readonly areas: number;
};

export const atStage = (cellsOf: CellsOf, measure: string, stage: Stage) =>
  cellsOf("stage", measure)?.find(([codes]) => codes[0] === stage) ?? null;

export const weightings = (cellsOf: CellsOf): readonly Weighting[] =>
  stages.flatMap((stage) => {
    const cell = atStage(cellsOf, WEIGHTS, stage);
    if (cell === null) return [];
    const [, designEffect = 1, trimmedPercent = 0, areas = 0] = cell;
    return [{ stage, designEffect, trimmedPercent, areas }];
  });

/** One category among those who were invited, and among those who answered: per cent. */
export type Margin = {
  readonly stage: Stage;
  readonly attribute: Attribute;
  readonly category: string;
  readonly invited: number;
  readonly invitedPercent: number | null;
  /** Null where too few answered, or where no table tells it. */
  readonly answeredPercent: number | null;
  readonly answeredCoding: Coded["coding"];
};

/** Who answered beside who was invited, of whom both is known: answers that do not state it are left out of both. */
export function margins(cellsOf: CellsOf): readonly Margin[] {
  const isStated = (category: string) => category !== NOT_STATED;
  return stages.flatMap((stage) =>
    attributes.flatMap((attribute) => {
      const stated = categoriesOf(attribute).filter(isStated);
      const invited = stated.map((one) => atStage(cellsOf, marginName(attribute, one), stage)?.[1] ?? 0);
      const all = invited.reduce((sum, n) => sum + n, 0);
      if (all === 0) return [];
      const bases = cellsOf(`stage.${attribute}`, "base") ?? [];
      const answered = stated.map((one) =>
        Math.max(0, bases.find(([codes]) => codes[0] === stage && codes[1] === one)?.[1] ?? 0),
      );
      const answers = answered.reduce((sum, n) => sum + n, 0);
      return stated.map((category, index) => {
        const [n, P] = [invited[index] ?? 0, answered[index] ?? 0];
        const { percent, coding } = codedOf({ P, Q: answers - P, cells: stated.length });
        return {
          stage,
          attribute,
          category,
          invited: n,
          invitedPercent: roundHalfAway((100 * n) / all),
          answeredPercent: percent,
          answeredCoding: coding,
        };
      });
    }),
  );
}
