import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { caseAfter } from "../../../src/domain/case.ts";
import { readHearingResulted } from "../../../src/domain/feeds/hearing-resulted.ts";
import { readProsecutionConcluded } from "../../../src/domain/feeds/prosecution-concluded.ts";
import { admit } from "../../../src/domain/intake.ts";
import type { Ledger } from "../../../src/domain/ledger.ts";
import type { Identifier, Milestone } from "../../../src/domain/milestone.ts";
import { withOwnNames } from "../../../src/domain/sender.ts";
import {
  arrivalOf,
  court,
  force,
  isOpen,
  ledgerOf,
  onDay,
  otherForce,
  readSent,
  type Sent,
  take,
  victimOf,
} from "./memory.ts";

// What courts and forces tell anew, take back, or call by a name that is not theirs to give.

const crime: Identifier = { type: "crimeReference", value: "45/1/26" };
const theirCrime: Identifier = { type: "crimeReference", value: "46/1/26" };
const urn: Identifier = { type: "urn", value: "45XY0000126" };
const prosecution: Identifier = { type: "prosecutionCaseId", value: "P" };

const report = (id: string, names: readonly Identifier[], ref = "V"): Sent => ({
  id,
  kind: "report.recorded",
  at: onDay(1),
  names,
  victim: {
    ref,
    contact: {
      mobile: "07700 900111",
      preferredChannel: "sms",
      safeToContact: "yes",
      safetyAssertedAt: onDay(1),
      safetyAssertedBy: "officer",
    },
  },
});

function opened(): Ledger {
  const ledger = ledgerOf(force);
  take(ledger, report("report", [crime, urn, prosecution]), onDay(1));
  return ledger;
}

const told = (ledger: Ledger, reading: { readonly ok: boolean; readonly read?: readonly Milestone[] }) =>
  (reading.read ?? []).map((each) => admit({ ...ledger, sender: court }, arrivalOf(court, each)).status);

const facts = (ledger: Ledger) => {
  const [file] = ledger.cases.values();
  return file && caseAfter(file.id, file.area, file.milestones)?.facts;
};

const resulted = (sharedTime: string, category: string) =>
  readHearingResulted({
    isReshare: true,
    hearingDay: "2026-03-02",
    sharedTime,
    hearing: {
      id: "H",
      prosecutionCases: [
        {
          id: "P",
          prosecutionCaseIdentifier: { caseURN: urn.value },
          defendants: [
            { offences: [{ proceedingsConcluded: true, verdict: { verdictType: { categoryType: category } } }] },
          ],
        },
      ],
    },
  });

const concluded = (isConcluded: boolean, plea = "GUILTY") =>
  readProsecutionConcluded({
    prosecutionConcluded: [
      {
        prosecutionCaseId: "P",
        isConcluded,
        hearingIdWhereChangeOccurred: "H",
        offenceSummary: [{ proceedingsConcludedChangedDate: "2026-03-02", plea: { value: plea } }],
      },
    ],
  });

