import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { Scope, Sender, SenderRole } from "../domain/sender.ts";
import { readSignedHeaders, type SignedHeaders, skewOf } from "../domain/webhook.ts";
import { allowAgain, authenticateKey, authenticateSignature, type Caller, refuseReplay } from "../flow/authenticate.ts";
import { Problem } from "../kernel/problem.ts";
import type { HasClock } from "../kernel/time.ts";
import { isEqualInConstantTime } from "../platform/crypto.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasLimits } from "../platform/limits.ts";
import type { HasVault } from "../store/vault/database.ts";
import { addressOf, countFailure, refuseGuesser, rememberRight } from "./callers.ts";

/** Keys that are given to the Worker as secrets, not made by it. */
export type HasSecrets = {
  readonly secrets: {
    readonly operatorKey: string;
    /** By key id, the secrets with which HMCTS signs its notices, in base64. */
    readonly resultsSubscriptionKeys: Readonly<Record<string, string>>;
  };
};

type Guarded = HasVault & HasKeys & HasClock & HasLimits;

const bearerOf = (header: string | undefined) => /^Bearer +(\S.*)$/i.exec(header ?? "")?.[1] ?? null;

const unauthenticated = (detail: string) => new Problem("unauthenticated", detail);

const NO_KEY = "Send `Authorization: Bearer` with a key that is valid today.";

/** A key's first characters, which may be shown: guesses at one key count together. */
const SHOWN = 11;

async function byKey(engine: Guarded, headers: Headers): Promise<Caller> {
  const key = bearerOf(headers.get("authorization") ?? undefined);
  if (key === null) throw unauthenticated(`${NO_KEY} Or sign the request by Standard Webhooks.`);
  const claim = { address: addressOf(headers), of: key.slice(0, SHOWN) };
  await refuseGuesser(engine, claim);
  const caller = await authenticateKey(engine, key);
  if (caller) {
    rememberRight(engine, claim);
    return caller;
  }
  await countFailure(engine, claim);
  throw unauthenticated(NO_KEY);
}

type Signed = { readonly signed: SignedHeaders; readonly body: Uint8Array };

async function bySignature(engine: Guarded, c: Context): Promise<Caller & Signed> {
  const senderId = c.req.query("sender") ?? "";
  if (senderId === "")
    throw unauthenticated("Name the sender in the address to which signed events go: `?sender=` and its id.");
  const reading = readSignedHeaders((name) => c.req.header(name));
  if (!reading.ok) throw new Problem("unauthenticated", "Mend the headers that `errors` lists.", reading.faults);
  const signed = reading.read;
  const skew = skewOf(signed.timestamp, engine.clock.now());
  if (skew !== null) throw unauthenticated(skew);
  const claim = { address: addressOf(c.req.raw.headers), of: `sender ${senderId}` };
  await refuseGuesser(engine, claim);
  // Kept by the request, so that the route reads what was verified.
  const body = new Uint8Array(await c.req.arrayBuffer());
  const caller = await authenticateSignature(engine, senderId, signed, body);
  if (caller) {
    rememberRight(engine, claim);
    return { ...caller, signed, body };
  }
  await countFailure(engine, claim);
  throw unauthenticated(
    "No signature is one of this sender over `webhook-id.webhook-timestamp.body`. Sign the exact bytes of the body with a key that is valid today.",
  );
}

async function refuseUnlessAllowed(
  engine: Guarded,
  { key, sender }: Caller,
  scope: Scope,
  roles: readonly SenderRole[],
) {
  if (!(await engine.limits.admit(key.id))) {
    throw new Problem("too-many-requests", "This key has made too many requests in a minute. Send events in batches.");
  }
  if (!roles.includes(sender.role))
    throw new Problem("forbidden", `This needs a key of a sender with the role ${roles.join(" or ")}.`);
  if (!key.scopes.includes(scope))
    throw new Problem("forbidden", `This key has not the scope ${scope}. Ask the operator for one that has.`);
}

/** Signed, or meant to be: without its signature it is told what is missing. */
const isSigned = (headers: Headers) =>
  headers.has("webhook-signature") ||
  (!headers.has("authorization") && (headers.has("webhook-id") || headers.has("webhook-timestamp")));

/**
 * Lets in a sender of one of these roles, with a key of this scope, and tells the route who it is (`c.var.sender`).
 *
 * A request that has the header `webhook-signature` is taken as signed by Standard Webhooks, whatever else it has: its
 * body is read here, in whole, and the route gets the same bytes from `c.req.arrayBuffer()`, `.text()` or `.json()` (not
 * from `c.req.raw`). Any other must show an API key, and its body is left alone.
 */
export const requireSender = (scope: Scope, ...roles: readonly SenderRole[]) =>
  createMiddleware<{ Variables: { engine: Guarded; sender: Sender } }>(async (c, next) => {
    const { engine } = c.var;
    if (!isSigned(c.req.raw.headers)) {
      const caller = await byKey(engine, c.req.raw.headers);
      await refuseUnlessAllowed(engine, caller, scope, roles);
      c.set("sender", caller.sender);
      return await next();
    }
    const caller = await bySignature(engine, c);
    await refuseUnlessAllowed(engine, caller, scope, roles);
    const before = await refuseReplay(engine, caller, caller.signed, caller.body);
    c.set("sender", caller.sender);
    await next();
    if (c.res.status >= 500) await allowAgain(engine, caller, caller.signed, before);
    return undefined;
  });

/** @throws Problem `unauthenticated` unless the request shows the operator's key. Without one nobody is the operator. */
async function refuseUnlessOperator(engine: HasSecrets & HasLimits, headers: Headers): Promise<void> {
  const key = bearerOf(headers.get("authorization") ?? undefined);
  if (key === null) throw unauthenticated(NO_KEY);
  const claim = { address: addressOf(headers), of: "operator" };
  await refuseGuesser(engine, claim);
  const { operatorKey } = engine.secrets;
  if (operatorKey !== "" && isEqualInConstantTime(key, operatorKey)) return rememberRight(engine, claim);
  await countFailure(engine, claim);
  throw unauthenticated(NO_KEY);
}

/** Lets in the operator alone. */
export const requireOperator = createMiddleware<{ Variables: { engine: HasSecrets & HasLimits } }>(async (c, next) => {
  await refuseUnlessOperator(c.var.engine, c.req.raw.headers);
  await next();
});
