import type { FC } from "hono/jsx";
import { rights } from "../instrument/registry.ts";
import type { Locale } from "../kernel/locale.ts";
import { Details } from "./details.tsx";

/** The twelve rights of the Victims' Code in plain words, folded away under a summary. */
export const Rights: FC<{ readonly summary: string; readonly locale: Locale }> = ({ summary, locale }) => (
  <Details
    summary={summary}
    text={
      <ol class="govuk-list govuk-list--number govuk-list--spaced">
        {rights.map(({ title, sentence }) => (
          <li>
            <strong>{title[locale]}</strong>
            <br />
            {sentence[locale]}
          </li>
        ))}
      </ol>
    }
  />
);
