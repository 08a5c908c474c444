import type { Phrases } from "./phrases.ts";

/** Words of the quality statement. */
export const qualityPhrases = {
  title: { en: "How good these figures are", cy: "Pa mor dda yw'r ffigurau hyn" },
  lead: {
    en: "What these figures can be used for and what they cannot, who was asked and who answered, and how sure one can be. Every number on this page is worked out from the release itself.",
    cy: "Ar gyfer beth y gellir defnyddio'r ffigurau hyn a beth na ellir, pwy a holwyd a phwy a atebodd, a pha mor sicr y gellir bod. Cyfrifir pob rhif ar y dudalen hon o'r datganiad ei hun.",
  },
  contents: { en: "On this page", cy: "Ar y dudalen hon" },
  symbols: {
    en: "[c] means not shown, because too few people answered. [x] means not available.",
    cy: "Mae [c] yn golygu na ddangosir, am mai rhy ychydig o bobl a atebodd. Mae [x] yn golygu nad yw ar gael.",
  },
  purpose: { en: "What the figures are for", cy: "Diben y ffigurau" },
  purposeFor: {
    en: "They show how victims of crime in England and Wales found the police, prosecutors, courts and probation at four stages, so that each area can see where to look closer and whether a change lasts.",
    cy: "Maent yn dangos sut yr oedd dioddefwyr troseddau yng Nghymru a Lloegr yn gweld yr heddlu, erlynwyr, llysoedd a'r gwasanaeth prawf mewn pedwar cam, fel y gall pob ardal weld ble i edrych yn fanylach ac a yw newid yn para.",
  },
  notFor: { en: "They cannot be used for:", cy: "Ni ellir eu defnyddio ar gyfer:" },
  notRanking: {
    en: "ranking areas, or telling two areas apart that both are about the same as expected",
    cy: "rhestru ardaloedd mewn trefn, na gwahaniaethu rhwng dwy ardal sydd ill dwy tua'r un fath â'r disgwyl",
  },
  notPersons: {
    en: "judging one officer, one team or one case",
    cy: "barnu un swyddog, un tîm neu un achos",
  },
  notAll: {
    en: "counting crimes, or speaking for victims who never reported or could not be asked safely",
    cy: "cyfrif troseddau, na siarad dros ddioddefwyr na roddodd wybod erioed neu na ellid eu holi'n ddiogel",
  },
  notCause: {
    en: "saying why: a difference between areas or years is not proof of what made it",
    cy: "dweud pam: nid yw gwahaniaeth rhwng ardaloedd neu flynyddoedd yn brawf o'r hyn a'i hachosodd",
  },
  bands: {
    en: "What a band means, and what it does not",
    cy: "Beth mae band yn ei olygu, a beth nad yw'n ei olygu",
  },
  bandBetter: {
    en: "“Better than expected” and “worse than expected” say that an area lies further from what is expected than chance and the usual spread of areas explain, and by at least {points} points. “Much” says that it lies so far out that chance and the usual spread would very rarely do it.",
    cy: "Mae “gwell na'r disgwyl” a “gwaeth na'r disgwyl” yn dweud bod ardal yn gorwedd ymhellach o'r hyn a ddisgwylir nag y mae siawns a'r amrywiad arferol rhwng ardaloedd yn ei egluro, ac o leiaf {points} pwynt. Mae “llawer” yn dweud ei bod mor bell fel mai anaml iawn y byddai siawns a'r amrywiad arferol yn gwneud hynny.",
  },
  bandSame: {
    en: "“About the same as expected” does not say that nothing is wrong, nor that two such areas are equal. It says that there is no difference larger than chance and the usual spread of areas explain, or that it is smaller than {points} points. The area may still differ clearly from the nation: look at its interval.",
    cy: "Nid yw “tua'r un fath â'r disgwyl” yn dweud nad oes dim o'i le, na bod dwy ardal o'r fath yn gyfartal. Mae'n dweud nad oes gwahaniaeth sy'n fwy nag y mae siawns a'r amrywiad arferol rhwng ardaloedd yn ei esbonio, neu ei fod yn llai na {points} pwynt. Gall yr ardal fod yn amlwg yn wahanol i'r genedl o hyd: edrychwch ar ei chyfwng.",
  },
  bandExpected: {
    en: "What is expected is not a target. It is where an area with the same mix of victims and crimes would usually lie.",
    cy: "Nid targed yw'r hyn a ddisgwylir. Dyna lle byddai ardal â'r un cymysgedd o ddioddefwyr a throseddau yn gorwedd fel arfer.",
  },
  bandRank: {
    en: "Areas are never ranked. The order of areas is that of the map, and a higher number is not a higher place.",
    cy: "Ni chaiff ardaloedd byth eu rhestru yn ôl teilyngdod. Trefn y map yw trefn yr ardaloedd, ac nid yw rhif uwch yn lle uwch.",
  },
  bandInterval: {
    en: "A {level}% interval says where the true figure lies: about {level} of a hundred such intervals hold it. Where two intervals overlap a lot, do not speak of a difference.",
    cy: "Mae cyfwng {level}% yn dweud ble mae'r gwir ffigur: mae tua {level} o gant o gyfyngau o'r fath yn ei gynnwys. Lle mae dau gyfwng yn gorgyffwrdd llawer, peidiwch â sôn am wahaniaeth.",
  },
  bandBase: {
    en: "The number of answers is rounded and carries a small random change, like every count here. Below {shown} answers no percentage is shown, below {flagged} a figure is marked [u] for low reliability, and no band is given below {band}.",
    cy: "Mae nifer yr atebion wedi'i dalgrynnu ac yn cario newid bach ar hap, fel pob cyfrif yma. Islaw {shown} o atebion ni ddangosir canran, islaw {flagged} nodir ffigur â [u] am ddibynadwyedd isel, ac ni roddir band islaw {band}.",
  },
  frame: { en: "Who should have been asked", cy: "Pwy ddylai fod wedi cael eu holi" },
  frameLead: {
    en: "Everybody whose case reached a stage in the quarter, by what became of them. Counts carry a small random change and are rounded to 10, so they need not add up.",
    cy: "Pawb y cyrhaeddodd eu hachos gam yn y chwarter, yn ôl yr hyn a ddigwyddodd iddynt. Mae cyfrifon yn cario newid bach ar hap ac wedi'u talgrynnu i 10, felly nid oes rhaid iddynt adio.",
  },
  eligible: { en: "Should have been asked", cy: "Dylid bod wedi gofyn iddynt" },
  opened: { en: "Opened the survey", cy: "Agorodd yr arolwg" },
  answered: { en: "Answered", cy: "Atebodd" },
  allStages: { en: "All stages", cy: "Pob cam" },
  dates: { en: "When and how people answered", cy: "Pryd a sut yr atebodd pobl" },
  datesText: {
    en: "Answers received from {from} to {until}; the release was made on {published}. The next one, of {next}, can be made from {expected}.",
    cy: "Atebion a dderbyniwyd o {from} hyd {until}; gwnaed y datganiad ar {published}. Gellir gwneud yr un nesaf, o {next}, o {expected} ymlaen.",
  },
  mode: { en: "Way of answering", cy: "Ffordd o ateb" },
  modeWeb: { en: "On the web", cy: "Ar y we" },
  modeSms: { en: "By text message", cy: "Drwy neges destun" },
  modeTelephone: { en: "On the telephone", cy: "Dros y ffôn" },
  modeAdviser: { en: "With an adviser", cy: "Gyda chynghorydd" },
  modeNotStated: { en: "Not stated", cy: "Heb ei nodi" },
  modesText: {
    en: "Answers by text message count in {bridged} of the questions: elsewhere no study has yet tied them to those on the web.",
    cy: "Mae atebion drwy neges destun yn cyfrif mewn {bridged} o'r cwestiynau: mewn mannau eraill nid oes astudiaeth eto wedi'u cysylltu â'r rhai ar y we.",
  },
  rates: { en: "Response rates", cy: "Cyfraddau ymateb" },
  ratesLead: {
    en: "By the standard definitions of the American Association for Public Opinion Research (AAPOR), whose names stand in brackets. “Everybody” is all who are eligible or may be. Who was not asked, because no safe way was known or no way at all, is among them: an area cannot look better by not asking.",
    cy: "Yn ôl diffiniadau safonol Cymdeithas Ymchwil Barn Gyhoeddus America (AAPOR), y mae eu henwau mewn cromfachau. “Pawb” yw pob un sy'n gymwys neu a allai fod. Mae'r rhai na holwyd, am nad oedd ffordd ddiogel yn hysbys neu ddim ffordd o gwbl, yn eu plith: ni all ardal edrych yn well drwy beidio â gofyn.",
  },
  rate: { en: "Rate, per cent", cy: "Cyfradd, y cant" },
  byArea: {
    en: "Counts, rates and smallest detectable change of every area and stage (CSV)",
    cy: "Cyfrifon, cyfraddau a'r newid lleiaf y gellir ei ganfod ar gyfer pob ardal a cham (CSV)",
  },
  weighting: { en: "Weighting", cy: "Pwysoli" },
  weightingLead: {
    en: "Answers are weighted so that those of each area match the people who were invited there. The design effect says what weights cost: divide the number of answers by it to see how many answers without weights they are worth. Very large weights are trimmed.",
    cy: "Caiff atebion eu pwysoli fel bod rhai pob ardal yn cyfateb i'r bobl a wahoddwyd yno. Mae effaith y dyluniad yn dweud beth mae pwysau'n ei gostio: rhannwch nifer yr atebion â hi i weld faint o atebion heb bwysau yw eu gwerth. Caiff pwysau mawr iawn eu tocio.",
  },
  designEffect: { en: "Design effect", cy: "Effaith y dyluniad" },
  trimmed: { en: "Weights trimmed, per cent", cy: "Pwysau a dociwyd, y cant" },
  areasWeighted: { en: "Areas weighted", cy: "Ardaloedd a bwysolwyd" },
  noWeights: { en: "This release has no weighted scores.", cy: "Nid oes gan y datganiad hwn sgorau wedi'u pwysoli." },
  margins: { en: "Who answered beside who was invited", cy: "Pwy a atebodd wrth ymyl pwy a wahoddwyd" },
  marginsLead: {
    en: "Per cent of those of whom it is known. Where the two differ, weights make up for it; they cannot make up for what makes people answer that nobody recorded.",
    cy: "Y cant o'r rhai y mae'n hysbys amdanynt. Lle mae'r ddau'n wahanol, mae pwysau'n gwneud iawn am hynny; ni allant wneud iawn am yr hyn sy'n peri i bobl ateb na chofnododd neb.",
  },
  category: { en: "Who", cy: "Pwy" },
  stage: { en: "Stage", cy: "Cam" },
  invited: { en: "Invited", cy: "Gwahoddwyd" },
  invitedPercent: { en: "Of the invited, per cent", cy: "O'r rhai a wahoddwyd, y cant" },
  answeredPercent: { en: "Of the answers, per cent", cy: "O'r atebion, y cant" },
  noMargins: {
    en: "This release does not hold who was invited.",
    cy: "Nid yw'r datganiad hwn yn dal pwy a wahoddwyd.",
  },
  abuse: { en: "Domestic abuse", cy: "Cam-drin domestig" },
  abuseYes: { en: "Flagged", cy: "Wedi'i nodi" },
  abuseNo: { en: "Not flagged", cy: "Heb ei nodi felly" },
  precision: { en: "How small a change can be seen", cy: "Pa mor fach yw newid y gellir ei weld" },
  precisionLead: {
    en: "The smallest change of the overall score (0 to 100) in the newest quarter, with {before} quarters before, that an area of this size would be found to have in {power}% of cases by the test of the trends. That test looks at all areas together and holds false alarms down to {alpha}% of its alarms, so that it takes a larger change than a look at one area alone. Areas with fewer than {base} answers are not looked at. Smaller changes may be real and still not be seen.",
    cy: "Y newid lleiaf yn y sgôr gyffredinol (0 i 100) yn y chwarter diweddaraf, gyda {before} chwarter o'i flaen, y canfyddid ef mewn {power}% o achosion mewn ardal o'r maint hwn gan brawf y tueddiadau. Mae'r prawf hwnnw'n edrych ar bob ardal gyda'i gilydd ac yn cadw rhybuddion ffug i {alpha}% o'i rybuddion, felly mae angen newid mwy nag wrth edrych ar un ardal yn unig. Nid edrychir ar ardaloedd â llai na {base} o atebion. Gall newidiadau llai fod yn real ac eto heb eu gweld.",
  },
  area: { en: "Area", cy: "Ardal" },
  planner: { en: "Plan a sample", cy: "Cynllunio sampl" },
  plannerPoints: { en: "Change to find, in points of the score", cy: "Newid i'w ganfod, mewn pwyntiau o'r sgôr" },
  plannerPointsHint: { en: "From 1 to 50", cy: "O 1 i 50" },
  plannerAnswer: {
    en: "To find a change of {points} points in the overall score at this stage, an area needs {answers} answers in each of the two quarters. That is for two quarters, or two areas, that are compared once and with nothing else: for a look at all areas it takes more.",
    cy: "I ganfod newid o {points} pwynt yn y sgôr gyffredinol yn y cam hwn, mae ar ardal angen {answers} o atebion ym mhob un o'r ddau chwarter. Mae hynny ar gyfer dau chwarter, neu ddwy ardal, a gymherir unwaith a heb ddim arall: mae angen mwy i edrych ar bob ardal.",
  },
  plannerAsked: {
    en: "At this stage's response rate of {rate} that is about {people} people who should be asked.",
    cy: "Ar gyfradd ymateb y cam hwn o {rate} mae hynny tua {people} o bobl y gellid eu holi.",
  },
  nonResponse: { en: "Questions that were passed over", cy: "Cwestiynau a hepgorwyd" },
  nonResponseLead: {
    en: "Of those who were asked a question: how many said that it did not apply to them, and how many preferred not to say. Neither counts in a percentage or score.",
    cy: "O'r rhai y gofynnwyd cwestiwn iddynt: faint a ddywedodd nad oedd yn berthnasol iddynt, a faint y byddai'n well ganddynt beidio â dweud. Nid yw'r naill na'r llall yn cyfrif mewn canran na sgôr.",
  },
  question: { en: "Question", cy: "Cwestiwn" },
  asked: { en: "Answers", cy: "Atebion" },
  notApplicable: { en: "Did not apply, per cent", cy: "Ddim yn berthnasol, y cant" },
  preferNotToSay: { en: "Preferred not to say, per cent", cy: "Byddai'n well peidio â dweud, y cant" },
  comparability: { en: "What can be compared over time", cy: "Beth y gellir ei gymharu dros amser" },
  versions: {
    en: "Versions of the surveys in this release: {list}.",
    cy: "Fersiynau'r arolygon yn y datganiad hwn: {list}.",
  },
  versionsNone: {
    en: "Too few answered for the versions of the surveys to be told.",
    cy: "Atebodd rhy ychydig i ddweud fersiynau'r arolygon.",
  },
  continuityText: {
    en: "{earlier} to {later}: {same} questions go on as they were, {bridged} go on with a correction for their new words, {broken} cannot be compared.",
    cy: "{earlier} i {later}: mae {same} o gwestiynau'n parhau fel yr oeddent, {bridged} yn parhau gyda chywiriad am eu geiriau newydd, ni ellir cymharu {broken}.",
  },
  sameVersions: {
    en: "The release before, {release}, asked the same questions in the same words.",
    cy: "Gofynnodd y datganiad blaenorol, {release}, yr un cwestiynau yn yr un geiriau.",
  },
  noEarlier: {
    en: "There is no earlier release to compare with.",
    cy: "Nid oes datganiad cynharach i'w gymharu ag ef.",
  },
  disclosure: { en: "How people are protected", cy: "Sut y caiff pobl eu diogelu" },
  disclosureLead: {
    en: "Every count was changed at random once, when the release was made, and only a fixed list of {tables} tables is answered from. Of {figures} percentages by area and stage, {notShown} are not shown and {lowBase} are marked [u].",
    cy: "Newidiwyd pob cyfrif ar hap unwaith, pan wnaed y datganiad, ac atebir o restr sefydlog o {tables} tabl yn unig. O {figures} canran yn ôl ardal a cham, ni ddangosir {notShown} a nodir {lowBase} â [u].",
  },
  family: { en: "Kind of figure", cy: "Math o ffigur" },
  rho: { en: "Privacy spent (rho)", cy: "Preifatrwydd a wariwyd (rho)" },
  rhoOfPeriod: { en: "With all releases of the period", cy: "Gyda holl ddatganiadau'r cyfnod" },
  notStated: {
    en: "Left out of answers so that nobody is alone",
    cy: "Gadawyd allan o atebion fel nad oes neb ar ei ben ei hun",
  },
  notStatedText: {
    en: "Per cent of answers that do not state it: {list}.",
    cy: "Y cant o atebion nad ydynt yn ei nodi: {list}.",
  },
  revisions: { en: "Corrections", cy: "Cywiriadau" },
  noRevisions: {
    en: "This is the first release of the quarter. It has not been corrected.",
    cy: "Dyma ddatganiad cyntaf y chwarter. Nid yw wedi'i gywiro.",
  },
  corrects: {
    en: "This release corrects an earlier one: {reason}",
    cy: "Mae'r datganiad hwn yn cywiro un cynharach: {reason}",
  },
  correctedLink: { en: "The release before it", cy: "Y datganiad o'i flaen" },
  changesLink: { en: "Every figure that changed (CSV)", cy: "Pob ffigur a newidiodd (CSV)" },
  superseded: {
    en: "This release has been corrected. It stays here as it was published.",
    cy: "Mae'r datganiad hwn wedi'i gywiro. Mae'n aros yma fel y'i cyhoeddwyd.",
  },
  supersededLink: { en: "See the corrected release", cy: "Gweld y datganiad cywiredig" },
  correctionNote: {
    en: "This release corrects an earlier one. See what changed and why",
    cy: "Mae'r datganiad hwn yn cywiro un cynharach. Gweld beth a newidiodd a pham",
  },
  weaknesses: { en: "Known weaknesses", cy: "Gwendidau hysbys" },
  weakSafety: {
    en: "People who could not be asked safely are missing, and their experience may be worse than that of others.",
    cy: "Mae pobl na ellid eu holi'n ddiogel ar goll, a gall eu profiad fod yn waeth na phrofiad eraill.",
  },
  weakNonResponse: {
    en: "Weights make up for offence, age, sex and domestic abuse. Who answers for other reasons, such as how it went, is not made up for.",
    cy: "Mae pwysau'n gwneud iawn am drosedd, oedran, rhyw a cham-drin domestig. Ni wneir iawn am y rhai sy'n ateb am resymau eraill, megis sut yr aeth pethau.",
  },
  weakStages: {
    en: "Each stage is a different group of people, so stages are not to be subtracted from one another.",
    cy: "Mae pob cam yn grŵp gwahanol o bobl, felly ni ddylid tynnu camau oddi wrth ei gilydd.",
  },
  weakNoise: {
    en: "Small figures are less exact than their answers alone would make them, because of the random changes that protect people.",
    cy: "Mae ffigurau bach yn llai manwl nag y byddai eu hatebion yn unig yn eu gwneud, oherwydd y newidiadau ar hap sy'n diogelu pobl.",
  },
  weakFeeds: {
    en: "What forces and courts do not record does not reach the survey: an area that records late is asked late or not at all.",
    cy: "Nid yw'r hyn nad yw heddluoedd a llysoedd yn ei gofnodi yn cyrraedd yr arolwg: holir ardal sy'n cofnodi'n hwyr yn hwyr neu ddim o gwbl.",
  },
  reproduce: {
    en: "How the release was made, and how to make it again",
    cy: "Sut y gwnaed y datganiad, a sut i'w wneud eto",
  },
  reproduceLead: {
    en: "The same records, methodology and sources make the same release, to the byte. Whoever runs the service can show it with these commands.",
    cy: "Mae'r un cofnodion, methodoleg a ffynonellau yn gwneud yr un datganiad, i'r beit. Gall pwy bynnag sy'n rhedeg y gwasanaeth ei ddangos â'r gorchmynion hyn.",
  },
  release: { en: "Release", cy: "Datganiad" },
  hash: { en: "SHA-256 of its tables", cy: "SHA-256 ei dablau" },
  methodology: { en: "Methodology", cy: "Methodoleg" },
  methodologyHash: { en: "SHA-256 of the methodology", cy: "SHA-256 y fethodoleg" },
  code: { en: "SHA-256 of the sources", cy: "SHA-256 y ffynonellau" },
  seal: { en: "Seal of the responses (HMAC-SHA-256)", cy: "Sêl yr ymatebion (HMAC-SHA-256)" },
  label: { en: "Designation", cy: "Dynodiad" },
  licence: { en: "Licence", cy: "Trwydded" },
  licenceText: {
    en: "Open Government Licence v3.0, once a producer publishes the figures as theirs",
    cy: "Trwydded Llywodraeth Agored f3.0, unwaith y bydd cynhyrchydd yn cyhoeddi'r ffigurau fel ei eiddo",
  },
  contact: { en: "Contact", cy: "Cysylltu" },
  contactText: {
    en: "Whoever runs this service for the area's agencies",
    cy: "Pwy bynnag sy'n rhedeg y gwasanaeth hwn i asiantaethau'r ardal",
  },
  asJson: { en: "This statement as JSON", cy: "Y datganiad hwn fel JSON" },
  unknown: { en: "[x]", cy: "[x]" },
} as const satisfies Phrases;
