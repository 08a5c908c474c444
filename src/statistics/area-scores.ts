import { benjaminiHochberg } from "./multiple-comparisons.ts";
import { type Band, bandOf } from "./bands.ts";
import { normalCdf, normalQuantile, studentCdf } from "./distributions.ts";
import { adjustedZ, dispersion, quantile, winsorise, winsorisedVariance } from "./overdispersion.ts";
import { type BandRules, bandRules } from "./rules.ts";

/** An area's score on the scale from 0 to 100, its standard error with all that it carries, and its base. */
export type AreaScore = {
  readonly area: string;
  readonly score: number;
  readonly standardError: number;
  readonly base: number;
};

export type ComparedScore = AreaScore & {
  /** Distance from the target over its error, the variance between areas allowed for. */
  readonly z: number;
  /** Two-sided, by Benjamini and Hochberg over the family: the areas of one item at one stage. */
  readonly adjustedP: number;
  /** Null below the least base. */
  readonly band: Band | null;
  /** Share of what is seen that is of the area and not of chance, 0 to 1: 0.7 is usable, 0.8 good. */
  readonly reliability: number;
  /** The score drawn towards the target by what reliability lacks: for showing, never for bands. */
  readonly shrunken: number;
};

export type ScoreComparison = {
  readonly target: number;
  /** Mean square of the winsorised z: about 1 when areas differ by chance alone; null of no areas. */
  readonly phi: number | null;
  /** Variance between areas beyond chance, in points squared. */
  readonly tau2: number;
  readonly areas: readonly ComparedScore[];
};

/** Share of false findings that a family of bands may have (methodology.md 2.5 step 8). */
const FALSE_DISCOVERIES = 0.05;

/** Mean square of the distances to a target, winsorised, over what is left of it where all is chance. */
function spread(family: readonly AreaScore[], target: number, tau2: number, { winsorise: share }: BandRules) {
  const distances = family.map(({ score, standardError }) => adjustedZ(score - target, standardError, tau2));
  return (dispersion(winsorise(distances, share)) ?? 0) / winsorisedVariance(share);
}

/** Halvings of the range in which the variance between areas is sought: to a millionth of it. */
const HALVINGS = 40;

/**
 * Variance between areas beyond chance, robust against the few areas that are to be found: with it, the winsorised
 * distances are as far apart as chance would have them (Paule and Mandel's estimate, of winsorised values).
 *
 * The usual way winsorises before the variance is known. Where large areas have small errors their distances are then cut
 * off first, the variance comes out too small, and too many areas are called better or worse (docs/methodology/validation.md).
 */
function between(family: readonly AreaScore[], target: number, rules: BandRules): number {
  const due = (family.length - 1) / family.length;
  if (family.length < 2 || spread(family, target, 0, rules) <= due) return 0;
  let [low, high] = [0, Math.max(...family.map(({ score }) => (score - target) ** 2))];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (spread(family, target, middle, rules) > due) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * What is expected of an area: the mean of the areas as draws from one distribution, each worth what chance leaves of it,
 * with the furthest tenths drawn in. Not the nation's own mean, which a single large area can move, so that all the others
 * would seem to differ.
 *
 * @returns 0 of no areas.
 */
function expectedOf(family: readonly AreaScore[], rules: BandRules): number {
  if (family.length === 0) return 0;
  const scores = family.map(({ score }) => score);
  const tau2 = between(family, quantile(scores, 0.5), rules);
  let [sum, weights] = [0, 0];
  for (const [index, score] of winsorise(scores, rules.winsorise).entries()) {
    const weight = 1 / ((family[index]?.standardError ?? 1) ** 2 + tau2);
    sum += weight * score;
    weights += weight;
  }
  return sum / weights;
}

/**
 * Areas against what is expected of them, with additive overdispersion and a false-discovery rate (methodology.md 2.5
 * steps 5 to 10). Only areas whose base allows a band are in the family; the others are compared and get none.
 */
export function compareScores(scores: readonly AreaScore[], rules: BandRules = bandRules): ScoreComparison {
  const isBanded = ({ base }: AreaScore) => bandOf({ z: 0, points: 0, base }, rules) !== null;
  const family = scores.filter(isBanded);
  const target = expectedOf(family, rules);
  const tau2 = between(family, target, rules);
  const phi = family.length === 0 ? null : spread(family, target, 0, rules);
  const degrees = Math.max(1, family.length - 1);
  // The variance between areas is itself an estimate: a distance counts for what it would if that were known.
  const zOf = ({ score, standardError }: AreaScore) => {
    const t = adjustedZ(score - target, standardError, tau2);
    return -Math.sign(t) * normalQuantile(studentCdf(-Math.abs(t), degrees));
  };
  const adjusted = benjaminiHochberg(family.map((area) => 2 * normalCdf(-Math.abs(zOf(area)))));
  const pOf = new Map(family.map(({ area }, index) => [area, adjusted[index] ?? 1]));
  const areas = scores.map((area): ComparedScore => {
    const z = zOf(area);
    const adjustedP = pOf.get(area.area) ?? 1;
    const isFound = adjustedP <= FALSE_DISCOVERIES;
    const band = bandOf({ z: isFound ? z : 0, points: area.score - target, base: area.base }, rules);
    const reliability = tau2 / (tau2 + area.standardError ** 2);
    return { ...area, z, adjustedP, band, reliability, shrunken: target + reliability * (area.score - target) };
  });
  return { target, phi, tau2, areas };
}
