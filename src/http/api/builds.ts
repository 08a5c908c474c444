import { Hono } from "hono";
import { describeRoute } from "hono-openapi";
import * as v from "valibot";
import { recordAct } from "../../flow/audit.ts";
import { Problem } from "../../kernel/problem.ts";
import type { HasClock, Quarter } from "../../kernel/time.ts";
import type { HasLimits } from "../../platform/limits.ts";
import type { HasVault } from "../../store/vault/database.ts";
import type { StaffMember } from "../../domain/permission.ts";
import type { HasStaff } from "../../flow/staff.ts";
import type { HasSecrets } from "../guards.ts";
import { jsonBody } from "../problem-response.ts";
import { requireStaffOrOperator } from "../staff-guards.ts";

/** Starts the Workflow that builds a release, or starts it again where it was interrupted. */
export type HasReleases = {
  readonly releases: { start(period: Quarter): Promise<"started" | "building" | "exists" | "period-open"> };
};

const request = v.strictObject({
  period: v.pipe(v.string(), v.regex(/^\d{4}Q[1-4]$/, "a calendar quarter such as 2026Q1")),
});

export const builds = new Hono<{
  Variables: { engine: HasReleases & HasSecrets & HasVault & HasClock & HasLimits & HasStaff; member?: StaffMember };
}>().post(
  "/releases",
  describeRoute({
    operationId: "startRelease",
    tags: ["Results"],
    summary: "Start building the release of a quarter",
    description:
      "A release is built once, after its quarter is over and every sealed answer of it has been mixed. Asking again while it is being built does no harm, and goes on with a build that was interrupted.",
    security: [{ operatorKey: [] }, { staffToken: [] }],
    responses: {
      202: { description: "Being built; watch GET /v1/releases/{id}" },
      409: { description: "Built already, or too early" },
    },
  }),
  requireStaffOrOperator("build-release"),
  jsonBody(request),
  async (c) => {
    const { period } = c.req.valid("json");
    const by = c.var.member ? { staff: c.var.member.email } : "operator";
    await recordAct(c.var.engine, by, "start-release", `release:${period}`);
    const state = await c.var.engine.releases.start(period as Quarter);
    if (state === "exists") throw new Problem("conflict", `The release ${period} exists. A release is built once.`);
    if (state === "period-open") {
      throw new Problem(
        "conflict",
        `The quarter ${period} is not over, or answers of it still wait to be mixed. Try again tomorrow.`,
      );
    }
    return c.json({ id: period, status: "building" }, 202);
  },
);
