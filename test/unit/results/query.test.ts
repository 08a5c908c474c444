import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codesOf, levels, membersOf } from "../../../src/results/codelist.ts";
import { surveyMeasures } from "../../../src/results/measures.ts";
import { addressOf, parseQuery, type Query, storedTable } from "../../../src/results/query.ts";
import { groupCells } from "../../../src/results/sum.ts";
import { tableRows } from "../../../src/results/table.ts";
import { fixtureCells } from "../../support/release-fixture.ts";

const offered = surveyMeasures.map(({ id }) => id);

const ask = (address: string) => {
  const [table = "", search = ""] = address.split("?");
  return parseQuery(table, [...new URLSearchParams(search)], offered);
};

function asked(address: string): Query {
  const parsed = ask(address);
  if (!parsed.ok) throw new Error(parsed.why);
  return parsed.query;
}

/** The nearest allowed address of a refusal, which must itself be allowed. */
function nearestOf(address: string): string {
  const refusal = ask(address);
  if (refusal.ok) throw new Error(`${address} is answered`);
  asked(refusal.nearest.replace(".json", ""));
  return refusal.nearest;
}

const rowsOf = (query: Query) => tableRows(query, surveyMeasures, fixtureCells);

describe("a question", () => {
  it("spends a dimension on a filter as it does on what is shown", () => {
    expect(storedTable(asked("stage?measure=C1&area=E23000001"))).toBe("area.stage");
    expect(storedTable(asked("all?measure=C1"))).toBe("");
    expect(storedTable(asked("region?measure=C1&stage=trial"))).toBe("area.stage");
  });

  it.each([
    ["area.offence.age?measure=C1", "area.offence.json?measure=C1"],
    ["area.stage.sex?measure=C3", "area.stage.json?measure=C3"],
    ["area.stage?measure=C1&offence=theft&age=16-24", "area.stage.json?measure=C1&offence=theft"],
    ["stage.offence?measure=C2.POL", "stage.json?measure=C2.POL"],
    ["area.stage?measure=SXC2.POL", "area.json?measure=SXC2.POL"],
    ["area.stage?measure=SXC1&statistic=score", "area.json?measure=SXC1&statistic=score"],
    ["area.stage?measure=C1,SX1", "area.json?measure=C1,SX1"],
    ["stage.offence?measure=C1&statistic=answers", "stage.json?measure=C1&statistic=answers"],
    ["area.offence?measure=C1&statistic=score", "area.json?measure=C1&statistic=score"],
    ["area.age?measure=frame", "area.json?measure=frame"],
  ])("that no release answers is refused with the nearest that one does: %s", (address, nearest) => {
    expect(nearestOf(address)).toBe(nearest);
  });

  it.each([
    "area;drop table release?measure=C1",
    "area?measure=<script>",
    "area?area=' or 1=1",
    "area?colour=blue",
    "area.region",
    "area?measure=base,C1",
    "all?measure=C1&statistic=count",
    "all?measure=C1&statistic=median",
    "stage?region=wales&nation=england",
    "region.stage?area=E23000001",
    "nation?region=wales,london&area=W15000001",
    "area?area=",
  ])("that makes no sense is refused without repeating it: %s", (address) => {
    expect(nearestOf(address)).not.toBe("");
    expect(JSON.stringify(ask(address))).not.toMatch(/drop|script|or 1|blue|median/);
  });

  it("has one answer and one address, whatever the order of its dimensions, filters and values", () => {
    const filters = fc.uniqueArray(fc.constantFrom("stage", "offence", "sex", "region"), { maxLength: 2 });
    const shown = fc.uniqueArray(fc.constantFrom("area", "stage", "offence", "sex"), { maxLength: 2 });
    fc.assert(
      fc.property(
        shown,
        filters,
        fc.uniqueArray(fc.constantFrom("C1", "C3", "RPT5"), { minLength: 1 }),
        fc.infiniteStream(fc.nat(7)),
        (by, on, measures, chance) => {
          const some = <T>(list: readonly T[]) => list.filter(() => (chance.next().value ?? 0) % 2 === 0);
          const parts = on
            .map((level) => ({ level, codes: some(codesOf(level as "stage")) }))
            .filter(({ codes }) => codes.length > 0);
          const write = (turn: <T>(list: readonly T[]) => readonly T[]) =>
            `${turn(by).join(".") || "all"}?${turn([
              ...turn(measures).map((measure) => `measure=${measure}`),
              ...parts.map(({ level, codes }) => `${level}=${turn([...codes, ...codes.slice(0, 1)]).join(",")}`),
            ]).join("&")}`;
          const [one, other] = [ask(write((list) => list)), ask(write((list) => list.toReversed()))];
          expect(other).toEqual(one);
          const queries = [one, other].flatMap((parsed) => (parsed.ok ? [parsed.query] : []));
          expect(new Set(queries.map((query) => addressOf(query))).size).toBeLessThanOrEqual(1);
          expect(queries.map((query) => asked(addressOf(query).replace(".json", "")))).toEqual(queries);
          expect(queries.slice(1).map(rowsOf)).toEqual(queries.slice(0, -1).map(rowsOf));
        },
      ),
      { numRuns: 60 },
    );
  });

  it("is the same question with a filter that admits everything", () => {
    expect(asked(`area?measure=C1&stage=${codesOf("stage").join(",")}`)).toEqual(asked("area?measure=C1"));
  });
});

describe("a union", () => {
  const countsOf = (address: string) => {
    const query = asked(address);
    return groupCells(query, fixtureCells(storedTable(query), query.measures[0] ?? "") ?? []);
  };

  it("of several values is the sum of their perturbed cells, count by count", () => {
    fc.assert(
      fc.property(fc.subarray([...codesOf("area")], { minLength: 1, maxLength: 43 }), (areas) => {
        const parts = countsOf("area?measure=C1&stage=trial").filter(({ at }) => areas.includes(at.area ?? ""));
        const [whole] = countsOf(`all?measure=C1&stage=trial&area=${areas.join(",")}`);
        expect(whole?.sum.cells).toBe(areas.length);
        for (const place of [0, 1, 2]) {
          expect(whole?.sum.counts[place]).toBe(parts.reduce((sum, part) => sum + (part.sum.counts[place] ?? 0), 0));
        }
      }),
      { numRuns: 40 },
    );
  });

  it("of the areas of a region or a nation is that region or nation", () => {
    for (const level of ["region", "nation"] as const) {
      for (const { at, sum } of countsOf(`${level}.stage?measure=C3`)) {
        const areas = membersOf(level, at[level] ?? "");
        const [same] = countsOf(`all?measure=C3&stage=${at.stage}&area=${areas.join(",")}`);
        expect(same?.sum).toEqual(sum);
      }
    }
  });

  it("widens the interval by the noise of each of its parts", () => {
    const query = asked("all?measure=C1&stage=report&region=wales");
    const [{ lower, upper, value } = { lower: null, upper: null, value: null }] = rowsOf(query);
    expect(value).not.toBeNull();
    expect((upper ?? 0) - (lower ?? 0)).toBeGreaterThan(0);
    expect(groupCells(query, fixtureCells("area.stage", "C1") ?? [])[0]?.sum.cells).toBe(4);
  });

  it("knows every level's codes", () => {
    for (const level of levels)
      expect(codesOf(level).flatMap((code) => membersOf(level, code)).length).toBe(
        codesOf(level === "region" || level === "nation" ? "area" : level).length,
      );
  });
});
