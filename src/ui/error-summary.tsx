import type { Child, FC } from "hono/jsx";

export type ErrorSummaryProps = {
  readonly title: Child;
  readonly description?: Child;
  readonly errors: readonly { readonly text: Child; readonly href?: string | undefined }[];
};

/** All that is wrong with a page, at its top. @see https://design-system.service.gov.uk/components/error-summary/ */
export const ErrorSummary: FC<ErrorSummaryProps> = ({ title, description, errors }) => (
  <div class="govuk-error-summary" data-module="govuk-error-summary">
    <div role="alert">
      <h2 class="govuk-error-summary__title">{title}</h2>
      <div class="govuk-error-summary__body">
        {description && <p>{description}</p>}
        {errors.length > 0 && (
          <ul class="govuk-list govuk-error-summary__list">
            {errors.map(({ text, href }) => (
              <li>{href === undefined ? text : <a href={href}>{text}</a>}</li>
            ))}
          </ul>
        )}
      </div>
    </div>
  </div>
);
