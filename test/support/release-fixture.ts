import { dispositions } from "../../src/domain/disposition.ts";
import { stages } from "../../src/domain/dimension.ts";
import type { Quarter } from "../../src/kernel/time.ts";
import { answerCodes, type CellsOf, type ReleaseHead } from "../../src/results/table.ts";
import { closureFigures } from "../../src/results/closure-figures.ts";
import { closureMeasures, gapMeasures } from "../../src/results/closure.ts";
import { complianceMeasures } from "../../src/results/compliance-figures.ts";
import { characteristicMeasures } from "../../src/results/characteristics.ts";
import { driverMeasures } from "../../src/results/drivers.ts";
import { instrumentMeasure, modeMeasure, modes, surveyVersions } from "../../src/results/held.ts";
import { surveyMeasures } from "../../src/results/measures.ts";
import { modeTableMeasures } from "../../src/results/modes.ts";
import { transitionMeasures } from "../../src/results/transitions.ts";
import {
  closureTables,
  codesOf,
  histogramTables,
  modeTables,
  peopleTables,
  summaryTables,
  type Table,
  tableId,
  tablesOf,
} from "../../src/statistics/lattice.ts";
import type { Cell } from "../../src/statistics/perturb.ts";

/** A release that was never noisy and never real: whole numbers that depend on their place alone. */
export const fixtureHead: ReleaseHead = {
  id: "2026Q1",
  period: "2026Q1" as Quarter,
  methodology: "1.0.0",
  publishedOn: "2026-04-14",
  label: "management information, not official statistics",
  hash: "0".repeat(64),
};

/** A number from 0 up to `below`, decided by the words. */
function pick(words: string, below: number): number {
  let hash = 2166136261;
  for (const character of words) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619) >>> 0;
  return hash % below;
}

/** City of London has few answers, like in life; North Wales does much better and Kent much worse than the others. */
const CITY = "E23000034";
const BETTER = "W15000001";
const WORSE = "E23000032";

const asked = (table: Table, at: readonly string[]) =>
  stages.filter((stage) => !table.includes("stage") || stage === at[table.indexOf("stage")]);

function cellsFor(
  table: Table,
  askedAt: readonly string[],
  counts: (at: readonly string[]) => readonly number[],
): readonly Cell[] {
  const lists = table.map((dimension) =>
    dimension === "stage" ? codesOf.stage.filter((stage) => askedAt.includes(stage)) : codesOf[dimension],
  );
  const places = lists.reduce<readonly (readonly string[])[]>(
    (all, list) => all.flatMap((at) => list.map((code) => [...at, code])),
    [[]],
  );
  return places.map((at) => [at, ...counts(at)]);
}

/** Answers in a cell, all told: about 150 in each area and stage, as the demonstration has. */
function sizeOf(table: Table, at: readonly string[], measure: string): number {
  const area = table.includes("area") ? at[table.indexOf("area")] : null;
  const whole =
    asked(table, at).length * 150 * (area === null ? 43 : area === CITY ? 0.2 : area === "not-stated" ? 0.1 : 1);
  const shares = table
    .filter((dimension) => dimension !== "area" && dimension !== "stage")
    .map((dimension) => codesOf[dimension].length - 1);
  const share = measure.includes(".") ? 0.8 : 1;
  return (
    Math.round((whole * share) / shares.reduce((product, n) => product * n, 1)) +
    pick(`${measure}|${at.join()}|n`, 9) -
    4
  );
}

function positiveShare(table: Table, at: readonly string[], measure: string): number {
  const area = at[table.indexOf("area")];
  const level = 0.55 + pick(measure, 20) / 100;
  return level + (area === BETTER ? 0.3 : area === WORSE ? -0.3 : (pick(`${measure}|${at.join()}`, 60) - 30) / 1000);
}

