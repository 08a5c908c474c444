import * as v from "valibot";
import { londonDate } from "../../kernel/time.ts";
import { type Milestone, partnerMilestone } from "../milestone.ts";
import { instant, maybe, type Reading, readBy, shortText } from "./reading.ts";

// Domain events of HM Prison and Probation Service (interfaces.md 6.5: ministryofjustice/hmpps-domain-events). Their
// `version` is a number or text and is not read; nor are odd dates inside `additionalInformation`.

const source = "//domain-events.hmpps.justice.gov.uk/prisoner-released";

export const prisonerReleasedSchema = v.object({
  eventType: shortText,
  occurredAt: instant,
  additionalInformation: maybe(
    v.object({ nomsNumber: maybe(shortText), reason: maybe(v.string()), currentPrisonStatus: maybe(v.string()) }),
  ),
  personReference: maybe(v.object({ identifiers: v.array(v.object({ type: shortText, value: shortText })) })),
});
type DomainEvent = v.InferOutput<typeof prisonerReleasedSchema>;

const releases = new Set(["prison-offender-events.prisoner.released", "prisoner-offender-search.prisoner.released"]);

const spaced = (code: string | null | undefined) =>
  (code ?? "")
    .trim()
    .toUpperCase()
    .replaceAll(/[\s-]+/g, "_");

/** A day at court, a transfer, a hospital and a temporary absence are called releases too; only this is one. */
const isRelease = ({ eventType, additionalInformation: told }: DomainEvent) =>
  releases.has(eventType) &&
  spaced(told?.reason) === "RELEASED" &&
  spaced(told?.currentPrisonStatus) !== "UNDER_PRISON_CARE";

const nomsOf = ({ additionalInformation, personReference }: DomainEvent) =>
  personReference?.identifiers.find(({ type }) => type.toUpperCase() === "NOMS")?.value ??
  additionalInformation?.nomsNumber ??
  null;

/** A real release; no milestone for any other event, which is accepted and forgotten. */
export function readPrisonerReleased(payload: unknown): Reading<readonly Milestone[]> {
  const reading = readBy(prisonerReleasedSchema, payload);
  if (!reading.ok) return reading;
  const event = reading.read;
  if (!isRelease(event)) return { ok: true, read: [] };
  const noms = nomsOf(event);
  if (noms === null)
    return { ok: false, faults: [{ path: "personReference.identifiers", fix: "Required: the NOMS number." }] };
  const on = londonDate(event.occurredAt);
  const milestone = partnerMilestone({
    // Both sorts of event tell of the same release, and either may come twice.
    eventId: `${noms}/${on}`,
    source,
    kind: "post.released",
    occurredAt: event.occurredAt,
    identifiers: [{ type: "noms", value: noms }],
    facts: { on },
  });
  return { ok: true, read: [milestone] };
}
