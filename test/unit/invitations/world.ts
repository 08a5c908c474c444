import type { CaseState, RecordedMilestone, VictimState } from "../../../src/domain/case.ts";
import { consequencesOf } from "../../../src/domain/consequences.ts";
import { dispositionOf } from "../../../src/domain/disposition.ts";
import type { PastInvitation } from "../../../src/domain/eligibility.ts";
import { emptyLedger, type Ledger, type LedgerCase } from "../../../src/domain/ledger.ts";
import { methodology } from "../../../src/domain/methodology.ts";
import { type ContactAssertion, safetyOf } from "../../../src/domain/milestone.ts";
import { quietDaysOf } from "../../../src/domain/quiet-days.ts";
import { type AtSending, type Dispatch, recheck, safeguards } from "../../../src/domain/recheck.ts";
import { type Life, type Other, personBehind } from "../../../src/domain/same-person.ts";
import { expiryOf, sendingDayOf } from "../../../src/domain/schedule.ts";
import {
  type Cautions,
  isNewer,
  newVictim,
  withCautions,
  withContact,
  withLateWarning,
  withoutJudgement,
} from "../../../src/domain/victim.ts";
import {
  type Instant,
  instantOf,
  type LocalDate,
  londonInstant,
  londonTime,
  millisecondsOf,
  plusDays,
} from "../../../src/kernel/time.ts";
import { sure } from "./people.ts";
import {
  type File,
  membersOf,
  type Message,
  type Said,
  type Step,
  type Story,
  type Telling,
  type Told,
  type Who,
} from "./story.ts";

// A vault in memory: rows as the database would hold them, and the engine's own pure rules between them. What the store
// and the flow do in SQL is done here by hand, and nothing else.

type Row = PastInvitation;
type Rules = typeof safeguards;

/** What was answered at a moment of sending. */
export type Asked = { readonly message: Omit<Message, "route">; readonly dispatch: Dispatch; readonly takenAt: number };

export type World = {
  readonly story: Story;
  readonly rules: Rules;
  readonly files: Map<string, LedgerCase>;
  readonly states: Map<string, CaseState>;
  readonly victims: Map<string, VictimState>;
  readonly cautions: Map<string, Cautions>;
  readonly rows: Map<string, Row>;
  next: number;
};

const areas = { s1: "E23000029", s2: "E23000029", k1: "E23000032" } as const;

export function openWorld(day: number, rules: Rules = safeguards): World {
  const now = londonInstant(plusDays("2026-01-01" as LocalDate, day), 10 * 60);
  const files = (Object.keys(membersOf) as File[]).map((id): readonly [string, LedgerCase] => [
    id,
    {
      id,
      area: areas[id],
      isNew: false,
      version: 0,
      milestones: [],
      victims: new Set(membersOf[id]),
      touched: new Set(),
      lost: [],
      references: new Map(),
    },
  ]);
  const victims = (["ann", "bob", "kate"] as const).map((id): readonly [string, VictimState] => [
    id,
    newVictim({ id, refHash: id, area: id === "kate" ? areas.k1 : areas.s1, updatedAt: now }),
  ]);
  return {
    story: { told: [], stops: [], messages: [], merged: false, now },
    rules,
    files: new Map(files),
    states: new Map(),
    victims: new Map(victims),
    cautions: new Map(),
    rows: new Map(),
    next: 0,
  };
}

const today = ({ story }: World) => londonTime(story.now).date;
const fileOf = ({ story }: World, file: File): File => (story.merged && file === "s2" ? "s1" : file);
const keyOf = (index: number) => `e${String(index).padStart(4, "0")}`;

function goTo(world: World, day: LocalDate, minutes: number): void {
  const then = londonInstant(day, minutes);
  if (then > world.story.now) world.story.now = then;
}

