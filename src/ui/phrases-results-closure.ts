import type { Localised } from "../kernel/locale.ts";
import type { Phrases } from "./phrases.ts";

/** Words of the page of closure discussions. */
export const closureResultsPhrases = {
  title: { en: "When cases close", cy: "Pan fydd achosion yn cau" },
  headingArea: { en: "When cases close: {area}", cy: "Pan fydd achosion yn cau: {area}" },
  lead: {
    en: "When a case closes, the officer has a last discussion with the victim and records it. Or the victim fills in a form, if they would rather.",
    cy: "Pan fydd achos yn cau, mae'r swyddog yn cynnal trafodaeth olaf gyda'r dioddefwr ac yn ei chofnodi. Neu mae'r dioddefwr yn llenwi ffurflen, os byddai'n well ganddo.",
  },
  isTitle: { en: "What these figures are", cy: "Beth yw'r ffigurau hyn" },
  isRecorded: {
    en: "“Recorded” figures count what officers wrote down about their own work. They show what a force says it did.",
    cy: "Mae ffigurau “wedi'u cofnodi” yn cyfrif yr hyn a nododd swyddogion am eu gwaith eu hunain. Maent yn dangos yr hyn y mae heddlu'n dweud iddo ei wneud.",
  },
  isTold: {
    en: "“As told to an officer” figures are what a victim said to the person they were asked about. People may be kinder face to face, so do not compare them with surveys.",
    cy: "Mae ffigurau “fel y dywedwyd wrth swyddog” yn dangos yr hyn a ddywedodd dioddefwr wrth y person yr holwyd amdano. Gall pobl fod yn fwy caredig wyneb yn wyneb, felly peidiwch â'u cymharu ag arolygon.",
  },
  isOwn: {
    en: "“As victims answered themselves” figures come from victims who filled the form in themselves. None of these figures is ever added to another, or to a survey.",
    cy: "Daw ffigurau “fel yr atebodd dioddefwyr eu hunain” gan ddioddefwyr a lenwodd y ffurflen eu hunain. Ni chaiff yr un o'r ffigurau hyn ei adio at un arall, nac at arolwg.",
  },
  choose: { en: "Choose an area", cy: "Dewiswch ardal" },
  nation: { en: "England and Wales", cy: "Cymru a Lloegr" },
  coverageTitle: { en: "Was a discussion recorded?", cy: "A gofnodwyd trafodaeth?" },
  coverageLead: {
    en: "Of all cases with a victim that closed in the quarter. “None yet” means that nothing had been recorded when these figures were made.",
    cy: "O'r holl achosion â dioddefwr a gaeodd yn y chwarter. Mae “dim eto” yn golygu nad oedd dim wedi'i gofnodi pan wnaed y ffigurau hyn.",
  },
  chartTitle: { en: "What became of closure discussions, per cent", cy: "Beth ddaeth o drafodaethau cau, y cant" },
  chartDescription: {
    en: "One mark for each outcome, with its 95% interval. The table beneath has the same figures.",
    cy: "Un marc ar gyfer pob canlyniad, gyda'i gyfwng 95%. Mae'r un ffigurau yn y tabl isod.",
  },
  chartKey: { en: "Square: the share. Line: its 95% interval.", cy: "Sgwâr: y gyfran. Llinell: ei chyfwng 95%." },
  daysTitle: { en: "How soon was it recorded?", cy: "Pa mor fuan y cafodd ei chofnodi?" },
  daysLead: {
    en: "Days from the closing of the case to the record, of discussions that were recorded.",
    cy: "Diwrnodau o gau'r achos i'r cofnod, o'r trafodaethau a gofnodwyd.",
  },
  doneTitle: { en: "What was done", cy: "Beth a wnaed" },
  doneLead: {
    en: "Recorded by officers. Where several answers may be given, the shares add up to more than 100%.",
    cy: "Wedi'i gofnodi gan swyddogion. Lle gellir rhoi sawl ateb, mae'r cyfrannau'n adio i fwy na 100%.",
  },
  toldTitle: { en: "As told to an officer", cy: "Fel y dywedwyd wrth swyddog" },
  whenAnswered: {
    en: "These are the answers received in the quarter, whenever the case closed. The recorded figures above are of the cases that closed in the quarter, so the two may be of different people.",
    cy: "Dyma'r atebion a dderbyniwyd yn y chwarter, pryd bynnag y caeodd yr achos. Mae'r ffigurau a gofnodwyd uchod yn ymwneud â'r achosion a gaeodd yn y chwarter, felly gallant fod am bobl wahanol.",
  },
  ownTitle: { en: "As victims answered themselves", cy: "Fel yr atebodd dioddefwyr eu hunain" },
  gapTitle: { en: "The form beside the survey", cy: "Y ffurflen wrth ochr yr arolwg" },
  gapLead: {
    en: "How the same people answered in their own closure form (rows) and in their first survey (columns), per cent of all pairs. Only of people who agreed that their answers may be compared, for England and Wales, and only from 50 pairs on.",
    cy: "Sut yr atebodd yr un bobl yn eu ffurflen gau eu hunain (rhesi) ac yn eu harolwg cyntaf (colofnau), y cant o'r holl barau. Dim ond pobl a gytunodd y gellir cymharu eu hatebion, ar gyfer Cymru a Lloegr, a dim ond o 50 pâr ymlaen.",
  },
  gapCaption: { en: "Closure form by survey", cy: "Ffurflen gau yn ôl arolwg" },
  gapRow: { en: "Closure form", cy: "Ffurflen gau" },
  areasTitle: { en: "Every area", cy: "Pob ardal" },
  areasLead: {
    en: "The share of closed cases in which a discussion was held and recorded. Areas are in order of place, never of figures.",
    cy: "Cyfran yr achosion a gaewyd lle cynhaliwyd a chofnodwyd trafodaeth. Mae ardaloedd yn nhrefn lle, byth yn nhrefn ffigurau.",
  },
  answer: { en: "Answer", cy: "Ateb" },
  share: { en: "Per cent", cy: "Y cant" },
  outOf: { en: "Out of", cy: "Allan o" },
  intervalNote: {
    en: "Intervals allow for the noise that protects people, and take the quarter as one of many that might have been.",
    cy: "Mae cyfyngau'n caniatáu ar gyfer y sŵn sy'n diogelu pobl, ac yn trin y chwarter fel un o lawer a allai fod wedi bod.",
  },
} as const satisfies Phrases;

