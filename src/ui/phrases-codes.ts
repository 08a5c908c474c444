import type { Phrases } from "./phrases.ts";

/** Words of the codes that advisers give to people who are with them. */
export const codesPhrases = {
  heading: { en: "Codes", cy: "Codau" },
  introduction: {
    en: "For somebody who is with you, and to whom nothing is sent. You give them a code; they type it where and when they choose. Nothing here shows you their answers, or whether they answer.",
    cy: "I rywun sydd gyda chi, ac na anfonir dim ato. Rydych yn rhoi cod iddynt; maent yn ei deipio ble a phryd y dymunant. Nid oes dim yma'n dangos eu hatebion i chi, nac a ydynt yn ateb.",
  },
  findBy: { en: "How do you know the survey?", cy: "Sut ydych chi'n adnabod yr arolwg?" },
  byVictim: { en: "By the force's reference of the person", cy: "Yn ôl cyfeirnod yr heddlu ar gyfer y person" },
  byCrime: { en: "By the force's reference of the case", cy: "Yn ôl cyfeirnod yr heddlu ar gyfer yr achos" },
  chooseBy: { en: "Choose how you know the survey", cy: "Dewiswch sut rydych yn adnabod yr arolwg" },
  force: { en: "Force", cy: "Heddlu" },
  chooseForce: { en: "Choose a force of your area", cy: "Dewiswch heddlu yn eich ardal" },
  reference: { en: "Reference", cy: "Cyfeirnod" },
  referenceHint: {
    en: "As the force writes it. It is not shown again.",
    cy: "Fel y mae'r heddlu'n ei ysgrifennu. Ni chaiff ei ddangos eto.",
  },
  typeReference: { en: "Type the reference", cy: "Teipiwch y cyfeirnod" },
  find: { en: "Find", cy: "Dod o hyd" },
  foundHeading: { en: "What waits for a person", cy: "Beth sy'n aros am berson" },
  nothingFound: {
    en: "Nothing waits under that reference. Either it is not known, or it needs no code, or its time is over.",
    cy: "Nid oes dim yn aros o dan y cyfeirnod hwnnw. Naill ai nid yw'n hysbys, neu nid oes angen cod arno, neu mae ei amser ar ben.",
  },
  survey: { en: "Survey {number}, {area}", cy: "Arolwg {number}, {area}" },
  mayIssue: { en: "A code may be issued", cy: "Gellir rhoi cod" },
  mayIssueParent: {
    en: "A code may be issued to a parent or carer",
    cy: "Gellir rhoi cod i riant neu ofalwr",
  },
  isIssued: { en: "A code was issued; a new one ends it", cy: "Rhoddwyd cod; bydd un newydd yn ei ddisodli" },
  notNow: { en: "Not on this day: try on a later one", cy: "Nid heddiw: rhowch gynnig arni ar ddiwrnod arall" },
  byMessage: { en: "No code may be issued", cy: "Ni ellir rhoi cod" },
  notBecause: { en: "No code: {reason}", cy: "Dim cod: {reason}" },
  forThis: { en: "Issue a code, for somebody who is with you", cy: "Rhoi cod, i rywun sydd gyda chi" },
  open: { en: "Issue a code", cy: "Rhoi cod" },
  before: { en: "Before you issue it", cy: "Cyn i chi ei roi" },
  beforeText: {
    en: "Read this to them: it is short, every question may be skipped, nobody who works on their case can look up the answers, and nothing changes if they would rather not.",
    cy: "Darllenwch hyn iddynt: mae'n fyr, gellir hepgor pob cwestiwn, ni all neb sy'n gweithio ar eu hachos chwilio am yr atebion, ac nid oes dim yn newid os byddai'n well ganddynt beidio.",
  },
  confirm: { en: "What is so", cy: "Beth sy'n wir" },
  isWith: {
    en: "I am with the person, or speak with them alone and safely",
    cy: "Rwyf gyda'r person, neu'n siarad â nhw ar eu pen eu hunain ac yn ddiogel",
  },
  isWanted: { en: "They want to have the code", cy: "Maent am gael y cod" },
  isParent: {
    en: "I give it to a parent or carer who is with me",
    cy: "Rwy'n ei roi i riant neu ofalwr sydd gyda mi",
  },
  isNoSuspect: {
    en: "That parent or carer is no suspect in the case",
    cy: "Nid yw'r rhiant neu'r gofalwr hwnnw'n cael ei amau yn yr achos",
  },
  confirmAll: { en: "Confirm each of them, or issue no code", cy: "Cadarnhewch bob un, neu peidiwch â rhoi cod" },
  issue: { en: "Show the code", cy: "Dangos y cod" },
  changedHeading: { en: "No code was issued", cy: "Ni roddwyd cod" },
  changedText: {
    en: "Something changed since you opened the page, or a code was issued on another. Look again.",
    cy: "Newidiodd rhywbeth ers i chi agor y dudalen, neu rhoddwyd cod ar dudalen arall. Edrychwch eto.",
  },
  again: { en: "Look again", cy: "Edrych eto" },
  shownOnce: {
    en: "This page is shown once. Print it or write the code down for them, and close it.",
    cy: "Dim ond unwaith y dangosir y dudalen hon. Argraffwch hi neu ysgrifennwch y cod iddynt, a'i chau.",
  },
  back: { en: "Back to codes", cy: "Yn ôl i'r codau" },
  cardHeading: { en: "Your feedback code", cy: "Eich cod adborth" },
  cardWhere: { en: "Type it at {address}", cy: "Teipiwch ef yn {address}" },
  cardUntil: {
    en: "It works until {day}. It is yours: keep it where only you see it.",
    cy: "Mae'n gweithio tan {day}. Chi biau ef: cadwch ef lle mai dim ond chi sy'n ei weld.",
  },
} as const satisfies Phrases;
