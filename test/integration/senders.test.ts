import { env } from "cloudflare:workers";
import { CloudEvent, emitterFor, HTTP, type Message, Mode } from "cloudevents";
import { Hono } from "hono";
import { Webhook } from "standardwebhooks";
import * as v from "valibot";
import { beforeEach, describe, expect, it } from "vitest";
import { requireSender } from "../../src/http/guards.ts";
import { jsonBody } from "../../src/http/problem-response.ts";
import { openLimits } from "../../src/platform/limits.ts";
import { dump } from "../support/capabilities.ts";
import {
  about,
  answersOf,
  app,
  batched,
  engine,
  keys,
  OPERATOR,
  post,
  prepareVault,
  rows,
  statusesOf,
  structured,
} from "../support/milestones.ts";
import callback from "../support/events/06-hmcts-results-subscription-callback.json";

const NOW = "2026-03-04T09:30:00.000Z";
const SENDER = "force-45";

type Key = { id: string; keyId: string; key: string | null; revokedAt: string | null };
type Problem = { status: number; detail: string; errors?: { path: string; fix: string }[] };

const operator = async (method: string, path: string, body?: object) =>
  await app.request(path, {
    method,
    headers: { "authorization": `Bearer ${OPERATOR}`, "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });

const addKey = async (wanted: object, sender = SENDER): Promise<Key> => {
  const response = await operator("POST", `/senders/${sender}/keys`, { expiresOn: "2026-12-31", ...wanted });
  expect([response.status, response.headers.get("cache-control")]).toEqual([201, "no-store"]);
  return await response.json<Key>();
};

const revoke = async (id: string) => await operator("DELETE", `/senders/${SENDER}/keys/${id}`);

/** What the official package adds to a body at a moment. */
function signed(secret: string, id: string, body: string, at: string = NOW) {
  const time = new Date(at);
  return {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(time.getTime() / 1000)),
    "webhook-signature": new Webhook(secret).sign(id, time, body),
  };
}

/** Sends exactly this, signed or not. */
const deliver = async (headers: Record<string, string>, body: string, address = `/milestones?sender=${SENDER}`) =>
  await app.request(address, { method: "POST", headers: { ...batched, ...headers }, body });

const problemOf = async (response: Response) => {
  const { status, detail, errors } = await response.json<Problem>();
  return { status, detail, ...(errors && { errors: errors.map(({ path }) => path) }) };
};

let number = 1000;
const someEvent = () => about(number++);
const oneEvent = () => JSON.stringify([someEvent()]);

prepareVault();

// Keys of one test would count among the most that may work in another.
beforeEach(async () => {
  await env.VAULT.prepare("delete from sender_key where sender_id = ? and id <> ?")
    .bind(SENDER, keys[SENDER]?.slice(3, 11) ?? "")
    .run();
  await env.VAULT.exec("delete from webhook_seen");
});

describe("keys of senders", () => {
  it("are made, listed and ended by the operator alone, and never told twice", async () => {
    const { publicKey } = await keyPair();
    const made = [await addKey({}), await addKey({ kind: "hmac" }), await addKey({ kind: "ed25519", publicKey })];
    expect(made.map(({ key }) => key)).toEqual([
      expect.stringMatching(/^tl_[\w-]{8}_[\w-]{43}$/),
      expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/),
      null,
    ]);
    const answer = await operator("GET", `/senders/${SENDER}/keys`);
    const { keys: listed } = await answer.json<{ keys: Record<string, unknown>[] }>();
    expect(listed).toHaveLength(4);
    expect(listed.find(({ id }) => id === made[2]?.id)).toEqual({
      id: made[2]?.id,
      senderId: SENDER,
      kind: "ed25519",
      scopes: ["milestones", "feeds", "closures", "files", "quality"],
      createdAt: NOW,
      expiresOn: "2026-12-31",
      revokedAt: null,
    });
    const seen = `${JSON.stringify(listed)}${await dump(env.VAULT)}${engine.log.lines.join("")}`;
    for (const { key } of made) if (key !== null) expect(seen.includes(key.slice(11))).toBe(false);

    const { senders } = await (await operator("GET", "/senders")).json<{ senders: { id: string }[] }>();
    expect(senders.map(({ id }) => id)).toContain(SENDER);
    expect((await operator("GET", "/senders/nobody/keys")).status).toBe(404);
    expect((await operator("POST", "/senders/nobody/keys", { expiresOn: "2026-12-31" })).status).toBe(404);
    expect((await revoke("nonesuch")).status).toBe(404);
    for (const method of ["GET", "POST"]) {
      expect((await app.request(`/senders/${SENDER}/keys`, { method })).status).toBe(401);
    }
  });

  it("are refused where they ask for more than the role may, a key that is none, or a day that is over", async () => {
    const refused = async (sender: string, wanted: object) =>
      (await problemOf(await operator("POST", `/senders/${sender}/keys`, { expiresOn: "2026-12-31", ...wanted })))
        .errors;
    expect(await refused("courts", { scopes: ["closures"] })).toEqual(["scopes"]);
    expect(await refused(SENDER, { scopes: [] })).toEqual(["scopes"]);
    expect(await refused(SENDER, { expiresOn: "2026-03-03" })).toEqual(["expiresOn"]);
    expect(await refused(SENDER, { kind: "ed25519" })).toEqual(["publicKey"]);
    expect(await refused(SENDER, { kind: "ed25519", publicKey: "whpk_short" })).toEqual(["publicKey"]);
    expect(await refused(SENDER, { kind: "hmac", publicKey: "whpk_x" })).toEqual(["publicKey"]);
  });

  it("are of no sender that is called as the engine calls itself", async () => {
    const wanted = { name: "Console", role: "force", forceCode: "45", expiresOn: "2026-12-31" };
    for (const id of ["console", "closure-discussion", "hmcts-results-subscription", "operator"])
      expect((await problemOf(await operator("POST", "/senders", { ...wanted, id }))).errors).toEqual(["id"]);
  });

  it("may do what their scopes say and their sender's role allows", async () => {
    const narrow = await addKey({ scopes: ["closures"] });
    const response = await post("/milestones", narrow.key ?? "", someEvent(), structured);
    expect(await problemOf(response)).toMatchObject({
      status: 403,
      detail: expect.stringContaining("scope milestones"),
    });
    expect((await post("/feeds/ihub/incidents", "courts", {})).status).toBe(403);
  });

  it("work five at a time, however many are asked for at once", async () => {
    const asked = await Promise.all(
      Array.from(
        { length: 9 },
        async () => (await operator("POST", `/senders/${SENDER}/keys`, { expiresOn: "2026-12-31" })).status,
      ),
    );
    expect(asked.filter((status) => status === 201)).toHaveLength(4);
    expect(asked.filter((status) => status === 409)).toHaveLength(5);
  });

  it("are changed with both working in between, and end at once here when they are revoked", async () => {
    for (const kind of ["api-key", "hmac"]) {
      const [old, young] = [await addKey({ kind }), await addKey({ kind })];
      const sendBy = async ({ key, id }: Key) => {
        const body = oneEvent();
        return kind === "hmac"
          ? await deliver(signed(key ?? "", `${id}-${number}`, body), body)
          : await post("/milestones", key ?? "", body, batched);
      };
      expect(await statusesOf(await sendBy(old))).toEqual(["accepted"]);
      expect(await statusesOf(await sendBy(young))).toEqual(["accepted"]);
      expect(await (await revoke(old.id)).json()).toMatchObject({ id: old.id, revokedAt: NOW });
      expect(await problemOf(await sendBy(old))).toEqual({
        status: 401,
        detail: "This key has been revoked. Ask the operator for a new one.",
      });
      expect(await statusesOf(await sendBy(young))).toEqual(["accepted"]);
      expect((await revoke(old.id)).status).toBe(200);
    }
  });

  it("end with their last day in London", async () => {
    const { key } = await addKey({ expiresOn: "2026-06-30" });
    engine.setTime("2026-06-30T22:30:00.000Z");
    expect((await post("/milestones", key ?? "", [], batched)).status).toBe(200);
    engine.setTime("2026-06-30T23:30:00.000Z");
    expect(await problemOf(await post("/milestones", key ?? "", [], batched))).toMatchObject({
      status: 401,
      detail: expect.stringContaining("has ended"),
    });
  });
});

const base64 = (buffer: ArrayBuffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));

