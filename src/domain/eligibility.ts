import { type Instant, type LocalDate, londonDate, plusDays } from "../kernel/time.ts";
import type { CaseState, VictimState } from "./case.ts";
import { closureDueOn } from "./closure.ts";
import { gate } from "./contact.ts";
import { type Form, stages } from "./dimension.ts";
import type { Reason } from "./disposition.ts";
import { type InvitationState, isPending, isStoppable, takesPlace } from "./invitation.ts";
import { fractionOf, type Methodology } from "./methodology.ts";
import type { MilestoneKind } from "./milestone.ts";
import { chooseDay, expiryOf, type Rest, restingOn, sendingDayOf, type Window, windowOf } from "./schedule.ts";
import { quietDaysOf } from "./quiet-days.ts";

export type { Reason } from "./disposition.ts";

/** An invitation of this victim, in this case or another, as the vault holds it (store/vault/invitations.ts). */
export type PastInvitation = {
  readonly id: string;
  readonly caseId: string;
  readonly victimId: string;
  readonly stage: Form;
  readonly state: InvitationState;
  readonly dueOn: LocalDate;
  readonly expiresOn: LocalDate;
  readonly reason: string | null;
  /** 1: it was given to a gateway, which has not said that it never went. */
  readonly wasGiven?: 0 | 1;
};

/** Cancelled too late: its message may have gone all the same, so it is not sent again, and the next ones rest from it. */
const mayHaveGone = ({ state, wasGiven }: PastInvitation) => state === "cancelled" && wasGiven === 1;

/** How the row of one stage shall stand, whether it exists or not: writing it is an upsert on case, victim and stage. */
export type Invite = {
  readonly act: "invite";
  readonly stage: Form;
  readonly state: "scheduled" | "held" | "excluded";
  readonly reason: Reason | null;
  /** Of being invited, 0 to 1. */
  readonly probability: number;
  readonly dueOn: LocalDate;
  readonly expiresOn: LocalDate;
};

/** What a milestone means for one victim of one case. */
export type StageDecision =
  | Invite
  | { readonly act: "cancel"; readonly invitationId: string; readonly reason: Reason }
  /** Ask the officer in the case for a Victim Closure Discussion. */
  | { readonly act: "request-closure"; readonly dueOn: LocalDate }
  | { readonly act: "cancel-closure"; readonly reason: Reason };

/** The moment that is being decided: the case and the victim are as they stand after the milestone. */
export type Moment = {
  readonly milestone: {
    readonly kind: MilestoneKind;
    readonly occurredAt: Instant;
    /** It tells who fills in the closure form of a case whose closing has been told. */
    readonly choosesClosure?: true;
    /** What a `milestone.retracted` takes back. */
    readonly retracts?: MilestoneKind;
  };
  readonly caseState: CaseState;
  readonly victim: VictimState;
  /** All of this victim's invitations, this case's and others'. */
  readonly history: readonly PastInvitation[];
  readonly today: LocalDate;
  /** Uniform in [0, 1): who is invited where the methodology invites a fraction. */
  readonly draw?: number;
};

const forms: readonly Form[] = [...stages, "closure"];

/** What falls with a conclusion that the court takes back (decisions.md 30). */
export const afterConclusion: readonly Form[] = ["post-conviction", "closure"];

/** Milestones after which an invitation that is already scheduled would ask other questions. */
const rerouting: { readonly [K in MilestoneKind]?: readonly Form[] } = {
  "report.no-further-action": ["report"],
  "post.contact-scheme-eligible": ["post-conviction"],
  "post.contact-scheme-choice": ["post-conviction"],
};

/**
 * What a milestone means for one victim of one case: who is invited and when, what is held, cancelled or asked for.
 *
 * Call it once for every victim of the case, and for a milestone about a victim once for every case of theirs. After any
 * milestone whatever, no invitation of this case is left scheduled while the safe-contact gate is shut.
 *
 * @see instruments.md 1.11; decisions.md 4, 5, 30
 */
export function decide(after: Moment, methodology: Methodology): readonly StageDecision[] {
  const decisions: StageDecision[] = [...cancelledBy(after, methodology)];
  const gone = new Set(decisions.map((decision) => (decision.act === "cancel" ? decision.invitationId : null)));
  let history: readonly PastInvitation[] = after.history.filter(({ id }) => !gone.has(id));

  for (const form of askedBy(after, methodology)) {
    if (form === "closure" && !after.caseState.facts.selfClosure) {
      const asked = askOfficer({ ...after, history }, methodology);
      const withdrawn = new Set(asked.map((decision) => (decision.act === "cancel" ? decision.invitationId : null)));
      decisions.push(...asked);
      history = history.filter(({ id }) => !withdrawn.has(id));
      continue;
    }
    // The victim's choice: their officer is asked no longer. What the officer has recorded stands.
    if (form === "closure") decisions.push({ act: "cancel-closure", reason: "milestone-retracted" });
    const invite = inviteTo(form, { ...after, history }, methodology);
    if (!invite) continue;
    decisions.push(invite);
    history = withInvite(history, invite, after);
  }

  const decided = new Set(decisions.map((decision) => (decision.act === "invite" ? decision.stage : null)));
  const others = ofCase({ ...after, history }).filter(({ state, stage }) => isPending(state) && !decided.has(stage));
  for (const pending of others) {
    const invite = reviewed(pending, { ...after, history }, methodology);
    if (!invite) continue;
    decisions.push(invite);
    history = withInvite(history, invite, after);
  }
  return decisions;
}

