import { type ComplianceStep, complianceSteps } from "../domain/compliance.ts";
import type { Stage } from "../domain/dimension.ts";
import type { Right } from "../instrument/measure.ts";
import { rights } from "../instrument/registry.ts";
import { newcombe } from "../statistics/interval.ts";
import { roundHalfAway } from "../statistics/rounding.ts";
import { disclosureRules } from "../statistics/rules.ts";
import { codesOf } from "./codelist.ts";
import {
  complianceMeasures,
  type ComplianceCounted,
  complianceName,
  DONE,
  IN_TIME,
  type RecordedAct,
  recordedActs,
  RECORDED,
  RIGHT,
  VICTIMS,
} from "./compliance-figures.ts";
import { type ScaledMeasure, stageMeasures } from "./measures.ts";
import { sumOf } from "./sum.ts";
import { type CellsOf, emptyRow, percentRow, perturbed, type Row } from "./table.ts";

// What is on record of each right of the Victims' Code, beside what victims say. Items stand by themselves: there is no
// score of a right, and none of an area (decisions.md 12).

/** Rights are cut by area, or not at all. */
export type RightsCut = "area" | "all";

/** What a release is read for: counts of records, and the questions about rights, over all stages and at each. */
export function rightsReadings(cut: RightsCut) {
  const items = stageMeasures.filter(({ rights: about }) => about.length > 0).map(({ id }) => id);
  const [table, byStage] = cut === "area" ? ["area", "area.stage"] : ["", "stage"];
  return [
    { table, measures: [...complianceMeasures, ...items] },
    { table: byStage, measures: recordedActs.map(({ asked }) => asked) },
  ];
}

/** A place that a row is about: an area, or the nation. */
type Place = { readonly area?: string };

const cutAt = ({ area }: Place) => (area === undefined ? "" : "area");

/** A count of victims varies by its noise, and by its rounding: a uniform error of that width (its square over twelve). */
const DRAWS_OF_COUNT = 1 + disclosureRules.roundFrameTo ** 2 / 12 / disclosureRules.noise.variance;

/** A share of a base that has a draw of its own varies by less than if each of its two parts had three. */
const DRAWS_WITH_BASE = 3;

function countAt(counted: ComplianceCounted, { area }: Place, cellsOf: CellsOf): number | null {
  const cells = cellsOf(area === undefined ? "" : "area", complianceName(counted));
  if (cells === null) return null;
  return Math.max(0, sumOf(cells.filter(([codes]) => area === undefined || codes[0] === area)).counts[0] ?? 0);
}

/** The share of one count in another. A release that lacks either has none. */
function shareRow(subject: Pick<Row, "measure" | "answer">, share: Share, at: Place, cellsOf: CellsOf): Row {
  const [n, whole] = [countAt(share.of, at, cellsOf), countAt(share.among, at, cellsOf)];
  if (n === null || whole === null) return emptyRow({ at, ...subject }, "x");
  const P = Math.min(n, whole);
  return percentRow({ at, ...subject }, { P, Q: whole - P, cells: DRAWS_OF_COUNT * DRAWS_WITH_BASE });
}

type Share = { readonly of: ComplianceCounted; readonly among: ComplianceCounted };

const victimsFrom = (step: ComplianceStep): ComplianceCounted => ({ figure: VICTIMS, code: step });

/** What answers to a question say in one place: over all stages, or at one. */
function itemRow(subject: Pick<Row, "measure" | "answer">, item: Item, at: Place, cellsOf: CellsOf): Row {
  const table = [cutAt(at), item.stage === null ? "" : "stage"].filter((part) => part !== "").join(".");
  const cells = cellsOf(table, item.measure);
  if (cells === null) return emptyRow({ at, ...subject }, "x");
  const wanted = [...(at.area === undefined ? [] : [at.area]), ...(item.stage === null ? [] : [item.stage])];
  return percentRow(
    { at, ...subject },
    perturbed(sumOf(cells.filter(([codes]) => wanted.every((code, index) => codes[index] === code)))),
  );
}

type Item = { readonly measure: string; readonly stage: Stage | null };

/** How rows name what they tell of a right: a record, a question over all stages, a question at the stage of a record. */
export const answerOf = {
  told: "told-of-it",
  done: (act: string) => `${act}.${DONE}`,
  inTime: (act: string) => `${act}.${IN_TIME}`,
  item: (measure: string) => `victims.${measure}`,
  itemAt: (measure: string, stage: Stage) => `victims.${measure}.${stage}`,
} as const;

/** Under which the shares of victims of whom there is any record stand: no right's. */
export const RECORDS = "records";

/** Why no difference is told of a record and a question. */
export type NoGap = "no-figure" | "bound" | "few-records";

/** Points by which more is on record than victims say, with its 95 % limits; or why that is not told. */
export type Gap =
  | { readonly points: number; readonly lower: number; readonly upper: number }
  | { readonly none: NoGap };

/** Where less than half of victims have any record, nothing is said about what the records lack. */
const RECORDS_NEEDED = 50;

