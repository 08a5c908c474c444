import type { Localised } from "../kernel/locale.ts";
import type { Phrases } from "./phrases.ts";

type Words = { readonly [code: string]: Localised };

/** Names of everything that a table is cut by. */
export const codeWords = {
  nation: { england: { en: "England", cy: "Lloegr" }, wales: { en: "Wales", cy: "Cymru" } },
  stage: {
    "report": { en: "Report", cy: "Adrodd" },
    "charge": { en: "Charging decision", cy: "Penderfyniad cyhuddo" },
    "trial": { en: "Trial", cy: "Treial" },
    "post-conviction": { en: "Post-conviction", cy: "Ar ôl euogfarn" },
  },
  offence: {
    "violence": { en: "Violence", cy: "Trais" },
    "sexual": { en: "Sexual offences", cy: "Troseddau rhywiol" },
    "burglary": { en: "Burglary", cy: "Bwrgleriaeth" },
    "vehicle": { en: "Vehicle crime", cy: "Troseddau cerbydau" },
    "robbery": { en: "Robbery", cy: "Lladrad" },
    "theft": { en: "Theft", cy: "Dwyn" },
    "criminal-damage": { en: "Criminal damage", cy: "Difrod troseddol" },
    "other": { en: "Other offences", cy: "Troseddau eraill" },
  },
  age: {
    "16-24": { en: "16 to 24", cy: "16 i 24" },
    "25-44": { en: "25 to 44", cy: "25 i 44" },
    "45-64": { en: "45 to 64", cy: "45 i 64" },
    "65-plus": { en: "65 and over", cy: "65 a throsodd" },
  },
  sex: { female: { en: "Female", cy: "Benyw" }, male: { en: "Male", cy: "Gwryw" } },
} as const satisfies { readonly [level: string]: Words };

export const notStated: Localised = { en: "Not stated", cy: "Heb ei nodi" };

export const agencyWords = {
  system: { en: "The justice agencies as a whole", cy: "Yr asiantaethau cyfiawnder yn eu cyfanrwydd" },
  POL: { en: "Police", cy: "Heddlu" },
  CPS: { en: "Crown Prosecution Service", cy: "Gwasanaeth Erlyn y Goron" },
  HMCTS: { en: "Courts (HMCTS)", cy: "Llysoedd (GLlTEF)" },
  WCU: { en: "Witness care unit", cy: "Uned gofal tystion" },
  PROB: { en: "Probation and victim liaison", cy: "Y Gwasanaeth Prawf a chyswllt dioddefwyr" },
  SUP: { en: "Support services", cy: "Gwasanaethau cymorth" },
} as const satisfies Words;

/** Short names for charts. */
export const agencyShort = {
  POL: { en: "Police", cy: "Heddlu" },
  CPS: { en: "CPS", cy: "CPS" },
  HMCTS: { en: "Courts", cy: "Llysoedd" },
  WCU: { en: "Witness care", cy: "Gofal tystion" },
  PROB: { en: "Probation", cy: "Prawf" },
  SUP: { en: "Support", cy: "Cymorth" },
} as const satisfies Words;

export const levelWords = {
  area: { en: "Area", cy: "Ardal" },
  region: { en: "Region", cy: "Rhanbarth" },
  nation: { en: "Nation", cy: "Cenedl" },
  stage: { en: "Stage", cy: "Cam" },
  offence: { en: "Offence group", cy: "Grŵp trosedd" },
  age: { en: "Age", cy: "Oedran" },
  sex: { en: "Sex", cy: "Rhyw" },
  measure: { en: "Measure", cy: "Mesur" },
  answer: { en: "Answer", cy: "Ateb" },
  period: { en: "Period", cy: "Cyfnod" },
  figure: { en: "Figure", cy: "Ffigur" },
} as const satisfies Words;

export const figureWords = {
  percent: { en: "Per cent positive", cy: "Y cant yn gadarnhaol" },
  score: { en: "Mean score, 0 to 100", cy: "Sgôr gymedrig, 0 i 100" },
  answers: { en: "Per cent of answers", cy: "Y cant o'r atebion" },
  count: { en: "Count", cy: "Cyfrif" },
  lower_95: { en: "Lower 95% limit", cy: "Terfyn isaf 95%" },
  upper_95: { en: "Upper 95% limit", cy: "Terfyn uchaf 95%" },
  base: { en: "Answers (rounded)", cy: "Atebion (wedi'u talgrynnu)" },
} as const satisfies Words;

