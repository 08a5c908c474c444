import { type AreaScore } from "./area-scores.ts";
import { adjustCaseMix, type CaseMix, type Scored } from "./case-mix.ts";
import { weightRules } from "./rules.ts";
import { type Hold, holdWeights, kish, type Margin, rakeAndTrim } from "./weights.ts";

/**
 * Areas' scores of one item at one stage: weighted to each area's own frame, adjusted to the nation's mix of cases, with
 * the noise of the release in them (methodology.md 2.3 to 2.5, privacy.md amendment 3).
 */

/** Answers of one area that are alike in all that weights and adjustment look at; scores from 0 to 100. */
export type AnswerCell = {
  readonly area: string;
  /** Category of each attribute: offence, age, sex, abuse. */
  readonly categories: Readonly<Record<string, string>>;
  readonly n: number;
  readonly sum: number;
  readonly squares: number;
  /** One over the probability of being invited. */
  readonly baseWeight: number;
};

/** What weights look at: the answers themselves are no part of it. */
export type Weighable = Pick<AnswerCell, "categories" | "n" | "baseWeight">;

/** Eligible victims of each area, by attribute and category: what answers are weighted to. */
export type Frame = ReadonlyMap<string, Readonly<Record<string, Readonly<Record<string, number>>>>>;

/** Attributes in the order in which they are given up where weights cannot meet them all: the last first. */
export type Attributes = readonly string[];

/** What answers are weighted to, and how far; `hold` differs from the methodology's only where that is being studied. */
export type Weighing = { readonly weighBy: Attributes; readonly hold?: Hold };

export type Weighted = {
  readonly area: string;
  /** Of each answer of the area's cells, in their order. */
  readonly weights: readonly number[];
  readonly designEffect: number;
  /** Share of answers that the cap held back. */
  readonly trimmed: number;
  /** Attributes that the weights meet; fewer than asked for where they could not. */
  readonly met: Attributes;
};

const ELSE = "else";

type Counts = Readonly<Record<string, number>>;

/**
 * One margin of an area. Categories with too few answers, and those that the frame does not have, are taken together;
 * where they are still too few, the smallest of the others joins them.
 */
function marginOf(name: string, cells: readonly Weighable[], frame: Counts): Margin {
  const answers = new Map<string, number>(Object.keys(frame).map((category) => [category, 0]));
  for (const { categories, n } of cells) {
    const category = categories[name] ?? "";
    answers.set(category, (answers.get(category) ?? 0) + n);
  }
  const isFramed = (category: string) => (frame[category] ?? 0) > 0;
  const bySize = [...answers].toSorted(
    ([a, n], [b, m]) => Number(isFramed(a)) - Number(isFramed(b)) || n - m || (a < b ? -1 : 1),
  );
  const together = new Set<string>();
  let [held, target] = [0, 0];
  for (const [category, n] of bySize) {
    const isEnough = together.size === 0 || (held >= weightRules.fewestAnswers && target > 0);
    if (isFramed(category) && n >= weightRules.fewestAnswers && isEnough) break;
    together.add(category);
    held += n;
    target += frame[category] ?? 0;
  }
  const placeOf = (category: string) => (together.has(category) ? ELSE : category);
  const targets = new Map<string, number>();
  for (const category of answers.keys()) {
    targets.set(placeOf(category), (targets.get(placeOf(category)) ?? 0) + (frame[category] ?? 0));
  }
  return { name, categories: cells.map(({ categories }) => placeOf(categories[name] ?? "")), targets };
}

/** What is left to weigh by where no attribute can be met: how many they are in all; nothing where the frame has nobody. */
function totalOf(cells: readonly Weighable[], frame: Readonly<Record<string, Counts>>): readonly Margin[] {
  const total = Math.max(0, ...Object.values(frame).map((of) => Object.values(of).reduce((sum, n) => sum + n, 0)));
  return total > 0 ? [{ name: "all", categories: cells.map(() => ELSE), targets: new Map([[ELSE, total]]) }] : [];
}

