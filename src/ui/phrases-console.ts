import type { Localised } from "../kernel/locale.ts";
import type { Phrases } from "./phrases.ts";

/** Words of the console, for staff at work. */
export const consolePhrases = {
  overview: { en: "Overview", cy: "Trosolwg" },
  held: { en: "On hold", cy: "Wedi'u dal" },
  silent: { en: "Silent cases", cy: "Achosion tawel" },
  stop: { en: "Stop messages", cy: "Atal negeseuon" },
  deliveries: { en: "Deliveries", cy: "Danfoniadau" },
  senders: { en: "Senders", cy: "Anfonwyr" },
  staff: { en: "Staff", cy: "Staff y system" },
  signedInAs: { en: "Signed in as {name}", cy: "Wedi mewngofnodi fel {name}" },

  needsPerson: { en: "What needs a person", cy: "Beth sydd angen person" },
  nothingHeld: { en: "Nothing is on hold in your area.", cy: "Nid oes dim wedi'i ddal yn eich ardal." },
  noActs: {
    en: "You are signed in, and your roles have no work in this console.",
    cy: "Rydych wedi mewngofnodi, ac nid oes gan eich rolau waith yn y consol hwn.",
  },
  heldIntroduction: {
    en: "These surveys are waiting because nobody has said lately, or at all, how the person may safely be written to. Nothing goes out until somebody who has spoken with them says so.",
    cy: "Mae'r arolygon hyn yn aros am nad oes neb wedi dweud yn ddiweddar, neu o gwbl, sut y gellir ysgrifennu at y person yn ddiogel. Nid oes dim yn mynd allan nes bod rhywun sydd wedi siarad â nhw yn dweud hynny.",
  },
  reason: { en: "Why it waits", cy: "Pam mae'n aros" },
  count: { en: "Number", cy: "Nifer" },
  all: { en: "All of them", cy: "Pob un" },
  stage: { en: "Stage", cy: "Cam" },
  area: { en: "Area", cy: "Ardal" },
  officer: { en: "Officer in the case", cy: "Swyddog yn yr achos" },
  unit: { en: "Unit", cy: "Uned" },
  timeLeft: { en: "Time left", cy: "Amser ar ôl" },
  daysLeft: { en: "{days} days", cy: "{days} diwrnod" },
  oneDayLeft: { en: "1 day", cy: "un diwrnod" },
  lastDay: { en: "Today is the last day", cy: "Heddiw yw'r diwrnod olaf" },
  notTold: { en: "Not told", cy: "Heb ei ddweud" },
  silentIntroduction: {
    en: "Each of these was closed, or nothing has been heard of it for a year, though a prosecution or a choice of the Victim Contact Scheme seems to be live. Contact is kept while that is so. Ask the officer or the liaison officer, and have their system say how it stands.",
    cy: "Caewyd pob un o'r rhain, neu ni chlywyd dim amdano ers blwyddyn, er ei bod yn ymddangos bod erlyniad neu ddewis o dan y Cynllun Cyswllt Dioddefwyr yn fyw. Cedwir manylion cyswllt tra bo hynny'n wir. Gofynnwch i'r swyddog neu'r swyddog cyswllt, a gofalwch fod eu system yn dweud sut mae pethau.",
  },
  nothingSilent: { en: "No case of your area is silent.", cy: "Nid oes achos tawel yn eich ardal." },
  closedOn: { en: "Closed on {day}", cy: "Caewyd ar {day}" },
  lastHeard: { en: "Last heard of on {day}", cy: "Clywyd amdano ddiwethaf ar {day}" },
  stillLive: { en: "Seems to be live", cy: "Yn fyw, mae'n debyg" },
  prosecution: { en: "the prosecution", cy: "yr erlyniad" },
  contactScheme: { en: "the contact scheme", cy: "y cynllun cyswllt" },
  next: { en: "Next page", cy: "Tudalen nesaf" },
  previous: { en: "Previous page", cy: "Tudalen flaenorol" },
  closureStage: { en: "Closure", cy: "Cau" },

  caseReference: { en: "The force's reference of the case", cy: "Cyfeirnod yr heddlu ar gyfer yr achos" },
  victimReference: { en: "The force's reference of the person", cy: "Cyfeirnod yr heddlu ar gyfer y person" },
  referenceElsewhere: { en: "Shown to staff of that force only", cy: "Dim ond staff yr heddlu hwnnw sy'n ei weld" },
  referenceUnknown: { en: "Not kept", cy: "Heb ei gadw" },
  routeNow: { en: "What was said of the route", cy: "Beth a ddywedwyd am y llwybr" },
  routeSaidBy: { en: "{route}. {by}, {day}", cy: "{route}. {by}, {day}" },
  onRecord: { en: "On record", cy: "Ar gofnod" },
  mobile: { en: "mobile number", cy: "rhif symudol" },
  email: { en: "e-mail address", cy: "cyfeiriad e-bost" },
  address: { en: "postal address", cy: "cyfeiriad post" },
  nothingOnRecord: { en: "No number or address", cy: "Dim rhif na chyfeiriad" },

  assertHeading: { en: "After speaking with the person", cy: "Ar ôl siarad â'r person" },
  assertIntroduction: {
    en: "Record this only when somebody has spoken with them alone. The number or address stays the one on record: to change it, change it in your own system.",
    cy: "Cofnodwch hyn dim ond pan fydd rhywun wedi siarad â nhw ar eu pen eu hunain. Bydd y rhif neu'r cyfeiriad yn aros fel y mae ar gofnod: i'w newid, newidiwch ef yn eich system eich hun.",
  },
  whichRoute: { en: "How may we write to them?", cy: "Sut y cawn ysgrifennu atynt?" },
  whoSaid: { en: "Who says so?", cy: "Pwy sy'n dweud hynny?" },
  noContactHint: {
    en: "What could reach them is destroyed, and nothing goes to them until a safe route is told.",
    cy: "Bydd yr hyn a allai eu cyrraedd yn cael ei ddinistrio, ac ni fydd dim yn mynd atynt nes i lwybr diogel gael ei roi.",
  },
  chooseRoute: { en: "Choose how we may write to them", cy: "Dewiswch sut y cawn ysgrifennu atynt" },
  chooseWho: { en: "Choose who says so", cy: "Dewiswch pwy sy'n dweud hynny" },
  record: { en: "Record", cy: "Cofnodi" },
  recorded: { en: "Recorded", cy: "Wedi'i gofnodi" },
  nowScheduled: {
    en: "This survey is no longer on hold. It goes out by itself within its time.",
    cy: "Nid yw'r arolwg hwn wedi'i ddal mwyach. Bydd yn mynd allan ohono'i hun o fewn ei amser.",
  },
  nowEnded: {
    en: "This survey will not be sent.",
    cy: "Ni fydd yr arolwg hwn yn cael ei anfon.",
  },
  stillHeld: { en: "This survey is still on hold.", cy: "Mae'r arolwg hwn wedi'i ddal o hyd." },
  notHeldAnyMore: {
    en: "Nothing has to be done: this survey is not on hold any more.",
    cy: "Nid oes angen gwneud dim: nid yw'r arolwg hwn wedi'i ddal mwyach.",
  },
  whatToDo: { en: "What to do", cy: "Beth i'w wneud" },

  stopIntroduction: {
    en: "Use this when somebody asks for no more messages, or when a message would put them in danger. All messages end at once, in every case and at every stage, and do not begin again when a case is sent to us anew.",
    cy: "Defnyddiwch hwn pan fydd rhywun yn gofyn am ddim mwy o negeseuon, neu pan fyddai neges yn eu rhoi mewn perygl. Daw pob neges i ben ar unwaith, ym mhob achos ac ar bob cam, ac nid ydynt yn dechrau eto pan anfonir achos atom o'r newydd.",
  },
  stopBy: { en: "How do you know them?", cy: "Sut ydych chi'n eu hadnabod?" },
  stopByReference: {
    en: "By your force's reference of the person",
    cy: "Yn ôl cyfeirnod eich heddlu ar gyfer y person",
  },
  stopByNumber: { en: "By their mobile number", cy: "Yn ôl eu rhif symudol" },
  stopNumberHint: {
    en: "A number that nobody has here is kept from all who come later.",
    cy: "Bydd rhif nad oes gan neb yma yn cael ei gadw rhag pawb a ddaw yn ddiweddarach.",
  },
  whichForce: { en: "Force", cy: "Heddlu" },
  referenceLabel: { en: "Reference or number", cy: "Cyfeirnod neu rif" },
  referenceHint: {
    en: "It is looked up and then forgotten. It is not kept in the record of who did what.",
    cy: "Caiff ei chwilio ac yna ei anghofio. Nid yw'n cael ei gadw yn y cofnod o bwy wnaeth beth.",
  },
  chooseStopBy: { en: "Choose how you know them", cy: "Dewiswch sut ydych chi'n eu hadnabod" },
  typeReference: { en: "Type the reference or the number", cy: "Teipiwch y cyfeirnod neu'r rhif" },
  chooseForce: { en: "Choose the force", cy: "Dewiswch yr heddlu" },
  stopButton: { en: "Stop all messages", cy: "Atal pob neges" },
  stoppedHeading: { en: "All messages to them have ended", cy: "Mae pob neges atynt wedi dod i ben" },
  stoppedText: {
    en: "What had not gone will not go. Nothing has to be done in your own system for this to hold.",
    cy: "Ni fydd yr hyn nad oedd wedi mynd yn mynd. Nid oes angen gwneud dim yn eich system eich hun er mwyn i hyn barhau.",
  },
  unknownHeading: { en: "Nobody was found", cy: "Ni chafwyd hyd i neb" },
  unknownText: {
    en: "Nothing has been stopped. Check what you typed, and try again.",
    cy: "Nid oes dim wedi'i atal. Gwiriwch yr hyn a deipioch, a rhowch gynnig arall arni.",
  },
  notUsable: {
    en: "Type a mobile number, such as 07700 900123",
    cy: "Teipiwch rif symudol, fel 07700 900123",
  },

  deliveriesIntroduction: {
    en: "Messages that go by themselves need nobody. Here are those that do not.",
    cy: "Nid oes angen neb ar negeseuon sy'n mynd ohonynt eu hunain. Dyma'r rhai nad ydynt.",
  },
  notTaken: { en: "Not taken by any gateway", cy: "Heb eu derbyn gan unrhyw borth" },
  noneNotTaken: { en: "There are none.", cy: "Nid oes dim." },
  replayIntroduction: {
    en: "Try again when what was wrong has been mended. Each message is looked at anew first: whoever may not be written to by now is not.",
    cy: "Rhowch gynnig arall arni pan fydd yr hyn oedd o'i le wedi'i drwsio. Edrychir ar bob neges o'r newydd yn gyntaf: ni ysgrifennir at neb na cheir ysgrifennu atynt erbyn hyn.",
  },
  replay: { en: "Try all of them again", cy: "Rhoi cynnig arall ar bob un" },
  replayed: { en: "{count} will be tried again", cy: "Rhoddir cynnig arall ar {count}" },
  needsReplay: {
    en: "Messages that no gateway has taken: {count}",
    cy: "Negeseuon nad oes unrhyw borth wedi'u derbyn: {count}",
  },
  needsGateway: { en: "Gateways that rest: {count}", cy: "Pyrth sy'n gorffwys: {count}" },
  more: { en: "There are more than these.", cy: "Mae mwy na'r rhain." },
  attempts: { en: "Attempts", cy: "Ymdrechion" },
  inDoubt: { en: "In doubt", cy: "Mewn amheuaeth" },
  inDoubtText: {
    en: "{count} were given to a gateway that cannot say whether it has them. They are not sent again, for fear of sending twice.",
    cy: "Rhoddwyd {count} i borth na all ddweud a ydynt ganddo. Ni chânt eu hanfon eto, rhag ofn eu hanfon ddwywaith.",
  },
  gateways: { en: "Gateways", cy: "Pyrth" },
  noGateways: {
    en: "No gateway is connected: every message waits.",
    cy: "Nid oes porth wedi'i gysylltu: mae pob neges yn aros.",
  },
  working: { en: "Working", cy: "Yn gweithio" },
  restsUntil: { en: "Rests until {until}: {why}", cy: "Yn gorffwys tan {until}: {why}" },
  closureRequest: { en: "Request to an officer", cy: "Cais i swyddog" },

  quality: { en: "Data quality", cy: "Ansawdd data" },
  qualityIntroduction: {
    en: "What each system of your area has sent in the last twelve weeks.",
    cy: "Yr hyn y mae pob system yn eich ardal wedi'i anfon yn y deuddeg wythnos diwethaf.",
  },
  records: { en: "Records", cy: "Cofnodion" },
  received: { en: "Received", cy: "Wedi'u derbyn" },
  accepted: { en: "Accepted", cy: "Wedi'u cymeradwyo" },
  duplicate: { en: "Sent before", cy: "Wedi'u hanfon o'r blaen" },
  parked: { en: "Waiting for their case", cy: "Yn aros am eu hachos" },
  rejected: { en: "Refused", cy: "Wedi'u gwrthod" },
  whyRefused: { en: "Why records were refused", cy: "Pam y gwrthodwyd cofnodion" },
  missingFields: { en: "What was missing", cy: "Beth oedd ar goll" },
  ofRecords: { en: "{n} of {all}", cy: "{n} o {all}" },
  coverage: { en: "What should have followed, and did", cy: "Yr hyn a ddylai fod wedi dilyn, ac a wnaeth" },
  files: { en: "Files taken in", cy: "Ffeiliau a dderbyniwyd" },
  noFiles: { en: "No file has been sent.", cy: "Nid oes ffeil wedi'i hanfon." },
  fileOf: { en: "{day}: {state}", cy: "{day}: {state}" },
  dryRun: { en: "only tried", cy: "prawf yn unig" },

  sendersIntroduction: {
    en: "Systems that may send us events. The operator adds and changes them.",
    cy: "Systemau a gaiff anfon digwyddiadau atom. Y gweithredwr sy'n eu hychwanegu a'u newid.",
  },
  noSenders: {
    en: "No system of your area may send events.",
    cy: "Ni chaiff unrhyw system o'ch ardal anfon digwyddiadau.",
  },
  role: { en: "Role", cy: "Rôl" },
  identifier: { en: "Id", cy: "Dynodydd" },
  staffIntroduction: {
    en: "People who may sign in, and what they may do in your area. The operator adds, changes and ends them.",
    cy: "Pobl a gaiff fewngofnodi, a'r hyn y cânt ei wneud yn eich ardal. Y gweithredwr sy'n eu hychwanegu, eu newid a'u dod i ben.",
  },
  emailAddress: { en: "E-mail", cy: "E-bost" },
  roles: { en: "Roles", cy: "Rolau" },
  roleIn: { en: "{role}, {area}", cy: "{role}, {area}" },
  nation: { en: "England and Wales", cy: "Cymru a Lloegr" },

  strangerHeading: { en: "You are not registered here", cy: "Nid ydych wedi'ch cofrestru yma" },
  strangerText: {
    en: "Ask whoever administers this service for your force to register the e-mail address that you sign in with.",
    cy: "Gofynnwch i bwy bynnag sy'n gweinyddu'r gwasanaeth hwn i'ch heddlu gofrestru'r cyfeiriad e-bost yr ydych yn mewngofnodi ag ef.",
  },
  notConnectedHeading: { en: "Nobody can sign in yet", cy: "Ni all neb fewngofnodi eto" },
  notConnectedText: {
    en: "Sign-in is not connected to this service. Whoever runs it finds what to do in its operations guide, under Staff.",
    cy: "Nid yw mewngofnodi wedi'i gysylltu â'r gwasanaeth hwn. Bydd pwy bynnag sy'n ei redeg yn gweld beth i'w wneud yn ei ganllaw gweithredu, o dan Staff.",
  },
  signIn: { en: "Sign in", cy: "Mewngofnodi" },
  signOut: { en: "Sign out", cy: "Allgofnodi" },
  forbiddenHeading: { en: "Your roles do not allow this", cy: "Nid yw eich rolau'n caniatáu hyn" },
  forbiddenText: {
    en: "Go back to the overview, or ask whoever administers this service for your force.",
    cy: "Ewch yn ôl i'r trosolwg, neu gofynnwch i bwy bynnag sy'n gweinyddu'r gwasanaeth hwn i'ch heddlu.",
  },
  foreignHeading: { en: "That did not come from this page", cy: "Ni ddaeth hynny o'r dudalen hon" },
  foreignText: {
    en: "Nothing was changed. Open the page again and try once more.",
    cy: "Nid oes dim wedi newid. Agorwch y dudalen eto a rhowch gynnig arall arni.",
  },
  missingHeading: { en: "There is nothing here", cy: "Nid oes dim yma" },
  missingText: {
    en: "It may be of another area, or of the past. Go back to the overview.",
    cy: "Gall fod o ardal arall, neu o'r gorffennol. Ewch yn ôl i'r trosolwg.",
  },
  laterHeading: { en: "Please try again a little later", cy: "Rhowch gynnig arall arni ychydig yn ddiweddarach" },
  laterText: {
    en: "That could not be done just now. If it stays so, tell whoever runs this service.",
    cy: "Ni ellid gwneud hynny ar hyn o bryd. Os yw'n aros felly, dywedwch wrth bwy bynnag sy'n rhedeg y gwasanaeth hwn.",
  },
} as const satisfies Phrases;

