import { env } from "cloudflare:workers";
import { Hono } from "hono";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Gateways } from "../../src/channels/gateway.ts";
import { openAccessKeys } from "../../src/channels/access-keys.ts";
import { type Grant, type StaffAct, staffActs } from "../../src/domain/permission.ts";
import { keepAudit, recordAct, verifyAudit } from "../../src/flow/audit.ts";
import { openAccess } from "../../src/flow/staff.ts";
import { builds, type HasReleases } from "../../src/http/api/builds.ts";
import { staff } from "../../src/http/api/staff.ts";
import { pageHeaders } from "../../src/http/headers.ts";
import { onApiError } from "../../src/http/problem-response.ts";
import { requireStaff } from "../../src/http/staff-guards.ts";
import { consolePages } from "../../src/http/web/console.tsx";
import { consolePhrases as say } from "../../src/ui/phrases-console.ts";
import { deadWords, holdWords } from "../../src/ui/phrases-holds.ts";
import { dump } from "../support/capabilities.ts";
import { about, engine as outside, OPERATOR, prepareVault, rows, send } from "../support/milestones.ts";

// Staff sign in through a Cloudflare Access of the test's own, with tokens that are really signed.

const TEAM = "a-test-team";
const ISSUER = `https://${TEAM}.cloudflareaccess.com`;
const AUDIENCE = "the audience tag of the console";
const SURREY = "E23000031";
const KENT = "E23000032";

let key: CryptoKey;
let published: object;
const engine = {
  ...outside,
  gateways: { for: () => [], named: () => null, all: [] } satisfies Gateways,
  staff: openAccess({ team: TEAM, audience: AUDIENCE }, outside, (issuer) =>
    openAccessKeys(issuer, outside, async () => Response.json(published)),
  ),
};

const app = new Hono<{ Variables: { engine: typeof engine } }>()
  .use(async (c, next) => {
    c.set("engine", engine);
    await next();
  })
  .onError(onApiError)
  .route("/v1", staff)
  .route("/", new Hono().use(pageHeaders).route("/", consolePages));

beforeAll(async () => {
  const pair = await generateKeyPair("RS256", { extractable: true });
  key = pair.privateKey;
  published = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: "one", alg: "RS256", use: "sig" }] };
});

const tokenOf = async (email: string, audience = AUDIENCE) => {
  const at = Math.floor(Date.parse(engine.clock.now()) / 1000);
  return await new SignJWT({ email, type: "app" })
    .setProtectedHeader({ alg: "RS256", kid: "one" })
    .setIssuer(ISSUER)
    .setAudience([audience])
    .setSubject(`subject of ${email}`)
    .setIssuedAt(at)
    .setExpirationTime(at + 3600)
    .sign(key);
};

const signedIn = async (email: string) => ({ "Cf-Access-Jwt-Assertion": await tokenOf(email) });

const get = async (path: string, email: string | null) =>
  await app.request(path, { headers: email === null ? {} : await signedIn(email) });

const postForm = async (path: string, email: string, fields: Record<string, string>, headers: object = {}) =>
  await app.request(path, {
    method: "POST",
    headers: {
      ...(await signedIn(email)),
      "content-type": "application/x-www-form-urlencoded",
      "sec-fetch-site": "same-origin",
      ...headers,
    },
    body: new URLSearchParams(fields).toString(),
  });

const operator = { "authorization": `Bearer ${OPERATOR}`, "content-type": "application/json" };

const put = async (email: string, grants: readonly Grant[], headers: Record<string, string> = operator) =>
  await app.request(`/v1/staff/${email}`, { method: "PUT", headers, body: JSON.stringify({ name: "A name", grants }) });

const end = async (email: string) =>
  await app.request(`/v1/staff/${email}`, { method: "DELETE", headers: { authorization: `Bearer ${OPERATOR}` } });

type Entry = { seq: number; actor: string; action: string; object: string };
const entries = async () => (await rows("select * from audit order by seq")) as unknown as readonly Entry[];

