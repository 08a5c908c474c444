import { SignJWT } from "jose";
import { setTimeout as wait } from "node:timers/promises";
import { API_KEY, startNotify, templates } from "../test/support/gateways/notify.ts";
import { registerForce, startBenchEngine } from "./engine.ts";
import { batchOf } from "./events.ts";
import { connect, medianOf, pace, spread } from "./load.ts";

const BATCH = 1_000;
const ROUND = 2_000;
const ROUNDS = 5;

/** As many connections as a Worker has. */
const CONNECTIONS = 6;

const REPORTED = "2025-10-04T10:00:00.000Z";
const FIRST = Date.parse("2025-11-18T09:00:00.000Z");
const STEP = 30 * 60_000;

/** The reports of the bench, with an e-mail address for a number: of numbers there are a thousand. */
const emailsOf = (first: number) =>
  JSON.stringify(
    (JSON.parse(batchOf(first, BATCH, REPORTED)) as { data: { victim: { contact: object } } }[]).map((event, index) => {
      const email = `victim-${first + index}@people.example`;
      const contact = { ...event.data.victim.contact, mobile: null, email, preferredChannel: "email" };
      return { ...event, data: { ...event.data, victim: { ...event.data.victim, contact } } };
    }),
  );

/**
 * Messages a second, from the cron that finds them due to the gateway that has taken the last: checked again, recorded
 * and posted one by one to a counterpart of GOV.UK Notify on the loopback; beside the same posts from plain Node.
 */
export async function benchSends(): Promise<string> {
  const time = { now: FIRST };
  const notify = await startNotify({ now: () => time.now });
  const gateways = JSON.stringify({
    gateways: {
      notify: {
        kind: "notify",
        baseUrl: notify.url,
        apiKey: API_KEY,
        templates: { email: templates.email },
        callbackToken: "a-token-of-the-bench-alone",
        ratePerSecond: 1000,
      },
    },
    routes: { default: { email: ["notify"] } },
  });
  const engine = await startBenchEngine(undefined, { gateways });
  try {
    const key = await registerForce(engine, "45");
    await engine.moveClock(new Date(FIRST).toISOString());
    const times: number[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      for (let from = round * ROUND; from < (round + 1) * ROUND; from += BATCH) {
        const headers = { "content-type": "application/cloudevents-batch+json", "authorization": `Bearer ${key}` };
        await engine.client.call({ method: "POST", path: "/v1/milestones", headers, body: emailsOf(from) });
      }
      time.now += STEP;
      const began = performance.now();
      await engine.moveClock(new Date(time.now).toISOString());
      while (notify.sent().length < (round + 1) * ROUND) await wait(5);
      // The first round warms up.
      if (round > 0) times.push(performance.now() - began);
    }
    return report(times, await postPlainly(notify.url, time.now));
  } finally {
    await engine.stop();
    engine.remove();
    await notify.stop();
  }
}

/** The same posts from Node: rates of as many rounds. */
async function postPlainly(url: string, now: number): Promise<readonly number[]> {
  const [, service = "", secret = ""] = /([0-9a-f-]{36})-([0-9a-f-]{36})$/.exec(API_KEY) ?? [];
  const jwt = new SignJWT().setProtectedHeader({ typ: "JWT", alg: "HS256" }).setIssuer(service);
  const token = await jwt.setIssuedAt(Math.floor(now / 1000)).sign(new TextEncoder().encode(secret));
  const client = connect(new URL(url), CONNECTIONS);
  const rates: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const calls = Array.from({ length: ROUND }, (_, index) => ({
      method: "POST" as const,
      path: "/v2/notifications/email",
      headers: { "authorization": `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({
        email_address: `victim-${index}@people.example`,
        template_id: templates.email,
        personalisation: { subject: "Your feedback", message: "A message of usual length. ".repeat(12) },
        reference: `plain-${round}-${index}`,
      }),
    }));
    const { rate } = await pace(client, calls, CONNECTIONS, [201]);
    if (round > 0) rates.push(rate);
  }
  client.close();
  return rates;
}

function report(times: readonly number[], plain: readonly number[]): string {
  const rates = times.map((took) => (ROUND / took) * 1000);
  return [
    `sends: ${ROUNDS} rounds of ${ROUND} e-mails that fall due at once, by GOV.UK Notify's contract on the loopback`,
    `  engine, from the cron on        ${spread(rates)} messages/s`,
    `  plain Node, the same posts      ${spread(plain)} messages/s`,
    `  ratio engine to plain Node      ${(medianOf(rates) / medianOf(plain)).toFixed(3)}`,
  ].join("\n");
}