/**
 * The difference of two shares as they are shown, by Newcombe from their intervals as they are shown: whoever reads them
 * can work it out again, and nothing more is told.
 */
export function gapOf(recorded: Row, said: Row, records: Row): Gap {
  const shares = [recorded, said].map(({ value, lower, upper }) =>
    value === null || lower === null || upper === null
      ? null
      : { proportion: value / 100, interval: { lower: lower / 100, upper: upper / 100 } },
  );
  const [first, second] = shares;
  if (!first || !second || records.value === null) return { none: "no-figure" };
  if (records.value < RECORDS_NEEDED) return { none: "few-records" };
  if (recorded.coding !== null || said.coding !== null) return { none: "bound" };
  const { lower, upper } = newcombe(first, second);
  const points = (share: number) => roundHalfAway(100 * share);
  return { points: points(first.proportion - second.proportion), lower: points(lower), upper: points(upper) };
}

/** One act on record beside the question that asks just this. */
export type ActPage = {
  readonly act: RecordedAct;
  readonly done: Row;
  /** Null where the Code sets no time. */
  readonly inTime: Row | null;
  readonly said: Row;
  readonly gap: Gap;
};

export type RightPage = {
  readonly right: Right;
  /** Victims of whom it is on record that they were told of it. */
  readonly told: Row;
  readonly acts: readonly ActPage[];
  /** What victims are asked about it, over all stages. */
  readonly items: readonly { readonly measure: ScaledMeasure; readonly row: Row }[];
};

export type RightsPage = {
  /** Of how many victims anything is on record, by what it is expected from. */
  readonly records: readonly { readonly from: ComplianceStep; readonly row: Row }[];
  readonly rights: readonly RightPage[];
};

const recordsRow = (from: ComplianceStep, at: Place, cellsOf: CellsOf) =>
  shareRow(
    { measure: RECORDS, answer: from },
    { of: { figure: RECORDED, code: from }, among: victimsFrom(from) },
    at,
    cellsOf,
  );

function actPage(act: RecordedAct, at: Place, cellsOf: CellsOf): ActPage {
  const among = victimsFrom(act.from);
  const share = (code: string, answer: string) =>
    shareRow({ measure: act.right, answer }, { of: { figure: act.act, code }, among }, at, cellsOf);
  const done = share(DONE, answerOf.done(act.act));
  const said = itemRow(
    { measure: act.right, answer: answerOf.itemAt(act.asked, act.stage) },
    { measure: act.asked, stage: act.stage },
    at,
    cellsOf,
  );
  return {
    act,
    done,
    inTime: act.workingDays === null ? null : share(IN_TIME, answerOf.inTime(act.act)),
    said,
    gap: gapOf(done, said, recordsRow(act.from, at, cellsOf)),
  };
}

/** Of one place what is on record at all, and each act beside its question: a line of the table of areas. */
export const actsPage = (at: Place, cellsOf: CellsOf) => ({
  records: recordsRow("report", at, cellsOf),
  acts: recordedActs.map((act) => actPage(act, at, cellsOf)),
});

/** Right by right for one place, of the perturbed cells of a release alone. */
export function rightsPage(at: Place, cellsOf: CellsOf): RightsPage {
  return {
    records: complianceSteps.map((from) => ({ from, row: recordsRow(from, at, cellsOf) })),
    rights: rights.map((right) => ({
      right,
      told: shareRow(
        { measure: right.id, answer: answerOf.told },
        { of: { figure: RIGHT, code: right.id }, among: victimsFrom("report") },
        at,
        cellsOf,
      ),
      acts: recordedActs.filter((act) => act.right === right.id).map((act) => actPage(act, at, cellsOf)),
      items: stageMeasures
        .filter(({ rights: about }) => about.includes(right.id))
        .map((measure) => ({
          measure,
          row: itemRow(
            { measure: right.id, answer: answerOf.item(measure.id) },
            { measure: measure.id, stage: null },
            at,
            cellsOf,
          ),
        })),
    })),
  };
}

/** The places of a cut, in canonical order. */
const placesOf = (cut: RightsCut): readonly Place[] =>
  cut === "area" ? codesOf("area").map((area) => ({ area })) : [{}];

/** What the rows of rights are about: the records as a whole, then each right. */
export const rightsSubjects: readonly string[] = [RECORDS, ...rights.map(({ id }) => id)];

/** Every row of some subjects, for the nation or for every area: the matrix of area and right as a table. */
export function rightsRows(subjects: readonly string[], cut: RightsCut, cellsOf: CellsOf): readonly Row[] {
  const rows = placesOf(cut).flatMap((at) => {
    const page = rightsPage(at, cellsOf);
    return [
      ...page.records.map(({ row }) => row),
      ...page.rights.flatMap(({ told, acts, items }) => [
        told,
        ...acts.flatMap(({ done, inTime, said }) => [done, ...(inTime ? [inTime] : []), said]),
        ...items.map(({ row }) => row),
      ]),
    ];
  });
  return subjects.flatMap((subject) => rows.filter(({ measure }) => measure === subject));
}
