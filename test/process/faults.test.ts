import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { openClient } from "../../simulation/client.ts";
import { ACCOUNT_SID, AUTH_TOKEN, startTwilio } from "../support/gateways/twilio.ts";
import { API_KEY, startNotify, templates } from "../support/gateways/notify.ts";
import { readNumber } from "../support/phones.ts";
import { freePort } from "../support/port.ts";

/** Texts have numbers that exist for drama, of which there are a thousand. */
const [EMAILS, TEXTS] = [9_500, 500];
const BATCH = 1_000;

/** After so many milliseconds of sending the Worker is killed, once each. */
const KILLS = [350, 900, 1_500, 2_200];

/** How often each thing goes wrong. `busy` stops a gateway as a whole, so that it is enough if it is rare. */
const FAULTS = { "cut": 0.01, "cut-after": 0.01, "error": 0.01, "error-after": 0.01, "garbage": 0.01 };
const RARE = { slow: 0.002, busy: 0.0004 };

/** How long the engine waits for a gateway to answer, in milliseconds. */
const PATIENCE = 1_500;

/** How long Twilio takes nothing, in milliseconds, and how many texts that may leave in doubt (docs/operations.md). */
const [OUTAGE, IN_DOUBT_AT_MOST] = [4 * 3_600_000, 12];

const CALLBACK_TOKEN = "a-token-of-the-fault-run-alone";

const root = join(import.meta.dirname, "../..");
const home = mkdtempSync(join(tmpdir(), "throughline-faults-"));

type Running = { readonly url: string; readonly operatorKey: string; readonly child: ChildProcess };
let running: Running | null = null;

