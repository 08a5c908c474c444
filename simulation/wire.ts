import type { CaseFlag } from "../src/domain/case.ts";
import { normaliseMobile } from "../src/domain/phone.ts";
import type { Instant } from "../src/kernel/time.ts";
import { uuidOf } from "./chance.ts";
import type { Happening, Teller } from "./journey.ts";
import type { Case, Route } from "./nation.ts";

/** Turns what happens in the synthetic nation into the events that its forces and partners would send. */
export type CloudEvent = { readonly id: string; readonly source: string } & Readonly<Record<string, unknown>>;

/**
 * Numbers that belong to nobody. Ofcom keeps 07700 900000 to 900999 for drama; the block around them, 07700 9xxxxx, is
 * with no operator. As many as the engine takes are used, each for one victim; all others are written to by email.
 */
const BLOCK = 100_000;
const DRAMA = 1_000;
const numbersFree = normaliseMobile("07700 954321") === null ? DRAMA : BLOCK;

const hasNumber = ({ index }: Case) => index < numbersFree;

/** A victim's number; with index 461 it is 07700 900461. */
const mobileOf = ({ index }: Case) => `07700 9${String(index).padStart(5, "0")}`;

const MAIL = "inbox.example";
const emailOf = ({ index }: Case) => `victim-${index}@${MAIL}`;

/** Which case's victim a message went to, by its number or address; null for an officer's. */
export function recipientOf(recipient: string): number | null {
  const found = /^\+4477009(\d{5})$/.exec(recipient)?.[1] ?? /^victim-(\d+)@inbox\.example$/.exec(recipient)?.[1];
  return found === undefined ? null : Number(found);
}

const flagNames: Readonly<Record<CaseFlag, string>> = {
  "domestic-abuse": "domesticAbuse",
  "stalking": "stalking",
  "honour-based-abuse": "honourBasedAbuse",
  "coercive-control": "coerciveControl",
  "serious-sexual": "seriousSexual",
  "bereaved": "bereavedFamily",
  "hate": "hateCrime",
  "live-operation": "liveOperation",
  "high-harm": "highHarm",
};

const offenceNames: Readonly<Record<Case["offence"], readonly string[]>> = {
  "violence": ["violence_with_injury", "violence_without_injury"],
  "sexual": ["other_sexual", "rape"],
  "burglary": ["burglary_dwelling", "burglary_residential"],
  "vehicle": ["theft_from_vehicle", "theft_of_vehicle"],
  "robbery": ["robbery_personal"],
  "theft": ["theft_from_person", "other_theft", "bicycle_theft"],
  "criminal-damage": ["criminal_damage", "criminal_damage_and_arson"],
  "other": ["other", "public_order"],
};

const crimeReference = ({ area, index }: Case) => `${area.force}/${String(index).padStart(7, "0")}/25`;
const urn = ({ area, index }: Case) => `${area.force}TL${String(index).padStart(7, "0")}25`;

/** A victim's route as the force would say it. A number is given also where it must not be written to. */
function contactOf(told: Case, at: Instant, teller: Teller) {
  const { route, language } = told.person;
  const texts = route === "sms" && hasNumber(told);
  const channels: Readonly<Record<Route, string | null>> = {
    "sms": texts ? "sms" : "email",
    "email": "email",
    "phone-only": "phone",
    "advocate": "advocate",
    "none": null,
    "unknown": null,
  };
  const safe = route === "none" ? "no" : route === "unknown" ? "unknown" : "yes";
  return {
    mobile: hasNumber(told) && route !== "email" ? mobileOf(told) : null,
    email: texts ? null : emailOf(told),
    safeToContact: safe,
    preferredChannel: channels[route],
    language,
    safetyAssertedAt: at,
    safetyAssertedBy: teller === "witness-care" ? "witness-care" : "officer",
    ...(told.index % 40 === 0 && { safeWindow: { from: "10:00", to: "18:00" } }),
  };
}

function victimOf(told: Case, { kind, at, teller, brings, tellsVictim }: Happening) {
  const { person } = told;
  const raised = (flag: (typeof person.flags)[number]) => person.flags.includes(flag);
  return {
    victimRef: victimReference(told),
    contact: tellsVictim ? contactOf(told, at, teller) : null,
    surveyConsent: person.refused ? "refused" : "not_refused",
    ageBand: person.age,
    sex: person.sex,
    enhancedRights: raised("enhanced-rights"),
    repeatVictim: raised("repeat-victim"),
    policeEmployee: raised("police-employee"),
    organisation: raised("organisation"),
    ...(kind === "case.closed" && brings["selfClosure"] === true && { closureForm: "self-completed" }),
  };
}

const victimReference = ({ index }: Case) => `V-${String(index).padStart(7, "0")}`;

/** Who sends: each force for itself; for witness care, courts and probation a national system each. */
export const sourceOf = (told: Case, teller: Teller) =>
  teller === "force" ? `//records.force-${told.area.force}.example` : `//${teller}.example`;

const eventId = (seed: string, told: Case, position: number) => uuidOf(seed, `event/${told.index}/${position}`);

/** The facts of the wire that a happening brings. */
const factsOf = ({ selfClosure: _, ...facts }: Happening["brings"]) => facts;

const needsVictim = (kind: Happening["kind"]) => kind.startsWith("victim.");

/** The event of the happening at one position of a case. */
export function eventOf(seed: string, told: Case, position: number): CloudEvent {
  const happening = told.happenings[position];
  if (!happening) throw new Error(`Case ${told.index} has no happening ${position}`);
  const { kind, at, teller, tellsVictim, tellsUrn, brings, takesBack } = happening;
  const isNational = teller === "courts" || teller === "probation";
  const names = offenceNames[told.offence];
  const identifiers = [
    ...(isNational ? [] : [{ type: "crimeReference", value: crimeReference(told) }]),
    ...(tellsUrn ? [{ type: "urn", value: urn(told) }] : []),
  ];
  const facts = factsOf(brings);
  return {
    specversion: "1.0",
    id: eventId(seed, told, position),
    source: sourceOf(told, teller),
    type: "uk.cjs.milestone.v1",
    subject: isNational ? `urn:cjs:urn:${urn(told)}` : `urn:cjs:crime-reference:${crimeReference(told)}`,
    time: at,
    datacontenttype: "application/json",
    data: {
      milestone: kind,
      occurredAt: at,
      case: {
        forceCode: isNational ? null : told.area.force,
        ...(tellsVictim && {
          offenceGroup: names[told.index % names.length],
          flags: Object.fromEntries(told.flags.map((flag) => [flagNames[flag], true])),
        }),
        identifiers,
      },
      ...((tellsVictim || needsVictim(kind) || kind === "case.closed") && { victim: victimOf(told, happening) }),
      ...(teller === "force" && { officerInCase: told.officer }),
      ...(Object.keys(facts).length > 0 && { facts }),
      ...(takesBack !== undefined && { retracts: { id: eventId(seed, told, takesBack) } }),
    },
  };
}