describe("what a court corrects", () => {
  const shared = [
    ["2026-03-02T10:00:00Z", "NOT_GUILTY"],
    ["2026-03-03T10:00:00Z", "GUILTY"],
    ["2026-03-04T10:00:00Z", "NOT_GUILTY"],
    ["2026-03-05T10:00:00Z", "GUILTY"],
  ] as const;

  it("stands as it was shared last, there and back, in whatever order that arrives, and however often", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.nat(3), { maxLength: 6 }),
        fc.infiniteStream(fc.nat(100)),
        (count, again, chance) => {
          const ledger = opened();
          const all = [...shared.keys()].filter((index) => index < count);
          const order = [...all, ...again.filter((index) => index < count)]
            .map((index) => [chance.next().value ?? 0, index] as const)
            .toSorted(([a], [b]) => a - b);
          for (const [, index] of order) {
            const [sharedTime, category] = shared[index] ?? shared[0];
            told(ledger, resulted(sharedTime, category));
          }
          expect(facts(ledger)).toEqual(count % 2 === 0 ? { convicted: true } : {});
        },
      ),
      { numRuns: 200 },
    );
  });

  it("counts from when it was first told, where it is shared again unchanged", () => {
    const ledger = opened();
    told(ledger, resulted("2026-03-02T10:00:00Z", "GUILTY"));
    expect(told(ledger, resulted("2026-03-02T10:00:00Z", "GUILTY"))).toEqual(["duplicate"]);
    expect(told(ledger, resulted("2026-03-09T10:00:00Z", "GUILTY"))).toEqual(["accepted"]);
    const [file] = ledger.cases.values();
    expect(file && caseAfter(file.id, file.area, file.milestones)?.updatedAt).toBe("2026-03-02T10:00:00.000Z");
  });

  it("stands as it was told last, where its clock knows days alone", () => {
    const ledger = opened();
    told(ledger, concluded(true));
    expect(facts(ledger)).toEqual({ convicted: true });
    told(ledger, concluded(false));
    expect(facts(ledger)).toEqual({ convicted: true, unconcluded: true });
    expect(told(ledger, concluded(false))).toEqual(["duplicate"]);
    told(ledger, concluded(true, "NOT_GUILTY"));
    expect(facts(ledger)).toEqual({});
  });
});

describe("a retraction", () => {
  it("cannot be taken back, and says so", () => {
    const ledger = opened();
    const taken = { kind: "milestone.retracted", at: onDay(3), names: [crime] } as const;
    expect(take(ledger, { ...taken, id: "oops", retracts: "report" }, onDay(3)).status).toBe("accepted");
    expect(take(ledger, { ...taken, id: "not oops", retracts: "oops" }, onDay(4))).toEqual({
      status: "rejected",
      why: "A retraction cannot be taken back. Send the event anew, under another id.",
    });
  });
});

describe("a name of another force's case", () => {
  const theirs = (id: string, names: readonly Identifier[]) => report(id, names, "K");

  it("is left out, whoever gave it first, and keeps nobody's own report out", () => {
    const ledger = ledgerOf(force);
    const squatted: Identifier = { type: "urn", value: "46KK0000126" };
    const first = report("report", [crime, squatted, prosecution]);
    expect(withOwnNames(force, readSent(first)).unusable.map(({ path }) => path)).toEqual(["data.case.identifiers"]);
    expect(take(ledger, first, onDay(1)).status).toBe("accepted");
    const next = take(ledger, theirs("theirs", [theirCrime, squatted, prosecution]), onDay(1), otherForce);
    expect([next.status, next.leftOut?.map(({ path }) => path)]).toEqual(["accepted", ["data.case.identifiers"]]);
    expect(ledger.cases.size).toBe(2);
    const [, other] = ledger.cases.values();
    expect(ledger.caseOf.get(`urn ${squatted.value}`)).toBe(other?.id);
    expect(ledger.caseOf.get("prosecutionCaseId P")).not.toBe(other?.id);
  });

  it("is refused where nothing else is said of the case, and counts for the victim whom it is about", () => {
    const ledger = opened();
    expect(take(ledger, theirs("alone", [prosecution]), onDay(1), otherForce).status).toBe("rejected");
    expect(take(ledger, theirs("foreign", [urn]), onDay(1), otherForce).status).toBe("rejected");
    const merged: Sent = { id: "merged", kind: "case.identifiers", at: onDay(2), names: [prosecution] };
    expect(take(ledger, merged, onDay(2), otherForce).status).toBe("rejected");
    const foreign: Identifier = { type: "urn", value: "46KK0000126" };
    const no = { safeToContact: "no", safetyAssertedAt: onDay(3), safetyAssertedBy: "officer" };
    const shut: Sent = {
      id: "no",
      kind: "victim.contact-asserted",
      at: onDay(3),
      names: [foreign],
      victim: { ref: "V", contact: no },
    };
    expect(take(ledger, shut, onDay(3)).status).toBe("accepted");
    expect(victimOf(ledger, "V", onDay(3)).safety).toBe("no-contact");
    expect(isOpen(ledger, "V", onDay(3))).toBe(false);
  });
});
