import type { MessageWords } from "../domain/message.ts";

/**
 * The words of every message that the engine sends. `{link}` stands for the address; of a letter `{page}` for the short
 * address to type and `{code}` for the code that goes there.
 *
 * Neutral on purpose (domain.md 1.7 rule 2): whoever picks up the phone or opens the letter learns that somebody asked for
 * feedback, and nothing else. The Welsh texts keep to letters of the GSM alphabet (no circumflex): one ŵ would triple the
 * price of a text. Paragraphs are short, and the code stands on a line of its own, so that large print breaks nothing.
 */
export const messagePhrases = {
  invitation: {
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
    /** The same to somebody who may answer by text as well, with the word to reply: one part, too. */
    replyText: {
      en: "We would like your feedback on a service you used. It is your choice. Reply TEXT, or answer or stop: {link}",
      cy: "Hoffem gael eich adborth ar wasanaeth. Eich dewis chi. Atebwch TESTUN, neu ateb neu stopio yma: {link}",
    },
    replyHalf: {
      en: "Feedback: reply TEXT, or answer/stop:",
      cy: "Adborth ar wasanaeth: atebwch TESTUN, neu ateb/stopio yma",
    },
    email: {
      subject: { en: "Your feedback", cy: "Eich adborth" },
      body: {
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
    },
    letter: {
      subject: { en: "Your feedback", cy: "Eich adborth" },
      body: {
        en: [
          "We would like your feedback on a service you used. It is your choice whether to answer, and you can skip any question.",
          "To answer, or to stop these letters, open this page on a phone or computer:",
          "{page}",
          "Type this code there:",
          "{code}",
          "The code works for some weeks. If you do not want to answer, you do not need to do anything.",
        ].join("\n\n"),
        cy: [
          "Hoffem gael eich adborth ar wasanaeth a ddefnyddiwyd gennych. Eich dewis chi yw ateb neu beidio, a gallwch hepgor unrhyw gwestiwn.",
          "I ateb, neu i stopio'r llythyrau hyn, agorwch y dudalen hon ar ffôn neu gyfrifiadur:",
          "{page}",
          "Teipiwch y cod hwn yno:",
          "{code}",
          "Mae'r cod yn gweithio am rai wythnosau. Os nad ydych am ateb, nid oes angen i chi wneud dim.",
        ].join("\n\n"),
      },
    },
  },
  /** The one reminder. It goes to everybody alike, so it does not say that anybody has not answered. */
  reminder: {
    text: {
      en: "Your feedback is still welcome. If you have already answered, ignore this. Answer, or stop messages: {link}",
      cy: "Mae croeso o hyd i'ch adborth. Os ydych wedi ateb yn barod, anwybyddwch hyn. Ateb neu stopio: {link}",
    },
    textHalf: {
      en: "Feedback: answered? Ignore this. Answer or stop:",
      cy: "Adborth: wedi ateb? Anwybyddwch. Ateb neu stopio",
    },
    email: {
      subject: { en: "Your feedback", cy: "Eich adborth" },
      body: {
        en: [
          "Hello,",
          "Your feedback on a service you used is still welcome. If you have already answered, please ignore this message. We will not send another about it.",
          "To answer, or to stop these messages, open this link:",
          "{link}",
          "Nobody reads replies to this address.",
        ].join("\n\n"),
        cy: [
          "Helo,",
          "Mae croeso o hyd i'ch adborth ar wasanaeth a ddefnyddiwyd gennych. Os ydych wedi ateb yn barod, anwybyddwch y neges hon. Ni fyddwn yn anfon un arall amdano.",
          "I ateb, neu i stopio'r negeseuon hyn, agorwch y ddolen hon:",
          "{link}",
          "Nid oes neb yn darllen atebion i'r cyfeiriad hwn.",
        ].join("\n\n"),
      },
    },
    letter: {
      subject: { en: "Your feedback", cy: "Eich adborth" },
      body: {
        en: [
          "Your feedback on a service you used is still welcome. If you have already answered, please ignore this letter. We will not send another about it.",
          "To answer, or to stop these letters, open this page on a phone or computer:",
          "{page}",
          "Type this code there:",
          "{code}",
        ].join("\n\n"),
        cy: [
          "Mae croeso o hyd i'ch adborth ar wasanaeth a ddefnyddiwyd gennych. Os ydych wedi ateb yn barod, anwybyddwch y llythyr hwn. Ni fyddwn yn anfon un arall amdano.",
          "I ateb, neu i stopio'r llythyrau hyn, agorwch y dudalen hon ar ffôn neu gyfrifiadur:",
          "{page}",
          "Teipiwch y cod hwn yno:",
          "{code}",
        ].join("\n\n"),
      },
    },
  },
  /** To the officer in the case: staff, so it may say what it is, but nothing about the victim. */
  officer: {
    subject: { en: "Closure discussion to record", cy: "Trafodaeth gau i'w chofnodi" },
    body: {
      en: [
        "A case of yours has been closed. Please have the Victim Closure Discussion and record it here; it takes about three minutes:",
        "{link}",
        "Reference: {reference}. The case was reported closed on {date}.",
        "What is said about the service is kept apart from the case and without names.",
      ].join("\n\n"),
      cy: [
        "Mae un o'ch achosion wedi'i gau. Cynhaliwch y Drafodaeth Gau gyda'r dioddefwr a'i chofnodi yma; mae'n cymryd tua thair munud:",
        "{link}",
        "Cyfeirnod: {reference}. Adroddwyd bod yr achos wedi'i gau ar {date}.",
        "Cedwir yr hyn a ddywedir am y gwasanaeth ar wahân i'r achos a heb enwau.",
      ].join("\n\n"),
    },
  },
  officerReminder: {
    subject: { en: "Closure discussion still to record", cy: "Trafodaeth gau i'w chofnodi o hyd" },
    body: {
      en: [
        "A Victim Closure Discussion that you were asked for has not been recorded yet. Please have it and record it here, or record that it was not possible:",
        "{link}",
        "Reference: {reference}. The case was reported closed on {date}.",
        "If you have just recorded it, ignore this message.",
      ].join("\n\n"),
      cy: [
        "Nid yw Trafodaeth Gau y gofynnwyd i chi amdani wedi'i chofnodi eto. Cynhaliwch hi a'i chofnodi yma, neu cofnodwch nad oedd yn bosibl:",
        "{link}",
        "Cyfeirnod: {reference}. Adroddwyd bod yr achos wedi'i gau ar {date}.",
        "Os ydych newydd ei chofnodi, anwybyddwch y neges hon.",
      ].join("\n\n"),
    },
  },
  /** To a supervisor: nothing but the case's reference, for a mailbox may have many readers. */
  supervisor: {
    subject: { en: "Closure discussion overdue", cy: "Trafodaeth gau yn hwyr" },
    body: {
      en: [
        "No Victim Closure Discussion has been recorded for this case:",
        "Reference: {reference}. The case was reported closed on {date}.",
        "Please see to it that the officer in the case has the discussion and records it, by the link that they were sent or in your own system.",
      ].join("\n\n"),
      cy: [
        "Nid oes Trafodaeth Gau wedi'i chofnodi ar gyfer yr achos hwn:",
        "Cyfeirnod: {reference}. Adroddwyd bod yr achos wedi'i gau ar {date}.",
        "Gwnewch yn siŵr bod y swyddog yn yr achos yn cynnal y drafodaeth ac yn ei chofnodi, drwy'r ddolen a anfonwyd ato neu yn eich system eich hun.",
      ].join("\n\n"),
    },
  },
} as const satisfies MessageWords;
