import type { Answers, Question } from "../instrument/definition.ts";
import { type Instant, type LocalDate, londonDate, londonInstant, plusDays } from "../kernel/time.ts";
import { type CaseState, safeties, type Safety, type VictimState } from "./case.ts";
import type { Methodology } from "./methodology.ts";

/** A Victim Closure Discussion as it was filled in: by an officer, or through the API of the force's own system. */
export type ClosureDiscussion = {
  /** Instrument and version: `closure-officer@1`. */
  readonly instrument: string;
  readonly answers: Answers;
  /** Day on which it was held, or last tried; null where nobody said. */
  readonly heldOn?: LocalDate | null;
};

/** For so many days after it was recorded, an officer may correct a discussion by the link. */
export const CORRECTABLE_DAYS = 28;

/** Longest time between a discussion and its recording, in days. */
const LATEST_RECORDING = 366;

/** The day that was given as that of the discussion; null when it is none, in the future, or more than a year ago. */
export const heldDayOf = (day: LocalDate | null, today: LocalDate): LocalDate | null =>
  day !== null && day <= today && day >= plusDays(today, -LATEST_RECORDING) ? day : null;

/** Must be answered where they are asked: whether it was held, and the reasons without which a code says too little. */
const needed: readonly string[] = ["VCD1", "VCD1R", "VCD3R", "VCD6R"];

/** A right that was gone through applies, so it is in one of these alone. */
const RIGHTS_REVIEWED = "VCD6";
const RIGHTS_NOT_APPLICABLE = "VCD6N";

export type DiscussionFault = { readonly question: string; readonly fault: "needed" | "both-ways" };

/**
 * What is missing from a form, or contradicts itself.
 *
 * @param path The questions that these answers lead to (instrument/path).
 */
export function discussionFaults(path: readonly Question[], answers: Answers): readonly DiscussionFault[] {
  const given = (id: string) => answers[id] ?? [];
  const missing = path.filter(({ id }) => needed.includes(id) && given(id).length === 0);
  const notApplicable = given(RIGHTS_NOT_APPLICABLE).filter((code) => code !== "none");
  const isBoth = notApplicable.some((code) => given(RIGHTS_REVIEWED).includes(code));
  return [
    ...missing.map(({ id }) => ({ question: id, fault: "needed" as const })),
    ...(isBoth ? [{ question: RIGHTS_NOT_APPLICABLE, fault: "both-ways" as const }] : []),
  ];
}

/**
 * The day from which the officer in the case is asked for a closure discussion: the day of closing, or today where news
 * of it came late. Null where there is nobody to have it with, or the court has taken the conclusion back.
 */
export function closureDueOn(
  after: {
    readonly milestone: { readonly occurredAt: Instant };
    readonly caseState: CaseState;
    readonly victim: VictimState;
    readonly today: LocalDate;
  },
  { journey }: Methodology,
): LocalDate | null {
  if (after.victim.status === "deceased" || after.caseState.facts.unconcluded) return null;
  const closed = plusDays(londonDate(after.milestone.occurredAt), journey.closure.targetDays);
  return closed > after.today ? closed : after.today;
}

/** How far the discussion got (VCD1). */
export const discussionOutcomes = ["held", "attempted", "not-possible"] as const;
export type DiscussionOutcome = (typeof discussionOutcomes)[number];

/** Codes by question: one, or several where several may be chosen. */
type Codes = Readonly<Record<string, string | readonly string[]>>;

/** What the force must act on: kept with the case, without a rating or a word of the victim's. */
export type OperationalRecord = {
  readonly discussion: DiscussionOutcome;
  /** Engaged, reduced, withdrew, never wished a prosecution (VCD4). */
  readonly engagement: string | null;
  /** Rights reviewed, safeguarding, referrals, needs, safe route, consent (VCD6 to VCD10). */
  readonly actions: Codes;
};

