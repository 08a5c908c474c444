import { agencies, type Agency, stages, type Stage } from "../domain/dimension.ts";
import type { Band } from "../statistics/bands.ts";
import { compareAreas, type Comparison } from "./compare.ts";
import { KEPT_INFORMED, OVERALL, respectBy, type ScaledMeasure } from "./measures.ts";
import type { CellsOf, Row } from "./table.ts";

/** One figure of the area beside the nation's. */
export type Placed = {
  readonly measure: string;
  readonly here: Row;
  readonly nation: Row;
  /** Null where the base is too small for one. */
  readonly band: Band | null;
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

/** What the area page reads of each of the tables `area.stage`, `stage`, `area` and the nation. */
export const areaPageMeasures = (measures: readonly ScaledMeasure[]) =>
  measures
    .filter(
      ({ id, agency, shared, module }) =>
        module === undefined && (agency !== "system" || shared.length > 0 || id === OVERALL || id === KEPT_INFORMED),
    )
    .map(({ id }) => id);

export const AREA_PAGE_TABLES = ["area.stage", "stage", "area", ""] as const;

/** A stage's question counts under each agency that shares the duty it asks about. */
const isAbout = ({ module, agency: about, shared }: ScaledMeasure, agency: Agency) =>
  module === undefined && (about === agency || shared.includes(agency));

const isRespect = (id: string) => agencies.some((agency) => respectBy(agency) === id);

/**
 * Every agency by stage for one area, beside the nation (decisions.md 28).
 *
 * Bands come from the same comparison as the compare page, so the two never disagree; like there, nothing is adjusted
 * for case-mix.
 */
export function areaPage(area: string, measures: readonly ScaledMeasure[], cellsOf: CellsOf): AreaPage {
  const place = (id: string, stage: Stage | null): Placed | null => {
    const measure = measures.find((one) => one.id === id);
    if (measure === undefined || (stage !== null && !measure.stages.includes(stage))) return null;
    return placeIn(area, compareAreas(measure, stage, cellsOf));
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

function placeIn(area: string, { measure, nation, areas }: Comparison): Placed | null {
  const found = areas.find((one) => one.area === area);
  return found ? { measure, here: found.row, nation, band: found.band } : null;
}
