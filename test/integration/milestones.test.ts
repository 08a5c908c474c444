import { env } from "cloudflare:workers";
import { generateSpecs } from "hono-openapi";
import { describe, expect, it } from "vitest";
import { openContact } from "../../src/store/vault/contacts.ts";
import { dump } from "../support/capabilities.ts";
import report from "../support/events/01-police-milestone.cloudevent.json";
import identifiers from "../support/events/01b-case-identifiers.cloudevent.json";
import asserted from "../support/events/01c-contact-asserted.cloudevent.json";
import charge from "../support/events/02-cp-spi-new-case-charge.json";
import hearing from "../support/events/03-cp-hearing-resulted.json";
import concluded from "../support/events/04-cp-prosecution-concluded.json";
import released from "../support/events/05-hmpps-prisoner-released.json";
import callback from "../support/events/06-hmcts-results-subscription-callback.json";
import incident from "../support/events/07-police-ihub-incident.json";
import {
  OPERATOR,
  engine,
  app,
  keys,
  post,
  structured,
  batched,
  answersOf,
  statusesOf,
  send,
  rows,
  invitations,
  caseFacts,
  about,
  prepareVault,
} from "../support/milestones.ts";

prepareVault();

describe("the three modes of CloudEvents", () => {
  it("takes the same event in structured, binary and batch mode, and counts it once", async () => {
    const first = await post("/milestones", "force-45", report, structured);
    expect(first.status).toBe(200);
    expect(await answersOf(first)).toEqual([{ id: report.id, source: report.source, status: "accepted" }]);

    const { data, datacontenttype: _, ...attributes } = report;
    const headers = Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value.replaceAll("/", "%2F")]),
    );
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
    const response = await post(
      "/milestones",
      "force-45",
      { ...report, data: { ...report.data, case: file } },
      structured,
    );
    expect(response.status).toBe(400);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.json()).toMatchObject({
      type: "/problems/invalid-request",
      errors: [{ path: "data.case.identifiers", fix: "Required." }],
    });
  });

  it("refuses other content types, bodies that are not JSON, headers that are not UTF-8, and too much", async () => {
    const status = async (body: unknown, headers: Record<string, string>) =>
      (await post("/milestones", "force-45", body, headers)).status;
    expect(await status(report, {})).toBe(415);
    expect(await status(report, { "content-type": "text/csv" })).toBe(415);
    expect(await status("{", structured)).toBe(400);
    expect(await status({}, batched)).toBe(400);
    expect(
      await status(report.data, { "ce-specversion": "1.0", "ce-id": "%FF", "ce-source": "x", "ce-type": report.type }),
    ).toBe(400);
    expect(
      await status(
        Array.from({ length: 1001 }, () => ({})),
        batched,
      ),
    ).toBe(413);
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
    const made = await response.json<{ key: string; keyId: string }>();
    expect(made).toEqual({
      id: "liaison-45",
      name: "Liaison",
      role: "liaison",
      forceCode: "45",
      keyId: made.keyId,
      key: made.key,
    });
    expect(made.key).toMatch(/^tl_[\w-]{8}_[\w-]{43}$/);
    expect(await dump(env.VAULT)).not.toContain(made.key.slice(12));
    expect((await post("/senders", OPERATOR, wanted)).status).toBe(409);
    expect((await post("/milestones", made.key, { ...report, id: "by-liaison" }, structured)).status).toBe(403);
  });

  it("keeps a force to its own victims and cases", async () => {
    expect(await send("force-46", report)).toEqual(["rejected"]);
    expect((await post("/milestones", "force-46", report, structured)).status).toBe(403);
    await send("force-45", report, identifiers);
    const meddling = {
      ...identifiers,
      id: "other",
      data: { ...identifiers.data, case: { forceCode: "46", identifiers: identifiers.data.case.identifiers.slice(1) } },
    };
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
    const [told] = await rows("select detail from milestone where kind = 'court.outcome'");
    expect(JSON.parse(String(told?.detail))).toEqual({ offence: "burglary", by: [expect.any(String)] });
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
    const [victim] = await rows("select id, safety, language, window_from, contact, contact_epoch from victim");
    expect(victim).toMatchObject({ safety: "safe-sms", language: "cy", window_from: 600, contact_epoch: "2026-W10" });
    const opened = await openContact(engine, {
      victimId: String(victim?.id),
      contact: String(victim?.contact),
      contactEpoch: "2026-W10",
    });
    expect(opened).toEqual({ mobile: "+447700900461" });

    // The courts are quicker than the force, which says only then how the case is called there.
    expect(await at("2026-04-21T12:00:00.000Z", () => post("/feeds/spi/cases", "courts", charge))).toEqual([
      "parked",
      "parked",
    ]);
    expect(
      await at("2026-04-21T16:45:00.000Z", () => post("/milestones", "force-45", identifiers, structured)),
    ).toEqual(["accepted"]);
    expect(await caseFacts()).toEqual({ charged: true, hearings: ["2026-05-11"], offenceOn: "2026-03-03" });
    expect(await rows("select id from victim")).toHaveLength(1);
    expect(await rows("select hash from parked_identifier")).toHaveLength(0);

    expect(
      await at("2026-09-15T15:42:00.000Z", () => post("/feeds/common-platform/hearing-resulted", "courts", hearing)),
    ).toEqual(["accepted", "accepted", "accepted"]);
    expect(await caseFacts()).toEqual({
      charged: true,
      convicted: true,
      hearings: ["2026-05-11"],
      offenceOn: "2026-03-03",
      sentencedOn: "2026-09-15",
      trialHeld: "2026-09-15",
    });
    expect((await invitations()).map(({ stage, state, reason }) => [stage, state, reason])).toContainEqual([
      "trial",
      "held",
      "route-stale",
    ]);

    expect(await at("2026-09-16T09:01:00.000Z", () => post("/milestones", "wcu-45", asserted, structured))).toEqual([
      "accepted",
    ]);
    expect((await invitations()).map(({ stage, state }) => [stage, state])).toContainEqual(["trial", "scheduled"]);

    const [first, second] = concluded.prosecutionConcluded;
    expect(
      await at("2026-09-16T10:00:00.000Z", () =>
        post("/feeds/common-platform/prosecution-concluded", "courts", { prosecutionConcluded: [first] }),
      ),
    ).toEqual(["accepted"]);
    expect((await invitations()).find(({ stage }) => stage === "post-conviction")?.state).toBe("scheduled");
    expect(
      await at("2026-09-29T10:00:00.000Z", () =>
        post("/feeds/common-platform/prosecution-concluded", "courts", { prosecutionConcluded: [second] }),
      ),
    ).toEqual(["accepted"]);
    const after = await invitations();
    expect(after.find(({ stage }) => stage === "post-conviction")).toEqual({
      stage: "post-conviction",
      state: "cancelled",
      reason: "unconcluded",
    });
    expect(after.find(({ stage }) => stage === "trial")?.state).toBe("scheduled");
    expect(await caseFacts()).toMatchObject({ unconcluded: true });

    expect(
      await at("2027-02-01T10:00:00.000Z", () => post("/feeds/hmpps/domain-events", "probation", released)),
    ).toEqual(["accepted"]);
    expect(
      await at("2027-02-01T10:01:00.000Z", () =>
        post("/feeds/hmpps/domain-events", "probation", {
          ...released,
          eventType: "prisoner-offender-search.prisoner.released",
        }),
      ),
    ).toEqual(["duplicate"]);
    expect(await caseFacts()).toMatchObject({ releasedOn: "2027-02-01" });
  });

  it("keeps an online report, and holds its victim", async () => {
    expect(await at("2026-03-04T09:30:00.000Z", () => post("/feeds/ihub/incidents", "force-45", incident))).toEqual([
      "accepted",
    ]);
    expect(await at("2026-03-04T09:31:00.000Z", () => post("/feeds/ihub/incidents", "force-45", incident))).toEqual([
      "duplicate",
    ]);
    expect((await post("/feeds/ihub/incidents", "force-46", incident)).status).toBe(202);
    const [row] = await rows("select flags, offence from case_file");
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
    const secrets = [
      "7700900461",
      "7700 900461",
      "7700900462",
      "7700 900462",
      "V-7f0c3e",
      "45/0012345/26",
      "45XY1234526",
      "A0000AA",
      "SAMPLE",
      "Sam",
      "EXAMPLE",
      "Angharad",
      "sam.sample@",
      "CF10",
      "1991-07-02",
      "1991-05-17",
      "7d5d2c5e-9c0c",
      "DA-45-26-0142",
      "Bail",
      "701188",
      "5f8c5a0e",
    ];
    // As words: three letters in a row also come up by chance in what is hashed or sealed.
    const isWordIn = (text: string, word: string) =>
      new RegExp(`(?<![\\w+/-])${word.replaceAll(/[.+/]/g, "\\$&")}(?![\\w+/-])`, "i").test(text);
    expect(isWordIn(JSON.stringify([charge, incident]), "Sam") && isWordIn(JSON.stringify(charge), "CF10")).toBe(true);
    expect(secrets.filter((secret) => isWordIn(stored, secret))).toEqual([]);
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
    const status = async (body: string, changed: Record<string, string>) =>
      (await post(path, "none", body, { ...headers, ...changed })).status;
    expect(await status(rawBody.replace("45XY1234526", "45XY1234527"), {})).toBe(401);
    expect(await status(` ${rawBody}`, {})).toBe(401);
    expect(await status(rawBody, { "X-Key-Id": "constructor" })).toBe(401);
    expect(await status(rawBody, { "X-Signature": "" })).toBe(401);
    expect(await rows("select id from milestone")).toHaveLength(0);
  });
});

it("describes every route for the API's reference", async () => {
  const specs = await generateSpecs(app);
  expect(Object.keys(specs.paths)).toHaveLength(10);
  expect(JSON.stringify(specs.paths["/milestones"])).toContain("victim.contact-asserted");
});
