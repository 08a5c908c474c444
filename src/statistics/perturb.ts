import type { Item } from "./item.ts";
import {
  type Contributors,
  type Counted,
  discreteGaussian,
  type Hmac,
  noiseFor,
  noiseForCount,
  type NoiseTable,
  nobody,
  RECORD_KEYS,
} from "./noise.ts";
import { roundTo } from "./rounding.ts";
import { disclosureRules } from "./rules.ts";
import { cellCodes, contributors, type Grid, type Tally } from "./tally.ts";

/**
 * One perturbed cell: the codes of its dimensions, and noisy whole numbers (below zero where noise took them there).
 *
 * An item has [codes, base, positive, negative]; every other measure has [codes, value].
 */
export type Cell = readonly [codes: readonly string[], ...values: readonly number[]];

const { noise, roundFrameTo } = disclosureRules;

export const countTable = discreteGaussian(noise.variance, noise.truncation);

const centredTables: ReadonlyMap<number, NoiseTable> = new Map(
  ([1, 2, 3] as const).map((half) => [
    half,
    discreteGaussian(noise.centredVariance[half], noise.centredTruncation[half]),
  ]),
);

/** The noise of the centred sum of a scale of this half range. @throws RangeError when no table is declared for it. */
export function centredTable(half: number): NoiseTable {
  const table = centredTables.get(half);
  if (table === undefined) throw new RangeError(`there is no noise for a centred sum of range ${half}`);
  return table;
}

/** Cells drawn at a time: enough to keep the hashing busy, few enough to keep the promises small. */
const CHUNK = 500;

/** Perturbs the cells of a grid one by one, in order. */
async function perturbCells(
  grid: Grid,
  perturb: (cell: number) => Promise<readonly number[]>,
): Promise<readonly Cell[]> {
  const codes = cellCodes(grid);
  const cells: Cell[] = [];
  for (let from = 0; from < codes.length; from += CHUNK) {
    const chunk = codes.slice(from, from + CHUNK);
    const values = await Promise.all(chunk.map((_, index) => perturb(from + index)));
    for (const [index, cell] of chunk.entries()) cells.push([cell, ...(values[index] ?? [])]);
  }
  return cells;
}

/**
 * The measure under which a cell is hashed. Nobody has no record keys, so in an empty cell its codes stand for them: with
 * one draw for every empty cell, a sum over them would be a multiple of it, and would tell that they are empty. A
 * dimension of one code says nothing, as with record keys.
 */
function hashedAs(measure: string, base: Contributors, { table, codes }: Grid, cell: number): string {
  if (base.n > 0) return measure;
  let rest = cell;
  const places: string[] = [];
  for (const [at, dimension] of [...table.entries()].toReversed()) {
    const list = codes[at] ?? [];
    if (list.length > 1) places.unshift(`${dimension}=${list[rest % list.length] ?? ""}`);
    rest = Math.floor(rest / list.length);
  }
  return `${measure}:${places.join(";")}`;
}

const noisyCount = async (hmac: Hmac, counted: Counted, n: number) => n + (await noiseFor(hmac, counted, countTable));

/** Positive and negative answers, each with noise of its own, and the noisy base that they make (privacy.md R4, F1). */
export const perturbItem = (hmac: Hmac, item: Item, tally: Tally, grid: Grid): Promise<readonly Cell[]> =>
  perturbCells(grid, async (cell) => {
    const base = contributors(tally, cell, [...item.positive, ...item.negative]);
    const good = contributors(tally, cell, item.positive);
    const other = contributors(tally, cell, item.negative);
    const P = await noisyCount(
      hmac,
      { measure: hashedAs(`q:${item.id}:pos`, base, grid, cell), base, numerator: good },
      good.n,
    );
    const Q = await noisyCount(
      hmac,
      { measure: hashedAs(`q:${item.id}:neg`, base, grid, cell), base, numerator: other },
      other.n,
    );
    return [P + Q, P, Q];
  });

/**
 * How many gave one answer, "does not apply" and "prefer not to say" among the answers (F2).
 *
 * @param name Measure id under which it is hashed.
 * @param of Everybody who might have given it, and those who did, by cell.
 */
export const perturbAnswer = (
  hmac: Hmac,
  name: string,
  of: { readonly base: (cell: number) => Contributors; readonly numerator: (cell: number) => Contributors },
  grid: Grid,
): Promise<readonly Cell[]> =>
  perturbCells(grid, async (cell) => {
    const base = of.base(cell);
    const counted = { measure: hashedAs(name, base, grid, cell), base, numerator: of.numerator(cell) };
    return [await noisyCount(hmac, counted, counted.numerator.n)];
  });

/**
 * The measure under which a sum of points is hashed. The points are a part of it: once a correction scores an answer anew
 * every cell is drawn anew, or those that stayed the same would tell that nobody in them gave it.
 */
export const hashedPoints = (name: string, { points }: Pick<Item, "points">) =>
  `${name}:${points.map((of) => of ?? "").join(",")}`;

/**
 * What a record key is multiplied by, from 1 to 7, so that a sum of keys hangs on who said what. With the keys alone, an
 * answer that a correction changes would leave the draw as it was, and the two sums would differ by the exact answer.
 *
 * @param points From the middle of the scale, -3 to 3.
 */
export const timesSaid = (points: number) => points + 4;

/** The sum of points from the middle of the scale, over the valid answers (F3). */
export const perturbCentredSum = (hmac: Hmac, item: Item, tally: Tally, grid: Grid): Promise<readonly Cell[]> =>
  perturbCells(grid, async (cell) => {
    const base = contributors(tally, cell, [...item.positive, ...item.negative]);
    let [sum, said] = [0, 0];
    for (const [place, points] of item.points.entries()) {
      if (points === null) continue;
      const { n, key } = contributors(tally, cell, [place]);
      sum += points * n;
      said = (said + timesSaid(points) * key) % RECORD_KEYS;
    }
    const measure = hashedAs(hashedPoints(`m:${item.id}`, item), base, grid, cell);
    const counted = { measure, base, numerator: { n: base.n, key: said } };
    return [sum + (await noiseFor(hmac, counted, centredTable(item.half ?? 0)))];
  });

/** How many there are in all (F0). */
export const perturbBase = (
  hmac: Hmac,
  name: string,
  base: (cell: number) => Contributors,
  grid: Grid,
): Promise<readonly Cell[]> =>
  perturbCells(grid, async (cell) => {
    const everybody = base(cell);
    return [
      await noisyCount(
        hmac,
        { measure: hashedAs(name, everybody, grid, cell), base: everybody, numerator: nobody },
        everybody.n,
      ),
    ];
  });

/**
 * Counts of cases, which have no record keys: perturbed, then rounded to 10, never below 0 (decisions.md 29).
 *
 * @param counts Exact counts by cell of the grid.
 */
export const perturbCounts = (
  hmac: Hmac,
  measure: string,
  counts: readonly number[],
  grid: Grid,
): Promise<readonly Cell[]> => {
  const codes = cellCodes(grid);
  return perturbCells(grid, async (cell) => {
    const n = counts[cell] ?? 0;
    const drawn = await noiseForCount(hmac, { measure, cell: (codes[cell] ?? []).join("."), n }, countTable);
    return [Math.max(0, roundTo(n + drawn, roundFrameTo))];
  });
};
