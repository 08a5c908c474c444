import { env } from "cloudflare:workers";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readIhubIncident } from "../../src/domain/feeds/ihub-incident.ts";
import { readPoliceMilestone } from "../../src/domain/feeds/police-milestone.ts";
import { readSpiCase } from "../../src/domain/feeds/spi-case.ts";
import { methodology } from "../../src/domain/methodology.ts";
import { type Milestone, type MilestoneKind, milestoneKinds } from "../../src/domain/milestone.ts";
import type { Sender } from "../../src/domain/sender.ts";
import { receiveMilestones } from "../../src/flow/receive-milestones.ts";
import { openCapabilities } from "../support/capabilities.ts";
import report from "../support/events/01-police-milestone.cloudevent.json";
import charge from "../support/events/02-cp-spi-new-case-charge.json";
import incident from "../support/events/07-police-ihub-incident.json";
import { courts, emptyVault, force } from "../support/told.ts";

const engine = openCapabilities("2026-03-04T09:30:00.000Z");

// Of two stages that rest on each other one goes: here it is looked at what makes them eligible.
Object.assign(methodology.rest, { withinCaseDays: 0, acrossCasesDays: 0 });

const rows = async (query: string) =>
  (await env.VAULT.prepare(query).all<Record<string, string | number | null>>()).results;

const receive = async (by: Sender, milestones: readonly Milestone[]) =>
  (await receiveMilestones(engine, by, milestones)).map(({ status }) => status);

const read = (payload: object): Milestone => {
  const reading = readPoliceMilestone(payload);
  if (!reading.ok) throw new Error(JSON.stringify(reading.faults));
  return reading.read;
};

const told = (id: string, milestone: string, more: object = {}) =>
  read({
    ...report,
    id,
    data: {
      milestone,
      occurredAt: "2026-03-04T08:00:00Z",
      case: { forceCode: "45", identifiers: report.data.case.identifiers },
      ...more,
    },
  });

/** What stands after a report and one event more, beside the survey about the report. */
async function standing() {
  const [file] = await rows("select facts, closed_on from case_file");
  const [person] = await rows("select safety, status, phone_index is not null as route from victim");
  const stages = await rows("select stage, state, reason from invitation order by stage");
  const closures = await rows("select state from closure_request");
  return {
    facts: JSON.parse(String(file?.["facts"])) as unknown,
    closed: file?.["closed_on"] !== null,
    person: `${person?.["safety"]}, ${person?.["status"]}${person?.["route"] === 1 ? "" : ", no route"}`,
    stages: stages.map(({ stage, state, reason }) => `${stage} ${reason ?? state}`),
    asksForClosure: closures.some(({ state }) => state === "open"),
  };
}

const reported = {
  facts: {},
  closed: false,
  person: "safe-sms, active",
  stages: ["report scheduled"],
  asksForClosure: false,
};

const victimRef = { victimRef: report.data.victim.victimRef };
const asserted = { ...report.data.victim.contact, safetyAssertedAt: "2026-03-04T08:00:00Z" };
const withStage = (stage: string) => [stage, "report scheduled"].toSorted();

/** Each kind of decisions.md 10: what is sent beside it, and what it changes. Nothing: it is recorded. */
const kinds: Readonly<Record<MilestoneKind, readonly [sent: object, changed: object]>> = {
  "report.recorded": [{ victim: report.data.victim }, {}],
  "report.no-further-action": [
    {},
    { facts: { noFurtherAction: true }, stages: withStage("charge scheduled"), asksForClosure: true },
  ],
  "decision.charged": [{}, { facts: { charged: true }, stages: withStage("charge scheduled") }],
  "decision.not-charged": [
    {},
    { facts: { notCharged: true }, stages: withStage("charge scheduled"), asksForClosure: true },
  ],
  "decision.out-of-court": [
    {},
    { facts: { notCharged: true }, stages: withStage("charge scheduled"), asksForClosure: true },
  ],
  "decision.reviewed": [{}, { stages: withStage("charge scheduled") }],
  "court.hearing-listed": [{ facts: { on: "2026-05-11" } }, { facts: { hearings: ["2026-05-11"] } }],
  "court.trial-vacated": [{}, { facts: { hearingsVacated: 1 } }],
  "court.trial-held": [{}, { facts: { trialHeld: "2026-03-04" }, stages: withStage("trial scheduled") }],
  "court.outcome": [
    { facts: { convicted: true } },
    { facts: { convicted: true }, stages: withStage("trial scheduled") },
  ],
  "court.sentenced": [
    { facts: { on: "2026-03-03" } },
    { facts: { convicted: true, sentencedOn: "2026-03-03" }, stages: withStage("post-conviction scheduled") },
  ],
  "court.unconcluded": [{}, { facts: { unconcluded: true } }],
  "post.contact-scheme-eligible": [{}, { facts: { contactSchemeEligible: true } }],
  "post.contact-scheme-choice": [
    { facts: { contactSchemeOptedIn: true } },
    { facts: { contactSchemeEligible: true, contactSchemeOptedIn: true } },
  ],
  "post.released": [{ facts: { on: "2026-03-03" } }, { facts: { releasedOn: "2026-03-03" } }],
  "case.closed": [{}, { closed: true, asksForClosure: true }],
  "case.identifiers": [{}, {}],
  "case.merged": [{ case: { ...report.data.case, merged: [{ type: "crimeReference", value: "45/9/26" }] } }, {}],
  "victim.contact-asserted": [
    { victim: { ...victimRef, contact: { ...asserted, safeToContact: "no" } } },
    { person: "no-contact, active, no route", stages: ["report no-contact"] },
  ],
  "victim.contact-withdrawn": [
    { victim: victimRef },
    { person: "no-contact, active, no route", stages: ["report no-contact"] },
  ],
  "victim.deceased": [{ victim: victimRef }, { person: "no-contact, deceased, no route", stages: ["report deceased"] }],
  "victim.withdrew": [{ victim: victimRef }, { person: "safe-sms, withdrawn", stages: ["report victim-withdrew"] }],
  "compliance.needs-assessment": [{}, {}],
  "compliance.rights-offered": [{ facts: { rights: ["VC01", "VC12"] } }, {}],
  "compliance.personal-statement-offered": [{}, {}],
  "compliance.support-referred": [{}, {}],
  "milestone.retracted": [
    { retracts: { id: report.id } },
    { person: "unknown, active, no route", stages: ["report milestone-retracted"] },
  ],
};

