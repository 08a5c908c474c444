import { Hono } from "hono";
import { describeRoute, resolver } from "hono-openapi";
import * as v from "valibot";
import type { Sender } from "../../domain/sender.ts";
import { recordClosure, type Recording } from "../../flow/record-closure.ts";
import { currentInstrument } from "../../instrument/registry.ts";
import { Problem } from "../../kernel/problem.ts";
import type { HasLimits } from "../../platform/limits.ts";
import { requireSender } from "../guards.ts";
import { jsonBody } from "../problem-response.ts";

const identifier = v.object({
  type: v.pipe(v.string(), v.nonEmpty("the kind of identifier, such as crimeReference")),
  value: v.pipe(v.string(), v.nonEmpty("the identifier itself")),
});

const request = v.object({
  case: v.object({ identifiers: v.pipe(v.array(identifier), v.minLength(1, "at least one identifier of the case")) }),
  victimRef: v.pipe(v.string(), v.nonEmpty("the force's reference of the victim")),
  recordedBy: v.pipe(
    v.string(),
    v.nonEmpty("the officer, as the force refers to them"),
    v.maxLength(60, "at most 60 characters"),
  ),
  answers: v.record(v.string(), v.array(v.string())),
});

const answer = v.object({ state: v.picklist(["recorded", "already-recorded"]) });

export const closures = new Hono<{ Variables: { engine: Recording & HasLimits; sender: Sender } }>().post(
  "/closures",
  describeRoute({
    operationId: "recordClosureDiscussion",
    tags: ["Senders"],
    summary: "Record a Victim Closure Discussion",
    description:
      "For a closed case, once. `answers` holds lists of codes by question, as in the instrument closure-officer. What was said of the service is made anonymous; what the force must act on stays with the case.",
    security: [{ senderKey: [] }],
    responses: {
      200: {
        description: "Recorded before; nothing has changed",
        content: { "application/json": { schema: resolver(answer) } },
      },
      201: { description: "Recorded", content: { "application/json": { schema: resolver(answer) } } },
      400: { description: "Not of the documented form, or codes that no question offers" },
      404: { description: "No closure discussion is asked for in this case" },
    },
  }),
  requireSender("closures", "force", "liaison"),
  jsonBody(request),
  async (c) => {
    const { case: closed, victimRef, recordedBy, answers } = c.req.valid("json");
    const key = { forceCode: c.var.sender.forceCode, victimRef, identifiers: closed.identifiers };
    const discussion = { instrument: currentInstrument("closure", "officer").id, answers };
    const state = await recordClosure(c.var.engine, key, discussion, recordedBy);
    if (state === "unknown")
      throw new Problem("not-found", "No closure discussion is asked for in this case. Send case.closed first.");
    return c.json({ state }, state === "recorded" ? 201 : 200);
  },
);
