import { chiSquaredQuantile } from "./distributions.ts";
import { type Interval, zFor } from "./interval.ts";

/** Rates of events: referrals for every hundred victims, discussions for every closed case (methodology.md 2.8). */

/** Fewest events from which Byar's approximation is used for a ratio, and a standardised rate is given at all. */
export const FEWEST_EVENTS = 10;

/**
 * Byar's limits of a count of events.
 *
 * @returns Null for a lower limit below 0, which the approximation gives of very small counts.
 */
export function byar(count: number, confidence: number): { readonly lower: number | null; readonly upper: number } {
  const z = zFor(confidence);
  const next = count + 1;
  const lower = count > 0 ? count * (1 - 1 / (9 * count) - z / (3 * Math.sqrt(count))) ** 3 : 0;
  return { lower: lower < 0 ? null : lower, upper: next * (1 - 1 / (9 * next) + z / (3 * Math.sqrt(next))) ** 3 };
}

/** Exact Poisson limits of a count of events. */
export function exactPoisson(count: number, confidence: number): Interval {
  const tail = (1 - confidence) / 2;
  return {
    lower: count > 0 ? chiSquaredQuantile(tail, 2 * count) / 2 : 0,
    upper: chiSquaredQuantile(1 - tail, 2 * count + 2) / 2,
  };
}

/** One band of a population: events, those at risk, and how many the standard population has of them. */
export type Band = { readonly count: number; readonly population: number; readonly standard: number };

/**
 * Directly standardised rate: what the rate would be if the population were the standard one. Limits by Dobson's method.
 *
 * @param per Unit of the result: 100 for every hundred.
 * @returns Null below ten events.
 */
export function directRate(
  bands: readonly Band[],
  confidence: number,
  per: number,
): ({ readonly value: number } & Interval) | null {
  let [events, standard, rate, variance] = [0, 0, 0, 0];
  for (const band of bands) {
    events += band.count;
    standard += band.standard;
    rate += (band.standard * band.count) / band.population;
    variance += (band.standard ** 2 * band.count) / band.population ** 2;
  }
  if (events < FEWEST_EVENTS || !(standard > 0)) return null;
  const value = rate / standard;
  const scale = Math.sqrt(variance / standard ** 2 / events);
  const { lower, upper } = byar(events, confidence);
  return {
    value: per * value,
    lower: per * (value + scale * ((lower ?? 0) - events)),
    upper: per * (value + scale * (upper - events)),
  };
}

/** Indirectly standardised ratio: events observed over those expected. Exact limits below ten events, Byar's from there. */
export function indirectRatio(
  observed: number,
  expected: number,
  confidence: number,
): { readonly value: number } & Interval {
  const { lower, upper } = observed < FEWEST_EVENTS ? exactPoisson(observed, confidence) : byar(observed, confidence);
  return { value: observed / expected, lower: (lower ?? 0) / expected, upper: upper / expected };
}
