import { instruments, measures, scaleOf } from "../instrument/registry.ts";
import type { Measure, Scale } from "../instrument/measure.ts";

/** A measure with the points and options of its scale. */
export type ScaledMeasure = Measure & Scale;

/** What the surveys of the four stages measure. The closure form has figures of its own (decisions.md 14). */
export const surveyMeasures: readonly ScaledMeasure[] = measures
  .filter(({ stages }) => stages.some((stage) => stage !== "closure"))
  .map((measure) => ({ ...measure, ...scaleOf(measure.scale) }));

const byId = new Map(surveyMeasures.map((measure) => [measure.id, measure]));

export const surveyMeasure = (id: string): ScaledMeasure | undefined => byId.get(id);

/** The headline, and the experience that victims most miss: what every page begins with. */
export const OVERALL = "C1";
export const KEPT_INFORMED = "C3";

/** Fair and respectful treatment by one agency: the cell of the area page (decisions.md 28). */
export const respectBy = (agency: string) => `C2.${agency}`;

/** The instruments for victims that ask a measure, at some stages or at all: `report@1`. */
export function instrumentsAsking(measure: string, stages: readonly string[] | null): readonly string[] {
  return instruments
    .filter(({ by, form }) => by === "victim" && form !== "closure" && (stages === null || stages.includes(form)))
    .filter(({ questions }) => questions.some((question) => question.measure === measure))
    .map(({ id }) => id);
}
