/** The two languages of the service. Welsh is not treated less favourably: every public word exists in both. */
export const locales = ["en", "cy"] as const;

export type Locale = (typeof locales)[number];

/** One thing in both languages. */
export type Localised<T = string> = { readonly [L in Locale]: T };

export const isLocale = (text: string | null | undefined): text is Locale => text === "en" || text === "cy";
