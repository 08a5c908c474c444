import type { Child, FC } from "hono/jsx";

/** More, for those who want it. @see https://design-system.service.gov.uk/components/details/ */
export const Details: FC<{ readonly summary: Child; readonly text: Child; readonly open?: boolean | undefined }> = ({
  summary,
  text,
  open,
}) => (
  <details class="govuk-details" open={open}>
    <summary class="govuk-details__summary">
      <span class="govuk-details__summary-text">{summary}</span>
    </summary>
    <div class="govuk-details__text">{text}</div>
  </details>
);
