import type { Week } from "./calendar.ts";
import type { Text } from "./client.ts";
import type { Counts, Expected, Progress } from "./progress.ts";
import { situationOf } from "./surveys.ts";
import { positiveChance, type World } from "./truth.ts";
import type { Holder, Round } from "./victims.ts";

/** What a week added. */
export type Lived = {
  readonly week: Week;
  readonly events: number;
  readonly rejected: number;
  readonly texts: readonly Text[];
  /** Everyone whose text arrived, whether or not they answered. */
  readonly holders: readonly Omit<Holder, "answers">[];
  readonly round: Round;
  readonly closures: number;
  readonly read: number;
};

/** The measures whose truth is written down: asked of everybody, and the same at every stage. */
const FIXED = ["C1", "C3", "C5", "C6"] as const;

const added = (counts: Readonly<Record<string, number>>, keys: readonly string[]) => {
  const sums = { ...counts };
  for (const key of keys) sums[key] = (sums[key] ?? 0) + 1;
  return sums;
};

const cellOf = ({ period }: Week, { survey, told }: Pick<Holder, "survey" | "told">) =>
  `${period}|${survey.stage}|${told.area.code}`;

/** The progress after one more week. */
export function addWeek(progress: Progress, lived: Lived): Progress {
  const { week, events, rejected, texts, round, closures, read } = lived;
  const { counts } = progress;
  const victims = texts.filter(({ channel }) => channel !== "officer");
  const next: Counts = {
    events: counts.events + events,
    rejected: counts.rejected + rejected,
    texts: counts.texts + victims.length,
    undeliverable: counts.undeliverable + victims.length - lived.holders.length,
    openings: counts.openings + round.openings,
    answers: added(
      counts.answers,
      round.answered.map(() => week.period),
    ),
    cells: added(
      counts.cells,
      round.answered.map((holder) => cellOf(week, holder)),
    ),
    stops: counts.stops + round.stops,
    closures: counts.closures + closures,
    refused: counts.refused + round.refused.length,
  };
  return { ...progress, week: week.number + 1, read, counts: next, expected: expectedAfter(progress, lived) };
}

/** Sums of the true chances of a positive answer, over all who were asked and over those who answered. */
function expectedAfter({ expected, seed }: Progress, { week, holders, round }: Lived): Expected {
  const world: World = { seed };
  const sums: Record<string, readonly [number, number, number, number]> = { ...expected };
  const add = (holder: Pick<Holder, "survey" | "told">, answered: boolean) => {
    const situation = situationOf(holder.told, holder.survey);
    for (const measure of FIXED) {
      const key = `${cellOf(week, holder)}|${measure}`;
      const [asked, askedSum, answers, answersSum] = sums[key] ?? [0, 0, 0, 0];
      const chance = positiveChance(world, situation, measure);
      sums[key] = answered
        ? [asked, askedSum, answers + 1, answersSum + chance]
        : [asked + 1, askedSum + chance, answers, answersSum];
    }
  };
  for (const holder of holders) if (!holder.survey.reminder) add(holder, false);
  for (const holder of round.answered) add(holder, true);
  return sums;
}
