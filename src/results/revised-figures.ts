import { stages } from "../domain/dimension.ts";
import { dispositions } from "../domain/disposition.ts";
import type { Band } from "../statistics/bands.ts";
import { dimensions, scoreTablesOf, summaryTables, type Table, tableId, tablesOf } from "../statistics/lattice.ts";
import { characteristicMeasures } from "./characteristics.ts";
import { closureGap, closureMeasures, closureRows, gapMeasures } from "./closure.ts";
import { closureFigures } from "./closure-figures.ts";
import { compareAreas, comparisonReadings } from "./compare.ts";
import { driverMeasures } from "./drivers.ts";
import { type ScaledMeasure, surveyMeasure, surveyMeasures } from "./measures.ts";
import { modeTableMeasures } from "./modes.ts";
import { characteristicsRows, driversRows, journeysRows, modesRows } from "./nation.ts";
import { answeredReadings, margins, modeShares, weightings } from "./quality-answered.ts";
import type { Query, Statistic } from "./query.ts";
import { participation, rateMeasures } from "./rates.ts";
import { type RightsCut, rightsReadings, rightsRows, rightsSubjects } from "./rights.ts";
import { sideBySide } from "./rolling.ts";
import { type CellsOf, emptyRow, type Row, tableRows, tablesToRead } from "./table.ts";
import { allThemeRows, themeMeasures } from "./themes.ts";
import { transitionMeasures, transitions } from "./transitions.ts";

// What readers were shown that rests on a stored table: by which a correction is told figure by figure.

/** A stored table of a release, by its name and measure. */
export type Stored = { readonly table: string; readonly measure: string };

type Reading = { readonly table: string; readonly measures: readonly string[] };

/** Figures that are looked at together: what must be read for them, and how they are made of it. */
export type Subject = {
  readonly table: string;
  readonly statistic: Kind;
  readonly readings: readonly Reading[];
  /** Of four quarters: `always`, or `also`, where the same figures are published of the quarter by itself. */
  readonly rolling?: "always" | "also";
  /** @param others Cells of the other quarters of a window; none of the quarter by itself. */
  readonly rowsOf: (cellsOf: CellsOf, others: readonly CellsOf[]) => readonly Printed[];
};

type Kind =
  | Statistic
  | "rate"
  | "closure"
  | "theme"
  | "comparison"
  | "journey"
  | "driver"
  | "mode"
  | "characteristic"
  | "right"
  | "weighting"
  | "representativeness"
  | "ways-of-answering";

/** A figure as it is printed; of an area that is compared, with its band. */
export type Printed = Row & { readonly band?: Band | null };

const tableOf = (name: string): Table => dimensions.filter((dimension) => name.split(".").includes(dimension));

/** Figures of one measure, or counts, over one table. */
function tableSubject(table: string, measure: string, statistic: Statistic): Subject {
  const query: Query = { by: tableOf(table), filters: [], measures: [measure], statistic };
  return {
    table,
    statistic,
    readings: tablesToRead(query, surveyMeasures, dispositions),
    rolling: "also",
    rowsOf: (cellsOf, others) => tableRows(query, surveyMeasures, sideBySide([cellsOf, ...others]), dispositions),
  };
}

const rates = ["rr1", "rr2", "rr3", "ref1", "con1", "unsafe"] as const;

/** Response rates, refusals and contact. */
const rateSubject = (table: string): Subject => ({
  table,
  statistic: "rate",
  readings: [{ table, measures: rateMeasures }],
  rolling: "also",
  rowsOf: (cellsOf, others) =>
    participation({ by: tableOf(table), filters: [] }, sideBySide([cellsOf, ...others])).flatMap(({ at, rates: of }) =>
      rates.map((name) => ({ ...emptyRow({ at, measure: name, answer: null }, "x"), value: of[name], symbol: null })),
    ),
});

