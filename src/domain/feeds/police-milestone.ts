import * as v from "valibot";
import type { Fault } from "../../kernel/problem.ts";
import { assertingPeople, type CaseFlag, channels, type VictimFlag } from "../case.ts";
import { NOT_STATED, type Sex } from "../dimension.ts";
import {
  type AgeBand,
  ageBands,
  areaOfForce,
  type ContactAssertion,
  identifierTypes,
  type Milestone,
  type MilestoneFacts,
  milestoneKinds,
  type OffenceGroup,
  offenceGroups,
  safetyOf,
  type VictimProfile,
  type VictimReport,
} from "../milestone.ts";
import { normaliseEmail, normaliseMobile, normalisePhone } from "../phone.ts";
import { normaliseAddress } from "../postal.ts";
import { instant, localDate, maybe, type Reading, readBy, shortText } from "./reading.ts";
import { suspectsOf } from "./suspect-numbers.ts";

// Our own CloudEvent for forces, witness care units and liaison officers (interfaces.md 6.1). Fields that are not
// named here are ignored and never kept: ethnicity, outcome codes, who is who.

const MILESTONE_TYPE = "uk.cjs.milestone.v1";

const keysOf = <K extends string>(table: { readonly [key in K]: unknown }) => Object.keys(table) as K[];

const identifier = v.object({ type: v.picklist(identifierTypes), value: shortText });
const identifiers = v.pipe(
  v.array(identifier),
  v.minLength(1, "at least one identifier"),
  v.maxLength(20, "at most 20"),
);

const clockTime = v.pipe(
  v.string(),
  v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time of day, such as 10:00"),
  v.transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))),
);

const contact = v.object({
  mobile: maybe(v.string()),
  email: maybe(v.string()),
  safeToContact: v.optional(v.picklist(["yes", "no", "unknown"]), "unknown"),
  safeWindow: maybe(v.object({ from: clockTime, to: clockTime })),
  /** The address as it stands on an envelope, a line each: 3 to 7, the name first, the postcode last. */
  postal: maybe(v.pipe(v.array(v.string()), v.maxLength(20, "at most 20"))),
  preferredChannel: maybe(v.picklist(channels)),
  language: maybe(v.picklist(["en", "cy"])),
  safetyAssertedAt: maybe(instant),
  safetyAssertedBy: maybe(v.picklist(assertingPeople)),
  suspectNumbers: maybe(v.pipe(v.array(shortText), v.maxLength(20, "at most 20"))),
});

const victim = v.object({
  victimRef: shortText,
  contact: maybe(contact),
  surveyConsent: maybe(v.picklist(["not_refused", "refused"])),
  ageBand: maybe(v.picklist(keysOf<AgeBand>(ageBands))),
  sex: maybe(v.picklist(["female", "male", "other", "unknown", "not-stated"])),
  enhancedRights: maybe(v.boolean()),
  repeatVictim: maybe(v.boolean()),
  policeEmployee: maybe(v.boolean()),
  organisation: maybe(v.boolean()),
  /** Which closure form the victim chose: the one that they fill in, or a discussion recorded by the officer. */
  closureForm: maybe(v.picklist(["self-completed", "officer"])),
});

const flagNames = {
  domesticAbuse: "domestic-abuse",
  stalking: "stalking",
  honourBasedAbuse: "honour-based-abuse",
  coerciveControl: "coercive-control",
  seriousSexual: "serious-sexual",
  bereavedFamily: "bereaved",
  hateCrime: "hate",
  liveOperation: "live-operation",
  highHarm: "high-harm",
} as const satisfies { readonly [name: string]: CaseFlag };

const flag = maybe(v.boolean());
const flags = v.object({
  domesticAbuse: flag,
  stalking: flag,
  honourBasedAbuse: flag,
  coerciveControl: flag,
  seriousSexual: flag,
  bereavedFamily: flag,
  hateCrime: flag,
  liveOperation: flag,
  highHarm: flag,
  victimUnder18: flag,
});

const facts = v.object({
  on: maybe(localDate),
  suspectReleased: maybe(v.boolean()),
  attended: maybe(v.boolean()),
  convicted: maybe(v.boolean()),
  contactSchemeOptedIn: maybe(v.boolean()),
  rights: maybe(
    v.pipe(v.array(v.pipe(v.string(), v.regex(/^VC(0[1-9]|1[0-2])$/, "VC01 to VC12"))), v.maxLength(12, "at most 12")),
  ),
});

const forceCode = v.pipe(
  v.string(),
  v.check((code) => areaOfForce(code) !== null, "the two-digit code of a territorial force of England and Wales"),
);

