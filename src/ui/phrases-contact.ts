import type { WishFault, WishSubject, WishWay } from "../domain/contact-wish.ts";
import { translatable } from "../instrument/languages.ts";
import type { Locale, Readable } from "../kernel/locale.ts";
import type { Phrases } from "./phrases.ts";

/** Words of the page on which somebody asks to be contacted. Like every page of a victim's, it names no crime in its title. */
export const contactPhrases = translatable({
  heading: { en: "Ask to be contacted", cy: "Gofyn am gysylltiad" },
  danger: {
    en: "If you are in danger now, call 999. On a mobile, if you cannot speak, press 55 when asked. Nobody reads this form at once.",
    cy: "Os ydych mewn perygl nawr, ffoniwch 999. Ar ffôn symudol, os na allwch siarad, pwyswch 55 pan ofynnir i chi. Nid oes neb yn darllen y ffurflen hon ar unwaith.",
  },
  notAnonymous: {
    en: "This form is not anonymous. What you write here is read by the people who coordinate victims' services for the police area that you choose, so that they can contact you.",
    cy: "Nid yw'r ffurflen hon yn ddienw. Darllenir yr hyn a ysgrifennwch yma gan y bobl sy'n cydlynu gwasanaethau dioddefwyr ar gyfer yr ardal heddlu a ddewiswch, fel y gallant gysylltu â chi.",
  },
  apart: {
    en: "It is not linked to any answers that you have given. Nobody can see from it whether you answered, or what.",
    cy: "Nid yw wedi'i chysylltu ag unrhyw atebion a roesoch. Ni all neb weld ohoni a wnaethoch ateb, na beth.",
  },
  kept: {
    en: "What you write is kept locked, with the day but not the time. It is destroyed when somebody has seen to it, and after 90 days at the latest.",
    cy: "Cedwir yr hyn a ysgrifennwch dan glo, gyda'r diwrnod ond nid yr amser. Caiff ei ddinistrio pan fydd rhywun wedi delio ag ef, ac ar ôl 90 diwrnod fan bellaf.",
  },
  notReport: {
    en: "It does not report a crime, and it is not evidence. Please do not write what happened.",
    cy: "Nid yw'n rhoi gwybod am drosedd, ac nid yw'n dystiolaeth. Peidiwch ag ysgrifennu beth ddigwyddodd, os gwelwch yn dda.",
  },
  area: { en: "Which police area is it about?", cy: "Pa ardal heddlu y mae'n ymwneud â hi?" },
  about: { en: "What would you like to talk about?", cy: "Am beth yr hoffech siarad?" },
  aboutSafety: { en: "My safety", cy: "Fy niogelwch" },
  aboutCase: { en: "My case", cy: "Fy achos" },
  aboutSupport: { en: "Help and support", cy: "Cymorth a chefnogaeth" },
  aboutComplaint: { en: "A complaint", cy: "Cwyn" },
  way: { en: "How may we contact you safely?", cy: "Sut y gallwn gysylltu â chi'n ddiogel?" },
  wayCall: { en: "Telephone call", cy: "Galwad ffôn" },
  wayText: { en: "Text message", cy: "Neges destun" },
  wayEmail: { en: "E-mail", cy: "E-bost" },
  to: { en: "Number or e-mail address", cy: "Rhif neu gyfeiriad e-bost" },
  toHint: {
    en: "One that nobody else looks at or answers.",
    cy: "Un nad oes neb arall yn edrych arno nac yn ei ateb.",
  },
  times: { en: "When is it safe to contact you?", cy: "Pryd mae'n ddiogel cysylltu â chi?" },
  timesHint: {
    en: "For example: weekdays between 10am and 2pm. You can leave this empty.",
    cy: "Er enghraifft: dyddiau'r wythnos rhwng 10am a 2pm. Gallwch adael hwn yn wag.",
  },
  voicemail: { en: "Is it safe to leave a voicemail?", cy: "A yw'n ddiogel gadael neges llais?" },
  text: { en: "Is it safe to send a text?", cy: "A yw'n ddiogel anfon neges destun?" },
  isSafe: { en: "Safe", cy: "Yn ddiogel" },
  isNotSafe: { en: "Not safe", cy: "Ddim yn ddiogel" },
  speak: { en: "Which language would you like to use?", cy: "Pa iaith yr hoffech ei defnyddio?" },
  speakHint: {
    en: "Also British Sign Language. You can leave this empty.",
    cy: "Iaith Arwyddion Prydain hefyd. Gallwch adael hwn yn wag.",
  },
  name: { en: "What should we call you?", cy: "Beth ddylem eich galw?" },
  nameHint: { en: "You can leave this empty.", cy: "Gallwch adael hwn yn wag." },
  send: { en: "Send", cy: "Anfon" },
  faultArea: { en: "Choose a police area", cy: "Dewiswch ardal heddlu" },
  faultAbout: { en: "Choose what you would like to talk about", cy: "Dewiswch am beth yr hoffech siarad" },
  faultWay: { en: "Choose how we may contact you", cy: "Dewiswch sut y gallwn gysylltu â chi" },
  faultTo: {
    en: "Enter a number or e-mail address that fits the way you chose",
    cy: "Rhowch rif neu gyfeiriad e-bost sy'n cyd-fynd â'r ffordd a ddewisoch",
  },
  sentHeading: { en: "Somebody will contact you", cy: "Bydd rhywun yn cysylltu â chi" },
  sentText: {
    en: "Your request waits for the people who coordinate for the area that you chose. It may take some working days.",
    cy: "Mae eich cais yn aros am y bobl sy'n cydlynu ar gyfer yr ardal a ddewisoch. Gall gymryd rhai diwrnodau gwaith.",
  },
  tooManyHeading: { en: "Please try again in an hour", cy: "Rhowch gynnig arall arni mewn awr" },
  tooManyText: {
    en: "Too many requests have come from here, or from everywhere, in the last hour. Nothing has been kept of this one. You can also call one of the services below.",
    cy: "Mae gormod o geisiadau wedi dod oddi yma, neu o bobman, yn yr awr ddiwethaf. Ni chadwyd dim o'r cais hwn. Gallwch hefyd ffonio un o'r gwasanaethau isod.",
  },
});

