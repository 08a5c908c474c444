import { agencies, type Stage, stages } from "../domain/dimension.ts";
import { methodology } from "../domain/methodology.ts";
import { type Measure } from "../instrument/measure.ts";
import { measures } from "../instrument/registry.ts";

// Which experiences a release sets beside satisfaction on the whole, and how often that puts one answer into a table.

/** What experiences are set beside. */
export const OUTCOME = "C1";

/** Asked once for each agency that somebody met. */
const isOfAgency = ({ id }: Measure) => agencies.some((agency) => id.endsWith(`.${agency}`));

/**
 * The experiences that everybody at a stage is asked about, if they concern them: of the fixed core, respect by each
 * agency, and the stage's own items. What only a third is asked is left out.
 */
export const experiencesAt = (stage: Stage): readonly Measure[] =>
  measures.filter(
    ({ id, core, module, stages: asked }) =>
      id !== OUTCOME && core !== "rotating" && module === undefined && asked.includes(stage),
  );

/** Tables of experience and satisfaction that one person's answer on satisfaction can be in. */
export const EXPERIENCES_AT_MOST = Math.max(
  ...stages.map((stage) => {
    const all = experiencesAt(stage);
    const ofAgencies = all.filter(isOfAgency).length;
    return all.length - ofAgencies + Math.min(ofAgencies, methodology.core.agenciesAtMost);
  }),
);
