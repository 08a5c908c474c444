import type { Stage } from "../domain/dimension.ts";
import type { Localised } from "../kernel/locale.ts";
import type { rateNames } from "../results/quality-outcomes.ts";
import type { Phrases } from "./phrases.ts";

/** What each rate is, in words; the name that the standard gives it stands behind, in brackets. */
export const rateWords = {
  "RR1": { en: "Answered in full, of everybody", cy: "Atebwyd yn llawn, o bawb" },
  "RR2": { en: "Answered in full or in part, of everybody", cy: "Atebwyd yn llawn neu'n rhannol, o bawb" },
  "RR3": {
    en: "Answered in full, of the eligible and the unknown who probably are",
    cy: "Atebwyd yn llawn, o'r rhai cymwys a'r rhai anhysbys sy'n debygol o fod",
  },
  "RR4": {
    en: "Answered in full or in part, of the eligible and the unknown who probably are",
    cy: "Atebwyd yn llawn neu'n rhannol, o'r rhai cymwys a'r rhai anhysbys sy'n debygol o fod",
  },
  "RR5": {
    en: "Answered in full, of those known to be eligible",
    cy: "Atebwyd yn llawn, o'r rhai y gwyddys eu bod yn gymwys",
  },
  "RR6": {
    en: "Answered in full or in part, of those known to be eligible",
    cy: "Atebwyd yn llawn neu'n rhannol, o'r rhai y gwyddys eu bod yn gymwys",
  },
  "COOP1": { en: "Answered in full, of those heard from", cy: "Atebwyd yn llawn, o'r rhai y clywyd ganddynt" },
  "COOP2": {
    en: "Answered in full or in part, of those heard from",
    cy: "Atebwyd yn llawn neu'n rhannol, o'r rhai y clywyd ganddynt",
  },
  "COOP3": {
    en: "Answered in full, of those heard from who could take part",
    cy: "Atebwyd yn llawn, o'r rhai y clywyd ganddynt ac a allai gymryd rhan",
  },
  "COOP4": {
    en: "Answered in full or in part, of those heard from who could take part",
    cy: "Atebwyd yn llawn neu'n rhannol, o'r rhai y clywyd ganddynt ac a allai gymryd rhan",
  },
  "REF1": { en: "Refused, of everybody", cy: "Gwrthodwyd, o bawb" },
  "REF2": {
    en: "Refused, of the eligible and the unknown who probably are",
    cy: "Gwrthodwyd, o'r rhai cymwys a'r rhai anhysbys sy'n debygol o fod",
  },
  "REF3": {
    en: "Refused, of those known to be eligible",
    cy: "Gwrthodwyd, o'r rhai y gwyddys eu bod yn gymwys",
  },
  "CON1": { en: "Heard from, of everybody", cy: "Clywyd ganddynt, o bawb" },
  "CON2": {
    en: "Heard from, of the eligible and the unknown who probably are",
    cy: "Clywyd ganddynt, o'r rhai cymwys a'r rhai anhysbys sy'n debygol o fod",
  },
  "CON3": {
    en: "Heard from, of those known to be eligible",
    cy: "Clywyd ganddynt, o'r rhai y gwyddys eu bod yn gymwys",
  },
  "e": { en: "Eligible, of those of whom it is known", cy: "Cymwys, o'r rhai y mae'n hysbys amdanynt" },
  "UO-S": {
    en: "Not asked for want of a safe way, of everybody who should have been asked",
    cy: "Heb ofyn am nad oedd ffordd ddiogel, o bawb y dylid bod wedi gofyn iddynt",
  },
  "UO-R": {
    en: "Not asked for want of any way, of everybody who should have been asked",
    cy: "Heb ofyn am nad oedd unrhyw ffordd, o bawb y dylid bod wedi gofyn iddynt",
  },
} as const satisfies { readonly [R in (typeof rateNames)[number]]: Localised };