/** `data` of the CloudEvent. */
export const milestoneSchema = v.object({
  milestone: v.picklist(milestoneKinds),
  occurredAt: instant,
  case: v.object({
    forceCode: maybe(forceCode),
    offenceGroup: maybe(v.picklist(keysOf<OffenceGroup>(offenceGroups))),
    flags: maybe(flags),
    identifiers,
    merged: maybe(identifiers),
    offenceOn: maybe(localDate),
    /** Names and numbers of the case, to be taken out of what the victim writes before anything else is. */
    redactions: maybe(v.pipe(v.array(shortText), v.maxLength(40, "at most 40"))),
  }),
  victim: maybe(victim),
  officerInCase: maybe(v.object({ ref: shortText, unit: maybe(shortText) })),
  facts: maybe(facts),
  retracts: maybe(v.object({ id: shortText, source: maybe(shortText) })),
});
export type MilestonePayload = v.InferOutput<typeof milestoneSchema>;

/** The attributes of a CloudEvent 1.0 that we use, and its data. */
const eventSchema = v.object({
  specversion: v.literal("1.0"),
  id: shortText,
  source: shortText,
  type: v.literal(MILESTONE_TYPE),
  time: maybe(instant),
  data: milestoneSchema,
});

/** What some kinds need beside what all need. */
function missing({
  milestone,
  case: file,
  victim: told,
  retracts,
  facts: brought,
}: MilestonePayload): readonly Fault[] {
  const needs: readonly (readonly [boolean, string, string])[] = [
    [
      file.forceCode === null && (told !== null || file.identifiers.some(({ type }) => type === "crimeReference")),
      "case.forceCode",
      "whose victim or crime reference this is",
    ],
    [
      told === null && (milestone === "report.recorded" || milestone.startsWith("victim.")),
      "victim",
      "the victim that this is about",
    ],
    [
      milestone === "victim.contact-asserted" && told !== null && told.contact === null,
      "victim.contact",
      "the route, and whether it is safe",
    ],
    [
      milestone === "milestone.retracted" && retracts === null,
      "retracts",
      "id and source of the event that is taken back",
    ],
    [milestone === "case.merged" && file.merged === null, "case.merged", "identifiers of the case that is no more"],
    [
      milestone === "post.contact-scheme-choice" && typeof brought?.contactSchemeOptedIn !== "boolean",
      "facts.contactSchemeOptedIn",
      "the choice",
    ],
  ];
  return needs
    .filter(([isMissing]) => isMissing)
    .map(([, path, what]) => ({ path: `data.${path}`, fix: `Required: ${what}.` }));
}

/** Of an object, what is not null. */
const present = <T extends object>(given: T): { readonly [K in keyof T]?: NonNullable<T[K]> } => {
  const kept = Object.entries(given).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(kept) as { readonly [K in keyof T]?: NonNullable<T[K]> };
};

const sexOf = (said: string | null): Sex | null =>
  said === null ? null : said === "female" || said === "male" ? said : NOT_STATED;

type Told = NonNullable<MilestonePayload["victim"]>;

function profileOf(told: Told, isUnder18: boolean | null): VictimProfile {
  const raised: readonly (readonly [boolean | null, VictimFlag])[] = [
    [told.enhancedRights, "enhanced-rights"],
    [told.repeatVictim, "repeat-victim"],
    [told.policeEmployee, "police-employee"],
    [told.organisation, "organisation"],
  ];
  const isToldOfFlags = raised.some(([raise]) => raise !== null);
  const given = told.ageBand === null ? NOT_STATED : ageBands[told.ageBand];
  // Not stated this time tells nothing, and takes no band back that was told before.
  const band = given === NOT_STATED ? null : given;
  // Under 18 and no band: whether they are 16 is not known, so they are not asked.
  const age = isUnder18 === true && band !== "16-17" ? "under-16" : band;
  return present({
    language: told.contact?.language ?? null,
    age,
    adult: age === null && isUnder18 === false ? (true as const) : null,
    sex: sexOf(told.sex),
    flags: isToldOfFlags ? raised.filter(([raise]) => raise === true).map(([, name]) => name) : null,
    consent:
      told.surveyConsent === null
        ? null
        : told.surveyConsent === "refused"
          ? ("refused" as const)
          : ("not-refused" as const),
  });
}

const unsigned: Fault = {
  path: "data.victim.contact.safetyAssertedBy",
  fix: "Say who called the route safe, and when (safetyAssertedAt): without both it counts as unknown.",
};

const undated: Fault = {
  path: "data.victim.contact.safetyAssertedAt",
  fix: "Say when the route was called unsafe: without it, it counts as judged when this arrived.",
};