/** @param state Where its databases are: another folder, another vault. */
async function start(port: number, gateways: string, state: string): Promise<Running> {
  const child = spawn(process.execPath, ["test/support/engine-process.ts"], {
    cwd: root,
    env: { ...process.env, PORT: String(port), STATE: state, THROUGHLINE_HOME: home, GATEWAYS: gateways },
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    running = { ...(JSON.parse(line) as { url: string; operatorKey: string }), child };
    return running;
  }
  throw new Error("The engine ended before it ran");
}

/** Ends the engine: outright with the runtime that holds the databases, or in an orderly way. */
async function end({ child }: Running, how: "SIGKILL" | "SIGTERM"): Promise<void> {
  const exited = once(child, "exit");
  const parent = child.pid ?? 0;
  const children = readFileSync(`/proc/${parent}/task/${parent}/children`, "utf8").split(" ").filter(Boolean);
  const runtime = children.filter((id) => readFileSync(`/proc/${id}/cmdline`, "utf8").includes("workerd"));
  if (how === "SIGKILL") for (const id of runtime) process.kill(Number(id), how);
  child.kill(how);
  await exited;
  running = null;
}

const NOW = "2025-11-18T08:30:00.000Z";
const REPORTED = "2025-10-04T10:00:00.000Z";
const digits = (number: number, length: number) => String(number).padStart(length, "0");

/** A burglary reported six weeks ago, whose victim may safely be written to: some by text, most by e-mail. */
const reportOf = (number: number) => ({
  specversion: "1.0" as const,
  id: `fault-run-${number}`,
  source: "//records.force-45.example",
  type: "uk.cjs.milestone.v1",
  time: REPORTED,
  datacontenttype: "application/json",
  data: {
    milestone: "report.recorded",
    occurredAt: REPORTED,
    case: {
      forceCode: "45",
      offenceGroup: "burglary_dwelling",
      identifiers: [{ type: "crimeReference", value: `45/${number}/25` }],
    },
    victim: {
      victimRef: `V-${number}`,
      contact: {
        ...(number < TEXTS
          ? { mobile: `07700 900${digits(number, 3)}`, preferredChannel: "sms" }
          : { email: `victim-${number}@people.example`, preferredChannel: "email" }),
        safeToContact: "yes",
        language: "en",
        safetyAssertedAt: REPORTED,
        safetyAssertedBy: "officer",
      },
      surveyConsent: "not_refused",
      ageBand: "25-44",
      sex: number % 2 === 0 ? "female" : "male",
    },
    officerInCase: { ref: `PC${number % 100}`, unit: "45XY" },
  },
});

type Report = {
  readonly states: Readonly<Record<string, number>>;
  readonly inDoubt: { readonly waiting: number; readonly settledAsSent: number };
  readonly dead: number;
};

async function reportOn({ url, operatorKey }: Running): Promise<Report> {
  const answer = await fetch(`${url}/v1/deliveries`, { headers: { authorization: `Bearer ${operatorKey}` } });
  return (await answer.json()) as Report;
}

/** The engine's time, which its gateways share: what they verify is dated. */
const time = { now: Date.parse(NOW) };

async function moveClock({ url, operatorKey }: Running, to: number): Promise<void> {
  time.now = to;
  await openClient(url, operatorKey).moveClock(new Date(to).toISOString());
}

/** After which a claim has lapsed and what waited is due again, in milliseconds. */
const STEP = 21 * 60_000;
const [MORNING, EVENING] = [9, 18];

/** The next moment to look: a step on, within the hours in which messages go. */
function nextMoment(): number {
  const next = new Date(time.now + STEP);
  if (next.getUTCHours() < EVENING) return next.getTime();
  return Date.UTC(next.getUTCFullYear(), next.getUTCMonth(), next.getUTCDate() + 1, MORNING);
}

type Counterparts = {
  readonly notify: Awaited<ReturnType<typeof startNotify>>;
  readonly twilio: Awaited<ReturnType<typeof startTwilio>>;
};

/** Texts by Twilio, all else by GOV.UK Notify. */
const through = ({ notify, twilio }: Counterparts) =>
  JSON.stringify({
    gateways: {
      notify: {
        kind: "notify",
        baseUrl: notify.url,
        apiKey: API_KEY,
        templates: { email: templates.email, officer: templates.officer },
        callbackToken: CALLBACK_TOKEN,
        ratePerSecond: 1000,
        timeoutMs: PATIENCE,
      },
      twilio: {
        kind: "twilio",
        baseUrl: twilio.url,
        accountSid: ACCOUNT_SID,
        authToken: AUTH_TOKEN,
        from: "+447700900999",
        ratePerSecond: 1000,
        timeoutMs: PATIENCE,
      },
    },
    routes: { default: { sms: ["twilio"], email: ["notify"], officer: ["notify"] } },
  });

/** Reports so many crimes: the first `TEXTS` of victims with a telephone. */
async function report({ url, operatorKey }: Running, count: number): Promise<void> {
  const client = openClient(url, operatorKey);
  const force = { id: "force-45", name: "Force 45", role: "force", forceCode: "45", expiresOn: "2027-12-31" };
  const key = (await client.createSender(force))?.key ?? "";
  for (let from = 0; from < count; from += BATCH) {
    const { events } = await client.deliver(
      key,
      Array.from({ length: Math.min(BATCH, count - from) }, (_, index) => reportOf(from + index)),
    );
    expect(events.filter(({ status }) => status !== "accepted")).toEqual([]);
  }
}

/** Whether nothing waits any more but for a receipt. */
const isSettled = ({ states, inDoubt }: Report) =>
  (states["scheduled"] ?? 0) === 0 && (states["claimed"] ?? 0) === inDoubt.waiting;

/** Waits until nothing has moved for a while: longer, where somebody still waits for an answer that never comes. */
async function settle({ notify, twilio }: Counterparts): Promise<void> {
  const silences = () => (notify.faults()["lost"] ?? 0) + (notify.faults()["silent"] ?? 0);
  const progress = () => notify.sent().length + twilio.sent().length;
  let [last, still, heard] = [-1, 0, silences()];
  for (let needed = 8; still < needed;) {
    await wait(100);
    const now = progress();
    still = now === last ? still + 1 : 0;
    last = now;
    if (silences() > heard) [needed, heard] = [30, silences()];
  }
}

/** What the vault says that has gone and is not in doubt, and that no gateway has: lost. */
function countLost(state: string, { notify, twilio }: Counterparts): number {
  const emailed = notify.sent().flatMap(({ reference }) => reference ?? []);
  const texted = twilio.sent().flatMap(({ asked }) => asked["StatusCallback"]?.split("/").at(-1) ?? []);
  const taken = [...emailed, ...texted].map((reference) => `'${reference}'`).join();
  return readNumber(
    state,
    "invitation",
    `select count(*) from invitation where reason is not 'in-doubt' and id not in (${taken})`,
  );
}

afterAll(async () => {
  if (running) await end(running, "SIGKILL");
  rmSync(home, { recursive: true, force: true });
});

describe("five hundred texts by a Twilio that takes nothing for hours", () => {
  it("leaves few in doubt, loses none, and sends all others once it works again", async () => {
    const state = join(home, "outage");
    const counterparts = { notify: await startNotify({ now: () => time.now }), twilio: await startTwilio() };
    const { notify, twilio } = counterparts;
    const engine = await start(await freePort(), through(counterparts), state);
    time.now = Date.parse(NOW);
    await moveClock(engine, time.now);
    await report(engine, TEXTS);

    twilio.behave({ faults: { error: 0.5, cut: 0.5 } });
    while (time.now < Date.parse(NOW) + OUTAGE) {
      await moveClock(engine, nextMoment());
      await settle(counterparts);
    }
    expect(twilio.sent()).toEqual([]);
    const begun = Object.values(twilio.faults()).reduce((sum, times) => sum + times, 0);
    expect(begun).toBeGreaterThanOrEqual(5);
    expect(begun).toBeLessThanOrEqual(IN_DOUBT_AT_MOST);

    twilio.behave({});
    let isDone = false;
    for (let round = 0; round < 30 && !isDone; round++) {
      await moveClock(engine, nextMoment());
      await settle(counterparts);
      isDone = isSettled(await reportOn(engine));
    }
    expect(isDone).toBe(true);
    expect(twilio.sent()).toHaveLength(TEXTS - begun);
    twilio.behave({ receiptsLate: 0.3 });
    await twilio.sendReceipts();
    await moveClock(engine, time.now + 24 * 3_600_000);
    await settle(counterparts);
    const { inDoubt, dead, states } = await reportOn(engine);
    await end(engine, "SIGTERM");
    expect({ inDoubt, dead, delivered: states["delivered"], lost: countLost(state, counterparts) }).toEqual({
      inDoubt: { waiting: 0, settledAsSent: begun },
      dead: 0,
      delivered: TEXTS - begun,
      lost: 0,
    });
    expect(new Set(twilio.sent().map(({ to }) => to)).size).toBe(TEXTS - begun);
    await Promise.all([notify.stop(), twilio.stop()]);
  }, 200_000);
});

describe("ten thousand invitations by gateways that fail, from a Worker that is killed", () => {
  it("loses none, sends none twice, and says how many are in doubt where a gateway cannot be asked", async () => {
    const state = join(home, "killed");
    const counterparts = { notify: await startNotify({ now: () => time.now }), twilio: await startTwilio() };
    const { notify, twilio } = counterparts;
    const [port, gateways] = [await freePort(), through(counterparts)];
    let engine = await start(port, gateways, state);
    notify.callbackTo(`${engine.url}/v1/gateways/notify`, CALLBACK_TOKEN);
    time.now = Date.parse(NOW);
    await moveClock(engine, time.now);
    await report(engine, EMAILS + TEXTS);

    // Some that are never answered although they were taken, and some that never arrive.
    const stretch = [...Array.from({ length: 400 }, () => null), "lost", "silent", "lost", "silent"] as const;
    notify.behave({
      faults: { ...FAULTS, ...RARE },
      next: stretch,
      receiptsLost: 0.95,
      receiptsTwice: 0.3,
      receiptsShuffled: true,
    });
    twilio.behave({ faults: { ...FAULTS, ...RARE }, receiptsTwice: 0.1, receiptsShuffled: true });
    const kills = [...KILLS];
    let isDone = false;
    for (let round = 0; round < 80 && !isDone; round++) {
      const killAfter = kills.shift();
      const moving = moveClock(engine, nextMoment());
      if (killAfter !== undefined) {
        await Promise.race([moving, wait(20_000)]).catch(() => null);
        await wait(killAfter);
        await end(engine, "SIGKILL");
        await moving.catch(() => null);
        engine = await start(port, gateways, state);
        time.now = Date.parse(await openClient(engine.url, engine.operatorKey).clock());
        continue;
      }
      await moving;
      await settle(counterparts);
      isDone = isSettled(await reportOn(engine));
    }
    expect(isDone).toBe(true);

    // Every receipt of Twilio's settles a doubt; after a day what is left is what never arrived there.
    expect((await reportOn(engine)).inDoubt.waiting).toBeGreaterThan(10);
    expect(new Set([...(await twilio.sendReceipts()), ...(await notify.sendReceipts())])).toEqual(new Set([204]));
    time.now += 24 * 3_600_000;
    await moveClock(engine, time.now);
    await settle(counterparts);
    const { inDoubt, dead } = await reportOn(engine);
    await end(engine, "SIGTERM");

    const count = (where: string) => readNumber(state, "invitation", `select count(*) from invitation where ${where}`);
    const timesEmailed = new Map<string, number>();
    for (const { reference } of notify.sent()) {
      timesEmailed.set(reference ?? "", (timesEmailed.get(reference ?? "") ?? 0) + 1);
    }
    const texted = twilio.sent().map(({ to }) => to);
    expect({
      invitations: count("1 = 1"),
      gone: count("state in ('sent', 'delivered')"),
      emailed: timesEmailed.size,
      emailedTwice: [...timesEmailed.values()].filter((times) => times > 1).length,
      textedTwice: texted.length - new Set(texted).size,
      lost: countLost(state, counterparts),
    }).toEqual({
      invitations: EMAILS + TEXTS,
      gone: EMAILS + TEXTS,
      emailed: EMAILS,
      emailedTwice: 0,
      textedTwice: 0,
      lost: 0,
    });

    // In doubt: what the engine says, what its rows say, and what the gateway knows never came.
    expect(inDoubt).toEqual({ waiting: 0, settledAsSent: count("state = 'sent' and reason = 'in-doubt'") });
    expect(inDoubt.settledAsSent).toBe(TEXTS - texted.length);
    expect(count("reason = 'in-doubt' and gateway <> 'twilio/sms'")).toBe(0);
    expect(dead).toBe(0);
    await Promise.all([notify.stop(), twilio.stop()]);
  }, 400_000);
});
