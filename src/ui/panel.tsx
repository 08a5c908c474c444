import type { Child, FC } from "hono/jsx";

/** It is done. @see https://design-system.service.gov.uk/components/panel/ */
export const Panel: FC<{ readonly title: Child; readonly text?: Child }> = ({ title, text }) => (
  <div class="govuk-panel govuk-panel--confirmation">
    <h1 class="govuk-panel__title">{title}</h1>
    {text && <div class="govuk-panel__body">{text}</div>}
  </div>
);
