import type { AttackRow } from "./attack.ts";
import type { Score } from "./differencing.ts";

/** How much is tried: thresholds are widened by chance alone where little is. */
export type Effort = {
  /** Pairs for A1 through the API, over as many nations as it takes, up to so many. */
  readonly pairs: number;
  readonly nations: number;
  /** Targets for A2: by the noisy numbers, and by what is published of them. */
  readonly targets: readonly [numbers: number, published: number];
  readonly questions: number;
  readonly looks: number;
  /** Releases drawn anew, beside which one release's luck is judged. */
  readonly draws: number;
  /** Of the app's public addresses, how many of a kind are taken; and every how manieth address and hostile word. */
  readonly routes: { readonly ofAKind: number; readonly every: number };
  /** Steps in which the fakes of A7 come. */
  readonly fakes: readonly number[];
  /** How many questions and stages A11 looks at: fewer leave more areas to each. */
  readonly breadth: { readonly measures: number; readonly stages: number };
  /** What A10 between releases may miss its threshold by: chance, in the short form. */
  readonly slack: number;
  /** Whether the design's limits hold with nothing granted. */
  readonly isFull: boolean;
  readonly intervals: number;
};

export const inFull: Effort = {
  pairs: 5000,
  nations: 4,
  targets: [20_000, 1500],
  questions: 120,
  looks: 20_000,
  draws: 20,
  routes: { ofAKind: 2, every: 1 },
  fakes: [1, 1, 3, 5, 10, 30, 50],
  breadth: { measures: 4, stages: 4 },
  slack: 0,
  isFull: true,
  intervals: 40_000,
};

export const inShort: Effort = {
  pairs: 300,
  nations: 1,
  targets: [2000, 150],
  questions: 25,
  looks: 300,
  draws: 6,
  routes: { ofAKind: 1, every: 8 },
  fakes: [100],
  breadth: { measures: 1, stages: 2 },
  slack: 0.01,
  isFull: false,
  intervals: 4000,
};

/** A figure with three digits. */
export const three = (value: number) => value.toFixed(3);

type Named = readonly [id: string, attack: string, had: string];

const limited =
  (isMost: boolean) =>
  ([id, attack, had]: Named, { trials, success }: Score, limit: number, chance: number): AttackRow => ({
    id,
    attack,
    had,
    trials,
    success,
    chance,
    threshold: `at ${isMost ? "most" : "least"} ${limit === 0 ? "0" : three(limit)}`,
    isPassed: trials > 0 && (isMost ? success <= limit : success >= limit),
  });

/** A row whose success may be no more than so much. */
export const atMost = limited(true);

/** A row whose success must be at least so much: an error that is left to the attacker. */
export const atLeast = limited(false);

/** What a success that theory tells may stray by, besides its standard errors. */
const STRAY = 0.01;

/** From here on there is no limit to keep: next to nothing is left to guess. */
const NEXT_TO_ALL = 0.99;

type Expected = {
  /** What was tried, and its standard error. */
  readonly score: Score & { readonly error: number };
  readonly theory: number;
  /** What the least is reckoned from, where these targets had less told of them than the theory counts. */
  readonly toldOfThese?: number;
  /** Whether the figures were rounded, so that success may truly lie below theory. */
  readonly isRounded?: boolean;
};

/**
 * A row of an attack that the noise lets succeed as often as theory says: no more, which would be a leak or no noise at all,
 * and no less, which would be an attack that does not work. More by two standard errors, and never next to certainty; less
 * by three, for many rows are looked at; and never less than halfway to chance, which is also how far
 * rounding may take it.
 */
export function asTheory(
  named: Named,
  { score, theory, toldOfThese = theory, isRounded = false }: Expected,
  chance = 0.5,
): AttackRow {
  const { trials, success, error } = score;
  const halfway = (chance + toldOfThese) / 2;
  const least = isRounded ? halfway : Math.max(halfway, toldOfThese - STRAY - 3 * error);
  const most = Math.min(NEXT_TO_ALL, theory + STRAY + 2 * error);
  const why = `se ${three(error)}${isRounded ? ", rounding may take half" : ""}`;
  const isTold = theory >= NEXT_TO_ALL;
  return {
    ...atLeast(named, score, least, chance),
    threshold: isTold ? `told, at least ${three(least)}: ${why}` : `${three(least)} to ${three(most)}: theory, ${why}`,
    isPassed: trials > 0 && success >= least && (isTold || success <= most),
    ...(isTold && { isTold }),
  };
}

/** A row that had too little to look at in this nation. */
export const notTried = ([id, attack, had]: Named, trials: number): AttackRow => ({
  id,
  attack,
  had,
  trials,
  success: 0,
  chance: 0,
  threshold: "not tried: too little to look at",
  isPassed: true,
  isTried: false,
});

/** Fewest pairs that say anything. */
const FEW_PAIRS = 100;

/** A row of pairs that are told apart as theory says, and no better than the design admits. */
export function asPairs(named: Named, score: Score, theory: number, effort: Effort): AttackRow {
  if (score.trials < FEW_PAIRS) return notTried(named, score.trials);
  const error = Math.sqrt(0.25 / score.trials);
  const least = Math.max((0.5 + theory) / 2, theory - STRAY - 3 * error);
  // The design's limit; few pairs are granted their chance.
  const most = 0.6 + (effort.isFull ? 0 : 2 * error);
  return {
    ...atMost(named, score, most, 0.5),
    threshold: `${three(least)} to ${three(most)}`,
    isPassed: score.success >= least && score.success <= most,
  };
}
