import type { ComplianceAct, ComplianceStep } from "../domain/compliance.ts";
import type { Localised } from "../kernel/locale.ts";
import type { NoGap } from "../results/rights.ts";
import type { Phrases } from "./phrases.ts";

/** Words of the page of rights: what is on record of them, and what victims say. */
export const rightsResultsPhrases = {
  title: { en: "Rights, on record and as victims say", cy: "Hawliau, ar gofnod ac fel y dywed dioddefwyr" },
  headingArea: {
    en: "Rights, on record and as victims say: {area}",
    cy: "Hawliau, ar gofnod ac fel y dywed dioddefwyr: {area}",
  },
  lead: {
    en: "The Victims' Code gives victims twelve rights. Here is what forces, witness care units and liaison officers have on record of each, and beside it what victims say.",
    cy: "Mae Cod y Dioddefwyr yn rhoi deuddeg hawl i ddioddefwyr. Dyma'r hyn sydd gan heddluoedd, unedau gofal tystion a swyddogion cyswllt ar gofnod am bob un, ac wrth ei ochr yr hyn a ddywed dioddefwyr.",
  },
  isTitle: { en: "What these figures are", cy: "Beth yw'r ffigurau hyn" },
  /** `{days}`: domain/compliance.ts. */
  isRecorded: {
    en: "“On record” is the share of victims for whom something was written down as done, of those whose case was reported, or decided, at least {days} days before it was counted. What was not written down may still have been done: no record does not mean “not done”.",
    cy: "“Ar gofnod” yw cyfran y dioddefwyr y nodwyd bod rhywbeth wedi'i wneud ar eu cyfer, o blith y rhai y cafodd eu hachos ei adrodd, neu ei benderfynu, o leiaf {days} diwrnod cyn y cyfrif. Gall yr hyn na nodwyd fod wedi'i wneud o hyd: nid yw diffyg cofnod yn golygu “heb ei wneud”.",
  },
  isSaid: {
    en: "“As victims say” is the share of victims who answered a survey in the quarter and gave a good answer. Where “Yes, fully” is offered, only that answer counts.",
    cy: "“Fel y dywed dioddefwyr” yw cyfran y dioddefwyr a atebodd arolwg yn y chwarter ac a roddodd ateb da. Lle cynigir “Do, yn llawn”, dim ond yr ateb hwnnw sy'n cyfrif.",
  },
  isApart: {
    en: "The two are not of the same people: records are of cases reported or decided in the quarter, answers of those who were asked then and replied. There is no score of a right or of an area: each question stands by itself.",
    cy: "Nid yr un bobl yw'r ddau: mae'r cofnodion am achosion a adroddwyd neu a benderfynwyd yn y chwarter, a'r atebion gan y rhai a holwyd bryd hynny ac a atebodd. Nid oes sgôr i hawl nac i ardal: mae pob cwestiwn yn sefyll ar ei ben ei hun.",
  },
  choose: { en: "Choose an area", cy: "Dewiswch ardal" },
  nation: { en: "England and Wales", cy: "Cymru a Lloegr" },
  recordsTitle: { en: "How much is on record", cy: "Faint sydd ar gofnod" },
  recordsLead: {
    en: "The share of victims for whom there is any record of their rights at all. Of the others nothing is known. Where less than half have a record, the records are not set beside what victims say.",
    cy: "Cyfran y dioddefwyr y mae unrhyw gofnod o gwbl am eu hawliau. Ni wyddys dim am y lleill. Lle mae gan lai na hanner gofnod, ni osodir y cofnodion wrth ochr yr hyn a ddywed dioddefwyr.",
  },
  glanceTitle: { en: "On record, and as victims say", cy: "Ar gofnod, ac fel y dywed dioddefwyr" },
  glanceLead: {
    en: "Where something is recorded that a question asks victims about too. Of reports, answers at the report stage; of the personal statement, at the charging decision.",
    cy: "Lle cofnodir rhywbeth y mae cwestiwn hefyd yn ei ofyn. Ar gyfer adroddiadau, atebion yn y cam adrodd; ar gyfer y datganiad personol, yn y cam penderfyniad cyhuddo.",
  },
  chartDescription: {
    en: "Two marks for each, one for what is on record and one for what victims say, with their 95% intervals. The table beneath has the same figures.",
    cy: "Dau farc ar gyfer pob un, un am yr hyn sydd ar gofnod ac un am yr hyn a ddywed dioddefwyr, gyda'u cyfyngau 95%. Mae'r un ffigurau yn y tabl isod.",
  },
  chartKey: {
    en: "Square: on record. Circle: as victims say. Line: the 95% interval.",
    cy: "Sgwâr: ar gofnod. Cylch: fel y dywed dioddefwyr. Llinell: y cyfwng 95%.",
  },
  ofRecord: { en: "{act}: records", cy: "{act}: cofnodion" },
  ofVictims: { en: "{act}: victims", cy: "{act}: dioddefwyr" },
  onRecord: { en: "On record", cy: "Ar gofnod" },
  asSaid: { en: "As victims say", cy: "Fel y dywed dioddefwyr" },
  difference: { en: "Difference", cy: "Gwahaniaeth" },
  figure: { en: "Figure", cy: "Ffigur" },
  share: { en: "Per cent", cy: "Y cant" },
  outOf: { en: "Out of", cy: "Allan o" },
  question: { en: "Question", cy: "Cwestiwn" },
  owed: { en: "Owed mainly by: {agencies}.", cy: "Dyletswydd yn bennaf ar: {agencies}." },
  told: { en: "Told of this right", cy: "Wedi cael gwybod am yr hawl hon" },
  inTime: { en: "{act}, within {days} working days", cy: "{act}, o fewn {days} diwrnod gwaith" },
  askedAt: { en: "{question} ({stage})", cy: "{question} ({stage})" },
  onlyTold: {
    en: "No record says whether this right was kept. On record is only whether victims were told of it.",
    cy: "Nid oes cofnod sy'n dweud a barchwyd yr hawl hon. Ar gofnod mae dim ond a gafodd dioddefwyr wybod amdani.",
  },
  notWished: {
    en: "Not everybody wishes to be referred, so the share of referrals need not be 100%. An offer that was not taken up is no referral.",
    cy: "Nid yw pawb yn dymuno cael eu hatgyfeirio, felly nid oes angen i gyfran yr atgyfeiriadau fod yn 100%. Nid atgyfeiriad yw cynnig na chafodd ei dderbyn.",
  },
  recordedCaption: { en: "{right}: on record", cy: "{right}: ar gofnod" },
  saidCaption: { en: "{right}: as victims say, all stages", cy: "{right}: fel y dywed dioddefwyr, pob cam" },
  differs: {
    en: "{act}: on record for {recorded} of victims. “{question}” {said} of those who answered say yes. {gap}",
    cy: "{act}: ar gofnod ar gyfer {recorded} o ddioddefwyr. “{question}” Mae {said} o'r rhai a atebodd yn ateb yn gadarnhaol. {gap}",
  },
  more: {
    en: "The records show more than victims say, by {points} (95% interval: {lower} to {upper}).",
    cy: "Mae'r cofnodion yn dangos mwy nag y dywed dioddefwyr, o {points} (cyfwng 95%: {lower} i {upper}).",
  },
  less: {
    en: "Victims say more than the records show, by {points} (95% interval: {lower} to {upper}).",
    cy: "Mae dioddefwyr yn dweud mwy nag y dengys y cofnodion, o {points} (cyfwng 95%: {lower} i {upper}).",
  },
  alike: {
    en: "The difference may be chance ({points}, 95% interval: {lower} to {upper}).",
    cy: "Gall y gwahaniaeth fod yn siawns ({points}, cyfwng 95%: {lower} i {upper}).",
  },
  areasTitle: { en: "Every area", cy: "Pob ardal" },
  areasLead: {
    en: "Areas are in order of place, never of figures. An area of which little is on record may do as much as any other.",
    cy: "Mae ardaloedd yn nhrefn lle, byth yn nhrefn ffigurau. Gall ardal nad oes fawr ddim ar gofnod amdani wneud cymaint ag unrhyw un arall.",
  },
  matrixTitle: { en: "Every area and right", cy: "Pob ardal a hawl" },
  matrixLead: {
    en: "Every figure of this page for every area, in one file.",
    cy: "Pob ffigur ar y dudalen hon ar gyfer pob ardal, mewn un ffeil.",
  },
  intervalNote: {
    en: "Records are counts of victims, changed a little at random and rounded to ten. Their intervals allow for that, and take the quarter as one of many that might have been. Records that were made after these figures are in none of them.",
    cy: "Cyfrifon o ddioddefwyr yw'r cofnodion, wedi'u newid ychydig ar hap a'u talgrynnu i ddeg. Mae eu cyfyngau'n caniatáu ar gyfer hynny, ac yn trin y chwarter fel un o lawer a allai fod wedi bod. Nid yw cofnodion a wnaed ar ôl y ffigurau hyn yn yr un ohonynt.",
  },
  rightByRight: { en: "Right by right", cy: "Hawl wrth hawl" },
  onePoint: { en: "{points} percentage point", cy: "{points} pwynt canran" },
  points: { en: "{points} percentage points", cy: "{points} pwynt canran" },
  records: { en: "Any record of rights", cy: "Unrhyw gofnod am hawliau" },
} as const satisfies Phrases;

