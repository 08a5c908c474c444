import * as v from "valibot";
import { Problem } from "../kernel/problem.ts";
import { firstDayOfQuarter, type Quarter } from "../kernel/time.ts";
import { quarterBefore, QUARTERS, type Window, windowTo } from "../results/window.ts";
import { type Held, linkBetween } from "../results/versions.ts";
import type { HasResponses } from "../store/responses/database.ts";
import { listReleases, readRelease, type ReleaseRow } from "../store/responses/releases.ts";

// Which releases stand before one, and what may be joined with it. Only what is published is ever read here.

/** What of a release's facts decides what it may be joined with. */
const factsSchema = v.looseObject({ sha256: v.string(), instruments: v.optional(v.array(v.string())) });

/** A published release among others. */
export type Neighbour = {
  readonly id: string;
  readonly period: Quarter;
  readonly hash: string;
  readonly instruments: Held;
};

function neighbourOf({ id, period, facts }: ReleaseRow): readonly Neighbour[] {
  const parsed = v.safeParse(factsSchema, JSON.parse(facts));
  if (!parsed.success) return [];
  const { sha256: hash, instruments } = parsed.output;
  return [{ id, period: period as Quarter, hash, instruments: instruments ?? null }];
}

/** The newest release of every published quarter, newest first. */
export const publishedQuarters = async ({ responses }: HasResponses): Promise<readonly Neighbour[]> =>
  (await listReleases(responses)).flatMap(neighbourOf);

/** A release itself, also one that another corrects by now. */
async function itself({ responses }: HasResponses, id: string): Promise<Neighbour | null> {
  const row = await readRelease(responses, id);
  return (row && neighbourOf(row)[0]) ?? null;
}

/** The release of the quarter before, and whether a question is the same in both; null where there is none. */
export async function quarterBeforeOf(
  engine: HasResponses,
  release: { readonly id: string; readonly period: Quarter },
) {
  const all = await publishedQuarters(engine);
  const before = all.find(({ period }) => period === quarterBefore(release.period));
  if (before === undefined) return null;
  const here = await itself(engine, release.id);
  const isSame = (measure: string, stage: string | null) =>
    linkBetween(measure, stage, { earlier: before.instruments, later: here?.instruments ?? null }).state === "same";
  return { ...before, isSame };
}

/** Releases that are added up, oldest first, and the quarters that they are of. */
export type Joined = {
  readonly window: Window;
  readonly releases: readonly Pick<Neighbour, "id" | "hash">[];
  /** Whether a question, also one that was not asked for, is the same in all of them. */
  readonly isSame: (measure: string, stage: string | null) => boolean;
};

export type Asked = { readonly measures: readonly string[]; readonly stages: readonly (string | null)[] };

type Newest = { readonly id: string; readonly period: Quarter; readonly hash: string };

/**
 * The four quarters that end with a release, as far as there are releases of them, and whether a question is the same in all.
 *
 * @returns Releases oldest first: this one of its own quarter, the newest of each other.
 */
export async function quartersTo(engine: HasResponses, release: Newest) {
  const all = await publishedQuarters(engine);
  const own = (await itself(engine, release.id)) ?? { ...release, instruments: null };
  const byPeriod = new Map(all.map((one) => [one.period, one]));
  byPeriod.set(own.period, own);
  const window = windowTo(own.period, new Set(byPeriod.keys()));
  const releases = window.quarters.flatMap((quarter) => byPeriod.get(quarter) ?? []);
  const isSame = (measure: string, stage: string | null) =>
    releases.every(
      (earlier) =>
        linkBetween(measure, stage, { earlier: earlier.instruments, later: own.instruments }).state === "same",
    );
  return { window, releases, isSame };
}

/** Four quarters in a row that a release is in. */
export type WindowOf = {
  /** The release with which they end. */
  readonly newest: string;
  /** The releases of its other quarters, oldest first. */
  readonly others: readonly Neighbour[];
  readonly isSame: (measure: string, stage: string | null) => boolean;
};

/** Every window that holds a release: the one that it ends, and those that end with one of the next three quarters. */
export async function windowsWith(engine: HasResponses, release: Newest): Promise<readonly WindowOf[]> {
  const later = (await publishedQuarters(engine)).filter(({ period }) => period > release.period);
  const windows = await Promise.all(
    [release, ...later.toReversed().slice(0, QUARTERS - 1)].map(async (end) => {
      const { window, releases, isSame } = await quartersTo(engine, end);
      if (end !== release && window.start > firstDayOfQuarter(release.period)) return [];
      return [{ newest: end.id, others: releases.filter(({ period }) => period !== release.period), isSame }];
    }),
  );
  return windows.flat();
}

/**
 * The four quarters that end with a release.
 *
 * @param asked Measures and stages (null for all together) that would be added up.
 * @returns The measure whose question changed in between: then there is nothing that the sum would be of.
 */
export async function joinQuarters(
  engine: HasResponses,
  release: Newest,
  { measures, stages }: Asked,
): Promise<Joined | { readonly changed: string }> {
  const { window, releases, isSame } = await quartersTo(engine, release);
  const changed = measures.find((measure) => !stages.every((stage) => isSame(measure, stage)));
  return changed === undefined ? { window, releases, isSame } : { changed };
}

/** The same. @throws Problem `query-not-allowed` where a question changed in between. */
export async function joinedTo(engine: HasResponses, release: Newest, asked: Asked): Promise<Joined> {
  const joined = await joinQuarters(engine, release, asked);
  if ("window" in joined) return joined;
  throw new Problem(
    "query-not-allowed",
    `The question behind ${joined.changed} changed within these four quarters, so that they cannot be added up. Leave out window=4q; /v1/trends.json shows each quarter by itself.`,
  );
}

/** What decides every byte of a figure over several releases, besides the question: their hashes. */
export const hashesOf = (joined: Joined | null) => (joined?.releases ?? []).map(({ hash }) => hash).join(" ");