/** What the symbols of publication.md 3.2 mean; explained above every table that may hold them. */
export const symbolWords = {
  c: {
    en: "[c] confidential: held back because too few people answered",
    cy: "[c] cyfrinachol: wedi'i ddal yn ôl am mai rhy ychydig o bobl a atebodd",
  },
  u: {
    en: "[u] low reliability: between 50 and 99 answers, so read it with care",
    cy: "[u] dibynadwyedd isel: rhwng 50 a 99 o atebion, felly darllenwch yn ofalus",
  },
  z: { en: "[z] not applicable: not asked at this stage", cy: "[z] amherthnasol: ni ofynnir hyn yn y cam hwn" },
  x: { en: "[x] not available in this release", cy: "[x] ddim ar gael yn y datganiad hwn" },
  e: {
    en: "[e] modelled: estimated from the published tables, as if nothing but they set people apart",
    cy: "[e] wedi'i fodelu: amcangyfrif o'r tablau cyhoeddedig, fel pe na bai dim ond hwy yn gwahaniaethu rhwng pobl",
  },
} as const satisfies Words;

/** Never a rank, never "average": against what was expected. */
export const bandWords = {
  "much-better": { en: "Much better than expected", cy: "Llawer gwell na'r disgwyl" },
  "better": { en: "Better than expected", cy: "Gwell na'r disgwyl" },
  "about-the-same": { en: "About the same", cy: "Tua'r un fath" },
  "worse": { en: "Worse than expected", cy: "Gwaeth na'r disgwyl" },
  "much-worse": { en: "Much worse than expected", cy: "Llawer gwaeth na'r disgwyl" },
} as const satisfies Words;

export const dispositionWords = {
  "NE": { en: "Not eligible", cy: "Ddim yn gymwys" },
  "NS": { en: "Left out by design", cy: "Wedi'u gadael allan yn fwriadol" },
  "UO-S": { en: "Not asked: no safe way known", cy: "Heb ofyn: dim ffordd ddiogel yn hysbys" },
  "UO-R": { en: "Not asked: no route recorded", cy: "Heb ofyn: dim modd cysylltu wedi'i gofnodi" },
  "UO": { en: "Unknown: sent without a receipt", cy: "Anhysbys: anfonwyd heb gadarnhad derbyn" },
  "NC": { en: "Delivered", cy: "Wedi'i ddanfon" },
  "R": { en: "Refused", cy: "Gwrthodwyd" },
  "O": { en: "Could not take part", cy: "Methu cymryd rhan" },
  "pending": { en: "Not decided yet", cy: "Heb ei benderfynu eto" },
} as const satisfies Words;

export const specialAnswers = {
  dna: { en: "Does not apply to me", cy: "Nid yw'n berthnasol i mi" },
  pns: { en: "Prefer not to say", cy: "Gwell gennyf beidio â dweud" },
} as const satisfies Words;

/** Statistical designations that a release may carry, by the English text that it stores. */
export const designations: ReadonlyMap<string, Localised> = new Map([
  [
    "management information, not official statistics",
    {
      en: "This is management information, not official statistics.",
      cy: "Gwybodaeth reoli yw hon, nid ystadegau swyddogol.",
    },
  ],
]);