/** The batch that one event makes: everything, read; what follows, written. */
function decideAll(world: World, touched: File, key: string, absorbed: Ledger["absorbed"] = []): void {
  sure(world.files.get(touched)).touched.add(key);
  const ledger: Ledger = {
    ...emptyLedger({
      sender: { id: "sender", name: "sender", role: "force", forceCode: "45" },
      now: world.story.now,
      newId: () => `i${String(world.next++).padStart(6, "0")}`,
    }),
    cases: world.files,
    victims: new Map(
      [...world.victims].map(([id, state]) => [id, { isNew: false, read: state, state, contact: null }]),
    ),
    absorbed: [...absorbed],
  };
  const follows = consequencesOf(ledger, [...world.rows.values()], today(world), methodology);
  for (const { from, into } of absorbed) moveRows(world, from, into);
  for (const state of follows.cases) world.states.set(state.id, state);
  for (const state of follows.victims) world.victims.set(state.id, state);
  for (const { invitationId, reason } of follows.cancelled) {
    const row = world.rows.get(invitationId);
    if (row && row.state !== "sent") world.rows.set(row.id, { ...row, state: "cancelled", reason });
  }
  for (const { id, caseId, victimId, stage, state, reason, dueOn, expiresOn } of follows.invitations) {
    const row = { caseId, victimId, stage, state, reason, dueOn, expiresOn };
    const existing = [...world.rows.values()].find(
      (each) => each.caseId === caseId && each.victimId === victimId && each.stage === stage,
    );
    if (existing?.state !== "sent") world.rows.set(existing?.id ?? id, { ...row, id: existing?.id ?? id });
  }
  for (const file of world.files.values()) file.touched.clear();
}

/** As `absorbCases` does: of two for one stage the one that has gone stands, else that of the case that stays. */
function moveRows(world: World, from: string, into: string): void {
  for (const row of [...world.rows.values()].filter(({ caseId }) => caseId === from)) {
    const other = [...world.rows.values()].find(
      ({ caseId, victimId, stage }) => caseId === into && victimId === row.victimId && stage === row.stage,
    );
    if (other && (other.state === "sent" || row.state !== "sent")) {
      if (row.state !== "sent") world.rows.set(row.id, { ...row, state: "cancelled", reason: "milestone-retracted" });
      continue;
    }
    if (other) world.rows.delete(other.id);
    world.rows.set(row.id, { ...row, caseId: into });
  }
}

const assertionOf = (said: Said, judgedAt: Instant): ContactAssertion => {
  const routes = { mobile: said.mobile, email: said.email, postal: said.postal === null ? null : [said.postal] };
  return {
    ...routes,
    channel: said.channel,
    safety: safetyOf({ safeToContact: said.safe, preferredChannel: said.channel, ...routes }),
    assertedAt: judgedAt,
    assertedBy: said.by,
    windowFrom: said.hours?.[0] ?? null,
    windowTo: said.hours?.[1] ?? null,
    suspectNumbers: said.suspects,
    redactions: null,
  };
};

/** A route, judged by somebody: the newest stands. */
function hearRoute(world: World, who: Who, assertion: ContactAssertion): void {
  const known = sure(world.victims.get(who));
  const { mobile, email, postal } = assertion;
  const indexes = { phoneIndex: mobile, emailIndex: email, postalIndex: postal?.[0] ?? null };
  const cautions = world.cautions.get(who) ?? null;
  const late = isNewer(assertion, known) ? null : withLateWarning(known, { assertion, ...indexes }, cautions);
  if (late === null && !isNewer(assertion, known)) return;
  const contact = late?.contact ?? withCautions({ assertion, ...indexes }, cautions);
  const state = late?.state ?? withContact(known, contact);
  world.victims.set(who, { ...state, contact: state.contact === null ? null : "sealed" });
  world.cautions.set(who, contact.assertion);
}

