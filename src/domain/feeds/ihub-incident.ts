import * as v from "valibot";
import { londonDate } from "../../kernel/time.ts";
import type { CaseFlag } from "../case.ts";
import type { Offence } from "../dimension.ts";
import { ageOn, areaOfForce, type Milestone, partnerMilestone, type VictimReport } from "../milestone.ts";
import { normalisePhone } from "../phone.ts";
import { instant, localDate, loosely, maybe, type Reading, readBy, shortText } from "./reading.ts";

// A report made online, in the police iHub Standard Data Model (interfaces.md 6.1; indicative). It knows no safe route,
// so its victim is recorded and held: `contactPreference` says what somebody likes, not what is safe.

const source = "//ihub.police.uk/incident";

const links = v.object({ data: v.array(v.object({ id: shortText })) });

const incident = v.object({
  id: shortText,
  attributes: v.object({ crimeType: maybe(v.string()), incidentStartDateTime: maybe(instant) }),
  relationships: v.object({
    submission: links,
    victim: v.object({ data: v.pipe(v.array(v.object({ id: shortText })), v.minLength(1, "at least one victim")) }),
    officerInCase: maybe(links),
  }),
});

const included = v.object({ id: shortText, attributes: v.looseObject({}), relationships: maybe(v.looseObject({})) });

export const ihubIncidentSchema = v.object({ data: incident, included: v.array(included) });
type Incident = v.InferOutput<typeof ihubIncidentSchema>;

const submissionSchema = v.object({
  forceIdentifier: v.pipe(
    v.union([v.number(), v.string()]),
    v.transform((code) => String(code).padStart(2, "0")),
    v.check((code) => areaOfForce(code) !== null, "the code of a territorial force of England and Wales"),
  ),
  categorySubcode: maybe(v.string()),
  highHarmFlag: maybe(loosely),
  customerReferenceNumber: shortText,
  submissionId: shortText,
  submitTime: instant,
});

const personSchema = v.object({
  dateOfBirth: maybe(localDate),
  under18: maybe(loosely),
  preferredLanguageWritten: maybe(v.string()),
  preferredLanguageSpoken: maybe(v.string()),
  riskOfBeingVictimOfDomesticAbuse: maybe(loosely),
  repeatVictim: maybe(loosely),
  victimAwareReported: maybe(loosely),
  contactPreference: maybe(v.union([v.string(), v.array(v.string())])),
});
type Person = v.InferOutput<typeof personSchema>;

const phoneSchema = v.object({ telephoneNumberFull: maybe(v.string()) });
const phoneLinks = v.object({ phoneNumber: maybe(links) });
const officerSchema = v.object({ collarNumber: maybe(shortText) });

/** Crime types in words, and the group that tables use. The first that fits counts. */
const offencesByWord: readonly (readonly [RegExp, Offence])[] = [
  [/sexual|rape|penetration|indecen|voyeur|groom|incest/i, "sexual"],
  [/robbery/i, "robbery"],
  [/burglary/i, "burglary"],
  [/vehicle/i, "vehicle"],
  [/damage|arson/i, "criminal-damage"],
  [/theft|shoplifting/i, "theft"],
  [/violence|assault|harassment|stalking|homicide/i, "violence"],
];

const offenceOf = (crimeType: string | null): Offence | null =>
  crimeType === null ? null : (offencesByWord.find(([pattern]) => pattern.test(crimeType))?.[1] ?? "other");

/** Code lists write `LNGG_CYM`, examples `LNGGCYM`. */
const isWelsh = (code: string | null) => code !== null && code.toUpperCase().endsWith("CYM");

/** Of `by email`, `by phone` and `by post`, the last names a route of ours that needs no number. */
const prefersPost = (preference: Person["contactPreference"]) =>
  [preference ?? []].flat().some((code) => /^CPNC_?0003$/i.test(code.trim()));

const flagsOf = (categorySubcode: string | null, isHighHarm: boolean, person: Person): readonly CaseFlag[] => [
  ...(categorySubcode?.toUpperCase() === "DA" || person.riskOfBeingVictimOfDomesticAbuse === true
    ? (["domestic-abuse"] as const)
    : []),
  ...(isHighHarm ? (["high-harm"] as const) : []),
];

type Read = {
  readonly payload: Incident;
  readonly submission: v.InferOutput<typeof submissionSchema>;
  readonly person: Person;
  readonly personId: string;
};