/** The forms that a milestone asks for: the closure form also when who fills it in is told after the closing. */
function askedBy({ milestone }: Moment, methodology: Methodology): readonly Form[] {
  const triggered = triggeredBy(milestone.kind, methodology);
  return milestone.choosesClosure && !triggered.includes("closure") ? [...triggered, "closure"] : triggered;
}

/**
 * Asks the officer for a discussion, and takes back a form of the victim's own that waits. One that has gone may have been
 * answered, which nobody knows: then the officer is not asked, or one case would count twice.
 */
function askOfficer(after: Moment, methodology: Methodology): readonly StageDecision[] {
  const dueOn = closureDueOn(after, methodology);
  const own = ofCase(after).filter(({ stage }) => stage === "closure");
  const hasGone = own.some((past) => ["sent", "delivered", "closed"].includes(past.state) || mayHaveGone(past));
  if (dueOn === null || hasGone) return [];
  const waiting = own.filter(({ state }) => isStoppable(state) || state === "excluded");
  return [
    ...waiting.map(({ id }) => ({ act: "cancel", invitationId: id, reason: "milestone-retracted" }) as const),
    { act: "request-closure", dueOn },
  ];
}

/** What a milestone ends. */
function cancelledBy(after: Moment, methodology: Methodology): readonly StageDecision[] {
  const { kind, retracts } = after.milestone;
  if (kind === "victim.deceased") {
    return [...cancelAll(after, "deceased", methodology), { act: "cancel-closure", reason: "deceased" }];
  }
  // The discussion with the officer stays: it is where the reasons for withdrawing are asked.
  if (kind === "victim.withdrew") return cancelAll(after, "victim-withdrew", methodology);
  if (kind === "court.unconcluded") return cancelForms(after, afterConclusion, "unconcluded");
  if (kind === "milestone.retracted" && retracts) {
    // Also what it left out by design: an event that never was made nobody eligible.
    const never = ofCase(after).filter(({ state }) => state === "excluded");
    return cancelForms(after, triggeredBy(retracts, methodology), "milestone-retracted", never);
  }
  return [];
}

const triggeredBy = (kind: MilestoneKind, { journey }: Methodology) =>
  forms.filter((form) => journey[form].triggers.includes(kind));

const ofCase = ({ history, caseState, victim }: Moment) =>
  history.filter(({ caseId, victimId }) => caseId === caseState.id && victimId === victim.id);

/** Nothing more goes to this victim, in any case. What was held until its window ended has ended already. */
const cancelAll = ({ history, today }: Moment, reason: Reason, methodology: Methodology): readonly StageDecision[] =>
  history
    .filter((past) => isStoppable(past.state) && !isOver(past, today, methodology))
    .map(({ id }) => ({ act: "cancel", invitationId: id, reason }));

const cancelForms = (
  after: Moment,
  cancelled: readonly Form[],
  reason: Reason,
  besides: readonly PastInvitation[] = [],
): readonly StageDecision[] => [
  ...[...ofCase(after).filter(({ state }) => isStoppable(state)), ...besides]
    .filter(({ stage }) => cancelled.includes(stage))
    .map(({ id }) => ({ act: "cancel" as const, invitationId: id, reason })),
  ...(cancelled.includes("closure") ? [{ act: "cancel-closure" as const, reason }] : []),
];

function withInvite(history: readonly PastInvitation[], invite: Invite, { caseState, victim }: Moment) {
  const { stage, state, dueOn, expiresOn, reason } = invite;
  const isOther = (past: PastInvitation) =>
    past.caseId !== caseState.id || past.victimId !== victim.id || past.stage !== stage;
  const row = { id: "", caseId: caseState.id, victimId: victim.id, stage, state, dueOn, expiresOn, reason };
  return [...history.filter(isOther), row];
}

