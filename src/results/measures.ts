import { modules } from "../domain/dimension.ts";
import { instruments, measures, scaleOf } from "../instrument/registry.ts";
import type { Measure, Scale } from "../instrument/measure.ts";

/** A measure with the points and options of its scale. */
export type ScaledMeasure = Measure & Scale;

/** What the surveys of the four stages measure. The closure form has figures of its own (decisions.md 14). */
export const surveyMeasures: readonly ScaledMeasure[] = measures
  .filter(({ stages }) => stages.some((stage) => stage !== "closure"))
  .map((measure) => ({ ...measure, ...scaleOf(measure.scale) }));

/** What the four stages' surveys measure: what the pages compare. A survey published apart is in the tables alone. */
export const stageMeasures: readonly ScaledMeasure[] = surveyMeasures.filter(({ module }) => module === undefined);

const byId = new Map(surveyMeasures.map((measure) => [measure.id, measure]));

export const surveyMeasure = (id: string): ScaledMeasure | undefined => byId.get(id);

/** The headline, and the experience that victims most miss: what every page begins with. */
export const OVERALL = "C1";
export const KEPT_INFORMED = "C3";

/** Fair and respectful treatment by one agency: the cell of the area page (decisions.md 28). */
export const respectBy = (agency: string) => `C2.${agency}`;

/** A survey beside the stages' may be given at any of them. */
const isAskedAt = (form: string, stages: readonly string[]) =>
  modules.some((module) => module === form) || stages.includes(form);

/** The instruments for victims that ask a measure, at some stages or at all: `report@1`. */
export function instrumentsAsking(measure: string, stages: readonly string[] | null): readonly string[] {
  return instruments
    .filter(({ by, form }) => by === "victim" && form !== "closure" && (stages === null || isAskedAt(form, stages)))
    .filter(({ questions }) => questions.some((question) => question.measure === measure))
    .map(({ id }) => id);
}
