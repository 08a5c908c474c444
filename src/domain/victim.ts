import { byOccurrence, type RecordedMilestone, type VictimState } from "./case.ts";
import { NOT_STATED } from "./dimension.ts";
import type { ContactAssertion, VictimProfile } from "./milestone.ts";

/** A victim of whom nothing has been told yet. */
export const newVictim = (of: Pick<VictimState, "id" | "refHash" | "area" | "updatedAt">): VictimState => ({
  ...of,
  contact: null,
  contactEpoch: null,
  phoneIndex: null,
  emailIndex: null,
  channel: null,
  safety: "unknown",
  safetyAssertedAt: null,
  safetyAssertedBy: null,
  windowFrom: null,
  windowTo: null,
  language: "en",
  age: NOT_STATED,
  sex: NOT_STATED,
  flags: [],
  consent: "not-refused",
  status: "active",
  contactUntil: null,
});

/** Stands for contact that was accepted and is yet to be sealed. */
export const UNSEALED = "";

const statusOf = (milestones: readonly RecordedMilestone[]): VictimState["status"] => {
  const tells = (told: string) => milestones.some(({ kind }) => kind === told);
  return tells("victim.deceased") ? "deceased" : tells("victim.withdrew") ? "withdrawn" : "active";
};

/**
 * The victim as these milestones of theirs, of all their cases, tell: by the source's clock, whatever order they
 * arrived in. A refusal or an end that no milestone ever told was told to us otherwise, and stands.
 */
export function victimAfter(known: VictimState, milestones: readonly RecordedMilestone[]): VictimState {
  const standing = milestones.filter(({ retracted }) => !retracted).toSorted(byOccurrence);
  const told: VictimProfile = Object.assign({}, ...standing.map(({ detail }) => detail.profile));
  const refusedToUs =
    known.consent === "refused" && !milestones.some(({ detail }) => detail.profile?.consent === "refused");
  const endedElsewhere = known.status !== "active" && statusOf(milestones) === "active";
  return {
    ...known,
    language: told.language ?? known.language,
    age: told.age ?? known.age,
    sex: told.sex ?? known.sex,
    flags: told.flags ?? known.flags,
    consent: refusedToUs ? "refused" : (told.consent ?? known.consent),
    status: endedElsewhere ? known.status : statusOf(standing),
    updatedAt: standing.reduce(
      (latest, { occurredAt }) => (occurredAt > latest ? occurredAt : latest),
      known.updatedAt,
    ),
  };
}

/** A contact assertion with the number and address as indexes, by which an opt-out is recognised. */
export type IndexedContact = {
  readonly assertion: ContactAssertion;
  readonly phoneIndex: string | null;
  readonly emailIndex: string | null;
};

/** What was given with an earlier route, and holds for the next one too unless it is given anew. */
export type Cautions = Pick<ContactAssertion, "redact" | "suspectNumbers">;

/** An assertion with the cautions that hold for it. A route that is the suspect's is no route (domain.md 1.7 rule 7). */
export function withCautions(contact: IndexedContact, earlier: Cautions | null): IndexedContact {
  const { assertion } = contact;
  const redact = assertion.redact ?? earlier?.redact ?? null;
  const suspectNumbers = assertion.suspectNumbers ?? earlier?.suspectNumbers ?? null;
  const isSuspects = assertion.mobile !== null && suspectNumbers?.includes(assertion.mobile) === true;
  return {
    ...contact,
    assertion: { ...assertion, redact, suspectNumbers, ...(isSuspects && { safety: "no-contact" }) },
  };
}

/** Whether an assertion is news. The newest one stands, by the time at which somebody judged the route. */
export const isNewer = ({ assertedAt }: ContactAssertion, { safetyAssertedAt }: VictimState) =>
  safetyAssertedAt === null || assertedAt > safetyAssertedAt;

/** The victim with a newer route. A route that must not be used is not kept either. */
export function withContact(known: VictimState, { assertion, phoneIndex, emailIndex }: IndexedContact): VictimState {
  const isKept = assertion.safety !== "no-contact" && (assertion.mobile !== null || assertion.email !== null);
  return {
    ...known,
    contact: isKept ? UNSEALED : null,
    contactEpoch: null,
    phoneIndex: isKept ? phoneIndex : null,
    emailIndex: isKept ? emailIndex : null,
    channel: assertion.channel,
    safety: assertion.safety,
    safetyAssertedAt: assertion.assertedAt,
    safetyAssertedBy: assertion.assertedBy,
    windowFrom: assertion.windowFrom,
    windowTo: assertion.windowTo,
    contactUntil: null,
  };
}
