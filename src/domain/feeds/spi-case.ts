import * as v from "valibot";
import type { LocalDate } from "../../kernel/time.ts";
import type { CaseFlag } from "../case.ts";
import { type Milestone, partnerMilestone } from "../milestone.ts";
import { endOfDay, localDate, maybe, type Reading, readBy, shortText } from "./reading.ts";

// The police's case file on its way to the courts (interfaces.md 6.1: hmcts/cpp-context-staging-prosecutors-spi). It
// embeds victims with names, addresses and numbers; nothing of them is read: partners create nobody (decisions.md 9).

const source = "//spi.police.uk/case";

const offence = v.object({
  baseOffenceDetails: v.object({ chargeDate: maybe(localDate), offenceDateStartDate: maybe(localDate) }),
});

export const spiCaseSchema = v.object({
  caseDetails: v.object({
    ptiurn: v.pipe(shortText, v.regex(/^\w{11}$/, "a PTIURN of 11 characters")),
    caseInitiationCode: shortText,
    caseMarker: maybe(v.string()),
    initialHearing: maybe(v.object({ dateOfHearing: maybe(localDate) })),
  }),
  defendants: v.pipe(
    v.array(v.object({ offence: v.pipe(v.array(offence), v.minLength(1, "at least one offence")) })),
    v.minLength(1, "at least one defendant"),
  ),
});

/** C charge, Q postal requisition, S summons: somebody has been told to answer in court. Others decide nothing anew. */
const startsProsecution = new Set(["C", "Q", "S"]);

const markers: readonly (readonly [RegExp, CaseFlag])[] = [
  [/domestic|^DV$|^DA$/i, "domestic-abuse"],
  [/stalk/i, "stalking"],
  [/hono?u?r/i, "honour-based-abuse"],
  [/coerci/i, "coercive-control"],
  [/rape|sexual/i, "serious-sexual"],
  [/hate|racial|religio|homophob|transphob|disab/i, "hate"],
];

/** What a court's or prosecutor's case marker warns of. They may arrive at any time and only ever add a flag. */
export const flagsOfMarkers = (texts: readonly string[]): readonly CaseFlag[] => [
  ...new Set(markers.filter(([pattern]) => texts.some((text) => pattern.test(text))).map(([, flag]) => flag)),
];

const earliest = (dates: readonly (LocalDate | null)[]) => dates.filter((date) => date !== null).toSorted()[0];

/**
 * The charge in a case file, and the first hearing; nothing where the file starts no prosecution. One a case, not one a
 * defendant.
 */
export function readSpiCase(payload: unknown): Reading<readonly Milestone[]> {
  const reading = readBy(spiCaseSchema, payload);
  if (!reading.ok) return reading;
  const { caseDetails, defendants } = reading.read;
  if (!startsProsecution.has(caseDetails.caseInitiationCode)) return { ok: true, read: [] };
  const offences = defendants.flatMap((defendant) =>
    defendant.offence.map(({ baseOffenceDetails }) => baseOffenceDetails),
  );
  const first = earliest(offences.map(({ chargeDate }) => chargeDate));
  if (first === undefined) {
    return {
      ok: false,
      faults: [
        { path: "defendants.0.offence.0.baseOffenceDetails.chargeDate", fix: "Required: the day of the charge." },
      ],
    };
  }
  const { ptiurn, caseMarker, initialHearing } = caseDetails;
  const shared = { source, occurredAt: endOfDay(first), identifiers: [{ type: "urn", value: ptiurn }] } as const;
  const offenceOn = earliest(offences.map(({ offenceDateStartDate }) => offenceDateStartDate));
  const charge = partnerMilestone({
    ...shared,
    eventId: `${ptiurn}/charge`,
    kind: "decision.charged",
    flags: flagsOfMarkers(caseMarker === null ? [] : [caseMarker]),
    facts: offenceOn === undefined ? {} : { offenceOn },
  });
  const on = initialHearing?.dateOfHearing ?? null;
  const hearing = { ...shared, eventId: `${ptiurn}/hearing/${on}`, kind: "court.hearing-listed" } as const;
  return { ok: true, read: on === null ? [charge] : [charge, partnerMilestone({ ...hearing, facts: { on } })] };
}
