import * as v from "valibot";
import { type Milestone, type MilestoneKind, partnerMilestone } from "../milestone.ts";
import { instant, type Reading, readBy, shortText } from "./reading.ts";

// HMCTS' hearing results subscription (interfaces.md 6.4): tells that a document about a hearing exists, not what is in
// it. Its signature covers no time, so the document's id with its type is what a replay is recognised by.

const source = "//results-subscription.hmcts.net/notice";

export const resultsSubscriptionSchema = v.object({
  eventType: shortText,
  documentId: shortText,
  documentGeneratedTimestamp: instant,
  cases: v.pipe(
    v.array(v.object({ urn: shortText })),
    v.minLength(1, "at least one case"),
    v.maxLength(1000, "at most 1,000"),
  ),
});

/** A custodial sentence is told by its own notice; any other says no more than that there was a hearing. */
const kindOf = (eventType: string): MilestoneKind =>
  /custodial.?sentence/i.test(eventType) ? "court.sentenced" : "court.hearing-listed";

/** One notice a case that the document is about. */
export function readResultsSubscription(payload: unknown): Reading<readonly Milestone[]> {
  const reading = readBy(resultsSubscriptionSchema, payload);
  if (!reading.ok) return reading;
  const { eventType, documentId, documentGeneratedTimestamp, cases } = reading.read;
  const milestones = cases.map(({ urn }) =>
    partnerMilestone({
      eventId: `${documentId}/${eventType}/${urn}`,
      source,
      kind: kindOf(eventType),
      occurredAt: documentGeneratedTimestamp,
      identifiers: [{ type: "urn", value: urn }],
    }),
  );
  return { ok: true, read: milestones };
}
