import type { Child, FC } from "hono/jsx";

/** A status in a word. @see https://design-system.service.gov.uk/components/tag/ */
export const Tag: FC<{ readonly text: Child; readonly classes?: string | undefined }> = ({ text, classes }) => (
  <strong class={classes ? `govuk-tag ${classes}` : "govuk-tag"}>{text}</strong>
);