/** What may be on record. */
export const actWords: { readonly [A in ComplianceAct]: Localised } = {
  "needs-assessment": { en: "Needs assessed", cy: "Anghenion wedi'u hasesu" },
  "rights-offered": { en: "Told about rights", cy: "Wedi cael gwybod am hawliau" },
  "personal-statement-offered": { en: "Personal statement offered", cy: "Cynnig datganiad personol" },
  "support-referred": { en: "Referred to support", cy: "Atgyfeirio at gymorth" },
};

/** The same in a word or two, for the chart. */
export const actShort: typeof actWords = {
  "needs-assessment": { en: "Needs assessed", cy: "Anghenion" },
  "rights-offered": { en: "Told of rights", cy: "Hawliau" },
  "personal-statement-offered": { en: "Statement offered", cy: "Datganiad" },
  "support-referred": { en: "Support", cy: "Cymorth" },
};

/** Of which victims a record is expected. */
export const stepWords: { readonly [S in ComplianceStep]: Localised } = {
  report: { en: "Victims in cases reported in the quarter", cy: "Dioddefwyr mewn achosion a adroddwyd yn y chwarter" },
  decision: {
    en: "Victims in cases with a charging decision in the quarter",
    cy: "Dioddefwyr mewn achosion â phenderfyniad cyhuddo yn y chwarter",
  },
};

/** Why no difference is told. */
export const noGapWords: { readonly [N in NoGap]: Localised } = {
  "no-figure": {
    en: "Too few to set the two beside each other.",
    cy: "Rhy ychydig i osod y ddau wrth ochr ei gilydd.",
  },
  "few-records": {
    en: "Nothing at all is on record for more than half of victims, so no difference is told.",
    cy: "Nid oes dim o gwbl ar gofnod ar gyfer mwy na hanner y dioddefwyr, felly ni roddir gwahaniaeth.",
  },
  "bound": {
    en: "One of the two is a bound, so no difference is told.",
    cy: "Terfyn yw un o'r ddau, felly ni roddir gwahaniaeth.",
  },
};
