import { NOT_STATED, stages, type Stage } from "../domain/dimension.ts";
import { roundHalfAway } from "../statistics/rounding.ts";
import { disclosureRules } from "../statistics/rules.ts";
import { type ShownPercentage, shownPercentage } from "../statistics/shown.ts";
import { codesOf } from "./codelist.ts";
import type { CellsOf } from "./table.ts";

// Which groups answered less than they were invited, for the nation: the invited are counted by stage alone.

/** Attributes that both the invited and those who answered are counted by. */
export const attributes = ["offence", "age", "sex"] as const;
export type Attribute = (typeof attributes)[number];

const marginName = (attribute: Attribute, category: string) => `margin:${attribute}:${category}`;

const stored: { readonly [A in Attribute]: string } = {
  offence: "stage.offence",
  age: "stage.age",
  sex: "stage.sex",
};

/** What is read of a release for it. */
export const heardReadings = [
  { table: "stage", measures: attributes.flatMap((one) => codesOf(one).map((code) => marginName(one, code))) },
  ...attributes.map((one) => ({ table: stored[one], measures: ["base"] })),
];

/** A group whose part among the answers is shown to be smaller than among the invited, in whole per cent of the invited. */
export type LessHeard = {
  readonly stage: Stage;
  readonly attribute: Attribute;
  readonly code: string;
  readonly invited: number;
  /** Per cent as it may be shown: a bound where hardly anybody of the group answered. */
  readonly answered: number;
  readonly coding: ShownPercentage["coding"];
};

/** Points by which a part must be smaller to be told: as much as areas must differ to be told apart. */
const FEWER = 3;

const countAt = (cellsOf: CellsOf, { table, measure }: { table: string; measure: string }, at: string) =>
  Math.max(0, (cellsOf(table, measure) ?? []).find(([codes]) => codes.join(".") === at)?.[1] ?? 0);

/** The groups that the nation's answers hold too few of, stage by stage; empty where the release does not count the invited. */
export const lessHeard = (cellsOf: CellsOf): readonly LessHeard[] =>
  stages.flatMap((stage) => attributes.flatMap((attribute) => lessHeardBy(cellsOf, stage, attribute)));

function lessHeardBy(cellsOf: CellsOf, stage: Stage, attribute: Attribute): readonly LessHeard[] {
  const counts = codesOf(attribute)
    .filter((code) => code !== NOT_STATED)
    .map((code) => ({
      code,
      invited: countAt(cellsOf, { table: "stage", measure: marginName(attribute, code) }, stage),
      answered: countAt(cellsOf, { table: stored[attribute], measure: "base" }, `${stage}.${code}`),
    }));
  const all = (of: "invited" | "answered") => counts.reduce((sum, count) => sum + count[of], 0);
  const [invited, answered] = [all("invited"), all("answered")];
  if (invited < disclosureRules.baseBand || answered < disclosureRules.baseBand) return [];
  return counts.flatMap((count) => {
    const before = (100 * count.invited) / invited;
    const sum = { P: count.answered, Q: answered - count.answered, cells: counts.length };
    const { percent: after, coding } = shownPercentage(sum);
    // By what is shown, a bound included: to pick by the exact share would tell of it.
    if (after === null || coding === "at-least" || before - after < FEWER) return [];
    return [{ stage, attribute, code: count.code, invited: roundHalfAway(before), answered: after, coding }];
  });
}
