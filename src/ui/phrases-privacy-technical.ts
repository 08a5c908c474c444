import type { Phrases } from "./phrases.ts";

/** Words of the page for data-protection officers. `{figures}` are domain/privacy-facts.ts's. */
export const technicalPhrases = {
  link: {
    en: "For data-protection officers: keys, retention, disclosure control, attacks",
    cy: "I swyddogion diogelu data: allweddi, cadw, rheoli datgelu, ymosodiadau",
  },
  heading: { en: "Privacy: for data-protection officers", cy: "Preifatrwydd: i swyddogion diogelu data" },
  lead: {
    en: "What is kept and until when, what ends it, what is published, what attacks on it achieve, and what is not protected. Every figure here is the one that the engine works by.",
    cy: "Yr hyn a gedwir a hyd pryd, beth sy'n ei ddiweddu, beth a gyhoeddir, beth mae ymosodiadau arno yn ei gyflawni, a'r hyn nad yw wedi'i ddiogelu. Pob ffigur yma yw'r un y mae'r peiriant yn gweithio wrtho.",
  },
  documents: {
    en: "The threat model, the attack suite with its table, and an impact assessment, a record of processing and a retention schedule filled in for this system are in its repository (docs/threat-model.md, docs/attacks.md, docs/templates).",
    cy: "Mae'r model bygythiadau, y gyfres ymosodiadau gyda'i thabl, ac asesiad effaith, cofnod prosesu ac amserlen gadw wedi'u llenwi ar gyfer y system hon yn ei storfa (docs/threat-model.md, docs/attacks.md, docs/templates).",
  },
  toVictims: { en: "The page for victims", cy: "Y dudalen i ddioddefwyr" },

  status: { en: "What the data are", cy: "Beth yw'r data" },
  statusText: {
    en: "Contact details, cases and invitations are personal data. So are answers, pseudonymised, until the release of their quarter has opened them all together and destroyed the quarter's key, at most {quarterKeyDays} days after the quarter began. After that the controller can argue that records are effectively anonymous, by what the attacks achieved. Released tables are perturbed aggregates.",
    cy: "Data personol yw manylion cyswllt, achosion a gwahoddiadau. Felly hefyd atebion, wedi'u ffugenwi, nes bod cyhoeddi eu chwarter wedi'u hagor i gyd gyda'i gilydd ac wedi dinistrio allwedd y chwarter, fan bellaf {quarterKeyDays} o ddiwrnodau ar ôl dechrau'r chwarter. Ar ôl hynny gall y rheolwr ddadlau bod cofnodion i bob pwrpas yn ddienw, ar sail yr hyn a gyflawnodd yr ymosodiadau. Agregau wedi'u haflonyddu yw'r tablau a gyhoeddir.",
  },
  path: { en: "From a link to a record", cy: "O ddolen i gofnod" },
  pathGeneral: {
    en: "An answer carries area, stage, offence, age, sex and a few facts only where at least {k} invitations that can be answered in the same quarter share them all; otherwise parts are blanked until that is so.",
    cy: "Mae ateb yn cario ardal, cam, trosedd, oedran, rhyw ac ychydig o ffeithiau dim ond lle mae o leiaf {k} o wahoddiadau y gellir eu hateb yn yr un chwarter yn eu rhannu i gyd; fel arall gwagheir rhannau nes bod hynny'n wir.",
  },
  pathPool: {
    en: "A submission is filled up to {padTo} bytes (long comments to {padLongTo}), sealed under the key of its day, and mixed at night with at least {mixAtLeast} that leave records, or after {waitAtMostDays} days with however many there are. What it leaves is sealed again, under the quarter's key. The release opens all of the quarter at once and mixes it a second time. What people tell of themselves is never written in the clear: it is added up in that same act. Records get ids of their own and share nothing. Comments alone are opened sooner, for moderators: {k} of one area and stage at a time, or when the quarter is over, coarser.",
    cy: "Caiff cyflwyniad ei lenwi i {padTo} beit (sylwadau hir i {padLongTo}), ei selio dan allwedd ei ddiwrnod, a'i gymysgu gyda'r nos ag o leiaf {mixAtLeast} sy'n gadael cofnodion, neu ar ôl {waitAtMostDays} diwrnod â faint bynnag sydd. Caiff yr hyn y mae'n ei adael ei selio eto, dan allwedd y chwarter. Mae'r cyhoeddiad yn agor y chwarter cyfan ar unwaith ac yn ei gymysgu eilwaith. Nid ysgrifennir byth yn agored yr hyn y mae pobl yn ei ddweud amdanynt eu hunain: caiff ei adio yn yr un weithred. Mae cofnodion yn cael rhifau adnabod eu hunain ac nid ydynt yn rhannu dim. Dim ond sylwadau a agorir yn gynt, i gymedrolwyr: {k} o'r un ardal a cham ar y tro, neu pan ddaw'r chwarter i ben, yn llai manwl.",
  },
  pathFlag: {
    en: "The vault is never told that somebody answered. A link is used once by a nullifier, which can be worked out only while the wave's key lives.",
    cy: "Ni ddywedir byth wrth y gladdgell fod rhywun wedi ateb. Defnyddir dolen unwaith drwy ddiddymydd, na ellir ei gyfrifo ond tra bo allwedd y don yn fyw.",
  },

  retention: { en: "What is kept, and until when", cy: "Yr hyn a gedwir, a hyd pryd" },
  what: { en: "What", cy: "Beth" },
  until: { en: "Until", cy: "Hyd" },
  keys: { en: "Keys that end", cy: "Allweddi sy'n dod i ben" },
  keysText: {
    en: "Data under such a key can be opened by nobody once it is destroyed, in no copy. A receipt with kind, name and day is kept of each. The root secret and the keys made from it for standing purposes do not end: pseudonyms, links, senders, noise.",
    cy: "Ni all neb agor data dan allwedd o'r fath ar ôl iddi gael ei dinistrio, mewn unrhyw gopi. Cedwir derbynneb gyda math, enw a diwrnod ar gyfer pob un. Nid yw'r gyfrinach wreiddiol na'r allweddi a wneir ohoni at ddibenion sefydlog yn dod i ben: ffugenwau, dolenni, anfonwyr, sŵn.",
  },
  key: { en: "Key", cy: "Allwedd" },
  seals: { en: "Seals or names", cy: "Yn selio neu'n enwi" },
  ends: { en: "Destroyed", cy: "Dinistrir" },

  disclosure: { en: "Disclosure control", cy: "Rheoli datgelu" },
  disclosureText: {
    en: "A quarter is counted once. Every count gets noise that depends on the people in it, so that asking again in other words brings no second draw. Wider figures are sums of the same noisy counts; narrower ones do not exist.",
    cy: "Cyfrifir chwarter unwaith. Mae pob cyfrif yn cael sŵn sy'n dibynnu ar y bobl ynddo, fel nad yw gofyn eto mewn geiriau eraill yn dod ag ail dyniad. Symiau o'r un cyfrifon swnllyd yw ffigurau ehangach; nid yw rhai culach yn bod.",
  },
  setting: { en: "Setting", cy: "Gosodiad" },
  value: { en: "Value", cy: "Gwerth" },
  tables: { en: "Tables of people for each measure", cy: "Tablau o bobl ar gyfer pob mesur" },
  noise: {
    en: "Noise in a count: discrete Gaussian, variance; at most",
    cy: "Sŵn mewn cyfrif: Gaussaidd arwahanol, amrywiant; ar y mwyaf",
  },
  associations: {
    en: "The same for what goes with satisfaction, of the nation alone: variance",
    cy: "Yr un peth ar gyfer yr hyn sy'n cyd-fynd â bodlonrwydd, y genedl yn unig: amrywiant",
  },
  basePercentage: { en: "Fewest answers for a percentage", cy: "Lleiafswm atebion ar gyfer canran" },
  baseShown: { en: "Fewest answers for the base to be shown", cy: "Lleiafswm atebion i ddangos y sail" },
  baseBand: {
    en: "Fewest answers for a band or adjusted score",
    cy: "Lleiafswm atebion ar gyfer band neu sgôr wedi'i addasu",
  },
  baseJourney: {
    en: "Fewest people for steps from stage to stage",
    cy: "Lleiafswm pobl ar gyfer camau o gam i gam",
  },
  rounding: {
    en: "Bases are rounded to; counts of the invited to",
    cy: "Talgrynnir seiliau i; cyfrifon o'r rhai a wahoddwyd i",
  },
  extremes: {
    en: "An answer given by fewer than so many is told as a bound only",
    cy: "Dim ond fel terfyn y dywedir ateb a roddwyd gan lai na hyn",
  },
  cap: { en: "Most that one weight may count, in means", cy: "Y mwyaf y gall un pwysiad gyfrif, mewn cymedrau" },
  ledger: { en: "Privacy ledger", cy: "Cyfriflyfr preifatrwydd" },
  ledgerText: {
    en: "What one person spends at most on one measure of each kind, in zero-concentrated differential privacy (rho). Somebody who answers ten questions spends ten times an item's. A corrected release is a second spend where anything changed.",
    cy: "Yr hyn y mae un person yn ei wario ar y mwyaf ar un mesur o bob math, mewn preifatrwydd gwahaniaethol sero-grynodedig (rho). Mae rhywun sy'n ateb deg cwestiwn yn gwario deg gwaith un eitem. Ail wariant yw cyhoeddiad wedi'i gywiro lle newidiodd unrhyw beth.",
  },
  family: { en: "Kind of figure", cy: "Math o ffigur" },
  rho: { en: "Spent (rho)", cy: "Gwariwyd (rho)" },

  attacks: { en: "What attacks achieve", cy: "Beth mae ymosodiadau yn ei gyflawni" },
  worst: {
    en: "By calculation, for whoever knows everybody else's answers: right {rightByPair} times in 100 about one answer from one pair of neighbouring tables, {rightKnowingOthers} from all {setsOfItem} groups that the person is counted in, and {rightOnSatisfaction} on satisfaction as a whole; {rightOnCore} on any other core question, and {rightOnCharacteristic} on which of two ethnic groups, say, somebody named, if all their core answers are known too. A coin is right 50 times.",
    cy: "Drwy gyfrifiad, i bwy bynnag sy'n gwybod atebion pawb arall: yn gywir {rightByPair} gwaith mewn 100 am un ateb o un pâr o dablau cyfagos, {rightKnowingOthers} o'r {setsOfItem} grŵp i gyd y cyfrifir y person ynddynt, a {rightOnSatisfaction} ar fodlonrwydd yn gyffredinol; {rightOnCore} ar unrhyw gwestiwn craidd arall, a {rightOnCharacteristic} ar ba un o ddau grŵp ethnig, er enghraifft, a enwodd rhywun, os yw eu holl atebion craidd yn hysbys hefyd. Mae darn arian yn gywir 50 gwaith.",
  },
  measured: {
    en: "Measured on made-up nations released by this engine: {passed} of {all} rows keep their thresholds. Below are those that do not, and the main ones that do. Success and chance are shares unless the attack names another measure.",
    cy: "Wedi'i fesur ar genhedloedd dychmygol a gyhoeddwyd gan y peiriant hwn: mae {passed} o {all} rhes yn cadw eu trothwyon. Isod mae'r rhai nad ydynt, a'r prif rai sydd. Cyfrannau yw llwyddiant a siawns oni bai bod yr ymosodiad yn enwi mesur arall.",
  },
  notMeasured: {
    en: "No measurements are stored with this version. Run the attack suite before relying on what is said here.",
    cy: "Nid oes mesuriadau wedi'u storio gyda'r fersiwn hon. Rhedwch y gyfres ymosodiadau cyn dibynnu ar yr hyn a ddywedir yma.",
  },
  inEnglish: { en: "The table describes attacks in English.", cy: "Yn Saesneg y disgrifir yr ymosodiadau yn y tabl." },
  attack: { en: "Attack", cy: "Ymosodiad" },
  people: { en: "Answers", cy: "Atebion" },
  success: { en: "Success", cy: "Llwyddiant" },
  chance: { en: "Chance", cy: "Siawns" },
  threshold: { en: "Threshold", cy: "Trothwy" },
  isKept: { en: "Kept", cy: "Wedi'i gadw" },
  yes: { en: "yes", cy: "ydy" },
  no: { en: "no", cy: "nac ydy" },
  told: { en: "told", cy: "wedi'i ddweud" },

  remains: { en: "What is not protected", cy: "Yr hyn nad yw wedi'i ddiogelu" },
  remainsHistory: {
    en: "D1 keeps every minute of the last {historyDays} days, and no setting ends that. With both databases, that history and the quarter's key, records of a night can be set beside the openings of that night, and many are linked to people: until the release destroys the key, at most {quarterKeyDays} days after the quarter began. Without the key the history tells how many were mixed in which night. Of a comment it tells in which nights it and the others that were shown with it were mixed: {k} or more together, but for the last of a quarter, which tell no area and may be fewer.",
    cy: "Mae D1 yn cadw pob munud o'r {historyDays} diwrnod diwethaf, ac nid oes gosodiad sy'n dod â hynny i ben. Gyda'r ddwy gronfa ddata, yr hanes hwnnw ac allwedd y chwarter, gellir gosod cofnodion noson wrth ochr agoriadau'r noson honno, a chysylltir llawer â phobl: nes bod y cyhoeddiad yn dinistrio'r allwedd, fan bellaf {quarterKeyDays} diwrnod ar ôl dechrau'r chwarter. Heb yr allwedd mae'r hanes yn dweud faint a gymysgwyd ar ba noson. O sylw mae'n dweud ar ba nosweithiau y cymysgwyd ef a'r lleill a ddangoswyd gydag ef: {k} neu fwy gyda'i gilydd, heblaw am rai olaf chwarter, nad ydynt yn dweud ardal ac a all fod yn llai.",
  },
  remainsKeys: {
    en: "With both databases and the live keys it can be tested whether a link was used, until the wave's key is destroyed, at most {waveKeyDays} days after the first day of its week.",
    cy: "Gyda'r ddwy gronfa ddata a'r allweddi byw gellir profi a ddefnyddiwyd dolen, nes dinistrio allwedd y don, fan bellaf {waveKeyDays} diwrnod ar ôl diwrnod cyntaf ei hwythnos.",
  },
  remainsJourneys: {
    en: "Of those who agreed to be compared, the root secret and a cohort's key tell the steps of a known person, in three levels, for {cohortYears} years.",
    cy: "O'r rhai a gytunodd i gael eu cymharu, mae'r gyfrinach wreiddiol ac allwedd carfan yn dweud camau person hysbys, mewn tair lefel, am {cohortYears} flynedd.",
  },
  remainsHidden: {
    en: "A figure that is not shown because few answered can be taken out of sums with and without it, up to its own noise: a standard deviation of {noiseDeviation} persons. The least base keeps unreliable figures out of sight, and hides nobody.",
    cy: "Gellir tynnu ffigur na ddangosir am mai ychydig a atebodd allan o symiau gydag ef a hebddo, hyd at ei sŵn ei hun: gwyriad safonol o {noiseDeviation} person. Mae'r sail leiaf yn cadw ffigurau annibynadwy o'r golwg, ac nid yw'n cuddio neb.",
  },
  remainsText: {
    en: "Answers by text lie on the phone, at the gateway (Notify keeps them 7 days, Twilio up to a day by our settings) and at telephone companies, as the law has it.",
    cy: "Mae atebion drwy neges destun ar y ffôn, yn y porth (mae Notify yn eu cadw 7 diwrnod, Twilio hyd at ddiwrnod yn ôl ein gosodiadau) ac mewn cwmnïau ffôn, yn ôl y gyfraith.",
  },
  remainsWords: {
    en: "Redaction misses some names, and whoever knows a story may know it again. A person reads every comment before anything of it is published; what was published in error cannot be taken back.",
    cy: "Mae golygu'n colli rhai enwau, ac efallai y bydd pwy bynnag sy'n gwybod hanes yn ei adnabod eto. Mae person yn darllen pob sylw cyn cyhoeddi dim ohono; ni ellir tynnu'n ôl yr hyn a gyhoeddwyd ar gam.",
  },
  remainsCode: {
    en: "Whoever can deploy code sees all that is in flight from then on. Only reproducible deployment, audit and release by two people stand against it.",
    cy: "Mae pwy bynnag sy'n gallu gosod cod yn gweld popeth sy'n symud o hynny ymlaen. Dim ond gosod y gellir ei ailadrodd, archwilio a rhyddhau gan ddau berson sy'n sefyll yn erbyn hynny.",
  },
  remainsCases: {
    en: "Cases, milestones and invitations without contact are not deleted by the engine: the controller's retention schedule must say when, and somebody must do it.",
    cy: "Nid yw'r peiriant yn dileu achosion, cerrig milltir na gwahoddiadau heb gyswllt: rhaid i amserlen gadw'r rheolwr ddweud pryd, a rhaid i rywun ei wneud.",
  },
} as const satisfies Phrases;
