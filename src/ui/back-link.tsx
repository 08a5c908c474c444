import type { Child, FC } from "hono/jsx";

/** Back to the page before. @see https://design-system.service.gov.uk/components/back-link/ */
export const BackLink: FC<{ readonly href: string; readonly text: Child }> = ({ href, text }) => (
  <a href={href} class="govuk-back-link">
    {text}
  </a>
);
