import type { Child, FC } from "hono/jsx";

/** Past the top of the page, for keyboards. @see https://design-system.service.gov.uk/components/skip-link/ */
export const SkipLink: FC<{ readonly href?: string | undefined; readonly text: Child }> = ({
  href = "#content",
  text,
}) => (
  <a href={href} class="govuk-skip-link" data-module="govuk-skip-link">
    {text}
  </a>
);
