import { translatable } from "../instrument/languages.ts";

/** Words of the page on which a code from a letter is typed. Neutral, as the letter is. */
export const codePhrases = translatable({
  heading: { en: "Type your code", cy: "Teipiwch eich cod" },
  what: {
    en: "It is in the letter that you were sent or on the card that you were given, or was read out to you.",
    cy: "Mae yn y llythyr a anfonwyd atoch neu ar y cerdyn a roddwyd i chi, neu cafodd ei ddarllen i chi.",
  },
  label: { en: "Code", cy: "Cod" },
  hint: {
    en: "12 letters and numbers. Capitals, spaces and hyphens do not matter.",
    cy: "12 llythyren a rhif. Nid oes ots am briflythrennau, bylchau na chysylltnodau.",
  },
  unreadable: {
    en: "Enter the 12 letters and numbers of the code",
    cy: "Rhowch 12 llythyren a rhif y cod",
  },
  unknown: {
    en: "Check the code: this one does not open anything",
    cy: "Gwiriwch y cod: nid yw'r un hwn yn agor dim byd",
  },
  unknownText: {
    en: "It may have been mistyped, or the time in which it worked may have passed. Nothing has been recorded, and you do not need to do anything.",
    cy: "Efallai ei fod wedi'i gamdeipio, neu fod yr amser pan oedd yn gweithio wedi dod i ben. Does dim wedi'i gofnodi, ac nid oes angen i chi wneud dim.",
  },
  stopHeading: { en: "If you do not want to hear from us", cy: "Os nad ydych am glywed gennym" },
  stopText: {
    en: "A code can stop all messages and letters to you, even when its time has passed.",
    cy: "Gall cod atal pob neges a llythyr atoch, hyd yn oed pan fydd ei amser wedi dod i ben.",
  },
  stopButton: { en: "Stop all messages", cy: "Atal pob neges" },
  tooManyHeading: { en: "Please try again in an hour", cy: "Rhowch gynnig arall arni mewn awr" },
  tooManyText: {
    en: "Too many codes have been tried that did not work, so no code opens anything here for up to an hour. Yours is not used up: try it again then.",
    cy: "Mae gormod o godau nad oeddent yn gweithio wedi'u rhoi, felly nid yw'r un cod yn agor dim byd yma am hyd at awr. Nid yw eich un chi wedi'i ddefnyddio: rhowch gynnig arall arno bryd hynny.",
  },
  stopNow: {
    en: "You do not have to wait to stop messages. The code that you typed can do it now.",
    cy: "Nid oes rhaid i chi aros i atal negeseuon. Gall y cod a deipioch ei wneud nawr.",
  },
  stopOtherwise: {
    en: "You can also stop them without a code, at any time: reply STOP to a text from us, or tell the person who deals with you, by phone or in writing.",
    cy: "Gallwch hefyd eu hatal heb god, unrhyw bryd: atebwch STOP i neges destun gennym, neu dywedwch wrth y person sy'n delio â chi, dros y ffôn neu'n ysgrifenedig.",
  },
});
