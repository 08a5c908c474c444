import type { Phrases } from "./phrases.ts";

/** Words of the officer's page for a Victim Closure Discussion. */
export const closurePhrases = {
  heading: { en: "Victim Closure Discussion", cy: "Trafodaeth Gloi â'r Dioddefwr" },
  introduction: {
    en: "Use this while you talk with the victim, or straight after. It takes about three minutes.",
    cy: "Defnyddiwch hwn wrth i chi siarad â'r dioddefwr, neu'n syth wedyn. Mae'n cymryd tua thair munud.",
  },
  split: {
    en: "What you record goes to your force, to act on. Only the questions marked “Kept apart” do not: their answers are kept without the case and counted as told to an officer, apart from what victims answer themselves.",
    cy: "Mae'r hyn a gofnodwch yn mynd i'ch heddlu, i weithredu arno. Dim ond y cwestiynau sydd wedi'u nodi “Cedwir ar wahân” nad ydynt: cedwir eu hatebion heb yr achos a'u cyfrif fel yr hyn a ddywedwyd wrth swyddog, ar wahân i'r hyn y mae dioddefwyr yn ei ateb eu hunain.",
  },
  keptApart: { en: "Kept apart", cy: "Cedwir ar wahân" },
  noNames: {
    en: "Do not write names, numbers, addresses or case references.",
    cy: "Peidiwch ag ysgrifennu enwau, rhifau, cyfeiriadau na chyfeirnodau achos.",
  },
  sectionDiscussion: { en: "The discussion", cy: "Y drafodaeth" },
  sectionTold: { en: "What the victim said", cy: "Beth ddywedodd y dioddefwr" },
  sectionRights: { en: "Rights", cy: "Hawliau" },
  sectionSafety: { en: "Safety and support", cy: "Diogelwch a chymorth" },
  sectionContact: { en: "Contact from now on", cy: "Cysylltu o hyn ymlaen" },
  heldOn: { en: "On which day?", cy: "Ar ba ddiwrnod?" },
  heldOnHint: {
    en: "The day of the discussion, or of the last try. Today, unless you change it.",
    cy: "Diwrnod y drafodaeth, neu'r cynnig olaf. Heddiw, oni bai eich bod yn ei newid.",
  },
  heldOnFault: {
    en: "The day must be today or earlier, and within the last year",
    cy: "Rhaid i'r diwrnod fod heddiw neu'n gynharach, ac o fewn y flwyddyn ddiwethaf",
  },
  someDoNotApply: {
    en: "Some of the rights do not apply in this case",
    cy: "Nid yw rhai o'r hawliau'n berthnasol yn yr achos hwn",
  },
  promptRights: { en: "The twelve rights, as a reminder", cy: "Y deuddeg hawl, i'ch atgoffa" },
  promptSafety: {
    en: "Before you end: is there any new risk to the victim or to children? Act on it now, by your force's procedure, and not through this form alone.",
    cy: "Cyn i chi orffen: a oes unrhyw risg newydd i'r dioddefwr neu i blant? Gweithredwch arni nawr, yn unol â gweithdrefn eich heddlu, ac nid drwy'r ffurflen hon yn unig.",
  },
  promptReferral: {
    en: "Offer a referral to a support service, also if one was turned down before.",
    cy: "Cynigiwch atgyfeiriad at wasanaeth cymorth, hyd yn oed os gwrthodwyd un o'r blaen.",
  },
  promptRoute: {
    en: "Ask, do not guess: who else may see a message, and is it still safe?",
    cy: "Gofynnwch, peidiwch â dyfalu: pwy arall allai weld neges, ac a yw'n dal yn ddiogel?",
  },
  needed: { en: "Choose a reason", cy: "Dewiswch reswm" },
  bothWays: {
    en: "A right that you went through does apply: choose it in one place",
    cy: "Mae hawl y buoch yn ei thrafod yn berthnasol: dewiswch hi mewn un lle",
  },
  required: {
    en: "Choose an answer to the first question, so that the discussion can be recorded",
    cy: "Dewiswch ateb i'r cwestiwn cyntaf, fel y gellir cofnodi'r drafodaeth",
  },
  record: { en: "Record the discussion", cy: "Cofnodi'r drafodaeth" },
  recordedHeading: { en: "Discussion recorded", cy: "Trafodaeth wedi'i chofnodi" },
  recordedText: {
    en: "Your force will see what is for the case. You can close this page.",
    cy: "Bydd eich heddlu'n gweld yr hyn sydd ar gyfer yr achos. Gallwch gau'r dudalen hon.",
  },
  alreadyHeading: {
    en: "This discussion has been recorded already",
    cy: "Mae'r drafodaeth hon eisoes wedi'i chofnodi",
  },
  alreadyText: {
    en: "Nothing needs to be sent again, and nothing has been changed.",
    cy: "Nid oes angen anfon dim eto, ac nid oes dim wedi newid.",
  },
  correctLink: { en: "Correct what was recorded", cy: "Cywiro'r hyn a gofnodwyd" },
  correctUntil: {
    en: "With this link you can correct it until {day}. After that, staff of your force can at the console.",
    cy: "Gyda'r ddolen hon gallwch ei gywiro tan {day}. Ar ôl hynny, gall staff eich heddlu wneud hynny yn y consol.",
  },
  correctHeading: { en: "Correct a closure discussion", cy: "Cywiro trafodaeth gloi" },
  correctByLink: {
    en: "Answer only what is to change. Everything else stays as it was recorded; it is not shown here, because a link can be seen by others.",
    cy: "Atebwch yr hyn sydd i'w newid yn unig. Mae popeth arall yn aros fel y'i cofnodwyd; ni chaiff ei ddangos yma, oherwydd gall eraill weld dolen.",
  },
  correctAll: {
    en: "This is what holds now. Change what is wrong.",
    cy: "Dyma sydd mewn grym nawr. Newidiwch yr hyn sy'n anghywir.",
  },
  correctApart: {
    en: "What the victim said of the service is kept apart from the case, mixed with others' answers. So it cannot be corrected, and is not asked here.",
    cy: "Cedwir yr hyn a ddywedodd y dioddefwr am y gwasanaeth ar wahân i'r achos, wedi'i gymysgu ag atebion pobl eraill. Felly ni ellir ei gywiro, ac ni ofynnir amdano yma.",
  },
  correctHistory: {
    en: "What was recorded before stays in the history, with who recorded it and when. The safe way to make contact and the answer about the survey count as told anew if you give them.",
    cy: "Mae'r hyn a gofnodwyd o'r blaen yn aros yn yr hanes, gyda phwy a'i cofnododd a phryd. Mae'r ffordd ddiogel o gysylltu a'r ateb am yr arolwg yn cyfrif fel rhai newydd os rhowch nhw.",
  },
  correct: { en: "Record the correction", cy: "Cofnodi'r cywiriad" },
  correctedHeading: { en: "Correction recorded", cy: "Cywiriad wedi'i gofnodi" },
  correctedText: {
    en: "What was recorded before is kept in the history.",
    cy: "Cedwir yr hyn a gofnodwyd o'r blaen yn yr hanes.",
  },
  unchangedHeading: { en: "Nothing has changed", cy: "Nid oes dim wedi newid" },
  unchangedText: { en: "The record says this already.", cy: "Mae'r cofnod yn dweud hyn eisoes." },
  overtakenHeading: { en: "Somebody else has corrected this", cy: "Mae rhywun arall wedi cywiro hwn" },
  overtakenText: {
    en: "It was corrected after you had opened the form, so yours was not recorded. Open it again and look.",
    cy: "Cafodd ei gywiro ar ôl i chi agor y ffurflen, felly ni chofnodwyd eich un chi. Agorwch hi eto ac edrychwch.",
  },
  tooLateHeading: { en: "This link can no longer correct it", cy: "Ni all y ddolen hon ei gywiro mwyach" },
  tooLateText: {
    en: "It was recorded too long ago. Staff of your force can still correct it at the console.",
    cy: "Cafodd ei gofnodi'n rhy bell yn ôl. Gall staff eich heddlu ei gywiro yn y consol o hyd.",
  },

  keptHere: {
    en: "What you fill in is kept on this device until it is recorded, so that a lost connection loses nothing. It is encrypted and opens with this link alone. It is deleted once it is recorded, when you discard it, or after 14 days.",
    cy: "Cedwir yr hyn a lenwch ar y ddyfais hon nes iddo gael ei gofnodi, fel na fydd colli cysylltiad yn colli dim. Mae wedi'i amgryptio ac yn agor gyda'r ddolen hon yn unig. Caiff ei ddileu ar ôl ei gofnodi, pan fyddwch yn ei daflu, neu ar ôl 14 diwrnod.",
  },
  restored: {
    en: "What you had filled in on this device has been put back.",
    cy: "Mae'r hyn yr oeddech wedi'i lenwi ar y ddyfais hon wedi'i roi yn ôl.",
  },
  offline: {
    en: "There is no connection. Fill the form in as usual: it is kept on this device and sent later.",
    cy: "Nid oes cysylltiad. Llenwch y ffurflen fel arfer: caiff ei chadw ar y ddyfais hon a'i hanfon yn nes ymlaen.",
  },
  queuedHeading: { en: "Not sent yet", cy: "Heb ei hanfon eto" },
  queuedText: {
    en: "There is no connection. The discussion is kept on this device, encrypted, and is sent as soon as there is one while this page is open. If you close the page, open the link again later. It is recorded once, however often it is tried.",
    cy: "Nid oes cysylltiad. Cedwir y drafodaeth ar y ddyfais hon, wedi'i hamgryptio, a chaiff ei hanfon cyn gynted ag y bydd un tra bo'r dudalen hon ar agor. Os caewch y dudalen, agorwch y ddolen eto yn nes ymlaen. Caiff ei chofnodi unwaith, pa mor aml bynnag y ceisir.",
  },
  sendNow: { en: "Try now", cy: "Ceisio nawr" },
  change: { en: "Change it", cy: "Ei newid" },
  discard: { en: "Discard what is kept here", cy: "Taflu'r hyn a gedwir yma" },
  discarded: {
    en: "Nothing is kept on this device any more.",
    cy: "Nid oes dim yn cael ei gadw ar y ddyfais hon mwyach.",
  },

  startHeading: { en: "Open the link from your message", cy: "Agorwch y ddolen o'ch neges" },
  startText: {
    en: "Each closure discussion has a link of its own. Open it from the message that asked you for it. What you have begun on this device opens with that link alone.",
    cy: "Mae gan bob trafodaeth gloi ei dolen ei hun. Agorwch hi o'r neges a ofynnodd i chi amdani. Dim ond gyda'r ddolen honno y mae'r hyn a ddechreuwyd ar y ddyfais hon yn agor.",
  },
  unknownHeading: { en: "This link does not work", cy: "Nid yw'r ddolen hon yn gweithio" },
  unknownText: {
    en: "Check that you have the whole link from the message, or ask for a new one.",
    cy: "Gwiriwch fod gennych y ddolen gyfan o'r neges, neu gofynnwch am un newydd.",
  },
} as const satisfies Phrases;
