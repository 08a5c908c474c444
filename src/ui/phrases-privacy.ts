import type { Statement } from "./phrases-home.ts";

/**
 * What the service does with what it is told. Each sentence describes what the engine does; docs/threat-model.md says how,
 * and `{figures}` are domain/privacy-facts.ts's.
 */
export const privacyStatement: Statement = {
  heading: { en: "How we protect your answers", cy: "Sut rydym yn diogelu eich atebion" },
  sections: [
    {
      heading: { en: "In short", cy: "Yn fyr" },
      paragraphs: [
        {
          en: "We want to know how people were treated, not who said it. Your answers are never stored with your name, number or address, and no page or file shows anybody in the police, the courts or any service what you said, but for comments: moderators read them, and a few are published.",
          cy: "Rydym am wybod sut y cafodd pobl eu trin, nid pwy a'i dywedodd. Nid yw eich atebion byth yn cael eu storio gyda'ch enw, eich rhif na'ch cyfeiriad, ac nid oes tudalen na ffeil yn dangos i neb yn yr heddlu, y llysoedd nac unrhyw wasanaeth beth a ddywedoch, ac eithrio sylwadau: mae cymedrolwyr yn eu darllen, a chyhoeddir ychydig ohonynt.",
        },
        {
          en: "No protection is complete. What we cannot protect you against is said below as plainly as the rest.",
          cy: "Nid oes unrhyw amddiffyniad yn gyflawn. Dywedir isod, mor blaen â'r gweddill, yr hyn na allwn eich amddiffyn rhagddo.",
        },
      ],
    },
    {
      heading: { en: "Your answers", cy: "Eich atebion" },
      paragraphs: [
        {
          en: "Answering is voluntary. Every question can be skipped.",
          cy: "Mae ateb yn wirfoddol. Gellir hepgor pob cwestiwn.",
        },
        {
          en: "Answers are kept in a different database from names and numbers, without either. With them go only broad facts, such as the area and an age band, and only where at least {k} people who were asked share them all; otherwise they are made broader still.",
          cy: "Cedwir atebion mewn cronfa ddata wahanol i enwau a rhifau, heb y naill na'r llall. Dim ond ffeithiau bras sy'n mynd gyda nhw, fel yr ardal a band oedran, a dim ond lle mae o leiaf {k} o bobl y gofynnwyd iddynt yn eu rhannu i gyd; fel arall fe'u gwneir yn fwy bras fyth.",
        },
        {
          en: "Sent answers are locked away, mixed with other people's on a later day, and mixed once more when all of their quarter are opened together. The keys that locked them are destroyed. Nothing records which answers came from which link, or who has answered.",
          cy: "Caiff atebion a anfonwyd eu cloi, eu cymysgu â rhai pobl eraill ar ddiwrnod diweddarach, a'u cymysgu unwaith eto pan agorir holl rai eu chwarter gyda'i gilydd. Caiff yr allweddi a'u clodd eu dinistrio. Nid oes dim yn cofnodi pa atebion a ddaeth o ba ddolen, na phwy sydd wedi ateb.",
        },
        {
          en: "So that a link is used once, a scrambled mark of used links is kept until its key is destroyed, at most {waveKeyDays} days after the beginning of the week in which the link was sent. Until then whoever holds the databases and the keys could work out whether a link was used.",
          cy: "Er mwyn i ddolen gael ei defnyddio unwaith, cedwir marc wedi'i sgramblo o ddolenni a ddefnyddiwyd nes i'w allwedd gael ei dinistrio, fan bellaf {waveKeyDays} o ddiwrnodau ar ôl dechrau'r wythnos yr anfonwyd y ddolen ynddi. Tan hynny gallai pwy bynnag sy'n dal y cronfeydd data a'r allweddi ganfod a ddefnyddiwyd dolen.",
        },
        {
          en: "What you type in your own words is searched for names, numbers and addresses, which are taken out, and is then kept locked until a person has read it for anything that was missed.",
          cy: "Chwilir yr hyn a deipiwch yn eich geiriau eich hun am enwau, rhifau a chyfeiriadau, a'u tynnu allan, ac yna fe'i cedwir dan glo nes bod person wedi'i ddarllen am unrhyw beth a gollwyd.",
        },
        {
          en: "We compare your survey with your other surveys only if you say yes, and still without your name or number.",
          cy: "Dim ond os dywedwch ie y byddwn yn cymharu eich arolwg â'ch arolygon eraill, a hynny o hyd heb eich enw na'ch rhif.",
        },
        {
          en: "At the end we ask, if you agree, for your ethnic group, whether a health condition reduces what you can do, and your main language. Each answer is locked away apart from your other answers and from the other two, with the stage and whether your main answers were good. When the figures of the quarter are made they are only added up. The sums are kept for {recordDays} days after their release, and published with small random changes for England and Wales as a whole.",
          cy: "Ar y diwedd gofynnwn, os cytunwch, am eich grŵp ethnig, a oes cyflwr iechyd yn lleihau'r hyn y gallwch ei wneud, a'ch prif iaith. Caiff pob ateb ei gloi ar wahân i'ch atebion eraill ac i'r ddau arall, gyda'r cam ac a oedd eich prif atebion yn dda. Pan wneir ffigurau'r chwarter dim ond eu hadio a wneir. Cedwir y symiau am {recordDays} diwrnod ar ôl eu cyhoeddi, a chyhoeddir hwy gyda newidiadau bach ar hap ar gyfer Cymru a Lloegr gyfan.",
        },
      ],
    },
    {
      heading: { en: "What we cannot protect you against", cy: "Yr hyn na allwn eich amddiffyn rhagddo" },
      paragraphs: [
        {
          en: "Somebody who has your phone or reads your messages can see that you were asked for feedback. The message names no crime, police or case. They could open the link and answer in your place. What you have sent is never shown again.",
          cy: "Gall rhywun sydd â'ch ffôn neu sy'n darllen eich negeseuon weld y gofynnwyd i chi am adborth. Nid yw'r neges yn enwi trosedd, heddlu nac achos. Gallent agor y ddolen ac ateb yn eich lle. Ni ddangosir byth eto yr hyn a anfonoch.",
        },
        {
          en: "If you answer by text message, your answers stay on your phone until you delete them, and telephone companies could read them. The link is more private.",
          cy: "Os atebwch drwy neges destun, mae eich atebion yn aros ar eich ffôn nes i chi eu dileu, a gallai cwmnïau ffôn eu darllen. Mae'r ddolen yn fwy preifat.",
        },
        {
          en: "Your browser's history keeps the addresses of these pages. The exit button takes you away quickly, but cannot take them out of the history, and cannot stop software that somebody has put on your device to watch it.",
          cy: "Mae hanes eich porwr yn cadw cyfeiriadau'r tudalennau hyn. Mae'r botwm gadael yn mynd â chi i ffwrdd yn gyflym, ond ni all eu tynnu o'r hanes, ac ni all atal meddalwedd y mae rhywun wedi'i rhoi ar eich dyfais i'w gwylio.",
        },
        {
          en: "Somebody who knows your story could know it again in your own words, even when all names have been taken out. You can leave out what only you could know.",
          cy: "Gallai rhywun sy'n gwybod eich hanes ei adnabod eto yn eich geiriau eich hun, hyd yn oed pan fydd pob enw wedi'i dynnu allan. Gallwch adael allan yr hyn na allai neb ond chi ei wybod.",
        },
        {
          en: "The few people who run both databases and hold the keys could misuse them. The databases keep a history of their own for {historyDays} days. Whoever holds both, that history and the keys could often work out whose answers are whose, until the results of the quarter are made and its key is destroyed, at most {quarterKeyDays} days after the quarter began. We attack our own protection, and publish what that achieves.",
          cy: "Gallai'r ychydig bobl sy'n rhedeg y ddwy gronfa ddata ac sy'n dal yr allweddi eu camddefnyddio. Mae'r cronfeydd data'n cadw hanes eu hunain am {historyDays} o ddiwrnodau. Gallai pwy bynnag sy'n dal y ddwy, yr hanes hwnnw a'r allweddi ganfod yn aml atebion pwy yw pa rai, nes bod canlyniadau'r chwarter wedi'u gwneud a'i allwedd wedi'i dinistrio, fan bellaf {quarterKeyDays} o ddiwrnodau ar ôl dechrau'r chwarter. Rydym yn ymosod ar ein hamddiffyniad ein hunain, ac yn cyhoeddi'r hyn a gyflawna hynny.",
        },
        {
          en: "Whoever may change the program that runs here could make it keep more. Only checks by other people stand against that.",
          cy: "Gallai pwy bynnag sy'n cael newid y rhaglen sy'n rhedeg yma beri iddi gadw mwy. Dim ond gwiriadau gan bobl eraill sy'n sefyll yn erbyn hynny.",
        },
      ],
    },
    {
      heading: { en: "Who can see what", cy: "Pwy sy'n gallu gweld beth" },
      paragraphs: [
        {
          en: "Police, courts and services that told us of your case: that you are to be asked, and whether a message could be delivered. Never whether you answered, nor what.",
          cy: "Yr heddlu, y llysoedd a'r gwasanaethau a ddywedodd wrthym am eich achos: y gofynnir i chi, ac a oedd modd danfon neges. Byth a atebsoch, na beth.",
        },
        {
          en: "An interviewer hears your answers on the telephone, and an adviser who is with you may see them. They cannot open them later.",
          cy: "Mae cyfwelydd yn clywed eich atebion dros y ffôn, ac efallai y bydd cynghorydd sydd gyda chi yn eu gweld. Ni allant eu hagor yn ddiweddarach.",
        },
        {
          en: "Moderators read what you wrote in your own words, with what was found of names taken out. They see its area and stage only where at least {k} comments that come together share them. Nothing else tells them whose it is.",
          cy: "Mae cymedrolwyr yn darllen yr hyn a ysgrifennoch yn eich geiriau eich hun, gyda'r enwau a ganfuwyd wedi'u tynnu allan. Dim ond lle mae o leiaf {k} o sylwadau sy'n dod gyda'i gilydd yn rhannu ei ardal a'i gam y gwelant hwy. Nid oes dim arall yn dweud wrthynt pwy biau ef.",
        },
      ],
    },
    {
      heading: { en: "How you were reached", cy: "Sut y cysylltwyd â chi" },
      paragraphs: [
        {
          en: "The force in your case passes on how it is safe to reach you. Numbers and addresses are kept locked under a key that changes every week, for as long as a survey may still be due, and destroyed {contactDays} days after that.",
          cy: "Mae'r heddlu yn eich achos yn trosglwyddo sut mae'n ddiogel cysylltu â chi. Cedwir rhifau a chyfeiriadau dan glo gydag allwedd sy'n newid bob wythnos, cyhyd ag y gallai arolwg fod yn ddyledus o hyd, a'u dinistrio {contactDays} diwrnod ar ôl hynny.",
        },
        {
          en: "“Stop all messages” ends them at once, in every case and for good, whatever a force says later. Your number and address are destroyed then, and only a scrambled form of them is kept, so that nobody can have us write to them again. The case itself stays on record, with a note that you are not to be written to. If you tell us that messages are not safe, they end too, and that number or address is never written to again.",
          cy: "Mae “Atal pob neges” yn dod â nhw i ben ar unwaith, ym mhob achos ac am byth, beth bynnag a ddywed heddlu'n ddiweddarach. Caiff eich rhif a'ch cyfeiriad eu dinistrio bryd hynny, a dim ond ffurf wedi'i sgramblo ohonynt a gedwir, fel na all neb beri i ni ysgrifennu atynt eto. Mae'r achos ei hun yn aros ar gofnod, gyda nodyn na ddylid ysgrifennu atoch. Os dywedwch wrthym nad yw negeseuon yn ddiogel, maent yn dod i ben hefyd, ac ni ysgrifennir byth eto at y rhif neu'r cyfeiriad hwnnw.",
        },
      ],
    },
    {
      heading: { en: "Other ways to answer", cy: "Ffyrdd eraill o ateb" },
      paragraphs: [
        {
          en: "By text message: telephone companies carry what you write, and it stays on your telephone until you delete it. We keep an unfinished conversation locked for {conversationHours} hours and destroy its key in the night after. Answers that are complete go the same way as all others.",
          cy: "Drwy neges destun: cwmnïau ffôn sy'n cludo'r hyn a ysgrifennwch, ac mae'n aros ar eich ffôn nes i chi ei ddileu. Cadwn sgwrs anorffenedig dan glo am {conversationHours} awr a dinistriwn ei hallwedd y noson wedyn. Mae atebion cyflawn yn mynd yr un ffordd â phob ateb arall.",
        },
        {
          en: "By telephone: an interviewer hears your answers, types them in, and cannot open them again. This service records no calls.",
          cy: "Dros y ffôn: mae cyfwelydd yn clywed eich atebion, yn eu teipio, ac ni all eu hagor eto. Nid yw'r gwasanaeth hwn yn recordio galwadau.",
        },
        {
          en: "With a code, from a letter or an adviser: it works as a link does. Codes that do not work are counted for an hour by the network address that they came from, scrambled, so that nobody can try many.",
          cy: "Gyda chod, o lythyr neu gan gynghorydd: mae'n gweithio fel dolen. Caiff codau nad ydynt yn gweithio eu cyfrif am awr yn ôl y cyfeiriad rhwydwaith y daethant ohono, wedi'i sgramblo, fel na all neb roi cynnig ar lawer.",
        },
        {
          en: "The language in which you read is remembered only while you answer, and is not kept with your answers. If you choose easy read, the answers say so, because it asks fewer questions.",
          cy: "Dim ond tra byddwch chi'n ateb y cofir yr iaith yr ydych chi'n ei darllen; ni chaiff ei chadw gyda'ch atebion. Os dewiswch chi'r ffurf hawdd ei deall, bydd yr atebion yn dangos hynny, gan fod llai o gwestiynau ynddi.",
        },
      ],
    },
    {
      heading: { en: "If you ask to be contacted", cy: "Os gofynnwch am gysylltiad" },
      paragraphs: [
        {
          en: "That form is not anonymous. It is read by the people who coordinate victims' services for the area that you choose, each look is recorded, and it is destroyed when somebody has seen to it, and after {wishDays} days at the latest. Copies in backups cannot be opened after {wishKeyDays} days, when the key is destroyed.",
          cy: "Nid yw'r ffurflen honno'n ddienw. Fe'i darllenir gan y bobl sy'n cydlynu gwasanaethau dioddefwyr ar gyfer yr ardal a ddewiswch, cofnodir pob golwg, a chaiff ei dinistrio pan fydd rhywun wedi delio â hi, ac ar ôl {wishDays} diwrnod fan bellaf. Ni ellir agor copïau wrth gefn ar ôl {wishKeyDays} diwrnod, pan gaiff yr allwedd ei dinistrio.",
        },
        {
          en: "It is not linked to any answers: the page reads no cookie and no link, and only the day is kept. To keep it from being misused, requests are counted for an hour by the network address that they came from, scrambled.",
          cy: "Nid yw wedi'i chysylltu ag unrhyw atebion: nid yw'r dudalen yn darllen cwci na dolen, a dim ond y diwrnod a gedwir. I'w chadw rhag cael ei chamddefnyddio, cyfrifir ceisiadau am awr yn ôl y cyfeiriad rhwydwaith y daethant ohono, wedi'i sgramblo.",
        },
      ],
    },
    {
      heading: { en: "What is published", cy: "Beth a gyhoeddir" },
      paragraphs: [
        {
          en: "Tables of many people. Every count in them has been altered at random by a little, percentages of fewer than {basePercentage} people are not shown, and no page lets anybody look up single answers.",
          cy: "Tablau o lawer o bobl. Mae pob cyfrif ynddynt wedi'i newid ychydig ar hap, ni ddangosir canrannau o lai na {basePercentage} o bobl, ac nid oes tudalen sy'n gadael i neb chwilio am atebion unigol.",
        },
        {
          en: "A few comments, word for word, after somebody has read them and taken out what could show who wrote them: without any name, area or stage.",
          cy: "Ychydig o sylwadau, air am air, ar ôl i rywun eu darllen a thynnu allan yr hyn a allai ddangos pwy a'u hysgrifennodd: heb unrhyw enw, ardal na cham.",
        },
      ],
    },
    {
      heading: { en: "How long it is kept", cy: "Am ba hyd y'i cedwir" },
      paragraphs: [
        {
          en: "Your answers: until {recordDays} days after the results of their quarter are published. Then only counts that were altered at random are left. The database's own history holds what was deleted for {historyDays} days more.",
          cy: "Eich atebion: tan {recordDays} diwrnod ar ôl cyhoeddi canlyniadau eu chwarter. Yna dim ond cyfrifon a newidiwyd ar hap sydd ar ôl. Mae hanes y gronfa ddata ei hun yn dal yr hyn a ddilëwyd am {historyDays} o ddiwrnodau eto.",
        },
        {
          en: "Your own words: what nobody has read by {commentDays} days after the beginning of the quarter can never be read. A quote that was published stays published. Steps that are compared with each other, if you said yes: at most {cohortYears} years.",
          cy: "Eich geiriau eich hun: ni ellir byth ddarllen yr hyn nad oes neb wedi'i ddarllen erbyn {commentDays} o ddiwrnodau ar ôl dechrau'r chwarter. Mae dyfyniad a gyhoeddwyd yn aros wedi'i gyhoeddi. Camau a gymherir â'i gilydd, os dywedoch ie: {cohortYears} flynedd fan bellaf.",
        },
        {
          en: "That there was a case and when you were asked stays on record after that, without your number and address. For how long is for the organisation that runs the service to decide, and to say here.",
          cy: "Mae'r ffaith bod achos, a phryd y gofynnwyd i chi, yn aros ar gofnod ar ôl hynny, heb eich rhif na'ch cyfeiriad. Mater i'r sefydliad sy'n rhedeg y gwasanaeth yw penderfynu am ba hyd, a'i ddweud yma.",
        },
      ],
    },
    {
      heading: { en: "Your rights", cy: "Eich hawliau" },
      paragraphs: [
        {
          en: "You can ask what is held about you apart from your answers, have it corrected, and object to being asked. “Stop all messages” does the last at once, and you need not say who you are.",
          cy: "Gallwch ofyn beth a gedwir amdanoch ar wahân i'ch atebion, ei gywiro, a gwrthwynebu cael eich holi. Mae “Atal pob neges” yn gwneud yr olaf ar unwaith, ac nid oes angen i chi ddweud pwy ydych chi.",
        },
        {
          en: "Answers that were sent cannot be shown to you, changed or taken back. They are stored without anything that says whose they are, and to look for yours would be to break the promise that protects them.",
          cy: "Ni ellir dangos i chi atebion a anfonwyd, na'u newid na'u tynnu'n ôl. Fe'u storir heb ddim sy'n dweud pwy biau nhw, a byddai chwilio am eich rhai chi yn torri'r addewid sy'n eu hamddiffyn.",
        },
        {
          en: "If you are not satisfied with how your information is handled, you can complain to the Information Commissioner's Office, which watches over data protection in the United Kingdom.",
          cy: "Os nad ydych yn fodlon ar y ffordd y caiff eich gwybodaeth ei thrin, gallwch gwyno wrth Swyddfa'r Comisiynydd Gwybodaeth, sy'n goruchwylio diogelu data yn y Deyrnas Unedig.",
        },
      ],
    },
    {
      heading: { en: "Cookies", cy: "Cwcis" },
      paragraphs: [
        {
          en: "The public pages set none. While you answer, one cookie keeps your place; it goes when you send your answers, leave by the exit button or close the browser. Nothing is loaded from other sites. How many people begin to answer is counted by area, never who.",
          cy: "Nid yw'r tudalennau cyhoeddus yn gosod yr un. Wrth i chi ateb, mae un cwci yn cadw eich lle; mae'n mynd pan anfonwch eich atebion, pan adewch drwy'r botwm gadael neu pan gaewch y porwr. Ni lwythir dim o wefannau eraill. Cyfrifir faint o bobl sy'n dechrau ateb fesul ardal, byth pwy.",
        },
      ],
    },
    {
      heading: { en: "Who is responsible", cy: "Pwy sy'n gyfrifol" },
      paragraphs: [
        {
          en: "The organisation that runs the service. Before it is used with real people, its name, its data protection officer and its legal basis must be written here.",
          cy: "Y sefydliad sy'n rhedeg y gwasanaeth. Cyn ei ddefnyddio gyda phobl go iawn, rhaid ysgrifennu ei enw, ei swyddog diogelu data a'i sail gyfreithiol yma.",
        },
      ],
    },
  ],
};
