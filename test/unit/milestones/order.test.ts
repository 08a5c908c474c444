import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  applyMilestone,
  byOccurrence,
  caseAfter,
  caseFlags,
  newCase,
  type RecordedMilestone,
} from "../../../src/domain/case.ts";
import { admit } from "../../../src/domain/intake.ts";
import type { Arrival, Ledger } from "../../../src/domain/ledger.ts";
import { type MilestoneKind, milestoneKinds, partnerMilestone } from "../../../src/domain/milestone.ts";
import {
  isNewer,
  newVictim,
  victimAfter,
  withCautions,
  withContact,
  withoutJudgement,
} from "../../../src/domain/victim.ts";
import { type Instant, instantOf, type LocalDate } from "../../../src/kernel/time.ts";
import { court, force, ledgerOf, START } from "./memory.ts";

const recorded = (
  kind: MilestoneKind,
  day: number,
  eventKey: string,
  detail: RecordedMilestone["detail"] = {},
): RecordedMilestone => ({
  id: eventKey,
  eventKey,
  kind,
  occurredAt: instantOf(START + day * 86_400_000),
  victimId: "v",
  retracted: false,
  detail,
});

const history = fc
  .uniqueArray(
    fc.record({
      kind: fc.constantFrom(...milestoneKinds),
      // Few days, so that ties are common.
      day: fc.integer({ min: 0, max: 6 }),
      key: fc.integer({ min: 0, max: 999 }),
      retracted: fc.boolean(),
      flags: fc.subarray([...caseFlags], { maxLength: 2 }),
      offence: fc.option(fc.constantFrom("violence", "burglary"), { nil: undefined }),
      attended: fc.option(fc.boolean(), { nil: undefined }),
      suspectReleased: fc.option(fc.boolean(), { nil: undefined }),
      age: fc.option(fc.constantFrom("18-24", "25-44"), { nil: undefined }),
      consent: fc.option(fc.constantFrom("refused", "not-refused"), { nil: undefined }),
    }),
    { selector: ({ key }) => key, maxLength: 12 },
  )
  .map((all) =>
    all.map(
      ({ kind, day, key, retracted, flags, offence, attended, suspectReleased, age, consent }): RecordedMilestone => ({
        ...recorded(kind, day, `key-${key}`, {
          ...(offence && { offence }),
          flags,
          facts: {
            ...(attended !== undefined && { attended }),
            ...(suspectReleased !== undefined && { suspectReleased }),
          },
          profile: { ...(age && { age }), ...(consent && { consent }) },
        }),
        retracted,
      }),
    ),
  );

const shuffled = history.chain((all) =>
  fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
);

describe("the order of arrival", () => {
  it("makes no difference to the case, nor to what is known of the victim", () => {
    const victim = newVictim({ id: "v", refHash: "r", area: "W15000004", updatedAt: instantOf(START) });
    fc.assert(
      fc.property(shuffled, ([all, other]) => {
        expect(caseAfter("c", "W15000004", other)).toEqual(caseAfter("c", "W15000004", all));
        expect(victimAfter(victim, other)).toEqual(victimAfter(victim, all));
      }),
    );
  });

  it("is that of applying one after another by the source's clock", () => {
    fc.assert(
      fc.property(history, (all) => {
        const standing = all.filter(({ retracted }) => !retracted).toSorted(byOccurrence);
        const [first] = standing;
        if (!first) return;
        expect(standing.reduce(applyMilestone, newCase("c", "W15000004", first.occurredAt))).toEqual(
          caseAfter("c", "W15000004", all),
        );
      }),
    );
  });

  it("lets a later milestone take back what an earlier one said", () => {
    const facts = (...all: RecordedMilestone[]) => caseAfter("c", "a", all)?.facts;
    expect(
      facts(recorded("court.unconcluded", 2, "b"), recorded("court.outcome", 1, "a", { facts: { convicted: true } })),
    ).toEqual({ convicted: true, unconcluded: true });
    expect(facts(recorded("court.unconcluded", 2, "b"), recorded("court.outcome", 3, "c"))).toEqual({});
    expect(facts(recorded("decision.charged", 2, "b"), recorded("report.no-further-action", 1, "a"))).toEqual({
      charged: true,
    });
    expect(facts(recorded("court.trial-vacated", 1, "a"), recorded("court.trial-vacated", 2, "b"))).toEqual({
      hearingsVacated: 2,
    });
    expect(facts(recorded("post.released", 1, "a", { facts: { on: "2026-03-05" as LocalDate } }))).toEqual({
      releasedOn: "2026-03-05",
    });
  });
});

