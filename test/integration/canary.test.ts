import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Gateway, Message } from "../../src/channels/gateway.ts";
import { makeCode, readCode } from "../../src/domain/code.ts";
import { receiveText } from "../../src/flow/receive-text.ts";
import { recordReceipts } from "../../src/flow/sweep.ts";
import { createApp } from "../../src/http/app.tsx";
import { type Instant, londonDate, londonInstant, plusDays } from "../../src/kernel/time.ts";
import { fromBase64, importMacKey, mac, toBase64 } from "../../src/platform/crypto.ts";
import { openLog, withoutWords } from "../../src/platform/log.ts";
import { consume, openEngine, runCron } from "../../src/worker.ts";
import { dump } from "../support/capabilities.ts";
import { keysIn, watchKeys } from "../support/key-material.ts";
import hearing from "../support/events/03-cp-hearing-resulted.json";
import report from "../support/events/01-police-milestone.cloudevent.json";

// Values that stand nowhere else go down the whole line, and every place that anything is written to is searched.

const START = "2026-03-04T09:30:00.000Z";
const ORIGIN = "https://feedback.example";
const HOME = "203.0.113.77";

type Person = {
  readonly ref: string;
  readonly crime: string;
  readonly mobile?: string;
  readonly email?: string;
  readonly postal?: readonly string[];
  readonly channel: "sms" | "email" | "post";
};

const people: readonly Person[] = [
  { ref: "V-CANARY-TEXT", crime: "45/CANARYTEXT/26", mobile: "07700 900613", channel: "sms" },
  { ref: "V-CANARY-MAIL", crime: "45/CANARYMAIL/26", email: "quillon.finch@example.org", channel: "email" },
  {
    ref: "V-CANARY-POST",
    crime: "45/CANARYPOST/26",
    postal: ["Ottoline Serin", "77 Siskin Mews", "LINNETBY", "ZZ7 7ZZ"],
    channel: "post",
  },
];

/** What identifies somebody, as it may turn up, in small letters without spaces or hyphens. Staff are excepted. */
const identifying = [
  "7700900613",
  "7700900614",
  "7700900777",
  "quillon",
  "@example.org",
  "ottoline",
  "siskin",
  "linnetby",
  "zz77zz",
  "zebedee",
  "bulfinch",
  "canarytext",
  "canarymail",
  "canarypost",
  "canaryfile",
  "canaryodd",
  "canaryparked",
  "203.0.113.77",
];
/** What a victim wrote: theirs alone to see, on their own pages. */
const COMMENT = "goldcrest";

/** Secrets that the line is given, or that others share with it. Each stands nowhere else. */
const given = {
  gateway: "3d844edf-8d35-48ac-975b-e847b4f122b0",
  callback: "a-callback-token-of-chance-for-canaries",
  twilio: "an auth token for canaries",
  subscription: "Y2FuYXJpZXMgc2hhcmUgdGhpcyBzZWNyZXQgd2l0aCBITUNUUw==",
};
const GATEWAYS = JSON.stringify({
  gateways: {
    national: {
      kind: "notify",
      apiKey: `test-26785a09-ab16-4eb0-8407-a37497a57506-${given.gateway}`,
      templates: {},
      callbackToken: given.callback,
    },
    spare: { kind: "twilio", accountSid: `AC${"0".repeat(32)}`, authToken: given.twilio, from: "+447700900999" },
  },
  routes: { default: {} },
});
const RESULTS_SUBSCRIPTION_KEYS = JSON.stringify({ one: given.subscription });

const plainly = (text: string) => text.toLowerCase().replaceAll(/[\s-]|%20|\+/g, "");

/** Everything written, by the place that it was written to. */
const sinks = new Map<string, string[]>();
const sink = (place: string, text: string) => void (sinks.get(place) ?? sinks.set(place, []).get(place))?.push(text);

/** All that an error says, with its causes. */
const wordsOf = (cause: unknown): string =>
  cause instanceof Error ? `${cause.name} ${cause.message} ${wordsOf(cause.cause)}` : String(cause);