beforeAll(async () => {
  await engine.keys.create("epoch", ["2026-W10"]);
});

beforeEach(emptyVault);

describe("each kind of milestone", () => {
  it.each(milestoneKinds)("%s is accepted, recorded, and has its effect", async (kind) => {
    const [sent, changed] = kinds[kind];
    await receive(force, [read(report)]);
    expect(await standing()).toEqual(reported);
    expect(await receive(force, [told("one more", kind, sent)])).toEqual(["accepted"]);
    expect(await rows(`select id from milestone where kind = '${kind}' and case_id is not null`)).toHaveLength(
      kind === "report.recorded" ? 2 : 1,
    );
    expect(await standing()).toEqual({ ...reported, ...changed });
  });

  it("keeps which rights were offered with the milestone, for the record of compliance", async () => {
    const rights = ["VC01", "VC12"];
    await receive(force, [read(report), told("rights", "compliance.rights-offered", { facts: { rights } })]);
    const [row] = await rows("select detail from milestone where kind like 'compliance%'");
    expect(JSON.parse(String(row?.["detail"]))).toMatchObject({ facts: { rights } });
  });
});

describe("days on which nobody is written to", () => {
  const listed = (id: string, on: string) => told(id, "court.hearing-listed", { facts: { on } });

  it("are those of hearings, without the ones that were vacated, and of the offence", async () => {
    const offence = { ...report.data, case: { ...report.data.case, offenceOn: "2026-03-02" } };
    await receive(force, [read({ ...report, data: offence })]);
    await receive(force, [listed("b", "2026-06-02"), listed("a", "2026-05-11"), listed("again", "2026-05-11")]);
    expect((await standing()).facts).toEqual({ hearings: ["2026-05-11", "2026-06-02"], offenceOn: "2026-03-02" });
    const vacated = (id: string, on: string) =>
      told(id, "court.trial-vacated", { occurredAt: "2026-03-04T08:30:00Z", facts: { on } });
    await receive(force, [vacated("not that one", "2026-07-01"), vacated("that one", "2026-06-02")]);
    expect((await standing()).facts).toMatchObject({ hearings: ["2026-05-11"], hearingsVacated: 2 });
    await receive(force, [vacated("nor that", "2026-05-11")]);
    expect((await standing()).facts).toEqual({ hearingsVacated: 3, offenceOn: "2026-03-02" });
  });

  it("are never more than forty of one case: the latest", async () => {
    const days = Array.from({ length: 50 }, (_, n) => new Date(Date.UTC(2026, 4, 1 + n)).toISOString().slice(0, 10));
    await receive(force, [read(report), ...days.map((day) => listed(day, day))]);
    expect((await standing()).facts).toEqual({ hearings: days.slice(10) });
  });
});

describe("the same crime from two systems", () => {
  const online = {
    ...incident,
    included: incident.included.map((each) =>
      each.type === "submission"
        ? { ...each, attributes: { ...each.attributes, customerReferenceNumber: "45/0012345/26" } }
        : each,
    ),
  };
  const reportedOnline = () => {
    const reading = readIhubIncident(online);
    if (!reading.ok) throw new Error("An incident was not read");
    return reading.read;
  };

  it("is one case with one victim where both call them alike, and its dangers are known whichever comes first", async () => {
    const records = read({
      ...report,
      data: { ...report.data, victim: { ...report.data.victim, victimRef: "person.victim.701188" } },
    });
    for (const order of [[records], reportedOnline()]) {
      await emptyVault();
      await receive(force, order);
      await receive(force, order[0] === records ? reportedOnline() : [records]);
      expect(await rows("select flags, offence from case_file")).toEqual([
        { flags: '["domestic-abuse","high-harm"]', offence: "violence" },
      ]);
      expect(await rows("select safety from victim")).toEqual([{ safety: "safe-sms" }]);
      expect(await rows("select state, reason from invitation")).toHaveLength(1);
    }
  });

  it("is one case with two victims where they are called differently: nobody guesses who is who", async () => {
    await receive(force, [read(report), ...reportedOnline()]);
    expect(await rows("select id from case_file")).toHaveLength(1);
    expect(await rows("select safety from victim order by safety")).toEqual([
      { safety: "safe-sms" },
      { safety: "unknown" },
    ]);
    expect(await rows("select id from invitation")).toHaveLength(2);
  });

  it("is charged by the case file when the force knows it by its URN alone", async () => {
    const urn = { forceCode: "45", identifiers: [{ type: "urn", value: "45xy 1234526" }] };
    await receive(force, [read({ ...report, data: { ...report.data, case: { ...report.data.case, ...urn } } })]);
    const reading = readSpiCase(charge);
    expect(reading.ok && (await receive(courts, reading.read))).toEqual(["accepted", "accepted"]);
    expect((await standing()).facts).toEqual({ charged: true, hearings: ["2026-05-11"], offenceOn: "2026-03-03" });
  });
});