/** What is counted in each family of the ledger, by its name there. */
export const familyWords: { readonly [family: string]: Localised } = {
  "base": { en: "How many answered", cy: "Faint a atebodd" },
  "item": { en: "A question", cy: "Cwestiwn" },
  "item-per-agency": { en: "A question asked of each agency", cy: "Cwestiwn a ofynnir am bob asiantaeth" },
  "histogram": { en: "Each answer to a question", cy: "Pob ateb i gwestiwn" },
  "centred-sum": { en: "The score of a question", cy: "Sgôr cwestiwn" },
  "adjusted-score": { en: "The adjusted score of a question", cy: "Sgôr wedi'i haddasu cwestiwn" },
  "adjusted-score-per-agency": {
    en: "The adjusted score of a question asked of each agency",
    cy: "Sgôr wedi'i haddasu cwestiwn a ofynnir am bob asiantaeth",
  },
  "outcome": { en: "Answered in full or in part", cy: "Atebwyd yn llawn neu'n rhannol" },
  "closure-base": { en: "How many closure discussions there were", cy: "Faint o drafodaethau cau a fu" },
  "closure-answer": { en: "An answer about the closing of a case", cy: "Ateb am gau achos" },
  "closure-count": {
    en: "What officers recorded when cases closed",
    cy: "Yr hyn a gofnododd swyddogion pan gaewyd achosion",
  },
  "closure-gap": {
    en: "The closing of a case beside the same person's survey",
    cy: "Cau achos wrth ochr arolwg yr un person",
  },
  "journey": { en: "The same people at two stages", cy: "Yr un bobl mewn dau gam" },
  "driver": { en: "Satisfaction beside an experience", cy: "Bodlonrwydd wrth ochr profiad" },
  "item-by-mode": { en: "A question by way of answering", cy: "Cwestiwn yn ôl ffordd o ateb" },
  "item-by-characteristic": {
    en: "A question by characteristic of the person",
    cy: "Cwestiwn yn ôl nodwedd y person",
  },
  "comment": { en: "How many wrote in their own words", cy: "Faint a ysgrifennodd yn eu geiriau eu hunain" },
  "mode": { en: "Ways of answering", cy: "Ffyrdd o ateb" },
  "instrument": { en: "Versions of the surveys", cy: "Fersiynau'r arolygon" },
  "theme": { en: "What people wrote about", cy: "Yr hyn yr ysgrifennodd pobl amdano" },
  "frame": { en: "Who should have been asked", cy: "Pwy ddylai fod wedi cael eu holi" },
  "frame-margin": { en: "Who was invited, by offence, age and sex", cy: "Pwy a wahoddwyd, yn ôl trosedd, oed a rhyw" },
  "closure-frame": {
    en: "What became of requests for a closure discussion",
    cy: "Yr hyn a ddigwyddodd i geisiadau am drafodaeth gau",
  },
  "compliance": { en: "What is on record of rights", cy: "Yr hyn sydd ar gofnod am hawliau" },
};

/** The surveys by name. */
export const surveyWords = {
  "report": { en: "Survey after reporting", cy: "Arolwg ar ôl adrodd" },
  "charge": { en: "Survey after the charging decision", cy: "Arolwg ar ôl y penderfyniad cyhuddo" },
  "trial": { en: "Survey after trial", cy: "Arolwg ar ôl y treial" },
  "post-conviction": { en: "Survey after conviction", cy: "Arolwg ar ôl euogfarn" },
  "sexual-offence": { en: "Survey on sexual offences", cy: "Arolwg ar droseddau rhywiol" },
} as const satisfies { readonly [S in Stage | "sexual-offence"]: Localised };

/** Words around those. */
export const kindPhrases = {
  /** A rate, and its name in the standard. */
  rate: { en: "{words} ({name})", cy: "{words} ({name})" },
  survey: { en: "{survey}, version {version}", cy: "{survey}, fersiwn {version}" },
} as const satisfies Phrases;
