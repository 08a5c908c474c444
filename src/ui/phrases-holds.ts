import type { Reason } from "../domain/disposition.ts";
import type { Localised } from "../kernel/locale.ts";

type ReasonWords = { readonly title: Localised; readonly act: Localised };

const askInPerson: Localised = {
  en: "Ask the officer in the case, witness care or a liaison officer to speak with the person alone, and record here what they say.",
  cy: "Gofynnwch i'r swyddog yn yr achos, gofal tystion neu swyddog cyswllt siarad â'r person ar eu pen eu hunain, a chofnodwch yma yr hyn a ddywedant.",
};
const mendInSystem: Localised = {
  en: "Ask for the right number or address and put it into your own system. It comes to us with the next event of the case.",
  cy: "Gofynnwch am y rhif neu'r cyfeiriad cywir a'i roi yn eich system eich hun. Daw atom gyda digwyddiad nesaf yr achos.",
};
const neverCold: Localised = {
  en: "No message will be sent. Whoever supports the person may offer the survey in person, when the time is right.",
  cy: "Ni fydd neges yn cael ei hanfon. Gall pwy bynnag sy'n cefnogi'r person gynnig yr arolwg wyneb yn wyneb, pan fydd yr amser yn iawn.",
};

/** Why something is held, in a few words, and what a person can do about it. */
export const holdWords: { readonly [R in Reason]?: ReasonWords } = {
  "route-stale": {
    title: { en: "The safe route is older than 90 days", cy: "Mae'r llwybr diogel yn hŷn na 90 diwrnod" },
    act: askInPerson,
  },
  "safety-unknown": {
    title: { en: "Nobody has said which route is safe", cy: "Nid oes neb wedi dweud pa lwybr sy'n ddiogel" },
    act: askInPerson,
  },
  "flag-needs-safe-route": {
    title: { en: "The case needs a route that was called safe", cy: "Mae angen llwybr a alwyd yn ddiogel ar yr achos" },
    act: askInPerson,
  },
  "no-contact": { title: { en: "No contact was asked for", cy: "Gofynnwyd am ddim cyswllt" }, act: neverCold },
  "not-safe": {
    title: { en: "They said that messages are not safe", cy: "Dywedasant nad yw negeseuon yn ddiogel" },
    act: askInPerson,
  },
  "phone-only": {
    title: { en: "By telephone only", cy: "Dros y ffôn yn unig" },
    act: {
      en: "An interviewer may call, at a time that was called safe. No message will be sent.",
      cy: "Gall cyfwelydd ffonio, ar amser a alwyd yn ddiogel. Ni fydd neges yn cael ei hanfon.",
    },
  },
  "via-advocate": { title: { en: "Through an advocate only", cy: "Drwy eiriolwr yn unig" }, act: neverCold },
  "never-cold": {
    title: { en: "Never by message in a case like this", cy: "Byth drwy neges mewn achos fel hwn" },
    act: neverCold,
  },
  "mediated": {
    title: { en: "Only through whoever supports them", cy: "Dim ond drwy bwy bynnag sy'n eu cefnogi" },
    act: neverCold,
  },
  "live-operation": {
    title: { en: "A live operation", cy: "Ymgyrch fyw" },
    act: {
      en: "Nothing is sent while the operation lives. When your system takes the flag away, this survey goes on by itself.",
      cy: "Ni anfonir dim tra bo'r ymgyrch yn fyw. Pan fydd eich system yn tynnu'r faner, bydd yr arolwg hwn yn parhau ohono'i hun.",
    },
  },
  "no-safe-hour": {
    title: { en: "No safe hour lies within sending hours", cy: "Nid oes awr ddiogel o fewn oriau anfon" },
    act: askInPerson,
  },
  "suspect-route": {
    title: { en: "The route is a suspect's", cy: "Llwybr rhywun a ddrwgdybir ydyw" },
    act: mendInSystem,
  },
  "shared-number": {
    title: { en: "The number is shared with others", cy: "Mae'r rhif yn cael ei rannu ag eraill" },
    act: mendInSystem,
  },
  "no-route": { title: { en: "No number or address", cy: "Dim rhif na chyfeiriad" }, act: mendInSystem },
  "safe-route-missing": {
    title: { en: "The safe route has no number or address", cy: "Nid oes gan y llwybr diogel rif na chyfeiriad" },
    act: mendInSystem,
  },
  "contact-unreadable": {
    title: { en: "The number or address can no longer be read", cy: "Ni ellir darllen y rhif na'r cyfeiriad mwyach" },
    act: mendInSystem,
  },
  "age-not-stated": {
    title: { en: "Their age is not stated", cy: "Nid yw eu hoedran wedi'i nodi" },
    act: {
      en: "Put the person's age band, or that they are an adult, into your own system. It comes to us with the next event of the case.",
      cy: "Rhowch fand oedran y person, neu eu bod yn oedolyn, yn eich system eich hun. Daw atom gyda digwyddiad nesaf yr achos.",
    },
  },
};

/** For a reason that has no words of its own. */
export const otherHold: ReasonWords = {
  title: { en: "It cannot be sent as it is", cy: "Ni ellir ei anfon fel y mae" },
  act: askInPerson,
};

/** Why a message was taken by no gateway. */
export const deadWords: { readonly [R in Reason]?: Localised } = {
  "delivery-given-up": { en: "It failed too often", cy: "Methodd yn rhy aml" },
  "gateway-refused": { en: "The gateway refused it", cy: "Gwrthododd y porth ef" },
  "gateway-technical": { en: "The gateway failed", cy: "Methodd y porth" },
  "gateway-temporary": { en: "The gateway could not take it in time", cy: "Ni allai'r porth ei dderbyn mewn pryd" },
  "gateway-silent": { en: "The gateway did not answer", cy: "Nid atebodd y porth" },
  "contact-unreadable": {
    en: "The number or address can no longer be read",
    cy: "Ni ellir darllen y rhif na'r cyfeiriad mwyach",
  },
};
