import { Hono } from "hono";
import { describeRoute, resolver } from "hono-openapi";
import * as v from "valibot";
import type { HasGateways } from "../../channels/gateway.ts";
import { recordAct } from "../../flow/audit.ts";
import { listDeadLetters, replayDeliveries, reportDeliveries, resumeGateway } from "../../flow/deliveries-report.ts";
import { Problem } from "../../kernel/problem.ts";
import type { HasClock } from "../../kernel/time.ts";
import type { HasLimits } from "../../platform/limits.ts";
import type { HasLog } from "../../platform/log.ts";
import type { HasVault } from "../../store/vault/database.ts";
import { type HasSecrets, requireOperator } from "../guards.ts";
import { jsonBody } from "../problem-response.ts";

/** Dead letters in one answer. */
const PAGE = 1_000;

const count = v.number();

const report = v.object({
  states: v.record(v.string(), count),
  oldestDueOn: v.nullable(v.string()),
  inDoubt: v.object({ waiting: count, settledAsSent: count }),
  dead: count,
  closures: v.object({
    open: count,
    inDoubt: count,
    dead: count,
    unrecorded: count,
    overdue: count,
    reminded: count,
    escalated: count,
    promptsRefused: count,
  }),
  gateways: v.array(
    v.object({
      name: v.string(),
      failures: count,
      pausedUntil: v.nullable(v.string()),
      reason: v.nullable(v.picklist(["credentials", "configuration", "daily-limit", "busy", "failing"])),
    }),
  ),
});

const letters = v.object({
  letters: v.array(
    v.object({
      id: v.string(),
      stage: v.string(),
      area: v.string(),
      reason: v.string(),
      attempts: count,
      since: v.string(),
    }),
  ),
  /** Where to go on; null at the end. */
  next: v.nullable(v.string()),
});

const id = v.pipe(v.string(), v.uuid("the id of a dead letter"));

const replay = v.union(
  [
    v.strictObject({ ids: v.pipe(v.array(id), v.nonEmpty("at least one id"), v.maxLength(PAGE, "at most 1,000 ids")) }),
    v.strictObject({ all: v.literal(true) }),
  ],
  "`ids`, or `all: true`",
);

const json = (description: string, schema: v.GenericSchema) => ({
  description,
  content: { "application/json": { schema: resolver(schema) } },
});

const operator = [{ operatorKey: [] }];
const refused = { 401: { description: "Not the operator's key" } };

/** How deliveries stand, and what to do about those that do not go. */
export const deliveries = new Hono<{
  Variables: { engine: HasVault & HasClock & HasLog & HasSecrets & HasLimits & HasGateways };
}>()
  .use("/deliveries/*", requireOperator)
  .use("/deliveries", requireOperator)
  .get(
    "/deliveries",
    describeRoute({
      operationId: "getDeliveries",
      tags: ["Deliveries"],
      summary: "How deliveries stand",
      description:
        "Invitations by state; those in doubt (given to a gateway that cannot say whether it has them: never sent again); dead letters; gateways that rest.",
      security: operator,
      responses: { 200: json("Counts", report), ...refused },
    }),
    async (c) => {
      c.header("cache-control", "no-store");
      return c.json(await reportDeliveries(c.var.engine));
    },
  )
  .get(
    "/deliveries/dead",
    describeRoute({
      operationId: "listDeadLetters",
      tags: ["Deliveries"],
      summary: "What no gateway took or could deliver, and why",
      description: "Ids, stages, areas and reasons; nobody's name, number or address. In pages: `after` goes on.",
      security: operator,
      responses: { 200: json("Dead letters", letters), ...refused },
    }),
    async (c) => {
      const found = await listDeadLetters(c.var.engine, { after: c.req.query("after") ?? "", limit: PAGE });
      c.header("cache-control", "no-store");
      return c.json({ letters: found, next: found.length === PAGE ? (found.at(-1)?.id ?? null) : null });
    },
  )
  .post(
    "/deliveries/replay",
    describeRoute({
      operationId: "replayDeliveries",
      tags: ["Deliveries"],
      summary: "Put dead letters back among what is to be sent",
      description:
        "They are looked at like anything that is due: whoever may not be written to by now is not. Twice does no harm; what has arrived, or may have, is never put back.",
      security: operator,
      responses: {
        200: json("How many were put back", v.object({ replayed: count })),
        400: { description: "Not of the documented form" },
        ...refused,
      },
    }),
    jsonBody(replay),
    async (c) => {
      const asked = c.req.valid("json");
      const ids = "all" in asked ? "all" : asked.ids;
      await recordAct(
        c.var.engine,
        "operator",
        "replay-delivery",
        ids === "all" ? "deliveries:all" : `deliveries:${ids.length}`,
      );
      return c.json({ replayed: await replayDeliveries(c.var.engine, ids) });
    },
  )
  .post(
    "/deliveries/resume",
    describeRoute({
      operationId: "resumeGateway",
      tags: ["Deliveries"],
      summary: "End a gateway's rest",
      description: "What waits for the end of that rest goes on at once.",
      security: operator,
      responses: {
        200: json("How many invitations and requests no longer wait", v.object({ released: count })),
        400: { description: "Not of the documented form" },
        404: { description: "No gateway of this name rests" },
        ...refused,
      },
    }),
    jsonBody(v.strictObject({ gateway: v.pipe(v.string(), v.maxLength(100)) })),
    async (c) => {
      const { gateway } = c.req.valid("json");
      const isKnown = c.var.engine.gateways.named(gateway) !== null;
      if (isKnown) await recordAct(c.var.engine, "operator", "replay-delivery", `gateway:${gateway}`);
      const released = isKnown ? await resumeGateway(c.var.engine, gateway) : null;
      if (released === null) throw new Problem("not-found", "No gateway of this name rests. See GET /v1/deliveries.");
      return c.json({ released });
    },
  );