prepareVault();
beforeEach(async () => {
  await env.VAULT.batch(["staff_grant", "staff", "audit"].map((table) => env.VAULT.prepare(`delete from ${table}`)));
});

/** A case of force 45 whose safe route has grown old: held, for somebody to ask. */
const holdOne = async (number: number) => {
  const { contact } = about(number).data.victim;
  const old = { ...contact, safetyAssertedAt: "2025-10-01T10:00:00Z" };
  expect(await send("force-45", about(number, { victim: { contact: old } }))).toEqual(["accepted"]);
  const [held] = await rows("select id, state, reason from invitation order by id desc limit 1");
  expect(held).toMatchObject({ state: "held", reason: "route-stale" });
  return String(held?.["id"]);
};

describe("signing in", () => {
  it("opens what a role may do, and nothing before the operator has registered somebody", async () => {
    for (const email of [null, "ann@surrey.example"]) {
      const refused = await get("/console", email);
      expect([refused.status, (await refused.text()).includes(say.strangerHeading.en)]).toEqual([401, true]);
    }
    expect((await put("Ann@surrey.example", [{ role: "coordinator", area: SURREY }])).status).toBe(201);
    const opened = await get("/console", "ann@surrey.example");
    expect(opened.status).toBe(200);
    expect(Object.fromEntries(opened.headers)).toMatchObject({
      "cache-control": "no-store",
      "x-robots-tag": "noindex, nofollow, noarchive",
    });
    expect(await opened.text()).toContain('href="/console/sign-out"');
    const left = await get("/console/sign-out", "ann@surrey.example");
    expect([left.status, left.headers.get("location")]).toEqual([303, "/cdn-cgi/access/logout"]);
    expect((await get("/console/staff", "ann@surrey.example")).status).toBe(403);
    expect((await get("/console/nothing", "ann@surrey.example")).status).toBe(404);
  });

  it("is refused to a token of another application, and to a cookie", async () => {
    await put("ann@surrey.example", [{ role: "coordinator", area: SURREY }]);
    const other = await tokenOf("ann@surrey.example", "another application");
    const jwt = await tokenOf("ann@surrey.example");
    for (const headers of [{ "Cf-Access-Jwt-Assertion": other }, { cookie: `CF_Authorization=${jwt}` }]) {
      expect((await app.request("/console", { headers })).status).toBe(401);
    }
  });

  it("ends with somebody's work: here at once, where they were just let in elsewhere within a minute", async () => {
    await put("ann@surrey.example", [{ role: "coordinator", area: SURREY }]);
    expect((await get("/console", "ann@surrey.example")).status).toBe(200);
    await env.VAULT.prepare("update staff set ended_at = ?").bind(engine.clock.now()).run();
    expect((await get("/console", "ann@surrey.example")).status).toBe(200);
    engine.setTime("2026-03-04T09:31:00.001Z");
    expect((await get("/console", "ann@surrey.example")).status).toBe(401);

    await put("ann@surrey.example", [{ role: "coordinator", area: SURREY }]);
    expect((await get("/console", "ann@surrey.example")).status).toBe(200);
    expect((await end("ann@surrey.example")).status).toBe(204);
    expect((await get("/console", "ann@surrey.example")).status).toBe(401);
    expect((await end("nobody@surrey.example")).status).toBe(404);
  });

  it("opens the routes of an act to those roles alone that may do it", async () => {
    const guarded = new Hono<{ Variables: { engine: typeof engine } }>()
      .use(async (c, next) => {
        c.set("engine", engine);
        await next();
      })
      .onError(onApiError);
    for (const act of staffActs) guarded.get(`/${act}`, requireStaff(act), (c) => c.text(c.var.member.email));
    await put("ina@surrey.example", [{ role: "interviewer", area: SURREY }]);
    await put("local@surrey.example", [{ role: "auditor", area: SURREY }]);
    await put("aud@nation.example", [{ role: "auditor", area: "*" }]);
    const openTo = async (email: string) => {
      const open: StaffAct[] = [];
      for (const act of staffActs) {
        const { status } = await guarded.request(`/${act}`, { headers: await signedIn(email) });
        if (status === 200) open.push(act);
        else expect([act, status]).toEqual([act, 403]);
      }
      return open;
    };
    expect(await openTo("ina@surrey.example")).toEqual(["stop-contact", "interview"]);
    expect(await openTo("local@surrey.example")).toEqual(["see-deliveries", "see-quality"]);
    expect(await openTo("aud@nation.example")).toEqual(["see-deliveries", "see-quality", "see-alarms", "read-audit"]);
  });
});

