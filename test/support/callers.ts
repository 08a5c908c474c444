// Calls as gateways make them, to the whole engine over the deliveries' vault, from inside the Workers runtime.
import { env } from "cloudflare:workers";
import twilio from "twilio/lib/webhooks/webhooks.js";
import { createSender } from "../../src/flow/senders.ts";
import { createApp } from "../../src/http/app.tsx";
import type { LocalDate } from "../../src/kernel/time.ts";
import { openEngine } from "../../src/worker.ts";
import { engine } from "./deliveries.ts";

export const TOKEN = "a-token-of-the-test's-own-choice";
const AUTH_TOKEN = "an auth token of the test's own";
const SERVICE = "26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0";

const configuration = {
  gateways: {
    national: { kind: "notify", apiKey: `test-${SERVICE}`, templates: {}, callbackToken: TOKEN },
    spare: { kind: "twilio", accountSid: `AC${"0".repeat(32)}`, authToken: AUTH_TOKEN, from: "+447700900999" },
  },
  routes: { default: {} },
};

/** As it is deployed, but for the clock, the queue, the log, and the gateway that remembers what went. */
export const whole = {
  ...openEngine({ ...env, GATEWAYS: JSON.stringify(configuration) }, engine.clock),
  ...engine,
};

const app = createApp(async () => whole);

const ORIGIN = whole.publicOrigin;

/** The proxy in front of the Worker knows it by another name than the public. */
export const request = async (path: string, init: RequestInit) =>
  await app.fetch(new Request(`http://inside.example${path}`, init), env);

export const byNotify = async (what: "receipts" | "texts", body: unknown, token: string = TOKEN) =>
  await request(`/v1/gateways/national/${what}`, {
    method: "POST",
    headers: { "content-type": "application/json", "authorization": `Bearer ${token}` },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

/** Signed by Twilio's own library over the public address. */
export const byTwilio = async (path: string, params: Readonly<Record<string, string>>, token: string = AUTH_TOKEN) => {
  const at = `/v1/gateways/spare/${path}`;
  return await request(at, {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "x-twilio-signature": twilio.getExpectedTwilioSignature(token, `${ORIGIN}${at}`, params),
    },
    body: new URLSearchParams(params).toString(),
  });
};

let texts = 0;

/** A text from a number, through GOV.UK Notify, as it writes numbers. */
export const text = async (from: string, message: string, id = `text ${texts++}`) =>
  (await byNotify("texts", { id, source_number: from.replace("+", ""), destination_number: "07700900999", message }))
    .status;

/** A sender, and what posts as it. */
export async function openSender(id: string, role: "force" | "witness-care" | "court", forceCode: string | null) {
  const expiresOn = "2030-01-01" as LocalDate;
  const { secret } = await createSender(whole, { id, name: id, role, forceCode, expiresOn });
  return async (path: string, body: unknown, type = "application/json") =>
    await request(path, {
      method: "POST",
      headers: { "content-type": type, "authorization": `Bearer ${secret ?? ""}` },
      body: JSON.stringify(body),
    });
}
