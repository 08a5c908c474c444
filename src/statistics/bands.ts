import { type BandRules, bandRules, type DisclosureRules, disclosureRules } from "./rules.ts";

/** Never a rank and never a colour alone: in words, against what was expected. */
export const bands = ["much-better", "better", "about-the-same", "worse", "much-worse"] as const;
export type Band = (typeof bands)[number];

/**
 * The band of an area, or null where its base is too small for one.
 *
 * @param area z once overdispersion is allowed for; distance from the target in percentage points (or points of score),
 *   which must reach the practical limit for any band but the middle one; noisy base.
 * @see methodology.md 2.5 step 9, decisions.md 22
 */
export function bandOf(
  area: { readonly z: number; readonly points: number; readonly base: number },
  rules: BandRules = bandRules,
  disclosure: DisclosureRules = disclosureRules,
): Band | null {
  if (area.base < disclosure.baseBand) return null;
  const size = Math.abs(area.z);
  if (size < rules.inner || Math.abs(area.points) < rules.practicalPoints) return "about-the-same";
  if (size < rules.outer) return area.z > 0 ? "better" : "worse";
  return area.z > 0 ? "much-better" : "much-worse";
}