/** One invitation a stage: what has gone, or failed, is not repeated; what was left out or overtaken may be asked anew. */
function inviteTo(form: Form, after: Moment, methodology: Methodology): Invite | null {
  const { milestone, caseState } = after;
  if (caseState.facts.unconcluded && afterConclusion.includes(form)) return null;
  const existing = ofCase(after).find(({ stage }) => stage === form);
  const mayStand =
    !existing || isPending(existing.state) || existing.state === "excluded" || existing.state === "cancelled";
  if (!mayStand || (existing && mayHaveGone(existing))) return null;

  const window = windowOf(form, londonDate(milestone.occurredAt), methodology);
  // An older milestone that arrives late does not move what a newer one has scheduled, nor tell anew why it was left out.
  const isNotLater = existing && expiryOf(window.to, methodology) <= existing.expiresOn;
  if (isNotLater && existing.state === "excluded" && window.to < after.today) return null;
  const isOvertaken = isNotLater && isPending(existing.state);
  return isOvertaken ? reviewed(existing, after, methodology) : placed(form, window, after, methodology);
}

/** Puts one stage on a day of its window, or says why not. The order of the reasons is theirs: safety before design. */
function placed(form: Form, window: Window, after: Moment, methodology: Methodology): Invite {
  const { caseState, victim, today, draw = 0 } = after;
  const probability = fractionOf(form, caseState.area, methodology);
  const cases = [caseState.facts];
  const earliest = chooseDay(window, today, { cases }, methodology);
  const stand = (state: Invite["state"], reason: Reason | null, dueOn: LocalDate, chance = probability): Invite => ({
    act: "invite",
    stage: form,
    state,
    reason,
    probability: chance,
    dueOn,
    expiresOn: expiryOf(window.to, methodology),
  });

  const contact = gate(caseState, victim, today, methodology);
  if (!contact.open && contact.outcome === "excluded")
    return stand("excluded", contact.reason, earliest ?? window.target);
  if (earliest === null) return stand("excluded", "window-passed", window.target);
  if (!contact.open) return stand("held", contact.reason, earliest);
  if (draw >= probability) return stand("excluded", "not-sampled", earliest);

  const resting = restsOf(form, after, methodology);
  const day = chooseDay(window, today, { cases, resting }, methodology);
  if (day !== null) return stand("scheduled", null, day);
  const inTheWay = restingOn(earliest, resting);
  const isWithinCase = inTheWay.some(({ days }) => days === methodology.rest.withinCaseDays);
  // As if one had been drawn among this invitation and those in its way (decisions.md 5; cut-wave weighs the others).
  const chance = probability / (1 + Math.max(1, inTheWay.length));
  return stand("excluded", isWithinCase ? "rest-within-case" : "rest-across-cases", earliest, chance);
}

/** What the rest rule looks at. A closure form is the victim's own choice: it neither waits nor makes others wait. */
function restsOf(form: Form, { history, caseState }: Moment, methodology: Methodology): readonly Rest[] {
  if (form === "closure") return [];
  const { withinCaseDays, acrossCasesDays } = methodology.rest;
  return history
    .filter(
      (past) =>
        (takesPlace(past.state) || mayHaveGone(past)) &&
        past.stage !== "closure" &&
        !(past.caseId === caseState.id && past.stage === form),
    )
    .map(({ caseId, state, dueOn, expiresOn }) => ({
      on: state === "scheduled" || state === "claimed" ? dueOn : sendingDayOf(expiresOn, methodology),
      days: caseId === caseState.id ? withinCaseDays : acrossCasesDays,
    }));
}

/**
 * Whether an invitation was held until its window ended. Then it has ended with it, and counts by the reason for which it
 * was held: what happens later can no longer open it, nor make it count as something else.
 */
const isOver = (
  { state, expiresOn }: Pick<PastInvitation, "state" | "expiresOn">,
  today: LocalDate,
  methodology: Methodology,
) => state === "held" && sendingDayOf(expiresOn, methodology) < today;

/** What a pending invitation becomes now that something else has happened; null when it stands as it is. */
function reviewed(pending: PastInvitation, after: Moment, methodology: Methodology): Invite | null {
  const { caseState, victim, today, milestone } = after;
  const { stage, dueOn, expiresOn } = pending;
  if (isOver(pending, today, methodology)) return null;
  const contact = gate(caseState, victim, today, methodology);
  const probability = fractionOf(stage, caseState.area, methodology);
  const base = { act: "invite", stage, probability, dueOn, expiresOn } as const;
  if (!contact.open) {
    const stands = pending.state === contact.outcome && pending.reason === contact.reason;
    return stands ? null : { ...base, state: contact.outcome, reason: contact.reason };
  }
  const isFree = !quietDaysOf([caseState.facts], methodology)(dueOn);
  if (pending.state === "scheduled" && isFree) {
    if (!rerouting[milestone.kind]?.includes(stage)) return null;
    // One whose day has passed without its being sent is given another below.
    if (dueOn >= today) return { ...base, state: "scheduled", reason: null };
  }
  const from = isFree ? dueOn : plusDays(dueOn, 1);
  return placed(stage, { from, target: from, to: sendingDayOf(expiresOn, methodology) }, after, methodology);
}
