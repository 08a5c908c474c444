import { stages } from "../../src/domain/dimension.ts";
import { importMacKey, mac } from "../../src/platform/crypto.ts";
import type { Item } from "../../src/statistics/item.ts";
import {
  type Dimension,
  dimensions,
  histogramTables,
  peopleTables,
  scoreTablesOf,
  type Table,
  tableId,
} from "../../src/statistics/lattice.ts";
import type { Hmac } from "../../src/statistics/noise.ts";
import { type Cell, perturbAnswer, perturbCentredSum, perturbItem } from "../../src/statistics/perturb.ts";
import { disclosureRules } from "../../src/statistics/rules.ts";
import { shownCount, shownPercentage, shownScore } from "../../src/statistics/shown.ts";
import {
  cellOf,
  contributors,
  count,
  emptyTally,
  everyone,
  type Grid,
  gridOf,
  projection,
  rollUp,
  type Tally,
} from "../../src/statistics/tally.ts";
import type { Layer } from "./reconstruct-solve.ts";
import { type Answers, question, questionOf, type World } from "./reconstruct-world.ts";

/** A table's cells of a measure, in the order of its grid: perturbed, before any rounding. */
export type CellsOf = (table: string, measure: string) => readonly Cell[] | null;

const finest: Table = ["stage", "area", "offence", "age", "sex"];
const finestGrid = gridOf(finest, stages);

type Way = { readonly grid: Grid; readonly target: Int32Array };
const ways = new Map<string, Way>();

function wayTo(table: Table): Way {
  const known = ways.get(tableId(table));
  if (known !== undefined) return known;
  const grid = gridOf(table, stages);
  const way = { grid, target: projection(finestGrid, grid) };
  ways.set(tableId(table), way);
  return way;
}

const cells = new WeakMap<World, Int32Array>();

/** The finest cell of each combination. */
function finestCells(world: World): Int32Array {
  const known = cells.get(world) ?? Int32Array.from(world.groups, (group) => cellOf(finestGrid, group));
  cells.set(world, known);
  return known;
}

function tallyOf(world: World, answers: Answers, at: number, rkeys: Float64Array): Tally {
  const own = finestCells(world);
  const tally = emptyTally(finestGrid.size, question.codes.length);
  for (const [person, group] of world.groupOf.entries())
    count(tally, own[group] ?? 0, answers[at * world.people.length + person] ?? 0, rkeys[person] ?? 0);
  return tally;
}

export const hmacOf = async (secret: Uint8Array): Promise<Hmac> => {
  const key = await importMacKey(secret);
  return (message) => mac(key, message);
};

/** A table of a question: its cells, and what else is published in it. */
type Published = { readonly table: Table; readonly hasScores: boolean; readonly hasHistogram: boolean };

/**
 * The tables of a question. One of a stage's own has the stage in every table, said or not: the same people are counted
 * with it as without, and have the same noise.
 */
function tablesOf({ core }: World, at: number): readonly Published[] {
  const found = new Map<string, Published>();
  for (const own of peopleTables) {
    const table = dimensions.filter((name) => own.includes(name) || (at >= core && name === "stage"));
    const before = found.get(tableId(table));
    found.set(tableId(table), {
      table,
      hasScores: before?.hasScores === true || scoreTablesOf(question.id).includes(own),
      hasHistogram: before?.hasHistogram === true || histogramTables.includes(own),
    });
  }
  return [...found.values()];
}

/** The measure of an adjusted score, as an attacker takes it who can undo every weight: the centred sum once more. */
const ADJUSTED = "a";

/**
 * What a release would hold of a question, by the functions that the release itself uses.
 *
 * @param of Whose answers, to which question; record keys by person.
 * @returns The stored cells of its tables of people, histograms and centred sums, and of its adjusted scores.
 */
export async function publish(
  hmac: Hmac,
  of: { readonly world: World; readonly answers: Answers; readonly at: number; readonly rkeys: Float64Array },
): Promise<CellsOf> {
  const item = questionOf(of.at);
  const tally = tallyOf(of.world, of.answers, of.at, of.rkeys);
  const stored = new Map<string, readonly Cell[]>();
  for (const { table, hasScores, hasHistogram } of tablesOf(of.world, of.at)) {
    const { grid, target } = wayTo(table);
    const rolled = rollUp(tally, target, grid.size);
    const put = (measure: string, perturbed: readonly Cell[]) => stored.set(`${tableId(table)}/${measure}`, perturbed);
    put(item.id, await perturbItem(hmac, item, rolled, grid));
    if (hasScores) put(`m:${item.id}`, await perturbCentredSum(hmac, item, rolled, grid));
    if (tableId(table) === "area.stage") {
      const again = { ...item, id: `${ADJUSTED}:${item.id}` };
      put(again.id, await perturbCentredSum(hmac, again, rolled, grid));
    }
    if (!hasHistogram) continue;
    const base = (cell: number) => everyone(rolled, cell);
    for (const [place, code] of item.codes.entries()) {
      const numerator = (cell: number) => contributors(rolled, cell, [place]);
      const name = `h:${item.id}:${code}`;
      put(name, await perturbAnswer(hmac, name, { base, numerator }, grid));
    }
  }
  return (table, measure) => stored.get(`${table}/${measure}`) ?? null;
}

