import { Hono } from "hono";
import { describeRoute, resolver } from "hono-openapi";
import * as v from "valibot";
import areas from "../../../surveys/areas.json" with { type: "json" };
import { mixesCasesAndComments, NATION, type StaffMember, staffRoles } from "../../domain/permission.ts";
import { listAudit, recordAct, verifyAudit } from "../../flow/audit.ts";
import { endStaff, type HasStaff, listStaff, putStaff } from "../../flow/staff.ts";
import { Problem } from "../../kernel/problem.ts";
import type { HasClock } from "../../kernel/time.ts";
import type { HasLimits } from "../../platform/limits.ts";
import type { HasLog } from "../../platform/log.ts";
import type { HasVault } from "../../store/vault/database.ts";
import { type HasSecrets, requireOperator } from "../guards.ts";
import { jsonBody } from "../problem-response.ts";
import { requireStaffOrOperator } from "../staff-guards.ts";

const codes = new Set([NATION, ...areas.areas.map(({ code }) => code)]);

const grant = v.strictObject({
  role: v.picklist(staffRoles),
  area: v.pipe(
    v.string(),
    v.check((code) => codes.has(code), "the GSS code of a police area such as E23000004, or * for the nation"),
  ),
});

const request = v.strictObject({
  name: v.pipe(v.string(), v.trim(), v.nonEmpty("a name"), v.maxLength(100, "a name of at most 100 characters")),
  grants: v.pipe(v.array(grant), v.maxLength(100, "at most 100 grants")),
});

const member = v.object({ email: v.string(), name: v.string(), grants: v.array(grant) });
const listed = v.object({ ...member.entries, createdAt: v.string(), endedAt: v.nullable(v.string()) });

const EMAIL = /^[^\s@/]{1,64}@[^\s@/]{1,190}$/;

function emailOf(given: string): string {
  if (!EMAIL.test(given)) throw new Problem("invalid-request", "Name somebody by their e-mail address.");
  return given.toLowerCase();
}

const entry = v.object({
  seq: v.number(),
  at: v.string(),
  actor: v.string(),
  action: v.string(),
  object: v.string(),
  hash: v.string(),
});
const head = v.object({ seq: v.number(), hash: v.string() });
const report = v.object({
  outcome: v.picklist(["intact", "too-old", "broken"]),
  from: v.nullable(v.number()),
  head: v.nullable(head),
  breach: v.nullable(v.object({ seq: v.number(), why: v.picklist(["altered", "missing", "cut-off"]) })),
});

const MOST = 1_000;

/** A whole number of a query; null when it is another thing. */
const wholeOf = (text: string) => (/^\d{1,15}$/.test(text) ? Number(text) : null);

/** A head that the caller has kept: `seq:hash`. */
function headOf(text: string | undefined) {
  if (text === undefined) return null;
  const [, seq = "", hash = ""] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (hash === "") throw new Problem("invalid-request", "Give `head` as SEQ:HASH, as an earlier answer had it.");
  return { seq: Number(seq), hash };
}

const json = (description: string, schema: v.GenericSchema) => ({
  description,
  content: { "application/json": { schema: resolver(schema) } },
});

const operator = [{ operatorKey: [] }];
const auditors = [...operator, { staffToken: [] }];
const refused = { 401: { description: "Neither the operator's key nor a member of staff" } };

