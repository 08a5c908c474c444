import { answerVariance, halfRange } from "../statistics/score.ts";
import { noisyProportion } from "../statistics/interval.ts";
import { type Perturbed, type ShownPercentage, shownBase, shownPercentage, shownScore } from "../statistics/shown.ts";
import { roundTo } from "../statistics/rounding.ts";
import { disclosureRules } from "../statistics/rules.ts";
import type { Localised } from "../kernel/locale.ts";
import type { Quarter } from "../kernel/time.ts";
import type { Cell } from "../statistics/perturb.ts";
import type { ScaledMeasure } from "./measures.ts";
import { type Query, storedTable } from "./query.ts";
import type { Window } from "./window.ts";
import { combinations, type Group, groupCells, type Sum, sumOf } from "./sum.ts";

/** What stands in a cell's place or beside it: confidential, low reliability, not applicable, not available, estimated (publication.md 3.2). */
export const symbols = ["c", "u", "z", "x", "e"] as const;
export type CellSymbol = (typeof symbols)[number];

/** What stands at the head of every output. */
export type ReleaseHead = {
  readonly id: string;
  readonly period: Quarter;
  readonly methodology: string;
  readonly publishedOn: string | null;
  /** Statistical designation, printed on every table. */
  readonly label: string;
  /** SHA-256 of the release's tables. */
  readonly hash: string;
  /** Of a correction: the release before it, and why it was made. */
  readonly corrects?: string;
  readonly reason?: Localised;
  /** Of a release that was corrected: the one that takes its place. */
  readonly correctedBy?: string;
};

/** One figure of one measure in one place (publication.md 3.5). Percentages, scores and counts share the form. */
export type Row = {
  readonly at: Group["at"];
  readonly measure: string;
  /** The code of the answer, in a distribution; the disposition, in counts of the frame. */
  readonly answer: string | null;
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly base: number | null;
  /**
   * The base that would be worth as much without the noise; rounded like the base. Null but for percentages, and for
   * bounds, whose exact share it would tell.
   */
  readonly effectiveBase: number | null;
  /** The figure is a bound: nearly all answered alike, and the exact share is not told. */
  readonly coding: "at-most" | "at-least" | null;
  readonly symbol: CellSymbol | null;
};

export type ResultTable = {
  readonly release: ReleaseHead;
  readonly query: Query;
  readonly rows: readonly Row[];
  /** Where several quarters are joined: which. */
  readonly window?: Window;
  /** Where the rows answer several questions: which each does, and of which quarters. */
  readonly of?: (row: Row) => { readonly query: Query; readonly window?: Window };
};

/** Looks a stored table up: the cells of a table and stored measure, or null when the release has none. */
export type CellsOf = (table: string, measure: string) => readonly Cell[] | null;

/** How a release names its stored tables of counts by disposition. */
export const FRAME_PREFIX = "frame:";

/** The codes of a distribution: those of the scale, then "does not apply" and "prefer not to say". */
export const answerCodes = ({ options }: ScaledMeasure) => [...options.map(({ code }) => code), "dna", "pns"];

const histogramOf = (measure: ScaledMeasure) => answerCodes(measure).map((code) => `h:${measure.id}:${code}`);

/** What to read to answer a question: pairs of stored table and stored measures. */
export function tablesToRead(
  query: Query,
  measures: readonly ScaledMeasure[],
  dispositions: readonly string[],
): readonly { readonly table: string; readonly measures: readonly string[] }[] {
  const table = storedTable(query);
  const asked = measures.filter(({ id }) => query.measures.includes(id));
  if (query.statistic === "count") {
    const frame = query.measures.includes("frame") ? dispositions.map((one) => FRAME_PREFIX + one) : [];
    return [{ table, measures: [...query.measures.filter((id) => id !== "frame"), ...frame] }];
  }
  if (query.statistic === "answers") return [{ table, measures: asked.flatMap(histogramOf) }];
  const ids = asked.map(({ id }) => id);
  if (query.statistic === "percent") return [{ table, measures: ids }];
  const scores = { table, measures: ids.flatMap((id) => [id, `m:${id}`]) };
  return [scores, { table: "", measures: asked.flatMap(histogramOf) }];
}

/** What a row is about. */
type Subject = Pick<Row, "at" | "measure" | "answer">;

const nothing = { value: null, lower: null, upper: null, base: null, effectiveBase: null, coding: null } as const;

/** A row without a figure, and why. */
export const emptyRow = (subject: Subject, symbol: CellSymbol): Row => ({ ...subject, ...nothing, symbol });

/** A figure in table form: below the base confidential, below 100 marked as of low reliability. */
function figureRow(subject: Subject, shown: ShownPercentage): Row {
  const { status, base, percent, lower, upper, coding } = shown;
  if (status === "confidential") return { ...emptyRow(subject, "c"), base };
  const symbol = status === "low-base" ? "u" : null;
  return { ...subject, value: percent, lower, upper, base, effectiveBase: null, coding, symbol };
}

/** The row of a percentage out of perturbed positives and negatives. */
export function percentRow(subject: Subject, sum: Perturbed): Row {
  const row = figureRow(subject, shownPercentage(sum));
  const estimate = noisyProportion(sum.P, sum.Q, disclosureRules.noise.variance * sum.cells);
  if (row.value === null || row.coding !== null || estimate === null) return row;
  return { ...row, effectiveBase: shownBase(estimate.effectiveBase) };
}

/** Positives, negatives and the number of draws of a sum of cells [base, P, Q]. */
export const perturbed = ({ counts, cells }: Sum): Perturbed => ({
  P: counts[1] ?? 0,
  Q: counts[2] ?? 0,
  cells: Math.max(1, cells),
});

