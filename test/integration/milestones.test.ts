import { env } from "cloudflare:workers";
import { Hono } from "hono";
import { generateSpecs } from "hono-openapi";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createSender } from "../../src/flow/senders.ts";
import { feeds } from "../../src/http/api/feeds.ts";
import { milestones } from "../../src/http/api/milestones.ts";
import { senders } from "../../src/http/api/senders.ts";
import { onApiError } from "../../src/http/problem-response.ts";
import type { LocalDate } from "../../src/kernel/time.ts";
import { openContact } from "../../src/store/vault/contacts.ts";
import { dump, openCapabilities } from "../support/capabilities.ts";
import report from "../support/events/01-police-milestone.cloudevent.json";
import identifiers from "../support/events/01b-case-identifiers.cloudevent.json";
import asserted from "../support/events/01c-contact-asserted.cloudevent.json";
import charge from "../support/events/02-cp-spi-new-case-charge.json";
import hearing from "../support/events/03-cp-hearing-resulted.json";
import concluded from "../support/events/04-cp-prosecution-concluded.json";
import released from "../support/events/05-hmpps-prisoner-released.json";
import callback from "../support/events/06-hmcts-results-subscription-callback.json";
import incident from "../support/events/07-police-ihub-incident.json";

const OPERATOR = "the operator's key in this test";

const engine = {
  ...openCapabilities("2026-03-04T09:30:00.000Z"),
  secrets: {
    operatorKey: OPERATOR,
    resultsSubscriptionKeys: { [callback.request.headers["X-Key-Id"]]: callback.secretBase64 },
  },
};

const app = new Hono<{ Variables: { engine: typeof engine } }>()
  .use(async (c, next) => {
    c.set("engine", engine);
    await next();
  })
  .onError(onApiError)
  .route("/", milestones)
  .route("/", feeds)
  .route("/", senders);

const keys: Record<string, string> = {};

beforeAll(async () => {
  const expiresOn = "2030-01-01" as LocalDate;
  const add = async (id: string, role: "force" | "witness-care" | "liaison" | "court" | "probation", forceCode: string | null) => {
    keys[id] = (await createSender(engine, { id, name: id, role, forceCode, expiresOn })).key;
  };
  await add("force-45", "force", "45");
  await add("force-46", "force", "46");
  await add("wcu-45", "witness-care", "45");
  await add("courts", "court", null);
  await add("probation", "probation", null);
  await engine.keys.create("epoch", ["2026-W09", "2026-W10", "2026-W17", "2026-W38", "2026-W40", "2027-W05"]);
});

beforeEach(async () => {
  const tables = ["invitation", "closure_request", "case_victim", "case_identifier", "milestone", "victim", "case_file"];
  await env.VAULT.batch(tables.map((table) => env.VAULT.prepare(`delete from ${table}`)));
  engine.setTime("2026-03-04T09:30:00.000Z");
});

