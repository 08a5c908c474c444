import { type Stage, stages as allStages } from "../domain/dimension.ts";
import { type Area, regionCode } from "./codelist.ts";
import type { ScaledMeasure } from "./measures.ts";
import { addressOf, type Query, type WindowName } from "./query.ts";
import { type CellsOf, emptyRow, type ReleaseHead, type ResultTable, type Row, tableRows } from "./table.ts";
import type { Window } from "./window.ts";

// What can be told of an area where a figure of its own is held back: the nearest of what is published anyway
// (docs/decisions/0047). Nothing is worked out here that a reader could not ask of the tables.

type Place = "area" | "region" | "nation";

type Rung = {
  readonly basis: string;
  readonly place: Place;
  /** All stages together, in place of the one that was asked for. */
  readonly isOverStages: boolean;
  readonly window: WindowName;
};

/**
 * Where a figure is looked for, the nearest first: time before stages, and both before space, because a board asks about
 * its own area.
 */
export const ladder = [
  { basis: "own-quarter", place: "area", isOverStages: false, window: "1q" },
  { basis: "own-four-quarters", place: "area", isOverStages: false, window: "4q" },
  { basis: "own-all-stages", place: "area", isOverStages: true, window: "1q" },
  { basis: "own-all-stages-four-quarters", place: "area", isOverStages: true, window: "4q" },
  { basis: "region-quarter", place: "region", isOverStages: false, window: "1q" },
  { basis: "region-four-quarters", place: "region", isOverStages: false, window: "4q" },
  { basis: "nation-quarter", place: "nation", isOverStages: false, window: "1q" },
  { basis: "nation-four-quarters", place: "nation", isOverStages: false, window: "4q" },
] as const satisfies readonly Rung[];

/** Whose a figure is, and of what time and stages. */
export type Basis = (typeof ladder)[number]["basis"];

/** The figure that stands where none can be told. */
export const NO_BASIS = "none";

/** A figure that may be told, and the question to the tables of the release that it answers. */
export type Nearest = {
  readonly basis: Basis;
  readonly query: Query;
  readonly row: Row;
  /** The quarters that it is of, where there are several; null for the release's own. */
  readonly window: Window | null;
};

/** The four quarters that end with a release's. */
export type Year = {
  /** Their cells side by side (results/rolling.ts). */
  readonly cellsOf: CellsOf;
  readonly window: Window;
  /** Whether a question is the same in all of them; of all stages together where the stage is null. */
  readonly isSame: (measure: string, stage: Stage | null) => boolean;
};

export type ProfileSources = {
  /** Cells of the release's own quarter; null where four quarters were asked for. */
  readonly quarter: CellsOf | null;
  /** Null where there is none before the release's. */
  readonly year: Year | null;
};

/** The stored tables that a ladder reads. */
export const LADDER_TABLES = ["area.stage", "area", "stage", ""] as const;

const askedAt = ({ stages }: ScaledMeasure) => allStages.filter((stage) => stages.some((one) => one === stage));

/** The question that a rung puts to the tables of a release, in canonical form. */
function queryOf({ place, isOverStages, window }: Rung, area: Area, { id }: ScaledMeasure, stage: Stage | null): Query {
  const code = place === "area" ? area.code : regionCode(area);
  const placed = place === "nation" ? [] : [{ level: place, codes: [code] }];
  const staged = stage === null || isOverStages ? [] : [{ level: "stage" as const, codes: [stage] }];
  return {
    by: place === "nation" ? [] : [place],
    filters: [...placed, ...staged],
    measures: [id],
    statistic: "percent",
    ...(window === "4q" && { window }),
  };
}

/** What is asked for: one figure of an area. */
type Subject = { readonly area: Area; readonly measure: ScaledMeasure; readonly stage: Stage | null };

/** What the tables answer at one rung, be it told or held back; null where there is nothing to ask. */
function ask(
  rung: (typeof ladder)[number],
  { area, measure, stage }: Subject,
  { quarter, year }: ProfileSources,
): Nearest | null {
  // A question of one stage has the same people, and the same noise, in the table without it.
  if (rung.isOverStages && (stage === null || askedAt(measure).length < 2)) return null;
  const isYear = rung.window === "4q";
  if (isYear && !year?.isSame(measure.id, rung.isOverStages ? null : stage)) return null;
  const cellsOf = isYear ? year?.cellsOf : quarter;
  if (!cellsOf) return null;
  const query = queryOf(rung, area, measure, stage);
  const [row] = tableRows(query, [measure], cellsOf);
  return row === undefined ? null : { basis: rung.basis, query, row, window: isYear ? (year?.window ?? null) : null };
}

