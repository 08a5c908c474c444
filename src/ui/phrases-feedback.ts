import { translatable } from "../instrument/languages.ts";

/** Words of the pages on which somebody answers. The start page names no crime, force, court or stage. */
export const feedbackPhrases = translatable({
  title: { en: "Feedback", cy: "Adborth" },
  exit: { en: "Exit this page", cy: "Gadael y dudalen hon" },
  exitEmergency: { en: "Emergency", cy: "Argyfwng" },
  exitActivated: { en: "Loading.", cy: "Yn llwytho." },
  exitTimedOut: { en: "Exit this page expired.", cy: "Mae gadael y dudalen hon wedi dod i ben." },
  exitTwoMore: { en: "Shift, press 2 more times to exit.", cy: "Shift, pwyswch 2 waith eto i adael." },
  exitOneMore: { en: "Shift, press 1 more time to exit.", cy: "Shift, pwyswch 1 waith eto i adael." },

  startHeading: { en: "Is it safe to answer now?", cy: "A yw'n ddiogel i chi ateb nawr?" },
  startWhat: {
    en: "These are a few questions about how you were treated. They take about four minutes.",
    cy: "Dyma ychydig o gwestiynau am sut y cawsoch eich trin. Maen nhw'n cymryd tua phedair munud.",
  },
  startChoice: {
    en: "It is your choice, also if you are 16 or 17. You can skip any question, and stop at any time.",
    cy: "Eich dewis chi yw ateb, hefyd os ydych chi'n 16 neu'n 17 oed. Gallwch hepgor unrhyw gwestiwn, a rhoi'r gorau iddi unrhyw bryd.",
  },
  startAnonymous: {
    en: "We keep your answers apart from your name and number, and later destroy the keys that could join them. Nobody you have dealt with can look up your answers.",
    cy: "Cadwn eich atebion ar wahân i'ch enw a'ch rhif, ac yn ddiweddarach dinistriwn yr allweddi a allai eu cysylltu. Ni all neb yr ydych wedi delio â nhw chwilio am eich atebion.",
  },
  startDanger: {
    en: "Nobody reads them straight away. If you are in danger, call 999. On a mobile, if you cannot speak, press 55 when asked.",
    cy: "Nid oes neb yn eu darllen ar unwaith. Os ydych mewn perygl, ffoniwch 999. Ar ffôn symudol, os na allwch siarad, pwyswch 55 pan ofynnir i chi.",
  },
  startYes: { en: "Yes, it is safe to answer", cy: "Ydy, mae'n ddiogel i ateb" },
  startNotNow: { en: "Not now", cy: "Ddim nawr" },
  startStop: { en: "Stop all messages", cy: "Atal pob neges" },
  startNotMe: { en: "This is not for me", cy: "Nid yw hwn i mi" },

  notNowHeading: { en: "That is fine", cy: "Mae hynny'n iawn" },
  notNowText: {
    en: "Nothing has been recorded. Your link or code works for some weeks, so you can come back when it suits you, or not at all.",
    cy: "Does dim wedi'i gofnodi. Mae eich dolen neu'ch cod yn gweithio am rai wythnosau, felly gallwch ddod yn ôl pan fydd yn gyfleus, neu ddim o gwbl.",
  },
  notNowDelete: {
    en: "You may want to delete the message, or put the letter or card where nobody finds it, and to delete this page from your history.",
    cy: "Efallai y byddwch am ddileu'r neges, neu roi'r llythyr neu'r cerdyn lle na fydd neb yn dod o hyd iddo, a dileu'r dudalen hon o'ch hanes pori.",
  },
  notSafeHeading: { en: "If it is not safe to send you messages", cy: "Os nad yw'n ddiogel anfon negeseuon atoch" },
  notSafeButton: { en: "It is not safe: stop all messages", cy: "Nid yw'n ddiogel: ataliwch bob neges" },
  stoppedHeading: { en: "We will not message you again", cy: "Ni fyddwn yn anfon neges atoch eto" },
  stoppedText: {
    en: "All messages from this service to you have been stopped. You do not need to do anything else, and it makes no difference to any help you get.",
    cy: "Mae pob neges gan y gwasanaeth hwn atoch wedi'i hatal. Nid oes angen i chi wneud dim byd arall, ac nid yw'n gwneud unrhyw wahaniaeth i unrhyw gymorth a gewch.",
  },
  notMeHeading: { en: "Thank you for telling us", cy: "Diolch am roi gwybod i ni" },
  notMeText: {
    en: "We will not send you any more messages. Please delete the one you had, or throw the letter or card away.",
    cy: "Ni fyddwn yn anfon rhagor o negeseuon atoch. Dilëwch yr un a gawsoch, neu taflwch y llythyr neu'r cerdyn, os gwelwch yn dda.",
  },
  unknownHeading: { en: "This link or code does not work", cy: "Nid yw'r ddolen neu'r cod hwn yn gweithio" },
  unknownText: {
    en: "Check that you have the whole link, or every letter and number of the code. Nothing has been recorded.",
    cy: "Gwiriwch fod gennych y ddolen gyfan, neu bob llythyren a rhif o'r cod. Does dim wedi'i gofnodi.",
  },
  forgottenHeading: {
    en: "We could not stop messages with this link or code",
    cy: "Ni allem atal negeseuon gyda'r ddolen neu'r cod hwn",
  },
  forgottenText: {
    en: "We no longer know this link or code, so nothing has been changed. Each is forgotten some time after the number or address that we had has been destroyed.",
    cy: "Nid ydym yn adnabod y ddolen neu'r cod hwn mwyach, felly does dim wedi'i newid. Caiff pob un ei anghofio beth amser ar ôl i'r rhif neu'r cyfeiriad oedd gennym gael ei ddinistrio.",
  },
  forgottenOtherwise: {
    en: "If you have had a newer message, open its link and choose “Stop all messages”. You can also tell the person who deals with you, at any time, that you do not want surveys or that messages are not safe. They can stop them too.",
    cy: "Os ydych wedi cael neges fwy diweddar, agorwch ei dolen a dewiswch “Atal pob neges”. Gallwch hefyd ddweud wrth y person sy'n delio â chi, unrhyw bryd, nad ydych am gael arolygon neu nad yw negeseuon yn ddiogel. Gallant hwythau eu hatal hefyd.",
  },
  inPartHeading: {
    en: "Messages have stopped, but please tell us once more",
    cy: "Mae negeseuon wedi stopio, ond dywedwch wrthym unwaith eto",
  },
  inPartText: {
    en: "Nothing will be sent to you. To make sure that this stays so, please open the link, or type the code, again in an hour and make the same choice.",
    cy: "Ni fydd dim yn cael ei anfon atoch. I sicrhau bod hynny'n parhau, agorwch y ddolen, neu deipiwch y cod, eto ymhen awr a gwnewch yr un dewis.",
  },
  endedHeading: { en: "This link or code has ended", cy: "Mae'r ddolen neu'r cod hwn wedi dod i ben" },
  endedText: {
    en: "It worked for a limited time, which has passed. You do not need to do anything. Thank you for looking.",
    cy: "Roedd yn gweithio am gyfnod penodol, sydd bellach wedi mynd heibio. Nid oes angen i chi wneud dim. Diolch am edrych.",
  },
  sittingHeading: {
    en: "Please open your link, or type your code, again",
    cy: "Agorwch eich dolen, neu deipiwch eich cod, eto, os gwelwch yn dda",
  },
  sittingText: {
    en: "To keep your answers private, these pages close after an hour in which you have sent none. To go on, open your link, or type your code, again: your answers so far are kept. If you have just sent them, you are done.",
    cy: "Er mwyn cadw eich atebion yn breifat, mae'r tudalennau hyn yn cau ar ôl awr heb i chi anfon yr un. I fynd ymlaen, agorwch eich dolen, neu deipiwch eich cod, eto: cedwir eich atebion hyd yma. Os ydych newydd eu hanfon, rydych wedi gorffen.",
  },
  sittingLost: {
    en: "Please open your link, or type your code, again. What was on the page that you have just sent could not be kept; what you answered before is. If you had sent all your answers before, you are done.",
    cy: "Agorwch eich dolen, neu deipiwch eich cod, eto. Ni ellid cadw'r hyn oedd ar y dudalen yr ydych newydd ei hanfon; cedwir yr hyn a atebwyd gennych cyn hynny. Os oeddech wedi anfon eich atebion i gyd cyn hynny, rydych wedi gorffen.",
  },

  progress: { en: "Question {number} of up to {most}", cy: "Cwestiwn {number} o hyd at {most}" },
  skip: {
    en: "To skip this question, choose nothing and continue.",
    cy: "I hepgor y cwestiwn hwn, peidiwch â dewis dim a pharhewch.",
  },
  skipText: {
    en: "You can leave this empty and continue.",
    cy: "Gallwch adael hwn yn wag a pharhau.",
  },
  later: {
    en: "You can stop now and come back with the same link or code. Your answers so far are kept, and nothing else opens them.",
    cy: "Gallwch stopio nawr a dod yn ôl gyda'r un ddolen neu god. Cedwir eich atebion hyd yma, ac nid oes dim arall yn eu hagor.",
  },
  onOnePage: {
    en: "Answer all the questions on one page instead",
    cy: "Ateb y cwestiynau i gyd ar un dudalen yn lle hynny",
  },
  oneByOne: { en: "Answer one question at a time instead", cy: "Ateb un cwestiwn ar y tro yn lle hynny" },
  allHeading: { en: "All the questions", cy: "Yr holl gwestiynau" },
  allText: {
    en: "Leave out whatever you like. Some questions only make sense after another answer; they say so.",
    cy: "Gadewch allan beth bynnag a fynnwch. Mae rhai cwestiynau ond yn gwneud synnwyr ar ôl ateb arall; maen nhw'n dweud hynny.",
  },
  blockRouting: { en: "Who you had contact with", cy: "Pwy y buoch mewn cysylltiad â nhw" },
  blockStage: { en: "What people did", cy: "Beth wnaeth pobl" },
  blockCore: { en: "How it was for you", cy: "Sut oedd hi i chi" },
  blockClosing: { en: "To finish", cy: "I orffen" },
  blockProfile: { en: "About you", cy: "Amdanoch chi" },

  checkHeading: { en: "Check your answers", cy: "Gwiriwch eich atebion" },
  change: { en: "Change", cy: "Newid" },
  notAnswered: { en: "Not answered", cy: "Heb ei ateb" },
  declaration: {
    en: "Once you send your answers, they cannot be changed or withdrawn. Nothing on them says that they are yours.",
    cy: "Ar ôl i chi anfon eich atebion, ni ellir eu newid na'u tynnu'n ôl. Nid oes dim arnynt yn dweud mai chi a'u rhoddodd.",
  },
  send: { en: "Send my answers", cy: "Anfon fy atebion" },

  thanksHeading: { en: "Thank you", cy: "Diolch" },
  thanksText: { en: "Your answers have been sent", cy: "Mae eich atebion wedi'u hanfon" },
  nextHeading: { en: "What happens next", cy: "Beth sy'n digwydd nesaf" },
  nextMixed: {
    en: "Your answers are mixed with other people's before anyone looks at them. Nobody you have dealt with is told whether you answered.",
    cy: "Caiff eich atebion eu cymysgu â rhai pobl eraill cyn i neb edrych arnynt. Ni ddywedir wrth neb yr ydych wedi delio â nhw a wnaethoch ateb ai peidio.",
  },
  nextResults: {
    en: "Every three months the results are published, about areas and services and never about one person.",
    cy: "Bob tri mis cyhoeddir y canlyniadau, am ardaloedd a gwasanaethau a byth am un unigolyn.",
  },
  seeResults: { en: "See the published results", cy: "Gweld y canlyniadau a gyhoeddwyd" },
  supportHeading: { en: "If you would like to talk to someone", cy: "Os hoffech siarad â rhywun" },
  helpNow: { en: "If you need help now", cy: "Os oes angen help arnoch nawr" },
  notHere: {
    en: "Nobody can help you through this page: it is not read straight away, and your name and number are not sent with it.",
    cy: "Ni all neb eich helpu drwy'r dudalen hon: ni chaiff ei darllen ar unwaith, ac nid anfonir eich enw na'ch rhif gyda hi.",
  },
  rightsHeading: { en: "Your rights", cy: "Eich hawliau" },
  rightsText: {
    en: "The Victims' Code gives these rights to victims of crime in England and Wales, and to bereaved families.",
    cy: "Mae'r Cod Dioddefwyr yn rhoi'r hawliau hyn i ddioddefwyr troseddau yng Nghymru a Lloegr, ac i deuluoedd mewn profedigaeth.",
  },
  rightsShow: { en: "The twelve rights", cy: "Y deuddeg hawl" },
  complainHeading: { en: "If something went wrong", cy: "Os aeth rhywbeth o'i le" },
  complainText: {
    en: "You can complain to the service you dealt with; it must tell you how. If you are not happy with its reply, ask your MP to pass your complaint to the Parliamentary and Health Service Ombudsman.",
    cy: "Gallwch gwyno i'r gwasanaeth y buoch yn delio ag ef; rhaid iddo ddweud wrthych sut. Os nad ydych yn fodlon â'i ateb, gofynnwch i'ch AS drosglwyddo eich cwyn i'r Ombwdsmon Seneddol a Gwasanaeth Iechyd.",
  },
});
