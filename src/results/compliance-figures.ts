import { type ComplianceAct, complianceSteps, type ComplianceStep, stageOfStep } from "../domain/compliance.ts";
import type { Stage } from "../domain/dimension.ts";
import { rights } from "../instrument/registry.ts";

// What is published of the records of victims' rights: counts of victims by area, which came through the frame. A share is
// of the victims of whom the act is expected; no record is told as no record, never as "not done".

/** One act on record of one right, and the question that asks victims just this. */
export type RecordedAct = {
  readonly right: string;
  readonly act: ComplianceAct;
  readonly from: ComplianceStep;
  /** How soon it is owed; null where the Code sets no time. */
  readonly workingDays: number | null;
  /** The measure whose question asks it, and the stage at which victims of the same step are asked. */
  readonly asked: string;
  readonly stage: Stage;
};

/** Every act on record, in the order of the rights. Of each, one act is on record once. */
export const recordedActs: readonly RecordedAct[] = rights.flatMap(({ id, recorded = [] }) =>
  recorded.map(({ act, from, workingDays, asked }) => ({
    right: id,
    act,
    from,
    workingDays: workingDays ?? null,
    asked,
    stage: stageOfStep[from],
  })),
);

/** The figures of counts: of whom something is expected, of whom anything is on record, which right they were told of. */
export const VICTIMS = "victims";
export const RECORDED = "recorded";
export const RIGHT = "right";

/** The codes of an act: that it is on record, and that it was in time. */
export const DONE = "done";
export const IN_TIME = "in-time";

export type ComplianceCounted = { readonly figure: string; readonly code: string };

/** Everything that is counted, in the order in which a release writes it. */
export const complianceCounted: readonly ComplianceCounted[] = [
  ...complianceSteps.map((code) => ({ figure: VICTIMS, code })),
  ...complianceSteps.map((code) => ({ figure: RECORDED, code })),
  ...recordedActs.flatMap(({ act, workingDays }) =>
    [DONE, ...(workingDays === null ? [] : [IN_TIME])].map((code) => ({ figure: act, code })),
  ),
  ...rights.map(({ id }) => ({ figure: RIGHT, code: id })),
];

/** How a release names a stored count. */
export const complianceName = ({ figure, code }: ComplianceCounted) => `compliance:${figure}:${code}`;

/** Every stored count of records. */
export const complianceMeasures: readonly string[] = complianceCounted.map(complianceName);
