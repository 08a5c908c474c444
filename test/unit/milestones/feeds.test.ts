import { describe, expect, it } from "vitest";
import { readHearingResulted } from "../../../src/domain/feeds/hearing-resulted.ts";
import { readIhubIncident } from "../../../src/domain/feeds/ihub-incident.ts";
import { readPoliceMilestone } from "../../../src/domain/feeds/police-milestone.ts";
import { readPrisonerReleased } from "../../../src/domain/feeds/prisoner-released.ts";
import { readProsecutionConcluded } from "../../../src/domain/feeds/prosecution-concluded.ts";
import type { Reading } from "../../../src/domain/feeds/reading.ts";
import { readResultsSubscription } from "../../../src/domain/feeds/results-subscription.ts";
import { readSpiCase } from "../../../src/domain/feeds/spi-case.ts";
import { ageOn } from "../../../src/domain/milestone.ts";
import { normaliseEmail, normaliseMobile, normalisePhone } from "../../../src/domain/phone.ts";
import type { LocalDate } from "../../../src/kernel/time.ts";
import report from "../../support/events/01-police-milestone.cloudevent.json" with { type: "json" };
import charge from "../../support/events/02-cp-spi-new-case-charge.json" with { type: "json" };
import hearing from "../../support/events/03-cp-hearing-resulted.json" with { type: "json" };
import concluded from "../../support/events/04-cp-prosecution-concluded.json" with { type: "json" };
import released from "../../support/events/05-hmpps-prisoner-released.json" with { type: "json" };
import callback from "../../support/events/06-hmcts-results-subscription-callback.json" with { type: "json" };
import incident from "../../support/events/07-police-ihub-incident.json" with { type: "json" };

function readOf<T>(reading: Reading<T>): T {
  if (!reading.ok) throw new Error(JSON.stringify(reading.faults));
  return reading.read;
}

const pathsOf = (reading: Reading<unknown>) => (reading.ok ? [] : reading.faults.map(({ path }) => path));

/** A deep copy with one field changed, or left out. */
function changed(payload: unknown, path: string, value?: unknown): unknown {
  const copy: unknown = structuredClone(payload);
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  const holder = keys.reduce<unknown>(
    (at, key) => Object.entries(Object(at)).find(([name]) => name === key)?.[1],
    copy,
  );
  if (value === undefined) Reflect.deleteProperty(Object(holder), last);
  else Reflect.set(Object(holder), last, value);
  return copy;
}

