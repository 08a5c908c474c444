import { Hono } from "hono";
import { describeRoute, resolver } from "hono-openapi";
import * as v from "valibot";
import { areaOfForce } from "../../domain/milestone.ts";
import { normalisePhone } from "../../domain/phone.ts";
import type { Sender } from "../../domain/sender.ts";
import { recordAct } from "../../flow/audit.ts";
import { stopByNumber, stopByReference } from "../../flow/stop.ts";
import { Problem } from "../../kernel/problem.ts";
import type { HasClock } from "../../kernel/time.ts";
import type { HasKeys } from "../../platform/keys.ts";
import type { HasLimits } from "../../platform/limits.ts";
import type { HasLog } from "../../platform/log.ts";
import type { HasVault } from "../../store/vault/database.ts";
import { requireSender } from "../guards.ts";
import { jsonBody } from "../problem-response.ts";

const text = v.pipe(
  v.string(),
  v.trim(),
  v.nonEmpty("text that is not empty"),
  v.maxLength(200, "at most 200 characters"),
);

const request = v.pipe(
  v.strictObject({
    victimRef: v.optional(text),
    forceCode: v.optional(
      v.pipe(
        v.string(),
        v.check((code) => areaOfForce(code) !== null, "the two-digit code of a territorial force"),
      ),
    ),
    number: v.optional(
      v.pipe(
        v.string(),
        v.check((written) => normalisePhone(written) !== null, "a number of this country"),
      ),
    ),
    reason: v.picklist(["stop", "wrong-person", "not-safe"]),
  }),
  v.check(
    ({ victimRef, number }) => (victimRef === undefined) !== (number === undefined),
    "victimRef or number, and not both",
  ),
);

const answer = v.object({ state: v.literal("stopped") });

export const stops = new Hono<{
  Variables: { engine: HasVault & HasKeys & HasClock & HasLog & HasLimits; sender: Sender };
}>().post(
  "/victims/stop",
  describeRoute({
    operationId: "stopContact",
    tags: ["Milestones"],
    summary: "A victim, or whoever has their number, wants no more messages",
    description:
      "All contact ends at once, at every stage and in every case, also if the case is sent again, or the victim under another reference. `stop`: they want none; for good. `wrong-person`: the number is not theirs; for good. `not-safe`: it may not be used, for any victim who has it, until a safe route is asserted for them after this. By `victimRef` it is your own victim; by `number`, everybody whom we know by it, and a number that nobody has is kept from all that come later. The answer does not say whether a number is known.",
    security: [{ senderKey: [] }, { webhookSignature: [] }],
    responses: {
      200: { description: "Nothing goes any more", content: { "application/json": { schema: resolver(answer) } } },
      400: { description: "Not of the documented form" },
      401: { description: "No valid key" },
      403: { description: "This key may not stop contact, or not of this force" },
      404: { description: "This force has told us of no such victim" },
      503: {
        description: "Nothing goes any more, but a contact could not be read, to be kept from later cases: ask again",
      },
    },
  }),
  requireSender("milestones", "force", "witness-care", "liaison"),
  jsonBody(request),
  async (c) => {
    const { victimRef, forceCode: named, number, reason } = c.req.valid("json");
    const { engine, sender } = c.var;
    const actor = { sender: sender.id };
    if (number !== undefined) {
      await recordAct(engine, actor, "stop-contact", `number ${reason}`);
      await stopByNumber(engine, number, reason, "officer");
    }
    if (victimRef !== undefined) {
      const forceCode = sender.forceCode ?? named ?? null;
      if (named !== undefined && named !== forceCode) {
        throw new Problem("forbidden", "This key speaks for another force. Use a key of the force that it names.");
      }
      await recordAct(engine, actor, "stop-contact", `victim ${reason}`);
      const known = await stopByReference(engine, { forceCode, victimRef }, reason);
      if (!known) throw new Problem("not-found", "This force has told us of no such victim. Look at victimRef.");
    }
    return c.json({ state: "stopped" as const });
  },
);
