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
  draws: 20,
  routes: { ofAKind: 2, every: 1 },
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
  draws: 6,
  routes: { ofAKind: 1, every: 8 },
  fakes: [100],
  slack: 0.1,
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

/**
 * A row of an attack that the noise lets succeed as often as theory says and no more.
 *
 * @param of What was tried, its standard error, what theory says, and what is granted besides.
 */
export function asTheory(
  named: Named,
  of: { readonly score: Score & { readonly error: number }; readonly theory: number; readonly slack: number },
  chance = 0.5,
): AttackRow {
  const { score, theory, slack } = of;
  const room = slack + 2 * score.error;
  const allowance = `${three(slack)} and 2 se of ${three(score.error)}`;
  const row = atMost(named, score, theory + room, chance);
  if (theory + room < 1) return { ...row, threshold: `at most ${three(theory + room)}: theory, ${allowance}` };
  // Where theory leaves next to nothing there is no limit to keep: what is shown is that the attack does what is told.
  const isAsTold = Math.abs(score.success - theory) <= room;
  return { ...row, threshold: `told, as theory has it: within ${allowance}`, isPassed: score.trials > 0 && isAsTold };
}
