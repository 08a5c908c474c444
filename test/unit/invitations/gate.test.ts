import { describe, expect, it } from "vitest";
import type { CaseState, VictimState } from "../../../src/domain/case.ts";
import { gate } from "../../../src/domain/contact.ts";
import { dispositionOf } from "../../../src/domain/disposition.ts";
import { methodology } from "../../../src/domain/methodology.ts";
import { burglary, instant, textable, TODAY } from "./people.ts";

const ask = (victim: Partial<VictimState> = {}, caseState: Partial<CaseState> = {}) =>
  gate({ ...burglary, ...caseState }, { ...textable, ...victim }, TODAY, methodology);

const email = { safety: "safe-email", channel: "email", phoneIndex: null, emailIndex: "address" } as const;
const letter = { safety: "safe-post", channel: "post", phoneIndex: null, postalIndex: "address" } as const;
const unknown = { safety: "unknown", safetyAssertedAt: null, safetyAssertedBy: null } as const;

describe("the safe-contact gate", () => {
  it("opens for a route that somebody called safe within ninety days", () => {
    expect(ask()).toEqual({ open: true, route: "sms" });
    expect(ask(email)).toEqual({ open: true, route: "email" });
    expect(ask(letter)).toEqual({ open: true, route: "letter" });
    expect(ask({ age: "16-17" })).toEqual({ open: true, route: "sms" });
    expect(ask({ flags: ["police-employee", "repeat-victim", "enhanced-rights"] })).toEqual({
      open: true,
      route: "sms",
    });
  });

  it("opens for a flagged case only by a route that is named, dated, signed and fresh", () => {
    for (const flag of ["domestic-abuse", "stalking", "honour-based-abuse", "coercive-control"] as const) {
      expect(ask({}, { flags: [flag] })).toEqual({ open: true, route: "sms" });
      expect(ask({ safetyAssertedBy: null }, { flags: [flag] })).toMatchObject({ reason: "flag-needs-safe-route" });
      expect(ask({ channel: null }, { flags: [flag] })).toMatchObject({ reason: "flag-needs-safe-route" });
      expect(ask(letter, { flags: [flag] })).toEqual({ open: true, route: "letter" });
      expect(ask(unknown, { flags: [flag] })).toMatchObject({ outcome: "held", reason: "flag-needs-safe-route" });
    }
  });

  it.each([
    ["a route of unknown safety", unknown, {}, "safety-unknown"],
    ["a route asserted 91 days ago", { safetyAssertedAt: instant("2025-12-02T10:00:00.000Z") }, {}, "route-stale"],
    ["a route with no date", { safetyAssertedAt: null }, {}, "route-stale"],
    ["a route asserted tomorrow", { safetyAssertedAt: instant("2026-03-04T10:00:00.000Z") }, {}, "route-stale"],
    ["a victim who must not be contacted", { safety: "no-contact" }, {}, "no-contact"],
    ["a victim who may be telephoned only", { safety: "safe-phone-only" }, {}, "phone-only"],
    ["a victim who prefers the telephone", { channel: "phone" }, {}, "phone-only"],
    ["a victim reached through an advocate", { safety: "via-advocate" }, {}, "via-advocate"],
    ["a victim who prefers an advocate", { channel: "advocate" }, {}, "via-advocate"],
    ["a serious sexual offence, whatever the route", {}, { flags: ["serious-sexual"] }, "never-cold"],
    ["a sexual offence without the flag, whatever the route", {}, { offence: "sexual" }, "never-cold"],
    ["a route that nobody signed", { safetyAssertedBy: null }, {}, "safety-unknown"],
    ["an age that nobody stated", { age: "not-stated" }, {}, "age-not-stated"],
    ["a bereaved family, whatever the route", {}, { flags: ["bereaved"] }, "mediated"],
    ["a live operation", {}, { flags: ["live-operation"] }, "live-operation"],
    ["no route at all", { phoneIndex: null, emailIndex: null, contact: null }, {}, "no-route"],
    ["contact that was destroyed", { contact: null }, {}, "no-route"],
    ["a safe text with no number", { phoneIndex: null, emailIndex: "address" }, {}, "safe-route-missing"],
    ["a safe mail with no address", { ...email, emailIndex: null, phoneIndex: "phone" }, {}, "safe-route-missing"],
    ["a safe letter with no address", { ...letter, postalIndex: null, phoneIndex: "phone" }, {}, "safe-route-missing"],
    ["safe hours that are all at night", { windowFrom: 20 * 60, windowTo: 8 * 60 }, {}, "no-safe-hour"],
  ] satisfies [string, Partial<VictimState>, Partial<CaseState>, string][])(
    "holds on %s",
    (_, victim, caseState, reason) => {
      expect(ask(victim, caseState)).toEqual({ open: false, outcome: "held", reason });
    },
  );

  it.each([
    ["a child", { age: "under-16" }, "under-age"],
    ["an organisation", { flags: ["organisation"] }, "organisation"],
    ["somebody who has died", { status: "deceased" }, "deceased"],
    ["somebody who withdrew", { status: "withdrawn" }, "victim-withdrew"],
    ["somebody who refused surveys", { consent: "refused" }, "consent-refused"],
    ["somebody who told us to stop, whatever a force says", { flags: ["opted-out"] }, "opted-out"],
  ] satisfies [string, Partial<VictimState>, string][])("leaves out %s", (_, victim, reason) => {
    expect(ask(victim)).toEqual({ open: false, outcome: "excluded", reason });
  });

  it("counts a flagged case without a route as suppressed for safety, not as a missing route", () => {
    const nothing = { ...unknown, contact: null, phoneIndex: null };
    expect(ask(nothing, { flags: ["domestic-abuse"] })).toMatchObject({ reason: "flag-needs-safe-route" });
    expect(ask(nothing)).toMatchObject({ reason: "no-route" });
  });

  it("takes somebody for an adult who is said to be one, or works for the police", () => {
    for (const flag of ["adult", "police-employee"] as const) {
      expect(ask({ age: "not-stated", flags: [flag] })).toMatchObject({ open: true });
      expect(ask({ age: "under-16", flags: [flag] })).toMatchObject({ reason: "under-age" });
    }
  });

  it("keeps open on the ninetieth day", () => {
    expect(ask({ safetyAssertedAt: instant("2025-12-03T10:00:00.000Z") })).toMatchObject({ open: true });
  });
});

