import type { FC } from "hono/jsx";
import { wordsIn } from "../instrument/languages.ts";
import type { Language } from "../kernel/locale.ts";
import { dangerPhrases as say } from "./phrases-danger.ts";
import { Support } from "./support.tsx";

/** Numbers for help, before anything else: for whoever wrote words of danger. The same for everybody. */
export const HelpFirst: FC<{ readonly locale: Language }> = ({ locale }) => (
  <section aria-labelledby="help-now">
    <h2 class="govuk-heading-m" id="help-now">
      {wordsIn(say.heading, locale)}
    </h2>
    <p class="govuk-body">
      <strong>{wordsIn(say.emergency, locale)}</strong>
    </p>
    <p class="govuk-body">{wordsIn(say.police, locale)}</p>
    <Support locale={locale} />
    <p class="govuk-body">{wordsIn(say.unread, locale)}</p>
  </section>
);
