import type { Ask } from "./api.ts";
import type { Score } from "./differencing.ts";

/** What anybody can see of a release: the bodies of some addresses. */
const snapshot = async (ask: Ask, paths: readonly string[]): Promise<readonly string[]> => {
  const bodies: string[] = [];
  for (const path of paths) bodies.push((await ask(path)).body);
  return bodies;
};

/** Every measure over the tables that fakes fall into, as counts, percentages, scores and comparison. */
export const watched = (release: string): readonly string[] => {
  const at = `/v1/releases/${release}`;
  const tables = ["all", "area", "stage", "area.stage", "area.stage.offence", "area.offence.sex", "age.sex"];
  return [
    at,
    `${at}/tables`,
    `${at}/compare?measure=C1&stage=report`,
    ...tables.flatMap((table) => [
      `${at}/tables/${table}.json?measure=base`,
      `${at}/tables/${table}.json?measure=C1,C3,C5,C6`,
    ]),
    `${at}/tables/area.stage.json?measure=C1,C3&statistic=score`,
    `${at}/tables/area.json?measure=C1&statistic=answers`,
    `${at}/tables/area.csv?measure=C1,C3`,
    `${at}/tables/area.json?measure=frame`,
  ];
};

/**
 * A7: looks again after each of some acts of an insider, and counts what changed.
 *
 * @param acts Each adds fake respondents, asks for the release again, or whatever else an insider can do.
 */
export async function growing(
  ask: Ask,
  paths: readonly string[],
  acts: readonly (() => Promise<unknown>)[],
): Promise<Score> {
  const before = await snapshot(ask, paths);
  let [trials, changed] = [0, 0];
  for (const act of acts) {
    await act();
    for (const [at, body] of (await snapshot(ask, paths)).entries()) {
      trials++;
      if (body !== before[at]) changed++;
    }
  }
  return { trials, success: changed / Math.max(1, trials) };
}

/**
 * What the insider would gain if figures were counted anew after each fake respondent: the mean of so many noisy counts,
 * each less the fakes known to be in it.
 *
 * @param countAfter The noisy count with so many fakes.
 * @returns Whether the mean, rounded, is the true count.
 */
export async function averaged(countAfter: (fakes: number) => Promise<number>, most: number, truth: number) {
  let sum = 0;
  for (let fakes = 1; fakes <= most; fakes++) sum += (await countAfter(fakes)) - fakes;
  return Math.round(sum / most) === truth;
}
