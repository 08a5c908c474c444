import type { FC } from "hono/jsx";
import { type Language, localeFor } from "../kernel/locale.ts";
import type { ProblemType } from "../kernel/problem.ts";
import { inLanguage } from "./language-switch.tsx";
import { FeedbackPage, PublicPage } from "./layout.tsx";
import { resultsProblem } from "./phrases-results-problems.ts";
import { resultsPhrases } from "./phrases-results.ts";
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

type ResultsProblemProps = {
  readonly type: ProblemType;
  /** What the problem says of itself; told where it is one of the results' own. */
  readonly detail: string;
  /** The address asked for, without its parameters. */
  readonly path: string;
  /** Whether there may be a page at the same address without parameters. */
  readonly hasPage: boolean;
  readonly locale: Language;
};

/** The same for readers of the results: what is wrong with the address, and the way to the page without parameters. */
export const ResultsProblemPage: FC<ResultsProblemProps> = ({ type, detail, path, hasPage, locale }) => {
  const [heading, text] = wordsOf(type);
  const own = localeFor(locale);
  return (
    <PublicPage locale={own} title={heading[own]} address={path}>
      <h1 class="govuk-heading-xl">{heading[own]}</h1>
      <p class="govuk-body-l">{resultsProblem(detail, own) ?? text[own]}</p>
      <ul class="govuk-list">
        {hasPage && (
          <li>
            <a class="govuk-link" href={inLanguage(path, own)}>
              {resultsPhrases.problemWithout[own]}
            </a>
          </li>
        )}
        <li>
          <a class="govuk-link" href={inLanguage("/results/latest/journey", own)}>
            {resultsPhrases.problemLatest[own]}
          </a>
        </li>
      </ul>
    </PublicPage>
  );
};
