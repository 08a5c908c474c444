import type { LocalDate } from "../kernel/time.ts";
import {
  applyMilestone,
  byOccurrence,
  caseAfter,
  type CaseFacts,
  type CaseFlag,
  type CaseState,
  newCase,
  type RecordedMilestone,
  standingOf,
  type VictimState,
} from "./case.ts";
import { decide, type Invite, type PastInvitation, type Reason, type StageDecision } from "./eligibility.ts";
import { rootOf } from "./identity.ts";
import type { Ledger, LedgerCase } from "./ledger.ts";
import { type InvitationState, isPending } from "./invitation.ts";
import type { Methodology } from "./methodology.ts";
import { victimAfter } from "./victim.ts";

// What a batch of milestones means for the stages of every victim that it touches.

export type DecidedInvitation = Omit<Invite, "act"> & {
  readonly id: string;
  readonly caseId: string;
  readonly victimId: string;
  readonly milestoneId: string;
  readonly area: string;
};

export type DecidedClosure = {
  readonly id: string;
  readonly caseId: string;
  readonly victimId: string;
  readonly milestoneId: string;
  readonly area: string;
  readonly officerRef: string | null;
  readonly dueOn: LocalDate;
};

/** What is to be written. Where one batch decided twice about one stage, the last word. */
export type Consequences = {
  readonly cases: readonly CaseState[];
  readonly victims: readonly VictimState[];
  readonly invitations: readonly DecidedInvitation[];
  readonly cancelled: readonly { readonly invitationId: string; readonly reason: Reason }[];
  readonly closures: readonly DecidedClosure[];
  readonly cancelledClosures: readonly {
    readonly caseId: string;
    readonly victimId: string;
    readonly reason: Reason;
  }[];
};

type Deciding = {
  readonly ledger: Ledger;
  readonly methodology: Methodology;
  readonly today: LocalDate;
  readonly victims: ReadonlyMap<string, VictimState>;
  /** By victim: what their open cases warn of. Danger in one is danger in all. */
  readonly dangers: ReadonlyMap<string, readonly CaseFlag[]>;
  readonly history: Map<string, PastInvitation[]>;
  readonly invitations: Map<string, DecidedInvitation>;
  readonly cancelled: Map<string, Reason>;
  readonly closures: Map<string, DecidedClosure>;
  readonly cancelledClosures: Map<
    string,
    { readonly caseId: string; readonly victimId: string; readonly reason: Reason }
  >;
};

const TAIL = 12;

/** Who is invited where a fraction is: from the random part of two ids, so that deciding again draws the same. */
function drawOf(caseId: string, victimId: string): number {
  const part = (id: string) => Number.parseInt(id.slice(-TAIL), 16) / 16 ** TAIL;
  return (part(caseId) + part(victimId)) % 1;
}

function enact(
  deciding: Deciding,
  decision: StageDecision,
  about: { caseState: CaseState; victimId: string; milestoneId: string },
): void {
  const {
    caseState: { id: caseId, area, officerRef },
    victimId,
    milestoneId,
  } = about;
  const { ledger, history, invitations, cancelled, closures, cancelledClosures } = deciding;
  const past = history.get(victimId) ?? [];
  history.set(victimId, past);
  const pair = `${caseId}|${victimId}`;
  if (decision.act === "invite") {
    const { act: _, ...invite } = decision;
    const index = past.findIndex((each) => each.caseId === caseId && each.stage === invite.stage);
    const id = past[index]?.id ?? ledger.newId();
    const { stage, state, dueOn, expiresOn, reason } = invite;
    past.splice(index < 0 ? past.length : index, 1, { id, caseId, victimId, stage, state, dueOn, expiresOn, reason });
    invitations.set(`${pair}|${stage}`, { ...invite, id, caseId, victimId, milestoneId, area });
    cancelled.delete(id);
  } else if (decision.act === "cancel") {
    const { invitationId, reason } = decision;
    const index = past.findIndex(({ id }) => id === invitationId);
    const row = past[index];
    if (row) past[index] = { ...row, state: "cancelled", reason };
    cancelled.set(invitationId, reason);
  } else if (decision.act === "request-closure") {
    cancelledClosures.delete(pair);
    closures.set(pair, { id: ledger.newId(), caseId, victimId, milestoneId, area, officerRef, dueOn: decision.dueOn });
  } else {
    closures.delete(pair);
    cancelledClosures.set(pair, { caseId, victimId, reason: decision.reason });
  }
}

