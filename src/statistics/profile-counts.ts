import { RECORD_KEYS } from "./noise.ts";

/** Who told what of themselves, where: a stage, an attribute such as `ethnicity`, and the category chosen. */
type Group = { readonly stage: string; readonly attribute: string; readonly category: string };

/**
 * A profile record: of each core item whether the answer was good (1) or not (0), and a record key of its own. One key for
 * all of them would tell which small counts are of the same people.
 */
export type Told = Group & { readonly items: Readonly<Record<string, readonly [good: number, rkey: number]>> };

/** How many of a group answered a core item well, or not; and the sum of their record keys modulo 2^40. */
export type ProfileCount = Group & {
  readonly measure: string;
  readonly positive: 0 | 1;
  readonly n: number;
  readonly rkey: number;
};

/** What profile records come to so far: how many people of each group, and their answers. */
export type ProfileSums = {
  readonly people: Map<string, number>;
  readonly counts: Map<string, ProfileCount>;
};

export const noProfiles = (): ProfileSums => ({ people: new Map(), counts: new Map() });

const groupName = ({ stage, attribute, category }: Group) => [stage, attribute, category].join("|");

/** Adds one record to the sums. */
export function addUp({ people, counts }: ProfileSums, { stage, attribute, category, items }: Told): void {
  const group = { stage, attribute, category };
  people.set(groupName(group), (people.get(groupName(group)) ?? 0) + 1);
  for (const [measure, [good, key]] of Object.entries(items)) {
    const positive = good === 1 ? 1 : 0;
    const name = `${groupName(group)}|${measure}|${positive}`;
    const { n, rkey } = counts.get(name) ?? { n: 0, rkey: 0 };
    counts.set(name, { ...group, measure, positive, n: n + 1, rkey: (rkey + key) % RECORD_KEYS });
  }
}

/** The counts of groups that at least `k` people told of. Of fewer, counts side by side would say what each answered. */
export const countsOfMany = ({ people, counts }: ProfileSums, k: number): readonly ProfileCount[] =>
  [...counts.values()].filter((count) => (people.get(groupName(count)) ?? 0) >= k);
