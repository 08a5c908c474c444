import { type Context, Hono } from "hono";
import { except } from "hono/combine";
import { describeRoute, resolver } from "hono-openapi";
import * as v from "valibot";
import type { Sender } from "../../domain/sender.ts";
import { reportQuality } from "../../flow/report-quality.ts";
import { Problem } from "../../kernel/problem.ts";
import { daysBetween, type HasClock, type LocalDate, londonDate, parseLocalDate, plusDays } from "../../kernel/time.ts";
import { isEqualInConstantTime } from "../../platform/crypto.ts";
import type { HasKeys } from "../../platform/keys.ts";
import type { HasLimits } from "../../platform/limits.ts";
import type { HasVault } from "../../store/vault/database.ts";
import { type HasSecrets, requireSender } from "../guards.ts";

type Engine = HasVault & HasKeys & HasClock & HasSecrets & HasLimits;

type Variables = { engine: Engine; sender: Sender };

const isOperator = ({ engine }: Variables, authorization = "") =>
  engine.secrets.operatorKey !== "" && isEqualInConstantTime(authorization, `Bearer ${engine.secrets.operatorKey}`);

/** Lets in the operator, or a sender of any role that has records. */
const guard = except(
  (c: Context<{ Variables: Variables }>) => isOperator(c.var, c.req.header("authorization")),
  requireSender("quality", "force", "witness-care", "liaison", "court", "probation"),
);

const share = { numerator: v.number(), denominator: v.number() };

const reportSchema = v.object({
  sender: v.string(),
  from: v.string(),
  to: v.string(),
  reportedOn: v.string(),
  records: v.object({
    received: v.number(),
    accepted: v.object(share),
    duplicate: v.object(share),
    parked: v.object(share),
    rejected: v.object(share),
  }),
  rejections: v.array(v.object({ reason: v.string(), ...share })),
  volumes: v.array(v.object({ week: v.string(), milestone: v.string(), records: v.number() })),
  lateness: v.array(
    v.object({
      milestone: v.string(),
      medianHours: v.nullable(v.number()),
      ninetiethPercentileHours: v.nullable(v.number()),
      overSevenDays: v.object(share),
    }),
  ),
  missing: v.array(v.object({ field: v.string(), ...share })),
  unknownCodes: v.array(v.object({ field: v.string(), records: v.number() })),
  waiting: v.object({ records: v.number(), oldest: v.nullable(v.string()) }),
  coverage: v.array(v.object({ id: v.string(), of: v.string(), withinDays: v.number(), source: v.string(), ...share })),
});

const USUAL_DAYS = 84;
const MOST_DAYS = 366;

function dayOf(given: string | undefined, otherwise: LocalDate, name: string): LocalDate {
  if (given === undefined) return otherwise;
  const day = parseLocalDate(given);
  if (day !== null) return day;
  throw new Problem("invalid-request", "Mend what `errors` lists.", [
    { path: name, fix: "Must be: a day, such as 2026-03-04." },
  ]);
}

const description = `What the records of one sender were like between two days of arrival, both included (the last twelve weeks unless said
otherwise): how many of each kind a week, how late, which fields were missing or held unknown codes, how many came twice,
were refused and why, what waits for its case, and which cases lack what should have followed by now. Every share is told
as two counts. A sender sees its own report; the operator names one. \`coverage\` counts cases in which this sender told of
\`of\`, and the time for what follows ran out between the two days; what follows may have come from any sender.`;

export const quality = new Hono<{ Variables: Variables }>().get(
  "/quality",
  describeRoute({
    operationId: "reportQuality",
    tags: ["Files"],
    summary: "The quality of a sender's data",
    description,
    security: [{ senderKey: [] }, { operatorKey: [] }],
    parameters: [
      { name: "sender", in: "query", schema: { type: "string" }, description: "For the operator: whose report" },
      { name: "from", in: "query", schema: { type: "string", format: "date" } },
      { name: "to", in: "query", schema: { type: "string", format: "date" } },
    ],
    responses: {
      200: { description: "The report", content: { "application/json": { schema: resolver(reportSchema) } } },
      400: { description: "Not two days in order, at most 366 apart, or no sender is named" },
      401: { description: "No valid key" },
      403: { description: "Another sender's report" },
    },
  }),
  guard,
  async (c) => {
    const { sender: asked, from, to } = c.req.query();
    const { engine } = c.var;
    const isAnybodys = isOperator(c.var, c.req.header("authorization"));
    const whose = isAnybodys ? (asked ?? "") : c.var.sender.id;
    if (whose === "") throw new Problem("invalid-request", "Say whose report: `?sender=` and its id.");
    if (!isAnybodys && asked !== undefined && asked !== whose)
      throw new Problem("forbidden", "A sender sees its own report alone.");
    const last = dayOf(to, londonDate(engine.clock.now()), "to");
    const first = dayOf(from, plusDays(last, 1 - USUAL_DAYS), "from");
    const days = daysBetween(first, last);
    if (days < 0 || days >= MOST_DAYS)
      throw new Problem("invalid-request", "Ask for at most 366 days, the first of them first.");
    return c.json(await reportQuality(engine, whose, first, last));
  },
);
