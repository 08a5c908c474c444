import type { FC } from "hono/jsx";
import type { Language } from "../kernel/locale.ts";
import type { ProblemType } from "../kernel/problem.ts";
import { FeedbackPage } from "./layout.tsx";
import { phrases } from "./phrases.ts";

const wordsOf = (type: ProblemType) => {
  if (type === "not-found" || type === "method-not-allowed")
    return [phrases.notFoundHeading, phrases.notFoundText] as const;
  if (type === "forbidden" || type === "invalid-request") return [phrases.refusedHeading, phrases.refusedText] as const;
  return [phrases.notReadyHeading, phrases.notReadyText] as const;
};

/** What a reader is told when something has gone wrong: neutral, since a victim may be the one who reads it. */
export const ProblemPage: FC<{ readonly type: ProblemType; readonly locale: Language }> = ({ type, locale }) => {
  const [heading, text] = wordsOf(type);
  return (
    <FeedbackPage locale={locale} language={{ by: "link", address: "" }}>
      <h1 class="govuk-heading-l">{heading[locale]}</h1>
      <p class="govuk-body">{text[locale]}</p>
    </FeedbackPage>
  );
};
