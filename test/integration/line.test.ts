import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { openOutbox, throughOutbox } from "../../src/development/outbox.ts";
import { deliverBatch } from "../../src/flow/deliver.ts";
import { createApp } from "../../src/http/app.tsx";
import {
  instantOf,
  type Instant,
  type LocalDate,
  londonDate,
  londonInstant,
  plusDays,
  type Quarter,
} from "../../src/kernel/time.ts";
import { openEngine, runCron } from "../../src/worker.ts";
import { releaseSteps, startRelease } from "../../src/flow/release.ts";
import charge from "../support/events/02-cp-spi-new-case-charge.json";
import concluded from "../support/events/04-cp-prosecution-concluded.json";
import contact from "../support/events/01c-contact-asserted.cloudevent.json";
import hearing from "../support/events/03-cp-hearing-resulted.json";
import identifiers from "../support/events/01b-case-identifiers.cloudevent.json";
import ihub from "../support/events/07-police-ihub-incident.json";
import released from "../support/events/05-hmpps-prisoner-released.json";
import report from "../support/events/01-police-milestone.cloudevent.json";
import subscription from "../support/events/06-hmcts-results-subscription-callback.json";
import { dump, recordingLog } from "../support/capabilities.ts";

const SURREY = "E23000031";
const NUMBER = "+447700900461";

/** The whole engine over real databases, with the outbox for a gateway and a clock that the test moves night by night. */
function openLine(start: string) {
  const time = { now: start as Instant };
  const clock = { now: () => time.now };
  const queued: string[] = [];
  const log = recordingLog();
  const outbox = openOutbox(env.DEVELOPMENT, { clock });
  const secrets = {
    operatorKey: env.OPERATOR_KEY,
    resultsSubscriptionKeys: { [subscription.request.headers["X-Key-Id"]]: subscription.secretBase64 },
  };
  const engine = {
    ...openEngine(env, clock),
    gateways: throughOutbox(outbox),
    secrets,
    log,
    deliveries: { send: async (ids: readonly string[]) => void queued.push(...ids) },
  };
  const app = createApp(async () => engine);
  const keys = new Map<string, string>();

  const request = async (path: string, init: RequestInit = {}) =>
    await app.fetch(new Request(`https://feedback.example${path}`, { redirect: "manual", ...init }), env);

  const post = async (sender: string, path: string, body: unknown, type = "application/json") =>
    await request(path, {
      method: "POST",
      headers: { "authorization": `Bearer ${keys.get(sender) ?? env.OPERATOR_KEY}`, "content-type": type },
      body: JSON.stringify(body),
    });

  return {
    engine,
    log,
    outbox,
    request,
    post,
    register: async (id: string, role: string, forceCode: string | null) => {
      const answer = await post("operator", "/v1/senders", { id, name: id, role, forceCode, expiresOn: "2030-01-01" });
      expect(answer.status).toBe(201);
      const { key } = await answer.json<{ key: string }>();
      keys.set(id, key);
    },
    event: async (sender: string, body: unknown) => {
      const answer = await post(sender, "/v1/milestones", body, "application/cloudevents+json");
      expect(answer.status).toBe(200);
      const { events } = await answer.json<{ events: { status: string }[] }>();
      return events.map(({ status }) => status);
    },
    /** Lives through the nights up to this day (all, or one in so many), and sends what is due on it at eleven. */
    liveUntil: async (day: string, oneNightIn = 1) => {
      for (let today = londonDate(time.now); today < day;) {
        today = plusDays(today, oneNightIn);
        if (today > day) today = day as LocalDate;
        time.now = londonInstant(today, 150);
        await runCron(engine, "30 2 * * *");
      }
      time.now = londonInstant(londonDate(time.now), 11 * 60);
      await runCron(engine, "*/5 * * * *");
      await deliverBatch(engine, queued.splice(0));
    },
    setTime: (instant: string) => void (time.now = instantOf(Date.parse(instant))),
  };
}

type Line = ReturnType<typeof openLine>;