/** Senders, by what they are. */
export const senderRoleWords = {
  "force": { en: "Police force", cy: "Heddlu" },
  "witness-care": { en: "Witness care unit", cy: "Uned gofal tystion" },
  "liaison": { en: "Liaison officers", cy: "Swyddogion cyswllt" },
  "court": { en: "Courts", cy: "Llysoedd" },
  "probation": { en: "Probation", cy: "Y gwasanaeth prawf" },
  "analyst": { en: "Analysts", cy: "Dadansoddwyr" },
} as const satisfies Phrases;

/** Why a gateway rests. */
export const restWords = {
  "credentials": { en: "it refuses our key", cy: "mae'n gwrthod ein hallwedd" },
  "configuration": { en: "it refuses our settings", cy: "mae'n gwrthod ein gosodiadau" },
  "daily-limit": { en: "its limit for the day is reached", cy: "mae ei derfyn am y dydd wedi'i gyrraedd" },
  "busy": { en: "it asked us to wait", cy: "gofynnodd i ni aros" },
  "failing": { en: "it does not answer", cy: "nid yw'n ateb" },
} as const satisfies Phrases;

/** Why records of a sender are refused. */
export const refusalWords = {
  "not-allowed": { en: "This system may not send it", cy: "Ni chaiff y system hon ei anfon" },
  "unknown-code": { en: "A code is unknown", cy: "Mae cod yn anhysbys" },
  "missing-field": { en: "A field is missing", cy: "Mae maes ar goll" },
  "wrong-form": { en: "A value is of the wrong form", cy: "Mae gwerth yn y ffurf anghywir" },
} as const satisfies Phrases;

