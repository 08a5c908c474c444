import { type Fault, Problem } from "../kernel/problem.ts";
import { fromBase64 } from "../platform/crypto.ts";

// The HTTP binding and the JSON format of CloudEvents 1.0 (interfaces.md 5). What an event's attributes and data must be
// for us is for its own schema to say.

/** An event as it was sent, or what is wrong with it as a CloudEvent. */
export type ReceivedEvent = { readonly event: unknown; readonly faults: readonly Fault[] };

/** One on its own, whose faults are the request's, or a batch, in which each stands for itself. */
export type ReceivedEvents = { readonly mode: "single" | "batch"; readonly events: readonly ReceivedEvent[] };

export const BATCH_MAX = 1_000;

/** Bytes of an event, headers aside: what the specification asks every receiver to take, and senders not to exceed. */
const EVENT_MAX = 64 * 1024;

const accepted =
  "Send application/cloudevents+json, application/cloudevents-batch+json, or JSON with ce- headers; in UTF-8.";

type MediaType = { readonly type: string; readonly charset: string };

function mediaTypeOf(header: string): MediaType {
  const [type = "", ...parameters] = header.toLowerCase().split(";");
  const charset = parameters.map((each) => /^\s*charset\s*=\s*"?([^"\s]*)"?\s*$/.exec(each)?.[1]).find(Boolean);
  return { type: type.trim(), charset: charset ?? "utf-8" };
}

/** A media type whose subtype is `json` or ends with `+json`. */
const isJson = (type: string) => /^[^/\s]+\/(?:[^/\s]+\+)?json$/.test(type);

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(body));
  } catch {
    throw new Problem("invalid-request", "The body cannot be read as JSON in UTF-8.");
  }
}

const attributeForm = /^[a-z0-9]+$/;

/** A name is repeated to its sender only where it can be nothing but a name. */
const shown = (name: string) => (/^[a-z]{1,20}$/.test(name) ? name : "*");

const INTEGER_MAX = 2 ** 31;

/** Whether JSON can hold this value of an attribute: a text, a truth value, or an integer of 32 bits. */
const isAttributeValue = (value: unknown) =>
  typeof value === "string" ||
  typeof value === "boolean" ||
  (typeof value === "number" && Number.isInteger(value) && value >= -INTEGER_MAX && value < INTEGER_MAX);

const optionalText = new Map([
  ["subject", "text that is not empty, or left out"],
  ["dataschema", "a URI, or left out"],
  ["datacontenttype", "application/json or another media type of JSON, or left out"],
]);

function isOptional(name: string, value: unknown): boolean {
  if (typeof value !== "string" || value === "") return false;
  if (name === "dataschema") return /^[a-z][a-z0-9+.-]*:\S+$/i.test(value);
  return name !== "datacontenttype" || isJson(mediaTypeOf(value).type);
}

function faultOf(name: string, value: unknown): Fault | null {
  if (!attributeForm.test(name))
    return { path: shown(name), fix: "Names of attributes are of lower-case letters and digits." };
  const wanted = optionalText.get(name);
  if (wanted !== undefined) return isOptional(name, value) ? null : { path: name, fix: `Must be: ${wanted}.` };
  if (isAttributeValue(value)) return null;
  return { path: shown(name), fix: "Must be: text, true or false, or a whole number of 32 bits." };
}

/** The data of `data_base64`, which must then be the only data. */
function decodeData(encoded: unknown, hasData: boolean): { readonly data: unknown } | Fault {
  const path = "data_base64";
  if (hasData) return { path, fix: "Send data or data_base64, not both." };
  try {
    if (typeof encoded === "string") return { data: JSON.parse(utf8.decode(fromBase64(encoded))) as unknown };
  } catch {
    // Told below, whatever was wrong with it.
  }
  return { path, fix: "Must be: JSON in UTF-8, in base64." };
}

const otherVersion: Fault = { path: "specversion", fix: 'Must be: "1.0".' };

/** One event in the JSON format. An attribute that is null is one that is left out. */
function readStructured(sent: unknown): ReceivedEvent {
  if (typeof sent !== "object" || sent === null || Array.isArray(sent))
    return { event: null, faults: [{ path: "", fix: "Must be: an event, which is a JSON object." }] };
  const { data, data_base64: encoded, ...attributes } = sent as Readonly<Record<string, unknown>>;
  const present = Object.entries(attributes).filter(([, value]) => value !== null);
  const event = Object.fromEntries(present);
  if (event["specversion"] !== "1.0") return { event, faults: [otherVersion] };
  const faults = present.flatMap(([name, value]) => faultOf(name, value) ?? []);
  if (encoded === undefined || encoded === null) return { event: { ...event, data }, faults };
  const decoded = decodeData(encoded, data !== undefined);
  return "fix" in decoded ? { event, faults: [...faults, decoded] } : { event: { ...event, ...decoded }, faults };
}