function contactOf(
  told: Told,
  { occurredAt, case: { redactions } }: MilestonePayload,
): Pick<VictimReport, "contact" | "isUndated"> & { unusable: readonly Fault[] } {
  const given = told.contact;
  if (given === null) return { contact: null, unusable: [] };
  const number = given.mobile?.trim() || null;
  const address = given.email?.trim() || null;
  const mobile =
    number === null ? null : given.preferredChannel === "phone" ? normalisePhone(number) : normaliseMobile(number);
  const email = address === null ? null : normaliseEmail(address);
  const postal = given.postal === null ? null : normaliseAddress(given.postal);
  // A route that nobody has signed, or that nobody knows the age of, is not known to be safe.
  const isSigned = given.safetyAssertedAt !== null && given.safetyAssertedBy !== null;
  const said = safetyOf({ ...given, mobile, email, postal });
  const isUndated = said === "no-contact" && given.safetyAssertedAt === null;
  const suspects = suspectsOf(given.suspectNumbers);
  const unusable = [
    ...(number !== null && mobile === null
      ? [{ path: "data.victim.contact.mobile", fix: "Not a number of the United Kingdom that takes texts: not kept." }]
      : []),
    ...(address !== null && email === null
      ? [{ path: "data.victim.contact.email", fix: "Not an email address: not kept." }]
      : []),
    ...(given.postal !== null && postal === null
      ? [{ path: "data.victim.contact.postal", fix: "Not 3 to 7 lines that end with a postcode: not kept." }]
      : []),
    ...(given.safeToContact === "yes" && !isSigned ? [unsigned] : []),
    ...(isUndated ? [undated] : []),
    ...suspects.unusable,
  ];
  return {
    contact: {
      mobile,
      email,
      postal,
      channel: given.preferredChannel,
      safety: isSigned || said === "no-contact" ? said : "unknown",
      assertedAt: given.safetyAssertedAt ?? occurredAt,
      assertedBy: given.safetyAssertedBy,
      windowFrom: given.safeWindow?.from ?? null,
      windowTo: given.safeWindow?.to ?? null,
      ...suspects.numbers,
      redactions,
    },
    ...(isUndated && { isUndated }),
    unusable,
  };
}

/** A victim who wants no more contact, or has died, has no route from that moment on, whatever else was sent. */
const noContact = ({ occurredAt: at, case: { redactions } }: MilestonePayload): ContactAssertion => ({
  mobile: null,
  email: null,
  postal: null,
  channel: null,
  safety: "no-contact",
  assertedAt: at,
  assertedBy: null,
  windowFrom: null,
  windowTo: null,
  suspectNumbers: null,
  redactions,
});

function victimOf(payload: MilestonePayload): { victim: VictimReport | null; unusable: readonly Fault[] } {
  const told = payload.victim;
  if (told === null) return { victim: null, unusable: [] };
  const isOver = payload.milestone === "victim.contact-withdrawn" || payload.milestone === "victim.deceased";
  const { unusable, ...said } = isOver ? { contact: noContact(payload), unusable: [] } : contactOf(told, payload);
  const profile = profileOf(told, payload.case.flags?.victimUnder18 ?? null);
  return { victim: { ref: told.victimRef, profile, ...said }, unusable };
}

function factsOf({ facts: told, victim: person, case: { offenceOn } }: MilestonePayload): MilestoneFacts {
  const selfClosure = person === null || person.closureForm === null ? null : person.closureForm === "self-completed";
  return present({ ...told, offenceOn, selfClosure });
}

const flagsOf = (told: MilestonePayload["case"]["flags"]): readonly CaseFlag[] =>
  told === null
    ? []
    : keysOf<keyof typeof flagNames>(flagNames)
        .filter((name) => told[name] === true)
        .map((name) => flagNames[name]);

/** One CloudEvent of ours as a milestone, or where it is wrong, by path. */
export function readPoliceMilestone(event: unknown): Reading<Milestone> {
  const reading = readBy(eventSchema, event);
  if (!reading.ok) return reading;
  const { id, source, data } = reading.read;
  const faults = missing(data);
  if (faults.length > 0) return { ok: false, faults };
  const { victim: report, unusable } = victimOf(data);
  const milestone: Milestone = {
    eventId: id,
    source,
    kind: data.milestone,
    occurredAt: data.occurredAt,
    forceCode: data.case.forceCode,
    identifiers: data.case.identifiers,
    offence: data.case.offenceGroup === null ? null : offenceGroups[data.case.offenceGroup],
    flags: flagsOf(data.case.flags),
    officer: data.officerInCase,
    facts: factsOf(data),
    victim: report,
    merged: data.case.merged ?? [],
    retracts: data.retracts === null ? null : { source: data.retracts.source ?? source, eventId: data.retracts.id },
    unusable,
  };
  return { ok: true, read: milestone };
}
