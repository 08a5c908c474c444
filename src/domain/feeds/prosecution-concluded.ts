import * as v from "valibot";
import { type Milestone, partnerMilestone } from "../milestone.ts";
import { endOfDay, localDate, loosely, maybe, type Reading, readBy, shortText } from "./reading.ts";

// `progression.api.prosecutionConcludedRequest` (interfaces.md 6.3), which can take a conclusion back.

const source = "//common-platform.hmcts.net/prosecution-concluded";

const conclusion = v.object({
  prosecutionCaseId: shortText,
  isConcluded: loosely,
  hearingIdWhereChangeOccurred: shortText,
  offenceSummary: v.pipe(
    v.array(
      v.object({
        proceedingsConcludedChangedDate: localDate,
        plea: maybe(v.object({ value: maybe(v.string()) })),
        verdict: maybe(v.object({ verdictType: maybe(v.object({ categoryType: maybe(v.string()) })) })),
      }),
    ),
    v.minLength(1, "at least one offence"),
  ),
});
type Conclusion = v.InferOutput<typeof conclusion>;

export const prosecutionConcludedSchema = v.object({
  prosecutionConcluded: v.pipe(
    v.array(conclusion),
    v.minLength(1, "at least one prosecution"),
    v.maxLength(1000, "at most 1,000"),
  ),
});

const isGuilty = (word: string | null | undefined) => /^GUILTY/i.test(word ?? "");

/** One change of one case at one hearing: concluded only when every defendant that it tells of is. */
function milestoneOf(changes: readonly Conclusion[]): readonly Milestone[] {
  const [first] = changes;
  if (!first) return [];
  const isConcluded = changes.every((change) => change.isConcluded);
  const offences = changes.flatMap(({ offenceSummary }) => offenceSummary);
  const last = offences
    .map(({ proceedingsConcludedChangedDate }) => proceedingsConcludedChangedDate)
    .toSorted()
    .at(-1);
  if (last === undefined) return [];
  const isConvicted = offences.some(
    ({ plea, verdict }) => isGuilty(plea?.value) || isGuilty(verdict?.verdictType?.categoryType),
  );
  const kind = isConcluded ? "court.outcome" : "court.unconcluded";
  const matter = `${first.prosecutionCaseId}/${first.hearingIdWhereChangeOccurred}`;
  // What counts is in the id, so that a correction of the same day is an event of its own.
  const state = isConcluded && isConvicted ? `${kind}/convicted` : kind;
  return [
    partnerMilestone({
      eventId: `${matter}/${last}/${state}`,
      matter,
      source,
      kind,
      occurredAt: endOfDay(last),
      identifiers: [{ type: "prosecutionCaseId", value: first.prosecutionCaseId }],
      facts: isConcluded && isConvicted ? { convicted: true } : {},
    }),
  ];
}

/** Conclusions, and conclusions taken back. Decided once a case and hearing, not once a defendant. */
export function readProsecutionConcluded(payload: unknown): Reading<readonly Milestone[]> {
  const reading = readBy(prosecutionConcludedSchema, payload);
  if (!reading.ok) return reading;
  const byHearing = Map.groupBy(
    reading.read.prosecutionConcluded,
    ({ prosecutionCaseId, hearingIdWhereChangeOccurred }) => `${prosecutionCaseId}/${hearingIdWhereChangeOccurred}`,
  );
  return { ok: true, read: [...byHearing.values()].flatMap(milestoneOf) };
}
