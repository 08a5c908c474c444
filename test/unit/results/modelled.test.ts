import { describe, expect, it } from "vitest";
import { csv } from "../../../src/results/csv.ts";
import { jsonStat } from "../../../src/results/json-stat.ts";
import { surveyMeasures } from "../../../src/results/measures.ts";
import { modelledReadings, modelledRows } from "../../../src/results/modelled.ts";
import { addressOf, parseQuery, type Query } from "../../../src/results/query.ts";
import type { CellsOf } from "../../../src/results/table.ts";
import { codesOf, peopleTables, tableId } from "../../../src/statistics/lattice.ts";
import type { Cell } from "../../../src/statistics/perturb.ts";
import { labelsIn } from "../../../src/ui/results-labels.ts";
import { fixtureCells, fixtureHead } from "../../support/release-fixture.ts";

const ask = (address: string) => {
  const [table = "", search = ""] = address.split("?");
  return parseQuery(
    table,
    [...new URLSearchParams(search)],
    surveyMeasures.map(({ id }) => id),
  );
};

function asked(address: string): Query {
  const parsed = ask(address);
  if (!parsed.ok) throw new Error(parsed.why);
  return parsed.query;
}

/** People by offence, age and sex, of whom some are satisfied: more women are, whatever else is so. */
const people = codesOf.offence.flatMap((offence, o) =>
  codesOf.age.flatMap((age, a) =>
    codesOf.sex.map((sex, s) => {
      const n = 40 * (o + 2) * (a + 1);
      const share = 0.6 - s / 10;
      return { offence, age, sex, P: n * share, Q: n * (1 - share) };
    }),
  ),
);

/** A release without noise, in the tables of the lattice and no others. */
const release: CellsOf = (table, measure) => {
  const known = peopleTables.find((one) => tableId(one) === table);
  const axes = (known ?? []).flatMap((dimension) =>
    dimension === "offence" || dimension === "age" || dimension === "sex" ? [dimension] : [],
  );
  if (measure !== "C1" || known === undefined || axes.length < known.length) return null;
  const groups = Map.groupBy(people, (one) => axes.map((axis) => one[axis]).join("|"));
  return [...groups].map(([key, of]): Cell => {
    const [P, Q] = [of.reduce((sum, one) => sum + one.P, 0), of.reduce((sum, one) => sum + one.Q, 0)];
    return [key === "" ? [] : key.split("|"), P + Q, P, Q];
  });
};

describe("a modelled estimate", () => {
  it("is what is so, where nothing but the published tables sets people apart", () => {
    const query = asked("offence.age.sex?measure=C1&mode=modelled");
    const rows = modelledRows(query, surveyMeasures, release);
    expect(rows).toHaveLength(people.length);
    for (const { at, value, base, symbol, lower } of rows) {
      const truth = people.find(({ offence, age, sex }) => at.offence === offence && at.age === age && at.sex === sex);
      const n = (truth?.P ?? 0) + (truth?.Q ?? 0);
      // Of the smallest groups, of eighty, there is none.
      const isTold = n >= 100;
      const digits = n >= 1000 ? 10 : 1;
      expect(value).toBe(isTold ? Math.round((100 * digits * (truth?.P ?? 0)) / n) / digits : null);
      expect(Math.abs((base ?? n) - n)).toBeLessThanOrEqual(5);
      expect([symbol, lower]).toEqual([isTold ? "e" : "c", null]);
    }
  });

  it("is made from the published tables within the crossing, and reads nothing else", () => {
    const read = modelledReadings(asked("offence.age.sex?measure=C1&mode=modelled"));
    expect(read.map(({ table }) => table).toSorted()).toEqual(
      ["", "age", "age.sex", "offence", "offence.age", "offence.sex", "sex"].toSorted(),
    );
    const agencies = modelledReadings(asked("stage.offence?measure=C2.POL&mode=modelled"));
    expect(agencies.map(({ table }) => table).toSorted()).toEqual(["", "offence", "stage"]);
  });

  it("adds up to what is published, where rows are added up", () => {
    const one = modelledRows(asked("age.sex?measure=C1&offence=theft,burglary&mode=modelled"), surveyMeasures, release);
    const those = people.filter(({ offence }) => offence === "theft" || offence === "burglary");
    const all = those.reduce((sum, { P, Q }) => sum + P + Q, 0);
    expect(Math.abs(one.reduce((sum, { base }) => sum + (base ?? 0), 0) - all)).toBeLessThan(0.01 * all);
  });

  it("is not given on a modelled base below 100, nor for a stage at which nothing is asked", () => {
    const rows = modelledRows(asked("area.stage.age.sex?measure=RPT1&mode=modelled"), surveyMeasures, fixtureCells);
    expect(rows.some(({ symbol }) => symbol === "c")).toBe(true);
    for (const { at, value, base, symbol } of rows) {
      if (at.stage !== "report") expect(symbol).toBe("z");
      if (symbol === "e") expect(base ?? 0).toBeGreaterThanOrEqual(100);
      else expect([value, base]).toEqual([null, null]);
    }
  });

  it("says in every output that it is one", () => {
    const query = asked("offence.age.sex?measure=C1&mode=modelled");
    const table = { release: fixtureHead, query, rows: modelledRows(query, surveyMeasures, release) };
    const sheet = csv(table, labelsIn("en")).split("\r\n");
    expect(
      sheet
        .slice(1, -1)
        .every((line) => line.includes("modelled-percent-positive") && (line.includes(",e,") || line.includes(",c,"))),
    ).toBe(true);
    const { extension, status } = jsonStat(table, labelsIn("cy"));
    expect(extension).toMatchObject({ mode: "modelled", query: "offence.age.sex.json?measure=C1&mode=modelled" });
    expect(status.at(-4)).toBe("e");
  });
});

describe("a question for an estimate", () => {
  it("has one canonical address, whatever the order in which it is asked", () => {
    const address = addressOf(asked("sex.age.offence?mode=modelled&measure=C1"));
    expect(address).toBe("offence.age.sex.json?measure=C1&mode=modelled");
    expect(addressOf(asked(address.replace(".json", "")))).toBe(address);
  });

  it("is named beside the nearest allowed one, where there can be an estimate", () => {
    expect(ask("offence.age.sex?measure=C1")).toMatchObject({
      ok: false,
      nearest: "offence.age.json?measure=C1",
      modelled: "offence.age.sex.json?measure=C1&mode=modelled",
    });
    for (const other of [
      "offence.age.sex?measure=C1,C3",
      "offence.age.sex?measure=C1&statistic=score",
      "area.age?measure=SX1",
    ])
      expect(ask(other)).not.toHaveProperty("modelled");
  });

  it.each([
    "offence.age?measure=C1&mode=modelled",
    "offence.age.sex?measure=C1,C3&mode=modelled",
    "offence.age.sex?measure=C1&statistic=score&mode=modelled",
    "offence.age.sex?measure=base&mode=modelled",
    "area.stage.offence.sex?measure=C1&window=4q&mode=modelled",
    "area.age?measure=SX1&mode=modelled",
    "offence.age.sex?measure=C1&mode=exact",
  ])("is refused where a release has the figure itself, or there is nothing to model: %s", (address) => {
    const refusal = ask(address);
    if (refusal.ok) throw new Error("answered");
    expect(ask(refusal.nearest.replace(".json", "")).ok).toBe(true);
  });
});
