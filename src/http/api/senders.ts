import { Hono } from "hono";
import { describeRoute, resolver } from "hono-openapi";
import * as v from "valibot";
import { areaOfForce } from "../../domain/milestone.ts";
import { senderRoles } from "../../domain/sender.ts";
import { createSender } from "../../flow/senders.ts";
import type { HasRandom } from "../../kernel/ids.ts";
import { type HasClock, parseLocalDate } from "../../kernel/time.ts";
import type { HasKeys } from "../../platform/keys.ts";
import type { HasLog } from "../../platform/log.ts";
import type { HasVault } from "../../store/vault/database.ts";
import { Problem } from "../../kernel/problem.ts";
import { type HasSecrets, requireOperator } from "../guards.ts";
import { jsonBody } from "../problem-response.ts";

const isTerritorial = (code: string | null) => code === null || areaOfForce(code) !== null;

const request = v.object({
  id: v.pipe(
    v.string(),
    v.regex(/^[a-z0-9][a-z0-9-]{1,59}$/, "lower-case letters, digits and hyphens, such as force-45"),
  ),
  name: v.pipe(v.string(), v.trim(), v.nonEmpty("a name"), v.maxLength(100, "a name of at most 100 characters")),
  role: v.picklist(senderRoles),
  forceCode: v.pipe(
    v.optional(v.nullable(v.string()), null),
    v.check(isTerritorial, "the two-digit code of a territorial force, or null for a national sender"),
  ),
  expiresOn: v.pipe(
    v.string(),
    v.check((text) => parseLocalDate(text) !== null, "a day, such as 2027-03-31"),
  ),
});

const created = v.object({
  id: v.string(),
  name: v.string(),
  role: v.picklist(senderRoles),
  forceCode: v.nullable(v.string()),
  keyPrefix: v.string(),
  key: v.string(),
});

export const senders = new Hono<{
  Variables: { engine: HasVault & HasKeys & HasClock & HasRandom & HasLog & HasSecrets };
}>().post(
  "/senders",
  describeRoute({
    operationId: "createSender",
    tags: ["Senders"],
    summary: "Add a system that may send events",
    description:
      "The key is told in this answer and never again. A key works until the end of the day on which it expires.",
    security: [{ operatorKey: [] }],
    responses: {
      201: { description: "The sender, and its key", content: { "application/json": { schema: resolver(created) } } },
      400: { description: "Not of the documented form" },
      401: { description: "Not the operator's key" },
      409: { description: "There is a sender with this id" },
    },
  }),
  requireOperator,
  jsonBody(request),
  async (c) => {
    const { expiresOn: until, ...wanted } = c.req.valid("json");
    const expiresOn = parseLocalDate(until);
    if (expiresOn === null) throw new Problem("invalid-request", "Mend what `errors` lists.");
    const { sender, key, keyPrefix } = await createSender(c.var.engine, { ...wanted, expiresOn });
    c.var.engine.log.event("sender-created", { sender: sender.id, role: sender.role });
    c.header("cache-control", "no-store");
    return c.json({ ...sender, keyPrefix, key }, 201);
  },
);
