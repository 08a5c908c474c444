import type { Locale, Localised } from "../kernel/locale.ts";
import { printCode, readCode } from "./code.ts";

/** A subject and a body. `{link}`, `{page}`, `{code}`, `{reference}` and `{date}` are filled in. */
type Writing = { readonly subject: Localised; readonly body: Localised };

/** The words of what is sent to a victim: once to invite, and once to remind. */
export type AskingWords = {
  readonly text: Localised;
  /** Halves of the bilingual text; the link follows them. */
  readonly textHalf: Localised;
  readonly email: Writing;
  readonly letter: Writing;
};

/** The words of messages (ui/phrases-messages.ts). */
export type MessageWords = {
  readonly invitation: AskingWords & {
    /** The text and its halves where one may also answer by replying a word. */
    readonly replyText: Localised;
    readonly replyHalf: Localised;
  };
  readonly reminder: AskingWords;
  readonly officer: Writing;
  readonly officerReminder: Writing;
  readonly supervisor: Writing;
};

/** A message's words; a letter's subject is its heading. */
export type Composed = { readonly locale: Locale; readonly subject?: string; readonly body: string };

/** A victim as far as a message's words depend on them: police area, language, and the route that is safe. */
export type Reader = {
  readonly area: string;
  readonly language: Locale;
  readonly route: "sms" | "email" | "letter";
  /** Whether they may answer by text as well. */
  readonly mayReply?: boolean;
};

/** Wales is written to in both languages, Welsh first (Welsh Language (Wales) Measure 2011); so is who reads Welsh. */
const isBilingual = (area: string, language: Locale) => area.startsWith("W") || language === "cy";

const fill = (words: string, values: { readonly [name: string]: string }) =>
  words.replace(/\{(\w+)\}/g, (placeholder, name: string) => values[name] ?? placeholder);

/** A subject or a body in both languages, Welsh first. */
const both = ({ en, cy }: Localised, between: string) => `${cy}${between}${en}`;

const BETWEEN_HALVES = " / ";
const BETWEEN_BODIES = "\n\n--\n\n";

/**
 * An invitation in neutral words.
 *
 * @param link The whole address that answers, whatever the route: `ORIGIN/s/TOKEN`, of a letter `ORIGIN/s/CODE`, which is
 *   printed as the short page to open and the code to type there.
 * @throws Error where a letter's link does not end in a code: nobody types 22 letters of a token.
 */
export function composeInvitation({ invitation }: MessageWords, to: Reader, link: string): Composed {
  const { replyText, replyHalf } = invitation;
  return compose(to.mayReply === true ? { ...invitation, text: replyText, textHalf: replyHalf } : invitation, to, link);
}

/** The one reminder, likewise. It goes to all alike, so it says nothing of whether anybody has answered. */
export const composeReminder = (words: MessageWords, to: Reader, link: string): Composed =>
  compose(words.reminder, to, link);

function compose(words: AskingWords, { area, language, route }: Reader, link: string): Composed {
  const bilingual = isBilingual(area, language);
  if (route === "sms") {
    const half = `${both(words.textHalf, BETWEEN_HALVES)} ${link}`;
    return { locale: bilingual ? "cy" : "en", body: bilingual ? half : fill(words.text.en, { link }) };
  }
  return write(words[route], bilingual, route === "letter" ? typedFrom(link) : { link });
}

function write({ subject, body }: Writing, bilingual: boolean, values: { readonly [name: string]: string }): Composed {
  return {
    locale: bilingual ? "cy" : "en",
    subject: bilingual ? both(subject, BETWEEN_HALVES) : subject.en,
    body: fill(bilingual ? both(body, BETWEEN_BODIES) : body.en, values),
  };
}

/** A link as somebody types it: the page without its scheme, and the code in groups. */
function typedFrom(link: string): { readonly page: string; readonly code: string } {
  const [, origin, token = ""] = /^https?:\/\/([^/]+)\/s\/([^/]+)$/.exec(link) ?? [];
  const code = readCode(token);
  if (origin === undefined || code === null) throw new Error("A letter's link must end in a code");
  return { page: `${origin}/code`, code: printCode(code) };
}

/** The request to the officer in the case: it says what it is, and of the victim no more than the force's reference. */
export const composeClosureRequest = (
  words: MessageWords,
  about: { readonly area: string; readonly reference: string; readonly date: string },
  link: string,
): Composed =>
  write(words.officer, isBilingual(about.area, "en"), { link, reference: about.reference, date: about.date });

/** The reminder of that request, likewise. */
export const composeClosureReminder: typeof composeClosureRequest = (words, about, link) =>
  write(words.officerReminder, isBilingual(about.area, "en"), { link, reference: about.reference, date: about.date });

/** What a supervisor is told of an overdue request: the case's reference, and neither victim, officer nor link. */
export const composeClosureEscalation = (
  words: MessageWords,
  about: { readonly area: string; readonly reference: string; readonly date: string },
): Composed => write(words.supervisor, isBilingual(about.area, "en"), { reference: about.reference, date: about.date });