describe("building a release", () => {
  it("is for the operator and the nation's analysts, and the audit log says who", async () => {
    const releases: HasReleases["releases"] = {
      start: () => Promise.resolve("started"),
      correct: () => Promise.resolve({ state: "started", id: "2026Q1-2" }),
    };
    const doors = new Hono<{ Variables: { engine: typeof engine & HasReleases } }>()
      .use(async (c, next) => {
        c.set("engine", { ...engine, releases });
        await next();
      })
      .onError(onApiError)
      .route("/", builds);
    await put("nat@nation.example", [{ role: "national-analyst", area: "*" }]);
    await put("local@surrey.example", [
      { role: "national-analyst", area: SURREY },
      { role: "coordinator", area: SURREY },
    ]);
    const json = { "content-type": "application/json" };
    const build = async (headers: Record<string, string>) =>
      (
        await doors.request("/releases", {
          method: "POST",
          headers: { ...json, ...headers },
          body: '{"period":"2025Q4"}',
        })
      ).status;
    expect(await build(await signedIn("local@surrey.example"))).toBe(403);
    expect(await build({})).toBe(401);
    expect(await build({ authorization: "Bearer wrong" })).toBe(401);
    expect(await build(await signedIn("nat@nation.example"))).toBe(202);
    expect(await build(operator)).toBe(202);
    const acts = (await entries()).filter(({ action }) => action === "start-release");
    expect(acts.map(({ actor, object }) => [actor, object])).toEqual([
      ["staff:nat@nation.example", "release:2025Q4"],
      ["operator", "release:2025Q4"],
    ]);
  });
});

describe("the operator's list of staff", () => {
  it("is kept as told: grants replace earlier ones, and whoever ended may begin anew", async () => {
    await put("ann@surrey.example", [
      { role: "coordinator", area: SURREY },
      { role: "officer", area: KENT },
    ]);
    const changed = await put("ann@surrey.example", [{ role: "officer", area: SURREY }]);
    expect([changed.status, await changed.json()]).toEqual([
      200,
      { email: "ann@surrey.example", name: "A name", grants: [{ role: "officer", area: SURREY }] },
    ]);
    await end("ann@surrey.example");
    const list = async () =>
      (
        await (
          await app.request("/v1/staff", { headers: operator })
        ).json<{
          staff: { grants: object[]; endedAt: string | null }[];
        }>()
      ).staff;
    expect(await list()).toMatchObject([{ grants: [], endedAt: engine.clock.now() }]);
    await put("ann@surrey.example", [{ role: "auditor", area: "*" }]);
    expect(await list()).toMatchObject([{ grants: [{ role: "auditor", area: "*" }], endedAt: null }]);
  });

  it("takes no role, area or address that does not exist, and nobody's word but the operator's", async () => {
    for (const grant of [
      { role: "chief", area: SURREY },
      { role: "officer", area: "E99999999" },
    ]) {
      const refused = await put("ann@surrey.example", [grant as Grant]);
      expect([refused.status, await refused.text()]).toEqual([400, expect.not.stringMatching(/chief|E99999999/)]);
    }
    expect((await put("no-address", [])).status).toBe(400);
    await put("ann@surrey.example", [{ role: "administrator", area: "*" }]);
    const asStaff = { ...(await signedIn("ann@surrey.example")), "content-type": "application/json" };
    expect((await put("ann@surrey.example", [{ role: "auditor", area: "*" }], asStaff)).status).toBe(401);
    expect((await app.request("/v1/staff", { headers: asStaff })).status).toBe(401);
  });
});

