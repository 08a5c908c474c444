import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Datasets, suites as answered } from "./vector-suites.ts";

// Published and independently computed figures; each file says where each is from. Every case of every suite of every
// file in the folder is put to the engine; what it cannot answer fails. VECTORS_DIR names another folder.

type Tolerance = { readonly abs?: number; readonly rel?: number };
type Case = {
  readonly id: string;
  readonly input: unknown;
  readonly expected: unknown;
  readonly tolerance?: Tolerance;
};
type Suite = { readonly id: string; readonly default_tolerance?: Tolerance; readonly cases: readonly Case[] };
type Vectors = { readonly datasets?: Datasets; readonly suites: readonly Suite[] };

const folder = process.env["VECTORS_DIR"] ?? join(import.meta.dirname, "../../vectors");

const cases = readdirSync(folder)
  .filter((file) => file.endsWith(".json"))
  .flatMap((file) => {
    const { suites, datasets = {} } = JSON.parse(readFileSync(join(folder, file), "utf8")) as Vectors;
    return suites.flatMap(({ id, default_tolerance = {}, cases: of }) =>
      of.map((one) => ({ ...one, suite: id, datasets, tolerance: one.tolerance ?? default_tolerance, file })),
    );
  })
  .map((one) => ({ ...one, name: `${one.file} ${one.suite}: ${one.id}` }));

/** Where `actual` departs from `expected`: every number of the latter must be there, in its place and within tolerance. */
function differences(actual: unknown, expected: unknown, tolerance: Tolerance, path: string): readonly string[] {
  if (typeof expected === "number") {
    const reach = (tolerance.abs ?? 0) + (tolerance.rel ?? 0) * Math.abs(expected);
    const isNear = typeof actual === "number" && Math.abs(actual - expected) <= reach;
    return isNear ? [] : [`${path}: ${String(actual)} is not ${expected}`];
  }
  if (expected === null || typeof expected !== "object") {
    return actual === expected ? [] : [`${path}: ${String(actual)} is not ${String(expected)}`];
  }
  const parts = new Map(Object.entries(actual ?? {}));
  return Object.entries(expected).flatMap(([name, value]) =>
    differences(parts.get(name), value, tolerance, `${path}.${name}`),
  );
}

describe("the statistics", () => {
  it("are asked something", () => expect(cases.length).toBeGreaterThan(0));

  it.each(cases)("agree with $name", ({ suite, input, expected, tolerance, datasets }) => {
    const answer = answered[suite];
    expect(answer, `no answer to the suite ${suite}`).toBeDefined();
    expect(differences(answer?.(input as never, datasets), expected, tolerance, suite)).toEqual([]);
  });
});
