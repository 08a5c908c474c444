import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  CALL_MINUTES,
  callEndings,
  callOutcomes,
  CALLS_AT_MOST,
  dialBefore,
  nextCall,
  toldOutcomes,
} from "../../../src/domain/call.ts";
import { type CaseFlag, safeties, type VictimAge } from "../../../src/domain/case.ts";
import { type Addressee, gate } from "../../../src/domain/contact.ts";
import { dispositionOf } from "../../../src/domain/disposition.ts";
import { type AtHanding, handings, mayHandOver } from "../../../src/domain/hand-over.ts";
import { methodology } from "../../../src/domain/methodology.ts";
import { recheck } from "../../../src/domain/recheck.ts";
import { isSafeMinute, isSendingHour } from "../../../src/domain/schedule.ts";
import {
  instantOf,
  type Instant,
  type LocalDate,
  londonTime,
  plusDays,
  plusMinutes,
} from "../../../src/kernel/time.ts";

const TODAY = "2026-03-04" as LocalDate;
const NOW = "2026-03-04T11:00:00.000Z" as Instant;

const telephone: Addressee = {
  status: "active",
  flags: [],
  age: "25-44",
  consent: "not-refused",
  channel: "phone",
  contact: "sealed",
  phoneIndex: "a number",
  emailIndex: null,
  postalIndex: null,
  safety: "safe-phone-only",
  safetyAssertedAt: "2026-03-01T10:00:00.000Z" as Instant,
  safetyAssertedBy: "officer",
  windowFrom: null,
  windowTo: null,
};

const waiting = (victim: Partial<Addressee> = {}, flags: readonly CaseFlag[] = [], more: Partial<AtHanding> = {}) =>
  ({
    invitation: { caseId: "c", stage: "report", expiresOn: plusDays(TODAY, 40) },
    caseState: { flags, offence: "burglary", facts: {} },
    victim: { ...telephone, ...victim },
    otherCases: [],
    sent: [],
    isSecond: false,
    shared: [],
    now: NOW,
    state: "held",
    reason: null,
    handed: null,
    ...more,
  }) satisfies AtHanding;

const mayGo = (about: AtHanding, way: (typeof handings)[number]) =>
  mayHandOver(about, way, TODAY, methodology).may === "go";

describe("handing over", () => {
  it("rings those of whom a call was called safe, also where a case is dangerous, and nobody else", () => {
    expect(mayGo(waiting(), "telephone")).toBe(true);
    expect(mayGo(waiting({}, ["domestic-abuse"]), "telephone")).toBe(true);
    for (const shut of [
      waiting({ safety: "safe-sms" }),
      waiting({ safety: "unknown" }),
      waiting({ phoneIndex: null, emailIndex: "an address" }),
      waiting({ safetyAssertedAt: "2025-10-01T10:00:00.000Z" as Instant }),
      waiting({ safetyAssertedBy: null }),
      waiting({ windowFrom: 12 * 60, windowTo: 13 * 60 }),
      waiting({}, ["serious-sexual"]),
      waiting({}, ["live-operation"]),
      waiting({}, [], { shared: ["sms"] }),
      waiting({}, [], { isSecond: true }),
      waiting({}, [], { sent: [{ caseId: "c", on: plusDays(TODAY, -3) }] }),
      waiting({}, [], { now: "2026-03-04T20:00:00.000Z" as Instant }),
    ])
      expect(mayGo(shut, "telephone")).toBe(false);
  });

  it("gives a code where an adviser is the safe route, and not where nobody has asked yet", () => {
    const unknown: Partial<Addressee> = {
      safety: "unknown",
      safetyAssertedAt: null,
      safetyAssertedBy: null,
      channel: null,
    };
    expect(mayGo(waiting(unknown, ["serious-sexual"]), "adviser")).toBe(true);
    expect(mayGo(waiting({ safety: "via-advocate" }), "adviser")).toBe(true);
    expect(mayGo(waiting(unknown, ["domestic-abuse"]), "adviser")).toBe(true);
    expect(mayGo(waiting(unknown), "adviser")).toBe(false);
    expect(mayGo(waiting({ safety: "no-contact" }, ["domestic-abuse"]), "adviser")).toBe(false);
    const mobile: Partial<Addressee> = { safety: "safe-sms", channel: "sms" };
    expect(mayGo(waiting(mobile), "adviser")).toBe(false);
    expect(mayGo(waiting(mobile, [], { reason: "suspect-route" }), "adviser")).toBe(true);
  });

  it("never reaches who died, withdrew, stopped or refused, in a live operation, or who is too young but by a parent", () => {
    const someone = fc.record({
      status: fc.constantFrom("active", "deceased", "withdrawn"),
      consent: fc.constantFrom("not-refused", "refused"),
      flags: fc.subarray(["opted-out", "organisation", "adult"] as const),
      age: fc.constantFrom<VictimAge>("under-16", "16-17", "25-44", "not-stated"),
      safety: fc.constantFrom(...safeties),
      channel: fc.constantFrom("sms", "phone", "advocate", null),
    }) as fc.Arbitrary<Partial<Addressee>>;
    const flags = fc.subarray<CaseFlag>(["domestic-abuse", "serious-sexual", "bereaved", "live-operation"]);
    const states = fc.constantFrom("held", "excluded", "scheduled", "cancelled", "closed") as fc.Arbitrary<
      AtHanding["state"]
    >;
    fc.assert(
      fc.property(someone, flags, states, fc.constantFrom(...handings), (victim, of, state, way) => {
        const about = waiting(victim, of, { state });
        if (!mayGo(about, way)) return;
        const { status, consent, flags: told, age } = about.victim;
        expect([status, consent, told.includes("opted-out"), told.includes("organisation")]).toEqual([
          "active",
          "not-refused",
          false,
          false,
        ]);
        expect(of).not.toContain("live-operation");
        expect(age === "under-16").toBe(way === "parent");
        expect(state).toBe(way === "parent" ? "excluded" : "held");
        // What is handed over is what no message would have carried.
        expect(gate(about.caseState, about.victim, TODAY, methodology).open).toBe(false);
        expect(recheck(about, methodology).act).not.toBe("send");
      }),
      { numRuns: 5_000 },
    );
  });
});

