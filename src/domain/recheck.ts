import { type Instant, type LocalDate, londonTime, plusDays } from "../kernel/time.ts";
import type { CaseFacts, CaseState } from "./case.ts";
import { type Addressee, type GateRule, gateRules, gateWith, type Route } from "./contact.ts";
import type { Reason } from "./disposition.ts";
import { afterConclusion, type PastInvitation } from "./eligibility.ts";
import type { Methodology } from "./methodology.ts";
import { quietRules } from "./quiet-days.ts";
import { chooseDay, isRested, isSafeMinute, isSendingHour, type Rest, restingOn, sendingDayOf } from "./schedule.ts";

/** What to do with an invitation that is about to be sent. */
export type Dispatch =
  | { readonly act: "send"; readonly route: Route }
  /** Not now: again on that day. */
  | { readonly act: "wait"; readonly until: LocalDate }
  | { readonly act: "end"; readonly state: "held" | "excluded" | "cancelled"; readonly reason: Reason };

/** All that is known of a person at the moment of sending, whichever forces told it. */
export type AtSending = {
  readonly invitation: Pick<PastInvitation, "caseId" | "stage" | "expiresOn">;
  readonly caseState: Pick<CaseState, "flags" | "offence" | "facts">;
  readonly victim: Addressee;
  /** Facts of the person's other open cases. */
  readonly otherCases: readonly CaseFacts[];
  /** The person's invitations that have gone, in this case or another. */
  readonly sent: readonly { readonly caseId: string; readonly on: LocalDate }[];
  /** Whether another of the person's invitations is being sent at this moment, and goes first. */
  readonly isSecond: boolean;
  /** Routes that lead to somebody else too: their number or address is also another victim's. */
  readonly shared: readonly Route[];
  readonly now: Instant;
};

/** What a rule looks at: with the route that the gate opened, London's clock, and the last day of the window. */
type Sending = AtSending & {
  readonly route: Route;
  readonly today: LocalDate;
  readonly minutes: number;
  readonly last: LocalDate;
};

/** One reason not to send now. A rule knows nothing of the others: each can be taken out, and a test then fails. */
type SendingRule = {
  readonly name: string;
  readonly stops: (about: Sending, methodology: Methodology) => Dispatch | null;
};

const casesOf = ({ caseState, otherCases }: AtSending) => [caseState.facts, ...otherCases];

/** A closure form is the victim's own choice: it neither waits nor makes others wait. */
const restsOf = ({ invitation: { stage, caseId }, sent }: AtSending, { rest }: Methodology): readonly Rest[] =>
  (stage === "closure" ? [] : sent).map((past) => ({
    on: past.on,
    days: past.caseId === caseId ? rest.withinCaseDays : rest.acrossCasesDays,
  }));

/** The next day on which it may go, as far as days are concerned. */
const nextDay = (about: Sending, methodology: Methodology) =>
  chooseDay(
    { from: about.today, target: about.today, to: about.last },
    plusDays(about.today, 1),
    { resting: restsOf(about, methodology), cases: casesOf(about) },
    methodology,
  );

/** Not today for the sake of the day: on another, or not at all any more. */
function postpone(about: Sending, methodology: Methodology): Dispatch {
  const until = nextDay(about, methodology);
  return until === null ? { act: "end", state: "cancelled", reason: "window-passed" } : { act: "wait", until };
}

function stopForRest(about: Sending, methodology: Methodology): Dispatch | null {
  const resting = restsOf(about, methodology);
  if (isRested(about.today, resting)) return null;
  const until = nextDay(about, methodology);
  if (until !== null) return { act: "wait", until };
  const { withinCaseDays } = methodology.rest;
  const isWithinCase = restingOn(about.last, resting).some(({ days }) => days === withinCaseDays);
  return { act: "end", state: "excluded", reason: isWithinCase ? "rest-within-case" : "rest-across-cases" };
}

/** What is asked beside the gate, in this order. */
export const sendingRules: readonly SendingRule[] = [
  {
    name: "unconcluded",
    stops: ({ invitation, caseState }) =>
      caseState.facts.unconcluded && afterConclusion.includes(invitation.stage)
        ? { act: "end", state: "cancelled", reason: "unconcluded" }
        : null,
  },
  {
    name: "shared-number",
    stops: ({ shared, route }) =>
      shared.includes(route) ? { act: "end", state: "held", reason: "shared-number" } : null,
  },
  {
    name: "window",
    stops: ({ today, last }) => (today > last ? { act: "end", state: "cancelled", reason: "window-passed" } : null),
  },
  {
    name: "one-at-a-time",
    stops: ({ isSecond, invitation, today }) =>
      isSecond && invitation.stage !== "closure" ? { act: "wait", until: today } : null,
  },
  { name: "rest", stops: stopForRest },
  ...quietRules.map(({ name, isQuiet }): SendingRule => ({
    name,
    stops: (about, methodology) =>
      isQuiet(about.today, casesOf(about), methodology) ? postpone(about, methodology) : null,
  })),
  {
    name: "sending-hours",
    stops: ({ minutes, today }, methodology) =>
      isSendingHour(minutes, methodology) ? null : { act: "wait", until: today },
  },
  {
    name: "safe-hours",
    stops: ({ minutes, today, victim }) => (isSafeMinute(minutes, victim) ? null : { act: "wait", until: today }),
  },
];

/** All that stands between an invitation and its message. */
export const safeguards: { readonly gate: readonly GateRule[]; readonly sending: readonly SendingRule[] } = {
  gate: gateRules,
  sending: sendingRules,
};

/**
 * Asks everything again at the moment of sending: days have passed, another request may have raced ahead, and only now is
 * it known what other forces know of the same person. This alone decides whether a message goes.
 *
 * @param rules All of them; fewer only where a test shows what each is good for.
 */
export function recheck(about: AtSending, methodology: Methodology, rules = safeguards): Dispatch {
  const { caseState, victim, invitation, now } = about;
  const { date: today, minutes } = londonTime(now);
  const contact = gateWith(rules.gate)(caseState, victim, today, methodology);
  if (!contact.open) return { act: "end", state: contact.outcome, reason: contact.reason };
  const last = sendingDayOf(invitation.expiresOn, methodology);
  const sending = { ...about, route: contact.route, today, minutes, last };
  for (const { stops } of rules.sending) {
    const dispatch = stops(sending, methodology);
    if (dispatch) return dispatch;
  }
  return { act: "send", route: contact.route };
}
