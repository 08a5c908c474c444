import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { HtmlEscapedString } from "hono/utils/html";
import { openSession, respondentOf, sealSession, type Session } from "../../flow/answer.ts";
import type { Variant } from "../../instrument/definition.ts";
import { instrumentOf } from "../../instrument/registry.ts";
import { isLanguage, isLocale, type Language, type Locale } from "../../kernel/locale.ts";
import type { HasKeys } from "../../platform/keys.ts";

/**
 * One sitting: what a browser keeps while somebody answers. One cookie, `__Host-feedback`, sealed, gone when the browser
 * closes; `SameSite=Strict`, because every page that needs it is reached from one of ours.
 */
const COOKIE = "feedback";
const attributes = { prefix: "host", secure: true, httpOnly: true, sameSite: "Strict", path: "/" } as const;

/** Whose sitting a browser carries, also one that is over; null when it carries none of ours. */
export const findSession = (c: Context, engine: HasKeys): Promise<Session | null> =>
  openSession(engine, getCookie(c, COOKIE, "host"));

export async function keepSession(c: Context, engine: HasKeys, session: Session): Promise<void> {
  setCookie(c, COOKIE, await sealSession(engine, session), attributes);
}

export const endSession = (c: Context) => setCookie(c, COOKIE, "", { ...attributes, maxAge: 0 });

/**
 * Whether to delete the sitting's cookie would change anything; where not, a cookie that says nothing takes its place.
 * Chromium keeps pages whole for Back in spite of `no-store`, with what was typed on them, and lets go of them only once
 * a cookie has changed that no script can read. What it is sent together with `Clear-Site-Data`, it does not count.
 *
 * @see https://developer.chrome.com/docs/web-platform/bfcache-ccns
 */
export function hasToForget(c: Context): boolean {
  if (getCookie(c, COOKIE, "host") !== undefined) return true;
  setCookie(c, COOKIE, "left", attributes);
  return false;
}

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
export async function readForm(c: Context): Promise<URLSearchParams> {
  const form = new URLSearchParams(utf8.decode(await c.req.arrayBuffer()));
  c.set("form", form);
  return form;
}

type Page = HtmlEscapedString | Promise<HtmlEscapedString>;

/** What a request has told of its reader, for the page that is shown where something then goes wrong. */
export type Reading = {
  readonly form?: URLSearchParams;
  readonly session?: Session;
  readonly unsent?: Page;
};

/** What to show where what follows fails: the form with all that is on it. */
export const handBack = (c: Context, page: Page) => c.set("unsent", page);

/** The language of whoever is told that something went wrong: of their form, of their sitting, else as asked for. */
export function languageOfProblem(c: Context, { form, session }: Reading): Language {
  return [form?.get("language"), form?.get("lang"), session?.locale].find(isLanguage) ?? languageOf(c);
}
