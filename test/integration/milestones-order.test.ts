import { env } from "cloudflare:workers";
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
    expect(await send("courts", { ...mistaken, id: "not-theirs" })).toEqual(["parked"]);
    expect(await caseFacts()).toEqual({ charged: true });
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

  it("tells two forces apart whose systems call themselves alike and count alike", async () => {
    expect(await send("force-45", about(1))).toEqual(["accepted"]);
    expect(await send("force-46", about(1, { case: { forceCode: "46" } }))).toEqual(["accepted"]);
    expect(await send("force-45", about(1))).toEqual(["duplicate"]);
    expect(await rows("select sender_id from milestone order by sender_id")).toEqual([
      { sender_id: "force-45" },
      { sender_id: "force-46" },
    ]);
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

  it("knows no safe route once an event that brought one is taken back, until somebody says so anew", async () => {
    const charged = happened("charged", "decision.charged", "2026-03-04T08:00:00Z", {
      victim: {
        ...report.data.victim,
        contact: { ...report.data.victim.contact, safetyAssertedAt: "2026-03-04T08:00:00Z" },
      },
    });
    await send("force-45", report, charged);
    await send(
      "force-45",
      happened("oops", "milestone.retracted", "2026-03-04T09:00:00Z", { retracts: { id: "charged" } }),
    );
    expect(await rows("select safety, phone_index, safety_asserted_at as at from victim")).toEqual([
      { safety: "unknown", phone_index: null, at: "2026-03-03T22:05:00.000Z" },
    ]);
    expect(await invitations()).toEqual([
      { stage: "charge", state: "cancelled", reason: "milestone-retracted" },
      { stage: "report", state: "held", reason: "no-route" },
    ]);
    await send(
      "force-45",
      happened("right", "victim.contact-asserted", "2026-03-04T08:30:00Z", {
        victim: {
          ...report.data.victim,
          contact: { ...report.data.victim.contact, safetyAssertedAt: "2026-03-04T08:00:00Z" },
        },
      }),
    );
    expect((await invitations()).find(({ stage }) => stage === "report")?.state).toBe("scheduled");
  });

  it("ends writing to a victim at once when the case that it is about cannot be told", async () => {
    await send("force-45", report, about(2));
    const both = [report, about(2)].flatMap((event) => event.data.case.identifiers);
    for (const [kind, state, status] of [
      ["victim.contact-withdrawn", "held: no-contact", "active"],
      ["victim.withdrew", "cancelled: victim-withdrew", "withdrawn"],
      ["victim.deceased", "cancelled: victim-withdrew", "deceased"],
    ] as const) {
      const event = happened(kind, kind, "2026-03-04T09:00:00Z", {
        case: { forceCode: "45", identifiers: both },
        victim: { victimRef: report.data.victim.victimRef },
      });
      expect(await send("force-45", event)).toEqual(["accepted"]);
      const [row] = await rows(`select i.state || ': ' || i.reason as stands, v.status from invitation i
        join victim v on v.id = i.victim_id where v.safety = 'no-contact'`);
      expect([kind, row]).toEqual([kind, { stands: state, status }]);
    }
    expect(await rows("select state from invitation where state = 'scheduled'")).toHaveLength(1);
    expect(await rows("select distinct case_id from case_identifier")).toHaveLength(2);
  });

  it("holds a victim's every case while one of them that is open is dangerous", async () => {
    const other = (id: string, milestone: string, occurredAt: string, flags: object) =>
      happened(id, milestone, occurredAt, {
        case: {
          forceCode: "45",
          identifiers: [{ type: "crimeReference", value: "45/2/26" }],
          offenceGroup: "theft",
          flags,
        },
        ...(milestone === "report.recorded" && { victim: { victimRef: report.data.victim.victimRef } }),
      });
    const first = async () =>
      (
        await rows(`select i.state, i.reason from invitation i join case_file c on c.id = i.case_id
          where i.stage = 'report' and c.offence = 'burglary'`)
      )[0];
    await send("force-45", report);
    await send("force-45", other("theft", "report.recorded", "2026-03-04T08:00:00Z", {}));
    expect(await first()).toEqual({ state: "scheduled", reason: null });
    await send("force-45", other("rape", "decision.charged", "2026-03-04T08:30:00Z", { seriousSexual: true }));
    expect(await first()).toEqual({ state: "held", reason: "never-cold" });
    await send("force-45", other("closed", "case.closed", "2026-03-04T09:00:00Z", {}));
    expect(await first()).toEqual({ state: "scheduled", reason: null });
  });

  it("does not let a force undo what the victim told us", async () => {
    await send("force-45", report);
    await env.VAULT.exec(`update victim set flags = '["opted-out"]', contact = null, phone_index = null`);
    const again = happened("again", "decision.charged", "2026-03-04T09:00:00Z", {
      victim: {
        ...report.data.victim,
        contact: { ...report.data.victim.contact, safetyAssertedAt: "2026-03-04T09:00:00Z" },
      },
    });
    await send("force-45", again);
    expect(await rows("select flags, contact, phone_index from victim")).toEqual([
      { flags: '["opted-out"]', contact: null, phone_index: null },
    ]);
    expect((await invitations()).map(({ state, reason }) => `${state}: ${reason}`)).toEqual([
      "excluded: opted-out",
      "excluded: opted-out",
    ]);
  });

  it("never calls a route safe that is the suspect's, also when that was said before", async () => {
    const cautious = {
      ...report.data.victim.contact,
      mobile: "07700 900777",
      suspectNumbers: ["+44 7700 900461"],
    };
    await send("force-45", about(9, { victim: { contact: cautious } }));
    expect(await rows("select safety from victim")).toEqual([{ safety: "safe-sms" }]);
    const later = { ...report.data.victim.contact, safetyAssertedAt: "2026-03-04T09:00:00Z" };
    await send(
      "force-45",
      about(9, { id: "later", data: { milestone: "victim.contact-asserted" }, victim: { contact: later } }),
    );
    const shut = async () => await rows("select safety, phone_index from victim");
    expect(await shut()).toEqual([{ safety: "no-contact", phone_index: null }]);
    // Nor the next time, though nothing that could be written to is kept.
    const again = { ...later, safetyAssertedAt: "2026-03-04T09:10:00Z" };
    await send(
      "force-45",
      about(9, { id: "again", data: { milestone: "victim.contact-asserted" }, victim: { contact: again } }),
    );
    expect(await shut()).toEqual([{ safety: "no-contact", phone_index: null }]);
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
