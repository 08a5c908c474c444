import { type Stage, stages } from "../../src/domain/dimension.ts";
import type { Item } from "../../src/statistics/item.ts";
import { distinctContributorSets, type Table, tableId, tablesOf } from "../../src/statistics/lattice.ts";
import { disclosureRules } from "../../src/statistics/rules.ts";
import { cellCodes, cellOf, type Grid, gridOf, projection } from "../../src/statistics/tally.ts";
import { streamOf, whole } from "../chance.ts";
import { logRatio, type Source, surplus } from "./evidence.ts";
import { items, type Person } from "./people.ts";
import { phi } from "./theory.ts";
import type { Truth } from "./truth.ts";

const sigma = Math.sqrt(disclosureRules.noise.variance);

/** Accuracy by theory of one neighbouring pair: two cells, positives and negatives of each with noise (decisions.md 24). */
export const pairTheory = phi(0.5 / sigma);

/** Accuracy by theory of whoever knows everybody else, over so many different groups of contributors. */
export const othersTheory = (sets: number) => phi((0.5 * Math.sqrt(2 * sets)) / sigma);

/** Tries and what came of them: a guess that the evidence leaves open counts half. */
export type Score = { readonly trials: number; readonly success: number };

export const scoreOf = (hits: readonly number[]): Score => ({
  trials: hits.length,
  success: hits.reduce((sum, hit) => sum + hit, 0) / Math.max(1, hits.length),
});

/** Whether a guess by the sign of the evidence is right; half where the evidence leaves it open. */
export const hitOf = (sum: number, isPositive: boolean) =>
  Math.abs(sum) < 1e-9 ? 0.5 : sum > 0 === isPositive ? 1 : 0;

type Way = { readonly parent: Table; readonly child: Table; readonly grid: Grid; readonly target: Int32Array };

/** Tables of an item of which one cuts the other by one more dimension. */
function waysOf(item: Item): readonly Way[] {
  const tables = tablesOf(item.id);
  return tables.flatMap((child) =>
    tables
      .filter((parent) => parent.length === child.length - 1 && parent.every((one) => child.includes(one)))
      .map((parent) => {
        const grid = gridOf(child, item.stages);
        return { parent, child, grid, target: projection(grid, gridOf(parent, item.stages)) };
      }),
  );
}

/**
 * A1: every pair of published cells that differ by one person. The attacker knows that they do, and reads the answer of
 * that person off the difference.
 */
export function differencing(truth: Truth, source: Source): Score {
  const hits: number[] = [];
  const seen = new Set<string>();
  const codesOf = new Map<string, readonly (readonly string[])[]>();
  const codesIn = (table: Table, asked: readonly Stage[]) => {
    const name = `${tableId(table)}|${asked.join()}`;
    const known = codesOf.get(name) ?? cellCodes(gridOf(table, asked));
    codesOf.set(name, known);
    return known;
  };
  for (const item of items) {
    for (const { parent, child, grid, target } of waysOf(item)) {
      for (let cell = 0; cell < grid.size; cell++) {
        const within = target[cell] ?? 0;
        const [whole, part] = [truth.of(item, parent, within), truth.of(item, child, cell)];
        if (whole.base.n !== part.base.n + 1 || part.base.n === 0) continue;
        const name = `${item.id}|${whole.base.key}|${part.base.key}`;
        if (seen.has(name)) continue;
        seen.add(name);
        const all = source(item, parent, within, codesIn(parent, item.stages)[within] ?? []);
        const rest = source(item, child, cell, codesIn(child, item.stages)[cell] ?? []);
        const [a, b] = [all && surplus(all), rest && surplus(rest)];
        if (a === null || b === null) continue;
        hits.push(hitOf(a - b, whole.good.n > part.good.n));
      }
    }
  }
  return scoreOf(hits);
}

/** The questions of one kind, and how many different groups of contributors a person is in by each. */
export type Kind = { readonly name: string; readonly items: readonly Item[]; readonly sets: number };

const isPerAgency = ({ id }: Item) => id.includes(".") && !id.startsWith("PCV5");

