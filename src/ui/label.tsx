import type { Child, FC } from "hono/jsx";

export type LabelProps = {
  readonly text: Child;
  readonly for: string;
  readonly classes?: string | undefined;
  /** Whether the label is also the page's heading. */
  readonly isPageHeading?: boolean | undefined;
};

/** The words of one input. */
export const Label: FC<LabelProps> = ({ text, for: target, classes, isPageHeading }) => {
  const label = (
    <label class={classes ? `govuk-label ${classes}` : "govuk-label"} for={target}>
      {text}
    </label>
  );
  return isPageHeading ? <h1 class="govuk-label-wrapper">{label}</h1> : label;
};
