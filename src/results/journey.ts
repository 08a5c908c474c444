import { agencies, type Agency, type Stage, stages } from "../domain/dimension.ts";
import { KEPT_INFORMED, OVERALL, respectBy, type ScaledMeasure } from "./measures.ts";
import type { Query } from "./query.ts";
import { type Participation, participation, rateMeasures } from "./rates.ts";
import { type CellsOf, type Row, tableRows } from "./table.ts";

/** Who meets the victim at a stage first of all; from one stage to the next the case is handed over. */
export const leadAgencies: { readonly [S in Stage]: readonly Agency[] } = {
  "report": ["POL"],
  "charge": ["POL", "CPS"],
  "trial": ["WCU", "HMCTS"],
  "post-conviction": ["PROB"],
};

export type JourneyStage = {
  readonly stage: Stage;
  readonly overall: Row;
  readonly informed: Row;
  /** How each agency treated victims at this stage. */
  readonly agencies: readonly { readonly agency: Agency; readonly respect: Row }[];
  /** Null where the release has no frame. */
  readonly participation: Participation | null;
};

const byStage: Pick<Query, "by" | "filters"> = { by: ["stage"], filters: [] };

const respectMeasures = agencies.map(respectBy);

/** What the journey page reads of the table by stage. */
export const journeyMeasures: readonly string[] = [OVERALL, KEPT_INFORMED, ...respectMeasures, ...rateMeasures];

/**
 * The nation's line from report to post-conviction: cross-sections of whoever had reached a stage, never the change of
 * the same people (methodology.md 2.11).
 */
export function journey(measures: readonly ScaledMeasure[], cellsOf: CellsOf): readonly JourneyStage[] {
  const asked = [OVERALL, KEPT_INFORMED, ...respectMeasures];
  const rows = tableRows({ ...byStage, measures: asked, statistic: "percent" }, measures, cellsOf);
  const took = participation(byStage, cellsOf);
  return stages.flatMap((stage) => {
    const of = (measure: string) => rows.find((row) => row.measure === measure && row.at.stage === stage);
    const [overall, informed] = [of(OVERALL), of(KEPT_INFORMED)];
    if (overall === undefined || informed === undefined) return [];
    const met = agencies.flatMap((agency) => {
      const respect = of(respectBy(agency));
      return respect && respect.symbol !== "z" ? [{ agency, respect }] : [];
    });
    return [
      { stage, overall, informed, agencies: met, participation: took.find(({ at }) => at.stage === stage) ?? null },
    ];
  });
}
