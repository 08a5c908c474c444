import { NOT_STATED } from "../domain/dimension.ts";
import { type Attributes, dummiesOf, type Frame, weighArea, type Weighted } from "./area-estimates.ts";
import type { Scored } from "./case-mix.ts";
import { codesOf } from "./lattice.ts";
import { type Counted, RECORD_KEYS } from "./noise.ts";
import { timesSaid } from "./perturb.ts";
import { roundHalfAway, roundTo } from "./rounding.ts";

/**
 * The answers of one stage, gathered by area and by all that weights and adjustment look at, for many items at once: how
 * many, and their sums. Who gave which answer is kept nowhere. Never leaves the step of a release that made it.
 */
export type AnswerGroups = {
  /** How many items are counted; each is known by its place. */
  readonly items: number;
  readonly groups: Map<string, AnswerGroup>;
  /** By area: how many answered each item, the sum of their record keys, and of their keys times what they said. */
  readonly contributors: Map<
    string,
    { readonly counts: Float64Array; readonly keys: Float64Array; readonly said: Float64Array }
  >;
};

export type AnswerGroup = {
  readonly area: string;
  readonly categories: Readonly<Record<string, string>>;
  readonly baseWeight: number;
  /** Responses. */
  n: number;
  /** Of each item: answers, their points from the middle of the scale, and those points squared. */
  readonly sums: Int32Array;
};

const SUMS = 3;

export const noAnswers = (items: number): AnswerGroups => ({ items, groups: new Map(), contributors: new Map() });

/** What of a response decides its group, and the key that its noise hangs on. */
export type Respondent = Pick<AnswerGroup, "area" | "categories" | "baseWeight"> & { readonly rkey: number };

/**
 * Adds one response.
 *
 * @param answers Of the items that it answered: their places, and points from the middle of their scales.
 */
export function addResponse(
  all: AnswerGroups,
  { area, categories, baseWeight, rkey }: Respondent,
  answers: readonly { readonly item: number; readonly points: number }[],
): void {
  const key = [area, baseWeight, ...Object.values(categories)].join("|");
  let group = all.groups.get(key);
  if (group === undefined) {
    group = { area, categories, baseWeight, n: 0, sums: new Int32Array(SUMS * all.items) };
    all.groups.set(key, group);
  }
  let whose = all.contributors.get(area);
  if (whose === undefined) {
    const zeros = () => new Float64Array(all.items);
    whose = { counts: zeros(), keys: zeros(), said: zeros() };
    all.contributors.set(area, whose);
  }
  group.n += 1;
  for (const { item, points } of answers) {
    for (const [place, value] of [1, points, points * points].entries()) {
      const at = SUMS * item + place;
      group.sums[at] = (group.sums[at] ?? 0) + value;
    }
    whose.counts[item] = (whose.counts[item] ?? 0) + 1;
    whose.keys[item] = ((whose.keys[item] ?? 0) + rkey) % RECORD_KEYS;
    whose.said[item] = ((whose.said[item] ?? 0) + timesSaid(points) * rkey) % RECORD_KEYS;
  }
}

/** A group with the weight of each of its responses, and what is adjusted for. */
export type WeighedGroup = AnswerGroup & { readonly weight: number; readonly adjusters: readonly number[] };

/** Weighs the responses of a stage, each area's to its own frame. */
export function weighGroups(
  { groups }: AnswerGroups,
  frame: Frame,
  attributes: Attributes,
): { readonly groups: readonly WeighedGroup[]; readonly areas: readonly (Weighted & { readonly answers: number })[] } {
  const dummies = dummiesOf([...groups.values()], attributes);
  const weighed: WeighedGroup[] = [];
  const areas: (Weighted & { readonly answers: number })[] = [];
  for (const [area, of] of Map.groupBy(groups.values(), (group) => group.area)) {
    const found = weighArea(area, of, frame.get(area) ?? {}, { weighBy: attributes });
    areas.push({ ...found, answers: of.reduce((sum, { n }) => sum + n, 0) });
    for (const [place, group] of of.entries())
      weighed.push({ ...group, weight: found.weights[place] ?? 0, adjusters: dummies(group) });
  }
  return { groups: weighed, areas };
}

/** Those groups that answered one item, with their scores from 0 to 100. @param step Points that one step is worth. */
export function scoresOf(groups: readonly WeighedGroup[], item: number, step: number): readonly Scored[] {
  const scored: Scored[] = [];
  for (const { area, sums, weight, adjusters } of groups) {
    const n = sums[SUMS * item] ?? 0;
    if (n === 0) continue;
    const [points, squares] = [sums[SUMS * item + 1] ?? 0, sums[SUMS * item + 2] ?? 0];
    scored.push({
      unit: area,
      n,
      sum: MIDDLE * n + step * points,
      squares: MIDDLE * MIDDLE * n + 2 * MIDDLE * step * points + step * step * squares,
      adjusters,
      weight,
    });
  }
  return scored;
}

/** The middle of every scale, on the score from 0 to 100. */
const MIDDLE = 50;

/** Who answered, and by what they said: what the noise of a score hangs on. */
export type Answerers = Pick<Counted, "base" | "numerator">;

/** Whose answers to an item there are, by area. */
export const contributorsTo = ({ contributors }: AnswerGroups, item: number): ReadonlyMap<string, Answerers> =>
  new Map(
    [...contributors].map(([area, { counts, keys, said }]) => {
      const n = counts[item] ?? 0;
      return [area, { base: { n, key: keys[item] ?? 0 }, numerator: { n, key: said[item] ?? 0 } }];
    }),
  );

/** How many areas there are. */
const AREAS = codesOf.area.filter((code) => code !== NOT_STATED).length;

/**
 * What weights cost a stage, as it is told: the design effect of a mean answer, in tenths, the share of answers held back,
 * in whole per cent, and how many areas were weighted by at least one attribute, to the nearest 5.
 *
 * It has no noise, so it is told of large stages alone (`largeBase`): of a few answers each would move it.
 */
export function costOfWeights(
  areas: readonly (Weighted & { readonly answers: number })[],
): readonly [designEffect: number, trimmedPercent: number, areas: number] {
  const weighted = areas.filter(({ met }) => met.length > 0);
  const all = weighted.reduce((sum, { answers }) => sum + answers, 0);
  if (all === 0) return [1, 0, 0];
  const effect = weighted.reduce((sum, { answers, designEffect }) => sum + answers * designEffect, 0) / all;
  const trimmed = weighted.reduce((sum, { answers, trimmed: share }) => sum + answers * share, 0) / all;
  return [roundHalfAway(effect, 1), roundHalfAway(100 * trimmed), Math.min(AREAS, roundTo(weighted.length, 5))];
}
