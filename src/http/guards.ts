import { createMiddleware } from "hono/factory";
import type { Sender, SenderRole } from "../domain/sender.ts";
import { authenticate } from "../flow/senders.ts";
import { Problem } from "../kernel/problem.ts";
import type { HasClock } from "../kernel/time.ts";
import { isEqualInConstantTime } from "../platform/crypto.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasVault } from "../store/vault/database.ts";

/** Keys that are given to the Worker as secrets, not made by it. */
export type HasSecrets = {
  readonly secrets: {
    readonly operatorKey: string;
    /** By key id, the secrets with which HMCTS signs its notices, in base64. */
    readonly resultsSubscriptionKeys: Readonly<Record<string, string>>;
  };
};

const bearerOf = (header: string | undefined) => /^Bearer +(\S.*)$/i.exec(header ?? "")?.[1] ?? null;

const unauthenticated = () =>
  new Problem("unauthenticated", "Send `Authorization: Bearer` with a key that is valid today.");

/** Lets in a sender of one of these roles, and tells the route who it is (`c.var.sender`). */
export const requireSender = (...roles: readonly SenderRole[]) =>
  createMiddleware<{ Variables: { engine: HasVault & HasKeys & HasClock; sender: Sender } }>(async (c, next) => {
    const key = bearerOf(c.req.header("authorization"));
    const sender = key === null ? null : await authenticate(c.var.engine, key);
    if (!sender) throw unauthenticated();
    if (!roles.includes(sender.role))
      throw new Problem("forbidden", `This needs a key of the role ${roles.join(" or ")}.`);
    c.set("sender", sender);
    await next();
  });

/** Lets in the operator alone. Without an operator key nobody is. */
export const requireOperator = createMiddleware<{ Variables: { engine: HasSecrets } }>(async (c, next) => {
  const key = bearerOf(c.req.header("authorization"));
  const { operatorKey } = c.var.engine.secrets;
  if (key === null || operatorKey === "" || !isEqualInConstantTime(key, operatorKey)) throw unauthenticated();
  await next();
});
