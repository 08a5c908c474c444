import type { FC } from "hono/jsx";
import { wordsIn } from "../instrument/languages.ts";
import { rights } from "../instrument/registry.ts";
import type { Language } from "../kernel/locale.ts";
import { Details } from "./details.tsx";

/** The twelve rights of the Victims' Code in plain words, folded away under a summary. */
export const Rights: FC<{ readonly summary: string; readonly locale: Language }> = ({ summary, locale }) => (
  <Details
    summary={summary}
    text={
      <ol class="govuk-list govuk-list--number govuk-list--spaced">
        {rights.map(({ title, sentence }) => (
          <li>
            <strong>{wordsIn(title, locale)}</strong>
            <br />
            {wordsIn(sentence, locale)}
          </li>
        ))}
      </ol>
    }
  />
);
