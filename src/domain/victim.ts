import type { Instant } from "../kernel/time.ts";
import {
  byOccurrence,
  type PreferredChannel,
  type RecordedMilestone,
  type Safety,
  type VictimFlag,
  type VictimState,
} from "./case.ts";
import { NOT_STATED } from "./dimension.ts";
import type { ContactAssertion, VictimProfile, VictimReport } from "./milestone.ts";

/** A victim of whom nothing has been told yet. */
export const newVictim = (of: Pick<VictimState, "id" | "refHash" | "area" | "updatedAt">): VictimState => ({
  ...of,
  contact: null,
  contactEpoch: null,
  phoneIndex: null,
  emailIndex: null,
  postalIndex: null,
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

/** What no later report takes back: that the victim told us to stop, and that they are of age. */
const lasting: readonly VictimFlag[] = ["adult", "opted-out"];

function flagsAfter(known: readonly VictimFlag[], told: VictimProfile): readonly VictimFlag[] {
  const stay = lasting.filter((flag) => known.includes(flag) || (flag === "adult" && told.adult === true));
  return [...(told.flags ?? known).filter((flag) => !lasting.includes(flag)), ...stay];
}

/**
 * The victim as these milestones of theirs, of all their cases, tell: by the source's clock, whatever order they
 * arrived in. That they stopped us, or an end that no milestone ever told, was told to us otherwise, and stands.
 */
export function victimAfter(known: VictimState, milestones: readonly RecordedMilestone[]): VictimState {
  const standing = milestones.filter(({ retracted }) => !retracted).toSorted(byOccurrence);
  const told: VictimProfile = Object.assign({}, ...standing.map(({ detail }) => detail.profile));
  const endedElsewhere = known.status !== "active" && statusOf(milestones) === "active";
  return {
    ...known,
    language: told.language ?? known.language,
    age: told.age ?? known.age,
    sex: told.sex ?? known.sex,
    flags: flagsAfter(known.flags, told),
    consent: told.consent ?? known.consent,
    status: endedElsewhere ? known.status : statusOf(standing),
    updatedAt: standing.reduce(
      (latest, { occurredAt }) => (occurredAt > latest ? occurredAt : latest),
      known.updatedAt,
    ),
  };
}

/** A contact assertion with its routes as indexes, by which they are found again. */
export type IndexedContact = {
  readonly assertion: ContactAssertion;
  readonly phoneIndex: string | null;
  readonly emailIndex: string | null;
  readonly postalIndex: string | null;
};

/**
 * A route that arrives now. What shuts it without a date was judged now; and nothing later, for a route asserted
 * tomorrow, by a clock that is wrong, would never grow stale.
 */
export function judgedBy(
  now: Instant,
  told: VictimReport | null,
  contact: IndexedContact | null,
): IndexedContact | null {
  if (contact === null || (told?.isUndated !== true && contact.assertion.assertedAt <= now)) return contact;
  return { ...contact, assertion: { ...contact.assertion, assertedAt: now } };
}

/** What was given with an earlier route, and holds for the next one too unless it is given anew. */
export type Cautions = Pick<ContactAssertion, "suspectNumbers" | "redactions">;

/** An assertion with the cautions that hold for it. A route that is the suspect's is no route (domain.md 1.7 rule 7). */
export function withCautions(contact: IndexedContact, earlier: Cautions | null): IndexedContact {
  const { assertion } = contact;
  const known = earlier?.suspectNumbers ?? null;
  const told = assertion.suspectNumbers;
  const suspectNumbers =
    told !== null && assertion.isPartial ? [...new Set([...(known ?? []), ...told])] : (told ?? known);
  const redactions = assertion.redactions ?? earlier?.redactions ?? null;
  const isSuspects = assertion.mobile !== null && suspectNumbers?.includes(assertion.mobile) === true;
  return {
    ...contact,
    assertion: { ...assertion, suspectNumbers, redactions, ...(isSuspects && { safety: "no-contact" }) },
  };
}

/** From shut to open. */
const openness: readonly Safety[] = [
  "no-contact",
  "unknown",
  "via-advocate",
  "safe-phone-only",
  "safe-post",
  "safe-email",
  "safe-sms",
];

/**
 * Whether an assertion is news. The newest one stands, by the time at which somebody judged the route; of two of the
 * same moment the one that shuts more, whichever comes first.
 */
export function isNewer(
  { assertedAt, safety }: Pick<ContactAssertion, "assertedAt" | "safety">,
  known: VictimState,
): boolean {
  if (known.safetyAssertedAt === null || assertedAt > known.safetyAssertedAt) return true;
  return assertedAt === known.safetyAssertedAt && openness.indexOf(safety) < openness.indexOf(known.safety);
}

const isGiven = (list: readonly string[] | null) => list !== null && list.length > 0;

/**
 * The victim with a newer route. A route that must not be used is not kept either, though what warns of the next one is;
 * of one who stopped us, nothing is.
 */
export function withContact(known: VictimState, contact: IndexedContact): VictimState {
  const { assertion } = contact;
  const isOver = known.flags.includes("opted-out");
  const isUsable = assertion.safety !== "no-contact" && !isOver;
  const hasRoute = assertion.mobile !== null || assertion.email !== null || assertion.postal !== null;
  const isCautious = !isOver && (isGiven(assertion.suspectNumbers) || isGiven(assertion.redactions));
  return {
    ...known,
    contact: (isUsable && hasRoute) || isCautious ? UNSEALED : null,
    contactEpoch: null,
    phoneIndex: isUsable ? contact.phoneIndex : null,
    emailIndex: isUsable ? contact.emailIndex : null,
    postalIndex: isUsable ? contact.postalIndex : null,
    channel: assertion.channel,
    safety: assertion.safety,
    safetyAssertedAt: assertion.assertedAt,
    safetyAssertedBy: assertion.assertedBy,
    windowFrom: assertion.windowFrom,
    windowTo: assertion.windowTo,
    contactUntil: null,
  };
}

const noRoute = { phoneIndex: null, emailIndex: null, postalIndex: null } as const;

/**
 * The victim after a word that is older than the one that stands, and names numbers of the suspect that nobody had told
 * us: whoever called the newer route safe may not have known them. So it goes, and somebody must assert one anew.
 *
 * @param earlier What warns of a route already.
 * @returns Null where it is no news.
 */
export function withLateWarning(
  known: VictimState,
  { assertion }: IndexedContact,
  earlier: Cautions | null,
): { readonly state: VictimState; readonly contact: IndexedContact } | null {
  const warned = earlier?.suspectNumbers ?? [];
  const news = (assertion.suspectNumbers ?? []).filter((number) => !warned.includes(number));
  if (news.length === 0 || known.flags.includes("opted-out")) return null;
  const isShut = known.safety === "no-contact";
  const contact: IndexedContact = {
    ...noRoute,
    assertion: {
      ...assertion,
      mobile: null,
      email: null,
      postal: null,
      channel: known.channel,
      safety: isShut ? "no-contact" : "unknown",
      assertedAt: known.safetyAssertedAt ?? assertion.assertedAt,
      assertedBy: isShut ? known.safetyAssertedBy : null,
      windowFrom: known.windowFrom,
      windowTo: known.windowTo,
      suspectNumbers: [...warned, ...news],
      redactions: earlier?.redactions ?? assertion.redactions,
    },
  };
  return { state: withContact(known, contact), contact };
}

const channelOf: { readonly [S in Safety]?: PreferredChannel } = {
  "safe-sms": "sms",
  "safe-email": "email",
  "safe-post": "post",
  "safe-phone-only": "phone",
  "via-advocate": "advocate",
};

/** The victim with the route that is known judged anew, by somebody who has just spoken with them. */
export function withSafety(known: VictimState, safety: Safety, at: Instant, by = "officer"): VictimState {
  if (!isNewer({ assertedAt: at, safety }, known)) return known;
  return {
    ...known,
    ...(safety === "no-contact" && { ...noRoute, contact: null, contactEpoch: null }),
    channel: channelOf[safety] ?? known.channel,
    safety,
    safetyAssertedAt: at,
    safetyAssertedBy: by,
  };
}

/** A judgement of a route, as it is kept with the milestone that brought it. */
export type Judgement = NonNullable<RecordedMilestone["detail"]["asserted"]>;

/**
 * The victim after a judgement of their route was taken back: nobody knows what is safe until somebody says so anew. The
 * number itself may have been the mistake, so it is neither found nor written to any more; it stays sealed for the sake
 * of the suspect's numbers beside it.
 *
 * @param standing What events that were not taken back said of a route: one that shut it still does.
 */
export function withoutJudgement(
  known: VictimState,
  retracted: Judgement,
  standing: readonly Judgement[],
): VictimState {
  // Shut by something else: by a newer event, or by the victim.
  const isByVictim = known.safetyAssertedBy === "victim";
  if (known.safety === "no-contact" && (isByVictim || known.safetyAssertedAt !== retracted.at)) return known;
  const last = standing.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)).at(-1);
  // A word on the route that was known says nothing of a number that turned out to be wrong.
  const broughtRoute = !standing.some(({ at, isOfKnown }) => isOfKnown !== true && at > retracted.at);
  return {
    ...known,
    ...(broughtRoute && noRoute),
    safety: last?.safety === "no-contact" ? "no-contact" : "unknown",
    safetyAssertedAt: last?.at ?? null,
    safetyAssertedBy: null,
  };
}
