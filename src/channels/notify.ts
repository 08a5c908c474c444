import * as v from "valibot";
import type { ReceiptStatus } from "../domain/invitation.ts";
import type { ReceivedText } from "../domain/received-text.ts";
import { type HasClock, type Instant, instantOf, plusMinutes } from "../kernel/time.ts";
import type { Carriage, Gateway, Message } from "./gateway.ts";
import type { Reply } from "./http.ts";
import type { Inbox } from "./inbox.ts";
import { type NotifyAccess, openNotifyClient } from "./notify-client.ts";
import { addressOf } from "./officer-address.ts";
import { askEach, RESTS, sendEach, type Verdict } from "./pace.ts";

// GOV.UK Notify (docs.notifications.service.gov.uk, REST API). One call a message; a reference is kept and not checked,
// so the same one sent twice goes twice.

export type NotifySettings = NotifyAccess & {
  readonly name: string;
  readonly templates: { readonly [C in Carriage]?: string | undefined };
  readonly smsSenderId?: string | undefined;
  /** Whether its texts' sender is a number that Notify takes texts for, and tells us of them. */
  readonly takesReplies?: boolean;
  readonly emailReplyToId?: string | undefined;
  /** By police area, or `*`: where an officer's e-mail goes, `{ref}` standing for how the force refers to them. */
  readonly officerAddresses: Readonly<Record<string, string>>;
  readonly ratePerSecond: number;
};

type Path = "sms" | "email" | "letter";

/** What is posted for a message; null when it has no address of the kind. */
function composeFor(message: Message, settings: NotifySettings): { readonly path: Path; readonly body: object } | null {
  const { reference, subject = "", body: text } = message;
  const template_id = settings.templates[message.channel];
  const words = { subject, message: text };
  if (message.channel === "sms") {
    const sender = settings.smsSenderId === undefined ? {} : { sms_sender_id: settings.smsSenderId };
    const body = { phone_number: message.to, template_id, personalisation: { message: text }, reference, ...sender };
    return { path: "sms", body };
  }
  if (message.channel === "letter") {
    const lines = message.address ?? [];
    if (lines.length < 3 || lines.length > 7) return null;
    const address = Object.fromEntries(lines.map((line, index) => [`address_line_${index + 1}`, line]));
    return { path: "letter", body: { template_id, personalisation: { ...address, ...words }, reference } };
  }
  const to = message.channel === "officer" ? addressOf(message, settings.officerAddresses) : message.to;
  if (to === null) return null;
  const replyTo = settings.emailReplyToId === undefined ? {} : { email_reply_to_id: settings.emailReplyToId };
  return { path: "email", body: { email_address: to, template_id, personalisation: words, reference, ...replyTo } };
}

const failure = v.object({ errors: v.array(v.object({ error: v.string(), message: v.string() })) });
const taken = v.object({ id: v.string() });

/**
 * Which of the 400s are the recipient's own. The documentation asks not to build on messages; but a ValidationError
 * says by its message alone whether a number or one of our ids is wrong. What is not recognised counts as our own
 * settings' fault: then the message waits, rather than being given up.
 */
const OF_RECIPIENT = /phone_number|email_address|address|postcode|international|qr code/i;

/** What an answer to POST means for the message, by status and error type (interfaces: errors of GOV.UK Notify). */
function verdictOf(reply: Reply): Verdict {
  if (reply.kind === "unreachable") return { outcome: "later" };
  if (reply.kind === "silent") return { outcome: "unknown" };
  const { status, body, retryAfter } = reply;
  if (status >= 200 && status < 300) return { outcome: v.is(taken, body) ? "accepted" : "unknown" };
  // It may have been taken before it failed; asking by reference settles that, and late is better than twice.
  if (status >= 500) return { outcome: "unknown" };
  if (status === 401 || status === 403) {
    return { outcome: "later", rest: { reason: "credentials", seconds: RESTS.credentials } };
  }
  const [error] = v.is(failure, body) ? body.errors : [];
  if (status === 429) {
    return error?.error === "TooManyRequestsError"
      ? { outcome: "later", rest: { reason: "daily-limit", seconds: "midnight" } }
      : { outcome: "later", rest: { reason: "busy", seconds: retryAfter ?? RESTS.busy } };
  }
  if (status === 400 && error && OF_RECIPIENT.test(error.message)) {
    return { outcome: "refused", reason: "gateway-refused" };
  }
  return { outcome: "later", misconfigured: error?.message ?? String(status) };
}

/** It keeps messages for seven days, or fewer if the service says so: asked later than this, in minutes, it cannot tell. */
const REMEMBERED_MINUTES = 48 * 60;

const found = v.object({ notifications: v.array(v.object({ reference: v.nullable(v.string()) })) });

