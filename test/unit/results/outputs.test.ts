import { describe, expect, it } from "vitest";
import { comparisonsOf } from "../../../src/results/compare.ts";
import { columns, csv, csvField } from "../../../src/results/csv.ts";
import type { LocalDate, Quarter } from "../../../src/kernel/time.ts";
import { csvw } from "../../../src/results/csvw.ts";
import { jsonStat } from "../../../src/results/json-stat.ts";
import { surveyMeasures } from "../../../src/results/measures.ts";
import { parseQuery } from "../../../src/results/query.ts";
import { type ResultTable, tableRows } from "../../../src/results/table.ts";
import { labelsIn } from "../../../src/ui/results-labels.ts";
import { fixtureCells, fixtureHead } from "../../support/release-fixture.ts";

function tableOf(address: string): ResultTable {
  const [table = "", search = ""] = address.split("?");
  const parsed = parseQuery(
    table,
    [...new URLSearchParams(search)],
    surveyMeasures.map(({ id }) => id),
  );
  if (!parsed.ok) throw new Error(parsed.why);
  const dispositions = ["NC", "UO-S"];
  return {
    release: fixtureHead,
    query: parsed.query,
    rows: tableRows(parsed.query, surveyMeasures, fixtureCells, dispositions),
  };
}

/** Reads CSV by RFC 4180: what a spreadsheet would see. */
function readCsv(text: string): readonly (readonly string[])[] {
  const fields = [...text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)];
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of fields) {
    rows.at(-1)?.push(quoted === undefined ? (plain ?? "") : quoted.replaceAll('""', '"'));
    if (end === "\r\n") rows.push([]);
  }
  return rows.slice(0, -1);
}

describe("JSON-stat", () => {
  it.each([
    "area.stage?measure=C1,C3",
    "region?measure=C2.POL&stage=report,charge",
    "offence.sex?measure=RPT5&area=E23000001",
    "stage?measure=C6,C1&statistic=answers",
    "stage?measure=frame",
    "all?measure=base",
    "area?measure=C1&statistic=score&nation=wales",
  ])("is a full cube: as many values and statuses as its sizes multiply to (%s)", (address) => {
    const table = tableOf(address);
    const dataset = jsonStat(table, labelsIn("en"));
    const product = dataset.size.reduce((all, size) => all * size, 1);
    expect(dataset.value).toHaveLength(product);
    expect(dataset.status).toHaveLength(product);
    expect(dataset.id).toHaveLength(dataset.size.length);
    for (const [index, id] of dataset.id.entries()) {
      const category = dataset.dimension[id]?.category;
      expect(category?.index).toHaveLength(dataset.size[index] ?? -1);
      expect(Object.keys(category?.label ?? {}).toSorted()).toEqual([...(category?.index ?? [])].toSorted());
      for (const label of Object.values(category?.label ?? {})) expect(label).not.toBe("");
    }
    expect(dataset.value.every((value, index) => value !== null || dataset.status[index])).toBe(true);
  });

  it("puts each figure in its place", () => {
    const table = tableOf("stage?measure=C1,C3");
    const { value, status } = jsonStat(table, labelsIn("en"));
    const trial = table.rows.find(({ at, measure }) => at.stage === "trial" && measure === "C3");
    expect(value.slice((4 + 2) * 4, (4 + 3) * 4)).toEqual([trial?.value, trial?.lower, trial?.upper, trial?.base]);
    expect(status[0]).toBeNull();
  });

  it("says in Welsh what it says in English", () => {
    const [en, cy] = [jsonStat(tableOf("area.stage"), labelsIn("en")), jsonStat(tableOf("area.stage"), labelsIn("cy"))];
    expect(cy.value).toEqual(en.value);
    expect(cy.dimension["stage"]?.category.label["trial"]).toBe("Treial");
    expect(cy.extension["designation"]).not.toBe(en.extension["designation"]);
  });
});

