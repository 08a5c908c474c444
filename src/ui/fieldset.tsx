import type { Child, FC, PropsWithChildren } from "hono/jsx";

export type Legend = {
  readonly text: Child;
  readonly classes?: string | undefined;
  /** Whether the legend is also the page's heading. */
  readonly isPageHeading?: boolean | undefined;
};

/** Several inputs that are one question. @see https://design-system.service.gov.uk/components/fieldset/ */
export const Fieldset: FC<
  PropsWithChildren<{ readonly legend: Legend; readonly describedBy?: string | undefined }>
> = ({ legend, describedBy, children }) => (
  <fieldset class="govuk-fieldset" aria-describedby={describedBy}>
    <legend class={legend.classes ? `govuk-fieldset__legend ${legend.classes}` : "govuk-fieldset__legend"}>
      {legend.isPageHeading ? <h1 class="govuk-fieldset__heading">{legend.text}</h1> : legend.text}
    </legend>
    {children}
  </fieldset>
);
