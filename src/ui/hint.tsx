import type { Child, FC } from "hono/jsx";

/** A line that helps to answer. */
export const Hint: FC<{
  readonly id?: string | undefined;
  readonly classes?: string | undefined;
  readonly text: Child;
}> = ({ id, classes, text }) => (
  <div id={id} class={classes ? `govuk-hint ${classes}` : "govuk-hint"}>
    {text}
  </div>
);
