import type { FC } from "hono/jsx";

export type LanguageNavigationProps = {
  /** "Language", in the reader's language. */
  readonly label: string;
  /** Without an address, or `current`, a language is the one being read. */
  readonly languages: readonly { readonly lang: string; readonly text: string; readonly href?: string | undefined }[];
};

/** The same page in another language, by link. @see https://design-system.service.gov.uk/components/language-navigation/ */
export const LanguageNavigation: FC<LanguageNavigationProps> = ({ label, languages }) => (
  <nav class="govuk-language-navigation" aria-label={label}>
    <ul class="govuk-language-navigation__list">
      {languages.map(({ lang, text, href }) => (
        <li class="govuk-language-navigation__list-item">
          {href === undefined ? (
            <span class="govuk-language-navigation__text" aria-current="true" lang={lang}>
              {text}
            </span>
          ) : (
            <a class="govuk-language-navigation__link" href={href} rel="alternate" lang={lang} hreflang={lang}>
              {text}
            </a>
          )}
        </li>
      ))}
    </ul>
  </nav>
);