/** Keeps what it is given as a phone network would; fails, or throws what it was given, as it is told. */
function openAviary() {
  const state: { fault: "throws" | "later" | null } = { fault: null };
  const messages: Message[] = [];
  const gateway: Gateway = {
    name: "aviary",
    carries: ["sms", "email", "letter", "officer"],
    send: async (batch) => {
      if (state.fault === "throws") throw new Error(`cannot send ${JSON.stringify(batch)}`, { cause: batch });
      if (state.fault === "later") {
        return { outcomes: batch.map(({ reference }) => ({ reference, outcome: "later" }) as const) };
      }
      messages.push(...batch);
      return { outcomes: batch.map(({ reference }) => ({ reference, outcome: "accepted" }) as const) };
    },
    find: async (sought) => {
      if (state.fault === "throws") throw new Error(`cannot find ${JSON.stringify(sought)}`);
      const known = new Set(messages.map(({ reference }) => reference));
      const accepted = sought.map(({ reference }) => reference).filter((reference) => known.has(reference));
      return { accepted: new Set(accepted), unknowable: new Set() };
    },
  };
  return { state, messages, gateway };
}

function openLine() {
  const time = { now: START as Instant };
  const aviary = openAviary();
  const queued: string[] = [];
  const engine = {
    ...openEngine({ ...env, GATEWAYS, RESULTS_SUBSCRIPTION_KEYS }, { now: () => time.now }),
    gateways: {
      for: () => [aviary.gateway],
      named: (name: string) => (name === aviary.gateway.name ? aviary.gateway : null),
      all: [aviary.gateway],
    },
    inboxes: [],
    log: openLog(),
    deliveries: {
      send: async (ids: readonly string[]) => {
        sink("queue", JSON.stringify(ids));
        queued.push(...ids);
      },
    },
  };
  const app = createApp(async () => engine);
  const cookies = new Map<string, string>();
  const keys = new Map<string, string>();
  const told: string[] = [];

  const request = async (path: string, init: RequestInit = {}, isOwnPage = false) => {
    const answer = await app.fetch(new Request(`${ORIGIN}${path}`, { redirect: "manual", ...init }), env);
    const headers = JSON.stringify([...answer.headers]);
    const body = await answer.text();
    sink(isOwnPage ? "own page" : "response", `${headers} ${body}`);
    return { status: answer.status, headers: answer.headers, body };
  };

  const batchOf = (queue: string, ids: readonly string[]) =>
    ({ queue, messages: ids.map((id) => ({ body: { id } })) }) as unknown as Parameters<typeof consume>[1];

  /** What escapes is what the platform would log. */
  const escaping = async (act: () => Promise<unknown>) => {
    try {
      await act();
    } catch (cause) {
      sink("escaped errors", wordsOf(cause));
    }
  };

  return {
    engine,
    aviary,
    queued,
    told,
    request,
    escaping,
    setTime: (instant: string) => void (time.now = instant as Instant),
    register: async (id: string, role: string, forceCode: string | null, kind = "api-key") => {
      const { body } = await request("/v1/senders", {
        method: "POST",
        headers: { "authorization": `Bearer ${env.OPERATOR_KEY}`, "content-type": "application/json" },
        body: JSON.stringify({ id, name: id, role, forceCode, kind, expiresOn: "2030-01-01" }),
      });
      const { key } = JSON.parse(body) as { key: string };
      keys.set(id, key);
      told.push(key.replace(/^(?:tl_.{8}_|whsec_)/, ""));
    },
    /** An event that is signed, so that the secret is unsealed and used. */
    signed: async (id: string) => {
      const [at, body] = [String(Math.floor(Date.parse(time.now) / 1000)), "{}"];
      const key = await importMacKey(fromBase64((keys.get(id) ?? "").replace("whsec_", "")));
      const signature = toBase64(await mac(key, `msg_1.${at}.${body}`));
      const { status } = await request(`/v1/milestones?sender=${id}`, {
        method: "POST",
        headers: {
          "webhook-id": "msg_1",
          "webhook-timestamp": at,
          "webhook-signature": `v1,${signature}`,
          "content-type": "application/cloudevents+json",
        },
        body,
      });
      expect(status).not.toBe(401);
    },
    /** @param to Method and path; the method is POST unless said otherwise. */
    tell: async (sender: string, to: string, body: string, type = "application/cloudevents+json") => {
      const [, method = "POST", path = ""] = /^(?:([A-Z]+) )?(.*)$/.exec(to) ?? [];
      return await request(path, {
        method,
        headers: { "authorization": `Bearer ${keys.get(sender)}`, "content-type": type },
        ...(method !== "GET" && { body }),
      });
    },
    /** A page of a victim's, opened with what their browser keeps. */
    page: async (path: string, fields?: Readonly<Record<string, string>>) => {
      const answer = await request(
        path,
        {
          method: fields ? "POST" : "GET",
          headers: {
            "sec-fetch-site": "same-origin",
            "cf-connecting-ip": HOME,
            "cookie": [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
            ...(fields && { "content-type": "application/x-www-form-urlencoded" }),
          },
          ...(fields && { body: new URLSearchParams(fields).toString() }),
        },
        true,
      );
      for (const cookie of answer.headers.getSetCookie()) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
        cookies.set(name, value);
      }
      return answer;
    },
    liveUntil: async (day: string, oneNightIn = 1) => {
      for (let today = londonDate(time.now); today < day;) {
        today = plusDays(today, oneNightIn);
        time.now = londonInstant(today, 150);
        await escaping(async () => await runCron(engine, "30 2 * * *"));
      }
      time.now = londonInstant(londonDate(time.now), 12 * 60);
      await escaping(async () => await runCron(engine, "*/5 * * * *"));
    },
    deliver: async () =>
      await escaping(async () => await consume(engine, batchOf("throughline-deliveries", queued.splice(0)))),
    bury: async (ids: readonly string[]) =>
      await escaping(async () => await consume(engine, batchOf("throughline-deliveries-dead", ids))),
    /** Both databases and the store of keys, as they stand. */
    keep: async () => {
      sink("vault", await dump(env.VAULT));
      sink("responses", await dump(env.RESPONSES));
      const { keys: names } = await env.KEYS.list();
      for (const { name } of names) sink("key store", `${name} ${await env.KEYS.get(name)}`);
    },
  };
}