const closureSubject: Subject = {
  table: "area",
  statistic: "closure",
  readings: [
    { table: "", measures: [...closureMeasures(closureFigures), ...gapMeasures] },
    { table: "area", measures: closureMeasures(closureFigures) },
  ],
  rowsOf: (cellsOf) => [
    ...closureRows(closureFigures, "all", cellsOf),
    ...closureRows(closureFigures, "area", cellsOf),
    ...closureGap(cellsOf),
  ],
};

const themeSubject: Subject = {
  table: "area",
  statistic: "theme",
  readings: ["", "area"].map((table) => ({ table, measures: themeMeasures })),
  rowsOf: (cellsOf) =>
    allThemeRows(cellsOf).map(({ area, theme, percent, lower, upper, base, symbol }) => {
      const subject = { at: area === null ? {} : { area }, measure: theme, answer: null };
      return { ...emptyRow(subject, "x"), value: percent, lower, upper, base, symbol };
    }),
};

const figure = (
  subject: Pick<Row, "at" | "measure" | "answer">,
  value: number | null,
  base: number | null = null,
): Row => ({
  ...emptyRow(subject, "c"),
  value,
  base,
  symbol: value === null ? "c" : null,
});

/** What is expected of areas, and of each its adjusted score, its limits of chance and its band. */
function comparedRows(measure: ScaledMeasure, stage: string | null, quarters: readonly CellsOf[]): readonly Printed[] {
  const { expected, areas } = compareAreas(measure, stage, ...quarters);
  const about = (at: Row["at"], answer: string) => ({
    at: { ...at, ...(stage !== null && { stage }) },
    measure: measure.id,
    answer,
  });
  const limitsRow = (area: string, answer: string, limits: readonly [number, number] | null): Printed => ({
    ...emptyRow(about({ area }, answer), "x"),
    ...(limits !== null && { lower: limits[0], upper: limits[1], symbol: null }),
  });
  return [
    figure(about({}, "expected"), expected),
    ...areas.flatMap(({ area, score, limits, band }): readonly Printed[] => [
      {
        ...figure(about({ area }, "adjusted"), score?.value ?? null, score?.base ?? null),
        lower: score?.lower ?? null,
        upper: score?.upper ?? null,
        band,
      },
      limitsRow(area, "limits-95", limits && [limits.lower95, limits.upper95]),
      limitsRow(area, "limits-99.8", limits && [limits.lower998, limits.upper998]),
    ]),
  ];
}

/** Areas beside what is expected of them: at each stage, or over all. */
function comparisonSubject(measure: ScaledMeasure, of: "area" | "area.stage"): Subject {
  const places = of === "area" ? [null] : measure.stages;
  return {
    table: of,
    statistic: "comparison",
    readings: places.slice(0, 1).flatMap((place) => comparisonReadings(measure, place)),
    rolling: "also",
    rowsOf: (cellsOf, others) => places.flatMap((place) => comparedRows(measure, place, [cellsOf, ...others])),
  };
}

const journeySubject: Subject = {
  table: "",
  statistic: "journey",
  readings: [{ table: "", measures: transitionMeasures }],
  rolling: "always",
  rowsOf: (cellsOf, others) => journeysRows(transitions([cellsOf, ...others])),
};

const driverSubject: Subject = {
  table: "stage",
  statistic: "driver",
  readings: [{ table: "stage", measures: driverMeasures }],
  rowsOf: driversRows,
};

const modeSubject: Subject = {
  table: "stage",
  statistic: "mode",
  readings: [{ table: "stage", measures: modeTableMeasures }],
  rowsOf: modesRows,
};

const characteristicSubject: Subject = {
  table: "stage",
  statistic: "characteristic",
  readings: [{ table: "stage", measures: characteristicMeasures }],
  rolling: "also",
  rowsOf: (cellsOf, others) => characteristicsRows(sideBySide([cellsOf, ...others]), [...stages, null]),
};

const rightSubject = (cut: RightsCut): Subject => ({
  table: cut === "area" ? "area" : "",
  statistic: "right",
  readings: rightsReadings(cut),
  rowsOf: (cellsOf) => rightsRows(rightsSubjects, cut, cellsOf),
});

