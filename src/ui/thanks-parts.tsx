import type { FC } from "hono/jsx";
import type { Language } from "../kernel/locale.ts";
import { inLanguage } from "./language-switch.tsx";
import { thanksPhrases as say } from "./phrases-thanks.ts";

const complaints = [
  say.complainPolice,
  say.complainProsecution,
  say.complainCourts,
  say.complainProbation,
  say.complainSupport,
  say.complainOmbudsman,
  say.complainCommissioner,
];

/** To whom somebody complains about each agency, and who looks at it after that. */
export const Complaints: FC<{ readonly locale: Language }> = ({ locale }) => (
  <ul class="govuk-list govuk-list--bullet govuk-list--spaced">
    {complaints.map((text) => (
      <li>{text[locale]}</li>
    ))}
  </ul>
);

/** The way to the form that is not anonymous, and that it is apart from the answers. */
export const ContactMeLink: FC<{ readonly locale: Language }> = ({ locale }) => (
  <>
    <h2 class="govuk-heading-m">{say.contactHeading[locale]}</h2>
    <p class="govuk-body">{say.contactText[locale]}</p>
    <p class="govuk-body">
      <a class="govuk-link" href={inLanguage("/contact-me", locale)} rel="noreferrer">
        {say.contactLink[locale]}
      </a>
    </p>
  </>
);