const post = async (path: string, by: string, body: unknown, headers: Record<string, string> = {}) =>
  await app.request(path, {
    method: "POST",
    headers: { "content-type": "application/json", "authorization": `Bearer ${keys[by] ?? by}`, ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

const structured = { "content-type": "application/cloudevents+json" };
const batched = { "content-type": "application/cloudevents-batch+json; charset=utf-8" };

type Answer = { id: string; source: string; status: string; problem?: { detail: string; errors?: { path: string; fix: string }[] } };
const answersOf = async (response: Response) => (await response.json<{ events: Answer[] }>()).events;
const statusesOf = async (response: Response) => (await answersOf(response)).map(({ status }) => status);

const send = async (by: string, ...events: object[]) => await statusesOf(await post("/milestones", by, events, batched));

const rows = async <T>(query: string) => (await env.VAULT.prepare(query).all<T>()).results;
const invitations = async () =>
  await rows<{ stage: string; state: string; reason: string | null }>("select stage, state, reason from invitation order by stage");
const caseFacts = async () => {
  const [row] = await rows<{ facts: string }>("select facts from case_file");
  return JSON.parse(row?.facts ?? "null") as Record<string, unknown> | null;
};

/** An event about another crime, told by force 45 unless said otherwise. */
const about = (number: number, changes: { id?: string; data?: object; victim?: object; case?: object } = {}) => ({
  ...report,
  id: changes.id ?? `event-${number}`,
  data: {
    ...report.data,
    ...changes.data,
    case: { ...report.data.case, identifiers: [{ type: "crimeReference", value: `45/${number}/26` }], ...changes.case },
    victim: { ...report.data.victim, victimRef: `V-${number}`, ...changes.victim },
  },
});

describe("the three modes of CloudEvents", () => {
  it("takes the same event in structured, binary and batch mode, and counts it once", async () => {
    const first = await post("/milestones", "force-45", report, structured);
    expect(first.status).toBe(200);
    expect(await answersOf(first)).toEqual([{ id: report.id, source: report.source, status: "accepted" }]);

    const { data, datacontenttype: _, ...attributes } = report;
    const headers = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value.replaceAll("/", "%2F")]));
    expect(await statusesOf(await post("/milestones", "force-45", data, headers))).toEqual(["duplicate"]);
    expect(await send("force-45", report, report)).toEqual(["duplicate", "duplicate"]);
    expect(await rows("select id from case_file")).toHaveLength(1);
    expect(await rows("select id from milestone")).toHaveLength(1);
  });

  it("answers for each event of a batch, in its order, and takes in what is right", async () => {
    const unreadable = { ...about(2), data: { milestone: "report.recorded", occurredAt: "yesterday" } };
    const response = await post("/milestones", "force-45", [unreadable, about(1), 7, about(1), about(3)], batched);
    expect(response.status).toBe(200);
    const answers = await answersOf(response);
    expect(answers.map(({ id, status }) => [id, status])).toEqual([
      ["event-2", "rejected"],
      ["event-1", "accepted"],
      ["", "rejected"],
      ["event-1", "duplicate"],
      ["event-3", "accepted"],
    ]);
    expect(answers[0]?.problem?.errors).toEqual([
      { path: "data.occurredAt", fix: "Must be: a moment with its offset, such as 2026-03-04T09:12:31Z." },
      { path: "data.case", fix: "Required." },
    ]);
  });

  it("answers a single event that is wrong with a problem that says where", async () => {
    const { identifiers: _, ...file } = report.data.case;
    const response = await post("/milestones", "force-45", { ...report, data: { ...report.data, case: file } }, structured);
    expect(response.status).toBe(400);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.json()).toMatchObject({
      type: "/problems/invalid-request",
      errors: [{ path: "data.case.identifiers", fix: "Required." }],
    });
  });

  it("refuses other content types, bodies that are not JSON, headers that are not UTF-8, and too much", async () => {
    const status = async (body: unknown, headers: Record<string, string>) => (await post("/milestones", "force-45", body, headers)).status;
    expect(await status(report, {})).toBe(415);
    expect(await status(report, { "content-type": "text/csv" })).toBe(415);
    expect(await status("{", structured)).toBe(400);
    expect(await status({}, batched)).toBe(400);
    expect(await status(report.data, { "ce-specversion": "1.0", "ce-id": "%FF", "ce-source": "x", "ce-type": report.type })).toBe(400);
    expect(await status(Array.from({ length: 1001 }, () => ({})), batched)).toBe(413);
    expect(await status(`["${"x".repeat(3 * 1024 * 1024)}"]`, batched)).toBe(413);
  });

  it("takes a thousand events in one request", async () => {
    const events = Array.from({ length: 1000 }, (_, index) => about(index));
    const answers = await send("force-45", ...events);
    expect(new Set(answers)).toEqual(new Set(["accepted"]));
    expect(await rows("select id from victim where contact is not null")).toHaveLength(1000);
    expect(await rows("select id from invitation")).toHaveLength(1000);
  });
});

