import { describe, expect, it } from "vitest";
import { surveyMeasures } from "../../../src/results/measures.ts";
import type { Query } from "../../../src/results/query.ts";
import { participation } from "../../../src/results/rates.ts";
import { type CellsOf, tableRows, tablesToRead } from "../../../src/results/table.ts";
import { fixtureCells } from "../../support/release-fixture.ts";

const national: Query = { by: [], filters: [], measures: ["C1"], statistic: "percent" };

const one =
  (P: number, Q: number): CellsOf =>
  () => [[[], P + Q, P, Q]];

const shown = (P: number, Q: number) => tableRows(national, surveyMeasures, one(P, Q))[0];

describe("a row", () => {
  it("is confidential below a base of 50, and has no base either below 20", () => {
    expect(shown(30, 19)).toMatchObject({ value: null, lower: null, upper: null, base: 50, symbol: "c" });
    expect(shown(10, 9)).toMatchObject({ value: null, base: null, symbol: "c" });
    expect(shown(-3, 5)).toMatchObject({ value: null, base: null, symbol: "c" });
  });

  it("is marked as of low reliability from 50 to 99, and shows whole per cent and a base rounded to 5", () => {
    expect(shown(40, 22)).toMatchObject({ value: 65, base: 60, symbol: "u", coding: null });
    expect(shown(70, 30)).toMatchObject({ value: 70, base: 100, symbol: null });
  });

  it("has one decimal and a base rounded to 10 from 1,000", () => {
    expect(shown(812, 391)).toMatchObject({ value: 67.5, base: 1200, symbol: null });
  });

  it("tells a bound where nearly everybody answered alike", () => {
    expect(shown(198, 2)).toMatchObject({ value: 98, coding: "at-least", upper: 100 });
    expect(shown(1, 199)).toMatchObject({ value: 2, coding: "at-most", lower: 0 });
  });

  it("has an interval around its value, and an effective base below its base", () => {
    const row = shown(140, 60);
    expect(row?.lower).toBeLessThan(70);
    expect(row?.upper).toBeGreaterThan(70);
    expect(row?.effectiveBase).toBeLessThanOrEqual(200);
  });
});

describe("a table", () => {
  it("says not applicable where a question is not asked, and not available where the release has no such table", () => {
    const query: Query = { by: ["stage"], filters: [], measures: ["RPT5"], statistic: "percent" };
    expect(tableRows(query, surveyMeasures, fixtureCells).map(({ symbol }) => symbol)).toEqual([null, "z", "z", "z"]);
    expect(tableRows(query, surveyMeasures, () => null).map(({ symbol }) => symbol)).toEqual(["x", "z", "z", "z"]);
  });

  it("of the mean score of a seven-point item puts 100 at its best answer", () => {
    const cells =
      (S: number): CellsOf =>
      (_, measure) =>
        measure.startsWith("m:") ? [[[], S]] : measure.startsWith("h:") ? [[[], 100]] : [[[], 200, 150, 50]];
    const score = (S: number) => tableRows({ ...national, statistic: "score" }, surveyMeasures, cells(S))[0];
    expect(score(600)?.value).toBe(100);
    expect(score(0)?.value).toBe(50);
    expect(score(-300)?.value).toBe(25);
    expect(score(0)?.lower).toBeLessThan(50);
  });

  it("of all answers gives each code's share, “does not apply” among them", () => {
    const rows = tableRows({ ...national, measures: ["C6"], statistic: "answers" }, surveyMeasures, fixtureCells);
    expect(rows.map(({ answer }) => answer)).toEqual(["yes", "no", "not-sure", "dna", "pns"]);
    expect(rows.reduce((sum, { value }) => sum + (value ?? 0), 0)).toBeCloseTo(100, -1);
  });

  it("of the frame gives counts rounded to 10", () => {
    const query: Query = { by: ["stage"], filters: [], measures: ["frame"], statistic: "count" };
    const rows = tableRows(query, surveyMeasures, fixtureCells, ["NC", "UO-S"]);
    expect(rows).toHaveLength(8);
    for (const { value } of rows) expect((value ?? 1) % 10).toBe(0);
  });

  it("is read in one statement a stored table", () => {
    expect(tablesToRead({ ...national, by: ["area"] }, surveyMeasures, [])).toEqual([
      { table: "area", measures: ["C1"] },
    ]);
    const score = tablesToRead({ ...national, by: ["area"], statistic: "score" }, surveyMeasures, []);
    expect(score.map(({ table }) => table)).toEqual(["area", ""]);
  });
});

describe("participation", () => {
  const counts =
    (of: Readonly<Record<string, number>>): CellsOf =>
    (_, measure) => [[[], of[measure] ?? 0]];
  const frame = { "frame:NC": 1200, "frame:UO-S": 200, "frame:UO-R": 100, "frame:NE": 500, "frame:NS": 300 };

  it("keeps those for whom no safe way was known in the response rate, and leaves out those left out by design", () => {
    const [all] = participation(
      { by: [], filters: [] },
      counts({ ...frame, "outcome:complete": 300, "outcome:partial": 30, "started": 400 }),
    );
    expect(all?.counts).toMatchObject({ eligible: 1500, unsafe: 200, delivered: 1200, opened: 400, answered: 330 });
    expect(all?.rates.rr1).toBe(20);
    expect(all?.rates.rr2).toBe(22);
    expect(all?.rates.unsafe).toBe(13.3);
  });

  it("gives no rate on fewer than 20 answers, and none where there is no frame", () => {
    const [few] = participation({ by: [], filters: [] }, counts({ ...frame, "outcome:complete": 12 }));
    expect(few?.rates.rr1).toBeNull();
    expect(few?.counts.answered).toBeNull();
    expect(participation({ by: [], filters: [] }, () => null)).toEqual([]);
  });
});