describe("hold and ask", () => {
  it("shows what is on hold in one's own area, and of another area nothing at all", async () => {
    await put("ann@surrey.example", [{ role: "coordinator", area: SURREY }]);
    await put("kim@kent.example", [{ role: "coordinator", area: KENT }]);
    const id = await holdOne(1);
    const overview = await (await get("/console", "ann@surrey.example")).text();
    expect(overview.includes(holdWords["route-stale"]?.title.en ?? "?")).toBe(true);
    const list = await (await get("/console/held?reason=route-stale", "ann@surrey.example")).text();
    expect([list.includes(`/console/held/${id}`), list.includes("PC4521"), list.includes("45XY")]).toEqual([
      true,
      true,
      true,
    ]);
    const elsewhere = await (await get("/console/held", "kim@kent.example")).text();
    expect([elsewhere.includes(id), elsewhere.includes("PC4521")]).toEqual([false, false]);
    expect((await get(`/console/held/${id}`, "kim@kent.example")).status).toBe(404);
    const forged = await postForm(`/console/held/${id}`, "kim@kent.example", { route: "safe-sms", by: "officer" });
    expect(forged.status).toBe(404);
    expect(await rows("select state, reason from invitation")).toEqual([{ state: "held", reason: "route-stale" }]);
    expect((await entries()).filter(({ actor }) => actor === "staff:kim@kent.example")).toEqual([]);
  });

  it("lets go of a survey when somebody who spoke with the victim calls the route safe, as a milestone of the case", async () => {
    await put("ann@surrey.example", [{ role: "coordinator", area: SURREY }]);
    const id = await holdOne(1);
    const before = await rows("select contact, phone_index from victim");
    const recorded = await postForm(`/console/held/${id}`, "ann@surrey.example", { route: "safe-sms", by: "liaison" });
    expect([recorded.status, recorded.headers.get("location")]).toEqual([303, `/console/held/${id}?recorded=yes`]);
    expect(await rows("select state, reason from invitation")).toEqual([{ state: "scheduled", reason: null }]);
    expect(
      await rows("select safety, safety_asserted_at as at, safety_asserted_by as by, contact, phone_index from victim"),
    ).toEqual([{ safety: "safe-sms", at: engine.clock.now(), by: "liaison", ...before[0] }]);
    expect(await rows("select kind, sender_id from milestone order by kind")).toEqual([
      { kind: "report.recorded", sender_id: "force-45" },
      { kind: "victim.contact-asserted", sender_id: "console" },
    ]);
    const page = await (await get(`/console/held/${id}?recorded=yes`, "ann@surrey.example")).text();
    expect(page.includes(say.nowScheduled.en)).toBe(true);
  });

  it("is of what waits, or was judged a moment ago, and of nobody of another area's", async () => {
    await put("ann@surrey.example", [{ role: "coordinator", area: SURREY }]);
    const id = await holdOne(1);
    const opens = async () => (await get(`/console/held/${id}`, "ann@surrey.example")).status;
    const judges = async () =>
      (await postForm(`/console/held/${id}`, "ann@surrey.example", { route: "safe-sms", by: "officer" })).status;
    await env.VAULT.prepare("update victim set area = ?").bind(KENT).run();
    const page = await (await get(`/console/held/${id}`, "ann@surrey.example")).text();
    expect([page.includes("<form"), await judges()]).toEqual([false, 404]);
    await env.VAULT.prepare("update victim set area = ?").bind(SURREY).run();
    await env.VAULT.prepare("update invitation set state = 'sent', reason = null").run();
    expect([await opens(), await judges()]).toEqual([404, 404]);
    await env.VAULT.prepare("update invitation set state = 'held', reason = 'route-stale'").run();
    expect([await judges(), await opens(), await judges()]).toEqual([303, 200, 303]);
    engine.setTime("2026-03-04T09:46:00.000Z");
    expect([await opens(), await judges()]).toEqual([404, 404]);
  });

  it("destroys what could reach somebody who wants no contact, and the survey stays on hold", async () => {
    await put("ann@surrey.example", [{ role: "officer", area: SURREY }]);
    const id = await holdOne(1);
    await postForm(`/console/held/${id}`, "ann@surrey.example", { route: "no-contact", by: "victim" });
    expect(await rows("select state, reason from invitation")).toEqual([{ state: "held", reason: "no-contact" }]);
    expect(await rows("select safety, contact, phone_index from victim")).toEqual([
      { safety: "no-contact", contact: null, phone_index: null },
    ]);
    const later = { ...about(1).data.victim.contact, safetyAssertedAt: "2026-03-01T10:00:00Z" };
    await send("force-45", about(1, { id: "an older word", victim: { contact: later } }));
    expect(await rows("select safety, contact from victim")).toEqual([{ safety: "no-contact", contact: null }]);
  });

  it("takes a form from its own page alone, and says what is missing", async () => {
    await put("ann@surrey.example", [{ role: "coordinator", area: SURREY }]);
    const id = await holdOne(1);
    const whole = { route: "safe-sms", by: "officer" };
    for (const site of ["cross-site", "same-site", "none", ""]) {
      const forged = await postForm(`/console/held/${id}`, "ann@surrey.example", whole, { "sec-fetch-site": site });
      expect([site, forged.status]).toEqual([site, 403]);
    }
    for (const fields of [{}, { route: "safe-sms" }, { route: "by carrier pigeon", by: "officer" }]) {
      const refused = await postForm(`/console/held/${id}`, "ann@surrey.example", fields);
      expect([refused.status, (await refused.text()).includes("govuk-error-summary")]).toEqual([400, true]);
    }
    expect(await rows("select state from invitation")).toEqual([{ state: "held" }]);
  });
});

