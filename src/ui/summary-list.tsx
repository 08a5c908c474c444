import type { Child, FC } from "hono/jsx";

export type SummaryRow = {
  readonly key: Child;
  readonly value: Child;
  readonly action?: { readonly href: string; readonly text: Child; readonly hidden?: Child } | undefined;
};

/** What was answered, with a way to change it. @see https://design-system.service.gov.uk/components/summary-list/ */
export const SummaryList: FC<{ readonly rows: readonly SummaryRow[]; readonly classes?: string | undefined }> = ({
  rows,
  classes,
}) => {
  const anyAction = rows.some(({ action }) => action !== undefined);
  return (
    <dl class={classes ? `govuk-summary-list ${classes}` : "govuk-summary-list"}>
      {rows.map(({ key, value, action }) => (
        <div
          class={
            anyAction && !action
              ? "govuk-summary-list__row govuk-summary-list__row--no-actions"
              : "govuk-summary-list__row"
          }
        >
          <dt class="govuk-summary-list__key">{key}</dt>
          <dd class="govuk-summary-list__value">{value}</dd>
          {action && (
            <dd class="govuk-summary-list__actions">
              <a class="govuk-link" href={action.href}>
                {action.text}
                {action.hidden && <span class="govuk-visually-hidden"> {action.hidden}</span>}
              </a>
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
};
