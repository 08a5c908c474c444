import { Hono } from "hono";
import { describeRoute } from "hono-openapi";
import * as v from "valibot";
import { recordAct } from "../../flow/audit.ts";
import type { CorrectionState } from "../../flow/correct-release.ts";
import type { Localised } from "../../kernel/locale.ts";
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
  readonly releases: {
    start(period: Quarter): Promise<"started" | "building" | "exists" | "period-open" | "records-gone">;
    /** Starts the Workflow that builds a correction, by the same steps. */
    correct(period: Quarter, reason: Localised): Promise<CorrectionState>;
  };
};

const words = v.pipe(v.string(), v.trim(), v.minLength(10, "a sentence that readers understand"), v.maxLength(1000));

const request = v.strictObject({
  period: v.pipe(v.string(), v.regex(/^\d{4}Q[1-4]$/, "a calendar quarter such as 2026Q1")),
  /** Builds the period's next release, which corrects the newest, and says why to whoever reads it. */
  correction: v.optional(v.strictObject({ reason: v.strictObject({ en: words, cy: words }) })),
});

/** Begins a correction. @returns The id of the release that is being built. @throws Problem `conflict`, saying why not. */
async function correct({ releases }: HasReleases, period: Quarter, reason: Localised): Promise<string> {
  const outcome = await releases.correct(period, reason);
  switch (outcome.state) {
    case "not-released":
      throw new Problem("conflict", `There is no published release of ${period} to correct.`);
    case "corrected-lately":
      throw new Problem(
        "conflict",
        `A period is corrected once a year at most, for each correction costs privacy. Try again on ${outcome.until}.`,
      );
    case "records-gone":
      throw new Problem(
        "conflict",
        "The records are deleted 90 days after a period's first release: there is nothing left to count again.",
      );
    case "other-reason":
      throw new Problem(
        "conflict",
        `The correction ${outcome.id} is being built already, for another reason. It is not changed; ask for it with its own reason to go on with it.`,
      );
    case "started":
    case "building":
      return outcome.id;
  }
}

export const builds = new Hono<{
  Variables: { engine: HasReleases & HasSecrets & HasVault & HasClock & HasLimits & HasStaff; member?: StaffMember };
}>().post(
  "/releases",
  describeRoute({
    operationId: "startRelease",
    tags: ["Results"],
    summary: "Start building the release of a quarter",
    description:
      "A release is built once, after its quarter is over and every sealed answer of it has been mixed. Asking again while it is being built does no harm, and goes on with a build that was interrupted. With `correction` it builds the next release of a period that was released already, of the records as they are now, while there are any; what it changes is listed under /v1/releases/{id}/changes.",
    security: [{ operatorKey: [] }, { staffToken: [] }],
    responses: {
      202: { description: "Being built; watch GET /v1/releases/{id}" },
      409: {
        description:
          "Built already, or too early; nothing to correct, not yet again, or being corrected for another reason; or the responses database was set back to before a release (`restored`)",
      },
    },
  }),
  requireStaffOrOperator("build-release"),
  jsonBody(request),
  async (c) => {
    const { period, correction } = c.req.valid("json");
    const by = c.var.member ? { staff: c.var.member.email } : "operator";
    if (correction) {
      await recordAct(c.var.engine, by, "correct-release", `release:${period}`);
      const id = await correct(c.var.engine, period as Quarter, correction.reason);
      return c.json({ id, status: "building" }, 202);
    }
    await recordAct(c.var.engine, by, "start-release", `release:${period}`);
    const state = await c.var.engine.releases.start(period as Quarter);
    if (state === "exists") throw new Problem("conflict", `The release ${period} exists. A release is built once.`);
    if (state === "records-gone") {
      throw new Problem(
        "conflict",
        `The answers of ${period} were ended before anybody released them, or are about to be.`,
      );
    }
    if (state === "period-open") {
      throw new Problem(
        "conflict",
        `The quarter ${period} is not over, or answers of it still wait to be mixed. Try again tomorrow.`,
      );
    }
    return c.json({ id: period, status: "building" }, 202);
  },
);
