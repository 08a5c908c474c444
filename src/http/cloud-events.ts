import { Problem } from "../kernel/problem.ts";

/** Events as they were sent, not yet read: one on its own, or a batch. */
export type ReceivedEvents = { readonly mode: "single" | "batch"; readonly events: readonly unknown[] };

const BATCH_MAX = 1_000;

const accepted =
  "application/cloudevents+json, application/cloudevents-batch+json, or application/json with ce- headers";

/** Context attributes that we use, as header names. */
const attributes = ["id", "source", "specversion", "type", "time", "subject", "dataschema"] as const;

/** A header's value as the binding encodes it: unquoted, then percent-decoded once. @throws URIError for bad UTF-8. */
function decodeHeader(value: string): string {
  const quoted = /^"(.*)"$/s.exec(value.trim());
  return decodeURIComponent(quoted ? (quoted[1] ?? "").replaceAll(/\\(.)/g, "$1") : value.trim());
}

function attributesOf(headers: Headers): Readonly<Record<string, string>> {
  return Object.fromEntries(
    attributes.flatMap((attribute) => {
      const value = headers.get(`ce-${attribute}`);
      if (value === null) return [];
      try {
        return [[attribute, decodeHeader(value)]];
      } catch {
        throw new Problem("invalid-request", "Mend what `errors` lists.", [
          { path: `ce-${attribute}`, fix: "Must be percent-encoded UTF-8." },
        ]);
      }
    }),
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem("invalid-request", "The body cannot be read as JSON.");
  }
}

/**
 * Reads the HTTP binding of CloudEvents 1.0 (interfaces.md 5): the content type decides between batch, structured and
 * binary mode.
 *
 * @throws Problem `unsupported-media-type`, `invalid-request`, `too-large`.
 */
export async function receiveEvents(request: Request): Promise<ReceivedEvents> {
  const type = (request.headers.get("content-type") ?? "").toLowerCase().split(";")[0]?.trim() ?? "";
  if (type === "application/cloudevents-batch+json") {
    const events = parse(await request.text());
    if (!Array.isArray(events)) throw new Problem("invalid-request", "A batch is a JSON array of events.");
    if (events.length > BATCH_MAX) throw new Problem("too-large", "Send at most 1,000 events in one batch.");
    return { mode: "batch", events };
  }
  if (type === "application/cloudevents+json") return { mode: "single", events: [parse(await request.text())] };
  const isBinary = type === "application/json" && request.headers.has("ce-specversion");
  if (!isBinary) throw new Problem("unsupported-media-type", `Send ${accepted}.`);
  return { mode: "single", events: [{ ...attributesOf(request.headers), data: parse(await request.text()) }] };
}