/** GOV.UK Notify for one carriage: its limits, and its templates, are of one carriage each. */
export function openNotify(settings: NotifySettings, carriage: Carriage, opening: HasClock): Gateway {
  const client = openNotifyClient(settings, opening);
  return {
    name: `${settings.name}/${carriage}`,
    carries: [carriage],
    takesReplies: carriage === "sms" && settings.takesReplies === true,
    send: async (messages, now) =>
      await sendEach(messages, { now, perSecond: settings.ratePerSecond }, async (message) => {
        const composed = composeFor(message, settings);
        if (!composed) return { outcome: "refused", reason: "no-route" };
        return verdictOf(await client.post(`/v2/notifications/${composed.path}`, composed.body));
      }),
    find: async (sought) => {
      const [accepted, unknowable] = [new Set<string>(), new Set<string>()];
      const now = opening.clock.now();
      await askEach(sought, settings.ratePerSecond, async ({ reference, since }) => {
        const reply = await client.get(`/v2/notifications?reference=${encodeURIComponent(reference)}`);
        if (reply.kind !== "answered" || reply.status !== 200 || !v.is(found, reply.body)) {
          throw new Error("GOV.UK Notify did not say what it has accepted");
        }
        if (reply.body.notifications.some((each) => each.reference === reference)) accepted.add(reference);
        else if (plusMinutes(since, REMEMBERED_MINUTES) < now) unknowable.add(reference);
      });
      return { accepted, unknowable };
    },
  };
}

/**
 * What a status of Notify means. A letter that has been `received` was printed and posted, the last that is heard of it;
 * one that fails for good fails at the printer's, not at the address.
 */
const statuses: Readonly<Record<string, ReceiptStatus>> = {
  "created": "accepted",
  "accepted": "accepted",
  "sending": "in-flight",
  "pending": "in-flight",
  "sent": "sent",
  "received": "sent",
  "delivered": "delivered",
  "temporary-failure": "failed-temporary",
  "permanent-failure": "failed-permanent",
  "technical-failure": "failed-technical",
  "cancelled": "failed-technical",
  "validation-failed": "failed-technical",
  "virus-scan-failed": "failed-technical",
};

export type GatewayReceipt = {
  readonly reference: string;
  readonly status: ReceiptStatus;
  /** When Notify was given the message. */
  readonly givenAt?: Instant | undefined;
};

const receipt = v.object({
  reference: v.nullable(v.string()),
  status: v.string(),
  notification_type: v.optional(v.string()),
  created_at: v.optional(v.string()),
});
const returnedLetter = v.object({ reference: v.nullable(v.string()), date_sent: v.string() });

/** Reads a delivery receipt or a returned letter; null when it says nothing that we know, or of a message not ours. */
export function readNotifyReceipt(payload: unknown): GatewayReceipt | null {
  if (v.is(receipt, payload)) {
    const status = Object.hasOwn(statuses, payload.status) ? statuses[payload.status] : undefined;
    if (payload.reference === null || status === undefined) return null;
    const isPrinters = payload.notification_type === "letter" && status === "failed-permanent";
    const givenAt = Date.parse(payload.created_at ?? "");
    return {
      reference: payload.reference,
      status: isPrinters ? "failed-technical" : status,
      ...(!Number.isNaN(givenAt) && { givenAt: instantOf(givenAt) }),
    };
  }
  if (!v.is(returnedLetter, payload) || payload.reference === null) return null;
  return { reference: payload.reference, status: "failed-permanent" };
}

const receivedText = v.object({
  id: v.string(),
  source_number: v.string(),
  message: v.string(),
  date_received: v.optional(v.string()),
});

/** When Notify took a text in, as it writes it; nothing where that is no instant. */
function takenInAt(written: string | undefined): Pick<ReceivedText, "at"> {
  const at = Date.parse(written ?? "");
  return Number.isNaN(at) ? {} : { at: instantOf(at) };
}

export function readNotifyText(payload: unknown): ReceivedText | null {
  if (!v.is(receivedText, payload)) return null;
  return { id: payload.id, from: payload.source_number, text: payload.message, ...takenInAt(payload.date_received) };
}

const kept = v.object({
  received_text_messages: v.array(
    v.object({ id: v.string(), user_number: v.string(), content: v.string(), created_at: v.optional(v.string()) }),
  ),
});

/** The texts that Notify took in during the last seven days, 250 a page: it gives up calling us after half an hour. */
export function openNotifyInbox(access: NotifyAccess & { readonly name: string }, opening: HasClock): Inbox {
  const client = openNotifyClient(access, opening);
  return {
    name: access.name,
    read: async (olderThan) => {
      const query = olderThan === null ? "" : `?older_than=${encodeURIComponent(olderThan)}`;
      const reply = await client.get(`/v2/received-text-messages${query}`);
      if (reply.kind !== "answered" || reply.status !== 200 || !v.is(kept, reply.body)) {
        throw new Error("GOV.UK Notify did not say what texts it has taken in");
      }
      return reply.body.received_text_messages.map(({ id, user_number: from, content: text, created_at }) => ({
        id,
        from,
        text,
        ...takenInAt(created_at),
      }));
    },
  };
}