const build = (): ReadonlyMap<string, readonly Cell[]> => {
  const stored = new Map<string, readonly Cell[]>();
  const put = (table: Table, measure: string, cells: readonly Cell[]) =>
    stored.set(`${tableId(table)}/${measure}`, cells);
  for (const measure of surveyMeasures) {
    for (const table of tablesOf(measure.id)) {
      put(
        table,
        measure.id,
        cellsFor(table, measure.stages, (at) => {
          const n = sizeOf(table, at, measure.id);
          const P = Math.round(n * positiveShare(table, at, measure.id));
          return [n, P, n - P];
        }),
      );
    }
    for (const table of summaryTables)
      put(
        table,
        `m:${measure.id}`,
        cellsFor(table, measure.stages, (at) => [Math.round(sizeOf(table, at, measure.id) / 2)]),
      );
    for (const table of histogramTables) {
      for (const code of answerCodes(measure)) {
        put(
          table,
          `h:${measure.id}:${code}`,
          cellsFor(table, measure.stages, (at) => [
            Math.round(sizeOf(table, at, measure.id) / answerCodes(measure).length),
          ]),
        );
      }
    }
  }
  for (const table of peopleTables)
    put(
      table,
      "base",
      cellsFor(table, stages, (at) => [sizeOf(table, at, "base")]),
    );
  for (const table of summaryTables) {
    const of = (share: number) => (at: readonly string[]) => [
      Math.max(0, Math.round(sizeOf(table, at, "base") * share)),
    ];
    put(table, "outcome:complete", cellsFor(table, stages, of(0.9)));
    put(table, "outcome:partial", cellsFor(table, stages, of(0.1)));
    put(table, "started", cellsFor(table, stages, of(1.2)));
    for (const disposition of dispositions) {
      put(
        table,
        `frame:${disposition}`,
        cellsFor(table, stages, of(disposition === "NC" ? 2 : disposition === "pending" ? 0 : 0.2)),
      );
    }
  }
  for (const table of closureTables) {
    for (const measure of closureMeasures(closureFigures)) {
      const isBase = /:(base|answered)$/.test(measure);
      put(
        table,
        measure,
        cellsFor(table, [], (at) => [
          (isBase ? 90 : pick(`${measure}|${at.join()}`, 40)) * (at.length > 0 ? (at[0] === CITY ? 0 : 1) : 43),
        ]),
      );
    }
  }
  for (const table of closureTables) {
    for (const measure of complianceMeasures) {
      const share = measure.includes(":victims:") ? 100 : measure.includes(":recorded:") ? 95 : 30 + pick(measure, 60);
      put(
        table,
        measure,
        cellsFor(table, [], (at) => [10 * Math.round((share * (at[0] === CITY ? 0.2 : at.length > 0 ? 3 : 120)) / 10)]),
      );
    }
  }
  for (const measure of transitionMeasures) put([], measure, [[[], 10 + pick(measure, 60)]]);
  for (const measure of driverMeasures) {
    const id = measure.slice("driver:".length);
    const askedAt = surveyMeasures.find((one) => one.id === id)?.stages ?? [];
    put(
      ["stage"],
      measure,
      cellsFor(["stage"], askedAt, () => [3000 + pick(id, 900), 400 + pick(id, 90), 900, 1200]),
    );
  }
  for (const measure of modeTableMeasures) {
    const n = measure.includes(":web:") ? 4000 : measure.includes(":telephone:") ? 400 : 30;
    put(
      ["stage"],
      measure,
      cellsFor(["stage"], stages, () => [n, n / 2 + pick(measure, n / 5), n / 2 - pick(measure, n / 5)]),
    );
  }
  for (const measure of characteristicMeasures) {
    const n =
      measure.includes(":white:") || measure.includes(":english:") ? 2600 : measure.includes(":bsl:") ? 12 : 400;
    const P = measure.includes(":a-lot:") ? n * 0.4 : n * 0.6 + pick(measure, n / 20);
    put(
      ["stage"],
      measure,
      cellsFor(["stage"], stages, () => [n, Math.round(P), n - Math.round(P)]),
    );
  }
  for (const table of modeTables) {
    for (const mode of modes) {
      const n = (mode === "web" ? 5000 : mode === "telephone" ? 800 : 40) * (table.length === 0 ? 4 : 1);
      put(
        table,
        modeMeasure(mode),
        cellsFor(table, stages, () => [n + pick(mode, 30)]),
      );
    }
  }
  for (const version of surveyVersions) put([], instrumentMeasure(version), [[[], 6000 + pick(version, 900)]]);
  for (const measure of gapMeasures) put([], measure, [[[], 8 + pick(measure, 9)]]);
  return stored;
};

export const fixtureTables = build();

export const fixtureCells: CellsOf = (table, measure) => fixtureTables.get(`${table}/${measure}`) ?? null;
