import { describe, expect, it } from "vitest";
import { delayWithin, expectations, type Judged, lateRecords, tallyOf } from "../../../src/domain/feed-quality.ts";
import { readPoliceMilestone } from "../../../src/domain/feeds/police-milestone.ts";
import { milestoneKinds } from "../../../src/domain/milestone.ts";
import report from "../../support/events/01-police-milestone.cloudevent.json" with { type: "json" };

const judged = (event: object, status: Judged["status"] = "accepted"): Judged => {
  const reading = readPoliceMilestone(event);
  return reading.ok
    ? { status, faults: [], milestone: reading.read }
    : { status: "rejected", faults: reading.faults, milestone: null };
};

const reportWith = (changes: { case?: object; victim?: object; data?: object }) => ({
  ...report,
  data: {
    ...report.data,
    ...changes.data,
    case: { ...report.data.case, ...changes.case },
    victim: { ...report.data.victim, ...changes.victim },
  },
});

describe("what is counted of records", () => {
  it("is what became of them, and of accepted ones what their kind should have told", () => {
    const { officerInCase: _, ...withoutOfficer } = report.data;
    const counts = tallyOf([
      judged(report),
      judged(reportWith({ case: { offenceGroup: null }, victim: { sex: null, ageBand: null, contact: null } })),
      judged({ ...report, data: withoutOfficer }),
      judged(report, "duplicate"),
      judged(report, "parked"),
      { status: "ignored", faults: [], milestone: null },
    ]);
    expect(Object.fromEntries(counts)).toMatchObject({
      "accepted": 3,
      "duplicate": 1,
      "parked": 1,
      "ignored": 1,
      "expected:case.offenceGroup": 3,
      "missing:case.offenceGroup": 1,
      "missing:victim.sex": 1,
      "missing:victim.ageBand": 1,
      "missing:victim.contact": 1,
      "missing:victim.contact.safeToContact": 1,
      "expected:officerInCase": 3,
      "missing:officerInCase": 1,
    });
    expect(counts.has("missing:case.forceCode")).toBe(false);
    expect(counts.has("expected:facts.convicted")).toBe(false);
  });

  it("counts a rejected record once by its reason, and names the fields of unknown codes without the codes", () => {
    const counts = tallyOf([
      judged(reportWith({ data: { milestone: "report.invented" }, victim: { sex: "secret" } })),
      judged(reportWith({ case: { identifiers: [{ type: "nickname", value: "The Fox" }] } })),
      judged({ ...report, data: { ...report.data, victim: null } }),
      judged(reportWith({ data: { occurredAt: "yesterday" } })),
      { status: "rejected", faults: [], milestone: null },
    ]);
    expect(Object.fromEntries(counts)).toEqual({
      "rejected": 5,
      "rejected:unknown-code": 2,
      "rejected:missing-field": 1,
      "rejected:wrong-form": 1,
      "rejected:not-allowed": 1,
      "unknown:milestone": 1,
      "unknown:victim.sex": 1,
      "unknown:case.identifiers.type": 1,
    });
  });
});

describe("how late records are", () => {
  const delays = [
    { hours: 200, records: 1 },
    { hours: 1, records: 6 },
    { hours: 168, records: 3 },
  ];

  it("is told by the nearest rank, and by how many took over seven days", () => {
    expect([0, 0.5, 0.6, 0.61, 0.9, 1].map((share) => delayWithin(delays, share))).toEqual([1, 1, 1, 168, 168, 200]);
    expect(delayWithin([], 0.5)).toBeNull();
    expect(lateRecords(delays)).toBe(1);
  });
});

describe("what cases are expected to show", () => {
  it("is of kinds that exist, under names of their own", () => {
    expect(new Set(expectations.map(({ id }) => id)).size).toBe(expectations.length);
    for (const { of, expects } of expectations) {
      expect(milestoneKinds).toContain(of);
      if (expects !== "contact-asserted") expect(milestoneKinds).toEqual(expect.arrayContaining([...expects]));
    }
  });
});