/** Whether a measure is asked at any of the stages that a row is about. */
function isAsked({ stages }: ScaledMeasure, at: Group["at"], { filters }: Query): boolean {
  const among = at.stage === undefined ? filters.find(({ level }) => level === "stage")?.codes : [at.stage];
  return among === undefined || among.some((code) => stages.some((stage) => stage === code));
}

/** Rows of one measure, marking where it is not asked and where the release has no such table. */
function rowsWith(
  query: Query,
  measure: ScaledMeasure,
  cells: readonly Cell[] | null,
  rowOf: (group: Group, index: number) => Row,
) {
  const mark = (at: Group["at"], symbol: CellSymbol) => emptyRow({ at, measure: measure.id, answer: null }, symbol);
  if (cells === null) return combinations(query).map((at) => mark(at, isAsked(measure, at, query) ? "x" : "z"));
  return groupCells(query, cells).map((group, index) =>
    isAsked(measure, group.at, query) ? rowOf(group, index) : mark(group.at, "z"),
  );
}

const percentRows = (query: Query, measure: ScaledMeasure, cellsOf: CellsOf) =>
  rowsWith(query, measure, cellsOf(storedTable(query), measure.id), ({ at, sum }) =>
    percentRow({ at, measure: measure.id, answer: null }, perturbed(sum)),
  );

/** Noise variance of one centred sum, by half the range of its scale (methodology, `disclosure.noise`). */
export const centredVariance: ReadonlyMap<string, number> = new Map(
  Object.entries(disclosureRules.noise.centredVariance),
);

function scoreRows(query: Query, measure: ScaledMeasure, cellsOf: CellsOf): readonly Row[] {
  const table = storedTable(query);
  const sums = cellsOf(table, `m:${measure.id}`);
  const half = halfRange(measure);
  const nation = measure.options.map(
    ({ code }) => [code, sumOf(cellsOf("", `h:${measure.id}:${code}`) ?? []).counts[0] ?? 0] as const,
  );
  const variance = answerVariance(new Map(nation), measure);
  const subject = (at: Group["at"]) => ({ at, measure: measure.id, answer: null });
  if (sums === null || half === null || variance === null) {
    return rowsWith(query, measure, null, ({ at }) => emptyRow(subject(at), "x"));
  }
  const totals = groupCells(query, sums);
  const scale = { half, noiseVariance: centredVariance.get(String(half)) ?? 0, answerVariance: variance };
  return rowsWith(query, measure, cellsOf(table, measure.id), ({ at, sum }, index) => {
    const { score, ...shown } = shownScore({ ...perturbed(sum), S: totals[index]?.sum.counts[0] ?? 0 }, scale);
    return figureRow(subject(at), { ...shown, percent: score, coding: null });
  });
}

/**
 * The share of each answer, "does not apply" and "prefer not to say" among them. Every count has its own draw of
 * noise, so the interval of a share allows for as many draws as there are answers.
 */
function answerRows(query: Query, measure: ScaledMeasure, cellsOf: CellsOf): readonly Row[] {
  const codes = answerCodes(measure);
  const stored = histogramOf(measure).map((name) => cellsOf(storedTable(query), name));
  const groups = stored.map((cells) => groupCells(query, cells ?? []));
  const isMissing = stored.every((cells) => cells === null);
  return combinations(query).flatMap((at, index) => {
    if (!isAsked(measure, at, query) || isMissing) {
      const symbol = isMissing && isAsked(measure, at, query) ? "x" : "z";
      return codes.map((answer) => emptyRow({ at, measure: measure.id, answer }, symbol));
    }
    const counts = groups.map((group) => Math.max(0, group[index]?.sum.counts[0] ?? 0));
    const all = counts.reduce((sum, count) => sum + count, 0);
    const draws = Math.max(1, ...groups.map((group) => group[index]?.sum.cells ?? 0)) * codes.length;
    return codes.map((answer, which) => {
      const P = counts[which] ?? 0;
      return percentRow({ at, measure: measure.id, answer }, { P, Q: all - P, cells: draws });
    });
  });
}

/** Counts: of responses as a base is shown, of the frame as it is stored, rounded to 10. */
function countRows(query: Query, stored: string, cellsOf: CellsOf): readonly Row[] {
  const isFrame = stored.startsWith(FRAME_PREFIX);
  const names = isFrame
    ? { measure: "frame", answer: stored.slice(FRAME_PREFIX.length) }
    : { measure: stored, answer: null };
  const cells = cellsOf(storedTable(query), stored);
  if (cells === null) return combinations(query).map((at) => emptyRow({ at, ...names }, "x"));
  return groupCells(query, cells).map(({ at, sum }) => {
    const count = sum.counts[0] ?? 0;
    const value = isFrame ? roundTo(Math.max(0, count), disclosureRules.roundFrameTo) : shownBase(count);
    return { ...emptyRow({ at, ...names }, "c"), value, base: value, symbol: value === null ? "c" : null };
  });
}

/**
 * The rows that answer a question: the one model behind every output, in canonical order whatever the order of the
 * question.
 *
 * @param dispositions What the release counts of the frame.
 * @see publication.md 3.2 and 3.5, privacy.md R7 and R8
 */
export function tableRows(
  query: Query,
  measures: readonly ScaledMeasure[],
  cellsOf: CellsOf,
  dispositions: readonly string[] = [],
): readonly Row[] {
  if (query.statistic === "count") {
    const [read] = tablesToRead(query, measures, dispositions);
    return (read?.measures ?? []).flatMap((stored) => countRows(query, stored, cellsOf));
  }
  const rowsOf = { percent: percentRows, score: scoreRows, answers: answerRows }[query.statistic];
  return query.measures.flatMap((id) => {
    const measure = measures.find((one) => one.id === id);
    return measure ? rowsOf(query, measure, cellsOf) : [];
  });
}