/** Weights of one area's answers, raked to its frame by as many of the attributes as can be met together. */
export function weighArea(
  area: string,
  cells: readonly Weighable[],
  frame: Readonly<Record<string, Counts>>,
  { weighBy, hold = weightRules }: Weighing,
): Weighted {
  const sizes = cells.map(({ n, baseWeight }) => n * baseWeight);
  const answers = cells.map(({ n }) => n);
  for (let kept = weighBy.length; kept >= 0; kept--) {
    const names = weighBy.slice(0, kept);
    const margins = names.map((name) => marginOf(name, cells, frame[name] ?? {}));
    const raked = rakeAndTrim(sizes, kept > 0 ? margins : totalOf(cells, frame), answers, hold);
    if (!raked.met) continue;
    const each = raked.weights.map((weight, index) => weight / (cells[index]?.n ?? 1));
    const weights = holdWeights(each, answers, hold.cap);
    return {
      area,
      weights,
      designEffect: kish(weights, answers)?.designEffect ?? 1,
      trimmed: raked.trimmed,
      met: names,
    };
  }
  throw new Error("raking to no margins at all always holds");
}

export type AreaEstimates = {
  readonly scores: readonly AreaScore[];
  /** Of the nation, adjusted and weighted: what areas are compared with. */
  readonly target: number;
  readonly caseMix: CaseMix;
  readonly weighted: readonly Weighted[];
};

/** Noise of an area's sum of scores, in points of the score from 0 to 100, and its variance. */
export type ScoreNoise = { readonly points: number; readonly variance: number };

/** Dummies of every attribute: its first category is what the others are compared with. Cells that are alike share theirs. */
export function dummiesOf(cells: readonly Pick<AnswerCell, "categories">[], attributes: Attributes) {
  const levels = attributes.flatMap((name) => {
    const categories = [...new Set(cells.map(({ categories: of }) => of[name] ?? ""))].toSorted();
    return categories.slice(1).map((category) => ({ name, category }));
  });
  const known = new Map<string, readonly number[]>();
  return ({ categories }: Pick<AnswerCell, "categories">): readonly number[] => {
    const key = attributes.map((name) => categories[name]).join("|");
    const found = known.get(key) ?? levels.map(({ name, category }) => (categories[name] === category ? 1 : 0));
    known.set(key, found);
    return found;
  };
}

/**
 * Scores of one item, each area's answers weighted, adjusted to the nation's mix of cases. Of those who answered this item
 * nobody's weight is more than so many times the mean of their area: who is left out of the item changes that mean.
 *
 * @returns Null of no answers.
 */
export function adjustHeld(scored: readonly Scored[], { cap }: Pick<Hold, "cap"> = weightRules): CaseMix | null {
  const held = [...Map.groupBy(scored, ({ unit }) => unit).values()].flatMap((of) => {
    const before = of.map(({ weight }) => weight);
    const after = holdWeights(
      before,
      of.map(({ n }) => n),
      cap,
    );
    return after === before ? of : of.map((cell, index) => ({ ...cell, weight: after[index] ?? 0 }));
  });
  return adjustCaseMix(held);
}

/**
 * Weighs, adjusts and perturbs. The noise moves each area's sum of scores before it is adjusted, and the error carries it.
 *
 * @param by What weights are raked to, and what scores are adjusted for: the mode of answering is among the latter only
 *   once people have been given theirs by chance (methodology.md 2.12).
 * @param noise Of an area's sum of scores; none inside the harness that checks the method.
 * @returns Null of no answers.
 */
export function estimateAreas(
  cells: readonly AnswerCell[],
  frame: Frame,
  by: Weighing & { readonly adjustFor: Attributes },
  noise: (area: string) => ScoreNoise,
): AreaEstimates | null {
  const byArea = Map.groupBy(cells, ({ area }) => area);
  const weighted = [...byArea].map(([area, of]) => weighArea(area, of, frame.get(area) ?? {}, by));
  const weightsOf = new Map(weighted.map((of) => [of.area, of.weights]));
  const dummies = dummiesOf(cells, by.adjustFor);
  const scored = [...byArea].flatMap(([area, of]) =>
    of.map((cell, index): Scored => ({
      unit: area,
      n: cell.n,
      sum: cell.sum,
      squares: cell.squares,
      adjusters: dummies(cell),
      weight: weightsOf.get(area)?.[index] ?? 0,
    })),
  );
  const caseMix = adjustHeld(scored, by.hold);
  if (caseMix === null) return null;
  const scores = caseMix.units.map(({ unit, answers, adjusted, standardError }): AreaScore => {
    const { points, variance } = noise(unit);
    return {
      area: unit,
      score: adjusted + points / answers,
      standardError: Math.sqrt(standardError ** 2 + variance / answers ** 2),
      base: answers,
    };
  });
  return { scores, target: caseMix.grandMean, caseMix, weighted };
}
