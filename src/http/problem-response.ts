import type { ErrorHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import { validator } from "hono-openapi";
import type { GenericSchema } from "valibot";
import { faultsOf } from "../domain/feeds/reading.ts";
import { Problem, type ProblemType } from "../kernel/problem.ts";
import type { HasLog } from "../platform/log.ts";

const hasLog = (engine: unknown): engine is HasLog => typeof engine === "object" && engine !== null && "log" in engine;

/** What hono's own middleware throws, in our words. Its own may quote what was sent. */
const problemOfStatus = (status: number): Problem => {
  const types: { readonly [status: number]: ProblemType } = {
    401: "unauthenticated",
    403: "forbidden",
    404: "not-found",
    413: "too-large",
    415: "unsupported-media-type",
  };
  const type = types[status] ?? (status < 500 ? "invalid-request" : "internal");
  return new Problem(type, type === "invalid-request" ? "The body cannot be read as JSON." : "");
};

const headersOf = ({ type }: Problem): Readonly<Record<string, string>> => ({
  "content-type": "application/problem+json",
  "cache-control": "no-store",
  ...(type === "unauthenticated" && { "www-authenticate": "Bearer" }),
  ...(type === "busy" && { "retry-after": "5" }),
  ...((type === "key-not-ready" || type === "too-many-requests") && { "retry-after": "60" }),
});

/** Tells what went wrong as RFC 9457; what is our own fault is logged and told without detail. */
export const onApiError: ErrorHandler = (cause, c) => {
  const problem =
    cause instanceof Problem
      ? cause
      : cause instanceof HTTPException
        ? problemOfStatus(cause.status)
        : new Problem("internal", "");
  const engine: unknown = c.get("engine");
  if (problem.type === "internal" && hasLog(engine)) engine.log.failure("request-failed", cause);
  return c.body(JSON.stringify(problem), problem.status, headersOf(problem));
};

// What a schema checks beyond JSON Schema is told in words where it fails.
export const asSent = { options: { errorMode: "ignore", typeMode: "input" } } as const;

/**
 * A validated JSON body. Where it is wrong, the answer says where and how to mend it, and never what it held: the
 * library's own answer quotes the body.
 */
export const jsonBody = <const S extends GenericSchema>(schema: S) =>
  validator(
    "json",
    schema,
    (result) => {
      if (!result.success) throw new Problem("invalid-request", "Mend what `errors` lists.", faultsOf(result.error));
    },
    asSent,
  );
