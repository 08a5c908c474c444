import type { Localised } from "../kernel/locale.ts";
import type { Band } from "../statistics/bands.ts";
import type { Phrases } from "./phrases.ts";

/** One sentence a band, for somebody who knows no statistics. */
export const bandSentences: { readonly [B in Band]: Localised } = {
  "much-better": {
    en: "Much better than expected: victims here told of a clearly better experience than in a usual area. Chance and the usual spread of areas almost never make so large a difference.",
    cy: "Llawer gwell na'r disgwyl: disgrifiodd dioddefwyr yma brofiad sy'n amlwg yn well nag mewn ardal arferol. Anaml iawn y bydd siawns a'r amrywiad arferol rhwng ardaloedd yn creu gwahaniaeth mor fawr.",
  },
  "better": {
    en: "Better than expected: victims here told of a better experience than in a usual area. The difference is at least 3 points, and more than chance and the usual spread of areas would often make.",
    cy: "Gwell na'r disgwyl: disgrifiodd dioddefwyr yma brofiad gwell nag mewn ardal arferol. Mae'r gwahaniaeth yn 3 phwynt o leiaf, ac yn fwy nag y byddai siawns a'r amrywiad arferol rhwng ardaloedd yn ei greu'n aml.",
  },
  "about-the-same": {
    en: "About the same: there is no difference larger than chance and the usual spread of areas explain, or it is smaller than 3 points. The area may still differ clearly from the nation: look at its interval.",
    cy: "Tua'r un fath: nid oes gwahaniaeth sy'n fwy nag y mae siawns a'r amrywiad arferol rhwng ardaloedd yn ei esbonio, neu mae'n llai na 3 phwynt. Gall yr ardal fod yn amlwg yn wahanol i'r genedl o hyd: edrychwch ar ei chyfwng.",
  },
  "worse": {
    en: "Worse than expected: victims here told of a worse experience than in a usual area. The difference is at least 3 points, and more than chance and the usual spread of areas would often make.",
    cy: "Gwaeth na'r disgwyl: disgrifiodd dioddefwyr yma brofiad gwaeth nag mewn ardal arferol. Mae'r gwahaniaeth yn 3 phwynt o leiaf, ac yn fwy nag y byddai siawns a'r amrywiad arferol rhwng ardaloedd yn ei greu'n aml.",
  },
  "much-worse": {
    en: "Much worse than expected: victims here told of a clearly worse experience than in a usual area. Chance and the usual spread of areas almost never make so large a difference.",
    cy: "Llawer gwaeth na'r disgwyl: disgrifiodd dioddefwyr yma brofiad sy'n amlwg yn waeth nag mewn ardal arferol. Anaml iawn y bydd siawns a'r amrywiad arferol rhwng ardaloedd yn creu gwahaniaeth mor fawr.",
  },
};

