import { newcombe, noisyInterval, noisyProportion } from "../statistics/interval.ts";
import { roundHalfAway } from "../statistics/rounding.ts";
import { confidence, disclosureRules } from "../statistics/rules.ts";
import { noisyBase } from "../statistics/shown.ts";
import type { Sum } from "./sum.ts";
import { percentRow, perturbed } from "./table.ts";

/** A percentage less what it was a quarter earlier, in points, with its 95 % limits. */
export type ChangeSince = {
  readonly difference: number;
  readonly lower: number;
  readonly upper: number;
  /** Whether the limits leave 0 out: beyond what chance and noise alone would bring in nineteen of twenty such looks. */
  readonly isBeyondChance: boolean;
};

const subject = { at: {}, measure: "", answer: null };

/**
 * How a percentage moved from one quarter to another: Newcombe's interval at the effective bases, which carry the noise.
 *
 * @returns Null where either may not be shown, or is a bound: a difference would tell the exact share.
 * @see methodology.md 2.4
 */
export function changeSince(now: Sum, before: Sum): ChangeSince | null {
  const sums = [now, before].map(perturbed);
  if (sums.some((sum) => percentRow(subject, sum).value === null || percentRow(subject, sum).coding !== null))
    return null;
  const [first, second] = sums.map(({ P, Q, cells }) => noisyProportion(P, Q, disclosureRules.noise.variance * cells));
  if (!first || !second) return null;
  const { lower, upper } = newcombe(
    { proportion: first.proportion, interval: noisyInterval(first, confidence) },
    { proportion: second.proportion, interval: noisyInterval(second, confidence) },
  );
  const digits = sums.every((sum) => noisyBase(sum) >= disclosureRules.largeBase) ? 1 : 0;
  const points = (share: number) => roundHalfAway(share * 100, digits);
  return {
    difference: points(first.proportion - second.proportion),
    lower: points(lower),
    upper: points(upper),
    isBeyondChance: lower > 0 || upper < 0,
  };
}
