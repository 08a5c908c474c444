import { stages } from "../../src/domain/dimension.ts";
import { dispositions } from "../../src/domain/disposition.ts";
import { complianceCounted, complianceName, DONE } from "../../src/results/compliance-figures.ts";
import { closureTables, ledger, summaryTables, type Table, tableId } from "../../src/statistics/lattice.ts";
import { countTable } from "../../src/statistics/perturb.ts";
import { roundTo } from "../../src/statistics/rounding.ts";
import { disclosureRules } from "../../src/statistics/rules.ts";
import { cellCodes, gridOf } from "../../src/statistics/tally.ts";
import { streamOf, whole } from "../chance.ts";
import { type Ask, fetchBody, tablePath } from "./api.ts";
import { errorOf, hitOf, type Score, scoreOf } from "./differencing.ts";
import type { Stored } from "./evidence.ts";
import { complianceCounts, frameCounts } from "./nation-records.ts";
import { areaCodes } from "./people.ts";
import { chiSquareTail, correlation, phi, probabilityOf } from "./theory.ts";

// Counts of cases, which the vault knows and no answer is in: the frame, and what is on record of victims' rights. Each is
// perturbed by a draw that belongs to its cell and number, and rounded to ten.

/** Exact counts by stored table, measure and cell: what whoever knows every case knows. */
const exact: ReadonlyMap<string, number> = (() => {
  const sums = new Map<string, number>();
  const add = (name: string, n: number) => sums.set(name, (sums.get(name) ?? 0) + n);
  for (const { area, stage, disposition, n } of frameCounts) {
    for (const table of summaryTables) {
      const place = table.map((one) => (one === "area" ? area : stage)).join(".");
      add(`${tableId(table)}/frame:${disposition}/${place}`, n);
    }
  }
  for (const { area, n, ...counted } of complianceCounts) {
    for (const place of ["", area]) add(`${place === "" ? "" : "area"}/${complianceName(counted)}/${place}`, n);
  }
  return sums;
})();

const exactOf = (table: Table, measure: string, place: string) =>
  exact.get(`${tableId(table)}/${measure}/${place}`) ?? 0;

/** Every stored table of counts of cases. */
export const countTables: readonly (readonly [Table, string])[] = [
  ...summaryTables.flatMap((table) => dispositions.map((one) => [table, `frame:${one}`] as const)),
  ...closureTables.flatMap((table) => complianceCounted.map((one) => [table, complianceName(one)] as const)),
];

/** Exact counts of a table, cell by cell. */
export const exactCounts = (table: Table, measure: string): readonly number[] =>
  cellCodes(gridOf(table, stages)).map((codes) => exactOf(table, measure, codes.join(".")));

const { truncation } = countTable;

const published = (n: number) => Math.max(0, roundTo(n, disclosureRules.roundFrameTo));

/** P(published = value) where so many cases are counted. */
function chanceOf(value: number, n: number): number {
  // What rounding cannot give was not rounded, nor perturbed: there the number is the number.
  if (value % disclosureRules.roundFrameTo !== 0) return Number(value === n);
  let sum = 0;
  for (let k = -truncation; k <= truncation; k++) if (published(n + k) === value) sum += probabilityOf(countTable, k);
  return sum;
}

/** A count: the true number, what is told, and what would be told on average. */
type Told = { readonly name: string; readonly n: number; readonly value: number; readonly expected: number };

const expectedAt = new Map<number, number>();
function expectedOf(n: number): number {
  const known = expectedAt.get(n);
  if (known !== undefined) return known;
  let sum = 0;
  for (let k = -truncation; k <= truncation; k++) sum += published(n + k) * probabilityOf(countTable, k);
  expectedAt.set(n, sum);
  return sum;
}

/** Every count of cases that a release tells. */
export function toldCounts(stored: Stored): readonly Told[] {
  return countTables.flatMap(([table, measure]) =>
    (stored(tableId(table), measure) ?? []).map(([codes, value = 0]) => {
      const place = codes.join(".");
      const n = exactOf(table, measure, place);
      return { name: `${tableId(table)}/${measure}/${place}`, n, value, expected: expectedOf(n) };
    }),
  );
}

/** Parts into which the chances of what is told are laid: each as likely as another where the noise is as declared. */
const PARTS = 20;

/**
 * Whether counts of cases have the declared noise and rounding: what is told is laid into its own distribution, at a place
 * of chance within its step, and the places must be uniform.
 */
export function countsFit(told: readonly Told[]): { readonly trials: number; readonly p: number } {
  const next = streamOf("counts", "fit");
  const found = Array.from({ length: PARTS }, () => 0);
  for (const { n, value } of told) {
    let below = 0;
    for (let k = -truncation; k <= truncation; k++) if (published(n + k) < value) below += probabilityOf(countTable, k);
    const at = Math.min(PARTS - 1, Math.floor(PARTS * (below + next() * chanceOf(value, n))));
    found[at] = (found[at] ?? 0) + 1;
  }
  const wanted = told.length / PARTS;
  const x = found.reduce((sum, count) => sum + (count - wanted) ** 2 / wanted, 0);
  return { trials: told.length, p: chiSquareTail(x, PARTS - 1) };
}

