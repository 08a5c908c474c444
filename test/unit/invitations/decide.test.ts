import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { caseFlags, type CaseState, safeties, type VictimState } from "../../../src/domain/case.ts";
import { gate } from "../../../src/domain/contact.ts";
import { decide, type PastInvitation, type StageDecision } from "../../../src/domain/eligibility.ts";
import { methodology } from "../../../src/domain/methodology.ts";
import { type MilestoneKind, milestoneKinds } from "../../../src/domain/milestone.ts";
import { recheck } from "../../../src/domain/recheck.ts";
import { sendingDayOf } from "../../../src/domain/schedule.ts";
import { type Instant, londonDate, plusDays } from "../../../src/kernel/time.ts";
import { burglary, day, instant, moment, past, reassured, textable, TODAY } from "./people.ts";

const now = (kind: MilestoneKind, retracts?: MilestoneKind) => ({
  kind,
  occurredAt: instant(`${TODAY}T10:00:00.000Z`),
  ...(retracts && { retracts }),
});

const stagesOf = (decisions: readonly StageDecision[]) =>
  decisions.map((decision) => (decision.act === "invite" ? `${decision.state} ${decision.stage}` : decision.act));

describe("what a milestone decides", () => {
  it("invites to the stage that it triggers, on its target day or the working day after", () => {
    const asked = (kind: MilestoneKind) => decide(moment({ milestone: now(kind) }), methodology);
    expect(asked("report.recorded")).toEqual([
      {
        act: "invite",
        stage: "report",
        state: "scheduled",
        reason: null,
        probability: 1,
        dueOn: "2026-04-14",
        expiresOn: "2026-06-09",
      },
    ]);
    expect(stagesOf(asked("decision.charged"))).toEqual(["scheduled charge"]);
    for (const outcome of ["decision.not-charged", "decision.out-of-court", "report.no-further-action"] as const) {
      expect(stagesOf(asked(outcome))).toEqual(["scheduled charge", "request-closure"]);
    }
    expect(stagesOf(asked("court.trial-held"))).toEqual(["scheduled trial"]);
    expect(stagesOf(asked("court.sentenced"))).toEqual(["scheduled post-conviction"]);
    expect(stagesOf(asked("case.closed"))).toEqual(["request-closure"]);
  });

  it("decides nothing on milestones that trigger no stage and change no gate", () => {
    for (const kind of milestoneKinds.filter((each) => each.startsWith("compliance.") || each.startsWith("case.id"))) {
      expect(
        decide(moment({ milestone: now(kind), history: [past({ stage: "report", dueOn: TODAY })] }), methodology),
      ).toEqual([]);
    }
  });

  it("asks the officer for a closure discussion, or the victim where that is their choice", () => {
    const chosen = { ...burglary, facts: { selfClosure: true } } as const;
    expect(decide(moment({ milestone: now("case.closed") }), methodology)).toEqual([
      { act: "request-closure", dueOn: TODAY },
    ]);
    expect(stagesOf(decide(moment({ milestone: now("case.closed"), caseState: chosen }), methodology))).toEqual([
      "cancel-closure",
      "scheduled closure",
    ]);
  });

  it("keeps a row for every eligible stage, also where nothing may go", () => {
    const unknown = { ...textable, safety: "unknown" } as const;
    const [held] = decide(moment({ milestone: now("report.recorded"), victim: unknown }), methodology);
    expect(held).toMatchObject({ act: "invite", state: "held", reason: "safety-unknown", dueOn: "2026-04-14" });
    const child = { ...reassured(TODAY), age: "under-16" } as const;
    const [left] = decide(moment({ milestone: now("report.recorded"), victim: child }), methodology);
    expect(left).toMatchObject({ act: "invite", state: "excluded", reason: "under-age" });
    const old = { kind: "report.recorded", occurredAt: instant("2025-11-01T10:00:00.000Z") } as const;
    expect(decide(moment({ milestone: old }), methodology)[0]).toMatchObject({
      state: "excluded",
      reason: "window-passed",
    });
  });

  it("invites once a stage: a repeated, later or older milestone never invites again to what has gone", () => {
    for (const state of ["claimed", "sent", "delivered", "failed", "closed"] as const) {
      const history = [past({ stage: "charge", dueOn: TODAY, state })];
      expect(decide(moment({ milestone: now("decision.reviewed"), history }), methodology)).toEqual([]);
    }
    const pending = past({ stage: "charge", dueOn: plusDays(TODAY, 30), expiresOn: plusDays(TODAY, 99) });
    expect(decide(moment({ milestone: now("decision.charged"), history: [pending] }), methodology)).toEqual([]);
    const earlier = past({ stage: "charge", dueOn: plusDays(TODAY, 1), expiresOn: plusDays(TODAY, 40) });
    expect(decide(moment({ milestone: now("decision.reviewed"), history: [earlier] }), methodology)).toMatchObject([
      { act: "invite", stage: "charge", dueOn: "2026-03-24" },
    ]);
  });

  it("cancels what is pending after a death or a withdrawal, in every case, and lets only the death end the discussion", () => {
    const history = [
      past({ stage: "trial", dueOn: TODAY }),
      past({ stage: "report", dueOn: TODAY, caseId: "case-2", state: "held" }),
      past({ stage: "report", dueOn: TODAY, state: "sent" }),
    ];
    const cancelled = [
      { act: "cancel", invitationId: "case-1/trial" },
      { act: "cancel", invitationId: "case-2/report" },
    ];
    const after = (kind: MilestoneKind) => decide(moment({ milestone: now(kind), history }), methodology);
    expect(after("victim.deceased")).toMatchObject([...cancelled, { act: "cancel-closure", reason: "deceased" }]);
    expect(after("victim.withdrew")).toMatchObject(cancelled);
    expect(after("victim.withdrew")).toHaveLength(2);
  });

  it("takes back post-conviction and closure, and not the trial, when the court takes its conclusion back", () => {
    const history = [
      past({ stage: "trial", dueOn: TODAY }),
      past({ stage: "post-conviction", dueOn: plusDays(TODAY, 60) }),
      past({ stage: "closure", dueOn: TODAY, state: "held" }),
    ];
    const caseState = { ...burglary, facts: { unconcluded: true } } as const;
    expect(decide(moment({ milestone: now("court.unconcluded"), caseState, history }), methodology)).toMatchObject([
      { act: "cancel", invitationId: "case-1/post-conviction", reason: "unconcluded" },
      { act: "cancel", invitationId: "case-1/closure", reason: "unconcluded" },
      { act: "cancel-closure", reason: "unconcluded" },
    ]);
    expect(decide(moment({ milestone: now("court.sentenced"), caseState }), methodology)).toEqual([]);
    expect(decide(moment({ milestone: now("case.closed"), caseState }), methodology)).toEqual([]);
    const again = past({ stage: "post-conviction", dueOn: TODAY, state: "cancelled", reason: "unconcluded" });
    expect(stagesOf(decide(moment({ milestone: now("court.sentenced"), history: [again] }), methodology))).toEqual([
      "scheduled post-conviction",
    ]);
  });

  it("does not write again where a cancelled message may have gone all the same, and lets the next stage rest from it", () => {
    const ended = { state: "cancelled", reason: "milestone-retracted" } as const;
    const gone = past({ stage: "charge", dueOn: TODAY, expiresOn: plusDays(TODAY, methodology.linkDays), ...ended });
    const decided = (wasGiven: 0 | 1, kind: MilestoneKind) =>
      decide(moment({ milestone: now(kind), history: [{ ...gone, wasGiven }] }), methodology);
    expect(stagesOf(decided(0, "decision.charged"))).toEqual(["scheduled charge"]);
    expect(stagesOf(decided(1, "decision.charged"))).toEqual([]);
    const dueOn = (wasGiven: 0 | 1) =>
      decided(wasGiven, "court.outcome").find((decision) => decision.act === "invite")?.dueOn ?? "";
    expect(dueOn(1) > dueOn(0)).toBe(true);
  });

  it("cancels the stage of a milestone that is retracted", () => {
    const history = [past({ stage: "charge", dueOn: TODAY }), past({ stage: "report", dueOn: TODAY })];
    const retracted = now("milestone.retracted", "decision.charged");
    expect(decide(moment({ milestone: retracted, history }), methodology)).toEqual([
      { act: "cancel", invitationId: "case-1/charge", reason: "milestone-retracted" },
    ]);
    expect(decide(moment({ milestone: now("milestone.retracted", "case.closed") }), methodology)).toEqual([
      { act: "cancel-closure", reason: "milestone-retracted" },
    ]);
  });

  it("cancels also what was left out by an event that never was, and what is being sent and may fail", () => {
    const left = past({ stage: "charge", dueOn: TODAY, state: "excluded", reason: "rest-within-case" });
    const sending = past({ stage: "charge", dueOn: TODAY, state: "claimed" });
    for (const row of [left, sending]) {
      const retracted = now("milestone.retracted", "decision.charged");
      expect(decide(moment({ milestone: retracted, history: [row] }), methodology)).toEqual([
        { act: "cancel", invitationId: "case-1/charge", reason: "milestone-retracted" },
      ]);
    }
    expect(decide(moment({ milestone: now("victim.withdrew"), history: [sending] }), methodology)).toHaveLength(1);
    expect(decide(moment({ milestone: now("victim.withdrew"), history: [left] }), methodology)).toEqual([]);
  });

  it("releases what is held once a safe route is asserted, while the window is open", () => {
    const open = past({ stage: "trial", dueOn: plusDays(TODAY, -4), state: "held", reason: "route-stale" });
    const asserted = now("victim.contact-asserted");
    expect(decide(moment({ milestone: asserted, history: [open] }), methodology)).toMatchObject([
      { act: "invite", stage: "trial", state: "scheduled", reason: null, dueOn: TODAY },
    ]);
    const stillUnknown = { ...textable, safety: "unknown" } as const;
    expect(decide(moment({ milestone: asserted, history: [open], victim: stillUnknown }), methodology)).toMatchObject([
      { act: "invite", state: "held", reason: "safety-unknown" },
    ]);
  });

  it("lets what was held until its window ended count by its reason, whatever is told later", () => {
    const row = past({ stage: "trial", dueOn: plusDays(TODAY, -30), state: "held", reason: "route-stale" });
    const over = { ...row, expiresOn: plusDays(TODAY, methodology.linkDays - 1) };
    const left = { ...over, state: "excluded", reason: "rest-within-case" } as const;
    for (const kind of ["victim.contact-asserted", "victim.withdrew", "compliance.rights-offered"] as const) {
      expect(decide(moment({ milestone: now(kind), history: [over] }), methodology)).toEqual([]);
    }
    const again = { kind: "court.outcome", occurredAt: instant(`${plusDays(TODAY, -60)}T10:00:00.000Z`) } as const;
    for (const history of [[over], [left]])
      expect(decide(moment({ milestone: again, history }), methodology)).toEqual([]);
    const anew = decide(moment({ milestone: now("court.outcome"), history: [over] }), methodology);
    expect(stagesOf(anew)).toEqual(["scheduled trial"]);
  });

  it("waits out the rest rule inside the window, and else leaves out by design, with a probability", () => {
    const near = past({ stage: "report", dueOn: plusDays(TODAY, 14) });
    expect(decide(moment({ milestone: now("decision.charged"), history: [near] }), methodology)).toMatchObject([
      { state: "scheduled", dueOn: plusDays(TODAY, 42) },
    ]);
    const nearer = past({ stage: "report", dueOn: plusDays(TODAY, 21) });
    expect(decide(moment({ milestone: now("decision.charged"), history: [nearer] }), methodology)).toMatchObject([
      { state: "excluded", reason: "rest-within-case", probability: 0.5 },
    ]);
    const elsewhere = past({ stage: "report", dueOn: plusDays(TODAY, -10), caseId: "case-2", state: "delivered" });
    expect(decide(moment({ milestone: now("report.recorded"), history: [elsewhere] }), methodology)).toMatchObject([
      { state: "excluded", reason: "rest-across-cases", probability: 0.5 },
    ]);
  });

  it("never writes on the day of a release from prison", () => {
    const released = day("2026-05-12");
    const caseState = { ...burglary, facts: { releasedOn: released } };
    const [invite] = decide(moment({ milestone: now("court.sentenced"), caseState }), methodology);
    expect(invite).toMatchObject({ state: "scheduled", dueOn: plusDays(released, 1) });
    const history = [past({ stage: "post-conviction", dueOn: released })];
    expect(decide(moment({ milestone: now("post.released"), caseState, history }), methodology)).toMatchObject([
      { act: "invite", stage: "post-conviction", dueOn: plusDays(released, 1) },
    ]);
  });
});

