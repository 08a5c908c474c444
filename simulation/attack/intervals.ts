import { discreteGaussian, drawNoise } from "../../src/statistics/noise.ts";
import { noisyInterval, noisyProportion } from "../../src/statistics/interval.ts";
import { disclosureRules } from "../../src/statistics/rules.ts";
import { streamOf, whole } from "../chance.ts";
import { publishedOf } from "./evidence.ts";

/** One base and true share, and what privacy.md R8 measured there: coverage, and total error against sampling alone. */
export type Case = {
  readonly base: number;
  readonly share: number;
  readonly coverage: number;
  readonly inflation: number | null;
};

export const cases: readonly Case[] = [
  { base: 50, share: 0.5, coverage: 0.955, inflation: null },
  { base: 50, share: 0.8, coverage: 0.962, inflation: 1.2 },
  { base: 50, share: 0.95, coverage: 0.927, inflation: null },
  { base: 100, share: 0.5, coverage: 0.951, inflation: null },
  { base: 100, share: 0.8, coverage: 0.953, inflation: 1.1 },
  { base: 100, share: 0.95, coverage: 0.952, inflation: null },
  { base: 300, share: 0.5, coverage: 0.95, inflation: null },
  { base: 300, share: 0.8, coverage: 0.951, inflation: 1.03 },
  { base: 300, share: 0.95, coverage: 0.955, inflation: null },
  { base: 1000, share: 0.5, coverage: 0.951, inflation: null },
  { base: 1000, share: 0.8, coverage: 0.95, inflation: 1.01 },
  { base: 1000, share: 0.95, coverage: 0.951, inflation: null },
];

/**
 * R8: how often an interval holds the true share, and how much larger noise makes the error.
 *
 * @param isNoiseTold Whether the interval allows for the noise, as ours do.
 * @returns `coverage` by the limits before rounding, over every draw; `published` by what is printed, bounds among them,
 *   where a percentage is printed; `inflation` as root mean square error against sampling alone.
 */
export function coverageOf({ base, share }: Case, runs: number, isNoiseTold = true) {
  const { variance, truncation } = disclosureRules.noise;
  const table = discreteGaussian(variance, truncation);
  const next = streamOf("intervals", `${base}|${share}`);
  const draw = () => drawNoise(whole(next, 0, 2 ** 26 - 1) * 2 ** 27 + whole(next, 0, 2 ** 27 - 1), table);
  let [held, all, heldPublished, allPublished, squares] = [0, 0, 0, 0, 0];
  for (let run = 0; run < runs; run++) {
    let good = 0;
    for (let person = 0; person < base; person++) if (next() < share) good++;
    const [P, Q] = [good + draw(), base - good + draw()];
    const estimate = noisyProportion(Math.max(0, P), Math.max(0, Q), isNoiseTold ? variance : 0);
    if (estimate === null) continue;
    const { lower, upper } = noisyInterval(estimate, 0.95);
    all++;
    if (lower <= share && share <= upper) held++;
    squares += (Math.max(0, P) / (Math.max(0, P) + Math.max(0, Q)) - share) ** 2;
    const printed = publishedOf(P, Q);
    if (printed.lower === null || printed.upper === null) continue;
    allPublished++;
    if (printed.lower <= 100 * share && 100 * share <= printed.upper) heldPublished++;
  }
  return {
    trials: all,
    coverage: held / all,
    published: heldPublished / Math.max(1, allPublished),
    inflation: Math.sqrt(squares / all / ((share * (1 - share)) / base)),
  };
}