describe("what is known of a victim", () => {
  const at = instantOf(START);
  const victim = newVictim({ id: "v", refHash: "r", area: "W15000004", updatedAt: at });

  it("keeps a sexual offence's warning when it is classified anew", () => {
    const all = [
      recorded("report.recorded", 0, "a", { offence: "sexual" }),
      recorded("decision.charged", 1, "b", { offence: "violence" }),
    ];
    expect(caseAfter("c", "a", all)).toMatchObject({ offence: "violence", flags: ["serious-sexual"] });
  });

  it("keeps that they told us to stop, and that they are of age, whatever is told later", () => {
    const stopped = { ...victim, flags: ["repeat-victim", "opted-out"] as const };
    const later = victimAfter(stopped, [
      recorded("report.recorded", 0, "a", { profile: { adult: true, flags: ["repeat-victim"] } }),
      recorded("decision.charged", 1, "b", { profile: { consent: "not-refused", flags: ["enhanced-rights"] } }),
    ]);
    expect(later.flags).toEqual(["enhanced-rights", "adult", "opted-out"]);
    const assertion = {
      mobile: "+447700900461",
      email: null,
      postal: null,
      channel: "sms",
      safety: "safe-sms",
      assertedAt: at,
      assertedBy: "officer",
      windowFrom: null,
      windowTo: null,
      suspectNumbers: null,
      redactions: null,
    } as const;
    const told = { assertion, phoneIndex: "i", emailIndex: null, postalIndex: null };
    expect(withContact(later, told)).toMatchObject({ contact: null, phoneIndex: null });
    expect(withContact(victim, told)).toMatchObject({ contact: "", phoneIndex: "i" });
  });

  it("lets the shut route win between two judgements of the same moment, in whatever order", () => {
    const safe = { ...victim, safety: "safe-sms", safetyAssertedAt: at } as const;
    const shut = { ...victim, safety: "no-contact", safetyAssertedAt: at } as const;
    expect(isNewer({ assertedAt: at, safety: "no-contact" }, safe)).toBe(true);
    expect(isNewer({ assertedAt: at, safety: "safe-sms" }, shut)).toBe(false);
    expect(isNewer({ assertedAt: at, safety: "safe-sms" }, safe)).toBe(false);
  });

  it("knows no safe route after a judgement was taken back, and stays shut where something else shut it", () => {
    const later = instantOf(START + 1000);
    const safe = {
      ...victim,
      contact: "sealed",
      phoneIndex: "i",
      safety: "safe-sms",
      safetyAssertedAt: later,
    } as const;
    const retracted = { safety: "safe-sms", at: later } as const;
    expect(withoutJudgement(safe, retracted, [])).toMatchObject({
      safety: "unknown",
      safetyAssertedAt: null,
      phoneIndex: null,
    });
    expect(withoutJudgement(safe, retracted, [{ safety: "no-contact", at }])).toMatchObject({ safety: "no-contact" });
    expect(withoutJudgement(safe, { safety: "safe-sms", at }, [retracted])).toMatchObject({
      safety: "unknown",
      safetyAssertedAt: later,
      phoneIndex: "i",
    });
    const stopped = { ...safe, safety: "no-contact", safetyAssertedAt: instantOf(START + 2000) } as const;
    expect(withoutJudgement(stopped, retracted, [])).toBe(stopped);
  });
});