function tell(world: World, telling: Telling): void {
  const { story } = world;
  const index = story.told.length;
  const at = millisecondsOf(story.now);
  // No two things happen at the same millisecond.
  const daysBefore = (days: number) => instantOf(at - days * 86_400_000 + index + 1);
  const { said, on, offenceYearsAgo, ...rest } = telling;
  const day = today(world);
  const told: Told = {
    ...rest,
    index,
    occurredAt: daysBefore(telling.daysAgo),
    ...(said && { said: { ...said, judgedAt: daysBefore(said.judgedDaysAgo) } }),
    ...(on !== undefined && { on: plusDays(day, on) }),
    ...(offenceYearsAgo !== undefined && { offenceOn: `${Number(day.slice(0, 4)) - offenceYearsAgo}${day.slice(4)}` }),
    retractedBy: null,
  };
  story.told.push(told);
  const assertion = told.said && assertionOf(told.said, told.said.judgedAt);
  if (told.who && assertion) hearRoute(world, told.who, assertion);
  const { profile, offence, flags, selfClosure } = told;
  const milestone: RecordedMilestone = {
    id: keyOf(index),
    eventKey: keyOf(index),
    kind: told.kind,
    occurredAt: told.occurredAt,
    victimId: told.who,
    retracted: false,
    detail: {
      ...(offence && { offence }),
      ...(flags && { flags }),
      ...(profile && { profile }),
      ...(assertion && { asserted: { safety: assertion.safety, at: assertion.assertedAt } }),
      facts: {
        ...(told.on !== undefined && { on: told.on as LocalDate }),
        ...(told.offenceOn !== undefined && { offenceOn: told.offenceOn as LocalDate }),
        ...(selfClosure && { selfClosure }),
      },
    },
  };
  const file = fileOf(world, told.file);
  sure(world.files.get(file)).milestones.push(milestone);
  decideAll(world, file, milestone.eventKey);
}

function retract(world: World, which: number): void {
  const { story } = world;
  const target = story.told[which % Math.max(1, story.told.length)];
  if (!target || target.retractedBy !== null) return;
  const index = story.told.length;
  const { file, who } = target;
  const milestones = sure(world.files.get(fileOf(world, file))).milestones;
  const place = milestones.findIndex(({ eventKey }) => eventKey === keyOf(target.index));
  const struck = { ...sure(milestones[place]), retracted: true };
  milestones[place] = struck;
  target.retractedBy = index;
  const key = keyOf(index);
  const occurredAt = instantOf(millisecondsOf(story.now) + index);
  const detail = { retracts: struck.eventKey };
  story.told.push({ index, file, who, kind: "milestone.retracted", daysAgo: 0, occurredAt, retractedBy: null });
  const record = { id: key, eventKey: key, occurredAt, victimId: who, retracted: false, detail };
  milestones.push({ ...record, kind: "milestone.retracted" });
  const known = who === null ? undefined : world.victims.get(who);
  if (known && struck.detail.asserted) {
    const standing = [...world.files.values()]
      .flatMap((each) => each.milestones)
      .filter((each) => each.victimId === who && !each.retracted)
      .flatMap((each) => each.detail.asserted ?? []);
    world.victims.set(known.id, withoutJudgement(known, struck.detail.asserted, standing));
  }
  decideAll(world, fileOf(world, file), key);
}