const weightingSubject: Subject = {
  table: "stage",
  statistic: "weighting",
  readings: answeredReadings,
  rowsOf: (cellsOf) =>
    weightings(cellsOf).flatMap(({ stage, designEffect, trimmedPercent, areas }) =>
      Object.entries({ designEffect, trimmedPercent, areas }).map(([answer, value]) =>
        figure({ at: { stage }, measure: "weights", answer }, value),
      ),
    ),
};

const marginSubject: Subject = {
  table: "stage",
  statistic: "representativeness",
  readings: answeredReadings,
  rowsOf: (cellsOf) =>
    margins(cellsOf).flatMap(({ stage, attribute, category, ...of }) => {
      const about = (answer: string) => ({ at: { stage }, measure: `${attribute}:${category}`, answer });
      return [
        figure(about("invited"), of.invitedPercent, of.invited),
        { ...figure(about("answered"), of.answeredPercent), coding: of.answeredCoding },
      ];
    }),
};

const waysSubject: Subject = {
  table: "stage",
  statistic: "ways-of-answering",
  readings: answeredReadings,
  rowsOf: (cellsOf) =>
    modeShares(cellsOf).map(({ stage, mode, percent, coding }) => ({
      ...figure({ at: stage === null ? {} : { stage }, measure: "mode", answer: mode }, percent),
      coding,
    })),
};

/** By the first word of a stored measure's name: what is told of it, whatever its table. */
const bySort: Readonly<Record<string, (table: string) => readonly Subject[]>> = {
  "frame": (table) => [tableSubject(table, "frame", "count"), rateSubject(table)],
  "outcome": (table) => [rateSubject(table)],
  "started": (table) => [rateSubject(table)],
  "base": (table) => [tableSubject(table, "base", "count"), ...(table.startsWith("stage.") ? [marginSubject] : [])],
  "closure-officer": () => [closureSubject],
  "closure-victim": () => [closureSubject],
  "closure-count": () => [closureSubject],
  "closure-frame": () => [closureSubject],
  "closure-gap": () => [closureSubject],
  "theme": () => [themeSubject],
  "comments": () => [themeSubject],
  "journey": () => [journeySubject],
  "driver": () => [driverSubject],
  "by-mode": () => [modeSubject],
  "characteristic": () => [characteristicSubject],
  "compliance": (table) => [rightSubject(table === "" ? "all" : "area")],
  "weights": () => [weightingSubject],
  "margin": () => [marginSubject],
  "mode": () => [waysSubject],
};

/** What readers were shown that rests on a stored table; nothing where no figure here does. */
export function subjectsOf({ table, measure }: Stored): readonly Subject[] {
  const [prefix = "", name = ""] = measure.split(":");
  const item = surveyMeasure(prefix === "m" || prefix === "h" || prefix === "a" ? name : measure);
  const score = (of: string) =>
    item && scoreTablesOf(item.id).some((one) => tableId(one) === of) ? [tableSubject(of, item.id, "score")] : [];
  if (item && prefix === "h") {
    // The variance of a score's answers is the nation's distribution.
    const scores = table === "" ? summaryTables.map(tableId).flatMap(score) : [];
    return [tableSubject(table, item.id, "answers"), ...scores];
  }
  if (item && prefix === "m") return score(table);
  if (item && prefix === "a") return [comparisonSubject(item, "area.stage")];
  if (item && tablesOf(item.id).some((one) => tableId(one) === table)) {
    const compared = { "": "area", "area": "area", "stage": "area.stage", "area.stage": "area.stage" } as const;
    const of = Object.entries(compared).find(([one]) => one === table)?.[1];
    const comparison = of === undefined ? [] : [comparisonSubject(item, of)];
    return [tableSubject(table, item.id, "percent"), ...score(table), ...comparison];
  }
  return bySort[prefix]?.(table) ?? [];
}
