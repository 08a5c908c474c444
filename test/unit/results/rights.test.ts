import { describe, expect, it } from "vitest";
import { rights } from "../../../src/instrument/registry.ts";
import { complianceCounted, recordedActs } from "../../../src/results/compliance-figures.ts";
import { csv } from "../../../src/results/csv.ts";
import {
  type Gap,
  gapOf,
  rightsPage,
  rightsReadings,
  rightsRows,
  rightsSubjects,
} from "../../../src/results/rights.ts";
import { type CellsOf, emptyRow, type Row } from "../../../src/results/table.ts";
import { gapText } from "../../../src/ui/results-rights.tsx";
import { rightsLabelsIn } from "../../../src/ui/results-rights-labels.ts";
import { fixtureCells, fixtureHead } from "../../support/release-fixture.ts";

const SURREY = "E23000031";
const CITY = "E23000034";

const row = (value: number, lower: number, upper: number, more: Partial<Row> = {}): Row => ({
  ...emptyRow({ at: {}, measure: "VC04", answer: "done" }, "c"),
  value,
  lower,
  upper,
  base: 400,
  symbol: null,
  ...more,
});

/** A release of counts of victims, by name, in one area. */
const counted =
  (counts: Readonly<Record<string, number>>): CellsOf =>
  (table, measure) => {
    const n = counts[measure];
    return table === "area" && n !== undefined ? [[[SURREY], n]] : null;
  };

describe("what is on record beside what victims say", () => {
  it("is a share of all victims of whom it is expected, with an interval that carries noise and rounding", () => {
    const page = rightsPage(
      { area: SURREY },
      counted({
        "compliance:victims:report": 400,
        "compliance:recorded:report": 360,
        "compliance:needs-assessment:done": 300,
        "compliance:needs-assessment:in-time": 100,
      }),
    );
    const needs = page.rights.flatMap(({ acts }) => acts).find(({ act }) => act.act === "needs-assessment");
    expect(page.records[0]?.row).toMatchObject({ value: 90, base: 400, symbol: null });
    // 300 in 400 has a sampling variance of 0.1875 / 400 = 0.00047. A count varies by 5 + 100 / 12 = 13.3, taken three
    // times: 40 (0.25^2 + 0.75^2) / 400^2 = 0.00016. So the base is worth 0.1875 / 0.00063 = 300.
    expect(needs?.done).toMatchObject({ value: 75, lower: 70, upper: 80, base: 400, effectiveBase: 300 });
    expect(needs?.inTime).toMatchObject({ value: 25 });
    // What the release lacks is not available, and not nought.
    expect(page.rights[0]?.told).toMatchObject({ value: null, symbol: "x" });
    expect(needs?.said).toMatchObject({ value: null, symbol: "x" });
    expect(needs?.gap).toEqual({ none: "no-figure" });
  });

  it("tells a difference by Newcombe's interval of the two shares as they are shown", () => {
    // sqrt(5^2 + 6^2) = 7.8 down, sqrt(4^2 + 6^2) = 7.2 up.
    expect(gapOf(row(82, 77, 86), row(54, 48, 60), row(90, 87, 93))).toEqual({ points: 28, lower: 20, upper: 35 });
    const none = (recorded: Row, said: Row, records: Row) => gapOf(recorded, said, records);
    const said = row(54, 48, 60);
    expect(none(emptyRow({ at: {}, measure: "VC04", answer: "done" }, "c"), said, row(90, 87, 93))).toEqual({
      none: "no-figure",
    });
    expect(none(row(20, 15, 25), said, row(49, 44, 54))).toEqual({ none: "few-records" });
    expect(none(row(98, 97, 100, { coding: "at-least" }), said, row(99, 98, 100))).toEqual({ none: "bound" });
  });

  it("puts the difference in words: which is more, or that it may be chance, or why none is told", () => {
    const text = (gap: Gap) => gapText({ gap }, "en");
    expect(text({ points: 28, lower: 20, upper: 35 })).toBe(
      "The records show more than victims say, by 28 percentage points (95% interval: 20 to 35).",
    );
    expect(text({ points: -9, lower: -15, upper: -2 })).toBe(
      "Victims say more than the records show, by 9 percentage points (95% interval: 2 to 15).",
    );
    expect(text({ points: -3, lower: -9, upper: 4 })).toBe(
      "The difference may be chance (\u22123 percentage points, 95% interval: \u22129 to 4).",
    );
    expect(text({ none: "few-records" })).toContain("more than half");
  });

  it("has the twelve rights in order, each with what is asked about it, and no figure that unites them", () => {
    const page = rightsPage({}, fixtureCells);
    expect(page.rights.map(({ right }) => right.id)).toEqual(rights.map(({ id }) => id));
    for (const { right, items } of page.rights) {
      expect(items.length).toBeGreaterThan(0);
      for (const { measure } of items) expect(measure.rights).toContain(right.id);
    }
    expect(page.rights.flatMap(({ acts }) => acts)).toHaveLength(recordedActs.length);
    const answers = new Set(rightsRows(["VC04"], "all", fixtureCells).map(({ answer }) => answer));
    expect(answers).toContain("victims.RPT3.report");
    expect([...answers].filter((answer) => answer === null || answer === "all")).toEqual([]);
  });

  it("tells nothing of a place with fewer than fifty victims, and every figure once in a file of areas", () => {
    const rows = rightsRows(rightsSubjects, "area", fixtureCells);
    const city = rows.filter(({ at, answer }) => at.area === CITY && /done|in-time|told/.test(answer ?? ""));
    expect(city.length).toBeGreaterThan(12);
    for (const { value, symbol } of city) expect([value, symbol]).toEqual([null, "c"]);
    const keys = rows.map(({ at, measure, answer }) => `${at.area}|${measure}|${answer}`);
    expect(new Set(keys).size).toBe(keys.length);

    const table = {
      release: fixtureHead,
      query: { by: ["area"], filters: [], measures: rightsSubjects, statistic: "answers" },
      rows,
    } as const;
    expect(csv(table, rightsLabelsIn("cy")).split("\r\n")).toHaveLength(rows.length + 2);
    // Whatever is shown has a name in both languages.
    for (const locale of ["en", "cy"] as const) {
      const { answer, measure } = rightsLabelsIn(locale);
      for (const one of rows) expect(answer(one.measure, one.answer ?? "")).not.toBe(one.answer);
      for (const subject of rightsSubjects) expect(measure(subject)).not.toBe(subject);
    }
  });

  it("reads all that is counted, and nothing else of the records", () => {
    const read = rightsReadings("area").find(({ table }) => table === "area")?.measures ?? [];
    for (const { figure, code } of complianceCounted) expect(read).toContain(`compliance:${figure}:${code}`);
  });
});
