import type { Answers } from "../instrument/definition.ts";
import { type Instant, type LocalDate, londonDate, plusDays } from "../kernel/time.ts";
import { type CaseState, safeties, type Safety, type VictimState } from "./case.ts";
import type { Methodology } from "./methodology.ts";

/** A Victim Closure Discussion as it was filled in: by an officer, or through the API of the force's own system. */
export type ClosureDiscussion = {
  /** Instrument and version: `closure-officer@1`. */
  readonly instrument: string;
  readonly answers: Answers;
};

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
