import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { openSession, sealSession, type Session } from "../../flow/answer.ts";
import { isLocale, type Locale } from "../../kernel/locale.ts";
import type { HasClock } from "../../kernel/time.ts";
import type { HasKeys } from "../../platform/keys.ts";

/**
 * One sitting: what a browser keeps while somebody answers. One cookie, `__Host-feedback`, sealed, gone when the browser
 * closes; `SameSite=Strict`, because every page that needs it is reached from one of ours.
 */
const COOKIE = "feedback";
const attributes = { prefix: "host", secure: true, httpOnly: true, sameSite: "Strict", path: "/" } as const;

export const findSession = (c: Context, engine: HasKeys & HasClock): Promise<Session | null> =>
  openSession(engine, getCookie(c, COOKIE, "host"));

export async function keepSession(c: Context, engine: HasKeys, session: Session): Promise<void> {
  setCookie(c, COOKIE, await sealSession(engine, session), attributes);
}

export const endSession = (c: Context) => setCookie(c, COOKIE, "", { ...attributes, maxAge: 0 });

/** The language asked for by the address, else by the browser, else English. */
export function localeOf(c: Context): Locale {
  const asked = c.req.query("lang");
  if (isLocale(asked)) return asked;
  return /^\s*cy\b/i.test(c.req.header("Accept-Language") ?? "") ? "cy" : "en";
}

/** The fields of a posted form. */
export const readForm = async (c: Context) => new URLSearchParams(await c.req.text());
