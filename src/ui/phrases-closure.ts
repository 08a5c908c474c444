import type { Phrases } from "./phrases.ts";

/** Words of the officer's page for a Victim Closure Discussion. */
export const closurePhrases = {
  heading: { en: "Victim Closure Discussion", cy: "Trafodaeth Gloi â'r Dioddefwr" },
  introduction: {
    en: "Use this while you talk with the victim, or straight after. It takes about three minutes.",
    cy: "Defnyddiwch hwn wrth i chi siarad â'r dioddefwr, neu'n syth wedyn. Mae'n cymryd tua thair munud.",
  },
  split: {
    en: "Sections marked “For the case” go to your force, to act on. The rest is kept without names and counted as told to an officer, apart from what victims answer themselves.",
    cy: "Mae adrannau sydd wedi'u nodi “Ar gyfer yr achos” yn mynd i'ch heddlu, i weithredu arnynt. Cedwir y gweddill heb enwau a'i gyfrif fel yr hyn a ddywedwyd wrth swyddog, ar wahân i'r hyn y mae dioddefwyr yn ei ateb eu hunain.",
  },
  forCase: { en: "For the case", cy: "Ar gyfer yr achos" },
  noNames: {
    en: "Do not write names, numbers, addresses or case references.",
    cy: "Peidiwch ag ysgrifennu enwau, rhifau, cyfeiriadau na chyfeirnodau achos.",
  },
  promptRights: { en: "The twelve rights, as a reminder", cy: "Y deuddeg hawl, i'ch atgoffa" },
  promptSafety: {
    en: "Before you end: is there any new risk to the victim or to children? Act on it now, by your force's procedure, and not through this form alone.",
    cy: "Cyn i chi orffen: a oes unrhyw risg newydd i'r dioddefwr neu i blant? Gweithredwch arni nawr, yn unol â gweithdrefn eich heddlu, ac nid drwy'r ffurflen hon yn unig.",
  },
  promptReferral: {
    en: "Offer a referral to a support service, also if one was turned down before.",
    cy: "Cynigiwch atgyfeiriad at wasanaeth cymorth, hyd yn oed os gwrthodwyd un o'r blaen.",
  },
  required: {
    en: "Choose an answer to the first question, so that the discussion can be recorded",
    cy: "Dewiswch ateb i'r cwestiwn cyntaf, fel y gellir cofnodi'r drafodaeth",
  },
  record: { en: "Record the discussion", cy: "Cofnodi'r drafodaeth" },
  recordedHeading: { en: "Discussion recorded", cy: "Trafodaeth wedi'i chofnodi" },
  recordedText: {
    en: "Your force will see what is for the case. You can close this page.",
    cy: "Bydd eich heddlu'n gweld yr hyn sydd ar gyfer yr achos. Gallwch gau'r dudalen hon.",
  },
  alreadyHeading: {
    en: "This discussion has been recorded already",
    cy: "Mae'r drafodaeth hon eisoes wedi'i chofnodi",
  },
  alreadyText: {
    en: "Nothing has been changed. To add something, use the case record.",
    cy: "Nid oes dim wedi newid. I ychwanegu rhywbeth, defnyddiwch gofnod yr achos.",
  },
  unknownHeading: { en: "This link does not work", cy: "Nid yw'r ddolen hon yn gweithio" },
  unknownText: {
    en: "Check that you have the whole link from the message, or ask for a new one.",
    cy: "Gwiriwch fod gennych y ddolen gyfan o'r neges, neu gofynnwch am un newydd.",
  },
} as const satisfies Phrases;