type Words = { readonly [code: string]: Localised };

/** Titles of figures that are no question of a form, or a question in other words. */
export const closureFigureWords: Words = {
  coverage: { en: "Closure discussions", cy: "Trafodaethau cau" },
  days: { en: "Days from closing to record", cy: "Diwrnodau o gau i gofnodi" },
  VCD3: {
    en: "Satisfaction with the investigation, as told to an officer",
    cy: "Boddhad â'r ymchwiliad, fel y dywedwyd wrth swyddog",
  },
  VCF1: {
    en: "Satisfaction with the investigation, in the victim's own form",
    cy: "Boddhad â'r ymchwiliad, yn ffurflen y dioddefwr ei hun",
  },
  gap: { en: "Closure form beside the first survey", cy: "Ffurflen gau wrth ochr yr arolwg cyntaf" },
};

export const levelOfSatisfaction: Words = {
  satisfied: { en: "Satisfied", cy: "Bodlon" },
  neither: { en: "Neither", cy: "Y naill na'r llall" },
  dissatisfied: { en: "Dissatisfied", cy: "Anfodlon" },
};

/** Answers of figures that are no question of a form. */
export const closureAnswerWords: { readonly [figure: string]: Words } = {
  coverage: {
    "held": { en: "Held and recorded", cy: "Cynhaliwyd a chofnodwyd" },
    "attempted": { en: "Tried, victim not reached", cy: "Ceisiwyd, heb gael gafael" },
    "not-possible": { en: "Not possible", cy: "Nid oedd yn bosibl" },
    "none": { en: "None yet", cy: "Dim eto" },
    "own-form": { en: "Victim's own form", cy: "Ffurflen y dioddefwr" },
  },
  days: {
    "same-day": { en: "The same day", cy: "Yr un diwrnod" },
    "1-3": { en: "1 to 3 days", cy: "1 i 3 diwrnod" },
    "4-7": { en: "4 to 7 days", cy: "4 i 7 diwrnod" },
    "8-14": { en: "8 to 14 days", cy: "8 i 14 diwrnod" },
    "15-28": { en: "15 to 28 days", cy: "15 i 28 diwrnod" },
    "29-plus": { en: "29 days or more", cy: "29 diwrnod neu fwy" },
  },
  VCD3: levelOfSatisfaction,
  VCF1: levelOfSatisfaction,
};

export const closureSourceWords: Words = {
  recorded: { en: "recorded by officers", cy: "wedi'i gofnodi gan swyddogion" },
  told: { en: "as told to an officer", cy: "fel y dywedwyd wrth swyddog" },
  own: { en: "in the victim's own form", cy: "yn ffurflen y dioddefwr ei hun" },
};
