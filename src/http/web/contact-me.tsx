import { Hono } from "hono";
import { readContactWish } from "../../domain/contact-wish.ts";
import { leaveWish } from "../../flow/contact-wish.ts";
import { isLanguage } from "../../kernel/locale.ts";
import { areas } from "../../results/codelist.ts";
import { ContactOutcome, ContactPage } from "../../ui/contact-page.tsx";
import { inLanguage } from "../../ui/language-switch.tsx";
import { addressOf } from "../callers.ts";
import { ownFormsOnly } from "../headers.ts";
import { handBack, languageOf, readForm } from "./sitting.ts";

type Engine = Parameters<typeof leaveWish>[0];

const codes = areas.map(({ code }) => code);

/**
 * Where somebody asks to be contacted, outside the anonymous channel: nothing here reads a cookie, a link or a session,
 * so nothing that is sent can be laid beside an answer.
 */
export const contactMe = new Hono<{ Variables: { engine: Engine } }>()
  .use("/contact-me", ownFormsOnly)

  .get("/contact-me", (c) => c.html(<ContactPage locale={languageOf(c)} />))

  .post("/contact-me", async (c) => {
    const form = await readForm(c);
    const [switched, lang] = [form.get("language"), form.get("lang")];
    const locale = isLanguage(switched) ? switched : isLanguage(lang) ? lang : languageOf(c);
    const { draft, faults, wish } = readContactWish(form, codes);
    if (isLanguage(switched)) return c.html(<ContactPage locale={locale} draft={draft} />);
    if (wish === null) return c.html(<ContactPage locale={locale} draft={draft} faults={faults} />, 400);
    handBack(c, <ContactPage locale={locale} draft={draft} isUnsent />);
    if ((await leaveWish(c.var.engine, wish, addressOf(c.req.raw.headers))) === "too-many") {
      c.header("Retry-After", "3600");
      return c.html(<ContactOutcome locale={locale} outcome="too-many" />, 429);
    }
    return c.redirect(inLanguage("/contact-me/sent", locale), 303);
  })

  .get("/contact-me/sent", (c) => c.html(<ContactOutcome locale={languageOf(c)} outcome="sent" />));
