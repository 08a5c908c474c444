import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { openSession, respondentOf, sealSession, type Session } from "../../flow/answer.ts";
import type { Variant } from "../../instrument/definition.ts";
import { instrumentOf } from "../../instrument/registry.ts";
import { isLanguage, isLocale, type Language, type Locale } from "../../kernel/locale.ts";
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

/** Whose sitting it is: what they are asked, and how it is put to them. */
export const whoOf = (session: Session) => ({
  instrument: instrumentOf(session.instrument),
  respondent: respondentOf(session),
  locale: session.locale,
});

/** The words asked for by an address or a form: the usual ones, unless it says otherwise. */
export const variantOf = (asked: string | null | undefined): Variant => (asked === "easy" ? "easy" : "standard");

/** The language asked for by the address, else by the browser, else English. */
export function localeOf(c: Context): Locale {
  const asked = c.req.query("lang");
  if (isLocale(asked)) return asked;
  return /^\s*cy\b/i.test(c.req.header("Accept-Language") ?? "") ? "cy" : "en";
}

/** The same among all the languages that a victim may read in. */
export function languageOf(c: Context): Language {
  const asked = c.req.query("lang");
  if (isLanguage(asked)) return asked;
  const preferred = /^\s*([a-z]{2})\b/i.exec(c.req.header("Accept-Language") ?? "")?.[1]?.toLowerCase();
  return isLanguage(preferred) ? preferred : "en";
}

const utf8 = new TextDecoder();

/** The fields of a posted form. Read as bytes: a form is no text to the platform, which warns of each that is read so. */
export const readForm = async (c: Context) => new URLSearchParams(utf8.decode(await c.req.arrayBuffer()));
