import type { Composed, Reader } from "./message.ts";
import { smsParts } from "./text-size.ts";

/** What is wrong with a message to a victim. */
export type MessageFault =
  | "telling"
  | "unfilled"
  | "several-parts"
  | "no-way-in"
  | "no-way-to-stop"
  | "other-link"
  | "picture";

/** Units that a link may take of a text: our longest origin, `/s/` and a token of 22. A longer one needs fewer words. */
export const LONGEST_LINK = 58;

/** Stems that would tell whoever holds the phone what the message is about. */
const TELLING =
  /\b(crim|police|polic|victim|offen[cds]|court|justice|trial|prosecut|convict|officer|case|report|incident|investigat|witness|support|safe|abuse|assault|attack|stalk|rape|harass|prison|probation|magistrate|solicitor)/i;

/** The like in Welsh, whose first consonants change after many words (trosedd, drosedd, throsedd, nhrosedd). */
const TELLING_IN_WELSH =
  /\b((?:[dt]|th|nh)(?:rosedd|reial|rais|yst(?:ion|iol)?\b)|(?:dd?|n)(?:ioddef|igwyddiad)|(?:[cg]|ch|ngh)(?:yfiawnder|am-?drin|archar|efnogaeth)|heddlu|erlyn|(?:ll|l)ys(?:oedd)?\b|achos|euog|swyddog|ymchwil|ymosod|stelc|aflonydd|ynad|cyfreith)/i;

/** Whether a message to a victim gives nothing away, whoever reads it (domain.md 1.7 rule 2). */
export const isNeutral = (message: string) => !TELLING.test(message) && !TELLING_IN_WELSH.test(message);

/** The same within a word: a sender's name runs words together. */
const TELLING_WITHIN = new RegExp(TELLING.source.replace("\\b", ""), "i");

/** Whether a text may come from this name: neutral, and what networks take as one (at most 11 letters, figures, spaces). */
export const isNeutralSender = (name: string) =>
  isNeutral(name) && !TELLING_WITHIN.test(name) && /^(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}$/.test(name);

/** Words of ours by which a message says that it can be stopped. */
const STOPPING = { en: /\bstop\b/i, cy: /\b(stopio|stopiwch|atal)\b/i } as const;

/** Anything that a phone would make a link of. */
const LINKS = /https?:\/\/\S+|\b(?:[\w-]+\.)+(?:com|uk|wales|cymru|org|net|ly|gl|io|co|me|to|link)\b\S*/gi;

/** Pictures and symbols: they cost a text its alphabet, and a screen reader speaks them. */
const PICTURE = /\p{Extended_Pictographic}|[\u{1F1E6}-\u{1F1FF}]|\uFE0F|\u20E3/u;

/**
 * Holds an invitation or a reminder to the rules for messages to victims: neutral words, one part for a text, our own
 * link and no other, a way to stop, no pictures, nothing left to fill in.
 *
 * @param wayIn Every way in that the message may name: the link, or a letter's page and code as printed.
 */
export function faultsOf(
  { locale, subject = "", body }: Composed,
  { route }: Pick<Reader, "route">,
  wayIn: readonly string[],
): readonly MessageFault[] {
  const words = wayIn.reduce((rest, way) => rest.replaceAll(way, " "), `${subject}\n${body}`);
  const isStoppable = locale === "cy" ? STOPPING.cy.test(words) && STOPPING.en.test(words) : STOPPING.en.test(words);
  const rules: readonly (readonly [isBroken: boolean, fault: MessageFault])[] = [
    [!isNeutral(words), "telling"],
    [/[{}]/.test(words), "unfilled"],
    [route === "sms" && smsParts(body).parts > 1, "several-parts"],
    [!wayIn.every((way) => body.includes(way)), "no-way-in"],
    [!isStoppable, "no-way-to-stop"],
    [(words.match(LINKS) ?? []).length > 0, "other-link"],
    [PICTURE.test(words), "picture"],
  ];
  return rules.flatMap(([isBroken, fault]) => (isBroken ? [fault] : []));
}