describe("what a force calls a case", () => {
  it("is shown to its own staff, and not to those who see the whole nation", async () => {
    await put("ann@surrey.example", [{ role: "coordinator", area: SURREY }]);
    await put("nia@nation.example", [{ role: "coordinator", area: "*" }]);
    const id = await holdOne(1);
    const seenBy = async (email: string) => {
      const page = await (await get(`/console/held/${id}`, email)).text();
      return { reference: page.includes("45/1/26"), refused: page.includes(say.referenceElsewhere.en) };
    };
    expect(await seenBy("ann@surrey.example")).toEqual({ reference: true, refused: false });
    expect(await seenBy("nia@nation.example")).toEqual({ reference: false, refused: true });
    await env.VAULT.prepare("update case_victim set reference = null, reference_epoch = null").run();
    expect(await seenBy("ann@surrey.example")).toEqual({ reference: false, refused: false });
  });
});

describe("stopping messages", () => {
  const force = { by: "reference", force: "45" };

  it("ends them by a force's own reference, for its own staff alone, and keeps the reference nowhere", async () => {
    await put("ann@surrey.example", [{ role: "officer", area: SURREY }]);
    await put("kim@kent.example", [{ role: "officer", area: KENT }]);
    await holdOne(1);
    const byOthers = await postForm("/console/stop", "kim@kent.example", { ...force, "known-as": "V-1" });
    expect([byOthers.status, (await rows("select contact from victim"))[0]?.["contact"] === null]).toEqual([
      400,
      false,
    ]);
    const unknown = await postForm("/console/stop", "ann@surrey.example", { ...force, "known-as": "V-2" });
    expect((await unknown.text()).includes(say.unknownHeading.en)).toBe(true);

    const stopped = await postForm("/console/stop", "ann@surrey.example", { ...force, "known-as": "V-1" });
    expect([stopped.status, (await stopped.text()).includes(say.stoppedHeading.en)]).toEqual([200, true]);
    expect(await rows("select state, reason from invitation")).toEqual([{ state: "cancelled", reason: "opted-out" }]);
    expect(await rows("select contact, phone_index from victim")).toEqual([{ contact: null, phone_index: null }]);
    const [hash] = await rows("select ref_hash from victim");
    const acts = (await entries()).filter(({ action }) => action === "stop-contact");
    expect(acts.at(-1)).toMatchObject({
      actor: "staff:ann@surrey.example",
      object: `victim-reference:${hash?.["ref_hash"]}`,
    });
    expect(JSON.stringify(await rows("select * from audit")).includes("V-1")).toBe(false);
  });

  it("ends them by number, whosever it is, and says what is no number", async () => {
    await put("ina@surrey.example", [{ role: "interviewer", area: SURREY }]);
    await holdOne(1);
    for (const fields of [
      {},
      { "by": "number", "known-as": "" },
      { "by": "number", "known-as": "no number" },
      { by: "reference" },
    ]) {
      const refused = await postForm("/console/stop", "ina@surrey.example", fields);
      expect([refused.status, (await refused.text()).includes("govuk-error-summary")]).toEqual([400, true]);
    }
    const asked = { "by": "number", "known-as": "07700 900461" };
    const page = await (await postForm("/console/stop", "ina@surrey.example", asked)).text();
    expect([page.includes(say.stoppedHeading.en), page.includes("900461")]).toEqual([true, false]);
    expect(await rows("select state from invitation")).toEqual([{ state: "cancelled" }]);
    expect((await dump(env.VAULT)).includes("900461")).toBe(false);
  });
});

