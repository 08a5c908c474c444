import type { CallOutcome } from "../domain/call.ts";
import type { Localised } from "../kernel/locale.ts";
import type { Phrases } from "./phrases.ts";

/** Words of telephone surveys: the interviewer's pages, and what is read out. */
export const telephonePhrases = {
  heading: { en: "Telephone", cy: "Ffôn" },
  introduction: {
    en: "People who may be called now. You see nothing of who they are until they tell you, and nothing of what it is about.",
    cy: "Pobl y gellir eu ffonio nawr. Nid ydych yn gweld dim o bwy ydynt nes iddynt ddweud wrthych, na dim o'r hyn y mae'n ymwneud ag ef.",
  },
  nobody: {
    en: "Nobody is to be called now. Safe hours differ: look again later.",
    cy: "Nid oes neb i'w ffonio nawr. Mae oriau diogel yn amrywio: edrychwch eto'n nes ymlaen.",
  },
  call: { en: "Call {number}, {area}", cy: "Galwad {number}, {area}" },
  language: { en: "Language", cy: "Iaith" },
  attempts: { en: "Calls so far", cy: "Galwadau hyd yn hyn" },
  lastTime: { en: "Last time", cy: "Y tro diwethaf" },
  neverCalled: { en: "Not called yet", cy: "Heb ei ffonio eto" },
  take: { en: "Take this call", cy: "Cymryd yr alwad hon" },
  goOn: { en: "Go on with this call", cy: "Parhau â'r alwad hon" },
  notTakenHeading: { en: "That call cannot be made now", cy: "Ni ellir gwneud yr alwad honno nawr" },
  notTakenText: {
    en: "Somebody else has it, or something has changed: it is not safe now, or not wanted. Take another.",
    cy: "Mae gan rywun arall yr alwad, neu mae rhywbeth wedi newid: nid yw'n ddiogel nawr, neu nid oes ei heisiau. Cymerwch un arall.",
  },
  backToList: { en: "Back to the calls", cy: "Yn ôl i'r galwadau" },

  number: { en: "Number to call", cy: "Rhif i'w ffonio" },
  numberOnce: {
    en: "Dial it with your own number withheld. Do not write it down. Leave no message and no missed-call text.",
    cy: "Deialwch ef gan guddio'ch rhif eich hun. Peidiwch â'i ysgrifennu. Peidiwch â gadael neges na neges destun.",
  },
  dialBefore: { en: "Dial it before {time}, not later.", cy: "Deialwch ef cyn {time}, nid wedyn." },
  begunHeading: { en: "The questions have begun", cy: "Mae'r cwestiynau wedi dechrau" },
  begunText: {
    en: "Go on where you stopped. If the line went dead, do not call back.",
    cy: "Ewch ymlaen o'r lle y gwnaethoch stopio. Os aeth y llinell yn farw, peidiwch â ffonio'n ôl.",
  },
  goOnAsking: { en: "Go on with the questions", cy: "Parhau â'r cwestiynau" },
  onceBegun: { en: "If they want contact to stop", cy: "Os ydynt am i'r cyswllt ddod i ben" },
  noNumber: { en: "There is no number that may be called", cy: "Nid oes rhif y gellir ei ffonio" },
  firstHeading: { en: "Say this first, and nothing else", cy: "Dywedwch hyn yn gyntaf, a dim byd arall" },
  first: {
    en: "“Hello. My name is {name}. Is this a good time, and are you somewhere where you can talk on your own?”",
    cy: "“Helo. Fy enw i yw {name}. A yw'n amser cyfleus, ac a ydych chi rywle lle gallwch siarad ar eich pen eich hun?”",
  },
  elseHeading: {
    en: "If somebody else answers, or asks who is calling",
    cy: "Os bydd rhywun arall yn ateb, neu'n gofyn pwy sy'n ffonio",
  },
  elseText: {
    en: "“It is a general survey about local services. It is not urgent. I will try another time.” Say no more, and end the call. Leave no message with anybody, and none on a machine.",
    cy: "“Arolwg cyffredinol am wasanaethau lleol yw hwn. Nid yw'n bwysig. Fe rof gynnig arni rywbryd eto.” Peidiwch â dweud mwy, a dewch â'r alwad i ben. Peidiwch â gadael neges gyda neb, nac ar beiriant.",
  },
  dangerHeading: { en: "If they are in danger", cy: "Os ydynt mewn perygl" },
  dangerText: {
    en: "Ask only questions that yes and no can answer. Tell them to ring 999, and to press 55 if they cannot speak. If the line goes dead and you fear for them, ring 999 yourself.",
    cy: "Gofynnwch gwestiynau y gellir eu hateb gydag ie neu na yn unig. Dywedwch wrthynt am ffonio 999, a phwyso 55 os na allant siarad. Os aiff y llinell yn farw a'ch bod yn ofni drostynt, ffoniwch 999 eich hun.",
  },
  thenHeading: { en: "Only when they have said yes", cy: "Dim ond pan fyddant wedi dweud ie" },
  introduce: {
    en: "“Thank you. Somebody told us that you may be telephoned for feedback about how you were treated. It takes about five minutes. You may skip any question and stop at any time. Nobody who works on your case can look up what you say, and I cannot go back to it. Nothing changes if you would rather not. Shall we begin?”",
    cy: "“Diolch. Dywedodd rhywun wrthym y gellir eich ffonio am adborth ar sut y cawsoch eich trin. Mae'n cymryd tua phum munud. Cewch hepgor unrhyw gwestiwn a stopio unrhyw bryd. Ni all neb sy'n gweithio ar eich achos chwilio am yr hyn a ddywedwch, ac ni allaf fynd yn ôl ato. Nid oes dim yn newid os byddai'n well gennych beidio. Awn ni ati?”",
  },
  begin: { en: "Yes, safe: begin the questions", cy: "Ie, yn ddiogel: dechrau'r cwestiynau" },
  otherwise: {
    en: "How the call ended, if the questions did not begin",
    cy: "Sut y daeth yr alwad i ben, os na ddechreuodd y cwestiynau",
  },
  chooseOutcome: { en: "Choose how the call ended", cy: "Dewiswch sut y daeth yr alwad i ben" },
  when: { en: "When to call again, if they said so", cy: "Pryd i ffonio eto, os dywedasant" },
  day: { en: "Day", cy: "Diwrnod" },
  time: { en: "Time", cy: "Amser" },
  whenHint: { en: "Leave both empty for another day", cy: "Gadewch y ddau'n wag ar gyfer diwrnod arall" },
  chooseWhen: {
    en: "Give a day and a time that lie ahead, or neither",
    cy: "Rhowch ddiwrnod ac amser sydd i ddod, neu'r naill na'r llall",
  },
  record: { en: "Record, and end this call", cy: "Cofnodi, a dod â'r alwad hon i ben" },
  recordedHeading: { en: "The call is over", cy: "Mae'r alwad ar ben" },
  recordedText: {
    en: "Nothing of it can be opened again. If it was hard to hear, talk with whoever looks after you before you take another.",
    cy: "Ni ellir agor dim ohoni eto. Os oedd yn anodd ei chlywed, siaradwch â phwy bynnag sy'n gofalu amdanoch cyn cymryd un arall.",
  },

  question: { en: "Question {number} of up to {most}", cy: "Cwestiwn {number} o hyd at {most}" },
  readOne: {
    en: "Read the question and the answers out. Choose what they say.",
    cy: "Darllenwch y cwestiwn a'r atebion yn uchel. Dewiswch yr hyn a ddywedant.",
  },
  readMany: {
    en: "Read the question and the answers out. Choose all that they say.",
    cy: "Darllenwch y cwestiwn a'r atebion yn uchel. Dewiswch bopeth a ddywedant.",
  },
  readText: {
    en: "Read the question out. Type what they say in their own words, without names, numbers or places.",
    cy: "Darllenwch y cwestiwn yn uchel. Teipiwch yr hyn a ddywedant yn eu geiriau eu hunain, heb enwau, rhifau na lleoedd.",
  },
  readSpecial: {
    en: "What stands after “or” is not read out: choose it only if they say so. If they would rather not answer, choose nothing and go on.",
    cy: "Ni ddarllenir yr hyn sydd ar ôl “neu”: dewiswch ef dim ond os dywedant hynny. Os byddai'n well ganddynt beidio ag ateb, peidiwch â dewis dim ac ewch ymlaen.",
  },
  onward: {
    en: "There is no way back: tell them so if they ask.",
    cy: "Nid oes ffordd yn ôl: dywedwch hynny os gofynnant.",
  },
  // Each says it to a reader of its own language, about itself.
  switchTo: { en: "Read it in English", cy: "Darllen yn Gymraeg" },
  breakOffHeading: {
    en: "If they stop, or the line goes dead",
    cy: "Os byddant yn stopio, neu os aiff y llinell yn farw",
  },
  breakOffText: {
    en: "Do not try to persuade them, and do not call back.",
    cy: "Peidiwch â cheisio eu perswadio, a pheidiwch â ffonio'n ôl.",
  },
  endKeep: { en: "End here, and keep what they said", cy: "Dod i ben yma, a chadw'r hyn a ddywedasant" },
  endDiscard: { en: "End here, and keep none of it", cy: "Dod i ben yma, a chadw dim ohono" },
  overHeading: { en: "Thank them, and end the call", cy: "Diolchwch iddynt, a dewch â'r alwad i ben" },
  overRead: {
    en: "“Thank you. What you said is kept without your name or number, and put together with what others say. If you would like support, I can give you these numbers.”",
    cy: "“Diolch. Cedwir yr hyn a ddywedasoch heb eich enw na'ch rhif, a'i roi gyda'r hyn y mae eraill yn ei ddweud. Os hoffech gael cymorth, gallaf roi'r rhifau hyn i chi.”",
  },
  sittingHeading: { en: "No questions are open here", cy: "Nid oes cwestiynau ar agor yma" },
  sittingText: {
    en: "They are over, or were open too long. What counts has been kept.",
    cy: "Maent ar ben, neu buont ar agor yn rhy hir. Cadwyd yr hyn sy'n cyfrif.",
  },
} as const satisfies Phrases;