function decideOne(deciding: Deciding, milestone: RecordedMilestone, caseState: CaseState, victimId: string): void {
  const { ledger, methodology, today, victims, dangers, history } = deciding;
  const victim = victims.get(victimId);
  if (!victim) return;
  const takenBack = milestone.detail.retracts;
  const file = takenBack === undefined ? undefined : ledger.cases.get(caseState.id);
  const told = file ? [...file.milestones, ...file.lost] : [];
  // Rather the event itself than what was kept of it for the victim alone.
  const target =
    told.find(({ eventKey }) => eventKey === takenBack) ?? told.find(({ eventKey }) => rootOf(eventKey) === takenBack);
  const moment = {
    milestone: {
      kind: milestone.kind,
      occurredAt: milestone.occurredAt,
      ...(choosesClosure(milestone, ledger.cases.get(caseState.id), methodology) && { choosesClosure: true as const }),
      ...(target && { retracts: target.kind }),
    },
    caseState: {
      ...caseState,
      facts: withOwnChoice(caseState.facts, ledger.cases.get(caseState.id), { victimId, milestone }),
      flags: [...caseState.flags, ...(dangers.get(victimId) ?? [])],
    },
    victim,
    history: history.get(victimId) ?? [],
    today,
    draw: drawOf(caseState.id, victimId),
  };
  for (const decision of decide(moment, methodology)) {
    enact(deciding, decision, { caseState, victimId, milestoneId: milestone.id });
  }
}

/** Who fills in the closure form is each victim's choice: of several in one case, nobody's is another's. */
function withOwnChoice(
  facts: CaseFacts,
  file: LedgerCase | undefined,
  { victimId, milestone }: { readonly victimId: string; readonly milestone: RecordedMilestone },
): CaseFacts {
  const choices = (file?.milestones ?? []).filter(({ detail }) => detail.facts?.selfClosure !== undefined);
  if (choices.length === 0) return facts;
  const own = standingOf(choices).filter(
    (choice) => (choice.victimId === null || choice.victimId === victimId) && byOccurrence(choice, milestone) <= 0,
  );
  const { selfClosure: _, ...others } = facts;
  return own.at(-1)?.detail.facts?.selfClosure ? { ...others, selfClosure: true } : others;
}

/** Whether it tells who fills in the closure form, of a case of whose closing something earlier has told. */
function choosesClosure(milestone: RecordedMilestone, file: LedgerCase | undefined, { journey }: Methodology): boolean {
  if (milestone.detail.facts?.selfClosure === undefined) return false;
  return standingOf(file?.milestones ?? []).some(
    (earlier) => journey.closure.triggers.includes(earlier.kind) && byOccurrence(earlier, milestone) <= 0,
  );
}

/** A milestone that names a victim is about that one; one that names none is about every victim of the case. */
const concerned = (milestone: RecordedMilestone, { victims }: LedgerCase) =>
  milestone.victimId !== null && victims.has(milestone.victimId) ? [milestone.victimId] : [...victims];

/**
 * Decides anew from the earliest milestone that this batch brought, in the order of occurrence, so that a late one still
 * has what came after it decided after it; of a victim who is new to the case, from the beginning. A retraction first takes
 * back, and then all that still stands is decided; so it is with what the case lost to another.
 */
function decideCase(deciding: Deciding, file: LedgerCase, now: CaseState): void {
  const standing = standingOf(file.milestones);
  const takesBack = standing.filter(
    ({ detail, eventKey }) => detail.retracts !== undefined && file.touched.has(eventKey),
  );
  const isGone = file.lost.map((lost): RecordedMilestone => ({
    ...lost,
    kind: "milestone.retracted",
    detail: { retracts: rootOf(lost.eventKey) },
  }));
  for (const milestone of [...takesBack, ...isGone]) {
    for (const victimId of concerned(milestone, file)) decideOne(deciding, milestone, now, victimId);
  }
  const isTouched = ({ eventKey }: RecordedMilestone) => file.touched.has(eventKey);
  const from = takesBack.length + isGone.length > 0 ? 0 : standing.findIndex(isTouched);
  if (from < 0) return;
  const newcomers = new Set(deciding.ledger.linked.flatMap((one) => (one.caseId === file.id ? [one.victimId] : [])));
  let state = newCase(file.id, file.area, standing[0]?.occurredAt ?? now.updatedAt);
  for (const [index, milestone] of standing.entries()) {
    state = applyMilestone(state, milestone);
    if (milestone.detail.retracts !== undefined) continue;
    const whom = concerned(milestone, file).filter((victimId) => index >= from || newcomers.has(victimId));
    // Safety does not wait its turn: what is known to be dangerous now is so for every decision.
    const safe = { ...state, flags: now.flags };
    for (const victimId of whom) decideOne(deciding, milestone, safe, victimId);
  }
}

/**
 * What a victim's other cases must hear of: their route, their wishes, their death, and what makes writing to them
 * dangerous, or no longer does. Where nothing of that has changed, deciding again changes nothing.
 */