function numberOf({ payload, personId }: Read): string | null {
  const person = payload.included.find(({ id }) => id === personId);
  const linked = v.safeParse(phoneLinks, person?.relationships ?? {});
  const ids = linked.success ? (linked.output.phoneNumber?.data ?? []).map(({ id }) => id) : [];
  const numbers = payload.included
    .filter(({ id }) => ids.includes(id))
    .map(({ attributes }) => v.safeParse(phoneSchema, attributes))
    .map((each) =>
      each.success && each.output.telephoneNumberFull !== null ? normalisePhone(each.output.telephoneNumberFull) : null,
    );
  return numbers.find((number) => number !== null) ?? null;
}

function victimOf(read: Read): VictimReport {
  const { submission, person, personId } = read;
  const on = londonDate(submission.submitTime);
  const aged = person.dateOfBirth === null ? null : ageOn(person.dateOfBirth, on);
  const age = aged ?? (person.under18 === true ? "under-16" : null);
  const language = isWelsh(person.preferredLanguageWritten ?? person.preferredLanguageSpoken) ? "cy" : "en";
  return {
    ref: personId,
    profile: {
      language,
      ...(age !== null && { age }),
      ...(age === null && person.under18 === false && { adult: true as const }),
      ...(person.repeatVictim !== null && { flags: person.repeatVictim ? (["repeat-victim"] as const) : [] }),
    },
    contact: {
      mobile: numberOf(read),
      email: null,
      postal: null,
      channel: prefersPost(person.contactPreference) ? "post" : null,
      // Somebody else reported it, and the victim does not know: then our message must not tell them.
      safety: person.victimAwareReported === false ? "no-contact" : "unknown",
      assertedAt: submission.submitTime,
      assertedBy: null,
      windowFrom: null,
      windowTo: null,
      suspectNumbers: null,
      redactions: null,
    },
  };
}

function officerOf({ data, included: others }: Incident): Milestone["officer"] {
  const id = data.relationships.officerInCase?.data[0]?.id;
  const officer = v.safeParse(officerSchema, others.find((each) => each.id === id)?.attributes ?? {});
  return officer.success && officer.output.collarNumber !== null
    ? { ref: officer.output.collarNumber, unit: null }
    : null;
}

/** Something that the payload points at, read by its schema. Faults name the reference, not the thing. */
const lookUp = <const S extends v.GenericSchema>({ included: all }: Incident, id: string, schema: S) => {
  const index = all.findIndex((each) => each.id === id);
  const reading = readBy(schema, all[index]?.attributes ?? {});
  if (reading.ok) return reading;
  const faults = reading.faults.map(({ path, fix }) => ({
    path: `included.${Math.max(index, 0)}.attributes.${path}`,
    fix,
  }));
  return { ok: false, faults } as const;
};

/** A report for each victim of the incident. */
export function readIhubIncident(payload: unknown): Reading<readonly Milestone[]> {
  const reading = readBy(ihubIncidentSchema, payload);
  if (!reading.ok) return reading;
  const { data } = reading.read;
  const submission = lookUp(reading.read, data.relationships.submission.data[0]?.id ?? "", submissionSchema);
  if (!submission.ok) return submission;
  const milestones: Milestone[] = [];
  for (const { id: personId } of data.relationships.victim.data) {
    const person = lookUp(reading.read, personId, personSchema);
    if (!person.ok) return person;
    const { forceIdentifier, categorySubcode, highHarmFlag, customerReferenceNumber, submissionId, submitTime } =
      submission.read;
    milestones.push(
      partnerMilestone({
        eventId: `${submissionId}/${personId}`,
        source,
        kind: "report.recorded",
        occurredAt: submitTime,
        forceCode: forceIdentifier,
        identifiers: [{ type: "crimeReference", value: customerReferenceNumber }],
        offence: offenceOf(data.attributes.crimeType),
        flags: flagsOf(categorySubcode, highHarmFlag === true, person.read),
        officer: officerOf(reading.read),
        facts:
          data.attributes.incidentStartDateTime === null
            ? {}
            : { offenceOn: londonDate(data.attributes.incidentStartDateTime) },
        victim: victimOf({ payload: reading.read, submission: submission.read, person: person.read, personId }),
      }),
    );
  }
  return { ok: true, read: milestones };
}
