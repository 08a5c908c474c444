import { type AreaScore, compareScores } from "./area-scores.ts";
import { normalCdf } from "./distributions.ts";
import { benjaminiHochberg } from "./multiple-comparisons.ts";

// Whose share of something is too high, where areas differ by more than chance and cases may come in clumps: a funnel of
// proportions with additive overdispersion, looked at from above (methodology.md 2.5, 2.6; docs/decisions/0048).

/** A share, as the two counts that it is made of. */
export type Counted = { readonly n: number; readonly base: number };

/** One area's share, beside what is usual. */
export type ShareLook = Counted & {
  readonly area: string;
  /** What its share would be if nothing were odd, 0 to 1. */
  readonly expected: number;
  /** How far above that it lies, allowing for how much areas differ; below 0 where it lies beneath. */
  readonly z: number;
};

/** When a share is looked at, and when it is odd. */
export type OddRules = {
  /** With fewer areas nobody can say what is usual: nothing is looked at. */
  readonly areas: number;
  /** Smallest base that is looked at: not below that of a band. */
  readonly base: number;
  /** Fewer cases are never odd. */
  readonly cases: number;
  /** Nor is a share less than so many times the usual one. */
  readonly times: number;
  /** Nor a smaller z. */
  readonly z: number;
  /** Largest share of false alarms among the alarms, over all looks together. */
  readonly falseDiscoveries: number;
};

const shareOf = ({ n, base }: Counted) => n / base;

/** On the arcsine scale the spread by chance does not depend on the level. */
const angleOf = (counted: Counted) => Math.asin(Math.sqrt(shareOf(counted)));

const errorOf = ({ base }: Counted, clump: number) => Math.sqrt(clump / base) / 2;

const shareAt = (angle: number) => Math.sin(Math.min(Math.PI / 2, Math.max(0, angle))) ** 2;

/**
 * Each area's share beside that of areas in general. Empty where there are too few.
 *
 * @param clump How many cases come together on the average: chance is that much wider.
 */
export function lookAcross(
  areas: readonly (Counted & { readonly area: string })[],
  clump: number,
  rules: OddRules,
): readonly ShareLook[] {
  const seen = areas.filter(({ base }) => base >= rules.base);
  if (seen.length < rules.areas) return [];
  const scores = seen.map((one): AreaScore => ({
    area: one.area,
    score: angleOf(one),
    standardError: errorOf(one, clump),
    base: one.base,
  }));
  const { target, areas: compared } = compareScores(scores);
  return seen.map(({ area, n, base }, at) => ({ area, n, base, expected: shareAt(target), z: compared[at]?.z ?? 0 }));
}

/** An area's share lately, and in the time before. */
export type Lately = { readonly area: string; readonly now: Counted; readonly before: Counted };

/**
 * Each area's share beside its own before, moved by the change that is usual: what happens everywhere is nobody's doing.
 * Empty where there are too few.
 */
export function lookBack(areas: readonly Lately[], clump: number, rules: OddRules): readonly ShareLook[] {
  const seen = areas.filter(({ now, before }) => now.base >= rules.base && before.base >= rules.base);
  if (seen.length < rules.areas) return [];
  const scores = seen.map(({ area, now, before }): AreaScore => ({
    area,
    score: angleOf(now) - angleOf(before),
    standardError: Math.hypot(errorOf(now, clump), errorOf(before, clump)),
    base: now.base,
  }));
  const { target, areas: compared } = compareScores(scores);
  return seen.map(({ area, now, before }, at) => ({
    area,
    ...now,
    expected: shareAt(angleOf(before) + target),
    z: compared[at]?.z ?? 0,
  }));
}

/** A look, and whether it is odd. */
export type JudgedLook<L extends ShareLook> = L & { readonly isOdd: boolean };

/**
 * Which looks are odd: high enough, often enough, by enough, and with the share of false alarms held down over all that is
 * looked at together (Benjamini and Hochberg, one-sided).
 */
export function findOdd<L extends ShareLook>(looks: readonly L[], rules: OddRules): readonly JudgedLook<L>[] {
  const adjusted = benjaminiHochberg(looks.map(({ z }) => normalCdf(-z)));
  return looks.map((look, at) => ({
    ...look,
    isOdd:
      (adjusted[at] ?? 1) <= rules.falseDiscoveries &&
      look.z >= rules.z &&
      look.n >= rules.cases &&
      shareOf(look) >= rules.times * look.expected,
  }));
}