/** A key pair as a sender makes it, and how it signs. */
async function keyPair() {
  const pair = (await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"])) as CryptoKeyPair;
  const raw = (await crypto.subtle.exportKey("raw", pair.publicKey)) as ArrayBuffer;
  return {
    publicKey: `whpk_${base64(raw)}`,
    sign: async (id: string, body: string) => {
      const timestamp = Math.floor(Date.parse(NOW) / 1000);
      const content = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
      const signature = base64(await crypto.subtle.sign("Ed25519", pair.privateKey, content));
      return { "webhook-id": id, "webhook-timestamp": String(timestamp), "webhook-signature": `v1a,${signature}` };
    },
  };
}

describe("requests signed by Standard Webhooks", () => {
  let secret = "";

  beforeEach(async () => {
    const { key } = await addKey({ kind: "hmac" });
    secret = key ?? "";
  });

  it("are taken from the official packages, in every mode, with nothing changed", async () => {
    const send = async ({ headers, body }: Message) => {
      const text = String(body);
      return await deliver({ ...(headers as Record<string, string>), ...signed(secret, `msg-${number}`, text) }, text);
    };
    for (const mode of [Mode.BINARY, Mode.STRUCTURED]) {
      const emit = emitterFor(send, { binding: HTTP, mode });
      const response = (await emit(new CloudEvent({ ...someEvent(), traceparent: "00-4bf9" }))) as Response;
      expect(await statusesOf(response)).toEqual(["accepted"]);
    }
    const batch = JSON.stringify([new CloudEvent(someEvent()), new CloudEvent(someEvent())]);
    expect(await statusesOf(await deliver(signed(secret, "batch", batch), batch))).toEqual(["accepted", "accepted"]);
  });

  it("are taken when signed with Ed25519, and by either key while keys are changed", async () => {
    const { publicKey, sign } = await keyPair();
    const { id } = await addKey({ kind: "ed25519", publicKey });
    const body = oneEvent();
    const mine = await sign("ed-1", body);
    expect(await statusesOf(await deliver(mine, body))).toEqual(["accepted"]);
    const another = oneEvent();
    expect((await deliver({ ...(await sign("ed-2", another)) }, `${another} `)).status).toBe(401);
    const both = { ...signed(secret, "ed-3", another) };
    const signatures = `v1,AAAA v2,BBBB ${both["webhook-signature"]} ${mine["webhook-signature"]}`;
    expect((await deliver({ ...both, "webhook-signature": signatures }, another)).status).toBe(200);
    await revoke(id);
    const last = oneEvent();
    expect(await problemOf(await deliver(await sign("ed-4", last), last))).toMatchObject({
      status: 401,
      detail: expect.stringContaining("revoked"),
    });
  });

  it("give the route the bytes that were verified, as whatever it reads them", async () => {
    const echo = new Hono<{ Variables: { engine: typeof engine } }>()
      .use(async (c, next) => {
        c.set("engine", engine);
        await next();
      })
      .post("/echo", requireSender("closures", "force"), jsonBody(v.object({ who: v.string() })), async (c) =>
        c.json([c.req.valid("json"), await c.req.text(), c.var.sender.id]),
      );
    const body = '{ "who": "Siân" }';
    const headers = { "content-type": "application/json", ...signed(secret, "echo", body) };
    const response = await echo.request(`/echo?sender=${SENDER}`, { method: "POST", headers, body });
    expect(await response.json()).toEqual([{ who: "Siân" }, body, SENDER]);
  });

  it("are refused when anything that is signed is not what was signed", async () => {
    const body = oneEvent();
    const right = signed(secret, "t-1", body);
    const wrong: readonly (readonly [headers: Record<string, string>, body: string])[] = [
      [right, body.replace("report.recorded", "victim.withdrew")],
      [right, `${body} `],
      [{ ...right, "webhook-id": "t-2" }, body],
      [{ ...right, "webhook-timestamp": String(Number(right["webhook-timestamp"]) + 1) }, body],
      [{ ...right, "webhook-signature": right["webhook-signature"].replace("v1,", "v1a,") }, body],
      [signed(`whsec_${btoa("another secret of 24 bytes or more")}`, "t-1", body), body],
    ];
    for (const [headers, sent] of wrong) expect((await deliver(headers, sent)).status).toBe(401);
    expect(await rows("select * from milestone")).toEqual([]);
    expect((await deliver(right, body)).status).toBe(200);
  });

  it("say what is missing, and by how much a clock is off", async () => {
    const body = oneEvent();
    const right = signed(secret, "m-1", body);
    const { "webhook-id": _, ...unnamed } = right;
    expect(await problemOf(await deliver(unnamed, body))).toMatchObject({ status: 401, errors: ["webhook-id"] });
    const { "webhook-signature": __, ...unsigned } = right;
    expect(await problemOf(await deliver(unsigned, body))).toMatchObject({
      status: 401,
      errors: ["webhook-signature"],
    });
    expect((await problemOf(await deliver(right, body, "/milestones"))).detail).toContain("?sender=");
    const late = signed(secret, "m-1", body, "2026-03-04T09:24:59.000Z");
    expect((await problemOf(await deliver(late, body))).detail).toContain("301 seconds behind our clock");
  });

  it("tell nobody which senders there are", async () => {
    const body = oneEvent();
    const headers = signed(`whsec_${btoa("another secret of 24 bytes or more")}`, "g-1", body);
    const known = await problemOf(await deliver(headers, body));
    const unknown = await problemOf(await deliver(headers, body, "/milestones?sender=force-99"));
    const withoutSecret = await problemOf(await deliver(headers, body, "/milestones?sender=courts"));
    expect(known.status).toBe(401);
    expect([unknown, withoutSecret]).toEqual([known, known]);
  });

  it("count once: a replay is refused, a retry is signed anew, and an id belongs to one body", async () => {
    const body = oneEvent();
    const first = signed(secret, "r-1", body);
    const atOnce = await Promise.all(Array.from({ length: 5 }, async () => (await deliver(first, body)).status));
    expect(atOnce.toSorted((a, b) => a - b)).toEqual([200, 409, 409, 409, 409]);

    const retry = signed(secret, "r-1", body, "2026-03-04T09:30:05.000Z");
    expect(await statusesOf(await deliver(retry, body))).toEqual(["duplicate"]);
    const older = signed(secret, "r-1", body, "2026-03-04T09:30:04.000Z");
    expect((await problemOf(await deliver(older, body))).detail).toContain("newer timestamp");
    const other = oneEvent();
    const reused = signed(secret, "r-1", other, "2026-03-04T09:30:09.000Z");
    expect((await problemOf(await deliver(reused, other))).detail).toContain("another body");
    expect(await rows("select count(*) as n from milestone")).toEqual([{ n: 1 }]);
  });

  it("may come again as they are when the fault was ours", async () => {
    const at = "2026-06-03T09:30:00.000Z";
    engine.setTime(at);
    const body = oneEvent();
    const headers = signed(secret, "again", body, at);
    expect([(await deliver(headers, body)).status, (await deliver(headers, body)).status]).toEqual([503, 503]);
    await engine.keys.create("epoch", ["2026-W23"]);
    engine.setTime("2026-06-03T09:31:30.000Z");
    expect([(await deliver(headers, body)).status, (await deliver(headers, body)).status]).toEqual([200, 409]);
  });

  it("that were taken stay taken, when a retry of them fails", async () => {
    const [first, second] = ["2026-06-03T09:30:00.000Z", "2026-06-03T09:30:05.000Z"] as const;
    const body = oneEvent();
    engine.setTime(first);
    await engine.keys.create("epoch", ["2026-W23"]);
    const taken = signed(secret, "twice", body, first);
    expect((await deliver(taken, body)).status).toBe(200);
    engine.setTime(second);
    await env.VAULT.exec("alter table milestone rename to milestone_away");
    const retry = signed(secret, "twice", body, second);
    const failed = await deliver(retry, body);
    await env.VAULT.exec("alter table milestone_away rename to milestone");
    expect(failed.status).toBe(500);
    expect([(await deliver(taken, body)).status, (await deliver(retry, body)).status]).toEqual([409, 200]);
  });

  it("are remembered for a day, by what cannot be turned back", async () => {
    const body = oneEvent();
    await deliver(signed(secret, "kept-id", body), body);
    expect((await dump(env.VAULT)).includes("kept-id")).toBe(false);
    for (const [at, kept] of [
      ["2026-03-05T09:29:59.000Z", 2],
      ["2026-03-05T09:31:00.000Z", 2],
    ] as const) {
      engine.setTime(at);
      await deliver(signed(secret, `next-${Date.parse(at)}`, "[]", at), "[]");
      expect([at, await rows("select count(*) as n from webhook_seen")]).toEqual([at, [{ n: kept }]]);
    }
  });

  it("are no way around the role, the scope or the force", async () => {
    const { key } = await addKey({ kind: "hmac", scopes: ["quality"] });
    const body = oneEvent();
    expect((await deliver(signed(key ?? "", "s-1", body), body)).status).toBe(403);
    const foreign = { ...someEvent() };
    const elsewhere = JSON.stringify({
      ...foreign,
      data: { ...foreign.data, case: { ...foreign.data.case, forceCode: "46" } },
    });
    const response = await deliver({ ...structured, ...signed(secret, "s-2", elsewhere) }, elsewhere);
    expect(await problemOf(response)).toMatchObject({ status: 403, detail: expect.stringContaining("another force") });
    expect((await answersOf(await deliver(signed(secret, "s-3", body), body)))[0]?.status).toBe("accepted");
  });
});

describe("limits", () => {
  const withLimits = async (limits: typeof engine.limits, act: () => Promise<void>) => {
    const usual = engine.limits;
    engine.limits = limits;
    try {
      await act();
    } finally {
      engine.limits = usual;
    }
  };

  it("hold for each key on its own", async () => {
    await withLimits(openLimits(env.TIGHT_LIMIT, env.FAILURE_LIMIT), async () => {
      const statuses = [];
      for (let sent = 0; sent < 4; sent++) statuses.push((await post("/milestones", SENDER, [], batched)).status);
      expect(statuses).toEqual([200, 200, 200, 429]);
      const refused = await post("/milestones", SENDER, [], batched);
      expect([refused.headers.get("retry-after"), refused.headers.get("content-type")]).toEqual([
        "60",
        "application/problem+json",
      ]);
      expect((await post("/milestones", "force-46", [], batched)).status).toBe(200);
    });
  });

  it("slow down who guesses, whatever they claim, and not who was right from the same address before", async () => {
    await withLimits(openLimits(env.RATE_LIMIT, env.TIGHT_LIMIT), async () => {
      const guess = async (by: string, address: string) =>
        (await post("/milestones", by, [], { ...batched, "cf-connecting-ip": address })).status;
      const wrong = `tl_aaaaaaaa_${"A".repeat(43)}`;
      const others = (index: number) => `tl_bbbbbbb${index}_${"A".repeat(43)}`;
      expect(await guess(SENDER, "192.0.2.1")).toBe(200);
      const tried = [];
      for (let sent = 0; sent < 6; sent++) tried.push(await guess(sent < 2 ? wrong : others(sent), "192.0.2.1"));
      expect(tried).toEqual([401, 401, 401, 429, 429, 429]);
      expect(await guess(SENDER, "192.0.2.1")).toBe(200);
      // From there on nothing is verified of who was not right there before; nor of a key once it was guessed at.
      expect(await guess("force-46", "192.0.2.1")).toBe(429);
      const nearly = `${keys[SENDER]?.slice(0, -1) ?? ""}!`;
      expect([await guess(nearly, "192.0.2.1"), await guess(SENDER, "192.0.2.1")]).toEqual([429, 429]);
      expect(await guess("force-46", "192.0.2.3")).toBe(200);
      expect(await guess(wrong, "192.0.2.2")).toBe(401);
      const asOperator = await post("/senders", "wrong", {}, { "cf-connecting-ip": "192.0.2.1" });
      expect(asOperator.status).toBe(429);
    });
  });
});

describe("the doors", () => {
  it("answer the handshake of CloudEvents' web hooks", async () => {
    const ask = async (headers: Record<string, string>) =>
      await app.request("/milestones", { method: "OPTIONS", headers });
    const granted = await ask({ "webhook-request-origin": "records.force-45.example", "webhook-request-rate": "120" });
    expect(
      ["allow", "webhook-allowed-origin", "webhook-allowed-rate"].map((name) => granted.headers.get(name)),
    ).toEqual(["POST, OPTIONS", "records.force-45.example", "600"]);
    expect((await ask({})).headers.get("webhook-allowed-origin")).toBeNull();
  });

  it("tell a sender of HMCTS' subscription which header is missing", async () => {
    const send = async (headers: Record<string, string>) =>
      await problemOf(
        await app.request("/feeds/hmcts/results-subscription", {
          method: "POST",
          headers: { "content-type": "application/json", ...headers },
          body: callback.request.rawBody,
        }),
      );
    expect(await send({})).toMatchObject({ status: 401, errors: ["x-key-id", "x-signature"] });
    const key = callback.request.headers["X-Key-Id"];
    expect(await send({ "x-key-id": key })).toMatchObject({ status: 401, errors: ["x-signature"] });
    const wrong = await send({ "x-key-id": key, "x-signature": "AAAA" });
    expect(await send({ "x-key-id": "unknown", "x-signature": "AAAA" })).toEqual(wrong);
  });
});
