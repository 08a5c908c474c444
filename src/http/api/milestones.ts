import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { describeRoute, resolver } from "hono-openapi";
import * as v from "valibot";
import { milestoneSchema, readPoliceMilestone } from "../../domain/feeds/police-milestone.ts";
import type { Milestone } from "../../domain/milestone.ts";
import type { Sender } from "../../domain/sender.ts";
import { type EventAnswer, receiveMilestones } from "../../flow/receive-milestones.ts";
import { judge, tallyFeed } from "../../flow/tally-feed.ts";
import type { HasRandom } from "../../kernel/ids.ts";
import { Problem } from "../../kernel/problem.ts";
import type { HasClock } from "../../kernel/time.ts";
import type { HasKeys } from "../../platform/keys.ts";
import type { HasLimits } from "../../platform/limits.ts";
import type { HasLog } from "../../platform/log.ts";
import type { HasVault } from "../../store/vault/database.ts";
import { type ReceivedEvent, receiveEvents } from "../cloud-events.ts";
import { requireSender } from "../guards.ts";
import { asSent } from "../problem-response.ts";

type Engine = HasVault & HasKeys & HasClock & HasRandom & HasLog & HasLimits;

/** Largest body in bytes: a thousand events with contact and cautions. */
const LARGEST_BODY = 3 * 1024 * 1024;

export const limitBody = bodyLimit({
  maxSize: LARGEST_BODY,
  onError: () => {
    throw new Problem("too-large", "Send at most 3 MB in one request.");
  },
});

const fault = v.object({ path: v.string(), fix: v.string() });

/** What became of each event, in the order in which they were sent. */
export const answersSchema = v.object({
  events: v.array(
    v.object({
      id: v.string(),
      source: v.string(),
      status: v.picklist(["accepted", "duplicate", "parked", "rejected"]),
      problem: v.optional(v.object({ detail: v.string(), errors: v.optional(v.array(fault)) })),
    }),
  ),
});

const LONGEST_NAME = 200;

/** What names an event that could not be read: only if it looks like a name. */
const nameIn = (event: unknown, key: "id" | "source") => {
  const named =
    typeof event === "object" && event !== null && key in event
      ? Object.entries(event).find(([each]) => each === key)?.[1]
      : null;
  return typeof named === "string" && named.length <= LONGEST_NAME ? named : "";
};

/** Reads each event, takes in those that can be read, and answers for all in their order. */
async function receive(
  engine: Engine,
  sender: Sender,
  events: readonly ReceivedEvent[],
): Promise<readonly EventAnswer[]> {
  const readings = events.map(({ event, faults }) =>
    faults.length > 0 ? { ok: false as const, faults } : readPoliceMilestone(event),
  );
  const readable: Milestone[] = readings.flatMap((reading) => (reading.ok ? [reading.read] : []));
  const answers = (await receiveMilestones(engine, sender, readable)).values();
  const told = readings.map((reading, index): EventAnswer => {
    const answer = reading.ok ? answers.next().value : null;
    if (answer) return answer;
    const errors = reading.ok ? [] : reading.faults;
    const event = events[index]?.event;
    return {
      id: nameIn(event, "id"),
      source: nameIn(event, "source"),
      status: "rejected",
      problem: { detail: "Mend what `errors` lists.", errors },
    };
  });
  const records = told.map((answer, index) => {
    const reading = readings[index];
    return judge(answer, reading?.ok ? reading.read : null);
  });
  await tallyFeed(engine, sender, records);
  return told;
}

const description = `Takes CloudEvents 1.0 of the type \`uk.cjs.milestone.v1\`, one by one (structured or binary mode) or up to
1,000 at a time (batch mode). An event counts once, by its source and id: sending it again is answered \`duplicate\`.
\`parked\` means that no case has any of its identifiers yet; it is taken in when one arrives. A single event that is
rejected is answered with a problem; a batch is answered 200, with what became of each event.`;

/** Requests of one key in a minute, in one location (`RATE_LIMIT` in wrangler.toml): what senders are told to keep to. */
export const REQUESTS_A_MINUTE = 600;

/** A system's name in the DNS, as the handshake has it. */
const ORIGIN = /^[A-Za-z0-9.-]{1,253}$/;

// CloudEvents' own handshake for web hooks: may this system send here, and how fast? Anybody may ask; a key decides.
const handshake = new Hono().options("/milestones", (c) => {
  const origin = c.req.header("webhook-request-origin") ?? "";
  c.header("allow", "POST, OPTIONS");
  if (ORIGIN.test(origin)) {
    c.header("webhook-allowed-origin", origin);
    c.header("webhook-allowed-rate", String(REQUESTS_A_MINUTE));
  }
  return c.body(null, 204);
});

export const milestones = new Hono<{ Variables: { engine: Engine } }>().route("/", handshake).post(
  "/milestones",
  describeRoute({
    operationId: "receiveMilestones",
    tags: ["Milestones"],
    summary: "Tell what happened to a case or a victim",
    description,
    security: [{ senderKey: [] }, { webhookSignature: [] }],
    requestBody: {
      required: true,
      content: {
        "application/cloudevents+json": {
          schema: { type: "object", required: ["specversion", "id", "source", "type", "data"] },
        },
        "application/cloudevents-batch+json": { schema: { type: "array", maxItems: 1000, items: { type: "object" } } },
        "application/json": { schema: resolver(milestoneSchema, asSent) },
      },
    },
    responses: {
      200: {
        description: "What became of each event",
        content: { "application/json": { schema: resolver(answersSchema) } },
      },
      400: { description: "The body, or a single event, is not of the documented form" },
      401: { description: "No valid key or signature, or a clock more than five minutes off" },
      403: { description: "This key may not send events, or not this one" },
      409: { description: "A replay: this webhook-id was taken with this timestamp or a newer one, or another body" },
      413: { description: "More than 1,000 events, than 64 KB an event, or than 3 MB" },
      415: { description: "Not a content type of CloudEvents" },
      429: { description: "Too many requests of this key, or wrong keys from this address" },
      503: { description: "This week's key is not ready; try again" },
    },
  }),
  limitBody,
  requireSender("milestones", "force", "witness-care", "liaison", "court", "probation"),
  async (c) => {
    const { mode, events } = receiveEvents(c.req.raw.headers, new Uint8Array(await c.req.arrayBuffer()));
    const answers = await receive(c.var.engine, c.var.sender, events);
    const [only] = answers;
    if (mode === "single" && only?.status === "rejected") {
      const { detail = "", errors } = only.problem ?? {};
      throw errors ? new Problem("invalid-request", detail, errors) : new Problem("forbidden", detail);
    }
    return c.json({ events: answers });
  },
);
