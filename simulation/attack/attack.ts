/**
 * What every attack of the suite answers with: one line of the table that `npm run attack` prints.
 *
 * A nation to attack is had from `releasedNation({ size, seed })` (nation.ts). It writes made-up responses as a flush
 * would, has the real Worker's release build them, and gives: `people`, who answered what (the truth, which judges a
 * guess and is what a row says that the attacker had besides); `ask`, the public HTTP API without a key (api.ts); and
 * `stored`, the perturbed whole numbers before rounding, for attackers stronger than the public. `close` ends its engine.
 */
export type AttackRow = {
  /** A1 to A12 of privacy.md 1.8, R8, or another name, with a letter where one attack has several rows. */
  readonly id: string;
  readonly attack: string;
  /** What the attacker had. */
  readonly had: string;
  readonly trials: number;
  /** What the attacker reached: a share of trials, unless `attack` names another measure. */
  readonly success: number;
  /** What would be reached without looking at the release. */
  readonly chance: number;
  /** The threshold in words and figures, such as "at most 0.60". */
  readonly threshold: string;
  readonly isPassed: boolean;
  /** Whether there is no limit to keep, for nearly all is told: the row says so, and `isPassed` that it is as theory says. */
  readonly isTold?: boolean;
  /** False where this nation had too little to look at: another size must have been tried. */
  readonly isTried?: false;
};

/** @param size Responses in the nation: 40,000 and 8,000 in full, fewer in the short form. */
export type Attack = (size: number) => Promise<readonly AttackRow[]>;
