import { agencies, type Agency, stages, type Stage } from "../domain/dimension.ts";
import { adjustedName } from "../statistics/adjusted.ts";
import { type ChangeSince, changeSince } from "./change-since.ts";
import { type AreaComparison, compareAreas, type Comparison, comparisonQueries } from "./compare.ts";
import { KEPT_INFORMED, OVERALL, respectBy, type ScaledMeasure } from "./measures.ts";
import { storedTable } from "./query.ts";
import type { Nearest } from "./small-area.ts";
import { groupCells } from "./sum.ts";
import type { CellsOf, Row } from "./table.ts";

/** One figure of the area beside the nation's. */
export type Placed = {
  readonly measure: string;
  readonly here: Row;
  readonly nation: Row;
  /** How the area compares: without a band where the base is too small for one. */
  readonly compared: AreaComparison;
  /** As in the comparison: of the quarters added up, those without adjusted scores though others have them. */
  readonly unscored: number;
  /** Null where there is no quarter before, the question changed in between, or either figure may not be shown. */
  readonly change: ChangeSince | null;
  /** What can be told in the figure's place: null where it is not held back, or nothing can be. */
  readonly nearest: Nearest | null;
};

/** One agency at one stage: whether it treated victims with respect, and what else it was asked about. */
export type AgencyAtStage = {
  readonly stage: Stage;
  readonly respect: Placed | null;
  readonly items: readonly Placed[];
};

export type AgencyInArea = {
  readonly agency: Agency;
  /** Over all stages: what remains where the single stages are below the base. */
  readonly overall: Placed | null;
  readonly stages: readonly AgencyAtStage[];
};

export type AreaPage = {
  readonly area: string;
  /** The justice agencies as a whole, stage by stage. */
  readonly whole: readonly {
    readonly stage: Stage;
    readonly overall: Placed | null;
    readonly informed: Placed | null;
  }[];
  readonly agencies: readonly AgencyInArea[];
};

/** The measures that an area is told of: on its page, and in its profile. */
export const areaMeasures = (measures: readonly ScaledMeasure[]) =>
  measures.filter(
    ({ id, agency, shared, module }) =>
      module === undefined && (agency !== "system" || shared.length > 0 || id === OVERALL || id === KEPT_INFORMED),
  );

/** What the area page reads of each of the tables `area.stage`, `stage`, `area` and the nation. */
export const areaPageMeasures = (measures: readonly ScaledMeasure[]) =>
  areaMeasures(measures).flatMap(({ id }) => [id, adjustedName(id)]);

/** The stored tables that the area page reads. */
export const AREA_PAGE_TABLES = ["area.stage", "stage", "area", ""] as const;

/** A stage's question counts under each agency that shares the duty it asks about. */
const isAbout = ({ module, agency: about, shared }: ScaledMeasure, agency: Agency) =>
  module === undefined && (about === agency || shared.includes(agency));

const isRespect = (id: string) => agencies.some((agency) => respectBy(agency) === id);

/** What the area page is made of. */
export type AreaSources = {
  /** Cells of the release, or of each that a window joins. */
  readonly quarters: readonly CellsOf[];
  /** The quarter before, and whether a question is still the same as then; null for none, and for several quarters. */
  readonly before: {
    readonly cellsOf: CellsOf;
    readonly isSame: (measure: string, stage: string | null) => boolean;
  } | null;
  /** Looks up what can be told in the place of a figure that is held back; nothing is where it is left out. */
  readonly nearestOf?: (measure: ScaledMeasure, stage: Stage | null) => Nearest | null;
};

/** An area's cell, or sum of cells, of one measure at one stage or over all. */
function sumIn(area: string, { id }: ScaledMeasure, stage: Stage | null, cellsOf: CellsOf) {
  const query = comparisonQueries(id, stage).areas;
  const cells = cellsOf(storedTable(query), id);
  return cells === null ? null : (groupCells(query, cells).find(({ at }) => at.area === area)?.sum ?? null);
}

/**
 * Every agency by stage for one area, beside the nation (decisions.md 28).
 *
 * Bands come from the same comparison as the compare page, so the two never disagree.
 */
export function areaPage(
  area: string,
  measures: readonly ScaledMeasure[],
  { quarters, before, nearestOf = () => null }: AreaSources,
): AreaPage {
  const [newest] = quarters.slice(-1);
  const changeOf = (measure: ScaledMeasure, stage: Stage | null): ChangeSince | null => {
    if (before === null || newest === undefined || !before.isSame(measure.id, stage)) return null;
    const [now, then] = [newest, before.cellsOf].map((cellsOf) => sumIn(area, measure, stage, cellsOf));
    return now && then ? changeSince(now, then) : null;
  };
  const place = (id: string, stage: Stage | null): Placed | null => {
    const measure = measures.find((one) => one.id === id);
    if (measure === undefined || (stage !== null && !measure.stages.includes(stage))) return null;
    const placed = placeIn(area, compareAreas(measure, stage, ...quarters), changeOf(measure, stage));
    const isMissing = placed?.here.value === null && placed.here.symbol !== "z";
    return isMissing ? { ...placed, nearest: nearestOf(measure, stage) } : placed;
  };
  return {
    area,
    whole: stages.map((stage) => ({ stage, overall: place(OVERALL, stage), informed: place(KEPT_INFORMED, stage) })),
    agencies: agencies.map((agency) => ({
      agency,
      overall: place(respectBy(agency), null),
      stages: stages
        .map((stage) => ({
          stage,
          respect: place(respectBy(agency), stage),
          items: measures
            .filter((measure) => isAbout(measure, agency) && !isRespect(measure.id))
            .map(({ id }) => place(id, stage))
            .filter((placed) => placed !== null),
        }))
        .filter(({ respect, items }) => respect !== null || items.length > 0),
    })),
  };
}

function placeIn(
  area: string,
  { measure, nation, areas, unscored }: Comparison,
  change: ChangeSince | null,
): Placed | null {
  const compared = areas.find((one) => one.area === area);
  return compared ? { measure, here: compared.row, nation, compared, unscored, change, nearest: null } : null;
}