function decideOtherCases(
  deciding: Deciding,
  file: LedgerCase,
  states: ReadonlyMap<string, CaseState>,
  casesOf: ReadonlyMap<string, readonly LedgerCase[]>,
): void {
  const told = file.milestones.filter(({ eventKey, retracted }) => file.touched.has(eventKey) && !retracted);
  for (const milestone of told.toSorted(byOccurrence)) {
    const heard = milestone.kind.startsWith("victim.")
      ? milestone
      : { ...milestone, kind: "victim.contact-asserted" as const };
    for (const victimId of concerned(milestone, file)) {
      for (const other of casesOf.get(victimId) ?? []) {
        const state = states.get(other.id);
        if (other.id !== file.id && state) decideOne(deciding, heard, state, victimId);
      }
    }
  }
}

function victimsAfter({ victims, cases }: Ledger): ReadonlyMap<string, VictimState> {
  const told = new Map<string, RecordedMilestone[]>();
  for (const { milestones } of cases.values()) {
    for (const milestone of milestones) {
      if (milestone.victimId === null) continue;
      const theirs = told.get(milestone.victimId);
      if (theirs) theirs.push(milestone);
      else told.set(milestone.victimId, [milestone]);
    }
  }
  return new Map([...victims].map(([id, { state }]) => [id, victimAfter(state, told.get(id) ?? [])]));
}

/** Only victims of several cases are in it: a case's own flags are looked at anyhow. */
function dangersOf(
  casesOf: ReadonlyMap<string, readonly LedgerCase[]>,
  states: ReadonlyMap<string, CaseState>,
): ReadonlyMap<string, readonly CaseFlag[]> {
  const several = [...casesOf].filter(([, files]) => files.length > 1);
  return new Map(
    several.map(([victimId, files]) => {
      const open = files.map(({ id }) => states.get(id)).filter((state) => state?.closedOn === null);
      return [victimId, open.flatMap((state) => state?.flags ?? [])];
    }),
  );
}

/**
 * Invitations of a case that is now part of another are that one's. Of two for one stage the one that has gone stands,
 * or the other would go too; where both have or neither has, that of the case that stays. As `absorbCases` writes it.
 */
function afterAbsorption(history: readonly PastInvitation[], absorbed: Ledger["absorbed"]): readonly PastInvitation[] {
  return absorbed.reduce((rows, { from, into }) => {
    const stageOf = ({ victimId, stage }: PastInvitation) => `${victimId}|${stage}`;
    const ofCase = (id: string, gone: boolean) =>
      new Set(rows.filter(({ caseId, state }) => caseId === id && hasGone(state) === gone).map(stageOf));
    const [wentThere, wentHere, waitsHere] = [ofCase(from, true), ofCase(into, true), ofCase(into, false)];
    const stands = (row: PastInvitation) => {
      const stage = stageOf(row);
      if (row.caseId === into) return hasGone(row.state) || !wentThere.has(stage);
      if (row.caseId === from) return !wentHere.has(stage) && (hasGone(row.state) || !waitsHere.has(stage));
      return true;
    };
    return rows.filter(stands).map((row) => (row.caseId === from ? { ...row, caseId: into } : row));
  }, history);
}

/** Being sent, or sent, whatever became of it. */
const hasGone = (state: InvitationState) => !isPending(state) && state !== "excluded" && state !== "cancelled";

/** All that follows from what was admitted to the ledger. */
export function consequencesOf(
  ledger: Ledger,
  history: readonly PastInvitation[],
  today: LocalDate,
  methodology: Methodology,
): Consequences {
  const victims = victimsAfter(ledger);
  const states = new Map<string, CaseState>();
  for (const file of ledger.cases.values()) {
    const state = caseAfter(file.id, file.area, file.milestones);
    if (state) states.set(file.id, state);
  }
  const casesOf = new Map<string, LedgerCase[]>();
  for (const file of ledger.cases.values()) {
    for (const victimId of file.victims) casesOf.set(victimId, [...(casesOf.get(victimId) ?? []), file]);
  }
  const byVictim = Map.groupBy(afterAbsorption(history, ledger.absorbed), ({ victimId }) => victimId);
  const deciding: Deciding = {
    ledger,
    methodology,
    today,
    victims,
    dangers: dangersOf(casesOf, states),
    history: byVictim,
    invitations: new Map(),
    cancelled: new Map(),
    closures: new Map(),
    cancelledClosures: new Map(),
  };
  const touched = [...ledger.cases.values()].filter((file) => file.touched.size > 0);
  for (const file of touched) {
    const state = states.get(file.id);
    if (state) decideCase(deciding, file, state);
  }
  for (const file of touched) decideOtherCases(deciding, file, states, casesOf);
  const isTold = new Set(touched.flatMap((file) => [...file.victims]));
  return {
    cases: touched.map(({ id }) => states.get(id)).filter((state) => state !== undefined),
    victims: [...victims.values()].filter(({ id }) => isTold.has(id)),
    invitations: [...deciding.invitations.values()],
    cancelled: [...deciding.cancelled].map(([invitationId, reason]) => ({ invitationId, reason })),
    closures: [...deciding.closures.values()],
    cancelledClosures: [...deciding.cancelledClosures.values()],
  };
}
