import * as v from "valibot";
import type { Reason } from "../domain/disposition.ts";
import type { ReceiptStatus } from "../domain/invitation.ts";
import type { ReceivedText } from "../domain/received-text.ts";
import { toBase64 } from "../platform/crypto.ts";
import type { Gateway, Message, PauseReason } from "./gateway.ts";
import { ask, type Reply } from "./http.ts";
import { RESTS, sendEach, type Verdict } from "./pace.ts";

// Twilio's Messages resource (twilio.com/docs/messaging/api/message-resource). Texts alone. It keeps no reference of
// ours: ours is in the path of the address that it calls with a message's status.

export type TwilioSettings = {
  readonly name: string;
  readonly baseUrl: string;
  readonly accountSid: string;
  readonly authToken: string;
  /** One of the two: a number or name of ours, or a Messaging Service. */
  readonly from?: string | undefined;
  readonly messagingServiceSid?: string | undefined;
  /** Whether its number takes texts, and Twilio calls us about them. */
  readonly takesReplies?: boolean;
  readonly ratePerSecond: number;
  /** How long it may take to answer, in milliseconds. */
  readonly timeoutMs: number;
};

/** A text that could not be handed on within an hour is dropped: it must not ring at night. Seconds. */
const VALIDITY = "3600";

const error = v.object({ code: v.number() });
const taken = v.object({ sid: v.string() });

/** Codes of a refusal that are the number's own, and why it is refused. */
const refusals: Readonly<Record<number, Reason>> = {
  21211: "number-dead", // no number
  21214: "number-dead", // cannot be reached
  21217: "number-dead",
  21265: "number-dead", // a short code
  21266: "number-dead", // our own
  // What our sender or our account may not write to: a number abroad, as a rule. Somebody may look, and put it back.
  21408: "gateway-refused", // region not enabled
  21610: "opted-out", // they have texted STOP to this sender
  21612: "gateway-refused", // not from this sender
  21614: "number-dead", // no mobile number
  21635: "number-dead", // a landline
  30005: "number-dead", // unknown
  30006: "number-dead", // a landline
};

const rests: Readonly<Record<number, PauseReason>> = {
  20003: "credentials",
  20005: "credentials",
  20429: "busy",
  21611: "busy", // the sender's queue is full
  30001: "busy",
  63038: "daily-limit",
};

function restOf(reason: PauseReason, retryAfter: number | null): Verdict {
  if (reason === "daily-limit") return { outcome: "later", rest: { reason, seconds: "midnight" } };
  if (reason === "busy") return { outcome: "later", rest: { reason, seconds: retryAfter ?? RESTS.busy } };
  return { outcome: "later", rest: { reason, seconds: RESTS.credentials } };
}

/** What an answer to POST means for the message. */
function verdictOf(reply: Reply): Verdict {
  if (reply.kind === "unreachable") return { outcome: "later" };
  if (reply.kind === "silent") return { outcome: "unknown" };
  const { status, body, retryAfter } = reply;
  if (status >= 200 && status < 300) return { outcome: v.is(taken, body) ? "accepted" : "unknown" };
  // Nothing settles this but a call about its status. To try again would be to risk a second text.
  if (status >= 500) return { outcome: "unknown" };
  const code = v.is(error, body) ? body.code : 0;
  const reason = refusals[code];
  if (reason !== undefined) return { outcome: "refused", reason };
  const rest =
    rests[code] ?? { 401: "credentials" as const, 403: "credentials" as const, 429: "busy" as const }[status];
  return rest === undefined ? { outcome: "later", misconfigured: `${status}/${code}` } : restOf(rest, retryAfter);
}

/** Twilio, for texts. @param statusUrl Where it calls with the status of the message of a reference. */
export function openTwilio(settings: TwilioSettings, statusUrl: (reference: string) => string): Gateway {
  const { baseUrl, accountSid, authToken, from, messagingServiceSid, ratePerSecond, timeoutMs } = settings;
  const url = `${baseUrl}/2010-04-01/Accounts/${accountSid}/Messages.json`;
  const headers = {
    "authorization": `Basic ${toBase64(new TextEncoder().encode(`${accountSid}:${authToken}`))}`,
    "content-type": "application/x-www-form-urlencoded",
  };
  const formOf = ({ reference, to, body }: Message) =>
    new URLSearchParams({
      To: to,
      ...(messagingServiceSid === undefined ? { From: from ?? "" } : { MessagingServiceSid: messagingServiceSid }),
      Body: body,
      StatusCallback: statusUrl(reference),
      ValidityPeriod: VALIDITY,
      // What goes is what was checked, letter by letter.
      SmartEncoded: "false",
      ContentRetention: "discard",
      AddressRetention: "obfuscate",
    }).toString();

  return {
    name: `${settings.name}/sms`,
    carries: ["sms"],
    takesReplies: settings.takesReplies === true,
    send: async (messages, now) =>
      await sendEach(messages, { now, perSecond: ratePerSecond }, async (message) =>
        verdictOf(await ask(url, { method: "POST", headers, body: formOf(message) }, timeoutMs)),
      ),
    // It lists messages by number and time alone, and of ours it keeps neither text nor the last four digits: that a
    // number is among them would not say which message it was, and that it is not would not say that none went.
    find: async (sought) => ({
      accepted: new Set(),
      unknowable: new Set(sought.map(({ reference }) => reference)),
    }),
  };
}

/** Codes with which a text that was sent fails for good. */
const permanent: ReadonlySet<number> = new Set([21211, 21217, 21610, 21614, 21635, 30005, 30006]);
/** Codes of faults that are ours, the network's or Twilio's, and not the phone's: queue, account, filtered, unknown. */
const technical: ReadonlySet<number> = new Set([30001, 30002, 30007, 30008]);

/** The codes that say that somebody has told Twilio to stop. */
const STOPPED_CODES: ReadonlySet<number> = new Set([21610, 80901]);

const statuses: Readonly<Record<string, ReceiptStatus>> = {
  accepted: "accepted",
  scheduled: "accepted",
  queued: "accepted",
  sending: "in-flight",
  sent: "sent", // many networks of this country tell no more
  delivered: "delivered",
  read: "delivered",
  partially_delivered: "delivered",
  canceled: "failed-technical",
};

export type TwilioStatus = { readonly status: ReceiptStatus; readonly isStopped: boolean };

/** Reads a call about a message's status; null for one that we do not know. New parameters come without notice. */
export function readTwilioStatus(form: URLSearchParams): TwilioStatus | null {
  const told = form.get("MessageStatus") ?? form.get("SmsStatus") ?? "";
  const code = Number(form.get("ErrorCode") ?? 0);
  const isStopped = STOPPED_CODES.has(code);
  if (told === "undelivered" || told === "failed") {
    if (permanent.has(code)) return { status: "failed-permanent", isStopped };
    const isOurs = technical.has(code) || (told === "failed" && code === 0);
    return { status: isOurs ? "failed-technical" : "failed-temporary", isStopped };
  }
  const status = Object.hasOwn(statuses, told) ? statuses[told] : undefined;
  return status === undefined ? null : { status, isStopped };
}

/** Reads a text that came in. What Twilio itself took for STOP, in whatever words, is STOP. */
export function readTwilioText(form: URLSearchParams): ReceivedText | null {
  const [id, from] = [form.get("MessageSid") ?? form.get("SmsSid"), form.get("From")];
  const text = form.get("OptOutType") === "STOP" ? "STOP" : form.get("Body");
  return id === null || from === null || text === null ? null : { id, from, text };
}