const { noise, basePercentage, baseBand, extremeBelow } = disclosureRules;
const half = question.half ?? 0;
const sumNoise = half === 1 || half === 2 || half === 3 ? noise.centredVariance[half] : 0;

const meanOf = (places: readonly number[], power: number, middle = 0) =>
  places.reduce((sum, place) => sum + ((question.points[place] ?? 0) - middle) ** power, 0) / places.length;

/** Points of a positive and of another answer, on average, and how they vary around that: of the outcome model. */
export const points = {
  positive: meanOf(question.positive, 1),
  other: meanOf(question.negative, 1),
  varianceOfPositive: meanOf(question.positive, 2, meanOf(question.positive, 1)),
  varianceOfOther: meanOf(question.negative, 2, meanOf(question.negative, 1)),
};

/** What the attacker foresees of each cell of a table before looking at the release. */
type Foreseen = { readonly n: Float64Array; readonly positive: Float64Array; readonly target: Int32Array };

function foresee(world: World, at: number, { grid, target }: Way): Foreseen {
  const own = finestCells(world);
  const [n, positive] = [new Float64Array(grid.size), new Float64Array(grid.size)];
  const to = Int32Array.from(world.groups, (_, group) => target[own[group] ?? 0] ?? 0);
  for (const [group, cell] of to.entries()) {
    const size = world.sizes[group] ?? 0;
    n[cell] = (n[cell] ?? 0) + size;
    positive[cell] = (positive[cell] ?? 0) + size * world.chance(group, at);
  }
  return { n, positive, target: to };
}

/** What a cell tells: a number, and the variance of its error; null where it is not shown. */
type Told = { readonly value: number; readonly error: number } | null;

function layerOf(seen: Foreseen, of: { readonly isScore: boolean; told(cell: number): Told }): Layer {
  const size = seen.n.length;
  const [told, error, isShown] = [new Float64Array(size), new Float64Array(size), new Uint8Array(size)];
  const worth = points.positive - points.other;
  for (let cell = 0; cell < size; cell++) {
    const one = of.told(cell);
    if (one === null) continue;
    const [n, positive] = [seen.n[cell] ?? 0, seen.positive[cell] ?? 0];
    isShown[cell] = 1;
    told[cell] = one.value - (of.isScore ? n * points.other + worth * positive : positive);
    error[cell] = one.error;
  }
  const groups = seen.target.length;
  const target = new Int32Array(of.isScore ? 2 * groups : groups);
  for (let unknown = 0; unknown < target.length; unknown++) {
    const cell = seen.target[unknown % groups] ?? 0;
    target[unknown] = isShown[cell] === 1 ? cell : -1;
  }
  const weight = of.isScore ? new Float64Array(2 * groups).fill(worth, 0, groups).fill(1, groups) : null;
  return { target, weight, told, error };
}

/** What somebody reads: the noisy whole numbers before rounding, or what the public API and the pages print. */
export type Reader = "stored" | "public";

/** Variance of a number that was rounded to steps of this size. */
const rounding = (step: number) => (step * step) / 12;

/** What the percentage of a cell tells of how many answered positively, to who knows how many answered. */
function toldByPercentage(cell: Cell | undefined, n: number, reader: Reader): Told {
  const [, , P = 0, Q = 0] = cell ?? [[]];
  const total = Math.max(0, P) + Math.max(0, Q);
  if (total < basePercentage) return null;
  if (reader === "stored") return { value: (P + n - Q) / 2, error: noise.variance / 2 };
  const { percent, coding } = shownPercentage({ P, Q, cells: 1 });
  if (percent === null) return null;
  const share =
    coding === null ? percent / 100 : coding === "at-most" ? extremeBelow / 2 / total : 1 - extremeBelow / 2 / total;
  const step = coding !== null ? extremeBelow : total >= disclosureRules.largeBase ? n / 1000 : n / 100;
  return { value: share * n, error: noise.variance * (share ** 2 + (1 - share) ** 2) + rounding(step) };
}