type Line = ReturnType<typeof openLine>;

const eventOf = ({ ref, crime, mobile, email, postal, channel }: Person, milestone: string, occurredAt: string) => ({
  ...report,
  id: `${milestone} ${ref.length} ${channel}`,
  subject: `urn:cjs:crime-reference:${crime}`,
  time: occurredAt,
  data: {
    ...report.data,
    milestone,
    occurredAt,
    case: {
      ...report.data.case,
      identifiers: [{ type: "crimeReference", value: crime }],
      redactions: ["Zebedee Bulfinch"],
    },
    victim: {
      ...report.data.victim,
      victimRef: ref,
      contact: {
        ...report.data.victim.contact,
        mobile: mobile ?? null,
        email: email ?? null,
        postal: postal ?? null,
        preferredChannel: channel,
        language: "en",
        safetyAssertedAt: occurredAt,
        suspectNumbers: ["07700 900777"],
      },
    },
  },
});

const MALFORMED = `{"data": {"victim": {"contact": {"mobile": "07700 900614" "email": "quillon.finch@example.org"}}}}`;

async function eventsComeIn(line: Line) {
  const { tell } = line;
  for (const person of people) {
    await tell(
      "force-45",
      "/v1/milestones",
      JSON.stringify(eventOf(person, "report.recorded", "2026-03-03T21:40:00Z")),
    );
  }
  const [first] = people;
  if (!first) throw new Error("nobody");
  const wrong = eventOf(first, "report.recorded", "2026-03-03T21:40:00Z");
  const broken = [
    MALFORMED,
    JSON.stringify({ ...wrong, data: { ...wrong.data, victim: "V-CANARY-TEXT 07700 900614" } }),
    JSON.stringify({ ...wrong, id: "odd", data: { ...wrong.data, milestone: "45/CANARYTEXT/26" } }),
    JSON.stringify(eventOf({ ...first, mobile: "07700 900614 or ask Zebedee", email: "quillon@" }, "case.closed", "x")),
    JSON.stringify(
      eventOf(
        { ...first, ref: "V-CANARY-ODD", crime: "45/CANARYODD/26", mobile: "07700 9006144444" },
        "report.recorded",
        START,
      ),
    ),
  ];
  for (const body of broken) await tell("force-45", "/v1/milestones", body);
  for (const body of broken)
    await tell("force-45", "/v1/milestones", `[${body}]`, "application/cloudevents-batch+json");
  const parked = JSON.stringify(hearing).replaceAll("45XY1234526", "45CANARYPARKED");
  await tell("courts", "/v1/feeds/common-platform/hearing-resulted", parked, "application/json");
  await tell("courts", "/v1/milestones", JSON.stringify(wrong));
  await tell("force-45", "/v1/nothing/07700900613", "{}", "application/json");
}

