import { discreteGaussian } from "../../src/statistics/noise.ts";
import { tableId, tablesOf } from "../../src/statistics/lattice.ts";
import { disclosureRules } from "../../src/statistics/rules.ts";
import type { Stored } from "./evidence.ts";
import { items } from "./people.ts";
import { chiSquareTail, correlation, probabilityOf } from "./theory.ts";
import type { Truth } from "./truth.ts";

/** One draw: the noise of a count, keyed by the people who are counted, and what they are. */
type Draw = {
  readonly name: string;
  readonly noise: number;
  readonly kind: "counted" | "empty numerator" | "empty cell";
};

/**
 * The noise of every count of a release, as stored numbers less the truth: every group of contributors once, for the
 * same people have the same noise wherever they are counted. Cells where nobody is are each listed.
 */
export function drawsOf(truth: Truth, stored: Stored): readonly Draw[] {
  const draws = new Map<string, Draw>();
  for (const item of items) {
    for (const table of tablesOf(item.id)) {
      const cells = stored(tableId(table), item.id);
      for (const [cell, [codes, , P = 0, Q = 0]] of (cells ?? []).entries()) {
        const { base, good } = truth.of(item, table, cell);
        const bad = { n: base.n - good.n, key: base.key - good.key };
        for (const [sign, value, of] of [
          ["pos", P, good],
          ["neg", Q, bad],
        ] as const) {
          const place =
            base.n === 0 ? `${tableId(table)}:${codes.join(".")}` : `${base.n}|${base.key}|${of.n}|${of.key}`;
          const name = `${item.id}:${sign}|${place}`;
          const kind = base.n === 0 ? "empty cell" : of.n === 0 ? "empty numerator" : "counted";
          draws.set(name, { name, noise: value - of.n, kind });
        }
      }
    }
  }
  return [...draws.values()];
}

/** Chi-square of draws against the discrete Gaussian of R5, tails of fewer than five put together. */
export function goodness(noise: readonly number[]): { readonly trials: number; readonly p: number } {
  const { variance, truncation } = disclosureRules.noise;
  const table = discreteGaussian(variance, truncation);
  const edge = Array.from({ length: truncation }, (_, k) => k).findLast(
    (k) => probabilityOf(table, k) * noise.length >= 5,
  );
  const reach = Math.min(edge ?? 1, truncation - 1);
  const clip = (k: number) => Math.max(-reach, Math.min(reach, k));
  const wanted = new Map<number, number>();
  for (let k = -truncation; k <= truncation; k++) {
    wanted.set(clip(k), (wanted.get(clip(k)) ?? 0) + probabilityOf(table, k) * noise.length);
  }
  const found = new Map<number, number>();
  for (const k of noise) found.set(clip(k), (found.get(clip(k)) ?? 0) + 1);
  const x = [...wanted].reduce((sum, [k, expected]) => sum + ((found.get(k) ?? 0) - expected) ** 2 / expected, 0);
  return { trials: noise.length, p: chiSquareTail(x, wanted.size - 1) };
}

/** Correlation of the noise of the same people's counts in two releases. */
export function betweenReleases(first: readonly Draw[], second: readonly Draw[]) {
  const other = new Map(second.map(({ name, noise }) => [name, noise]));
  const pairs = first.flatMap(({ name, noise, kind }) => {
    const found = other.get(name);
    return found === undefined || kind === "empty cell" ? [] : [[noise, found] as const];
  });
  return {
    trials: pairs.length,
    r: correlation(
      pairs.map(([a]) => a),
      pairs.map(([, b]) => b),
    ),
  };
}

/**
 * The noise of cells where nobody is, summed by measure: its variance against that of as many draws of their own. Were
 * it one draw, a sum over empty cells would be a multiple of it, and tell that they are empty.
 */
export function sumsOfNobody(draws: readonly Draw[]): { readonly trials: number; readonly ratio: number } {
  const sums = Map.groupBy(
    draws.filter(({ kind }) => kind === "empty cell"),
    ({ name }) => name.split("|")[0] ?? "",
  );
  const ratios = [...sums.values()].map(
    (list) => list.reduce((sum, { noise }) => sum + noise, 0) ** 2 / (list.length * disclosureRules.noise.variance),
  );
  return { trials: ratios.length, ratio: ratios.reduce((sum, ratio) => sum + ratio, 0) / Math.max(1, ratios.length) };
}