/** Whether an event of a batch is no larger than it may be on its own. A character has three bytes of UTF-8 at most. */
function isSmallEnough(event: unknown): boolean {
  const text = JSON.stringify(event);
  return text.length * 3 <= EVENT_MAX || new TextEncoder().encode(text).length <= EVENT_MAX;
}

const tooLargeAnEvent: Fault = { path: "", fix: "An event may have 64 KB. Leave out what is not documented." };

function readBatch(body: Uint8Array): readonly ReceivedEvent[] {
  const sent = parse(body);
  if (!Array.isArray(sent)) throw new Problem("invalid-request", "A batch is a JSON array of events.");
  if (sent.length > BATCH_MAX) throw new Problem("too-large", "Send at most 1,000 events in one batch.");
  // All of them together are seldom larger than one may be on its own.
  const isSmall = body.length <= EVENT_MAX;
  return sent.map((each: unknown) => {
    const read = readStructured(each);
    return isSmall || isSmallEnough(each) ? read : { ...read, faults: [tooLargeAnEvent] };
  });
}

/** The attributes that we use, each with a header of its own. Two headers of one name arrive as one, with a comma. */
const used = ["id", "source", "specversion", "type", "time", "subject", "dataschema"];

/** A header's value as the binding has it: unquoted, then percent-decoded once. Null for what is neither. */
function decodeHeader(value: string): string | null {
  const quoted = /^"(.*)"$/s.exec(value);
  // Older senders leave spaces as they are; nothing but printable ASCII may be in a header.
  if (!/^[\x20-\x7e]*$/.test(value)) return null;
  try {
    return decodeURIComponent(quoted ? (quoted[1] ?? "").replaceAll(/\\(.)/g, "$1") : value);
  } catch {
    return null;
  }
}

function readHeader(attribute: string, value: string): { readonly value: string } | Fault {
  const path = `ce-${shown(attribute)}`;
  if (attribute === "datacontenttype") return { path, fix: "Leave it out: Content-Type says it." };
  if (!attributeForm.test(attribute)) return { path, fix: "Names of attributes are of letters and digits." };
  const isRepeated = used.includes(attribute) && attribute !== "subject" && /^[^"]*, /.test(value);
  if (isRepeated) return { path, fix: "Send it once, with spaces percent-encoded." };
  const decoded = decodeHeader(value);
  return decoded === null ? { path, fix: "Must be: UTF-8, percent-encoded, in printable ASCII." } : { value: decoded };
}

/** Binary mode: attributes in headers, data in the body. */
function readBinary(headers: Headers, body: Uint8Array): ReceivedEvent {
  const faults: Fault[] = [];
  const event: Record<string, unknown> = {};
  for (const [name, value] of headers) {
    if (!name.startsWith("ce-")) continue;
    const attribute = name.slice(3);
    const read = readHeader(attribute, value.trim());
    if ("fix" in read) faults.push(read);
    else if (used.includes(attribute)) event[attribute] = read.value;
  }
  if (faults.length === 0 && event["specversion"] !== "1.0") faults.push(otherVersion);
  const more = ["subject", "dataschema"].filter((name) => name in event).map((name) => faultOf(name, event[name]));
  const all = [...faults, ...more.filter((fault) => fault !== null)];
  return all.length > 0 ? { event, faults: all } : { event: { ...event, data: parse(body) }, faults: [] };
}

const single = (body: Uint8Array, event: ReceivedEvent): ReceivedEvents => {
  if (body.length > EVENT_MAX) throw new Problem("too-large", tooLargeAnEvent.fix);
  return { mode: "single", events: [event] };
};

/**
 * Reads the events of a request by the HTTP binding of CloudEvents 1.0: the content type decides between batch,
 * structured and binary mode.
 *
 * @throws Problem `unsupported-media-type`, `invalid-request`, `too-large`, where the request as a whole cannot be read.
 */
export function receiveEvents(headers: Headers, body: Uint8Array): ReceivedEvents {
  const { type, charset } = mediaTypeOf(headers.get("content-type") ?? "");
  const isUtf8 = charset === "utf-8" || charset === "utf8" || charset === "us-ascii";
  if (isUtf8 && type === "application/cloudevents-batch+json") return { mode: "batch", events: readBatch(body) };
  if (isUtf8 && type === "application/cloudevents+json") return single(body, readStructured(parse(body)));
  const isBinary = ["id", "source", "specversion", "type"].some((name) => headers.has(`ce-${name}`));
  const isOurs = isUtf8 && isBinary && isJson(type) && !type.startsWith("application/cloudevents");
  if (!isOurs) throw new Problem("unsupported-media-type", accepted);
  return single(body, readBinary(headers, body));
}