const rows = async <T>(d1: D1Database, query: string, ...values: unknown[]) =>
  (
    await d1
      .prepare(query)
      .bind(...values)
      .all<T>()
  ).results;

/** What the vault says of the stages of the case that one of these senders reported first. */
async function stagesOf(sender: "force-45" | "online-45") {
  const stages = await rows<{ stage: string; state: string; reason: string | null }>(
    env.VAULT,
    `select stage, state, reason from invitation where case_id =
       (select case_id from milestone where sender_id = ? order by id limit 1) order by stage`,
    sender,
  );
  return Object.fromEntries(
    stages.map(({ stage, state, reason }) => [stage, reason === null ? state : `${state}: ${reason}`]),
  );
}

/** Answers a text's survey on the pages, as a phone would: the link, "yes", the form on one page. */
async function answer({ request }: Line, body: string, fields: Readonly<Record<string, string>>) {
  const link = /(\/s\/[\w-]{22})/.exec(body)?.[1] ?? "no link";
  const form = { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" };
  expect((await request(link)).status).toBe(200);
  const begun = await request(link, { method: "POST", headers: form, body: "choice=yes" });
  expect(begun.status).toBe(303);
  const cookie = (begun.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  const sent = await request("/feedback/all", {
    method: "POST",
    headers: { ...form, cookie },
    body: new URLSearchParams(fields).toString(),
  });
  return { status: sent.status, location: sent.headers.get("location") };
}

const countOf = async (stage: string) =>
  (
    await rows<{ n: number }>(
      env.RESPONSES,
      "select count(*) as n from response where stage = ? and area = ?",
      stage,
      SURREY,
    )
  )[0]?.n ?? 0;

/** Responses that wait for their quarter's end. */
const countMixed = async () =>
  (await rows<{ n: number }>(env.RESPONSES, "select count(*) as n from mixed where kind = 'response'"))[0]?.n ?? 0;

/** Burglaries like the one in question, so that its answers have others to hide among. */
const neighbours = Array.from({ length: 24 }, (_, index) => ({
  ...report,
  id: `neighbour-${index}`,
  data: {
    ...report.data,
    case: { ...report.data.case, identifiers: [{ type: "crimeReference", value: `45/00${50_000 + index}/26` }] },
    victim: {
      ...report.data.victim,
      victimRef: `V-neighbour-${index}`,
      contact: { ...report.data.victim.contact, mobile: `07700 9000${10 + index}` },
    },
  },
}));

describe("one case through every feed", { timeout: 120_000 }, () => {
  let line: Line;
  const textsTo = async (number: string) =>
    (await line.outbox.read(0, 10_000)).filter(({ recipient }) => recipient === number);

  beforeAll(async () => {
    line = openLine("2026-03-03T02:00:00.000Z");
    await runCron(line.engine, "30 2 * * *");
    await line.register("force-45", "force", "45");
    await line.register("online-45", "force", "45");
    await line.register("wcu-45", "witness-care", "45");
    await line.register("hmcts", "court", null);
    await line.register("hmpps", "probation", null);
    line.setTime("2026-03-04T09:15:00.000Z");
  });

  it("is recorded and held when it was reported online as domestic abuse, without a safe route", async () => {
    expect((await line.post("online-45", "/v1/feeds/ihub/incidents", ihub)).status).toBe(202);
    expect(await stagesOf("online-45")).toEqual({ report: "held: flag-needs-safe-route" });
  });

  it("comes in by the force, in single and in batch, and is asked about its report six weeks later", async () => {
    expect(await line.event("force-45", report)).toEqual(["accepted"]);
    expect(await line.event("force-45", report)).toEqual(["duplicate"]);
    line.setTime("2026-03-04T09:20:00.000Z");
    const batch = await line.post("force-45", "/v1/milestones", neighbours, "application/cloudevents-batch+json");
    expect(batch.status).toBe(200);

    await line.liveUntil("2026-04-13", 3);
    expect(await textsTo(NUMBER)).toHaveLength(0);
    await line.liveUntil("2026-04-14");
    const [text] = await textsTo(NUMBER);
    expect(text?.body).toMatch(/^\P{L}*\p{L}/u);
    expect(/police|crime|victim|offence|court|45\/0012345/i.test(text?.body ?? "")).toBe(false);
  });

  it("sends nothing to the held one, and counts it as suppressed for safety", async () => {
    expect(await stagesOf("online-45")).toEqual({ report: "held: flag-needs-safe-route" });
    expect((await line.outbox.read(0, 10_000)).filter(({ recipient }) => recipient.endsWith("900462"))).toEqual([]);
    const suppressed = await rows(
      env.RESPONSES,
      "select area, stage, n from frame where disposition = 'UO-S' and n > 0",
    );
    expect(suppressed).toEqual([{ area: SURREY, stage: "report", n: 1 }]);
  });

  it("raises the count of its cell by one when the victim answers, and by no more when they answer twice", async () => {
    const texts = await line.outbox.read(0, 10_000);
    for (const { body, recipient } of texts.filter(({ recipient: to }) => to !== NUMBER)) {
      expect([recipient, (await answer(line, body, { C1: "5", C3: "5", C5: "yes", C6: "no" })).status]).toEqual([
        recipient,
        303,
      ]);
    }
    await line.liveUntil("2026-04-15");
    const before = await countMixed();

    const [text] = await textsTo(NUMBER);
    const fields = { "A0": "POL", "C1": "6", "C2.POL": "fully", "C3": "5", "C5": "yes", "C6": "no", "RPT1": "6" };
    expect(await answer(line, text?.body ?? "", fields)).toEqual({ status: 303, location: "/feedback/thanks" });
    expect(await answer(line, text?.body ?? "", fields)).toEqual({ status: 303, location: "/feedback/thanks" });
    await line.liveUntil("2026-04-23");
    expect((await countMixed()) - before).toBe(1);
  });

  it("joins the courts' feeds to the case by the identifiers that the force has tied to it", async () => {
    line.setTime("2026-04-23T12:00:00.000Z");
    const early = await line.post("hmcts", "/v1/feeds/spi/cases", charge);
    expect(await early.json()).toMatchObject({ events: [{ status: "parked" }, { status: "parked" }] });
    expect(await line.event("force-45", identifiers)).toEqual(["accepted"]);
    expect(await stagesOf("force-45")).toMatchObject({ charge: "scheduled" });
    const vault = await dump(env.VAULT);
    expect(/SAMPLE|sam\.sample|CF10 /i.test(vault)).toBe(false);
    expect(vault.includes("07700900461") || vault.includes(NUMBER)).toBe(false);
  });

  it("holds the trial survey while the route is stale, and sends it once witness care has asserted it again", async () => {
    await line.liveUntil("2026-09-15", 5);
    line.setTime("2026-09-15T16:00:00.000Z");
    expect((await line.post("hmcts", "/v1/feeds/common-platform/hearing-resulted", hearing)).status).toBe(202);
    expect(await stagesOf("force-45")).toMatchObject({ trial: "held: route-stale" });
    line.setTime("2026-09-16T09:05:00.000Z");
    expect(await line.event("wcu-45", contact)).toEqual(["accepted"]);
    expect(await stagesOf("force-45")).toMatchObject({ "trial": "scheduled", "post-conviction": "scheduled" });
  });

  it("asks for a closure discussion when the case closes", async () => {
    const closed = {
      ...identifiers,
      id: "closed",
      time: "2026-09-17T09:00:00Z",
      data: { ...identifiers.data, milestone: "case.closed", occurredAt: "2026-09-17T09:00:00Z" },
    };
    line.setTime("2026-09-17T09:05:00.000Z");
    expect(await line.event("force-45", closed)).toEqual(["accepted"]);
    await line.liveUntil("2026-09-18");
    const toOfficer = (await line.outbox.read(0, 10_000)).filter(({ channel }) => channel === "officer");
    expect(toOfficer.map(({ recipient }) => recipient)).toEqual(["PC4521"]);
    const link = /(\/closure\/[\w-]{22})/.exec(toOfficer[0]?.body ?? "")?.[1] ?? "no link";
    expect((await line.request(link)).status).toBe(200);
  });

  it("builds a release whose cell holds the answers, perturbed, and is read by anybody", async () => {
    const period = "2026Q2" as Quarter;
    expect(await startRelease(line.engine, period)).toBe("started");
    for (const step of releaseSteps) await step.run(line.engine, period);
    const table = await line.request(
      `/v1/releases/${period}/tables/area.stage.json?measure=C1&area=${SURREY}&stage=report`,
    );
    expect(table.status).toBe(200);
    const [stored] = await rows<{ cells: string }>(
      env.RESPONSES,
      `select cells from release_table where release = ? and "table" = 'area.stage' and measure = 'C1'`,
      period,
    );
    const cells = JSON.parse(stored?.cells ?? "[]") as [string[], number, number, number][];
    const cell = cells.find(([codes]) => codes.join() === [SURREY, "report"].join());
    const noise = (cell?.[1] ?? 0) - (await countOf("report"));
    expect(Math.abs(noise)).toBeLessThanOrEqual(32);
    expect(await startRelease(line.engine, period)).toBe("exists");
  });

  it("cancels the post-conviction survey and the closure discussion when the court takes its conclusion back", async () => {
    line.setTime("2026-09-29T12:00:00.000Z");
    expect((await line.post("hmcts", "/v1/feeds/common-platform/prosecution-concluded", concluded)).status).toBe(202);
    expect(await stagesOf("force-45")).toMatchObject({
      "trial": "scheduled",
      "post-conviction": "cancelled: unconcluded",
    });
    const requests = await rows<{ state: string }>(env.VAULT, "select state from closure_request");
    expect(requests).toEqual([{ state: "cancelled" }]);
    await line.liveUntil("2026-10-07");
    expect((await textsTo(NUMBER)).length).toBeGreaterThan(1);
  });

  it("takes the courts' signed notice, refuses a changed one, and ignores the second", async () => {
    const { headers, rawBody } = subscription.request;
    const send = async (body: string) =>
      await line.request("/v1/feeds/hmcts/results-subscription", { method: "POST", headers, body });
    expect((await send(rawBody.replace("45XY1234526", "45XY1234527"))).status).toBe(401);
    const first = await send(rawBody);
    expect([first.status, (await send(rawBody)).status]).toEqual([202, 202]);
    expect(await rows(env.VAULT, "select kind from milestone where sender_id like '%subscription%'")).toHaveLength(1);
  });

  it("does nothing about a release when the victim is not in the contact scheme", async () => {
    await line.liveUntil("2027-02-01", 5);
    const texts = (await textsTo(NUMBER)).length;
    expect((await line.post("hmpps", "/v1/feeds/hmpps/domain-events", released)).status).toBe(202);
    await line.liveUntil("2027-03-01", 5);
    expect(await textsTo(NUMBER)).toHaveLength(texts);
  });

  it("does not say that messages have stopped where it does not know the link", async () => {
    for (const choice of ["stop", "not-safe", "not-me"]) {
      const answered = await line.request(`/s/${"x".repeat(22)}`, {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" },
        body: `choice=${choice}`,
      });
      const page = await answered.text();
      expect([choice, answered.status]).toEqual([choice, 404]);
      expect(page.includes("We could not stop messages with this link")).toBe(true);
      expect(/will not message you again|will not send you any more/.test(page)).toBe(false);
    }
  });

  it("leaves nothing of anybody in the log", () => {
    const log = line.log.lines.join("\n");
    expect(line.log.lines.length).toBeGreaterThan(100);
    expect(/07700 ?900|900461|0012345|V-7f0c3e|PC4521|XY12345|SAMPLE|Angharad|\/s\//i.test(log)).toBe(false);
  });
});
