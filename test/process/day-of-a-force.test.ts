import { type CloudEvent, emitterFor, HTTP, type Message, Mode } from "cloudevents";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningEngine, startEngine } from "../../scripts/miniflare.ts";
import { chunksOf, fewAtOnce } from "../../simulation/client.ts";
import { ALONE, PLANNED, planDay, type SenderId, type Sending, SENT, type Status, STORED } from "../support/day.ts";
import { readNumber } from "../support/phones.ts";
import { freePort } from "../support/port.ts";

const EVENING = "2025-10-06T18:00:00.000Z";
const BATCH = 1_000;
const AT_ONCE = 4;
const BATCHED = "application/cloudevents-batch+json; charset=utf-8";

const home = mkdtempSync(join(tmpdir(), "throughline-day-"));
let engine: RunningEngine;
let stop: (() => Promise<void>) | null = null;
/** The secret with which each sender signs. */
const secrets = new Map<string, string>();

type Answer = { id: string; status: Status; problem?: { detail: string; errors?: { path: string; fix: string }[] } };

const operator = async (method: string, path: string, body?: object) => {
  const headers = { "authorization": `Bearer ${engine.operatorKey}`, "content-type": "application/json" };
  const response = await fetch(new URL(path, engine.url), {
    method,
    headers,
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as { id: string; key: string; keyId: string };
};

const expiresOn = "2026-12-31";
const register = async (id: string, role: string, forceCode: string | null) => {
  const { key, keyId } = await operator("POST", "/v1/senders", {
    id,
    name: id,
    role,
    forceCode,
    kind: "hmac",
    expiresOn,
  });
  secrets.set(id, key);
  return keyId;
};

let messages = 0;

/** What a webhook product adds: its official package's signature over exactly what is sent. */
function sign(by: string, body: string, { id = `msg_${messages++}`, after = 0, secret = secrets.get(by) ?? "" } = {}) {
  const at = new Date(Date.parse(EVENING) + after * 1000);
  return {
    "webhook-id": id,
    "webhook-timestamp": String(at.getTime() / 1000),
    "webhook-signature": new Webhook(secret).sign(id, at, body),
  };
}

const post = async (by: string, headers: Record<string, string>, body: string) =>
  await fetch(new URL(`/v1/milestones?sender=${by}`, engine.url), { method: "POST", headers, body });

/** A transport for the SDK's own emitter: it sends what the SDK made, signed, and tells the answer. */
const transportOf = (by: SenderId) => async (message: Message) => {
  const body = String(message.body);
  return await post(by, { ...(message.headers as Record<string, string>), ...sign(by, body) }, body);
};

/** What a lone event became: of a problem, that it was rejected and why. */
async function answerOf(response: Response, id: string): Promise<Answer> {
  if (response.ok) return ((await response.json()) as { events: [Answer] }).events[0];
  const { detail, errors } = (await response.json()) as { detail: string; errors?: [] };
  return { id, status: "rejected", problem: { detail, ...(errors && { errors }) } };
}

type Outcome = { readonly sent: Sending; readonly answer: Answer };

async function sendAlone(sent: Sending, index: number): Promise<Outcome> {
  if (sent.request) {
    const { headers, body } = sent.request;
    return { sent, answer: await answerOf(await post(sent.by, { ...headers, ...sign(sent.by, body) }, body), sent.id) };
  }
  const mode = index % 2 === 0 ? Mode.STRUCTURED : Mode.BINARY;
  const emit = emitterFor(transportOf(sent.by), { binding: HTTP, mode });
  const response = (await emit(sent.event as CloudEvent<unknown>)) as Response;
  return { sent, answer: await answerOf(response, sent.id) };
}

async function sendBatch(batch: readonly Sending[]): Promise<readonly Outcome[]> {
  const by = batch[0]?.by ?? "courts";
  const body = JSON.stringify(batch.map(({ event }) => event));
  const response = await post(by, { "content-type": BATCHED, ...sign(by, body) }, body);
  expect(response.status).toBe(200);
  const { events } = (await response.json()) as { events: Answer[] };
  expect(events.length).toBe(batch.length);
  return batch.flatMap((sent, index) => {
    const answer = events[index];
    return answer ? [{ sent, answer }] : [];
  });
}

const whyOf = ({ problem }: Answer) => JSON.stringify(problem ?? {});

const tally = (statuses: readonly Status[]) => {
  const count = (status: Status) => statuses.filter((each) => each === status).length;
  return {
    accepted: count("accepted"),
    duplicate: count("duplicate"),
    parked: count("parked"),
    rejected: count("rejected"),
  };
};

describe("a day of a mid-size force, sent with the official packages", () => {
  beforeAll(async () => {
    engine = await startEngine({ port: await freePort(), stateDir: join(home, "state"), fresh: true });
    ({ stop } = engine);
    await fetch(new URL("/development/clock", engine.url), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ to: EVENING }),
    });
    await register("force-45", "force", "45");
    await register("courts", "court", null);
  });

  afterAll(async () => {
    await stop?.();
    rmSync(home, { recursive: true, force: true });
  });

  it("reconciles to the event: accepted, duplicate, parked and rejected make what was sent", async () => {
    const outcomes: Outcome[] = [];
    let requests = 0;
    for (const { alone, together } of planDay()) {
      const batches = [...Map.groupBy(together, ({ by }) => by).values()].flatMap((each) => chunksOf(each, BATCH));
      requests += alone.length + batches.length;
      outcomes.push(
        ...(await fewAtOnce(
          alone.map((sent, index) => ({ sent, index })),
          AT_ONCE,
          async ({ sent, index }) => await sendAlone(sent, index),
        )),
      );
      outcomes.push(...(await fewAtOnce(batches, AT_ONCE, sendBatch)).flat());
    }

    expect(outcomes.length).toBe(SENT);
    expect(tally(outcomes.map(({ answer }) => answer.status))).toEqual(PLANNED);
    const unlike = outcomes.filter(({ sent, answer }) => sent.becomes !== answer.status || sent.id !== answer.id);
    expect(unlike.slice(0, 3).map(({ sent, answer }) => [sent.id, sent.becomes, answer])).toEqual([]);
    const unexplained = outcomes.filter(
      ({ sent, answer }) => sent.names !== undefined && !whyOf(answer).includes(sent.names),
    );
    expect(unexplained.slice(0, 3).map(({ sent, answer }) => [sent.names, answer])).toEqual([]);
    const parked = outcomes.filter(({ answer }) => answer.status === "parked");
    expect(parked.every(({ answer }) => answer.problem !== undefined)).toBe(true);

    const count = (table: string, where = "1 = 1") =>
      readNumber(join(home, "state"), table, `select count(*) from ${table} where ${where}`);
    expect({
      cases: count("case_file"),
      victims: count("victim"),
      recorded: count("milestone", "state = 'recorded' and case_id is not null"),
      parked: count("milestone", "state = 'parked'"),
      all: count("milestone"),
      requests: count("webhook_seen"),
    }).toEqual({
      cases: STORED.cases,
      victims: STORED.cases,
      recorded: STORED.recorded,
      parked: STORED.parked,
      all: PLANNED.accepted + PLANNED.parked,
      requests,
    });
    expect(requests).toBeGreaterThan(ALONE);
  });

  it("refuses what was changed, is old, or is sent again, and tells a retry from a replay", async () => {
    const sent = planDay()[0]?.alone.find(({ id }) => id.startsWith("report-"));
    const body = JSON.stringify([sent?.event]).replaceAll("report-", "late-report-");
    const headers = { "content-type": BATCHED };
    const before = readNumber(join(home, "state"), "milestone", "select count(*) from milestone");
    const once = sign("force-45", body, { id: "msg_once" });
    expect((await post("force-45", { ...headers, ...once }, body.replace("45/", "46/"))).status).toBe(401);
    expect((await post("force-45", { ...headers, ...sign("force-45", body, { after: -301 }) }, body)).status).toBe(401);
    expect(readNumber(join(home, "state"), "milestone", "select count(*) from milestone")).toBe(before);

    expect((await post("force-45", { ...headers, ...once }, body)).status).toBe(200);
    expect((await post("force-45", { ...headers, ...once }, body)).status).toBe(409);
    const retry = await post("force-45", { ...headers, ...sign("force-45", body, { id: "msg_once", after: 5 }) }, body);
    const { events } = (await retry.json()) as { events: Answer[] };
    expect(events.map(({ status }) => status)).toEqual(["duplicate"]);
  });

  it("goes on while a key is changed, and ends with the key that is revoked", async () => {
    const oldId = await register("force-47", "force", "47");
    const old = secrets.get("force-47") ?? "";
    const { key: young } = await operator("POST", "/v1/senders/force-47/keys", { kind: "hmac", expiresOn });
    const send = async (secret: string) =>
      (await post("force-47", { "content-type": BATCHED, ...sign("force-47", "[]", { secret }) }, "[]")).status;
    expect([await send(old), await send(young)]).toEqual([200, 200]);
    const both = sign("force-47", "[]", { secret: old });
    const other = sign("force-47", "[]", { secret: young, id: both["webhook-id"] });
    const signatures = `${both["webhook-signature"]} ${other["webhook-signature"]}`;
    expect(
      (await post("force-47", { "content-type": BATCHED, ...both, "webhook-signature": signatures }, "[]")).status,
    ).toBe(200);
    await operator("DELETE", `/v1/senders/force-47/keys/${oldId}`);
    expect([await send(old), await send(young)]).toEqual([401, 200]);
  });

  it("lets no force speak for another", async () => {
    await register("force-46", "force", "46");
    const sent = planDay()[0]?.alone.find(({ id }) => id.startsWith("report-"));
    const message = HTTP.structured(sent?.event as CloudEvent<unknown>);
    const body = String(message.body).replaceAll(String(sent?.id), "foreign");
    const response = await post(
      "force-46",
      { ...(message.headers as Record<string, string>), ...sign("force-46", body) },
      body,
    );
    const { detail } = (await response.json()) as { detail: string };
    expect([response.status, detail]).toEqual([403, expect.stringContaining("another force")]);
  });
});