/** Words of the results' pages. */
export const resultsPhrases = {
  englandAndWales: { en: "England and Wales", cy: "Cymru a Lloegr" },
  nation: { en: "Nation", cy: "Cenedlaethol" },
  journeyTitle: { en: "The journey from report to post-conviction", cy: "Y daith o adrodd hyd ar ôl euogfarn" },
  journeyLead: {
    en: "How victims of crime found the service at each stage, across every agency that they met. Each stage is a different group of people: a lower figure at a later stage does not mean that the same people changed their minds.",
    cy: "Sut yr oedd dioddefwyr troseddau yn gweld y gwasanaeth ym mhob cam, ar draws pob asiantaeth a gwrddasant. Mae pob cam yn grŵp gwahanol o bobl: nid yw ffigur is mewn cam diweddarach yn golygu bod yr un bobl wedi newid eu meddwl.",
  },
  journeyChart: { en: "Satisfied, and kept informed, by stage", cy: "Bodlon, ac yn cael gwybod, fesul cam" },
  journeyDescription: {
    en: "A line with a mark at each stage from report to post-conviction for two questions: satisfaction with the service as a whole, and with being kept informed. The agencies that lead at each stage stand beneath.",
    cy: "Llinell â marc ym mhob cam o adrodd hyd ar ôl euogfarn ar gyfer dau gwestiwn: bodlonrwydd â'r gwasanaeth cyfan, ac â chael gwybod. Nodir yr asiantaethau sy'n arwain ym mhob cam oddi tano.",
  },
  journeyKeyOverall: {
    en: "Filled circles and a solid line: satisfied with the service as a whole.",
    cy: "Cylchoedd llawn a llinell solet: bodlon â'r gwasanaeth cyfan.",
  },
  journeyKeyInformed: {
    en: "Open squares and a broken line: satisfied with being kept informed.",
    cy: "Sgwariau gwag a llinell doredig: bodlon â chael gwybod.",
  },
  journeyKeyInterval: {
    en: "Upright bars: where the true figure lies with 95% confidence. Arrows: the case is handed on.",
    cy: "Barrau fertigol: lle mae'r gwir ffigur gyda hyder o 95%. Saethau: trosglwyddir yr achos.",
  },
  handOverTitle: {
    en: "Who victims met, and how they were treated",
    cy: "Pwy gwrddodd y dioddefwyr, a sut y cawsant eu trin",
  },
  handOverLead: {
    en: "The share who said that this agency fully treated them with respect, of those who had contact with it at that stage and answered.",
    cy: "Y gyfran a ddywedodd fod yr asiantaeth hon wedi eu trin yn llwyr â pharch, o blith y rhai a gafodd gyswllt â hi yn y cam hwnnw ac a atebodd.",
  },
  fallAwayTitle: {
    en: "Where people fall away, and who we did not hear from",
    cy: "Lle mae pobl yn diflannu, a phwy na chlywsom ganddynt",
  },
  fallAwayLead: {
    en: "Counts of the people who reached each stage, with small random changes and rounded to 10, so rows need not add up. People for whom no safe way of asking was known stay in the response rate: leaving them out would make it look better than it is.",
    cy: "Cyfrifon o'r bobl a gyrhaeddodd bob cam, gyda newidiadau bach ar hap ac wedi'u talgrynnu i 10, felly nid oes rhaid i resi adio. Mae pobl nad oedd ffordd ddiogel o ofyn iddynt yn hysbys yn aros yn y gyfradd ymateb: byddai eu gadael allan yn gwneud iddi edrych yn well nag ydyw.",
  },
  eligible: { en: "Should have been asked", cy: "Dylid bod wedi gofyn iddynt" },
  unsafe: { en: "Not asked: no safe way known", cy: "Heb ofyn: dim ffordd ddiogel yn hysbys" },
  unreachable: { en: "Not asked: no route recorded", cy: "Heb ofyn: dim modd cysylltu wedi'i gofnodi" },
  notSampled: { en: "Left out by design", cy: "Wedi'u gadael allan yn fwriadol" },
  delivered: { en: "Message delivered", cy: "Neges wedi'i danfon" },
  opened: { en: "Opened", cy: "Agorwyd" },
  answered: { en: "Answered", cy: "Atebwyd" },
  rr1: { en: "Response rate (RR1)", cy: "Cyfradd ymateb (RR1)" },
  compareTitle: { en: "Compare areas", cy: "Cymharu ardaloedd" },
  compareLead: {
    en: "Each area beside what would be expected if nothing but chance, and the usual spread of areas, set it apart. Areas are listed by region and are never ranked.",
    cy: "Pob ardal wrth ymyl yr hyn a ddisgwylid pe na bai dim ond siawns, a'r amrywiad arferol rhwng ardaloedd, yn ei gosod ar wahân. Rhestrir ardaloedd fesul rhanbarth ac ni chânt eu rhestru mewn trefn teilyngdod.",
  },
  funnelDescription: {
    en: "Each area is a mark: further right means more answers, higher means a larger percentage. Dashed curves around what is expected show where areas would lie by chance; they draw together as answers grow.",
    cy: "Mae pob ardal yn farc: po bellaf i'r dde, mwyaf o atebion; po uchaf, mwyaf y ganran. Mae cromliniau toredig o amgylch yr hyn a ddisgwylir yn dangos lle byddai ardaloedd ar hap; maent yn closio wrth i'r atebion gynyddu.",
  },
  funnelKeyMarks: {
    en: "Triangle up: better than expected. Triangle down: worse than expected. Circle: about the same. Cross: too few answers for a comparison (fewer than 100).",
    cy: "Triongl i fyny: gwell na'r disgwyl. Triongl i lawr: gwaeth na'r disgwyl. Cylch: tua'r un fath. Croes: rhy ychydig o atebion i gymharu (llai na 100).",
  },
  funnelKeyLimits: {
    en: "Dashed curves: 95% limits. Dotted curves: 99.8% limits. They show chance alone; the words also allow for how much areas usually differ, so a mark outside the curves may still be about the same.",
    cy: "Cromliniau toredig: terfynau 95%. Cromliniau dotiog: terfynau 99.8%. Maent yn dangos siawns yn unig; mae'r geiriau hefyd yn caniatáu ar gyfer faint mae ardaloedd yn amrywio fel arfer, felly gall marc y tu allan i'r cromliniau fod tua'r un fath o hyd.",
  },
  funnelBase: { en: "Number of answers", cy: "Nifer yr atebion" },
  limit95: { en: "95% limits", cy: "terfynau 95%" },
  limit998: { en: "99.8% limits", cy: "terfynau 99.8%" },
  intervalsTitle: { en: "Each area with its 95% interval", cy: "Pob ardal gyda'i chyfwng 95%" },
  intervalsDescription: {
    en: "A row for each area, by region: a mark at its percentage and a line for its 95% interval. The dashed line is the national figure.",
    cy: "Rhes ar gyfer pob ardal, fesul rhanbarth: marc wrth ei chanran a llinell ar gyfer ei chyfwng 95%. Y llinell doredig yw'r ffigur cenedlaethol.",
  },
  intervalsKey: {
    en: "Triangle to the right: better than expected. Triangle to the left: worse than expected. Circle: about the same. Square: no comparison.",
    cy: "Triongl i'r dde: gwell na'r disgwyl. Triongl i'r chwith: gwaeth na'r disgwyl. Cylch: tua'r un fath. Sgwâr: dim cymhariaeth.",
  },
  askedAt: { en: "See it at the stage: {stage}", cy: "Gweler yn y cam: {stage}" },
  chooseStage: { en: "Stage", cy: "Cam" },
  chooseMeasure: { en: "Question", cy: "Cwestiwn" },
  chooseArea: { en: "Police area", cy: "Ardal heddlu" },
  show: { en: "Show", cy: "Dangos" },
  areaTitle: { en: "Areas", cy: "Ardaloedd" },
  areaLead: {
    en: "Every agency at every stage in one area, beside the nation.",
    cy: "Pob asiantaeth ym mhob cam mewn un ardal, wrth ymyl y ffigur cenedlaethol.",
  },
  areaHeading: { en: "Every agency, every stage: {area}", cy: "Pob asiantaeth, pob cam: {area}" },
  areaWhole: { en: "The justice agencies as a whole", cy: "Yr asiantaethau cyfiawnder yn eu cyfanrwydd" },
  areaAgencies: { en: "Treated with respect, agency by agency", cy: "Wedi'u trin â pharch, fesul asiantaeth" },
  areaAgenciesLead: {
    en: "The share of victims who said that the agency fully treated them with respect. The last column joins all stages, for where a single stage has too few answers; it is not adjusted for case-mix.",
    cy: "Y gyfran o ddioddefwyr a ddywedodd fod yr asiantaeth wedi eu trin yn llwyr â pharch. Mae'r golofn olaf yn cyfuno pob cam, lle bo gan un cam rhy ychydig o atebion; nid yw wedi'i haddasu ar gyfer cymysgedd achosion.",
  },
  areaItems: { en: "What each agency was asked about", cy: "Yr hyn a ofynnwyd am bob asiantaeth" },
  allStages: { en: "All stages", cy: "Pob cam" },
  agency: { en: "Agency", cy: "Asiantaeth" },
  here: { en: "This area", cy: "Yr ardal hon" },
  interval: { en: "95% interval", cy: "Cyfwng 95%" },
  intervalText: { en: "{lower} to {upper}", cy: "{lower} i {upper}" },
  nationBeside: { en: "nation {value}", cy: "cenedlaethol {value}" },
  baseBeside: { en: "{base} answers", cy: "{base} o atebion" },
  compared: { en: "Compared with what is expected", cy: "O'i gymharu â'r disgwyl" },
  notCompared: { en: "No comparison: fewer than 100 answers", cy: "Dim cymhariaeth: llai na 100 o atebion" },
  notCompared0: { en: "No comparison", cy: "Dim cymhariaeth" },
  atMost: { en: "at most {value}", cy: "{value} ar y mwyaf" },
  atLeast: { en: "at least {value}", cy: "{value} o leiaf" },
  showTable: { en: "Show these figures as a table", cy: "Dangos y ffigurau hyn fel tabl" },
  download: { en: "Get these figures", cy: "Cael y ffigurau hyn" },
  downloadCsv: { en: "CSV", cy: "CSV" },
  downloadMetadata: { en: "CSVW metadata", cy: "metadata CSVW" },
  downloadJson: { en: "JSON-stat", cy: "JSON-stat" },
  symbolsTitle: { en: "Symbols in the tables", cy: "Symbolau yn y tablau" },
  about: { en: "About these figures", cy: "Am y ffigurau hyn" },
  aboutPeriod: {
    en: "Answers received in {period}. Published {published}. Methodology {methodology}.",
    cy: "Atebion a dderbyniwyd yn {period}. Cyhoeddwyd {published}. Methodoleg {methodology}.",
  },
  aboutNoise: {
    en: "Every count carries a small random change, made once when the release was built, so that the figures tell very little about any one person, unless somebody knows nearly everybody else's answers. Intervals allow for it. The same question always gets the same answer.",
    cy: "Mae pob cyfrif yn cario newid bach ar hap, a wnaed unwaith pan luniwyd y datganiad, fel nad yw'r ffigurau'n dweud fawr ddim am unrhyw un person, oni bai bod rhywun yn gwybod atebion bron pawb arall. Mae'r cyfyngau'n caniatáu ar ei gyfer. Mae'r un cwestiwn bob amser yn cael yr un ateb.",
  },
  aboutRates: {
    en: "Overall response rate: {rate}. {unsafe} of everybody who should have been asked were not, because no safe way was known.",
    cy: "Cyfradd ymateb gyffredinol: {rate}. Ni ofynnwyd i {unsafe} o bawb y dylid bod wedi gofyn iddynt, am nad oedd ffordd ddiogel yn hysbys.",
  },
  aboutNotHeard: {
    en: "People with no safe or recorded route, under-16s and those who chose not to answer are not in these figures. They may have had a different experience.",
    cy: "Nid yw pobl heb fodd diogel neu gofnodedig o gysylltu, rhai dan 16 oed na'r rhai a ddewisodd beidio ag ateb yn y ffigurau hyn. Efallai i'w profiad fod yn wahanol.",
  },
  aboutTexts: {
    en: "People who answered by text message count in the response rate, and in none of the other figures: until a study has compared the two, a few questions by text are not taken for the survey.",
    cy: "Mae pobl a atebodd drwy neges destun yn cyfrif yn y gyfradd ymateb, ac nid yn yr un o'r ffigurau eraill: hyd nes y bydd astudiaeth wedi cymharu'r ddau, ni chymerir ychydig o gwestiynau drwy neges destun fel yr arolwg.",
  },
  aboutHash: { en: "Release {release}, SHA-256 {hash}", cy: "Datganiad {release}, SHA-256 {hash}" },
  problemWithout: {
    en: "See this page without anything chosen",
    cy: "Gweld y dudalen hon heb ddim wedi'i ddewis",
  },
  problemLatest: { en: "See the latest results", cy: "Gweld y canlyniadau diweddaraf" },
  plannerWrong: {
    en: "Enter a number of points from 1 to 50",
    cy: "Rhowch nifer o bwyntiau o 1 i 50",
  },
  figureHead: { en: "Figure", cy: "Ffigur" },
  countHead: { en: "Count", cy: "Cyfrif" },
  aboutQuarters: {
    en: "Answers received in {count} quarters, the first {first}, the last {last}. Published {published}. Methodology {methodology}.",
    cy: "Atebion a dderbyniwyd mewn {count} chwarter, y cyntaf {first}, yr olaf {last}. Cyhoeddwyd {published}. Methodoleg {methodology}.",
  },
  noReleaseTitle: { en: "There are no results yet", cy: "Nid oes canlyniadau eto" },
  noReleaseText: {
    en: "Results are published once, after a quarter has ended and all its answers have been mixed together. Please come back after the first release.",
    cy: "Cyhoeddir canlyniadau unwaith, ar ôl i chwarter ddod i ben ac i'w holl atebion gael eu cymysgu gyda'i gilydd. Dewch yn ôl ar ôl y datganiad cyntaf.",
  },
  noReleaseApi: {
    en: "See what the results will look like in the API reference",
    cy: "Gweld sut olwg fydd ar y canlyniadau yng nghyfeirnod yr API",
  },
  notAvailable: { en: "not available", cy: "ddim ar gael" },
  referenceTitle: { en: "API reference", cy: "Cyfeirnod yr API" },
} as const satisfies Phrases;

