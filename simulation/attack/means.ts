import { type Ask, fetchBody, tablePath } from "./api.ts";
import type { Score } from "./differencing.ts";
import { items } from "./people.ts";

/** What is published of one cell: how many, what share of them, and their mean from 0 to 100, each within limits. */
export type Family = {
  readonly n: readonly [from: number, to: number];
  readonly percent: readonly [from: number, to: number];
  readonly score: readonly [from: number, to: number];
  /** Half the range of the scale in points. */
  readonly half: number;
};

/** How many (n, positives, sum of points) fit a family; it stops counting at `enough`. */
function solutions({ n, percent, score, half }: Family, enough = 2): number {
  let found = 0;
  const slack = 1e-9;
  for (let count = Math.max(1, Math.ceil(n[0])); count <= n[1]; count++) {
    const good = Math.floor((percent[1] * count) / 100 + slack) - Math.ceil((percent[0] * count) / 100 - slack) + 1;
    // A score of s is a mean of (s / 100) 2h - h points from the middle.
    const sumOf = (s: number) => ((s / 100) * 2 * half - half) * count;
    const sums = Math.floor(sumOf(score[1]) + slack) - Math.ceil(sumOf(score[0]) - slack) + 1;
    found += Math.max(0, good) * Math.max(0, sums);
    if (found >= enough) return found;
  }
  return found;
}

/** A8: the share of families that only one truth fits (Handbook on Statistical Disclosure Control 5.7). */
export const solvedUniquely = (families: readonly Family[]): Score => ({
  trials: families.length,
  success: families.filter((family) => solutions(family) === 1).length / Math.max(1, families.length),
});

/**
 * The attacker supposes that no draw of noise was beyond this: more would leave more room, so it errs to the attacker's
 * side.
 */
const SUPPOSED = 2;

type Dataset = { readonly value: readonly (number | null)[] };

/** Families of base, percentage and score as published in some tables, by the public API. */
export async function publishedFamilies(ask: Ask, release: string): Promise<readonly Family[]> {
  const families: Family[] = [];
  for (const table of ["area.stage", "area", "stage"]) {
    for (const { id, half } of items) {
      if (half === null || (id.includes(".") && table === "stage")) continue;
      const read = async (statistic: string) => {
        const path = tablePath(release, table, "json", `measure=${id}&statistic=${statistic}`);
        return (JSON.parse(await fetchBody(ask, path)) as Dataset).value;
      };
      const [shares, scores] = [await read("percent"), await read("score")];
      for (let at = 0; at < shares.length; at += 4) {
        const [percent, base, score] = [shares[at] ?? null, shares[at + 3] ?? null, scores[at] ?? null];
        if (percent === null || base === null || score === null) continue;
        const digits = base >= 1000 ? 0.05 : 0.5;
        const room = (base >= 1000 ? 5 : 2.5) + 2 * SUPPOSED;
        const [share, points] = [digits + (100 * SUPPOSED) / base, digits + (100 * SUPPOSED) / (2 * base)];
        families.push({
          n: [base - room, base + room],
          percent: [percent - share, percent + share],
          score: [score - points, score + points],
          half,
        });
      }
    }
  }
  return families;
}
