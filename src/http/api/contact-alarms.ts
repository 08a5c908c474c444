import { Hono } from "hono";
import { describeRoute, resolver } from "hono-openapi";
import * as v from "valibot";
import { alarmReasons, contactLooks, contactSigns } from "../../domain/contact-alarm.ts";
import type { StaffMember } from "../../domain/permission.ts";
import type { HasStaff } from "../../flow/staff.ts";
import { acknowledgeAlarm, reportContacts } from "../../flow/watch-contacts.ts";
import { Problem } from "../../kernel/problem.ts";
import type { HasClock } from "../../kernel/time.ts";
import type { HasLimits } from "../../platform/limits.ts";
import type { HasVault } from "../../store/vault/database.ts";
import type { HasSecrets } from "../guards.ts";
import { jsonBody } from "../problem-response.ts";
import { requireStaffOrOperator } from "../staff-guards.ts";

const counted = v.object({ n: v.number(), base: v.number() });

const report = v.object({
  countedTo: v.nullable(v.string()),
  alarms: v.array(
    v.object({
      area: v.string(),
      sign: v.picklist(contactSigns),
      look: v.picklist(contactLooks),
      n: v.number(),
      base: v.number(),
      expected: v.number(),
      z: v.number(),
      raisedOn: v.string(),
      seenOn: v.string(),
      endedOn: v.nullable(v.string()),
      acknowledged: v.nullable(
        v.object({ on: v.string(), by: v.string(), reason: v.picklist(alarmReasons), share: v.number() }),
      ),
    }),
  ),
  counts: v.array(v.object({ area: v.string(), sign: v.picklist(contactSigns), quarter: counted, month: counted })),
});

const acknowledgement = v.strictObject({
  area: v.pipe(v.string(), v.maxLength(20)),
  sign: v.picklist(contactSigns, "repeated, replaced or misdirected"),
  reason: v.picklist(alarmReasons, "explained, mended or being-looked-into"),
});

type Engine = HasVault & HasClock & HasSecrets & HasLimits & HasStaff;

const security = [{ operatorKey: [] }, { staffToken: [] }];
const refused = {
  401: { description: "Not the operator's key, and nobody who has signed in" },
  403: { description: "A role, or an area, that may not" },
};

/** Areas whose numbers and addresses are odd, for the operator: counts of invitations, and nobody in them. */
export const contactAlarms = new Hono<{ Variables: { engine: Engine; member?: StaffMember } }>()
  .get(
    "/contact-alarms",
    describeRoute({
      operationId: "listContactAlarms",
      tags: ["Deliveries"],
      summary: "Alarms about areas' numbers and addresses, and the counts on which they rest",
      description:
        "`repeated`: invitations of victims whose number or e-mail address three or more victims of the same force have, in three or more cases. `replaced`: those of victims whose number a sender replaced or took away, also as `no-contact`, after a text had gone to them, or whose e-mail address after an e-mail had. `misdirected`: messages that could not be delivered, or reached somebody else; calls are not among them. By area, of the last thirteen and four whole weeks (`quarter`, `month`), beside all areas, or of four beside the area's own thirteen before (`change`). An alarm stops nothing and proves nothing. `seenOn` is the last night that kept it: an open one stays as it was while its area cannot be looked at.",
      security,
      responses: {
        200: {
          description: "Alarms, the open ones first, and counts",
          content: { "application/json": { schema: resolver(report) } },
        },
        ...refused,
      },
    }),
    requireStaffOrOperator("see-alarms"),
    async (c) => {
      c.header("cache-control", "no-store");
      return c.json(await reportContacts(c.var.engine));
    },
  )
  .post(
    "/contact-alarms/acknowledge",
    describeRoute({
      operationId: "acknowledgeContactAlarm",
      tags: ["Deliveries"],
      summary: "Say that an alarm was seen, and what came of it",
      description:
        "The open alarm of an area and sign. It counts as seen until its share is half as high again, or it ends.",
      security,
      responses: {
        204: { description: "Noted" },
        400: { description: "Not of the documented form" },
        404: { description: "No alarm is open there that nobody has seen" },
        ...refused,
      },
    }),
    requireStaffOrOperator("acknowledge-alarm"),
    jsonBody(acknowledgement),
    async (c) => {
      const { area, sign, reason } = c.req.valid("json");
      const by = c.var.member ? { staff: c.var.member.email } : "operator";
      if (!(await acknowledgeAlarm(c.var.engine, by, { area, sign }, reason)))
        throw new Problem("not-found", "No alarm is open there that nobody has seen. See GET /v1/contact-alarms.");
      return c.body(null, 204);
    },
  );
