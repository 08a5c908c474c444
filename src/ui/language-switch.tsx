import type { FC } from "hono/jsx";
import { type Language, languages, locales } from "../kernel/locale.ts";
import { LanguageNavigation } from "./language-navigation.tsx";
import { phrases } from "./phrases.ts";

/**
 * How a page changes language without losing its place, none of them with script:
 * - `link`: an address that says the language, where nothing is kept;
 * - `answers`: a second button of the page's own form, so that what is ticked or typed goes along;
 * - `session`: a small form of its own, where the language is in the session and nothing is being typed.
 */
export type LanguageSwitchProps =
  | { readonly by: "link"; readonly address: string }
  | { readonly by: "answers"; readonly form: string }
  | { readonly by: "session"; readonly action: string; readonly back: string };

type LanguagesProps = {
  readonly locale: Language;
  /** In which languages this page is to be had: the two of the service, or all that a victim may read in. */
  readonly offered?: readonly Language[] | undefined;
};

const welshFirst: readonly Language[] = locales.toReversed();

/** The languages of a page, each by its own name. */
export const LanguageSwitch: FC<LanguageSwitchProps & LanguagesProps> = (props) => {
  const names = (props.offered ?? welshFirst).map((lang) => ({ lang, text: languages[lang].name }));
  const label = phrases.language[props.locale];
  if (props.by === "link") {
    const href = (lang: Language) => (lang === props.locale ? undefined : withLanguage(props.address, lang));
    return <LanguageNavigation label={label} languages={names.map((name) => ({ ...name, href: href(name.lang) }))} />;
  }
  const form = props.by === "answers" ? props.form : "language";
  return (
    <nav aria-label={label}>
      {props.by === "session" && (
        <form id="language" method="post" action={props.action}>
          <input type="hidden" name="back" value={props.back} />
        </form>
      )}
      {/* Enter in a field presses a form's first button: this one keeps that from being the switch of language. */}
      {props.by === "answers" && <button type="submit" form={form} hidden></button>}
      <ul class="app-language">
        {names.map(({ lang, text }) => (
          <li>
            {lang === props.locale ? (
              <span class="app-language__current" aria-current="true" lang={lang}>
                {text}
              </span>
            ) : (
              <button class="app-language__button" type="submit" form={form} name="language" value={lang} lang={lang}>
                {text}
              </button>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
};

/** An address of our own, in a language. English is the address itself, but for "": the page that is being read. */
export const inLanguage = (address: string, locale: Language) =>
  addressIn(address, locale !== "en" || address === "" || address.startsWith("?") ? locale : null);

/** An address that says its language: without it, a page that follows the browser's would not change from it. */
const withLanguage = (address: string, locale: Language) => addressIn(address, locale);

function addressIn(address: string, locale: Language | null): string {
  const [rest = "", fragment] = address.split("#");
  const [path = "", query = ""] = rest.split("?");
  const parameters = query.split("&").filter((part) => part !== "" && !part.startsWith("lang="));
  if (locale !== null) parameters.push(`lang=${locale}`);
  const search = parameters.length > 0 ? `?${parameters.join("&")}` : "";
  return `${path}${search}${fragment === undefined ? "" : `#${fragment}`}`;
}