/** instruments.md 1.11, "Who is not silently excluded": everybody is routed, or counted with a reason. */
const groups: readonly (readonly [string, Partial<VictimState>, Partial<CaseState>, string])[] = [
  ["a child under 16", { age: "under-16" }, {}, "excluded under-age NE"],
  ["somebody of 16 or 17", { age: "16-17" }, {}, "sms"],
  ["domestic abuse, with a safe route", {}, { flags: ["domestic-abuse"] }, "sms"],
  [
    "domestic abuse, through an advocate",
    { safety: "via-advocate" },
    { flags: ["domestic-abuse"] },
    "held via-advocate UO-S",
  ],
  ["stalking, by telephone", { safety: "safe-phone-only" }, { flags: ["stalking"] }, "held phone-only UO-S"],
  ["honour-based abuse, no route", unknown, { flags: ["honour-based-abuse"] }, "held flag-needs-safe-route UO-S"],
  [
    "coercive control, nobody to be told",
    { safety: "no-contact" },
    { flags: ["coercive-control"] },
    "held no-contact UO-S",
  ],
  ["rape, whatever the route", {}, { offence: "sexual" }, "held never-cold UO-S"],
  ["a serious sexual offence that was called a theft", {}, { flags: ["serious-sexual"] }, "held never-cold UO-S"],
  ["a bereaved family", {}, { flags: ["bereaved"] }, "held mediated UO-S"],
  ["a police officer", { flags: ["police-employee"] }, {}, "sms"],
  ["a repeat victim", { flags: ["repeat-victim"] }, {}, "sms"],
  ["a vulnerable victim", { flags: ["enhanced-rights"] }, {}, "sms"],
  ["hate crime", {}, { flags: ["hate"] }, "sms"],
  ["a business", { flags: ["organisation"] }, {}, "excluded organisation NE"],
  ["somebody from elsewhere with no safe contact", unknown, {}, "held safety-unknown UO-S"],
  ["a live operation", {}, { flags: ["live-operation"] }, "held live-operation UO-S"],
  ["somebody who has died", { status: "deceased" }, {}, "excluded deceased NE"],
  ["no fixed contact", { contact: null, phoneIndex: null }, {}, "held no-route UO-R"],
  ["a route that was not recorded", { phoneIndex: null, emailIndex: "mail" }, {}, "held safe-route-missing UO-R"],
  ["an age that nobody stated", { age: "not-stated" }, {}, "held age-not-stated UO"],
  ["somebody who said no to surveys", { consent: "refused" }, {}, "excluded consent-refused R"],
];

describe("who is not silently excluded", () => {
  it.each(groups)("%s", (_, victim, caseState, expected) => {
    const told = ask(victim, caseState);
    const { reason, outcome } = told.open ? { reason: null, outcome: null } : told;
    expect(told.open ? told.route : `${outcome} ${reason} ${dispositionOf(told.outcome, reason)}`).toBe(expected);
  });
});