describe("senders and their limits", () => {
  it("lets nobody in without a valid key", async () => {
    const key = keys["force-45"] ?? "";
    for (const wrong of ["", "tl_x", `${key}x`, `${key.slice(0, -2)}AA`, key.replace("tl_", "tl_A")]) {
      const response = await post("/milestones", wrong, report, structured);
      expect(response.status).toBe(401);
      expect(await response.text()).not.toContain(key.slice(12));
    }
    engine.setTime("2030-01-02T00:00:00.000Z");
    expect((await post("/milestones", "force-45", report, structured)).status).toBe(401);
  });

  it("makes a sender for the operator alone, tells its key once and stores only its hash", async () => {
    const wanted = { id: "liaison-45", name: "Liaison", role: "liaison", forceCode: "45", expiresOn: "2027-03-31" };
    expect((await post("/senders", "force-45", wanted)).status).toBe(401);
    const response = await post("/senders", OPERATOR, wanted);
    expect(response.status).toBe(201);
    const made = await response.json<{ key: string; keyPrefix: string }>();
    expect(made).toEqual({ id: "liaison-45", name: "Liaison", role: "liaison", forceCode: "45", keyPrefix: made.keyPrefix, key: made.key });
    expect(made.key).toMatch(/^tl_[\w-]{8}_[\w-]{43}$/);
    expect(await dump(env.VAULT)).not.toContain(made.key.slice(12));
    expect((await post("/senders", OPERATOR, wanted)).status).toBe(409);
    expect((await post("/milestones", made.key, { ...report, id: "by-liaison" }, structured)).status).toBe(403);
  });

  it("keeps a force to its own victims and cases", async () => {
    expect(await send("force-46", report)).toEqual(["rejected"]);
    expect((await post("/milestones", "force-46", report, structured)).status).toBe(403);
    await send("force-45", report, identifiers);
    const meddling = { ...identifiers, id: "other", data: { ...identifiers.data, case: { forceCode: "46", identifiers: identifiers.data.case.identifiers.slice(1) } } };
    expect(await send("force-46", meddling)).toEqual(["rejected"]);
  });

  it("lets partners add milestones, and neither victims nor identifiers", async () => {
    const fromCourt = { ...about(5, { data: { milestone: "court.outcome" } }), id: "court-5" };
    expect(await send("courts", fromCourt)).toEqual(["parked"]);
    expect(await rows("select id from victim")).toHaveLength(0);
    expect(await send("courts", about(6))).toEqual(["rejected"]);
    expect(await send("probation", { ...fromCourt, id: "probation-5" })).toEqual(["rejected"]);
    await send("force-45", about(5));
    expect(await rows("select id from milestone where state = 'recorded'")).toHaveLength(2);
    expect((await rows<{ detail: string }>("select detail from milestone where kind = 'court.outcome'"))[0]?.detail).toBe(
      JSON.stringify({ offence: "burglary" }),
    );
  });
});