describe("our own CloudEvent", () => {
  it("tells a report, its victim, a safe route and nothing else", () => {
    expect(readOf(readPoliceMilestone(report))).toEqual({
      eventId: report.id,
      source: report.source,
      kind: "report.recorded",
      occurredAt: "2026-03-03T21:40:00.000Z",
      forceCode: "45",
      identifiers: [{ type: "crimeReference", value: "45/0012345/26" }],
      offence: "burglary",
      flags: [],
      officer: { ref: "PC4521", unit: "45XY" },
      facts: {},
      victim: {
        ref: "V-7f0c3e",
        profile: { language: "cy", age: "25-44", sex: "female", flags: [], consent: "not-refused" },
        contact: {
          mobile: "+447700900461",
          email: null,
          postal: null,
          channel: "sms",
          safety: "safe-sms",
          assertedAt: "2026-03-03T22:05:00.000Z",
          assertedBy: "officer",
          windowFrom: 600,
          windowTo: 1080,
          suspectNumbers: null,
          redactions: null,
        },
      },
      merged: [],
      retracts: null,
      unusable: [],
    });
  });

  it.each([
    "specversion",
    "id",
    "source",
    "type",
    "data",
    "data.milestone",
    "data.occurredAt",
    "data.case",
    "data.case.identifiers",
    "data.case.forceCode",
    "data.victim",
    "data.victim.victimRef",
  ])("says that %s is missing, by its path", (path) => {
    expect(pathsOf(readPoliceMilestone(changed(report, path)))).toEqual([path]);
  });

  it("says what each kind needs besides", () => {
    const as = (kind: string) => changed(changed(report, "data.milestone", kind), "data.victim.contact");
    expect(pathsOf(readPoliceMilestone(as("victim.contact-asserted")))).toEqual(["data.victim.contact"]);
    expect(pathsOf(readPoliceMilestone(as("milestone.retracted")))).toEqual(["data.retracts"]);
    expect(pathsOf(readPoliceMilestone(as("case.merged")))).toEqual(["data.case.merged"]);
    expect(pathsOf(readPoliceMilestone(as("post.contact-scheme-choice")))).toEqual(["data.facts.contactSchemeOptedIn"]);
  });

  it.each([
    ["yes", "sms", "safe-sms"],
    ["yes", "email", "safe-email"],
    ["yes", "phone", "safe-phone-only"],
    ["yes", "advocate", "via-advocate"],
    ["yes", null, "safe-sms"],
    ["no", "sms", "no-contact"],
    ["unknown", "sms", "unknown"],
  ])("takes safe to contact %s by %s for %s", (safeToContact, preferredChannel, safety) => {
    const contact = { ...report.data.victim.contact, safeToContact, preferredChannel };
    expect(readOf(readPoliceMilestone(changed(report, "data.victim.contact", contact))).victim?.contact?.safety).toBe(
      safety,
    );
  });

  it("raises flags, and takes a victim under 18 without a band for one who is not asked", () => {
    const flags = { domesticAbuse: true, stalking: true, honourBasedAbuse: false, victimUnder18: true };
    const read = readOf(readPoliceMilestone(changed(changed(report, "data.case.flags", flags), "data.victim.ageBand")));
    expect(read.flags).toEqual(["domestic-abuse", "stalking"]);
    expect(read.victim?.profile.age).toBe("under-16");
    const known = readOf(
      readPoliceMilestone(changed(changed(report, "data.case.flags", flags), "data.victim.ageBand", "16-17")),
    );
    expect(known.victim?.profile.age).toBe("16-17");
  });

  it("takes a route that is not signed and dated for unknown, and says what is missing", () => {
    for (const path of ["safetyAssertedAt", "safetyAssertedBy"]) {
      const read = readOf(readPoliceMilestone(changed(report, `data.victim.contact.${path}`)));
      expect(read.victim?.contact).toMatchObject({ mobile: "+447700900461", safety: "unknown" });
      expect(read.unusable.map((fault) => fault.path)).toEqual(["data.victim.contact.safetyAssertedBy"]);
      const shut = changed(changed(report, `data.victim.contact.${path}`), "data.victim.contact.safeToContact", "no");
      expect(readOf(readPoliceMilestone(shut)).victim?.contact?.safety).toBe("no-contact");
    }
  });

  it("takes the names of a case for its redaction list, and reads none anywhere else", () => {
    const named = changed(report, "data.victim.contact.redact", ["Sam Sample"]);
    expect(JSON.stringify(readOf(readPoliceMilestone(named)))).not.toContain("Sample");
    const listed = readOf(
      readPoliceMilestone(changed(report, "data.case.redactions", ["Sam Sample", " 07700 900777 "])),
    );
    expect(listed.victim?.contact?.redactions).toEqual(["Sam Sample", "07700 900777"]);
    const many = Array.from({ length: 41 }, () => "Sample");
    expect(pathsOf(readPoliceMilestone(changed(report, "data.case.redactions", many)))).toEqual([
      "data.case.redactions",
    ]);
  });

  it("takes an address for a route, and says when it is none", () => {
    const by = (postal: readonly string[], more: object = {}) => {
      const contact = { ...report.data.victim.contact, mobile: null, preferredChannel: "post", postal, ...more };
      return readOf(readPoliceMilestone(changed(report, "data.victim.contact", contact)));
    };
    const address = ["A Sample", " 1  Example Street", "Exampletown", "cf101aa"];
    expect(by(address).victim?.contact).toMatchObject({
      postal: ["A Sample", "1 Example Street", "Exampletown", "CF10 1AA"],
      channel: "post",
      safety: "safe-post",
    });
    expect(by(address, { preferredChannel: null }).victim?.contact?.safety).toBe("safe-post");
    expect(by(address, { mobile: "07700 900461", preferredChannel: null }).victim?.contact?.safety).toBe("safe-sms");
    const short = by(["A Sample", "CF10 1AA"]);
    expect(short.victim?.contact).toMatchObject({ postal: null, safety: "safe-post" });
    expect(short.unusable.map(({ path }) => path)).toEqual(["data.victim.contact.postal"]);
    for (const wrong of [
      [...address.slice(0, 3), "Exampletown"],
      Array(8).fill("CF10 1AA"),
      ["a", "x".repeat(101), "CF10 1AA"],
    ])
      expect(by(wrong).victim?.contact?.postal).toBeNull();
  });

  it("says which numbers of the suspect it could not read, and that a route was called unsafe without a date", () => {
    const by = (more: object) =>
      readOf(readPoliceMilestone(changed(report, "data.victim.contact", { ...report.data.victim.contact, ...more })));
    const listed = (suspectNumbers: readonly string[]) => {
      const { victim, unusable } = by({ suspectNumbers });
      return [victim?.contact?.suspectNumbers, victim?.contact?.isPartial, unusable.map(({ path }) => path)];
    };
    const path = "data.victim.contact.suspectNumbers";
    expect(listed([])).toEqual([[], undefined, []]);
    expect(listed(["07700 900777"])).toEqual([["+447700900777"], undefined, []]);
    expect(listed(["N/K"])).toEqual([null, undefined, [path]]);
    expect(listed(["N/K", "07700 900777"])).toEqual([["+447700900777"], true, [path]]);
    const undated = by({ safeToContact: "no", safetyAssertedAt: null });
    expect([undated.victim?.isUndated, undated.unusable.map((fault) => fault.path)]).toEqual([
      true,
      ["data.victim.contact.safetyAssertedAt"],
    ]);
    expect(by({ safeToContact: "no" }).victim).not.toHaveProperty("isUndated");
  });

  it("keeps the day of the offence", () => {
    expect(readOf(readPoliceMilestone(changed(report, "data.case.offenceOn", "2026-03-02"))).facts).toEqual({
      offenceOn: "2026-03-02",
    });
  });

  it("takes a victim for an adult when no band is given, only where it is said that they are not under 18", () => {
    const profileOf = (payload: unknown) => readOf(readPoliceMilestone(payload)).victim?.profile;
    for (const band of [undefined, "not-stated", "unknown"]) {
      const unstated = changed(report, "data.victim.ageBand", band);
      expect(profileOf(unstated)).toMatchObject({ adult: true });
      expect(profileOf(unstated)).not.toHaveProperty("age");
      expect(profileOf(changed(unstated, "data.case.flags.victimUnder18"))).not.toHaveProperty("adult");
    }
  });

  it("ends the route of a victim who withdraws it, whatever else was sent", () => {
    const read = readOf(readPoliceMilestone(changed(report, "data.milestone", "victim.contact-withdrawn")));
    expect(read.victim?.contact).toMatchObject({
      mobile: null,
      safety: "no-contact",
      assertedAt: "2026-03-03T21:40:00.000Z",
    });
  });
});

