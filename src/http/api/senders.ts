import { Hono } from "hono";
import { describeRoute, type DescribeRouteOptions, resolver } from "hono-openapi";
import * as v from "valibot";
import { areaOfForce } from "../../domain/milestone.ts";
import { isReserved, keyKinds, type Scope, scopes, senderRoles } from "../../domain/sender.ts";
import { recordAct } from "../../flow/audit.ts";
import { addKey, createSender, endKey, keysOf } from "../../flow/senders.ts";
import { localDate } from "../../domain/feeds/reading.ts";
import type { HasRandom } from "../../kernel/ids.ts";
import type { HasClock } from "../../kernel/time.ts";
import type { HasKeys } from "../../platform/keys.ts";
import type { HasLimits } from "../../platform/limits.ts";
import type { HasLog } from "../../platform/log.ts";
import { listSenders } from "../../store/vault/senders.ts";
import type { HasVault } from "../../store/vault/database.ts";
import { type HasSecrets, requireOperator } from "../guards.ts";
import { jsonBody } from "../problem-response.ts";

const isTerritorial = (code: string | null) => code === null || areaOfForce(code) !== null;

const keyRequest = {
  kind: v.optional(v.picklist(keyKinds), "api-key"),
  scopes: v.optional(v.pipe(v.array(v.picklist(scopes)), v.minLength(1, "at least one scope"))),
  publicKey: v.optional(v.string()),
  expiresOn: localDate,
};

const senderRequest = v.object({
  id: v.pipe(
    v.string(),
    v.regex(/^[a-z0-9][a-z0-9-]{1,59}$/, "lower-case letters, digits and hyphens, such as force-45"),
    v.check((id) => !isReserved(id), "another id: this one is the engine's own"),
  ),
  name: v.pipe(v.string(), v.trim(), v.nonEmpty("a name"), v.maxLength(100, "a name of at most 100 characters")),
  role: v.picklist(senderRoles),
  forceCode: v.pipe(
    v.optional(v.nullable(v.string()), null),
    v.check(isTerritorial, "the two-digit code of a territorial force, or null for a national sender"),
  ),
  ...keyRequest,
});

const senderFields = {
  id: v.string(),
  name: v.string(),
  role: v.picklist(senderRoles),
  forceCode: v.nullable(v.string()),
};

const keyFields = {
  id: v.string(),
  senderId: v.string(),
  kind: v.picklist(keyKinds),
  scopes: v.array(v.picklist(scopes)),
  createdAt: v.string(),
  expiresOn: v.string(),
  revokedAt: v.nullable(v.string()),
};

/** The secret, which is told this once; null for a key pair of the sender's own. */
const key = v.nullable(v.string());

const told = (schema: v.GenericSchema, description: string) => ({
  description,
  content: { "application/json": { schema: resolver(schema) } },
});

/** What every address of the operator's says of itself. */
const documented = ({ responses, ...rest }: DescribeRouteOptions) =>
  describeRoute({
    tags: ["Senders"],
    security: [{ operatorKey: [] }],
    responses: { ...responses, 401: { description: "Not the operator's key" } },
    ...rest,
  });

const unknown = { description: "No such sender, or no such key" };

const unique = (given: readonly Scope[] | undefined) => (given ? [...new Set(given)] : undefined);

type Engine = HasVault & HasKeys & HasClock & HasRandom & HasLog & HasSecrets & HasLimits;

export const senders = new Hono<{ Variables: { engine: Engine } }>()
  .get(
    "/senders",
    documented({
      operationId: "listSenders",
      summary: "The systems that may send events",
      responses: {
        200: told(
          v.object({ senders: v.array(v.object({ ...senderFields, createdAt: v.string() })) }),
          "All senders, by id",
        ),
      },
    }),
    requireOperator,
    async (c) => c.json({ senders: await listSenders(c.var.engine.vault) }),
  )
  .post(
    "/senders",
    documented({
      operationId: "createSender",
      summary: "Add a system that may send events, with its first key",
      description:
        "`key` is told in this answer and never again: an API key (kind `api-key`), or the `whsec_` secret with which requests are signed by Standard Webhooks (`hmac`). With `ed25519` the sender signs with a key pair of its own, and gives `publicKey` (`whpk_`). A key works until the end of the day on which it expires. `scopes` is all that the role may do, unless told.",
      responses: {
        201: told(v.object({ ...senderFields, keyId: v.string(), key }), "The sender, and its key"),
        400: { description: "Not of the documented form" },
        409: { description: "There is a sender with this id" },
      },
    }),
    requireOperator,
    jsonBody(senderRequest),
    async (c) => {
      const { scopes: asked, ...wanted } = c.req.valid("json");
      await recordAct(c.var.engine, "operator", "create-sender", `sender:${wanted.id}`);
      const made = await createSender(c.var.engine, { ...wanted, scopes: unique(asked) });
      const { sender } = made;
      c.var.engine.log.event("sender-created", { sender: sender.id, role: sender.role, key: made.key.id });
      c.header("cache-control", "no-store");
      return c.json({ ...sender, keyId: made.key.id, key: made.secret }, 201);
    },
  )
  .get(
    "/senders/:id/keys",
    documented({
      operationId: "listSenderKeys",
      summary: "A sender's keys, ended ones too; never their secrets",
      responses: {
        200: told(v.object({ keys: v.array(v.object(keyFields)) }), "Its keys, oldest first"),
        404: unknown,
      },
    }),
    requireOperator,
    async (c) => c.json({ keys: await keysOf(c.var.engine, c.req.param("id")) }),
  )
  .post(
    "/senders/:id/keys",
    documented({
      operationId: "createSenderKey",
      summary: "Add a key to a sender, beside those that it has",
      description:
        "To change a key, add one, let the sender use it, then revoke the old one: both work in between. At most five work at once. As at createSender, `key` is told once.",
      responses: {
        201: told(v.object({ ...keyFields, key }), "The key"),
        400: { description: "Not of the documented form" },
        404: unknown,
        409: { description: "Five keys of this sender work already" },
      },
    }),
    requireOperator,
    jsonBody(v.object(keyRequest)),
    async (c) => {
      const { scopes: asked, ...wanted } = c.req.valid("json");
      await recordAct(c.var.engine, "operator", "create-key", `sender:${c.req.param("id")}`);
      const made = await addKey(c.var.engine, c.req.param("id"), { ...wanted, scopes: unique(asked) });
      c.var.engine.log.event("sender-key-created", { sender: made.key.senderId, key: made.key.id });
      c.header("cache-control", "no-store");
      return c.json({ ...made.key, key: made.secret }, 201);
    },
  )
  .delete(
    "/senders/:id/keys/:keyId",
    documented({
      operationId: "revokeSenderKey",
      summary: "End a key, within a minute everywhere",
      description: "Repeating it changes nothing.",
      responses: { 200: told(v.object(keyFields), "The key, as it has ended"), 404: unknown },
    }),
    requireOperator,
    async (c) => {
      await recordAct(c.var.engine, "operator", "revoke-key", `key:${c.req.param("keyId")}`);
      const ended = await endKey(c.var.engine, c.req.param("id"), c.req.param("keyId"));
      c.var.engine.log.event("sender-key-revoked", { sender: ended.senderId, key: ended.id });
      return c.json(ended);
    },
  );