const arrival = (
  name: string,
  kind: MilestoneKind,
  hashes: readonly string[],
  more: { victim?: boolean; retracts?: string } = {},
): Arrival => ({
  id: name,
  eventKey: name,
  milestone: partnerMilestone({
    eventId: name,
    source: "s",
    kind,
    occurredAt: "2026-03-01T10:00:00.000Z" as Instant,
    identifiers: [],
    forceCode: "45",
    victim: more.victim ? { ref: "V", profile: {}, contact: null } : null,
  }),
  identifiers: hashes.map((hash) => ({ hash, isOfPerson: hash.startsWith("person") })),
  merged: [],
  victimHash: more.victim ? "V" : null,
  retracts: more.retracts ?? null,
  contact: null,
});

describe("taking events in", () => {
  it("parks what belongs to no case, and lets it in when the case gets that name", () => {
    const ledger = ledgerOf(force);
    const status = (each: Arrival) => admit(ledger, each).status;
    expect(status(arrival("outcome", "court.outcome", ["urn"]))).toBe("parked");
    expect(status(arrival("report", "report.recorded", ["crime"], { victim: true }))).toBe("accepted");
    expect(ledger.added.get("outcome")?.parked?.identifiers).toEqual(["urn"]);
    expect(status(arrival("names", "case.identifiers", ["crime", "urn"]))).toBe("accepted");
    expect(ledger.added.get("outcome")).toMatchObject({ parked: null, caseId: "id-0000" });
    expect(status(arrival("outcome", "court.outcome", ["urn"]))).toBe("duplicate");
  });

  it("never makes one case of two for an offender's number, nor for a partner", () => {
    const ledger = ledgerOf(force);
    admit(ledger, arrival("one", "report.recorded", ["a", "person-x"], { victim: true }));
    admit(ledger, arrival("two", "report.recorded", ["b", "person-x"], { victim: true }));
    expect(ledger.cases.size).toBe(2);
    const asCourt: Ledger = { ...ledger, sender: court };
    expect(admit(asCourt, arrival("both", "court.outcome", ["a", "b"])).status).toBe("parked");
    expect(admit(ledger, arrival("same", "case.identifiers", ["a", "b"])).status).toBe("accepted");
    expect(ledger.cases.size).toBe(1);
    // What could not be told apart waits no more.
    expect(ledger.added.get("both")).toMatchObject({ parked: null, caseId: "id-0000" });
  });

  it("takes back only the sender's own, and also what has not arrived yet", () => {
    const ledger = ledgerOf(force);
    admit(ledger, arrival("early", "milestone.retracted", ["a"], { retracts: "report" }));
    admit(ledger, arrival("report", "report.recorded", ["a"], { victim: true }));
    expect([...ledger.retracted]).toEqual(["report"]);
    expect(
      admit({ ...ledger, sender: court }, arrival("theirs", "milestone.retracted", ["a"], { retracts: "report" }))
        .status,
    ).toBe("rejected");
  });

  it("holds a suspect's number against every later route", () => {
    const at = instantOf(START);
    const assertion = {
      mobile: "+447700900461",
      email: null,
      postal: null,
      channel: null,
      safety: "safe-sms",
      assertedAt: at,
      assertedBy: null,
      windowFrom: null,
      windowTo: null,
      suspectNumbers: null,
      redactions: null,
    } as const;
    const cautious = withCautions(
      { assertion, phoneIndex: "i", emailIndex: null, postalIndex: null },
      { suspectNumbers: ["+447700900461"], redactions: ["Sam"] },
    );
    expect(cautious.assertion).toMatchObject({
      safety: "no-contact",
      suspectNumbers: ["+447700900461"],
      redactions: ["Sam"],
    });
  });
});
