import { createMiddleware } from "hono/factory";
import { Problem } from "../kernel/problem.ts";
import type { HasLimits } from "../platform/limits.ts";
import { addressOf } from "./callers.ts";

const READING = new Set(["GET", "HEAD"]);

/**
 * Refuses forms that come from one address faster than any number of people behind it would send them: as many a minute
 * as a key has requests. What can be guessed at is counted by itself, and far more narrowly (flow/typed-code.ts).
 *
 * @throws Problem `too-many-requests`.
 */
export const refuseFloods = createMiddleware<{ Variables: { engine: HasLimits } }>(async (c, next) => {
  const isForm = !READING.has(c.req.method);
  if (isForm && !(await c.var.engine.limits.admit(`forms ${addressOf(c.req.raw.headers)}`))) {
    c.header("Retry-After", "60");
    throw new Problem("too-many-requests", "Wait a minute.");
  }
  await next();
});
