import { NOT_STATED } from "../domain/dimension.ts";
import { adjustedName, pointsPerStep } from "./adjusted.ts";
import type { Answerers } from "./answer-groups.ts";
import type { AdjustedUnit, CaseMix } from "./case-mix.ts";
import type { Item } from "./item.ts";
import { type Contributors, type Hmac, noiseFor, type NoiseTable, nobody, RECORD_KEYS } from "./noise.ts";
import { type Cell, centredTable, hashedPoints } from "./perturb.ts";
import { roundHalfAway } from "./rounding.ts";
import { disclosureRules, weightRules } from "./rules.ts";

/**
 * What a release tells of adjusted scores, and the noise that it tells them with (docs/decisions/0036). The noise is the
 * engine's own, and no other figure's: with that of the same cell's plain score the two would differ by an exact function
 * of the answers.
 */

/** The first two digits of a number above 0. */
const toTwoDigits = (value: number) => Number(value.toPrecision(2));

/**
 * One area's score as it is stored: with a draw of the noise of a centred sum, in hundredths. Outside 0 to 100 where noise
 * took it there: cut off, the scores of small cells would not add up to that of a year.
 */
export function noisyScore({ adjusted, answers }: AdjustedUnit, draw: number, half: number): number {
  const points = weightRules.cap * pointsPerStep(half) * draw;
  return roundHalfAway(adjusted + points / answers, 2);
}

/**
 * Variance of one answer with all that weights and adjustment cost: that of the areas' scores times their answers, each
 * area worth its answers.
 *
 * @returns Null of no area with two answers.
 */
export function unitVariance(
  units: readonly AdjustedUnit[],
): { readonly variance: number; readonly answers: number } | null {
  let [sum, answers] = [0, 0];
  for (const { answers: n, standardError } of units) {
    if (n < 2 || !Number.isFinite(standardError)) continue;
    sum += n * n * standardError ** 2;
    answers += n;
  }
  return answers === 0 ? null : { variance: sum / answers, answers };
}

/** The most that one answer can add to the sum that a variance is the mean of: its weight and its distance, both squared. */
const MOST = (weightRules.cap * 100) ** 2;

/** Least variance that is told: that of a scale on which nearly everybody says the same. */
const LEAST = 100;

/** The variance as it is told: with a draw of the noise of a count for every `MOST` of the sum, and two digits. */
export const noisyVariance = (of: { readonly variance: number; readonly answers: number }, draw: number): number =>
  toTwoDigits(Math.max(LEAST, of.variance + (MOST * draw) / of.answers));

/** An item's adjusted scores at one stage, before they are told. */
export type StageScores = {
  readonly stage: string;
  readonly caseMix: CaseMix;
  /** Whose answers they are, by area. */
  readonly contributors: ReadonlyMap<string, Answerers>;
  /** Noisy bases by area: those of the item's percentages. */
  readonly bases: ReadonlyMap<string, number>;
};

/** Areas that are told: those that are stated, and have a base that may be shown. Only sums of quarters show most of them. */
const toldOf = ({ caseMix, bases }: StageScores) =>
  caseMix.units.filter(({ unit }) => unit !== NOT_STATED && (bases.get(unit) ?? 0) >= disclosureRules.baseShown);

const add = (a: Contributors, b: Contributors): Contributors => ({
  n: a.n + b.n,
  key: (a.key + b.key) % RECORD_KEYS,
});

const none: Answerers = { base: nobody, numerator: nobody };

const together = (a: Answerers, b: Answerers): Answerers => ({
  base: add(a.base, b.base),
  numerator: add(a.numerator, b.numerator),
});

/**
 * The measure under which an area's score is hashed: its weighted mean is a part of it, so that a correction which leaves
 * the answers and changes their weights draws anew.
 */
const hashedScore = (name: string, { raw }: AdjustedUnit) => `${name}:${roundHalfAway(raw, 2)}`;

/** The cells of one stage: an area and stage each, `[[area, stage], score, base]`; and the stage, `[[stage], variance]`. */
export async function perturbScores(
  hmac: Hmac,
  { id, half, points }: Pick<Item, "id" | "half" | "points">,
  of: StageScores,
): Promise<{ readonly areas: readonly Cell[]; readonly stage: readonly Cell[] }> {
  const { stage, contributors, bases } = of;
  const draw = async (measure: string, whose: Answerers, table: NoiseTable) =>
    await noiseFor(hmac, { measure, ...whose }, table);
  const name = hashedPoints(adjustedName(id), { points });
  const told = toldOf(of);
  const areas = await Promise.all(
    told.map(async (unit): Promise<Cell> => {
      const whose = contributors.get(unit.unit) ?? none;
      const drawn = await draw(hashedScore(name, unit), whose, centredTable(half ?? 0));
      return [[unit.unit, stage], noisyScore(unit, drawn, half ?? 0), bases.get(unit.unit) ?? 0];
    }),
  );
  const variance = unitVariance(told);
  if (variance === null) return { areas, stage: [] };
  const everybody = told.map(({ unit }) => contributors.get(unit) ?? none).reduce(together, none);
  const drawn = await draw(`${name}:variance`, everybody, centredTable(1));
  return { areas, stage: [[[stage], noisyVariance(variance, drawn)]] };
}
