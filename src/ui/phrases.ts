import { translatable } from "../instrument/languages.ts";
import type { Localised } from "../kernel/locale.ts";

/** Words by name, each in both languages. */
export type Phrases = { readonly [name: string]: Localised };

/** Puts values in place of `{names}`. */
export const fill = (text: string, values: Readonly<Record<string, string | number>>) =>
  text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

/** Words of every page. */
export const phrases = translatable({
  product: { en: "Throughline", cy: "Throughline" },
  english: { en: "English", cy: "English" },
  welsh: { en: "Cymraeg", cy: "Cymraeg" },
  language: { en: "Language", cy: "Iaith" },
  skipToContent: { en: "Skip to main content", cy: "Neidio i'r prif gynnwys" },
  back: { en: "Back", cy: "Yn ôl" },
  continue: { en: "Continue", cy: "Parhau" },
  or: { en: "or", cy: "neu" },
  error: { en: "Error", cy: "Gwall" },
  warning: { en: "Warning", cy: "Rhybudd" },
  problem: { en: "There is a problem", cy: "Mae problem" },
  chooseOneOffered: {
    en: "Choose one of the answers offered, or none",
    cy: "Dewiswch un o'r atebion a gynigir, neu ddim un",
  },
  tooLong: { en: "Your answer must be {most} characters or fewer", cy: "Rhaid i'ch ateb fod yn {most} nod neu lai" },
  onlyIf: {
    en: "Answer this only if you chose {options} for “{question}”",
    cy: "Atebwch hwn dim ond os dewisoch {options} ar gyfer “{question}”",
  },
  unless: {
    en: "Leave this out if you chose {options} for “{question}”",
    cy: "Gadewch hwn allan os dewisoch {options} ar gyfer “{question}”",
  },
  serviceInformation: { en: "Service information", cy: "Gwybodaeth am y gwasanaeth" },
  menu: { en: "Menu", cy: "Dewislen" },
  journey: { en: "Journey", cy: "Taith" },
  compare: { en: "Compare", cy: "Cymharu" },
  trends: { en: "Over time", cy: "Dros amser" },
  rights: { en: "Rights", cy: "Hawliau" },
  closure: { en: "Closure", cy: "Cau achosion" },
  comments: { en: "Comments", cy: "Sylwadau" },
  quality: { en: "Quality", cy: "Ansawdd" },
  areas: { en: "Areas", cy: "Ardaloedd" },
  home: { en: "Home", cy: "Hafan" },
  privacy: { en: "Privacy", cy: "Preifatrwydd" },
  accessibility: { en: "Accessibility", cy: "Hygyrchedd" },
  api: { en: "Data and API", cy: "Data ac API" },
  moreInformation: { en: "More about this service", cy: "Mwy am y gwasanaeth hwn" },
  notFoundHeading: { en: "There is no page here", cy: "Nid oes tudalen yma" },
  notFoundText: {
    en: "Check the address, or start again from the message or page that brought you here.",
    cy: "Gwiriwch y cyfeiriad, neu dechreuwch eto o'r neges neu'r dudalen a ddaeth â chi yma.",
  },
  notReadyHeading: { en: "Please try again a little later", cy: "Rhowch gynnig arall arni ychydig yn ddiweddarach" },
  notReadyText: {
    en: "We could not do that just now. If you had just filled in a page, look at it again when you come back: it may not have been kept.",
    cy: "Ni allem wneud hynny ar hyn o bryd. Os oeddech newydd lenwi tudalen, edrychwch arni eto pan ddewch yn ôl: efallai na chafodd ei chadw.",
  },
  notSent: {
    en: "We could not take this in just now. All that you filled in is still on this page: wait a few minutes, then send it again.",
    cy: "Ni allem dderbyn hyn ar hyn o bryd. Mae popeth a lenwoch yn dal ar y dudalen hon: arhoswch ychydig funudau, yna anfonwch hi eto.",
  },
  refusedHeading: { en: "That did not come from this page", cy: "Ni ddaeth hynny o'r dudalen hon" },
  refusedText: {
    en: "Go back, open the page again and try once more.",
    cy: "Ewch yn ôl, agorwch y dudalen eto a rhowch gynnig arall arni.",
  },
});
