import { quantile } from "./overdispersion.ts";

/**
 * Survey weights: post-stratification, raking, trimming and what they cost (methodology.md 2.3). A weight is the number
 * of people that one answer speaks for, or in proportion to it.
 */

/** One margin: the category of every answer, and what the weights of each category must add up to. */
export type Margin = {
  readonly name: string;
  /** In the order of the answers. */
  readonly categories: readonly string[];
  /** In people, or in the unit of the weights. */
  readonly targets: ReadonlyMap<string, number>;
};

/** Weights that meet their targets; or why none do: the margin must be collapsed, by a rule published beforehand. */
export type Calibrated =
  | { readonly met: true; readonly weights: readonly number[]; readonly cycles: number }
  | {
      readonly met: false;
      /** `nobody-answered`: a target above 0 without an answer; `no-target`: answers without a target. */
      readonly because: "nobody-answered" | "no-target" | "not-converging";
      readonly margin: string;
      readonly category: string;
    };

const RAKING = { mostCycles: 200, precision: 1e-10, accepted: 1e-6 } as const;

/** Sums of the weights by category. */
function totalsOf({ categories }: Margin, weights: readonly number[]): ReadonlyMap<string, number> {
  const totals = new Map<string, number>();
  for (const [index, category] of categories.entries()) {
    totals.set(category, (totals.get(category) ?? 0) + (weights[index] ?? 0));
  }
  return totals;
}

/** What no weight can mend: a target without answers, or answers without a target. */
function impossible(margins: readonly Margin[], weights: readonly number[]): Calibrated | null {
  for (const margin of margins) {
    const totals = totalsOf(margin, weights);
    for (const [category, target] of margin.targets) {
      if (target > 0 && !((totals.get(category) ?? 0) > 0)) {
        return { met: false, because: "nobody-answered", margin: margin.name, category };
      }
    }
    for (const category of totals.keys()) {
      if (!((margin.targets.get(category) ?? 0) > 0))
        return { met: false, because: "no-target", margin: margin.name, category };
    }
  }
  return null;
}

/** Brings the weights of one margin to its targets. */
function meet(margin: Margin, weights: readonly number[]): readonly number[] {
  const totals = totalsOf(margin, weights);
  const factors = new Map(
    [...totals].map(([category, total]) => [category, (margin.targets.get(category) ?? 0) / total]),
  );
  return weights.map((weight, index) => weight * (factors.get(margin.categories[index] ?? "") ?? 0));
}

/** The category that is furthest from its target, and how far, as a share of the target. */
function furthest(margins: readonly Margin[], weights: readonly number[]) {
  let worst = { margin: "", category: "", distance: 0 };
  for (const margin of margins) {
    const totals = totalsOf(margin, weights);
    for (const [category, target] of margin.targets) {
      const distance = target > 0 ? Math.abs((totals.get(category) ?? 0) / target - 1) : (totals.get(category) ?? 0);
      if (distance > worst.distance) worst = { margin: margin.name, category, distance };
    }
  }
  return worst;
}

/**
 * Raking by iterative proportional fitting (Deming and Stephan): each margin in turn, until all hold.
 *
 * @param start Weights before, above 0, in the order of the answers.
 * @see methodology.md 2.3 step 3: at most 200 cycles, and it fails loudly
 */
export function rake(start: readonly number[], margins: readonly Margin[]): Calibrated {
  const fault = impossible(margins, start);
  if (fault) return fault;
  let weights = start;
  for (let cycle = 1; cycle <= RAKING.mostCycles; cycle++) {
    for (const margin of margins) weights = meet(margin, weights);
    if (furthest(margins, weights).distance < RAKING.precision) return { met: true, weights, cycles: cycle };
  }
  const { margin, category, distance } = furthest(margins, weights);
  return distance < RAKING.accepted
    ? { met: true, weights, cycles: RAKING.mostCycles }
    : { met: false, because: "not-converging", margin, category };
}

/** Post-stratification: raking to one margin, whose categories are the strata. */
export const postStratify = (start: readonly number[], strata: Margin): Calibrated => rake(start, [strata]);

/**
 * Pulls weights above so many medians down to that cap, and rakes again, until both hold or it has been done often enough.
 *
 * @param start Weights of groups of like answers, each summed over its group.
 * @param answers How many answers each group has.
 * @param medians The cap, in medians over the groups of the weight of one answer.
 * @returns With the share of answers that the cap held back, to be published; what raking says where it fails.
 * @see methodology.md 2.3 step 4
 */
export function rakeAndTrim(
  start: readonly number[],
  margins: readonly Margin[],
  answers: readonly number[],
  medians: number,
): Calibrated & { readonly trimmed: number } {
  let raked = rake(start, margins);
  const capped = new Set<number>();
  for (let round = 0; round < TRIMMED_AT_MOST && raked.met && raked.weights.length > 0; round++) {
    const each = raked.weights.map((weight, index) => weight / (answers[index] ?? 1));
    const cap = medians * quantile(each, 0.5);
    const over = each.flatMap((weight, index) => (weight > cap * (1 + RAKING.accepted) ? [index] : []));
    if (over.length === 0) break;
    for (const index of over) capped.add(index);
    raked = rake(
      each.map((weight, index) => Math.min(weight, cap) * (answers[index] ?? 1)),
      margins,
    );
  }
  const all = answers.reduce((sum, n) => sum + n, 0);
  const held = [...capped].reduce((sum, index) => sum + (answers[index] ?? 0), 0);
  return { ...raked, trimmed: all === 0 ? 0 : held / all };
}

/** Times that weights are trimmed and raked again. */
const TRIMMED_AT_MOST = 5;

/**
 * Kish: what unequal weights cost.
 *
 * @param answers How many answers have each weight; one each where absent.
 * @returns The design effect of weighting, and the effective base; null of no weights.
 */
export function kish(
  weights: readonly number[],
  answers?: readonly number[],
): { readonly designEffect: number; readonly base: number } | null {
  let [n, sum, squares] = [0, 0, 0];
  for (const [index, weight] of weights.entries()) {
    const of = answers?.[index] ?? 1;
    n += of;
    sum += of * weight;
    squares += of * weight * weight;
  }
  if (!(sum > 0)) return null;
  return { designEffect: (n * squares) / (sum * sum), base: (sum * sum) / squares };
}
