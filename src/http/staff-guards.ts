import type { Context } from "hono";
import { every, except } from "hono/combine";
import { createMiddleware } from "hono/factory";
import { mayAnywhere, type StaffAct, type StaffMember } from "../domain/permission.ts";
import { findStaff, type HasStaff } from "../flow/staff.ts";
import { Problem } from "../kernel/problem.ts";
import type { HasClock } from "../kernel/time.ts";
import type { HasVault } from "../store/vault/database.ts";
import { requireOperator } from "./guards.ts";

type Engine = HasVault & HasClock & HasStaff;

const strangers = ({ staff }: HasStaff) =>
  staff.isConnected
    ? new Problem("unauthenticated", "Sign in with an account that your administrator has registered.")
    : new Problem("unauthenticated", "Sign-in is not connected here. Operators: see docs/operations.md, Staff.");

/** Who a request is of; they may do this somewhere, if anything is named. @throws Problem `unauthenticated`, `forbidden`. */
async function admit(engine: Engine, request: Request, act: StaffAct | null): Promise<StaffMember> {
  const member = await findStaff(engine, request);
  if (member === null) throw strangers(engine);
  if (act !== null && !mayAnywhere(member.grants, act))
    throw new Problem("forbidden", "Ask your administrator for a role that may.");
  return member;
}

/**
 * Lets in staff who may do this somewhere, or whoever is registered where nothing is named, and tells the route who it
 * is (`c.var.member`). *Where* they may is for the route to ask, of the row that it is about.
 */
export const requireStaff = (act: StaffAct | null) =>
  createMiddleware<{ Variables: { engine: Engine; member: StaffMember } }>(async (c, next) => {
    c.set("member", await admit(c.var.engine, c.req.raw, act));
    await next();
  });

const hasKey = (c: Context) => c.req.header("authorization") !== undefined;

/** Lets in whoever shows the operator's key, or staff who may do this somewhere (`c.var.member`). */
export const requireStaffOrOperator = (act: StaffAct) =>
  every(
    except((c) => !hasKey(c), requireOperator),
    except(hasKey, requireStaff(act)),
  );

const READING = new Set(["GET", "HEAD"]);

/**
 * Refuses every request that changes something and does not come from a page of ours, by the word of the browser
 * (`Sec-Fetch-Site`, in all since 2023). Access keeps its cookie by its own rules, `SameSite=None` among them
 * (operations.md says what to set), so the cookie alone protects no form; and staff's browsers are not old.
 */
export const ownPagesOnly = createMiddleware(async (c, next) => {
  if (!READING.has(c.req.method) && c.req.header("sec-fetch-site") !== "same-origin") {
    throw new Problem("forbidden", "Post this form from its own page.");
  }
  await next();
});