describe("CSV", () => {
  it("quotes what holds a comma, a quote or a line break", () => {
    expect(csvField('say "yes", twice')).toBe('"say ""yes"", twice"');
    expect(csvField("one\r\ntwo")).toBe('"one\r\ntwo"');
    expect(csvField("Devon and Cornwall")).toBe("Devon and Cornwall");
    expect(csvField(-0.5)).toBe("-0.5");
  });

  it.each(["=HYPERLINK(1)", "+1", "-1+1", "@SUM(A1)", "\tx", "\r=1"])(
    "makes text of what a spreadsheet would run: %j",
    (formula) => {
      expect(csvField(formula).replace(/^"/, "")[0]).toBe("'");
    },
  );

  it("has one header and one observation a row, every cell filled", () => {
    const table = tableOf("area.stage?measure=C1,C2.PROB");
    const rows = readCsv(csv(table, labelsIn("en")));
    expect(rows[0]).toEqual([...columns]);
    expect(rows).toHaveLength(table.rows.length + 1);
    for (const row of rows) {
      expect(row).toHaveLength(columns.length);
      expect(row.every((field) => field !== "")).toBe(true);
    }
  });

  it("writes a missing figure as its symbol, with its status beside it, and no comma in a number", () => {
    const text = csv(tableOf("area.stage?measure=C1&area=E23000034"), labelsIn("en"));
    const [header = [], report = []] = readCsv(text);
    const field = (name: string) => report[header.indexOf(name)];
    expect(field("area_name")).toBe("City of London");
    expect([field("value"), field("lower_95"), field("status")]).toEqual(["[c]", "[c]", "c"]);
    expect([field("period_start"), field("period_duration")]).toEqual(["2026-01-01", "P3M"]);
    expect(field("instrument_version")).toBe("report@1");
  });

  it("names what a filter adds up, and who is meant where nothing is filtered", () => {
    const [header = [], row = []] = readCsv(
      csv(tableOf("all?measure=C1&region=wales&stage=trial,charge"), labelsIn("en")),
    );
    const field = (name: string) => row[header.indexOf(name)];
    expect([field("area_code"), field("area_name"), field("stage")]).toEqual(["W92000004", "Wales", "charge+trial"]);
    const [, nation = []] = readCsv(csv(tableOf("offence?measure=C1"), labelsIn("en")));
    expect([nation[header.indexOf("area_code")], nation[header.indexOf("group")]]).toEqual([
      "K04000001",
      "offence=violence",
    ]);
  });

  it("carries the band of an area where it is cut by area and stage alone", () => {
    const { query, rows } = tableOf("area.stage?measure=C1");
    const comparedOf = comparisonsOf(query, surveyMeasures, fixtureCells);
    const bandOf = (row: (typeof rows)[number]) => comparedOf(row)?.band ?? null;
    expect(rows.filter((row) => bandOf(row) === "much-better").every(({ at }) => at.area === "W15000001")).toBe(true);
    expect(rows.some((row) => bandOf(row) === "much-worse")).toBe(true);
    const crossed = tableOf("area.offence?measure=C1");
    expect(
      crossed.rows.map(comparisonsOf(crossed.query, surveyMeasures, fixtureCells)).every((one) => one === null),
    ).toBe(true);
  });

  it("leaves no cell empty that its CSVW requires, and claims no more time than was added up", () => {
    const table = tableOf("area.stage?measure=base");
    const metadata = csvw(table, labelsIn("en"), "area.stage.csv?measure=base");
    const required = metadata.tableSchema.columns.flatMap((column, place) => ("required" in column ? [place] : []));
    const quarters = ["2025Q4" as Quarter, "2026Q1" as Quarter];
    const window = { start: "2025-04-01" as LocalDate, quarters, missing: [] };
    const [head = "", first = ""] = csv({ ...table, window }, labelsIn("en")).split("\r\n");
    const fields = first.split(",");
    expect(required.map((place) => fields[place])).not.toContain("");
    expect(fields[head.split(",").indexOf("period_start")]).toBe("2025-10-01");
    expect(fields[head.split(",").indexOf("period_duration")]).toBe("P6M");
    expect(labelsIn("en").period("2025-10-01/P6M")).toBe("6 months from 1 October 2025");
  });

  it("is described by CSVW that has a title for every column and reads the symbols as nulls", () => {
    const metadata = csvw(tableOf("area.stage?measure=C1"), labelsIn("cy"), "area.stage.csv?measure=C1");
    expect(metadata.tableSchema.columns.map(({ name }) => name)).toEqual([...columns]);
    expect(metadata.tableSchema.columns.every(({ titles }) => titles.length > 0)).toBe(true);
    expect(metadata.tableSchema.columns.find(({ name }) => name === "value")).toMatchObject({
      datatype: "number",
      null: ["[c]", "[z]", "[x]"],
    });
    expect(metadata.tableSchema.primaryKey.every((key) => columns.some((column) => column === key))).toBe(true);
  });
});
