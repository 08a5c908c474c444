import type { Child, FC } from "hono/jsx";
import { Button } from "./button.tsx";

export type ExitThisPageProps = {
  readonly href: string;
  readonly text: Child;
  /** What a screen reader is told while Shift is pressed three times; in the reader's language. */
  readonly spoken?: ExitSpoken | undefined;
};

export type ExitSpoken = {
  readonly activated: string;
  readonly timedOut: string;
  readonly pressTwoMoreTimes: string;
  readonly pressOneMoreTime: string;
};

/** A way to leave at once. @see https://design-system.service.gov.uk/components/exit-this-page/ */
export const ExitThisPage: FC<ExitThisPageProps> = ({ href, text, spoken }) => (
  <div
    class="govuk-exit-this-page"
    data-module="govuk-exit-this-page"
    {...(spoken && {
      "data-i18n.activated": spoken.activated,
      "data-i18n.timed-out": spoken.timedOut,
      "data-i18n.press-two-more-times": spoken.pressTwoMoreTimes,
      "data-i18n.press-one-more-time": spoken.pressOneMoreTime,
    })}
  >
    <Button
      classes="govuk-button--warning govuk-exit-this-page__button govuk-js-exit-this-page-button"
      href={href}
      rel="nofollow noreferrer"
      text={text}
    />
  </div>
);
