import type { Week } from "./calendar.ts";
import type { Counts, Expected, Progress } from "./progress.ts";
import { situationOf } from "./surveys.ts";
import { positiveChance, type World } from "./truth.ts";
import type { Holder, Round } from "./victims.ts";

/** What a week added. */
export type Lived = {
  readonly week: Week;
  readonly read: number;
  readonly texted: string;
  /** Everyone whose text arrived, whether or not they answered. */
  readonly holders: readonly Omit<Holder, "answers">[];
  readonly round: Round;
  readonly counted: Pick<Counts, "events" | "rejected" | "texts" | "undeliverable" | "closures" | "comments">;
};

/** The measures whose truth is written down: asked of everybody, and the same at every stage. */
const FIXED = ["C1", "C3", "C5", "C6"] as const;

/** Those of them that are asked by text. */
const BY_TEXT: readonly string[] = ["C1", "C3"];

const isByText = ({ does }: Pick<Holder, "does">) => does === "answers-by-text";

const added = (counts: Readonly<Record<string, number>>, keys: readonly string[]) => {
  const sums = { ...counts };
  for (const key of keys) sums[key] = (sums[key] ?? 0) + 1;
  return sums;
};

const cellOf = ({ period }: Week, { survey, told }: Pick<Holder, "survey" | "told">) =>
  `${period}|${survey.stage}|${told.area.code}`;

/** The progress after one more week. */
export function addWeek(progress: Progress, lived: Lived): Progress {
  const { week, read, texted, round, counted } = lived;
  const { counts } = progress;
  const next: Counts = {
    events: counts.events + counted.events,
    rejected: counts.rejected + counted.rejected,
    texts: counts.texts + counted.texts,
    undeliverable: counts.undeliverable + counted.undeliverable,
    openings: counts.openings + round.openings,
    answers: added(
      counts.answers,
      round.answered.map(() => week.period),
    ),
    cells: added(
      counts.cells,
      round.answered.map((holder) => cellOf(week, holder)),
    ),
    byText: counts.byText + round.answered.filter(isByText).length,
    comments: counts.comments + round.comments + counted.comments,
    stops: counts.stops + round.stops,
    closures: counts.closures + counted.closures,
    closureForms: counts.closureForms + round.closureForms,
    refused: counts.refused + round.refused.length,
  };
  return { ...progress, week: week.number + 1, read, texted, counts: next, expected: expectedAfter(progress, lived) };
}

/** Sums of the true chances of a positive answer, over all who were asked and over those who answered. */
function expectedAfter({ expected, seed }: Progress, { week, holders, round }: Lived): Expected {
  const world: World = { seed };
  const sums: Record<string, readonly [number, number, number, number]> = { ...expected };
  const add = (holder: Pick<Holder, "survey" | "told" | "does">, answered: boolean) => {
    const situation = situationOf(holder.told, holder.survey);
    const measures = answered && isByText(holder) ? FIXED.filter((measure) => BY_TEXT.includes(measure)) : FIXED;
    for (const measure of measures) {
      const key = `${cellOf(week, holder)}|${measure}`;
      const [asked, askedSum, answers, answersSum] = sums[key] ?? [0, 0, 0, 0];
      const chance = positiveChance(world, situation, measure);
      sums[key] = answered
        ? [asked, askedSum, answers + 1, answersSum + chance]
        : [asked + 1, askedSum + chance, answers, answersSum];
    }
  };
  for (const holder of holders) if (!holder.reminder && holder.form !== "closure") add(holder, false);
  for (const holder of round.answered) add(holder, true);
  return sums;
}
