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
  /** Steps in which the fakes of A7 come. */
  readonly fakes: readonly number[];
  /** What A1, A2 and A11 may miss their threshold by: chance, in the short form. */
  readonly slack: number;
  readonly intervals: number;
};

export const inFull: Effort = {
  pairs: 5000,
  nations: 4,
  targets: [20_000, 1500],
  questions: 120,
  looks: 20_000,
  fakes: [1, 1, 3, 5, 10, 30, 50],
  slack: 0,
  intervals: 40_000,
};

export const inShort: Effort = {
  pairs: 300,
  nations: 1,
  targets: [2000, 150],
  questions: 25,
  looks: 300,
  fakes: [100],
  slack: 0.1,
  intervals: 4000,
};

/** A figure with three digits. */
export const three = (value: number) => value.toFixed(3);

/** A row whose success may be no more than so much. */
export const atMost = (
  [id, attack, had]: readonly [id: string, attack: string, had: string],
  { trials, success }: Score,
  most: number,
  chance: number,
): AttackRow => ({
  id,
  attack,
  had,
  trials,
  success,
  chance,
  threshold: `at most ${most === 0 ? "0" : three(most)}`,
  isPassed: trials > 0 && success <= most,
});

/** A row whose success must be at least so much: an error that is left to the attacker. */
export const atLeast = (
  [id, attack, had]: readonly [id: string, attack: string, had: string],
  { trials, success }: Score,
  least: number,
  chance: number,
): AttackRow => ({
  id,
  attack,
  had,
  trials,
  success,
  chance,
  threshold: `at least ${three(least)}`,
  isPassed: trials > 0 && success >= least,
});
