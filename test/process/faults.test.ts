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

const CALLBACK_TOKEN = "a-token-of-the-fault-run-alone";

const root = join(import.meta.dirname, "../..");
const home = mkdtempSync(join(tmpdir(), "throughline-faults-"));
const state = join(home, "state");

type Running = { readonly url: string; readonly operatorKey: string; readonly child: ChildProcess };
let running: Running | null = null;

async function start(port: number, gateways: string): Promise<Running> {
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

describe("ten thousand invitations by gateways that fail, from a Worker that is killed", () => {
  afterAll(async () => {
    if (running) await end(running, "SIGKILL");
    rmSync(home, { recursive: true, force: true });
  });

  it("loses none, sends none twice, and says how many are in doubt where a gateway cannot be asked", async () => {
    const [notify, twilio] = await Promise.all([startNotify({ now: () => time.now }), startTwilio()]);
    const port = await freePort();
    const gateways = JSON.stringify({
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
    let engine = await start(port, gateways);
    notify.callbackTo(`${engine.url}/v1/gateways/notify`, CALLBACK_TOKEN);

    await moveClock(engine, time.now);
    const client = openClient(engine.url, engine.operatorKey);
    const force = { id: "force-45", name: "Force 45", role: "force", forceCode: "45", expiresOn: "2027-12-31" };
    const key = (await client.createSender(force))?.key ?? "";
    for (let from = 0; from < EMAILS + TEXTS; from += BATCH) {
      const { events } = await client.deliver(
        key,
        Array.from({ length: BATCH }, (_, index) => reportOf(from + index)),
      );
      expect(events.filter(({ status }) => status !== "accepted")).toEqual([]);
    }

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
    const silences = () => (notify.faults()["lost"] ?? 0) + (notify.faults()["silent"] ?? 0);
    const progress = () => notify.sent().length + twilio.sent().length;

    /** Waits until nothing has moved for a while: longer, where somebody still waits for an answer that never comes. */
    const settle = async () => {
      let [last, still, heard] = [-1, 0, silences()];
      for (let needed = 8; still < needed;) {
        await wait(100);
        const now = progress();
        still = now === last ? still + 1 : 0;
        last = now;
        if (silences() > heard) [needed, heard] = [30, silences()];
      }
    };

    const kills = [...KILLS];
    for (let round = 0; round < 80; round++) {
      const killAfter = kills.shift();
      const moving = moveClock(engine, nextMoment());
      if (killAfter !== undefined) {
        await Promise.race([moving, wait(20_000)]).catch(() => null);
        await wait(killAfter);
        await end(engine, "SIGKILL");
        await moving.catch(() => null);
        engine = await start(port, gateways);
        time.now = Date.parse(await openClient(engine.url, engine.operatorKey).clock());
        continue;
      }
      await moving;
      await settle();
      const { states, inDoubt } = await reportOn(engine);
      if ((states["scheduled"] ?? 0) === 0 && (states["claimed"] ?? 0) === inDoubt.waiting) break;
    }

    // Every receipt of Twilio's settles a doubt; after a day what is left is what never arrived there.
    expect((await reportOn(engine)).inDoubt.waiting).toBeGreaterThan(10);
    expect(new Set([...(await twilio.sendReceipts()), ...(await notify.sendReceipts())])).toEqual(new Set([204]));
    time.now += 24 * 3_600_000;
    await moveClock(engine, time.now);
    await settle();
    const report = await reportOn(engine);
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
    }).toEqual({ invitations: EMAILS + TEXTS, gone: EMAILS + TEXTS, emailed: EMAILS, emailedTwice: 0, textedTwice: 0 });

    // In doubt: what the engine says, what its rows say, and what the gateway knows never came.
    expect(report.inDoubt).toEqual({ waiting: 0, settledAsSent: count("state = 'sent' and reason = 'in-doubt'") });
    expect(report.inDoubt.settledAsSent).toBe(TEXTS - texted.length);
    expect(count("reason = 'in-doubt' and gateway <> 'twilio/sms'")).toBe(0);
    expect(report.dead).toBe(0);
    await Promise.all([notify.stop(), twilio.stop()]);
  }, 400_000);
});