describe("a police case file", () => {
  it("is one charge under the URN, at the end of the day, and the first hearing, without the victim that it embeds", () => {
    const [milestone, ...others] = readOf(readSpiCase(charge));
    expect(others.map(({ kind, facts }) => [kind, facts])).toEqual([["court.hearing-listed", { on: "2026-05-11" }]]);
    expect(milestone?.facts).toEqual({ offenceOn: "2026-03-03" });
    expect(milestone).toMatchObject({
      eventId: "45XY1234526/charge",
      kind: "decision.charged",
      occurredAt: "2026-04-21T22:59:00.000Z",
      identifiers: [{ type: "urn", value: "45XY1234526" }],
      victim: null,
    });
    expect(JSON.stringify(milestone)).not.toMatch(/07700|SAMPLE|EXAMPLE|1991/i);
  });

  it("warns by its case marker, starts nothing by some initiation codes, and needs the day of the charge", () => {
    expect(readOf(readSpiCase(changed(charge, "caseDetails.caseMarker", "DV")))[0]?.flags).toEqual(["domestic-abuse"]);
    expect(readOf(readSpiCase(changed(charge, "caseDetails.caseInitiationCode", "R")))).toEqual([]);
    expect(pathsOf(readSpiCase(changed(charge, "caseDetails.ptiurn")))).toEqual(["caseDetails.ptiurn"]);
    const path = "defendants.0.offence.0.baseOffenceDetails.chargeDate";
    expect(pathsOf(readSpiCase(changed(charge, path)))).toEqual([path]);
  });
});

