import { type HasClock, millisecondsOf } from "../kernel/time.ts";
import { importMacKey, mac, toBase64 } from "../platform/crypto.ts";
import type { Gateway, Message } from "./gateway.ts";
import { ask, type Reply } from "./http.ts";
import { RESTS, sendEach, type Verdict } from "./pace.ts";

// A force's own address for what its officers are told: JSON, signed as Standard Webhooks 1.0.0 has it (v1, HMAC-SHA256).

export type WebhookSettings = {
  readonly name: string;
  readonly url: string;
  /** What signs, decoded from `whsec_` and base64. */
  readonly secret: Uint8Array;
  readonly ratePerSecond: number;
  /** How long it may take to answer, in milliseconds. */
  readonly timeoutMs: number;
};

function verdictOf(reply: Reply): Verdict {
  // Whoever takes it may be told twice, by the same id and with the same link: they pass over the second. Never to be
  // told is a discussion that is never held.
  if (reply.kind !== "answered" || reply.status >= 500) return { outcome: "later" };
  const { status, retryAfter } = reply;
  if (status >= 200 && status < 300) return { outcome: "accepted" };
  if (status === 429) return { outcome: "later", rest: { reason: "busy", seconds: retryAfter ?? RESTS.busy } };
  if (status === 401 || status === 403) {
    return { outcome: "later", rest: { reason: "credentials", seconds: RESTS.credentials } };
  }
  return { outcome: "later", misconfigured: String(status) };
}

/** A webhook of a force, for officers alone. */
export function openWebhook(settings: WebhookSettings, { clock }: HasClock): Gateway {
  const sendOne = async (one: Message): Promise<Verdict> => {
    const { reference, to, area, locale, audience = "officer", subject = "", body: message } = one;
    const timestamp = Math.floor(millisecondsOf(clock.now()) / 1000);
    const data = { reference, [audience]: to, area, language: locale, subject, message };
    const body = JSON.stringify({ type: `${audience}.request`, timestamp: clock.now(), data });
    const key = await importMacKey(settings.secret);
    const headers = {
      "content-type": "application/json",
      // The same of every attempt, so that a second one is known for what it is: its link is the same.
      "webhook-id": reference,
      "webhook-timestamp": String(timestamp),
      "webhook-signature": `v1,${toBase64(await mac(key, `${reference}.${timestamp}.${body}`))}`,
    };
    return verdictOf(await ask(settings.url, { method: "POST", headers, body }, settings.timeoutMs));
  };
  return {
    name: `${settings.name}/officer`,
    carries: ["officer"],
    send: async (messages, now) => await sendEach(messages, { now, perSecond: settings.ratePerSecond }, sendOne),
    // Nothing that was not answered counts as taken: see above.
    find: async () => ({ accepted: new Set(), unknowable: new Set() }),
  };
}
