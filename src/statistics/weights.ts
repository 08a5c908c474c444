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

/** A margin with its categories numbered, so that raking does no look-up by name. */
type Numbered = {
  readonly name: string;
  readonly categories: readonly string[];
  /** Place in `categories` of every answer's category. */
  readonly places: Int32Array;
  readonly targets: Float64Array;
};

function numbered({ name, categories, targets }: Margin): Numbered {
  const names = [...new Set([...targets.keys(), ...categories])];
  const places = new Map(names.map((category, place) => [category, place]));
  return {
    name,
    categories: names,
    places: Int32Array.from(categories, (category) => places.get(category) ?? 0),
    targets: Float64Array.from(names, (category) => targets.get(category) ?? 0),
  };
}

/** Sums of the weights by category. Raking spends its time here: no iterator, and nothing made but the sums. */
function totalsOf({ places, targets }: Numbered, weights: Float64Array): Float64Array {
  const totals = new Float64Array(targets.length);
  for (let index = 0; index < places.length; index++) {
    const place = places[index] ?? 0;
    totals[place] = (totals[place] ?? 0) + (weights[index] ?? 0);
  }
  return totals;
}

/** What no weight can mend: a target without answers, or answers without a target. */
function impossible(margins: readonly Numbered[], weights: Float64Array): Calibrated | null {
  for (const margin of margins) {
    const totals = totalsOf(margin, weights);
    for (const [place, category] of margin.categories.entries()) {
      const [target, total] = [margin.targets[place] ?? 0, totals[place] ?? 0];
      if (target > 0 && !(total > 0)) return { met: false, because: "nobody-answered", margin: margin.name, category };
    }
    const answered = new Set(margin.places);
    for (const [place, category] of margin.categories.entries()) {
      if (answered.has(place) && !((margin.targets[place] ?? 0) > 0))
        return { met: false, because: "no-target", margin: margin.name, category };
    }
  }
  return null;
}

/** Brings the weights of one margin to its targets. */
function meet(margin: Numbered, weights: Float64Array): void {
  const factors = totalsOf(margin, weights);
  for (let place = 0; place < factors.length; place++) {
    const total = factors[place] ?? 0;
    factors[place] = total > 0 ? (margin.targets[place] ?? 0) / total : 0;
  }
  for (let index = 0; index < weights.length; index++) {
    weights[index] = (weights[index] ?? 0) * (factors[margin.places[index] ?? 0] ?? 0);
  }
}

/** The category that is furthest from its target, and how far, as a share of the target. */
function furthest(margins: readonly Numbered[], weights: Float64Array) {
  let worst = { margin: "", category: "", distance: 0 };
  for (const margin of margins) {
    const totals = totalsOf(margin, weights);
    for (let place = 0; place < totals.length; place++) {
      const [target, total] = [margin.targets[place] ?? 0, totals[place] ?? 0];
      const distance = target > 0 ? Math.abs(total / target - 1) : total;
      if (distance > worst.distance)
        worst = { margin: margin.name, category: margin.categories[place] ?? "", distance };
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
  const all = margins.map(numbered);
  return impossible(all, Float64Array.from(start)) ?? rakeNumbered(start, all);
}

function rakeNumbered(start: readonly number[], margins: readonly Numbered[]): Calibrated {
  const weights = Float64Array.from(start);
  for (let cycle = 1; cycle <= RAKING.mostCycles; cycle++) {
    for (const margin of margins) meet(margin, weights);
    if (furthest(margins, weights).distance < RAKING.precision)
      return { met: true, weights: [...weights], cycles: cycle };
  }
  const { margin, category, distance } = furthest(margins, weights);
  return distance < RAKING.accepted
    ? { met: true, weights: [...weights], cycles: RAKING.mostCycles }
    : { met: false, because: "not-converging", margin, category };
}

/** Post-stratification: raking to one margin, whose categories are the strata. */
export const postStratify = (start: readonly number[], strata: Margin): Calibrated => rake(start, [strata]);

/** How far one weight may exceed the mean of all answers' weights, and how often weights are held to that and raked again. */
export type Hold = { readonly cap: number; readonly rounds: number };

const meanOf = (weights: readonly number[], answers: readonly number[]) => {
  let [sum, n] = [0, 0];
  for (const [index, weight] of weights.entries()) {
    sum += weight * (answers[index] ?? 0);
    n += answers[index] ?? 0;
  }
  return sum / n;
};

/** Rounds in which the mean is found that goes with weights held to it: each comes closer to it, from above. */
const HOLDING_ROUNDS = 200;

/**
 * Holds weights to so many times their mean, for good: the mean is that of the weights as they are then. Their sum stays.
 *
 * @param weights Of one answer of each group.
 * @param answers How many answers each group has.
 * @param cap 1 or more.
 * @returns The same list where all are within the cap.
 */
export function holdWeights(weights: readonly number[], answers: readonly number[], cap: number): readonly number[] {
  let held = weights;
  for (let round = 0; round < HOLDING_ROUNDS; round++) {
    const most = cap * meanOf(held, answers);
    if (!held.some((weight, index) => weight > most && (answers[index] ?? 0) > 0)) break;
    held = held.map((weight) => Math.min(weight, most));
  }
  if (held === weights) return weights;
  const grown = meanOf(weights, answers) / meanOf(held, answers);
  return held.map((weight) => weight * grown);
}

/**
 * Pulls weights above so many times the mean down to that cap, and rakes again, until both hold or it has been done often
 * enough.
 *
 * @param start Weights of groups of like answers, each summed over its group.
 * @param answers How many answers each group has.
 * @returns With the share of answers that the cap held back, to be published; what raking says where it fails.
 * @see methodology.md 2.3 step 4; docs/decisions/0036 for the mean in place of the median
 */
export function rakeAndTrim(
  start: readonly number[],
  margins: readonly Margin[],
  answers: readonly number[],
  { cap, rounds }: Hold,
): Calibrated & { readonly trimmed: number } {
  const all = margins.map(numbered);
  let raked = impossible(all, Float64Array.from(start)) ?? rakeNumbered(start, all);
  const capped = new Set<number>();
  for (let round = 0; round < rounds && raked.met && raked.weights.length > 0; round++) {
    const each = raked.weights.map((weight, index) => weight / (answers[index] ?? 1));
    const most = cap * meanOf(each, answers);
    const over = each.flatMap((weight, index) => (weight > most * (1 + RAKING.accepted) ? [index] : []));
    if (over.length === 0) break;
    for (const index of over) capped.add(index);
    raked = rakeNumbered(
      each.map((weight, index) => Math.min(weight, most) * (answers[index] ?? 1)),
      all,
    );
  }
  const everybody = answers.reduce((sum, n) => sum + n, 0);
  const held = [...capped].reduce((sum, index) => sum + (answers[index] ?? 0), 0);
  return { ...raked, trimmed: everybody === 0 ? 0 : held / everybody };
}

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
