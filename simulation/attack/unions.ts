import { disclosureRules } from "../../src/statistics/rules.ts";
import { offences } from "../../src/domain/dimension.ts";
import { roundTo } from "../../src/statistics/rounding.ts";
import { shownBase } from "../../src/statistics/shown.ts";
import { percentRow } from "../../src/results/table.ts";
import { streamOf } from "../chance.ts";
import { type Ask, codeList, fetchBody, tablePath } from "./api.ts";
import type { Score } from "./differencing.ts";
import type { Stored } from "./evidence.ts";
import { areaCodes, type Person } from "./people.ts";
import { randomQuestion, storedTableOf } from "./repeats.ts";
import { mean } from "./theory.ts";

type Dataset = { readonly value: readonly (number | null)[] };

/**
 * A6: what is asked of several categories at once is the sum of their stored cells, worked out here by hand.
 *
 * @returns Answers compared, and the share of them that are anything else.
 */
export async function unionsAreSums(
  { ask, release }: { readonly ask: Ask; readonly release: string },
  stored: Stored,
  questions: number,
): Promise<Score> {
  const next = streamOf("unions", String(questions));
  let [trials, different] = [0, 0];
  for (let at = 0; at < questions; at++) {
    const question = randomQuestion(next);
    const name = storedTableOf(question);
    const table = name.split(".");
    const cells = (stored(name, "C1") ?? []).filter(([codes]) =>
      question.filters.every(([dimension, admitted]) => admitted.includes(codes[table.indexOf(dimension)] ?? "")),
    );
    const keyOf = (codes: readonly string[]) => question.by.map((one) => codes[table.indexOf(one)]).join("|");
    const sums = [...Map.groupBy(cells, ([codes]) => keyOf(codes)).values()].map((group) => {
      const [P, Q] = [2, 3].map((part) => group.reduce((sum, cell) => sum + Number(cell[part] ?? 0), 0));
      return percentRow({ at: {}, measure: "", answer: null }, { P: P ?? 0, Q: Q ?? 0, cells: group.length });
    });
    const wanted = sums.flatMap(({ value, lower, upper, base }) => [value, lower, upper, base]);
    const filters = question.filters.map(([dimension, codes]) => `${dimension}=${codes.join(",")}`);
    const path = tablePath(release, question.by.join("."), "json", ["measure=C1", ...filters].join("&"));
    const { value } = JSON.parse(await fetchBody(ask, path)) as Dataset;
    trials++;
    if (JSON.stringify(value) !== JSON.stringify(wanted)) different++;
  }
  return { trials, success: different / trials };
}

/** How many answered in every area and stage, of some offences: the published base, null where it is not shown. */
export type Unions = (some: readonly string[]) => Promise<ReadonlyMap<string, number | null>>;

const groups: readonly string[] = areaCodes.flatMap((area) => codeList("stage").map((stage) => `${area}|${stage}`));

/** By the public API, each set of offences once. */
export function unionsBy(ask: Ask, release: string): Unions {
  const known = new Map<string, ReadonlyMap<string, number | null>>();
  return async (some) => {
    const query = `measure=base&offence=${some.join(",")}`;
    const found = known.get(query);
    if (found !== undefined) return found;
    const { value } = JSON.parse(await fetchBody(ask, tablePath(release, "area.stage", "json", query))) as Dataset;
    const made = new Map(groups.map((group, at) => [group, value[at] ?? null]));
    known.set(query, made);
    return made;
  };
}

/** By hand, each set of offences with noise of its own: what the release does not do. */
export function freshUnions(exact: ReadonlyMap<string, number>, noise: () => number): Unions {
  const known = new Map<string, ReadonlyMap<string, number | null>>();
  return async (some) => {
    const name = some.join();
    const made =
      known.get(name) ??
      new Map(
        groups.map((group) => {
          const n = some.reduce((sum, offence) => sum + (exact.get(`${group}|${offence}`) ?? 0), 0);
          return [group, shownBase(n + noise())];
        }),
      );
    known.set(name, made);
    return await Promise.resolve(made);
  };
}

/** Exact numbers by area, stage and offence. */
export const exactNumbers = (people: readonly Person[]): ReadonlyMap<string, number> =>
  new Map(
    [...Map.groupBy(people, ({ area, stage, offence }) => `${area}|${stage}|${offence}`)].map(([key, list]) => [
      key,
      list.length,
    ]),
  );

/** Every way to part the offences in two, the first always in the first part. */
function partitions(): readonly (readonly [readonly string[], readonly string[]])[] {
  const [first, ...rest] = offences;
  return Array.from({ length: 2 ** rest.length - 1 }, (_, bits) => [
    [first, ...rest.filter((_one, at) => (bits & (1 << at)) !== 0)],
    rest.filter((_one, at) => (bits & (1 << at)) === 0),
  ]);
}