const kindOf = (name: string, of: readonly Item[]): Kind => {
  const [one] = of;
  return { name, items: of, sets: one === undefined ? 0 : distinctContributorSets(tablesOf(one.id), one.stages) };
};

export const kinds: readonly Kind[] = [
  kindOf(
    "asked at every stage",
    items.filter((item) => item.stages.length === stages.length && !isPerAgency(item)),
  ),
  kindOf(
    "asked at one stage",
    items.filter((item) => item.stages.length === 1),
  ),
  kindOf("asked of each agency", items.filter(isPerAgency)),
];

/** The cells that a person is in, each group of contributors once. */
export function placesOf(truth: Truth, item: Item, person: Person) {
  const seen = new Set<string>();
  return tablesOf(item.id).flatMap((table) => {
    const { grid } = truth.cells(item, table);
    const cell = cellOf(grid, person);
    const { base, good } = truth.of(item, table, cell);
    const name = `${base.n}|${base.key}`;
    if (seen.has(name)) return [];
    seen.add(name);
    const codes = table.map((dimension) => person[dimension]);
    return [{ table, cell, base, good, codes }];
  });
}

/** Whether a person's answer counts as positive; null where they gave none that counts. */
export function isPositive(item: Item, person: Person): boolean | null {
  const place = item.places.get(person.items[item.id] ?? "");
  if (place === undefined) return null;
  if (item.positive.includes(place)) return true;
  return item.negative.includes(place) ? false : null;
}

/**
 * Logarithm of how much likelier all that is told of an item is if a person answered positively than if not, for whoever
 * knows everybody else's answers.
 *
 * @param answer What they did answer: taken out of the counts, and used for nothing else.
 */
export function weigh(
  { truth, source }: { readonly truth: Truth; readonly source: Source },
  item: Item,
  person: Person,
  answer: boolean,
): number {
  let sum = 0;
  for (const { table, cell, base, good, codes } of placesOf(truth, item, person)) {
    const evidence = source(item, table, cell, codes);
    const others = { good: good.n - Number(answer), bad: base.n - good.n - Number(!answer) };
    if (evidence !== null) sum += logRatio(evidence, others);
  }
  return sum;
}

/**
 * A2: the attacker knows every answer but one, and weighs all cells that the one is in. Positive and negative targets take
 * turns: many share the noise of the larger cells, which leans towards one answer.
 *
 * @param most Tries; fewer where the people drawn gave no answer that counts.
 */
export function allButOne(
  { people, truth, source }: { readonly people: readonly Person[]; readonly truth: Truth; readonly source: Source },
  kind: Kind,
  most: number,
): Score & { readonly error: number } {
  const next = streamOf("targets", kind.name);
  const hits: number[] = [];
  const byItem = new Map<string, number[]>();
  for (let trial = 0; trial < most * 12 && hits.length < most; trial++) {
    const person = people[whole(next, 0, people.length - 1)];
    const item = kind.items[whole(next, 0, kind.items.length - 1)];
    if (person === undefined || item === undefined || !item.stages.includes(person.stage)) continue;
    const answer = isPositive(item, person);
    if (answer === null || answer !== (hits.length % 2 === 0)) continue;
    const hit = hitOf(weigh({ truth, source }, item, person, answer), answer);
    hits.push(hit);
    const known = byItem.get(item.id) ?? [];
    known.push(hit);
    byItem.set(item.id, known);
  }
  return { ...scoreOf(hits), error: errorOf([...byItem.values()]) };
}

/** The standard error of a share whose tries of one question hang together, for they share the noise of its large cells. */
export function errorOf(groups: readonly (readonly number[])[]): number {
  const all = groups.reduce((sum, { length }) => sum + length, 0);
  const middle = groups.flat().reduce((sum, hit) => sum + hit, 0) / all;
  const squares = groups.map((hits) => (hits.reduce((sum, hit) => sum + hit - middle, 0) / all) ** 2);
  return Math.sqrt((squares.reduce((sum, square) => sum + square, 0) * groups.length) / Math.max(1, groups.length - 1));
}
