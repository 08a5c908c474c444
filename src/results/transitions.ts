import { type Stage, stages } from "../domain/dimension.ts";
import { noisyShare, pairedChange } from "../statistics/paired.ts";
import { roundHalfAway } from "../statistics/rounding.ts";
import { disclosureRules } from "../statistics/rules.ts";
import { shownBase } from "../statistics/shown.ts";
import { type Level, levels } from "./closure-figures.ts";
import { type CellsOf, emptyRow, percentRow, type Row } from "./table.ts";

/** Two stages, the earlier one first. */
export type StagePair = { readonly from: Stage; readonly to: Stage };

export const stagePairs: readonly StagePair[] = stages.flatMap((from, place) =>
  stages.slice(place + 1).map((to) => ({ from, to })),
);

/** How a release names how many went from one level of satisfaction to another between two stages. */
export const transitionName = ({ from, to }: StagePair, before: Level, after: Level) =>
  `journey:${from}.${to}:${before}.${after}`;

/** The ways from level to level, three by three. */
export const ways = levels.flatMap((before) => levels.map((after) => ({ before, after })));

/** What a page or a file reads of each release, of the table of the nation. */
export const transitionMeasures: readonly string[] = stagePairs.flatMap((pair) =>
  ways.map(({ before, after }) => transitionName(pair, before, after)),
);

/** The same people at two stages. */
export type Transition = StagePair & {
  /** How many answered at both: rounded, null where too few to say. */
  readonly base: number | null;
  readonly symbol: Row["symbol"];
  /** Satisfied at the earlier stage, and at the later, of the same people. */
  readonly earlier: Row;
  readonly later: Row;
  /** In points of per cent, later less earlier, with 95 % limits; null below the base, or where a share is only a bound. */
  readonly change: { readonly points: number; readonly lower: number; readonly upper: number } | null;
  /** Shares of all of them, by level before and after; `answer` is `satisfied.neither`. */
  readonly shares: readonly Row[];
};

type Counts = ReadonlyMap<string, number>;

/** Adds the cells of some releases, each with its own draw. Null when none has the table. */
function addUp(
  pair: StagePair,
  releases: readonly CellsOf[],
): { readonly counts: Counts; readonly draws: number } | null {
  const read = releases.flatMap((cellsOf) => {
    const cells = ways.map(({ before, after }) => cellsOf("", transitionName(pair, before, after)));
    return cells.includes(null) ? [] : [cells.map((cell) => cell?.[0]?.[1] ?? 0)];
  });
  if (read.length === 0) return null;
  const sum = (place: number) => read.reduce((total, counts) => total + (counts[place] ?? 0), 0);
  return {
    counts: new Map(ways.map(({ before, after }, place) => [`${before}.${after}`, sum(place)])),
    draws: read.length,
  };
}

/**
 * How the same people answered at two stages (methodology.md 2.11, decisions.md 21), added up over some releases. A
 * person's step is in one release alone, so that a sum counts nobody twice. Nothing on a noisy base below 50.
 *
 * @param releases What each release has, whatever their order.
 */
export function transitions(releases: readonly CellsOf[]): readonly Transition[] {
  return stagePairs.map((pair) => {
    const added = addUp(pair, releases);
    const measure = `journey:${pair.from}.${pair.to}`;
    const subject = (answer: string) => ({ at: {}, measure, answer });
    const none = (symbol: "x" | "c", base: number | null): Transition => ({
      ...pair,
      base,
      symbol,
      earlier: { ...emptyRow(subject("earlier"), symbol), base },
      later: { ...emptyRow(subject("later"), symbol), base },
      change: null,
      shares: ways.map(({ before, after }) => emptyRow(subject(`${before}.${after}`), symbol)),
    });
    if (added === null) return none("x", null);

    const { counts, draws } = added;
    const sumWhere = (isCounted: (before: Level, after: Level) => boolean) => {
      const those = ways.filter(({ before, after }) => isCounted(before, after));
      const n = those.reduce((sum, { before, after }) => sum + (counts.get(`${before}.${after}`) ?? 0), 0);
      return { n, draws: those.length * draws };
    };
    const all = sumWhere(() => true);
    if (all.n < disclosureRules.baseJourney) return none("c", shownBase(all.n));

    const shareRow = (answer: string, isCounted: (before: Level, after: Level) => boolean) =>
      percentRow(subject(answer), noisyShare(sumWhere(isCounted), all));
    const gained = sumWhere((before, after) => before !== "satisfied" && after === "satisfied");
    const lost = sumWhere((before, after) => before === "satisfied" && after !== "satisfied");
    const digits = all.n >= disclosureRules.largeBase ? 1 : 0;
    const { change, lower, upper } = pairedChange(gained, lost, all);
    const points = (proportion: number) => roundHalfAway(100 * proportion, digits);
    const earlier = shareRow("earlier", (before) => before === "satisfied");
    const later = shareRow("later", (_, after) => after === "satisfied");
    return {
      ...pair,
      base: earlier.base,
      symbol: earlier.symbol,
      earlier,
      later,
      change:
        earlier.coding === null && later.coding === null
          ? { points: points(change), lower: points(lower), upper: points(upper) }
          : null,
      shares: ways.map((way) =>
        shareRow(`${way.before}.${way.after}`, (before, after) => before === way.before && after === way.after),
      ),
    };
  });
}