const totalOf = (exact: ReadonlyMap<string, number>, group: string) =>
  offences.reduce((sum, offence) => sum + (exact.get(`${group}|${offence}`) ?? 0), 0);

/**
 * A6: the total of every area and stage as the mean over all ways to part it in two (Asghar and Kaafar 2020). With fresh
 * noise the error vanishes; of sums of the same cells it stays that of the cells.
 *
 * @returns Mean squared error in persons squared, beside that which the sum of the cells has by theory.
 */
export async function averaging(unions: Unions, people: readonly Person[]) {
  const exact = exactNumbers(people);
  const sums = new Map<string, number[]>();
  for (const [one, other] of partitions()) {
    const [a, b] = [await unions(one), await unions(other)];
    for (const group of groups) {
      const [left, right] = [a.get(group) ?? null, b.get(group) ?? null];
      if (left === null || right === null) continue;
      const list = sums.get(group) ?? [];
      list.push(left + right);
      sums.set(group, list);
    }
  }
  const tried = [...sums].filter(([, list]) => list.length >= 8);
  const errors = tried.map(([group, list]) => mean(list) - totalOf(exact, group));
  return {
    trials: tried.length,
    error: mean(errors.map((error) => error ** 2)),
    theory: offences.length * disclosureRules.noise.variance,
    exactly: mean(errors.map((error) => (roundTo(error, 1) === 0 ? 1 : 0))),
  };
}

/** How far off an attacker is of cells whose base is not shown. `prior`: who guesses their mean. In persons. */
export type Recovery = { readonly trials: number; readonly error: number; readonly prior: number };

function recoveryOf(pairs: readonly (readonly [guess: number, truth: number])[]): Recovery {
  const middle = mean(pairs.map(([, truth]) => truth));
  return {
    trials: pairs.length,
    error: Math.sqrt(mean(pairs.map(([guess, truth]) => (guess - truth) ** 2))),
    prior: Math.sqrt(mean(pairs.map(([, truth]) => (truth - middle) ** 2))),
  };
}

/** The cells of an area, stage and offence that are not shown. */
async function hiddenCells(unions: Unions) {
  const hidden: { readonly group: string; readonly offence: string }[] = [];
  for (const offence of offences) {
    const bases = await unions([offence]);
    for (const group of groups) if ((bases.get(group) ?? null) === null) hidden.push({ group, offence });
  }
  return hidden;
}

/** A9: a cell that is not shown, as its margin less its siblings, where these are all shown. */
export async function byMargins(unions: Unions, margin: ReadonlyMap<string, number | null>, people: readonly Person[]) {
  const exact = exactNumbers(people);
  const pairs: (readonly [number, number])[] = [];
  for (const { group, offence } of await hiddenCells(unions)) {
    let left = margin.get(group) ?? Number.NaN;
    for (const other of offences) {
      if (other !== offence) left -= (await unions([other])).get(group) ?? Number.NaN;
    }
    if (Number.isFinite(left)) pairs.push([left, exact.get(`${group}|${offence}`) ?? 0]);
  }
  return recoveryOf(pairs);
}

/**
 * A9: a cell that is not shown, as a sum with it less the same sum without it, averaged over all such sums: rounding
 * averages away, and what is left is the cell's own noise.
 */
export async function bySums(unions: Unions, people: readonly Person[]): Promise<Recovery> {
  const exact = exactNumbers(people);
  const differences = new Map<string, number[]>();
  for (let bits = 1; bits < 2 ** offences.length; bits++) {
    const without = offences.filter((_, at) => (bits & (1 << at)) !== 0);
    for (const offence of offences) {
      if (without.includes(offence)) continue;
      const [a, b] = [
        await unions(offences.filter((one) => one === offence || without.includes(one))),
        await unions(without),
      ];
      for (const group of groups) {
        const [all, rest] = [a.get(group) ?? null, b.get(group) ?? null];
        if (all === null || rest === null) continue;
        const key = `${group}|${offence}`;
        const list = differences.get(key) ?? [];
        list.push(all - rest);
        differences.set(key, list);
      }
    }
  }
  const hidden = await hiddenCells(unions);
  return recoveryOf(
    hidden.flatMap(({ group, offence }) => {
      const key = `${group}|${offence}`;
      const list = differences.get(key);
      return list === undefined || list.length < 8 ? [] : [[mean(list), exact.get(key) ?? 0] as const];
    }),
  );
}

/** Numbers by area and stage as they are published: the margin of the cells by offence. */
export async function marginsBy(ask: Ask, release: string): Promise<ReadonlyMap<string, number | null>> {
  const body = await fetchBody(ask, tablePath(release, "area.stage", "json", "measure=base"));
  const { value } = JSON.parse(body) as Dataset;
  return new Map(groups.map((group, at) => [group, value[at] ?? null]));
}