describe("one case through every feed", () => {
  const at = async (time: string, does: () => Promise<Response>) => {
    engine.setTime(time);
    return await statusesOf(await does());
  };

  it("takes each payload to the state that the story tells", async () => {
    await at("2026-03-04T09:30:00.000Z", () => post("/milestones", "force-45", report, structured));
    expect(await invitations()).toEqual([{ stage: "report", state: "scheduled", reason: null }]);
    const [victim] = await rows<{ id: string; safety: string; language: string; window_from: number; contact: string; contact_epoch: string }>(
      "select id, safety, language, window_from, contact, contact_epoch from victim",
    );
    expect(victim).toMatchObject({ safety: "safe-sms", language: "cy", window_from: 600, contact_epoch: "2026-W10" });
    const opened = await openContact(engine, { victimId: victim?.id ?? "", contact: victim?.contact ?? "", contactEpoch: "2026-W10" });
    expect(opened).toEqual({ mobile: "+447700900461" });

    // The courts are quicker than the force, which says only then how the case is called there.
    expect(await at("2026-04-21T12:00:00.000Z", () => post("/feeds/spi/cases", "courts", charge))).toEqual(["parked"]);
    expect(await at("2026-04-21T16:45:00.000Z", () => post("/milestones", "force-45", identifiers, structured))).toEqual(["accepted"]);
    expect(await caseFacts()).toEqual({ charged: true });
    expect(await rows("select id from victim")).toHaveLength(1);
    expect(await rows("select id from milestone where identifiers is not null")).toHaveLength(0);

    expect(await at("2026-09-15T15:42:00.000Z", () => post("/feeds/common-platform/hearing-resulted", "courts", hearing))).toEqual(["accepted", "accepted", "accepted"]);
    expect(await caseFacts()).toEqual({ charged: true, convicted: true, sentencedOn: "2026-09-15", trialHeld: "2026-09-15" });
    expect((await invitations()).map(({ stage, state, reason }) => [stage, state, reason])).toContainEqual(["trial", "held", "route-stale"]);

    expect(await at("2026-09-16T09:01:00.000Z", () => post("/milestones", "wcu-45", asserted, structured))).toEqual(["accepted"]);
    expect((await invitations()).map(({ stage, state }) => [stage, state])).toContainEqual(["trial", "scheduled"]);

    const [first, second] = concluded.prosecutionConcluded;
    expect(await at("2026-09-16T10:00:00.000Z", () => post("/feeds/common-platform/prosecution-concluded", "courts", { prosecutionConcluded: [first] }))).toEqual(["accepted"]);
    expect((await invitations()).find(({ stage }) => stage === "post-conviction")?.state).toBe("scheduled");
    expect(await at("2026-09-29T10:00:00.000Z", () => post("/feeds/common-platform/prosecution-concluded", "courts", { prosecutionConcluded: [second] }))).toEqual(["accepted"]);
    const after = await invitations();
    expect(after.find(({ stage }) => stage === "post-conviction")).toEqual({ stage: "post-conviction", state: "cancelled", reason: "unconcluded" });
    expect(after.find(({ stage }) => stage === "trial")?.state).toBe("scheduled");
    expect(await caseFacts()).toMatchObject({ unconcluded: true });

    expect(await at("2027-02-01T10:00:00.000Z", () => post("/feeds/hmpps/domain-events", "probation", released))).toEqual(["accepted"]);
    expect(await at("2027-02-01T10:01:00.000Z", () => post("/feeds/hmpps/domain-events", "probation", { ...released, eventType: "prisoner-offender-search.prisoner.released" }))).toEqual(["duplicate"]);
    expect(await caseFacts()).toMatchObject({ releasedOn: "2027-02-01" });
  });

  it("keeps an online report, and holds its victim", async () => {
    expect(await at("2026-03-04T09:30:00.000Z", () => post("/feeds/ihub/incidents", "force-45", incident))).toEqual(["accepted"]);
    expect(await at("2026-03-04T09:31:00.000Z", () => post("/feeds/ihub/incidents", "force-45", incident))).toEqual(["duplicate"]);
    expect((await post("/feeds/ihub/incidents", "force-46", incident)).status).toBe(202);
    const [row] = await rows<{ flags: string; offence: string }>("select flags, offence from case_file");
    expect(row).toEqual({ flags: '["domestic-abuse","high-harm"]', offence: "violence" });
    const [victim] = await rows("select safety, language, age, flags from victim");
    expect(victim).toEqual({ safety: "unknown", language: "cy", age: "25-44", flags: '["repeat-victim"]' });
    expect(await invitations()).toEqual([{ stage: "report", state: "held", reason: "flag-needs-safe-route" }]);
  });

  it("stores nothing of what was sent that names, dials or finds anyone", async () => {
    await send("force-45", report, identifiers);
    for (const [path, by, body] of [
      ["/feeds/spi/cases", "courts", charge],
      ["/feeds/common-platform/hearing-resulted", "courts", hearing],
      ["/feeds/common-platform/prosecution-concluded", "courts", concluded],
      ["/feeds/hmpps/domain-events", "probation", released],
      ["/feeds/ihub/incidents", "force-45", incident],
    ] as const) {
      expect((await post(path, by, body)).status).toBe(202);
    }
    const stored = await dump(env.VAULT);
    expect(stored.length).toBeGreaterThan(3000);
    const secrets = ["7700900461", "7700 900461", "7700900462", "7700 900462", "V-7f0c3e", "45/0012345/26", "45XY1234526", "A0000AA", "SAMPLE", "Sam", "EXAMPLE", "Angharad", "sam.sample@", "CF10", "1991-07-02", "1991-05-17", "7d5d2c5e-9c0c", "DA-45-26-0142", "Bail", "701188", "5f8c5a0e"];
    for (const secret of secrets) expect(stored.toLowerCase(), secret).not.toContain(secret.toLowerCase());
    for (const secret of secrets) expect(engine.log.lines.join("\n"), secret).not.toContain(secret);
  });
});

