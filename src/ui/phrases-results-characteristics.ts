import type { Phrases } from "./phrases.ts";

/** Words of what a release tells of people of each characteristic. */
export const characteristicsPhrases = {
  title: { en: "Who is served less well", cy: "Pwy sy'n cael gwasanaeth gwaeth" },
  link: {
    en: "Who is served less well: ethnic group, disability and language",
    cy: "Pwy sy'n cael gwasanaeth gwaeth: grŵp ethnig, anabledd ac iaith",
  },
  lead: {
    en: "Some people tell us their ethnic group, whether a health condition reduces what they can do, and their main language. Here is how they say they were treated, each group beside everybody else who answered the same question about themselves.",
    cy: "Mae rhai pobl yn dweud wrthym beth yw eu grŵp ethnig, a oes cyflwr iechyd yn lleihau'r hyn y gallant ei wneud, a beth yw eu prif iaith. Dyma sut y maent yn dweud y cawsant eu trin, pob grŵp wrth ymyl pawb arall a atebodd yr un cwestiwn amdanynt eu hunain.",
  },
  limitsTitle: { en: "What this does not say", cy: "Yr hyn nad yw hyn yn ei ddweud" },
  limitCause: {
    en: "It is not adjusted. Groups differ in age, in the crimes that they suffer and in where they live, and a difference does not say why it is there. It says where to ask.",
    cy: "Nid yw wedi'i addasu. Mae grwpiau'n wahanol o ran oedran, y troseddau y maent yn eu dioddef a lle maent yn byw, ac nid yw gwahaniaeth yn dweud pam y mae yno. Mae'n dweud ble i holi.",
  },
  limitChose: {
    en: "Only people who chose to tell us this of themselves are counted. Others may have been treated differently.",
    cy: "Dim ond pobl a ddewisodd ddweud hyn wrthym amdanynt eu hunain a gyfrifir. Efallai fod eraill wedi cael eu trin yn wahanol.",
  },
  limitNation: {
    en: "It is for England and Wales as a whole, never for an area or a team. Each characteristic is told by itself: nothing is known of two of them together.",
    cy: "Mae ar gyfer Cymru a Lloegr gyfan, byth ar gyfer ardal na thîm. Dywedir pob nodwedd ar ei phen ei hun: nid oes dim yn hysbys am ddwy ohonynt gyda'i gilydd.",
  },
  fewer: {
    en: "{question} “{category}”: {those} gave a good answer, and {others} of everybody else. That is {points} fewer ({lower} to {upper}).",
    cy: "{question} “{category}”: rhoddodd {those} ateb da, a {others} o bawb arall. Mae hynny {points} yn llai ({lower} i {upper}).",
  },
  more: {
    en: "{question} “{category}”: {those} gave a good answer, and {others} of everybody else. That is {points} more ({lower} to {upper}).",
    cy: "{question} “{category}”: rhoddodd {those} ateb da, a {others} o bawb arall. Mae hynny {points} yn fwy ({lower} i {upper}).",
  },
  limitTwice: {
    en: "All stages together is the sum of the stages. Somebody who answered at two counts twice, so its intervals are somewhat too narrow, and it finds a little too much.",
    cy: "Swm y camau yw pob cam gyda'i gilydd. Mae rhywun a atebodd mewn dau yn cyfrif ddwywaith, felly mae ei gyfyngau ychydig yn rhy gul, ac mae'n canfod ychydig yn ormod.",
  },
  alike: {
    en: "On this question no group differs from everybody else by more than chance explains.",
    cy: "Ar y cwestiwn hwn nid oes unrhyw grŵp yn wahanol i bawb arall o fwy nag y mae siawns yn ei esbonio.",
  },
  alikeOfSome: {
    en: "Of the groups that can be compared, none differs from everybody else by more than chance explains.",
    cy: "O'r grwpiau y gellir eu cymharu, nid oes yr un yn wahanol i bawb arall o fwy nag y mae siawns yn ei esbonio.",
  },
  noneCompared: {
    en: "No group can be compared with everybody else. {reason}",
    cy: "Ni ellir cymharu unrhyw grŵp â phawb arall. {reason}",
  },
  someUncompared: {
    en: "Groups that cannot be compared with everybody else: {count} of {all}. {reason}",
    cy: "Grwpiau na ellir eu cymharu â phawb arall: {count} o {all}. {reason}",
  },
  isTooFew: {
    en: "Too few people have told us this of themselves, in the group or beside it.",
    cy: "Mae rhy ychydig o bobl wedi dweud hyn wrthym amdanynt eu hunain, yn y grŵp neu wrth ei ymyl.",
  },
  isBound: {
    en: "Nearly everybody answered alike, in the group or beside it, so that the exact share is not told.",
    cy: "Atebodd bron pawb yr un fath, yn y grŵp neu wrth ei ymyl, felly ni ddywedir yr union gyfran.",
  },
  isNotAsked: {
    en: "The question is not asked at this stage.",
    cy: "Ni ofynnir y cwestiwn yn y cam hwn.",
  },
  isNotCounted: {
    en: "It is not in this release.",
    cy: "Nid yw yn y datganiad hwn.",
  },
  chart: { en: "Good answers: {measure}. {question}", cy: "Atebion da: {measure}. {question}" },
  description: {
    en: "A row for each answer to the question “{question}”: a mark at the share of good answers, and a line for its 95% interval. The dashed line is everybody.",
    cy: "Rhes ar gyfer pob ateb i'r cwestiwn “{question}”: marc wrth gyfran yr atebion da, a llinell ar gyfer ei chyfwng 95%. Y llinell doredig yw pawb.",
  },
  keyShapes: {
    en: "Triangle to the left: fewer good answers than everybody else, by more than chance. Triangle to the right: more. Circle: may be chance. Square: cannot be compared.",
    cy: "Triongl i'r chwith: llai o atebion da na phawb arall, o fwy na siawns. Triongl i'r dde: mwy. Cylch: gall fod yn siawns. Sgwâr: ni ellir cymharu.",
  },
  keyLine: { en: "Line: 95% interval.", cy: "Llinell: cyfwng 95%." },
  group: { en: "Group", cy: "Grŵp" },
  those: { en: "Good answers", cy: "Atebion da" },
  others: { en: "Everybody else", cy: "Pawb arall" },
  difference: { en: "Difference in points", cy: "Gwahaniaeth mewn pwyntiau" },
  verdict: { en: "More than chance?", cy: "Mwy na siawns?" },
  isFewer: { en: "Yes, fewer", cy: "Ydy, llai" },
  isMore: { en: "Yes, more", cy: "Ydy, mwy" },
  isChance: { en: "May be chance", cy: "Gall fod yn siawns" },
  note: {
    en: "Not adjusted for case-mix. Intervals of differences are Newcombe's, on counts that each carry twice the random change of other figures. Whether a difference is more than chance is judged over all groups and questions at once, so that of those told as more than chance no more than one in twenty is expected to be false (Benjamini and Hochberg).",
    cy: "Heb ei addasu ar gyfer cymysgedd achosion. Cyfyngau Newcombe yw rhai'r gwahaniaethau, ar gyfrifon sydd bob un yn cario dwywaith newid ar hap y ffigurau eraill. Bernir a yw gwahaniaeth yn fwy na siawns dros bob grŵp a chwestiwn ar unwaith, fel na ddisgwylir i fwy nag un o bob ugain o'r rhai y dywedir eu bod yn fwy na siawns fod yn anghywir (Benjamini a Hochberg).",
  },
  keptApart: {
    en: "What people tell of themselves is kept apart from their answers and from each other: a locked record holds one characteristic, the stage, and whether each of the core questions had a good answer. When the figures of a quarter are made, the records are opened and added up in one act, and only the sums are kept: the exact ones for as long as answers are, for corrections.",
    cy: "Cedwir yr hyn y mae pobl yn ei ddweud amdanynt eu hunain ar wahân i'w hatebion ac i'w gilydd: mae cofnod dan glo yn dal un nodwedd, y cam, ac a gafodd pob un o'r cwestiynau craidd ateb da. Pan wneir ffigurau chwarter, caiff y cofnodion eu hagor a'u hadio mewn un weithred, a dim ond y symiau a gedwir: y rhai union cyhyd ag y cedwir atebion, ar gyfer cywiriadau.",
  },
  answerOthers: { en: "{category}: everybody else", cy: "{category}: pawb arall" },
  answerDifference: { en: "{category}: difference in points", cy: "{category}: gwahaniaeth mewn pwyntiau" },
} as const satisfies Phrases;