describe("a resulted hearing", () => {
  const told = (payload: unknown) => readOf(readHearingResulted(payload)).map(({ kind, facts }) => [kind, facts]);
  const results = "hearing.prosecutionCases.0.defendants.0.offences.0";

  it("tells trial, outcome and sentence, under both of the case's names, and not who attended", () => {
    expect(told(hearing)).toEqual([
      ["court.trial-held", { on: "2026-09-15" }],
      ["court.outcome", { convicted: true }],
      ["court.sentenced", { on: "2026-09-15" }],
    ]);
    const [milestone] = readOf(readHearingResulted(hearing));
    expect(milestone?.identifiers).toEqual([
      { type: "prosecutionCaseId", value: "7d5d2c5e-9c0c-4d33-9a38-55a0b8a1c002" },
      { type: "urn", value: "45XY1234526" },
    ]);
  });

  it("tells that a trial was vacated, was ineffective or cracked", () => {
    const none = changed(changed(hearing, "hearing.isEffectiveTrial", false), `${results}.judicialResults`, []);
    const open = changed(none, `${results}.proceedingsConcluded`, false);
    const vacated = [["court.trial-vacated", { on: "2026-09-15" }]];
    expect(told(changed(open, "hearing.isVacatedTrial", true))).toEqual(vacated);
    expect(told(changed(open, "hearing.crackedIneffectiveTrial", { code: "M", type: "Ineffective" }))).toEqual(vacated);
    expect(told(changed(none, "hearing.crackedIneffectiveTrial", { code: "A", type: "Cracked" }))).toEqual([
      ["court.outcome", { convicted: true }],
    ]);
  });

  it("tells an acquittal for one, and waits for the last defendant", () => {
    const verdict = { verdictType: { categoryType: "NOT_GUILTY" } };
    const acquitted = changed(
      changed(changed(hearing, `${results}.verdict`, verdict), `${results}.convictionDate`),
      `${results}.judicialResults`,
      [],
    );
    expect(told(acquitted)).toEqual([
      ["court.trial-held", { on: "2026-09-15" }],
      ["court.outcome", { convicted: false }],
    ]);
    const [defendant] = hearing.hearing.prosecutionCases[0]?.defendants ?? [];
    const two = [defendant, { offences: [{ proceedingsConcluded: false }] }];
    expect(told(changed(hearing, "hearing.prosecutionCases.0.defendants", two)).map(([kind]) => kind)).toEqual([
      "court.trial-held",
      "court.sentenced",
    ]);
  });

  it("counts once when it is shared again, and takes a deleted sentence back", () => {
    const ids = (payload: unknown) => readOf(readHearingResulted(payload)).map(({ eventId }) => eventId);
    const again = changed(changed(hearing, "isReshare", true), "sharedTime", "2026-09-17T09:00:00Z");
    expect(ids(hearing)).toEqual(ids(changed(hearing, "isReshare", true)));
    expect(ids(again).toSpliced(1, 1)).toEqual(ids(hearing).toSpliced(1, 1));
    const outcomeOf = (payload: unknown) => readOf(readHearingResulted(payload))[1];
    expect(outcomeOf(again)).toMatchObject({ kind: "court.outcome", matter: outcomeOf(hearing)?.matter });
    const deleted = readOf(readHearingResulted(changed(again, `${results}.judicialResults.0.isDeleted`, true)));
    expect(deleted.at(-1)).toMatchObject({ kind: "milestone.retracted", retracts: { eventId: ids(hearing)[2] } });
  });

  it("tells a sentence that takes the place of a deleted one, and takes only the deleted one back", () => {
    const [was] = hearing.hearing.prosecutionCases[0]?.defendants[0]?.offences[0]?.judicialResults ?? [];
    const amended = [
      { ...was, isDeleted: true },
      { ...was, judicialResultId: "another", orderedDate: "2026-09-17" },
    ];
    const again = changed(changed(hearing, "isReshare", true), `${results}.judicialResults`, amended);
    const read = readOf(readHearingResulted(again));
    const ids = (payload: unknown) => readOf(readHearingResulted(payload)).map(({ eventId }) => eventId);
    expect(read.map(({ kind, facts }) => [kind, facts]).slice(2)).toEqual([
      ["court.sentenced", { on: "2026-09-17" }],
      ["milestone.retracted", {}],
    ]);
    expect(read.at(-1)?.retracts?.eventId).toBe(ids(hearing)[2]);
    expect(ids(hearing)).not.toContain(read[2]?.eventId);
  });
});