/**
 * The nearest figure that may be told in the place of an area's own, by the ladder; null where there is none.
 *
 * @param stage Null for all stages together, which has no rungs over stages.
 */
export function nearestFigure(
  area: Area,
  measure: ScaledMeasure,
  stage: Stage | null,
  sources: ProfileSources,
): Nearest | null {
  for (const rung of ladder) {
    const nearest = ask(rung, { area, measure, stage }, sources);
    if (nearest !== null && nearest.row.value !== null) return nearest;
  }
  return null;
}

/** One figure of a profile: what was asked for, and what can be told. */
export type ProfileLine = {
  readonly measure: string;
  readonly stage: Stage;
  /** The area's own, as the tables have it. */
  readonly own: Row;
  readonly nearest: Nearest | null;
};

/** The area's own figure, held back or not: not available where the question changed within the quarters asked for. */
function ownRow(subject: Subject, sources: ProfileSources): Row {
  const [ofQuarter, ofYear] = ladder;
  const asked = ask(sources.quarter === null ? ofYear : ofQuarter, subject, sources);
  return asked?.row ?? emptyRow({ at: { area: subject.area.code }, measure: subject.measure.id, answer: null }, "x");
}

/** An area's profile: every measure at every stage at which it is asked. */
export const profileLines = (
  area: Area,
  measures: readonly ScaledMeasure[],
  sources: ProfileSources,
): readonly ProfileLine[] =>
  measures.flatMap((measure) =>
    askedAt(measure).map((stage) => ({
      measure: measure.id,
      stage,
      own: ownRow({ area, measure, stage }, sources),
      nearest: nearestFigure(area, measure, stage, sources),
    })),
  );

/** The measures of which an area has a figure that its own quarter does not tell: what further quarters are read for. */
export const heldBack = (area: Area, measures: readonly ScaledMeasure[], quarter: CellsOf): readonly ScaledMeasure[] =>
  measures.filter((measure) =>
    [...askedAt(measure), null].some(
      (stage) => nearestFigure(area, measure, stage, { quarter, year: null })?.basis !== "own-quarter",
    ),
  );

/** How many figures of a profile rest on what, rungs without any left out. */
export const countByBasis = (lines: readonly ProfileLine[]) =>
  [...ladder.map(({ basis }) => basis), NO_BASIS]
    .map((basis) => ({
      basis,
      count: lines.filter(({ nearest }) => (nearest?.basis ?? NO_BASIS) === basis).length,
    }))
    .filter(({ count }) => count > 0);

/** A profile as a table, and what its rows are in place of. */
export type ProfileTable = {
  /** Each row under the place, stage and quarters that it is of. */
  readonly table: ResultTable;
  readonly lineOf: (row: Row) => ProfileLine | undefined;
  /** Each row under the stage that it stands for, its basis as the answer: one cube cannot tell them apart otherwise. */
  readonly rowsByStage: readonly Row[];
};

/** Where a figure of a profile stands among the tables of the release: relative to them. */
export const sourceOf = ({ nearest }: ProfileLine) => (nearest === null ? NO_BASIS : addressOf(nearest.query, "csv"));

/**
 * Writes a profile as a table. A figure that cannot be told is the area's own, held back.
 *
 * @param window The four quarters, where they were asked for; null for the release's own.
 */
export function profileTable(
  release: ReleaseHead,
  area: Area,
  lines: readonly ProfileLine[],
  window: Window | null,
): ProfileTable {
  const filters = [{ level: "area" as const, codes: [area.code] }];
  const measures = [...new Set(lines.map(({ measure }) => measure))];
  const query: Query = { by: ["stage"], filters, measures, statistic: "percent" };
  // A row of its own each: two stages may rest on the same figure.
  const placed = lines.map((line) => ({ line, row: { ...(line.nearest?.row ?? line.own) } }));
  const lineByRow = new Map<Row, ProfileLine>(placed.map(({ line, row }) => [row, line]));
  const ownQuery = ({ stage, measure }: ProfileLine): Query => ({
    by: ["area"],
    filters: [...filters, { level: "stage", codes: [stage] }],
    measures: [measure],
    statistic: "percent",
    ...(window !== null && { window: "4q" }),
  });
  return {
    table: {
      release,
      query,
      rows: placed.map(({ row }) => row),
      of: (row) => {
        const line = lineByRow.get(row);
        if (line === undefined) return { query };
        const { query: asked, window: joined } = line.nearest ?? { query: ownQuery(line), window };
        return { query: asked, ...(joined !== null && { window: joined }) };
      },
    },
    lineOf: (row) => lineByRow.get(row),
    rowsByStage: placed.map(({ line: { stage, nearest }, row }) => ({
      ...row,
      at: { stage },
      answer: nearest?.basis ?? NO_BASIS,
    })),
  };
}
