import type { Child, FC } from "hono/jsx";

export type ErrorMessageProps = {
  readonly id?: string | undefined;
  readonly text: Child;
  /** "Error" in the reader's language, for screen readers. */
  readonly prefix?: string | undefined;
};

/** What is wrong with one answer. @see https://design-system.service.gov.uk/components/error-message/ */
export const ErrorMessage: FC<ErrorMessageProps> = ({ id, text, prefix = "Error" }) => (
  <p id={id} class="govuk-error-message">
    <span class="govuk-visually-hidden">{prefix}:</span> {text}
  </p>
);