/** How far a file has come. */
export const fileWords = {
  open: { en: "not finished", cy: "heb ei orffen" },
  finished: { en: "finished", cy: "wedi'i orffen" },
  failed: { en: "broken off", cy: "wedi'i dorri" },
} as const satisfies Phrases;

/** Roles, as people say them. */
export const roleWords = {
  "officer": { en: "Officer", cy: "Swyddog" },
  "interviewer": { en: "Interviewer", cy: "Cyfwelydd" },
  "adviser": { en: "Adviser or advocate", cy: "Cynghorydd neu eiriolwr" },
  "coordinator": { en: "Coordinator", cy: "Cydlynydd" },
  "moderator": { en: "Moderator", cy: "Cymedrolwr" },
  "auditor": { en: "Auditor", cy: "Archwilydd" },
  "national-analyst": { en: "National analyst", cy: "Dadansoddwr cenedlaethol" },
  "board-member": { en: "Board member", cy: "Aelod bwrdd" },
  "administrator": { en: "Administrator", cy: "Gweinyddwr" },
} as const satisfies Phrases;

/** Routes, as somebody asserts them. */
export const routeWords = {
  "safe-sms": { en: "By text message", cy: "Drwy neges destun" },
  "safe-email": { en: "By e-mail", cy: "Drwy e-bost" },
  "safe-post": { en: "By post", cy: "Drwy'r post" },
  "safe-phone-only": { en: "By telephone only", cy: "Dros y ffôn yn unig" },
  "via-advocate": { en: "Through an advocate only", cy: "Drwy eiriolwr yn unig" },
  "no-contact": { en: "Not at all", cy: "Dim o gwbl" },
  "unknown": { en: "Not known", cy: "Ddim yn hysbys" },
} as const satisfies Phrases;

