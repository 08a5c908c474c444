import type { Phrases } from "./phrases.ts";

/** Words of the page on which a code from a letter is typed. Neutral, as the letter is. */
export const codePhrases = {
  heading: { en: "Type your code", cy: "Teipiwch eich cod" },
  what: {
    en: "It is in the letter that you were sent, or was read out to you.",
    cy: "Mae yn y llythyr a anfonwyd atoch, neu cafodd ei ddarllen i chi.",
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
    en: "Too many codes have been tried that did not work, so this page is resting. Your own code is not affected: it will work as before.",
    cy: "Mae gormod o godau nad oeddent yn gweithio wedi'u rhoi, felly mae'r dudalen hon yn gorffwys. Nid yw hyn yn effeithio ar eich cod chi: bydd yn gweithio fel o'r blaen.",
  },
} as const satisfies Phrases;
