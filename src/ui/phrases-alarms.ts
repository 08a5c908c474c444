import type { AlarmReason, ContactLook, ContactSign } from "../domain/contact-alarm.ts";
import type { Localised } from "../kernel/locale.ts";
import type { Phrases } from "./phrases.ts";

/** Words of the alarms about areas' numbers and addresses, for those who see the whole nation. */
export const alarmPhrases = {
  heading: { en: "Alarms", cy: "Larymau" },
  introduction: {
    en: "Each night the engine compares, area by area, how many invitations are to numbers or addresses that three or more victims share, how many to victims whose number or address was replaced or taken away after a message, and how many reach nobody, or somebody else. An alarm says that an area's share is far above what is usual. It stops nothing, and no answer is left out because of it.",
    cy: "Bob nos mae'r peiriant yn cymharu, fesul ardal, faint o wahoddiadau sydd i rifau neu gyfeiriadau y mae tri neu fwy o ddioddefwyr yn eu rhannu, faint sydd i ddioddefwyr y disodlwyd neu y tynnwyd yn ôl eu rhif neu eu cyfeiriad ar ôl neges, a faint nad ydynt yn cyrraedd neb, neu sy'n cyrraedd rhywun arall. Mae larwm yn dweud bod cyfran ardal ymhell uwchlaw'r arfer. Nid yw'n atal dim, ac ni chaiff unrhyw ateb ei hepgor o'i herwydd.",
  },
  notProof: {
    en: "It proves nothing: a call centre's own number in a records system, a batch of old records, or numbers taken away to keep people safe look the same. Ask the force first.",
    cy: "Nid yw'n profi dim: mae rhif canolfan alwadau mewn system gofnodion, swp o hen gofnodion, neu rifau a dynnwyd yn ôl i gadw pobl yn ddiogel yn edrych yr un fath. Gofynnwch i'r heddlu yn gyntaf.",
  },
  nothing: { en: "No alarm has been raised.", cy: "Nid oes larwm wedi'i godi." },
  area: { en: "Police area", cy: "Ardal heddlu" },
  look: { en: "Looked at", cy: "Edrychwyd ar" },
  counted: { en: "Counted", cy: "Cyfrifwyd" },
  countOf: { en: "{n} of {base} invitations ({share} in 100)", cy: "{n} o {base} o wahoddiadau ({share} ym mhob 100)" },
  usual: { en: "Usual", cy: "Arferol" },
  usualShare: { en: "{share} in 100 invitations", cy: "{share} o bob 100 o wahoddiadau" },
  raisedOn: { en: "Raised", cy: "Codwyd" },
  lastSeen: { en: "Last found", cy: "Canfuwyd ddiwethaf" },
  notLookedAt: { en: "Not looked at since", cy: "Heb edrych arno ers" },
  endedOn: { en: "Ended", cy: "Daeth i ben" },
  seenBy: { en: "Seen by", cy: "Gwelwyd gan" },
  seenByOn: { en: "{by}, {day}: {reason}", cy: "{by}, {day}: {reason}" },
  operator: { en: "the operator", cy: "y gweithredwr" },
  reason: { en: "What came of it?", cy: "Beth ddaeth ohono?" },
  reasonHint: {
    en: "It is then shown as seen, until the share is half as high again.",
    cy: "Caiff ei ddangos wedyn fel un a welwyd, nes bod y gyfran hanner cymaint eto.",
  },
  chooseReason: { en: "Choose what came of it", cy: "Dewiswch beth ddaeth ohono" },
  acknowledge: { en: "Mark as seen", cy: "Nodi ei fod wedi'i weld" },
  alreadySeen: {
    en: "That alarm has ended, or somebody has marked it as seen already.",
    cy: "Mae'r larwm hwnnw wedi dod i ben, neu mae rhywun eisoes wedi nodi ei fod wedi'i weld.",
  },
} as const satisfies Phrases;

export const signWords: { readonly [S in ContactSign]: Localised } = {
  repeated: {
    en: "Invitations to numbers or addresses that three or more victims share",
    cy: "Gwahoddiadau i rifau neu gyfeiriadau y mae tri neu fwy o ddioddefwyr yn eu rhannu",
  },
  replaced: {
    en: "Invitations to victims whose number or address was replaced or taken away after a message",
    cy: "Gwahoddiadau i ddioddefwyr y disodlwyd neu y tynnwyd yn ôl eu rhif neu eu cyfeiriad ar ôl neges",
  },
  misdirected: {
    en: "Invitations that reach nobody, or somebody else",
    cy: "Gwahoddiadau nad ydynt yn cyrraedd neb, neu sy'n cyrraedd rhywun arall",
  },
};

export const lookWords: { readonly [L in ContactLook]: Localised } = {
  quarter: {
    en: "The last thirteen weeks, beside all areas",
    cy: "Y tair wythnos ar ddeg ddiwethaf, wrth ochr pob ardal",
  },
  month: { en: "The last four weeks, beside all areas", cy: "Y pedair wythnos ddiwethaf, wrth ochr pob ardal" },
  change: {
    en: "The last four weeks, beside the area's own thirteen before",
    cy: "Y pedair wythnos ddiwethaf, wrth ochr tair wythnos ar ddeg yr ardal ei hun cyn hynny",
  },
};

export const alarmReasonWords: { readonly [R in AlarmReason]: Localised } = {
  "explained": { en: "The force has explained it", cy: "Mae'r heddlu wedi'i esbonio" },
  "mended": { en: "The force has mended its records", cy: "Mae'r heddlu wedi cywiro ei gofnodion" },
  "being-looked-into": { en: "It is being looked into", cy: "Mae'n cael ei ymchwilio" },
};
