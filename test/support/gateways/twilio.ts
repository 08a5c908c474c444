// Twilio's Messages resource as our side sees it (twilio.com/docs/messaging/api/message-resource), signing its calls
// with Twilio's own library.
import { createHash } from "node:crypto";
import twilio from "twilio/lib/webhooks/webhooks.js";
import { type Asked, asJson, call, chanceFrom, isTaken, misbehaving, openFaults, serve, under } from "./server.ts";

export type TakenText = {
  readonly sid: string;
  readonly to: string;
  readonly body: string;
  /** Every parameter of the request. */
  readonly asked: Readonly<Record<string, string>>;
  status: string;
};

export const ACCOUNT_SID = `AC${"0".repeat(32)}`;
export const AUTH_TOKEN = "an auth token of Twilio's for tests";

const failure = (status: number, code: number, message: string) =>
  asJson(status, { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status });

const tooBusy = failure(429, 20429, "Too Many Requests");
const internalError = failure(500, 20500, "Internal Server Error");

/** The code of a text that a network did not let through. */
const FILTERED = 30_007;

type Options = {
  readonly port?: number;
  readonly seed?: string;
  /** Numbers that have texted STOP to Twilio. */
  readonly optedOut?: readonly string[];
};

/** Starts a counterpart of Twilio. It knows no reference at all: only the address to call back tells messages apart. */
export async function startTwilio({ port = 0, seed = "twilio", optedOut = [] }: Options = {}) {
  const taken: TakenText[] = [];
  const faults = openFaults(seed);
  const chance = chanceFrom(`${seed}/receipts`);
  const settled = new Set<string>();
  const stopped = new Set(optedOut);
  const dead = new Map<string, number>();
  let authToken = AUTH_TOKEN;
  let texts: string | null = null;
  let count = 0;

  const sidOf = (kind: string) =>
    `${kind}${createHash("sha256").update(`${seed}/${kind}/${count++}`).digest("hex").slice(0, 32)}`;

  const judge = (asked: Readonly<Record<string, string>>) => {
    const { To = "", From = "", MessagingServiceSid = "", Body = "", StatusCallback } = asked;
    if (From === "" && MessagingServiceSid === "") return failure(400, 21603, "A 'From' phone number is required.");
    if (!/^\+\d{8,15}$/.test(To)) return failure(400, 21211, "Invalid 'To' Phone Number");
    if (Body === "") return failure(400, 21602, "Message body is required.");
    if (Body.length > 1600)
      return failure(400, 21617, "The concatenated message body exceeds the 1600 character limit.");
    if (StatusCallback !== undefined && new URL(StatusCallback).hostname.includes("_")) {
      return failure(400, 21609, "The 'StatusCallback' URL is not a valid URL.");
    }
    if (stopped.has(To)) return failure(400, 21610, "Attempt to send to unsubscribed recipient");
    const code = dead.get(To);
    return code !== undefined && code < 30_000 ? failure(400, code, "The number cannot be written to") : null;
  };

  const answer = async ({ method, url, headers, body }: Asked) => {
    const wanted = `Basic ${Buffer.from(`${ACCOUNT_SID}:${authToken}`).toString("base64")}`;
    if (headers.authorization !== wanted) return failure(401, 20003, "Authenticate");
    if (method !== "POST" || url.pathname !== `/2010-04-01/Accounts/${ACCOUNT_SID}/Messages.json`) {
      return failure(404, 20404, "The requested resource was not found");
    }
    if (headers["content-type"] !== "application/x-www-form-urlencoded") return failure(400, 20001, "Not a form");
    const asked = Object.fromEntries(new URLSearchParams(body));
    const refused = judge(asked);
    if (refused) return refused;
    const fault = faults.decide();
    if (!isTaken(fault)) return await under(fault, internalError, tooBusy, internalError);
    const one = { sid: sidOf("SM"), to: asked["To"] ?? "", body: asked["Body"] ?? "", asked, status: "queued" };
    taken.push(one);
    // Content and address are not retained: the number comes back without its last four digits.
    const to = one.to.replace(/\d{4}$/, "XXXX");
    const shown = { sid: one.sid, account_sid: ACCOUNT_SID, status: "queued", to, body: "", error_code: null };
    return await under(fault, asJson(201, shown), tooBusy, internalError);
  };

  const server = await serve(port, answer);

  const callBack = async (url: string, params: Readonly<Record<string, string>>, signedFor: string = url) => {
    const headers = {
      "content-type": "application/x-www-form-urlencoded",
      "x-twilio-signature": twilio.getExpectedTwilioSignature(authToken, signedFor, params),
    };
    return await call(url, headers, new URLSearchParams(params).toString());
  };

  const statusOf = (one: TakenText, status: string) => {
    const code = dead.get(one.to);
    const failed = status === "undelivered" || status === "failed";
    return {
      MessageSid: one.sid,
      SmsSid: one.sid,
      MessageStatus: status,
      SmsStatus: status,
      To: one.to.replace(/\d{4}$/, "XXXX"),
      From: one.asked["From"] ?? "",
      AccountSid: ACCOUNT_SID,
      ApiVersion: "2010-04-01",
      ...(failed && { ErrorCode: String(code ?? 30_003) }),
    };
  };

  return {
    ...server,
    accountSid: ACCOUNT_SID,
    authToken: AUTH_TOKEN,
    sent: (): readonly TakenText[] => taken,
    /** How often a message was taken whose call back names this reference in its path. */
    timesTaken: (reference: string) =>
      taken.filter(({ asked }) => asked["StatusCallback"]?.endsWith(`/${reference}`) === true).length,
    behave: faults.behave,
    faults: faults.done,
    /** From now on only another token opens, and signs. */
    changeToken: (token: string) => {
      authToken = token;
    },
    /**
     * This number cannot be reached, and why: codes below 30000 when it is sent to, others as a status, which is `failed`
     * where the text never left Twilio (30007: filtered).
     */
    kill: (number: string, code: number) => void dead.set(number, code),
    /** Where texts go that come in. Statuses go where each message said. */
    callbackTo: (url: string) => {
      texts = url;
    },
    /**
     * Tells what became of each message that has not been told of: sent, then its end, and sometimes late that it is being
     * sent. The status of each answer.
     */
    sendReceipts: async (status?: string): Promise<readonly number[]> => {
      const due = taken.filter(({ sid }) => !settled.has(sid));
      for (const { sid } of due) settled.add(sid);
      const told = due.flatMap((one) => {
        const code = dead.get(one.to);
        const ended = code === FILTERED ? "failed" : "undelivered";
        const end = status ?? (code === undefined ? "delivered" : ended);
        const late = chance() < (faults.behaviour().receiptsLate ?? 0) ? ["sending"] : [];
        const told = end === "failed" ? [end] : [...new Set(["sent", end])];
        return [...told, ...late].map((each) => ({ one, status: each }));
      });
      const answers: number[] = [];
      for (const { one, status: each } of misbehaving(told, faults.behaviour(), chance)) {
        one.status = each;
        const url = one.asked["StatusCallback"];
        if (url !== undefined) answers.push((await callBack(url, statusOf(one, each))).status);
      }
      return answers;
    },
    /** A text that somebody sends to our number; `sid` to send the same one again. */
    receiveText: async (from: string, message: string, sid: string = sidOf("SM")) => {
      if (texts === null) throw new Error("callbackTo() was not called");
      if (/^\s*(stop|stopall|unsubscribe|cancel|end|quit|revoke|optout)\s*$/i.test(message)) stopped.add(from);
      return await callBack(texts, {
        MessageSid: sid,
        SmsSid: sid,
        AccountSid: ACCOUNT_SID,
        From: from,
        To: "+447700900999",
        Body: message,
        NumMedia: "0",
        NumSegments: "1",
        FromCountry: "GB",
      });
    },
    /** Calls any address with any parameters, signed as Twilio would, or for another address. */
    callBack,
  };
}

export type TwilioCounterpart = Awaited<ReturnType<typeof startTwilio>>;
