import type { Stage } from "../domain/dimension.ts";
import { codesOf, type Dimension, type Table } from "./lattice.ts";
import { type Contributors, RECORD_KEYS } from "./noise.ts";

/** Every cell of a table, whether anybody is in it or not, numbered with the last dimension running fastest. */
export type Grid = {
  readonly table: Table;
  readonly codes: readonly (readonly string[])[];
  readonly places: readonly ReadonlyMap<string, number>[];
  readonly size: number;
};

/** @param stages The stages at which the measure is asked: where it is not, there is no cell. */
export function gridOf(table: Table, stages: readonly Stage[]): Grid {
  const codes = table.map((dimension) => (dimension === "stage" ? stages : codesOf[dimension]));
  const places = codes.map((list) => new Map(list.map((code, index) => [code, index])));
  return { table, codes, places, size: codes.reduce((size, list) => size * list.length, 1) };
}

/** The cell that somebody is in. @throws Error when one of the codes is on no list. */
export function cellOf({ table, codes, places }: Grid, of: { readonly [D in Dimension]?: string }): number {
  let cell = 0;
  for (const [index, dimension] of table.entries()) {
    const place = places[index]?.get(of[dimension] ?? "");
    if (place === undefined) throw new Error(`a record has a code that no list of ${dimension} has`);
    cell = cell * (codes[index]?.length ?? 1) + place;
  }
  return cell;
}

/** The codes of each cell, in order. */
export const cellCodes = ({ codes }: Grid): readonly (readonly string[])[] =>
  codes.reduce<readonly (readonly string[])[]>(
    (cells, list) => cells.flatMap((cell) => list.map((code) => [...cell, code])),
    [[]],
  );

/** For each cell of a finer grid, the cell of a coarser one that it falls into. */
export function projection(from: Grid, to: Grid): Int32Array {
  const target = new Int32Array(from.size);
  for (const [cell, codes] of cellCodes(from).entries()) {
    target[cell] = cellOf(
      to,
      Object.fromEntries(from.table.map((dimension, index) => [dimension, codes[index] ?? ""])),
    );
  }
  return target;
}

/**
 * Who gave which answer in which cell: a count, and the sum of record keys modulo 2^40, at `cell * codes + code`.
 * Never leaves the step of a release that made it.
 */
export type Tally = { readonly codes: number; readonly counts: Uint32Array; readonly keys: Float64Array };

export const emptyTally = (cells: number, codes: number): Tally => ({
  codes,
  counts: new Uint32Array(cells * codes),
  keys: new Float64Array(cells * codes),
});

function add(tally: Tally, at: number, n: number, key: number) {
  tally.counts[at] = (tally.counts[at] ?? 0) + n;
  const sum = (tally.keys[at] ?? 0) + key;
  tally.keys[at] = sum < RECORD_KEYS ? sum : sum - RECORD_KEYS;
}

/** Counts one answer. @param rkey The response's record key, below 2^40. */
export const count = (tally: Tally, cell: number, code: number, rkey: number) =>
  add(tally, cell * tally.codes + code, 1, rkey);

/** The same answers over a coarser grid; `target` is a `projection`. Exact: counts and key sums are whole numbers. */
export function rollUp(tally: Tally, target: Int32Array, cells: number): Tally {
  const coarse = emptyTally(cells, tally.codes);
  for (const [cell, to] of target.entries()) {
    for (let code = 0; code < tally.codes; code++) {
      const from = cell * tally.codes + code;
      const n = tally.counts[from] ?? 0;
      if (n > 0) add(coarse, to * tally.codes + code, n, tally.keys[from] ?? 0);
    }
  }
  return coarse;
}

/** Those in a cell who gave one of these answers. */
export function contributors(tally: Tally, cell: number, codes: readonly number[]): Contributors {
  let [n, key] = [0, 0];
  for (const code of codes) {
    n += tally.counts[cell * tally.codes + code] ?? 0;
    key += tally.keys[cell * tally.codes + code] ?? 0;
  }
  return { n, key: key % RECORD_KEYS };
}

/** Those in a cell who gave any answer at all. */
export const everyone = (tally: Tally, cell: number): Contributors =>
  contributors(
    tally,
    cell,
    Array.from({ length: tally.codes }, (_, code) => code),
  );
