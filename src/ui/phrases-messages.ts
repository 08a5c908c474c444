import type { MessageWords } from "../domain/message.ts";

/**
 * The words of every message that the engine sends. `{link}` stands for the address.
 *
 * Neutral on purpose (domain.md 1.7 rule 2): whoever picks up the phone learns that somebody asked for feedback, and
 * nothing else. The Welsh keeps to letters of the GSM alphabet (no circumflex): one ŵ would triple the price of a text.
 */
export const messagePhrases = {
  /** A text to somebody in England: one part. */
  text: {
    en: "We would like your feedback on a service you used. It is your choice. Answer, or stop messages: {link}",
    cy: "Hoffem gael eich adborth ar wasanaeth. Eich dewis chi yw hyn. I ateb, neu i stopio negeseuon: {link}",
  },
  /** Halves of the bilingual text, Welsh first, one link for both: together one part. */
  textHalf: {
    en: "Give feedback on a service, or stop messages:",
    cy: "Rhowch adborth ar wasanaeth, neu stopiwch negeseuon",
  },
  subject: { en: "Your feedback", cy: "Eich adborth" },
  email: {
    en: [
      "Hello,",
      "We would like your feedback on a service you used. It is your choice whether to answer, and you can skip any question.",
      "To answer, or to stop these messages, open this link:",
      "{link}",
      "Nobody reads replies to this address.",
    ].join("\n\n"),
    cy: [
      "Helo,",
      "Hoffem gael eich adborth ar wasanaeth a ddefnyddiwyd gennych. Eich dewis chi yw ateb neu beidio, a gallwch hepgor unrhyw gwestiwn.",
      "I ateb, neu i stopio'r negeseuon hyn, agorwch y ddolen hon:",
      "{link}",
      "Nid oes neb yn darllen atebion i'r cyfeiriad hwn.",
    ].join("\n\n"),
  },
  /** To the officer in the case: staff, so it may say what it is, but nothing about the victim. */
  officerSubject: { en: "Closure discussion to record", cy: "Trafodaeth gau i'w chofnodi" },
  officer: {
    en: [
      "A case of yours has been closed. Please have the Victim Closure Discussion and record it here; it takes about three minutes:",
      "{link}",
      "Reference of this request: {reference}. It was raised for the closing reported on {date}.",
      "What is said about the service is kept apart from the case and without names.",
    ].join("\n\n"),
    cy: [
      "Mae un o'ch achosion wedi'i gau. Cynhaliwch y Drafodaeth Gau gyda'r dioddefwr a'i chofnodi yma; mae'n cymryd tua thair munud:",
      "{link}",
      "Cyfeirnod y cais hwn: {reference}. Fe'i codwyd ar gyfer y cau a adroddwyd ar {date}.",
      "Cedwir yr hyn a ddywedir am y gwasanaeth ar wahân i'r achos a heb enwau.",
    ].join("\n\n"),
  },
} as const satisfies MessageWords;
