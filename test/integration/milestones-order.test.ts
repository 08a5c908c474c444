import { describe, expect, it } from "vitest";
import report from "../support/events/01-police-milestone.cloudevent.json";
import asserted from "../support/events/01c-contact-asserted.cloudevent.json";
import incident from "../support/events/07-police-ihub-incident.json";
import {
  OPERATOR,
  engine,
  post,
  structured,
  batched,
  answersOf,
  send,
  rows,
  invitations,
  caseFacts,
  about,
  prepareVault,
} from "../support/milestones.ts";

prepareVault();

describe("several requests at once", () => {
  it("counts an event once however often it arrives at the same moment", async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => send("force-45", report)));
    expect(answers.flat().toSorted()).toEqual([
      "accepted",
      "duplicate",
      "duplicate",
      "duplicate",
      "duplicate",
      "duplicate",
    ]);
    expect(await rows("select id from victim")).toHaveLength(1);
    expect(await rows("select id from invitation")).toHaveLength(1);
  });

  it("loses nothing when different events about one case arrive at the same moment", async () => {
    await send("force-45", report);
    const tell = (milestone: string, facts: object = {}) =>
      send("force-45", {
        ...report,
        id: milestone,
        data: { milestone, occurredAt: "2026-03-04T09:00:00Z", case: report.data.case, facts },
      });
    const answers = await Promise.all([
      tell("decision.charged"),
      tell("court.trial-vacated"),
      tell("post.contact-scheme-eligible"),
    ]);
    expect(answers.flat()).toEqual(["accepted", "accepted", "accepted"]);
    expect(await caseFacts()).toEqual({ charged: true, contactSchemeEligible: true, hearingsVacated: 1 });
  });
});

describe("events out of their order", () => {
  const happened = (id: string, milestone: string, occurredAt: string, more: object = {}) => ({
    ...report,
    id,
    data: { milestone, occurredAt, case: { forceCode: "45", identifiers: report.data.case.identifiers }, ...more },
  });

  it("takes back what an event did when it is retracted, also when the retraction comes first", async () => {
    const charged = happened("charged", "decision.charged", "2026-03-04T08:00:00Z");
    const mistaken = happened("oops", "milestone.retracted", "2026-03-04T09:00:00Z", { retracts: { id: "charged" } });
    await send("force-45", report, charged);
    expect(await caseFacts()).toEqual({ charged: true });
    expect((await invitations()).map(({ stage }) => stage)).toEqual(["charge", "report"]);
    expect(await send("courts", { ...mistaken, id: "not-theirs" })).toEqual(["rejected"]);
    expect(await send("force-45", mistaken)).toEqual(["accepted"]);
    expect(await caseFacts()).toEqual({});
    expect(
      await send("force-45", {
        ...mistaken,
        id: "oops again",
        data: { ...mistaken.data, retracts: { id: report.id } },
      }),
    ).toEqual(["accepted"]);
    expect(await invitations()).toContainEqual({ stage: "report", state: "cancelled", reason: "milestone-retracted" });

    const early = happened("early", "milestone.retracted", "2026-03-04T09:00:00Z", { retracts: { id: "late" } });
    expect(await send("force-45", early)).toEqual(["parked"]);
    expect(await send("force-45", happened("late", "decision.charged", "2026-03-04T08:30:00Z"))).toEqual(["accepted"]);
    expect(await caseFacts()).toEqual({});
  });

  it("makes one case of two when the force says that they are one", async () => {
    const other = { type: "urn", value: "45XY1234526" };
    const byUrn = {
      ...asserted,
      id: "trial",
      data: {
        ...asserted.data,
        milestone: "court.trial-held",
        occurredAt: "2026-03-01T10:00:00Z",
        victim: report.data.victim,
      },
    };
    expect(await send("wcu-45", byUrn)).toEqual(["accepted"]);
    expect(await send("force-45", report)).toEqual(["accepted"]);
    expect(await rows("select distinct case_id from case_victim")).toHaveLength(2);
    const same = happened("same", "case.identifiers", "2026-03-04T09:00:00Z", {
      case: { forceCode: "45", identifiers: [...report.data.case.identifiers, other] },
    });
    expect(await send("force-45", same)).toEqual(["accepted"]);
    expect(await rows("select distinct case_id from case_victim")).toHaveLength(1);
    expect(await rows("select distinct case_id from milestone")).toHaveLength(1);
    expect(await rows("select distinct case_id from case_identifier")).toHaveLength(1);
    expect(await rows("select distinct case_id from invitation")).toHaveLength(1);
    expect((await invitations()).map(({ stage }) => stage)).toEqual(["report", "trial"]);
  });

  it("lets the newest judgement of a route stand, not the one that arrived last", async () => {
    const route = (id: string, at: string, safeToContact: string) =>
      happened(id, "victim.contact-asserted", at, {
        victim: {
          ...report.data.victim,
          contact: { ...report.data.victim.contact, safeToContact, safetyAssertedAt: at },
        },
      });
    await send("force-45", report);
    await send("force-45", route("newer", "2026-03-04T09:20:00Z", "no"));
    await send("force-45", route("older", "2026-03-04T09:10:00Z", "yes"));
    expect(await rows("select safety, contact, phone_index from victim")).toEqual([
      { safety: "no-contact", contact: null, phone_index: null },
    ]);
    expect(await invitations()).toEqual([{ stage: "report", state: "held", reason: "no-contact" }]);
  });

  it("never calls a route safe that is the suspect's, also when that was said before", async () => {
    const cautious = {
      ...report.data.victim.contact,
      mobile: "07700 900777",
      suspectNumbers: ["+44 7700 900461"],
      redact: ["Sam Sample"],
    };
    await send("force-45", about(9, { victim: { contact: cautious } }));
    expect(await rows("select safety from victim")).toEqual([{ safety: "safe-sms" }]);
    const later = { ...report.data.victim.contact, safetyAssertedAt: "2026-03-04T09:00:00Z" };
    await send(
      "force-45",
      about(9, { id: "later", data: { milestone: "victim.contact-asserted" }, victim: { contact: later } }),
    );
    expect(await rows("select safety, contact from victim")).toEqual([{ safety: "no-contact", contact: null }]);
  });
});

