import { scoreLimits } from "../statistics/funnel.ts";
import { zFor } from "../statistics/interval.ts";
import { roundHalfAway } from "../statistics/rounding.ts";
import { confidence } from "../statistics/rules.ts";

/** The outer limits of the funnel: 99.8 %. */
const OUTER = 0.998;

/** Limits within which an area of this base would lie if nothing set it apart that is not usual. */
export type FunnelLimits = {
  readonly base: number;
  readonly lower95: number;
  readonly upper95: number;
  readonly lower998: number;
  readonly upper998: number;
};

/** A share as a percentage of one decimal. */
export const percent = (share: number) => roundHalfAway(share * 100, 1);

/** Funnel limits around an expected share in [0, 1] at a base (score limits, methodology.md 2.6). */
export function limitsAt(expected: number, base: number): FunnelLimits {
  const [inner, outer] = [confidence, OUTER].map((level) => scoreLimits(expected, base, zFor(level)));
  return {
    base,
    lower95: percent(inner?.lower ?? 0),
    upper95: percent(inner?.upper ?? 1),
    lower998: percent(outer?.lower ?? 0),
    upper998: percent(outer?.upper ?? 1),
  };
}

/** A score of one decimal, within its scale. */
export const within = (score: number) => roundHalfAway(Math.min(100, Math.max(0, score)), 1);

/** Funnel limits around an expected score, in points: chance, noise and the usual spread of areas. */
export function scoreLimitsAt(expected: number, standardError: number, tau2: number) {
  const [inner, outer] = [confidence, OUTER].map((level) => zFor(level) * Math.sqrt(standardError ** 2 + tau2));
  return (base: number): FunnelLimits => ({
    base,
    lower95: within(expected - (inner ?? 0)),
    upper95: within(expected + (inner ?? 0)),
    lower998: within(expected - (outer ?? 0)),
    upper998: within(expected + (outer ?? 0)),
  });
}
