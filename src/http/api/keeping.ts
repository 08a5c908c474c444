import { Hono } from "hono";
import { describeRoute, resolver } from "hono-openapi";
import * as v from "valibot";
import { recordAct } from "../../flow/audit.ts";
import { resumeVault } from "../../flow/restored.ts";
import { Problem } from "../../kernel/problem.ts";
import type { HasLimits } from "../../platform/limits.ts";
import { datedKinds, type HasKeys } from "../../platform/keys.ts";
import { type HasSecrets, requireOperator } from "../guards.ts";

const receipts = v.object({
  destroyed: v.array(v.object({ kind: v.picklist(datedKinds), name: v.string(), on: v.string() })),
});
const resumed = v.object({ optOuts: v.number(), inDoubt: v.number() });

const operator = [{ operatorKey: [] }];
const refused = { 401: { description: "Not the operator's key" } };

/** What the operator is shown of keys that have ended, and does after the vault was restored. */
export const keeping = new Hono<{
  Variables: { engine: Parameters<typeof resumeVault>[0] & HasKeys & HasSecrets & HasLimits };
}>()
  .get(
    "/keys/destroyed",
    describeRoute({
      operationId: "listDestroyedKeys",
      tags: ["Keys"],
      summary: "Which keys were destroyed, and when",
      description:
        "Kind, name (a week, day or quarter) and day of every dated key that was destroyed: from that day on nobody opens what was sealed under it, in a database, its history or a copy. Nothing of a key is kept. A receipt shows that the key was asked to be deleted, and is not there now.",
      security: operator,
      responses: {
        200: { description: "Receipts", content: { "application/json": { schema: resolver(receipts) } } },
        ...refused,
      },
    }),
    requireOperator,
    async (c) => {
      const { keys } = c.var.engine;
      const destroyed = (await Promise.all(datedKinds.map((kind) => keys.destroyed(kind)))).flat();
      c.header("cache-control", "no-store");
      return c.json({ destroyed });
    },
  )
  .post(
    "/vault/resume",
    describeRoute({
      operationId: "resumeVault",
      tags: ["Keys"],
      summary: "Use the vault again after it was restored to an earlier moment",
      description:
        "Opt-outs since that moment are put back, what may have gone since is in doubt and never goes again, conversations by text end, and every gateway rests for seven days, or until you end its rest: when every sender has told us again what happened since.",
      security: operator,
      responses: {
        200: { description: "Put right", content: { "application/json": { schema: resolver(resumed) } } },
        409: { description: "The vault was not restored" },
        ...refused,
      },
    }),
    requireOperator,
    async (c) => {
      await recordAct(c.var.engine, "operator", "resume-vault", "vault");
      const done = await resumeVault(c.var.engine);
      if (done === null)
        throw new Problem("conflict", "The vault is not older than its mark. There is nothing to resume.");
      return c.json(done);
    },
  );
