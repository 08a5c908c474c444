import { createMiddleware } from "hono/factory";
import { matchedRoutes } from "hono/route";
import type { HasLog } from "../platform/log.ts";

const REFUSED = new Set([401, 403, 429]);

/** Where callers prove who they are. Victims' pages are left out: the log must not tell when somebody answered. */
const keyed = ["/v1", "/console"];

/**
 * Logs who was not let in, as far as it may be told: what was asked for, as a route without its values, and how it was
 * answered. Neither address nor name nor key.
 */
export const logRefusals = createMiddleware<{ Variables: { engine: HasLog } }>(async (c, next) => {
  await next();
  const { status } = c.res;
  if (!REFUSED.has(status) || !keyed.some((at) => c.req.path === at || c.req.path.startsWith(`${at}/`))) return;
  const route = matchedRoutes(c).findLast(({ method }) => method !== "ALL")?.path ?? "none";
  c.var.engine.log.event("request-refused", { status, method: c.req.method, route });
});