/** How a call ended, as an interviewer chooses it. */
export const outcomeWords: { readonly [O in CallOutcome]: Localised } = {
  "no-answer": { en: "Nobody answered", cy: "Ni atebodd neb" },
  "busy": { en: "Engaged", cy: "Llinell brysur" },
  "machine": { en: "A machine answered; no message left", cy: "Atebodd peiriant; ni adawyd neges" },
  "somebody-else": { en: "Somebody else answered", cy: "Atebodd rhywun arall" },
  "not-now": { en: "Cannot talk safely now", cy: "Ni allant siarad yn ddiogel nawr" },
  "call-back": { en: "Asked to be called another time", cy: "Gofynnwyd am alwad rywbryd eto" },
  "refused": {
    en: "Would rather not take part this time",
    cy: "Byddai'n well ganddynt beidio â chymryd rhan y tro hwn",
  },
  "stop": { en: "Wants no more contact at all", cy: "Nid ydynt am gael cyswllt o gwbl mwyach" },
  "not-safe": { en: "Calls are not safe for them at all", cy: "Nid yw galwadau'n ddiogel iddynt o gwbl" },
  "wrong-number": { en: "Wrong number: not the person", cy: "Rhif anghywir: nid y person" },
  "number-dead": { en: "The number does not work", cy: "Nid yw'r rhif yn gweithio" },
  "language-barrier": { en: "We share no language", cy: "Nid oes iaith gyffredin rhyngom" },
  "begun": { en: "The questions began", cy: "Dechreuodd y cwestiynau" },
};