/** One step of a life: a milestone, the days since the last, and what is known of case and victim after it. */
const step = fc.record({
  kind: fc.constantFrom(...milestoneKinds),
  wait: fc.integer({ min: 0, max: 60 }),
  flags: fc.subarray([...caseFlags], { maxLength: 1 }),
  safety: fc.constantFrom(...safeties, "safe-sms", "safe-sms"),
  asserted: fc.integer({ min: -2, max: 120 }),
  phone: fc.constantFrom("phone", "phone", null),
  status: fc.constantFrom<VictimState["status"]>("active", "active", "active", "deceased", "withdrawn"),
  retracts: fc.constantFrom(...milestoneKinds),
});

/** The history as the vault would hold it after the decisions. */
function live(
  history: readonly PastInvitation[],
  decisions: readonly StageDecision[],
  caseId: string,
): PastInvitation[] {
  const rows = new Map(history.map((row) => [row.id, row]));
  for (const decision of decisions) {
    if (decision.act === "cancel") {
      const row = rows.get(decision.invitationId);
      if (row) rows.set(row.id, { ...row, state: "cancelled", reason: decision.reason });
    }
    if (decision.act === "invite") {
      const { stage, state, reason, dueOn, expiresOn } = decision;
      const id = `${caseId}/${stage}`;
      rows.set(id, { id, caseId, victimId: textable.id, stage, state, reason, dueOn, expiresOn });
    }
  }
  return [...rows.values()];
}

