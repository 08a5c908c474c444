import { Hono } from "hono";
import { describeRoute, resolver } from "hono-openapi";
import * as v from "valibot";
import { discussionFaults, heldDayOf } from "../../domain/closure.ts";
import type { Sender } from "../../domain/sender.ts";
import { correctClosure } from "../../flow/correct-closure.ts";
import { recordClosure, type Recording } from "../../flow/record-closure.ts";
import { pathOf } from "../../instrument/path.ts";
import { currentInstrument } from "../../instrument/registry.ts";
import { Problem } from "../../kernel/problem.ts";
import { type LocalDate, londonDate, parseLocalDate } from "../../kernel/time.ts";
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
    v.check((name) => !name.startsWith("staff:"), "a name that does not begin as ours of the console do"),
  ),
  heldOn: v.optional(
    v.pipe(
      v.string(),
      v.check((day) => parseLocalDate(day) !== null, "a day, such as 2026-03-04"),
    ),
  ),
  correction: v.optional(v.boolean(), false),
  answers: v.record(v.string(), v.array(v.string())),
});

const answer = v.object({ state: v.picklist(["recorded", "already-recorded", "corrected", "unchanged"]) });

const reasonWords = {
  "needed": "an answer, which this form needs",
  "both-ways": "no right that VCD6 names as gone through",
} as const;

type Asked = v.InferOutput<typeof request>;

/** What was sent, as the steps behind it take it. @throws Problem `invalid-request` naming every fault. */
function discussionOf({ answers, heldOn: said }: Asked, today: LocalDate) {
  const instrument = currentInstrument("closure", "officer");
  const heldOn = said === undefined ? null : heldDayOf(parseLocalDate(said), today);
  const wrong = [
    ...discussionFaults(pathOf(instrument, answers, { facts: [], draw: 0 }), answers).map(({ question, fault }) => ({
      path: `answers.${question}`,
      fix: `Give ${reasonWords[fault]}.`,
    })),
    ...(said !== undefined && heldOn === null
      ? [{ path: "heldOn", fix: "Give the day of the discussion: today or earlier, and within the last year." }]
      : []),
  ];
  if (wrong.length > 0) throw new Problem("invalid-request", "The discussion is not whole.", wrong);
  return { instrument: instrument.id, answers, heldOn };
}

export const closures = new Hono<{ Variables: { engine: Recording & HasLimits; sender: Sender } }>().post(
  "/closures",
  describeRoute({
    operationId: "recordClosureDiscussion",
    tags: ["Senders"],
    summary: "Record a Victim Closure Discussion",
    description:
      "For a closed case, once. `answers` holds lists of codes by question, as in the instrument closure-officer; `heldOn` is the day of the discussion, or of the last try. What was said of the service is made anonymous; what the force must act on stays with the case. With `correction`, a recorded discussion gets a new version: `answers` is then all that holds for the case from now on, and what was recorded before stays in the history. What was said of the service cannot be found again, so it is not read in a correction.",
    security: [{ senderKey: [] }],
    responses: {
      200: {
        description: "Recorded before, or corrected so before; nothing has changed",
        content: { "application/json": { schema: resolver(answer) } },
      },
      201: { description: "Recorded, or corrected", content: { "application/json": { schema: resolver(answer) } } },
      400: { description: "Not of the documented form, codes that no question offers, or a reason is missing" },
      404: { description: "No closure discussion is asked for in this case, or none is recorded to be corrected" },
    },
  }),
  requireSender("closures", "force", "liaison"),
  jsonBody(request),
  async (c) => {
    const asked = c.req.valid("json");
    const { case: closed, victimRef, recordedBy } = asked;
    const { engine, sender } = c.var;
    const key = { forceCode: sender.forceCode, victimRef, identifiers: closed.identifiers };
    const discussion = discussionOf(asked, londonDate(engine.clock.now()));
    if (asked.correction) {
      const state = await correctClosure(engine, key, { ...discussion, gives: "all", from: null }, recordedBy);
      if (state !== "corrected" && state !== "unchanged")
        throw new Problem("not-found", "Nothing is recorded in this case that could be corrected.");
      return c.json({ state }, state === "corrected" ? 201 : 200);
    }
    const state = await recordClosure(engine, key, discussion, recordedBy);
    if (state === "unknown")
      throw new Problem("not-found", "No closure discussion is asked for in this case. Send case.closed first.");
    return c.json({ state }, state === "recorded" ? 201 : 200);
  },
);
