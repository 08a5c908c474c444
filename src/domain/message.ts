import type { Locale, Localised } from "../kernel/locale.ts";
import type { Route } from "./contact.ts";

/** The words of messages (ui/phrases-messages.ts). `{link}`, `{reference}` and `{date}` are filled in. */
export type MessageWords = {
  readonly text: Localised;
  readonly textHalf: Localised;
  readonly subject: Localised;
  readonly email: Localised;
  readonly officerSubject: Localised;
  readonly officer: Localised;
};

export type Composed = { readonly locale: Locale; readonly subject?: string; readonly body: string };

/** Wales is written to in both languages, Welsh first (Welsh Language (Wales) Measure 2011); so is who reads Welsh. */
const isBilingual = (area: string, language: Locale) => area.startsWith("W") || language === "cy";

const fill = (words: string, values: { readonly [name: string]: string }) =>
  words.replace(/\{(\w+)\}/g, (placeholder, name: string) => values[name] ?? placeholder);

/** A subject or a body in both languages, Welsh first. */
const both = ({ en, cy }: Localised, between: string) => `${cy}${between}${en}`;

const BETWEEN_BODIES = "\n\n--\n\n";

/** An invitation in neutral words. @param to Police area, the victim's language, and the route that is safe. */
export function composeInvitation(
  words: MessageWords,
  to: { readonly area: string; readonly language: Locale; readonly route: Route },
  link: string,
): Composed {
  const bilingual = isBilingual(to.area, to.language);
  const locale = bilingual ? "cy" : "en";
  if (to.route === "sms") {
    return { locale, body: bilingual ? `${both(words.textHalf, " / ")} ${link}` : fill(words.text.en, { link }) };
  }
  return {
    locale,
    subject: bilingual ? both(words.subject, " / ") : words.subject.en,
    body: fill(bilingual ? both(words.email, BETWEEN_BODIES) : words.email.en, { link }),
  };
}

/** The request to the officer in the case: it says what it is, and nothing about the victim. */
export function composeClosureRequest(
  words: MessageWords,
  about: { readonly area: string; readonly reference: string; readonly date: string },
  link: string,
): Composed {
  const bilingual = isBilingual(about.area, "en");
  const values = { link, reference: about.reference, date: about.date };
  return {
    locale: bilingual ? "cy" : "en",
    subject: bilingual ? both(words.officerSubject, " / ") : words.officerSubject.en,
    body: fill(bilingual ? both(words.officer, BETWEEN_BODIES) : words.officer.en, values),
  };
}

/** The GSM 03.38 basic alphabet: one unit each. */
const GSM =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
  "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

/** Its extension: two units each. */
const GSM_EXTENSION = "\f^{}\\[~]|€";

const gsm = new Set(GSM);
const gsmExtension = new Set(GSM_EXTENSION);

/** Units that fit in a message of one part, and in each part of a longer one, by alphabet (interfaces.md 3.9). */
const capacity = { "GSM-7": { alone: 160, joined: 153 }, "UCS-2": { alone: 70, joined: 67 } } as const;

/**
 * What a text costs: its alphabet, its length in that alphabet's units, and the parts it is sent in. One character from
 * outside the GSM alphabet (ŵ, ŷ, â, a curly quote) turns the whole text into UCS-2.
 */
export function smsParts(text: string): {
  readonly alphabet: keyof typeof capacity;
  readonly units: number;
  readonly parts: number;
} {
  let septets = 0;
  for (const character of text) {
    if (gsm.has(character)) septets += 1;
    else if (gsmExtension.has(character)) septets += 2;
    else return { alphabet: "UCS-2", units: text.length, parts: partsOf(text.length, capacity["UCS-2"]) };
  }
  return { alphabet: "GSM-7", units: septets, parts: partsOf(septets, capacity["GSM-7"]) };
}

const partsOf = (units: number, { alone, joined }: { readonly alone: number; readonly joined: number }) =>
  units <= alone ? 1 : Math.ceil(units / joined);

/** Stems, with their Welsh mutations, that would tell whoever holds the phone what the message is about. */
const TELLING =
  /\b(crim|police|polic|victim|offen[cds]|court|justice|trial|prosecut|convict|officer|case|report|incident|investigat|witness|support|safe|abuse|assault|attack|stalk|rape|harass|[dt]rosedd|throsedd|heddlu|dd?ioddef|erlyn|llys|[cg]yfiawnder|achos|treial|euog|swyddog|digwyddiad|ymchwil|tyst|[cg]am-?drin|ymosod|stelc|trais|aflonydd)/i;

/** Whether a message to a victim gives nothing away, whoever reads it (domain.md 1.7 rule 2). */
export const isNeutral = (message: string) => !TELLING.test(message);
