import type { Stage } from "../../src/domain/dimension.ts";
import type { Item } from "../../src/statistics/item.ts";
import { type Table, tableId } from "../../src/statistics/lattice.ts";
import type { Contributors } from "../../src/statistics/noise.ts";
import {
  cellOf,
  contributors,
  count,
  emptyTally,
  type Grid,
  gridOf,
  projection,
  rollUp,
  type Tally,
} from "../../src/statistics/tally.ts";
import type { Person } from "./people.ts";

/** The exact tables of a nation: what judges an attack, and what an attacker has who knows everybody else. */
export type Truth = {
  /** Who is counted in a cell of an item: everybody with a valid answer, and those with a positive one. */
  cells(item: Item, table: Table): { readonly grid: Grid; readonly tally: Tally };
  readonly of: (item: Item, table: Table, cell: number) => { readonly base: Contributors; readonly good: Contributors };
};

const personal: Table = ["area", "offence", "age", "sex"];

export function truthOf(people: readonly Person[]): Truth {
  const finest = new Map<string, Tally>();
  const ways = new Map<string, { readonly grid: Grid; readonly target: Int32Array }>();
  const rolled = new Map<string, { readonly grid: Grid; readonly tally: Tally }>();

  const finestOf = (item: Item): Tally => {
    const known = finest.get(item.id);
    if (known !== undefined) return known;
    const grid = gridOf(["stage", ...personal], item.stages);
    const tally = emptyTally(grid.size, item.codes.length);
    for (const person of people) {
      const place = item.places.get(person.items[item.id] ?? "");
      if (place !== undefined) count(tally, cellOf(grid, person), place, person.rkey);
    }
    finest.set(item.id, tally);
    return tally;
  };

  const wayTo = (table: Table, asked: readonly Stage[]) => {
    const name = `${tableId(table)}|${asked.join()}`;
    const known = ways.get(name);
    if (known !== undefined) return known;
    const grid = gridOf(table, asked);
    const way = { grid, target: projection(gridOf(["stage", ...personal], asked), grid) };
    ways.set(name, way);
    return way;
  };

  const cells = (item: Item, table: Table) => {
    const name = `${item.id}/${tableId(table)}`;
    const known = rolled.get(name);
    if (known !== undefined) return known;
    const { grid, target } = wayTo(table, item.stages);
    const made = { grid, tally: rollUp(finestOf(item), target, grid.size) };
    rolled.set(name, made);
    return made;
  };

  return {
    cells,
    of: (item, table, cell) => {
      const { tally } = cells(item, table);
      return {
        base: contributors(tally, cell, [...item.positive, ...item.negative]),
        good: contributors(tally, cell, item.positive),
      };
    },
  };
}