describe("a concluded prosecution", () => {
  it("is an outcome, and one that is taken back is unconcluded", () => {
    expect(readOf(readProsecutionConcluded(concluded)).map(({ kind, occurredAt }) => [kind, occurredAt])).toEqual([
      ["court.outcome", "2026-09-15T22:59:00.000Z"],
      ["court.unconcluded", "2026-09-29T22:59:00.000Z"],
    ]);
  });

  it("is another event when it is corrected on the same day, and one when it is sent twice", () => {
    const [first] = concluded.prosecutionConcluded;
    const read = (plea: string, isConcluded: boolean) => {
      const offence = { ...first?.offenceSummary[0], plea: { value: plea }, verdict: null };
      const change = { ...first, isConcluded, offenceSummary: [offence] };
      return readOf(readProsecutionConcluded({ prosecutionConcluded: [change] }))[0];
    };
    const states = [read("GUILTY", true), read("NOT_GUILTY", true), read("GUILTY", false)];
    expect(new Set(states.map((each) => each?.eventId)).size).toBe(3);
    expect(new Set(states.map((each) => each?.matter)).size).toBe(1);
    expect(read("GUILTY", true)).toEqual(states[0]);
  });

  it("is none while one of its defendants is not concluded", () => {
    const [first] = concluded.prosecutionConcluded;
    const both = { prosecutionConcluded: [first, { ...first, defendantId: "another", isConcluded: "false" }] };
    expect(readOf(readProsecutionConcluded(both)).map(({ kind }) => kind)).toEqual(["court.unconcluded"]);
  });
});

describe("an event of a prison", () => {
  it("is a release only when somebody really leaves", () => {
    expect(readOf(readPrisonerReleased(released))).toMatchObject([
      { kind: "post.released", identifiers: [{ type: "noms", value: "A0000AA" }], facts: { on: "2027-02-01" } },
    ]);
    for (const reason of [
      "TEMPORARY_ABSENCE_RELEASE",
      "RELEASED_TO_HOSPITAL",
      "SENT_TO_COURT",
      "TRANSFERRED",
      "UNKNOWN",
    ]) {
      expect(readOf(readPrisonerReleased(changed(released, "additionalInformation.reason", reason)))).toEqual([]);
    }
    expect(
      readOf(readPrisonerReleased(changed(released, "additionalInformation.currentPrisonStatus", "UNDER_PRISON_CARE"))),
    ).toEqual([]);
    expect(
      readOf(readPrisonerReleased(changed(released, "eventType", "prisoner-offender-search.prisoner.received"))),
    ).toEqual([]);
  });

  it("is read whatever its version looks like, and has one id whichever service tells of it", () => {
    const odd = changed(changed(released, "version", "1.0"), "eventType", "prisoner-offender-search.prisoner.released");
    expect(readOf(readPrisonerReleased(odd))[0]?.eventId).toBe(readOf(readPrisonerReleased(released))[0]?.eventId);
  });
});

describe("a notice of the results subscription", () => {
  it("is recorded under each URN, and decides nothing unless it is of a sentence", () => {
    const notice: unknown = JSON.parse(callback.request.rawBody);
    expect(readOf(readResultsSubscription(notice))).toMatchObject([
      {
        eventId: "123e4567-e89b-12d3-a456-426614174000/PRISON_COURT_REGISTER_GENERATED/45XY1234526",
        kind: "court.hearing-listed",
      },
    ]);
    expect(readOf(readResultsSubscription(changed(notice, "eventType", "WEE_CustodialSentence")))[0]?.kind).toBe(
      "court.sentenced",
    );
    expect(pathsOf(readResultsSubscription(changed(notice, "cases")))).toEqual(["cases"]);
  });
});