/** Correlation of the noise of the same counts in two releases, what rounding does to each number taken out. */
export function countsBetween(first: readonly Told[], second: readonly Told[]) {
  const other = new Map(second.map((one) => [one.name, one]));
  const pairs = first.flatMap(({ name, n, value, expected }) => {
    const found = other.get(name);
    return found === undefined || found.n !== n || n < truncation
      ? []
      : [[value - expected, found.value - found.expected] as const];
  });
  const [a, b] = [pairs.map(([one]) => one), pairs.map(([, one]) => one)];
  return { trials: pairs.length, r: correlation(a, b) };
}

/** Accuracy by theory of who knows all other cases: one that is counted under one name or another, and one count alone. */
export const caseTheory = {
  outcome: phi(0.5 * Math.sqrt(4 * ledger().rhoPerFamily.frame)),
  record: phi(0.5 * Math.sqrt(2 * ledger().rhoPerFamily.compliance)),
};

/** Logarithm of how much likelier a told count is with one case more. */
const oneMore = (value: number, others: number) =>
  Math.log(Math.max(1e-300, chanceOf(value, others + 1))) - Math.log(Math.max(1e-300, chanceOf(value, others)));

type Dataset = {
  readonly id: readonly string[];
  readonly dimension: { readonly [id: string]: { readonly category: { readonly index: readonly string[] } } };
  readonly value: readonly (number | null)[];
};

/** The frame by the public API: counts by table, disposition and place. */
export async function frameBy(ask: Ask, release: string): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const table of summaryTables) {
    const body = await fetchBody(ask, tablePath(release, tableId(table), "json", "measure=frame"));
    const { dimension, value } = JSON.parse(body) as Dataset;
    const outcomes = dimension["answer"]?.category.index ?? [];
    for (const [cell, codes] of cellCodes(gridOf(table, stages)).entries()) {
      for (const [at, outcome] of outcomes.entries()) {
        const found = value[cell * outcomes.length + at] ?? null;
        if (found !== null) counts.set(`${tableId(table)}/${outcome}/${codes.join(".")}`, found);
      }
    }
  }
  return counts;
}

/**
 * Somebody who knows every other case of the frame, and that one ended in one of two ways, guesses in which from the
 * published counts of area and stage, each by itself, and the nation.
 */
export function caseOutcome(frame: ReadonlyMap<string, number>, most: number): Score & { readonly error: number } {
  const next = streamOf("cases", "outcome");
  const one = <T>(list: readonly T[]): T | undefined => list[whole(next, 0, list.length - 1)];
  const byOutcome = new Map<string, number[]>();
  const hits: number[] = [];
  while (hits.length < most) {
    const [area = "", stage = "", first = "", second = ""] = [
      one(areaCodes),
      one(stages),
      one(dispositions),
      one(dispositions),
    ];
    const place = `area.stage/frame:${first}/${area}.${stage}`;
    if (first === second || (exact.get(place) ?? 0) === 0) continue;
    // The case is truly of the first; which of the two the attacker calls the first is chance.
    const isFirst = next() < 0.5;
    let sum = 0;
    for (const table of summaryTables) {
      const at = table.map((dimension) => (dimension === "area" ? area : stage)).join(".");
      for (const [outcome, sign] of [
        [first, 1],
        [second, -1],
      ] as const) {
        const value = frame.get(`${tableId(table)}/${outcome}/${at}`);
        if (value === undefined) continue;
        const others = exactOf(table, `frame:${outcome}`, at) - (sign > 0 ? 1 : 0);
        sum += sign * oneMore(value, others);
      }
    }
    const hit = hitOf(isFirst ? sum : -sum, isFirst);
    hits.push(hit);
    byOutcome.set(`${first}|${second}`, [...(byOutcome.get(`${first}|${second}`) ?? []), hit]);
  }
  return { ...scoreOf(hits), error: errorOf([...byOutcome.values()]) };
}

/** Somebody who knows every other victim's record guesses whether one victim's has an act, by area and for the nation. */
export function actOnRecord(stored: Stored): Score & { readonly error: number } {
  const acts = complianceCounted.filter(({ code }) => code === DONE);
  const groups = acts.map((act, place) =>
    areaCodes.flatMap((area, at) => {
      // Of every other area's victims one has it, and of the rest one has not.
      const has = (place + at) % 2 === 0;
      let sum = 0;
      for (const table of closureTables) {
        const where = table.length === 0 ? "" : area;
        const cells = stored(tableId(table), complianceName(act)) ?? [];
        const value = cells.find(([codes]) => codes.join(".") === where)?.[1];
        if (value === undefined) continue;
        sum += oneMore(value, exactOf(table, complianceName(act), where) - Number(has));
      }
      return [hitOf(sum, has)];
    }),
  );
  return { ...scoreOf(groups.flat()), error: errorOf(groups) };
}