describe("deliveries", () => {
  it("that no gateway took are tried again for one's own area alone, and only by those who may", async () => {
    await put("ann@surrey.example", [{ role: "coordinator", area: SURREY }]);
    await put("kim@kent.example", [{ role: "coordinator", area: KENT }]);
    await put("aud@nation.example", [{ role: "auditor", area: "*" }]);
    await holdOne(1);
    await env.VAULT.prepare("update invitation set state = 'failed', reason = 'gateway-refused', gateway = null").run();
    const state = async () => (await rows("select state from invitation"))[0]?.["state"];
    const page = await (await get("/console/deliveries", "aud@nation.example")).text();
    expect([page.includes(deadWords["gateway-refused"]?.en ?? "?"), page.includes("<form")]).toEqual([true, false]);
    expect((await get("/console/deliveries", "kim@kent.example").then((seen) => seen.text())).includes("<form")).toBe(
      false,
    );

    expect((await postForm("/console/deliveries", "aud@nation.example", {})).status).toBe(403);
    expect((await postForm("/console/deliveries", "kim@kent.example", {})).headers.get("location")).toBe(
      "/console/deliveries?replayed=0",
    );
    expect(await state()).toBe("failed");
    expect((await postForm("/console/deliveries", "ann@surrey.example", {})).headers.get("location")).toBe(
      "/console/deliveries?replayed=1",
    );
    expect(await state()).toBe("scheduled");
    expect((await entries()).at(-1)).toMatchObject({ action: "replay-delivery", object: "deliveries:1" });
  });
});

describe("data quality", () => {
  it("is shown of the systems of one's own area", async () => {
    await put("ann@surrey.example", [{ role: "coordinator", area: SURREY }]);
    await put("aud@nation.example", [{ role: "auditor", area: "*" }]);
    await holdOne(1);
    const listed = async (email: string) => {
      const page = await (await get("/console/quality", email)).text();
      return ["force-45", "wcu-45", "force-46", "courts"].filter((id) => page.includes(`/console/quality/${id}?`));
    };
    expect(await listed("ann@surrey.example")).toEqual(["force-45", "wcu-45"]);
    expect(await listed("aud@nation.example")).toEqual(["force-45", "wcu-45", "force-46", "courts"]);
    const report = await (await get("/console/quality/force-45", "ann@surrey.example")).text();
    expect([report.includes(say.accepted.en), report.includes(say.noFiles.en)]).toEqual([true, true]);
    expect((await get("/console/quality/force-46", "ann@surrey.example")).status).toBe(404);
    await put("ada@surrey.example", [{ role: "administrator", area: SURREY }]);
    const senders = await (await get("/console/senders", "ada@surrey.example")).text();
    expect(["force-45", "force-46", "courts"].filter((id) => senders.includes(`>${id}<`))).toEqual(["force-45"]);
    const people = await (await get("/console/staff", "ada@surrey.example")).text();
    expect(["ann@surrey", "ada@surrey", "aud@nation"].filter((who) => people.includes(who))).toEqual([
      "ann@surrey",
      "ada@surrey",
    ]);
  });
});