async function aFileComesIn({ tell }: Line) {
  const column = (name: string) => ({ column: name });
  const mapping = {
    fields: {
      "milestone": { constant: "report.recorded" },
      "occurredAt": column("when"),
      "case.forceCode": { constant: "45" },
      "case.offenceGroup": { constant: "burglary_dwelling" },
      "case.identifiers.crimeReference": column("crime"),
      "victim.victimRef": column("victim"),
      "victim.contact.mobile": column("mobile"),
    },
    rowId: ["crime"],
  };
  await tell("force-45", "PUT /v1/file-mappings/weekly", JSON.stringify(mapping), "application/json");
  const rows = [
    "when,crime,victim,mobile",
    "2026-03-03T21:40:00Z,45/CANARYFILE/26,V-CANARY-FILE,07700 900614",
    "07700 900614,45/CANARYFILE/27,quillon.finch@example.org,Zebedee",
    "2026-03-03T21:40:00Z,45/CANARYFILE/28,V-CANARY-FILE,07700 900614,Zebedee Bulfinch",
  ].join("\n");
  for (const dryRun of [true, false]) {
    const begun = await tell("force-45", `/v1/files?mapping=weekly&dryRun=${dryRun}`, "", "application/json");
    const { id } = JSON.parse(begun.body) as { id: string };
    const sent = await tell("force-45", `PUT /v1/files/${id}/rows`, rows, "text/csv");
    expect(JSON.parse(sent.body)).toMatchObject({ rejected: 2 });
    await tell("force-45", `GET /v1/files/${id}/faults`, "");
    await tell("force-45", `GET /v1/files/${id}/faults.csv`, "");
  }
}

const tokenOf = (message: Message | undefined) => /\/(?:s|closure)\/([\w-]+)/.exec(message?.body ?? "")?.[1] ?? "";
const codeOf = (message: Message | undefined) =>
  readCode(/^(?:[0-9A-Z]{4}-){2}[0-9A-Z]{4}$/m.exec(message?.body ?? "")?.[0] ?? "") ?? "";

/** Answers the one-page form, with a comment. */
async function answers(line: Line, start: string) {
  await line.page(start);
  expect((await line.page(start, { choice: "yes" })).status).toBe(303);
  await line.page("/feedback/question/1", { language: "cy" });
  const form = await line.page("/feedback/all");
  const open = /<textarea[^>]+name="([^"]+)"/.exec(form.body)?.[1] ?? "";
  await line.page("/feedback/all", { [open]: COMMENT.repeat(900) });
  expect((await line.page("/feedback/all", { [open]: `${COMMENT} Zebedee Bulfinch 07700 900613` })).status).toBe(303);
  await line.page("/feedback/thanks");
  expect(await count(env.RESPONSES, "spent")).toBe(1);
}

