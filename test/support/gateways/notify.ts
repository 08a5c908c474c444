// GOV.UK Notify as our side sees it (docs.notifications.service.gov.uk, REST API): the same addresses, checks and errors.
import { randomUUID } from "node:crypto";
import jsonwebtoken from "jsonwebtoken";
import {
  type Answered,
  type Asked,
  asJson,
  call,
  chanceFrom,
  isTaken,
  misbehaving,
  openFaults,
  serve,
  under,
} from "./server.ts";

export type Taken = {
  readonly id: string;
  readonly type: "sms" | "email" | "letter";
  readonly reference: string | null;
  /** Number or address; of a letter, its lines joined by commas. */
  readonly to: string;
  readonly template: string;
  readonly personalisation: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly takenAt: number;
  status: string;
};

const SERVICE = "26785a09-ab16-4eb0-8407-a37497a57506";
const SECRET = "3d844edf-8d35-48ac-975b-e847b4f122b0";

/** A key as Notify issues them: name, service and secret. */
export const API_KEY = `throughline_test-${SERVICE}-${SECRET}`;

export const templates = {
  sms: "c0ffee00-0000-4000-8000-000000000001",
  email: "c0ffee00-0000-4000-8000-000000000002",
  letter: "c0ffee00-0000-4000-8000-000000000003",
  officer: "c0ffee00-0000-4000-8000-000000000004",
} as const;

/** Which placeholders each template has: a message without one of them is refused. */
const placeholders: Readonly<Record<string, { readonly type: Taken["type"]; readonly needs: readonly string[] }>> = {
  [templates.sms]: { type: "sms", needs: ["message"] },
  [templates.email]: { type: "email", needs: ["subject", "message"] },
  [templates.letter]: { type: "letter", needs: ["address_line_1", "address_line_2", "address_line_3", "message"] },
  [templates.officer]: { type: "email", needs: ["subject", "message"] },
};

const failure = (status: number, error: string, message: string) =>
  asJson(status, { status_code: status, errors: [{ error, message }] });

/** Seconds by which a token's clock may differ. */
const LEEWAY = 30;

type Options = {
  readonly port?: number;
  readonly seed?: string;
  /** Milliseconds since 1970, where the engine's clock is not this machine's. */
  readonly now?: () => number;
  /** How many may be sent today, of each type. */
  readonly daily?: number;
  /** After so many days it has forgotten a message; a service may choose fewer than seven. */
  readonly keepsDays?: number;
};

/** As notifications-api checks it: HS256 alone, signed with the secret, issued by the service within thirty seconds. */
function refusedToken(asked: Asked, now: number): Answered | null {
  const token = /^Bearer (\S+)$/.exec(asked.headers.authorization ?? "")?.[1];
  if (token === undefined) return failure(401, "AuthError", "Unauthorized: authentication token must be provided");
  const decoded = jsonwebtoken.decode(token, { complete: true });
  if (decoded === null || typeof decoded.payload === "string") {
    return failure(403, "AuthError", "Invalid token: signature, api token is not valid");
  }
  if (decoded.header.alg !== "HS256") return failure(403, "AuthError", "Invalid token: algorithm used is not HS256");
  if (decoded.header.typ !== "JWT") return failure(403, "AuthError", "Invalid token: typ is not JWT");
  if (decoded.payload.iss !== SERVICE) return failure(403, "AuthError", "Invalid token: service not found");
  try {
    jsonwebtoken.verify(token, SECRET, { algorithms: ["HS256"], clockTimestamp: Math.floor(now / 1000) });
  } catch {
    return failure(403, "AuthError", "Invalid token: API key not found");
  }
  const { iat } = decoded.payload;
  if (typeof iat !== "number" || Math.abs(iat - now / 1000) > LEEWAY) {
    return failure(403, "AuthError", "Error: Your system clock must be accurate to within 30 seconds");
  }
  return null;
}

/** Letters of a text, however many go into one part. */
const LONGEST_TEXT = 918;

type Sending = Readonly<Record<string, unknown>>;

const textOf = (value: unknown) => (typeof value === "string" ? value : "");

const known: Readonly<Record<Taken["type"], readonly string[]>> = {
  sms: ["phone_number", "template_id", "personalisation", "reference", "sms_sender_id"],
  email: [
    "email_address",
    "template_id",
    "personalisation",
    "reference",
    "email_reply_to_id",
    "one_click_unsubscribe_url",
    "sanitise_content_for",
  ],
  letter: ["template_id", "personalisation", "reference"],
};

const isPersonalisation = (value: unknown): value is Readonly<Record<string, string>> =>
  typeof value === "object" && value !== null && Object.values(value).every((each) => typeof each === "string");