describe("the results subscription", () => {
  const path = "/feeds/hmcts/results-subscription";
  const { headers, rawBody } = callback.request;

  it("takes a notice whose signature is over exactly this body, once", async () => {
    await send("force-45", report, identifiers);
    const response = await post(path, "none", rawBody, headers);
    expect(response.status).toBe(202);
    expect(await statusesOf(response)).toEqual(["accepted"]);
    expect(await statusesOf(await post(path, "none", rawBody, headers))).toEqual(["duplicate"]);
  });

  it("refuses a body that was changed, a key that is not known and no signature at all", async () => {
    const status = async (body: string, changed: Record<string, string>) => (await post(path, "none", body, { ...headers, ...changed })).status;
    expect(await status(rawBody.replace("45XY1234526", "45XY1234527"), {})).toBe(401);
    expect(await status(` ${rawBody}`, {})).toBe(401);
    expect(await status(rawBody, { "X-Key-Id": "constructor" })).toBe(401);
    expect(await status(rawBody, { "X-Signature": "" })).toBe(401);
    expect(await rows("select id from milestone")).toHaveLength(0);
  });
});

describe("several requests at once", () => {
  it("counts an event once however often it arrives at the same moment", async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => send("force-45", report)));
    expect(answers.flat().toSorted()).toEqual(["accepted", "duplicate", "duplicate", "duplicate", "duplicate", "duplicate"]);
    expect(await rows("select id from victim")).toHaveLength(1);
    expect(await rows("select id from invitation")).toHaveLength(1);
  });

  it("loses nothing when different events about one case arrive at the same moment", async () => {
    await send("force-45", report);
    const tell = (milestone: string, facts: object = {}) =>
      send("force-45", { ...report, id: milestone, data: { milestone, occurredAt: "2026-03-04T09:00:00Z", case: report.data.case, facts } });
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
    expect(await send("force-45", { ...mistaken, id: "oops again", data: { ...mistaken.data, retracts: { id: report.id } } })).toEqual(["accepted"]);
    expect(await invitations()).toContainEqual({ stage: "report", state: "cancelled", reason: "milestone-retracted" });

    const early = happened("early", "milestone.retracted", "2026-03-04T09:00:00Z", { retracts: { id: "late" } });
    expect(await send("force-45", early)).toEqual(["parked"]);
    expect(await send("force-45", happened("late", "decision.charged", "2026-03-04T08:30:00Z"))).toEqual(["accepted"]);
    expect(await caseFacts()).toEqual({});
  });

  it("makes one case of two when the force says that they are one", async () => {
    const other = { type: "urn", value: "45XY1234526" };
    const byUrn = { ...asserted, id: "trial", data: { ...asserted.data, milestone: "court.trial-held", occurredAt: "2026-03-01T10:00:00Z", victim: report.data.victim } };
    expect(await send("wcu-45", byUrn)).toEqual(["accepted"]);
    expect(await send("force-45", report)).toEqual(["accepted"]);
    expect(await rows("select distinct case_id from case_victim")).toHaveLength(2);
    const same = happened("same", "case.identifiers", "2026-03-04T09:00:00Z", { case: { forceCode: "45", identifiers: [...report.data.case.identifiers, other] } });
    expect(await send("force-45", same)).toEqual(["accepted"]);
    expect(await rows("select distinct case_id from case_victim")).toHaveLength(1);
    expect(await rows("select distinct case_id from milestone")).toHaveLength(1);
    expect(await rows("select distinct case_id from case_identifier")).toHaveLength(1);
    expect(await rows("select distinct case_id from invitation")).toHaveLength(1);
    expect((await invitations()).map(({ stage }) => stage)).toEqual(["report", "trial"]);
  });

  it("lets the newest judgement of a route stand, not the one that arrived last", async () => {
    const route = (id: string, at: string, safeToContact: string) =>
      happened(id, "victim.contact-asserted", at, { victim: { ...report.data.victim, contact: { ...report.data.victim.contact, safeToContact, safetyAssertedAt: at } } });
    await send("force-45", report);
    await send("force-45", route("newer", "2026-03-04T09:20:00Z", "no"));
    await send("force-45", route("older", "2026-03-04T09:10:00Z", "yes"));
    expect(await rows("select safety, contact, phone_index from victim")).toEqual([{ safety: "no-contact", contact: null, phone_index: null }]);
    expect(await invitations()).toEqual([{ stage: "report", state: "held", reason: "no-contact" }]);
  });

  it("never calls a route safe that is the suspect's, also when that was said before", async () => {
    const cautious = { ...report.data.victim.contact, mobile: "07700 900777", suspectNumbers: ["+44 7700 900461"], redact: ["Sam Sample"] };
    await send("force-45", about(9, { victim: { contact: cautious } }));
    expect(await rows("select safety from victim")).toEqual([{ safety: "safe-sms" }]);
    const later = { ...report.data.victim.contact, safetyAssertedAt: "2026-03-04T09:00:00Z" };
    await send("force-45", about(9, { id: "later", data: { milestone: "victim.contact-asserted" }, victim: { contact: later } }));
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
        case: { forceCode: poison, offenceGroup: poison, flags: { domesticAbuse: poison }, identifiers: [{ type: poison, value: { [poison]: 1 } }] },
        victim: { victimRef: [poison], ageBand: poison, sex: poison, contact: { mobile: { poison }, safeWindow: { from: poison } } },
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
      await post("/feeds/common-platform/hearing-resulted", "courts", { hearing: { id: [poison], prosecutionCases: poison } }),
    ];
    for (const response of bodies) expect(await response.text()).not.toMatch(/Gwenllian|07700900999|secret/);
    expect(engine.log.lines.join("\n")).not.toMatch(/Gwenllian|07700900999/);
  });

  it("say that a number was no number, and take in the rest", async () => {
    const response = await post("/milestones", "force-45", about(1, { victim: { contact: { ...report.data.victim.contact, mobile: "12" } } }), structured);
    expect(await answersOf(response)).toEqual([
      {
        id: "event-1",
        source: report.source,
        status: "accepted",
        problem: { detail: "Accepted in part.", errors: [{ path: "data.victim.contact.mobile", fix: "Not a number of the United Kingdom that takes texts: not kept." }] },
      },
    ]);
    expect(await invitations()).toEqual([{ stage: "report", state: "held", reason: "no-route" }]);
  });
});

it("describes every route for the API's reference", async () => {
  const specs = await generateSpecs(app);
  expect(Object.keys(specs.paths)).toHaveLength(8);
  expect(JSON.stringify(specs.paths["/milestones"])).toContain("victim.contact-asserted");
});
