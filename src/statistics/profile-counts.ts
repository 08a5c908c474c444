import { RECORD_KEYS } from "./noise.ts";

/** A profile record: one characteristic of somebody, and whether each core item was good ("1") or not ("0"). */
export type Told = {
  readonly stage: string;
  readonly attribute: string;
  readonly category: string;
  readonly items: Readonly<Record<string, string>>;
  readonly rkey: number;
};

/** How many of a category answered a core item well, or not, at a stage; and the sum of their record keys modulo 2^40. */
export type ProfileCount = Pick<Told, "stage" | "attribute" | "category"> & {
  readonly measure: string;
  readonly positive: 0 | 1;
  readonly n: number;
  readonly rkey: number;
};

/** Counts by what they are of. */
export type ProfileCounts = Map<string, ProfileCount>;

/** Adds one record to the counts that it belongs to: one for each of its core items. */
export function addUp(counts: ProfileCounts, { stage, attribute, category, items, rkey }: Told): void {
  for (const [measure, code] of Object.entries(items)) {
    const positive = code === "1" ? 1 : 0;
    const name = [stage, attribute, category, measure, positive].join("|");
    const { n, rkey: sum } = counts.get(name) ?? { n: 0, rkey: 0 };
    counts.set(name, { stage, attribute, category, measure, positive, n: n + 1, rkey: (sum + rkey) % RECORD_KEYS });
  }
}
