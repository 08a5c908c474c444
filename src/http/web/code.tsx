import { Hono } from "hono";
import { readCode } from "../../domain/code.ts";
import { guardCode, lookUpCode } from "../../flow/typed-code.ts";
import { isLanguage } from "../../kernel/locale.ts";
import { CodePage, CodesRestPage } from "../../ui/code-page.tsx";
import { inLanguage } from "../../ui/language-switch.tsx";
import { addressOf } from "../callers.ts";
import { ownFormsOnly } from "../headers.ts";
import { languageOf, readForm } from "./sitting.ts";

/** What the steps behind this page ask for. */
type Engine = Parameters<typeof guardCode>[0] & Parameters<typeof lookUpCode>[0];

/** Longest text that is worth reading as a code, in characters. */
const LONGEST = 40;

/**
 * Where a code from a letter is typed. It leads to the same start page as a link, at `/s/CODE`, and touches nothing.
 *
 * A code that is unknown and one whose time is over are answered and counted alike, so that a guess that fails tells
 * nothing. Whatever it is, and however many were tried, it may be used to stop messages.
 */
export const code = new Hono<{ Variables: { engine: Engine } }>()
  .use("/code", ownFormsOnly)

  .get("/code", (c) => c.html(<CodePage locale={languageOf(c)} />))

  .post("/code", async (c) => {
    const { engine } = c.var;
    const form = await readForm(c);
    const [switched, lang] = [form.get("language"), form.get("lang")];
    const locale = isLanguage(switched) ? switched : isLanguage(lang) ? lang : languageOf(c);
    const typed = (form.get("code") ?? "").slice(0, LONGEST);
    if (isLanguage(switched)) return c.html(<CodePage locale={locale} typed={typed} />);

    const token = readCode(typed);
    if (token === null) return c.html(<CodePage locale={locale} typed={typed} fault="unreadable" />, 400);
    const found = await guardCode(
      engine,
      { token, from: addressOf(c.req.raw.headers), to: "open" },
      () => lookUpCode(engine, token),
      (state) => state === "open",
    );
    const address = `/s/${token}`;
    if (found === "too-many") {
      c.header("Retry-After", "3600");
      return c.html(<CodesRestPage locale={locale} stopAt={address} />, 429);
    }
    if (found === "open") return c.redirect(inLanguage(address, locale), 303);
    return c.html(<CodePage locale={locale} typed={typed} fault="unknown" stopAt={address} />, 404);
  });
