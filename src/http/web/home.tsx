import { Hono } from "hono";
import { privacyFacts } from "../../domain/privacy-facts.ts";
import { isLanguage, isLocale } from "../../kernel/locale.ts";
import type { HasResponses } from "../../store/responses/database.ts";
import { listReleases } from "../../store/responses/releases.ts";
import { HomePage, StatementPage } from "../../ui/home-pages.tsx";
import { accessibilityStatement } from "../../ui/phrases-accessibility.ts";
import { privacyStatement } from "../../ui/phrases-privacy.ts";
import { PrivacyTechnicalPage, TechnicalLink } from "../../ui/privacy-technical.tsx";
import { ContactMeLink } from "../../ui/thanks-parts.tsx";
import { publicPage } from "../headers.ts";

/** The public pages that are not results. The language is in the address and nowhere else. */
const localeIn = (lang: string | undefined) => (isLocale(lang) ? lang : "en");

/** What victims read of the service is there in all their languages. */
const languageIn = (lang: string | undefined) => (isLanguage(lang) ? lang : "en");

export const home = new Hono<{ Variables: { engine: HasResponses } }>()
  .get("/", publicPage, async (c) => {
    const releases = await listReleases(c.var.engine.responses);
    return c.html(<HomePage locale={localeIn(c.req.query("lang"))} releases={releases} />);
  })
  .get("/privacy", publicPage, (c) =>
    c.html(
      <StatementPage
        locale={languageIn(c.req.query("lang"))}
        address="/privacy"
        statement={privacyStatement}
        figures={privacyFacts}
      >
        <ContactMeLink locale={languageIn(c.req.query("lang"))} />
        <TechnicalLink locale={localeIn(c.req.query("lang"))} />
      </StatementPage>,
    ),
  )
  .get("/privacy/technical", publicPage, (c) => c.html(<PrivacyTechnicalPage locale={localeIn(c.req.query("lang"))} />))
  .get("/accessibility", publicPage, (c) =>
    c.html(
      <StatementPage
        locale={languageIn(c.req.query("lang"))}
        address="/accessibility"
        statement={accessibilityStatement}
      />,
    ),
  );