/** What a mean score tells of the sum of points. */
function toldByScore(
  sum: Cell | undefined,
  item: Cell | undefined,
  of: { readonly n: number; readonly reader: Reader; readonly least: number },
): Told {
  const [, , P = 0, Q = 0] = item ?? [[]];
  const S = sum?.[1] ?? 0;
  if (Math.max(0, P) + Math.max(0, Q) < of.least) return null;
  if (of.reader === "stored") return { value: S, error: sumNoise };
  const shown = shownScore({ P, Q, S, cells: 1 }, { half, noiseVariance: sumNoise, answerVariance: 4 });
  if (shown.score === null) return null;
  const mean = (shown.score / 50 - 1) * half;
  const step = (of.n * half) / (Math.max(0, P) + Math.max(0, Q) >= disclosureRules.largeBase ? 500 : 50);
  return { value: mean * of.n, error: sumNoise + 2 * noise.variance * mean * mean + rounding(step) };
}

/** What a histogram tells: how many answered positively, counted from both ends. */
function toldByHistogram(
  item: Item,
  cells: readonly (readonly Cell[] | null)[],
  at: { readonly cell: number; readonly n: number },
  reader: Reader,
): Told {
  if (at.n < basePercentage) return null;
  const read = (place: number) => {
    const noisy = cells[place]?.[at.cell]?.[1] ?? 0;
    return reader === "stored" ? noisy : shownCount(noisy);
  };
  const each = noise.variance + (reader === "stored" ? 0 : rounding(at.n >= 5000 ? 10 : 5));
  const sum = (places: readonly number[]) => places.reduce((total, place) => total + read(place), 0);
  const [up, down] = [item.positive.length, item.negative.length];
  const value = (sum(item.positive) * down + (at.n - sum(item.negative)) * up) / (up + down);
  return { value, error: (each * up * down) / (up + down) };
}

/** All that a release tells of one question, as equations about who answered positively. */
export function layersOf(world: World, at: number, cellsOf: CellsOf, reader: Reader): readonly Layer[] {
  const item = questionOf(at);
  return tablesOf(world, at).flatMap(({ table, hasHistogram }) => {
    const name = tableId(table);
    const seen = foresee(world, at, wayTo(table));
    const answers = cellsOf(name, item.id);
    if (answers === null) throw new Error(`the release has no table ${name} of ${item.id}`);
    const n = (cell: number) => seen.n[cell] ?? 0;
    const layers = [
      layerOf(seen, { isScore: false, told: (cell: number) => toldByPercentage(answers[cell], n(cell), reader) }),
    ];
    for (const [measure, least] of [
      [`m:${item.id}`, basePercentage],
      [`${ADJUSTED}:${item.id}`, baseBand],
    ] as const) {
      const sums = cellsOf(name, measure);
      if (sums === null || sums.length !== answers.length) continue;
      const told = (cell: number) => toldByScore(sums[cell], answers[cell], { n: n(cell), reader, least });
      layers.push(layerOf(seen, { isScore: true, told }));
    }
    if (hasHistogram) {
      const counts = item.codes.map((code) => cellsOf(name, `h:${item.id}:${code}`));
      const told = (cell: number) => toldByHistogram(item, counts, { cell, n: n(cell) }, reader);
      layers.push(layerOf(seen, { isScore: false, told }));
    }
    return layers;
  });
}

/** Fewest people of whom the usual rule tells anything, and how many dimensions its tables have at most. */
const SUPPRESSED_BELOW = 10;
const WAYS_AT_MOST = 3;

/** So much error is taken for granted in an exact figure, or the equations could not be solved. */
const EXACT = 0.01;

const allTables: readonly Table[] = Array.from({ length: 2 ** dimensions.length }, (_, bits) =>
  dimensions.filter((_dimension: Dimension, at) => (bits & (1 << at)) > 0),
).filter((table) => table.length <= WAYS_AT_MOST);

/** What exact tables would tell: every one of up to three dimensions without its small cells, or this lattice's own. */
export function exactLayers(
  of: { readonly world: World; readonly answers: Answers; readonly at: number },
  rule: "suppress-below-10" | "lattice-without-noise",
): readonly Layer[] {
  const { world, answers, at } = of;
  const [tables, least] = rule === "suppress-below-10" ? [allTables, SUPPRESSED_BELOW] : [peopleTables, basePercentage];
  const isPositive = new Set(question.positive);
  const positive = new Float64Array(world.groups.length);
  for (const [person, group] of world.groupOf.entries()) {
    if (isPositive.has(answers[at * world.people.length + person] ?? 0)) positive[group] = (positive[group] ?? 0) + 1;
  }
  return tables.map((table) => {
    const seen = foresee(world, at, wayTo(table));
    const sums = new Float64Array(seen.n.length);
    for (const [group, cell] of seen.target.entries()) sums[cell] = (sums[cell] ?? 0) + (positive[group] ?? 0);
    const told = (cell: number) => ((seen.n[cell] ?? 0) < least ? null : { value: sums[cell] ?? 0, error: EXACT });
    return layerOf(seen, { isScore: false, told });
  });
}