describe("a report made online", () => {
  it("creates a victim whose route nobody has called safe", () => {
    expect(readOf(readIhubIncident(incident))).toMatchObject([
      {
        kind: "report.recorded",
        forceCode: "45",
        identifiers: [{ type: "crimeReference", value: "DA-45-26-0142-IR01" }],
        offence: "violence",
        flags: ["domestic-abuse", "high-harm"],
        officer: { ref: "4521" },
        victim: {
          profile: { language: "cy", age: "25-44", flags: ["repeat-victim"] },
          contact: { mobile: "+447700900462", safety: "unknown", assertedBy: null },
        },
      },
    ]);
    expect(JSON.stringify(readOf(readIhubIncident(incident)))).not.toMatch(/Angharad|1991/);
  });

  it("knows the day of the incident, and who would rather be written to by post, which makes no route safe", () => {
    const [read] = readOf(readIhubIncident(incident));
    expect([read?.facts, read?.victim?.contact?.channel]).toEqual([{ offenceOn: "2026-03-03" }, null]);
    for (const code of ["CPNC_0003", "CPNC0003"]) {
      const byPost = readOf(readIhubIncident(changed(incident, "included.1.attributes.contactPreference", [code])));
      expect(byPost[0]?.victim?.contact).toMatchObject({ channel: "post", safety: "unknown" });
    }
  });

  it("knows a sexual offence by any of its names", () => {
    for (const crimeType of ["Rape of a female aged 16 or over", "Assault by penetration", "Indecent exposure"]) {
      const read = readOf(readIhubIncident(changed(incident, "data.attributes.crimeType", crimeType)));
      expect([crimeType, read[0]?.offence]).toEqual([crimeType, "sexual"]);
    }
  });

  it("reads codes and booleans however they are written", () => {
    const person = "included.1.attributes";
    const odd = changed(
      changed(incident, `${person}.preferredLanguageWritten`, "LNGGCYM"),
      `${person}.repeatVictim`,
      "TRUE",
    );
    expect(readOf(readIhubIncident(odd))[0]?.victim?.profile).toMatchObject({
      language: "cy",
      flags: ["repeat-victim"],
    });
  });

  it("never writes to a victim who does not know of the report", () => {
    const unaware = changed(incident, "included.1.attributes.victimAwareReported", false);
    expect(readOf(readIhubIncident(unaware))[0]?.victim?.contact?.safety).toBe("no-contact");
  });

  it("says where what it points at is wrong", () => {
    expect(pathsOf(readIhubIncident(changed(incident, "included.0.attributes.customerReferenceNumber")))).toEqual([
      "included.0.attributes.customerReferenceNumber",
    ]);
  });
});

describe("numbers, addresses and ages", () => {
  it.each([
    "07700 900461",
    "+44 7700 900461",
    "+4407700900461",
    "+44 (0)7700-900461",
    "00447700900461",
    " 447700900461 ",
  ])("reads %s as the same number", (written) => expect(normaliseMobile(written)).toBe("+447700900461"));

  it("takes mobiles of the Crown Dependencies, and no landline, foreign or made-up number", () => {
    expect(["07797 712345", "07781 123456", "07624 312345"].map(normaliseMobile)).toEqual([
      "+447797712345",
      "+447781123456",
      "+447624312345",
    ]);
    expect(["029 2087 4000", "+1 202 555 0100", "07700 999999", "12", ""].map(normaliseMobile)).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
    expect(normalisePhone("029 2087 4000")).toBe("+442920874000");
  });

  it("writes an address in one way", () => {
    expect(["  Sam@Example.COM ", "sam@localhost", "a b@example.com"].map(normaliseEmail)).toEqual([
      "sam@example.com",
      null,
      null,
    ]);
  });

  it("ages somebody on their birthday", () => {
    expect(ageOn("2010-03-04" as LocalDate, "2026-03-03" as LocalDate)).toBe("under-16");
    expect(ageOn("2010-03-04" as LocalDate, "2026-03-04" as LocalDate)).toBe("16-17");
    expect(ageOn("1961-03-04" as LocalDate, "2026-03-04" as LocalDate)).toBe("65-plus");
  });
});