/** How bands, windows and figures over time are told. */
export const trendsPhrases = {
  basisAdjusted: {
    en: "The words compare adjusted scores: from 0, the worst answer, to 100, the best. Adjusting allows for who the victims of each area are (offence, age, sex, domestic abuse), so that an area is not judged by its mix of cases.",
    cy: "Mae'r geiriau'n cymharu sgorau wedi'u haddasu: o 0, yr ateb gwaethaf, i 100, y gorau. Mae addasu yn caniatáu ar gyfer pwy yw dioddefwyr pob ardal (trosedd, oedran, rhyw, cam-drin domestig), fel na fernir ardal yn ôl ei chymysgedd o achosion.",
  },
  basisPercent: {
    en: "The words compare percentages that are not adjusted for case-mix: areas differ in who their victims are, and that may be part of a difference.",
    cy: "Mae'r geiriau'n cymharu canrannau nad ydynt wedi'u haddasu ar gyfer cymysgedd achosion: mae ardaloedd yn amrywio o ran pwy yw eu dioddefwyr, a gall hynny fod yn rhan o wahaniaeth.",
  },
  basisUnscored: {
    en: "Of the quarters added up, {quarters} had too few answers at a stage for adjusted scores, so there percentages are compared for all of them together.",
    cy: "O'r chwarteri a adiwyd, roedd gan {quarters} rhy ychydig o atebion mewn cam ar gyfer sgorau wedi'u haddasu, felly cymharir canrannau yno ar gyfer pob un ohonynt gyda'i gilydd.",
  },
  expectedScore: { en: "A usual area would score {value}.", cy: "Byddai ardal arferol yn sgorio {value}." },
  expectedPercent: { en: "A usual area would have {value}%.", cy: "Byddai gan ardal arferol {value}%." },
  summary: {
    en: "Of {all} areas with enough answers, {better} did better or much better than expected, {worse} worse or much worse, and {same} about the same.",
    cy: "O blith {all} ardal â digon o atebion, gwnaeth {better} yn well neu'n llawer gwell na'r disgwyl, {worse} yn waeth neu'n llawer gwaeth, a {same} tua'r un fath.",
  },
  summaryNone: {
    en: "No area has the 100 answers that a comparison needs.",
    cy: "Nid oes gan yr un ardal y 100 o atebion sydd eu hangen i gymharu.",
  },
  bandsTitle: { en: "What the words mean", cy: "Ystyr y geiriau" },
  bandsExpected: {
    en: "“Expected” is what a usual area would have: the middle of all areas, each counted by how much its answers can be relied on. It is not a target, and not a judgement of what would be good enough.",
    cy: "“Disgwyl” yw'r hyn a fyddai gan ardal arferol: canol yr holl ardaloedd, pob un yn ôl faint y gellir dibynnu ar ei hatebion. Nid targed mohono, na barn ar yr hyn a fyddai'n ddigon da.",
  },
  bandsDiscovery: {
    en: "So many areas are looked at together that some would stand out by chance and the usual spread of areas alone. The words are held back: if no area were unlike the usual ones, about one such page in twenty would still call an area better or worse. Each question is looked at by itself.",
    cy: "Edrychir ar gynifer o ardaloedd gyda'i gilydd fel y byddai rhai'n sefyll allan oherwydd siawns a'r amrywiad arferol rhwng ardaloedd yn unig. Ffrwynir y geiriau: pe na bai unrhyw ardal yn wahanol i'r rhai arferol, byddai tuag un dudalen o'r fath o bob ugain yn dal i alw ardal yn well neu'n waeth. Edrychir ar bob cwestiwn ar ei ben ei hun.",
  },
  bandsMore: {
    en: "More on what a band means, and what it does not",
    cy: "Rhagor am ystyr band, a'r hyn nad yw'n ei olygu",
  },
  windowQuarter: { en: "This quarter", cy: "Y chwarter hwn" },
  windowYear: { en: "Last four quarters", cy: "Y pedwar chwarter diwethaf" },
  windowLabel: { en: "Time shown", cy: "Yr amser a ddangosir" },
  windowShown: {
    en: "Four quarters are added up: {quarters}.",
    cy: "Adir pedwar chwarter at ei gilydd: {quarters}.",
  },
  windowShort: {
    en: "Only {quarters} can be added up. There is no release of {missing}; nothing is filled in for it.",
    cy: "Dim ond {quarters} y gellir eu hadio. Nid oes datganiad ar gyfer {missing}; ni lenwir dim yn ei le.",
  },
  windowRefused: {
    en: "The last four quarters cannot be added up: a question changed in between. This quarter is shown.",
    cy: "Ni ellir adio'r pedwar chwarter diwethaf: newidiodd cwestiwn yn y cyfamser. Dangosir y chwarter hwn.",
  },
  period: { en: "four quarters from {from}", cy: "pedwar chwarter o {from}" },
  periodShort: { en: "{months} months from {from}", cy: "{months} mis o {from}" },
  scoreBase: { en: "Answers behind the adjusted score", cy: "Atebion y tu ôl i'r sgôr wedi'i haddasu" },
  scoreOther: { en: "of other answers", cy: "o atebion eraill" },
  scoreBases: {
    en: "Over four quarters the adjusted score adds up only quarters in which the area had enough answers for one. Where that leaves answers out, the two numbers of answers differ, and the score as answered is not shown: the step to the adjusted score would not be the area's mix of cases alone. Areas of which answers are left out: {areas}.",
    cy: "Dros bedwar chwarter, dim ond chwarteri lle'r oedd gan yr ardal ddigon o atebion ar gyfer sgôr wedi'i haddasu a adir. Lle mae hynny'n gadael atebion allan, mae'r ddau nifer o atebion yn wahanol, ac ni ddangosir y sgôr fel yr atebwyd: nid cymysgedd achosion yr ardal yn unig fyddai'r cam i'r sgôr wedi'i haddasu. Ardaloedd y gadewir atebion allan ar eu cyfer: {areas}.",
  },
  basisArea: {
    en: "Where an adjusted score is shown, the words compare it: adjusting allows for who the victims of each area are (offence, age, sex, domestic abuse). Everywhere else, and over all stages together, they compare percentages that are not adjusted for case-mix. Either way the area is compared with a usual area, and not with the percentage of England and Wales beside it.",
    cy: "Lle dangosir sgôr wedi'i haddasu, honno y mae'r geiriau'n ei chymharu: mae addasu yn caniatáu ar gyfer pwy yw dioddefwyr pob ardal (trosedd, oedran, rhyw, cam-drin domestig). Ym mhobman arall, a dros yr holl gamau gyda'i gilydd, maent yn cymharu canrannau nad ydynt wedi'u haddasu ar gyfer cymysgedd achosion. Y naill ffordd neu'r llall, cymherir yr ardal ag ardal arferol, ac nid â chanran Cymru a Lloegr wrth ei hochr.",
  },
  scoreRaw: { en: "Score as answered", cy: "Sgôr fel yr atebwyd" },
  scoreAdjusted: { en: "Adjusted score", cy: "Sgôr wedi'i haddasu" },
  scoreInterval: { en: "95% interval of the adjusted score", cy: "Cyfwng 95% y sgôr wedi'i haddasu" },
  scoreNote: {
    en: "The step from the score as answered to the adjusted score is made of weighting and of the area's mix of cases; where there are 100 answers, up to four points of it can be the random change that protects people, and less where there are more. Reliability says how much of what is seen is of the area and not of chance: 0.7 is usable, 0.8 good.",
    cy: "Y cam o'r sgôr fel yr atebwyd i'r sgôr wedi'i haddasu yn deillio o bwysoli ac o gymysgedd achosion yr ardal; lle mae 100 o atebion, gall hyd at bedwar pwynt ohono fod yn newid ar hap sy'n diogelu pobl, a llai lle mae mwy. Mae dibynadwyedd yn dweud faint o'r hyn a welir sy'n perthyn i'r ardal ac nid i siawns: mae 0.7 yn ddefnyddiadwy, 0.8 yn dda.",
  },
  reliability: { en: "Reliability", cy: "Dibynadwyedd" },
  significance: {
    en: "Beyond chance and the usual spread",
    cy: "Y tu hwnt i siawns a'r amrywiad arferol",
  },
  significanceKey: {
    en: "Beyond chance and the usual spread of areas: [ns] no; [s], [ss] and [sss] yes, with at most 5%, 1% and 0.1% false findings among all areas compared (Benjamini and Hochberg).",
    cy: "Y tu hwnt i siawns a'r amrywiad arferol rhwng ardaloedd: [ns] nac ydy; [s], [ss] ac [sss] ydy, gydag ar y mwyaf 5%, 1% a 0.1% o ganfyddiadau ffug ymhlith yr holl ardaloedd a gymharwyd (Benjamini a Hochberg).",
  },
  pooled: {
    en: "Fewer than 100 answers in four quarters. Pooled with its region, {region}: {value} ({interval})",
    cy: "Llai na 100 o atebion mewn pedwar chwarter. Wedi'i gyfuno â'i ranbarth, {region}: {value} ({interval})",
  },
  downloadComparison: {
    en: "Get the whole comparison: limits, distances and bands (JSON)",
    cy: "Cael y gymhariaeth gyfan: terfynau, pellteroedd a bandiau (JSON)",
  },
  notScored: {
    en: "No comparison: an adjusted score needs 100 answers, from quarters with at least 20 each",
    cy: "Dim cymhariaeth: mae angen 100 o atebion ar sgôr wedi'i haddasu, o chwarteri ag o leiaf 20 yr un",
  },
  funnelKeyScores: {
    en: "Dashed curves: 95% limits. Dotted curves: 99.8% limits. They allow for chance and for how much areas usually differ. The words also ask for 3 points and allow for how many areas are looked at, so a mark outside the curves may still be about the same.",
    cy: "Cromliniau toredig: terfynau 95%. Cromliniau dotiog: terfynau 99.8%. Maent yn caniatáu ar gyfer siawns ac ar gyfer faint mae ardaloedd yn amrywio fel arfer. Mae'r geiriau hefyd yn gofyn am 3 phwynt ac yn caniatáu ar gyfer nifer yr ardaloedd a edrychir arnynt, felly gall marc y tu allan i'r cromliniau fod tua'r un fath o hyd.",
  },
  intervalsScores: {
    en: "A row for each area, by region: a mark at its adjusted score and a line for its 95% interval. The dashed line is what is expected.",
    cy: "Rhes ar gyfer pob ardal, fesul rhanbarth: marc wrth ei sgôr wedi'i haddasu a llinell ar gyfer ei chyfwng 95%. Y llinell doredig yw'r hyn a ddisgwylir.",
  },
  funnelScores: {
    en: "Each area is a mark: further right means more answers, higher means a higher adjusted score. Dashed curves around what is expected show where usual areas would lie; they draw together as answers grow.",
    cy: "Mae pob ardal yn farc: po bellaf i'r dde, mwyaf o atebion; po uchaf, uchaf y sgôr wedi'i haddasu. Mae cromliniau toredig o amgylch yr hyn a ddisgwylir yn dangos lle byddai ardaloedd arferol; maent yn closio wrth i'r atebion gynyddu.",
  },
  expected: { en: "Expected", cy: "Disgwyl" },
  change: { en: "Change since the quarter before", cy: "Newid ers y chwarter blaenorol" },
  changeChance: {
    en: "change {points} ({lower} to {upper}): within chance",
    cy: "newid {points} ({lower} i {upper}): o fewn siawns",
  },
  changeBeyond: {
    en: "change {points} ({lower} to {upper}): more than chance",
    cy: "newid {points} ({lower} i {upper}): mwy na siawns",
  },
  changeNone: { en: "not told", cy: "heb ei nodi" },
  changeSince: {
    en: "Changes are since {quarter}, each looked at by itself: of twenty that are not real, one would seem to be more than chance. The page of figures over time looks at all areas together.",
    cy: "Newidiadau ers {quarter}, pob un ar ei ben ei hun: o ugain nad ydynt yn real, byddai un yn ymddangos yn fwy na siawns. Mae'r dudalen o ffigurau dros amser yn edrych ar bob ardal gyda'i gilydd.",
  },
  heardTitle: { en: "Who we did not hear from in {area}", cy: "Pwy na chlywsom ganddynt yn {area}" },
  heardStage: {
    en: "{stage}: of {eligible} people who should have been asked, {unsafe} were not asked because no safe way was known, {unreachable} had no route recorded, and {unopened} had a message delivered that was never opened. Response rate: {rate}.",
    cy: "{stage}: o {eligible} o bobl y dylid bod wedi gofyn iddynt, ni ofynnwyd i {unsafe} am nad oedd ffordd ddiogel yn hysbys, nid oedd modd cysylltu wedi'i gofnodi ar gyfer {unreachable}, a danfonwyd neges na chafodd ei hagor at {unopened}. Cyfradd ymateb: {rate}.",
  },
  heardNone: { en: "{stage}: not available in this release.", cy: "{stage}: ddim ar gael yn y datganiad hwn." },
  heardNation: {
    en: "Groups that answered less than they were invited, in England and Wales as a whole",
    cy: "Grwpiau a atebodd yn llai nag y'u gwahoddwyd, yng Nghymru a Lloegr yn gyfan",
  },
  heardNationLead: {
    en: "These are figures of the nation, not of this area: the invited are counted by group for the nation alone. A group is listed where its share of the answers is at least 3 points below its share of the invited. Adjusted scores give such answers more weight; they cannot speak for those who are silent.",
    cy: "Ffigurau cenedlaethol yw'r rhain, nid rhai'r ardal hon: dim ond ar gyfer y genedl y cyfrifir y rhai a wahoddwyd fesul grŵp. Rhestrir grŵp lle mae ei gyfran o'r atebion o leiaf 3 phwynt yn is na'i gyfran o'r rhai a wahoddwyd. Mae sgorau wedi'u haddasu yn rhoi mwy o bwysau i atebion o'r fath; ni allant siarad dros y rhai sy'n dawel.",
  },
  heardNationNone: {
    en: "No group answered less than it was invited by 3 points or more, or the release does not count the invited by group.",
    cy: "Ni atebodd unrhyw grŵp 3 phwynt neu fwy yn llai nag y'i gwahoddwyd, neu nid yw'r datganiad yn cyfrif y rhai a wahoddwyd fesul grŵp.",
  },
  heardGroup: { en: "Group", cy: "Grŵp" },
  heardInvited: { en: "Share of the invited", cy: "Cyfran o'r rhai a wahoddwyd" },
  heardAnswered: { en: "Share of the answers", cy: "Cyfran o'r atebion" },
  moreTitle: { en: "More about {area}", cy: "Rhagor am {area}" },
  moreRights: { en: "Rights: recorded and experienced", cy: "Hawliau: wedi'u cofnodi a'u profi" },
  moreTrends: { en: "Figures over time", cy: "Ffigurau dros amser" },
  moreClosure: { en: "When cases close", cy: "Pan fydd achosion yn cau" },
  trendsTitle: { en: "Figures over time", cy: "Ffigurau dros amser" },
  trendsLead: {
    en: "How one question has been answered in every quarter since results began. A line joins quarters in which the question was the same.",
    cy: "Sut yr atebwyd un cwestiwn ym mhob chwarter ers i'r canlyniadau ddechrau. Mae llinell yn cysylltu chwarteri lle'r oedd y cwestiwn yr un fath.",
  },
  trendsPlace: { en: "Place", cy: "Lle" },
  trendsChart: { en: "{measure}: {stage}", cy: "{measure}: {stage}" },
  trendsDescription: {
    en: "A mark for each quarter with a bar for its 95% interval, joined by a line where the question was the same.",
    cy: "Marc ar gyfer pob chwarter gyda bar ar gyfer ei gyfwng 95%, wedi'u cysylltu â llinell lle'r oedd y cwestiwn yr un fath.",
  },
  trendsKeyNation: {
    en: "Open squares and a broken line: England and Wales.",
    cy: "Sgwariau gwag a llinell doredig: Cymru a Lloegr.",
  },
  trendsKeyArea: { en: "Filled circles and a solid line: {area}.", cy: "Cylchoedd llawn a llinell solet: {area}." },
  trendsKeyInterval: {
    en: "Upright bars: where the true figure lies with 95% confidence.",
    cy: "Barrau fertigol: lle mae'r gwir ffigur gyda hyder o 95%.",
  },
  trendsKeyBreak: {
    en: "A gap in a line: there is no release of that quarter, no figure may be shown, or the question changed ([b]).",
    cy: "Bwlch mewn llinell: nid oes datganiad ar gyfer y chwarter hwnnw, ni ellir dangos ffigur, neu newidiodd y cwestiwn ([b]).",
  },
  trendsKeyBridged: {
    en: "Diamonds: asked in an earlier wording and told in terms of the newest by a study that compared the two.",
    cy: "Diemwntau: gofynnwyd mewn geiriad cynharach ac fe'i mynegir yn nhermau'r diweddaraf drwy astudiaeth a gymharodd y ddau.",
  },
  quarter: { en: "Quarter", cy: "Chwarter" },
  state: { en: "Comparable with the newest", cy: "Cymaradwy â'r diweddaraf" },
  stateSame: { en: "Yes", cy: "Ydy" },
  stateBridged: { en: "Yes, by a study of both wordings", cy: "Ydy, drwy astudiaeth o'r ddau eiriad" },
  stateBreak: { en: "[b] No: the question changed", cy: "[b] Nac ydy: newidiodd y cwestiwn" },
  stateMissing: { en: "No release", cy: "Dim datganiad" },
  changesTitle: { en: "What changed", cy: "Beth newidiodd" },
  changesFew: {
    en: "Quarters that can be compared: {quarters}. At least three are needed to tell a change from chance, so nothing is said of change yet.",
    cy: "Chwarteri y gellir eu cymharu: {quarters}. Mae angen o leiaf tri i wahaniaethu rhwng newid a siawns, felly ni ddywedir dim am newid eto.",
  },
  changesLead: {
    en: "All areas with enough answers are looked at together ({looked}). If nothing had changed, about one such page in twenty would still list an area; each question is looked at by itself. Points are of the score from 0 to 100.",
    cy: "Edrychir ar bob ardal â digon o atebion gyda'i gilydd ({looked}). Pe na bai dim wedi newid, byddai tuag un dudalen o'r fath o bob ugain yn dal i restru ardal; edrychir ar bob cwestiwn ar ei ben ei hun. Pwyntiau'r sgôr o 0 i 100 yw'r rhain.",
  },
  changesAdjusted: {
    en: "They are looked for in adjusted scores.",
    cy: "Edrychir amdanynt mewn sgorau wedi'u haddasu.",
  },
  changesAsAnswered: {
    en: "Not every quarter has adjusted scores, so they are looked for in the scores as answered: part of a change may be in who the victims are.",
    cy: "Nid oes gan bob chwarter sgorau wedi'u haddasu, felly edrychir amdanynt yn y sgorau fel yr atebwyd: gall rhan o newid fod yn newid o ran pwy yw'r dioddefwyr.",
  },
  changesNone: {
    en: "No area changed by more than chance would bring.",
    cy: "Ni newidiodd unrhyw ardal fwy nag y byddai siawns yn ei achosi.",
  },
  changesNoneHere: {
    en: "{area}: no change that is more than chance would bring.",
    cy: "{area}: dim newid sy'n fwy nag y byddai siawns yn ei achosi.",
  },
  changesNotHere: {
    en: "{area}: too few quarters with 100 answers or more to tell a change.",
    cy: "{area}: rhy ychydig o chwarteri â 100 o atebion neu fwy i nodi newid.",
  },
  changesNation: {
    en: "England and Wales (exploratory: looked at by itself, for this question alone):",
    cy: "Cymru a Lloegr (archwiliadol: edrychwyd arno ar ei ben ei hun, ar gyfer y cwestiwn hwn yn unig):",
  },
  changesNationNone: {
    en: "no change that is more than chance would bring.",
    cy: "dim newid sy'n fwy nag y byddai siawns yn ei achosi.",
  },
  onePoint: { en: "1 point", cy: "1 pwynt" },
  points: { en: "{points} points", cy: "{points} pwynt" },
  changeLower1: {
    en: "lower than in the {before} quarters before: {points}",
    cy: "is nag yn y {before} chwarter blaenorol: {points}",
  },
  changeHigher1: {
    en: "higher than in the {before} quarters before: {points}",
    cy: "uwch nag yn y {before} chwarter blaenorol: {points}",
  },
  changeLower2: {
    en: "the last two quarters together are lower than the {before} before: {points}",
    cy: "mae'r ddau chwarter diwethaf gyda'i gilydd yn is na'r {before} cyn hynny: {points}",
  },
  changeHigher2: {
    en: "the last two quarters together are higher than the {before} before: {points}",
    cy: "mae'r ddau chwarter diwethaf gyda'i gilydd yn uwch na'r {before} cyn hynny: {points}",
  },
  headlinesTitle: { en: "The headline questions at this stage", cy: "Y prif gwestiynau yn y cam hwn" },
  headlinesLead: {
    en: "Per cent positive, quarter by quarter. [b]: the question was another then, so the figure is not to be compared with later ones.",
    cy: "Y cant yn gadarnhaol, chwarter wrth chwarter. [b]: roedd y cwestiwn yn wahanol bryd hynny, felly ni ddylid cymharu'r ffigur â rhai diweddarach.",
  },
} as const satisfies Phrases;
