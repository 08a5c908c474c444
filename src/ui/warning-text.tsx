import type { Child, FC } from "hono/jsx";

/** Something with consequences. @see https://design-system.service.gov.uk/components/warning-text/ */
export const WarningText: FC<{ readonly text: Child; readonly prefix?: string | undefined }> = ({
  text,
  prefix = "Warning",
}) => (
  <div class="govuk-warning-text">
    <span class="govuk-warning-text__icon" aria-hidden="true">
      !
    </span>
    <strong class="govuk-warning-text__text">
      <span class="govuk-visually-hidden">{prefix}</span> {text}
    </strong>
  </div>
);
