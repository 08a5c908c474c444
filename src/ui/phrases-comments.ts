import type { WithholdingReason } from "../domain/moderation.ts";
import type { Localised } from "../kernel/locale.ts";
import type { Phrases } from "./phrases.ts";

/** Words of the pages on which comments are read before they are released. */
export const commentPhrases = {
  heading: { en: "Comments", cy: "Sylwadau" },
  one: { en: "Comment", cy: "Sylw" },
  waiting: { en: "Waiting: {count}", cy: "Yn aros: {count}" },
  introduction: {
    en: "These are people's own words about how they were treated. Names and numbers have been taken out by rules, which miss some. Take out what still points at anybody, then release or withhold.",
    cy: "Geiriau pobl eu hunain yw'r rhain am sut y cawsant eu trin. Tynnwyd enwau a rhifau drwy reolau, sy'n methu rhai. Tynnwch yr hyn sy'n dal i bwyntio at rywun, yna rhyddhau neu atal.",
  },
  nobody: {
    en: "A victim's comment does not say who wrote it, and nothing here can look it up. Where somebody writes that they are in danger, they were shown where to get help as they sent it; withhold it as “danger disclosed”, and do not try to find them.",
    cy: "Nid yw sylw dioddefwr yn dweud pwy a'i hysgrifennodd, ac ni all dim yma chwilio am hynny. Lle mae rhywun yn ysgrifennu eu bod mewn perygl, dangoswyd iddynt ble i gael help wrth ei anfon; ataliwch ef fel “datgelu perygl”, a pheidiwch â cheisio dod o hyd iddynt.",
  },
  together: {
    en: "Comments come ten or more at a time, of one area and stage, so that one is not told apart by when or where it came. Those that are left when a quarter is over come then, without stage or area where too few share them.",
    cy: "Daw sylwadau fesul deg neu fwy, o'r un ardal a cham, fel na ellir gwahaniaethu un oddi wrth y lleill yn ôl pryd nac o ble y daeth. Daw'r rhai sydd ar ôl pan ddaw chwarter i ben bryd hynny, heb gam nac ardal lle mae rhy ychydig yn eu rhannu.",
  },
  wellbeing: {
    en: "Some comments are hard to read. Stop when you need to; what you leave waits. Talk to your supervisor or your occupational health service.",
    cy: "Mae rhai sylwadau'n anodd eu darllen. Stopiwch pan fydd angen; bydd y gweddill yn aros. Siaradwch â'ch goruchwyliwr neu'ch gwasanaeth iechyd galwedigaethol.",
  },
  nothing: { en: "No comment waits.", cy: "Does dim sylw'n aros." },
  all: { en: "All", cy: "Pob un" },
  english: { en: "In English", cy: "Yn Saesneg" },
  welsh: { en: "In Welsh", cy: "Yn Gymraeg" },
  show: { en: "Show", cy: "Dangos" },
  read: { en: "Read and decide", cy: "Darllen a phenderfynu" },
  more: { en: "More comments", cy: "Rhagor o sylwadau" },
  text: { en: "What was written", cy: "Yr hyn a ysgrifennwyd" },
  suggestions: { en: "Which of these are names?", cy: "Pa rai o'r rhain sy'n enwau?" },
  suggestionsHint: {
    en: "Marked in the text. Tick those that must go.",
    cy: "Wedi'u marcio yn y testun. Ticiwch y rhai y mae'n rhaid eu tynnu.",
  },
  words: { en: "Other words to take out", cy: "Geiriau eraill i'w tynnu" },
  wordsHint: { en: "One to a line, as they stand in the text.", cy: "Un i bob llinell, fel y maent yn y testun." },
  look: { en: "Take out, and look again", cy: "Tynnu, ac edrych eto" },
  themes: { en: "What is it about?", cy: "Am beth mae e?" },
  themesAtMost: { en: "Choose three at most.", cy: "Dewiswch dair ar y mwyaf." },
  tooManyThemes: {
    en: "Choose three themes at most: the three that matter most to the person who wrote it",
    cy: "Dewiswch dair thema ar y mwyaf: y tair sydd bwysicaf i'r sawl a'i hysgrifennodd",
  },
  verdict: { en: "What happens to it?", cy: "Beth sy'n digwydd iddo?" },
  release: { en: "Release: it may be quoted, without area", cy: "Rhyddhau: gellir ei ddyfynnu, heb ardal" },
  decide: { en: "Decide", cy: "Penderfynu" },
  chooseVerdict: { en: "Choose what happens to the comment", cy: "Dewiswch beth sy'n digwydd i'r sylw" },
  final: {
    en: "This cannot be undone. What is withheld is destroyed; its themes still count.",
    cy: "Ni ellir dadwneud hyn. Dinistrir yr hyn a atelir; mae ei themâu'n dal i gyfrif.",
  },
  changed: {
    en: "Somebody else has changed or decided this comment in the meantime. Nothing of yours was done.",
    cy: "Mae rhywun arall wedi newid neu benderfynu'r sylw hwn yn y cyfamser. Ni wnaed dim o'ch un chi.",
  },
  masked: {
    en: "Taken out. Nothing has been released yet: read what is left, then choose again.",
    cy: "Wedi'i dynnu. Nid oes dim wedi'i ryddhau eto: darllenwch yr hyn sydd ar ôl, yna dewiswch eto.",
  },
  absent: {
    en: "Not in the text as typed, so nothing was done: {words}",
    cy: "Ddim yn y testun fel y'i teipiwyd, felly ni wnaed dim: {words}",
  },
  source: { en: "Written by", cy: "Ysgrifennwyd gan" },
  byOfficer: {
    en: "An officer, of what a victim said. Never quoted, and not counted with victims' own comments.",
    cy: "Swyddog, am yr hyn a ddywedodd dioddefwr. Ni chaiff byth ei ddyfynnu, na'i gyfrif gyda sylwadau dioddefwyr eu hunain.",
  },
  done: { en: "Decided", cy: "Wedi'i benderfynu" },
  where: { en: "Stage and area", cy: "Cam ac ardal" },
  noStage: { en: "Stage not stated", cy: "Cam heb ei nodi" },
  noArea: { en: "area not stated", cy: "ardal heb ei nodi" },
  period: { en: "Quarter", cy: "Chwarter" },
} as const satisfies Phrases;

/** Why a comment is withheld. */
export const withholdingWords = {
  "identifies-somebody": { en: "Withhold: it points at somebody", cy: "Atal: mae'n pwyntio at rywun" },
  "names-officer": { en: "Withhold: it names an officer", cy: "Atal: mae'n enwi swyddog" },
  "abusive": { en: "Withhold: it is abusive", cy: "Atal: mae'n sarhaus" },
  "danger-disclosed": { en: "Withhold: danger disclosed", cy: "Atal: datgelu perygl" },
  "unintelligible": { en: "Withhold: it cannot be understood", cy: "Atal: ni ellir ei ddeall" },
  "other": { en: "Withhold: another reason", cy: "Atal: rheswm arall" },
} as const satisfies { readonly [R in WithholdingReason]: Localised };
