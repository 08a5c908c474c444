/** The two languages of the service. Welsh is not treated less favourably: every public word exists in both. */
export const locales = ["en", "cy"] as const;

export type Locale = (typeof locales)[number];

/** One thing in both languages. */
export type Localised<T = string> = { readonly [L in Locale]: T };

export const isLocale = (text: string | null | undefined): text is Locale => text === "en" || text === "cy";

type LanguageFacts = { readonly name: string; readonly direction: "ltr" | "rtl" };

/**
 * The languages that a victim may read in: by their own names, and the way they are written. The two of the service, and
 * further ones, whose words are in surveys/languages (docs/decisions/0033). A further language is a line here and a file
 * there.
 */
export const languages = {
  cy: { name: "Cymraeg", direction: "ltr" },
  en: { name: "English", direction: "ltr" },
  pl: { name: "Polski", direction: "ltr" },
} as const satisfies { readonly [code: string]: LanguageFacts };

export type Language = keyof typeof languages;

/** A language beside the two of the service. What it has no words for is shown in English. */
export type FurtherLanguage = Exclude<Language, Locale>;

/** One thing as a reader of any language meets it. */
export type Readable = { readonly [L in Language]: string };

export const isLanguage = (text: string | null | undefined): text is Language =>
  typeof text === "string" && Object.hasOwn(languages, text);

export const languageCodes: readonly Language[] = Object.keys(languages).filter(isLanguage);

/** For pages that are there in the two languages alone. */
export const localeFor = (language: Language): Locale => (isLocale(language) ? language : "en");