describe("answers to what is wrong", () => {
  it("never repeat anything that was submitted", async () => {
    const poison = "Gwenllian-07700900999-secret";
    const poisoned = {
      specversion: poison,
      id: "x",
      source: "y",
      type: poison,
      time: poison,
      data: {
        milestone: poison,
        occurredAt: poison,
        [poison]: poison,
        case: {
          forceCode: poison,
          offenceGroup: poison,
          flags: { domesticAbuse: poison },
          identifiers: [{ type: poison, value: { [poison]: 1 } }],
        },
        victim: {
          victimRef: [poison],
          ageBand: poison,
          sex: poison,
          contact: { mobile: { poison }, safeWindow: { from: poison } },
        },
      },
    };
    const bodies = [
      await post("/milestones", "force-45", poisoned, structured),
      await post("/milestones", "force-45", [poisoned, poison], batched),
      await post("/milestones", "force-45", poison, structured),
      await post("/milestones", poison, poisoned, structured),
      await post("/senders", OPERATOR, { id: poison, [poison]: 1 }),
      await post("/feeds/spi/cases", "courts", { caseDetails: { ptiurn: poison }, defendants: [poison] }),
      await post("/feeds/ihub/incidents", "force-45", { ...incident, included: [{ id: poison, attributes: poison }] }),
      await post("/feeds/hmpps/domain-events", "probation", poison),
      await post("/feeds/common-platform/hearing-resulted", "courts", {
        hearing: { id: [poison], prosecutionCases: poison },
      }),
    ];
    for (const response of bodies) expect(await response.text()).not.toMatch(/Gwenllian|07700900999|secret/);
    expect(engine.log.lines.join("\n")).not.toMatch(/Gwenllian|07700900999/);
  });

  it("say that a number was no number, and take in the rest", async () => {
    const response = await post(
      "/milestones",
      "force-45",
      about(1, { victim: { contact: { ...report.data.victim.contact, mobile: "12" } } }),
      structured,
    );
    expect(await answersOf(response)).toEqual([
      {
        id: "event-1",
        source: report.source,
        status: "accepted",
        problem: {
          detail: "Accepted in part.",
          errors: [
            {
              path: "data.victim.contact.mobile",
              fix: "Not a number of the United Kingdom that takes texts: not kept.",
            },
          ],
        },
      },
    ]);
    expect(await invitations()).toEqual([{ stage: "report", state: "held", reason: "no-route" }]);
  });
});