/** As `optOutByLink` does: whoever has the number is concerned. */
function stop(world: World, who: Who, why: "stop" | "not-safe"): void {
  const { story } = world;
  const me = sure(world.victims.get(who));
  const shares = (index: "phoneIndex" | "emailIndex" | "postalIndex", other: VictimState) =>
    me[index] !== null && other[index] === me[index];
  for (const other of world.victims.values()) {
    const isMeant =
      other === me || shares("phoneIndex", other) || shares("emailIndex", other) || shares("postalIndex", other);
    if (!isMeant) continue;
    story.stops.push({ who: other.id as Who, why, at: story.now });
    const nothing = { contact: null, contactEpoch: null, phoneIndex: null, emailIndex: null, postalIndex: null };
    const silent = { ...other, ...nothing, flags: [...new Set([...other.flags, "opted-out" as const])] };
    const unsafe = { safety: "no-contact", safetyAssertedAt: story.now, safetyAssertedBy: "victim" } as const;
    world.victims.set(other.id, why === "stop" ? silent : { ...other, ...unsafe });
    const end = why === "stop" ? (["cancelled", "opted-out"] as const) : (["held", "no-contact"] as const);
    for (const row of world.rows.values()) {
      const isPending = row.state === "scheduled" || row.state === "held";
      if (row.victimId === other.id && isPending) world.rows.set(row.id, { ...row, state: end[0], reason: end[1] });
    }
  }
}

function merge(world: World): void {
  if (world.story.merged) return;
  const [into, from] = [sure(world.files.get("s1")), sure(world.files.get("s2"))];
  into.milestones.push(...from.milestones);
  for (const { eventKey } of from.milestones) into.touched.add(eventKey);
  for (const who of from.victims) into.victims.add(who);
  world.files.delete("s2");
  world.states.delete("s2");
  world.story.merged = true;
  if (into.milestones.length > 0)
    decideAll(world, "s1", sure(into.milestones[0]).eventKey, [{ from: "s2", into: "s1" }]);
}

const dueRows = (world: World) =>
  [...world.rows.values()].filter(({ state, dueOn }) => state === "scheduled" && dueOn <= today(world));

/** @param besides The case that is not among the others: that of the row itself. */
function lifeOf(
  world: World,
  victimId: string,
  { row, batch }: { readonly row: Row; readonly batch: readonly string[] },
  besides: string | null = null,
): Life {
  const theirs = [...world.rows.values()].filter(
    (each) => each.victimId === victimId && each.id !== row.id && each.stage !== "closure",
  );
  const open = [...world.files.values()].filter(({ id, victims }) => victims.has(victimId) && id !== besides);
  return {
    sent: theirs.filter(({ state }) => state === "sent").map(({ caseId, expiresOn }) => [caseId, expiresOn]),
    claimed: theirs.filter(({ id }) => batch.includes(id)).map(({ id }) => id),
    cases: open
      .flatMap(({ id }) => world.states.get(id) ?? [])
      .filter(({ closedOn }) => closedOn === null)
      .map(({ offence, flags, facts }) => [offence, flags, facts]),
  };
}

/** As `claim` reads it. */
function readingOf(world: World, row: Row, batch: readonly string[]): AtSending {
  const victim = sure(world.victims.get(row.victimId));
  const caseState = sure(world.states.get(row.caseId));
  const others = [...world.victims.values()].flatMap((other): Other[] => {
    const has = (index: "phoneIndex" | "emailIndex" | "postalIndex") =>
      victim[index] !== null && other[index] === victim[index];
    const routes = [
      ...(has("phoneIndex") ? (["sms"] as const) : []),
      ...(has("emailIndex") ? (["email"] as const) : []),
      ...(has("postalIndex") ? (["letter"] as const) : []),
    ];
    if (other.id === victim.id || routes.length === 0) return [];
    const holdsLink = [...world.rows.values()].some(
      ({ id, victimId, stage, state }) =>
        victimId === other.id && stage === row.stage && (state === "sent" || batch.includes(id)),
    );
    // Asked for reminders alone, of which no story tells.
    const isFlagged = false;
    return [{ ...other, ...lifeOf(world, other.id, { row, batch }), routes, isFlagged, holdsLink }];
  });
  const person = personBehind(victim, lifeOf(world, victim.id, { row, batch }, row.caseId), others);
  return {
    invitation: row,
    caseState: { ...caseState, flags: [...caseState.flags, ...person.dangers] },
    victim: person.victim,
    otherCases: person.otherCases,
    sent: person.sent.map(([caseId, expiresOn]) => ({ caseId, on: sendingDayOf(expiresOn, methodology) })),
    isSecond: person.claimed.some((other) => other < row.id),
    shared: person.shared,
    now: world.story.now,
  };
}

