import type { Child, FC } from "hono/jsx";

/** Words that stand apart. @see https://design-system.service.gov.uk/components/inset-text/ */
export const InsetText: FC<{ readonly text: Child }> = ({ text }) => <div class="govuk-inset-text">{text}</div>;