describe("any sequence of milestones", () => {
  it("leaves no automatic message scheduled while the gate is shut, and none outside its window or rest", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let history: readonly PastInvitation[] = [];
        let today = TODAY;
        let flags: CaseState["flags"] = [];
        for (const { kind, wait, safety, asserted, phone, status, retracts, ...rest } of steps) {
          today = plusDays(today, wait);
          flags = flags.concat(rest.flags);
          const caseState: CaseState = { ...burglary, flags };
          const safetyAssertedAt = `${plusDays(today, -asserted)}T12:00:00.000Z` as Instant;
          const told = kind === "victim.deceased" ? "deceased" : kind === "victim.withdrew" ? "withdrawn" : status;
          const victim: VictimState = { ...textable, safety, phoneIndex: phone, status: told, safetyAssertedAt };
          const milestone = { kind, occurredAt: `${today}T12:00:00.000Z` as Instant, retracts };
          const decisions = decide({ milestone, caseState, victim, history, today }, methodology);
          history = live(history, decisions, caseState.id);

          const scheduled = history.filter(({ state }) => state === "scheduled");
          const isOpen = gate(caseState, victim, today, methodology).open;
          expect(isOpen ? [] : scheduled).toEqual([]);
          for (const decision of decisions) {
            if (decision.act !== "invite" || decision.state !== "scheduled") continue;
            expect(decision.dueOn >= today).toBe(true);
            expect(decision.dueOn <= sendingDayOf(decision.expiresOn, methodology)).toBe(true);
            expect(isOpen).toBe(true);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("the check at the moment of sending", () => {
  const invitation = { caseId: burglary.id, stage: "trial", expiresOn: plusDays(TODAY, 40) } as const;
  const noon = instant(`${TODAY}T12:00:00.000Z`);
  const at = {
    invitation,
    caseState: burglary,
    victim: reassured(TODAY),
    otherCases: [],
    sent: [],
    isSecond: false,
    shared: [],
    now: noon,
  };

  it("sends by the safe route", () => {
    expect(recheck(at, methodology)).toEqual({ act: "send", route: "sms" });
  });

  it("stops what has become unsafe, stale, unconcluded or late", () => {
    const later = {
      ...at,
      now: instant("2026-06-05T12:00:00.000Z"),
      invitation: { ...invitation, expiresOn: day("2026-08-01") },
    };
    expect(recheck(later, methodology)).toEqual({ act: "end", state: "held", reason: "route-stale" });
    const flagged = {
      ...at,
      victim: { ...textable, safetyAssertedBy: null },
      caseState: { ...burglary, flags: ["stalking"] as const },
    };
    expect(recheck(flagged, methodology)).toMatchObject({ state: "held", reason: "flag-needs-safe-route" });
    expect(recheck({ ...at, victim: { ...at.victim, flags: ["opted-out"] } }, methodology)).toMatchObject({
      reason: "opted-out",
    });
    expect(recheck({ ...at, shared: ["sms"] }, methodology)).toEqual({
      act: "end",
      state: "held",
      reason: "shared-number",
    });
    expect(recheck({ ...at, shared: ["email"] }, methodology)).toMatchObject({ act: "send" });
    const unconcluded = {
      ...at,
      invitation: { ...invitation, stage: "post-conviction" as const },
      caseState: { ...burglary, facts: { unconcluded: true as const } },
    };
    expect(recheck(unconcluded, methodology)).toMatchObject({ state: "cancelled", reason: "unconcluded" });
    const late = { ...at, invitation: { ...invitation, expiresOn: plusDays(TODAY, methodology.linkDays - 1) } };
    expect(recheck(late, methodology)).toMatchObject({ state: "cancelled", reason: "window-passed" });
  });

  it("waits for the hour, the day after a release, and the end of the rest", () => {
    expect(recheck({ ...at, now: instant(`${TODAY}T08:59:00.000Z`) }, methodology)).toEqual({
      act: "wait",
      until: TODAY,
    });
    const morning = { ...at.victim, windowFrom: 9 * 60, windowTo: 11 * 60 };
    expect(recheck({ ...at, victim: morning }, methodology)).toEqual({ act: "wait", until: TODAY });
    const released = {
      ...at,
      invitation: { ...invitation, stage: "post-conviction" as const },
      caseState: { ...burglary, facts: { releasedOn: londonDate(noon) } },
    };
    expect(recheck(released, methodology)).toEqual({ act: "wait", until: plusDays(TODAY, 1) });
    const raced = { ...at, sent: [{ caseId: burglary.id, on: plusDays(TODAY, -20) }] };
    expect(recheck(raced, methodology)).toEqual({ act: "wait", until: plusDays(TODAY, 8) });
    const other = { ...at, sent: [{ caseId: "case-2", on: plusDays(TODAY, -20) }] };
    expect(recheck(other, methodology)).toMatchObject({ state: "excluded", reason: "rest-across-cases" });
  });
});
