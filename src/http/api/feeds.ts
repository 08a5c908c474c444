import { Hono, type HonoRequest } from "hono";
import { describeRoute, type DescribeRouteOptions, resolver } from "hono-openapi";
import type { GenericSchema } from "valibot";
import { hearingResultedSchema, readHearingResulted } from "../../domain/feeds/hearing-resulted.ts";
import { ihubIncidentSchema, readIhubIncident } from "../../domain/feeds/ihub-incident.ts";
import { prisonerReleasedSchema, readPrisonerReleased } from "../../domain/feeds/prisoner-released.ts";
import { prosecutionConcludedSchema, readProsecutionConcluded } from "../../domain/feeds/prosecution-concluded.ts";
import type { Reading } from "../../domain/feeds/reading.ts";
import { readResultsSubscription, resultsSubscriptionSchema } from "../../domain/feeds/results-subscription.ts";
import { readSpiCase, spiCaseSchema } from "../../domain/feeds/spi-case.ts";
import type { Milestone } from "../../domain/milestone.ts";
import { ownSenders, type Sender } from "../../domain/sender.ts";
import { receiveMilestones } from "../../flow/receive-milestones.ts";
import { judge, tallyFeed } from "../../flow/tally-feed.ts";
import type { HasRandom } from "../../kernel/ids.ts";
import { Problem } from "../../kernel/problem.ts";
import type { HasClock } from "../../kernel/time.ts";
import { fromBase64, importMacKey, isEqualInConstantTime, mac, type MacKey, toBase64 } from "../../platform/crypto.ts";
import type { HasKeys } from "../../platform/keys.ts";
import type { HasLimits } from "../../platform/limits.ts";
import type { HasLog } from "../../platform/log.ts";
import type { HasVault } from "../../store/vault/database.ts";
import { addressOf, countFailure, refuseGuesser, rememberRight } from "../callers.ts";
import { type HasSecrets, requireSender } from "../guards.ts";
import { asSent } from "../problem-response.ts";
import { answersSchema, limitBody } from "./milestones.ts";

// Partners' own messages, as they send them. Of each, only what its schema names is read; nothing of it is stored.

type Engine = HasVault & HasKeys & HasClock & HasRandom & HasLog & HasSecrets & HasLimits;

const resultsSubscription: Sender = ownSenders.results;

function documented(of: {
  operationId: string;
  summary: string;
  description?: string;
  schema: GenericSchema;
}): DescribeRouteOptions {
  const { schema, ...told } = of;
  return {
    ...told,
    tags: ["Partner feeds"],
    security: [{ senderKey: [] }, { webhookSignature: [] }],
    requestBody: { required: true, content: { "application/json": { schema: resolver(schema, asSent) } } },
    responses: {
      202: {
        description: "What became of each milestone in it",
        content: { "application/json": { schema: resolver(answersSchema) } },
      },
      400: { description: "Not of the documented form" },
      401: { description: "No valid key or signature, or a clock more than five minutes off" },
      403: { description: "This key may not use this feed" },
      409: { description: "A replay of a signed request" },
      413: { description: "Too large" },
      415: { description: "Not JSON" },
      429: { description: "Too many requests of this key, or wrong keys from this address" },
    },
  };
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(body));
  } catch {
    throw new Problem("invalid-request", "The body cannot be read as JSON.");
  }
}

/** The exact bytes, which a signature may have been verified over. */
async function bodyOf(request: HonoRequest): Promise<Uint8Array> {
  const isJson = /^application\/(?:[\w.-]+\+)?json\b/i.test(request.header("content-type") ?? "");
  if (!isJson) throw new Problem("unsupported-media-type", "Send application/json.");
  return new Uint8Array(await request.arrayBuffer());
}

async function takeIn(engine: Engine, sender: Sender, reading: Reading<readonly Milestone[]>) {
  if (!reading.ok) {
    await tallyFeed(engine, sender, [{ status: "rejected", faults: reading.faults, milestone: null }]);
    throw new Problem("invalid-request", "Mend what `errors` lists.", reading.faults);
  }
  const events = await receiveMilestones(engine, sender, reading.read);
  const records = events.map((answer, index) => judge(answer, reading.read[index] ?? null));
  await tallyFeed(engine, sender, records);
  return { events };
}

/** The keys of HMCTS' subscription, imported once; by the secrets that they were made from. */
const subscriptionKeys = new WeakMap<object, Map<string, Promise<MacKey>>>();