/** Headings of the columns of the CSV, in both languages (CSVW `titles`). */
export const columnWords = {
  area_code: { en: "Area code", cy: "Cod yr ardal" },
  area_name: { en: "Area name", cy: "Enw'r ardal" },
  agency: { en: "Agency", cy: "Asiantaeth" },
  stage: { en: "Stage", cy: "Cam" },
  item: { en: "Item", cy: "Eitem" },
  answer: { en: "Answer", cy: "Ateb" },
  measure: { en: "Kind of figure", cy: "Math o ffigur" },
  group: { en: "Group of people", cy: "Grŵp o bobl" },
  period_start: { en: "First day of the period", cy: "Diwrnod cyntaf y cyfnod" },
  period_duration: { en: "Length of the period", cy: "Hyd y cyfnod" },
  value: { en: "Value", cy: "Gwerth" },
  lower_95: { en: "Lower 95% limit", cy: "Terfyn isaf 95%" },
  upper_95: { en: "Upper 95% limit", cy: "Terfyn uchaf 95%" },
  base_unweighted: { en: "Answers, rounded", cy: "Atebion, wedi'u talgrynnu" },
  n_eff: { en: "Effective number of answers", cy: "Nifer effeithiol yr atebion" },
  response_rate_rr1: { en: "Response rate RR1, per cent", cy: "Cyfradd ymateb RR1, y cant" },
  band: { en: "Band", cy: "Band" },
  status: { en: "Status", cy: "Statws" },
  instrument_version: { en: "Instrument version", cy: "Fersiwn yr holiadur" },
  methodology_version: { en: "Methodology version", cy: "Fersiwn y fethodoleg" },
  quarters: { en: "Quarters added up", cy: "Chwarteri a adiwyd" },
  raw_score: { en: "Score as answered, 0 to 100", cy: "Sgôr fel yr atebwyd, 0 i 100" },
  adjusted_score: { en: "Adjusted score, 0 to 100", cy: "Sgôr wedi'i haddasu, 0 i 100" },
  adjusted_lower_95: { en: "Lower 95% limit of the adjusted score", cy: "Terfyn isaf 95% y sgôr wedi'i haddasu" },
  adjusted_upper_95: { en: "Upper 95% limit of the adjusted score", cy: "Terfyn uchaf 95% y sgôr wedi'i haddasu" },
  adjusted_base: { en: "Answers behind the adjusted score", cy: "Atebion y tu ôl i'r sgôr wedi'i haddasu" },
  reliability: { en: "Reliability, 0 to 1", cy: "Dibynadwyedd, 0 i 1" },
  adjusted_p: {
    en: "p beyond chance and the usual spread, by Benjamini and Hochberg",
    cy: "p y tu hwnt i siawns a'r amrywiad arferol, yn ôl Benjamini a Hochberg",
  },
  significance: {
    en: "Beyond chance and the usual spread",
    cy: "Y tu hwnt i siawns a'r amrywiad arferol",
  },
  adjustment: { en: "What the band rests on", cy: "Sail y band" },
} as const satisfies Words;