/** One version of what was recorded for the case: the first, or a correction. */
export type DiscussionVersion = OperationalRecord & {
  readonly version: number;
  /** The officer or system, as the force refers to them; `staff:` and an e-mail for whoever had signed in. */
  readonly recordedBy: string;
  readonly recordedAt: Instant;
  readonly heldOn: LocalDate | null;
};

const DISCUSSION = "VCD1";
const ENGAGEMENT = "VCD4";

const isOutcome = (code: unknown): code is DiscussionOutcome => discussionOutcomes.some((outcome) => outcome === code);

/**
 * The operational half of a discussion. The other half, what was said of the service and why somebody disengaged, goes
 * through the sealed pool like any answer, and the two share no key (decisions.md 14).
 *
 * @param forCase What the officer's form keeps with the case (`itemsOf`).
 * @returns Null when the form does not say whether a discussion was held.
 */
export function operationalRecordOf(forCase: Codes): OperationalRecord | null {
  const { [DISCUSSION]: discussion, [ENGAGEMENT]: engagement, ...actions } = forCase;
  if (!isOutcome(discussion)) return null;
  return { discussion, engagement: typeof engagement === "string" ? engagement : null, actions };
}

/** The answers that a record was made from. */
export const answersOfRecord = ({ discussion, engagement, actions }: OperationalRecord): Answers => ({
  [DISCUSSION]: [discussion],
  ...(engagement !== null && { [ENGAGEMENT]: [engagement] }),
  ...Object.fromEntries(
    Object.entries(actions).map(([id, codes]) => [id, typeof codes === "string" ? [codes] : codes]),
  ),
});

const codesOf = (answers: Answers, question: string) => (answers[question] ?? []).join(" ");

/** The questions that two records answer differently, in the order of the form. */
export const changedQuestions = (
  before: OperationalRecord,
  after: OperationalRecord,
  form: readonly Question[],
): readonly string[] => {
  const [was, is] = [answersOfRecord(before), answersOfRecord(after)];
  return form.map(({ id }) => id).filter((id) => codesOf(was, id) !== codesOf(is, id));
};

const SAFE_ROUTE = "VCD10";
const SURVEY_CONSENT = "VCD10C";

/** What was said of writing to the victim from now on; null where nothing was. */
export type Wishes = { readonly safety: Safety | null; readonly consent: "not-refused" | "refused" | null };

const shutting: readonly Safety[] = ["no-contact", "via-advocate", "safe-phone-only"];

/**
 * What a discussion decides of writing to the victim. Where none was held nobody asked them: then it may shut a route or
 * record a refusal, and open nothing; and "not known" is not news.
 */
export function wishesOf({ discussion, actions }: OperationalRecord): Wishes {
  const isHeld = discussion === "held";
  const safety = safeties.find((each) => each === actions[SAFE_ROUTE]) ?? null;
  const content = actions[SURVEY_CONSENT];
  return {
    safety: safety !== null && (isHeld || shutting.includes(safety)) ? safety : null,
    consent: content === "no" ? "refused" : content === "yes" && isHeld ? "not-refused" : null,
  };
}

/** Of a correction, what it says anew of writing to the victim; a wish that it only repeats is not asserted again. */
export const newWishesOf = (record: OperationalRecord, said: readonly string[]): Wishes =>
  wishesOf({
    ...record,
    actions: Object.fromEntries(Object.entries(record.actions).filter(([question]) => said.includes(question))),
  });

/**
 * As of when a discussion's word on the route counts. One that was recorded a day or more later must not overrule what
 * was said in between, so it counts from the day on which it was held; a route is shut at once.
 */
export function assertedAt(safety: Safety | null, heldOn: LocalDate | null, now: Instant): Instant {
  const isShut = safety !== null && shutting.includes(safety);
  return isShut || heldOn === null || heldOn >= londonDate(now) ? now : londonInstant(heldOn, 0);
}