describe("the audit log", () => {
  it("holds who did what, and nothing that says of whom", async () => {
    await put("ann@surrey.example", [{ role: "coordinator", area: SURREY }]);
    const id = await holdOne(1);
    await get(`/console/held/${id}`, "ann@surrey.example");
    await postForm(`/console/held/${id}`, "ann@surrey.example", { route: "safe-sms", by: "officer" });
    await end("ann@surrey.example");
    const [victim] = await rows("select id from victim");
    expect((await entries()).map(({ seq, actor, action, object }) => [seq, actor, action, object])).toEqual([
      [1, "operator", "put-staff", `staff:ann@surrey.example coordinator:${SURREY}`],
      [2, "staff:ann@surrey.example", "view-held", `invitation:${id}`],
      [
        3,
        "staff:ann@surrey.example",
        "assert-route",
        `victim:${String(victim?.["id"])} route:safe-sms word-of:officer`,
      ],
      [4, "operator", "end-staff", "staff:ann@surrey.example"],
    ]);
    const log = JSON.stringify(await rows("select * from audit"));
    expect(/900461|V-1\b|45\/1\/26/.test(log)).toBe(false);
    expect(outside.log.lines.some((line) => /ann@surrey|900461/.test(line))).toBe(false);
    expect((await dump(env.VAULT)).includes("900461")).toBe(false);
  });

  it("is one chain, without gap or fork, however many act at once", async () => {
    await Promise.all(
      Array.from(
        { length: 24 },
        async (_, index) => await recordAct(engine, "operator", "upload-file", `file:${index}`),
      ),
    );
    const all = await entries();
    expect(all.map(({ seq }) => seq)).toEqual(Array.from({ length: 24 }, (_, index) => index + 1));
    expect(new Set(all.map(({ object }) => object)).size).toBe(24);
    expect(await verifyAudit(engine, null)).toMatchObject({
      outcome: "intact",
      from: 1,
      head: { seq: 24 },
      breach: null,
    });
  });

  it("shows where a row was changed, taken out or moved, and by a head kept elsewhere that its end was cut off", async () => {
    const write = async () => {
      await env.VAULT.prepare("delete from audit").run();
      for (let number = 1; number <= 6; number++) await recordAct(engine, "operator", "upload-file", `file:${number}`);
      return (await verifyAudit(engine, null)).head;
    };
    const tamper = async (...statements: readonly string[]) => {
      const head = await write();
      await env.VAULT.batch(statements.map((statement) => env.VAULT.prepare(statement)));
      return (await verifyAudit(engine, head)).breach;
    };
    expect(await tamper("select 1")).toBeNull();
    expect(await tamper("update audit set actor = 'staff:ann@surrey.example' where seq = 3")).toEqual({
      seq: 3,
      why: "altered",
    });
    expect(await tamper("delete from audit where seq = 3")).toEqual({ seq: 3, why: "missing" });
    expect(await tamper("delete from audit where seq = 1")).toEqual({ seq: 1, why: "missing" });
    expect(await tamper("delete from audit where seq = 3", "update audit set seq = seq - 1 where seq > 3")).toEqual({
      seq: 3,
      why: "altered",
    });
    const swap = ["set seq = 99 where seq = 2", "set seq = 2 where seq = 4", "set seq = 4 where seq = 99"];
    expect(await tamper(...swap.map((change) => `update audit ${change}`))).toEqual({ seq: 2, why: "altered" });
    expect(await tamper("delete from audit where seq > 4")).toEqual({ seq: 6, why: "cut-off" });
    expect(await tamper("delete from audit")).toEqual({ seq: 6, why: "cut-off" });
    const head = await write();
    engine.setTime("2026-03-04T10:30:00.000Z");
    await write();
    expect((await verifyAudit(engine, head)).breach).toEqual({ seq: 6, why: "altered" });
  });

  it("lets go of what is older than a year, and is still one chain", async () => {
    for (const day of ["2025-01-10", "2025-02-10", "2025-03-02", "2025-03-05", "2026-03-01"]) {
      engine.setTime(`${day}T12:00:00.000Z`);
      await recordAct(engine, "operator", "upload-file", `file:${day}`);
    }
    const kept = (await verifyAudit(engine, null)).head;
    const [second] = await rows("select seq, hash from audit where seq = 2");
    const old = { seq: 2, hash: String(second?.["hash"]) };
    expect((await verifyAudit(engine, old)).outcome).toBe("intact");
    engine.setTime("2026-03-04T09:30:00.000Z");
    for (let night = 0; night < 2; night++) await keepAudit(engine);
    expect(await rows("select seq, actor, action, object from audit order by seq")).toEqual([
      { seq: 3, actor: "", action: "checkpoint", object: "" },
      { seq: 4, actor: "operator", action: "upload-file", object: "file:2025-03-05" },
      { seq: 5, actor: "operator", action: "upload-file", object: "file:2026-03-01" },
    ]);
    expect(await verifyAudit(engine, kept)).toMatchObject({ outcome: "intact", from: 3, breach: null });
    expect(outside.log.lines.at(-1)).toContain(`"hash":"${kept?.hash}"`);
    await recordAct(engine, "operator", "upload-file", "file:new");
    expect((await verifyAudit(engine, kept)).outcome).toBe("intact");
    expect(await verifyAudit(engine, old)).toMatchObject({ outcome: "too-old", breach: null });
    await env.VAULT.prepare("update audit set hash = ? where seq = 3").bind("0".repeat(64)).run();
    expect((await verifyAudit(engine, kept)).breach).toEqual({ seq: 4, why: "altered" });
  });

  it("is read and verified by the operator and the nation's auditors, and every reading is in it", async () => {
    await put("aud@nation.example", [{ role: "auditor", area: "*" }]);
    await put("local@surrey.example", [{ role: "auditor", area: SURREY }]);
    expect((await get("/v1/audit", "local@surrey.example")).status).toBe(403);
    expect((await get("/v1/audit", null)).status).toBe(401);
    expect((await app.request("/v1/audit", { headers: { authorization: "Bearer wrong" } })).status).toBe(401);

    const page = await (await get("/v1/audit?after=1&limit=5", "aud@nation.example")).json<{ entries: Entry[] }>();
    expect(page.entries.map(({ seq, actor, action }) => [seq, actor, action])).toEqual([
      [2, "operator", "put-staff"],
      [3, "staff:aud@nation.example", "read-audit"],
    ]);
    const verified = await app.request("/v1/audit/verify", { headers: operator });
    const { outcome, head } = await verified.json<{ outcome: string; head: { seq: number; hash: string } }>();
    expect([outcome, head.seq]).toEqual(["intact", 3]);
    const again = await get(`/v1/audit/verify?head=${head.seq}:${head.hash}`, "aud@nation.example");
    expect(await again.json()).toMatchObject({ outcome: "intact" });
    const cut = await get(`/v1/audit/verify?head=9:${head.hash}`, "aud@nation.example");
    expect(await cut.json()).toMatchObject({ outcome: "broken", breach: { seq: 9, why: "cut-off" } });
    for (const query of ["?head=nonsense", "?head=1"])
      expect((await get(`/v1/audit/verify${query}`, "aud@nation.example")).status).toBe(400);
    for (const query of ["?limit=0", "?limit=1001", "?after=-1", "?after=x"])
      expect((await get(`/v1/audit${query}`, "aud@nation.example")).status).toBe(400);
  });
});
