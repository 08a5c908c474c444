import type { Item } from "../../src/statistics/item.ts";
import { discreteGaussian } from "../../src/statistics/noise.ts";
import { disclosureRules } from "../../src/statistics/rules.ts";
import { percentRow } from "../../src/results/table.ts";
import { statusText } from "../../src/results/json-stat.ts";
import { tableId, type Table } from "../../src/statistics/lattice.ts";
import type { Cell } from "../../src/statistics/perturb.ts";
import { type Figure, figureKey, type Figures } from "./api.ts";
import { probabilityOf } from "./theory.ts";

/** What an attacker reads of one cell of an item: noisy whole numbers, or the figure that is published of them. */
export type Evidence =
  | { readonly kind: "numbers"; readonly P: number; readonly Q: number }
  | { readonly kind: "figure"; readonly figure: Figure };

/** Where the attacker reads: the evidence of a cell, null where there is none. */
export type Source = (item: Item, table: Table, cell: number, codes: readonly string[]) => Evidence | null;

/** Perturbed cells by stored table and measure. */
export type Stored = (table: string, measure: string) => readonly Cell[] | null;

/** The stronger attacker: the perturbed whole numbers before rounding. */
export const fromNumbers =
  (stored: Stored): Source =>
  (item, table, cell) => {
    const found = stored(tableId(table), item.id)?.[cell];
    return found === undefined ? null : { kind: "numbers", P: found[2] ?? 0, Q: found[3] ?? 0 };
  };

/** The public: what the API answered. */
export const fromFigures =
  (figuresOf: (table: string, measure: string) => Figures): Source =>
  (item, table, _cell, codes) => {
    const figure = figuresOf(tableId(table), item.id).get(figureKey(item.id, codes));
    return figure === undefined ? null : { kind: "figure", figure };
  };

const { variance, truncation } = disclosureRules.noise;
const noise = discreteGaussian(variance, truncation);

/** P(noise = k), kept above zero so that its logarithm exists. */
const chanceOf = (k: number) => Math.max(1e-300, Math.abs(k) > truncation ? 0 : probabilityOf(noise, k));

const nowhere = { at: {}, measure: "", answer: null };

/** What would be published of these noisy numbers, as the API says it. */
export function publishedOf(P: number, Q: number): Figure {
  const row = percentRow(nowhere, { P, Q, cells: 1 });
  const { value, lower, upper, base, effectiveBase } = row;
  return { value, lower, upper, base, effectiveBase, status: statusText(row) };
}

const isSame = (a: Figure, b: Figure) =>
  a.value === b.value &&
  a.base === b.base &&
  a.lower === b.lower &&
  a.upper === b.upper &&
  a.effectiveBase === b.effectiveBase &&
  a.status === b.status;

/** Noise beyond this is left out of account in sums over what may lie behind a figure: 1 in 50 million. */
const REACH = 12;

/**
 * Logarithm of how much likelier the evidence is if the target answered positively than if not, for whoever knows the
 * counts of everybody else exactly. All that is published of the cell is used, so no attacker does better with it.
 */
export function logRatio(evidence: Evidence, others: { readonly good: number; readonly bad: number }): number {
  const { good, bad } = others;
  if (evidence.kind === "numbers") {
    const [p, q] = [evidence.P - good, evidence.Q - bad];
    return Math.log(chanceOf(p - 1) * chanceOf(q)) - Math.log(chanceOf(p) * chanceOf(q - 1));
  }
  let [yes, no] = [0, 0];
  const { figure } = evidence;
  for (let P = good - REACH; P <= good + 1 + REACH; P++) {
    for (let Q = bad - REACH; Q <= bad + 1 + REACH; Q++) {
      if (figure.base !== null && Math.abs(Math.max(0, P) + Math.max(0, Q) - figure.base) > 5) continue;
      if (!isSame(publishedOf(P, Q), figure)) continue;
      yes += chanceOf(P - good - 1) * chanceOf(Q - bad);
      no += chanceOf(P - good) * chanceOf(Q - bad - 1);
    }
  }
  return yes === 0 || no === 0 ? 0 : Math.log(yes) - Math.log(no);
}

const surplusOf = new Map<string, number | null>();

/** Positives less negatives by the evidence alone: exact for numbers, the middle of what a figure may stand for. */
export function surplus(evidence: Evidence): number | null {
  if (evidence.kind === "numbers") return evidence.P - evidence.Q;
  const { figure } = evidence;
  const { value, base } = figure;
  if (value === null || base === null || (figure.status ?? "").includes("at-")) return null;
  const name = Object.values(figure).join("|");
  const known = surplusOf.get(name);
  if (known !== undefined) return known;
  let [sum, ways] = [0, 0];
  for (let n = base - 5; n <= base + 5; n++) {
    for (let P = Math.floor(((value - 1) * n) / 100); P <= Math.ceil(((value + 1) * n) / 100); P++) {
      if (!isSame(publishedOf(P, n - P), figure)) continue;
      sum += 2 * P - n;
      ways++;
    }
  }
  const found = ways === 0 ? null : sum / ways;
  surplusOf.set(name, found);
  return found;
}