/** What is wrong with a request to send, as Notify would say it; or who it is to. */
function judge(type: Taken["type"], sending: Sending): Answered | string {
  const unknown = Object.keys(sending).find((name) => !known[type].includes(name));
  if (unknown !== undefined) {
    const message = `Additional properties are not allowed (${unknown} was unexpected)`;
    return failure(400, "ValidationError", message);
  }
  const { template_id: template, personalisation = {} } = sending;
  if (template === undefined) return failure(400, "ValidationError", "template_id is a required property");
  const wanted = placeholders[textOf(template)];
  if (!wanted) return failure(400, "BadRequestError", "Template not found");
  if (wanted.type !== type)
    return failure(400, "BadRequestError", `${wanted.type} template is not suitable for ${type} notification`);
  if (!isPersonalisation(personalisation)) return failure(400, "ValidationError", "personalisation is not an object");
  const missing = wanted.needs.filter((name) => !Object.hasOwn(personalisation, name));
  if (missing.length > 0) return failure(400, "BadRequestError", `Missing personalisation: ${missing.join(", ")}`);
  const length = textOf(personalisation["message"]).length;
  if (type === "sms" && length > LONGEST_TEXT) {
    const message = `Text messages cannot be longer than ${LONGEST_TEXT} characters. Your message is ${length} characters long.`;
    return failure(400, "BadRequestError", message);
  }
  if (type === "sms") return judgeNumber(textOf(sending["phone_number"]));
  if (type === "email") {
    const address = textOf(sending["email_address"]);
    return /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(address)
      ? address
      : failure(400, "ValidationError", "email_address Not a valid email address");
  }
  const lines = Array.from({ length: 7 }, (_, at) => personalisation[`address_line_${at + 1}`] ?? "").filter(Boolean);
  const isPostcode = /^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/i.test(lines.at(-1) ?? "");
  return isPostcode
    ? lines.join(", ")
    : failure(400, "ValidationError", "Last line of address must be a real UK postcode or another country");
}

function judgeNumber(written: string): Answered | string {
  const digits = written.replaceAll(/[\s()+-]/g, "").replace(/^(0|44)/, "");
  if (!/^\d*$/.test(digits)) return failure(400, "ValidationError", "phone_number Must not contain letters or symbols");
  if (!digits.startsWith("7")) return failure(400, "ValidationError", "phone_number Not a UK mobile number");
  if (digits.length > 10) return failure(400, "ValidationError", "phone_number Too many digits");
  return digits.length < 10 ? failure(400, "ValidationError", "phone_number Not enough digits") : written;
}

/** What a test key makes of a recipient. */
const outcomeOf = ({ to }: Taken) => {
  const digits = to.replaceAll(/\D/g, "").replace(/^44/, "0");
  if (digits === "07700900003" || to === "temp-fail@simulator.notify") return "temporary-failure";
  if (digits === "07700900002" || to === "perm-fail@simulator.notify") return "permanent-failure";
  return "delivered";
};