const count = async (d1: D1Database, what: string) =>
  (await d1.prepare(`select count(*) as n from ${what}`).first<{ n: number }>())?.n;

/** Searches one place, and names what it found there without printing the rest. */
function found(place: string, values: readonly string[]): readonly string[] {
  const written = plainly((sinks.get(place) ?? []).join("\n"));
  return values.filter((value) => written.includes(plainly(value)));
}

describe("a canary in every personal field", () => {
  beforeEach(() => {
    sinks.clear();
    for (const method of ["log", "info", "warn", "error", "debug", "trace"] as const) {
      vi.spyOn(console, method).mockImplementation((...said: unknown[]) =>
        sink("console", said.map((part) => (part instanceof Error ? wordsOf(part) : JSON.stringify(part))).join(" ")),
      );
    }
  });
  afterEach(() => vi.restoreAllMocks());

  it("is heard in no log, queue, key, address, error or plain column, on the whole line and when it breaks", async () => {
    const keys = watchKeys();
    const line = openLine();
    const { aviary, engine } = line;
    await line.register("force-45", "force", "45");
    await line.register("force-46", "force", "46", "hmac");
    await line.signed("force-46");
    await line.register("courts", "court", null);
    await line.escaping(async () => await runCron(engine, "30 2 * * *"));
    await eventsComeIn(line);
    await aFileComesIn(line);
    await line.keep();
    expect(await count(env.VAULT, "invitation where state = 'scheduled'")).toBe(3);
    expect(await count(env.VAULT, "milestone where state = 'parked'")).toBeGreaterThan(0);

    // A gateway that throws, one that is busy, and dead letters; then one that works.
    await line.liveUntil("2026-04-15");
    expect(line.queued.length).toBeGreaterThanOrEqual(3);
    const ids = [...line.queued];
    for (const fault of ["throws", "later"] as const) {
      aviary.state.fault = fault;
      await line.deliver();
      await line.bury(ids);
      await line.liveUntil(plusDays(londonDate(engine.clock.now()), 2));
    }
    aviary.state.fault = null;
    await line.deliver();
    // One message tries it out; the others follow.
    for (const days of [1, 1]) {
      await line.liveUntil(plusDays(londonDate(engine.clock.now()), days));
      await line.deliver();
    }
    const byChannel = (channel: Message["channel"]) => aviary.messages.find((message) => message.channel === channel);
    const [text, mail, letter] = [byChannel("sms"), byChannel("email"), byChannel("letter")];
    expect([text?.to, mail?.to, letter?.to]).toEqual(["+447700900613", people[1]?.email, "Ottoline Serin"]);
    const code = codeOf(letter);
    const tokens = [tokenOf(text), tokenOf(mail), code];
    expect(tokens.map(({ length }) => length)).toEqual([22, 22, 12]);
    await recordReceipts(engine, [{ reference: text?.reference ?? "", status: "delivered" }]);

    // Opening, answering, typing a code, stopping by page and by text.
    await answers(line, `/s/${tokenOf(text)}`);
    await line.page("/code", { code: makeCode(new Uint8Array(12)) });
    expect((await line.page("/code", { code })).status).toBe(303);
    await line.page(`/s/${code}`, { choice: "not-now" });
    await line.keep();
    await line.page(`/s/${tokenOf(mail)}`, { choice: "stop" });
    await receiveText(engine, "aviary", { id: "in-1", from: "+447700900613", text: `STOP ${COMMENT}` });
    await receiveText(engine, "aviary", { id: "in-2", from: "+447700900614", text: `who is Zebedee ${COMMENT}` });

    // Everything breaks: at the door, in the queue, in the night, on a page.
    for (const table of ["victim", "invitation"]) {
      await env.VAULT.exec(`alter table ${table} rename to ${table}_gone`);
      const closed = people.map((person) => eventOf(person, "case.closed", "2026-04-20T10:00:00Z"));
      const failing = await line.tell("force-45", "/v1/milestones", JSON.stringify(closed[0]));
      expect(failing.status).toBe(500);
      await line.page(`/s/${tokenOf(text)}`, { choice: "yes" });
      await line.page(`/s/${code}`, { choice: "stop" });
      await line.escaping(async () => await runCron(engine, "30 2 * * *"));
      await line.escaping(async () => await runCron(engine, "*/5 * * * *"));
      line.queued.push(...ids);
      await line.deliver();
      await line.bury(ids);
      await env.VAULT.exec(`alter table ${table}_gone rename to ${table}`);
    }
    expect(sinks.get("escaped errors")?.length).toBeGreaterThanOrEqual(4);

    // The case closes, and the officer records a discussion; then everything ends.
    for (const person of people) {
      await line.tell(
        "force-45",
        "/v1/milestones",
        JSON.stringify(eventOf(person, "case.closed", "2026-04-20T10:00:00Z")),
      );
    }
    await line.liveUntil("2026-04-24");
    await line.deliver();
    const closure = tokenOf(aviary.messages.findLast(({ channel }) => channel === "officer"));
    await line.page(`/closure/${closure}`);
    await line.page(`/closure/${closure}`, { VCD1: "held", VCD2: `${COMMENT} and Zebedee Bulfinch` });
    await line.keep();
    await line.liveUntil("2026-09-01", 4);
    await line.keep();

    const secrets = [...tokens, closure, COMMENT];
    for (const place of ["console", "queue", "response", "escaped errors", "vault", "responses", "key store"]) {
      expect([place, sinks.has(place), found(place, [...identifying, ...secrets])]).toEqual([place, true, []]);
    }
    expect(["own page", found("own page", identifying)]).toEqual(["own page", []]);

    // No key lies where what it opens lies, in whatever spelling, nor what it was made from; and none is told again.
    const lent = [env.ROOT_KEY, env.OPERATOR_KEY, ...Object.values(given), ...line.told];
    const material = [...lent, ...keys.spellings()];
    const keysAt = (place: string) => keysIn((sinks.get(place) ?? []).join("\n"), material);
    expect(keys.count()).toBeGreaterThan(100);
    for (const place of ["vault", "responses", "key store", "queue", "console", "escaped errors"])
      expect([place, keysAt(place)]).toEqual([place, 0]);
    sink("queue", `{"id":"${material.at(-1) ?? ""}"}`);
    expect(keysAt("queue")).toBe(1);
    const closed = `case_victim cv join victim v on v.id = cv.victim_id join case_file c on c.id = cv.case_id
      where c.closed_on is not null`;
    expect(await count(env.VAULT, closed)).toBe(3);
    expect(await count(env.VAULT, `${closed} and (v.contact is not null or cv.reference is not null)`)).toBe(0);
    expect(await count(env.VAULT, "opt_out")).toBe(2);
    expect(await count(env.VAULT, "closure_discussion")).toBe(1);
    expect(found("own page", [COMMENT])).toEqual([COMMENT]);
    // The search itself finds what is there.
    sink("console", "called +44 7700 900613");
    expect(found("console", identifying)).toEqual(["7700900613"]);
  }, 120_000);

  it("is not in what an error leaves: neither in the log, whatever its words look like, nor in what escapes", async () => {
    const cause = new Error("refused\n    at 07700 900613 (Zebedee Bulfinch)", {
      cause: { to: "quillon.finch@example.org" },
    });
    cause.name = "07700 900613";
    const engine = { log: openLog() };
    const escaped = await withoutWords(engine, "queue-failed", () => Promise.reject(cause)).catch(wordsOf);
    expect(escaped).toBe("Error queue-failed: the log says where undefined");
    engine.log.failure("odd", "07700 900613");
    expect(sinks.get("console")).toHaveLength(2);
    expect(/"at":"at .*canary\.test\.ts/.test(String(sinks.get("console")?.[0]).replaceAll("\\", ""))).toBe(true);
    expect(found("console", identifying)).toEqual([]);
  });
});