export const subjectWords: { readonly [S in WishSubject]: Readable } = {
  "safety": contactPhrases.aboutSafety,
  "my-case": contactPhrases.aboutCase,
  "support": contactPhrases.aboutSupport,
  "complaint": contactPhrases.aboutComplaint,
};

export const wayWords: { readonly [W in WishWay]: Readable } = {
  call: contactPhrases.wayCall,
  text: contactPhrases.wayText,
  email: contactPhrases.wayEmail,
};

export const faultWords: { readonly [F in WishFault]: Readable } = {
  area: contactPhrases.faultArea,
  about: contactPhrases.faultAbout,
  way: contactPhrases.faultWay,
  to: contactPhrases.faultTo,
};

/** Words of the console's pages for those who see to it. */
export const wishPhrases = {
  heading: { en: "Asked to be contacted", cy: "Wedi gofyn am gysylltiad" },
  introduction: {
    en: "These people have asked, openly, to be contacted. What they wrote opens one at a time, and each look is recorded. Nothing here is linked to a survey: do not ask whether they answered one.",
    cy: "Mae'r bobl hyn wedi gofyn, yn agored, i rywun gysylltu â nhw. Agorir yr hyn a ysgrifenasant fesul un, a chofnodir pob golwg. Nid oes dim yma wedi'i gysylltu ag arolwg: peidiwch â gofyn a wnaethant ateb un.",
  },
  nothing: { en: "Nobody in your areas is waiting.", cy: "Nid oes neb yn aros yn eich ardaloedd." },
  about: { en: "About", cy: "Ynghylch" },
  area: { en: "Area", cy: "Ardal" },
  leftOn: { en: "Asked on", cy: "Gofynnwyd ar" },
  open: { en: "Open", cy: "Agor" },
  nameOf: { en: "Name", cy: "Enw" },
  wayOf: { en: "How", cy: "Sut" },
  toOf: { en: "Number or address", cy: "Rhif neu gyfeiriad" },
  timesOf: { en: "Safe times", cy: "Amseroedd diogel" },
  voicemailOf: { en: "Voicemail", cy: "Neges llais" },
  textOf: { en: "Text message", cy: "Neges destun" },
  languageOf: { en: "Language", cy: "Iaith" },
  notSaid: { en: "Not said", cy: "Heb ei ddweud" },
  beforeYouCall: {
    en: "Make sure first that it is them and that they can talk. Leave no message where they say it is not safe. Do not say what it is about to anybody else.",
    cy: "Gwnewch yn siŵr yn gyntaf mai nhw sydd yno a'u bod yn gallu siarad. Peidiwch â gadael neges lle maent yn dweud nad yw'n ddiogel. Peidiwch â dweud wrth neb arall am beth y mae.",
  },
  gone: {
    en: "What was written can no longer be opened: its key has been destroyed.",
    cy: "Ni ellir agor yr hyn a ysgrifennwyd mwyach: mae ei allwedd wedi'i dinistrio.",
  },
  doneText: {
    en: "When you have seen to it, what was written is destroyed. Keep what you need in your own system.",
    cy: "Pan fyddwch wedi delio ag ef, caiff yr hyn a ysgrifennwyd ei ddinistrio. Cadwch yr hyn sydd ei angen arnoch yn eich system eich hun.",
  },
  done: { en: "Seen to: destroy it", cy: "Wedi delio ag ef: ei ddinistrio" },
} as const satisfies Phrases;

const notice = {
  subject: { en: "A request waits in the console", cy: "Mae cais yn aros yn y consol" },
  body: {
    en: "Somebody has asked to be contacted. The request waits in the console:",
    cy: "Mae rhywun wedi gofyn am gysylltiad. Mae'r cais yn aros yn y consol:",
  },
} as const satisfies Phrases;

/** What an inbox of staff is told: that something waits, and where. In Wales in both languages, Welsh first. */
export function contactNotice(
  area: string,
  address: string,
): { readonly locale: Locale; readonly subject: string; readonly body: string } {
  if (!area.startsWith("W"))
    return { locale: "en", subject: notice.subject.en, body: `${notice.body.en}\n\n${address}` };
  return {
    locale: "cy",
    subject: `${notice.subject.cy} / ${notice.subject.en}`,
    body: `${notice.body.cy}\n\n${notice.body.en}\n\n${address}`,
  };
}