describe("the end of a call", () => {
  it("counts as the standard has it, by whatever it makes of the invitation", () => {
    const counted = callOutcomes.map((outcome) => {
      const ending = callEndings[outcome];
      const standing =
        ending.act === "begun"
          ? dispositionOf("delivered", null)
          : ending.act === "stops"
            ? {
                "stop": "R",
                "not-safe": dispositionOf("held", "no-contact"),
                "wrong-person": dispositionOf("held", "no-route"),
              }[ending.wish]
            : dispositionOf("cancelled", ending.reason);
      return `${outcome} ${ending.aapor} ${standing}`;
    });
    expect(counted).toEqual([
      "no-answer 3.13 UO",
      "busy 3.12 UO",
      "machine 3.14 UO",
      "somebody-else 3.9 UO",
      "not-now 2.2 NC",
      "call-back 2.2 NC",
      "refused 2.11 R",
      "stop 2.11 R",
      "not-safe 3.9 UO-S",
      "wrong-number 3.9 UO-R",
      "number-dead 4.3 NE",
      "language-barrier 2.33 O",
      "begun 1 NC",
    ]);
  });

  it("is followed by another in another part of the day, on a later day, until it was rung so often or the window is over", () => {
    const part = (at: Instant) => Math.min(2, Math.max(0, Math.floor((londonTime(at).minutes - 7 * 60) / 300)));
    const noon = Date.parse("2026-03-02T00:00:00.000Z");
    const moments = fc.integer({ min: 9 * 60, max: 19 * 60 - 1 }).map((minutes) => instantOf(noon + minutes * 60_000));
    fc.assert(
      fc.property(
        moments,
        fc.integer({ min: 1, max: 8 }),
        fc.constantFrom(...toldOutcomes),
        (now, attempts, outcome) => {
          const last = plusDays(londonTime(now).date, 20);
          const next = nextCall({ outcome, attempts, agreed: null }, now, last);
          expect(next === null).toBe(attempts >= CALLS_AT_MOST);
          if (next === null) return;
          expect(next > now).toBe(true);
          if (outcome === "busy") return;
          expect(londonTime(next).date).toBe(plusDays(londonTime(now).date, 1));
          expect(part(next)).not.toBe(part(now));
        },
      ),
    );
    const agreed = "2026-03-05T15:00:00.000Z" as Instant;
    expect(nextCall({ outcome: "call-back", attempts: 1, agreed }, NOW, "2026-03-05" as LocalDate)).toBe(agreed);
    expect(nextCall({ outcome: "call-back", attempts: 1, agreed }, NOW, TODAY)).toBeNull();
    expect(nextCall({ outcome: "no-answer", attempts: 1, agreed: null }, NOW, TODAY)).toBeNull();
  });
});

describe("a number that is shown", () => {
  it("is to be dialled in a safe hour of the victim's and of ours, and otherwise within the time of a call", () => {
    const midnight = Date.parse("2026-07-01T00:00:00.000Z");
    const minute = fc.integer({ min: 0, max: 24 * 60 - 1 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 86_399 }), minute, minute, (seconds, windowFrom, windowTo) => {
        const now = instantOf(midnight + seconds * 1_000);
        const isGood = (at: Instant) =>
          isSendingHour(londonTime(at).minutes, methodology) &&
          isSafeMinute(londonTime(at).minutes, { windowFrom, windowTo });
        if (!isGood(now)) return;
        const before = dialBefore(now, { windowFrom, windowTo }, methodology);
        const until = before ?? plusMinutes(now, CALL_MINUTES);
        for (let at = now; at < until; at = plusMinutes(at, 1)) expect(isGood(at)).toBe(true);
        if (before !== null) expect(isGood(before)).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });
});