/** Who may sign in and what they may do, for the operator; and the audit log. */
export const staff = new Hono<{
  Variables: { engine: HasVault & HasClock & HasLog & HasSecrets & HasStaff & HasLimits; member?: StaffMember };
}>()
  .get(
    "/staff",
    describeRoute({
      operationId: "listStaff",
      tags: ["Staff"],
      summary: "Who may sign in, and what they may do",
      description: "Those whose work has ended are listed too, with the moment of it and no grants.",
      security: operator,
      responses: { 200: json("Everybody", v.object({ staff: v.array(listed) })), ...refused },
    }),
    requireOperator,
    async (c) => {
      c.header("cache-control", "no-store");
      return c.json({ staff: await listStaff(c.var.engine) });
    },
  )
  .put(
    "/staff/:email",
    describeRoute({
      operationId: "putStaff",
      tags: ["Staff"],
      summary: "Let somebody in, or change what they may do",
      description:
        "The grants replace all earlier ones. They hold everywhere within a minute. Whoever had ended begins anew.",
      security: operator,
      responses: {
        200: json("As it stands now", member),
        201: json("Let in", member),
        400: { description: "Not of the documented form" },
        ...refused,
      },
    }),
    requireOperator,
    jsonBody(request),
    async (c) => {
      const asked = { email: emailOf(c.req.param("email")), ...c.req.valid("json") };
      if (mixesCasesAndComments(asked.grants)) {
        throw new Problem("invalid-request", "Nobody both handles victims' cases and reads what victims write.", [
          { path: "grants", fix: "Give moderator alone, or without officer, coordinator, interviewer and adviser." },
        ]);
      }
      const state = await putStaff(c.var.engine, "operator", asked);
      c.header("cache-control", "no-store");
      return c.json(asked, state === "created" ? 201 : 200);
    },
  )
  .delete(
    "/staff/:email",
    describeRoute({
      operationId: "endStaff",
      tags: ["Staff"],
      summary: "End somebody's work",
      description: "They may do nothing from now on here, and within a minute everywhere. Ending twice does no harm.",
      security: operator,
      responses: { 204: { description: "Ended" }, 404: { description: "Nobody of that address" }, ...refused },
    }),
    requireOperator,
    async (c) => {
      const isKnown = await endStaff(c.var.engine, "operator", emailOf(c.req.param("email")));
      if (!isKnown) throw new Problem("not-found", "Nobody is registered under that address.");
      return c.body(null, 204);
    },
  )
  .get(
    "/audit",
    describeRoute({
      operationId: "listAudit",
      tags: ["Staff"],
      summary: "Who did what, oldest first",
      description: `A page of at most ${MOST} entries. Ask for more with \`after\`, the last number of the page before.`,
      security: auditors,
      parameters: [
        { name: "after", in: "query", schema: { type: "integer", minimum: 0, default: 0 } },
        { name: "limit", in: "query", schema: { type: "integer", minimum: 1, maximum: MOST, default: 100 } },
      ],
      responses: { 200: json("A page", v.object({ entries: v.array(entry) })), ...refused },
    }),
    requireStaffOrOperator("read-audit"),
    async (c) => {
      const [after, limit] = [wholeOf(c.req.query("after") ?? "0"), wholeOf(c.req.query("limit") ?? "100")];
      if (after === null || limit === null || limit < 1 || limit > MOST)
        throw new Problem("invalid-request", `Give \`after\` as a number and \`limit\` as one from 1 to ${MOST}.`);
      const reader = c.var.member ? { staff: c.var.member.email } : "operator";
      await recordAct(c.var.engine, reader, "read-audit", `audit:after=${after}`);
      c.header("cache-control", "no-store");
      return c.json({ entries: await listAudit(c.var.engine, after, limit) });
    },
  )
  .get(
    "/audit/verify",
    describeRoute({
      operationId: "verifyAudit",
      tags: ["Staff"],
      summary: "Whether the audit log is whole",
      description:
        "Follows the chain of hashes. Give an earlier head, such as the one in last night's log, and a chain that was cut off at its end, or made anew, is found as well. `too-old`: the chain is whole, but begins after that head, for entries end after a year; a head that is younger must never be too old.",
      security: auditors,
      parameters: [{ name: "head", in: "query", description: "SEQ:HASH", schema: { type: "string" } }],
      responses: { 200: json("What was found", report), 400: { description: "Not a head" }, ...refused },
    }),
    requireStaffOrOperator("read-audit"),
    async (c) => {
      c.header("cache-control", "no-store");
      return c.json(await verifyAudit(c.var.engine, headOf(c.req.query("head"))));
    },
  );