/** Starts a counterpart of GOV.UK Notify. It refuses no reference that it has already taken, because Notify does not. */
export async function startNotify({
  port = 0,
  seed = "notify",
  now = Date.now,
  daily = Infinity,
  keepsDays = 7,
}: Options = {}) {
  const taken: Taken[] = [];
  const byReference = new Map<string, Taken[]>();
  const faults = openFaults(seed);
  const chance = chanceFrom(`${seed}/receipts`);
  const settled = new Set<string>();
  const refusals: string[] = [];
  let callback: { readonly url: string; readonly token: string } | null = null;
  let rejecting: Answered | null = null;
  const texts: Readonly<Record<"id" | "user_number" | "content" | "created_at", string>>[] = [];
  const keepText = (from: string, message: string, id: string) => {
    const created_at = new Date(now()).toISOString();
    texts.push({ id, user_number: from.replace("+", ""), content: message, created_at });
  };

  const take = (type: Taken["type"], to: string, sending: Sending): Taken => {
    const reference = sending["reference"] === undefined ? null : textOf(sending["reference"]);
    const personalisation = isPersonalisation(sending["personalisation"]) ? sending["personalisation"] : {};
    const template = textOf(sending["template_id"]);
    const one: Taken = {
      id: randomUUID(),
      type,
      reference,
      to,
      template,
      personalisation,
      takenAt: now(),
      status: "created",
    };
    taken.push(one);
    if (reference !== null) byReference.set(reference, [...(byReference.get(reference) ?? []), one]);
    return one;
  };

  const post = async (type: Taken["type"], asked: Asked) => {
    const sending = JSON.parse(asked.body) as Sending;
    const judged = judge(type, sending);
    if (typeof judged !== "string") return judged;
    const fault = faults.decide();
    if (!isTaken(fault)) return await under(fault, failure(500, "Exception", ""), tooBusy, internalError);
    if (daily < Infinity && taken.filter((each) => each.type === type).length >= daily) {
      return failure(429, "TooManyRequestsError", `Exceeded send limits (${type}: ${daily}) for today`);
    }
    const one = take(type, judged, sending);
    const uri = `https://api.notifications.service.gov.uk/v2/notifications/${one.id}`;
    const template = { id: one.template, version: 1, uri: "" };
    const content = { body: one.personalisation["message"] ?? "" };
    const answer = asJson(201, { id: one.id, reference: one.reference, content, uri, template, scheduled_for: null });
    return await under(fault, answer, tooBusy, internalError);
  };

  const received = ({ url }: Asked) => {
    const { inbox } = faults.behaviour();
    if (inbox !== undefined) return inbox === "fails" ? internalError : null;
    const after = url.searchParams.get("older_than");
    const newest = texts.toReversed();
    const from = after === null ? 0 : newest.findIndex(({ id }) => id === after) + 1;
    return asJson(200, { received_text_messages: newest.slice(from, from + 250), links: { current: url.href } });
  };

  const answer = async (asked: Asked) => {
    const refused = rejecting ?? refusedToken(asked, now());
    if (refused) {
      refusals.push(refused.body);
      return refused;
    }
    const type = /^\/v2\/notifications\/(sms|email|letter)$/.exec(asked.url.pathname)?.[1];
    if (asked.method === "POST" && (type === "sms" || type === "email" || type === "letter")) {
      return await post(type, asked);
    }
    if (asked.method === "GET" && asked.url.pathname === "/v2/notifications") {
      const reference = asked.url.searchParams.get("reference");
      const all = reference === null ? taken.slice(-250) : (byReference.get(reference) ?? []);
      const found = all.filter(({ takenAt }) => now() - takenAt < keepsDays * 86_400_000);
      const links = { current: asked.url.href };
      return asJson(200, {
        notifications: found.map(({ id, status, reference: of }) => ({ id, status, reference: of })),
        links,
      });
    }
    if (asked.method === "GET" && asked.url.pathname === "/v2/received-text-messages") return received(asked);
    return failure(404, "NoResultFound", "No result found");
  };

  const server = await serve(port, answer);

  const receiptOf = (one: Taken, status: string) =>
    JSON.stringify({
      id: one.id,
      reference: one.reference,
      to: one.to,
      status,
      created_at: new Date(now()).toISOString(),
      completed_at: new Date(now()).toISOString(),
      sent_at: new Date(now()).toISOString(),
      notification_type: one.type,
      template_id: one.template,
      template_version: 1,
    });

  const callBack = async (path: string, body: string) => {
    if (callback === null) throw new Error("callbackTo() was not called");
    const headers = { "content-type": "application/json", "authorization": `Bearer ${callback.token}` };
    return await call(`${callback.url}${path}`, headers, body);
  };

  return {
    ...server,
    apiKey: API_KEY,
    templates,
    /** Everything taken so far, in order. */
    sent: (): readonly Taken[] => taken,
    /** How often a message with each reference was taken. */
    timesTaken: (reference: string) => byReference.get(reference)?.length ?? 0,
    behave: faults.behave,
    faults: faults.done,
    /** Every request is answered with this error, or as usual again. */
    reject: (status: number | null, error = "AuthError", message = "Invalid token: API key revoked") => {
      rejecting = status === null ? null : failure(status, error, message);
    },
    refusals: (): readonly string[] => refusals,
    /** Where receipts and texts go: the engine's own addresses for this gateway, up to `/receipts` and `/texts`. */
    callbackTo: (url: string, token: string) => {
      callback = { url, token };
    },
    /**
     * Sends the receipt of each message that has not had one, as the behaviour says.
     * @returns The status of each answer.
     */
    sendReceipts: async (status?: string): Promise<readonly number[]> => {
      const due = taken.filter(({ id }) => !settled.has(id));
      for (const one of due) {
        settled.add(one.id);
        one.status = status ?? outcomeOf(one);
      }
      const answers: number[] = [];
      for (const one of misbehaving(due, faults.behaviour(), chance)) {
        answers.push((await callBack("/receipts", receiptOf(one, one.status))).status);
      }
      return answers;
    },
    /** A text that came in, and of which nobody could be told. */
    keepText,
    /** A text that somebody sends to the service's number; `id` to send the same one again. */
    receiveText: async (from: string, message: string, id: string = randomUUID()) => {
      keepText(from, message, id);
      const text = {
        id,
        source_number: from.replace("+", ""),
        destination_number: "07700900999",
        message,
        date_received: new Date(now()).toISOString(),
      };
      return await callBack("/texts", JSON.stringify(text));
    },
  };
}

const tooBusy = failure(429, "RateLimitError", "Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds");
const internalError = failure(500, "Exception", "Internal server error");

export type NotifyCounterpart = Awaited<ReturnType<typeof startNotify>>;