function subscriptionKey({ secrets }: HasSecrets, keyId: string): Promise<MacKey> | null {
  const known = subscriptionKeys.get(secrets) ?? new Map<string, Promise<MacKey>>();
  subscriptionKeys.set(secrets, known);
  const secret = Object.hasOwn(secrets.resultsSubscriptionKeys, keyId)
    ? secrets.resultsSubscriptionKeys[keyId]
    : undefined;
  if (secret === undefined) return null;
  const key = known.get(keyId) ?? importMacKey(fromBase64(secret));
  known.set(keyId, key);
  return key;
}

/**
 * HMCTS sign the body alone, without a time: what keeps a replay from counting is that an event counts once.
 *
 * @throws Problem `unauthenticated` unless the signature is one of ours over exactly this body.
 */
async function checkSignature(engine: Engine, headers: Headers, body: Uint8Array): Promise<void> {
  const keyId = headers.get("x-key-id");
  const signature = headers.get("x-signature");
  const missing = [...(keyId === null ? ["x-key-id"] : []), ...(signature === null ? ["x-signature"] : [])];
  if (keyId === null || signature === null) {
    const faults = missing.map((path) => ({ path, fix: "Required." }));
    throw new Problem("unauthenticated", "Send the headers that `errors` lists.", faults);
  }
  const claim = { address: addressOf(headers), of: `subscription ${keyId}` };
  await refuseGuesser(engine, claim);
  // An unknown key is taken for another one of ours, so that it takes as long as a known one.
  const key = subscriptionKey(engine, keyId);
  const expected = toBase64(await mac(await (key ?? engine.keys.standing("sender")), body));
  if (isEqualInConstantTime(signature, expected) && key !== null) return rememberRight(engine, claim);
  await countFailure(engine, claim);
  throw new Problem("unauthenticated", "The signature is not one of this body by a known key.");
}

export const feeds = new Hono<{ Variables: { engine: Engine } }>()
  .use("/feeds/*", limitBody)
  .post(
    "/feeds/spi/cases",
    describeRoute(
      documented({
        operationId: "receiveSpiCase",
        summary: "A police case file on its way to the courts: the charge",
        schema: spiCaseSchema,
      }),
    ),
    requireSender("feeds", "force", "court"),
    async (c) => c.json(await takeIn(c.var.engine, c.var.sender, readSpiCase(parse(await bodyOf(c.req)))), 202),
  )
  .post(
    "/feeds/common-platform/hearing-resulted",
    describeRoute(
      documented({
        operationId: "receiveHearingResulted",
        summary: "A resulted hearing: trial, outcome, sentence",
        schema: hearingResultedSchema,
      }),
    ),
    requireSender("feeds", "court"),
    async (c) => c.json(await takeIn(c.var.engine, c.var.sender, readHearingResulted(parse(await bodyOf(c.req)))), 202),
  )
  .post(
    "/feeds/common-platform/prosecution-concluded",
    describeRoute(
      documented({
        operationId: "receiveProsecutionConcluded",
        summary: "A conclusion, or one taken back",
        schema: prosecutionConcludedSchema,
      }),
    ),
    requireSender("feeds", "court"),
    async (c) =>
      c.json(await takeIn(c.var.engine, c.var.sender, readProsecutionConcluded(parse(await bodyOf(c.req)))), 202),
  )
  .post(
    "/feeds/hmpps/domain-events",
    describeRoute(
      documented({
        operationId: "receiveDomainEvent",
        summary: "A domain event of HMPPS: real releases count, others are forgotten",
        schema: prisonerReleasedSchema,
      }),
    ),
    requireSender("feeds", "probation"),
    async (c) =>
      c.json(await takeIn(c.var.engine, c.var.sender, readPrisonerReleased(parse(await bodyOf(c.req)))), 202),
  )
  .post(
    "/feeds/hmcts/results-subscription",
    describeRoute({
      ...documented({
        operationId: "receiveResultsSubscription",
        summary: "A notice of HMCTS' results subscription",
        description:
          "`X-Signature` is the base64 of HMAC-SHA256 over the exact body, with the secret named by `X-Key-Id`.",
        schema: resultsSubscriptionSchema,
      }),
      security: [{ resultsSubscriptionSignature: [] }],
    }),
    async (c) => {
      const body = await bodyOf(c.req);
      await checkSignature(c.var.engine, c.req.raw.headers, body);
      return c.json(await takeIn(c.var.engine, resultsSubscription, readResultsSubscription(parse(body))), 202);
    },
  )
  .post(
    "/feeds/ihub/incidents",
    describeRoute(
      documented({
        operationId: "receiveIhubIncident",
        summary: "A report made online: its victim is recorded and held",
        schema: ihubIncidentSchema,
      }),
    ),
    requireSender("feeds", "force"),
    async (c) => c.json(await takeIn(c.var.engine, c.var.sender, readIhubIncident(parse(await bodyOf(c.req)))), 202),
  );