/** Who judged a route. */
export const personWords = {
  "officer": { en: "An officer", cy: "Swyddog" },
  "witness-care": { en: "A witness care officer", cy: "Swyddog gofal tystion" },
  "liaison": { en: "A liaison officer", cy: "Swyddog cyswllt" },
  "advocate": { en: "An advocate", cy: "Eiriolwr" },
  "victim": { en: "The person themselves", cy: "Y person eu hun" },
} as const satisfies Phrases;

/** What should follow in a case, and did in so many. */
export const coverageWords: { readonly [expectation: string]: Localised } = {
  "report-has-contact": { en: "A report has a route of contact", cy: "Mae gan adroddiad lwybr cyswllt" },
  "report-has-needs-assessment": {
    en: "A report is followed by a needs assessment",
    cy: "Dilynir adroddiad gan asesiad anghenion",
  },
  "charge-reaches-court": { en: "A charge reaches a court", cy: "Mae cyhuddiad yn cyrraedd llys" },
  "conviction-is-sentenced": { en: "A conviction is followed by a sentence", cy: "Dilynir euogfarn gan ddedfryd" },
  "closed-case-has-outcome": { en: "A closed case has an outcome", cy: "Mae gan achos a gaewyd ganlyniad" },
  "closed-case-has-needs-assessment": {
    en: "A closed case has a needs assessment",
    cy: "Mae gan achos a gaewyd asesiad anghenion",
  },
};