/**
 * A consumer's run.
 *
 * @param taken Rows as they stood when it took hold of them: their window is that of then.
 * @param takenAt How much had been told by then.
 */
function send(world: World, taken: readonly Row[], takenAt: number): readonly Asked[] {
  const held = taken.flatMap(({ id, expiresOn }) => {
    const row = world.rows.get(id);
    return row && row.state !== "sent" && world.states.has(row.caseId) ? [{ row, expiresOn }] : [];
  });
  const batch = held.map(({ row }) => row.id);
  const readings = held.map(({ row, expiresOn }) => ({ row, about: readingOf(world, { ...row, expiresOn }, batch) }));
  const { story } = world;
  return readings.map(({ row, about }) => {
    const dispatch = recheck(about, methodology, world.rules);
    const message = { who: row.victimId as Who, file: row.caseId as File, stage: row.stage, at: story.now };
    if (dispatch.act === "send") {
      world.rows.set(row.id, { ...row, state: "sent", reason: null, expiresOn: expiryOf(today(world), methodology) });
    } else if (row.state === "scheduled" && dispatch.act === "end") {
      world.rows.set(row.id, { ...row, state: dispatch.state, reason: dispatch.reason });
    } else if (row.state === "scheduled" && dispatch.act === "wait" && dispatch.until > row.dueOn) {
      world.rows.set(row.id, { ...row, dueOn: dispatch.until });
    }
    return { message, dispatch, takenAt };
  });
}

function goToNextDue(world: World, late: number, minutes: number): void {
  const waiting = [...world.rows.values()].filter(({ state }) => state === "scheduled").map(({ dueOn }) => dueOn);
  const next = waiting.toSorted()[0];
  if (next !== undefined) goTo(world, plusDays(next > today(world) ? next : today(world), late), minutes);
}

function goToHoliday(world: World, minutes: number): void {
  const weekdays = { ...methodology, sending: { ...methodology.sending, sundays: true } };
  const isHoliday = quietDaysOf([], weekdays);
  const days = Array.from({ length: 20 }, (_, index) => plusDays(today(world), index + 1));
  const next = days.find(isHoliday);
  if (next !== undefined) goTo(world, next, minutes);
}

/**
 * Takes one step. A consumer that had taken hold of what was due before something happened goes on after it, with what
 * is known by then, whatever has become of the row: the last check must do without the others.
 */
export function live(world: World, step: Step): readonly Asked[] {
  const taken = dueRows(world);
  const takenAt = world.story.told.length;
  if (step.do === "wait") goTo(world, plusDays(today(world), step.days), step.minutes);
  else if (step.do === "due") goToNextDue(world, step.late, step.minutes);
  else if (step.do === "holiday") goToHoliday(world, step.minutes);
  else if (step.do === "send") return send(world, taken, takenAt);
  else {
    if (step.do === "tell") tell(world, step);
    else if (step.do === "retract") retract(world, step.which);
    else if (step.do === "stop") stop(world, step.who, step.why);
    else merge(world);
    return send(world, taken, takenAt);
  }
  return [];
}

/** What became of every row, once nothing can change any more: the cron has run on every day that was left. */
export function finish(world: World) {
  for (let days = 0; days < 400 && [...world.rows.values()].some(({ state }) => state === "scheduled"); days++) {
    goTo(world, plusDays(today(world), 1), 12 * 60);
    goToNextDue(world, 0, 12 * 60);
    send(world, dueRows(world), world.story.told.length);
  }
  return [...world.rows.values()].map(({ caseId, victimId, stage, state, reason }) => ({
    unit: `${caseId}/${victimId}/${stage}`,
    disposition: dispositionOf(state, reason),
  }));
}
